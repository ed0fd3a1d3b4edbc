"""One value of a contract with its place, and the way from a `$ref` to what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.contracts.schema.files import Files
    from trueline.model.document import Document
    from trueline.model.location import Location, Path

_LONGEST_CHAIN: Final = 50
_SILENT: Final = frozenset({"$ref", "description", "summary", "title", "$comment", "example", "examples"})


class Node(NamedTuple):
    """A value, None where there is none, and where it stands or would stand."""

    value: Any
    document: Document[Any]
    path: Path = ()

    def at(self, *steps: str | int) -> Node:
        """Return the value below, without following references."""
        value = self.value
        for step in steps:
            value = _member(value, step)
        return Node(value, self.document, (*self.path, *steps))

    def names(self) -> tuple[str, ...]:
        """Return the keys of a map, none of anything else."""
        return tuple(_map(self.value))

    def own_names(self) -> tuple[str, ...]:
        """Return the keys of a map that may hold extensions (``x-…``), without these."""
        return tuple(name for name in _map(self.value) if not name.startswith("x-"))

    def text(self, name: str) -> str:
        """Return the text at a key, empty where there is none."""
        value = _member(self.value, name)
        return value if isinstance(value, str) else ""

    def flag(self, name: str) -> bool:
        """Tell whether the value at a key is true."""
        return _member(self.value, name) is True

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the texts of a list at a key."""
        value = _member(self.value, name)
        return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()

    @property
    def is_map(self) -> bool:
        """Tell whether there is a map."""
        return isinstance(self.value, dict)

    @property
    def place(self) -> tuple[str, Path]:
        """What tells it from every other value of its revision."""
        return self.document.source.path, self.path

    def locate(self) -> Location:
        """Return where it stands, or its nearest ancestor."""
        return self.document.locate(self.path)


class Tree:
    """The files of one revision, and what their references mean; ``unresolved`` are those that mean nothing."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.unresolved: dict[tuple[str, Path], tuple[Node, str]] = {}

    def follow(self, node: Node) -> Node:
        """Return what ``node`` means; a reference that leads nowhere, or to itself, means nothing (``None``)."""
        for _ in range(_LONGEST_CHAIN):
            reference = _member(node.value, "$ref")
            if not isinstance(reference, str):
                return node
            target = self.open(node.document, reference)
            if target is None:
                break
            node = target
        self.unresolved.setdefault(node.place, (node, reference))
        return node._replace(value=None)

    def chain(self, node: Node) -> Iterator[Node]:
        """Yield what ``node`` means, and after it whatever stands beside the references that led there."""
        beside = []
        value = node
        for _ in range(_LONGEST_CHAIN):
            reference = _member(value.value, "$ref")
            target = self.open(value.document, reference) if isinstance(reference, str) else None
            if target is None:
                break
            beside.append(value)
            value = target
        yield from (self.follow(node), *(one for one in reversed(beside) if len(one.value) > 1))

    def schema(self, node: Node, *, siblings: bool) -> Node:
        """Return the schema that a reference leads to, or the last on the way of which something else counts as well.

        ``siblings``: what stands beside a reference counts. One that does not lead to a place may still be a name that
        some schema gives itself, so nothing is said of it here.
        """
        for _ in range(_LONGEST_CHAIN):
            reference = _member(node.value, "$ref")
            if not isinstance(reference, str) or (siblings and node.value.keys() - _SILENT):
                break
            target = self.open(node.document, reference)
            if target is None:
                break
            node = target
        return node

    def open(self, document: Document[Any], reference: str) -> Node | None:
        """Return the value that ``reference`` names, seen from ``document``."""
        address, _, fragment = reference.partition("#")
        target = self.files.open(document, address) if address else document
        if target is None or (fragment and not fragment.startswith("/")):
            return None
        node = Node(target.root, target)
        for step in _steps(fragment):
            node = node.at(int(step)) if isinstance(node.value, list) and _is_index(step) else node.at(step)
        return node if node.value is not None else None

    def members(self, node: Node) -> Iterator[tuple[str, Node]]:
        """Yield the members of a map with what they mean."""
        for name in node.names():
            yield name, self.follow(node.at(name))

    def own_members(self, node: Node) -> Iterator[tuple[str, Node]]:
        """Yield the members of a map that may hold extensions, without these, with what they mean."""
        for name in node.own_names():
            yield name, self.follow(node.at(name))

    def elements(self, node: Node) -> Iterator[Node]:
        """Yield the elements of a list with what they mean."""
        for number in range(len(node.value) if isinstance(node.value, list) else 0):
            yield self.follow(node.at(number))


def _steps(fragment: str) -> Iterator[str]:
    for step in fragment.split("/")[1:]:
        yield unquote(step).replace("~1", "/").replace("~0", "~")


def _is_index(step: str) -> bool:
    return step.isascii() and step.isdigit() and len(step) < 10


def _member(value: object, step: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return None


def _map(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}
