"""One exception that waits, with all that somebody needs who decides on it: the evidence, and the lines to copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.model.level import SEVERITIES
from trueline.reporters import exception_commands as commands
from trueline.reporters.exceptions import (
    anchor,
    asked_length,
    asked_prints,
    asked_subjects,
    conditions,
    day,
    problems,
    until,
    waited,
    waits_for,
)
from trueline.reporters.html.element import code, element, prose
from trueline.reporters.html.words import badge, place
from trueline.reporters.page import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.model.evidence import Evidence, Sighting
    from trueline.model.report import ExceptionRecord, Finding, Report
    from trueline.reporters.html.element import Element, Node

MOST_SEEN: Final = 20
MOST_CHANGES: Final = 10
_NO_EVIDENCE: Final = "What was found then cannot be shown: "


def waiting(report: Report, record: ExceptionRecord, heading: str) -> Element:
    """Return the card of an exception; ``heading`` is the element that its head is."""
    return element(
        "article",
        element(
            heading,
            badge(record.severity),
            " ",
            badge("emergency", "error") if record.break_glass else None,
            " ",
            code(record.id),
            " ",
            element("span", record.rule_id, class_="rule"),
            element("span", *prose(record.reason), class_="message"),
            class_="about",
        ),
        _facts(report, record),
        _evidence(report, record),
        _against(record),
        _commands(report, record),
        class_=f"case f-{record.severity}",
        id=anchor(record),
    )


def _facts(report: Report, record: ExceptionRecord) -> Element:
    team = f", which {record.owner} looks after" if record.owner else ""
    facts: list[tuple[str, Sequence[Node]]] = [
        ("Needs", prose(waits_for(record))),
        ("Asked by", [record.requested_by, f", {waited(report, record)}"]),
        ("For", [f"{asked_length(record)}, until {until(record)}"]),
        ("Kind", [record.category]),
        ("Policy", [code(record.policy), team] if record.policy else ["no such rule is loaded"]),
    ]
    facts += [("Only", prose("; ".join(conditions(record))))] if conditions(record) else []
    facts += [("Meanwhile", prose(record.mitigation))] if record.mitigation else []
    facts += [("Ticket", [code(record.ticket)])] if record.ticket else []
    facts += [("Goes on with", [code(record.renews)])] if record.renews else []
    facts += [
        (f"{one.verb.capitalize()} by", [f"{one.by}, {day(one.at)}: ", *prose(one.reason)]) for one in record.decisions
    ]
    rows = (element("div", element("dt", name), element("dd", *said)) for name, said in facts)
    return element("dl", *rows, class_="facts")


def _evidence(report: Report, record: ExceptionRecord) -> Element:
    """Return what was found: what this run finds first, then of what was found before only what is asked for.

    The evidence is a file of the change: it may be long, and speak of anything.
    """
    asked = {*asked_prints(record), *record.covered}
    now = {
        one.fingerprint: one
        for one in report.findings
        if one.rule_id == record.rule_id and one.fingerprint in asked and one.status != "fixed"
    }
    evidence = record.evidence
    known = {one.fingerprint: one for one in evidence.findings if one.fingerprint not in now} if evidence else {}
    then = [one for name, one in known.items() if name in asked or not asked_prints(record)]
    seen = {*now, *(one.fingerprint for one in then)}
    rows = [*(_seen(report, one) for one in now.values()), *map(_sighting, then)]
    rows += [element("li", code(subject or name)) for name, subject in asked_subjects(record) if name not in seen]
    more = len(rows) - MOST_SEEN
    others = len(known) - len(then)
    return element(
        "div",
        element("p", element("strong", "What was found"), *_run(evidence), class_="evidence"),
        element("p", _NO_EVIDENCE, *prose(evidence.problem), class_="notice")
        if evidence is not None and evidence.problem
        else None,
        element("ul", *rows[:MOST_SEEN], element("li", f"… and {more:,} more") if more > 0 else None, class_="answers"),
        element("p", f"Its evidence also speaks of {counted(others, 'finding')} that it does not ask for.",
                class_="notice") if others else None,
        _changes(evidence) if evidence is not None and evidence.changes else None,
    )  # fmt: skip


def _run(evidence: Evidence | None) -> Iterator[Node]:
    if evidence is None or evidence.problem:
        return
    if evidence.trueline:
        yield f" by Trueline {evidence.trueline}"
    if evidence.base:
        yield " compared with "
        yield code(evidence.base)
    if not evidence.is_complete:
        yield ", in a run that could not judge everything"


def _sighting(one: Sighting) -> Element:
    """Return one finding as it was, which this run does not find."""
    severity: list[Node] = [badge(one.severity), " "] if one.severity in SEVERITIES else []
    return element(
        "li",
        *severity,
        code(one.subject or one.fingerprint),
        f" {one.environment}" if one.environment else None,
        " ",
        element("span", *prose(one.message), class_="message"),
        element("br"),
        element("span", code(one.place), class_="place") if one.place else None,
        element("small", " not found by this run"),
    )


def _seen(report: Report, finding: Finding) -> Element:
    return element(
        "li",
        badge(finding.severity),
        " ",
        code(finding.subject),
        f" {finding.environment}" if finding.environment else None,
        " ",
        element("span", *prose(finding.message), class_="message"),
        element("br"),
        place(report, finding.location),
        element("small", " found by this run, ", code(finding.fingerprint)),
    )


def _changes(evidence: Evidence) -> Element:
    rows = [element("li", *prose(change)) for change in evidence.changes[:MOST_CHANGES]]
    title = f"{counted(len(evidence.changes), 'change')} of contracts"
    return element("details", element("summary", title), element("ul", *rows), class_="also")


def _against(record: ExceptionRecord) -> Element | None:
    said = problems(record)
    if not said:
        return None
    return element("ul", *(element("li", *prose(one)) for one in said), class_="against", aria_label="What is wrong")


def _commands(report: Report, record: ExceptionRecord) -> Element:
    lines = [commands.show(report, record), *(commands.decide(report, record, verb) for verb in ("approve", "deny"))]
    return element("ul", *(element("li", code(line)) for line in lines), class_="commands", aria_label="Commands")
