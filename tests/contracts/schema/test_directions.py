"""What a change means for requests and responses, and where it stands on both sides."""

from __future__ import annotations

import pytest

from trueline.contracts.schema import Files, SchemaChange, compare_schemas, read_schema
from trueline.model.document import Source
from trueline.parsers import yaml


def compare(old: str, new: str, direction: str, dialect: str = "openapi-3.0") -> list[SchemaChange]:
    sides = []
    for text, revision in ((old, "base"), (new, "")):
        document = yaml.parse(Source("a.yaml", text.encode(), revision)).documents[0]
        sides.append(read_schema(document, ("schema",), Files(), dialect))
    return list(compare_schemas(sides[0], sides[1], direction))


def answers(old: str, new: str, dialect: str = "openapi-3.0") -> list[tuple[str, str, str]]:
    """Return what changed, with the answers for requests and for responses."""
    found = {(change.id, change.pointer): [change.compatibility] for change in compare(old, new, "request", dialect)}
    for change in compare(old, new, "response", dialect):
        found.setdefault((change.id, change.pointer), ["-"]).append(change.compatibility)
    return [(kind, *pair) if len(pair) == 2 else (kind, *pair, "-") for (kind, _), pair in found.items()]


CHOICE = "schema: {oneOf: [{type: string}, {type: array}], "
A = "schema:\n  type: object\n  properties:\n    a: {type: string}\n"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            A, A + "    b: {type: string}\n", [("property-added", "compatible", "compatible")], id="optional property"
        ),
        pytest.param(
            A,
            A + "    b: {}\n  required: [b]\n",
            [("required-property-added", "breaking", "compatible")],
            id="required property",
        ),
        pytest.param(
            A + "    b: {}\n  required: [b]\n",
            A,
            [("required-property-removed", "dangerous", "breaking")],
            id="required property gone",
        ),
        pytest.param(
            A + "    b: {}\n", A, [("property-removed", "dangerous", "dangerous")], id="optional property gone"
        ),
        pytest.param(
            A + "    b: {}\n  additionalProperties: false\n",
            A + "  additionalProperties: false\n",
            [("property-removed", "breaking", "dangerous")],
            id="gone from a closed object",
        ),
        pytest.param(
            A,
            A + "    b: {readOnly: true}\n  required: [b]\n",
            [("required-property-added", "compatible", "compatible")],
            id="required, and only read",
        ),
        pytest.param(
            A + "    b: {readOnly: true, type: string}\n",
            A + "    b: {readOnly: true, type: integer}\n",
            [("type-changed", "-", "breaking")],
            id="what is only read is in no request",
        ),
        pytest.param(
            A + "    b: {writeOnly: true, type: string}\n",
            A + "    b: {writeOnly: true, type: integer}\n",
            [("type-changed", "breaking", "-")],
            id="what is only written is in no response",
        ),
        pytest.param(
            "schema: {type: integer}",
            "schema: {type: number}",
            [("type-widened", "compatible", "breaking")],
            id="more numbers",
        ),
        pytest.param(
            "schema: {enum: [a]}",
            "schema: {enum: [a, b]}",
            [("enum-value-added", "compatible", "dangerous")],
            id="a value more",
        ),
        pytest.param(
            "schema: {type: string}",
            "schema: {type: string, nullable: true}",
            [("nullable-added", "compatible", "breaking")],
            id="null too",
        ),
        pytest.param(
            CHOICE + "discriminator: {propertyName: k, mapping: {a: '#/A', b: '#/B'}}}",
            CHOICE + "discriminator: {propertyName: k, mapping: {a: '#/C', c: '#/B'}}}",
            [
                ("discriminator-mapping-added", "compatible", "dangerous"),
                ("discriminator-mapping-changed", "dangerous", "dangerous"),
                ("discriminator-mapping-removed", "breaking", "compatible"),
            ],
            id="values of a discriminator",
        ),
        pytest.param(
            "schema: {oneOf: [{type: string}, {type: array}], discriminator: {propertyName: k}}",
            "schema: {oneOf: [{type: string}, {type: array}], discriminator: {propertyName: l}}",
            [("discriminator-changed", "breaking", "breaking")],
            id="another discriminator",
        ),
        pytest.param(
            "schema: {type: object}",
            "schema: {type: object, discriminator: {propertyName: l}}",
            [("discriminator-added", "dangerous", "dangerous")],
            id="discriminator added",
        ),
        pytest.param(
            "schema: {type: object, discriminator: l}",
            "schema: {type: object}",
            [("discriminator-removed", "dangerous", "dangerous")],
            id="discriminator removed",
        ),
    ],
)
def test_a_request_may_widen_and_a_response_narrow(old: str, new: str, expected: list[tuple[str, str, str]]) -> None:
    assert sorted(expected) == sorted(answers(old, new))


@pytest.mark.parametrize(
    ("mapping", "properties", "expected"),
    [
        pytest.param(
            "", "", ["discriminator-mapping-added", "discriminator-mapping-removed"], id="the name is the value"
        ),
        pytest.param(", mapping: {d: '#/Dog', e: '#/Hound'}", "", [], id="the mapping names the value"),
        pytest.param("", "properties: {kind: {enum: [dog]}}, ", [], id="the property names the value"),
    ],
)
def test_a_renamed_member_is_another_value_of_the_discriminator(
    mapping: str, properties: str, expected: list[str]
) -> None:
    text = "schema: {oneOf: [{$ref: '#/Cat'}, {$ref: '#/%s'}], discriminator: {propertyName: kind" + mapping + "}}\n"
    text += (
        "Cat: {type: object, required: [kind, lives]}\n%s: {type: object, " + properties + "required: [kind, barks]}\n"
    )

    changed = compare(text % ("Dog", "Dog"), text % ("Hound", "Hound"), "request")

    assert expected == [change.id for change in changed]


def test_in_both_directions_only_read_counts_too() -> None:
    old, new = (A + f"    b: {{readOnly: true, type: {name}}}\n" for name in ("string", "integer"))

    assert [change.id for change in compare(old, new, "both")] == ["type-changed"]


def test_a_merged_keyword_keeps_its_own_place() -> None:
    base = "schema:\n  allOf:\n  - $ref: '#/A'\n  - type: object\nA:\n  properties:\n    a: {type: string}\n    b: {}\n"
    head = "A:\n  properties:\n    a: {type: integer}\nschema:\n  allOf:\n  - type: object\n  - $ref: '#/A'\n"

    changed = compare(base, head, "response")

    assert [(one.id, one.pointer, str(one.base_location), str(one.location)) for one in changed] == [
        ("property-removed", ("b",), "a.yaml:8:8", "a.yaml:2:3"),
        ("type-changed", ("a",), "a.yaml:7:15", "a.yaml:3:15"),
    ]
    assert {("base", "")} == {(one.base_location.revision, one.location.revision) for one in changed}


def test_a_shared_schema_is_told_once_by_its_shortest_name() -> None:
    base = "schema:\n  properties:\n    z: {$ref: '#/A'}\n    b: {properties: {c: {$ref: '#/A'}}}\nA: {type: string}\n"

    changed = compare(base, base.replace("type: string", "type: integer"), "both")

    assert [change.pointer for change in changed] == [("z",)]


def test_a_removed_property_says_whether_it_was_deprecated() -> None:
    old = A + "    b: {deprecated: true, x-sunset: '2026-01-01'}\n"

    (change,) = compare(old, A, "response")

    assert (change.details["deprecated"], change.details["sunset"]) == (True, "2026-01-01")
    assert change.before == {"deprecated": True, "x-sunset": "2026-01-01"}
