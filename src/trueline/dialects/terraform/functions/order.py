"""When two plain values are equal, and the order in which Terraform keeps a set."""

from __future__ import annotations

import json

from trueline.dialects.terraform.functions.scalars import number_text
from trueline.values.unknown import is_unknown


def key(value: object) -> object:
    """Return what is equal for equal values: ``1`` is no ``"1"`` and no ``true``; an unknown equals only itself."""
    if isinstance(value, bool) or value is None or is_unknown(value):
        return (type(value).__name__, id(value))
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int | float):
        return ("number", float(value) if isinstance(value, float) else int(value))
    if isinstance(value, dict):
        return ("object", *((name, key(value[name])) for name in sorted(value)))
    if isinstance(value, list | tuple):
        return ("list" if isinstance(value, list) else "set", *map(key, value))
    return ("other", id(value))


def equal(left: object, right: object) -> bool:
    """Tell whether two known values are the same."""
    return key(left) == key(right)


def order(value: object) -> tuple[int, object]:
    """Return the sort key of a set's element: Terraform sorts scalars by value, the rest by how they hash."""
    if value is None:
        return (8, "")
    if isinstance(value, str):
        return (2, value)
    if isinstance(value, bool):
        return (0, value)
    if isinstance(value, int | float):
        return (1, value)
    if isinstance(value, dict | list | tuple):
        return (3, _hash_text(value))
    return (9, "")


def _hash_text(value: object) -> str:
    """Spell a value as Terraform's set hash does."""
    if value is None:
        return "~"
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list | tuple):
        return "[" + "".join(_hash_text(element) + ";" for element in value) + "]"
    if isinstance(value, dict):
        return "{" + "".join(f'"{name}":{_hash_text(value[name])};' for name in sorted(value)) + "}"
    return "?"
