"""Changes that a comparison by references and equality alone would overlook."""

from __future__ import annotations

import pytest

HEAD = "info: {title: Shop, version: 1.0.0}\n"
PET = "{$ref: '#/components/schemas/Pet'}"
INHERITED = """\
components:
  schemas:
    Pet: {type: object, required: [kind], properties: {kind: {type: string}}, discriminator: {propertyName: kind%s}}
    Dog: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {bark: {type: %s}}}]}
"""
MAPPED = ", mapping: {dog: '#/components/schemas/Dog'}"


def api(schema, components="", *, version="3.1.0", sent=False):
    content = f"{{content: {{application/json: {{schema: {schema}}}}}}}"
    told = f"requestBody: {content}" if sent else f"responses: {{'200': {content}}}"
    return f"openapi: {version}\n{HEAD}paths:\n  /pets:\n    post:\n      {told}\n{components}"


def told(found):
    return [(one.kind.removeprefix("openapi/"), one.compatibility, str(one.location)) for one in found.changes]


def named(keyword, name, kind):
    return f"components: {{schemas: {{Pet: {{{keyword}: '{name}', type: {kind}}}}}}}\n"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param("{enum: [1]}", "{enum: [true]}", "request-type-changed", id="1 is not true"),
        pytest.param("{const: 0}", "{const: false}", "request-type-changed", id="0 is not false"),
        pytest.param("{default: 0}", "{default: false}", "request-default-changed", id="nor is it in a default"),
    ],
)
def test_numbers_are_not_booleans(compared, before, after, expected):
    found = compared(api(before, sent=True), api(after, sent=True))

    assert [one.kind for one in found.changes] == [f"openapi/{expected}"]


@pytest.mark.parametrize(
    ("keyword", "name", "reference"),
    [
        pytest.param("$anchor", "pet", "{$ref: '#pet'}", id="anchor"),
        pytest.param("$id", "https://shop.example/pet", "{$ref: 'https://shop.example/pet'}", id="identifier"),
        pytest.param("$dynamicAnchor", "pet", "{$dynamicRef: '#pet'}", id="dynamic anchor"),
    ],
)
@pytest.mark.parametrize("outer", ["%s", "{type: array, items: %s}"], ids=["itself", "below"])
def test_a_reference_to_a_name_leads_to_what_changed(compared, outer, keyword, name, reference):
    base, head = (api(outer % reference, named(keyword, name, kind)) for kind in ("string", "integer"))
    found = compared(base, head)

    assert [one.kind for one in found.changes] == ["openapi/response-type-changed"]
    assert found.notifications == ()


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        pytest.param("3.1.0", [("request-max-length-lowered", "breaking", "api.yaml:6:104")], id="counts in 3.1"),
        pytest.param("3.0.3", [], id="is ignored in 3.0"),
    ],
)
def test_what_stands_beside_a_reference(compared, version, expected):
    components = "components: {schemas: {Pet: {type: string}}}\n"
    base, head = (api(PET[:-1] + f", maxLength: {most}}}", components, version=version, sent=True) for most in (9, 8))

    assert told(compared(base, head)) == expected


def test_operations_and_parameters_beside_a_reference_of_a_path_count(compared):
    item = "post:\n  responses: {'200': {description: fine}}\n"
    base = f"openapi: 3.1.0\n{HEAD}paths:\n  /a:\n    $ref: item.yaml\n    parameters: [{{in: query, name: q}}]\n"
    operation = "    get: {responses: {'200': {description: fine}}}\n"
    head = base.replace("name: q", "name: q, required: true")
    found = compared({"api.yaml": base + operation, "item.yaml": item}, {"api.yaml": head, "item.yaml": item})

    assert [(one.kind, one.subject) for one in found.changes] == [
        ("openapi/parameter-became-required", "POST /a query parameter q"),
        ("openapi/operation-removed", "GET /a"),
    ]


@pytest.mark.parametrize(
    ("mapping", "label"),
    [pytest.param(MAPPED, "<dog>.bark", id="mapped"), pytest.param("", "<Dog>.bark", id="by its name")],
)
@pytest.mark.parametrize("outer", ["%s", "{type: array, items: %s}"], ids=["itself", "below"])
def test_schemas_that_stand_in_by_a_discriminator_are_compared(compared, outer, mapping, label):
    base, head = (api(outer % PET, INHERITED % (mapping, kind)) for kind in ("string", "integer"))
    found = compared(base, head)

    assert [(one.kind, one.subject.endswith(label)) for one in found.changes] == [
        ("openapi/response-type-changed", True)
    ]


def test_a_schema_that_may_stand_in_is_a_new_value(compared):
    base = api(PET, INHERITED % ("", "string"))
    head = base + "    Cat: {allOf: [{$ref: '#/components/schemas/Dog'}]}\n"

    assert told(compared(base, head)) == [
        ("response-discriminator-mapping-added", "dangerous", "api.yaml:11:10"),
    ]
    assert told(compared(head, base)) == [
        ("response-discriminator-mapping-removed", "compatible", "api.yaml:9:94"),
        ("component-schema-removed", "compatible", "api.yaml:8:3"),
    ]


def test_what_was_required_of_responses_alone_must_be_sent_when_it_is_read_only_no_longer(compared):
    schema = "{type: object, required: [id], properties: {id: {type: string%s}}}"
    base, head = schema % ", readOnly: true", schema % ""
    sent = compared(api(base, sent=True), api(head, sent=True))

    assert told(sent) == [
        ("request-property-became-required", "breaking", "api.yaml:6:84"),
        ("request-read-only-removed", "compatible", "api.yaml:6:106"),
    ]
    assert [one.compatibility for one in compared(api(base), api(head)).changes] == ["compatible"]


def test_schemas_of_what_texts_hold_are_compared(compared):
    schema = "{type: string, contentMediaType: application/json%s}"
    base, head, none = (schema % one for one in (", contentSchema: {minimum: 1}", ", contentSchema: {minimum: 2}", ""))

    assert told(compared(api(base, sent=True), api(head, sent=True))) == [
        ("request-minimum-raised", "breaking", "api.yaml:6:134"),
    ]
    assert [one.kind for one in compared(api(base), api(none)).changes] == ["openapi/response-may-have-changed"]


def test_items_of_a_stream_are_compared_beside_its_schema(compared):
    operation = "get: {responses: {'200': {content: {application/jsonl: %s}}}}"
    text = f"openapi: 3.2.0\n{HEAD}paths:\n  /a:\n    {operation}\n"
    media = "{schema: {type: array}, itemSchema: {type: %s}}"

    assert told(compared(text % (media % "string"), text % (media % "integer"))) == [
        ("response-type-changed", "breaking", "api.yaml:5:103"),
    ]


def test_of_media_types_that_differ_in_a_charset_each_is_compared(compared):
    base = api("{type: string}}, 'application/json; charset=utf-8': {schema: {type: string}")
    head = base.replace("type: string", "type: integer", 1)

    assert told(compared(base, head)) == [("response-type-changed", "breaking", "api.yaml:6:71")]


@pytest.mark.parametrize(
    ("frame", "kinds"),
    [
        pytest.param(
            "consumes: [application/%s], parameters: [{in: body, name: b, schema: {type: string}}]",
            ["request-media-type-removed", "request-media-type-added"],
            id="taken",
        ),
        pytest.param(
            "produces: [application/%s], responses: {200: {schema: {type: string}}}",
            ["response-media-type-removed", "response-media-type-added"],
            id="given",
        ),
    ],
)
def test_media_types_of_version_2_stand_where_they_are_listed(compared, frame, kinds):
    text = f"swagger: '2.0'\n{HEAD}paths:\n  /a:\n    post: {{{frame}}}\n"
    gone, new = compared(text % "json", text % "xml").changes

    assert [gone.kind, new.kind] == [f"openapi/{kind}" for kind in kinds]
    assert str(gone.base_location) == str(new.location) == "api.yaml:5:23"


def test_a_scope_that_is_asked_for_stands_where_it_is_written(compared):
    text = f"openapi: 3.0.3\n{HEAD}paths:\n  /a:\n    get:\n      security: [{{login: [read, %s]}}]\n"
    (change,) = compared(text % "list", text % "write").changes

    assert (change.kind, change.message) == ("openapi/security-scope-added", "it needs the scope write now")
    assert str(change.location) == "api.yaml:6:33"


def test_a_member_that_kept_its_name_is_compared_though_its_tag_is_another(compared):
    member = "{type: object, required: [type], properties: {type: {enum: [%s]}, id: {type: string}}}"
    components = f"components:\n  schemas:\n    Link: {member}\n    File: {member % 'file'}\n"
    schema = "{oneOf: [{$ref: '#/components/schemas/Link'}, {$ref: '#/components/schemas/File'}]}"
    base, head = (api(schema, components % tag, sent=True) for tag in ("weblink", "web_link"))

    assert told(compared(base, head)) == [
        ("request-enum-value-added", "compatible", "api.yaml:9:71"),
        ("request-enum-value-removed", "breaking", "api.yaml:9:70"),
    ]
