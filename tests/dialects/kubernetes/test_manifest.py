"""Manifests: what is claimed, what is broken, what belongs to charts and kustomizations."""

from __future__ import annotations

import pytest
from effort import ends, growth

POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: NAME}\n"
LARGE = "".join(f"key{number}: value\n" for number in range(3000))


def pod(name: str) -> str:
    return POD.replace("NAME", name)


def told(extract):
    return [(given.path, given.kind, given.state) for given in extract.inputs]


def one(workspace, path, content):
    (extract,) = workspace.extract({path: content})
    return extract


def test_reads_a_manifest(workspace):
    extract = one(workspace, "k/pod.yaml", pod("a") + "---\n" + pod("a") + "---\nother: 1\n")

    assert [resource.address for resource in extract.resources] == ["Pod/a", "Pod/a#2"]
    assert told(extract) == [("k/pod.yaml", "kubernetes", "read")]
    assert extract.notifications == ()


@pytest.mark.parametrize(
    ("path", "content"),
    [
        pytest.param("a.yaml", "a: 1\n", id="small"),
        pytest.param("a.yaml", "", id="empty"),
        pytest.param("a.yaml", LARGE, id="large"),
        pytest.param("a.yaml", LARGE + "[", id="large and broken"),
        pytest.param("package-lock.json", '{"name": "kind"}', id="JSON"),
        pytest.param("tsconfig.json", '{"a": 1, // comment\n}', id="JSON with comments"),
        pytest.param("a.yaml", "apiVersion: v2\nname: kind\n", id="both words, no object"),
    ],
)
def test_leaves_alone_what_nobody_claims(workspace, path, content):
    extract = one(workspace, path, content)

    assert told(extract) == [(path, "", "unclaimed")]
    assert (extract.resources, extract.notifications) == ((), ())


@pytest.mark.parametrize(
    ("content", "state", "count", "place"),
    [
        pytest.param(pod("a") + "---\nx: [\n", "partly-read", 1, (6, 1), id="in the second document"),
        pytest.param("apiVersion: v1\nkind: Pod\nmetadata: [\n", "unreadable", 0, (4, 1), id="in the first"),
        pytest.param("{kind: Pod, apiVersion: v1, x: [}", "unreadable", 0, (1, 33), id="in brackets"),
        pytest.param("\ufeffapiVersion: v1\n- kind: Pod\n", "unreadable", 0, (2, 1), id="byte order mark"),
        pytest.param(pod("a") + "kind: Deployment\n", "partly-read", 1, (4, 1), id="duplicate key"),
        pytest.param((pod("a") + "x: 'open").encode("utf-16"), "unreadable", 0, (4, 4), id="UTF-16"),
        pytest.param(pod("a").encode() + b"\xff", "unreadable", 0, (4, 1), id="bad UTF-8"),
        pytest.param(pod("a") + "x: {{ .Values.y }}\n", "partly-read", 1, (4, 5), id="template"),
        pytest.param("x: " + "[" * 50_000 + "\napiVersion: v1\nkind: Pod\n", "unreadable", 0, None, id="too deep"),
    ],
)
def test_does_not_let_a_manifest_hide_by_being_broken(workspace, content, state, count, place):
    extract = one(workspace, "a.yaml", content)

    assert told(extract) == [("a.yaml", "kubernetes", state)]
    assert len(extract.resources) == count
    assert [told.level for told in extract.notifications] == ["error"]
    assert place in (None, extract.notifications[0].location.region[:2])  # how far libyaml looks ahead differs


def test_warns_of_other_broken_files(workspace):
    extract = one(workspace, "a.yaml", "a: [\n")

    assert told(extract) == [("a.yaml", "", "unreadable")]
    assert [told.level for told in extract.notifications] == ["warning"]


@pytest.mark.parametrize(
    ("path", "key"),
    [
        pytest.param("a.json", '"\\u0061piVersion"', id="JSON"),
        pytest.param("a.yaml", '"\\x61piVersion"', id="two digits"),
        pytest.param("a.yaml", '"\\U00000061piVersion"', id="eight digits"),
        pytest.param("a.yaml", '? "api\\\n Version"\n', id="over two lines"),
        pytest.param("a.yaml", '? "api\\\r\n Version"\r\n', id="over two lines of Windows"),
        pytest.param("a.yaml", "!!binary YXBpVmVyc2lvbg==", id="base64"),
        pytest.param("a.yaml", "!<tag:yaml.org,2002:binary> YXBpVmVyc2lvbg==", id="base64 by the whole tag"),
    ],
)
def test_finds_keys_behind_escapes(workspace, path, key):
    extract = one(workspace, path, f'{{{key}: "v1", "kind": "Pod", "metadata": {{"name": "a"}}}}')

    assert [resource.address for resource in extract.resources] == ["Pod/a"]


def test_does_not_judge_what_programs_read_in_two_ways_as_if_it_were_one(workspace):
    extract = one(workspace, "a.yaml", pod("a") + "spec: {hostNetwork: false, <<: {hostNetwork: true}}\n")

    assert told(extract) == [("a.yaml", "kubernetes", "partly-read")]
    assert [told.level for told in extract.notifications] == ["error"]


def test_leaves_merge_keys_of_others_alone(workspace):
    extract = one(workspace, ".gitlab-ci.yml", "a: &a {x: 1}\nb: {x: 2, <<: *a}\n")

    assert told(extract) == [(".gitlab-ci.yml", "", "unclaimed")]
    assert extract.notifications == ()


def test_reads_quickly_what_looks_like_keys_for_ever(workspace):
    with ends():
        one(workspace, "a.yaml", "apiVersion kind" + "\n" * 1_000_000 + "[" + " " * 1_000_000)


CHART = {
    "c/Chart.yaml": "apiVersion: v2\nname: c\nversion: 1.0.0\n",
    "c/values.yaml": "replicas: 1\n",
    "c/templates/d.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: {{ .Release.Name }}}\n",
    "c/charts/sub/Chart.yaml": "apiVersion: v2\nname: sub\nversion: 1.0.0\n",
    "c/charts/sub/templates/p.yaml": "{{ if }}",
    "c/crds/crd.yaml": "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: x}\n",
    "c/deploy/pod.yaml": pod("beside"),
}


def test_plans_a_chart_with_its_own_files(workspace):
    units = workspace.plan(CHART)

    assert [(unit.dialect, unit.root) for unit in units] == [
        ("chart", "c"),
        ("manifest", "c/crds/crd.yaml"),
        ("manifest", "c/deploy/pod.yaml"),
    ]


def test_says_that_a_chart_is_not_rendered(workspace):
    chart = workspace.extract(CHART)[0]

    assert told(chart) == [
        ("c/Chart.yaml", "chart", "not-rendered"),
        ("c/charts/sub/Chart.yaml", "chart", "not-judged"),
        ("c/charts/sub/templates/p.yaml", "chart", "not-judged"),
        ("c/templates/d.yaml", "chart", "not-judged"),
        ("c/values.yaml", "chart", "not-judged"),
    ]
    assert "helm" in chart.inputs[0].reason
    assert chart.notifications == ()


KUSTOMIZATIONS = {
    "base/kustomization.yaml": "resources: [pod.yaml]\nconfigMapGenerator: [{name: c, files: [x=config.yaml]}]\n",
    "base/pod.yaml": pod("a"),
    "base/config.yaml": "a: [\n",
    "base/unused.yaml": pod("unused"),
    "over/one/Kustomization": "resources: [../../base, service.yaml]\npatches: [{path: patch.yaml}, {patch: '- a'}]\n",
    "over/one/service.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: s}\n",
    "over/one/patch.yaml": pod("a"),
    "over/two/kustomization.yml": "bases: [../../base]\npatchesStrategicMerge:\n- |-\n  kind: Pod\n",
    "flux/kustomization.yaml": "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: f}\n",
}


def test_judges_listed_manifests_alone_where_nothing_renders(workspace):
    units = workspace.plan(KUSTOMIZATIONS)

    assert [(unit.dialect, unit.root) for unit in units] == [
        ("kustomization", "over/one"),
        ("kustomization", "over/two"),
        ("manifest", "base/pod.yaml"),
        ("manifest", "base/unused.yaml"),
        ("manifest", "flux/kustomization.yaml"),
        ("manifest", "over/one/service.yaml"),
    ]


def test_judges_what_a_kustomization_lists_under_any_name(workspace):
    extracts = workspace.extract(
        {"kustomization.yaml": "resources: [pod, Pod.YAML]\n", "pod": pod("a"), "Pod.YAML": pod("b")}
    )

    assert sorted(one.address for extract in extracts for one in extract.resources) == ["Pod/a", "Pod/b"]


@pytest.mark.parametrize("render", [(), ("kustomize",)])
def test_judges_what_a_component_lists_that_nothing_uses(workspace, render):
    component = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [pod, more.yaml]\n"
    files = {"c/kustomization.yaml": component, "c/pod": pod("a"), "c/more.yaml": pod("b")}

    extracts = workspace.extract(files, *render)
    assert sorted(one.address for extract in extracts for one in extract.resources) == ["Pod/a", "Pod/b"]
    assert told(extracts[0])[0] == ("c/kustomization.yaml", "kustomization", "not-rendered")


@pytest.mark.parametrize(
    ("base", "is_component"),
    [
        pytest.param({}, True, id="alone"),
        pytest.param({"b/kustomization.yaml": "kind: Component\n"}, True, id="with another"),
        pytest.param({"b/kustomization.yaml": "namePrefix: x-\n"}, False, id="with what can be built by itself"),
        pytest.param({"b/kustomization.yaml": "components: [../c]\n"}, False, id="in a circle"),
    ],
)
def test_a_component_that_nothing_uses_is_told_apart(workspace, base, is_component):
    component = f"kind: Component\nresources: [{'../b' if base else 'pod.yaml'}]\n"
    unit = next(
        unit
        for unit in workspace.plan({"c/kustomization.yaml": component, "c/pod.yaml": pod("a"), **base})
        if unit.dialect == "kustomization"
    )

    assert unit.is_component is is_component


@pytest.mark.parametrize("path", ["A.YAML", "a.Yml", "a.JSON"])
def test_reads_names_in_capitals(workspace, path):
    extract = one(workspace, path, '{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}}')

    assert told(extract) == [(path, "kubernetes", "read")]


def test_says_that_a_kustomization_is_not_rendered(workspace):
    one, two, *_ = workspace.extract(KUSTOMIZATIONS)

    assert told(one) == [
        ("over/one/Kustomization", "kustomization", "not-rendered"),
        ("base/config.yaml", "kustomization", "not-judged"),
        ("base/kustomization.yaml", "kustomization", "not-judged"),
        ("over/one/patch.yaml", "kustomization", "not-judged"),
    ]
    assert told(two)[0] == ("over/two/kustomization.yml", "kustomization", "not-rendered")
    assert "kustomize" in one.inputs[0].reason


def test_takes_members_where_they_are_rendered(workspace):
    units = workspace.plan(KUSTOMIZATIONS, "kustomize")

    assert [(unit.dialect, unit.root) for unit in units] == [
        ("kustomization", "over/one"),
        ("kustomization", "over/two"),
        ("manifest", "base/unused.yaml"),
        ("manifest", "flux/kustomization.yaml"),
    ]
    assert units[0].members == (
        "base/config.yaml", "base/kustomization.yaml", "base/pod.yaml", "over/one/Kustomization",
        "over/one/patch.yaml", "over/one/service.yaml",
    )  # fmt: skip


def test_judges_members_as_written_where_rendering_was_allowed_but_failed(workspace):
    one, two, *_ = workspace.extract(KUSTOMIZATIONS, "kustomize")

    assert [resource.address for resource in one.resources] == ["Service/s", "Pod/a"]
    assert [resource.address for resource in two.resources] == ["Pod/a"]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("resources: [\n", id="broken"),
        pytest.param("resources: [a.yaml]\nresources: [a.yaml]\n", id="duplicate key"),
    ],
)
def test_says_that_a_kustomization_is_broken(workspace, content):
    extract = workspace.extract({"k/kustomization.yaml": content})[0]

    assert told(extract) == [("k/kustomization.yaml", "kustomization", "unreadable")]
    assert [told.level for told in extract.notifications] == ["error"]


def test_plans_kustomizations_that_go_in_circles(workspace):
    files = {"a/kustomization.yaml": "resources: [../b]\n", "b/kustomization.yaml": "resources: [../a]\n"}

    assert [unit.root for unit in workspace.plan(files)] == ["a"]


@pytest.mark.parametrize("entries", ["[1, {a: b}]", "text", "{a: b}", "['', null]"])
def test_survives_any_shape_of_a_kustomization(workspace, entries):
    fields = ("resources", "bases", "patches", "configMapGenerator", "components", "generators", "openapi")
    content = "".join(f"{field}: {entries}\n" for field in fields)

    assert [unit.dialect for unit in workspace.plan({"kustomization.yaml": content})] == ["kustomization"]


def test_plans_many_files_in_no_more_than_their_number(workspace):
    from trueline.dialects import manifest
    from trueline.model.settings import Settings

    files = {f"d{number}/kustomization.yaml": "resources: [a.yaml]\n" for number in range(100)}
    files |= {f"d{number}/a.yaml": pod("a") for number in range(100)}
    tree = workspace.write(files)
    others = [f"e{number}/b.yaml" for number in range(800)]

    def plan(size):
        some = [path for path in tree.paths() if int(path[1:].partition("/")[0]) < size]
        return lambda: manifest.plan(sorted([*some, *others[: 8 * size]]), tree, Settings())

    assert growth(plan, 50) < 2.5
