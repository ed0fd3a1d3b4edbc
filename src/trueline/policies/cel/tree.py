"""A checked expression as plain lists and back: what the built-in packs ship, so that nothing is parsed at start-up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from trueline.policies.cel.kinds import Uint
from trueline.policies.cel.syntax import Bind, Call, Index, ListOf, Literal, Macro, MapOf, Name, Operation, Select

if TYPE_CHECKING:
    from trueline.policies.cel.syntax import Node

_CLASSES: Final[tuple[type, ...]] = (Literal, Name, Select, Index, Operation, Call, ListOf, MapOf, Macro, Bind)
_TAGS: Final = {kind: tag for tag, kind in enumerate(_CLASSES)}


def encode(node: Node) -> list[object]:
    """Return a node as a list: its tag, then its fields; nodes are lists that start with a number."""
    if isinstance(node, Literal):
        return [0, node.start, node.end, _encode_value(node.value)]
    return [_TAGS[type(node)], *(_encode_field(field) for field in node)]


def decode(data: object) -> Node:
    """Return the node that ``encode`` made a list of."""
    tag, *fields = cast("list[object]", data)
    if tag == 0:
        return Literal(cast("int", fields[0]), cast("int", fields[1]), _decode_value(fields[2]))
    kind = _CLASSES[cast("int", tag)]
    return cast("Node", kind(*(_decode_field(field) for field in fields)))


def _encode_field(field: object) -> object:
    if type(field) in _TAGS:
        return encode(cast("Node", field))
    if isinstance(field, tuple):
        return ["*", *(_encode_field(part) for part in field)]
    return field


def _decode_field(field: object) -> object:
    if not isinstance(field, list):
        return field
    if field[0] == "*":
        return tuple(_decode_field(part) for part in field[1:])
    return decode(field)


def _encode_value(value: object) -> object:
    if isinstance(value, Uint):
        return ["uint", int(value)]
    if isinstance(value, bytes):
        return ["bytes", value.hex()]
    if isinstance(value, float):
        return ["double", repr(value)]
    return value


def _decode_value(value: object) -> object:
    if not isinstance(value, list):
        return value
    kind, plain = value
    if kind == "uint":
        return Uint(plain)
    return bytes.fromhex(plain) if kind == "bytes" else float(plain)
