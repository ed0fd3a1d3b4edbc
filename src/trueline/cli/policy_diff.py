"""``trueline policy diff``: what a change of policies and settings would find or let go, without a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cli.options import PLAIN_RUN, open_run
from trueline.cli.output import options, targets, write
from trueline.run.check import check

if TYPE_CHECKING:
    import argparse

    from trueline.cli.output import Target
    from trueline.model.report import Report

INCOMPLETE = 3
REPORTS = ("terminal", "markdown", "json")


def register(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments, but for those about the gate."""
    parser.add_argument("base", metavar="BASE", help="the revision that the change goes to")
    parser.add_argument("head", metavar="HEAD", nargs="?", default="", help="the change (default: the working tree)")
    parser.add_argument(
        "--report", action="append", default=[], metavar="FORMAT[=FILE]",
        help=f"write it so, to FILE or standard output ({', '.join(REPORTS)}); may be given several times",
    )  # fmt: skip
    parser.add_argument("--verbose", "-v", action="store_true", help="show every rule, setting and finding")
    parser.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colour in the terminal")
    named = ("base", "head", "config", "profile", "policy")
    parser.set_defaults(**{name: value for name, value in PLAIN_RUN.items() if name not in named}, run=run)


def run(arguments: argparse.Namespace) -> int:
    """Compare, write, and return 0, or 3 when something could not be compared or written."""
    asked = targets(arguments.report, REPORTS)
    opened = open_run(arguments)
    request = opened.request._replace(excerpts=False)
    report = check(opened.sides, opened.gate, request, cache=opened.cache, proposal=opened.proposal)
    if opened.cache is not None:
        opened.cache.close()
    written = [write(_render(report, target, arguments), target) for target in asked]
    is_complete = report.policy_diff is None or report.policy_diff.complete
    return 0 if is_complete and all(written) else INCOMPLETE


def _render(report: Report, target: Target, arguments: argparse.Namespace) -> str:
    if target.reporter == "json":
        from trueline.reporters import proposal_json

        return proposal_json.render(report)
    if target.reporter == "markdown":
        from trueline.reporters import proposal_sections

        return proposal_sections.render(report)
    from trueline.reporters import proposal_terminal

    return proposal_terminal.render(report, options(target, arguments))
