"""``on:`` in each of its three shapes, as one map from event to its filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trueline.model.location import Path


def events(value: object) -> dict[str, object]:
    """Return event → filters of what stands after ``on``: a text, a list of texts or a map; null filters are ``{}``."""
    if isinstance(value, str):
        return {value: {}}
    if isinstance(value, list):
        return {event: {} for event in value if isinstance(event, str)}
    if isinstance(value, dict):
        return {event: {} if filters is None else filters for event, filters in value.items()}
    return {}


def written_at(value: object, path: Path) -> Path:
    """Return where the value at ``path`` of ``events(value)`` is written below ``on``."""
    if isinstance(value, dict) or not path:
        return path
    if isinstance(value, list) and path[0] in value:
        return (value.index(path[0]),)
    return ()
