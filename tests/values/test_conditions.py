from __future__ import annotations

import pytest

from trueline.values.conditions import is_narrowed
from trueline.values.partial_text import assemble
from trueline.values.statements import read_statements
from trueline.values.unknown import Unknown, UnknownValueError

SET_ELSEWHERE = Unknown(["var.x ← not set"])
MADE_BESIDE = Unknown(["known after apply"], ["aws_sns_topic.orders"])


def narrowed(condition: object, *, principal: object = "*") -> bool:
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition}
    if principal is not None:
        statement["Principal"] = principal
    [read] = read_statements({"Version": "2012-10-17", "Statement": [statement]})  # type: ignore[misc]  # known
    return is_narrowed(read)  # type: ignore[arg-type]  # a statement


@pytest.mark.parametrize(
    "condition",
    [
        pytest.param({"StringEquals": {"aws:PrincipalOrgID": "o-0a1b"}}, id="who asks"),
        pytest.param({"StringEquals": {"sts:ExternalId": "5f0c"}}, id="a shared secret"),
        pytest.param({"stringlike": {"AWS:SourceAccount": ["111122223333"]}}, id="in any case"),
        pytest.param({"StringEquals": {"aws:SourceAccount": "*"}}, id="no pattern to StringEquals"),
        pytest.param({"IpAddress": {"aws:SourceIp": ["192.0.2.0/24", "2001:db8::/32"]}}, id="a network"),
        pytest.param({"ArnLike": {"aws:SourceArn": "arn:aws:s3:*:*:orders"}}, id="a bucket has no account"),
        pytest.param({"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:111122223333:*"}}, id="an account"),
        pytest.param({"ArnLike": {"aws:SourceArn": "topic"}}, id="no ARN"),
        pytest.param({"StringEqualsIfExists": {"aws:PrincipalArn": "a"}}, id="a key that is always there"),
        pytest.param(
            {"Null": {"aws:SourceArn": "false"}, "ArnLikeIfExists": {"aws:sourcearn": "arn:aws:sns:*:1:*"}},
            id="a key that is asked for",
        ),
        pytest.param({"Bool": {"aws:PrincipalIsAWSService": "true"}}, id="a service"),
        pytest.param(
            {"Bool": {"aws:SecureTransport": "true"}, "StringEquals": {"aws:SourceVpce": "vpce-1"}}, id="one of two"
        ),
        pytest.param({"ArnEquals": {"aws:SourceArn": MADE_BESIDE}}, id="an ARN that is made beside it"),
        pytest.param({"StringEquals": {"aws:SourceAccount": SET_ELSEWHERE}}, id="no pattern, whatever it is"),
        pytest.param(
            {"ArnLike": {"aws:SourceArn": assemble(["arn:aws:sns:eu-north-1:", SET_ELSEWHERE, ":orders"])}},
            id="a hole is a name",
        ),
        pytest.param(
            {"StringLike": {"aws:PrincipalArn": SET_ELSEWHERE}, "StringEquals": {"aws:SourceVpc": "vpc-1"}},
            id="known to narrow beside an unknown one",
        ),
    ],
)
def test_a_condition_that_says_who_is_meant_narrows(condition: object) -> None:
    assert narrowed(condition)


@pytest.mark.parametrize(
    "condition",
    [
        pytest.param({}, id="none"),
        pytest.param({"StringLike": {"aws:PrincipalArn": ["arn:aws:iam::111122223333:root", "*"]}}, id="a star"),
        pytest.param({"StringLike": {"aws:PrincipalArn": "*?*"}}, id="a star by another name"),
        pytest.param({"StringLike": {"aws:PrincipalOrgID": "o-*"}}, id="any organisation"),
        pytest.param({"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:*"}}, id="any account"),
        pytest.param({"StringLike": {"aws:PrincipalArn": "*:role/admin"}}, id="a role of any account"),
        pytest.param({"ArnEquals": {"aws:SourceArn": "arn:aws:sns:*:????????????:orders"}}, id="any twelve digits"),
        pytest.param({"ArnLike": {"aws:SourceArn": "arn:aws:s3:::*"}}, id="any bucket"),
        pytest.param({"ArnLike": {"aws:SourceArn": "arn:aws:*"}}, id="an ARN cut short"),
        pytest.param({"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}, id="the internet"),
        pytest.param({"IpAddress": {"aws:SourceIp": ["192.0.2.0/24", "::/0"]}}, id="the internet of IPv6"),
        pytest.param({"IpAddress": {"aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"]}}, id="the internet in halves"),
        pytest.param({"StringNotEquals": {"aws:SourceAccount": "111122223333"}}, id="everyone else"),
        pytest.param({"ForAnyValue:StringNotLike": {"aws:PrincipalOrgPaths": "o-1/*"}}, id="any that is not"),
        pytest.param({"StringEqualsIfExists": {"aws:SourceAccount": "111122223333"}}, id="if it exists"),
        pytest.param({"ForAllValues:StringEquals": {"aws:PrincipalOrgID": "o-1"}}, id="all of none"),
        pytest.param(
            {"StringEqualsIfExists": {"aws:SourceAccount": "1"}, "Null": {"aws:SourceAccount": ["true", "false"]}},
            id="there or not",
        ),
        pytest.param({"Null": {"aws:SourceArn": "true"}}, id="without a key"),
        pytest.param({"Null": {"aws:PrincipalTag/team": "false"}}, id="with a key of any value"),
        pytest.param({"Bool": {"AWS:SecureTransport": "true"}}, id="how"),
        pytest.param({"StringLike": {"aws:Referer": "https://shop.example/*"}}, id="what a browser says"),
        pytest.param({"StringEquals": {"s3:prefix": "pictures/"}}, id="what is asked for"),
        pytest.param({"Bool": {"aws:PrincipalIsAWSService": "false"}}, id="whoever is no service"),
    ],
)
def test_a_condition_that_everyone_can_meet_does_not(condition: object) -> None:
    assert not narrowed(condition)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        pytest.param({"StringEquals": {"kms:ViaService": "s3.eu-north-1.amazonaws.com"}}, True, id="what is asked for"),
        pytest.param({"Null": {"aws:ResourceTag/Team": "false"}}, True, id="what has a tag"),
        pytest.param({"Null": {"aws:ResourceTag/Team": "true"}}, False, id="what has none"),
        pytest.param({"StringEqualsIfExists": {"iam:PassedToService": "ec2.amazonaws.com"}}, True, id="to a service"),
        pytest.param({"StringEquals": {"aws:RequestedRegion": "eu-north-1"}}, False, id="where"),
        pytest.param({"StringNotEquals": {"aws:ResourceTag/Team": "shop"}}, False, id="everything else"),
    ],
)
def test_what_is_asked_for_narrows_where_no_principal_is_named(condition: object, expected: bool) -> None:
    actual = narrowed(condition, principal=None)

    assert expected == actual


@pytest.mark.parametrize(
    "condition",
    [
        pytest.param(SET_ELSEWHERE, id="all of it"),
        pytest.param({"StringEquals": SET_ELSEWHERE}, id="its key"),
        pytest.param({"StringLike": {"aws:PrincipalArn": SET_ELSEWHERE}}, id="a pattern"),
        pytest.param({"IpAddress": {"aws:SourceIp": SET_ELSEWHERE}}, id="a network"),
    ],
)
def test_what_may_narrow_or_not_is_unknown(condition: object) -> None:
    with pytest.raises(UnknownValueError, match=r"var\.x"):
        narrowed(condition)
