"""Charts as they are released, beside clusters in which Helm has installed them."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest
from live_cluster import detect, listed, told
from released_chart import FILES, HELM, PRODUCTION, ROOT, STAGING, installed, needs_helm

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from trueline.model.drift import Drift

pytestmark = needs_helm


def drifted(folder: Path, *live: dict[str, Any]) -> Sequence[Drift]:
    """Return what differs; of staging, which is elsewhere, it is told that nothing was compared, and of it nothing."""
    found = detect(folder, FILES, listed(*live), render=frozenset({"helm"}), environments=(STAGING, PRODUCTION))
    assert found.notifications == ()
    *drifts, other = sorted(found.drifts, key=lambda one: one.kind == "snapshot/unchecked")
    assert (other.kind, other.address) == ("snapshot/unchecked", ROOT)
    return drifts


@pytest.fixture
def cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, Any]]:
    """What production has, by kind; Helm is found wherever it was installed."""
    monkeypatch.setenv("PATH", os.path.dirname(str(HELM)), prepend=os.pathsep)
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return {one["kind"]: one for one in installed(tmp_path, PRODUCTION)}


def test_what_is_installed_as_it_is_released_did_not_drift(tmp_path: Path, cluster: dict[str, dict[str, Any]]) -> None:
    assert sorted(cluster) == ["ClusterRole", "Deployment", "Secret", "Service"]
    assert drifted(tmp_path, *cluster.values()) == []


@pytest.mark.parametrize(
    ("kind", "path", "value", "line"),
    [
        pytest.param("Deployment", ("spec", "replicas"), 7, 6, id="a value of the environment"),
        pytest.param("Service", ("spec", "type"), "NodePort", 26, id="what the other environment has"),
        pytest.param("Secret", ("data", "name"), "eA==", 6, id="beside what is made anew"),
    ],
)
def test_one_field_that_was_changed_is_one_difference(
    tmp_path: Path, cluster: dict[str, dict[str, Any]], kind: str, path: tuple[str, ...], value: object, line: int
) -> None:
    changed: Any = cluster[kind]
    for step in path[:-1]:
        changed = changed[step]
    changed[path[-1]] = value
    (found,) = drifted(tmp_path, *cluster.values())

    name = "shop-web" if kind == "Deployment" else "web"
    assert told([found]) == [("kubernetes/changed", f"{kind}/shop/{name}", ".".join(path))]
    assert found.environment == "production"
    assert found.location.region is not None
    assert found.location.region.start_line == line


def test_a_snapshot_is_held_against_the_environment_whose_namespaces_it_has(
    tmp_path: Path, cluster: dict[str, dict[str, Any]]
) -> None:
    text = json.dumps(listed(*cluster.values())).replace('"shop"', '"shop-staging"')
    found = detect(tmp_path, FILES, text, render=frozenset({"helm"}), environments=(STAGING, PRODUCTION))

    assert {one.environment for one in found.drifts if one.kind == "kubernetes/changed"} == {"staging"}
    assert {one.path for one in found.drifts if one.kind == "kubernetes/changed"} >= {"spec.type", "spec.replicas"}
