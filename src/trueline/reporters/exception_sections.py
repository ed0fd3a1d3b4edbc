"""Exceptions on a Markdown page: one table of those that count or wait, and folded why, by whom, and what is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.reporters import exception_commands as commands
from trueline.reporters.exceptions import (
    STATES,
    alarm,
    alarms,
    asked_length,
    asker,
    day,
    ended_at,
    is_due,
    left,
    names,
    parts,
    problems,
    until,
    waited,
    waits_for,
)
from trueline.reporters.markup import code, prose, row
from trueline.reporters.page import counted
from trueline.reporters.sheet import Section

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.model.report import ExceptionRecord, Report

_TABLE: Final = "| state | exception | rule | covers | asked by | until | approved by |\n|---|---|---|---|---|---|---|"
_DETAILS_TABLE: Final = "| exception | why, and what comes next |\n|---|---|"
_ENDED_TABLE: Final = "| state | exception | rule | when | by | because |\n|---|---|---|---|---|---|"
_MOST_PROBLEMS: Final = 5


def exception_sections(report: Report) -> list[Section]:
    """Return the parts of the page; none where there are no exceptions."""
    found = parts(report)
    there = (*found.waiting, *found.in_force, *found.troubled)
    return [
        Section("### Exceptions", _TABLE, (_row(report, one) for one in there), len(there)),
        _folded(f"Why {counted(len(there), 'exception')}, and what comes next", _DETAILS_TABLE,
                (_details(report, one) for one in there), len(there)),
        _folded(f"{counted(len(found.ended), 'exception')} ended", _ENDED_TABLE, map(_ended, found.ended),
                len(found.ended)),
    ]  # fmt: skip


def alarm_lines(report: Report) -> Iterator[str]:
    """Yield what is said aloud, as a block that forges draw in red: each emergency that lets something go."""
    loud, more = alarms(report)
    for record in loud:
        yield "> [!CAUTION]"
        yield f"> **BREAK GLASS** {code(record.id)}: {prose(alarm(report, record))}  "
        yield f"> **Why:** {prose(record.reason)}"
        yield ""
    if more:
        yield from (f"**BREAK GLASS** {more}", "")


def _folded(title: str, head: str, rows: Iterator[str], total: int) -> Section:
    return Section(f"<details>\n<summary>{title}</summary>", head, rows, total, "\n</details>")


def _row(report: Report, record: ExceptionRecord) -> str:
    state = f"**{STATES[record.state]}**" if record.state != "approved" else STATES[record.state]
    end = until(record) + (f" ({left(report, record)})" if record.state == "approved" else "")
    return row(
        state + (" **emergency**" if record.break_glass else ""),
        code(record.id),
        f"{code(record.rule_id)} {record.severity}",
        counted(len(record.covered), "finding"),
        prose(asker(record)),
        prose(end),
        prose(names(record.approved_by)) if record.approved_by else "–",
    )


def _details(report: Report, record: ExceptionRecord) -> str:
    return row(code(record.id), "<br>".join(_said(report, record)))


def _said(report: Report, record: ExceptionRecord) -> Iterator[str]:
    yield prose(record.reason)
    if record.mitigation:
        yield f"**Meanwhile:** {prose(record.mitigation)}"
    if record.ticket:
        yield f"**Ticket:** {code(record.ticket)}"
    yield prose(f"asked for {waited(report, record)}, for {asked_length(record)}")
    yield from (f"**Problem:** {prose(one)}" for one in problems(record)[:_MOST_PROBLEMS])
    if record.state == "pending":
        yield f"**Needs** {prose(waits_for(record))}"
        yield code(commands.decide(report, record))
    if is_due(record):
        yield f"**Review due** {prose(day(record.review_due))}"
    yield code(commands.show(report, record))


def _ended(record: ExceptionRecord) -> str:
    noes = [one for one in record.decisions if one.verb in ("deny", "revoke")] if record.state != "expired" else []
    because = noes[-1].reason if noes else "its time was over"
    return row(
        STATES[record.state] + (" **review due**" if record.review_due else ""),
        code(record.id),
        code(record.rule_id),
        prose(day(ended_at(record))),
        prose(names(_people(record, noes))),
        prose(because),
    )


def _people(record: ExceptionRecord, noes: Sequence[object]) -> list[str]:
    """Return who ended an exception, or who had approved it."""
    return [one.by for one in record.decisions if one in noes] or list(record.approved_by)
