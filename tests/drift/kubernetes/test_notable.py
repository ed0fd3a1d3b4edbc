"""Annotations and labels that decide about security, and settings of pods: told though nobody declares them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from api_defaults import served
from live_cluster import drifts, listed, told
from live_web import POD, WEB, plain, pod_of, web

from trueline.drift.kubernetes.notable import is_notable

if TYPE_CHECKING:
    from pathlib import Path

ACCOUNT = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a, namespace: b}\n"
SERVICE = ACCOUNT.replace("ServiceAccount", "Service") + "spec: {selector: {app: a}, ports: [{port: 80}]}\n"
NAMESPACE = "apiVersion: v1\nkind: Namespace\nmetadata: {name: a, labels: {team: x}}\n"
INGRESS = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: a, namespace: b, annotations: {team: x}}
spec: {defaultBackend: {service: {name: a, port: {number: 80}}}}
"""


@pytest.mark.parametrize(
    ("text", "member", "name", "touches"),
    [
        (ACCOUNT, "annotations", "eks.amazonaws.com/role-arn", ["access"]),
        (ACCOUNT, "annotations", "iam.gke.io/gcp-service-account", ["access"]),
        (ACCOUNT, "annotations", "azure.workload.identity/client-id", ["access"]),
        (ACCOUNT, "labels", "azure.workload.identity/use", ["access"]),
        (NAMESPACE, "labels", "istio-injection", ["network"]),
        (NAMESPACE, "annotations", "linkerd.io/inject", ["network"]),
        (NAMESPACE, "annotations", "iam.amazonaws.com/permitted", ["access"]),
        (SERVICE, "annotations", "service.beta.kubernetes.io/aws-load-balancer-internal", ["exposure"]),
        (SERVICE, "annotations", "service.beta.kubernetes.io/azure-load-balancer-internal-subnet", ["exposure"]),
        (SERVICE, "annotations", "service.beta.kubernetes.io/aws-load-balancer-scheme", ["exposure"]),
        (SERVICE, "annotations", "networking.gke.io/load-balancer-type", ["exposure"]),
        (INGRESS, "annotations", "nginx.ingress.kubernetes.io/whitelist-source-range", ["exposure"]),
        (INGRESS, "annotations", "nginx.ingress.kubernetes.io/configuration-snippet", ["exposure"]),
        (INGRESS, "annotations", "nginx.ingress.kubernetes.io/auth-url", ["exposure"]),
        (INGRESS, "annotations", "alb.ingress.kubernetes.io/scheme", ["exposure"]),
    ],
)
def test_a_name_that_decides(tmp_path: Path, text: str, member: str, name: str, touches: list[str]) -> None:
    live = served(plain(text), applied=False, manager="")
    live["metadata"].setdefault(member, {})[name] = "x"
    (found,) = drifts(tmp_path, text, listed(live))

    assert (found.kind, found.details["touches"]) == ("kubernetes/added", touches)
    assert name in found.path


@pytest.mark.parametrize(
    ("member", "name", "touches"),
    [
        ("annotations", "container.apparmor.security.beta.kubernetes.io/web", ["access"]),
        ("annotations", "seccomp.security.alpha.kubernetes.io/pod", ["access"]),
        ("annotations", "container.seccomp.security.alpha.kubernetes.io/web", ["access"]),
        ("annotations", "vault.hashicorp.com/role", ["access"]),
        ("annotations", "vault.hashicorp.com/agent-inject-secret-db", ["access"]),
        ("annotations", "sidecar.istio.io/inject", ["network"]),
        ("labels", "sidecar.istio.io/inject", ["network"]),
        ("annotations", "linkerd.io/inject", ["network"]),
        ("annotations", "traffic.sidecar.istio.io/excludeInboundPorts", ["network"]),
    ],
)
def test_a_name_of_a_template_that_decides(tmp_path: Path, member: str, name: str, touches: list[str]) -> None:
    live = web()
    live["spec"]["template"]["metadata"].setdefault(member, {})[name] = "x"
    (found,) = drifts(tmp_path, WEB, listed(live))

    assert (found.kind, found.details["touches"]) == ("kubernetes/added", touches)
    assert found.path.startswith(f"spec.template.metadata.{member}")


@pytest.mark.parametrize(
    "name",
    [
        "sidecar.istio.io/status", "linkerd.io/proxy-version", "linkerd.io/created-by", "istio.io/rev",
        "vault.hashicorp.com/agent-inject-status", "cloud.google.com/neg", "cloud.google.com/neg-status",
        "ingress.kubernetes.io/ssl-cert", "ingress.gcp.kubernetes.io/pre-shared-cert", "prometheus.io/port",
        "cert-manager.io/cluster-issuer", "metallb.io/ip-allocated-from-pool", "eks.amazonaws.com/compute-type",
        "nginx.ingress.kubernetes.io/proxy-body-size", "service.kubernetes.io/topology-mode", "team",
    ],
)  # fmt: skip
def test_what_controllers_write_or_decides_nothing(name: str) -> None:
    assert not is_notable(name)


@pytest.mark.parametrize(
    ("change", "path", "touches"),
    [
        ({"dnsPolicy": "None"}, "dnsPolicy", ["network"]),
        ({"dnsConfig": {"nameservers": ["203.0.113.9"]}}, "dnsConfig", ["network"]),
        ({"priorityClassName": "system-node-critical"}, "priorityClassName", None),
    ],
)
def test_a_setting_of_pods(tmp_path: Path, change: Any, path: str, touches: list[str] | None) -> None:
    live = web()
    pod_of(live).update(change)
    (found,) = drifts(tmp_path, WEB, listed(live))

    assert (found.kind, found.path, found.details.get("touches")) == ("kubernetes/added", f"{POD}.{path}", touches)


def test_what_is_written_into_a_pod_itself(tmp_path: Path) -> None:
    text = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: c, image: c}]}\n"
    live = served(plain(text), applied=False, manager="")
    live["metadata"]["annotations"] = {"linkerd.io/inject": "enabled", "seccomp.security.alpha.kubernetes.io/pod": "x"}
    live["spec"].update(priorityClassName="usual", dnsConfig={"searches": ["mesh.example"]})

    assert told(drifts(tmp_path, text, listed(live))) == []
