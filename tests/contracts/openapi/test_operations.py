"""Callbacks, servers of an operation, ranges, several schemes at once, and what version 2 writes otherwise."""

from __future__ import annotations

import pytest

from .pairs import API

REMOVED, ADDED = "security-alternative-removed", "security-alternative-added"
TWO = 'swagger: "2.0"\ninfo: {title: Shop, version: 1.0.0}\n'


def told(found):
    return [
        (one.kind.removeprefix("openapi/"), one.subject, str(one.base_location), str(one.location))
        for one in found.changes
    ]


def test_what_a_callback_sends_has_the_opposite_direction(compared):
    frame = API + (
        "paths:\n  /a:\n    post:\n      callbacks:\n        done:\n          '{$url}':\n            post:\n"
        "              parameters:\n                - {in: query, name: q%s}\n"
        "              requestBody: {content: {application/json: {schema: {type: %s}}}}\n"
    )
    subject = "POST /a callback done {$url} POST"

    assert told(compared(frame % ("", "integer"), frame % (", required: true", "number"))) == [
        ("webhook-parameter-became-required", f"{subject} query parameter q", "api.yaml:11:19", "api.yaml:11:50"),
        ("response-type-widened", f"{subject} request application/json", "api.yaml:12:73", "api.yaml:12:73"),
    ]


def test_servers_of_an_operation_are_compared_there(compared):
    base = API + "servers: [{url: https://a.example}]\npaths:\n  /a:\n    get: {servers: [{url: https://b.example}]}\n"

    assert told(compared(base, base.replace("b.example", "c.example"))) == [
        ("server-removed", "GET /a server https://b.example", "api.yaml:6:21", "api.yaml:6:20"),
        ("server-added", "GET /a server https://c.example", "api.yaml:6:20", "api.yaml:6:21"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param("[{a: []}]", "[{a: [], b: []}]", [REMOVED, ADDED], id="both"),
        pytest.param("[{a: [], b: []}]", "[{a: []}]", ["security-scope-removed"], id="one of two is enough"),
        pytest.param("[{a: []}]", "[{a: []}, {}]", ["security-removed"], id="none is enough"),
        pytest.param("[{a: []}, {}]", "[{a: []}]", ["security-added"], id="none was enough"),
        pytest.param("[{a: [x]}, {a: [y]}]", "[{a: [y]}]", ["security-scope-added"], id="another scope"),
        pytest.param("[{a: []}, {b: []}]", "[{b: []}, {a: []}]", [], id="another order"),
    ],
)  # fmt: skip
def test_alternatives_are_sets(compared, before, after, expected):
    base, head = (f"{API}paths: {{/a: {{get: {{security: {one}}}}}}}\n" for one in (before, after))

    assert [one.kind.removeprefix("openapi/") for one in compared(base, head).changes] == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param("200 4XX", "200 404", ["status-specialized 404"], id="a range is told by its members"),
        pytest.param("200 404 default", "200 default", ["error-status-removed 404"], id="an error among others"),
        pytest.param("200 default", "default", ["success-status-removed 200"], id="success is not what errors have"),
        pytest.param("200 201", "2XX", ["status-generalized 200", "status-generalized 201"], id="two in one range"),
        pytest.param("200", "200 default", ["error-status-added default"], id="errors at all"),
    ],
)
def test_statuses_and_ranges(compared, before, after, expected):
    base, head = (
        f"{API}paths: {{/a: {{get: {{responses: {{{', '.join(f'{one}: {{x: 1}}' for one in side.split())}}}}}}}}}\n"
        for side in (before, after)
    )
    found = compared(base, head).changes

    assert [f"{one.kind.removeprefix('openapi/response-')} {one.subject.split()[-1]}" for one in found] == expected


FORM = TWO + (
    "paths:\n  /photos:\n    post:\n      consumes: [multipart/form-data]\n      parameters:\n"
    "        - {name: photo, in: formData, type: file}\n"
    "        - {name: title, in: formData, type: string, maxLength: 10}\n"
)


def test_a_field_of_a_form_stands_where_its_parameter_does(compared):
    head = FORM.replace("type: file", "type: file, required: true").replace("maxLength: 10", "maxLength: 9")
    subject = "POST /photos request"

    assert told(compared(FORM, head)) == [
        ("request-body-became-required", subject, "api.yaml:7:7", "api.yaml:7:7"),
        ("request-property-became-required", f"{subject} multipart/form-data photo", "api.yaml:8:11", "api.yaml:8:61"),
        ("request-max-length-lowered", f"{subject} multipart/form-data title", "api.yaml:9:64", "api.yaml:9:64"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(
            "consumes: [a/b, a/c]", "consumes: [a/b]", ["request-media-type-removed"], id="what the whole API consumes"
        ),
        pytest.param(
            "produces: [a/b]", "produces: [a/b, a/c]", ["response-media-type-added"], id="what the whole API produces"
        ),
        pytest.param("host: a.example", "host: b.example", ["server-removed", "server-added"], id="host"),
        pytest.param("basePath: /a", "basePath: /b", ["server-removed", "server-added"], id="base path"),
        pytest.param(
            "securityDefinitions: {a: {type: basic}}",
            "securityDefinitions: {a: {type: apiKey, in: header, name: X}}",
            ["security-scheme-changed"],
            id="credentials",
        ),
    ],
)
def test_version_2_in_the_words_of_3(compared, before, after, expected):
    rest = "\npaths: {/a: {post: {parameters: [{in: body, name: b, schema: {}}], responses: {200: {schema: {}}}}}}"
    base, head = (TWO + one + rest for one in (before, after))

    assert [one.kind.removeprefix("openapi/") for one in compared(base, head).changes] == expected


def test_lists_in_parameters_of_version_2_have_the_style_of_3(compared):
    base = TWO + (
        "paths: {/a: {get: {parameters: [{in: query, name: q, type: array, items: {type: string}, "
        "collectionFormat: csv}]}}}\n"
    )
    change = compared(base, base.replace("csv", "multi")).changes[0]

    assert (change.kind, change.before, change.after) == ("openapi/parameter-style-changed", "form", "form, exploded")
