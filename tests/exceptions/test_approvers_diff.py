"""What a change of the approvers' file does is said in words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from trueline.exceptions.approvers_diff import differences
from trueline.model.policy_exception import Approvers, Person, Quorum

RITA = Person("rita", ("manager",), ("ssh-ed25519 AAAA",), "", ("rita@example.org",))
BEFORE = Approvers((RITA,), (Quorum(2, ("manager",), ("critical",)),), (("high", 90),), ("git.example.org/a",))


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        pytest.param(BEFORE, [], id="nothing"),
        pytest.param(BEFORE._replace(people=()), ["rita may decide no more"], id="gone"),
        pytest.param(
            BEFORE._replace(people=(RITA, Person("sam", ("security", "manager")))),
            ["sam may decide, as security, manager"],
            id="new",
        ),
        pytest.param(
            BEFORE._replace(people=(RITA._replace(keys=("ssh-ed25519 BBBB",)),)),
            ["rita: keys: ssh-ed25519 BBBB (was ssh-ed25519 AAAA)"],
            id="another key",
        ),
        pytest.param(
            BEFORE._replace(quorums=(Quorum(1, ("manager",)),)),
            ["quorums: 1 of manager (was 2 of manager for critical)"],
            id="a lower quorum",
        ),
        pytest.param(
            BEFORE._replace(quorums=(BEFORE.quorums[0]._replace(longest=timedelta(days=90)),)),
            ["quorums: 2 of manager for critical, for 90 days at most (was 2 of manager for critical)"],
            id="a quorum for longer",
        ),
        pytest.param(BEFORE._replace(caps=(("high", 365),)), ["high exceptions last 365 days (was 90)"], id="longer"),
        pytest.param(
            BEFORE._replace(exact=False, broad=True),
            ["resources in scopes: yes (was no)", "match: exact: no (was yes)"],
            id="wider",
        ),
    ],
)
def test_what_is_said(after: Approvers, expected: list[str]) -> None:
    assert list(differences(BEFORE, after)) == expected
