"""What a change costs, in a terminal: the sum, its worst case, and the few resources that make it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.reporters.cost_sections import changed, is_changed
from trueline.reporters.money import amount, bounded, change_line, scales

if TYPE_CHECKING:
    from trueline.model.cost import Cost
    from trueline.model.report import Report
    from trueline.reporters.page import Page

_MOST: Final = 5


def cost_lines(page: Page, report: Report, *, verbose: bool) -> None:
    """Add what a change costs; nothing where it alters no cost."""
    total = next((cost for cost in report.costs if cost.scope == "total"), None)
    if total is None or not is_changed(total):
        return
    page.blank()
    page.head("note", "cost", "", f"{change_line(total)}{_worst(total)}")
    resources = changed(report.costs)
    for cost in resources if verbose else resources[:_MOST]:
        page.place(str(cost.location), f"{cost.address}  {_difference(cost)}")
    if len(resources) > _MOST and not verbose:
        page.paragraph(f"… and {len(resources) - _MOST:,} more (--verbose, or `trueline cost`)", style="dim")


def _worst(total: Cost) -> str:
    if total.increase is None or total.increase.most == total.increase.expected or not scales(total):
        return ""
    return f"; at maximum scale {bounded(total.increase.most, total.currency, signed=True)}"


def _difference(cost: Cost) -> str:
    said = amount(cost.increase, cost.currency, signed=True)
    if cost.increase is not None and cost.increase.most != cost.increase.expected:
        said += f", at maximum scale {bounded(cost.increase.most, cost.currency, signed=True)}"
    return said
