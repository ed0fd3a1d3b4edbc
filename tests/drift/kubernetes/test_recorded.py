"""What real clusters show of the shop's manifests: API servers and controllers of Kubernetes 1.20.2 and 1.36.2.

Each was given the manifests with ``kubectl apply``, one by one, and was asked for every object it had then in the
namespace, and for what is in none, with ``kubectl get -o json --show-managed-fields``. It had no nodes. One was given
them with ``kubectl apply --server-side``.
"""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
from live_cluster import detect, listed, told
from tests.drift.kubernetes.test_defaulting import NAMES, TEXTS, altered, declared_leaves, put

from trueline.model.document import Source
from trueline.model.drift_settings import DriftSettings
from trueline.parsers.yaml import parse

RECORDED = Path(__file__).parent / "recorded"
VERSIONS = ["1.20.2", "1.36.2", "1.36.2-server-side"]
LIVE: dict[str, list[Any]] = {
    version: json.loads((RECORDED / f"{version}.json").read_text())["items"] for version in VERSIONS
}
_OLD = {  # where kinds were before, and what they could not say yet
    "apiVersion: batch/v1\nkind: CronJob": "apiVersion: batch/v1beta1\nkind: CronJob",
    "apiVersion: policy/v1\n": "apiVersion: policy/v1beta1\n",
    "apiVersion: autoscaling/v2\n": "apiVersion: autoscaling/v2beta2\n",
}
_NOT_YET = re.compile(r".*(?:timeZone|grpc).*\n")


def manifests(version: str) -> list[tuple[str, str]]:
    """Return the name and the text of each manifest that a cluster of that version has taken."""
    taken = {_named(one) for one in LIVE[version]}
    written = [(name, _as_of(version, text)) for name, text in zip(NAMES, TEXTS, strict=True)]
    return [(name, text) for name, text in written if _named(root(text)) in taken]


def _as_of(version: str, text: str) -> str:
    if version == "1.20.2":
        for now, old in _OLD.items():
            text = text.replace(now, old)
        text = _NOT_YET.sub("", text)
    return text


def root(text: str) -> Any:
    """Return a manifest as plain data."""
    (document,) = parse(Source("a.yaml", text.encode())).documents
    return document.root


def live_of(version: str, manifest: Any) -> Any:
    """Return what the cluster shows of a manifest."""
    (found,) = [one for one in LIVE[version] if _named(one) == _named(manifest)]
    return copy.deepcopy(found)


def _named(one: Any) -> tuple[str, str, str]:
    return one["apiVersion"], one["kind"], one["metadata"]["name"]


CASES = [
    pytest.param(version, text, way, id=f"{version}-{name}-{'.'.join(map(str, way))}")
    for version in VERSIONS
    for name, text in manifests(version)
    for way in declared_leaves(name, root(text))
    if put(live_of(version, root(text)), way, altered)  # the server has some in another place
]


def test_each_version_has_taken_every_kind_of_workload() -> None:
    workloads = {"CronJob", "DaemonSet", "Deployment", "Job", "Pod", "ReplicaSet", "StatefulSet"}
    for version, number in (("1.20.2", 30), ("1.36.2", 31), ("1.36.2-server-side", 31)):
        kinds = [root(text)["kind"] for _, text in manifests(version)]
        assert workloads <= {*kinds}
        assert len(kinds) == number


@pytest.mark.parametrize("version", VERSIONS)
def test_what_was_applied_did_not_drift_nor_what_controllers_made_of_it(tmp_path: Path, version: str) -> None:
    made = {one["kind"] for one in LIVE[version]}
    text = "\n---\n".join(text for _, text in manifests(version))
    found = detect(tmp_path, text, listed(*LIVE[version]), DriftSettings(managed=("shop",)))

    assert {"Pod", "ReplicaSet", "EndpointSlice", "ControllerRevision", "ConfigMap", "PersistentVolumeClaim"} <= made
    assert (told(found.drifts), found.notifications) == ([], ())


@pytest.mark.parametrize(("version", "text", "way"), CASES)
def test_one_field_changed_by_hand_is_one_drift(
    tmp_path: Path, version: str, text: str, way: tuple[str | int, ...]
) -> None:
    manifest = root(text)
    live = live_of(version, manifest)
    put(live, way, altered)
    found = detect(tmp_path, text, listed(live)).drifts

    assert len(found) == 1, told(found)
    assert found[0].kind == "kubernetes/changed"
    assert found[0].path
