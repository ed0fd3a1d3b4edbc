"""Network policies of two environments: which keeps out less, and whether it is where the pods are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.drift.environments.pair import alike, compare, lines, only

if TYPE_CHECKING:
    from pathlib import Path

    from trueline.model.drift import Detected

NAMESPACES = {"staging": "st", "production": "pr"}


def pod(side: str, name: str = "web", namespace: str | None = None) -> dict[str, Any]:
    template = {"metadata": {"labels": {"app": name}}, "spec": {"containers": [{"name": "c", "image": "web:1"}]}}
    metadata = {"name": name, "namespace": namespace or NAMESPACES[side]}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": metadata, "spec": {"template": template}}


def policy(side: str, namespace: str | None = None, **spec: Any) -> dict[str, Any]:
    whole = {"podSelector": {}, "policyTypes": ["Ingress"], "ingress": [], **spec}
    metadata = {"name": "np", "namespace": namespace or NAMESPACES[side]}
    return {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": metadata, "spec": whole}


def held(folder: Path, left: list[Any], right: list[Any], **settings: object) -> Detected:
    files = {
        f"{side}/{number}.json": json.dumps(one)
        for side, objects in (("staging", left), ("production", right))
        for number, one in enumerate(objects)
    }
    return compare(folder, files, alike(**settings))


def policies(folder: Path, left: dict[str, Any], right: dict[str, Any]) -> Detected:
    sides = ("staging", left), ("production", right)
    return held(folder, *([pod(side), policy(side, **spec)] for side, spec in sides))


def peer(app: str) -> dict[str, Any]:
    return {"from": [{"podSelector": {"matchLabels": {"app": app}}}]}


def block(cidr: str, **more: Any) -> dict[str, Any]:
    return {"from": [{"ipBlock": {"cidr": cidr, **more}}]}


EVERY_NAMESPACE = {"from": [{"namespaceSelector": {}}]}
EGRESS = {"policyTypes": ["Egress"]}


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        pytest.param({"ingress": []}, {"ingress": [{}]}, id="all of them"),
        pytest.param({"ingress": []}, {"ingress": [peer("a")]}, id="some"),
        pytest.param({"ingress": [peer("a")]}, {"ingress": [{}]}, id="all instead of some"),
        pytest.param({"ingress": [peer("a")]}, {"ingress": [peer("a"), peer("b")]}, id="one more"),
        pytest.param({"ingress": [peer("a")]}, {"ingress": [EVERY_NAMESPACE]}, id="every pod"),
        pytest.param({"ingress": [block("10.0.0.0/8")]}, {"ingress": [block("0.0.0.0/0")]}, id="every address"),
        pytest.param(
            {"ingress": [{**peer("a"), "ports": [{"port": 80}]}]}, {"ingress": [peer("a")]}, id="every port"
        ),
        pytest.param(
            {"ingress": [{**peer("a"), "ports": [{"port": 80}]}]},
            {"ingress": [{**peer("a"), "ports": [{"protocol": "TCP"}]}]},
            id="every port of a protocol",
        ),
        pytest.param({**EGRESS, "egress": []}, {**EGRESS, "egress": [{}]}, id="everywhere"),
        pytest.param({"podSelector": {}}, {"podSelector": {"matchLabels": {"never": "this"}}}, id="no pod"),
        pytest.param(
            {"podSelector": {"matchLabels": {"app": "web"}}}, {"podSelector": {"matchLabels": {"app": "x"}}},
            id="another pod",
        ),
        pytest.param(
            {"podSelector": {"matchExpressions": [{"key": "app", "operator": "In", "values": ["web"]}]}},
            {"podSelector": {"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["web"]}]}},
            id="by expressions",
        ),
    ],
)  # fmt: skip
def test_the_policy_that_keeps_out_less_is_the_weaker(
    tmp_path: Path, narrow: dict[str, Any], wide: dict[str, Any]
) -> None:
    there = policies(tmp_path / "there", narrow, wide)
    here = policies(tmp_path / "here", wide, narrow)

    assert there.drifts
    assert {(one.details["aspect"], one.details["weaker"]) for one in there.drifts} == {("safeguard", "production")}
    assert {(one.details["aspect"], one.details["weaker"]) for one in here.drifts} == {("safeguard", "staging")}


def test_a_policy_of_another_direction_is_weaker_in_each(tmp_path: Path) -> None:
    found = policies(tmp_path, {"ingress": []}, {"policyTypes": ["Egress"], "egress": []})

    assert {(one.path, one.details.get("weaker")) for one in found.drifts} >= {
        ("spec.policyTypes", "production"),
        ("spec.egress", "staging"),
    }


def test_a_label_that_is_filled_in_may_be_any(tmp_path: Path) -> None:
    sides = {"podSelector": {"matchLabels": {"app": "web"}}}, {"podSelector": {"matchLabels": {"app": "${APP}"}}}

    assert [one.details.get("weaker") for one in policies(tmp_path, *sides).drifts] == [None]


def test_policies_of_any_form_are_compared(tmp_path: Path) -> None:
    forms: list[Any] = [None, 5, "x", {}, [None], [5], [{"from": 5}], [{"from": [5, None]}], [{"ports": [[]]}]]
    for number, form in enumerate(forms):
        policies(tmp_path / str(number), {"ingress": [peer("a")]}, {"ingress": form, "podSelector": form})


@pytest.mark.parametrize("namespace", ["nowhere", "st"])
def test_a_safeguard_where_nothing_is_that_it_protects(tmp_path: Path, namespace: str) -> None:
    drift = only(
        held(tmp_path, [pod("staging"), policy("staging")], [pod("production"), policy("production", namespace)])
    )

    assert (drift.kind, drift.path, drift.location.path) == (
        "environment/changed",
        "metadata.namespace",
        "production/1.json",
    )
    assert (drift.details["aspect"], drift.details["weaker"]) == ("safeguard", "production")
    assert drift.message == (
        f"metadata.namespace is {namespace} in production, st in staging; "
        "what it protects in production is in another one"
    )


def test_pods_that_only_one_has_tell_as_well(tmp_path: Path) -> None:
    right = [pod("production", "other"), policy("production", "nowhere")]
    found = held(tmp_path, [pod("staging"), policy("staging")], right)

    assert ("safeguard", "metadata.namespace") in [one[:2] for one in lines(found)]


@pytest.mark.parametrize("namespaces", [("st", "pr"), ("shared", "shared"), ("tools-st", "tools-pr")])
def test_a_safeguard_that_is_where_its_counterpart_is(tmp_path: Path, namespaces: tuple[str, str]) -> None:
    left, right = (policy(side, where) for side, where in zip(NAMESPACES, namespaces, strict=True))

    assert lines(held(tmp_path, [pod("staging"), left], [pod("production"), right])) == []


def test_what_may_differ_by_the_settings_may(tmp_path: Path) -> None:
    right = [pod("production"), policy("production", "nowhere")]
    found = held(
        tmp_path, [pod("staging"), policy("staging")], right, differ=(("NetworkPolicy/*/metadata.namespace", "so"),)
    )

    assert lines(found) == []
