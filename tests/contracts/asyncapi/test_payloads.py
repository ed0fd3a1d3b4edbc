"""Payloads that are written in another language than the document's own schemas."""

from __future__ import annotations

import pytest

AVRO = "application/vnd.apache.avro;version=1.9.0"
RECORD = "{type: record, name: User, namespace: shop, fields: [{name: id, type: string}%s]}"
NEWER = "application/schema+json;version=draft-2020-12"


def document(schema_format, schema, action="send", more=""):
    return f"""\
asyncapi: 3.0.0
info: {{title: a, version: 1.0.0}}
channels:
  users:
    address: users
    messages:
      User:
        payload:
          schemaFormat: {schema_format}
          schema: {schema}
operations:
  any: {{action: {action}, channel: {{$ref: '#/channels/users'}}}}
{more}"""


def told(found):
    return [(one.kind, one.subject, one.compatibility, str(one.location)) for one in found.changes]


@pytest.mark.parametrize(
    ("action", "gains", "loses"),
    [
        pytest.param("send", "compatible", "breaking", id="who reads it has the old schema"),
        pytest.param("receive", "breaking", "compatible", id="who writes it has the old schema"),
    ],
)
def test_avro_is_compared_in_the_direction_of_the_message(compare, tmp_path, action, gains, loses):
    texts = document(AVRO, RECORD % "", action), document(AVRO, RECORD % ", {name: age, type: int}", action)

    assert told(compare(*texts)) == [("avro/field-added", "shop.User.age", gains, "asyncapi.yaml:10:105")]


def test_avro_that_old_readers_miss_is_told_where_it_is_gone(compare):
    texts = document(AVRO, RECORD % ", {name: age, type: int}"), document(AVRO, RECORD % "")

    assert told(compare(*texts)) == [("avro/field-removed", "shop.User.age", "breaking", "asyncapi.yaml:10:40")]


def test_avro_of_version_2_stands_in_the_message(compare):
    text = f"""\
asyncapi: 2.6.0
info: {{title: a, version: 1.0.0}}
channels:
  users:
    subscribe:
      message:
        schemaFormat: {AVRO}
        payload: %s
"""
    base, head = (text % (RECORD % "").replace("string", kind) for kind in ("int", "long"))

    assert told(compare(base, head)) == [("avro/type-widened", "shop.User.id", "breaking", "asyncapi.yaml:8:88")]


def test_avro_in_a_file_of_another_name_is_compared_there(compare):
    text = document(AVRO, "{$ref: user.json}")
    user = '{"type": "record", "name": "User", "fields": [{"name": "id", "type": "%s"}]}'
    found = compare(
        {"asyncapi.yaml": text, "user.json": user % "string"}, {"asyncapi.yaml": text, "user.json": user % "long"}
    )

    assert told(found) == [("avro/type-changed", "User.id", "breaking", "user.json:1:70")]


def test_avro_in_a_contract_of_its_own_is_told_there(compare):
    text = document(AVRO, "{$ref: user.avsc}")
    user = '{"type": "record", "name": "User", "fields": [{"name": "id", "type": "%s"}]}'
    found = compare(
        {"asyncapi.yaml": text, "user.avsc": user % "string"}, {"asyncapi.yaml": text, "user.avsc": user % "long"}
    )

    assert told(found) == []


@pytest.mark.parametrize(
    "schema",
    [
        pytest.param("{$ref: '#/components/schemas/Name', maxLength: %s}", id="itself"),
        pytest.param("{properties: {name: {$ref: '#/components/schemas/Name', maxLength: %s}}}", id="below"),
    ],
)
def test_the_draft_of_a_payload_says_what_counts_beside_a_reference(compare, tmp_path, schema):
    more = "components: {schemas: {Name: {type: string}}}\n"
    texts = (document(NEWER, schema % most, "receive", more) for most in (9, 8))

    assert [one.kind for one in compare(*texts).changes] == ["asyncapi/receive-schema-max-length-lowered"]


def test_the_schemas_of_openapi_have_nullable(compare):
    name = "application/vnd.oai.openapi;version=3.0.0"
    texts = document(name, "{type: string}"), document(name, "{type: string, nullable: true}")

    assert [one.kind for one in compare(*texts).changes] == ["asyncapi/send-schema-nullable-added"]


def test_what_is_not_compared_is_said(compare):
    name = "application/vnd.google.protobuf;version=3"
    texts = document(name, "'message A {}'"), document(name, "'message B {}'")

    assert [(one.kind, one.compatibility) for one in compare(*texts).changes] == [
        ("asyncapi/payload-not-compared", "dangerous")
    ]


def test_a_name_in_a_payload_that_leads_nowhere_is_said(compare):
    text = document(
        "application/vnd.aai.asyncapi;version=3.0.0", "{properties: {a: {$ref: '#/components/schemas/No'}}}"
    )
    found = compare(text, text.replace("properties:", "required: [a], properties:"))

    assert {(one.level, one.message) for one in found.notifications} == {
        ("warning", "#/components/schemas/No leads nowhere"),
        ("error", "#/components/schemas/No leads nowhere"),
    }


@pytest.mark.parametrize(
    ("binding", "expected"),
    [
        pytest.param("{kafka: {groupId: b, clientId: c}}", "differs in clientId, groupId", id="some of it"),
        pytest.param("{}", "is gone", id="all of it"),
    ],
)
def test_what_of_a_binding_differs_is_said(compare, binding, expected):
    text = document(NEWER, "{type: string}")
    base, head = (text.replace("action:", f"bindings: {one}, action:") for one in ("{kafka: {groupId: a}}", binding))

    assert [one.message for one in compare(base, head).changes] == [f"the binding to kafka {expected}"]
