"""Of which kinds and namespaces a snapshot tells all, and which units are for others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from live_cluster import config, drifts, listed, named, snapshot, told
from live_web import WEB, web

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("live", "kind"),
    [
        pytest.param(
            listed(named("ConfigMap", "x"), named("ConfigMap", "y", "z")), "kubernetes/missing", id="of several"
        ),
        pytest.param(listed(named("ConfigMap", "x")), "kubernetes/missing", id="of its namespace"),
        pytest.param(listed(named("ConfigMap", "x", "z")), "snapshot/unchecked", id="of another namespace"),
        pytest.param(listed(named("Service", "x")), "snapshot/unchecked", id="of another kind"),
        pytest.param(named("ConfigMap", "x"), "snapshot/unchecked", id="a single object"),
        pytest.param(
            {"apiVersion": "v1", "kind": "ConfigMapList", "items": []}, "snapshot/unchecked", id="an empty typed list"
        ),
        pytest.param(
            {"apiVersion": "v1", "kind": "ConfigMapList", "items": [named("ConfigMap", "x")]}, "kubernetes/missing",
            id="a typed list",
        ),
        pytest.param(
            listed(named("ConfigMap", "x", "y"), named("ConfigMap", "x", "z")), "snapshot/unchecked", id="of others",
        ),
        pytest.param(
            listed(named("ConfigMap", "x", "y"), named("ConfigMap", "x", "z"), named("Namespace", "y", "")),
            "kubernetes/missing", id="with namespaces, and not this one",
        ),
        pytest.param(listed(listed(named("ConfigMap", "x"))), "kubernetes/missing", id="a list in a list"),
    ],
)  # fmt: skip
def test_what_kubectl_printed_covers(tmp_path: Path, live: object, kind: str) -> None:
    assert [kind] == [one.kind for one in drifts(tmp_path, config("a"), live)]


def test_why_a_list_says_nothing_of_a_namespace(tmp_path: Path) -> None:
    live = listed(named("ConfigMap", "x", "y"), named("ConfigMap", "x", "z"))
    (found,) = drifts(tmp_path, config("a"), live)

    assert found.details == {"reason": "the snapshot holds nothing of namespace shop", "objects": 1}


def test_a_namespace_of_another_environment_is_not_looked_for(tmp_path: Path) -> None:
    other = WEB.replace("namespace: shop", "namespace: try-out")
    around = "apiVersion: v1\nkind: Namespace\nmetadata: {name: try-out}\n" + config("own", "try-out")
    files = {"shop.yaml": WEB, "try-out.yaml": other, "around.yaml": around}
    found = drifts(tmp_path, files, snapshot(web(), read=["apps/v1/Deployment", "v1/Namespace", "v1/ConfigMap"]))

    assert [(one.kind, one.unit) for one in found] == [
        ("snapshot/unchecked", "around.yaml"),
        ("snapshot/unchecked", "try-out.yaml"),
    ]
    assert found[0].details["reason"] == (
        "nothing in the snapshot is in try-out, and other units of it are of another environment"
    )


def test_a_namespace_that_is_gone_is_missing(tmp_path: Path) -> None:
    text = "apiVersion: v1\nkind: Namespace\nmetadata: {name: gone}\n" + config("own", "gone")
    live = listed(web(), named("Namespace", "shop", ""), named("ConfigMap", "x"), named("ConfigMap", "x", "z"))

    assert told(drifts(tmp_path, {"a.yaml": text, "app.yaml": WEB}, live)) == [
        ("kubernetes/missing", "Namespace/gone", ""),
        ("kubernetes/missing", "ConfigMap/gone/own", ""),
    ]
