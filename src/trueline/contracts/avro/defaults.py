"""Whether a default is a value of its field's type: readers refuse a schema in which it is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from trueline.contracts.avro.schema import Field, Schema

_DEEPEST: Final = 64
_BYTES: Final = 255  # a code point of the text is one byte


def is_filled(field: Field) -> bool:
    """Tell whether a reader has a default of a field: one that is there, and that its type can hold."""
    return field.has_default and fits(field.schema, field.default)


def fits(schema: Schema, value: object, depth: int = 0) -> bool:
    """Tell whether a JSON value stands for one of the schema's; of a union any branch may have it, as since 1.12.

    https://avro.apache.org/docs/1.12.0/specification/#schema-record: a type that is not known may hold anything.
    """
    if depth > _DEEPEST:
        return True
    if schema.type == "union":
        return not schema.branches or any(fits(branch, value, depth + 1) for branch in schema.branches)
    if schema.is_record:
        return isinstance(value, dict) and all(
            fits(field.schema, value[field.name], depth + 1) if field.name in value else field.has_default
            for field in schema.fields
        )
    if schema.type in ("array", "map"):
        below = list(value.values()) if isinstance(value, dict) else value
        if not isinstance(value, list if schema.type == "array" else dict) or not isinstance(below, list):
            return False
        return schema.items is None or all(fits(schema.items, one, depth + 1) for one in below)
    if schema.type == "enum":
        return value in schema.symbols
    known = _PLAIN.get(schema.type)
    return known is None or known(schema, value)


def _whole(bits: int) -> Callable[[Schema, object], bool]:
    def check(_schema: Schema, value: object) -> bool:
        return isinstance(value, int) and not isinstance(value, bool) and -(2**bits) <= value < 2**bits

    return check


def _number(_schema: Schema, value: object) -> bool:
    # written as text by some libraries, which JSON has no numbers for
    return (isinstance(value, int | float) and not isinstance(value, bool)) or value in ("NaN", "Infinity", "-Infinity")


def _bytes(schema: Schema, value: object) -> bool:
    if not isinstance(value, str) or any(ord(one) > _BYTES for one in value):
        return False
    return schema.type == "bytes" or len(value) == schema.size


_PLAIN: Final[dict[str, Callable[[Schema, object], bool]]] = {
    "boolean": lambda _schema, value: isinstance(value, bool),
    "bytes": _bytes,
    "double": _number,
    "fixed": _bytes,
    "float": _number,
    "int": _whole(31),
    "long": _whole(63),
    "null": lambda _schema, value: value is None,
    "string": lambda _schema, value: isinstance(value, str),
}
