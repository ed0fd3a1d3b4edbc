"""What of a live object is drift, and what the platform, its defaults and other spellings make of it."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
from api_defaults import served
from live_cluster import drifts, listed, told
from live_web import POD, WEB, plain, pod_of, web

from trueline.drift.kubernetes.telling import touches
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from pathlib import Path

ADDED = [
    pytest.param(lambda pod: pod["containers"].append({"name": "x"}), "containers[name=x]", id="container"),
    pytest.param(lambda pod: pod.update(initContainers=[{"name": "x"}]), "initContainers[name=x]", id="init container"),
    pytest.param(
        lambda pod: pod["containers"][0]["env"].append({"name": "B"}), "containers[name=web].env[name=B]", id="env"
    ),
    pytest.param(
        lambda pod: pod["containers"][0].update(ports=[{"containerPort": 22, "protocol": "TCP"}]),
        "containers[name=web].ports[containerPort=22,protocol=TCP]", id="port",
    ),
    pytest.param(
        lambda pod: pod["volumes"].append({"name": "h", "hostPath": {"path": "/"}}), "volumes[name=h]", id="volume"
    ),
    pytest.param(
        lambda pod: pod["containers"][0].update(volumeMounts=[{"name": "tmp", "mountPath": "/t"}]),
        "containers[name=web].volumeMounts[mountPath=/t]", id="mount",
    ),
    pytest.param(lambda pod: pod.update(tolerations=[{"operator": "Exists"}]), "tolerations[0]", id="toleration"),
    pytest.param(lambda pod: pod.update(hostNetwork=True), "hostNetwork", id="network of the host"),
    pytest.param(lambda pod: pod.update(hostPID=True), "hostPID", id="processes of the host"),
    pytest.param(
        lambda pod: pod.update(serviceAccountName="admin", serviceAccount="admin"), "serviceAccountName", id="account"
    ),
    pytest.param(
        lambda pod: pod["containers"][0].update(securityContext={"privileged": True}),
        "containers[name=web].securityContext.privileged", id="privileged",
    ),
    pytest.param(
        lambda pod: pod["containers"][0].update(securityContext={"capabilities": {"add": ["SYS_ADMIN"]}}),
        "containers[name=web].securityContext.capabilities.add", id="capability",
    ),
    pytest.param(lambda pod: pod["securityContext"].update(runAsUser=0), "securityContext.runAsUser", id="root"),
    pytest.param(lambda pod: pod["containers"][0].update(command=["sh"]), "containers[name=web].command", id="command"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "path"), ADDED)
def test_what_nobody_declares_and_matters(tmp_path: Path, change: Any, path: str) -> None:
    live = web()
    change(pod_of(live))

    assert [("kubernetes/added", "Deployment/shop/web", f"{POD}.{path}")] == told(drifts(tmp_path, WEB, listed(live)))


LEFT_ALONE = [
    pytest.param(lambda live: live["metadata"].update(labels={"team": "x"}), id="a label"),
    pytest.param(lambda live: live["spec"].update(minReadySeconds=7), id="a field that nobody declares"),
    pytest.param(lambda live: pod_of(live).update(hostNetwork=False, securityContext={}), id="what says nothing"),
    pytest.param(
        lambda live: live["spec"]["template"]["metadata"].update(
            annotations={"kubectl.kubernetes.io/restartedAt": "x"}
        ),
        id="a restart",
    ),
    pytest.param(
        lambda live: pod_of(live)["containers"].append({"name": "istio-proxy", "image": "istio/proxyv2:1.22"}),
        id="a sidecar by its image",
    ),
    pytest.param(
        lambda live: (
            live["spec"]["template"]["metadata"].update(annotations={"linkerd.io/proxy-version": "2"}),
            pod_of(live)["containers"].append({"name": "linkerd-proxy", "image": "mirror/l5d"}),
        ),
        id="a sidecar by its mark",
    ),
    pytest.param(
        lambda live: pod_of(live)["volumes"].append({"name": "istio-envoy", "emptyDir": {}}), id="a sidecar's volume"
    ),
]  # fmt: skip


@pytest.mark.parametrize("change", LEFT_ALONE)
def test_what_is_no_drift(tmp_path: Path, change: Any) -> None:
    live = web()
    change(live)

    assert told(drifts(tmp_path, WEB, listed(live))) == []


def test_a_container_that_is_only_called_like_a_sidecar(tmp_path: Path) -> None:
    live = web()
    pod_of(live)["containers"].append({"name": "istio-proxy", "image": "evil"})

    assert [f"{POD}.containers[name=istio-proxy]"] == [one.path for one in drifts(tmp_path, WEB, listed(live))]


def test_a_value_that_must_not_be_shown_is_hidden(tmp_path: Path) -> None:
    from trueline.values.unknown import is_sensitive

    live = web()
    pod_of(live)["containers"][0]["env"][1]["value"] = "an0ther-value"
    (found,) = drifts(tmp_path, WEB, listed(live))

    assert f"{POD}.containers[name=web].env[name=API_TOKEN].value" == found.path
    assert is_sensitive(found.declared)
    assert is_sensitive(found.actual)
    assert "s3cr3t" not in found.message
    assert "an0ther" not in found.message


def test_where_it_is_declared_and_what_is_said(tmp_path: Path) -> None:
    live = web()
    live["spec"]["replicas"] = 5
    (found,) = drifts(tmp_path, WEB, listed(live))

    assert (found.location.path, found.location.region.start_line, found.location.region.start_column) == (
        "app.yaml",
        5,
        13,
    )  # type: ignore[union-attr]
    assert found.message == "spec.replicas is 5, declared 3"
    assert (found.declared, found.actual) == (3, 5)
    assert (found.unit, found.snapshot, found.type) == ("app.yaml", "cluster.json", "kubernetes/Deployment")


@pytest.mark.parametrize(
    ("declared", "actual", "same"),
    [
        pytest.param("nginx", "docker.io/library/nginx:latest", True, id="an image"),
        pytest.param("nginx:1.25", "nginx:1.26", False, id="another tag"),
        pytest.param("app:${TAG}", "app:7", True, id="a placeholder"),
        pytest.param("app:${TAG}", "other:7", False, id="not what a placeholder makes"),
    ],
)
def test_images(tmp_path: Path, declared: str, actual: str, same: bool) -> None:
    text = (
        f"apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec: {{containers: [{{name: c, image: '{declared}'}}]}}\n"
    )
    live = served(plain(text), applied=False, manager="")
    live["spec"]["containers"][0]["image"] = actual

    assert same is (not drifts(tmp_path, text, listed(live)))


@pytest.mark.parametrize(
    ("declared", "actual", "same"),
    [
        ("60s", "1m0s", True), ("1Gi", "1024Mi", True), ("'1.10'", "1.1", False), ("80", "80", True), ("5", 5, True),
        ("true", True, True), ("true", False, False), ("'a\n\nb'", "a\nb", True), ("0", None, True), ("''", None, True),
        ("false", None, True), ("3", None, False), ("[]", None, True), ("{}", None, True),
        ("[a, b]", ["b", "a"], False),
        ("[{name: x, v: 1}, {name: z}]", [{"name": "z"}, {"name": "x", "v": 1}], True), ("1.0", 1, True),
    ],
)  # fmt: skip
def test_fields_of_kinds_that_somebody_defined(tmp_path: Path, declared: str, actual: object, same: bool) -> None:
    spec = f"{{x: 1, field: {declared}}}"
    text = f"apiVersion: shop.example/v1\nkind: Cart\nmetadata: {{name: a, namespace: b}}\nspec: {spec}\n"
    live = plain(text)
    del live["spec"]["field"]
    if actual is not None:
        live["spec"]["field"] = actual

    assert same is (not drifts(tmp_path, text, listed(live)))


SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: a, namespace: b}
spec: {selector: {app: a}, ports: [{port: 80}]}
"""
PORT = {"port": 80, "protocol": "TCP", "targetPort": 1936}


@pytest.mark.parametrize(
    ("change", "kind", "path", "touches"),
    [
        ({"type": "LoadBalancer"}, "added", "spec.type", ["exposure"]),
        ({"externalIPs": ["203.0.113.9"]}, "added", "spec.externalIPs", ["exposure"]),
        ({"selector": {"app": "a", "x": "y"}}, "added", "spec.selector.x", ["exposure"]),
        ({"ports": [PORT]}, "added", "spec.ports[port=80,protocol=TCP].targetPort", ["exposure"]),
    ],
)  # fmt: skip
def test_a_service(tmp_path: Path, change: Any, kind: str, path: str, touches: list[str]) -> None:
    live = served(plain(SERVICE), applied=False, manager="")
    live["spec"].update(change)
    (found,) = drifts(tmp_path, SERVICE, listed(live))

    assert (f"kubernetes/{kind}", path, touches) == (found.kind, found.path, found.details["touches"])


@pytest.mark.parametrize(
    ("spec", "touched"),
    [
        ({}, []), ({"type": "ClusterIP"}, []), ({"type": "ExternalName", "externalName": "x"}, []),
        ({"type": "NodePort"}, ["exposure"]), ({"type": "LoadBalancer"}, ["exposure"]),
        ({"externalIPs": ["203.0.113.9"]}, ["exposure"]), ({"type": Unknown(["x"])}, ["exposure"]),
    ],
)  # fmt: skip
def test_what_a_service_as_a_whole_touches(spec: Any, touched: list[str]) -> None:
    assert touched == touches("Service", "", {"spec": spec})


POLICY = """\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: a, namespace: b}
spec: {podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: x}}}]}]}
"""


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda spec: spec["ingress"].append({}), "spec.ingress[1]"),
        (lambda spec: spec["ingress"][0]["from"].append({"ipBlock": {"cidr": "0.0.0.0/0"}}), "spec.ingress[0].from[1]"),
        (
            lambda spec: spec["ingress"][0]["from"][0].update(namespaceSelector={}),
            "spec.ingress[0].from[0].namespaceSelector",
        ),
        (lambda spec: spec.update(policyTypes=["Ingress", "Egress"]), "spec.policyTypes"),
        (lambda spec: spec.update(podSelector={"matchLabels": {"app": "none"}}), "spec.podSelector.matchLabels"),
        (lambda spec: spec["ingress"][0].pop("from"), "spec.ingress[0].from"),
    ],
)  # fmt: skip
def test_a_network_policy(tmp_path: Path, change: Any, path: str) -> None:
    live = served(plain(POLICY), applied=False, manager="")
    change(live["spec"])
    (found,) = drifts(tmp_path, POLICY, listed(live))

    assert (path, ["network"]) == (found.path, found.details["touches"])


def test_what_was_added_is_shown(tmp_path: Path) -> None:
    live = served(plain(POLICY), applied=False, manager="")
    live["spec"]["ingress"].append({"from": [{"ipBlock": {"cidr": "0.0.0.0/0"}}]})
    (found,) = drifts(tmp_path, POLICY, listed(live))

    assert found.message == 'spec.ingress[1] is {"from":[{"ipBlock":{"cidr":"0.0.0.0/0"}}]}, declared nowhere'


def test_what_is_not_there_is_shown(tmp_path: Path) -> None:
    live = served(plain(POLICY), applied=False, manager="")
    del live["spec"]["ingress"][0]["from"]
    (found,) = drifts(tmp_path, POLICY, listed(live))

    assert found.message == (
        'spec.ingress[0].from is not there, declared [{"podSelector":{"matchLabels":{"app":"x"}}}]'
    )


def test_of_what_is_long_the_beginning_is_shown(tmp_path: Path) -> None:
    live = web()
    pod_of(live)["containers"][0]["command"] = [f"word-{number}" for number in range(99)]
    (found,) = drifts(tmp_path, WEB, listed(live))

    assert found.message.startswith(f'{POD}.containers[name=web].command is ["word-0","word-1",')
    assert found.message.endswith("…, declared nowhere")
    assert len(found.message) < 200


@pytest.mark.parametrize(
    "env", [{"name": "DB_PASSWORD", "value": "QUIET-1"}, {"name": "X", "value": "password=QUIET-1"}]
)
def test_what_was_added_and_holds_a_secret_is_not_shown(tmp_path: Path, env: dict[str, str]) -> None:
    live = web()
    pod_of(live)["containers"].append({"name": "x", "env": [env]})
    (found,) = drifts(tmp_path, WEB, listed(live))

    assert found.message == f"{POD}.containers[name=x] is declared nowhere"


def test_webhooks_that_somebody_added(tmp_path: Path) -> None:
    text = """\
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingWebhookConfiguration
        metadata: {name: inject}
        webhooks:
          - name: a.example
            clientConfig: {url: "https://a.example"}
            admissionReviewVersions: [v1]
            sideEffects: None
            rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
        """
    live = served(plain("\n".join(line[8:] for line in text.splitlines())), applied=False, manager="")
    live["webhooks"].append(copy.deepcopy(live["webhooks"][0]) | {"name": "b.example"})
    live["webhooks"][0]["failurePolicy"] = "Ignore"
    found = drifts(tmp_path, text, listed(live))

    assert [(one.kind, one.path) for one in found] == [
        ("kubernetes/added", "webhooks[name=a.example].failurePolicy"),
        ("kubernetes/added", "webhooks[name=b.example]"),
    ]  # fmt: skip
    assert all(one.details["touches"] == ["admission"] for one in found)


def test_an_autoscaler_has_the_number_of_replicas(tmp_path: Path) -> None:
    scaler = """\
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: shop}
spec: {maxReplicas: 9, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
"""
    live = web()
    live["spec"]["replicas"] = 7
    (found,) = drifts(tmp_path, WEB + scaler, listed(live, served(plain(scaler.removeprefix("---\n")))))

    assert (found.kind, found.path) == ("kubernetes/changed", "spec.replicas")
    assert found.details["under"] == "HorizontalPodAutoscaler/shop/web"
    assert found.by is not None
    assert found.by.role == "controller"
    without = WEB.replace("  replicas: 3\n", "")

    assert drifts(tmp_path, without + scaler, listed(live, served(plain(scaler.removeprefix("---\n"))))) == ()


def test_base64_with_line_ends(tmp_path: Path) -> None:
    text = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: a, namespace: b}
binaryData:
  logo: |
    iVBO
    Rw0K
"""
    live = plain(text)
    live["binaryData"] = {"logo": "iVBORw0K"}

    assert drifts(tmp_path, text, listed(live)) == ()
