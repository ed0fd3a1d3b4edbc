"""Plain JSON values: which type they are, and when two are equal."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

ATOMS: Final = frozenset({"null", "boolean", "integer", "fraction", "string", "array", "object"})
"""The types of JSON, disjoint: a ``number`` is an ``integer`` or a ``fraction``."""
_OF_NAME: Final = {
    **{name: frozenset({name}) for name in ATOMS - {"fraction"}},
    "number": frozenset({"integer", "fraction"}),
}
NUMBERS: Final = _OF_NAME["number"]


def atoms_of(name: object) -> frozenset[str] | None:
    """Return the atoms of a type's name, None of what is no type."""
    return _OF_NAME.get(name) if isinstance(name, str) else None


def names_of(atoms: Iterable[str]) -> list[str]:
    """Return the names that a schema would use for ``atoms``, sorted."""
    rest = set(atoms)
    names = {"number"} if "fraction" in rest else set()
    return sorted(names | (rest - {"fraction"} - (NUMBERS if names else set())))


def atom_of(value: object) -> str:
    """Return the atom that a value is of."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "integer" if value.is_integer() else "fraction"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


def key_of(value: object) -> Hashable:
    """Return what is equal for equal JSON values alone: 1 and 1.0 are equal, 1 and true are not."""
    if isinstance(value, list):
        return "array", tuple(key_of(member) for member in value)
    if isinstance(value, dict):
        return "object", frozenset((name, key_of(member)) for name, member in value.items())
    if isinstance(value, bool):
        return "boolean", value
    return "scalar", value


def number_of(value: object) -> Fraction | None:
    """Return the exact number that a value is written as, None where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return Fraction(str(value)) if isinstance(value, float) else Fraction(value)
    except ValueError:  # infinite, or not a number
        return None


def shortened(value: object) -> str:
    """Return a value as a message shows it."""
    import json

    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:79]}…"
