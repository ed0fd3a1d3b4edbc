"""What differs from what is there: declared and actual side by side, and what could not be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.reporters.drifts import has_sides, reason, sort, spelled, summary_line, what, who
from trueline.reporters.html.element import code, element, prose
from trueline.reporters.html.words import part, place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.drift import Drift
    from trueline.model.report import Report
    from trueline.reporters.html.element import Element, Node

MOST: Final = 500
_HEADS: Final = ("Where", "What", "Declared", "Actual", "By")


def drifts(report: Report) -> Element | None:
    """Return the drift of a run, None where nothing was compared."""
    if not report.drifts:
        return None
    found = sort(report.drifts)
    return part(
        "drift",
        "Drift",
        None,
        element("p", f"{summary_line(report.drifts)}.", class_="meaning"),
        *_table("Differences", _HEADS, [_row(report, one) for one in found.differences[:MOST]], len(found.differences)),
        *_table("By this change", ("Where", "What", "Differs"), [_changing(one) for one in found.changing[:MOST]], 0),
        *_table("Accepted", ("Where", "What", "Because"), [_accepted(one) for one in found.accepted[:MOST]], 0),
        *_table("Not checked", ("What", "Because"), [_unchecked(one) for one in found.unchecked[:MOST]], 0),
    )


def _table(caption: str, heads: Sequence[str], rows: Sequence[Element], total: int) -> list[Element]:
    if not rows:
        return []
    table = element(
        "table",
        element("caption", caption),
        element("thead", element("tr", *(element("th", head, scope="col") for head in heads))),
        element("tbody", *rows),
        class_="proof",
    )
    left = total - len(rows)
    more = [element("p", f"… and {left:,} more (--report json)", class_="notice")] if left > 0 else []
    return [element("div", table, class_="scroll", role="region", aria_label=caption, tabindex=0), *more]


def _row(report: Report, one: Drift) -> Element:
    where: list[Node] = [code(one.address), " ", place(report, one.location)]
    if not has_sides(one):
        return _cells(where, prose(reason(one)), [], [], [who(one.by)])
    return _cells(where, [code(what(one))], [code(spelled(one.declared))], [code(spelled(one.actual))], [who(one.by)])


def _cells(where: Sequence[Node], *cells: Sequence[Node]) -> Element:
    return element("tr", element("th", *where, scope="row"), *(element("td", *cell) for cell in cells))


def _changing(one: Drift) -> Element:
    return _cells([code(one.address)], [code(one.path)], prose(reason(one)))


def _accepted(one: Drift) -> Element:
    return _cells([code(one.address)], [code(one.path)], prose(one.expected))


def _unchecked(one: Drift) -> Element:
    return _cells([code(one.address or one.snapshot)], prose(reason(one)))
