"""What things cost as metrics: what is known of a month, of everything, of each budget and of the dearest scopes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from trueline.reporters.costs import of_scope
from trueline.reporters.exposition import gauge

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.model.cost import Cost
    from trueline.model.report import Report
    from trueline.reporters.exposition import Family

MOST: Final = 50
"""Sums of one scope that have series of their own: a change names as many as it likes."""
_ALWAYS: Final = ("total", "budget")
_BY_WEIGHT: Final = ("environment", "team", "namespace", "stack")


def cost_families(report: Report) -> Iterator[Family]:
    """Yield the amounts of the total, of budgets, and of the dearest of the other scopes; without costs nothing."""
    if not report.costs:
        return
    scopes = {scope: of_scope(report.costs, scope) for scope in _BY_WEIGHT}
    fixed = [cost for cost in report.costs if cost.scope in _ALWAYS]
    shown = _once([*fixed, *(cost for found in scopes.values() for cost in found[:MOST])])
    said = "What a scope costs a month, as far as that is known; what is missing makes it a lower bound."
    yield gauge("trueline_cost_monthly", said, _amounts(shown, "head"))
    said = "Whether an amount is exact: 0 where it is a lower bound only."
    yield gauge("trueline_cost_monthly_exact", said, _exact(shown))
    said = "What a change adds to a scope a month, where that has a lower bound; else there is no sample."
    yield gauge("trueline_cost_increase_monthly", said, _amounts(shown, "increase"))
    said = "The share of what can cost of which every price is known."
    yield gauge("trueline_cost_priced_ratio", said, [(_labels(cost), cost.coverage) for cost in shown])
    said = f"Sums beyond the dearest {MOST} of their scope, which have no series of their own."
    yield gauge(
        "trueline_cost_left_out",
        said,
        [({"scope": scope}, max(len(found) - MOST, 0)) for scope, found in scopes.items()],
    )


def _once(costs: Sequence[Cost]) -> list[Cost]:
    return list({(cost.scope, cost.address): cost for cost in reversed(costs)}.values())[::-1]


def _labels(cost: Cost) -> dict[str, object]:
    return {"scope": cost.scope, "address": cost.address, "currency": cost.currency}


def _amounts(costs: Sequence[Cost], name: str) -> list[tuple[Mapping[str, object], float]]:
    found: list[tuple[Mapping[str, object], float]] = []
    for cost in costs:
        figures = getattr(cost, name)
        for scale, side in () if figures is None else zip(figures._fields, figures, strict=True):
            if not math.isinf(side.low):
                found.append(({**_labels(cost), "scale": scale}, round(side.low, 4)))
    return found


def _exact(costs: Sequence[Cost]) -> list[tuple[Mapping[str, object], float]]:
    return [
        ({**_labels(cost), "scale": scale}, float(side.is_exact))
        for cost in costs
        if cost.head is not None
        for scale, side in zip(cost.head._fields, cost.head, strict=True)
    ]
