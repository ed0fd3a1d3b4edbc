"""What things cost: the total, budgets and stacks, and the resources that a change makes dearer or cheaper."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from trueline.reporters.cost_sections import changed, gaps, shown
from trueline.reporters.html.element import code, element
from trueline.reporters.html.words import part
from trueline.reporters.money import amount, bounded, change_line, scales

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.cost import Cost, Gap
    from trueline.model.report import Report
    from trueline.reporters.html.element import Element

MOST: Final = 500
_HEAD: Final = ("Before", "After", "Change", "At its most")
_WIDTH: Final = 100.0


def costs(report: Report) -> Element | None:
    """Return the costs of a run, None where nothing costs anything."""
    total = next((cost for cost in report.costs if cost.scope == "total"), None)
    if total is None or not (total.priced or total.unpriced or changed(report.costs)):
        return None
    sums, resources = shown(report.costs), changed(report.costs)
    return part(
        "costs",
        "Cost",
        len(sums),
        element("p", f"{change_line(total)}, by price book {report.priced_by}.", class_="meaning"),
        _table("Cost a month", sums[:MOST]),
        *([_table("Resources with another cost", resources[:MOST])] if resources else []),
        _missing("Not priced as a whole", gaps(total, usage=False)),
        _missing("Usage not declared", gaps(total, usage=True)),
    )


def _table(caption: str, found: Sequence[Cost]) -> Element:
    largest = max((_known(cost) for cost in found), default=0.0)
    table = element(
        "table",
        element("caption", caption),
        element("thead", element("tr", *(element("th", name, scope="col") for name in ("", *_HEAD, "")))),
        element("tbody", *(_row(cost, largest) for cost in found)),
        class_="proof",
    )
    return element("div", table, class_="scroll", role="region", aria_label=caption, tabindex=0)


def _row(cost: Cost, largest: float) -> Element:
    name: tuple[Element | str, ...] = (code(cost.address),)
    if cost.scope not in ("resource", "total"):
        name = (f"{cost.scope} ", *name)
    most = bounded(cost.head.most, cost.currency) if cost.head is not None and scales(cost) else ""
    cells = (
        amount(cost.base, cost.currency), amount(cost.head, cost.currency),
        amount(cost.increase, cost.currency, signed=True), most,
    )  # fmt: skip
    numbers = (element("td", cell, class_="number") for cell in cells)
    return element(
        "tr", element("th", *name, scope="row"), *numbers, element("td", _bar(cost, largest), class_="drawn")
    )


def _bar(cost: Cost, largest: float) -> Element:
    """Return how much it is beside the others, drawn; the number beside it says it in words."""
    width = _WIDTH * _known(cost) / largest if largest else 0.0
    bar = element("rect", class_="f-note", x="0", y="0", width=f"{width:.2f}", height="1")
    return element("svg", bar, viewBox="0 0 100 1", preserveAspectRatio="none", aria_hidden="true")


def _known(cost: Cost) -> float:
    side = (
        cost.head.expected if cost.head is not None else cost.increase.expected if cost.increase is not None else None
    )
    return 0.0 if side is None or math.isinf(side.low) else max(side.low, 0.0)


def _missing(title: str, found: Sequence[tuple[str, Sequence[Gap]]]) -> Element | None:
    if not found:
        return None
    items = (
        element("li", code(address), f" {'; '.join(dict.fromkeys(gap.reason for gap in missing))}")
        for address, missing in found[:MOST]
    )
    more = [element("li", f"… and {len(found) - MOST:,} more")] if len(found) > MOST else []
    return element("details", element("summary", f"{title}: {len(found):,}"), element("ul", *items, *more))
