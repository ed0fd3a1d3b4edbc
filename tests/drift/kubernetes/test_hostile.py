"""Snapshots and manifests that anybody may have written: nothing stops the comparison."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
from api_defaults import served
from effort import ends
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from live_cluster import SNAPSHOT, detect, listed, snapshot
from live_web import WEB, web
from shop_manifests import OTHERS, WORKLOADS

from trueline.model.document import Source
from trueline.model.drift import DRIFT_KINDS
from trueline.model.drift_settings import DriftSettings
from trueline.parsers.yaml import parse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ALL: list[Any] = [
    document.root for text in (WORKLOADS, OTHERS) for document in parse(Source("a.yaml", text.encode())).documents
]
LIVE = [served(one) for one in ALL]
ODD = [
    None,
    "",
    0,
    -1,
    1.5,
    True,
    [],
    {},
    [[]],
    [None],
    [1, "a"],
    {"": None},
    "\x1b[31m\u202e\n",
    "9" * 400,
    {"name": []},
]

SETTINGS = DriftSettings(managed=("shop", "[", "kubernetes/*"))


def places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if way:
        yield way
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        yield from places(member, (*way, key))


def mangled(value: Any, way: tuple[Any, ...], odd: object) -> Any:
    value = copy.deepcopy(value)
    current = value
    for step in way[:-1]:
        current = current[step]
    current[way[-1]] = odd
    return value


WAYS = [(number, way) for number, one in enumerate(LIVE) for way in places(one)]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(WAYS), st.sampled_from(ODD)), min_size=1, max_size=3))
def test_a_mangled_object(tmp_path: Path, changes: list[tuple[tuple[int, Any], object]]) -> None:
    live: list[Any] = list(LIVE)
    for (number, way), odd in changes:
        try:
            live[number] = mangled(live[number], way, odd)
        except (KeyError, IndexError, TypeError):
            continue
    found = detect(tmp_path, f"{WORKLOADS}\n---\n{OTHERS}", listed(*live), SETTINGS)

    assert all(one.kind in DRIFT_KINDS for one in found.drifts)
    assert all("\x1b" not in one.message and "\n" not in one.message for one in found.drifts)


DECLARED = [(number, way) for number, one in enumerate(ALL) for way in places(one)]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(DECLARED), st.sampled_from(ODD))
def test_a_mangled_manifest(tmp_path: Path, place: tuple[int, Any], odd: object) -> None:
    number, way = place
    manifest = mangled(ALL[number], way, odd)
    found = detect(tmp_path, json.dumps(manifest), listed(*LIVE))

    assert all(one.kind in DRIFT_KINDS for one in found.drifts)


@pytest.mark.parametrize(
    "change",
    [
        {"items": None}, {"items": {}}, {"items": 5}, {"read": 5, "unread": "x"}, {"read": [5, {}, {"kind": 7}]},
        {"unread": [None, {"kind": "v1/ConfigMap", "namespace": 5, "reason": []}]}, {"salt": 5}, {"salt": "zz"},
        {"salt": "00" * 10_000}, {"origin": ["x"]}, {"taken": 9},
    ],
)  # fmt: skip
def test_a_mangled_envelope(tmp_path: Path, change: dict[str, object]) -> None:
    live = {**snapshot(web()), **change}

    assert detect(tmp_path, WEB, live).inputs[0].path == SNAPSHOT


def test_objects_that_stand_there_twice(tmp_path: Path) -> None:
    assert detect(tmp_path, WEB, listed(web(), web())).drifts == ()


def cart(depth: int, leaf: object, **more: object) -> dict[str, Any]:
    deep = leaf
    for _ in range(depth // 2):
        deep = {"a": [deep]}
    metadata = {"name": "a", "namespace": "b", **more}
    return {"apiVersion": "x.example/v1", "kind": "Cart", "metadata": metadata, "spec": deep}


def test_values_deeper_than_any_object(tmp_path: Path) -> None:
    (found,) = detect(tmp_path, json.dumps(cart(90, 1)), listed(cart(90, 2))).drifts

    assert (found.declared, found.actual) == (1, 2)


@pytest.mark.parametrize(("declared", "live"), [(cart(180, 0), cart(2, 1)), (cart(2, 0), cart(180, 1))])
def test_values_too_deep_to_be_compared_are_not_checked(tmp_path: Path, declared: object, live: object) -> None:
    (found,) = detect(tmp_path, json.dumps(declared), listed(live)).drifts

    assert (found.kind, found.details["reason"]) == ("snapshot/unchecked", "it is nested too deeply")


@pytest.mark.parametrize("depth", [150, 900, 100_000])
def test_a_noted_manifest_that_is_nested_deeply(tmp_path: Path, depth: int) -> None:
    noted = '{"spec": ' + '{"a": ' * depth + "0" + "}" * depth + "}"
    live = cart(2, 2, annotations={"kubectl.kubernetes.io/last-applied-configuration": noted})
    (found,) = detect(tmp_path, json.dumps(cart(2, 1)), listed(live)).drifts

    assert (found.declared, found.actual) == (1, 2)


def test_very_many_elements(tmp_path: Path) -> None:
    rules = [{"from": [{"ipBlock": {"cidr": f"10.0.{number % 250}.0/24"}}]} for number in range(3000)]
    policy = {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": "a", "namespace": "b"},
        "spec": {"podSelector": {}, "ingress": rules},
    }
    live = json.loads(json.dumps(policy))
    live["spec"]["ingress"][7]["from"] = [{"ipBlock": {"cidr": "0.0.0.0/0"}}]

    assert len(detect(tmp_path, json.dumps(policy), listed(live)).drifts) == 1


def test_names_that_command_a_terminal(tmp_path: Path) -> None:
    live = web()
    live["metadata"]["name"] = "\x1b[31mweb\n"
    found = detect(tmp_path, WEB, listed(live), SETTINGS).drifts

    assert {"kubernetes/undeclared", "kubernetes/missing", "snapshot/unchecked"} == {one.kind for one in found}
    assert all(one.message.isprintable() for one in found)


def test_lists_in_lists_that_are_turned_round(tmp_path: Path) -> None:
    peers = [{"podSelector": {"matchLabels": {"app": f"a{number}"}}} for number in range(30)]
    rules = [{"from": peers, "ports": [{"port": 1000 + number}]} for number in range(60)]
    policy: Any = {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": "a", "namespace": "b"},
        "spec": {"podSelector": {}, "ingress": rules},
    }
    live = served(policy, applied=False, manager="")
    live["spec"]["ingress"].reverse()
    for rule in live["spec"]["ingress"]:
        rule["from"].reverse()
    live["spec"]["ingress"][9]["ports"][0]["port"] = 22
    with ends():
        (found,) = detect(tmp_path, json.dumps(policy), listed(live)).drifts

    assert (found.declared, found.actual) == (1050, 22)


def test_very_many_elements_of_very_many_owners(tmp_path: Path) -> None:
    live = web()
    container = live["spec"]["template"]["spec"]["containers"][0]
    container["env"] = [{"name": f"E{number}", "value": "x"} for number in range(2000)]
    owned = {f'k:{{"name":"E{number}"}}': {} for number in range(2000)}
    tree = {"f:spec": {"f:template": {"f:spec": {"f:containers": {'k:{"name":"web"}': {"f:env": owned}}}}}}
    edit = {"manager": "kubectl-edit", "operation": "Update", "time": "2026-11-02T08:00:00Z", "fieldsV1": tree}
    live["metadata"]["managedFields"] = [edit] * 50
    with ends():
        found = detect(tmp_path, WEB, listed(live)).drifts

    assert {one.by.name for one in found if one.kind == "kubernetes/added" and one.by} == {"kubectl-edit"}
