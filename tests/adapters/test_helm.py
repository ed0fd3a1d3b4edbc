"""Charts: what Helm prints goes back to the templates and values it came from."""

from __future__ import annotations

import gzip

import pytest

from trueline.adapters import render
from trueline.adapters.helm import render_chart
from trueline.model.resource import parse_path
from trueline.model.settings import Settings

SETTINGS = Settings(render=frozenset({"helm"}))

FILES = {
    "c/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
    "c/values.yaml": """\
image:
  repository: nginx
  tag: "1.27"
replicas: 2
resources:
  limits:
    memory: 64Mi
sub:
  port: 9090
extra: 2
""",
    "c/templates/web.yaml": """\
{{- if .Values.enabled }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-web
  labels:
    {{- include "shop.labels" . | nindent 4 }}
spec:
  replicas: {{ .Values.replicas }}
  template:
    spec:
      containers:
        - name: web
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"
          {{- if .Values.debug }}
          command: [debug]
          {{- else }}
          command: [serve]
          {{- end }}
          resources:
            {{- toYaml .Values.resources | nindent 12 }}
          securityContext:
            runAsUser: 1000
        - name: "side"
          image: busybox
      volumes:
        {{- range .Values.volumes }}
        - name: {{ . }}
        {{- end }}
{{- end }}
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: NodePort
""",
    "c/templates/two.yaml": "kind: Secret\nmetadata:\n  name: a\n---\nkind: Secret\nmetadata:\n  name: b\n",
    "c/templates/_helpers.tpl": "{{ define }}",
    "c/config/extra.txt": "for .Files.Get",
    "c/charts/sub/Chart.yaml": "apiVersion: v2\nname: sub\nversion: 1.0.0\n",
    "c/charts/sub/values.yaml": "port: 80\nhost: a\n",
    "c/charts/sub/templates/service.yaml": "kind: Service\nspec:\n  port: {{.Values.port}}\n  host: {{.Values.host}}\n",
    "c/crds/x.yaml": "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: x}\n",
}

OUTPUT = """\
---
# Source: shop/charts/sub/templates/service.yaml
apiVersion: v1
kind: Service
metadata: {name: sub}
spec:
  port: 9090
  host: a
---
# Source: shop/templates/web.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: release-name-web
  labels:
    app: shop
spec:
  replicas: 2
  template:
    spec:
      containers:
        - name: web
          image: "nginx:1.27"
          command: [serve]
          resources:
            limits:
              memory: 64Mi
          securityContext:
            runAsUser: 1000
        - name: "side"
          image: busybox
      volumes:
        - name: a
        - name: b
---
# Source: shop/templates/web.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  type: NodePort
---
# Source: shop/templates/two.yaml
apiVersion: v1
kind: Secret
metadata:
  name: a
"""


@pytest.fixture
def rendered(workspace):
    search = workspace.tool("helm", f"print({OUTPUT!r})")
    tree = workspace.tree(FILES)
    return render.extract(workspace.unit(tree, "chart"), tree, SETTINGS, search=search)


def one(extract, address: str):
    (found,) = [resource for resource in extract.resources if resource.address == address]
    return found


def test_reads_what_helm_prints(rendered):
    assert [resource.address for resource in rendered.resources] == [
        "Service/sub", "Deployment/release-name-web", "Service/web", "Secret/a",
    ]  # fmt: skip
    assert [resource.source for resource in rendered.resources][:2] == [
        "c/charts/sub/templates/service.yaml", "c/templates/web.yaml",
    ]  # fmt: skip
    assert {given.state for given in rendered.inputs} == {"read"}
    assert "c/crds/x.yaml" not in {given.path for given in rendered.inputs}


CONTAINER = "spec.template.spec.containers"


@pytest.mark.parametrize(
    ("address", "path", "primary", "related"),
    [
        pytest.param("Deployment/release-name-web", "", "c/templates/web.yaml:5:3", [], id="the whole: its name"),
        pytest.param(
            "Deployment/release-name-web", "spec.replicas", "c/templates/web.yaml:9:3", ["c/values.yaml:4:11"],
            id="a value",
        ),
        pytest.param(
            "Deployment/release-name-web", "metadata.labels.app", "c/templates/web.yaml:6:3", [], id="in a helper"
        ),
        pytest.param("Deployment/release-name-web", "spec.paused", "c/templates/web.yaml:8:1", [], id="absent"),
        pytest.param(
            "Deployment/release-name-web", f"{CONTAINER}[0].resources.limits.memory", "c/templates/web.yaml:20:11",
            ["c/values.yaml:7:13"], id="in a block of values",
        ),
        pytest.param(
            "Deployment/release-name-web", f"{CONTAINER}[0].securityContext.runAsUser", "c/templates/web.yaml:23:13",
            [], id="written in the template",
        ),
        pytest.param(
            "Deployment/release-name-web", f"{CONTAINER}[1].image", "c/templates/web.yaml:25:11", [],
            id="of the second container",
        ),
        pytest.param(
            "Deployment/release-name-web", f"{CONTAINER}[0].command", "c/templates/web.yaml:13:11", [],
            id="in two branches: the nearest that is clear",
        ),
        pytest.param(
            "Deployment/release-name-web", "spec.template.spec.volumes[1].name", "c/templates/web.yaml:26:7", [],
            id="in a loop: the list",
        ),
        pytest.param("Service/web", "spec.type", "c/templates/web.yaml:37:3", [], id="in the second document"),
        pytest.param("Secret/a", "metadata.name", "c/templates/two.yaml", [], id="of two alike: the file"),
        pytest.param(
            "Service/sub", "spec.port", "c/charts/sub/templates/service.yaml:3:3", ["c/values.yaml:9:9"],
            id="a subchart's value that its parent sets",
        ),
        pytest.param(
            "Service/sub", "spec.host", "c/charts/sub/templates/service.yaml:4:3", ["c/charts/sub/values.yaml:2:7"],
            id="a subchart's own value",
        ),
    ],
)  # fmt: skip
def test_points_at_the_template_and_the_value(rendered, address, path, primary, related):
    place = one(rendered, address).locate(parse_path(path))

    assert str(place.primary) == primary
    assert [str(location) for location in place.related] == related


def test_names_no_value_where_two_are_part_of_it(rendered):
    place = one(rendered, "Deployment/release-name-web").locate(parse_path(f"{CONTAINER}[0].image"))

    assert str(place.primary) == "c/templates/web.yaml:14:11"
    assert place.related == ()


def test_hands_helm_the_whole_chart(workspace):
    script = "import os, sys; print({'a': [sys.argv[1:3], sorted(os.listdir(sys.argv[3] + '/config'))]})"
    search = workspace.tool("helm", script)
    (rendering,) = render_chart("c", (), workspace.tree(FILES), search=search)

    assert rendering.text == "{'a': [['template', 'release-name'], ['extra.txt']]}\n"


@pytest.mark.parametrize(
    ("files", "reason", "state"),
    [
        pytest.param(
            {"c/Chart.yaml": "name: c\ndependencies: [{name: redis, repository: https://h}]\n"},
            "the dependency redis is not in charts/; run helm dependency build", "not-rendered", id="in Chart.yaml",
        ),
        pytest.param(
            {"c/Chart.yaml": "name: c\n", "c/requirements.yaml": "dependencies: [{name: redis}]\n"},
            "the dependency redis is not in charts/; run helm dependency build", "not-rendered",
            id="in requirements.yaml",
        ),
        pytest.param({"c/Chart.yaml": "name: c\n"}, "helm: no values", "unreadable", id="helm fails"),
    ],
)  # fmt: skip
def test_says_why_a_chart_is_not_rendered(workspace, files, reason, state):
    search = workspace.tool("helm", "raise SystemExit('no values')")
    tree = workspace.tree(files)
    extract = render.extract(workspace.unit(tree, "chart"), tree, SETTINGS, search=search)

    assert extract.inputs[0] == ("c/Chart.yaml", "chart", state, reason)
    assert {given.state for given in extract.inputs[1:]} <= {"not-judged"}


def test_takes_dependencies_that_are_there(workspace):
    search = workspace.tool("helm", "print('a: 1')")
    tree = workspace.tree(
        {
            "Chart.yaml": "name: c\ndependencies: [{name: redis}, {name: near, repository: 'file://near'}]\n",
            "charts/redis-1.2.3.tgz": gzip.compress(bytes(1024)),
            "near/Chart.yaml": "name: near\n",
        }
    )

    assert [one.text for one in render_chart("", (), tree, search=search)] == ["a: 1\n"]


def test_reports_what_is_wrong_with_the_rendered_text(workspace):
    search = workspace.tool("helm", "print('apiVersion: v1\\nkind: Pod\\nkind: Pod\\nmetadata: {name: a}')")
    tree = workspace.tree(FILES)
    extract = render.extract(workspace.unit(tree, "chart"), tree, SETTINGS, search=search)

    assert [(told.level, told.message, str(told.location)) for told in extract.notifications] == [
        ("error", "as rendered: the key kind stands twice", "c/Chart.yaml")
    ]
    assert [resource.address for resource in extract.resources] == ["Pod/a"]
