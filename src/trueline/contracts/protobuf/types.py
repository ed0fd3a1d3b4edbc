"""Which types of fields read each other's bytes, and which read each other's JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.contracts.protobuf.kinds import CODE, JSON, WIRE
from trueline.parsers.protobuf.syntax import Enum

if TYPE_CHECKING:
    from trueline.contracts.protobuf.names import Type

# https://protobuf.dev/programming-guides/proto3/#updating
_SAME_WIRE: Final = (
    frozenset({"bool", "int32", "int64", "uint32", "uint64"}),
    frozenset({"sint32", "sint64"}),
    frozenset({"fixed32", "sfixed32"}),
    frozenset({"fixed64", "sfixed64"}),
)
_SAME_JSON: Final = (
    frozenset({"int32", "uint32"}),
    frozenset({"int64", "uint64"}),
    frozenset({"fixed32", "sfixed32"}),
    frozenset({"fixed64", "sfixed64"}),
)
_VARINTS: Final = frozenset({"int32", "int64", "uint32", "uint64"})


def categories(base: Type, head: Type) -> tuple[str, ...]:
    """Return the categories that a change from one type to another breaks, as buf sees them."""
    if base.kind == head.kind == "scalar":
        names = {base.name, head.name}
        if any(names <= group for group in _SAME_JSON):
            return CODE
        is_same_wire = any(names <= group for group in _SAME_WIRE) or (base.name, head.name) == ("string", "bytes")
        return JSON if is_same_wire else WIRE
    return CODE if _is_wider_enum(base, head) else WIRE


def is_read_alike(base: Type, head: Type) -> bool:
    """Tell whether the bytes still read although buf forbids it: an enum and the integers that it travels as."""
    kinds = {base.kind: base.name, head.kind: head.name}
    return kinds.keys() == {"enum", "scalar"} and kinds["scalar"] in _VARINTS


def _is_wider_enum(base: Type, head: Type) -> bool:
    """Tell whether an enum gave way to one of the same short name that has all its values."""
    left, right = (type_.declared.node if type_.declared else None for type_ in (base, head))
    if not isinstance(left, Enum) or not isinstance(right, Enum) or left.name.text != right.name.text:
        return False
    values = {(value.name.text, value.number) for value in right.values}
    return all((value.name.text, value.number) in values for value in left.values)
