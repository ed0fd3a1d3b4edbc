"""``trueline explain``: why a rule exists, why a finding fired, what a kind of change is, how an exception stands."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from trueline.cli.fingerprints import is_fingerprint, one_of
from trueline.cli.options import add_run_options, open_run
from trueline.cli.output import say
from trueline.exceptions.files import IDENTIFIER
from trueline.reporters.text import visible

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from trueline.cli.options import Opened
    from trueline.model.report import Finding, Report


def register(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "subject",
        metavar="RULE|FINGERPRINT|CHANGE|EX-…",
        help="a rule's id, what a finding is known by, a kind of change, or an exception (as `exception show`)",
    )
    add_run_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Explain one rule, finding, kind of change, or exception."""
    if IDENTIFIER.fullmatch(arguments.subject):
        from trueline.cli.exception import look

        arguments.id = arguments.subject
        return look.run_show(arguments)
    if not is_fingerprint(arguments.subject):
        from trueline.cli import policy

        return policy.explain_rule(arguments.subject, arguments)
    from trueline.run.check import check

    opened = open_run(arguments)
    if opened.sides.trust_kind == "working-tree" and opened.sides.git is not None:
        say("trueline: as of the working tree; with --base REV it is judged as a change")
    report = check(opened.sides, opened.gate, opened.request, cache=opened.cache)
    known_by = one_of(report.findings, arguments.subject)
    for finding in report.findings:
        if finding.fingerprint == known_by:
            sys.stdout.write(_explain(report, finding, opened))
    return 0


def _explain(report: Report, finding: Finding, opened: Opened) -> str:
    from trueline.cli.change_page import finding_lines
    from trueline.cli.exception import why
    from trueline.reporters import terminal

    only = report._replace(findings=(finding,), unknowns=(), notifications=(), inputs=())
    shown = terminal.render(only, terminal.Options(width=100, color=sys.stdout.isatty(), verbose=True))
    judge = opened.gate.bench.rules.get(finding.rule_id)
    rule = next(tally for tally in report.rules if tally.id == finding.rule_id)
    lines = [
        f"rule         {rule.title} ({rule.policy})",
        *([f"why          {rule.description}"] if rule.description else []),
        f"subject      {finding.subject}" + (f" in {finding.environment}" if finding.environment else ""),
        f"known by     {finding.fingerprint}: the rule, the subject and the value it points at; no line, no path",
        f"status       {finding.status}: {_STATUS[finding.status]}",
        f"enforcement  {finding.enforcement}: {_ENFORCEMENT[finding.enforcement]}",
        f"blocks       {'yes' if finding.blocks else 'no'}",
        *(finding_lines(report, finding, judge) if judge is not None and judge.on == "change" else ()),
        *_let_go(finding),
        *why.lines(opened, report, finding),
        *(f"see          {reference}" for reference in finding.references),
        *([f"also called  {', '.join(rule.aliases)}"] if rule.aliases else []),
    ]
    body = shown.rsplit("\n\n", 1)[0]  # without the summary, which speaks of a whole run
    return f"{body}\n\n" + "\n".join(map(visible, lines)) + "\n"


def _let_go(finding: Finding) -> Iterator[str]:
    """Yield what lets the finding go, and why what is about it does not."""
    mark = finding.suppression
    if mark is not None:
        until = f" until {mark.expires}" if mark.expires else ""
        at = f" at {mark.location}" if mark.location is not None else ""
        yield f"let go by    {_LETS_GO[mark.kind]}{at}{until}: {mark.reason}"
    yield from (f"not let go   {refusal}" for refusal in finding.refusals)


_LETS_GO = {"baseline": "the baseline", "exception": "an exception", "inline": "the mark"}
_STATUS = {
    "new": "it is not at the compare revision, or there is none",
    "unchanged": "it was there before this change",
    "fixed": "it was there before this change and is gone",
}
_ENFORCEMENT = {
    "advise": "reported, never blocks",
    "soft": "blocks; a mark in the file or `rules:` in the config can say otherwise",
    "hard": "blocks; neither a mark nor the baseline lets it go",
}
