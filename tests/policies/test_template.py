from __future__ import annotations

import pytest

from trueline.policies.template import Hole, mask, secrets_of, show, split
from trueline.values.partial import PartialJson
from trueline.values.partial_text import PartialText
from trueline.values.unknown import MarkedText, SecretInt, Unknown

SECRET = MarkedText("hunter2", sensitive=True)


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        pytest.param("no holes", ["no holes"], id="text"),
        pytest.param("ACL { it.acl }!", ["ACL ", Hole("it.acl", 5), "!"], id="a hole"),
        pytest.param("{{{a}}}", ["{", Hole("a", 3), "}"], id="braces"),
        pytest.param("{ {'a': '}'}['a'] }", [Hole("{'a': '}'}['a']", 1)], id="maps and texts in a hole"),
        pytest.param(r"{'\'}'}", [Hole(r"'\'}'", 1)], id="escaped quotes"),
    ],
)
def test_split(message: str, parts: list[object]) -> None:
    assert parts == split(message)


@pytest.mark.parametrize("message", ["{it", "it}", "{'it}"])
def test_open_holes(message: str) -> None:
    with pytest.raises(ValueError, match="hole"):
        split(message)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param("a", "a", id="text"),
        pytest.param(True, "true", id="boolean"),
        pytest.param(2.0, "2", id="whole float"),
        pytest.param(0.25, "0.25", id="float"),
        pytest.param(None, "null", id="null"),
        pytest.param(["a", 1, ["b"]], "a, 1, [b]", id="list"),
        pytest.param([], "[]", id="empty list"),
        pytest.param({"a": {"b": Unknown(["x"])}}, "{a: {b: (unknown)}}", id="an unknown inside"),
        pytest.param(Unknown(["x"]), "(unknown)", id="unknown"),
        pytest.param(PartialText(["arn:", Unknown(["x"]), ":root"]), "arn:(unknown):root", id="known in pieces"),
        pytest.param([PartialText([SECRET, Unknown(["x"]), "y"])], "(sensitive)(unknown)y", id="a secret piece"),
        pytest.param(SECRET, "(sensitive)", id="secret"),
        pytest.param({"a": [SecretInt(5)]}, "(sensitive)", id="a secret inside"),
        pytest.param("x" * 301, "x" * 299 + "…", id="long"),
    ],
)
def test_show(value: object, text: str) -> None:
    assert text == show(value)


def test_secrets_are_masked_wherever_they_appear() -> None:
    hidden = PartialJson({"c": MarkedText("hunter22", sensitive=True), "d": Unknown(["x"])})
    pieces = PartialText(["a", Unknown(["x"]), MarkedText("hunter2", sensitive=True)])
    secrets = secrets_of({"a": pieces, "b": ["plain", SecretInt(7), hidden]})

    assert secrets == ["hunter22", "hunter2", "7"]
    assert mask("hunter22/hunter2 7", secrets) == "(sensitive)/(sensitive) 7"
    assert mask("7", secrets) == "(sensitive)"
