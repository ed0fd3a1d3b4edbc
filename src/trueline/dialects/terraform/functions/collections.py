"""Functions over any kind of collection."""

from __future__ import annotations

from trueline.dialects.terraform.functions.graphemes import clusters
from trueline.dialects.terraform.functions.shapes import convert, shape_of, unify
from trueline.dialects.terraform.functions.types import FunctionError, SetValue
from trueline.values.unknown import Unknown, is_unknown, join


def length(value: object) -> object:
    """Return how many members a collection has, or clusters a text; a set that may shrink is unknown."""
    if isinstance(value, str):
        return len(clusters(value))
    if isinstance(value, SetValue) and len(value) > 1:
        unknowns = [element for element in value if isinstance(element, Unknown)]
        return join(*unknowns) if unknowns else len(value)
    if isinstance(value, dict | list | tuple):
        return len(value)
    raise FunctionError("argument 1: a string or a collection is required")


def coalesce(*values: object) -> object:
    """Return the first value that is neither null nor empty text, in the type that all share."""
    shape = unify([shape_of(value) for value in values])
    for value in values:
        if is_unknown(value):
            return value
        if value is None or (isinstance(value, str) and not value):
            continue
        return convert(value, shape)
    raise FunctionError("no value that is not null or empty")
