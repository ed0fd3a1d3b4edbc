"""Why an exception does or does not let a finding go: each thing that was looked at, a line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.exceptions.decisions import spelled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.cli.options import Opened
    from trueline.model.policy_exception import Check
    from trueline.model.report import Finding, Report
    from trueline.run.exceptions.releasing import Verdict


def lines(opened: Opened, report: Report, finding: Finding) -> Iterator[str]:
    """Yield what each exception that is about a finding, or about its subject, says of it."""
    if not report.exceptions:
        return
    from trueline.run.exceptions.opening import open_exceptions
    from trueline.run.exceptions.releasing import Releasing

    releasing = Releasing(open_exceptions(opened.sides, opened.gate, opened.request), report.findings)
    for verdict in releasing.verdicts(finding):
        yield from _said(verdict, is_fixed=finding.status == "fixed")
    for standing in releasing.near(finding):
        yield f"exception    {standing.request.id} is about this subject, and not about this finding"
        yield from (
            f"  ✗ finding    it is about {one.fingerprint}: what it pointed at was another value"
            for one in standing.request.scope.findings
            if one.subject == finding.subject
        )


def _said(verdict: Verdict, *, is_fixed: bool) -> Iterator[str]:
    standing = verdict.standing
    applies = standing.state == "approved" and all(check.holds for check in verdict.checks)
    does = "lets this finding go" if applies else "does not let this finding go"
    if is_fixed:
        does = "is needed no more for this finding, which is fixed"
    yield f"exception    {standing.request.id} is {standing.state}, until {spelled(standing.expires)}: it {does}"
    yield from map(_line, dict.fromkeys((*standing.checks, *verdict.checks)))


def _line(check: Check) -> str:
    return f"  {'✓' if check.holds else '✗'} {check.name:<11} {check.said}"
