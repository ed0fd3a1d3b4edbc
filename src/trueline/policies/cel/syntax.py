"""The syntax tree of an expression. ``start`` and ``end`` are offsets in its text, in code points."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator


class Literal(NamedTuple):
    """A constant: text, number, bytes, true, false, null."""

    start: int
    end: int
    value: object


class Name(NamedTuple):
    """A variable, or a type by its name."""

    start: int
    end: int
    name: str


class Select(NamedTuple):
    """``operand.field``; ``optional``: ``operand.?field``; ``test``: ``has(operand.field)``."""

    start: int
    end: int
    operand: Node
    field: str
    optional: bool = False
    test: bool = False


class Index(NamedTuple):
    """``operand[key]``; ``optional``: ``operand[?key]``."""

    start: int
    end: int
    operand: Node
    key: Node
    optional: bool = False


class Operation(NamedTuple):
    """An operator and its operands; ``&&`` and ``||`` have two or more, ``?:`` three."""

    start: int
    end: int
    operator: str
    operands: tuple[Node, ...]


class Call(NamedTuple):
    """``name(arguments)``; as a method the target is the first argument."""

    start: int
    end: int
    name: str
    arguments: tuple[Node, ...]
    method: bool = False


class ListOf(NamedTuple):
    """``[items]``; ``optional`` holds the indices of items written ``?item``."""

    start: int
    end: int
    items: tuple[Node, ...]
    optional: tuple[int, ...] = ()


class MapOf(NamedTuple):
    """``{key: value}``; ``optional`` holds the indices of entries written ``?key: value``."""

    start: int
    end: int
    keys: tuple[Node, ...]
    values: tuple[Node, ...]
    optional: tuple[int, ...] = ()


class Macro(NamedTuple):
    """A comprehension over ``source``: ``names`` stand for the members in each of ``bodies``."""

    start: int
    end: int
    macro: str
    source: Node
    names: tuple[str, ...]
    bodies: tuple[Node, ...]


class Bind(NamedTuple):
    """``cel.bind(name, value, body)``, ``optMap`` and ``optFlatMap``: ``body`` with a name for ``value``."""

    start: int
    end: int
    macro: str
    name: str
    value: Node
    body: Node


Node: TypeAlias = Literal | Name | Select | Index | Operation | Call | ListOf | MapOf | Macro | Bind


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below ``node``, in the order of its text."""
    if isinstance(node, Select):
        return (node.operand,)
    if isinstance(node, Operation):
        return node.operands
    if isinstance(node, Call):
        return node.arguments
    if isinstance(node, Index):
        return (node.operand, node.key)
    if isinstance(node, Macro):
        return (node.source, *node.bodies)
    if isinstance(node, ListOf):
        return node.items
    if isinstance(node, MapOf):
        return tuple(part for entry in zip(node.keys, node.values, strict=True) for part in entry)
    if isinstance(node, Bind):
        return (node.value, node.body)
    return ()


def walk(root: Node) -> Iterator[tuple[Node, int]]:
    """Yield every node and its depth, without recursion."""
    waiting = [(root, 1)]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        waiting.extend((child, depth + 1) for child in reversed(children(node)))


def dotted(node: Node) -> str:
    """Return how a chain of selections reads (``it.spec.replicas``), with ``…`` for what is no name."""
    if isinstance(node, Name):
        return node.name
    if isinstance(node, Select):
        return f"{dotted(node.operand)}.{node.field}"
    if isinstance(node, Index):
        key = node.key.value if isinstance(node.key, Literal) else None
        inner = f'"{key}"' if isinstance(key, str) else str(key) if isinstance(key, int) else "…"
        return f"{dotted(node.operand)}[{inner}]"
    return "…"
