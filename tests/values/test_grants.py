from __future__ import annotations

from typing import Any

import pytest
from effort import ends

from trueline.values.grants import covers, is_for_everyone, spans_actions, spans_resources
from trueline.values.partial_map import PartialMap
from trueline.values.partial_text import assemble
from trueline.values.statements import read_statements
from trueline.values.unknown import Unknown, UnknownValueError

SET_ELSEWHERE = Unknown(["var.x ← not set"])
MADE_BESIDE = Unknown(["known after apply"], ["aws_s3_bucket.orders"])
ROLE = "arn:aws:iam::000000000000:role/-"


def statement(**written: object) -> dict[str, Any]:
    [read] = read_statements({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **written}]})  # type: ignore[misc]  # known
    return read  # type: ignore[return-value]  # a statement


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        pytest.param("*", "iam:PassRole", True, id="a star"),
        pytest.param("**", "iam:PassRole", True, id="two stars"),
        pytest.param("*:*", "iam:PassRole", True, id="on both sides"),
        pytest.param("IAM:pass*", "iam:PassRole", True, id="in any case"),
        pytest.param("iam:Pass?ole", "iam:PassRole", True, id="one letter"),
        pytest.param("*s*ole", "iam:PassRole", True, id="the star gives back"),
        pytest.param("iam:Pass", "iam:PassRole", False, id="the start only"),
        pytest.param("iam:Pass?", "iam:PassRole", False, id="too short"),
        pytest.param("iam.PassRole", "iam:PassRole", False, id="a point is a point"),
        pytest.param("", "iam:PassRole", False, id="nothing"),
        pytest.param(MADE_BESIDE, "iam:PassRole", False, id="made beside it"),
        pytest.param(assemble(["s3:", SET_ELSEWHERE]), "iam:PassRole", False, id="whatever the rest is"),
    ],
)
def test_a_pattern_covers_what_it_means(pattern: object, text: str, expected: bool) -> None:
    actual = covers(pattern, text)

    assert expected == actual


@pytest.mark.parametrize(
    "pattern",
    [pytest.param(SET_ELSEWHERE, id="all"), pytest.param(assemble(["iam:Pass", SET_ELSEWHERE]), id="its end")],
)
def test_a_pattern_that_may_cover_a_text_is_unknown(pattern: object) -> None:
    with pytest.raises(UnknownValueError):
        covers(pattern, "iam:PassRole")


def test_no_number_of_stars_takes_long() -> None:
    with ends():
        assert not covers("*a?" * 300 + "b", "a" * 2000)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param({"Action": ["s3:*", "iam:*"]}, True, id="one of several"),
        pytest.param({"Action": "s3:*"}, False, id="another service"),
        pytest.param({"NotAction": "s3:*"}, True, id="all but another service"),
        pytest.param({"NotAction": ["s3:*", "iam:P*"]}, False, id="all but this"),
        pytest.param({"NotAction": "*"}, False, id="all but all"),
        pytest.param({}, False, id="nothing"),
    ],
)
def test_a_statement_is_about_what_it_names_or_does_not(written: dict[str, object], expected: bool) -> None:
    actual = spans_actions(statement(**written), "iam:PassRole")

    assert expected == actual


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param({"Resource": "*"}, True, id="a star"),
        pytest.param({"Resource": "arn:aws:iam::111122223333:role/*"}, True, id="of one account"),
        pytest.param({"Resource": "arn:aws-cn:iam::*:*"}, True, id="of another partition"),
        pytest.param({"Resource": "arn:*"}, True, id="an ARN cut short"),
        pytest.param({"Resource": "arn:aws:iam::111122223333:role/shop-*"}, False, id="some of them"),
        pytest.param({"Resource": assemble(["arn:aws:iam::", SET_ELSEWHERE, ":role/*"])}, True, id="some account"),
        pytest.param({"Resource": assemble([SET_ELSEWHERE, "/*"])}, False, id="below what somebody else names"),
        pytest.param({"Resource": assemble([MADE_BESIDE, "*"])}, False, id="below what is made beside it"),
        pytest.param({"NotResource": "arn:aws:iam::111122223333:role/shop"}, True, id="all but one"),
        pytest.param({"NotResource": "arn:aws:iam::111122223333:*"}, False, id="all but all"),
    ],
)
def test_resources_are_meant_in_any_account(written: dict[str, object], expected: bool) -> None:
    actual = spans_resources(statement(Action="*", **written), ROLE)

    assert expected == actual


def test_resources_that_somebody_else_names_are_unknown() -> None:
    with pytest.raises(UnknownValueError):
        spans_resources(statement(Action="*", Resource=assemble([SET_ELSEWHERE, "*"])), ROLE)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param({"Principal": "*"}, True, id="a star"),
        pytest.param({"Principal": {"AWS": ["arn:aws:iam::111122223333:root", "*"]}}, True, id="one of several"),
        pytest.param({"Principal": {"AWS": "arn:aws:iam::111122223333:root"}}, False, id="an account"),
        pytest.param({"Principal": {"Service": "sns.amazonaws.com"}}, False, id="a service"),
        pytest.param({"NotPrincipal": {"AWS": "arn:aws:iam::111122223333:root"}}, True, id="all but an account"),
        pytest.param({"Principal": MADE_BESIDE}, False, id="made beside it"),
    ],
)
def test_everyone_is_named_by_a_star_or_as_all_but_some(written: dict[str, object], expected: bool) -> None:
    actual = is_for_everyone(statement(Action="*", **written))

    assert expected == actual


def test_a_principal_under_a_key_that_is_not_known_may_be_everyone() -> None:
    either = statement(Principal=PartialMap([("AWS", "*"), (MADE_BESIDE, "x")]))

    with pytest.raises(UnknownValueError):
        is_for_everyone(either)
