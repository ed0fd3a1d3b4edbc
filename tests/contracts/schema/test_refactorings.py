"""What is written otherwise and means the same is no change."""

from __future__ import annotations

import json
from typing import Any

import pytest

from trueline.contracts.schema import Files, SchemaChange, compare_schemas, read_schema
from trueline.model.document import Source
from trueline.parsers import json as parser

ORDER: dict[str, Any] = {
    "type": "object",
    "properties": {"id": {"type": "string"}, "total": {"type": "integer", "minimum": 1}},
    "required": ["id"],
}
CAT: dict[str, Any] = {"type": "object", "properties": {"kind": {"const": "cat"}, "lives": {}}, "required": ["kind"]}
DOG: dict[str, Any] = {"type": "object", "properties": {"kind": {"const": "dog"}, "barks": {}}, "required": ["kind"]}
NODE: dict[str, Any] = {"type": "object", "properties": {"next": {"$ref": "#/$defs/Node"}}}


def compare(old: object, new: object, dialects: tuple[str, str] = ("2020-12", "2020-12")) -> list[SchemaChange]:
    sides = []
    for schema, dialect in zip((old, new), dialects, strict=True):
        document = parser.parse(Source("a.json", json.dumps(schema).encode())).documents[0]
        sides.append(read_schema(document, (), Files(), dialect))
    return list(compare_schemas(sides[0], sides[1], "both"))


SAME = [
    pytest.param(ORDER, {"$ref": "#/$defs/Order", "$defs": {"Order": ORDER}}, id="moved behind a reference"),
    pytest.param(
        ORDER,
        {
            "allOf": [
                {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]},
                {"properties": {"total": {"type": "integer", "minimum": 1}}},
            ]
        },
        id="split by allOf",
    ),
    pytest.param(
        {"properties": {"a": {"$ref": "#/$defs/A"}}, "$defs": {"A": ORDER}},
        {"properties": {"a": {"$ref": "#/$defs/B"}}, "$defs": {"B": ORDER}},
        id="a definition was renamed",
    ),
    pytest.param(
        {"oneOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}], "$defs": {"Cat": CAT, "Dog": DOG}},
        {"oneOf": [{"$ref": "#/$defs/Hound"}, {"$ref": "#/$defs/Cat"}], "$defs": {"Cat": CAT, "Hound": DOG}},
        id="members were reordered and one renamed",
    ),
    pytest.param(ORDER, {"oneOf": [ORDER]}, id="the only member of a choice"),
    pytest.param(
        {"anyOf": [True, {"additionalProperties": False}], "unevaluatedItems": False},
        {"anyOf": [{"additionalProperties": False}, True], "unevaluatedItems": False},
        id="members were reordered beside what depends on which one holds",
    ),
    pytest.param(
        {"oneOf": [CAT, DOG]},
        {
            "type": "object",
            "required": ["kind"],
            "oneOf": [
                {"properties": {"kind": {"const": "cat"}, "lives": {}}},
                {"properties": {"kind": {"const": "dog"}, "barks": {}}},
            ],
        },
        id="what all members share moved beside them",
    ),
    pytest.param(
        {"enum": ["a", "b"]}, {"oneOf": [{"const": "b", "title": "B"}, {"const": "a"}]}, id="enum with titles"
    ),
    pytest.param({"const": 1}, {"enum": [1.0]}, id="const is an enum of one"),
    pytest.param({"type": "string", "enum": ["a"]}, {"enum": ["a"]}, id="the type that the values have"),
    pytest.param(
        {"type": ["string", "null"]}, {"anyOf": [{"type": "null"}, {"type": "string"}]}, id="null as a member"
    ),
    pytest.param(
        {"type": ["string", "integer"]}, {"oneOf": [{"type": "integer"}, {"type": "string"}]}, id="types as members"
    ),
    pytest.param({"type": "integer", "minimum": 1}, {"type": "integer", "exclusiveMinimum": 0}, id="the same integers"),
    pytest.param({"type": "string", "minLength": 0}, {"type": "string"}, id="a limit that limits nothing"),
    pytest.param({"type": "string", "pattern": ".*"}, {"type": "string"}, id="a pattern that everything matches"),
    pytest.param({"type": "string"}, {"type": "string", "minItems": 3}, id="a keyword about other types"),
    pytest.param({"type": "object", "additionalProperties": True}, {"type": "object"}, id="open in so many words"),
    pytest.param({"title": "A", "description": "B"}, {"title": "C", "$comment": "D", "examples": [1]}, id="words"),
    pytest.param(
        {"$ref": "#/$defs/Node", "$defs": {"Node": NODE}},
        {"allOf": [{"$ref": "#/$defs/Node"}], "$defs": {"Node": NODE}},
        id="a cycle",
    ),
    pytest.param(
        {"type": "object", "properties": {"next": {"$ref": "#"}}},
        {"type": "object", "properties": {"next": {"type": "object", "properties": {"next": {"$ref": "#"}}}}},
        id="a cycle that was unrolled once",
    ),
    pytest.param(
        {"$ref": "https://example.com/a.json"}, {"$ref": "https://example.com/a.json"}, id="not followed, and the same"
    ),
    pytest.param({"type": "array", "prefixItems": [{}, {}]}, {"type": "array"}, id="first elements of any kind"),
    pytest.param(
        {"not": {"type": ["string", "null"]}},
        {"not": {"anyOf": [{"type": "null"}, {"type": "string"}]}},
        id="within not",
    ),
    pytest.param({"dependentRequired": {"a": ["b"]}, "required": ["b"]}, {"required": ["b"]}, id="needed anyway"),
]


@pytest.mark.parametrize(("old", "new"), SAME)
def test_the_same_is_silent(old: object, new: object) -> None:
    assert compare(old, new) == []
    assert compare(new, old) == []


@pytest.mark.parametrize(
    ("old", "new", "dialects"),
    [
        pytest.param(
            {"type": "string", "nullable": True},
            {"type": ["string", "null"]},
            ("openapi-3.0", "openapi-3.1"),
            id="nullable",
        ),
        pytest.param(
            {"enum": ["a"], "nullable": True}, {"enum": ["a", None]}, ("openapi-3.0", "2020-12"), id="nullable values"
        ),
        pytest.param(
            {"type": "number", "minimum": 0, "exclusiveMinimum": True},
            {"type": "number", "exclusiveMinimum": 0},
            ("draft4", "draft7"),
            id="exclusive limits",
        ),
        pytest.param(
            {"items": [{"type": "string"}], "additionalItems": False},
            {"prefixItems": [{"type": "string"}], "items": False},
            ("2019-09", "2020-12"),
            id="tuples",
        ),
        pytest.param(
            {"dependencies": {"a": ["b"], "c": {"required": ["d"]}}},
            {"dependentRequired": {"a": ["b"]}, "dependentSchemas": {"c": {"required": ["d"]}}},
            ("draft7", "2019-09"),
            id="dependencies",
        ),
        pytest.param(
            {"$ref": "#/definitions/A", "maxLength": 3, "definitions": {"A": {"type": "string"}}},
            {"type": "string"},
            ("draft7", "draft7"),
            id="beside a reference nothing counts",
        ),
        pytest.param({"const": 1}, {}, ("draft4", "draft4"), id="unknown to the dialect"),
    ],
)
def test_the_same_in_another_dialect_is_silent(old: object, new: object, dialects: tuple[str, str]) -> None:
    assert compare(old, new, dialects) == []
    assert compare(new, old, (dialects[1], dialects[0])) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(ORDER, {"oneOf": [ORDER, {"type": "string"}]}, id="one became one of several"),
        pytest.param({"oneOf": [CAT]}, {"oneOf": [DOG, CAT]}, id="a member more"),
        pytest.param(
            {"enum": ["ab"]}, {"type": "string", "minLength": 2, "pattern": "b$"}, id="the only value still fits"
        ),
        pytest.param(
            {"type": "object", "properties": {"a": {"type": "string"}}},
            {"anyOf": [{"type": "object"}, {"type": "null"}]},
            id="less is said",
        ),
        pytest.param({"allOf": [ORDER, {"required": ["total"]}]}, ORDER, id="a member of allOf went"),
        pytest.param({"type": "integer", "multipleOf": 4}, {"type": "integer", "multipleOf": 2}, id="more multiples"),
    ],
)
def test_what_only_widens_breaks_no_request(old: object, new: object) -> None:
    widened, narrowed = compare(old, new), compare(new, old)

    assert widened
    assert not any(change.details["narrows"] for change in widened)
    assert not any(change.details["widens"] for change in narrowed)
