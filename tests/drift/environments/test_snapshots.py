"""A snapshot as one side of a pair, or as both."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.drift.environments.pair import alike, compare, lines

if TYPE_CHECKING:
    from pathlib import Path


def deployment(image: str, namespace: str, **more: object) -> dict[str, object]:
    container = {"name": "web", "image": image, **more}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "web", "namespace": namespace},
        "spec": {"replicas": 2, "template": {"spec": {"containers": [container]}}},
    }


def live(image: str, namespace: str, **more: object) -> dict[str, object]:
    """Return a deployment as a cluster hands it out."""
    found = deployment(image, namespace, imagePullPolicy="IfNotPresent", **more)
    metadata = found["metadata"]
    assert isinstance(metadata, dict)
    metadata.update(uid="1", resourceVersion="7", generation=3, creationTimestamp="2026-01-01T00:00:00Z")
    return {**found, "status": {"readyReplicas": 2}}


def snapshot(*objects: object) -> str:
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": list(objects)})


def test_of_what_is_live_only_what_the_other_declares_is_compared(tmp_path: Path) -> None:
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web-1", "ownerReferences": [{"name": "web"}]}}
    extra = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "other"}}
    files = {
        "staging/web.json": json.dumps(deployment("web:1.27", "shop-staging", env=[{"name": "A", "value": "1"}])),
        "live.json": snapshot(live("web:1.26", "shop-production"), pod, extra),
    }
    found = compare(tmp_path, files, alike(right=("production", "live.json")), snapshots={"live.json": None})

    assert lines(found) == [
        ("keys", "spec.template.spec.containers[name=web].env[name=A]", "only staging sets env[name=A]"),
        (
            "image",
            "spec.template.spec.containers[name=web].image",
            "containers[name=web].image is web:1.26 in production, web:1.27 in staging",
        ),
    ]
    assert {(one.location.path, one.snapshot) for one in found.drifts} == {("live.json", "live.json")}
    assert {one.path for drift in found.drifts for one in drift.related} == {"staging/web.json"}


def test_two_snapshots_are_compared_whole(tmp_path: Path) -> None:
    policy = {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": {"name": "web"}}
    files = {
        "a.json": snapshot(live("web:1", "shop-stg", env=[{"name": "A", "value": "1"}]), policy),
        "b.json": json.dumps({"trueline_snapshot": 1, "kind": "kubernetes", "items": [live("web:1", "shop-prod")]}),
    }
    pair = alike(left=("staging", "a.json"), right=("production", "b.json"))
    found = compare(tmp_path, files, pair, snapshots={"a.json": None, "b.json": None})

    assert [(one.details["aspect"], one.kind, one.location.path) for one in found.drifts] == [
        ("safeguard", "environment/missing", "a.json"),
        ("keys", "environment/changed", "b.json"),
    ]


def state(bucket: str, *, versioned: bool) -> str:
    attributes = {
        "id": bucket,
        "arn": f"arn:aws:s3:::{bucket}",
        "bucket": bucket,
        "versioning": [{"enabled": versioned}],
        "token": bucket * 2,
    }
    instance = {"attributes": attributes, "sensitive_attributes": [[{"type": "get_attr", "value": "token"}]]}
    resource = {"mode": "managed", "type": "aws_s3_bucket", "name": "logs", "instances": [instance]}
    return json.dumps({"version": 4, "lineage": "a", "serial": 1, "resources": [resource]})


def test_states(tmp_path: Path) -> None:
    files = {"a.tfstate": state("logs-stg", versioned=True), "b.tfstate": state("logs-prod", versioned=False)}
    pair = alike(left=("staging", "a.tfstate"), right=("production", "b.tfstate"))
    found = compare(tmp_path, files, pair, snapshots={"a.tfstate": "staging", "b.tfstate": "production"})

    assert [(one.details["aspect"], one.path, one.details["weaker"]) for one in found.drifts] == [
        ("safeguard", "versioning[0].enabled", "production")
    ]
    assert "1 secrets" in found.notifications[0].message


def test_a_snapshot_of_another_kind_is_an_error(tmp_path: Path) -> None:
    files = {"staging/web.json": json.dumps(deployment("web:1", "a")), "b.json": '{"StackResourceDrifts": []}'}
    found = compare(tmp_path, files, alike(right=("production", "b.json")), snapshots={"b.json": None})

    assert found.drifts == ()
    assert [(one.level, one.message) for one in found.notifications] == [
        ("error", "shop: a snapshot of kind cloudformation can't be one of two environments")
    ]
