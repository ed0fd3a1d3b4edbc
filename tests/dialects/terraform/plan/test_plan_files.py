"""Plan files that are old, broken, hostile or none at all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from trueline.model.location import Location, Region
from trueline.values.unknown import is_sensitive, is_unknown

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from trueline.model.unit import Extract


def _plan(*resources: dict[str, object], **more: object) -> dict[str, object]:
    return {"format_version": "1.2", "planned_values": {"root_module": {"resources": list(resources)}}, **more}


def _bucket(values: object, **more: object) -> dict[str, object]:
    words = {"address": "aws_s3_bucket.b", "mode": "managed", "type": "aws_s3_bucket", "name": "b"}
    return {**words, "values": values, **more}


def _write(folder: Path, content: object) -> None:
    (folder / "plan.json").write_text(content if isinstance(content, str) else json.dumps(content))


@pytest.mark.parametrize(
    ("content", "message", "region"),
    [
        pytest.param(
            {"format_version": "2.0", "planned_values": {}},
            "the plan has format version 2.0; versions 0.x and 1.x are read",
            Region(1, 20, 1, 25),
            id="later format",
        ),
        pytest.param(
            {"format_version": "1.0", "values": {}},
            "this JSON holds a state, not a plan; write it with: terraform show -json PLAN > plan.json",
            Region(1, 2, 1, 18),
            id="state",
        ),
        pytest.param(
            [1],
            "this JSON is no Terraform plan; write it with: terraform show -json PLAN > plan.json",
            Region(1, 2, 1, 3),
            id="other JSON",
        ),
        pytest.param(
            '{"@message": "a"}\n{"@message": "b"}\n',
            "this is the log of a plan, not the plan; write it with: terraform show -json PLAN > plan.json",
            Region(1, 2, 1, 12),
            id="log",
        ),
        pytest.param('{"format_version": ', "expecting value: the text ends here", Region(1, 20, 1, 20), id="cut off"),
        pytest.param("[" * 50_000, "nested deeper than 200 levels", Region(1, 201, 1, 202), id="deep"),
        pytest.param("", "the file is empty; write it with: terraform show -json PLAN > plan.json", None, id="empty"),
    ],
)
def test_what_is_no_plan_is_refused_with_its_place(
    tmp_path: Path, read: Callable[[Path], Extract], content: object, message: str, region: Region | None
) -> None:
    _write(tmp_path, content)

    extract = read(tmp_path)

    assert extract.resources == ()
    assert [one.state for one in extract.inputs] == ["unreadable"]
    (notification,) = extract.notifications
    assert notification.level == "error"
    assert notification.message == message
    assert notification.location == Location("plan.json", region=region)


def test_missing_plan_is_an_error(tmp_path: Path, read: Callable[[Path], Extract]) -> None:
    (notification,) = read(tmp_path).notifications

    assert notification.level == "error"
    assert notification.location == Location("plan.json")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(_plan(planned_values=[]), id="values are a list"),
        pytest.param(_plan(planned_values={"root_module": {"resources": {"a": 1}}}), id="resources are an object"),
        pytest.param(_plan(planned_values={"root_module": {"resources": [1, None, {}]}}), id="resources are scalars"),
        pytest.param(_plan(_bucket([1, 2])), id="values of a resource are a list"),
        pytest.param(_plan(_bucket({"a": 1}), resource_changes=[7, {"change": []}]), id="changes are scalars"),
        pytest.param(_plan(_bucket({"a": 1}), configuration={"root_module": {"resources": "x"}}), id="configuration"),
        pytest.param(
            _plan(
                planned_values={"root_module": {"child_modules": [{"address": "x", "resources": [_bucket({"a": 1})]}]}}
            ),
            id="address of a module",
        ),
        pytest.param(_plan(_bucket({"a": 1}, sensitive_values=[True]), prior_state=[]), id="marks of another shape"),
    ],
)
def test_plan_of_another_shape_is_read_as_far_as_it_goes(
    tmp_path: Path, read: Callable[[Path], Extract], content: dict[str, object]
) -> None:
    _write(tmp_path, content)

    for resource in read(tmp_path).resources:
        assert resource.value in ({}, {"a": 1})
        assert resource.refer("a").addresses == frozenset()


def test_marks_of_a_whole_value_reach_every_leaf(tmp_path: Path, read: Callable[[Path], Extract]) -> None:
    changes = [{"address": "aws_s3_bucket.b", "change": {"after_unknown": {"tags": True, "rule": [{"id": True}]}}}]
    bucket = _bucket({"secret": {"a": ["x", 5, 1.5]}, "rule": [{"on": True}]}, sensitive_values={"secret": True})
    _write(tmp_path, _plan(bucket, resource_changes=changes))

    (resource,) = read(tmp_path).resources

    assert resource.value["secret"] == {"a": ["x", 5, 1.5]}
    assert all(map(is_sensitive, resource.value["secret"]["a"]))
    assert is_unknown(resource.value["tags"])
    assert resource.value["rule"][0]["on"] is True
    assert is_unknown(resource.value["rule"][0]["id"])


def test_references_of_nested_blocks_are_their_own(tmp_path: Path, read: Callable[[Path], Extract]) -> None:
    key = {"address": "aws_kms_key.k", "mode": "managed", "type": "aws_kms_key", "name": "k", "values": {}}
    rule = {"key": {"references": ["aws_kms_key.k.arn", "aws_kms_key.k"]}, "algorithm": {"constant_value": "aws:kms"}}
    configuration = {"root_module": {"resources": [{"address": "aws_s3_bucket.b", "expressions": {"rule": [rule]}}]}}
    changes = [{"address": "aws_s3_bucket.b", "change": {"after_unknown": {"rule": [{"key": True}]}}}]
    values = {"rule": [{"algorithm": "aws:kms"}]}
    _write(tmp_path, _plan(key, _bucket(values), resource_changes=changes, configuration=configuration))

    bucket = read(tmp_path).resources[1]

    assert bucket.refer("rule.key").addresses == {"aws_kms_key.k"}
    assert bucket.refer("rule.algorithm").addresses == frozenset()


def test_circle_of_variables_ends(tmp_path: Path, read: Callable[[Path], Extract]) -> None:
    call = {"expressions": {"x": {"references": ["module.m.y", "module.m"]}}}
    module = {"outputs": {"y": {"expression": {"references": ["var.x"]}}}}
    configuration = {
        "root_module": {
            "module_calls": {"m": {**call, "module": module}},
            "resources": [{"address": "aws_s3_bucket.b", "expressions": {"a": {"references": ["module.m.y"]}}}],
        }
    }
    inner = {
        "address": "module.m.null_resource.n",
        "mode": "managed",
        "type": "null_resource",
        "name": "n",
        "values": {},
    }
    plan = _plan(_bucket({"a": "x"}), configuration=configuration)
    plan["planned_values"]["root_module"]["child_modules"] = [{"address": "module.m", "resources": [inner]}]
    _write(tmp_path, plan)

    assert read(tmp_path).resources[0].refer("a").addresses == frozenset()


@pytest.mark.parametrize(
    ("more", "level"),
    [
        pytest.param({"errored": True, "complete": False}, "error", id="ended in errors"),
        pytest.param({"errored": False, "complete": False}, "warning", id="for targets only"),
    ],
)
def test_plan_with_gaps_says_so(
    tmp_path: Path, read: Callable[[Path], Extract], more: dict[str, object], level: str
) -> None:
    _write(tmp_path, _plan(_bucket({"a": 1}), **more))

    extract = read(tmp_path)

    assert [(one.level, one.id) for one in extract.notifications] == [(level, "incomplete-plan")]
    assert len(extract.resources) == 1


def test_key_that_stands_twice_makes_the_plan_partly_read(tmp_path: Path, read: Callable[[Path], Extract]) -> None:
    text = json.dumps(_plan(_bucket({"a": 1}))).replace('"a": 1', '"a": 1, "a": 2')
    _write(tmp_path, text)

    extract = read(tmp_path)

    assert extract.inputs[0].state == "partly-read"
    assert "stands twice" in extract.notifications[0].message
    assert extract.resources[0].value == {"a": 2}


def test_plan_that_powershell_garbled_says_so(tmp_path: Path, read: Callable[[Path], Extract]) -> None:
    (tmp_path / "plan.json").write_bytes('{"a": "x, "b": 1}'.encode("utf-16"))

    (notification,) = read(tmp_path).notifications

    assert notification.message.endswith("PowerShell may have garbled it: write the plan as UTF-8")
