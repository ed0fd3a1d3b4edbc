"""Differences that the same place makes in several components, said once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.drift import Drift


def folded(drifts: Sequence[Drift]) -> list[Drift]:
    """Return differences of which those that the same place makes in several components are said once."""
    found: dict[tuple[object, ...], Drift] = {}
    more: Counter[tuple[object, ...]] = Counter()
    for one in drifts:
        # what explains it differs from component to component, what makes it does not
        about = (one.message, one.details.get("aspect")) if one.path else (one.type, one.details.get("side"))
        key = one.kind, one.location, *about
        if found.setdefault(key, one) is not one:
            more[key] += 1
    return [_with_more(one, more[key]) for key, one in found.items()]


def _with_more(drift: Drift, more: int) -> Drift:
    if not more or "more" in drift.details:
        return drift
    message = f"{drift.message}; so in {more} more component{'s' if more != 1 else ''}"
    return drift._replace(message=message, details={**drift.details, "more": more})
