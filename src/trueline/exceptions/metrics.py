"""What the exceptions of a run amount to: how many are open, how old they are, how they were decided, what they did."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from statistics import median
from typing import TYPE_CHECKING, Final, get_args

from trueline.model.level import SEVERITIES, is_blocking
from trueline.model.policy_exception import State
from trueline.model.renewal import ends_soon
from trueline.model.report import ExceptionMetrics, OpenExceptions, PolicyExceptions, Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trueline.model.report import ExceptionRecord, Finding, Report

OPEN: Final = ("pending", "approved", "not-yet")
"""The states of what waits for a decision, holds, or begins to hold later."""
MOST_POLICIES: Final = 10
_NO_RULE: Final = Tally("")


def measure(report: Report, now: datetime, *, block: str) -> ExceptionMetrics:
    """Return the metrics of an otherwise finished report; ``block`` says which findings block, as config does."""
    records = report.exceptions
    states = Counter(record.state for record in records)
    pending = [_since(record.requested_at, now) for record in records if record.state == "pending"]
    in_force = [record for record in records if record.state == "approved"]
    denied = sum(record.state == "denied" for record in records)
    let_go = [finding for finding in report.findings if _is_excepted(finding)]
    blocking = sum(is_blocking(finding.enforcement, finding.status, block) for finding in let_go)
    cells = _open(report)
    return ExceptionMetrics(
        {state: states[state] for state in get_args(State)},
        cells,
        pending_age=_median(pending),
        oldest_pending=max(pending, default=None),
        in_force_age=_median(_since(record.requested_at, now) for record in in_force),
        time_to_decision=_median(taken for record in records if (taken := _taken(record)) is not None),
        approved=sum(_is_approved(record) for record in records),
        denied=denied,
        renewals=sum(bool(record.renews) for record in records),
        break_glass=sum(record.break_glass for record in records),
        overdue_reviews=sum(bool(record.review_due) and _instant(record.review_due) < now for record in records),
        expiring=sum(ends_soon(records, record, _instant(record.expires) - now) for record in in_force),
        let_go=len(let_go),
        let_go_blocking=blocking,
        passed=report.verdict == "passed" and blocking > 0,
        top_policies=_top(report),
    )


def _is_excepted(finding: Finding) -> bool:
    return finding.suppression is not None and finding.suppression.kind == "exception"


def _open(report: Report) -> tuple[OpenExceptions, ...]:
    rules = {tally.id: tally for tally in report.rules}
    cells: Counter[tuple[str, str, int, int]] = Counter()
    for record in report.exceptions:
        if record.state in OPEN:
            rule = rules.get(record.rule_id, _NO_RULE)
            worst = -SEVERITIES.index(record.severity)
            cells[rule.policy, rule.owner, worst, OPEN.index(record.state)] += 1
    return tuple(
        OpenExceptions(policy, team, SEVERITIES[-worst], OPEN[state], count)
        for (policy, team, worst, state), count in sorted(cells.items())
    )


def _top(report: Report) -> tuple[PolicyExceptions, ...]:
    """Return the policies with the most open exceptions: a policy that many are let off from may be wrong itself."""
    policies = {tally.id: tally.policy for tally in report.rules}
    found: dict[str, list[ExceptionRecord]] = {}
    for record in report.exceptions:
        if record.state in OPEN:
            found.setdefault(policies.get(record.rule_id, ""), []).append(record)
    counted = (PolicyExceptions(name, len(some), len(_covered(some))) for name, some in found.items())
    return tuple(sorted(counted, key=lambda one: (-one.open, -one.findings, one.policy)))[:MOST_POLICIES]


def _covered(records: Iterable[ExceptionRecord]) -> set[str]:
    return {fingerprint for record in records for fingerprint in record.covered}


def _is_approved(record: ExceptionRecord) -> bool:
    """Tell whether enough people approved, as they count today: also where it is over, or was revoked."""
    enough = any(name == "votes" and holds for name, holds, _ in record.checks)
    return record.state != "denied" and bool(record.approved_by) and enough


def _taken(record: ExceptionRecord) -> float | None:
    """Return the seconds from the request to the first decision that counts; None where there is none."""
    counted = [
        decision.at
        for decision in record.decisions
        if decision.proofs
        and (
            decision.verb == "deny"
            or (decision.verb == "approve" and not decision.problem and decision.by in record.approved_by)
        )
    ]
    return min((_since(record.requested_at, _instant(at)) for at in counted), default=None)


def _since(text: str, now: datetime) -> float:
    """Return the seconds from a claimed instant; none where it claims to be later."""
    return max((now - _instant(text)).total_seconds(), 0.0)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text.zfill(20))  # a year below 1000 is spelled with fewer digits


def _median(values: Iterable[float]) -> float | None:
    known: Sequence[float] = sorted(values)
    return float(median(known)) if known else None
