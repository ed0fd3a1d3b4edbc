"""What only one of two lists has, in whatever order they are: in time that grows with their length alone."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def unshared(mine: Sequence[str | None], its: Sequence[str | None]) -> tuple[list[int], list[int]]:
    """Return the places of what only one of two lists has; None is like nothing. Texts stand for the elements."""
    waiting: dict[str, deque[int]] = defaultdict(deque)
    right: list[int] = []
    for place, text in enumerate(its):
        if text is None:
            right.append(place)
        else:
            waiting[text].append(place)
    left: list[int] = []
    for place, text in enumerate(mine):
        if text is not None and waiting.get(text):
            waiting[text].popleft()
        else:
            left.append(place)
    return left, sorted([*right, *(place for places in waiting.values() for place in places)])
