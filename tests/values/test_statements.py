from __future__ import annotations

import json
from urllib.parse import quote

import pytest

from trueline.values.partial import PartialJson
from trueline.values.partial_text import PartialText
from trueline.values.statements import NoPolicyError, read_statements
from trueline.values.unknown import Unknown

POLICY = {
    "Version": "2012-10-17",
    "Statement": {
        "Sid": "Read",
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": ["arn:aws:s3:::logs/*"],
        "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}},
    },
}
READ = {
    "sid": "Read",
    "effect": "Allow",
    "principals": {"*": ["*"]},
    "not_principals": {},
    "actions": ["s3:GetObject"],
    "not_actions": [],
    "resources": ["arn:aws:s3:::logs/*"],
    "not_resources": [],
    "conditions": [{"operator": "StringEquals", "key": "aws:PrincipalOrgID", "values": ["o-1"]}],
}
BLOCK = {
    "sid": "Read",
    "actions": ["s3:GetObject"],
    "resources": ["arn:aws:s3:::logs/*"],
    "principals": [{"type": "*", "identifiers": ["*"]}],
    "condition": [{"test": "StringEquals", "variable": "aws:PrincipalOrgID", "values": ["o-1"]}],
}


@pytest.mark.parametrize(
    "policy",
    [
        pytest.param(POLICY, id="map"),
        pytest.param(json.dumps(POLICY), id="JSON"),
        pytest.param(quote(json.dumps(POLICY)), id="JSON as IAM's API gives it"),
        pytest.param(PartialJson(POLICY), id="jsonencode"),
        pytest.param([POLICY["Statement"]], id="list"),
        pytest.param({"version": "2012-10-17", "statement": [BLOCK]}, id="aws_iam_policy_document"),
    ],
)
def test_one_form(policy: object) -> None:
    assert read_statements(policy) == [READ]


def test_principals() -> None:
    statement = {"Effect": "Deny", "NotPrincipal": {"AWS": "arn:x", "Service": ["a", "b"]}, "NotAction": "*"}

    (made,) = read_statements([statement])  # type: ignore[misc]

    assert made["not_principals"] == {"AWS": ["arn:x"], "Service": ["a", "b"]}
    assert made["not_actions"] == ["*"]
    assert made["sid"] == ""


def test_effect_of_json_is_never_assumed() -> None:
    (made,) = read_statements({"Statement": [{"Action": "*"}]})  # type: ignore[misc]

    assert made["effect"] == ""


def test_unknown_stays_where_it_is() -> None:
    unknown = Unknown(["role ← not known"])
    (first, second) = read_statements(  # type: ignore[misc]
        {
            "Statement": [
                unknown,
                {"Effect": "Allow", "Action": ["a", unknown], "Resource": unknown, "Principal": unknown},
            ]
        }
    )

    assert first is unknown
    assert second["actions"][0] == "a"
    assert second["actions"][1] is unknown
    assert second["resources"] is unknown
    assert second["principals"] is unknown
    assert read_statements({"Statement": unknown}) is unknown


def test_a_text_known_in_pieces_is_one_text() -> None:
    unknown = Unknown(["account ← not known"])
    arn, star = PartialText(["arn:", unknown]), PartialText(["*", unknown])

    (statement,) = read_statements({"Statement": {"Effect": "Allow", "Action": arn, "Principal": arn}})  # type: ignore[misc]
    (other,) = read_statements({"Statement": {"Effect": "Allow", "Principal": star}})  # type: ignore[misc]

    assert statement["actions"][0] is arn
    assert statement["principals"]["AWS"][0] is arn
    assert type(other["principals"]) is Unknown


@pytest.mark.parametrize("policy", ["{", "null", "3", '{"a": 1}', '{"Statement": ["x"]}', "[" * 100_000, None, 7])
def test_refuses(policy: object) -> None:
    with pytest.raises(NoPolicyError):
        read_statements(policy)


def test_no_text_is_no_policy():
    assert read_statements(" ") == []
