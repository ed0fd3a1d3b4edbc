"""Plans and states that anybody may have written: whatever stands where, nothing crashes and nothing leaks."""

from __future__ import annotations

import copy
import itertools
import json
from typing import TYPE_CHECKING

import pytest
from tests.drift.terraform.plans import compare_plan, compare_states, declared, entry, plan
from tests.drift.terraform.states import instance, resource, snapshot, state

from trueline.drift.terraform import plan as plan_comparer
from trueline.drift.terraform import state as state_comparer
from trueline.drift.terraform.instances import instances_of
from trueline.model.drift import DRIFT_KINDS
from trueline.model.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from trueline.model.drift import Detected

SOURCE = """\
variable "x" {
  type = string
}
resource "aws_security_group" "web" {
  count = 1
  name  = "web-${var.x}"
  ingress {
    from_port   = 443
    cidr_blocks = ["10.0.0.0/8"]
  }
  tags   = { env = "prod" }
  policy = jsonencode({ Version = "1", Statement = [{ Effect = "Allow", Action = ["a:*"], Resource = var.x }] })
}
"""
OLD = {
    "name": "web-1",
    "password": "canary-1",
    "ingress": [{"from_port": 443, "cidr_blocks": ["10.0.0.0/8"]}, {"from_port": 80, "cidr_blocks": []}],
    "tags": {"env": "prod"},
    "tags_all": {"env": "prod"},
    "policy": '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"a:*","Resource":"r"}]}',
}
NEW = {
    **OLD,
    "name": "web-2",
    "password": "canary-2",
    "ingress": [{"from_port": 22, "cidr_blocks": ["0.0.0.0/0"]}, {"from_port": 80, "cidr_blocks": ["::/0"]}],
    "tags": {"env": "dev"},
}
ADDRESS = "aws_security_group.web[0]"
PLAN = plan(
    [entry(ADDRESS, OLD, NEW, index=0, before_sensitive={"password": True})],
    [entry(ADDRESS, NEW, OLD, ["delete", "create"], replace_paths=[["ingress", 0, "from_port"]])],
    [{"resource": ADDRESS, "attribute": ["name"]}],
    variables={"x": {"value": "canary-3"}},
)
STATE = state(
    resource(
        "aws_security_group",
        "web",
        instance(NEW, 0, sensitive_attributes=[[{"type": "get_attr", "value": "password"}]]),
        instance({}, 1, deposed="ab"),
    )
)
JUNK = (None, True, -1, 1e308, "", "\x1b[31m\u202e\n", '{"a":', [], {}, [[]], {"": None}, [{"a": {"b": []}}], 10**30)


def _places(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    if isinstance(value, dict):
        for name, member in value.items():
            yield from _places(member, (*path, name))
    elif isinstance(value, list):
        for place, member in enumerate(value):
            yield from _places(member, (*path, place))


def _mangled(content: dict[str, object], path: tuple[str | int, ...], junk: object) -> object:
    if not path:
        return junk
    found = copy.deepcopy(content)
    around: object = found
    for step in path[:-1]:
        around = around[step]  # type: ignore[index]  # the path was read off it
    around[path[-1]] = junk  # type: ignore[index]  # as above
    return found


def _hold(found: Detected) -> None:
    assert len(found.inputs) == 1
    for drift in found.drifts:
        assert drift.kind in DRIFT_KINDS
        assert drift.message.isprintable(), drift.message
        assert drift.location.path
        assert "canary-1" not in drift.message
    for notification in found.notifications:
        assert notification.location is not None


@pytest.mark.parametrize("turn", range(4))
def test_a_plan_with_anything_anywhere(tmp_path: Path, turn: int) -> None:
    known = declared(tmp_path, {"main.tf": SOURCE}, [], Settings())
    cases = itertools.product(_places(PLAN), JUNK)
    for path, junk in itertools.islice(cases, turn, None, 4):
        given = snapshot(_mangled(PLAN, path, junk), path="plan.json", kind="terraform-plan")
        _hold(plan_comparer.compare(given, known))


@pytest.mark.parametrize("turn", range(4))
def test_a_state_with_anything_anywhere(tmp_path: Path, turn: int) -> None:
    known = declared(tmp_path, {"main.tf": SOURCE}, [], Settings())
    cases = itertools.product(_places(STATE), JUNK)
    for path, junk in itertools.islice(cases, turn, None, 4):
        given = snapshot(_mangled(STATE, path, junk))
        known.snapshots = [given]
        _hold(state_comparer.compare(given, known))
        assert all(isinstance(one.shown(), dict) for one in instances_of(given))


def test_a_value_as_deep_as_the_parser_reads(tmp_path: Path) -> None:
    deep = json.loads("[" * 150 + '"a"' + "]" * 150)
    other = json.loads('[{"a":' * 70 + '"b"' + "}]" * 70)
    text = json.dumps({"a": "[" * 5_000})
    for value in (deep, other, text, "[" * 100_000):
        _hold(compare_plan(tmp_path, {"main.tf": SOURCE}, plan([entry(ADDRESS, {"x": value}, {"x": "y"}, index=0)])))
        written = resource("aws_security_group", "web", instance({"name": value, "policy": value, "tags": value}, 0))
        (found,) = compare_states(tmp_path, {"main.tf": SOURCE}, snapshot(state(written)))
        _hold(found)


def test_a_number_that_is_none() -> None:
    given = snapshot(b'{"version": 4, "lineage": "a", "resources": [], "serial": 1e400}')

    assert instances_of(given) == []


def test_many_elements_that_are_all_alike_take_no_long_time(tmp_path: Path) -> None:
    many = [{"from_port": port, "cidr_blocks": [f"10.0.{port % 250}.0/24"]} for port in range(3_000)]
    drift = entry(ADDRESS, {"ingress": many}, {"ingress": [{**rule, "x": 1} for rule in many]}, index=0)
    found = compare_plan(tmp_path, {"main.tf": SOURCE}, plan([drift]))

    assert len(found.drifts) == 3_000
