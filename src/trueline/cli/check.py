"""``trueline check``: the gate."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from trueline.cli.options import add_run_options, open_run
from trueline.cli.output import options, say, targets, write
from trueline.reporters.registry import REPORTERS, load

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from trueline.cli.output import Target
    from trueline.model.report import Report

INCOMPLETE = 3


def register(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_run_options(parser)
    parser.add_argument(
        "--report", action="append", default=[], metavar="FORMAT[=FILE]",
        help=f"write this report, to FILE or standard output ({', '.join(REPORTERS)}); may be given several times",
    )  # fmt: skip
    parser.add_argument("--verbose", "-v", action="store_true", help="show every finding in full")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colour in the terminal")
    parser.add_argument(
        "--exit-zero", action="store_true", help="exit with 0 though findings block; errors still count"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Judge, write the reports, and return the verdict's exit code."""
    from trueline.run.check import check

    asked = targets(arguments.report, REPORTERS)
    opened = open_run(arguments)
    progress = _progress() if sys.stderr.isatty() else None
    frames = arguments.verbose or any(target.reporter not in ("terminal", "json") for target in asked)
    costs = any(target.reporter == "infracost" for target in asked)
    request = opened.request._replace(excerpts=frames, costs=costs)
    report = check(opened.sides, opened.gate, request, cache=opened.cache, progress=progress, proposal=opened.proposal)
    if opened.cache is not None:
        opened.cache.close()
    written = [write(_render(report, target, arguments), target) for target in asked]
    if not all(written):
        return INCOMPLETE
    if all(target.file for target in asked):
        files = ", ".join(target.file for target in asked)
        say(f"trueline: {report.verdict} (exit {report.exit_code}); see {files}")
    if arguments.exit_zero and report.exit_code in (1, 4):
        return 0 if report.complete else INCOMPLETE
    return report.exit_code


def _render(report: Report, target: Target, arguments: argparse.Namespace) -> str:
    if target.reporter != "terminal":
        return load(target.reporter).render(report)
    from trueline.reporters import terminal

    return terminal.render(report, options(target, arguments))


def _progress() -> Callable[[int, int], None]:
    """Return what draws one line on stderr while a run takes longer than a second, and wipes it at its end."""
    import time

    started = last = time.monotonic()

    def progress(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if done == total:
            if last != started:
                sys.stderr.write("\r\x1b[K")
                sys.stderr.flush()
        elif now - started > 1 and now - last > 0.1:
            last = now
            filled = 24 * done // total
            sys.stderr.write(f"\r\x1b[K{'━' * filled}{'─' * (24 - filled)} {done} of {total} units judged")
            sys.stderr.flush()

    return progress
