"""What a change costs, on a Markdown page: stacks and budgets, and folded the resources that make the difference."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from trueline.reporters.markup import code, prose, row
from trueline.reporters.money import amount, bounded, scales
from trueline.reporters.page import counted
from trueline.reporters.sheet import Section

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.model.cost import Cost, Gap
    from trueline.model.report import Report

_SUMS: Final = "| a month | before | after | change | at its most |\n|---|--:|--:|--:|--:|"
_RESOURCES: Final = "| resource | before | after | change |\n|---|--:|--:|--:|"
_MISSING: Final = "| resource | because |\n|---|---|"
_LONGEST: Final = 200


def cost_sections(report: Report) -> list[Section]:
    """Return the parts of the page; none where nothing was priced, or nothing costs anything."""
    total = next((cost for cost in report.costs if cost.scope == "total"), None)
    if total is None or not (total.priced or total.unpriced or changed(report.costs)):
        return []
    rows = shown(report.costs)
    resources = changed(report.costs)
    missing = gaps(total, usage=False)
    usage = gaps(total, usage=True)
    return [
        Section("### Cost", _SUMS, (_sum(cost) for cost in rows), len(rows)),
        _folded(
            f"{counted(len(resources), 'resource')} with another cost",
            _RESOURCES,
            map(_resource, resources),
            len(resources),
        ),
        _folded(
            f"{counted(len(missing), 'resource')} not priced as a whole", _MISSING, map(_gap, missing), len(missing)
        ),
        _folded(f"usage of {counted(len(usage), 'resource')} not declared", _MISSING, map(_gap, usage), len(usage)),
    ]


def _folded(title: str, head: str, rows: Iterator[str], total: int) -> Section:
    return Section(f"<details>\n<summary>{title}</summary>", head, rows, total, "\n</details>")


def shown(costs: Sequence[Cost]) -> list[Cost]:
    """Return the sums that say something: the total, budgets, and stacks that a change alters, or that cost most."""
    found = [cost for cost in costs if cost.scope in ("total", "budget")]
    stacks = [cost for cost in costs if cost.scope == "stack" and (cost.priced or cost.unpriced or is_changed(cost))]
    if any(cost.increase is not None for cost in stacks):
        stacks = [cost for cost in stacks if is_changed(cost)]
    return [*found, *sorted(stacks, key=weight)]


def changed(costs: Sequence[Cost]) -> list[Cost]:
    """Return the resources whose cost a change alters, or may; those that it alters most first."""
    return sorted((cost for cost in costs if cost.scope == "resource" and is_changed(cost)), key=weight)


def is_changed(cost: Cost) -> bool:
    """Tell whether a change alters what something costs, or may."""
    return cost.increase is not None and any(side != (0.0, 0.0) for side in cost.increase)


def weight(cost: Cost) -> tuple[float, float, str]:
    """Return what sorts the dearer before the cheaper."""
    grown = 0.0 if cost.increase is None else _known(cost.increase.expected.low)
    now = 0.0 if cost.head is None else _known(cost.head.expected.low)
    return -abs(grown), -now, cost.address


def _known(figure: float) -> float:
    return 0.0 if math.isinf(figure) else figure


def gaps(total: Cost, *, usage: bool) -> list[tuple[str, list[Gap]]]:
    """Return by resource what is missing: declared usage, or anything else."""
    found: dict[str, list[Gap]] = {}
    for address, gap in total.gaps:
        if (gap.kind == "usage") is usage:
            found.setdefault(address, []).append(gap)
    return list(found.items())


def _sum(cost: Cost) -> str:
    name = "**all**" if cost.scope == "total" else f"{cost.scope} {code(cost.address, _LONGEST)}"
    most = bounded(cost.head.most, cost.currency) if cost.head is not None and scales(cost) else ""
    return row(name, *_three(cost), most)


def _resource(cost: Cost) -> str:
    return row(code(cost.address, _LONGEST), *_three(cost))


def _three(cost: Cost) -> tuple[str, str, str]:
    return (
        amount(cost.base, cost.currency),
        amount(cost.head, cost.currency),
        amount(cost.increase, cost.currency, signed=True),
    )


def _gap(entry: tuple[str, list[Gap]]) -> str:
    address, found = entry
    return row(code(address, _LONGEST), prose("; ".join(dict.fromkeys(gap.reason for gap in found))))
