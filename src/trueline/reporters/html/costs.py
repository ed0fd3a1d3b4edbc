"""What things cost: the total, budgets and stacks, and the resources that a change makes dearer or cheaper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.reporters.costs import changed, gaps, is_changed, names, reasons, scales, shown, surely, total_of
from trueline.reporters.html.element import code, element, prose
from trueline.reporters.html.words import part, place
from trueline.reporters.money import amount, bounded, change_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.cost import Cost, Gap
    from trueline.model.report import Report
    from trueline.reporters.html.element import Element, Node

MOST: Final = 500
_COMPARED: Final = ("", "Before", "After", "Change", "At maximum scale", "Drawn")
_ALONE: Final = ("", "Expected", "At maximum scale", "Drawn")
_WIDTH: Final = 100.0
_SMALLEST: Final = 1.0
"""How wide the bar of the smallest amount is, in percent."""


def costs(report: Report) -> Element | None:
    """Return the costs of a run, None where nothing costs anything."""
    total = total_of(report.costs)
    if total is None:
        return None
    sums, resources = shown(report.costs), changed(report.costs)
    book = f", by price book {report.priced_by}" if report.priced_by else ""
    return part(
        "costs",
        "Cost",
        None,
        element("p", f"{change_line(total) or 'Not all was judged'}{book}.", class_="meaning"),
        *_table(report, "Cost a month", sums, compares=total.increase is not None),
        *_table(report, "Resources with another cost", resources, compares=True),
        _missing("Not fully priced", gaps(total, usage=False)),
        _missing("Usage not declared", gaps(total, usage=True)),
    )


def _table(report: Report, caption: str, found: Sequence[Cost], *, compares: bool) -> list[Element]:
    if not found:
        return []
    largest = max(abs(_drawn(cost)) for cost in found)
    rows = [
        _row(report, cost, name, largest, compares=compares)
        for name, cost in zip(names(found[:MOST]), found[:MOST], strict=True)
    ]
    heads = (element("th", name, scope="col") for name in (_COMPARED if compares else _ALONE))
    table = element(
        "table",
        element("caption", caption),
        element("thead", element("tr", *heads)),
        element("tbody", *rows),
        class_="proof",
    )
    drawn = element("div", table, class_="scroll", role="region", aria_label=caption, tabindex=0)
    left = len(found) - len(rows)
    return [drawn, *([element("p", f"… and {left:,} more (--report json)", class_="notice")] if left else [])]


def _row(report: Report, cost: Cost, name: str, largest: float, *, compares: bool) -> Element:
    after = amount(cost.head, cost.currency)
    change = amount(cost.increase, cost.currency, signed=True)
    most = bounded(cost.head.most, cost.currency) if cost.head is not None and scales(cost) else ""
    cells = (amount(cost.base, cost.currency), after, change, most) if compares else (after, most)
    numbers = (element("td", cell, class_="number") for cell in cells)
    bar = element("td", _bar(_drawn(cost), largest, is_change=is_changed(cost)), class_="drawn")
    return element("tr", element("th", *_named(report, cost, name), scope="row"), *numbers, bar)


def _named(report: Report, cost: Cost, name: str) -> list[Node]:
    if cost.scope == "total":
        return ["all"]
    if cost.scope == "resource":
        return [code(name), element("small", place(report, cost.location))]
    return [f"{cost.scope} ", code(name)]


def _drawn(cost: Cost) -> float:
    """Return what the bar shows: what a change surely adds or saves, and without one what it costs at the least."""
    figures = cost.increase if is_changed(cost) else cost.head
    return 0.0 if figures is None else surely(figures.expected)


def _bar(figure: float, largest: float, *, is_change: bool) -> Element:
    """Return how much it is beside the others, drawn; the numbers beside it say it in words."""
    width = max(_WIDTH * abs(figure) / largest, _SMALLEST) if figure else 0.0
    colour = "note" if not is_change else "high" if figure > 0 else "good"
    bar = element("rect", class_=f"f-{colour}", x="0", y="0", width=f"{width:.2f}", height="1")
    return element("svg", bar if figure else None, viewBox="0 0 100 1", preserveAspectRatio="none", aria_hidden="true")


def _missing(title: str, found: Sequence[tuple[str, Sequence[Gap]]]) -> Element | None:
    if not found:
        return None
    items = [element("li", code(address), " ", *prose(reasons(missing))) for address, missing in found[:MOST]]
    more = [element("li", f"… and {len(found) - MOST:,} more (--report json)")] if len(found) > MOST else []
    return element("details", element("summary", f"{title}: {len(found):,}"), element("ul", *items, *more))
