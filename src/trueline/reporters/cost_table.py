"""The table of ``trueline cost``: a month at its least, as expected and at its most, by one kind of scope."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.reporters.cost_sections import gaps, is_changed, weight
from trueline.reporters.markup import code, prose, row
from trueline.reporters.money import amount, bounded, change_line
from trueline.reporters.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.model.cost import Component, Cost
    from trueline.values.bounds import Bounds

SCOPES: Final = ("resource", "module", "stack", "namespace", "team", "environment", "budget")
_HEADS: Final = ("least", "expected", "most")


def chosen(costs: Sequence[Cost], scope: str) -> list[Cost]:
    """Return the sums of one kind that say something, the dearest first."""
    found = [cost for cost in costs if cost.scope == scope and (cost.priced or cost.unpriced or is_changed(cost))]
    return sorted(found, key=weight)


def _columns(cost: Cost) -> list[str]:
    found = [_short(side, cost.currency) for side in cost.head] if cost.head is not None else ["", "", ""]
    return [*found, amount(cost.increase, cost.currency, signed=True)]


def _short(bounds: Bounds, currency: str) -> str:
    """Return an amount as a column has room for it: ``≥ $120`` for at least."""
    return bounded(bounds, currency).replace("at least ", "≥ ").replace("at most ", "≤ ")


def _lines(cost: Cost) -> Iterator[tuple[str, list[str]]]:
    estimate = cost.estimate
    for component in () if estimate is None else estimate.components:
        yield f"  {component.name}{_quantity(component)}", [_short(side, cost.currency) for side in component.amount]


def _quantity(component: Component) -> str:
    quantity = component.quantity.expected
    price = component.price
    if price is None:
        return ""
    figure = f"{quantity.low:,.10g}" if quantity.is_exact else "?"
    return f"  {figure} {price.unit} × {price.first:.10g}"


def text(costs: Sequence[Cost], scope: str, *, components: bool) -> str:
    """Return the table for a terminal, and below it what is missing."""
    rows: list[tuple[str, list[str]]] = []
    for cost in chosen(costs, scope):
        rows.append((cost.address, _columns(cost)))
        rows += _lines(cost) if components else ()
    total = next(cost for cost in costs if cost.scope == "total")
    compares = total.increase is not None
    heads = [*_HEADS, "change"] if compares else [*_HEADS]
    table = [(scope, heads), *rows, ("all", _columns(total))]
    table = [(name, [*cells, *[""] * len(heads)][: len(heads)]) for name, cells in table]
    table = [(visible(name), cells) for name, cells in table]
    first = max(len(name) for name, _ in table)
    widths = [max(len(cells[place]) for _, cells in table) for place in range(len(heads))]
    lines = [
        "  ".join([name.ljust(first), *(cell.rjust(width) for cell, width in zip(cells, widths, strict=True))]).rstrip()
        for name, cells in table
    ]
    return "\n".join([*lines, "", *_foot(total)]) + "\n"


def _foot(total: Cost) -> Iterator[str]:
    yield f"{change_line(total)}; {total.priced:,} priced, {total.unpriced:,} not as a whole, {total.free:,} free"
    for title, usage in (("not priced as a whole:", False), ("usage not declared (see docs/costs.md):", True)):
        found = gaps(total, usage=usage)
        if found:
            yield ""
            yield title
        for address, missing in found:
            yield visible(f"  {address}: {'; '.join(dict.fromkeys(gap.reason for gap in missing))}")


def markdown(costs: Sequence[Cost], scope: str, *, components: bool) -> str:
    """Return the table as Markdown."""
    total = next(cost for cost in costs if cost.scope == "total")
    heads = [scope, *_HEADS, *(["change"] if total.increase is not None else [])]
    lines = [row(*heads), row("---", *["--:"] * (len(heads) - 1))]
    for cost in chosen(costs, scope):
        lines.append(row(code(cost.address), *_columns(cost)[: len(heads) - 1]))
        if components:
            for name, cells in _lines(cost):
                lines.append(row(f"· {prose(name.strip())}", *[*cells, ""][: len(heads) - 1]))
    lines.append(row("**all**", *_columns(total)[: len(heads) - 1]))
    return "\n".join([*lines, "", *(prose(line) if line else "" for line in _foot(total))]) + "\n"
