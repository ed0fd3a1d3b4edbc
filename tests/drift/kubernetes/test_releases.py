"""Charts as they are released, beside clusters in which Helm has installed them."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest
from live_cluster import detect, listed, told
from released_chart import FILES, HELM, PRODUCTION, ROOT, STAGING, installed, needs_helm

from trueline.values.unknown import is_sensitive

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from trueline.model.drift import Drift

pytestmark = needs_helm


def drifted(folder: Path, *live: dict[str, Any]) -> Sequence[Drift]:
    """Return what differs, beside what is said of staging, which is elsewhere, and of what the chart makes up."""
    found = detect(folder, FILES, listed(*live), render=frozenset({"helm"}), environments=(STAGING, PRODUCTION))
    assert found.notifications == ()
    unchecked = {one.address: one.message for one in found.drifts if one.kind == "snapshot/unchecked"}
    assert unchecked.pop(ROOT).startswith("charts/shop was not compared: nothing in the snapshot is in shop-staging")
    made_up = "data.password of Secret/shop/web could not be checked: the chart makes it anew each time it is rendered"
    assert set(unchecked.values()) <= {made_up}
    return [one for one in found.drifts if one.kind != "snapshot/unchecked"]


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


EDIT = {"manager": "kubectl-patch", "operation": "Update", "time": "2026-11-02T08:00:00Z"}


def test_what_a_chart_makes_up_is_told_where_a_person_wrote_it_or_it_is_gone(
    tmp_path: Path, cluster: dict[str, dict[str, Any]]
) -> None:
    secret = cluster["Secret"]
    secret["metadata"]["managedFields"].append({**EDIT, "fieldsV1": {"f:data": {"f:password": {}}}})
    (written,) = drifted(tmp_path, *cluster.values())
    del secret["data"]["password"]
    (gone,) = drifted(tmp_path, *cluster.values())

    assert (written.path, written.message) == (
        "data.password", "data.password is not what the chart has made; changed by kubectl-patch on 2026-11-02"
    )  # fmt: skip
    assert (gone.path, gone.message) == ("data.password", "data.password is not there")
    assert all(is_sensitive(one.actual) or one.actual is None for one in (written, gone))


def test_what_is_made_by_hand_in_a_release_is_a_persons(tmp_path: Path, cluster: dict[str, dict[str, Any]]) -> None:
    service = cluster["Service"]
    service["spec"]["type"] = "NodePort"
    service["metadata"]["managedFields"] = [
        {**EDIT, "manager": "kubectl-create", "fieldsV1": {"f:spec": {"f:type": {}}}}
    ]
    (found,) = drifted(tmp_path, *cluster.values())

    assert found.by is not None
    assert (found.by.name, found.by.role) == ("kubectl-create", "human")
    assert found.details["outside"] is True


def test_a_chart_that_no_release_names_is_not_compared(tmp_path: Path, cluster: dict[str, dict[str, Any]]) -> None:
    found = detect(tmp_path, FILES, listed(*cluster.values()), render=frozenset({"helm"}))

    assert [(one.kind, one.message) for one in found.drifts] == [
        (
            "snapshot/unchecked",
            "charts/shop was not compared: no release in the config says how it is installed, or it is not rendered",
        )
    ]


def test_a_snapshot_is_held_against_the_environment_whose_namespaces_it_has(
    tmp_path: Path, cluster: dict[str, dict[str, Any]]
) -> None:
    text = json.dumps(listed(*cluster.values())).replace('"shop"', '"shop-staging"')
    found = detect(tmp_path, FILES, text, render=frozenset({"helm"}), environments=(STAGING, PRODUCTION))

    assert {one.environment for one in found.drifts if one.kind == "kubernetes/changed"} == {"staging"}
    assert {one.path for one in found.drifts if one.kind == "kubernetes/changed"} >= {"spec.type", "spec.replicas"}
