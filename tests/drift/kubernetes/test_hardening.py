"""What only takes rights from a pod, and what gives it some."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from live_cluster import drifts, listed
from live_web import POD, WEB, pod_of, web

from trueline.drift.kubernetes.hardening import only_closes

if TYPE_CHECKING:
    from pathlib import Path

CONTEXT = f"{POD}.containers[name=web].securityContext"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("hostNetwork", False), ("shareProcessNamespace", False), ("automountServiceAccountToken", False),
        ("securityContext.readOnlyRootFilesystem", True), ("securityContext.runAsUser", 1000),
        ("securityContext.seccompProfile", {"type": "RuntimeDefault"}), ("securityContext.procMount", "Default"),
        ("securityContext.capabilities.drop", ["ALL"]), ("securityContext.capabilities", {"drop": ["ALL"]}),
        ("securityContext", {"privileged": False, "runAsNonRoot": True, "capabilities": {"drop": ["NET_RAW"]}}),
    ],
)  # fmt: skip
def test_it_closes(path: str, value: object) -> None:
    assert only_closes(f"{POD}.{path}", value)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("hostNetwork", True), ("hostNetwork", None), ("hostNetwork", "false"), ("hostNetwork", 0),
        ("securityContext.runAsNonRoot", False),
        ("securityContext.runAsUser", 0), ("securityContext.runAsUser", True), ("securityContext.runAsUser", "1000"),
        ("securityContext.seccompProfile", {"type": "Unconfined"}), ("securityContext.seccompProfile", None),
        ("securityContext.seccompProfile", {"type": "Localhost", "localhostProfile": "open.json"}),
        ("securityContext.capabilities.add", ["SYS_ADMIN"]), ("securityContext.procMount", "Unmasked"),
        ("securityContext.capabilities", {"drop": ["ALL"], "add": ["SYS_ADMIN"]}), ("securityContext", "x"),
        ("securityContext", {"runAsNonRoot": True, "privileged": True}), ("serviceAccountName", "admin"),
    ],
)  # fmt: skip
def test_it_does_not(path: str, value: object) -> None:
    assert not only_closes(f"{POD}.{path}", value)


@pytest.mark.parametrize(
    ("context", "pending"),
    [({"readOnlyRootFilesystem": True, "runAsUser": 1000}, True), ({"privileged": True}, False)],
)
def test_what_admission_closes_waits_and_what_it_opens_does_not(
    tmp_path: Path, context: dict[str, object], pending: bool
) -> None:
    fields = {"f:containers": {'k:{"name":"web"}': {"f:image": {}, "f:securityContext": {}}}}
    live = web(manager="argocd-controller")
    live["metadata"]["managedFields"][0]["fieldsV1"] = {"f:spec": {"f:template": {"f:spec": fields}}}
    pod_of(live)["containers"][0]["securityContext"] = context
    found = drifts(tmp_path, WEB, listed(live))

    assert {one.path for one in found} == {f"{CONTEXT}.{name}" for name in context}
    assert {bool(one.details.get("pending")) for one in found} == {pending}
