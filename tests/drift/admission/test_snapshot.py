"""What a snapshot tells of, and what it does not; trees that declare a policy more than once, or not in full."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
import yaml

from trueline.drift import admission
from trueline.drift.declared import Declared
from trueline.model.settings import Settings
from trueline.repo.working import WorkingTree
from trueline.run import plan
from trueline.run.judge import read_unit

POLICY = """apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: images
spec:
  validationFailureAction: Enforce
  rules:
    - name: tag
      match: {any: [{resources: {kinds: [Pod]}}]}
      validate: {message: m, pattern: {spec: {a: b}}}
"""
LOCAL = POLICY.replace("ClusterPolicy", "Policy").replace("name: images", "name: images\n  namespace: shop", 1)
OTHER = POLICY.replace("name: images", "name: other")
KIND = "kyverno.io/v1/ClusterPolicy"


def _kinds(found):
    return [(one.kind, one.address) for one in found]


def test_of_what_it_read_an_absent_policy_is_missing(workspace):
    (found,) = workspace.compare({"p.yaml": POLICY}, text=workspace.envelope(read=[KIND]))

    assert (found.kind, found.address) == ("policies/missing", "ClusterPolicy/images")
    assert str(found.location) == "p.yaml:4:9"
    assert found.details["action"] == "Enforce"
    assert found.message == "ClusterPolicy images is declared, and the cluster does not have it"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param(
            {}, "the snapshot holds no ClusterPolicy, and does not say that it looked for any", id="not asked"
        ),
        pytest.param({"unread": [KIND]}, "the snapshot could not read ClusterPolicy: forbidden", id="forbidden"),
    ],
)
def test_of_what_it_did_not_read_nothing_is_missing(workspace, text, reason):
    (found,) = workspace.compare({"p.yaml": POLICY, "o.yaml": OTHER}, text=workspace.envelope(**text))

    assert found.kind == "snapshot/unchecked"
    assert found.details["reason"] == reason
    assert found.details["count"] == 2


def test_a_list_of_kubectl_tells_of_the_kinds_that_it_holds(workspace):
    other = workspace.changed(OTHER, "kind", "ClusterPolicy")

    assert _kinds(workspace.compare({"p.yaml": POLICY, "o.yaml": OTHER}, other)) == [
        ("policies/missing", "ClusterPolicy/images")
    ]
    assert [one.kind for one in workspace.compare({"p.yaml": POLICY}, {"apiVersion": "v1", "kind": "Pod"})] == [
        "snapshot/unchecked"
    ]


def test_a_single_object_tells_of_no_other(workspace):
    text = json.dumps(workspace.changed(OTHER, "kind", "ClusterPolicy"))

    assert [one.kind for one in workspace.compare({"p.yaml": POLICY, "o.yaml": OTHER}, text=text)] == [
        "snapshot/unchecked"
    ]


def test_an_empty_typed_list_tells_of_its_kind(workspace):
    text = json.dumps({"apiVersion": "kyverno.io/v1", "kind": "ClusterPolicyList", "items": []})

    assert [one.kind for one in workspace.compare({"p.yaml": POLICY}, text=text)] == ["policies/missing"]


def test_lists_in_lists_and_typed_lists_are_looked_into(workspace):
    plain = workspace.changed(POLICY, "kind", "ClusterPolicy")
    bare = {key: value for key, value in plain.items() if key not in ("apiVersion", "kind")}
    typed = {"apiVersion": "kyverno.io/v1", "kind": "ClusterPolicyList", "items": [bare]}
    inner = {"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "List", "items": [typed]}]}

    assert workspace.compare({"p.yaml": POLICY}, inner) == []


def test_a_list_of_another_namespace_tells_nothing_of_this_one(workspace):
    elsewhere = workspace.changed(LOCAL, "metadata/namespace", "other")
    found = workspace.compare({"p.yaml": LOCAL}, elsewhere)

    assert [one.kind for one in found] == ["snapshot/unchecked", "policies/undeclared"]

    third = workspace.changed(LOCAL, "metadata/namespace", "third")
    found = workspace.compare({"p.yaml": LOCAL}, elsewhere, third)

    assert [one.kind for one in found] == ["snapshot/unchecked", "policies/undeclared", "policies/undeclared"]

    other = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x", "namespace": "shop"}}
    found = workspace.compare({"p.yaml": LOCAL}, elsewhere, third, other)

    assert [one.kind for one in found] == ["policies/missing", "policies/undeclared", "policies/undeclared"]


def test_a_policy_without_a_namespace_is_the_only_one_of_its_name(workspace):
    plain = LOCAL.replace("  namespace: shop\n", "")
    there = workspace.changed(LOCAL, "kind", "Policy")

    assert workspace.compare({"p.yaml": plain}, there) == []

    twice = workspace.changed(LOCAL, "metadata/namespace", "other")
    found = workspace.compare({"p.yaml": plain}, there, twice)

    assert [one.kind for one in found] == ["snapshot/unchecked"]


def test_a_cluster_wide_policy_is_known_by_its_name_whatever_namespace_was_written(workspace):
    written = POLICY.replace("name: images", "name: images\n  namespace: kyverno", 1)

    assert workspace.compare({"p.yaml": written}, workspace.changed(POLICY, "kind", "ClusterPolicy")) == []


def test_another_version_is_the_same_policy(workspace):
    live = workspace.changed(POLICY, "apiVersion", "kyverno.io/v2beta1")

    assert workspace.compare({"p.yaml": POLICY}, live) == []


def test_nothing_is_undeclared_where_no_policy_of_the_engine_is_declared(workspace):
    live = workspace.changed(POLICY, "kind", "ClusterPolicy")
    pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: []}\n"

    assert workspace.compare({"p.yaml": pod}, live) == []
    assert _kinds(workspace.compare({"p.yaml": pod}, live, managed=("kubernetes/ClusterPolic*",))) == [
        ("policies/undeclared", "ClusterPolicy/images")
    ]


def test_where_a_part_of_the_tree_is_not_read_nothing_is_called_undeclared(workspace):
    chart = {
        "charts/p/Chart.yaml": "apiVersion: v2\nname: p\nversion: 1.0.0\n",
        "charts/p/templates/a.yaml": "a: {{ .b }}\n",
    }
    live = [workspace.changed(text, "kind", "ClusterPolicy") for text in (POLICY, OTHER)]
    (found,) = workspace.compare({"p.yaml": POLICY, **chart}, *live)

    assert found.kind == "snapshot/unchecked"
    assert found.details["policies"] == ["ClusterPolicy other"]
    assert "charts/p" in found.details["reason"]


def test_of_several_declarations_the_nearest_is_compared_and_it_is_said(workspace):
    audit = POLICY.replace("Enforce", "Audit")
    live = workspace.changed(POLICY, "spec/validationFailureAction", "Audit")
    (found,) = workspace.compare({"dev.yaml": audit, "prod.yaml": POLICY}, live)

    assert found.kind == "snapshot/unchecked"
    assert "dev.yaml" in found.details["reason"]
    assert "prod.yaml" in found.details["reason"]

    assert (
        workspace.compare({"dev.yaml": POLICY, "prod.yaml": POLICY}, workspace.changed(POLICY, "kind", "ClusterPolicy"))
        == []
    )


def test_policies_of_the_central_folder_are_not_what_the_tree_brings_out(workspace):
    live = [workspace.changed(text, "kind", "ClusterPolicy") for text in (POLICY, OTHER)]
    files = {"p.yaml": POLICY, "org/o.yaml": OTHER}

    assert workspace.compare(files, live[0], central="org") == []
    assert workspace.compare(files, *live, central="org") == []
    assert _kinds(workspace.compare(files, live[0])) == [("policies/missing", "ClusterPolicy/other")]


ACTION = """\
apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {{name: p}}
spec: {{validationFailureAction: {action}, rules: [{{name: a, validate: {{message: x, pattern: {{a: b}}}}}}]}}
"""


def _found(workspace, files, action, origin=""):
    envelope = json.loads(workspace.envelope(workspace.changed(ACTION.format(action=action), "kind", "ClusterPolicy")))
    envelope |= {"origin": origin, "read": [{"kind": "kyverno.io/v1/ClusterPolicy", "namespace": ""}]}
    return workspace.compare(files, text=json.dumps(envelope))


def test_policies_of_another_environment_are_not_looked_for(workspace):
    files = {
        "staging/a.yaml": ACTION.format(action="Audit"),
        "staging/b.yaml": ACTION.format(action="Audit").replace("name: p", "name: q"),
        "production/a.yaml": ACTION.format(action="Enforce"),
    }
    (found,) = _found(workspace, files, "Audit", origin="acme-prod")

    assert (found.kind, found.unit, found.declared) == ("policies/weaker", "production/a.yaml", "Enforce")


def test_parts_of_what_is_not_rendered_declare_nothing_themselves(workspace):
    files = {
        "base/p.yaml": ACTION.format(action="Audit"),
        "base/kustomization.yaml": "resources: [p.yaml]\n",
        "prod/kustomization.yaml": "resources: [../base]\npatches: [{path: p.yaml}]\n",
    }
    snapshot = workspace.snapshot(yaml.safe_load(ACTION.format(action="Enforce")))
    workspace.declared(files)
    tree = WorkingTree(str(workspace.folder))
    units = plan.plan([path for path in tree.paths() if path != "live.json"], tree, Settings())
    declared = Declared(
        units, lambda unit: read_unit(unit, tree, Settings()), tree, Settings(), [snapshot], datetime.now(UTC)
    )

    assert admission.compare(snapshot, declared).drifts == ()


@pytest.mark.parametrize(("managed", "count"), [("*", 0), ("kubernetes/*", 1), ("kubernetes/ClusterPolicy", 1)])
def test_what_is_wholly_declared_is_named_as_for_other_objects(workspace, managed, count):
    found = workspace.compare({}, yaml.safe_load(POLICY), managed=(managed,))

    assert [one.kind for one in found] == ["policies/undeclared"] * count
