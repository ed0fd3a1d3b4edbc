"""Kubernetes objects: kinds, families, addresses, places."""

from __future__ import annotations

import pytest
from effort import growth

from trueline.dialects.kubernetes import recognises, resources
from trueline.model.document import Source
from trueline.parsers import json, yaml


def read(text: str):
    return [
        resource
        for document in yaml.parse(Source("a.yaml", text.encode())).documents
        for resource in resources(document)
    ]


def place(resource, *path: str | int) -> tuple[int, int]:
    return resource.locate(path).primary.region[:2]


@pytest.mark.parametrize(
    ("api_version", "kind", "expected"),
    [
        pytest.param("v1", "Service", "kubernetes/Service", id="core"),
        pytest.param("apps/v1", "Deployment", "kubernetes/Deployment", id="built-in group"),
        pytest.param("extensions/v1beta1", "Ingress", "kubernetes/Ingress", id="an old group"),
        pytest.param("argoproj.io/v1alpha1", "Rollout", "kubernetes/Rollout", id="custom"),
        pytest.param("serving.knative.dev/v1", "Service", "kubernetes/serving.knative.dev/Service", id="same name"),
        pytest.param("apps/v1", "Service", "kubernetes/apps/Service", id="in a group that has none"),
    ],
)
def test_names_kinds(api_version, kind, expected):
    (resource,) = read(f"apiVersion: {api_version}\nkind: {kind}\nmetadata: {{name: a}}\n")

    assert expected == resource.kind


def test_answers_to_its_group_as_a_family():
    (certificate,) = read("apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: a}\n")
    (knative,) = read("apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: a}\n")

    assert certificate.families == {"kubernetes/cert-manager.io/Certificate": ()}
    assert knative.families == {}


POD = "{spec: {containers: [{name: a, image: b}]}}"


@pytest.mark.parametrize(
    ("api_version", "kind", "body", "expected"),
    [
        pytest.param("v1", "Pod", "spec: {containers: []}", (), id="Pod"),
        pytest.param("apps/v1", "Deployment", f"spec: {{template: {POD}}}", ("spec", "template"), id="Deployment"),
        pytest.param("apps/v1", "StatefulSet", f"spec: {{template: {POD}}}", ("spec", "template"), id="StatefulSet"),
        pytest.param("apps/v1", "DaemonSet", f"spec: {{template: {POD}}}", ("spec", "template"), id="DaemonSet"),
        pytest.param("apps/v1", "ReplicaSet", f"spec: {{template: {POD}}}", ("spec", "template"), id="ReplicaSet"),
        pytest.param("v1", "ReplicationController", f"spec: {{template: {POD}}}", ("spec", "template"), id="RC"),
        pytest.param("batch/v1", "Job", f"spec: {{template: {POD}}}", ("spec", "template"), id="Job"),
        pytest.param(
            "batch/v1", "CronJob", f"spec: {{jobTemplate: {{spec: {{template: {POD}}}}}}}",
            ("spec", "jobTemplate", "spec", "template"), id="CronJob",
        ),
        pytest.param("v1", "PodTemplate", f"template: {POD}", ("template",), id="PodTemplate"),
        pytest.param("argoproj.io/v1", "Rollout", f"spec: {{template: {POD}}}", ("spec", "template"), id="Rollout"),
        pytest.param("x.io/v1", "Worker", f"spec: {{template: {POD}}}", ("spec", "template"), id="of any kind"),
        pytest.param("knative.dev/v1", "Service", f"spec: {{template: {POD}}}", ("spec", "template"), id="Knative"),
        pytest.param("x.io/v1", "Worker", "spec: {template: {spec: {a: 1}}}", None, id="no containers"),
        pytest.param("x.io/v1", "Pod", "spec: {containers: []}", None, id="somebody else's Pod"),
        pytest.param("apps/v1", "Deployment", "spec: {}", None, id="no template"),
        pytest.param("apps/v1", "Deployment", "spec: [1]", None, id="no map"),
        pytest.param("v1", "Pod", "spec: null", None, id="no spec"),
    ],
)  # fmt: skip
def test_finds_the_pod_template(api_version, kind, body, expected):
    (resource,) = read(f"apiVersion: {api_version}\nkind: {kind}\nmetadata: {{name: a}}\n{body}\n")

    assert expected == resource.families.get("kubernetes/workload")


@pytest.mark.parametrize(
    ("metadata", "address", "name"),
    [
        pytest.param("{name: web}", "Deployment/web", "web", id="no namespace"),
        pytest.param("{name: web, namespace: shop}", "Deployment/shop/web", "web", id="namespace"),
        pytest.param("{generateName: web-}", "Deployment/web-*", "web-*", id="generated"),
        pytest.param("{name: 12}", "Deployment/12", "12", id="a number"),
        pytest.param("{}", "Deployment/(no name)", "(no name)", id="nothing"),
        pytest.param("[1]", "Deployment/(no name)", "(no name)", id="no map"),
        pytest.param("{name: [a], namespace: {}}", "Deployment/(no name)", "(no name)", id="no text"),
    ],
)
def test_addresses(metadata, address, name):
    (resource,) = read(f"apiVersion: apps/v1\nkind: Deployment\nmetadata: {metadata}\n")

    assert (resource.address, resource.name) == (address, name)


def test_keeps_the_address_of_a_kind_with_a_common_name_apart():
    (resource,) = read("apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: a}\n")

    assert resource.address == "Service.serving.knative.dev/a"


LIST = """\
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Service
  metadata:
    name: one
- apiVersion: v1
  kind: ConfigMapList
  items:
  - metadata:
      name: two
    data: {a: null, b: c}
  - metadata: {name: three}
- 12
- apiVersion: v1
  kind: Secret
  metadata: {name: four}
"""


def test_expands_lists_within_lists():
    found = read(LIST.replace("- 12\n", ""))

    assert [one.address for one in found] == ["Service/one", "ConfigMap/two", "ConfigMap/three", "Secret/four"]
    assert [place(one) for one in found] == [(7, 11), (12, 13), (14, 22), (17, 20)]
    assert place(found[1], "data", "b") == (13, 24)


def test_lets_nothing_hide_beside_what_is_no_object():
    found = read(LIST.replace("- 12\n", "- 12\n- null\n"))

    assert [one.address for one in found] == ["Service/one", "ConfigMap/two", "ConfigMap/three", "Secret/four"]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param("apiVersion: v1\nkind: ConfigMap", ["ConfigMap/outer", "Pod/a"], id="a map"),
        pytest.param("apiVersion: x.io/v1\nkind: Feed", ["Feed/outer", "Pod/a"], id="a kind of one's own"),
        pytest.param(
            "apiVersion: kustomize.config.k8s.io/v1\nkind: Component", ["Component/outer", "Pod/a"], id="kustomize's"
        ),
    ],
)
def test_finds_what_kubectl_takes_for_the_items_of_a_list(head, expected):
    item = "{apiVersion: v1, kind: Pod, metadata: {name: a}}"
    found = read(f"{head}\nmetadata: {{name: outer}}\nitems:\n- {item}\n- {{of: another shape}}\n")

    assert expected == [one.address for one in found]


def test_drops_nulls():
    found = read(LIST.replace("- 12\n", ""))

    assert found[1].value["data"] == {"b": "c"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("yes", True, id="yes"),
        pytest.param("y", True, id="y"),
        pytest.param("On", True, id="On"),
        pytest.param("NO", False, id="NO"),
        pytest.param("\n  yes", True, id="on the next line"),
        pytest.param("&a yes", True, id="anchored"),
        pytest.param("0644", 420, id="octal"),
        pytest.param("-0644", -420, id="negative octal"),
        pytest.param("0o644", 420, id="octal of YAML 1.2"),
        pytest.param("0b11", 3, id="binary"),
        pytest.param("0X1F", 31, id="hexadecimal"),
        pytest.param("1_000", 1000, id="underscores"),
        pytest.param("08", 8, id="no octal"),
        pytest.param("'yes'", "yes", id="quoted"),
        pytest.param("!!str yes", "yes", id="tagged"),
        pytest.param("|-\n  yes", "yes", id="block"),
        pytest.param("12:30:45", "12:30:45", id="no sexagesimal"),
        pytest.param("1_a", "1_a", id="no number"),
        pytest.param("yEs", "yEs", id="odd case"),
    ],
)
def test_reads_scalars_as_kubectl_does(text, value):
    (resource,) = read(f"apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nv: {text}\n")

    assert (type(resource.value["v"]), resource.value["v"]) == (type(value), value)


def test_reads_the_right_document_again():
    found = read("# no\n---\napiVersion: v1\nkind: Pod\nv: yes\n---\napiVersion: v1\nkind: Pod\nv: off\n")

    assert [resource.value["v"] for resource in found] == [True, False]


def test_reads_scalars_of_wide_text_as_kubectl_does():
    text = "apiVersion: v1\nkind: Pod\nv: yes\n"
    (document,) = yaml.parse(Source("a.yaml", text.encode("utf-16"))).documents
    (resource,) = resources(document)

    assert resource.value["v"] is True


def test_reads_again_but_once():
    text = "---\napiVersion: v1\nkind: Pod\nv: yes\n"
    found = read(text * 30)

    assert growth(lambda size: lambda: read(text * size), 30) < 2.5
    assert len(found) == 30


def test_keeps_an_object_whose_kind_only_sounds_like_a_list():
    (resource,) = read("apiVersion: x.io/v1\nkind: AllowList\nmetadata: {name: a}\nitems: [10.0.0.0/8]\n")

    assert resource.address == "AllowList/a"


DEPLOYMENT = """\
# the shop
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
      - name: a
        image: b
"""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param((), (5, 9), id="the whole: its name"),
        pytest.param(("kind",), (3, 7), id="a scalar"),
        pytest.param(("spec", "template", "spec", "containers", 0, "image"), (11, 16), id="deep"),
        pytest.param(("spec", "template", "spec", "containers", 0, "resources", "limits"), (10, 9), id="absent"),
        pytest.param(("spec", "replicas"), (6, 1), id="absent in spec"),
        pytest.param(("data", "x"), (5, 9), id="absent at the top: the name"),
    ],
)
def test_locates(path, expected):
    (resource,) = read(DEPLOYMENT)

    assert expected == place(resource, *path)


def test_stands_at_its_kind_without_a_name():
    (resource,) = read("apiVersion: v1\nkind: Pod\n")

    assert place(resource) == (2, 7)


def test_reads_json():
    source = Source("a.json", b'{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "x"}}')
    (resource,) = resources(json.parse(source).documents[0])

    assert (resource.address, place(resource)) == ("Pod/x", (1, 58))


@pytest.mark.parametrize(
    "root",
    [
        pytest.param(None, id="nothing"),
        pytest.param([1], id="a list"),
        pytest.param({"apiVersion": "v1"}, id="no kind"),
        pytest.param({"kind": "Pod"}, id="no version"),
        pytest.param({"apiVersion": 1, "kind": "Pod"}, id="version is a number"),
        pytest.param({"apiVersion": "v1", "kind": ["Pod"]}, id="kind is a list"),
        pytest.param({"apiVersion": "v1", "kind": ""}, id="kind is empty"),
        pytest.param({"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization"}, id="Kustomize's own"),
        pytest.param({"apiVersion": "v2", "name": "chart", "version": "1"}, id="Chart.yaml"),
    ],
)
def test_does_not_recognise(root):
    assert not recognises("a.yaml", root)


def test_recognises_the_kustomization_of_flux():
    assert recognises("a.yaml", {"apiVersion": "kustomize.toolkit.fluxcd.io/v1", "kind": "Kustomization"})
