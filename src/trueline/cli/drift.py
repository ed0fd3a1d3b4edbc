"""``trueline drift``: where what is declared differs from what is there, and one environment from another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cli.options import add_run_options, open_run
from trueline.cli.output import say, targets, write
from trueline.reporters import drift_table
from trueline.reporters.drifts import sort
from trueline.run.drifts.asking import drift_asked

if TYPE_CHECKING:
    import argparse

    from trueline.model.report import Report

DRIFTED = 1
INCOMPLETE = 3
REPORTS = ("terminal", "markdown", "json")
_MOST_ERRORS = 10


def register(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_run_options(parser)
    parser.add_argument(
        "--report", action="append", default=[], metavar="FORMAT[=FILE]",
        help=f"write it so, to FILE or standard output ({', '.join(REPORTS)}); may be given several times",
    )  # fmt: skip
    parser.add_argument(
        "--exit-code", action="store_true", help="exit with 1 where something drifted that is not accepted"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Compare, write, and return 0, 3 when something could not be read or written, or 1 where that was asked."""
    from trueline.run.check import check

    asked = targets(arguments.report, REPORTS)
    opened = open_run(arguments)
    report = check(opened.sides, opened.gate, opened.request._replace(excerpts=False), cache=opened.cache)
    if opened.cache is not None:
        opened.cache.close()
    asks = drift_asked(opened.gate, opened.request)
    written = [write(_render(report, target.reporter, asks=asks), target) for target in asked]
    about = [note for note in report.notifications if note.id == "environments-compared"]
    errors = [note for note in report.notifications if note.level == "error"]
    for note in (*about, *errors[:_MOST_ERRORS]):
        say(f"trueline: {f'{note.location}: ' if note.location else ''}{note.message}")
    if not report.complete:
        say("trueline: incomplete: not everything could be read, so there may be more; `trueline check` says more")
    if not report.complete or not all(written):
        return INCOMPLETE
    return DRIFTED if arguments.exit_code and sort(report.drifts).differences else 0


def _render(report: Report, reporter: str, *, asks: bool) -> str:
    if reporter == "json":
        from trueline.reporters.drifts_json import render

        return render(report)
    if asks and not report.drifts:
        return "nothing could be compared\n"
    return drift_table.markdown(report.drifts) if reporter == "markdown" else drift_table.text(report.drifts)
