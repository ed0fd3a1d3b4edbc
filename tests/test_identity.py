"""What a finding is known by and what it says: what keeps them, what changes them, and that no secret is in them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from trueline.engine import UnitRelations, judge
from trueline.identity import context, fingerprint, identify
from trueline.model.location import Location
from trueline.model.resource import Place, Resource
from trueline.model.rule import Answer, Context, Rule
from trueline.values.unknown import MarkedText

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.engine import Hit
    from trueline.model.level import FactKind
    from trueline.model.location import Path

HERE = Location("main.tf")


def resource(
    value: object, address: str = "aws_s3_bucket.this", families: Mapping[str, Path] | None = None
) -> Resource:
    return Resource(
        kind="terraform/aws_s3_bucket", address=address, name="this", value=value, source="main.tf",
        locate=lambda _: Place(HERE), families=families,
    )  # fmt: skip


BLOCKS = {"ingress": [{"name": "web", "port": 80}, {"port": 22}], "cidrs": ["10.0.0.0/8", "0.0.0.0/0"], "acl": "public"}


def mark(value: object, path: Path, identity: str | None = None) -> str:
    return identify("a-rule", resource(value), Answer("fail", path=path, identity=identity))


def test_a_fingerprint_survives_reordering_by_merge_key_and_by_content() -> None:
    swapped = {"ingress": BLOCKS["ingress"][::-1], "cidrs": BLOCKS["cidrs"][::-1], "acl": "public"}

    assert mark(BLOCKS, ("ingress", 0, "port")) == mark(swapped, ("ingress", 1, "port"))
    assert mark(BLOCKS, ("cidrs", 1)) == mark(swapped, ("cidrs", 0))


def test_a_member_without_a_name_is_known_by_what_is_in_it() -> None:
    ssh, more = {"port": 22, "cidr": "0.0.0.0/0"}, {"port": 443, "cidr": "10.0.0.0/8"}

    assert mark([ssh], (0, "cidr")) == mark([more, ssh], (1, "cidr"))
    assert mark([ssh], (0, "cidr")) != mark([{**ssh, "port": 3389}], (0, "cidr"))
    assert mark([[1, 2]], (0, 1)) == mark([[3], [1, 2]], (1, 1))


def test_a_fingerprint_changes_with_the_offending_value() -> None:
    assert mark(BLOCKS, ("acl",)) != mark({**BLOCKS, "acl": "public-read-write"}, ("acl",))


def test_a_fingerprint_holds_no_map_and_no_secret() -> None:
    assert mark({"a": {"b": 1}}, ("a",)) == mark({"a": {"b": 2}}, ("a",))
    first, second = (MarkedText(text, sensitive=True) for text in ("one", "two"))
    assert mark({"a": first}, ("a",)) == mark({"a": second}, ("a",))


def test_an_identity_of_the_rule_replaces_the_value() -> None:
    assert mark({"a": 1}, ("a",), "x") == mark({"a": 2}, ("a",), "x")


def test_a_fingerprint_has_128_bits_and_is_told_apart() -> None:
    identity = mark(BLOCKS, ("acl",))

    assert re.fullmatch("TL-[0-9a-f]{32}", fingerprint(identity))
    assert len({fingerprint(identity, *distinct) for distinct in ((), ("a",), ("a", "b"), ("ab",), ("", "ab"))}) == 5


def test_no_two_subjects_read_alike() -> None:
    parts = [("a", ("b", "c")), ("a\0b", ("c",)), ("a", ("b/c",)), ("a", ("b\0c",)), ("a", ("[name=b]", "c"))]
    value = {"b": {"c": 1}, "c": 1, "b/c": 1, "b\0c": 1, "[name=b]": {"c": 1}}
    marks = {identify("a-rule", resource(value, address), Answer("fail", path=path)) for address, path in parts}

    assert len(marks) == len(parts)


def test_a_member_with_a_secret_name_is_known_by_its_place() -> None:
    first, second = ([{"key": MarkedText(text, sensitive=True), "a": 1}] for text in ("one", "two"))

    assert mark(first, (0, "a")) == mark(second, (0, "a"))


def hit(value: object, answer: Answer, *, on: FactKind = "resource", families: Mapping[str, Path] | None = None) -> Hit:
    rule = Rule("a-rule", "A title", "a-policy", HERE, lambda *_: [answer], ("terraform/*",), on)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    relations = UnitRelations([])
    found = resource(value, families=families)
    kind = next(iter(families), found.kind) if families else found.kind
    return judge([found], lambda _: [(rule, kind)], lambda *_: Context(relations, now)).hits[0]


def said(value: object, path: Path = (), message: str = "bad", *, on: FactKind = "resource") -> str:
    return hit(value, Answer("fail", message, path), on=on).context


def test_a_context_changes_with_what_the_finding_points_at() -> None:
    more = {**BLOCKS, "cidrs": [*BLOCKS["cidrs"], "192.168.0.0/16"]}
    port = {**BLOCKS, "ingress": [{"name": "web", "port": 443}, {"port": 22}]}

    assert re.fullmatch("[0-9a-f]{32}", said(BLOCKS, ("cidrs",)))
    assert said(BLOCKS, ("cidrs",)) != said(more, ("cidrs",))
    assert mark(BLOCKS, ("cidrs",)) == mark(more, ("cidrs",))
    assert said(BLOCKS, ("ingress", 0)) != said(port, ("ingress", 0))
    assert mark(BLOCKS, ("ingress", 0)) == mark(port, ("ingress", 0))
    assert said(BLOCKS, ("ingress", 0)) == said({**port, "ingress": BLOCKS["ingress"]}, ("ingress", 0))


def test_a_context_changes_with_the_message() -> None:
    assert said(BLOCKS, ("acl",)) != said(BLOCKS, ("acl",), "worse")


def test_of_a_whole_subject_only_the_message_counts() -> None:
    tagged = {**BLOCKS, "tags": {"team": "shop"}}
    families = {"any/bucket": ("acl",)}

    assert said(BLOCKS) == said(tagged)
    assert said(BLOCKS) != said(BLOCKS, message="worse")
    assert (
        hit({"acl": {"a": 1}}, Answer("fail", "bad", ("acl",)), families=families).context
        == hit({"acl": {"a": 2}}, Answer("fail", "bad", ("acl",)), families=families).context
    )


def test_a_change_is_what_was_and_what_is() -> None:
    change = {"kind": "k", "before": {"a": 1, "b": 2}, "after": None, "details": "x"}
    turned = {"after": None, "before": {"b": 2, "a": 1}, "details": "y"}

    assert said(change, on="change") == said(turned, on="change")
    assert said(change, on="change") != said({**change, "before": {"a": 1}}, on="change")
    assert said({"before": 1}, on="change") != said({"after": 1}, on="change")


def test_a_context_holds_no_secret() -> None:
    first, second = ({"a": {"user": "u", "pw": MarkedText(text, sensitive=True)}} for text in ("hunter22", "swordfish"))

    assert said(first, ("a",)) == said(second, ("a",))
    assert said(first, ("a", "pw")) == said(second, ("a", "pw"))
    assert hit(first, Answer("fail", "bad", ("a",))).secret
    assert context("it is hunter22", (), ["hunter22"]) == context("it is swordfish", (), ["swordfish"])


@pytest.mark.parametrize(
    ("shape", "path"),
    [
        pytest.param(lambda text: {"password": text}, ("password",), id="its name"),
        pytest.param(lambda text: {"MasterUserPassword": text}, ("MasterUserPassword",), id="its name in capitals"),
        pytest.param(
            lambda text: {"env": [{"name": "API_KEY", "value": text}]}, ("env", 0, "value"), id="a name beside"
        ),
        pytest.param(lambda text: {"secret": {"a": [text]}}, ("secret", "a", 0), id="what it is in"),
        pytest.param(lambda text: {"secret": [{"a": text}]}, ("secret", 0), id="a map in it"),
        pytest.param(lambda text: [{"password": text, "port": 1}], (0, "port"), id="the map it stands in"),
    ],
)
def test_what_is_called_a_secret_is_in_neither(shape, path: Path) -> None:
    first, second = shape("hunter22"), shape("swordfish")

    assert mark(first, path) == mark(second, path)
    assert said(first, path) == said(second, path)


@pytest.mark.parametrize("path", [("nothing",), ("cidrs", 7), ("acl", "below")])
def test_what_is_not_there_says_so(path: Path) -> None:
    assert said(BLOCKS, path) == said({}, path)
