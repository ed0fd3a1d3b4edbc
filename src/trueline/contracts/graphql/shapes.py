"""Types as they are written where they are used, ``[String!]!``: what one that replaces another asks and promises."""

from __future__ import annotations

from typing import Literal, TypeAlias

Step: TypeAlias = Literal["same", "tighter", "looser", "other"]
"""Tighter is non-null where null was, looser null where it was not; other is another type, or both at once."""


def step(before: str, after: str) -> Step:
    """Return what became of a type."""
    if before == after:
        return "same"
    if before.replace("!", "") != after.replace("!", ""):
        return "other"
    old, new = _non_null(before), _non_null(after)
    if old < new:
        return "tighter"
    return "looser" if new < old else "other"


def is_non_null(kind: str) -> bool:
    """Tell whether null is none of its values."""
    return kind.endswith("!")


def _non_null(kind: str) -> set[int]:
    """Return at which depths of lists, from the outside, there is no null."""
    depth = kind.count("]")
    found = set()
    for character in kind:
        if character == "]":
            depth -= 1
        elif character == "!":
            found.add(depth)
    return found
