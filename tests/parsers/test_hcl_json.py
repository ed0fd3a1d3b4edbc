from __future__ import annotations

import json

import pytest

from trueline.model.document import Source
from trueline.parsers.hcl import parse
from trueline.parsers.hcl.syntax import Literal, Template


def _parse(data: object, path: str = "main.tf.json"):
    text = data if isinstance(data, bytes) else json.dumps(data, indent=2).encode()
    return parse(Source(path, text))


def test_the_same_tree_as_native_syntax():
    parsed = _parse(
        {
            "//": "ignored",
            "resource": {"x": {"y": {"name": "a-${var.b}", "tags": {"k": "v"}, "rule": {"port": 1}, "//": "too"}}},
            "locals": [{"a": 1}, {"b": [True, None]}],
        }
    )
    root = parsed.documents[0].root

    assert list(parsed.problems) == []
    assert [(b.type, list(b.labels)) for b in root.blocks] == [("resource", ["x", "y"]), ("locals", []), ("locals", [])]
    body = root.blocks[0].body
    assert isinstance(body.attributes["name"].expression, Template)
    assert list(body.attributes) == ["name", "tags"]
    assert [block.type for block in body.blocks] == ["rule"]


def test_regions_point_at_the_value():
    document = _parse(b'{\n  "locals": {"\xc3\xa4": "x", "b": [1,\n 2]}\n}\n').documents[0]
    expression = document.root.blocks[0].body.attributes["b"].expression

    assert document.region((expression.start, expression.end)) == (2, 29, 3, 4)


@pytest.mark.parametrize(
    ("text", "message", "start"),
    [
        pytest.param(b'{"a": [1,}', 'unexpected "}"', (1, 10), id="comma before a brace"),
        pytest.param(b'{"a": 1,}', "a name in quotes is expected after the comma", (1, 9), id="comma at the end"),
        pytest.param(b"{\n  a: 1}", "this is not valid JSON", (2, 3), id="name without quotes"),
        pytest.param(b'{"a": "x}', "this is not valid JSON", (1, 7), id="unclosed text"),
        pytest.param(b"[]", "an object is expected", (1, 1), id="no object"),
        pytest.param(b"{} x", "nothing may follow the object", (1, 3), id="rest"),
        pytest.param(b"", "this is not valid JSON", (1, 1), id="empty"),
        pytest.param(b'{"a":' + b"[" * 40_000, "nested deeper than 100 levels", (1, 106), id="deep"),
        pytest.param(b'{"resource": 1}', "resource must be an object", (1, 14), id="no block"),
        pytest.param(b'{"locals": {"a": 1, "a": 2}}', "a is set twice in one object", (1, 21), id="duplicate"),
        pytest.param(b'{"a": NaN}', "this is not valid JSON", (1, 7), id="NaN"),
    ],
)
def test_problems_are_located(text, message, start):
    (problem,) = _parse(text).problems

    assert (message, start) == (problem.message, problem.region[:2])


def test_variable_files_hold_no_templates():
    attributes = _parse({"a": "${x}", "b": {"c": 1}}, "x.tfvars.json").documents[0].root.attributes

    assert isinstance(attributes["a"].expression, Literal)
    assert attributes["a"].expression.value == "${x}"


def test_what_is_repeated_for_each_member_of_an_object_is_no_block():
    parsed = _parse({"resource": {"x": {"y": {"for_each": {"k": "v"}}}}})

    assert list(parsed.documents[0].root.blocks[0].body.attributes) == ["for_each"]


def test_a_list_of_objects_is_one_body():
    parsed = _parse([{"locals": {"a": 1}}, {"locals": {"b": 2}}])

    assert [block.type for block in parsed.documents[0].root.blocks] == ["locals", "locals"]
