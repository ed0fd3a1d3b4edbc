"""Exceptions in tables: in force, not holding, emergencies, over, and how many each policy and each team has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.reporters import exception_commands as commands
from trueline.reporters.exceptions import (
    STATES,
    anchor,
    conditions,
    day,
    ended_at,
    ends_soon,
    is_due,
    left,
    names,
    parts,
    problems,
    share_left,
    until,
)
from trueline.reporters.html.element import code, element, prose
from trueline.reporters.html.words import badge, table
from trueline.reporters.page import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from trueline.model.report import ExceptionRecord, Report
    from trueline.reporters.exceptions import Parts
    from trueline.reporters.html.element import Element, Node

MOST_ROWS: Final = 500
MOST_PROBLEMS: Final = 6
NOBODY: Final = "no team"
IN_FORCE: Final = "In force or later"
"""What those are called together that hold and that begin to."""

_STYLES: Final = {
    "pending": "unknown", "approved": "good", "not-yet": "note", "refused": "error", "unverifiable": "error",
    "denied": "high", "revoked": "high", "expired": "faint",
}  # fmt: skip


def state(record: ExceptionRecord) -> Element:
    """Return how an exception stands, on the colour for that."""
    return badge(STATES[record.state], _STYLES[record.state])


def in_force(report: Report, records: Sequence[ExceptionRecord], caption: str) -> Element:
    """Return the table of exceptions that let something go, with the time that each has left."""
    head = ("Exception", "Rule", "Lets go", "Approved by", "Time left")
    return _several(caption, head, records, lambda one: _named(one, *_in_force(report, one)))


def _in_force(report: Report, record: ExceptionRecord) -> Iterator[Element]:
    yield _about(record)
    yield _rule(record)
    yield element("td", _lets_go(record))
    yield element("td", ", ".join(record.approved_by) or "–")
    yield element(
        "td",
        _bar(report, record),
        left(report, record) if record.state == "approved" else STATES[record.state],
        " ",
        badge("ends soon", "warning") if ends_soon(report, record) else None,
        element("small", f"until {until(record)}"),
    )


def _lets_go(record: ExceptionRecord) -> Node:
    if record.covered:
        return counted(len(record.covered), "finding")
    return element("span", "nothing here", class_="zero")


def _bar(report: Report, record: ExceptionRecord) -> Element | None:
    share = share_left(report, record)
    if share is None:
        return None
    colour = "warning" if ends_soon(report, record) else "good"
    drawn = element("rect", class_=f"f-{colour}", x="0", y="0", width=f"{max(100 * share, 1):.2f}", height="1")
    svg = element("svg", drawn, viewBox="0 0 100 1", preserveAspectRatio="none", aria_hidden="true")
    return element("div", svg, class_="drawn")


def soon(report: Report, records: Sequence[ExceptionRecord]) -> Element:
    """Return the table of exceptions that end within 14 days, with the line that asks for more time."""

    def row(one: ExceptionRecord) -> Element:
        line = commands.renew(report, one)
        asked = element("td", code(line), class_="copied") if line else element("td", "ask anew", class_="zero")
        return element("tr", _about(one), element("td", left(report, one)), element("td", _lets_go(one)), asked)

    return _several("Ends within 14 days", ("Exception", "Time left", "Lets go", "To go on"), records, row)


def troubled(report: Report, records: Sequence[ExceptionRecord]) -> Element:
    """Return the table of exceptions that let nothing go because something does not hold."""

    def row(one: ExceptionRecord) -> Element:
        said = element("ul", *(element("li", *prose(line)) for line in problems(one)[:MOST_PROBLEMS]))
        look = element("small", code(commands.show(report, one)))
        why = element("td", said, look, class_="copied")
        return _named(one, _about(one), _rule(one), element("td", state(one)), why)

    return _several("What does not hold", ("Exception", "Rule", "State", "Because"), records, row)


def emergencies(report: Report, records: Sequence[ExceptionRecord]) -> Element:
    """Return the table of emergencies, and when each has to be looked at."""

    def row(one: ExceptionRecord) -> Element:
        due = [f"due {day(one.review_due)} "] if one.review_due else ["none is due"]
        late = [badge("overdue", "error")] if "" < one.review_due < report.judged_at else []
        line = commands.decide(report, one, "review")
        review = element("td", *due, *late, element("small", code(line)) if one.review_due else None, class_="copied")
        return element(
            "tr", _about(one), _rule(one), element("td", state(one)), element("td", left(report, one)), review
        )

    return _several("Emergencies", ("Exception", "Rule", "State", "Time left", "Review"), records, row)


def ended(records: Sequence[ExceptionRecord]) -> Element:
    """Return the table of exceptions that are over, the last one first."""

    def row(one: ExceptionRecord) -> Element:
        noes = [made for made in one.decisions if made.verb in ("deny", "revoke")] if one.state != "expired" else []
        by = [made.by for made in noes] or list(one.approved_by)
        why = prose(noes[-1].reason) if noes else ["its time was over"]
        due = badge("review due", "warning") if is_due(one) else None
        return _named(
            one, _about(one), _rule(one), element("td", state(one), " ", due), element("td", day(ended_at(one))),
            element("td", names(by) if by else "–"), element("td", *why),
        )  # fmt: skip

    return _several("Over", ("Exception", "Rule", "State", "When", "By", "Because"), records, row)


def _about(record: ExceptionRecord) -> Element:
    only = conditions(record)
    return element(
        "th",
        code(record.id),
        " ",
        badge("emergency", "error") if record.break_glass else None,
        element("small", *prose(record.reason, 300)),
        element("small", f"ticket {record.ticket}") if record.ticket else None,
        element("small", f"only {'; '.join(only)}") if only else None,
        scope="row",
    )


def _rule(record: ExceptionRecord) -> Element:
    said = " · ".join(filter(None, (record.policy, record.owner)))
    shown = (badge(record.severity), " ", code(record.rule_id))
    return element("td", *shown, element("small", said) if said else None, class_="ruled")


def _named(record: ExceptionRecord, *cells: Element) -> Element:
    """Return the one row that a link to an exception leads to."""
    return element("tr", *cells, id=anchor(record))


def _several(
    caption: str,
    head: Sequence[str],
    records: Sequence[ExceptionRecord],
    row: Callable[[ExceptionRecord], Element],
) -> Element:
    shown = table(caption, head, map(row, records[:MOST_ROWS]))
    more = len(records) - MOST_ROWS
    said = element("p", f"… and {more:,} more (trueline exception list)", class_="notice") if more > 0 else None
    return element("div", shown, said, class_="exceptions")


class Share(NamedTuple):
    """How many exceptions one policy or one team has in each part, how many end soon, and what they let go."""

    waiting: int = 0
    in_force: int = 0
    soon: int = 0
    troubled: int = 0
    ended: int = 0
    findings: int = 0


def shares(report: Report, title: str, name: Callable[[ExceptionRecord], str]) -> Element:
    """Return how many exceptions each policy, or each team, has; the most that count first."""
    found = _counted(report, parts(report), name)
    head = (title, "Wait", IN_FORCE, "End soon", "Do not hold", "Over", "Findings let go")
    order = sorted(found.items(), key=lambda entry: (-entry[1].waiting, -entry[1].in_force, entry[0]))
    rows = [
        element("tr", element("th", code(key), scope="row"), *(_number(one) for one in share))
        for key, share in order[:MOST_ROWS]
    ]
    return element("div", table(f"By {title.lower()}", head, rows), class_="exceptions shares")


def _number(number: int) -> Element:
    return element("td", f"{number:,}", class_="number" if number else "number zero")


def _counted(report: Report, found: Parts, name: Callable[[ExceptionRecord], str]) -> dict[str, Share]:
    shares: dict[str, Share] = {}
    for part in ("waiting", "in_force", "troubled", "ended"):
        for record in getattr(found, part):
            share = shares.setdefault(name(record), Share())
            share = share._replace(**{part: getattr(share, part) + 1})
            if part == "in_force":
                more = share.findings + (len(record.covered) if record.state == "approved" else 0)
                share = share._replace(soon=share.soon + ends_soon(report, record), findings=more)
            shares[name(record)] = share
    return shares


def policy_of(record: ExceptionRecord) -> str:
    """Return the policy of an exception's rule, or the rule that is no more."""
    return record.policy or record.rule_id


def team_of(record: ExceptionRecord) -> str:
    """Return who looks after the rule of an exception."""
    return record.owner or NOBODY
