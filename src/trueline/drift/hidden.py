"""Values that must not be shown."""

from __future__ import annotations

from trueline.dialects.terraform.functions.marks import conceal, each_leaf


def hidden(value: object) -> object:
    """Return a value with each of its leaves marked as one that must not be shown."""
    return each_leaf(value, conceal)
