"""Charts as an environment releases them, by Helm itself: values, namespace, places, and what it cannot render."""

from __future__ import annotations

import io
import json
import os
import tarfile

import pytest
from effort import ends
from released_chart import FILES, HELM, PRODUCTION, ROOT, STAGING, needs_helm

from trueline.adapters import render
from trueline.adapters.helm import render_chart
from trueline.adapters.sandbox import NotRenderedError
from trueline.dialects import manifest
from trueline.model.resource import parse_path
from trueline.model.settings import Environment, Release, Settings
from trueline.values.unknown import Unknown

SEARCH = os.path.dirname(HELM) if HELM is not None else None
CHART = {"c/Chart.yaml": "apiVersion: v2\nname: c\nversion: 1.0.0\n", "c/values.yaml": "a: b\n"}
MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\ndata:\n  a: "


def extracts(workspace, files, *environments, search=SEARCH):
    """Return what each unit of a chart gives, by its environment and root."""
    tree = workspace.tree(files)
    settings = Settings(render=frozenset({"helm"}), environments=environments)
    units = [unit for unit in manifest.plan(tree.paths(), tree, settings) if unit.dialect == "chart"]
    return {(unit.environment, unit.root): render.extract(unit, tree, settings, search=search) for unit in units}


def only(workspace, template, *environments, **files):
    """Return what a chart of one template gives."""
    (found,) = extracts(workspace, {**CHART, "c/templates/m.yaml": template, **files}, *environments).values()
    return found


def released(**more):
    return Environment("production", releases=(Release("c", "shop", **more),))


def named(extract, kind):
    (found,) = [resource for resource in extract.resources if resource.kind == f"kubernetes/{kind}"]
    return found


@needs_helm
def test_a_chart_is_rendered_for_each_environment_that_releases_it(workspace):
    found = extracts(workspace, FILES, STAGING, PRODUCTION, Environment("other"))

    assert list(found) == [("staging", ROOT), ("production", ROOT)]
    for (environment, _), namespace in zip(found, ("shop-staging", "shop"), strict=True):
        extract = found[environment, ROOT]
        assert [one.address for one in extract.resources] == [
            f"Secret/{namespace}/web", "ClusterRole/shop-reader", f"Service/{namespace}/web",
            f"Deployment/{namespace}/shop-web", "ClusterRole/migrate", f"Job/{namespace}/migrate-*",
        ]  # fmt: skip
        assert {one.environment for one in extract.resources} == {environment}
        assert {given.state for given in extract.inputs} == {"read"}
    production = {given.path for given in found["production", ROOT].inputs}
    assert "environments/production.yaml" in production
    pods = [named(one, "Deployment").value["spec"]["template"]["spec"] for one in found.values()]
    assert [pod["containers"][0]["image"] for pod in pods] == ["nginx:1.28", "nginx:1.27"]


@needs_helm
@pytest.mark.parametrize(
    ("environment", "kind", "path", "primary", "related"),
    [
        pytest.param("staging", "Service", "spec.type", "web.yaml:26:3", [f"{ROOT}/values-staging.yaml:2:9"], id="its"),
        pytest.param("production", "Service", "spec.type", "web.yaml:26:3", [f"{ROOT}/values.yaml:4:17"], id="own"),
        pytest.param(
            "production", "Deployment", "spec.replicas", "web.yaml:6:3", ["environments/production.yaml:1:11"], id="far"
        ),
        pytest.param(
            "production", "Deployment", "spec.template.spec.containers[0].securityContext.runAsUser", "web.yaml:17:11",
            ["environments/production.yaml:3:14"], id="through with",
        ),
    ],
)  # fmt: skip
def test_the_value_is_where_the_release_has_it(workspace, environment, kind, path, primary, related):
    extract = extracts(workspace, FILES, STAGING, PRODUCTION)[environment, ROOT]
    place = named(extract, kind).locate(parse_path(path))

    assert str(place.primary) == f"{ROOT}/templates/{primary}"
    assert [str(one) for one in place.related] == related


@needs_helm
def test_what_is_made_anew_each_time_is_unknown(workspace):
    extract = extracts(workspace, FILES, PRODUCTION)["production", ROOT]
    data = named(extract, "Secret").value["data"]

    assert data["name"] == "c2hvcA=="
    assert isinstance(data["password"], Unknown)
    assert data["password"].reasons == ("the chart makes it anew each time it is rendered",)
    assert named(extract, "Job").value["metadata"]["generateName"] == "migrate-"


@needs_helm
def test_what_templates_are_told_of_the_cluster(workspace):
    template = MAP + '{{ .Capabilities.KubeVersion.Version }}\n  b: "{{ .Capabilities.APIVersions.Has `a.io/v1` }}"\n'
    extract = only(workspace, template, released(kube_version="1.29.3", api_versions=("a.io/v1",)))

    assert named(extract, "ConfigMap").value["data"] == {"a": "v1.29.3", "b": "true"}


@needs_helm
def test_several_releases_of_one_chart(workspace):
    two = Environment("production", releases=(Release("c", "one"), Release("c", "two", values=({"a": "x"},))))
    extract = only(workspace, MAP + "{{ .Values.a }}\n", two)

    assert [(one.name, one.value["data"]) for one in extract.resources] == [("one", {"a": "b"}), ("two", {"a": "x"})]


ASKS = "; a release in the config (environments.*.releases) can give values"
NOT_RENDERED = [
    pytest.param(
        MAP + '{{ required "say a" .Values.z }}\n', {}, "not-rendered",
        f"helm: execution error at (c/templates/m.yaml:6:8): say a{ASKS}", "", id="required",
    ),
    pytest.param(
        MAP + "{{ .Values.x.y }}\n", {}, "not-rendered",
        "helm: template: c/templates/m.yaml:6:15: executing \"c/templates/m.yaml\" at <.Values.x.y>: nil pointer"
        f" evaluating interface {{}}.y{ASKS}", "", id="a value that is not there",
    ),
    pytest.param(
        MAP + '{{ replace "a" .Values.z "b" }}\n', {}, "not-rendered",
        "helm: template: c/templates/m.yaml:6:27: executing \"c/templates/m.yaml\" at <.Values.z>: wrong type for"
        f" value; expected string; got interface {{}}{ASKS}", "", id="a value that a function wants",
    ),
    pytest.param(
        MAP + "b\n", {"c/values.schema.json": '{"required": ["z"]}'}, "not-rendered",
        "helm: values don't meet the specifications of the schema(s) in the following chart(s): c: - (root): z is"
        f" required{ASKS}", "", id="values against their schema",
    ),
    pytest.param(
        MAP + "b\n", {"c/Chart.yaml": CHART["c/Chart.yaml"] + "kubeVersion: '>=1.99'\n"}, "not-rendered",
        "helm: chart requires kubeVersion: >=1.99 which is incompatible with Kubernetes v1.32.0; `kube_version` of a"
        " release in the config says which one it is", "", id="another version of Kubernetes",
    ),
    pytest.param(
        MAP + "b\n", {"c/Chart.yaml": CHART["c/Chart.yaml"] + "dependencies: [{name: d, repository: 'https://d'}]\n"},
        "not-rendered", "the dependency d is not in charts/; run helm dependency build", "", id="a dependency",
    ),
    pytest.param(
        MAP + "b\n", {"c/Chart.yaml": CHART["c/Chart.yaml"] + "type: library\n"}, "not-judged",
        "a library gives nothing by itself: it is judged in the charts that use it", "", id="a library",
    ),
    pytest.param(
        MAP + "{{ .Values.a\n", {}, "unreadable",
        "helm: parse error at (c/templates/m.yaml:7): unclosed action started at c/templates/m.yaml:6",
        "c/templates/m.yaml:6:1", id="an action without an end",
    ),
    pytest.param(
        MAP + '"ä" {{ include "none" . }}\n', {}, "unreadable",
        "helm: template: c/templates/m.yaml:6:13: executing \"c/templates/m.yaml\" at <include \"none\" .>: error"
        " calling include: template: no template \"none\" associated with template \"gotpl\"",
        "c/templates/m.yaml:6:13", id="a template that is not there",
    ),
    pytest.param(
        MAP + "b\n c: d\n", {}, "unreadable",
        "helm: YAML parse error on c/templates/m.yaml: error converting YAML to JSON: yaml: line 6: did not find"
        " expected key", "c/templates/m.yaml", id="what is no YAML when it is rendered",
    ),
    pytest.param(
        MAP + "b\n", {"c/values.yaml": "a: ["}, "unreadable",
        "helm: cannot load values.yaml: error converting YAML to JSON: yaml: line 1: did not find expected node"
        " content", "c/Chart.yaml", id="values that are no YAML",
    ),
]  # fmt: skip


@needs_helm
@pytest.mark.parametrize(("template", "files", "state", "reason", "place"), NOT_RENDERED)
def test_why_a_chart_is_not_rendered(workspace, template, files, state, reason, place):
    extract = only(workspace, template, **files)

    assert extract.resources == ()
    assert extract.inputs[0] == ("c/Chart.yaml", "chart", state, reason)
    said = [(one.level, one.id, one.message, str(one.location)) for one in extract.notifications]
    assert said == ([("error", "unreadable-input", reason, place)] if state == "unreadable" else [])


@needs_helm
def test_what_a_release_lacks_is_an_error(workspace):
    extract = only(workspace, MAP + '{{ required "say a" .Values.z }}\n', released())

    assert extract.inputs[0].state == "unreadable"
    assert [str(one.location) for one in extract.notifications] == ["c/templates/m.yaml:6:9"]


def test_values_that_are_not_there_are_an_error(workspace):
    extract = only(workspace, MAP, released(values=("gone.yaml",)))

    assert [(one.level, one.message) for one in extract.notifications] == [
        ("error", "gone.yaml is not there, which the config names for the values of the release shop")
    ]


def test_a_release_of_no_chart_is_an_error(workspace):
    found = extracts(workspace, {"a.yaml": "a: 1\n"}, released())

    (extract,) = found.values()
    assert list(found) == [("production", "c")]
    assert [given.state for given in extract.inputs] == ["unreadable"]
    assert [(one.level, one.message) for one in extract.notifications] == [
        ("error", "there is no chart here, though the config names a release of it: take the release out of it first")
    ]


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        pytest.param(
            {"c/Chart.yaml": CHART["c/Chart.yaml"] + "type: library\n", "v.yaml": "a: 1\n"},
            "release shop: a library gives nothing by itself: it is judged in the charts that use it", id="a library",
        ),
        pytest.param(
            {"c/v.yaml": "a: 1\n", "v.yaml": "a: 2\n"},
            "v.yaml is both beside the chart and at the top of the repository: nobody knows which is meant", id="two",
        ),
        pytest.param(
            {"v.yaml": "a: b: c\n"},
            "release shop: helm: failed to parse v.yaml: error converting YAML to JSON: yaml: mapping values are not"
            " allowed in this context", id="broken values",
        ),
        pytest.param(
            {"v.yaml": "a: 1\n", "c/Chart.yaml": CHART["c/Chart.yaml"] + "kubeVersion: '>=1.99'\n"},
            "release shop: helm: chart requires kubeVersion: >=1.99 which is incompatible with Kubernetes v1.32.0;"
            " `kube_version` of a release in the config says which one it is", id="another version",
        ),
        pytest.param(
            {"v.yaml": "a: 1\n", "c/values.schema.json": '{"allOf": [{"$ref": "file:///etc/passwd"}]}'},
            "c/values.schema.json refers to file:///etc/passwd, which is not read", id="a schema elsewhere",
        ),
    ],
)  # fmt: skip
@needs_helm
def test_a_release_that_cannot_be_rendered_is_an_error(workspace, files, reason):
    extract = only(workspace, MAP + "{{ .Values.a }}\n", released(values=("v.yaml",)), **files)

    assert [(one.level, one.message) for one in extract.notifications] == [("error", reason)]


@needs_helm
def test_what_is_wrong_with_rendered_text_is_at_its_template(workspace):
    extract = only(
        workspace, MAP + "b\n", **{"c/templates/n.yaml": MAP.replace("kind: ConfigMap", "kind: Pod") + "b\n  a: c\n"}
    )

    assert [(one.level, one.message, str(one.location)) for one in extract.notifications] == [
        ("error", "as rendered: the key a stands twice", "c/templates/n.yaml")
    ]


@needs_helm
def test_what_time_and_revision_give_is_unknown(workspace):
    template = MAP + (
        '{{ now | date "2006-01-02" }}\n  b: {{ now | unixEpoch | quote }}\n  c: r{{ .Release.Revision }}\n'
        '  d: {{ ternary "x" "y" .Release.IsInstall }}\n  e: known\n'
    )
    data = named(only(workspace, template), "ConfigMap").value["data"]

    assert [name for name, value in data.items() if isinstance(value, Unknown)] == ["a", "b", "c", "d"]
    assert data["e"] == "known"


@needs_helm
def test_a_chart_that_gives_other_objects_each_time_is_said_and_judged(workspace):
    template = "apiVersion: v1\nkind: {{ if .Release.IsInstall }}Pod{{ else }}ConfigMap{{ end }}\nmetadata: {name: a}\n"
    extract = only(workspace, template)

    assert [one.address for one in extract.resources] == ["Pod/a"]
    assert [(one.level, one.id) for one in extract.notifications] == [("warning", "unsteady-chart")]


CLIMBING = ["../../../../../../../../climbed", "..", "a/b", "/climbed", "a\0b", "a" * 300, ""]


@pytest.mark.parametrize("name", CLIMBING)
@pytest.mark.parametrize("member", ["name", "alias"])
def test_no_dependency_is_written_outside_of_the_chart(workspace, name, member):
    entry = {"name": "lib", "alias": "lib", "version": "*", "repository": "file://../lib", member: name}
    chart = f"apiVersion: v2\nname: c\nversion: 1.0.0\ndependencies: [{json.dumps(entry)}]\n"
    files = {"c/Chart.yaml": chart, "lib/Chart.yaml": "apiVersion: v2\nname: lib\nversion: 1.0.0\n"}
    search = workspace.tool("helm", "print('a: 1')")
    extract = extracts(workspace, files, search=search)["", "c"]

    if member == "alias" and not name:  # which says nothing
        assert extract.inputs[0].state == "read"
    else:
        assert extract.inputs[0].state == "unreadable"
        assert "a dependency without the name of a chart" in extract.inputs[0].reason


def test_two_charts_of_one_name_are_not_taken_for_one(workspace):
    needs = "".join(
        f"  - {{name: lib, alias: {alias}, version: '*', repository: 'file://../{folder}'}}\n"
        for alias, folder in (("one", "lib"), ("two", "v2/lib"))
    )
    library = "apiVersion: v2\nname: lib\nversion: 1.0.0\n"
    files = {"lib/Chart.yaml": library, "v2/lib/Chart.yaml": library}
    files["c/Chart.yaml"] = CHART["c/Chart.yaml"] + f"dependencies:\n{needs}"
    extract = extracts(workspace, files, search=workspace.tool("helm", "print('a: 1')"))["", "c"]

    assert extract.inputs[0].state == "unreadable"
    assert extract.inputs[0].reason == "lib and v2/lib are needed under one name, and only one can be judged"


def test_a_packed_chart_of_the_repository_is_said(workspace):
    needs = "dependencies: [{name: near, version: 1.0.0, repository: 'file://../libs/near'}]\n"
    files = {
        **NEAR,
        "c/Chart.yaml": CHART["c/Chart.yaml"] + needs,
        "c/charts/near-1.0.0.tgz": tgz({"near/Chart.yaml": "name: near\n"}),
    }
    extract = extracts(workspace, files, search=workspace.tool("helm", "print('a: 1')"))["", "c"]

    assert [(one.level, one.message) for one in extract.notifications] == [
        (
            "warning",
            "near is judged as it is packed in charts/, and not as it is in libs/near: run helm dependency build",
        )
    ]


@needs_helm
def test_the_value_of_each_of_two_aliases(workspace):
    needs = "".join(
        f"  - {{name: near, alias: {alias}, version: 1.0.0, repository: 'file://../libs/near'}}\n" for alias in "ab"
    )
    files = {**NEAR, "c/Chart.yaml": CHART["c/Chart.yaml"] + f"dependencies:\n{needs}"}
    files["c/values.yaml"] = "a:\n  port: 8080\nb:\n  port: 8080\n"
    extract = extracts(workspace, files)["", "c"]
    places = {one.name: one.locate(parse_path("spec.ports[0].port")) for one in extract.resources}

    assert {name: [str(one) for one in place.related] for name, place in places.items()} == {
        "a": ["c/values.yaml:2:9"], "b": ["c/values.yaml:4:9"],
    }  # fmt: skip


@needs_helm
def test_a_chart_that_another_one_needs_is_judged_as_a_part_of_it_too(workspace):
    files = {**NEAR, **CHART, "c/Chart.yaml": CHART["c/Chart.yaml"]
             + "dependencies: [{name: near, version: 1.0.0, repository: 'file://../libs/near'}]\n"}  # fmt: skip
    tree = workspace.tree(files)
    settings = Settings(render=frozenset({"helm"}))
    units = {unit.root: unit for unit in manifest.plan(tree.paths(), tree, settings) if unit.dialect == "chart"}

    assert list(units) == ["c", "libs/lib", "libs/near"]
    assert {"libs/near/templates/s.yaml", "libs/lib/templates/_n.tpl", "libs/near/values.yaml"} <= {*units["c"].members}


def test_a_chart_that_cannot_be_rendered_twice_is_said(workspace):
    text = "# Source: c/templates/m.yaml\napiVersion: v1\nkind: Pod\nmetadata: {name: a}"
    script = f"""import os, sys
times = os.path.join(os.environ['HOME'], 'times')
open(times, 'a').write('x')
if len(open(times).read()) > 1: sys.exit('Error: no')
print({text!r})
"""
    files = {**CHART, "c/templates/m.yaml": "{{ now }}"}
    extract = extracts(workspace, files, search=workspace.tool("helm", script))["", "c"]

    assert [one.address for one in extract.resources] == ["Pod/a"]
    assert [(one.level, one.id) for one in extract.notifications] == [("warning", "unsteady-chart")]


def tgz(files):
    """Return a packed chart."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        for name, text in files.items():
            entry = tarfile.TarInfo(name)
            data = text if isinstance(text, bytes) else text.encode()
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return made.getvalue()


POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: bad}\nspec: {containers: [{name: c, image: a}]}\n"
OTHERWISE = [
    pytest.param(
        "apiVersion: v1\nkind: List\nitems:\n{{ if not .Release.IsUpgrade }}\n"
        "- {apiVersion: v1, kind: ConfigMap, metadata: {name: x}}\n{{ end }}\n"
        "- {apiVersion: v1, kind: Pod, metadata: {name: bad}, spec: {hostPID: true}}\n", id="a shorter list",
    ),
    pytest.param(
        "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n"
        "  kind: {{ if .Release.IsUpgrade }}ConfigMap{{ else }}Pod{{ end }}\n  metadata: {name: bad}\n"
        "  spec: {hostPID: true}\n", id="another kind in a list",
    ),
    pytest.param(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: bad}\n"
        "spec: {{ if .Release.IsUpgrade }}null{{ else }}{hostPID: true}{{ end }}\n", id="no map",
    ),
    pytest.param(
        "apiVersion: v1\nkind: PodList\nitems:\n"
        "- {{ if .Release.IsUpgrade }}null{{ else }}{metadata: {name: bad}, spec: {hostPID: true}}{{ end }}\n",
        id="null",
    ),
    pytest.param(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: bad}\n"
        "spec: {hostPID: true{{ if .Release.IsUpgrade }}, hostNetwork: true{{ end }}}\n", id="one member more",
    ),
    pytest.param(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: bad}\nspec: {hostPID: true}\n{{ if .Release.IsUpgrade }}\n---\n"
        "apiVersion: v1\nkind: Pod\nmetadata: {name: worse}\n{{ end }}\n", id="one object more",
    ),
]  # fmt: skip


@needs_helm
@pytest.mark.parametrize("template", OTHERWISE)
def test_nothing_vanishes_that_an_upgrade_gives_otherwise_and_that_is_said(workspace, template):
    extract = only(workspace, template)

    assert named(extract, "Pod").value["spec"] == {"hostPID": True}
    assert [(one.level, one.id) for one in extract.notifications] == [("warning", "unsteady-chart")]


@pytest.mark.parametrize(
    "held",
    [
        {"c/charts/zz/Chart.yaml": "apiVersion: v2\nname: near\nversion: 1.0.0\n"},
        {"c/charts/aa.tgz": tgz({"x/Chart.yaml": "apiVersion: v2\nname: near\nversion: 1.0.0\n"})},
    ],
)
def test_no_other_chart_takes_the_place_of_one_of_the_repository(workspace, held):
    needs = "dependencies: [{name: near, version: 1.0.0, repository: 'file://../libs/near'}]\n"
    files = {**NEAR, "c/Chart.yaml": CHART["c/Chart.yaml"] + needs, **held}
    extract = extracts(workspace, files, search=workspace.tool("helm", "print('a: 1')"))["", "c"]

    assert extract.inputs[0].state == "unreadable"
    assert extract.inputs[0].reason == "charts/ of c holds another chart that is called near"


SCHEMAS = [
    pytest.param('{"anyOf": [{"$id": "http://127.0.0.1:1/a#f", "allOf": [{"$ref": "#"}]}]}', id="another name"),
    pytest.param('{"$id": "file:///etc/passwd#a"}', id="a name with a fragment"),
    pytest.param('{"maximum": ' + "1" * 5000 + ', "$ref": "file:///etc/passwd"}', id="a large number"),
    pytest.param('{"default": ' + "[" * 9000 + "]" * 9000 + "}", id="deep"),
    pytest.param('{"properties": {"a": {"$ref": "other.json"}}}', id="a file"),
]


@pytest.mark.parametrize("schema", SCHEMAS)
@pytest.mark.parametrize("is_packed", [False, True])
def test_a_schema_that_makes_helm_read_more_is_not_given_to_it(workspace, schema, is_packed):
    inner = tgz({"near/Chart.yaml": "name: near\n", "near/values.schema.json": schema})
    files = {"c/charts/a.tgz": tgz({"a/charts/near.tgz": inner})} if is_packed else {"c/values.schema.json": schema}
    extract = extracts(workspace, {**CHART, **files}, search=workspace.tool("helm", "print('a: 1')"))["", "c"]

    assert extract.inputs[0].state == "unreadable"
    assert "values.schema.json" in extract.inputs[0].reason


@needs_helm
def test_definitions_of_charts_in_a_chart_are_judged(workspace):
    files = {
        "c/charts/sub/Chart.yaml": "apiVersion: v2\nname: sub\nversion: 1.0.0\n",
        "c/charts/sub/crds/p.yaml": POD,
        "c/crds/own.yaml": POD.replace("bad", "own"),
    }
    extract = only(workspace, MAP + "b\n", **files)

    assert [(one.address, one.source) for one in extract.resources] == [
        ("Pod/bad", "c/charts/sub/crds/p.yaml"), ("ConfigMap/release-name", "c/templates/m.yaml"),
    ]  # fmt: skip


@needs_helm
def test_booleans_of_go_are_read_as_helm_reads_them(workspace):
    extract = only(workspace, "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {hostPID: !!bool yes}\n")

    assert named(extract, "Pod").value["spec"] == {"hostPID": True}


def test_values_of_secrets_are_no_places(workspace):
    written = "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  a: VALUE\n"
    rendered = f"# Source: c/templates/m.yaml\n{written.replace('VALUE', 'b')}"
    search = workspace.tool("helm", f"print({rendered!r})")
    files = {**CHART, "c/templates/m.yaml": written.replace("VALUE", "{{ .Values.a }}")}
    extract = extracts(workspace, files, search=search)["", "c"]
    place = named(extract, "Secret").locate(parse_path("stringData.a"))

    assert (str(place.primary), place.related) == ("c/templates/m.yaml:5:3", ())


NEAR = {
    "libs/near/Chart.yaml": "apiVersion: v2\nname: near\nversion: 1.0.0\n"
    "dependencies: [{name: lib, version: '*', repository: 'file://../lib'}]\n",
    "libs/near/values.yaml": "port: 80\n",
    "libs/near/templates/s.yaml": 'apiVersion: v1\nkind: Service\nmetadata: {name: {{ include "lib.name" . }}}\n'
    "spec:\n  ports:\n    - port: {{ .Values.port }}\n",
    "libs/lib/Chart.yaml": "apiVersion: v2\nname: lib\nversion: 1.0.0\ntype: library\n",
    "libs/lib/templates/_n.tpl": '{{ define "lib.name" }}{{ .Chart.Name }}{{ end }}',
}


@needs_helm
@pytest.mark.parametrize("alias", ["", "web"])
def test_charts_of_the_repository_are_where_helm_wants_them(workspace, alias):
    called = alias or "near"
    needs = f"dependencies: [{{name: near, version: 1.0.0, repository: 'file://../libs/near', alias: '{alias}'}}]\n"
    files = {**NEAR, "c/Chart.yaml": CHART["c/Chart.yaml"] + (needs if alias else needs.replace(", alias: ''", ""))}
    values = {"c/values.yaml": f"{called}:\n  port: 8080\n"}
    extract = extracts(workspace, {**files, **values})["", "c"]
    place = named(extract, "Service").locate(parse_path("spec.ports[0].port"))

    assert [one.address for one in extract.resources] == [f"Service/{called}"]
    assert str(place.primary) == "libs/near/templates/s.yaml:6:7"
    assert [str(one) for one in place.related] == ["c/values.yaml:2:9"]


@needs_helm
@pytest.mark.parametrize(
    ("values", "related"),
    [
        pytest.param({"c/values.yaml": "a: {b: {port: 1}}\n"}, "c/values.yaml:1:15", id="the outermost"),
        pytest.param({"c/charts/a/values.yaml": "b: {port: 1}\n"}, "c/charts/a/values.yaml:1:11", id="between"),
        pytest.param({"c/charts/a/charts/b/values.yaml": "port: 1\n"}, "c/charts/a/charts/b/values.yaml:1:7", id="own"),
        pytest.param({"v.yaml": "a: {b: {port: 1}}\n", "c/values.yaml": "a: {b: {port: 2}}\n"}, "v.yaml:1:15", id="a"),
        pytest.param({"c/values.yaml": "global: {port: 1}\n"}, "c/values.yaml:1:16", id="global"),
    ],
)  # fmt: skip
def test_values_of_charts_in_charts(workspace, values, related):
    name = "global.port" if "global" in str(values) else "port"
    service = f"apiVersion: v1\nkind: Service\nmetadata: {{name: s}}\nspec:\n  port: {{{{ .Values.{name} }}}}\n"
    files = {
        "c/Chart.yaml": "apiVersion: v2\nname: c\nversion: 1.0.0\n",
        "c/charts/a/Chart.yaml": "apiVersion: v2\nname: a\nversion: 1.0.0\n",
        "c/charts/a/charts/b/Chart.yaml": "apiVersion: v2\nname: b\nversion: 1.0.0\n",
        "c/charts/a/charts/b/templates/s.yaml": service,
    }
    given = ("v.yaml",) if "v.yaml" in values else ()
    (extract,) = extracts(workspace, {**files, **values}, released(values=given)).values()
    place = named(extract, "Service").locate(parse_path("spec.port"))

    assert str(place.primary) == "c/charts/a/charts/b/templates/s.yaml:5:3"
    assert [str(one) for one in place.related] == [related]


@needs_helm
def test_a_change_of_a_chart_that_another_one_needs_is_one_of_that(workspace):
    files = {**NEAR, **CHART, "c/Chart.yaml": CHART["c/Chart.yaml"]
             + "dependencies: [{name: near, version: 1.0.0, repository: 'file://../libs/near'}]\n"}  # fmt: skip
    tree = workspace.tree(files)
    units = manifest.plan(tree.paths(), tree, Settings(render=frozenset({"helm"})))

    assert [unit.reads for unit in units if unit.root == "c"] == [("libs/near", "libs/lib")]


@pytest.mark.parametrize(
    ("repository", "state", "held"),
    [
        pytest.param("file://.", "read", [], id="itself"),
        pytest.param("file://../c", "read", [], id="itself, called otherwise"),
        pytest.param("file://../d", "read", ["d"], id="one that needs it"),
        pytest.param("file://..", "not-rendered", None, id="what is around it"),
        pytest.param("file://../../../etc", "not-rendered", None, id="outside"),
        pytest.param("file:///etc", "not-rendered", None, id="an absolute path"),
    ],
)
def test_a_chart_gets_no_chart_that_is_around_it_or_outside(workspace, repository, state, held):
    needs = f"dependencies: [{{name: d, version: '*', repository: '{repository}'}}]\n"
    files = {
        "a/c/Chart.yaml": CHART["c/Chart.yaml"] + needs,
        "a/d/Chart.yaml": "apiVersion: v2\nname: d\nversion: 1.0.0\n" + needs.replace("/d", "/c"),
    }
    tree = workspace.tree(files)
    lists = "held = sys.argv[3] + '/charts'\nprint(sorted(os.listdir(held)) if os.path.exists(held) else [])\n"
    search = workspace.tool("helm", f"import os, sys\n{lists}")
    if state == "read":
        assert [one.text for one in render_chart("a/c", (), tree, search=search)] == [f"{held}\n"]
    else:
        with pytest.raises(NotRenderedError, match="the dependency d is not in charts/") as error:
            render_chart("a/c", (), tree, search=search)
        assert error.value.state == state


def test_helm_is_told_all_of_a_release(workspace):
    search = workspace.tool("helm", "import sys; print({'a': [one.split('/')[-1] for one in sys.argv[1:]]})")
    release = Release("c", "shop", "web", ("values.yaml", {"b": 1}), "1.30", ("a.io/v1",))
    files = {**CHART, "c/templates/m.yaml": MAP}
    (rendering,) = render_chart("c", (release,), workspace.tree(files), search=search)

    assert rendering.text == (
        "{'a': ['template', 'shop', 'c', '--include-crds', '--namespace=web', '--kube-version=1.30', 'v1',"
        " 'CustomResourceDefinition', 'v1', 'APIService', 'v1', 'values-0.yaml', 'values-1.yaml']}\n"
    )


@needs_helm
def test_a_template_of_many_words_ends(workspace):
    template = "{{- /* " + "now " * 200_000 + "*/ -}}\n" + "# " + "now {{" * 50_000 + "}}\n"
    with ends():
        extract = only(workspace, template)

    assert extract.inputs[0].state == "unreadable"
