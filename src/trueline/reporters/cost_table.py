"""The table of ``trueline cost``: a month at its least, as expected and at its most, by one kind of scope."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.reporters.costs import gaps, names, of_scope, reasons, total_of
from trueline.reporters.layout import width
from trueline.reporters.markup import code, prose, row
from trueline.reporters.money import brief, change_line, share
from trueline.reporters.text import harmless, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.model.cost import Component, Cost, Gap
    from trueline.values.bounds import Bounds

SCOPES: Final = ("resource", "module", "stack", "namespace", "team", "environment", "budget")
NOTHING: Final = "nothing here costs anything that is known of\n"
_ALL: Final = "all"
_MISSING: Final = (("not fully priced:", False), ("usage not declared in .trueline/usage.yaml:", True))


def _columns(cost: Cost) -> dict[str, str]:
    found = {} if cost.head is None else _scales(cost.head, cost.currency)
    if cost.increase is not None:
        found["change"] = brief(cost.increase.expected, cost.currency, signed=True)
    return {**found, "priced": share(cost.coverage) if cost.priced + cost.unpriced else ""}


def _scales(figures: tuple[Bounds, ...], currency: str) -> dict[str, str]:
    return {name: brief(side, currency) for name, side in zip(("least", "expected", "most"), figures, strict=True)}


def _heads(total: Cost) -> list[str]:
    return ["least", "expected", "most", *(["change"] if total.increase is not None else []), "priced"]


def _lines(cost: Cost) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the lines of a resource's bill, each with its quantity and the price of one unit."""
    for component in () if cost.estimate is None else cost.estimate.components:
        yield f"{component.name}{_quantity(component)}", _scales(component.amount, cost.currency)


def _quantity(component: Component) -> str:
    quantity, price = component.quantity.expected, component.price
    if price is None:
        return ", without a price"
    figure = f"{quantity.low:,.10g}" if quantity.is_exact else f"≥ {quantity.low:,.10g}" if quantity.low else "?"
    tiers = " and other tiers" if len(price.tiers) > 1 else ""
    return f", {figure} {price.unit} × {price.first:.10g}{tiers}"


def text(costs: Sequence[Cost], scope: str, *, components: bool) -> str:
    """Return the table for a terminal, and below it what is missing."""
    total = total_of(costs)
    if total is None:
        return NOTHING
    found = of_scope(costs, scope)
    rows: list[tuple[str, dict[str, str]]] = []
    for name, cost in zip(names(found), found, strict=True):
        rows.append((name, _columns(cost)))
        rows += [(f"  {one_line(line)}", cells) for line, cells in _lines(cost)] if components else ()
    heads = _heads(total)
    listed = [(scope, dict(zip(heads, heads, strict=True))), *rows, (_ALL, _columns(total))]
    table = [(_shown(name), [cells.get(head, "") for head in heads]) for name, cells in listed]
    first = max(width(name) for name, _ in table)
    room = [max(width(cells[at]) for _, cells in table) for at in range(len(heads))]
    lines = [
        "  ".join([_padded(name, first), *(f"{cell:>{most}}" for cell, most in zip(cells, room, strict=True))])
        for name, cells in table
    ]
    return "\n".join(harmless(line.rstrip()) for line in (*lines, "", *_foot(total))) + "\n"


def _shown(name: str) -> str:
    return f"{' ' * (len(name) - len(name.lstrip(' ')))}{one_line(name)}"


def _padded(name: str, room: int) -> str:
    return name + " " * (room - width(name))


def _foot(total: Cost) -> Iterator[str]:
    yield f"{_sum(total)}: {_counts(total)}"
    for title, usage in _MISSING:
        missing = gaps(total, usage=usage)
        yield from ("", title) if missing else ()
        yield from (f"  {one_line(address)}: {one_line(reasons(found))}" for address, found in missing)


def _sum(total: Cost) -> str:
    return change_line(total) or "the sum is not known, since not all was judged"


def _counts(total: Cost) -> str:
    return f"{total.priced:,} priced, {total.unpriced:,} not fully, {total.free:,} free"


def markdown(costs: Sequence[Cost], scope: str, *, components: bool) -> str:
    """Return the table as Markdown, and below it what is missing."""
    total = total_of(costs)
    if total is None:
        return NOTHING
    heads = _heads(total)
    lines = [row(scope, *heads), f"|---|{'--:|' * len(heads)}"]
    found = of_scope(costs, scope)
    for name, cost in zip(names(found), found, strict=True):
        lines.append(_row(code(name), _columns(cost), heads))
        lines += [_row(f"· {prose(said)}", cells, heads) for said, cells in _lines(cost)] if components else ()
    lines += [_row(f"**{_ALL}**", _columns(total), heads), "", f"{prose(_sum(total))}: {_counts(total)}"]
    for title, usage in _MISSING:
        missing = gaps(total, usage=usage)
        lines += ["", prose(title), "", *map(_item, missing)] if missing else ()
    return "\n".join(map(harmless, lines)) + "\n"


def _row(name: str, cells: dict[str, str], heads: Sequence[str]) -> str:
    return row(name, *(cells.get(head, "") for head in heads))


def _item(entry: tuple[str, list[Gap]]) -> str:
    address, missing = entry
    return f"- {code(address)}: {prose(reasons(missing))}"
