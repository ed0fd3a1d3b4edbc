"""What only CI or only the cluster enforces, of what is known to mean the same."""

from __future__ import annotations

import pytest

from trueline.drift import admission
from trueline.drift.declared import Enforced

PRIVILEGED = """apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: disallow-privileged-containers}
spec:
  validationFailureAction: Enforce
  rules:
    - name: privileged-containers
      match: {any: [{resources: {kinds: [Pod]}}]}
      validate:
        pattern: {spec: {containers: [{"=(securityContext)": {"=(privileged)": "false"}}]}}
"""
OWN = PRIVILEGED.replace("disallow-privileged-containers", "our-own").replace("privileged)", "other)")
ALL = [
    "kyverno.io/v1/ClusterPolicy",
    "policies.kyverno.io/v1/ValidatingPolicy",
    "templates.gatekeeper.sh/v1/ConstraintTemplate",
    "policies.kubewarden.io/v1/ClusterAdmissionPolicy",
    "admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy",
    "admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration",
    "v1/Namespace",
]


def _compare(workspace, rules, *objects, read=ALL):
    snapshot = workspace.snapshot(text=workspace.envelope(*objects, read=read))
    declared = workspace.declared({"empty.txt": ""}, (snapshot,))
    declared.rules = {name: one if isinstance(one, Enforced) else Enforced(one) for name, one in rules.items()}
    return list(admission.compare(snapshot, declared).drifts)


def _facts(*args, **rest):
    return [(one.kind, one.details.get("rule"), one.details.get("side")) for one in _compare(*args, **rest)]


def _level(workspace, name, level):
    return {
        "apiVersion": "v1",
        "kind": "Namespace",
        "metadata": {"name": name, "labels": {"pod-security.kubernetes.io/enforce": level} if level else {}},
    }


def test_what_both_enforce_is_nothing(workspace):
    live = workspace.changed(PRIVILEGED, "kind", "ClusterPolicy")

    assert _facts(workspace, {"container-privileged": "soft"}, live) == []


def test_what_only_ci_enforces(workspace):
    live = workspace.changed(PRIVILEGED, "kind", "ClusterPolicy")
    rules = {
        "container-privileged": "hard",
        "image-tag-latest": "soft",
        "container-host-port": "advise",
        "ours": "hard",
    }

    assert _facts(workspace, rules, live) == [("policies/missing", "image-tag-latest", "cluster")]


def test_what_only_the_cluster_enforces(workspace):
    live = workspace.changed(PRIVILEGED, "kind", "ClusterPolicy")
    found = _compare(workspace, {"container-privileged": "advise"}, live)

    assert [(one.kind, one.details["rule"], one.details["side"]) for one in found] == [
        ("policies/missing", "container-privileged", "ci")
    ]
    assert found[0].location.path == "live.json"
    assert found[0].location.region is not None


def test_a_policy_that_only_audits_enforces_nothing(workspace):
    live = workspace.changed(PRIVILEGED, "spec/validationFailureAction", "Audit")

    assert _facts(workspace, {"container-privileged": "hard"}, live) == [
        ("policies/missing", "container-privileged", "cluster")
    ]
    assert _facts(workspace, {}, live) == []


def test_a_policy_of_the_name_that_says_otherwise_is_not_it(workspace):
    live = workspace.changed(OWN, "metadata/name", "disallow-privileged-containers")

    assert _facts(workspace, {}, live) == []
    assert _facts(workspace, {"container-privileged": "hard"}, live) == [("snapshot/unchecked", None, "cluster")]


def test_a_policy_for_some_namespaces_is_not_it(workspace):
    live = workspace.changed(PRIVILEGED, "spec/rules/0/match/any/0/resources/namespaces", ["shop"])

    assert _facts(workspace, {"container-privileged": "hard"}, live) == [("snapshot/unchecked", None, "cluster")]


def test_what_nobody_knows_may_enforce_it_too(workspace):
    known, own = (workspace.changed(text, "kind", "ClusterPolicy") for text in (PRIVILEGED, OWN))
    rules = {"container-privileged": "hard", "image-tag-latest": "hard", "service-node-port": "hard"}
    port, found = _compare(workspace, rules, known, own)

    assert port.details["rule"] == "service-node-port"

    assert found.kind == "snapshot/unchecked"
    assert found.details["rules"] == ["image-tag-latest"]
    assert "our-own" in found.details["reason"]


def test_what_the_snapshot_does_not_tell_of_may_enforce_it_too(workspace):
    live = workspace.changed(PRIVILEGED, "kind", "ClusterPolicy")

    assert _facts(workspace, {"image-tag-latest": "hard", "container-privileged": "hard"}, live, read=ALL[:1]) == [
        ("snapshot/unchecked", None, "cluster")
    ]


@pytest.mark.parametrize(
    ("name", "resources", "is_open"),
    [
        pytest.param("image-checker", ["pods"], True, id="about pods"),
        pytest.param("image-checker", ["deployments", "secrets"], True, id="about workloads"),
        pytest.param("image-checker", ["*"], True, id="about everything"),
        pytest.param("cert-manager-webhook", ["certificates"], False, id="about others"),
        pytest.param("kyverno-resource-validating-webhook-cfg", ["*"], False, id="asks what policies say"),
    ],
)
def test_webhooks_of_others_may_enforce_it_too(workspace, name, resources, is_open):
    webhook = {
        "apiVersion": "admissionregistration.k8s.io/v1",
        "kind": "ValidatingWebhookConfiguration",
        "metadata": {"name": name},
        "webhooks": [{"name": "a.b.c", "rules": [{"resources": resources}]}],
    }
    live = workspace.changed(PRIVILEGED, "kind", "ClusterPolicy")
    rules = {"container-privileged": "hard", "image-tag-latest": "hard"}
    fact = ("snapshot/unchecked", None, "cluster") if is_open else ("policies/missing", "image-tag-latest", "cluster")

    assert _facts(workspace, rules, live, webhook) == [fact]


def test_what_the_cluster_does_not_serve_is_not_overlooked(workspace):
    live = workspace.changed(PRIVILEGED, "kind", "ClusterPolicy")
    read = [ALL[0], *ALL[-2:]]

    assert _facts(workspace, {"container-privileged": "hard", "image-tag-latest": "hard"}, live, read=read) == [
        ("policies/missing", "image-tag-latest", "cluster")
    ]


def test_a_cluster_without_admission_policies_is_left_alone(workspace):
    assert _facts(workspace, {"container-privileged": "hard"}) == []


def test_a_level_of_every_namespace(workspace):
    levels = [
        _level(workspace, "shop", "baseline"),
        _level(workspace, "web", "restricted"),
        _level(workspace, "kube-system", ""),
    ]
    rules = {"container-privileged": "hard", "container-runs-as-root": "hard"}
    found = _facts(workspace, rules, *levels)

    assert ("policies/missing", "container-runs-as-root", "cluster") in found
    assert ("policies/missing", "container-host-port", "ci") in found
    assert not [one for one in found if one[1] == "container-privileged"]

    without = [*levels, _level(workspace, "free", "")]

    assert _facts(workspace, {"container-privileged": "hard"}, *without) == [
        ("policies/missing", "container-privileged", "cluster")
    ]


def test_a_constraint_needs_its_parameters(workspace):
    template = {
        "apiVersion": "templates.gatekeeper.sh/v1", "kind": "ConstraintTemplate",
        "metadata": {"name": "k8sdisallowedtags"},
    }  # fmt: skip
    constraint = {
        "apiVersion": "constraints.gatekeeper.sh/v1beta1",
        "kind": "K8sDisallowedTags",
        "metadata": {"name": "tags"},
        "spec": {"parameters": {"tags": ["latest", "dev"]}},
    }
    rules = {"image-tag-latest": "hard"}

    assert _facts(workspace, rules, template, constraint) == []

    constraint["spec"]["parameters"] = {"tags": ["dev"]}

    assert _facts(workspace, rules, template, constraint) == [("snapshot/unchecked", None, "cluster")]


def test_a_rule_of_ones_own_corresponds_by_its_alias(workspace):
    own = workspace.changed(OWN, "kind", "ClusterPolicy")

    assert _facts(workspace, {"image-tag-latest": Enforced("hard", ("our-own",))}, own) == []
