"""What the exceptions of a run amount to; every expected figure is worked out beside it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from trueline.exceptions.metrics import measure
from trueline.model.location import Location
from trueline.model.report import (
    DecisionRecord,
    ExceptionMetrics,
    ExceptionRecord,
    Finding,
    OpenExceptions,
    PolicyExceptions,
    Report,
    Suppression,
    Tally,
    Trust,
)

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = 3_600.0
DAY = 24 * HOUR
PLACE = Location("request.yaml")
RULES = (
    Tally("acl", policy="storage", owner="data"),
    Tally("port", policy="network", owner="platform"),
    Tally("tag", policy="network"),
)
RECORD = ExceptionRecord(
    "EX-1", "pending", "acl", "high", "waiver", "why", "Dev <dev@example.org>", "2026-05-31T12:00:00Z",
    "2026-08-01T00:00:00Z", PLACE,
)  # fmt: skip
ENOUGH = (("votes", True, "high takes 1 of manager; approved by rita"),)
APPROVED = RECORD._replace(state="approved", approved_by=("rita",), checks=ENOUGH)
LET_GO = Finding("acl", "high", "soft", "a", "is bad", PLACE, suppression=Suppression("exception", id="EX-1"))


def decided(verb: str, at: str, by: str = "rita", proofs: tuple[str, ...] = ("signed",), problem: str = "") -> Any:
    return DecisionRecord(by, verb, "ok", at, proofs, problem)


def measured(*records: ExceptionRecord, block: str = "new", **said: Any) -> ExceptionMetrics:
    report = Report(said.pop("verdict", "passed"), 0, complete=True, trust=Trust("revision"), rules=RULES, **said)
    return measure(report._replace(exceptions=records), NOW, block=block)


def test_open_by_policy_team_severity_and_state() -> None:
    metrics = measured(
        RECORD,
        RECORD,
        APPROVED,
        APPROVED._replace(severity="critical"),
        APPROVED._replace(rule_id="port", state="not-yet"),
        RECORD._replace(rule_id="tag"),
        RECORD._replace(rule_id="no-such-rule"),
        *(RECORD._replace(state=state) for state in ("denied", "revoked", "expired", "refused", "unverifiable")),
    )

    assert metrics.open == (
        OpenExceptions("", "", "high", "pending", 1),  # no such rule
        OpenExceptions("network", "", "high", "pending", 1),  # nobody owns the rule
        OpenExceptions("network", "platform", "high", "not-yet", 1),
        OpenExceptions("storage", "data", "critical", "approved", 1),
        OpenExceptions("storage", "data", "high", "pending", 2),
        OpenExceptions("storage", "data", "high", "approved", 1),
    )
    assert metrics.states == {
        "pending": 4, "approved": 2, "not-yet": 1, "denied": 1, "revoked": 1, "expired": 1, "refused": 1,
        "unverifiable": 1,
    }  # fmt: skip


def test_ages_are_since_the_request() -> None:
    metrics = measured(
        RECORD,  # 31 May, 12:00: 1 day
        RECORD._replace(requested_at="2026-05-29T12:00:00Z"),  # 3 days
        RECORD._replace(requested_at="2026-05-22T00:00:00Z"),  # 10 days and a half
        APPROVED._replace(requested_at="2026-05-30T12:00:00Z"),  # 2 days
        APPROVED._replace(requested_at="2026-05-27T12:00:00Z"),  # 5 days
        RECORD._replace(state="denied", requested_at="2020-01-01T00:00:00Z"),
    )

    assert metrics.pending_age == 3 * DAY  # the one in the middle of 1, 3, 10.5
    assert metrics.oldest_pending == 10.5 * DAY
    assert metrics.in_force_age == 3.5 * DAY  # between 2 and 5


def test_what_claims_to_be_asked_for_later_is_0_old() -> None:
    assert measured(RECORD._replace(requested_at="2026-06-01T12:03:00Z")).pending_age == 0


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        pytest.param(
            APPROVED._replace(decisions=(decided("approve", "2026-05-31T18:00:00Z"),)), 6 * HOUR, id="approved"
        ),
        pytest.param(
            RECORD._replace(state="denied", decisions=(decided("deny", "2026-05-31T14:00:00Z"),)), 2 * HOUR, id="denied"
        ),
        pytest.param(
            APPROVED._replace(
                approved_by=("rita", "sam"),
                decisions=(
                    decided("approve", "2026-06-01T11:00:00Z", "sam"),
                    decided("approve", "2026-05-31T13:00:00Z"),
                ),
            ),
            HOUR,
            id="the first of several",
        ),
        pytest.param(
            APPROVED._replace(
                decisions=(
                    decided("approve", "2026-05-31T12:10:00Z", "eve"),  # whose approvals do not count
                    decided("approve", "2026-05-31T12:20:00Z", proofs=()),
                    decided("approve", "2026-05-31T12:30:00Z", problem="another request"),
                    decided("deny", "2026-05-31T12:40:00Z", "sam", proofs=()),
                    decided("approve", "2026-05-31T16:00:00Z"),
                )
            ),
            4 * HOUR,
            id="only what counts",
        ),
        pytest.param(
            APPROVED._replace(decisions=(decided("approve", "2026-05-31T11:00:00Z"),)), 0, id="before it was asked for"
        ),
        pytest.param(
            RECORD._replace(state="revoked", decisions=(decided("revoke", "2026-05-31T14:00:00Z"),)), None,
            id="revoked alone",
        ),
        pytest.param(
            APPROVED._replace(state="expired", approved_by=(), decisions=(decided("review", "2026-05-31T14:00:00Z"),)),
            None,
            id="reviewed alone",
        ),
        pytest.param(RECORD, None, id="undecided"),
    ],
)  # fmt: skip
def test_time_to_decision(record: ExceptionRecord, expected: float | None) -> None:
    assert measured(record).time_to_decision == expected


def test_time_to_decision_is_the_median_of_those_decided() -> None:
    times = ("2026-05-31T13:00:00Z", "2026-05-31T15:00:00Z", "2026-06-01T12:00:00Z")  # 1, 3 and 24 hours
    records = [APPROVED._replace(decisions=(decided("approve", at),)) for at in times]

    assert measured(*records, RECORD, RECORD).time_to_decision == 3 * HOUR


@pytest.mark.parametrize(
    ("record", "approved", "denied"),
    [
        pytest.param(APPROVED, 1, 0, id="in force"),
        pytest.param(APPROVED._replace(state="not-yet"), 1, 0, id="begins later"),
        pytest.param(APPROVED._replace(state="expired"), 1, 0, id="approved and over"),
        pytest.param(APPROVED._replace(state="revoked"), 1, 0, id="approved and revoked"),
        pytest.param(APPROVED._replace(state="denied"), 0, 1, id="approved by one, denied by another"),
        pytest.param(
            RECORD._replace(approved_by=("rita",), checks=(("votes", False, "it takes 2"),)),
            0,
            0,
            id="one of two",
        ),
        pytest.param(RECORD._replace(state="expired", checks=(("votes", False, "nobody"),)), 0, 0, id="never decided"),
        pytest.param(RECORD._replace(state="unverifiable"), 0, 0, id="unverifiable"),
    ],
)
def test_what_is_approved_and_what_is_denied(record: ExceptionRecord, approved: int, denied: int) -> None:
    metrics = measured(record)

    assert (metrics.approved, metrics.denied) == (approved, denied)


def test_the_share_that_is_approved() -> None:
    denied = RECORD._replace(state="denied")

    assert measured(APPROVED, APPROVED, denied, RECORD).approved_ratio == 0.6667  # 2 of 3
    assert measured(denied).approved_ratio == 0
    assert measured(RECORD).approved_ratio is None


def test_renewals_emergencies_and_what_ends_soon() -> None:
    metrics = measured(
        RECORD._replace(renews="EX-0"),
        APPROVED._replace(break_glass=True, review_due="2026-06-01T11:59:59Z"),  # a second too late
        APPROVED._replace(break_glass=True, review_due="2026-06-01T12:00:00Z"),
        APPROVED._replace(break_glass=True),  # somebody has looked
        APPROVED._replace(break_glass=True, expires="2026-06-02T12:00:00Z"),  # it always ends soon
        APPROVED._replace(expires="2026-06-15T12:00:00Z"),  # 14 days
        APPROVED._replace(expires="2026-06-15T12:00:01Z"),
        RECORD._replace(expires="2026-06-02T00:00:00Z"),  # not in force
    )

    assert (metrics.renewals, metrics.break_glass, metrics.overdue_reviews, metrics.expiring) == (1, 4, 1, 1)


def test_top_policies_and_their_findings() -> None:
    metrics = measured(
        RECORD._replace(covered=("TL-1", "TL-2")),
        APPROVED._replace(covered=("TL-2", "TL-3")),
        RECORD._replace(rule_id="port", covered=("TL-9",)),
        RECORD._replace(rule_id="port", state="denied"),
    )

    assert metrics.top_policies == (PolicyExceptions("storage", 2, 3), PolicyExceptions("network", 1, 1))


@pytest.mark.parametrize(
    ("finding", "said", "expected"),
    [
        pytest.param(LET_GO, {}, (1, 1, True), id="passed thanks to it"),
        pytest.param(LET_GO, {"verdict": "failed"}, (1, 1, False), id="failed all the same"),
        pytest.param(LET_GO, {"verdict": "incomplete"}, (1, 1, False), id="incomplete"),
        pytest.param(LET_GO._replace(enforcement="advise"), {}, (1, 0, False), id="advice"),
        pytest.param(LET_GO._replace(status="unchanged"), {}, (1, 0, False), id="base has it already"),
        pytest.param(LET_GO._replace(status="unchanged"), {"block": "all"}, (1, 1, True), id="what base has blocks"),
        pytest.param(LET_GO._replace(suppression=Suppression("inline")), {}, (0, 0, False), id="a mark let it go"),
        pytest.param(LET_GO._replace(suppression=None, status="fixed"), {"block": "all"}, (0, 0, False), id="fixed"),
    ],
)
def test_whether_it_passed_only_thanks_to_an_exception(
    finding: Finding, said: dict[str, str], expected: tuple[int, int, bool]
) -> None:
    metrics = measured(APPROVED, findings=(finding,), **said)

    assert (metrics.let_go, metrics.let_go_blocking, metrics.passed) == expected


@pytest.mark.parametrize("year", ["1", "26", "999", "0001", "9999"])
def test_a_year_of_few_digits_stops_nothing(year: str) -> None:
    at = f"{year}-01-01T00:00:00Z"
    metrics = measured(APPROVED._replace(requested_at=at, expires=at, decisions=(decided("approve", at),)))

    assert metrics.time_to_decision == 0
