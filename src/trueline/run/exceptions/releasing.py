"""What exceptions do to the findings of a run; no two together cover one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.exceptions import coverage
from trueline.exceptions.decisions import spelled
from trueline.model.report import Suppression
from trueline.run.exceptions.records import record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.policy_exception import Check, Standing
    from trueline.model.report import ExceptionRecord, Finding
    from trueline.run.exceptions.opening import Granted


class Verdict(NamedTuple):
    """What an exception says of one finding: each thing looked at, and whether all of it holds."""

    standing: Standing
    checks: tuple[Check, ...]

    @property
    def covers(self) -> bool:
        """Tell whether the finding is covered in full, once enough people approve."""
        return all(check.holds for check in self.checks if check.name != "votes")

    @property
    def lets_go(self) -> bool:
        """Tell whether the finding is let go by it."""
        return self.standing.state == "approved" and all(check.holds for check in self.checks)


class Releasing:
    """Says of each finding what an exception does with it."""

    def __init__(self, granted: Granted, findings: Sequence[Finding]) -> None:
        self._granted = granted
        self._about: dict[str, list[Finding]] = {}
        by_rule: dict[str, list[Standing]] = {}
        for standing in granted.settled.values():
            by_rule.setdefault(standing.request.scope.rule, []).append(standing)
        self._by_rule = by_rule
        for finding in findings:
            for standing in by_rule.get(finding.rule_id, ()):
                if finding.status != "fixed" and coverage.is_about(standing.request.scope, finding):
                    self._about.setdefault(standing.request.id, []).append(finding)

    def about(self, identifier: str) -> Sequence[Finding]:
        """Return the findings that an exception is about."""
        return self._about.get(identifier, ())

    def verdicts(self, finding: Finding) -> list[Verdict]:
        """Return what each exception that is about a finding says of it."""
        found = []
        for one in self._by_rule.get(finding.rule_id, ()):
            is_settled = finding.status != "new" and self._granted.entries[one.request.id].is_trusted
            standing = one if is_settled else self._granted.standings[one.request.id]
            if coverage.is_about(standing.request.scope, finding):
                checks = list(coverage.checks(standing, finding, self._granted.release))
                number = coverage.counted(standing, self._about.get(standing.request.id, []))
                found.append(Verdict(standing, tuple(checks if number is None else (*checks, number))))
        return found

    def letting_go(self, finding: Finding) -> list[str]:
        """Return the exceptions that let a finding go, each for itself."""
        return [one.standing.request.id for one in self.verdicts(finding) if one.lets_go]

    def near(self, finding: Finding) -> list[Standing]:
        """Return the exceptions that are about another finding of the same subject, and about this one not."""
        return [
            one
            for one in self._by_rule.get(finding.rule_id, ())
            if coverage.is_near(one.request.scope, finding) and not coverage.is_about(one.request.scope, finding)
        ]

    def release(self, finding: Finding) -> Finding:
        """Return a finding, let go by an approved exception that covers it, or waiting for one that is asked for."""
        if finding.suppression is not None or finding.status == "fixed":
            return finding
        verdicts = self.verdicts(finding)
        if not verdicts:
            return _refused(finding, [_near(one.request.id) for one in self.near(finding)])
        if finding.enforcement == "hard":
            return _refused(finding, [f"{one.standing.request.id}: the rule is hard" for one in verdicts])
        for one in verdicts:
            if one.lets_go:
                return finding._replace(suppression=_suppression(one.standing), blocks=False)
        finding = _refused(finding, [line for one in verdicts for line in _why(one)])
        waiting = next((one for one in verdicts if one.covers and one.standing.state == "pending"), None)
        if waiting is None or not finding.blocks:
            return finding
        return finding._replace(pending=waiting.standing.request.id)


def _near(identifier: str) -> str:
    return f"{identifier} is about another finding of the same subject: what it pointed at was another value"


def _refused(finding: Finding, said: Sequence[str]) -> Finding:
    return finding._replace(refusals=(*finding.refusals, *said)) if said else finding


def _why(verdict: Verdict) -> list[str]:
    """Return why an exception that is about a finding does not let it go."""
    name, state = verdict.standing.request.id, verdict.standing.state
    failing = [check for check in verdict.checks if not check.holds]
    said = [f"{name} does not cover it: {check.said}" for check in failing if check.name != "votes"]
    if state != "approved":
        reasons = [check.said for check in verdict.standing.checks if not check.holds]
        said.append(f"{name} is {state}: {'; '.join(reasons) or _when(verdict.standing)}")
    return said or [f"{name} does not cover it: {check.said}" for check in failing]


def _when(standing: Standing) -> str:
    """Return what of time is in the way of an exception of which all else holds."""
    start = standing.request.not_before
    if standing.state == "not-yet" and start is not None:
        return f"it begins at {spelled(start)}"
    return f"it ended at {spelled(standing.expires)}"


def _suppression(standing: Standing) -> Suppression:
    request = standing.request
    reason = f"{request.reason} (approved by {', '.join(standing.approved_by)})"
    return Suppression("exception", reason, request.id, spelled(standing.expires)[:10], request.location)


def settle_exceptions(
    granted: Granted, findings: Sequence[Finding]
) -> tuple[list[Finding], tuple[ExceptionRecord, ...]]:
    """Return the findings with what exceptions do to them, and each exception as it stands then."""
    releasing = Releasing(granted, findings)
    found = [releasing.release(finding) for finding in findings]
    covered: dict[str, list[str]] = {}
    for finding in found:
        mark = finding.suppression
        name = mark.id if mark is not None and mark.kind == "exception" else finding.pending
        if name:
            covered.setdefault(name, []).append(finding.fingerprint)
        if mark is not None and mark.kind == "exception":  # beside a renewal that has begun, neither is unused
            for other in releasing.letting_go(finding):
                if other != name:
                    covered.setdefault(other, []).append(finding.fingerprint)
    gone = {finding.fingerprint for finding in found if finding.suppression is not None}
    records = []
    for name in granted.standings:
        about = releasing.about(name)
        still_open = sum(finding.fingerprint not in gone for finding in about)
        records.append(record(granted, name, tuple(covered.get(name, ())), (len(about), still_open)))
    return found, tuple(records)
