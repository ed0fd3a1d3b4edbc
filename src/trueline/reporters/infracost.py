"""Infracost's JSON, so that what reads that goes on working: a project for each stack, amounts as decimal strings.

Amounts are what is known of what is expected: where something is missing, a component says ``priceNotFound``, and the
sums leave it out, as Infracost's do. Source: Infracost's ``schema/infracost.schema.json``, version 0.2.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from trueline.model.cost import HOURS
from trueline.reporters.text import json_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trueline.model.cost import Component, Cost, Estimate
    from trueline.model.report import Report
    from trueline.values.bounds import Bounds

VERSION: Final = "0.2"


def render(report: Report) -> str:
    """Return the breakdown, and beside it what it was before where there is a base."""
    total = next((cost for cost in report.costs if cost.scope == "total"), None)
    resources = [cost for cost in report.costs if cost.scope == "resource"]
    by_stack: dict[str, list[Cost]] = {}
    for cost in resources:
        by_stack.setdefault(cost.unit, []).append(cost)
    compares = any(cost.base is not None for cost in resources)
    now, was = (_sum(_estimates(resources, side)) for side in ("estimate", "former"))
    page: dict[str, Any] = {
        "version": VERSION,
        "currency": total.currency if total is not None else "USD",
        "projects": [_project(unit, costs, compares=compares) for unit, costs in sorted(by_stack.items())],
        **_totals(now),
        **({f"past{key[0].upper()}{key[1:]}": value for key, value in _totals(was).items()} if compares else {}),
        **({f"diff{key[0].upper()}{key[1:]}": value for key, value in _totals(now - was).items()} if compares else {}),
        "summary": _summary(total),
    }
    if report.judged_at:
        page["timeGenerated"] = report.judged_at
    return json_text(page)


def _estimates(costs: Iterable[Cost], side: str) -> list[Estimate]:
    return [one for cost in costs if (one := getattr(cost, side)) is not None]


def _project(unit: str, costs: Sequence[Cost], *, compares: bool) -> dict[str, Any]:
    now, was = _estimates(costs, "estimate"), _estimates(costs, "former")
    found: dict[str, Any] = {
        "name": unit or ".",
        "metadata": {"path": unit or ".", "type": _kind(now or was)},
        "pastBreakdown": _breakdown(was) if compares else None,
        "breakdown": _breakdown(now),
        "diff": None,
        "summary": {},
    }
    if compares:
        changed = [cost for cost in costs if cost.estimate != cost.former]
        found["diff"] = {
            "resources": [_difference(cost) for cost in changed],
            **_totals(_sum(now) - _sum(was)),
        }
    return found


def _kind(estimates: Sequence[Estimate]) -> str:
    kind = estimates[0].kind.partition("/")[0] if estimates else ""
    return {"terraform": "terraform_dir", "cloudformation": "cloudformation_template"}.get(kind, f"{kind}_manifests")


def _breakdown(estimates: Sequence[Estimate]) -> dict[str, Any]:
    used = sum(_known(one.amount.expected) for each in estimates for one in each.components if one.usage)
    return {
        "resources": [_resource(one) for one in estimates if not one.is_free],
        "freeResources": [_name(one) for one in estimates if one.is_free],
        **_totals(_sum(estimates)),
        "totalMonthlyUsageCost": _decimal(used),
    }


def _name(one: Estimate) -> dict[str, Any]:
    region = one.location.region
    place: dict[str, Any] = {"filename": one.location.path}
    if region is not None:
        place |= {"startLine": region.start_line, "endLine": region.end_line}
    return {"name": one.address, "resourceType": one.kind.partition("/")[2], "tags": dict(one.tags), "metadata": place}


def _resource(one: Estimate) -> dict[str, Any]:
    known = _sum([one])
    used = sum(_known(component.amount.expected) for component in one.components if component.usage)
    return {
        **_name(one),
        "hourlyCost": _decimal(known / HOURS),
        "monthlyCost": _decimal(known),
        "monthlyUsageCost": _decimal(used),
        "costComponents": [_component(component) for component in one.components],
    }


def _component(one: Component) -> dict[str, Any]:
    quantity = one.quantity.expected
    known = one.price is not None and quantity.is_exact
    return {
        "name": one.name,
        "unit": one.unit,
        "hourlyQuantity": _decimal(quantity.low / HOURS) if quantity.is_exact else None,
        "monthlyQuantity": _decimal(quantity.low) if quantity.is_exact else None,
        "price": _decimal(one.price.first) if one.price is not None else "0",
        "hourlyCost": _decimal(_known(one.amount.expected) / HOURS) if known else None,
        "monthlyCost": _decimal(_known(one.amount.expected)) if known else None,
        "usageBased": bool(one.usage),
        "priceNotFound": one.price is None,
    }


def _difference(cost: Cost) -> dict[str, Any]:
    one = cost.estimate or cost.former
    if one is None:
        raise ValueError("a resource has at least one side")
    grown = _sum(_estimates([cost], "estimate")) - _sum(_estimates([cost], "former"))
    before = {component.name: component for component in cost.former.components} if cost.former else {}
    after = {component.name: component for component in cost.estimate.components} if cost.estimate else {}
    lines = [
        {
            "name": name,
            "unit": (after.get(name) or before[name]).unit,
            "monthlyCost": _decimal(_of(after.get(name)) - _of(before.get(name))),
        }
        for name in dict.fromkeys((*before, *after))
        if before.get(name) != after.get(name)
    ]
    return {
        **_name(one),
        "hourlyCost": _decimal(grown / HOURS),
        "monthlyCost": _decimal(grown),
        "costComponents": lines,
    }


def _of(component: Component | None) -> float:
    return 0.0 if component is None else _known(component.amount.expected)


def _totals(amount: float) -> dict[str, str]:
    return {"totalHourlyCost": _decimal(amount / HOURS), "totalMonthlyCost": _decimal(amount)}


def _sum(estimates: Iterable[Estimate]) -> float:
    return sum(_known(component.amount.expected) for one in estimates for component in one.components)


def _known(bounds: Bounds) -> float:
    return 0.0 if math.isinf(bounds.low) else bounds.low


def _decimal(figure: float) -> str:
    text = f"{round(figure, 10) + 0.0:.10f}".rstrip("0").rstrip(".")
    return text or "0"


def _summary(total: Cost | None) -> dict[str, Any]:
    if total is None:
        return {"totalDetectedResources": 0}
    return {
        "totalDetectedResources": total.priced + total.unpriced + total.free,
        "totalSupportedResources": total.priced,
        "totalUnsupportedResources": total.unpriced,
        "totalUsageBasedResources": len({address for address, gap in total.gaps if gap.kind == "usage"}),
        "totalNoPriceResources": total.free,
    }
