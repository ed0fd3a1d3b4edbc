"""How much alike two paths are: what was at one is more likely to be at the other now."""

from __future__ import annotations


def alike(one: str, other: str) -> int:
    """Return how many folders and names two paths have in common, from both ends."""
    here, there = one.split("/"), other.split("/")
    return _same(here, there) + _same(here[::-1], there[::-1])


def _same(here: list[str], there: list[str]) -> int:
    return next((n for n, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), min(len(here), len(there)))
