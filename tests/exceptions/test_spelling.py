"""How marks are spelled: ours, those of other tools, and what is wrong with one."""

from __future__ import annotations

import pytest

from trueline.exceptions.mark import Spelled
from trueline.exceptions.spelling import spellings


def test_a_mark_names_rules_a_day_and_a_reason() -> None:
    (found,) = spellings("trueline: ignore[s3-public-acl, CKV_AWS_20] until 2027-01-31: a web site: everyone reads it")

    assert found == Spelled(("s3-public-acl", "CKV_AWS_20"), "2027-01-31", "a web site: everyone reads it")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("trueline:ignore[a-b]:why", Spelled(("a-b",), reason="why"), id="no blanks"),
        pytest.param("Trueline: Ignore [ a-b ,, a-b ] : why", Spelled(("a-b",), reason="why"), id="case and blanks"),
        pytest.param(
            "a note # trueline: ignore[a-b]: why", Spelled(("a-b",), reason="why"), id="after another comment"
        ),
        pytest.param("a note // trueline: ignore[a-b]: why", Spelled(("a-b",), reason="why"), id="after //"),
    ],
)
def test_a_mark_is_read_leniently_where_that_is_harmless(text: str, expected: Spelled) -> None:
    assert list(spellings(text)) == [expected]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("trueline: ignore[a-b]", "it gives no reason", id="no reason"),
        pytest.param("trueline: ignore[a-b]:  … !", "it gives no reason", id="a reason without a word"),
        pytest.param("trueline: ignore[a-b] because: of it", "it gives no reason", id="a word before the colon"),
        pytest.param("trueline: ignore[a-b] until 2027-01-31", "it gives no reason", id="a day and no reason"),
        pytest.param("trueline: ignore[]: why", "it names no rule", id="empty list"),
        pytest.param("trueline: ignore: why", "it names no rule", id="no list"),
        pytest.param("trueline: ignore[a-b: why", "it names no rule", id="list that does not end"),
        pytest.param("trueline: ignore[*]: why", "`*` is no rule's id", id="all rules"),
        pytest.param("trueline: ignore[s3-*]: why", "`s3-*` is no rule's id", id="a wildcard"),
        pytest.param("trueline: ignore[a-b c-d]: why", "`a-b c-d` is no rule's id", id="no comma"),
        pytest.param("trueline: ignore[s3‑acl]: why", "is no rule's id", id="a hyphen that only looks like one"),
        pytest.param("trueline: skip[a-b]: why", "`skip` is not known", id="another word"),
        pytest.param("trueline: ignore[a-b] until soon: why", "`soon` is no day", id="no day"),
        pytest.param(
            "trueline: ignore[a-b] until 2027-02-30: why", "`2027-02-30` is no day", id="day that is not there"
        ),
        pytest.param("trueline: ignore[a-b] until 20270131: why", "`20270131` is no day", id="another form of day"),
        pytest.param("trueline: ignore[a-b] until 2027-W05-7: why", "`2027-W05-7` is no day", id="a week"),
        pytest.param("trueline: ignore[a-b] until ２０２７-01-31: why", "is no day", id="other digits"),
    ],
)
def test_what_is_wrong_with_a_mark(text: str, problem: str) -> None:
    (found,) = spellings(text)

    assert problem in found.problem


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("trueline: the gate of this repository", id="prose"),
        pytest.param("see docs on how `trueline: ignore[a-b]: why` works", id="quoted within prose"),
        pytest.param("truelines: ignore[a-b]: why", id="another word"),
        pytest.param("nosec", id="a mark that names nothing"),
        pytest.param("kics-scan ignore-line", id="another one"),
        pytest.param("trivy:ignore:AVD-AWS-0092[acl=public-read]", id="for some values only"),
        pytest.param("tfsec:ignore:aws-s3-acl:ws:dev", id="for a workspace only"),
        pytest.param("checkov:skip=", id="no rule"),
    ],
)
def test_what_is_no_mark(text: str) -> None:
    assert list(spellings(text)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "checkov:skip=CKV_AWS_20:a web site",
            [Spelled(("CKV_AWS_20",), reason="a web site", tool="checkov")],
            id="checkov",
        ),
        pytest.param(
            "checkov:skip=CKV_AWS_20",
            [Spelled(("CKV_AWS_20",), reason="a skip of checkov, which asks for no reason", tool="checkov")],
            id="checkov asks for no reason",
        ),
        pytest.param(
            "tfsec:ignore:AWS-0001 tfsec:ignore:AVD-AWS-0002:exp:2027-01-31 a web site",
            [
                Spelled(("AWS-0001",), reason="a skip of tfsec, which asks for no reason", tool="tfsec"),
                Spelled(("AVD-AWS-0002",), "2027-01-31", "a web site", tool="tfsec"),
            ],
            id="several of tfsec",
        ),
        pytest.param(
            "trivy:ignore:AWS-0001",
            [Spelled(("AWS-0001",), reason="a skip of trivy, which asks for no reason", tool="trivy")],
            id="trivy",
        ),
    ],
)
def test_the_marks_of_other_tools(text: str, expected: list[Spelled]) -> None:
    assert list(spellings(text)) == expected
