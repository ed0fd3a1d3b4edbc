"""How an exception stands: who may decide, how many it takes, and until when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from trueline.exceptions.standing import Case, stand, was_granted
from trueline.model.location import Location
from trueline.model.policy_exception import (
    Approvers,
    Asked,
    Decision,
    ExceptionRequest,
    Identity,
    Limits,
    Person,
    Quorum,
    Scope,
)

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
PLACE = Location("request.yaml")
SCOPE = Scope("a-rule", "high", (Asked("TL-1", "a"), Asked("TL-2", "b")))
REQUEST = ExceptionRequest(
    "EX-2026-aaaa", SCOPE, "waiver", "because it must", Identity("Dev", "dev@example.org"), NOW - timedelta(days=1),
    NOW + timedelta(days=20), "sha256:1", PLACE, policy="sha256:p",
)  # fmt: skip
PEOPLE = (
    Person("rita", ("manager",), emails=("rita@example.org",)),
    Person("sam", ("manager", "security"), emails=("sam@example.org",), forge="sammy"),
    Person("ida", ("incident",), emails=("ida@example.org",)),
)
APPROVERS = Approvers(
    PEOPLE,
    (Quorum(2, ("security", "manager"), ("critical",)), Quorum(1, ("manager",))),
    (("critical", 30), ("high", 90), ("medium", 180), ("low", 365), ("info", 365)),
    ("git.example.org/a",),
    break_glass=("incident",),
)


def vote(by: str = "rita", verb: str = "approve", **said: Any) -> Decision:
    made = Decision("EX-2026-aaaa", "sha256:1", "git.example.org/a", by, 1, verb, "ok", NOW, PLACE, proofs=("signed",))
    return made._replace(**said)


def case(*decisions: Decision, **said: Any) -> Case:
    return Case(REQUEST, decisions, APPROVERS, "git.example.org/a", NOW, "high", "p", "sha256:p")._replace(**said)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(case(), "pending", id="nobody decided"),
        pytest.param(case(vote()), "approved", id="one who may"),
        pytest.param(case(vote("ida")), "pending", id="one of another role"),
        pytest.param(case(vote(), severity="critical"), "pending", id="the rule became critical: it takes two"),
        pytest.param(case(vote(), vote("sam"), severity="critical"), "approved", id="two of two"),
        pytest.param(case(vote(), vote("sam", "deny")), "denied", id="deny beats approve"),
        pytest.param(case(vote(verb="deny"), vote(number=2)), "approved", id="the newest of a person counts"),
        pytest.param(case(vote(), vote("sam", "revoke")), "revoked", id="revoked"),
        pytest.param(case(vote(), now=NOW + timedelta(days=21)), "expired", id="over"),
        pytest.param(case(vote(expires=NOW - timedelta(1))), "expired", id="approved for a time that is over"),
        pytest.param(case(vote(proofs=())), "unverifiable", id="nothing shows who"),
        pytest.param(case(vote(repository="git.example.org/b")), "unverifiable", id="another repository"),
        pytest.param(case(vote(request="sha256:2")), "unverifiable", id="another request"),
        pytest.param(case(vote("eve")), "unverifiable", id="a stranger"),
        pytest.param(case(vote(), severity=None), "refused", id="a rule that is not there"),
        pytest.param(case(vote(), renewed=3), "refused", id="renewed too often"),
        pytest.param(case(vote("sam"), authors=(Identity("x", "SAM@example.org"),)), "pending", id="an author"),
        pytest.param(case(vote("sam"), authors=(Identity("sammy", "x@example.org"),)), "pending", id="by login"),
        pytest.param(
            case(vote("sam"), request=REQUEST._replace(authors=(Identity("x", "ｓａｍ@example.org"),))),
            "pending",
            id="twin",
        ),
        pytest.param(
            case(vote(), approvers=APPROVERS._replace(sources=("merged",))), "unverifiable", id="a source not taken"
        ),
        pytest.param(
            case(vote(), approvers=APPROVERS._replace(people=(PEOPLE[0]._replace(ends=NOW - timedelta(1)),))),
            "unverifiable",
            id="who may no more",
        ),
        pytest.param(case(vote(), approvers=Approvers()), "unverifiable", id="no list of approvers"),
        pytest.param(case(request=REQUEST._replace(break_glass=True)), "refused", id="emergency too long"),
        pytest.param(
            case(vote("ida"), request=REQUEST._replace(break_glass=True, expires=NOW + timedelta(hours=40))),
            "approved",
            id="an emergency",
        ),
        pytest.param(case(vote(), vote("eve", "deny", proofs=("merged",))), "denied", id="who denied has left"),
        pytest.param(case(vote(), vote("eve", "revoke", proofs=("merged",))), "revoked", id="who revoked has left"),
        pytest.param(case(vote(), vote("sam", "deny", proofs=())), "unverifiable", id="perhaps denied"),
        pytest.param(case(vote("sam", "deny"), vote("sam", "deny", number=2, proofs=())), "denied", id="a made-up no"),
        pytest.param(
            case(vote(), vote("sam", "deny", repository="git.example.org/old", proofs=("merged",))),
            "denied",
            id="denied before the repository was renamed",
        ),
        pytest.param(case(vote(), vote("sam", "revoke", request="sha256:0")), "revoked", id="revoked as it was before"),
        pytest.param(
            case(vote(), vote("sam", "deny", proofs=("merged",)), approvers=APPROVERS._replace(sources=("signed",))),
            "denied",
            id="denied in a way in which nobody may approve",
        ),
        pytest.param(case(vote(), vote(number=2, proofs=())), "approved", id="a newer one that somebody made up"),
        pytest.param(case(vote(), policy_digest="sha256:q"), "refused", id="the rule changed"),
        pytest.param(
            case(vote(), policy_digest="sha256:q", approvers=APPROVERS._replace(exact=False)), "approved", id="may"
        ),
        pytest.param(case(vote(), evidence="it is not there"), "refused", id="the evidence changed"),
        pytest.param(case(vote(), unknown_authors="the clone is shallow"), "unverifiable", id="unknown authors"),
        pytest.param(case(denied="EX-2025-aaaa"), "refused", id="denied before"),
        pytest.param(
            case(denied="EX-2025-aaaa", request=REQUEST._replace(renews="EX-2025-aaaa")), "pending", id="asked again"
        ),
        pytest.param(
            case(authors=(Identity("r", "rita@example.org"), Identity("s", "sam@example.org"))),
            "refused",
            id="nobody is left who could approve",
        ),
        pytest.param(
            case(vote("sam"), request=REQUEST._replace(scope=SCOPE._replace(severity="critical"))),
            "pending",
            id="asked for as worse than it is: it takes those of both",
        ),
        pytest.param(case(vote(), request=REQUEST._replace(not_before=NOW + timedelta(1))), "not-yet", id="not begun"),
    ],
)  # fmt: skip
def test_how_it_stands(given: Case, expected: str) -> None:
    assert stand(given).state == expected


def test_what_is_granted_is_what_all_agree_on() -> None:
    less = Limits(findings=("TL-1",))
    early = NOW + timedelta(days=3)
    standing = stand(case(vote(limits=less), vote("sam", expires=early), severity="critical"))

    assert (standing.limits, standing.expires, standing.approved_by) == ((less,), early, ("rita", "sam"))


def test_who_may_not_decide_takes_nothing_away() -> None:
    standing = stand(case(vote(), vote("ida", limits=Limits(findings=("TL-1",)), expires=NOW)))

    assert (standing.limits, standing.expires, standing.approved_by) == ((), REQUEST.expires, ("rita",))


def test_an_emergency_waits_for_a_review() -> None:
    request = REQUEST._replace(break_glass=True, expires=NOW + timedelta(hours=40))
    due = request.expires + timedelta(days=7)

    assert stand(case(vote("ida"), request=request)).review_due == due
    assert stand(case(vote("ida"), vote("ida", "review", number=2), request=request)).review_due == due
    assert stand(case(vote("ida"), vote("sam", "review"), request=request)).review_due is None
    assert stand(case(request=request)).review_due is None


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(case(vote()), True, id="by somebody who may"),
        pytest.param(case(vote("eve")), True, id="by somebody who has left"),
        pytest.param(case(vote(), authors=(Identity("r", "rita@example.org"),)), True, id="who wrote this change"),
        pytest.param(case(vote(), vote("sam", "revoke")), True, id="and was revoked"),
        pytest.param(case(vote(), severity="critical"), False, id="one of two"),
        pytest.param(case(vote(proofs=())), False, id="nothing shows who"),
        pytest.param(case(vote(request="sha256:2")), False, id="another request"),
        pytest.param(
            case(vote(), request=REQUEST._replace(scope=Scope("a-rule", "high", (), ("*",)))), False, id="too broad"
        ),
    ],
)
def test_whether_it_was_ever_granted(given: Case, expected: bool) -> None:
    assert was_granted(given) is expected
