"""A contract is compared with every file that it leads to, and is known for one however it is written."""

from __future__ import annotations

from textwrap import indent

import pytest
from tests.acceptance.conftest import git

OPENAPI = """\
openapi: 3.0.3
info: {title: shop, version: 1.0.0}
paths:
  /users:
    get:
      responses:
        "200": {description: all, content: {application/json: {schema: {$ref: ./u.json}}}}
"""
ASYNCAPI = """\
asyncapi: 3.0.0
info: {title: shop, version: 1.0.0}
channels:
  users: {address: users, messages: {joined: {payload: {$ref: ./u.json}}}}
operations:
  join: {action: send, channel: {$ref: "#/channels/users"}}
"""
ORDER = '{"type": "object", "properties": {"id": {"$ref": "common.json#/$defs/A"}}}'
COMMON = '{"$defs": {"A": {"type": "string"}}}'
FLOW_OPENAPI = (
    '{openapi: 3.0.3, info: {title: shop, version: 1.0.0}, paths: {/users: {get: {responses: {"200": {description: all,'
    " content: {application/json: {schema: {type: string}}}}}}}}}\n"
)
FLOW_ASYNCAPI = (
    "{asyncapi: 3.0.0, info: {title: shop, version: 1.0.0}, channels: {users: {address: users,"
    " messages: {joined: {payload: {type: string}}}}},"
    ' operations: {join: {action: send, channel: {$ref: "#/channels/users"}}}}\n'
)
FLOW_JSON = (
    '{"openapi": "3.0.3", "info": {"title": "a", "version": "1"}, "paths": {"/a": {"get": {"responses": {"200":'
    ' {"description": "x", "content": {"a/b": {"schema": {"type": "string"}}}}}}}}}\n'
)
SCHEMA = "$schema: http://json-schema.org/draft-07/schema#\ntype: string\n"
CRD = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: shops.example.com}
spec:
  group: example.com
  names: {kind: Shop, plural: shops}
  scope: Namespaced
  versions:
  - name: v1
    served: true
    storage: true
    schema: {openAPIV3Schema: {type: object, properties: {size: {type: string}}}}
"""
WHOLE_OPENAPI, WHOLE_ASYNCAPI = (text.replace("$ref: ./u.json", "type: string") for text in (OPENAPI, ASYNCAPI))
PROTO = 'syntax = "proto3";\nmessage User {\n  string name = 1;\n}\n'


@pytest.fixture
def judge(trueline, repository):
    """Return a function that judges one change: its code, and the rules of what blocks."""

    def run(base, head):
        top = repository(base)
        git(top, "switch", "--quiet", "--create=change")
        ran = trueline("check", "--base", "main", "--report", "json", cwd=repository(head))
        return ran.code, {one["rule_id"] for one in ran.report["findings"] if one["blocks"]}

    return run


@pytest.mark.parametrize("name", ["openapi", "asyncapi"])
@pytest.mark.parametrize(
    "spelt",
    [
        pytest.param("{$ref: ./u.json}", id="without quotes"),
        pytest.param("{ $ref: ./u.json, description: x}", id="before another key"),
        pytest.param('{"$ref": ".\\/u.json"}', id="an escaped slash"),
        pytest.param('{"$ref": "\\u002e/u.json"}', id="an escaped dot"),
        pytest.param("{$ref: &x ./u.json}", id="an anchor"),
        pytest.param("{$ref: !!str ./u.json}", id="a tag"),
    ],
)
def test_what_a_reference_leads_to_is_compared(judge, name: str, spelt: str) -> None:
    text = {"openapi": OPENAPI, "asyncapi": ASYNCAPI}[name].replace("{$ref: ./u.json}", spelt)
    code, found = judge({"a.yaml": text, "u.json": '{"type": "string"}'}, {"u.json": '{"type": "integer"}'})

    assert (code, bool(found)) == (1, True)


def test_what_a_folded_reference_leads_to_is_compared(judge) -> None:
    schema = "\n          description: all\n          content:\n            application/json:\n              schema:\n"
    text = OPENAPI.partition(" {description")[0] + schema + "                $ref: >-\n                  ./u.json\n"
    code, found = judge({"a.yaml": text, "u.json": '{"type": "string"}'}, {"u.json": '{"type": "integer"}'})

    assert (code, bool(found)) == (1, True)


@pytest.mark.parametrize(
    ("order", "path"),
    [
        pytest.param(ORDER, "order.schema.json", id="named so"),
        pytest.param(ORDER[:1] + '"$schema": "http:\\/\\/json-schema.org\\/draft-07\\/schema#", ' + ORDER[1:], "o.json",
                     id="says so with escaped slashes"),
    ],
)  # fmt: skip
def test_a_file_of_a_json_schema_is_compared(judge, order: str, path: str) -> None:
    code, found = judge({path: order, "common.json": COMMON}, {"common.json": COMMON.replace("string", "integer")})

    assert (code, bool(found)) == (1, True)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("a.yaml", FLOW_OPENAPI, id="openapi in brackets"),
        pytest.param("a.yaml", indent(WHOLE_OPENAPI, "  "),
                     id="openapi that is indented"),
        pytest.param("a.yaml", FLOW_OPENAPI.replace("3.0.3", "!!str 3.0.3"), id="openapi with a tag"),
        pytest.param("a.yaml", WHOLE_OPENAPI.replace("3.0.3", "!!str 3.0.3"),
                     id="openapi in lines with a tag"),
        pytest.param("a.yaml", WHOLE_OPENAPI.encode("utf-16"), id="openapi in UTF-16"),
        pytest.param("a.json", FLOW_JSON.encode("utf-16"),
                     id="openapi in JSON in UTF-16"),
        pytest.param("a.yaml", FLOW_ASYNCAPI, id="asyncapi in brackets"),
        pytest.param("a.yaml", FLOW_ASYNCAPI.replace("3.0.0", "!!str 3.0.0"), id="asyncapi with a tag"),
        pytest.param("a.yaml", indent(WHOLE_ASYNCAPI, "  "),
                     id="asyncapi that is indented"),
        pytest.param("a.yaml", WHOLE_ASYNCAPI.encode("utf-16"), id="asyncapi in UTF-16"),
        pytest.param("a.yaml", SCHEMA.replace(": http", ": !!str http"), id="a schema with a tag"),
        pytest.param("a.yaml", SCHEMA.replace(": http", ": &x http"), id="a schema with an anchor"),
        pytest.param("a.yaml", SCHEMA.encode("utf-16"), id="a schema in UTF-16"),
        pytest.param("a.yaml", CRD.replace(": CustomR", ": !!str CustomR"), id="a definition with a tag"),
        pytest.param("a.yaml", CRD.encode("utf-16"), id="a definition in UTF-16"),
        pytest.param("a.PROTO", PROTO, id="protobuf in upper case"),
        pytest.param("A.AVSC", '{"type": "record", "name": "A", "fields": [{"name": "a", "type": "string"}]}',
                     id="avro in upper case"),
    ],
)  # fmt: skip
def test_a_contract_is_known_however_it_is_written(judge, path: str, text: str | bytes) -> None:
    if isinstance(text, bytes):
        changed: str | bytes = text.decode("utf-16").replace("string", "boolean").encode("utf-16")
    else:
        changed = text.replace("string", "bool" if path.endswith("PROTO") else "boolean")
    code, found = judge({path: text}, {path: changed})

    assert (code, bool(found)) == (1, True)


def test_a_migration_in_upper_case_is_judged(judge) -> None:
    first = "CREATE TABLE users (id bigint PRIMARY KEY, name text);\n"
    base = {"db/migrations/V1__users.SQL": first}
    code, found = judge(base, {"db/migrations/V2__no_name.SQL": "ALTER TABLE users DROP COLUMN name;\n"})

    assert (code, bool(found)) == (1, True)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("services:\n  swagger: {image: swagger}\n", id="a service of that name"),
        pytest.param("tools:\n  openapi: 3.0.3\n", id="a tool of that version"),
        pytest.param("- openapi: 3.0.3\n", id="a list"),
        pytest.param("kind: {openapi: 3.0.3\n", id="broken, and something else"),
    ],
)
def test_what_only_has_the_words_is_no_contract(judge, text: str) -> None:
    assert judge({"a.yaml": text}, {"a.yaml": text + "# changed\n"}) == (0, set())
