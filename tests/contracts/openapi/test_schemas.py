"""Every kind of change of schemas in a request, a response and a parameter; directions, reach and sharing."""

from __future__ import annotations

import json

import pytest

from trueline.contracts.openapi import KINDS
from trueline.contracts.openapi.kinds_phrases import PHRASES
from trueline.contracts.schema import RULES

from .schema_pairs import PAIRS

_FRAMES = {
    "request": ("GET /a request application/json", {"requestBody": {"content": {"application/json": {"schema": 0}}}}),
    "response": (
        "GET /a response 200 application/json",
        {"responses": {"200": {"content": {"application/json": {"schema": 0}}}}},
    ),
    "parameter": ("GET /a query parameter q", {"parameters": [{"in": "query", "name": "q", "schema": 0}]}),
}
HEAD = {"openapi": "3.1.0", "info": {"title": "t", "version": "1.0.0"}}


def document(frame, schema):
    operation = json.loads(json.dumps(frame).replace('"schema": 0', f'"schema": {json.dumps(schema)}'))
    return json.dumps({**HEAD, "paths": {"/a": {"get": operation}}}, indent=1)


@pytest.mark.parametrize("role", _FRAMES)
@pytest.mark.parametrize("kind", PAIRS)
def test_a_schema_changes(compared, kind, role):
    subject, frame = _FRAMES[role]
    before, after = (document(frame, schema) for schema in PAIRS[kind])
    found = [one for one in compared({"a.json": before}, {"a.json": after}).changes if one.kind.endswith(f"-{kind}")]

    assert [f"openapi/{role}-{kind}"] == [one.kind for one in found]
    assert found[0].subject.startswith(subject)
    assert found[0].location.region is not None
    assert found[0].base_location.region is not None


def test_every_kind_is_made_by_a_pair():
    never_said, below = "composition-changed", "one-of-overlap"

    assert {never_said, below} == set(RULES) - set(PAIRS)
    assert PHRASES.keys() == RULES.keys()
    assert {f"openapi/{role}-{kind}" for role in _FRAMES for kind in RULES} <= KINDS.keys()


@pytest.mark.parametrize("role", _FRAMES)
def test_one_of_overlap(compared, role):
    before, after = ({"oneOf": [{"type": "string"}, {"type": "integer"}, *more]} for more in ([], [{"minLength": 9}]))
    found = compared(*({"a.json": document(_FRAMES[role][1], one)} for one in (before, after))).changes

    assert f"openapi/{role}-one-of-overlap" in [one.kind for one in found]


SHARED = """\
openapi: 3.0.3
info: {title: t, version: 1.0.0}
paths:
  /orders:
    get:
      responses:
        200:
          content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Order"}}}}
    post:
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}}
      responses:
        201: {content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}}
components:
  schemas:
    Order:
      type: object
      properties:
        next: {$ref: "#/components/schemas/Order"}
        id: {type: string}
        total: {type: integer}
"""


def test_a_change_in_a_shared_schema_is_one_for_each_direction(compared):
    changes = compared(SHARED, SHARED.replace("        total: {type: integer}\n", "")).changes

    assert [
        (one.kind, one.subject, one.details["operations"], str(one.base_location), str(one.location))
        for one in changes
    ] == [
        (
            "openapi/response-property-removed", "GET /orders response 200 application/json [].total",
            ["GET /orders", "POST /orders"], "api.yaml:20:16", "api.yaml:17:7",
        ),
        (
            "openapi/request-property-removed", "POST /orders request application/json total",
            ["POST /orders"], "api.yaml:20:16", "api.yaml:17:7",
        ),
    ]  # fmt: skip


def test_a_webhook_is_read_by_clients(compared):
    text = json.dumps({**HEAD, "webhooks": {"w": {"post": _FRAMES["request"][1]}}})
    before, after = (text.replace('"schema": 0', f'"schema": {schema}') for schema in ("true", '{"type": "string"}'))
    change = compared({"a.json": after}, {"a.json": before}).changes[0]

    assert (
        change.kind, change.subject, change.compatibility,
    ) == ("openapi/response-type-widened", "webhook POST w request application/json", "breaking")  # fmt: skip


@pytest.mark.parametrize(
    ("base", "head"),
    [
        pytest.param('{"$ref": "#/nowhere"}', '{"$ref": "#/nowhere/else"}', id="to nothing"),
        pytest.param('{"$ref": "https://evil.example/a"}', '{"$ref": "../../../etc/passwd"}', id="outside"),
        pytest.param('{"$ref": "#/paths/~1a/get"}', '{"allOf": [{"$ref": "#/paths/~1a/get"}]}', id="to no schema"),
    ],
)  # fmt: skip
def test_a_reference_that_is_not_followed_is_never_silent_when_it_is_another(compared, base, head):
    before, after = ({"a.json": document(_FRAMES["request"][1], json.loads(one))} for one in (base, head))
    found = compared(before, after)

    assert compared(before, {"a.json": before["a.json"] + "\n"}).changes == ()
    assert "out" not in base or found.changes


def test_a_library_of_components_is_compared_in_both_directions(compared):
    text = json.dumps({**HEAD, "components": {"schemas": {"A": {"type": "string", "maxLength": 3}}}})
    found = compared({"a.json": text}, {"a.json": text.replace("3}", "2}")}).changes

    assert [(one.kind, one.subject, one.compatibility) for one in found] == [
        ("openapi/request-max-length-lowered", "schema A", "breaking"),
        ("openapi/response-max-length-lowered", "schema A", "compatible"),
    ]
