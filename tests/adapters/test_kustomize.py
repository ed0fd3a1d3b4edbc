"""Kustomizations rendered by the real tool: values, places, and what is refused."""

from __future__ import annotations

import shutil
import sys

import pytest

from trueline.adapters import render
from trueline.adapters.sandbox import NotRenderedError
from trueline.dialects.kubernetes import kustomization
from trueline.model.settings import Settings

SETTINGS = Settings(render=frozenset({"kustomize"}))
needs_kubectl = pytest.mark.skipif(
    shutil.which("kubectl") is None and shutil.which("kustomize") is None,
    reason="neither kubectl nor kustomize is here",
)

FILES = {
    "base/kustomization.yaml": """\
resources:
- web.yaml
configMapGenerator:
- name: settings
  literals: [a=b]
""",
    "base/web.yaml": """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 1
  template:
    spec:
      containers:
      - name: web
        image: nginx:1.25
        args: [a]
        securityContext:
          privileged: false
      - name: side
        image: busybox
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: ClusterIP
""",
    "live/kustomization.yaml": """\
namespace: shop
namePrefix: live-
resources:
- ../base
images:
- name: nginx
  newTag: "1.27"
replicas:
- name: web
  count: 3
commonAnnotations:
  owner: shop
patches:
- path: patch.yaml
- target: {kind: Service, name: web}
  patch: |-
    - op: replace
      path: /spec/type
      value: NodePort
- target: {kind: Deployment}
  path: operations.yaml
""",
    "live/patch.yaml": """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      hostNetwork: true
      containers:
      - name: added
        image: redis:7
      - name: side
        securityContext:
          privileged: true
""",
    "live/operations.yaml": """\
- op: add
  path: /spec/template/spec/containers/0/command
  value: [sh]
- op: add
  path: /spec/template/metadata
  value:
    labels:
      app: web
""",
}


@pytest.fixture
def rendered(workspace):
    tree = workspace.tree(FILES)
    return render.extract(workspace.unit(tree, "kustomization"), tree, SETTINGS)


def one(extract, kind: str):
    (found,) = [resource for resource in extract.resources if resource.kind == f"kubernetes/{kind}"]
    return found


@needs_kubectl
def test_gives_what_kustomize_builds(rendered):
    deployment = one(rendered, "Deployment")

    assert deployment.address == "Deployment/shop/live-web"
    assert deployment.get("spec.replicas") == 3
    assert sorted(given.path for given in rendered.inputs) == sorted(FILES)
    assert {given.state for given in rendered.inputs} == {"read"}
    assert rendered.notifications == ()


@needs_kubectl
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("", "base/web.yaml:4:9", id="the whole: where it is written"),
        pytest.param("metadata.name", "base/web.yaml:4:9", id="a name with an affix"),
        pytest.param("metadata.namespace", "live/kustomization.yaml:1:12", id="namespace of the kustomization"),
        pytest.param("metadata.annotations.owner", "live/kustomization.yaml:12:10", id="common annotation"),
        pytest.param("spec.replicas", "live/kustomization.yaml:10:10", id="replicas of the kustomization"),
        pytest.param("spec.template.spec.hostNetwork", "live/patch.yaml:8:20", id="set by a patch"),
        pytest.param("spec.template.metadata.labels.app", "live/operations.yaml:8:12", id="set by an operation"),
        pytest.param("spec.strategy.type", "base/web.yaml:5:1", id="absent: the nearest"),
    ],
)
def test_points_at_the_file_that_a_value_came_from(rendered, path, expected):
    from trueline.model.resource import parse_path

    assert str(one(rendered, "Deployment").locate(parse_path(path)).primary) == expected


@needs_kubectl
@pytest.mark.parametrize(
    ("container", "path", "expected"),
    [
        pytest.param("web", ("image",), "live/kustomization.yaml:7:11", id="image of the kustomization"),
        pytest.param("web", ("args", 0), "base/web.yaml:12:16", id="from the base"),
        pytest.param("web", ("securityContext", "privileged"), "base/web.yaml:14:23", id="deep in the base"),
        pytest.param("side", (), "base/web.yaml:15:9", id="an element of the base"),
        pytest.param("side", ("image",), "base/web.yaml:16:16", id="a scalar in it"),
        pytest.param("side", ("securityContext", "privileged"), "live/patch.yaml:14:23", id="patched"),
        pytest.param("side", ("securityContext",), "live/patch.yaml:13:9", id="a map that a patch adds"),
        pytest.param("added", (), "live/patch.yaml:10:9", id="an element that a patch adds"),
        pytest.param("added", ("image",), "live/patch.yaml:11:16", id="a scalar in it"),
        pytest.param("web", ("resources",), "base/web.yaml:10:9", id="absent: its container"),
    ],
)
def test_finds_containers_by_name(rendered, container, path, expected):
    deployment = one(rendered, "Deployment")
    names = [entry["name"] for entry in deployment.get("spec.template.spec.containers")]
    place = deployment.locate(("spec", "template", "spec", "containers", names.index(container), *path))

    assert str(place.primary) == expected


@needs_kubectl
def test_points_at_a_patch_in_place_and_names_the_object(rendered):
    place = one(rendered, "Service").locate(("spec", "type"))

    assert str(place.primary) == "live/kustomization.yaml:16:10"
    assert [str(related) for related in place.related] == ["base/web.yaml:21:9"]


@needs_kubectl
def test_points_at_the_generator(rendered):
    assert str(one(rendered, "ConfigMap").locate(("data", "a")).primary) == "base/kustomization.yaml:4:9"


@needs_kubectl
def test_says_why_kustomize_refuses(workspace):
    tree = workspace.tree({"k/kustomization.yaml": "resources: [a.yaml]\n", "k/a.yaml": "a: 1\n"})
    extract = render.extract(workspace.unit(tree, "kustomization"), tree, SETTINGS)

    assert next((given.path, given.state) for given in extract.inputs) == ("k/kustomization.yaml", "unreadable")
    assert [note.level for note in extract.notifications] == ["error"]
    assert extract.inputs[0].reason.startswith("kubectl: accumulating resources")
    assert str(workspace.tree_folder) not in extract.inputs[0].reason


POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param("resources: [a.yaml, 'https://example.com/x.yaml']\n", "is not in the repository", id="URL"),
        pytest.param("resources: [a.yaml, github.com/o/r//k]\n", "is not in the repository", id="GitHub"),
        pytest.param("resources: [a.yaml, 'git::https://h/r']\n", "is not in the repository", id="getter"),
        pytest.param("resources: [a.yaml, 'git@h:o/r']\n", "is not in the repository", id="SSH"),
        pytest.param("bases: ['h/o/r?ref=v1']\nresources: [a.yaml]\n", "is not in the repository", id="reference"),
        pytest.param("resources: [a.yaml, ../../etc/passwd]\n", "is outside of the repository", id="climbing out"),
        pytest.param("resources: [a.yaml, /etc/passwd]\n", "is outside of the repository", id="absolute"),
        pytest.param("resources: [a.yaml, missing]\n", "there is no k/missing", id="missing"),
        pytest.param("resources: [a.yaml]\nhelmCharts: [{name: x}]\n", "inflates Helm charts", id="Helm"),
        pytest.param("resources: [a.yaml]\ngenerators: [g.yaml]\n", "uses generators", id="generator"),
        pytest.param("resources: [a.yaml]\ntransformers: [g.yaml]\n", "uses transformers", id="transformer"),
        pytest.param("resources: [a.yaml]\nBases: ['https://h']\n", "writes bases as Bases", id="in another case"),
        pytest.param("resources: [a.yaml]\nkind: Component\n", "a component that no", id="component"),
    ],
)
def test_refuses_what_would_reach_out(workspace, content, reason):
    search = workspace.tool("kubectl", "raise SystemExit('it was started')")
    tree = workspace.tree({"k/kustomization.yaml": content, "k/a.yaml": POD})
    extract = render.extract(workspace.unit(tree, "kustomization"), tree, SETTINGS, search=search)

    assert (extract.inputs[0].path, extract.inputs[0].state) == ("k/kustomization.yaml", "not-rendered")
    assert reason in extract.inputs[0].reason
    assert [resource.address for resource in extract.resources] == ["Pod/a"]


def test_does_not_render_where_the_settings_do_not_allow_it(workspace):
    search = workspace.tool("kubectl", "raise SystemExit('it was started')")
    tree = workspace.tree({"k/kustomization.yaml": "resources: [a.yaml]\n", "k/a.yaml": POD})
    extract = render.extract(workspace.unit(tree, "kustomization"), tree, Settings(), search=search)

    assert "not allowed" in extract.inputs[0].reason


def test_says_that_the_tools_are_missing(workspace):
    tree = workspace.tree({"k/kustomization.yaml": "resources: [a.yaml]\n", "k/a.yaml": POD})
    reached = kustomization.load("k/kustomization.yaml", tree)

    with pytest.raises(NotRenderedError, match="kubectl and kustomize not found"):
        render.kustomize(reached, tree, search=str(workspace.tools))


def test_takes_kustomize_where_there_is_no_kubectl(workspace):
    search = workspace.tool("kustomize", "import sys; print('a:', sys.argv[1])")
    tree = workspace.tree({"k/kustomization.yaml": "resources: [a.yaml]\n", "k/a.yaml": POD})
    reached = kustomization.load("k/kustomization.yaml", tree)

    assert render.kustomize(reached, tree, search=search) == "a: build\n"


def test_hands_over_nothing_of_the_environment(workspace, monkeypatch):
    monkeypatch.setenv("TRUELINE_SECRET", "canary")
    search = workspace.tool("kubectl", "import os; print(dict(os.environ))")
    tree = workspace.tree({"k/kustomization.yaml": "resources: [a.yaml]\n", "k/a.yaml": POD})
    reached = kustomization.load("k/kustomization.yaml", tree)
    text = render.kustomize(reached, tree, search=search)

    assert "canary" not in text
    assert "HTTPS_PROXY" in text


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_does_not_follow_links_out_of_the_tree(workspace):
    tree = workspace.tree({"k/kustomization.yaml": "resources: [a.yaml]\n", "secret": POD})
    (workspace.tree_folder / "k" / "a.yaml").symlink_to("/etc/passwd")
    extract = render.extract(workspace.unit(tree, "kustomization"), tree, SETTINGS)

    assert extract.inputs[0].state == "not-rendered"
    assert extract.resources == ()
