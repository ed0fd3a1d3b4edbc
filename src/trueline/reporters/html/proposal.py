"""What a change proposes for the gate: the sentence, its parts, and the findings that would go and come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.reporters import proposal
from trueline.reporters.html.element import code, element, prose
from trueline.reporters.html.words import badge, part, place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.report import Finding, Report
    from trueline.reporters.html.element import Element, Node
    from trueline.reporters.proposal import Row

MOST_ROWS: Final = 500
MOST_FINDINGS: Final = 500
_HEAD: Final = ("What", "Of", "Would be", "Where")


def proposed(report: Report) -> Element | None:
    """Return the part of the page; none where head proposes nothing."""
    diff = report.policy_diff
    if diff is None:
        return None
    rows = proposal.changes(diff)
    counts = diff.counts
    text = proposal.glance(diff)
    gone = [(one.finding, proposal.released(one)) for one in diff.would_release]
    come = [(one.finding, proposal.added(one)) for one in diff.would_add]
    return part(
        "policies",
        "Policies",
        len(rows),
        element("p", *prose(f"{text[0].upper()}{text[1:]}."), class_="notice" if proposal.loosens(diff) else "meaning"),
        element("p", "Nothing of it is applied: what judged here is what the target branch has.", class_="meaning"),
        _table(report, rows[:MOST_ROWS]),
        _more(len(rows) - MOST_ROWS),
        _folded(report, "would go, or count for less", gone, counts.released + counts.lowered),
        _folded(report, "would come, or count for more", come, counts.added + counts.raised),
    )


def _table(report: Report, rows: Sequence[Row]) -> Element:
    table = element(
        "table",
        element("caption", "What is proposed"),
        element("thead", element("tr", *(element("th", name, scope="col") for name in _HEAD))),
        element("tbody", *(_row(report, one) for one in rows)),
        class_="proof",
    )
    return element("div", table, class_="scroll", role="region", aria_label="What is proposed", tabindex=0)


def _row(report: Report, one: Row) -> Element:
    return element(
        "tr",
        element("td", one.word),
        element("th", code(one.name), scope="row"),
        element("td", *prose(one.said)),
        element("td", place(report, one.place) if one.place is not None else None),
    )


def _folded(report: Report, title: str, found: Sequence[tuple[Finding, str]], total: int) -> Element | None:
    if not total:
        return None
    rows = [_finding(report, finding, said) for finding, said in found[:MOST_FINDINGS]]
    return element(
        "details",
        element("summary", f"{total:,} {title}"),
        element("ul", *rows, class_="answers"),
        _more(total - len(rows)),
    )


def _finding(report: Report, finding: Finding, said: str) -> Element:
    because: list[Node] = [element("br"), element("span", *prose(said))] if said else []
    return element(
        "li",
        badge(finding.severity),
        " ",
        element("span", finding.rule_id, class_="rule"),
        " ",
        element("span", *prose(finding.message), class_="message"),
        element("br"),
        place(report, finding.location),
        *because,
    )


def _more(number: int) -> Element | None:
    return element("p", f"… and {number:,} more (--report json)", class_="notice") if number > 0 else None
