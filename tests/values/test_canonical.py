"""One spelling of a value: what is equal reads alike, what is not does not, and a secret is never in it."""

from __future__ import annotations

import pytest

from trueline.values.canonical import spell
from trueline.values.partial import PartialJson
from trueline.values.partial_list import PartialList
from trueline.values.partial_map import PartialMap
from trueline.values.partial_text import assemble
from trueline.values.unknown import MarkedText, SecretFloat, SecretInt, Unknown

HOLE = Unknown(["var.a is not set"], ["aws_vpc.a"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param({"a": 1, "b": [2]}, {"b": [2], "a": 1}, id="the order of a map"),
        pytest.param((1, 2), [1, 2], id="lists and tuples"),
        pytest.param(1.0, 1, id="a number without a fraction"),
        pytest.param(MarkedText("x", ["aws_vpc.a"]), "x", id="what a text refers to"),
        pytest.param(Unknown(["why"]), Unknown(["another reason"], ["aws_vpc.b"]), id="unknowns"),
        pytest.param(MarkedText("one", sensitive=True), MarkedText("two", sensitive=True), id="secret texts"),
        pytest.param({"dbPassword": "one", "a": 1}, {"dbPassword": "two", "a": 1}, id="what is called a secret"),
        pytest.param({"Secret": {"x": ["one"]}}, {"Secret": {"x": ["two"]}}, id="what is in something called so"),
        pytest.param(
            [{"name": "API_KEY", "value": "one"}],
            [{"name": "API_KEY", "value": "two"}],
            id="the value of a secret name",
        ),
        pytest.param(SecretInt(1), SecretInt(2), id="secret numbers"),
        pytest.param(SecretFloat(1.5), SecretFloat(2.5), id="secret fractions"),
        pytest.param(
            PartialMap([("a", 1), ("b", 2), (HOLE, 3)]), PartialMap([("b", 2), ("a", 1), (HOLE, 3)]), id="pairs"
        ),
    ],
)
def test_what_is_the_same_has_one_spelling(one: object, other: object) -> None:
    assert spell(one) == spell(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(1, "1", id="a number and its text"),
        pytest.param(1, True, id="a number and a truth"),
        pytest.param("true", True, id="a truth and its text"),
        pytest.param(None, "", id="nothing and an empty text"),
        pytest.param([], {}, id="a list and a map"),
        pytest.param(1.5, 1, id="fractions"),
        pytest.param(["a", "b"], ["b", "a"], id="the order of a list"),
        pytest.param(["ab"], ["a", "b"], id="texts that run into each other"),
        pytest.param(["s1:a"], ["s1:as1:a"], id="texts that look like spellings"),
        pytest.param({"a": {"b": 1}}, {"a": {}, "b": 1}, id="where a map ends"),
        pytest.param({1: "x"}, {"1": "x"}, id="keys of two types"),
        pytest.param([HOLE], [assemble(["a", HOLE])], id="an unknown and a text with a hole"),
        pytest.param(assemble(["a", HOLE]), assemble(["b", HOLE]), id="the known part of a text"),
        pytest.param(PartialJson({"a": 1, "b": HOLE}), PartialJson({"a": 2, "b": HOLE}), id="the known part of JSON"),
        pytest.param(PartialList(["a"], HOLE), PartialList(["a", "b"], HOLE), id="the known part of a list"),
        pytest.param(PartialMap([(HOLE, 1)]), PartialMap([(HOLE, 2)]), id="the known part of a map"),
        pytest.param([{"name": "A", "value": "one"}], [{"name": "A", "value": "two"}], id="the value of another name"),
        pytest.param({"password": "one"}, {"password": 1}, id="the type of a secret"),
        pytest.param(10**5000, 10**5000 + 1, id="numbers longer than Python prints"),
    ],
)
def test_what_is_not_the_same_has_two(one: object, other: object) -> None:
    assert spell(one) != spell(other)


def test_beside_a_secret_only_types_count() -> None:
    value = {"user": "admin", "password": MarkedText("hunter22", sensitive=True), "hunter22-key": 1}

    assert spell(value, ["hunter22"]) == spell({**value, "user": "root"}, ["hunter22"])
    assert "hunter22" not in spell(value, ["hunter22"])
    assert spell(value, ["hunter22"]) != spell({**value, "user": 7}, ["hunter22"])


def test_what_nests_deeply_has_a_spelling() -> None:
    value: object = 1
    for _ in range(20_000):
        value = [value]

    assert spell(value).endswith("i1;")
