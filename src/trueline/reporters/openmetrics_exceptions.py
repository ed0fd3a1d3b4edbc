"""What the exceptions of a run amount to, as metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from trueline.model.policy_exception import State
from trueline.reporters.exposition import gauge, single

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.model.report import ExceptionMetrics
    from trueline.reporters.exposition import Family


def exception_families(metrics: ExceptionMetrics) -> Iterator[Family]:
    """Yield the metrics of exceptions; without any, counts are 0 and times are left out."""
    yield from _counts(metrics)
    yield from _times(metrics)
    said = "Findings that would have blocked, but for an exception."
    yield single("trueline_run_excepted_blocking_findings", said, metrics.let_go_blocking)
    said = "Whether the run passed, and would not have without an exception."
    yield single("trueline_run_passed_by_exception", said, metrics.passed)


def _counts(metrics: ExceptionMetrics) -> Iterator[Family]:
    states = [({"state": state}, metrics.states.get(state, 0)) for state in get_args(State)]
    yield gauge("trueline_exceptions", "Exceptions by how they stand.", states)
    yield gauge(
        "trueline_exceptions_open",
        "Exceptions that wait for a decision, hold, or begin to hold later.",
        (
            ({"policy": one.policy, "team": one.team, "severity": one.severity, "state": one.state}, one.number)
            for one in metrics.open
        ),
    )
    decided = [({"decision": "approved"}, metrics.approved), ({"decision": "denied"}, metrics.denied)]
    yield gauge("trueline_exceptions_decided", "Exceptions that were decided, also where they are over.", decided)
    said = "The share of decided exceptions that was approved."
    yield single("trueline_exceptions_approved_ratio", said, metrics.approved_ratio)
    said = "Exceptions that go on with another one, or ask again for it."
    yield single("trueline_exceptions_renewals", said, metrics.renewals)
    yield single("trueline_exceptions_break_glass", "Exceptions for emergencies.", metrics.break_glass)
    said = "Emergencies that nobody looked at in time."
    yield single("trueline_exceptions_overdue_reviews", said, metrics.overdue_reviews)
    said = "Exceptions in force that end within 14 days, emergencies aside."
    yield single("trueline_exceptions_expiring_soon", said, metrics.expiring)


def _times(metrics: ExceptionMetrics) -> Iterator[Family]:
    said = "The median age of exceptions that wait for a decision, by the claimed time of the request."
    yield single("trueline_exceptions_pending_age_median_seconds", said, metrics.pending_age)
    said = "The age of the exception that waits longest for a decision, by the claimed time of the request."
    yield single("trueline_exceptions_pending_age_max_seconds", said, metrics.oldest_pending)
    said = "The median age of exceptions in force, by the claimed time of the request."
    yield single("trueline_exceptions_in_force_age_median_seconds", said, metrics.in_force_age)
    said = "The median time from a request to the first decision that counts; both times are claimed."
    yield single("trueline_exceptions_decision_time_median_seconds", said, metrics.time_to_decision)
