"""A snapshot of another account than the state or the code is compared with nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.drift.access import tree
from tests.drift.aws.handmade import thing
from tests.drift.terraform.plans import declared
from tests.drift.terraform.states import instance, resource, snapshot, state

from trueline.drift import aws
from trueline.drift.access import iam
from trueline.model.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from trueline.model.drift import Detected

OURS, OTHER = "123456789012", "999999999999"
CODE = 'resource "aws_sqs_queue" "jobs" {\n  name = "jobs"\n  visibility_timeout_seconds = 30\n}\n'


def _queue(account: str, seconds: int = 30) -> dict[str, object]:
    url, arn = f"https://sqs/{account}/jobs", f"arn:aws:sqs:eu-west-1:{account}:jobs"
    return {"id": url, "url": url, "arn": arn, "name": "jobs", "visibility_timeout_seconds": seconds}


def _compare(tree: Path, origin: str, *accounts: str, beside: str = "") -> Detected:
    queue = thing("aws_sqs_queue", f"https://sqs/{OURS}/jobs", _queue(OURS, 5), f"arn:aws:sqs:eu-west-1:{OURS}:jobs")
    body = {
        "trueline_snapshot": 1,
        "kind": "aws",
        "resources": [queue],

    }  # fmt: skip
    live = snapshot(body, path="live.json", kind="aws")._replace(origin=origin)
    states = [
        snapshot(state(resource("aws_sqs_queue", "jobs", instance(_queue(one)))), path=f"{one}.json")
        for one in accounts
    ]
    more = [live._replace(origin=f"account {beside}")] if beside else []
    return aws.compare(live, declared(tree, {"main.tf": CODE}, [live, *more, *states], Settings()))


def test_a_snapshot_of_another_account_is_compared_with_nothing(tmp_path: Path) -> None:
    found = _compare(tmp_path, f"account {OTHER}", OURS)

    reason = f"the snapshot is of account {OTHER}, the state of {OURS}"
    assert [(one.kind, one.details["reason"]) for one in found.drifts] == [("snapshot/unchecked", reason)]
    assert [(one.level, one.id, one.message) for one in found.notifications] == [
        ("error", "snapshot-of-another-account", f"{reason}: nothing was compared")
    ]


@pytest.mark.parametrize("origin", [f"account {OURS}", OURS, "", "an account", f"account {OURS}0"])
def test_a_snapshot_of_the_same_account_or_of_none_is_compared(tmp_path: Path, origin: str) -> None:
    found = _compare(tmp_path, origin, OURS)

    assert [(one.kind, one.path) for one in found.drifts] == [("aws/changed", "visibility_timeout_seconds")]
    assert found.notifications == ()


def test_a_state_of_an_account_without_a_snapshot_is_unchecked_beside_others(tmp_path: Path) -> None:
    found = _compare(tmp_path, f"account {OURS}", OURS, OTHER)

    assert [one.kind for one in found.drifts] == ["aws/changed", "snapshot/unchecked"]
    reason = f"the state {OTHER}.json is of account {OTHER}, of which no snapshot was given"
    assert found.drifts[1].details["reason"] == reason
    assert found.notifications == ()


def test_each_of_two_accounts_is_compared_with_its_own_state(tmp_path: Path) -> None:
    found = _compare(tmp_path, f"account {OURS}", OURS, OTHER, beside=OTHER)

    assert [one.kind for one in found.drifts] == ["aws/changed"]


def _iam(arn: str) -> Detected:
    code = (
        'resource "aws_iam_role" "app" {\n  name = "app"\n  assume_role_policy = "{}"\n}\n'
        'resource "aws_iam_role_policy_attachment" "app" {\n  role = aws_iam_role.app.name\n'
        f'  policy_arn = "{arn}"\n}}\n'
    )
    role = {"RoleName": "app", "Arn": f"arn:aws:iam::{OTHER}:role/app", "AssumeRolePolicyDocument": json.dumps({})}
    return iam.compare(tree.snapshot("iam", {"RoleDetailList": [role]}), tree.declared({"main.tf": code}))


def test_an_account_that_is_not_the_codes_own_is_compared_with_nothing() -> None:
    found = _iam(f"arn:aws:iam::{OURS}:policy/shop")

    assert [one.details["reason"] for one in found.drifts] == [
        f"the snapshot is of account {OTHER}, the code of {OURS}"
    ]
    assert [one.id for one in found.notifications] == ["snapshot-of-another-account"]


@pytest.mark.parametrize("arn", [f"arn:aws:iam::{OTHER}:policy/shop", "arn:aws:iam::aws:policy/ReadOnlyAccess"])
def test_an_account_that_the_code_names_or_none_is_compared(arn: str) -> None:
    assert "snapshot-of-another-account" not in [one.id for one in _iam(arn).notifications]
