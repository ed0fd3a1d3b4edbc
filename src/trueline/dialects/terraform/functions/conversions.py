"""Conversions between types; unknown and null stay, and so do marks unless they are what is asked about."""

from __future__ import annotations

from trueline.dialects.terraform.functions import scalars
from trueline.dialects.terraform.functions.marks import conceal, each_leaf, marks_of, reveal
from trueline.dialects.terraform.functions.shapes import elements_of, set_of, unified, unsettled
from trueline.dialects.terraform.functions.types import FunctionError
from trueline.values.unknown import Unknown, is_unknown, join


def to_bool(value: object) -> object:
    """Return a bool."""
    return _nothing(value) if value is None or is_unknown(value) else scalars.to_bool(value)


def to_number(value: object) -> object:
    """Return a number."""
    return _nothing(value) if value is None or is_unknown(value) else scalars.to_number(value)


def to_string(value: object) -> object:
    """Return text."""
    return value if value is None or is_unknown(value) else scalars.to_text(value)


def to_list(value: object) -> object:
    """Return a list whose elements are of one type."""
    if value is None or is_unknown(value):
        return _nothing(value)
    doubt = unsettled(value)
    return unified(elements_of(value)) if doubt is None else doubt


def to_set(value: object) -> object:
    """Return a set whose elements are of one type."""
    return _nothing(value) if value is None or is_unknown(value) else set_of(unified(elements_of(value)))


def to_map(value: object) -> object:
    """Return a map whose values are of one type."""
    if value is None or is_unknown(value):
        return _nothing(value)
    if not isinstance(value, dict):
        raise FunctionError("a map or an object is required")
    return dict(zip(value, unified(list(value.values())), strict=True))


def _nothing(value: object) -> object:
    return join(value) if isinstance(value, Unknown) else value


def keep(value: object) -> object:
    """Return the value: none is ephemeral here."""
    return value


def sensitive(value: object) -> object:
    """Return the value with all its scalars marked as secret."""
    return each_leaf(value, conceal)


def nonsensitive(value: object) -> object:
    """Return the value with no scalar marked as secret."""
    return each_leaf(value, reveal)


def is_sensitive(value: object) -> object:
    """Tell whether a scalar of the value is secret; an unknown one may be."""
    marks = marks_of([value])
    if marks.sensitive or marks.unknown is None:
        return marks.sensitive
    return marks.unknown
