"""The proof of evaluation: what became of every input, what every rule was asked and answered, and who judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.reporters.html.element import code, element, prose
from trueline.reporters.html.words import badge, part, table
from trueline.reporters.page import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.report import Input, Report, Tally
    from trueline.reporters.html.element import Element, Node

MOST_INPUTS: Final = 2_000
_STATES: Final = {
    "unreadable": "Could not be read: mend it, or leave it out with paths.exclude in the config.",
    "partly-read": "The part that could not be read is named; the rest was judged.",
    "not-rendered": "What rendering gives was not judged.",
    "not-judged": "Each says why.",
    "read": "Read whole, and judged.",
    "unclaimed": "No dialect claims these; nothing in them is judged.",
}
_OPEN: Final = frozenset(("unreadable", "partly-read", "not-rendered"))


def inputs(report: Report) -> Element:
    """Return every input under what became of it: first those that were not judged whole."""
    states: dict[str, list[Input]] = {state: [] for state in _STATES}
    for entry in report.inputs:
        states[entry.state].append(entry)
    room = MOST_INPUTS
    parts = []
    for state, entries in states.items():
        if entries:
            parts.append(_state(state, entries, room))
            room = max(room - len(entries), 0)
    return part(
        "inputs",
        "Inputs",
        len(report.inputs),
        element(
            "p", "What became of each file, chart and kustomization." if parts else "None was found.", class_="meaning"
        ),
        *parts,
    )


def _state(state: str, entries: Sequence[Input], room: int) -> Element:
    has_reason = any(entry.reason for entry in entries[:room])
    head = ("Path", "Kind", "Reason") if has_reason else ("Path", "Kind")
    rows = [
        element(
            "tr",
            element("td", code(entry.path)),
            element("td", entry.kind or "–"),
            element("td", *prose(entry.reason)) if has_reason else None,
        )
        for entry in entries[:room]
    ]
    left = len(entries) - len(rows)
    return element(
        "details",
        element("summary", element("strong", state.replace("-", " ")), f" {counted(len(entries), 'input')}"),
        element("p", _STATES[state], class_="meaning"),
        table(f"Inputs: {state.replace('-', ' ')}", head, rows) if rows else None,
        element("p", f"… and {left:,} more (--report json)", class_="notice") if left else None,
        open=state in _OPEN,
    )


def rules(report: Report) -> Element:
    """Return the table of all rules: those that answered something first, in the report's order."""
    applied = [tally for tally in report.rules if tally.matched]
    idle = [tally for tally in report.rules if not tally.matched]
    head = ("Rule", "Severity", "Enforcement", "Matched", "Passed", "Failed", "Unknown", "Errors", "Not applicable")
    return part(
        "rules",
        "Rules",
        len(report.rules),
        element(
            "p",
            "What each rule matched, in facts, and what it answered, for each judged part of them.",
            class_="meaning",
        ),
        table("Rules that something was judged by", head, [_row(tally) for tally in applied]) if applied else None,
        element(
            "details",
            element("summary", element("strong", "matched nothing"), f" {counted(len(idle), 'rule')}"),
            table("Rules that matched nothing", head[:3], [_row(tally, counts=False) for tally in idle]),
        )
        if idle
        else None,
    )


def _row(tally: Tally, *, counts: bool = True) -> Element:
    named: list[Node] = [code(tally.id)]
    named += [element("small", *prose(tally.title))] if tally.title else []
    numbers = (tally.matched, tally.passed, tally.failed, tally.unknown, tally.errors, tally.not_applicable)
    styles = ("", "good", "high", "unknown", "error", "faint")
    cells = [
        element(
            "td",
            f"{number:,}",
            class_=f"number {f'c-{style}' if number and style else '' if number else 'zero'}".strip(),
        )
        for number, style in zip(numbers, styles, strict=True)
    ]
    return element(
        "tr",
        element("th", *named, scope="row"),
        element("td", badge(tally.severity)),
        element("td", tally.enforcement),
        *(cells if counts else ()),
    )


def judged_by(report: Report) -> Element:
    """Return whose config and policies judged, what was compared, and the figures of the run."""
    trust = report.trust
    source = {"revision": "a revision", "index": "the index", "working-tree": "the working tree itself"}[trust.source]
    facts: list[tuple[str, Node]] = [("Read from", source)]
    facts += [("Revision", code(trust.revision))] if trust.revision else []
    facts += [("Config", code(trust.config) if trust.config else "none"), ("Profile", trust.profile)]
    facts += (
        [("Policies", element("ul", *(element("li", code(name)) for name in trust.policies)))] if trust.policies else []
    )
    facts += [("Base", code(report.base) if report.base else "none: every finding is new")]
    facts += [("Head", code(report.head) if report.head else "the working tree")]
    facts += [(name.replace("_", " "), f"{report.measures[name]:,.10g}") for name in sorted(report.measures)]
    return part(
        "judged",
        "Who judged",
        None,
        element("dl", *(element("div", element("dt", name), element("dd", said)) for name, said in facts)),
    )
