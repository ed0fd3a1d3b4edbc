from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
from api_defaults import served
from live_cluster import detect, drifts, listed, snapshot, told
from shop_manifests import OTHERS, WORKLOADS

from trueline.model.document import Source
from trueline.parsers.yaml import parse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Way = tuple[str | int, ...]
ALL = [document.root for text in (WORKLOADS, OTHERS) for document in parse(Source("a.yaml", text.encode())).documents]
TEXTS = [text for whole in (WORKLOADS, OTHERS) for text in whole.split("\n---\n")]
NAMES = [f"{one['kind']}-{one['metadata']['name']}" for one in ALL]  # type: ignore[index]


def test_what_was_applied_is_no_drift(tmp_path: Path) -> None:
    live = [served(one) for one in ALL]  # type: ignore[arg-type]

    assert told(drifts(tmp_path, f"{WORKLOADS}\n---\n{OTHERS}", listed(*live))) == []


@pytest.mark.parametrize("manager", ["", "argocd-controller", "kustomize-controller", "helm"])
@pytest.mark.parametrize("applied", [True, False])
def test_whoever_applied_it(tmp_path: Path, manager: str, applied: bool) -> None:
    live = [served(one, manager=manager, applied=applied) for one in ALL]  # type: ignore[arg-type]

    assert told(drifts(tmp_path, f"{WORKLOADS}\n---\n{OTHERS}", snapshot(*live))) == []


# what a hand changes there is the merge key, the identity, or nothing that a server would keep
UNCHANGED = {
    ("Ingress-old", "spec"), ("HorizontalPodAutoscaler-old", "targetCPUUtilizationPercentage"), ("Secret-db", "data"),
    ("Secret-db", "stringData"), ("Job-load", "labels"), ("DaemonSet-agent", "ports"),
}  # fmt: skip


def leaves(value: Any, way: Way = ()) -> Iterator[tuple[Way, object]]:
    if isinstance(value, dict):
        for key, member in value.items():
            yield from leaves(member, (*way, key))
    elif isinstance(value, list):
        for number, member in enumerate(value):
            yield from leaves(member, (*way, number))
    else:
        yield way, value


def declared_leaves(name: str, manifest: Any) -> Iterator[Way]:
    for way, _ in leaves(manifest):
        is_identity = way[0] in ("apiVersion", "kind") or way in (("metadata", "name"), ("metadata", "namespace"))
        skipped = any(step == step_name for step_name in way for kind, step in UNCHANGED if kind == name)
        if not is_identity and not skipped:
            yield way


CASES = [
    pytest.param(number, way, id=f"{name}-{'.'.join(map(str, way))}")
    for number, (name, manifest) in enumerate(zip(NAMES, ALL, strict=True))
    for way in declared_leaves(name, manifest)
]


def altered(value: object) -> object:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 7
    text = str(value)
    return (
        f"{int(text[:-2]) + 1}Gi" if text.endswith("Gi") else text + "x" if not text.isdigit() else str(int(text) + 1)
    )


def put(root: Any, way: Way, change: Any) -> bool:
    for step in way[:-1]:
        try:
            root = root[step]
        except (KeyError, IndexError):
            return False
    try:
        before = root[way[-1]]
    except (KeyError, IndexError):
        return False
    root[way[-1]] = change(before)
    return True


@pytest.mark.parametrize(("number", "way"), CASES)
def test_one_field_changed_by_hand_is_one_drift(tmp_path: Path, number: int, way: Way) -> None:
    manifest: Any = ALL[number]
    live = served(manifest, applied=False, manager="")
    if manifest["kind"] == "HorizontalPodAutoscaler" and "metrics" in way:  # the server turns them round
        way = (*way[:2], 1 - int(way[2]), *way[3:])
    if not put(live, way, altered):
        target: Any = live
        for step in way[:-1]:
            target = target[step]
        target[way[-1]] = altered(None if way[-1] != "privileged" else False)
    found = drifts(tmp_path, TEXTS[number], listed(live))

    assert len(found) == 1, told(found)
    assert found[0].kind == "kubernetes/changed"
    assert found[0].location.region is not None
    assert found[0].path


@pytest.mark.parametrize(("number", "way"), CASES)
def test_one_field_taken_away_is_one_drift_at_most(tmp_path: Path, number: int, way: Way) -> None:
    live = served(copy.deepcopy(ALL[number]), applied=False, manager="")  # type: ignore[arg-type]
    target: Any = live
    for step in way[:-1]:
        target = target[step] if not isinstance(target, dict) or step in target else {}
    if isinstance(target, dict):
        target.pop(way[-1], None)
    else:
        del target[way[-1]]
    found = detect(tmp_path, TEXTS[number], listed(live)).drifts

    assert len(found) <= 2, told(found)


def fields_of(live: Any, way: Way) -> dict[str, Any]:
    """Return ``fieldsV1`` of somebody who owns the value at a path."""
    root: dict[str, Any] = {}
    node, value = root, live
    for step in way:
        value = value[step] if value is not None else None
        if isinstance(step, str):
            node = node.setdefault(f"f:{step}", {})
            continue
        keys = [
            key for key in ("name", "containerPort", "port", "mountPath") if isinstance(value, dict) and key in value
        ]
        if not keys:
            break  # a list that is owned as a whole
        node = node.setdefault("k:" + json.dumps({keys[0]: value[keys[0]]}), {})
    return root


@pytest.mark.parametrize("name", NAMES)
def test_whoever_edits_a_field_is_named(tmp_path: Path, name: str) -> None:
    number = NAMES.index(name)
    for way in declared_leaves(name, ALL[number]):
        live = served(ALL[number])  # type: ignore[arg-type]
        if "metrics" in way or not put(live, way, altered):
            continue
        edit = {"manager": "kubectl-edit", "operation": "Update", "time": "2026-11-02T08:00:00Z"}
        live["metadata"]["managedFields"].append({**edit, "fieldsV1": fields_of(live, way)})
        found = drifts(tmp_path, TEXTS[number], listed(live))

        assert len(found) == 1, (way, told(found))
        assert found[0].details["outside"], way
        assert found[0].actual is None or (found[0].by or "")[:1] == ("kubectl-edit",), (way, found[0])
