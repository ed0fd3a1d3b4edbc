"""``trueline cost``: what everything costs a month, at its least, as expected and at its most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cli.options import add_run_options, open_run
from trueline.cli.output import say, targets, write
from trueline.reporters import cost_table

if TYPE_CHECKING:
    import argparse

    from trueline.cli.output import Target
    from trueline.model.report import Report

INCOMPLETE = 3
REPORTS = ("terminal", "markdown", "json", "infracost")
_MOST_ERRORS = 10


def register(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_run_options(parser)
    parser.add_argument(
        "--by", choices=cost_table.SCOPES, default="resource", help="what is added up (default: every resource alone)"
    )
    parser.add_argument("--components", action="store_true", help="show the lines of each resource's bill")
    parser.add_argument(
        "--report", action="append", default=[], metavar="FORMAT[=FILE]",
        help=f"write it so, to FILE or standard output ({', '.join(REPORTS)}); may be given several times",
    )  # fmt: skip
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Price everything, write, and return 0, or 3 when something could not be read or written."""
    from trueline.run.check import check

    asked = targets(arguments.report, REPORTS)
    opened = open_run(arguments)
    report = check(opened.sides, opened.gate, opened.request._replace(costs=True, excerpts=False), cache=opened.cache)
    if opened.cache is not None:
        opened.cache.close()
    written = [write(_render(report, target, arguments), target) for target in asked]
    about = [note for note in report.notifications if note.id in ("default-node-prices", "usage-unused")]
    errors = [note for note in report.notifications if note.level == "error"]
    for note in (*about[:_MOST_ERRORS], *errors[:_MOST_ERRORS]):
        say(f"trueline: {f'{note.location}: ' if note.location else ''}{note.message}")
    if not report.complete:
        say(
            "trueline: incomplete: not everything could be read, so the amounts are too low; `trueline check` says more"
        )
    return 0 if report.complete and all(written) else INCOMPLETE


def _render(report: Report, target: Target, arguments: argparse.Namespace) -> str:
    if target.reporter == "infracost":
        from trueline.reporters import infracost

        return infracost.render(report)
    if target.reporter == "json":
        from trueline.reporters.costs_json import render

        return render(report)
    table = cost_table.markdown if target.reporter == "markdown" else cost_table.text
    return table(report.costs, arguments.by, components=arguments.components)
