"""What must not slip through between releases: moved, removed, mended elsewhere, not in this clone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.acceptance.conftest import git
from tests.acceptance.test_releases import NO_NOTE, PROTO, RETYPED, change_of, check, findings, released

__all__ = ["released"]

OTHER = 'syntax = "proto3";\npackage shop;\nmessage Parcel {\n  string id = 1;\n}\n'
PATHS = "openapi: 3.0.0\ninfo: {title: a, version: 1.0.0}\npaths:\n"
API = PATHS + "  /a:\n    get: {responses: {}}\n"
MORE = API + "  /b:\n    get: {responses: {}}\n"


def remove(top: Any, *paths: str) -> None:
    git(top, "rm", "--quiet", *paths)
    git(top, "commit", "--quiet", "--message=gone")


def test_a_file_that_goes_while_another_is_taken_back_is_released(trueline, released) -> None:
    """What is left at head is what the release has, and yet the release has more."""
    first = {"a.proto": PROTO, "b.proto": OTHER}
    top = released(("v1", first), ("", {"a.proto": PROTO + "message New {}\n"}), ("", {"a.proto": PROTO}))
    remove(top, "b.proto")
    ran = check(trueline, top)

    gone = [one for one in ran.report["changes"] if one["location"] is None or "Parcel" in one["subject"]]
    assert [one["details"].get("releases") for one in gone if one["compatibility"] == "breaking"] == [["v1"]] * len(
        gone
    )
    assert ran.code == 1


def test_without_a_base_a_file_that_is_gone_since_a_release_counts(trueline, released) -> None:
    top = released(("v1", {"a.proto": PROTO, "b.proto": OTHER}), ("", {"x": ""}))
    remove(top, "b.proto")
    ran = trueline("check", "--report", "json", cwd=top)

    assert ran.code == 1


def test_without_a_base_what_only_an_old_release_had_counts(trueline, released) -> None:
    top = released(("v1", {"a.avsc": '"string"', "b.avsc": '"int"'}), ("", {"x": ""}))
    git(top, "switch", "--quiet", "main")
    remove(top, "b.avsc")
    git(top, "tag", "v2")
    ran = trueline("check", "--report", "json", cwd=top)

    assert (ran.code, change_of(ran, "avro/schema-removed")["details"]["releases"]) == (1, ["v1"])


def test_a_contract_under_another_name_is_not_called_unreleased(trueline, released) -> None:
    top = released(("v1", {"old.yaml": MORE}), ("", {"new/shop.yaml": MORE + "  /c:\n    get: {responses: {}}\n"}))
    git(top, "rm", "--quiet", "old.yaml")
    git(top, "commit", "--quiet", "--message=moved")
    git(top, "branch", "--force", "main")
    (top / "new/shop.yaml").write_text(API)
    ran = check(trueline, top)

    assert "unreleased" not in change_of(ran, "openapi/operation-removed")["details"]


def test_a_mend_on_another_branch_is_a_release_too(trueline, released) -> None:
    top = released(("v1.0.0", {"a.proto": PROTO}), ("v2.0.0", {"a.proto": NO_NOTE}), ("", {"x": ""}))
    git(top, "switch", "--quiet", "--create=maintenance", "v1.0.0")
    mended = PROTO.replace("}\n", "  string mend = 9;\n}\n")
    (top / "a.proto").write_text(mended)
    git(top, "commit", "--quiet", "--all", "--message=mend")
    git(top, "tag", "v1.0.1")
    git(top, "switch", "--quiet", "main")
    (top / "a.proto").write_text(NO_NOTE.replace("}\n", "  string mend = 9;\n}\n"))
    git(top, "commit", "--quiet", "--allow-empty", "--all", "--message=mend")
    git(top, "switch", "--quiet", "--create=next")
    (top / "a.proto").write_text(NO_NOTE)
    ran = check(trueline, top)

    removed = [one for one in ran.report["changes"] if one["subject"] == "shop.Order.mend"]
    assert [one["details"]["releases"] for one in removed if "removed" in one["kind"]] == [["v1.0.1"]]
    assert ("shop.Order.mend", "new", True) in findings(ran)


def test_what_is_compatible_with_base_and_breaks_an_older_release_blocks(trueline, released) -> None:
    files = [
        {"o.avsc": json.dumps({"type": "record", "name": "O", "fields": [{"name": "n", "type": one}]})}
        for one in ("string", "int", "long")
    ]
    ran = check(trueline, released(("v1", files[0]), ("v2", files[1]), ("", files[2])))

    assert any(
        "v1" in one["details"].get("releases", ()) and one["compatibility"] == "breaking"
        for one in ran.report["changes"]
    )


@pytest.mark.parametrize("contract", ["a.proto", "api.yaml"])
def test_a_release_that_this_clone_has_only_in_part_is_no_pass(trueline, released, contract) -> None:
    text = {"a.proto": (PROTO, RETYPED, RETYPED + "message New {}\n"), "api.yaml": (MORE, API, API + "\n")}[contract]
    top = released(("v1", {contract: text[0]}), ("v2", {contract: text[1]}), ("", {contract: text[2]}))
    blob = git(top, "rev-parse", f"v1:{contract}").strip()
    (top / ".git/objects" / blob[:2] / blob[2:]).unlink()
    ran = check(trueline, top)

    assert ran.code == 3
    assert any("v1" in one["message"] for one in ran.report["notifications"] if one["level"] == "error")


def test_a_shallow_clone_without_tags_is_no_pass(trueline, released, tmp_path) -> None:
    top = released(("v1", {"a.proto": PROTO}), ("", {"x": ""}), ("", {"a.proto": RETYPED}))
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=2", "--no-tags", "--branch=change", f"file://{top}", str(clone))
    ran = trueline("check", "--base", "HEAD~1", "--head", "HEAD", "--report", "json", cwd=clone)

    said = [one["message"] for one in ran.report["notifications"] if one["level"] == "error"]
    assert [("fetch-depth: 0" in one) for one in said] == [True]
    assert ran.report["complete"] is False


def test_what_the_config_excludes_is_no_part_of_a_release(trueline, released) -> None:
    config = "contracts: {against: v*}\npaths: {exclude: [third_party/]}\n"
    files = {".trueline/config.yaml": config, "a.proto": PROTO, "third_party/b.proto": OTHER}
    top = released(("v1", files), ("", {"x": ""}), ("", {"a.proto": PROTO + "message New {}\n"}))
    remove(top, "third_party/b.proto")
    ran = check(trueline, top)

    assert [one["subject"] for one in ran.report["changes"]] == ["shop.New"]
