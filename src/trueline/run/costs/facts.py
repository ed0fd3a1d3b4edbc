"""A sum as a rule sees it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from trueline.model.location import Location
from trueline.model.resource import Place, Resource
from trueline.values.bounds import UNBOUNDED, Bounded, Bounds

if TYPE_CHECKING:
    from trueline.model.cost import Cost, Gap
    from trueline.values.bounds import Spread


def fact(cost: Cost, now: datetime) -> Resource:
    """Return a sum as a rule sees it; it stands where what adds most is declared, its budget is a related place."""
    limit = cost.details.get("place")
    related = (limit._replace(message="the budget"),) if isinstance(limit, Location) and limit != cost.location else ()
    return Resource(
        kind=cost.scope,
        address=cost.address,
        name=cost.address,
        value=value_of(cost, now),
        locate=lambda _path: Place(cost.location, related),
        source=cost.location.path,
        unit=cost.unit,
        environment=cost.environment,
    )


def value_of(cost: Cost, now: datetime) -> dict[str, object]:
    """Return what expressions see as ``cost``; what does not apply is absent."""
    reasons = [f"{address} ← {gap.reason}" for address, gap in cost.gaps]
    found: dict[str, object] = {
        "scope": cost.scope,
        "address": cost.address,
        "kind": cost.kind or cost.scope,
        "currency": cost.currency,
        "base": _figures(cost.base, reasons),
        "head": _figures(cost.head, reasons),
        "increase": _figures(cost.increase, reasons),
        "coverage": round(cost.coverage, 4),
        "priced": cost.priced,
        "unpriced": cost.unpriced,
        "free": cost.free,
        "missing": [_gap(address, gap) for address, gap in cost.gaps],
        "oldest": cost.oldest,
        "oldest_days": _oldest(cost, now),
        **{key: value for key, value in cost.details.items() if key != "place"},
    }
    if cost.base is not None and cost.increase is not None:
        found["increase_percent"] = _percent(cost.increase, cost.base, reasons)
    unit = cost.details.get("unit")
    if isinstance(unit, dict) and cost.head is not None:
        volume = float(unit["volume"])
        found["unit"] = {**unit, "cost": figure(_through(cost.head.expected, volume), reasons, digits=6)}
    return {name: value for name, value in found.items() if value is not None}


def figure(bounds: Bounds, reasons: list[str], *, digits: int = 2) -> object:
    """Return a figure as a number, or with the bounds that are known."""
    low, high = (end if abs(end) == UNBOUNDED else round(end, digits) + 0.0 for end in bounds)
    return low if low == high else Bounded(Bounds(low, high), reasons)


def _figures(spread: Spread | None, reasons: list[str]) -> dict[str, object] | None:
    if spread is None:
        return None
    return {name: figure(side, reasons) for name, side in zip(spread._fields, spread, strict=True)}


def _percent(increase: Spread, base: Spread, reasons: list[str]) -> dict[str, object] | None:
    """Return the increase in percent of base; what there was nothing of before has none."""
    found = {}
    for name, more, was in zip(increase._fields, increase, base, strict=True):
        if was.high <= 0:
            continue
        ends = [_share(end, part) for end in more for part in was]
        found[name] = figure(Bounds(min(ends), max(ends)), reasons)
    return found or None


def _share(more: float, was: float) -> float:
    if more == 0 or (was == UNBOUNDED and abs(more) != UNBOUNDED):
        return 0.0
    if was == 0 or abs(more) == UNBOUNDED:
        return UNBOUNDED if more > 0 else -UNBOUNDED
    return 100 * more / was


def _through(bounds: Bounds, volume: float) -> Bounds:
    return Bounds(bounds.low / volume, bounds.high / volume)


def _gap(address: str, gap: Gap) -> dict[str, object]:
    found = {"address": address, "kind": gap.kind, "reason": gap.reason, "name": gap.name}
    return {key: value for key, value in found.items() if value}


def _oldest(cost: Cost, now: datetime) -> int | None:
    """Return how many days old the oldest price is."""
    return (now.astimezone(UTC).date() - date.fromisoformat(cost.oldest)).days if cost.oldest else None
