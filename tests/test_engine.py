"""Rules × facts: what is counted, what is told apart, and what an error is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from trueline.engine import Count, UnitRelations, judge
from trueline.model.location import Location, Region
from trueline.model.resource import Place, References, Resource
from trueline.model.rule import Answer, Context, Rule
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trueline.model.location import Path

HERE = Location("main.tf", region=Region(1, 1, 1, 5))


def resource(address: str, value: object = None, *, refers_to: References | None = None) -> Resource:
    kind = f"terraform/{address.split('.')[-2]}"
    return Resource(
        kind=kind,
        address=address,
        name=address,
        value={} if value is None else value,
        locate=lambda _: Place(HERE),
        refer=lambda _: refers_to or References(),
        source="main.tf",
    )


def rule(answers: list[Answer] | Exception) -> Rule:
    def judge_one(fact: Resource, kind: str, context: Context) -> Iterable[Answer]:
        if isinstance(answers, Exception):
            raise answers
        return answers

    return Rule("a-rule", "A title", "a-policy", HERE, judge_one, ("terraform/*",))


def judged(answers: list[Answer] | Exception, subject: Resource | None = None):
    relations = UnitRelations([])
    return judge(
        [subject or resource("aws_s3_bucket.this")],
        lambda fact: [(rule(answers), fact.kind)],
        lambda one, fact: Context(relations, datetime(2026, 1, 1, tzinfo=UTC)),
    )


def test_every_answer_is_counted() -> None:
    answers = [Answer("pass"), Answer("fail", "bad"), Answer("unknown"), Answer("error", "x"), Answer("not-applicable")]

    actual = judged(answers)

    assert actual.counts == {"a-rule": Count(1, 1, 1, 1, 1, 1)}
    assert [hit.message for hit in actual.hits] == ["bad"]


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        pytest.param(ValueError("boom"), "ValueError: boom", id="a rule that raises"),
        pytest.param(RecursionError(), "the rule nests too deeply", id="a rule that recurses"),
        pytest.param([], "the rule gave no answer", id="a rule that says nothing"),
    ],
)
def test_a_rule_that_crashes_is_an_error_and_no_pass(answers: list[Answer] | Exception, message: str) -> None:
    actual = judged(answers)

    assert [fault.message for fault in actual.faults] == [message]
    assert actual.counts == {"a-rule": Count(matched=1, errors=1)}


def test_a_finding_without_message_says_the_title() -> None:
    assert judged([Answer("fail")]).hits[0].message == "A title"


@pytest.mark.parametrize(
    ("reference", "address", "linked", "is_open"),
    [
        pytest.param("aws_s3_bucket.a", "aws_s3_bucket.a", True, False, id="the same address"),
        pytest.param("aws_s3_bucket.b", "aws_s3_bucket.a", False, False, id="another address"),
        pytest.param("aws_s3_bucket.a", "aws_s3_bucket.a[0]", True, False, id="the whole of a counted resource"),
        pytest.param('aws_s3_bucket.a["x.y"]', 'aws_s3_bucket.a["x.y"]', True, False, id="an instance by key"),
        pytest.param('aws_s3_bucket.a["x"]', 'aws_s3_bucket.a["y"]', False, False, id="another instance"),
        pytest.param("aws_s3_bucket.a[*]", "aws_s3_bucket.a[0]", False, True, id="an instance nobody knows"),
        pytest.param("module.m[0].aws_s3_bucket.a", "module.m[1].aws_s3_bucket.a", False, False, id="another module"),
    ],
)
def test_linked_follows_references(reference: str, address: str, linked: bool, is_open: bool) -> None:
    bucket = resource(address)
    block = resource("aws_s3_bucket_policy.p", refers_to=References(frozenset({reference})))

    links = UnitRelations([bucket, block]).linked(bucket, "terraform/aws_s3_bucket_policy", "bucket")

    assert [found.address for found in links.resources] == (["aws_s3_bucket_policy.p"] if linked else [])
    assert (links.open is not None) is is_open


def test_a_candidate_with_an_unknown_reference_leaves_the_list_open() -> None:
    bucket = resource("aws_s3_bucket.a")
    block = resource("aws_s3_bucket_policy.p", refers_to=References(open=Unknown(["var.bucket ← not set"])))

    links = UnitRelations([bucket, block]).linked(bucket, "terraform/aws_s3_bucket_policy", "bucket")

    assert links.open is not None
    assert links.open.reasons == ("aws_s3_bucket_policy.p.bucket ← var.bucket ← not set",)


def test_a_unit_that_was_partly_read_leaves_every_list_open() -> None:
    relations = UnitRelations([], incomplete=lambda _: Unknown(["broken.tf could not be read"]))

    assert relations.resources("terraform/aws_s3_bucket").open is not None


def test_only_those_are_asked_that_a_reference_can_mean() -> None:
    asked: list[str] = []

    def matches(candidate: Resource) -> bool:
        asked.append(candidate.address)
        return candidate.address.endswith("web")

    everyone = [resource(f"aws_x.{name}") for name in ("web", "old-web", "db")]
    narrow = (lambda candidate: candidate.address.split("-"), frozenset({"web", "aws_x.web"}))
    pointer = resource("aws_y.p", refers_to=References(matches=matches, narrow=narrow))
    relations = UnitRelations([*everyone, pointer])
    links = relations.refers(pointer, "terraform/aws_x", "anything")

    assert sorted(found.address for found in links.resources) == ["aws_x.old-web", "aws_x.web"] == sorted(asked)


@pytest.mark.parametrize(
    ("bucket", "block", "linked"),
    [
        pytest.param("aws_s3_bucket.a", "aws_s3_bucket_policy.p[*]", False, id="there may be none of it"),
        pytest.param("aws_s3_bucket.a[*]", "aws_s3_bucket_policy.p[*]", True, id="as many as there are buckets"),
    ],
)
def test_what_may_not_be_there_is_no_certain_link(bucket: str, block: str, linked: bool) -> None:
    subject = resource(bucket)
    candidate = resource(block, refers_to=References(frozenset({bucket})))

    links = UnitRelations([subject, candidate]).linked(subject, "terraform/aws_s3_bucket_policy", "bucket")

    assert ([found.address for found in links.resources], links.open is None) == ([block] if linked else [], linked)


def test_where_things_begin_is_only_looked_up_when_asked() -> None:
    def locate(path: Path) -> Place:
        return Place(HERE._replace(path=".".join(map(str, path)) or "root"))

    pod = Resource(
        kind="kubernetes/Pod",
        address="Pod/a",
        name="a",
        value={"apiVersion": "v1", "spec": {}},
        locate=locate,
        source="",
    )
    answers = [Answer("fail", "bad", ("spec", "a"), ("spec",)), Answer("fail", "bad")]
    relations = UnitRelations([])

    def begins(asked: bool) -> list[list[str]]:
        found = judge(
            [pod],
            lambda fact: [(rule(answers), fact.kind)],
            lambda one, fact: Context(relations, datetime(2026, 1, 1, tzinfo=UTC)),
            with_begins=lambda: asked,
        )
        return [[place.path for place in hit.begins] for hit in found.hits]

    assert begins(asked=False) == [[], []]
    assert begins(asked=True) == [["apiVersion", "spec"], ["apiVersion", "apiVersion"]]
