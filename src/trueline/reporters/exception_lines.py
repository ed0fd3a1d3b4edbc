"""The exceptions in the report for terminals: those that concern what was found, and the lines to copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.reporters import exception_commands as commands
from trueline.reporters.exceptions import (
    STATES,
    alarm,
    asked_length,
    asker,
    day,
    is_due,
    left,
    names,
    parts,
    problems,
    until,
    waited,
    waits_for,
)
from trueline.reporters.exceptions import (
    alarms as found_alarms,
)
from trueline.reporters.page import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from trueline.model.report import ExceptionRecord, Report
    from trueline.reporters.page import Page

MOST: Final = 10


def exceptions(page: Page, report: Report, *, verbose: bool) -> None:
    """Add the exceptions; without ``verbose`` those that have to do with a finding of this run, the first ten each."""
    if not report.exceptions:
        return
    found = parts(report)
    due = [record for record in report.exceptions if is_due(record)]
    tampered = [
        one for one in (*found.waiting, *found.in_force, *found.ended) if one.altered or one.unproven or one.overlooking
    ]
    shown = _add(page, report, _wanted(found.waiting, verbose=verbose), _waiting)
    shown += _add(page, report, _wanted(found.in_force, verbose=verbose), _in_force)
    shown += _add(page, report, found.troubled if verbose else [one for one in found.troubled if one.about], _troubled)
    shown += _add(page, report, tampered, _troubled)
    shown += _add(page, report, due, _due)
    if verbose:
        shown += _add(page, report, found.ended, _ended)
    left_out = len(report.exceptions) - len({*shown})
    if left_out:
        page.blank()
        more = f"{counted(left_out, 'more exception')} (`{commands.all_of_them(report)}`)"
        page.paragraph(more, style="dim", indent=1)


def alarms(page: Page, report: Report) -> None:
    """Add what is said aloud: each emergency that lets something go."""
    loud, more = found_alarms(report)
    for record in loud:
        page.blank()
        page.head("critical", "BREAK GLASS", record.id, f"{alarm(report, record)}: {record.reason}")
    if more:
        page.head("critical", "BREAK GLASS", "", more)


def _wanted(records: Sequence[ExceptionRecord], *, verbose: bool) -> list[ExceptionRecord]:
    return [record for record in records if verbose or record.covered]


def _add(
    page: Page,
    report: Report,
    records: Sequence[ExceptionRecord],
    add: Callable[[Page, Report, ExceptionRecord], None],
) -> list[str]:
    """Add the first exceptions, and return their names."""
    for record in records[:MOST]:
        page.blank()
        add(page, report, record)
    return [record.id for record in records[:MOST]]


def _waiting(page: Page, report: Report, record: ExceptionRecord) -> None:
    what = f"{counted(len(record.covered), 'finding')} of {record.rule_id} ({record.severity})"
    page.head("pending", "waits", record.id, f"{what}: {record.reason}")
    asked = f"asked for by {asker(record)} {waited(report, record)}, for {asked_length(record)}"
    page.paragraph(" · ".join(filter(None, (asked, record.ticket, _emergency(record)))), style="dim")
    page.paragraph(waits_for(record), label="needs ")
    page.command(commands.show(report, record), label="look  ")
    page.command(commands.decide(report, record), label="decide")


def _in_force(page: Page, report: Report, record: ExceptionRecord) -> None:
    what = f"{counted(len(record.covered), 'finding')} of {record.rule_id}"
    page.head("note", "let go" if record.state == "approved" else STATES[record.state], record.id,
              f"{what}: {record.reason}")  # fmt: skip
    said = (f"approved by {names(record.approved_by)}", f"{left(report, record)}, until {until(record)}",
            record.ticket, _emergency(record))  # fmt: skip
    page.paragraph(" · ".join(filter(None, said)), style="dim")


def _troubled(page: Page, report: Report, record: ExceptionRecord) -> None:
    page.head("failed", STATES[record.state], record.id, f"{record.rule_id}: {'; '.join(problems(record))}")
    page.command(commands.show(report, record), label="look  ")


def _due(page: Page, report: Report, record: ExceptionRecord) -> None:
    page.head("warning", "review", record.id,
              f"nobody has looked at this emergency yet: due {day(record.review_due)}")  # fmt: skip
    page.command(commands.decide(report, record, "review"), label="decide")


def _ended(page: Page, _: Report, record: ExceptionRecord) -> None:
    page.head("dim", STATES[record.state], record.id, f"{record.rule_id}: {record.reason}")


def _emergency(record: ExceptionRecord) -> str:
    return "an emergency" if record.break_glass else ""
