"""Who changed a field, and whether it waits to be applied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from live_cluster import drifts, listed
from live_web import POD, WEB, pod_of, web

from trueline.drift.kubernetes.roles import role_of
from trueline.model.drift_settings import DriftSettings

if TYPE_CHECKING:
    from pathlib import Path

CONTAINER = 'k:{"name":"web"}'


def managed(live: Any, manager: str, fields: Any, time: str = "2026-11-02T09:30:00Z") -> Any:
    entry = {"manager": manager, "operation": "Update", "apiVersion": "apps/v1", "time": time, "fieldsType": "FieldsV1"}
    live["metadata"].setdefault("managedFields", []).append({**entry, "fieldsV1": fields})
    return live


def in_pod(fields: Any) -> Any:
    return {"f:spec": {"f:template": {"f:spec": fields}}}


def test_a_person_is_named(tmp_path: Path) -> None:
    live = managed(web(), "kubectl-edit", in_pod({"f:containers": {CONTAINER: {"f:image": {}}}}))
    pod_of(live)["containers"][0]["image"] = "web:2"
    (found,) = drifts(tmp_path, WEB, listed(live))

    assert found.by == ("kubectl-edit", "human", "2026-11-02T09:30:00Z")
    assert (
        f"{POD}.containers[name=web].image is web:2, declared web:1; changed by kubectl-edit on 2026-11-02"
        == found.message
    )
    assert found.details == {"outside": True}


def test_any_field_that_a_person_added_is_drift(tmp_path: Path) -> None:
    live = managed(web(), "kubectl-edit", {"f:spec": {"f:minReadySeconds": {}, "f:revisionHistoryLimit": {}}})
    live["spec"]["minReadySeconds"] = 30
    managed(live, "kubectl-label", {"f:metadata": {"f:labels": {".": {}, "f:team": {}}}})
    live["metadata"]["labels"] = {"team": "x", "other": "y"}
    managed(live, "kubectl-patch", in_pod({"f:nodeSelector": {}}))
    pod_of(live)["nodeSelector"] = {"disk": "ssd"}
    found = drifts(tmp_path, WEB, listed(live))

    assert ["metadata.labels.team", "spec.minReadySeconds", f"{POD}.nodeSelector"] == sorted(one.path for one in found)
    assert {"kubectl-edit", "kubectl-label", "kubectl-patch"} == {one.by.name for one in found if one.by}


def test_what_a_controller_adds_is_its_own(tmp_path: Path) -> None:
    live = managed(web(), "reloader", in_pod({"f:containers": {CONTAINER: {"f:env": {'k:{"name":"B"}': {}}}}}))
    pod_of(live)["containers"][0]["env"].append({"name": "B", "value": "2"})

    assert drifts(tmp_path, WEB, listed(live)) == ()


def test_what_a_controller_changes_is_said_with_its_name(tmp_path: Path) -> None:
    live = managed(web(), "keel", {"f:spec": {"f:replicas": {}}})
    live["spec"]["replicas"] = 4
    (found,) = drifts(tmp_path, WEB, listed(live), DriftSettings(controllers=("keel",)))

    assert found.by[:2] == ("keel", "controller")  # type: ignore[index]


def test_privileges_are_drift_whoever_says_that_it_was(tmp_path: Path) -> None:
    fields = in_pod({"f:containers": {CONTAINER: {"f:securityContext": {"f:privileged": {}}}}})
    live = managed(web(), "kube-controller-manager", fields)
    pod_of(live)["containers"][0]["securityContext"] = {"privileged": True}
    (found,) = drifts(tmp_path, WEB, listed(live))

    assert found.details["touches"] == ["access"]


def test_not_yet_applied(tmp_path: Path) -> None:
    live = web(applied=True)
    (found,) = drifts(tmp_path, WEB.replace("replicas: 3", "replicas: 5"), listed(live))

    assert found.details == {"pending": True}
    assert found.by is None


def test_changed_since_it_was_applied(tmp_path: Path) -> None:
    live = web(applied=True)
    live["spec"]["replicas"] = 9
    live["spec"]["progressDeadlineSeconds"] = 5
    found = drifts(tmp_path, WEB, listed(live))

    assert [(one.kind, one.path) for one in found] == [
        ("kubernetes/changed", "spec.replicas"),
        ("kubernetes/added", "spec.progressDeadlineSeconds"),
    ]
    assert [one.details for one in found] == [{"outside": True}] * 2


def test_what_a_pipeline_brought_out_waits_for_the_next(tmp_path: Path) -> None:
    live = web(manager="argocd-controller")
    (found,) = drifts(tmp_path, WEB.replace("replicas: 3", "replicas: 5"), listed(live))

    assert found.by[:2] == ("argocd-controller", "pipeline")  # type: ignore[index]
    assert found.details == {"pending": True}


OPENED = in_pod({"f:hostNetwork": {}, "f:containers": {CONTAINER: {"f:image": {}}}})
DECLARED = {"f:spec": {"f:replicas": {}, **in_pod({"f:containers": {CONTAINER: {"f:image": {}}}})["f:spec"]}}


@pytest.mark.parametrize(
    ("pipeline", "tool", "operation", "role"),
    [
        ("argocd-controller", "kubectl-client-side-apply", "Update", "human"),
        ("kustomize-controller", "kubectl-create", "Update", "human"),
        ("helm-controller", "kubectl-replace", "Update", "human"), ("helm", "kubectl", "Apply", "human"),
        ("deployer", "kubectl-client-side-apply", "Update", "human"), ("deployer", "helm", "Update", "human"),
        ("argocd-controller", "helm", "Update", "human"), ("Terraform", "helm", "Update", "pipeline"),
        ("argocd-controller", "Terraform", "Update", "pipeline"), ("kubectl", "kubectl-create", "Update", "pipeline"),
        ("kubectl-create", "kubectl-client-side-apply", "Update", "pipeline"),
        ("argocd-controller", "kubectl-mine", "Update", "pipeline"),
    ],
)  # fmt: skip
def test_a_tool_of_a_shell_beside_what_brings_the_object_out(
    tmp_path: Path, pipeline: str, tool: str, operation: str, role: str
) -> None:
    live = managed(managed(web(), pipeline, DECLARED, "2026-03-01T10:00:00Z"), tool, OPENED)
    live["metadata"]["managedFields"][0 if pipeline == "kubectl" else 1]["operation"] = operation
    if pipeline == "kubectl":
        live["metadata"]["managedFields"][0]["operation"] = "Apply"
    pod_of(live)["hostNetwork"] = True
    (found,) = drifts(tmp_path, WEB, listed(live), DriftSettings(managers=("deployer", "kubectl-mine")))

    assert found.by is not None
    assert (found.by.name, found.by.role) == (tool, role)
    assert found.details == {"touches": ["network"], **({"outside": True} if role == "human" else {})}


@pytest.mark.parametrize(
    ("time", "name", "details"),
    [
        ("2026-11-01T09:30:00Z", "argocd-controller", {"pending": True}),
        ("2026-11-03T09:30:00Z", "kubectl-client-side-apply", {"outside": True}),
    ],
    ids=["before it was moved to Argo CD", "since"],
)
def test_what_both_own_is_the_pipelines_if_that_wrote_last(
    tmp_path: Path, time: str, name: str, details: dict[str, object]
) -> None:
    labels = {"f:metadata": {"f:labels": {"f:team": {}}}}
    live = managed(web(), "argocd-controller", {**DECLARED, **labels})
    managed(live, "kubectl-client-side-apply", {**OPENED, **labels}, time)
    live["metadata"]["labels"] = {"team": "former"}
    (found,) = drifts(tmp_path, WEB.replace("web:1", "web:2"), listed(live))

    assert (found.path, found.by and found.by.name) == (f"{POD}.containers[name=web].image", name)
    assert found.details == details


@pytest.mark.parametrize("more", [{"applied": True}, {"manager": "argocd-controller"}], ids=["applied", "owned"])
def test_what_opens_something_undeclared_is_no_code_that_waits(tmp_path: Path, more: Any) -> None:
    live = web(former=WEB.replace("      containers:", "      hostNetwork: true\n      containers:"), **more)
    (found,) = drifts(tmp_path, WEB, listed(live))

    assert (found.kind, found.path) == ("kubernetes/added", f"{POD}.hostNetwork")
    assert found.details == {"touches": ["network"]}


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("kubectl-client-side-apply", "pipeline"), ("argocd-controller", "pipeline"), ("helm", "pipeline"),
        ("kustomize-controller", "pipeline"), ("helm-controller", "pipeline"), ("terraform-provider-helm", "pipeline"),
        ("kubectl-edit", "human"), ("kubectl-scale", "human"), ("kubectl-rollout", "human"), ("Mozilla", "human"),
        ("k9s", "human"), ("node-fetch", "human"), ("kube-controller-manager", "controller"),
        ("vpa-recommender", "controller"),
        ("keda", "controller"), ("cert-manager-cainjector", "controller"), ("shop-operator", "controller"),
        ("my-thing", "unknown"), ("deployer", "pipeline"), ("kubectl-mine", "controller"),
    ],
)  # fmt: skip
def test_roles(name: str, role: str) -> None:
    assert role == role_of(name, DriftSettings(managers=("deployer",), controllers=("kubectl-mine",)))


def test_the_role_of_kubectl_itself() -> None:
    assert (role_of("kubectl", DriftSettings(), "Apply"), role_of("kubectl", DriftSettings())) == ("pipeline", "human")
