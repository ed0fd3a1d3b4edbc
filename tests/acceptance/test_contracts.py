"""A change of a contract: found, placed on both sides, judged by trust's rules, and told by ``diff``."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.acceptance.conftest import git

API = """\
openapi: 3.0.3
info: {title: shop, version: 1.0.0}
paths:
  /orders:
    get:
      responses:
        "200":
          description: all
          content:
            application/json:
              schema: {$ref: "schemas/order.yaml"}
"""
ORDER = "type: object\nproperties:\n  id: {type: string}\n  total: {type: number}\n"
FILES = {
    "api/openapi.yaml": API,
    "api/schemas/order.yaml": ORDER,
    "proto/shop.proto": 'syntax = "proto3";\npackage shop;\nmessage Order {\n  string id = 1;\n  int64 total = 2;\n}\n',
    "db/migrations/000001_orders.up.sql": "CREATE TABLE orders (id bigint PRIMARY KEY, note text);\n",
}
NARROWED = FILES["proto/shop.proto"].replace("int64 total", "string total")


@pytest.fixture
def change(repository):
    """Return a function that commits files and a change of them on a branch."""

    def make(files: dict[str, str | None]):
        top = repository(FILES)
        git(top, "switch", "--quiet", "--create=change")
        for name, text in files.items():
            if text is None:
                (top / name).unlink()
        return repository({name: text for name, text in files.items() if text is not None})

    return make


def rules(ran: Any) -> set[str]:
    return {finding["rule_id"] for finding in json.loads(ran.out)["findings"] if finding["blocks"]}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"proto/shop.proto": NARROWED}, {"protobuf-wire-broken"}, id="a type"),
        pytest.param({"proto/shop.proto": None}, {"protobuf-element-removed"}, id="a file that is gone"),
        pytest.param(
            {"api/schemas/order.yaml": ORDER.replace("number", "string")},
            {"openapi-response-widened"},
            id="by reference",
        ),
        pytest.param(
            {"db/migrations/000002_note.up.sql": "ALTER TABLE orders DROP COLUMN note;\n"},
            {"migration-drops-column"},
            id="a migration",
        ),
        pytest.param({"api/schemas/order.yaml": ORDER + "  note: {type: string}\n"}, set(), id="what breaks nobody"),
        pytest.param({"docs/readme.md": "x\n"}, set(), id="no contract"),
    ],
)
def test_what_breaks_somebody_blocks(trueline, change, files, expected) -> None:
    top = change(files)
    ran = trueline("check", "--base", "main", "--report", "json", cwd=top)

    assert (rules(ran), ran.code) == (expected, 1 if expected else 0)


def test_staged_is_compared_with_head(trueline, repository) -> None:
    top = repository(FILES)
    (top / "api/schemas/order.yaml").write_text(ORDER.replace("number", "string"))
    git(top, "add", "--all")
    ran = trueline("check", "--staged", "--report", "json", cwd=top)

    assert (rules(ran), ran.code) == ({"openapi-response-widened"}, 1)


def test_staged_finds_the_contract_that_refers_to_a_file_in_another_folder(trueline, repository) -> None:
    api = API.replace("schemas/order.yaml", "../shared/schemas/order.yaml")
    top = repository({"api/v1/openapi.yaml": api.replace("../", "../../"), "shared/schemas/order.yaml": ORDER})
    (top / "shared/schemas/order.yaml").write_text(ORDER.replace("number", "string"))
    git(top, "add", "--all")
    ran = trueline("check", "--staged", "--report", "json", cwd=top)

    assert (rules(ran), ran.code) == ({"openapi-response-widened"}, 1)


def test_a_contract_that_takes_too_long_is_an_error(trueline, repository) -> None:
    top = repository({**FILES, ".trueline/config.yaml": "version: 1\nlimits:\n  seconds: 0.001\n"})
    (top / "proto/shop.proto").write_text(NARROWED)
    ran = trueline("check", "--base", "HEAD", "--report", "json", cwd=top)
    late = [one for one in json.loads(ran.out)["notifications"] if one["id"] == "deadline"]

    assert (ran.code, "proto/shop.proto" in [one["location"]["path"] for one in late]) == (3, True)


def test_a_finding_has_its_place_on_both_sides(trueline, change) -> None:
    ran = trueline("check", "--base", "main", "--report", "json", cwd=change({"proto/shop.proto": "\n" + NARROWED}))
    (finding,) = [one for one in json.loads(ran.out)["findings"] if one["blocks"]]

    assert (finding["location"]["path"], finding["location"]["region"]["start_line"]) == ("proto/shop.proto", 6)
    assert [(place["region"]["start_line"], place["message"]) for place in finding["related"]] == [(5, "it was here")]
    assert finding["subject"] == "shop.Order.total"


def test_a_renamed_contract_is_the_same(trueline, change) -> None:
    files = {"proto/shop.proto": None, "protos/v1/shop.proto": FILES["proto/shop.proto"]}
    files |= {"api/openapi.yaml": None, "apis/openapi.yaml": API.replace("schemas/", "../api/schemas/")}
    ran = trueline("check", "--base", "main", "--report", "json", cwd=change(files))

    assert (rules(ran), ran.code) == (set(), 0)


def test_a_contract_that_is_broken_now_is_no_pass(trueline, change) -> None:
    top = change({"proto/shop.proto": FILES["proto/shop.proto"] + "message {\n"})
    ran = trueline("check", "--base", "main", cwd=top)

    assert ran.code == 3
    assert "proto/shop.proto:7" in ran.out


def test_config_lets_a_kind_go_for_all(trueline, change) -> None:
    top = change({"proto/shop.proto": NARROWED})
    git(top, "switch", "--quiet", "main")
    config = "rules: {protobuf-wire-broken: {parameters: {allow: [protobuf/field-type-changed]}}}\n"
    (top / ".trueline").mkdir()
    (top / ".trueline/config.yaml").write_text(config)
    git(top, "add", "--all")
    git(top, "commit", "--quiet", "--message=config")
    git(top, "switch", "--quiet", "change")
    ran = trueline("check", "--base", "main", "--report", "json", cwd=top)

    assert (rules(ran), ran.code) == (set(), 0)


def test_diff_lists_the_changes_without_a_verdict(trueline, change) -> None:
    top = change({"proto/shop.proto": NARROWED})
    page = trueline("diff", "main", cwd=top)
    data = trueline("diff", "main", "--report", "json", cwd=top)
    schema = json.loads(trueline("schema", "diff").out)

    notes = trueline("diff", "main", "--report", "markdown", cwd=top)

    assert (page.code, "protobuf/field-type-changed" in page.out) == (0, True)
    assert "* **`shop.Order`**\n  * `total`: " in notes.out
    assert [error.message for error in Draft202012Validator(schema).iter_errors(json.loads(data.out))] == []
    assert [change["kind"] for change in json.loads(data.out)["changes"]] == ["protobuf/field-type-changed"]


def test_diff_is_narrowed_to_contracts_resources_or_what_breaks(trueline, change) -> None:
    workload = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n"
    top = change({"proto/shop.proto": NARROWED, "api/schemas/order.yaml": ORDER + "  x: {}\n", "pod.yaml": workload})
    told = {
        narrowed: json.loads(trueline("diff", "main", "--report", "json", *narrowed, cwd=top).out)
        for narrowed in ((), ("--only", "contracts"), ("--only", "resources"), ("--breaking",))
    }
    counts = {narrowed: (len(data["resources"]), len(data["changes"])) for narrowed, data in told.items()}

    assert counts == {
        (): (1, 2),
        ("--only", "contracts"): (0, 2),
        ("--only", "resources"): (1, 0),
        ("--breaking",): (0, 1),
    }
    assert told[()]["contracts"][0]["contract"] == told[("--breaking",)]["changes"][0]["contract"]
    assert trueline("diff", "main", "--breaking", "--only", "resources", cwd=top).code == 2


def test_the_report_counts_them(trueline, change) -> None:
    top = change({"proto/shop.proto": NARROWED, "api/schemas/order.yaml": ORDER + "  note: {type: string}\n"})
    report = json.loads(trueline("check", "--base", "main", "--report", "json", cwd=top).out)

    assert {one["compatibility"] for one in report["changes"]} == {"breaking", "compatible"}
    assert report["measures"]["compatible_changes"] == report["measures"]["changes"] - 1


def test_a_contract_larger_than_a_manifest_may_be_is_judged_all_the_same(trueline, change) -> None:
    paths = {f"/p{number}": {"get": {"description": "x" * 900, "responses": {}}} for number in range(6000)}
    api = {"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": paths}
    top = change({"large.json": json.dumps(api)})
    del paths["/p7"]
    (top / "large.json").write_text(json.dumps(api))
    git(top, "add", "--all")
    ran = trueline("check", "--base", "HEAD", "--report", "json", cwd=top)

    assert (rules(ran), ran.code) == ({"openapi-operation-removed"}, 1)
    assert ran.report["notifications"] == []


def test_a_contract_that_is_named_and_the_same_is_no_error(trueline, change) -> None:
    ran = trueline("check", "--base", "main", "proto/shop.proto", cwd=change({"docs/readme.md": "x\n"}))

    assert ran.code == 0


@pytest.mark.parametrize(("database", "waits"), [("postgresql 14", True), ("sqlite", False)])
def test_the_config_says_what_migrations_run_on(trueline, repository, database, waits) -> None:
    top = repository({**FILES, ".trueline/config.yaml": f"contracts: {{database: {database}}}\n"})
    (top / "db/migrations/000002_index.up.sql").write_text("CREATE INDEX notes ON orders (note);\n")
    ran = trueline("check", "--base", "HEAD", "--report", "json", cwd=top)

    assert ("sql/index-built-under-lock" in {change["kind"] for change in ran.report["changes"]}) == waits


def test_explain_says_who_breaks_and_what_lets_a_change_through(trueline, change) -> None:
    top = change({"proto/shop.proto": NARROWED})
    report = json.loads(trueline("check", "--base", "main", "--report", "json", cwd=top).out)
    (mark,) = [found["fingerprint"] for found in report["findings"] if found["blocks"]]
    ran = trueline("explain", mark, "--base", "main", cwd=top)

    assert ran.code == 0
    for line in (
        "change       protobuf/field-type-changed: ",
        "contract     .",
        "compatible   breaking: somebody who did nothing wrong fails for certain",
        "before       int64 (proto/shop.proto:5:3 at base)",
        "after        string (proto/shop.proto:5:3)",
        "let through  `rules: {protobuf-wire-broken: {parameters: {allow: [protobuf/field-type-changed]}}}`",
        "let through  // trueline: ignore[protobuf-wire-broken]: why, on or above proto/shop.proto:5:3",
    ):
        assert line in ran.out


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param("openapi/operation-removed", "judged by      openapi-operation-removed (high, soft)", id="an id"),
        pytest.param("openapi/operation-removed", "also called    oasdiff:", id="what others call it"),
        pytest.param("buf:FIELD_SAME_TYPE", "protobuf/field-type-changed: ", id="by what another tool calls it"),
    ],
)
def test_explain_says_what_a_kind_of_change_is(trueline, repository, name, said) -> None:
    ran = trueline("explain", name, cwd=repository(FILES))

    assert (ran.code, said in ran.out) == (0, True)


def test_explain_guesses_what_kind_is_meant(trueline, repository) -> None:
    ran = trueline("explain", "openapi/operation-remove", cwd=repository(FILES))

    assert (ran.code, "did you mean `openapi/operation-removed`?" in ran.err) == (2, True)


def test_init_speaks_of_contracts_where_there_are_some(trueline, repository) -> None:
    top = repository(FILES)
    ran = trueline("init", cwd=top)
    config = top / ".trueline/config.yaml"
    text = config.read_text()
    config.write_text(text.replace("# contracts:", "contracts:").replace("#   database:", "  database:"))

    assert "trueline diff origin/main" in ran.out
    assert "contracts:\n#   against: {tags: v*}" in text
    assert trueline("check", cwd=top).code == 0


SPOKEN = {
    "openapi": "3.0.3",
    "info": {"title": "größe 😀", "version": "1"},
    "paths": {
        "/😀": {"get": {"responses": {"200": {"description": "😀"}}}},
        "/gone": {"get": {"responses": {"200": {"description": "x"}}}},
    },
}


@pytest.mark.parametrize(
    ("indent", "begin"),
    [pytest.param(None, '{"/😀": {', id="one line"), pytest.param(2, '"paths": {', id="many lines: at its key")],
)
def test_what_is_gone_from_json_stands_at_its_parent(trueline, repository, indent, begin) -> None:
    top = repository({"api.json": json.dumps(SPOKEN, ensure_ascii=False, indent=indent)})
    left = {**SPOKEN, "paths": {"/😀": SPOKEN["paths"]["/😀"]}}
    text = json.dumps(left, ensure_ascii=False, indent=indent)
    (top / "api.json").write_text(text)
    ran = trueline("check", "--base", "main", "--report", "json", cwd=top)
    (finding,) = [one for one in ran.report["findings"] if one["blocks"]]
    place = finding["location"]["region"]
    line = text.split("\n")[place["start_line"] - 1]

    assert line[place["start_column"] - 1 :].startswith(begin)
    assert place["end_line"] == place["start_line"]
    assert [one["message"] for one in finding["related"]] == ["it was here"]
