"""Costs in the JSON report: a figure that is not exact is never a number."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from trueline.reporters.costs import limits
from trueline.reporters.json_parts import place_as_json
from trueline.reporters.text import json_text

if TYPE_CHECKING:
    from trueline.model.cost import Component, Cost, Estimate, Price
    from trueline.model.report import Report
    from trueline.values.bounds import Bounds, Spread

_WITH_GAPS: Final = ("total", "budget", "resource")
_DIGITS: Final = 4


def render(report: Report) -> str:
    """Return the costs alone, as the JSON report has them."""
    return json_text({"costs": [cost_as_json(cost) for cost in report.costs], "price_book": report.priced_by})


def cost_as_json(cost: Cost) -> dict[str, object]:
    """Return one sum with its stable member names; only resources have components."""
    gaps = cost.gaps if cost.scope in _WITH_GAPS else ()
    return {
        "scope": cost.scope,
        "address": cost.address,
        "kind": cost.kind,
        "unit": cost.unit,
        "environment": cost.environment,
        "currency": cost.currency,
        "base": _spread(cost.base),
        "head": _spread(cost.head),
        "increase": _spread(cost.increase),
        "coverage": _share(cost.coverage),
        "priced": cost.priced,
        "unpriced": cost.unpriced,
        "free": cost.free,
        "oldest_price": cost.oldest,
        "limits": _limits(cost),
        "components": _components(cost.estimate) or [],
        "base_components": None if _lines(cost.former) == _lines(cost.estimate) else _components(cost.former),
        "unknown": [
            {"address": address, "kind": kind, "reason": reason, "usage": name}
            for address, kind, reason, name in dict.fromkeys((address, *gap[:3]) for address, gap in gaps)
        ],
        "location": place_as_json(cost.location),
    }


def _share(part: float) -> float:
    """Return a share that is 1 only where nothing is missing."""
    return math.floor(part * 10**_DIGITS + 1e-9) / 10**_DIGITS


def _limits(cost: Cost) -> dict[str, object]:
    unit, budget = cost.details.get("unit"), cost.details.get("budget")
    found: dict[str, object] = {**limits(cost)}
    found |= {"budget": budget} if isinstance(budget, str) else {}
    return {**found, "unit": dict(unit)} if isinstance(unit, dict) else found


def _spread(spread: Spread | None) -> dict[str, object] | None:
    if spread is None:
        return None
    return {name: figure(side) for name, side in zip(spread._fields, spread, strict=True)}


def figure(bounds: Bounds) -> object:
    """Return a number where it is known, else a map of what bounds it; null where nothing does."""
    low, high = (None if math.isinf(end) else round(end, _DIGITS) + 0.0 for end in bounds)
    return low if bounds.is_exact and low is not None else {"at_least": low, "at_most": high}


def _lines(estimate: Estimate | None) -> tuple[Component, ...]:
    return () if estimate is None else estimate.components


def _components(estimate: Estimate | None) -> list[dict[str, object]] | None:
    return None if estimate is None else [_component(one) for one in estimate.components]


def _component(one: Component) -> dict[str, object]:
    return {
        "name": one.name,
        "unit": one.unit,
        "quantity": _spread(one.quantity),
        "amount": _spread(one.amount),
        "usage": one.usage,
        "price": None if one.price is None else _price(one.price),
    }


def _price(price: Price) -> dict[str, object]:
    return {
        "tiers": [{"from": start, "each": each} for start, each in price.tiers],
        "unit": price.unit,
        "currency": price.currency,
        "section": price.section,
        "asof": price.asof,
        "confidence": price.confidence,
    }
