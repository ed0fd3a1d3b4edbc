"""Functions over sets."""

from __future__ import annotations

from itertools import product as cartesian
from math import prod

from trueline.dialects.terraform.functions.order import key
from trueline.dialects.terraform.functions.shapes import convert, elements_of, set_of, shape_of, unified, unify
from trueline.dialects.terraform.functions.types import MOST_ELEMENTS, LimitError, SetValue


def _alike(sets: tuple[SetValue, ...]) -> list[list[object]]:
    """Return the elements of all sets, converted to the type that they share."""
    shape = unify(shape_of(element) for elements in sets for element in elements)
    return [[convert(element, shape) for element in elements] for elements in sets]


def intersection(*sets: SetValue) -> SetValue:
    """Return what all sets hold."""
    first, *others = _alike(sets)
    held = [{key(element) for element in elements} for elements in others]
    return set_of(element for element in first if all(key(element) in keys for keys in held))


def union(*sets: SetValue) -> SetValue:
    """Return what any set holds."""
    return set_of(element for elements in _alike(sets) for element in elements)


def subtract(left: SetValue, right: SetValue) -> SetValue:
    """Return what the first set holds and the second does not."""
    kept, dropped = _alike((left, right))
    held = {key(element) for element in dropped}
    return set_of(element for element in kept if key(element) not in held)


def product(*collections: object) -> object:
    """Return each way to take one element of each collection: a set if one of them is, else a list."""
    columns = [unified(elements_of(collection)) for collection in collections]
    if prod(map(len, columns)) * len(columns) > MOST_ELEMENTS:
        raise LimitError(f"more than {MOST_ELEMENTS} elements")
    rows = [list(row) for row in cartesian(*columns)]
    return set_of(rows) if any(isinstance(collection, SetValue) for collection in collections) else rows
