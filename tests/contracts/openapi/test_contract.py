"""Files of a contract: broken, missing, split, hostile; and what every change carries."""

from __future__ import annotations

import json

import pytest
from effort import ends

from trueline.contracts import openapi
from trueline.repo.working import WorkingTree

from .pairs import API

ONE = API + "paths:\n  /a:\n    get: {x: 1}\n"
BROKEN = API + "paths: [\n"


def said(found):
    return [(one.level, str(one.location)) for one in found.notifications]


def test_a_broken_head_is_an_error_where_it_breaks(compared):
    found = compared(ONE, BROKEN)

    assert said(found) == [("error", "api.yaml:4:1")]
    assert [one[:3] for one in found.inputs] == [("api.yaml", "openapi", "unreadable")]


def test_a_broken_base_is_a_warning_and_the_head_is_read(compared):
    found = compared(BROKEN, ONE)

    assert said(found) == [("warning", "api.yaml:4:1")]
    assert [one[:3] for one in found.inputs] == [("api.yaml", "openapi", "read")]
    assert found.changes == ()


def test_a_version_that_nobody_knows_is_told(compared):
    found = compared(ONE, ONE.replace("3.1.0", "3.9.0"))

    assert said(found) == [("error", "api.yaml:1:1")]


def test_a_key_that_stands_twice_is_told_and_the_rest_compared(compared):
    found = compared(ONE, ONE + "  /b:\n    get: {x: 1}\n  /b:\n    get: {x: 2}\n")

    assert said(found) == [("error", "api.yaml:8:3")]
    assert [one[:2] for one in found.changes] == [("openapi/operation-added", "GET /b")]


SPLIT = {
    "api/openapi.yaml": API + 'paths:\n  /a: {$ref: "paths/a.yaml"}\n',
    "api/paths/a.yaml": (
        "get:\n  responses:\n    200:\n      content:\n        application/json:\n"
        '          schema: {$ref: "../schemas/all.json#/A"}\n'
    ),
    "api/schemas/all.json": '{"A": {"type": "object",\n "properties": {"id": {"type": "string"}}}}',
}


def test_a_change_in_another_file_is_told_there(compared):
    head = {**SPLIT, "api/schemas/all.json": SPLIT["api/schemas/all.json"].replace("string", "integer")}
    found = compared(SPLIT, head)

    assert [(one.kind, one.subject, str(one.location)) for one in found.changes] == [
        ("openapi/response-type-changed", "GET /a response 200 application/json id", "api/schemas/all.json:2:32")
    ]
    assert {"api/openapi.yaml", "api/paths/a.yaml", "api/schemas/all.json"} == {one.path for one in found.inputs}


def test_a_contract_split_into_files_is_silent(compared):
    whole = json.dumps(
        {
            "openapi": "3.1.0",
            "info": {"title": "Shop", "version": "1.0.0"},
            "paths": {
                "/a": {
                    "get": {
                        "responses": {
                            "200": {
                                "content": {
                                    "application/json": {
                                        "schema": {"type": "object", "properties": {"id": {"type": "string"}}}
                                    }
                                }
                            }
                        }
                    }
                }
            },
        }
    )

    assert compared({"api/openapi.yaml": whole}, SPLIT).changes == ()


def test_a_broken_part_is_told_and_the_rest_compared(compared):
    found = compared(SPLIT, {**SPLIT, "api/paths/a.yaml": "get: [\n"})

    assert ("api/paths/a.yaml", "unreadable") in [(one.path, one.state) for one in found.inputs]
    assert found.notifications


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('paths: {/a: {$ref: "#/paths/~1a"}}', id="a path that is itself"),
        pytest.param('paths: {/a: {get: {$ref: "#/paths/~1a"}}}', id="an operation that is its path"),
        pytest.param('paths: {/a: {post: {callbacks: {c: {"{$u}": {$ref: "#/paths/~1a"}}}}}}', id="a callback"),
        pytest.param('paths: {/a: {get: {parameters: [{$ref: "https://evil.example/x"}]}}}', id="to the network"),
        pytest.param('paths: {/a: {get: {parameters: [{$ref: "../../../../etc/passwd"}]}}}', id="out of the tree"),
        pytest.param("paths: [1, 2]\nsecurity: 3\nservers: x\nwebhooks: 7\ncomponents: [a]", id="of other types"),
        pytest.param("paths: {/a: {get: {parameters: 1, requestBody: x, responses: [], callbacks: 3}}}", id="more"),
        pytest.param("paths: {/a: {get: {responses: {200: {content: {json: 1}, headers: 2, links: 3}}}}}", id="deeper"),
        pytest.param("paths: {/a: {get: {deprecated: yes, x-sunset: [1], operationId: {}, security: [1]}}}", id="odd"),
        pytest.param("components: {securitySchemes: {a: 1, b: {type: oauth2, flows: {implicit: 3}}}}", id="schemes"),
    ],
)  # fmt: skip
def test_hostile_input_ends(compared, text):
    other = API + "paths: {/a: {get: {x: 1}, post: {x: 1}}}"
    with ends():
        assert compared(API + text, f"{API}{text} # the same\n").changes == ()
        assert compared(API + text, other) is not None
        assert compared(other, API + text) is not None


@pytest.mark.parametrize(
    ("path", "text", "is_one"),
    [
        pytest.param("a.yaml", "info: {}\nopenapi: 3.0.0\n", True, id="not first"),
        pytest.param("a.yml", "swagger: '2.0'\n", True, id="version 2, in quotes"),
        pytest.param("A.JSON", '{"info": {"a": [1]}, "openapi":\n"3.1.0"}', True, id="JSON, not first"),
        pytest.param("a.yaml", '{"openapi": "3.1.0"}', True, id="JSON that is called YAML"),
        pytest.param("a.yaml", "openapi: 3.0.0\npaths: [\n", True, id="broken"),
        pytest.param("a.json", '{"openapi": "3.0.0", "paths"', True, id="broken JSON"),
        pytest.param("a.yaml", "chart:\n  openapi: 3.0.0\n", False, id="deeper"),
        pytest.param("a.json", '{"dependencies": {"openapi": "3.0.0"}}', False, id="deeper in JSON"),
        pytest.param("a.json", '{"a": "{", "b": {"openapi": "3.0.0"}}', False, id="deeper, with a bracket in a text"),
        pytest.param("a.yaml", "asyncapi: 3.0.0\n", False, id="AsyncAPI"),
        pytest.param("a.yaml", "openapi: true\n", False, id="no version"),
        pytest.param("a.txt", "openapi: 3.0.0\n", False, id="another suffix"),
    ],
)
def test_contracts_are_known_by_what_they_say(tmp_path, path, text, is_one):
    (tmp_path / path).write_text(text)
    reader = WorkingTree(str(tmp_path))

    assert ([path] if is_one else []) == [unit.root for unit in openapi.plan(reader.paths(), reader)]


def test_members_are_all_files_that_references_lead_to(tmp_path):
    for path, text in SPLIT.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    reader = WorkingTree(str(tmp_path))

    assert [tuple(SPLIT)] == [unit.members for unit in openapi.plan(reader.paths(), reader)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("1.2.3", "2.0.0", "major"),
        ("1.2.3", "1.3.0", "minor"),
        ("v1.2", "v1.2.1", "patch"),
        ("1.2.3", "1.2.3", "none"),
        ("1.2.3", "1.2.2", "none"),
        ("2024-01-01", "2024-02-01", "unknown"),
        ("2024-01-01", "2024-01-01", "none"),
    ],
)
def test_every_change_says_how_far_the_version_was_raised(compared, before, after, expected):
    base = ONE.replace("version: 1.0.0", f"version: {before}")
    head = API.replace("version: 1.0.0", f"version: {after}")
    change = compared(base, head).changes[-1]

    assert ("openapi/operation-removed", before, after, expected) == (
        change.kind, *(change.details[name] for name in ("version_before", "version_after", "bump")),
    )  # fmt: skip


def test_what_is_gone_says_what_was_announced(compared):
    base = API + "paths:\n  /v1/a:\n    get: {deprecated: true, x-sunset: 2027-01-31, x-stability-level: beta}\n"
    change = compared(base, API + "paths: {}\n").changes[0]

    assert change.details == {
        "deprecated": True, "sunset": "2027-01-31", "stability": "beta", "path_removed": True,
        "path_version_before": "v1", "path_version_after": "", "operations": ["GET /v1/a"], "operation_count": 1,
        "version_before": "1.0.0", "version_after": "1.0.0", "bump": "none",
    }  # fmt: skip


def test_an_operation_in_another_version_is_compared(compared):
    base = API + "paths:\n  /v1/a:\n    get: {responses: {200: {x: 1}, 404: {x: 1}}}\n"
    head = API + "paths:\n  /v2/a:\n    get: {responses: {200: {x: 1}}}\n"

    assert [
        (one.kind, one.details["path_version_before"], one.details["path_version_after"])
        for one in compared(base, head).changes
    ] == [
        ("openapi/operation-version-changed", "v1", "v2"),
        ("openapi/response-error-status-removed", "v1", "v2"),
    ]


def test_a_new_version_beside_the_old_one_only_adds(compared):
    head = API + "paths:\n  /v1/a:\n    get: {x: 1}\n  /v2/a:\n    get: {x: 2}\n"

    assert [one.kind for one in compared(API + "paths:\n  /v1/a:\n    get: {x: 1}\n", head).changes] == [
        "openapi/operation-added"
    ]


def test_security_of_the_whole_api_is_one_change_for_all_operations(compared):
    base = API + "security: [{}]\npaths: {/a: {get: {x: 1}}, /b: {get: {x: 1}}, /c: {get: {security: []}}}"
    found = compared(base, base.replace("[{}]", "[{key: []}]")).changes

    assert [(one.kind, one.details["operations"]) for one in found] == [
        ("openapi/security-added", ["GET /a", "GET /b"])
    ]


def test_a_reference_that_leads_nowhere_is_told_and_never_passes(compared):
    text = API + 'paths:\n  /a:\n    get:\n      parameters:\n        - $ref: "#/nowhere"\n'
    found = compared(text, text + "# the same\n")

    assert said(found) == [("warning", "api.yaml:7:17"), ("error", "api.yaml:7:17")]


def test_a_reference_to_the_network_is_a_warning(compared):
    text = API + 'paths: {/a: {get: {parameters: [{$ref: "https://evil.example/x"}]}}}\n'

    assert [one.level for one in compared({}, text).notifications] == ["warning"]


def test_a_change_knows_what_was_announced_of_its_operation(compared):
    base = API + "paths: {/a: {get: {deprecated: true, x-sunset: 2027-01-31, responses: {200: {x: 1}, 201: {x: 1}}}}}"
    change = compared(base, base.replace(", 201: {x: 1}", "")).changes[0]

    assert (change.kind, change.details["operation_deprecated"], change.details["operation_sunset"]) == (
        "openapi/response-success-status-removed",
        True,
        "2027-01-31",
    )
    assert (change.details["deprecated"], change.details["sunset"]) == (True, "2027-01-31")


def test_what_holds_the_same_bytes_is_not_compared(compared, monkeypatch):
    monkeypatch.setattr("trueline.contracts.openapi.contract._compare", None)

    assert compared(SPLIT, SPLIT).changes == ()
    assert said(compared(BROKEN, BROKEN)) == [("error", "api.yaml:4:1")]
