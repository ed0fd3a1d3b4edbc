"""What things cost as metrics: what is known of a month, of everything, of each budget and of the dearest stacks."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from trueline.reporters.cost_sections import weight
from trueline.reporters.exposition import gauge, single

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.model.cost import Cost
    from trueline.model.report import Report
    from trueline.reporters.exposition import Family

MOST: Final = 50
"""Stacks that have series of their own."""


def cost_families(report: Report) -> Iterator[Family]:
    """Yield the amounts of the total, of budgets and of stacks; without any nothing."""
    if not report.costs:
        return
    stacks = sorted((cost for cost in report.costs if cost.scope == "stack"), key=weight)
    shown = [*(cost for cost in report.costs if cost.scope in ("total", "budget")), *stacks[:MOST]]
    said = "What a scope costs a month, as far as that is known; what is missing makes it a lower bound."
    yield gauge("trueline_cost_monthly", said, _amounts(shown, "head"))
    said = "What a change adds to a scope a month, where that has a lower bound."
    yield gauge("trueline_cost_increase_monthly", said, _amounts(shown, "increase"))
    said = "The share of what can cost of which every price is known."
    yield gauge("trueline_cost_priced_ratio", said, [(_labels(cost), cost.coverage) for cost in shown])
    said = "Stacks without series of their own."
    yield single("trueline_cost_stacks_left_out", said, len(stacks) - len(stacks[:MOST]))


def _labels(cost: Cost) -> dict[str, object]:
    return {"scope": cost.scope, "address": cost.address, "currency": cost.currency}


def _amounts(costs: Sequence[Cost], name: str) -> list[tuple[Mapping[str, object], float]]:
    found: list[tuple[Mapping[str, object], float]] = []
    for cost in costs:
        spread = getattr(cost, name)
        for scale, side in () if spread is None else zip(spread._fields, spread, strict=True):
            if not math.isinf(side.low):
                found.append(({**_labels(cost), "scale": scale}, round(side.low, 4)))
    return found
