"""The organisation's policies beside the tree's own."""

from __future__ import annotations

import pytest

from trueline.drift.admission import compare_central
from trueline.model.drift import DRIFT_KINDS, Detected
from trueline.model.settings import Settings

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
OTHER = POLICY.replace("name: images", "name: other")
PACK = """policy: org
title: The organisation's
severity: high
let: {limit: 3}
rules:
  - id: no-owner
    title: Nobody owns it
    enforcement: hard
    for: kubernetes/workload
    require: has(it.metadata)
    message: m
  - id: no-limit
    title: No limit
    for: kubernetes/workload
    require: has(it.spec)
    message: m
"""
REGO = """package main

import rego.v1

# who owns it
deny contains msg if {
    not input.metadata.labels.team
    msg := "no owner"
}

deny contains msg if { input.spec.a; msg := "a" }

limit := 3
"""


def _compare(workspace, files, policies=("builtin", ".trueline/policies"), **drift):
    settings = Settings(policies=policies)
    detected = compare_central(workspace.declared(files, settings=settings, central="org", **drift))
    assert all(one.kind in DRIFT_KINDS for one in detected.drifts)
    assert all(one.details["central"] is True for one in detected.drifts)
    return detected


def _facts(workspace, files, **rest):
    detected = _compare(workspace, files, **rest)
    assert not detected.notifications
    return [(one.kind.removeprefix("policies/"), one.address, one.path) for one in detected.drifts]


def test_without_a_central_folder_there_is_nothing_to_say(workspace):
    detected = compare_central(workspace.declared({"p.yaml": POLICY}))

    assert detected == Detected()


def test_a_folder_without_policies_is_an_error(workspace):
    (said,) = _compare(workspace, {"p.yaml": POLICY}).notifications

    assert said.level == "error"
    assert said.location.path == "org"
    assert "submodule" in said.message


def test_a_file_that_cannot_be_read_is_an_error(workspace):
    (said,) = _compare(
        workspace, {"p.yaml": POLICY, "org/p.yaml": "apiVersion: [\n", "org/o.yaml": POLICY}
    ).notifications

    assert (said.level, said.location.path) == ("error", "org/p.yaml")


def test_an_equal_copy_is_no_difference_however_it_is_written(workspace):
    mine = POLICY.replace("Enforce", "enforce").replace("  rules:", "  background: true\n  rules:")

    assert _facts(workspace, {"org/p.yaml": POLICY, "k8s/p.yaml": mine}) == []


def test_what_is_weaker_changed_and_missing(workspace):
    mine = POLICY.replace("Enforce", "Audit").replace("message: m", "message: n")
    detected = _compare(workspace, {"org/p.yaml": POLICY, "org/o.yaml": OTHER, "k8s/p.yaml": mine})

    assert [(one.kind, one.path) for one in detected.drifts] == [
        ("policies/weaker", "spec.validationFailureAction"),
        ("policies/changed", "spec.rules[name=tag].validate.message"),
        ("policies/missing", ""),
    ]
    weaker, _, missing = detected.drifts
    assert str(weaker.location) == "k8s/p.yaml:6:28"
    assert str(weaker.related[0]) == "org/p.yaml:6:28"
    assert (weaker.declared, weaker.actual) == ("Enforce", "Audit")
    assert weaker.unit == "k8s/p.yaml"
    assert (missing.address, missing.location.path) == ("ClusterPolicy/other", "org/o.yaml")


def test_a_tree_with_no_policies_of_that_engine_has_no_copy(workspace):
    (found,) = _compare(workspace, {"org/p.yaml": POLICY, "org/o.yaml": OTHER}).drifts

    assert found.kind == "snapshot/unchecked"
    assert found.details["count"] == 2


def test_an_exception_of_ones_own_is_weaker(workspace):
    exception = """apiVersion: kyverno.io/v2
kind: PolicyException
metadata: {name: mine, namespace: shop}
spec:
  exceptions: [{policyName: images, ruleNames: ["*"]}]
"""
    files = {"org/p.yaml": POLICY, "k8s/p.yaml": POLICY, "k8s/e.yaml": exception}

    assert _facts(workspace, files) == [("weaker", "PolicyException/shop/mine", "")]


@pytest.mark.parametrize(
    ("old", "new", "facts"),
    [
        pytest.param("", "", [], id="the same"),
        pytest.param("title: No limit", "title: Other", [], id="a text"),
        pytest.param("enforcement: hard", "enforcement: soft", [("weaker", "no-owner", "enforcement")], id="softer"),
        pytest.param("    enforcement: hard\n", "", [("weaker", "no-owner", "enforcement")], id="not hard any more"),
        pytest.param(
            "severity: high", "severity: low",
            [("weaker", "no-owner", "severity"), ("weaker", "no-limit", "severity")], id="lower, for the whole policy",
        ),
        pytest.param("severity: high", "severity: critical", [
            ("changed", "no-owner", "severity"), ("changed", "no-limit", "severity")], id="higher"),
        pytest.param("require: has(it.spec)", "require: 'true'", [("changed", "no-limit", "require")], id="check"),
        pytest.param(
            "  - id: no-limit\n", "  - id: no-limit\n    from: 2030-01-01\n", [("weaker", "no-limit", "from")], id="on"
        ),
        pytest.param("id: no-limit", "id: some-limit", [("missing", "no-limit", "")], id="gone"),
    ],
)  # fmt: skip
def test_packs(workspace, old, new, facts):
    files = {"org/pack.yaml": PACK, ".trueline/policies/pack.yaml": PACK.replace(old, new)}

    assert _facts(workspace, files) == facts


def test_a_central_pack_that_ci_runs_is_not_lacking(workspace):
    assert _facts(workspace, {"org/pack.yaml": PACK}, policies=("builtin", "org")) == []
    assert _facts(workspace, {"org/pack.yaml": PACK}, policies=("builtin",)) == [
        ("missing", "no-owner", ""),
        ("missing", "no-limit", ""),
    ]


def test_packs_are_told_where_they_are(workspace):
    mine = PACK.replace("enforcement: hard", "enforcement: advise")
    (found,) = _compare(workspace, {"org/pack.yaml": PACK, ".trueline/policies/pack.yaml": mine}).drifts

    assert str(found.location) == ".trueline/policies/pack.yaml:8:18"
    assert str(found.related[0]) == "org/pack.yaml:8:18"
    assert found.message == "rule no-owner: enforcement is advise, the organisation's policy says hard"
    assert (found.details["action"], found.details["live_action"]) == ("hard", "advise")


@pytest.mark.parametrize(
    ("mine", "facts"),
    [
        pytest.param(REGO, [], id="the same"),
        pytest.param(
            REGO.replace("# who owns it", "").replace("    not", "\tnot").replace("if {\n", "if  {\n\n"), [], id="as is"
        ),
        pytest.param(
            'package main\n\nlimit := 3\n\ndeny contains msg if { input.spec.a; msg := "a" }\n'
            'deny contains msg if {\n  not input.metadata.labels.team\n  msg := "no owner"\n}\n', [], id="order",
        ),
        pytest.param(REGO.replace("limit := 3", "limit := 4"), [("changed", "main.limit", "")], id="a value"),
        pytest.param(REGO.replace("no owner", "no # owner"), [("changed", "main.deny", "")], id="in a text"),
        pytest.param(
            REGO.replace('deny contains msg if { input.spec.a; msg := "a" }', ""), [("weaker", "main.deny", "")], id="1"
        ),
        pytest.param(REGO.replace("deny contains", "warn contains"), [("weaker", "main.deny", "")], id="warns"),
        pytest.param(REGO.replace("limit := 3", ""), [("missing", "main.limit", "")], id="gone"),
        pytest.param(
            REGO + 'exception contains rules if { rules := ["x"] }\n', [("weaker", "main.exception", "")], id="let"
        ),
        pytest.param(REGO.replace("package main", "package own"), [("missing", "main", "")], id="no such package"),
        pytest.param("", [("snapshot/unchecked", "main", "")], id="none at all"),
    ],
)  # fmt: skip
def test_rego(workspace, mine, facts):
    assert _facts(workspace, {"org/a.rego": REGO, "policy/a.rego": mine}) == facts


def test_rego_in_two_files_of_a_package_is_one(workspace):
    head, _, tail = REGO.partition("deny contains msg if { input")
    files = {
        "org/a.rego": REGO,
        "policy/a.rego": head,
        "policy/b.rego": f"package main\n\ndeny contains msg if {{ input{tail}",
    }

    assert _facts(workspace, files) == []
