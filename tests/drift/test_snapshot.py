from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from trueline.drift.snapshot import Refused, read_snapshot
from trueline.repo.working import WorkingTree

if TYPE_CHECKING:
    from pathlib import Path

STATE = {"version": 4, "lineage": "a", "serial": 1, "resources": []}
PLAN = {"format_version": "1.2", "planned_values": {}, "timestamp": "2026-11-01T10:00:00Z"}
OWN = {"trueline_snapshot": 1, "kind": "aws", "taken": "2026-11-01T10:00:00Z", "origin": "account 1", "resources": []}
TEN = datetime(2026, 11, 1, 10, tzinfo=UTC)


def read(folder: Path, content: object, **named):
    (folder / "told.json").write_text(content if isinstance(content, str) else json.dumps(content))
    return read_snapshot("told.json", WorkingTree(str(folder)), **named)


@pytest.mark.parametrize(
    ("content", "named", "kind", "taken"),
    [
        pytest.param(OWN, {}, "aws", TEN, id="our own"),
        pytest.param({"apiVersion": "v1", "kind": "List", "items": []}, {}, "kubernetes", None, id="kubectl"),
        pytest.param({"apiVersion": "a.example/v1", "kind": "Status"}, {}, "kubernetes", None, id="a kind of somebody"),
        pytest.param(
            {"StackResourceDrifts": [{"Timestamp": f"2026-11-0{day}T10:00:00+00:00"} for day in (2, 1)]},
            {}, "cloudformation", TEN, id="CloudFormation, as old as its oldest",
        ),
        pytest.param({"UserDetailList": [], "RoleDetailList": []}, {}, "iam", None, id="IAM"),
        pytest.param(STATE, {"root": "infra"}, "terraform-state", None, id="a state"),
        pytest.param(PLAN, {"root": "infra", "is_plan": True}, "terraform-plan", TEN, id="a plan"),
        pytest.param({**OWN, "taken": "yesterday"}, {}, "aws", None, id="no instant"),
        pytest.param({**OWN, "taken": "2026-11-01T10:00:00"}, {}, "aws", TEN, id="an instant without a zone is UTC"),
        pytest.param({**OWN, "taken": 5, "origin": 7}, {}, "aws", None, id="no text"),
    ],
)  # fmt: skip
def test_a_file_is_told_by_what_it_holds(tmp_path: Path, content, named, kind, taken) -> None:
    found = read(tmp_path, content, **named)

    assert (found.kind, found.root, found.taken) == (kind, named.get("root", ""), taken)


@pytest.mark.parametrize(
    ("content", "named", "said"),
    [
        pytest.param("", {}, "empty", id="nothing"),
        pytest.param("{", {}, "", id="no JSON"),
        pytest.param([], {}, "nothing here tells", id="a list"),
        pytest.param({"a": 1}, {}, "trueline snapshot", id="something else"),
        pytest.param({**OWN, "trueline_snapshot": 2}, {}, "version 2", id="a later version"),
        pytest.param({**OWN, "kind": "azure"}, {}, "kind azure", id="an unknown kind"),
        pytest.param(
            {"kind": "Status", "apiVersion": "v1", "status": "Failure", "message": "Unauthorized", "code": 401},
            {},
            "this is an answer of the API server, no objects: Unauthorized",
            id="an error of an API server",
        ),
        pytest.param(
            {"kind": "Status", "apiVersion": "v1", "message": "a\n\x1b[31mb"},
            {},
            "no objects: a �[31mb",
            id="an error with controls",
        ),
        pytest.param(
            {"kind": "Status", "apiVersion": "v1", "message": 5}, {}, "nothing more", id="an error of nothing"
        ),
        pytest.param(
            {"kind": "Table", "apiVersion": "meta.k8s.io/v1", "rows": []},
            {},
            "this is a table",
            id="a table",
        ),
        pytest.param(STATE, {}, "--tfstate ROOT=FILE", id="a state without a root"),
        pytest.param(PLAN, {}, "--plan ROOT=FILE", id="a plan without a root"),
        pytest.param(OWN, {"root": ""}, "no Terraform state", id="no state"),
        pytest.param(PLAN, {"root": ""}, "no Terraform state", id="a plan for a state"),
        pytest.param({**STATE, "version": 3}, {"root": ""}, "version 3", id="an old state"),
        pytest.param({"encrypted_data": "x", "lineage": "a"}, {"root": ""}, "encrypted", id="an encrypted state"),
    ],
)
def test_a_file_that_tells_nothing_is_an_error_of_its_own(tmp_path: Path, content, named, said) -> None:
    found = read(tmp_path, content, **named)

    assert isinstance(found, Refused)
    assert said in found.notification.message
    assert (found.input.state, found.notification.level, found.notification.location.path) == (
        "unreadable", "error", "told.json",
    )  # fmt: skip


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    assert isinstance(read_snapshot("missing.json", WorkingTree(str(tmp_path))), Refused)
