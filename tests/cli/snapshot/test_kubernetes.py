"""The command against a kubectl of our own: what it asks, what it keeps, and what it says."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from trueline.cli.main import main
from trueline.drift.kubernetes.sealed import HIDDEN, sealed

if TYPE_CHECKING:
    from pathlib import Path

KUBECTL = """\
import json, os, sys, time
arguments = sys.argv[1:]
with open(os.environ["LOG"], "a") as log:
    log.write(json.dumps(arguments) + "\\n")
answers = json.load(open(os.environ["ANSWERS"]))
words = [one for one in arguments if not one.startswith("--")]
if words[0] == "api-resources":
    print(answers["api-resources"])
    sys.exit(0)
answer = answers.get(words[1], {"items": []})
if answer == "slow":
    time.sleep(60)
if isinstance(answer, str):
    print(answer, file=sys.stderr)
    sys.exit(1)
print(json.dumps({"apiVersion": "v1", "kind": "List", **answer}))
"""
SERVED = """\
configmaps      cm      v1                                 true    ConfigMap
secrets                 v1                                 true    Secret
namespaces      ns      v1                                 false   Namespace
deployments     deploy  apps/v1                            true    Deployment
clusterroles            rbac.authorization.k8s.io/v1       false   ClusterRole
clusterpolicies cpol    kyverno.io/v1                      false   ClusterPolicy
updaterequests  ur      kyverno.io/v2                      true    UpdateRequest
clusteradmissionpolicies policies.kubewarden.io/v1 false   ClusterAdmissionPolicy
expansiontemplate expansion.gatekeeper.sh/v1 false   ExpansionTemplate
events          ev      v1                                 true    Event
"""
MANIFESTS = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
---
apiVersion: v1
kind: Secret
metadata: {name: db, namespace: shop}
stringData: {password: hunter2}
---
apiVersion: shop.example/v1
kind: Cart
metadata: {name: c}
"""


def secret(name: str, **data: str) -> dict[str, object]:
    annotations = {
        "kubectl.kubernetes.io/last-applied-configuration": '{"stringData":{"password":"hunter2"}}',
        "kapp.k14s.io/original": '{"data":{"password":"aHVudGVyMg=="}}',
        "objectset.rio.cattle.io/applied": "aHVudGVyMg==",
        "a": "b",
    }
    metadata = {"name": name, "namespace": "shop", "annotations": annotations}
    return {"apiVersion": "v1", "kind": "Secret", "metadata": metadata, "data": data}


class Cluster:
    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.log = folder / "log"
        self.answers = folder / "answers"
        self.repository = folder / "repository"
        self.repository.mkdir()
        (self.repository / "app.yaml").write_text(MANIFESTS)
        (self.repository / ".trueline").mkdir()
        (self.repository / ".trueline" / "config.yaml").write_text("profile: recommended\n")
        tools = folder / "tools"
        tools.mkdir()
        (tools / "kubectl").write_text(f"#!{sys.executable} -I\n{KUBECTL}")
        (tools / "kubectl").chmod(0o755)
        for name, value in (
            ("PATH", tools),
            ("LOG", self.log),
            ("ANSWERS", self.answers),
            ("KUBECONFIG", folder / "none"),
        ):
            monkeypatch.setenv(name, str(value))
        monkeypatch.chdir(self.repository)

    def answer(self, **answers: Any) -> None:
        named = {name.replace("_", "."): answer for name, answer in answers.items()}
        self.answers.write_text(json.dumps({"api-resources": SERVED, **named}))

    @property
    def asked(self) -> list[list[str]]:
        return [json.loads(line) for line in self.log.read_text().splitlines()]


@pytest.fixture
def cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cluster:
    return Cluster(tmp_path, monkeypatch)


def take(cluster: Cluster, *arguments: str) -> tuple[int, dict[str, Any]]:
    code = main(["snapshot", "kubernetes", "--to", "out.json", *arguments])
    return code, json.loads((cluster.repository / "out.json").read_text())


def test_what_is_asked_and_kept(cluster: Cluster, capsys: pytest.CaptureFixture[str]) -> None:
    web = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop"}}
    cluster.answer(deployments_apps={"items": [web]}, secrets={"items": [secret("db", password="aHVudGVyMg==")]})
    code, found = take(cluster, "--context", "prod")

    assert code == 3  # nobody serves the kind Cart
    assert (found["trueline_snapshot"], found["kind"], found["origin"]) == (1, "kubernetes", "prod")
    assert {one["kind"] for one in found["read"]} == {
        "apps/v1/Deployment", "kyverno.io/v1/ClusterPolicy", "rbac.authorization.k8s.io/v1/ClusterRole", "v1/Namespace",
        "v1/Secret", "policies.kubewarden.io/v1/ClusterAdmissionPolicy", "expansion.gatekeeper.sh/v1/ExpansionTemplate",
    }  # fmt: skip
    assert [one["kind"] for one in found["unread"]] == ["shop.example/*/Cart"]
    assert found["items"][0] == web
    assert all(asked[0] == "--context=prod" and asked[1] in ("get", "api-resources") for asked in cluster.asked)
    assert [
        "--context=prod",
        "get",
        "deployments.apps",
        "--all-namespaces",
        "--output=json",
        "--show-managed-fields",
    ] in (cluster.asked)
    assert "prod: 2 objects of 7 kinds read" in capsys.readouterr().err


def test_no_value_of_a_secret_is_kept(cluster: Cluster) -> None:
    items = [secret("db", password="aHVudGVyMg==", extra="ZXh0cmE="), secret("other", key="b3RoZXI=")]
    cluster.answer(secrets={"items": items})
    _, found = take(cluster)
    first, second = (one for one in found["items"] if one["kind"] == "Secret")

    assert first["data"] == {"password": sealed(b"hunter2", bytes.fromhex(found["salt"])), "extra": HIDDEN}
    assert second["data"] == {"key": HIDDEN}
    assert first["metadata"]["annotations"] == {"a": "b"}
    text = (cluster.repository / "out.json").read_text()
    assert not any(word in text for word in ("hunter2", "aHVudGVyMg", "ZXh0cmE", "b3RoZXI"))


def test_some_namespaces_and_further_kinds(cluster: Cluster) -> None:
    cluster.answer()
    _, found = take(cluster, "--namespace", "a", "--namespace", "b", "--kind", "ConfigMap", "--kind", "v1/Event")

    assert {one["namespace"] for one in found["read"] if one["kind"] == "v1/ConfigMap"} == {"a", "b"}
    assert {one["namespace"] for one in found["read"] if one["kind"] == "v1/Namespace"} == {""}
    assert "v1/Event" in {one["kind"] for one in found["read"]}


def test_a_kind_that_cannot_be_read(cluster: Cluster, capsys: pytest.CaptureFixture[str]) -> None:
    cluster.answer(secrets='Error from server (Forbidden): secrets is forbidden: User "ci" cannot list')
    code, found = take(cluster)

    assert code == 3
    assert ("v1/Secret", "") in {(one["kind"], one["namespace"]) for one in found["unread"]}
    assert "v1/Secret" not in {one["kind"] for one in found["read"]}
    assert "forbidden" in capsys.readouterr().err


def test_a_deadline(cluster: Cluster) -> None:
    cluster.answer(secrets="slow")
    code, found = take(cluster, "--deadline", "3")

    assert code == 3
    assert "the deadline was over" in {one["reason"] for one in found["unread"]}


def test_kinds_that_are_wholly_declared(cluster: Cluster) -> None:
    (cluster.repository / ".trueline" / "drift.yaml").write_text("managed: [shop, kubernetes/Event]\n")
    cluster.answer()
    _, found = take(cluster)

    assert {"v1/ConfigMap", "v1/Event"} <= {one["kind"] for one in found["read"]}


def test_a_cluster_that_does_not_answer(cluster: Cluster, capsys: pytest.CaptureFixture[str]) -> None:
    cluster.answers.write_text("{}")

    assert main(["snapshot", "kubernetes"]) == 3
    assert "the cluster does not say what it serves" in capsys.readouterr().err


def test_no_kubectl(cluster: Cluster, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PATH", str(cluster.repository))

    assert main(["snapshot", "kubernetes"]) == 3
    assert "kubectl is not found" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [["--deadline", "0"], ["--namespace", "A b"], ["--kind", "--x"], ["--kind", "pods;"]])
def test_wrong_use(cluster: Cluster, wrong: list[str]) -> None:
    try:
        code = main(["snapshot", "kubernetes", *wrong])
    except SystemExit as error:
        code = error.code  # type: ignore[assignment]

    assert code == 2


def test_the_context_of_the_kubeconfig(cluster: Cluster) -> None:
    (cluster.repository.parent / "none").write_text("apiVersion: v1\nkind: Config\ncurrent-context: staging\n")
    cluster.answer()

    assert take(cluster)[1]["origin"] == "staging"
