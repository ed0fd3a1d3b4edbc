"""Objects that are declared twice, and differently."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from live_cluster import drifts, snapshot, told
from live_web import WEB, web

from trueline.model.settings import Environment

if TYPE_CHECKING:
    from pathlib import Path


def rules(app: str, version: str = "networking.k8s.io/v1", namespace: str | None = "shop") -> dict[str, Any]:
    where = {"namespace": namespace} if namespace else {}
    chosen = {"from": [{"podSelector": {"matchLabels": {"app": app}}}]}
    spec = {"podSelector": {}, "policyTypes": ["Ingress"], "ingress": [chosen]}
    return {"apiVersion": version, "kind": "NetworkPolicy", "metadata": {"name": "np", **where}, "spec": spec}


def text(*objects: object) -> str:
    return "\n---\n".join(json.dumps(one) for one in objects)


LIVE = snapshot(rules("a"))
APP = "spec.ingress[0].from[0].podSelector.matchLabels.app"


@pytest.mark.parametrize(
    ("files", "place"),
    [
        pytest.param({"np.yaml": text(rules("b")), "z/np.yaml": text(rules("a"))}, "np.yaml", id="another file"),
        pytest.param({"np.yaml": text(rules("b")), "np.yml": text(rules("a"))}, "np.yaml", id="another suffix"),
        pytest.param({"np.yaml": text(rules("b")), "np.json": text(rules("a"))}, "np.yaml", id="JSON"),
        pytest.param({"np.yaml": text(rules("b"), rules("a"))}, "np.yaml", id="another document"),
        pytest.param({"a.yaml": text(rules("b")), "b.yaml": text(rules("a", namespace=None))}, "a.yaml", id="nowhere"),
        pytest.param(
            {"a.yaml": text(rules("b")), "b.yaml": text(rules("a", "networking.k8s.io/v7"))}, "a.yaml", id="version"
        ),
        pytest.param(
            {"np.yaml": text(rules("b")), "staging/np.yaml": text(rules("a"))}, "np.yaml", id="one for staging alone"
        ),
    ],
)  # fmt: skip
def test_what_one_of_two_declarations_says_otherwise_is_not_dropped(
    tmp_path: Path, files: dict[str, str], place: str
) -> None:
    (found,) = drifts(tmp_path, files, LIVE)

    assert (found.kind, found.address, found.location.path) == ("snapshot/unchecked", "NetworkPolicy/shop/np", place)
    assert found.location.region is not None
    assert found.details["paths"] == [APP]
    assert found.details["touches"] == ["network"]
    assert "is declared twice, and differently, at " in found.message
    assert [one.path for one in found.related] == [list(files)[-1]]


def test_what_differs_by_both_is_said_once(tmp_path: Path) -> None:
    files = {"one.yaml": WEB.replace("replicas: 3", "replicas: 4"), "two.yaml": WEB}
    live = web()
    live["spec"]["template"]["spec"]["containers"][0]["image"] = "web:9"
    found = drifts(tmp_path, files, snapshot(live))

    assert told(found) == [
        ("kubernetes/changed", "Deployment/shop/web", "spec.template.spec.containers[name=web].image"),
        ("snapshot/unchecked", "Deployment/shop/web", ""),
    ]
    assert found[1].details["paths"] == ["spec.replicas"]


def test_two_that_say_the_same_are_no_matter(tmp_path: Path) -> None:
    files = {"one.yaml": text(rules("b")), "two.yaml": text(rules("b"))}

    assert told(drifts(tmp_path, files, LIVE)) == [("kubernetes/changed", "NetworkPolicy/shop/np", APP)]


@pytest.mark.parametrize(
    ("folders", "environments"),
    [
        pytest.param(("dev", "production"), (), id="known words"),
        pytest.param(("north", "south"), (Environment("north"), Environment("south")), id="words of the config"),
    ],
)
def test_what_is_declared_for_two_environments_is_declared_once_for_each(
    tmp_path: Path, folders: tuple[str, str], environments: tuple[Environment, ...]
) -> None:
    files = {f"{folder}/np.yaml": text(rules(app)) for folder, app in zip(folders, "ab", strict=True)}

    (found,) = drifts(tmp_path, files, LIVE, environments=environments)

    assert (found.kind, found.location.path) == ("snapshot/unchecked", f"{folders[1]}/np.yaml")
    assert found.message == (
        f"{folders[1]}/np.yaml was not compared: another environment declares mostly the same and is nearer to what is "
        "there, and the snapshot does not say which one it is of (name it: --live ENVIRONMENT=FILE)"
    )


def test_one_that_cannot_be_compared_hides_no_other(tmp_path: Path) -> None:
    deep: Any = 1
    for _ in range(150):
        deep = {"a": deep}
    files = {"a.yaml": text({**rules("a"), "x": deep}), "b.yaml": text(rules("b"))}

    assert told(drifts(tmp_path, files, LIVE)) == [
        ("kubernetes/changed", "NetworkPolicy/shop/np", APP),
        ("snapshot/unchecked", "NetworkPolicy", ""),
    ]
