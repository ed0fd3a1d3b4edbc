"""Plans and states as versions of Terraform wrote them: everything in them is told, or named here as not compared."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.drift.terraform.plans import declared
from tests.drift.terraform.states import snapshot

from trueline.dialects.terraform.plan.entries import entries_of
from trueline.drift.terraform import plan as plan_comparer
from trueline.drift.terraform import state as state_comparer
from trueline.drift.terraform.undone import named_only
from trueline.model.location import format_path
from trueline.model.resource import parse_path
from trueline.model.settings import Settings
from trueline.values.unknown import is_sensitive, leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.drift.declared import Declared
    from trueline.model.drift import Detected
    from trueline.model.location import Path as Steps

RECORDED = Path(__file__).parent / "recorded"
VERSIONS = sorted(path.parent.name for path in RECORDED.glob("*/plan.json"))
SILENT = [version for version in VERSIONS if version.startswith("0.")]
TELLING = [version for version in VERSIONS if version not in SILENT]

COMPUTED = ("address", "arn", "id", "revision")
REFERRED = {("cloud_store.late", "arn"): ("differs", "cloud_store.user", "policy")}
"""What the code sets by what the provider computes of another one, so that the state has it in both."""

CHANGED = [
    ("deleted", "cloud_store.gone", ""),
    ("changed", "cloud_store.late", "arn"),
    ("changed", "cloud_store.left", "size"),
    ("changed", "cloud_store.told", "tags.token"),
    ("changed", "cloud_store.whole", "disk.copy.keep"),
    ("changed", "cloud_store.whole", "ports"),
    ("changed", "cloud_store.whole", "rule.cidrs"),
    ("changed", "cloud_store.whole", "secret"),
    ("changed", "cloud_store.whole", "size"),
    ("changed", "cloud_store.whole", "tags.by"),
    ("changed", "cloud_store.whole", "zones"),
    ("changed", 'module.each["x.y"].cloud_store.in["a.b"]', "size"),
    ("changed", 'module.m.cloud_store.in["a.b"]', "size"),
]
"""What was changed by hand, as `record` does it."""

STAYS = {("cloud_store.late", "arn"), ("cloud_store.left", "size")}
"""What of it the plan leaves: what only the provider sets, and what is ignored."""


def known_of(tree: Path, version: str) -> Declared:
    """Return the code that a version brought out."""
    code = RECORDED / "code"
    files = {"main.tf": code / "main.tf", "m/main.tf": code / "m" / "main.tf"}
    if version in TELLING:
        files["newer.tf"] = code / "newer" / "newer.tf"
    return declared(tree, {name: path.read_text() for name, path in files.items()}, [], Settings())


def content_of(version: str, name: str) -> Any:
    """Return what a version wrote."""
    return json.loads((RECORDED / version / name).read_text())


def planned(known: Declared, content: object) -> Detected:
    """Return what comes of comparing a plan."""
    return plan_comparer.compare(snapshot(content, path="plan.json", kind="terraform-plan"), known)


def told(found: Detected) -> list[tuple[str, str, str]]:
    """Return what is told, of which address, at which path without places of elements."""
    return sorted(
        (one.kind.partition("/")[2], one.address, format_path(named_only(parse_path(one.path))) if one.path else "")
        for one in found.drifts
    )


@pytest.mark.parametrize("version", TELLING)
def test_what_was_changed_by_hand_is_told_of_a_recorded_plan(tmp_path: Path, version: str) -> None:
    found = planned(known_of(tmp_path, version), (RECORDED / version / "plan.json").read_bytes())
    reverted = [("reverted", address, path) for _, address, path in CHANGED if (address, path) not in STAYS]

    assert not found.notifications
    assert told(found) == sorted([*CHANGED, *reverted])
    assert not [one.message for one in found.drifts if "canary" in one.message]


@pytest.mark.parametrize("version", SILENT)
def test_a_recorded_plan_that_tells_nothing_is_not_checked(tmp_path: Path, version: str) -> None:
    (found,) = planned(known_of(tmp_path, version), (RECORDED / version / "plan.json").read_bytes()).drifts

    assert found.kind == "snapshot/unchecked"
    assert f"Terraform {version} wrote it" in found.message


@pytest.mark.parametrize("version", VERSIONS)
def test_a_recorded_state_is_what_was_applied(tmp_path: Path, version: str) -> None:
    found = state_comparer.compare(snapshot(content_of(version, "state.json")), known_of(tmp_path, version))

    assert not found.notifications
    assert not told(found)


def _other(leaf: object) -> tuple[Steps, object]:
    """Return another value than a leaf, and the path in it at which it differs."""
    if isinstance(leaf, list):
        return (0,), ["x"]
    if isinstance(leaf, dict):
        return ("x",), {"x": "x"}
    if isinstance(leaf, bool):
        return (), not leaf
    if isinstance(leaf, int):
        return (), leaf + 1
    return (), f"{'' if leaf is None else leaf}x"


def _leaves(value: object, path: Steps = ()) -> Iterator[tuple[Steps, object]]:
    """Yield each leaf of a value, empty lists and maps as well, with its path."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if not members or not value:
        yield path, value
    for step, member in members:
        yield from _leaves(member, (*path, step))


def _with(value: Any, path: Steps, other: object) -> Any:
    """Return a value with something else at a path."""
    found = copy.deepcopy(value)
    around = found
    for step in path[:-1]:
        around = around[step]
    around[path[-1]] = other
    return found


def _prior(module: Any) -> Iterator[Any]:
    yield from (one for one in module.get("resources", ()) if one["mode"] == "managed")
    for child in module.get("child_modules", ()):
        yield from _prior(child)


@pytest.mark.parametrize("version", VERSIONS)
def test_each_value_of_a_recorded_plan_is_told_where_it_alone_is_another(tmp_path: Path, version: str) -> None:
    content = content_of(version, "plan.json")
    drift: list[object] = []
    expected: list[tuple[str, str, object]] = []
    for one in _prior(content["prior_state"]["values"]["root_module"]):
        for path, leaf in _leaves(one["values"]):
            inner, other = _other(leaf)
            change = {"actions": ["update"], "before": one["values"], "after": _with(one["values"], path, other)}
            drift.append({**{name: value for name, value in one.items() if name != "values"}, "change": change})
            expected.append((one["address"], format_path((*path, *inner)), next(iter(leaves(other)))))
    found = planned(known_of(tmp_path, version), {**content, "resource_drift": drift})
    changed = [one for one in found.drifts if one.kind == "terraform/changed"]

    assert len(expected) > 130
    assert [(one.address, one.path, one.actual) for one in changed] == expected


@pytest.mark.parametrize("version", VERSIONS)
def test_each_resource_of_a_recorded_plan_has_an_address_of_its_own(version: str) -> None:
    content = content_of(version, "plan.json")
    content["planned_values"] = content["prior_state"]["values"]
    found = [one.address for one in entries_of(content)]

    assert len(set(found)) == len(found)
    assert 'module.m.cloud_store.in["a.b"]' in found
    assert {"cloud_store.kept[0]", "cloud_store.kept[1]"} < set(found)


@pytest.mark.parametrize("version", TELLING)
def test_what_a_recorded_plan_marks_is_never_shown(tmp_path: Path, version: str) -> None:
    found = planned(known_of(tmp_path, version), content_of(version, "plan.json"))
    shown = [one for one in found.drifts if not is_sensitive(one.actual)]

    assert "canary" not in json.dumps([(one.declared, one.actual, one.message) for one in shown])


@pytest.mark.parametrize("version", VERSIONS)
def test_each_value_of_a_recorded_state_is_told_where_it_alone_is_another(tmp_path: Path, version: str) -> None:
    known = known_of(tmp_path, version)
    content = content_of(version, "state.json")
    managed = [one for one in content["resources"] if one["mode"] == "managed"]
    cases = {
        (one["type"], one["name"], one.get("module", ""), place): list(_leaves(instance["attributes"]))
        for one in managed
        for place, instance in enumerate(one["instances"])
    }
    for turn in range(max(map(len, cases.values()))):
        changed = copy.deepcopy(content)
        expected: list[tuple[str, str, str]] = []
        for one in changed["resources"]:
            for place, instance in enumerate(one["instances"]):
                found = cases.get((one["type"], one["name"], one.get("module", ""), place), [])
                if turn >= len(found):
                    continue
                path, leaf = found[turn]
                instance["attributes"] = _with(instance["attributes"], path, _other(leaf)[1])
                base = ".".join(one[name] for name in ("module", "type", "name") if name in one)
                key = instance.get("index_key")
                address = base if key is None else f"{base}[{json.dumps(key)}]"
                expected += [REFERRED[base, name] for name in path[:1] if (base, name) in REFERRED]
                if _is_declared(base, path, leaf):
                    expected += [("differs", address, word) for word in _differing(path)]
        both = told(state_comparer.compare(snapshot(changed), known))

        assert [one for one in both if one[0] != "unchecked"] == sorted(expected)


def _differing(path: Steps) -> list[str]:
    """Return what is told of a value; of two blocks that hold nothing else it is one less and one more."""
    if path[:3] == ("disk", 1, "copy"):
        return ["disk.copy", "disk.copy"]
    return [format_path(named_only(path))]


def _is_declared(base: str, path: Steps, leaf: object) -> bool:
    """Tell whether code says a value: not what only the provider sets, nor what is null or empty as nobody set it."""
    name = str(path[0])
    if leaf is None or leaf == []:
        return False
    return name not in COMPUTED or (base, name) == ("cloud_store.whole", "address")
