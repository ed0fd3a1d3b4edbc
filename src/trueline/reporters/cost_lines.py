"""What a change costs, in a terminal: the sum, its worst case, budgets, and the few resources that make it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.reporters.costs import changed, is_changed, limits, names, total_of
from trueline.reporters.money import UNTOLD, amount, bounded, change_line, money
from trueline.reporters.summary import at_base

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.model.cost import Cost
    from trueline.model.report import Report
    from trueline.reporters.page import Page

_MOST: Final = 5


def cost_lines(page: Page, report: Report, *, verbose: bool) -> None:
    """Add what a change costs, and how budgets stand; nothing where it alters no cost and there is no budget."""
    total = total_of(report.costs)
    if total is None:
        return
    budgets = [cost for cost in report.costs if cost.scope == "budget"]
    if is_changed(total):
        page.blank()
        page.head("note", "cost", "", f"{change_line(total)}{_worst(total)}")
        _resources(page, report, verbose=verbose)
    if budgets:
        page.blank()
        for cost in budgets if verbose else budgets[:_MOST]:
            page.head("note", "budget", cost.address, "; ".join(_standing(cost)))
        _more(page, len(budgets), verbose=verbose)


def _resources(page: Page, report: Report, *, verbose: bool) -> None:
    resources = changed(report.costs)
    listed = list(zip(names(resources), resources, strict=True))
    for name, cost in listed if verbose else listed[:_MOST]:
        said = f"{name}  {amount(cost.increase, cost.currency, signed=True)}{_worst(cost)}"
        page.place(f"{cost.location}{at_base(report, cost.location)}", said)
    unknown = sum(amount(cost.increase, signed=True).endswith(UNTOLD) for cost in resources[_MOST:])
    _more(page, len(listed), f"{unknown:,} of them not known; " if unknown else "", verbose=verbose)


def _more(page: Page, number: int, said: str = "", *, verbose: bool) -> None:
    if number > _MOST and not verbose:
        page.paragraph(f"… and {number - _MOST:,} more ({said}--verbose, or `trueline cost`)", style="dim")


def _worst(cost: Cost) -> str:
    """Return what it adds at maximum scale, where that is another amount than what is expected."""
    if cost.increase is None or cost.increase.most == cost.increase.expected:
        return ""
    return f"; at maximum scale {bounded(cost.increase.most, cost.currency, signed=True)}"


def _standing(cost: Cost) -> Iterator[str]:
    """Yield what a budget is about beside each limit on that; limits of single resources are their own."""
    said = limits(cost)
    now, more = cost.head, cost.increase
    for name, figure, word in (
        ("monthly", now.expected if now else None, "a month"),
        ("worst_case", now.most if now else None, "at maximum scale"),
    ):
        if name in said:
            amounts = "not known" if figure is None else bounded(figure, cost.currency)
            yield f"{amounts} of {money(said[name], cost.currency)} {word}"
    if "increase" in said and more is not None:
        grown = bounded(more.expected, cost.currency, signed=True)
        yield f"{grown} of {money(said['increase'], cost.currency, signed=True)} more"
    if not {"monthly", "worst_case", "increase"} & said.keys():
        yield f"{amount(now, cost.currency) or 'not known'} a month"
