"""Policies by what they mean, where a part of one is not known: it may be much, and not anything."""

from __future__ import annotations

import pytest

from trueline.drift.iam_policy import compare_policies, statements_of
from trueline.values.partial_list import PartialList
from trueline.values.partial_text import assemble
from trueline.values.unknown import Unknown

ARN = Unknown(["aws_sns_topic.t.arn ← known after apply"], ["aws_sns_topic.t"])
ACCOUNT = assemble(["arn:aws:sqs:eu-west-1:", Unknown(["var.account"]), ":q"])
TOPIC = "arn:aws:sns:eu-west-1:123456789012:t"
BASE = {"Effect": "Allow", "Action": "sqs:SendMessage", "Principal": {"Service": "sns.amazonaws.com"}, "Resource": "*"}


def _differ(declared: dict[str, object], actual: dict[str, object]) -> bool:
    mine, its = (statements_of({"Statement": {**BASE, **changes}}) for changes in (declared, actual))
    assert mine is not None
    assert its is not None
    return compare_policies(mine, its) is not None


@pytest.mark.parametrize(
    ("declared", "actual", "expected"),
    [
        pytest.param({"Resource": ACCOUNT}, {"Resource": "arn:aws:sqs:eu-west-1:1:q"}, False, id="a text that fits"),
        pytest.param({"Resource": ACCOUNT}, {"Resource": "*"}, True, id="a text that does not"),
        pytest.param({"Resource": ACCOUNT}, {"Resource": "arn:aws:sqs:eu-west-1:"}, True, id="its beginning alone"),
        pytest.param({"Resource": ARN}, {"Resource": TOPIC}, False, id="an ARN"),
        pytest.param({"Resource": ARN}, {"Resource": "*"}, True, id="no ARN is a star"),
        pytest.param({"Principal": {"AWS": ARN}}, {"Principal": "*"}, True, id="nobody is everybody"),
        pytest.param({"Principal": {"AWS": ARN}}, {"Principal": {"AWS": TOPIC}}, False, id="somebody"),
        pytest.param(
            {"Condition": {"ArnEquals": {"aws:SourceArn": ARN}}},
            {"Condition": {"ArnEquals": {"aws:SourceArn": TOPIC}}},
            False,
            id="the value of a condition",
        ),
        pytest.param({"Condition": {"ArnEquals": {"aws:SourceArn": ARN}}}, {}, True, id="a condition that is gone"),
        pytest.param(
            {"Action": PartialList(["sqs:SendMessage"], Unknown(["var.more"]))},
            {"Action": ["sqs:SendMessage", "sqs:ReceiveMessage"]},
            False,
            id="a list that goes on",
        ),
        pytest.param(
            {"Action": PartialList(["sqs:SendMessage"], Unknown(["var.more"]))},
            {"Action": ["sqs:ReceiveMessage"]},
            True,
            id="a list that begins otherwise",
        ),
        pytest.param({"Resource": "a"}, {"Resource": "\x00"}, True, id="what a file writes stands for nothing"),
    ],
)
def test_what_is_not_known_may_be(declared: dict[str, object], actual: dict[str, object], expected: bool) -> None:
    assert _differ(declared, actual) is expected


def test_many_holes_take_no_time() -> None:
    wide = assemble([part for _ in range(30) for part in ("a", Unknown(["var.x"]))] + ["b"])

    assert _differ({"Resource": wide}, {"Resource": "a" * 20_000})
