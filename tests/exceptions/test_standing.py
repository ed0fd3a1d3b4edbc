"""How an exception stands: who may decide, how many it takes, and until when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from trueline.exceptions.narrowing import narrowed
from trueline.exceptions.standing import Case, stand
from trueline.model.location import Location
from trueline.model.policy_exception import Approvers, Decision, ExceptionRequest, Identity, Person, Quorum, Scope

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
PLACE = Location("request.yaml")
SCOPE = Scope("a-rule", "high", ("TL-1", "TL-2"))
REQUEST = ExceptionRequest(
    "EX-2026-aaaa", SCOPE, "waiver", "because it must", Identity("Dev", "dev@example.org"), NOW - timedelta(days=1),
    NOW + timedelta(days=20), "sha256:1", PLACE,
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
    made = Decision("EX-2026-aaaa", "sha256:1", "git.example.org/a", by, 1, verb, "ok", NOW, PLACE, proof="signed")
    return made._replace(**said)


def case(*decisions: Decision, **said: Any) -> Case:
    return Case(REQUEST, decisions, APPROVERS, "git.example.org/a", NOW, "high", "p")._replace(**said)


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
        pytest.param(case(vote(proof=None)), "unverifiable", id="nothing shows who"),
        pytest.param(case(vote(repository="git.example.org/b")), "unverifiable", id="another repository"),
        pytest.param(case(vote(request="sha256:2")), "unverifiable", id="another request"),
        pytest.param(case(vote("eve")), "unverifiable", id="a stranger"),
        pytest.param(case(vote(), severity=None), "refused", id="a rule that is not there"),
        pytest.param(case(vote(), renewed=3), "refused", id="renewed too often"),
        pytest.param(case(vote("sam"), authors=(Identity("x", "SAM@example.org"),)), "pending", id="an author"),
        pytest.param(case(vote("sam"), authors=(Identity("sammy", "x@example.org"),)), "pending", id="by login"),
        pytest.param(
            case(vote("sam"), request=REQUEST._replace(authors=(Identity("ｓａｍ", "x@y"),))), "pending", id="a twin"
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
        pytest.param(case(vote("ida"), request=REQUEST._replace(break_glass=True)), "refused", id="emergency too long"),
        pytest.param(
            case(vote("ida"), request=REQUEST._replace(break_glass=True, expires=NOW + timedelta(hours=40))),
            "approved",
            id="an emergency",
        ),
        pytest.param(case(vote(), request=REQUEST._replace(not_before=NOW + timedelta(1))), "not-yet", id="not begun"),
    ],
)  # fmt: skip
def test_how_it_stands(given: Case, expected: str) -> None:
    assert stand(given).state == expected


def test_what_is_granted_is_what_all_agree_on() -> None:
    less = SCOPE._replace(fingerprints=("TL-1",))
    early = NOW + timedelta(days=3)
    standing = stand(case(vote(scope=less), vote("sam", expires=early), severity="critical"))

    assert (standing.scope, standing.expires, standing.approved_by) == (less, early, ("rita", "sam"))


@pytest.mark.parametrize(
    ("given", "fits"),
    [
        pytest.param(SCOPE, True, id="the same"),
        pytest.param(SCOPE._replace(fingerprints=("TL-1",)), True, id="fewer findings"),
        pytest.param(SCOPE._replace(fingerprints=("TL-3",)), False, id="another finding"),
        pytest.param(SCOPE._replace(severity="critical"), False, id="worse"),
        pytest.param(SCOPE._replace(rule="b"), False, id="another rule"),
        pytest.param(SCOPE._replace(environments=("dev",)), True, id="only there"),
        pytest.param(SCOPE._replace(most=1), True, id="fewer"),
        pytest.param(SCOPE._replace(resources=("x",)), False, id="a resource that was not asked for"),
    ],
)
def test_a_decision_only_narrows(given: Scope, fits: bool) -> None:
    assert (narrowed(SCOPE, given) is not None) == fits


def test_what_was_asked_for_in_one_place_is_not_granted_everywhere() -> None:
    asked = SCOPE._replace(environments=("dev",), ceiling=100.0)

    assert narrowed(asked, SCOPE) is None
    assert narrowed(asked, asked._replace(ceiling=200.0)) is None
    assert narrowed(asked, asked._replace(ceiling=50.0)) is not None
