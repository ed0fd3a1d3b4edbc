"""Infracost's JSON, so that what reads that goes on working: a project for each stack, amounts as decimal strings.

That format knows only exact amounts, so that these are what is surely paid of what is expected: a line of which nothing
is known has none (``null``, with ``priceNotFound`` where the price is what is missing), and sums leave it out. A
difference is what a change surely adds or saves: a price that is no longer known is no saving, so that where something
is not known the difference may be another than that of the sums.

Source: Infracost's ``schema/infracost.schema.json``, and the members that it prints beyond that.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trueline.model.cost import HOURS, Component, Estimate
from trueline.reporters.costs import surely
from trueline.reporters.text import json_text
from trueline.values.bounds import ANYTHING, NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trueline.model.cost import Cost
    from trueline.model.report import Report
    from trueline.values.bounds import Bounds

VERSION: Final = "0.2"
_TYPES: Final = {"terraform": "terraform_dir", "cloudformation": "cloudformation"}


class _Sum(NamedTuple):
    """What is known of a month: all of it, and the part that is paid by use."""

    month: float = 0.0
    usage: float = 0.0

    def plus(self, other: _Sum) -> _Sum:
        return _Sum(self.month + other.month, self.usage + other.usage)


def render(report: Report) -> str:
    """Return the breakdown, and beside it what it was before where there is a base."""
    total = next((cost for cost in report.costs if cost.scope == "total"), None)
    resources = [cost for cost in report.costs if cost.scope == "resource"]
    compares = total is not None and total.increase is not None
    now, was = _estimates(resources, "estimate"), _estimates(resources, "former")
    page: dict[str, Any] = {
        "version": VERSION,
        "currency": total.currency if total is not None else "USD",
        "projects": _projects(resources, compares=compares),
        **_totals("total", _sum(now)),
        **_totals("pastTotal", _sum(was) if compares else None),
        **_totals("diffTotal", _added(map(_grown, resources)) if compares else None),
        **({"timeGenerated": report.judged_at} if report.judged_at else {}),
        "summary": _summary(now, 0 if total is None else total.free),
    }
    return json_text(page)


def _projects(resources: Sequence[Cost], *, compares: bool) -> list[dict[str, Any]]:
    """Return a project for each stack, and each environment that it is judged in."""
    found: dict[tuple[str, str], list[Cost]] = {}
    for cost in resources:
        found.setdefault((cost.unit, cost.environment), []).append(cost)
    return [_project(*key, found[key], compares=compares) for key in sorted(found)]


def _project(unit: str, environment: str, costs: Sequence[Cost], *, compares: bool) -> dict[str, Any]:
    now, was = _estimates(costs, "estimate"), _estimates(costs, "former")
    dialect = next((one.kind.partition("/")[0] for one in (*now, *was)), "")
    path = unit or "."
    workspace = {"terraformWorkspace": environment} if environment else {}
    return {
        "name": f"{path} ({environment})" if environment else path,
        "metadata": {"path": path, "type": _TYPES.get(dialect, dialect), **workspace},
        "pastBreakdown": _breakdown(map(_resource, was), _sum(was)) if compares else None,
        "breakdown": _breakdown(map(_resource, now), _sum(now)),
        "diff": _diff(costs) if compares else None,
        "summary": _summary(now, sum(one.is_free for one in now)),
    }


def _estimates(costs: Iterable[Cost], side: str) -> list[Estimate]:
    return [one for cost in costs if (one := getattr(cost, side)) is not None]


def _breakdown(resources: Iterable[dict[str, Any]], amount: _Sum) -> dict[str, Any]:
    return {"resources": list(resources), **_totals("total", amount)}


def _resource(one: Estimate) -> dict[str, Any]:
    lines = [_component(component) for component in one.components]
    return {**_name(one), **_of_lines(_sum([one]), lines), "costComponents": lines}


def _of_lines(amount: _Sum, lines: Sequence[dict[str, Any]]) -> dict[str, str | None]:
    """Return what a resource costs; null where nothing is known of any of its lines."""
    return _amounts(amount if any(line["monthlyCost"] for line in lines) else None)


def _name(one: Estimate) -> dict[str, Any]:
    region = one.location.region
    place: dict[str, Any] = {"filename": one.location.path}
    if region is not None:
        place |= {"startLine": region.start_line, "endLine": region.end_line}
    return {"name": one.address, "resourceType": one.kind.partition("/")[2], "tags": dict(one.tags), "metadata": place}


def _component(one: Component) -> dict[str, Any]:
    quantity, amount = _told(one.quantity.expected), _told(one.amount.expected)
    return _line(one, quantity, None if one.price is None else amount)


def _line(one: Component, quantity: float | None, amount: float | None) -> dict[str, Any]:
    return {
        "name": one.name,
        "unit": one.unit,
        "hourlyQuantity": _hourly(quantity),
        "monthlyQuantity": _decimal(quantity),
        "price": _decimal(0.0 if one.price is None else one.price.first),
        "hourlyCost": _hourly(amount),
        "monthlyCost": _decimal(amount),
        "usageBased": bool(one.usage),
        "priceNotFound": one.price is None,
    }


def _told(bounds: Bounds) -> float | None:
    """Return a figure, or how much it is at the least; None where it may be nothing."""
    return surely(bounds) if bounds.is_exact or surely(bounds) else None


def _diff(costs: Sequence[Cost]) -> dict[str, Any]:
    """Return the resources whose bill is another one, with what surely changed of it."""
    found = [cost for cost in costs if _bill(cost.estimate) != _bill(cost.former)]
    return _breakdown(map(_difference, found), _added(map(_grown, found)))


def _bill(one: Estimate | None) -> object:
    return None if one is None else (one.components, one.gaps)


def _difference(cost: Cost) -> dict[str, Any]:
    one = cost.estimate or cost.former
    if one is None:
        raise ValueError("a resource has at least one side")
    lines = [_changed(cost, pair) for pair in _pairs(cost) if not pair.is_same]
    return {**_name(one), **_of_lines(_grown(cost), lines), "costComponents": lines}


def _changed(cost: Cost, pair: _Pair) -> dict[str, Any]:
    quantity = _told(_quantity(pair.after).minus(_quantity(pair.before)))
    prices = [one.price for one in pair if one is not None]
    before, after = (0.0 if one is None or one.price is None else one.price.first for one in pair)
    price = None if None in prices else _decimal(after - before)
    return {**_line(pair.any, quantity, _told(_growth(cost, pair))), "price": price}


class _Pair(NamedTuple):
    """One line of a bill on both sides of a change; either may be missing."""

    before: Component | None
    after: Component | None

    @property
    def any(self) -> Component:
        found = self.after or self.before
        if found is None:
            raise ValueError("a pair has at least one side")
        return found

    @property
    def is_same(self) -> bool:
        return self.before is not None and self.after is not None and self.before[2:] == self.after[2:]


def _pairs(cost: Cost) -> list[_Pair]:
    """Return the lines of both sides, each beside the one of the same name."""
    before, after = _by_name(cost.former), _by_name(cost.estimate)
    return [_Pair(before.get(key), after.get(key)) for key in dict.fromkeys((*before, *after))]


def _by_name(one: Estimate | None) -> dict[tuple[str, int], Component]:
    """Return lines by name, and by their number among those of that name."""
    seen: Counter[str] = Counter()
    found = {}
    for line in () if one is None else one.components:
        found[line.name, seen[line.name]] = line
        seen[line.name] += 1
    return found


def _quantity(one: Component | None) -> Bounds:
    return NOTHING if one is None else one.quantity.expected


def _grown(cost: Cost) -> _Sum:
    grown = ((pair, surely(_growth(cost, pair))) for pair in _pairs(cost))
    return _added(_Sum(figure, figure if pair.any.usage else 0.0) for pair, figure in grown)


def _growth(cost: Cost, pair: _Pair) -> Bounds:
    """Return what a line adds or saves."""
    if pair.is_same:
        return NOTHING
    return _amount(pair.after, cost.estimate).minus(_amount(pair.before, cost.former))


def _amount(one: Component | None, of: Estimate | None) -> Bounds:
    """Return what a line costs; one that is missing where not all lines are known may cost anything."""
    if one is not None:
        return one.amount.expected
    return ANYTHING if of is not None and of.gaps else NOTHING


def _sum(estimates: Iterable[Estimate]) -> _Sum:
    lines = [one for estimate in estimates for one in estimate.components if one.price is not None]
    return _added(_Sum(surely(one.amount.expected), surely(one.amount.expected) if one.usage else 0.0) for one in lines)


def _added(sums: Iterable[_Sum]) -> _Sum:
    found = _Sum()
    for one in sums:
        found = found.plus(one)
    return found


def _totals(name: str, amount: _Sum | None) -> dict[str, str | None]:
    month, usage = (None, None) if amount is None else amount
    return {
        f"{name}HourlyCost": _hourly(month),
        f"{name}MonthlyCost": _decimal(month),
        f"{name}MonthlyUsageCost": _decimal(usage),
    }


def _amounts(amount: _Sum | None) -> dict[str, str | None]:
    month, usage = (None, None) if amount is None else amount
    return {"hourlyCost": _hourly(month), "monthlyCost": _decimal(month), "monthlyUsageCost": _decimal(usage)}


def _hourly(month: float | None) -> str | None:
    return None if month is None else _decimal(month / HOURS)


def _decimal(figure: float | None) -> str | None:
    if figure is None:
        return None
    return f"{round(figure, 10) + 0.0:.10f}".rstrip("0").rstrip(".")


def _summary(now: Sequence[Estimate], free: int) -> dict[str, Any]:
    unsupported = Counter(one.kind.partition("/")[2] for one in now if any(gap.kind == "type" for gap in one.gaps))
    billed = sum(not one.is_free for one in now)
    return {
        "totalDetectedResources": billed + free,
        "totalSupportedResources": billed - unsupported.total(),
        "totalUnsupportedResources": unsupported.total(),
        "totalUsageBasedResources": sum(any(line.usage for line in one.components) for one in now),
        "totalNoPriceResources": free,
        "unsupportedResourceCounts": dict(sorted(unsupported.items())),
    }
