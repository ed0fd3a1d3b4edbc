"""Schemas that are deep, wide, or no schemas: each ends in time, and in no error."""

from __future__ import annotations

import json
from typing import Any

import pytest
from effort import ends

from trueline.contracts.schema import Files, SchemaChange, compare_schemas, read_schema
from trueline.model.document import Source
from trueline.parsers import json as parser


def compare(old: object, new: object) -> list[SchemaChange]:
    sides = []
    for schema in (old, new):
        document = parser.parse(Source("a.json", json.dumps(schema).encode())).documents[0]
        sides.append(read_schema(document, (), Files(), "2020-12"))
    with ends():
        return list(compare_schemas(sides[0], sides[1], "both"))


def chain(count: int, end: str, keyword: str) -> Any:
    """Return definitions of which each leads to the next."""
    links: dict[str, Any] = {
        f"d{number}": {"properties": {"n": {"$ref": f"#/$defs/d{number + 1}"}}}
        if keyword == "properties"
        else {keyword: [{"$ref": f"#/$defs/d{number + 1}"}, {"title": "x"}]}
        for number in range(count)
    }
    return {"$ref": "#/$defs/d0", "$defs": {**links, f"d{count}": {"type": end}}}


@pytest.mark.parametrize("keyword", ["properties", "allOf"])
def test_a_long_chain_is_followed_to_its_end(keyword: str) -> None:
    old, new = (chain(900, end, keyword) for end in ("string", "integer"))

    assert [change.id for change in compare(old, new)] == ["type-changed"]


@pytest.mark.parametrize("keyword", ["oneOf", "anyOf"])
def test_choices_within_choices_end_in_a_change(keyword: str) -> None:
    old, new = (chain(60, end, keyword) for end in ("string", "integer"))

    assert compare(old, new)


def test_every_definition_leads_to_every_other_twice() -> None:
    def tangle(end: str) -> Any:
        names = [f"d{number}" for number in range(24)]
        members = [{"$ref": f"#/$defs/{name}"} for name in names]
        return {
            "$ref": "#/$defs/d0",
            "$defs": {
                name: {"oneOf": [*members, {"type": end}], "properties": {"x": {"anyOf": members}}} for name in names
            },
        }

    assert compare(tangle("string"), tangle("integer"))


def test_many_choices_beside_each_other_are_not_multiplied() -> None:
    def wide(end: str) -> Any:
        choice = [{"type": "object", "required": [name]} for name in "abcdef"]
        return {
            "allOf": [{"anyOf": [*choice, {"type": end, "title": str(number)}]} for number in range(12)],
            "title": end,
        }

    assert compare(wide("string"), {**wide("integer"), "type": "object"})


def test_a_choice_of_thousands_is_matched_by_name() -> None:
    def many(kind: str) -> Any:
        return {"oneOf": [{"title": f"t{number}", "type": kind, "maxLength": number} for number in range(600)]}

    changes = compare(many("string"), {"oneOf": many("string")["oneOf"][:-1]})  # the others allow less than it did

    gone = [change.pointer for change in changes if change.id != "one-of-overlap"]
    assert gone == [("<t599>",)]


@pytest.mark.parametrize(
    "schema",
    [
        pytest.param({"$ref": "#"}, id="leads to itself"),
        pytest.param({"allOf": [{"$ref": "#"}]}, id="all of itself"),
        pytest.param({"oneOf": [{"$ref": "#"}, {"$ref": "#"}]}, id="one of itself"),
        pytest.param({"not": {"$ref": "#"}}, id="not itself"),
        pytest.param(
            {"$ref": 5, "type": 5, "properties": [], "required": {}, "enum": 3, "allOf": {}, "oneOf": 1},
            id="wrong types",
        ),
        pytest.param(
            {"properties": {"a": 3, "b": None, "c": []}, "items": 7, "minimum": "x", "pattern": 4}, id="wrong values"
        ),
        pytest.param({"type": ["string", "colour"]}, id="unknown type"),
        pytest.param({"pattern": "(", "patternProperties": {"(": {}, "(a+)+$": False}}, id="patterns"),
        pytest.param({"minimum": 1e308, "maximum": 10**400, "multipleOf": 5e-324}, id="numbers"),
        pytest.param(
            {"discriminator": 3, "readOnly": "yes", "dependencies": 1, "dependentRequired": {"a": {}}}, id="marks"
        ),
        pytest.param([], id="a list"),
        pytest.param("text", id="a text"),
        pytest.param(None, id="null"),
    ],
)
def test_what_is_no_schema_is_no_error(schema: Any) -> None:
    plain = {"type": "object", "properties": {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!": {"type": "string"}}}

    assert compare(schema, schema) == []
    compare(schema, plain)
    compare(plain, schema)
