"""The metrics of a run in the JSON report: shares, and what its exceptions amount to."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from trueline.model.level import SEVERITIES
from trueline.reporters import rates

if TYPE_CHECKING:
    from trueline.model.report import ExceptionMetrics, Report

_DAY: Final = 86_400


def metrics_as_json(report: Report) -> dict[str, object]:
    """Return shares from 0 to 1, null of nothing, and the metrics of exceptions, with times in days."""
    return {
        "rates": {
            "inputs_judged": rates.inputs_judged(report).ratio,
            "contract_changes_compatible": rates.changes_compatible(report).ratio,
            "contract_checks_passed": rates.checks_passed(report).ratio,
        },
        "exceptions": _exceptions(report.metrics),
    }


def _exceptions(metrics: ExceptionMetrics) -> dict[str, object]:
    policies: Counter[str] = Counter()
    teams: Counter[str] = Counter()
    severities: Counter[str] = Counter(dict.fromkeys(reversed(SEVERITIES), 0))
    for cell in metrics.open:
        policies[cell.policy] += cell.number
        teams[cell.team] += cell.number
        severities[cell.severity] += cell.number
    return {
        "open": sum(severities.values()),
        "states": metrics.states,
        "open_by_policy": policies,
        "open_by_team": {team: teams[team] for team in sorted(teams)},
        "open_by_severity": severities,
        "top_policies": [one._asdict() for one in metrics.top_policies],
        "median_pending_days": _days(metrics.pending_age),
        "oldest_pending_days": _days(metrics.oldest_pending),
        "median_in_force_days": _days(metrics.in_force_age),
        "median_days_to_decision": _days(metrics.time_to_decision),
        "approved": metrics.approved,
        "denied": metrics.denied,
        "approved_ratio": metrics.approved_ratio,
        "renewals": metrics.renewals,
        "break_glass": metrics.break_glass,
        "overdue_reviews": metrics.overdue_reviews,
        "expiring_soon": metrics.expiring,
        "findings_let_go": metrics.let_go,
        "blocking_findings_let_go": metrics.let_go_blocking,
        "passed_by_exception": metrics.passed,
    }


def _days(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds / _DAY, 2)
