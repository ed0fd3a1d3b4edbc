"""Functions over any kind of collection."""

from __future__ import annotations

from trueline.dialects.terraform.functions.graphemes import clusters
from trueline.dialects.terraform.functions.shapes import convert, shape_of, unify, unsettled
from trueline.dialects.terraform.functions.types import FunctionError
from trueline.values.unknown import is_unknown


def length(value: object) -> object:
    """Return how many members a collection has, or clusters a text; a set that may shrink is unknown."""
    if isinstance(value, str):
        return len(clusters(value))
    if isinstance(value, dict | list | tuple):
        doubt = unsettled(value)
        return len(value) if doubt is None else doubt
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
