"""Contracts against everything that is released: the finding names it, and only what a change adds blocks."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.acceptance.conftest import git

CONFIG = {".trueline/config.yaml": "contracts: {against: v*}\n"}
PROTO = (
    'syntax = "proto3";\npackage shop;\nmessage Order {\n  string id = 1;\n  int64 total = 2;\n  string note = 3;\n}\n'
)
NO_NOTE = PROTO.replace("  string note = 3;\n", '  reserved 3;\n  reserved "note";\n')
RETYPED = PROTO.replace("int64 total", "string total")


def findings(ran: Any) -> set[tuple[str, str, bool]]:
    return {
        (one["subject"], one["status"], one["blocks"]) for one in ran.report["findings"] if one["severity"] != "low"
    }


@pytest.fixture
def released(repository):
    """Return a function that commits revisions, each with its tag where it has one; the last is a change."""

    def make(*revisions: tuple[str, dict[str, str]]):
        top = repository(CONFIG)
        for number, (tag, files) in enumerate(revisions):
            last = number == len(revisions) - 1
            if last:
                git(top, "switch", "--quiet", "--create=change")
            top = repository(files)
            if tag:
                git(top, "tag", tag)
        return top

    return make


def check(trueline, top, *arguments: str) -> Any:
    return trueline("check", "--base", "main", "--report", "json", *arguments, cwd=top)


def change_of(ran: Any, kind: str) -> dict[str, Any]:
    return next(one for one in ran.report["changes"] if one["kind"] == kind)


def test_the_finding_names_the_oldest_release_that_breaks(trueline, released) -> None:
    ran = check(trueline, released(("v1.0.0", {"a.proto": PROTO}), ("v1.1.0", {"x": ""}), ("", {"a.proto": RETYPED})))

    (finding,) = [one for one in ran.report["findings"] if one["blocks"]]
    assert ran.code == 1
    assert "2 releases have, from v1.0.0 to v1.1.0" in finding["message"]
    details = change_of(ran, "protobuf/field-type-changed")["details"]
    assert (details["releases"], details["oldest_release"]) == (["v1.0.0", "v1.1.0"], "v1.0.0")


def test_what_base_broke_already_is_told_and_does_not_block(trueline, released) -> None:
    files = ("v1.0.0", {"a.proto": PROTO}), ("", {"a.proto": RETYPED}), ("", {"a.proto": RETYPED + "message New {}\n"})
    ran = check(trueline, released(*files))

    assert ran.code == 0
    assert ("shop.Order.total", "unchanged", False) in findings(ran)


def test_what_turns_into_something_else_again_is_new(trueline, released) -> None:
    again = PROTO.replace("int64 total", "bytes total")
    ran = check(trueline, released(("v1", {"a.proto": PROTO}), ("", {"a.proto": RETYPED}), ("", {"a.proto": again})))

    assert ("shop.Order.total", "new", True) in findings(ran)


def test_what_is_mended_breaks_no_release(trueline, released) -> None:
    ran = check(trueline, released(("v1", {"a.proto": PROTO}), ("", {"a.proto": RETYPED}), ("", {"a.proto": PROTO})))

    assert (ran.code, change_of(ran, "protobuf/field-type-changed")["details"]["unreleased"]) == (0, True)


def test_what_was_never_released_is_known_as_such(trueline, released) -> None:
    young = PROTO.replace("}\n", "  string young = 9;\n}\n")
    ran = check(trueline, released(("v1", {"a.proto": PROTO}), ("", {"a.proto": young}), ("", {"a.proto": PROTO})))

    assert (ran.code, change_of(ran, "protobuf/field-removed")["details"]["unreleased"]) == (0, True)


def test_a_change_back_to_what_an_older_release_had_is_judged_by_each(trueline, released) -> None:
    """Transitive: the schema of base reads both, that of head only the newer."""
    old = {"type": "record", "name": "Order", "fields": [{"name": "id", "type": "int"}]}
    new = {"type": "record", "name": "Order", "fields": [{"name": "id", "type": ["int", "string"]}]}
    head = {"type": "record", "name": "Order", "fields": [{"name": "id", "type": "string"}]}
    revisions = [(tag, {"order.avsc": json.dumps(one)}) for tag, one in (("v1", old), ("v2", new), ("", head))]
    ran = check(trueline, released(*revisions))

    named = {tag for one in ran.report["changes"] for tag in one["details"].get("releases", ())}
    assert (ran.code, named) == (1, {"v1", "v2"})


def test_a_file_that_moved_between_releases_is_the_same_contract(trueline, released) -> None:
    api = "openapi: 3.0.0\ninfo: {title: a, version: 1.0.0}\npaths:\n  /a:\n    get: {responses: {}}\n"
    more = api + "  /b:\n    get: {responses: {}}\n"
    top = released(("v1", {"old/api.yaml": more}), ("", {"new/api.yaml": api}), ("", {"new/api.yaml": api + "\n"}))
    git(top, "rm", "--quiet", "old/api.yaml")
    git(top, "commit", "--quiet", "--message=gone")
    ran = check(trueline, top)

    removed = change_of(ran, "openapi/operation-removed")
    assert removed["details"]["releases"] == ["v1"]
    assert removed["base_location"]["revision"] == "v1"


@pytest.mark.parametrize(
    ("tags", "config", "level", "code"),
    [
        pytest.param([], "v*", "warning", 0, id="nothing is released"),
        pytest.param(["release-1"], "v*", "error", 3, id="other tags"),
        pytest.param(["v2"], "{tags: v*, oldest: v1}", "error", 3, id="the oldest is not there"),
    ],
)
def test_releases_that_are_not_there_are_said(trueline, repository, tags, config, level, code) -> None:
    top = repository({".trueline/config.yaml": f"contracts: {{against: {config}}}\n", "a.proto": PROTO})
    for tag in tags:
        git(top, "tag", tag)
    (top / "a.proto").write_text(PROTO + "message New {}\n")
    ran = trueline("check", "--base", "HEAD", "--report", "json", cwd=top)

    assert ran.code == code
    assert [one["level"] for one in ran.report["notifications"]] == [level]


def test_a_change_without_a_contract_asks_for_no_release(trueline, repository) -> None:
    top = repository({**CONFIG, "a.proto": PROTO})
    git(top, "tag", "other")
    (top / "readme.md").write_text("x\n")
    ran = trueline("check", "--base", "HEAD", "--report", "json", cwd=top)

    assert (ran.code, [one for one in ran.report["notifications"] if "releases" in one["id"]]) == (0, [])


def test_without_a_base_all_that_breaks_a_release_blocks(trueline, released) -> None:
    top = released(("v1", {"a.proto": PROTO, "b.avsc": '"string"'}), ("", {"a.proto": RETYPED}))
    git(top, "rm", "--quiet", "b.avsc")
    ran = trueline("check", "--report", "json", cwd=top)

    kinds = {one["kind"] for one in ran.report["changes"]}
    assert (ran.code, kinds) == (1, {"protobuf/field-type-changed", "avro/schema-removed"})


def test_what_is_staged_is_held_against_releases_too(trueline, released) -> None:
    top = released(("v1", {"a.proto": PROTO}), ("", {"a.proto": RETYPED}))
    (top / "a.proto").write_text(NO_NOTE.replace("int64 total", "string total"))
    git(top, "add", "a.proto")
    ran = trueline("check", "--staged", "--report", "json", cwd=top)

    assert ("shop.Order.total", "unchanged", False) in findings(ran)


def test_the_doctor_says_which_releases_there_are(trueline, released) -> None:
    top = released(("v1.0.0", {"a.proto": PROTO}), ("v1.1.0", {"x": ""}), ("", {"y": ""}))

    assert "contracts stay compatible with 2 releases: v1.0.0 to v1.1.0" in " ".join(
        trueline("doctor", cwd=top).out.split()
    )


PETS = """\
openapi: 3.0.3
info: {title: a, version: 1.0.0}
paths:
  /a: {get: {responses: {"200": {content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}}}}
  /b: {get: {responses: {"200": {content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}}}}
components:
  schemas:
    Pet: {type: object, required: [name], properties: {name: {type: string}, id: {type: string}}}
    Slim: {type: object, properties: {id: {type: string}}}
"""


def test_one_operation_more_is_new_though_the_schema_was_broken_before(trueline, released) -> None:
    base = PETS.replace("Pet", "Slim", 1)
    head = base.replace("/Pet", "/Slim")
    ran = check(trueline, released(("v1", {"a.yaml": PETS}), ("", {"a.yaml": base}), ("", {"a.yaml": head})))

    assert ran.code == 1


def test_a_release_that_took_a_deprecation_back_does_not_count(trueline, released) -> None:
    rules = "rules: {protobuf-*: {parameters: {deprecated_releases: 2}}}\n"
    config = {".trueline/config.yaml": CONFIG[".trueline/config.yaml"] + rules}
    old = {"a.proto": PROTO.replace("note = 3", "note = 3 [deprecated = true]")}
    taken_back = released(
        ("v1.0.0", {**old, **config}), ("v1.1.0", {"x": ""}), ("v1.2.0", {"a.proto": PROTO}), ("", {"a.proto": NO_NOTE})
    )
    back = check(trueline, taken_back).report

    (change,) = [one for one in back["changes"] if one["kind"] == "protobuf/field-removed"]
    assert "deprecated_releases" not in change["details"]


def test_the_version_is_held_against_each_release(trueline, released) -> None:
    """Base 1.0.0, released 1.0.0 and 2.0.0: what 2.0.0 has may not go with 2.0.1, whatever base says."""
    config = {".trueline/config.yaml": "contracts: {against: v*, version: VERSION}\n"}
    first = {**config, "a.proto": PROTO, "VERSION": "1.0.0\n"}
    top = released(
        ("v1.0.0", first), ("v2.0.0", {"VERSION": "2.0.0\n"}), ("", {"VERSION": "2.0.1\n", "a.proto": RETYPED})
    )
    with_base, without = check(trueline, top), trueline("check", "--report", "json", cwd=top)

    assert (with_base.code, without.code) == (1, 1)


def test_each_contract_has_the_version_of_its_own_folder(trueline, repository) -> None:
    config = {".trueline/config.yaml": "contracts: {version: {a/**: a/VERSION, b/**: b/VERSION}}\n"}
    one, other = PROTO, PROTO.replace("package shop", "package till")
    top = repository({**config, "a/a.proto": one, "b/b.proto": other, "a/VERSION": "1.0.0\n", "b/VERSION": "1.0.0\n"})
    (top / "a/VERSION").write_text("2.0.0\n")
    (top / "b/b.proto").write_text(other.replace("int64 total", "string total"))
    ran = trueline("check", "--base", "HEAD", "--report", "json", cwd=top)
    (top / "b/VERSION").write_text("2.0.0\n")
    raised = trueline("check", "--base", "HEAD", "--report", "json", cwd=top)

    assert (ran.code, raised.code) == (1, 0)


def test_a_shallow_clone_may_lack_releases(trueline, released, tmp_path) -> None:
    top = released(("v1", {"a.proto": PROTO}), ("v2", {"x": ""}), ("", {"a.proto": RETYPED}))
    there = tmp_path / "shallow"
    git(tmp_path, "clone", "--quiet", "--depth=2", "--no-single-branch", f"file://{top}", str(there))
    ran = trueline("check", "--base", "origin/main", "--report", "json", cwd=there)

    assert ran.code == 1
    assert [one["id"] for one in ran.report["notifications"]] == ["releases-missing"]


def test_what_moved_under_a_name_that_another_took_is_not_unreleased(trueline, released) -> None:
    api = "openapi: 3.0.0\ninfo: {title: a, version: 1.0.0}\npaths:\n" + "".join(
        f"  /{name}:\n    get: {{responses: {{}}}}\n" for name in "abcdef"
    )
    edited = api.replace("title: a", "title: public").replace("/f:", "/g:")
    new = "openapi: 3.0.0\ninfo: {title: new, version: 1.0.0}\npaths:\n  /z:\n    get: {responses: {}}\n"
    ran = check(
        trueline,
        released(
            ("v1", {"api.yaml": api}),
            ("", {"public.yaml": edited, "api.yaml": new}),
            ("", {"public.yaml": edited.replace("  /a:\n    get: {responses: {}}\n", "")}),
        ),
    )

    assert ran.code == 1
