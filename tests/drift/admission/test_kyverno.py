"""Kyverno's policies: what it fills in is no difference, and what lets more through is weaker."""

from __future__ import annotations

import pytest

POLICY = """apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: images
spec:
  validationFailureAction: Enforce
  rules:
    - name: tag
      match:
        any:
          - resources:
              kinds: [Pod, Deployment]
      exclude:
        any:
          - resources:
              namespaces: [kube-system]
      validate:
        message: name a version
        pattern:
          spec:
            containers:
              - image: "!*:latest"
                securityContext:
                  privileged: "false"
    - name: signed
      match:
        any:
          - resources:
              kinds: [Pod]
      verifyImages:
        - imageReferences: ["ghcr.io/acme/*"]
          attestors:
            - entries:
                - keys:
                    publicKeys: abc
"""
CEL = """apiVersion: policies.kyverno.io/v1
kind: ValidatingPolicy
metadata:
  name: labels
spec:
  matchConstraints:
    resourceRules:
      - apiGroups: [""]
        apiVersions: [v1]
        operations: [CREATE, UPDATE]
        resources: [pods]
  validations:
    - expression: has(object.metadata.labels.team)
      message: who owns it
"""
EXCEPTION = """apiVersion: kyverno.io/v2
kind: PolicyException
metadata:
  name: debug
  namespace: tools
spec:
  exceptions:
    - policyName: images
      ruleNames: [tag]
  match:
    any:
      - resources:
          kinds: [Pod]
          namespaces: [tools]
"""


def test_what_kyverno_fills_in_is_no_difference(workspace):
    live = workspace.changed(POLICY, "spec/background", True)
    live["metadata"] |= {"uid": "1", "annotations": {"pod-policies.kyverno.io/autogen-controllers": "DaemonSet,Job"}}
    live["spec"] |= {
        "admission": True,
        "emitWarning": False,
        "validationFailureAction": "enforce",
        "failurePolicy": "Fail",
        "webhookConfiguration": {},
        "mutateExistingOnPolicyUpdate": False,
    }
    live["spec"]["rules"][0] |= {"skipBackgroundRequests": True}
    live["spec"]["rules"][0]["validate"] |= {"allowExistingViolations": True, "failureAction": "Enforce"}
    images = live["spec"]["rules"][1]["verifyImages"][0]
    images |= {"required": True, "verifyDigest": True, "mutateDigest": True, "useCache": True}
    images["attestors"][0]["entries"][0]["keys"]["signatureAlgorithm"] = "sha256"
    live["spec"]["rules"] += [{"name": "autogen-tag"}, {"name": "autogen-cronjob-tag"}]
    live["status"] = {"ready": True}

    assert workspace.compare({"p.yaml": POLICY}, live) == []


@pytest.mark.parametrize(
    ("path", "value", "kind", "shown"),
    [
        pytest.param("spec/validationFailureAction", "Audit", "weaker", "spec.validationFailureAction", id="audits"),
        pytest.param(
            "spec/rules/0/validate/failureAction", "Audit", "weaker",
            "spec.rules[name=tag].validate.failureAction", id="one rule audits",
        ),
        pytest.param(
            "spec/rules/1/verifyImages/0/failureAction", "Audit", "weaker",
            "spec.rules[name=signed].verifyImages[0].failureAction", id="one image check audits",
        ),
        pytest.param(
            "spec/validationFailureActionOverrides", [{"action": "audit", "namespaces": ["shop"]}], "weaker",
            "spec.validationFailureActionOverrides", id="audits in a namespace",
        ),
        pytest.param(
            "spec/validationFailureActionOverrides", [{"action": "enforce", "namespaces": ["shop"]}], "changed",
            "spec.validationFailureActionOverrides", id="enforces in a namespace, which it does anyway",
        ),
        pytest.param(
            "spec/failurePolicy", "Ignore", "weaker", "spec.webhookConfiguration.failurePolicy", id="the older word"
        ),
        pytest.param(
            "spec/webhookConfiguration/failurePolicy", "Ignore", "weaker",
            "spec.webhookConfiguration.failurePolicy", id="the newer word",
        ),
        pytest.param("spec/admission", False, "weaker", "spec.admission", id="not at admission"),
        pytest.param("spec/background", False, "changed", "spec.background", id="not in the background"),
        pytest.param("spec/applyRules", "One", "weaker", "spec.applyRules", id="the first rule alone"),
        pytest.param(
            "spec/rules/0/match/any/0/resources/kinds", ["Pod"], "weaker",
            "spec.rules[name=tag].match.any[0].resources.kinds", id="fewer kinds",
        ),
        pytest.param(
            "spec/rules/0/match/any/0/resources/kinds/2", "Job", "changed",
            "spec.rules[name=tag].match.any[0].resources.kinds", id="more kinds",
        ),
        pytest.param(
            "spec/rules/0/match/any/0/resources/kinds", ["*"], "changed",
            "spec.rules[name=tag].match.any[0].resources.kinds", id="every kind",
        ),
        pytest.param(
            "spec/rules/0/match/any/0/resources/selector", {"matchLabels": {"a": "b"}}, "weaker",
            "spec.rules[name=tag].match.any[0].resources.selector", id="only what has a label",
        ),
        pytest.param(
            "spec/rules/0/match/any/1", {"resources": {"kinds": ["Job"]}}, "changed",
            "spec.rules[name=tag].match.any[1]", id="a further filter of which any counts",
        ),
        pytest.param(
            "spec/rules/0/exclude/any/0/resources/namespaces/1", "shop", "weaker",
            "spec.rules[name=tag].exclude.any[0].resources.namespaces", id="a further namespace is excluded",
        ),
        pytest.param(
            "spec/rules/0/exclude/any/1", {"resources": {"names": ["x*"]}}, "weaker",
            "spec.rules[name=tag].exclude.any[1]", id="a further exclusion",
        ),
        pytest.param(
            "spec/rules/0/exclude/any/0/resources/names", ["x"], "changed",
            "spec.rules[name=tag].exclude.any[0].resources.names", id="a narrower exclusion",
        ),
        pytest.param("spec/rules/0/exclude", None, "changed", "spec.rules[name=tag].exclude", id="no exclusion"),
        pytest.param(
            "spec/rules/1/exclude", {"any": [{"clusterRoles": ["admin"]}]}, "weaker",
            "spec.rules[name=signed].exclude", id="an exclusion where there was none",
        ),
        pytest.param(
            "spec/rules/0/preconditions", {"all": [{"key": "a", "operator": "Equals", "value": "b"}]}, "weaker",
            "spec.rules[name=tag].preconditions", id="a precondition",
        ),
        pytest.param(
            "spec/rules/0/validate/pattern/spec/containers/0/image", "!*:old", "changed",
            "spec.rules[name=tag].validate.pattern.spec.containers[0].image", id="another pattern",
        ),
        pytest.param(
            "spec/rules/0/validate/pattern/spec/containers/0/securityContext", None, "weaker",
            "spec.rules[name=tag].validate.pattern.spec.containers[0].securityContext", id="a demand is gone",
        ),
        pytest.param(
            "spec/rules/0/validate/message", "no", "changed", "spec.rules[name=tag].validate.message", id="text"
        ),
        pytest.param(
            "spec/rules/1/verifyImages/0/required", False, "weaker",
            "spec.rules[name=signed].verifyImages[0].required", id="signatures are not required",
        ),
        pytest.param(
            "spec/rules/1/verifyImages/0/imageReferences/1", "x/*", "changed",
            "spec.rules[name=signed].verifyImages[0].imageReferences", id="more images",
        ),
        pytest.param(
            "spec/rules/1/verifyImages/0/skipImageReferences", ["x/*"], "weaker",
            "spec.rules[name=signed].verifyImages[0].skipImageReferences", id="images are skipped",
        ),
        pytest.param("spec/rules/1", None, "missing", "spec.rules[name=signed]", id="a rule is gone"),
        pytest.param("spec/rules/2", {"name": "new"}, "undeclared", "spec.rules[name=new]", id="a rule is new"),
    ],
)  # fmt: skip
def test_one_change_is_one_fact(workspace, path, value, kind, shown):
    found = workspace.compare({"p.yaml": POLICY}, workspace.changed(POLICY, path, value))

    assert [(one.kind, one.path) for one in found] == [(f"policies/{kind}", shown)]
    assert found[0].type == "kubernetes/ClusterPolicy"
    assert found[0].address == "ClusterPolicy/images"
    assert found[0].details["engine"] == "kyverno"
    assert found[0].details["touches"] == ["admission"]
    assert found[0].location.path == "p.yaml"
    assert found[0].location.region is not None


def test_a_fact_tells_what_happens_and_where(workspace):
    (found,) = workspace.compare({"p.yaml": POLICY}, workspace.changed(POLICY, "spec/validationFailureAction", "Audit"))

    assert str(found.location) == "p.yaml:6:28"
    assert (found.declared, found.actual) == ("Enforce", "Audit")
    assert found.message == "ClusterPolicy images: spec.validationFailureAction is Audit, declared Enforce"
    assert (found.details["action"], found.details["live_action"]) == ("Enforce", "Audit")
    assert found.snapshot == "live.json"
    assert found.unit == "p.yaml"


def test_all_rules_gone_are_as_many_facts(workspace):
    found = workspace.compare({"p.yaml": POLICY}, workspace.changed(POLICY, "spec/rules", None))

    assert [one.path for one in found] == ["spec.rules[name=tag]", "spec.rules[name=signed]"]
    assert {one.kind for one in found} == {"policies/missing"}
    assert str(found[0].location).startswith("p.yaml:8:")


def test_the_other_order_of_rules_and_kinds_is_none(workspace):
    live = workspace.changed(POLICY, "spec/rules/0/match/any/0/resources/kinds", ["Deployment", "Pod"])
    live["spec"]["rules"].reverse()

    assert workspace.compare({"p.yaml": POLICY}, live) == []


def test_controllers_that_somebody_switched_off_are_told_of_when_kyverno_would_not_write_them(workspace):
    live = workspace.changed(POLICY, "metadata/annotations", {"pod-policies.kyverno.io/autogen-controllers": "none"})

    assert workspace.compare({"p.yaml": POLICY}, live) == []

    live["status"] = {"autogen": {}}
    (found,) = workspace.compare({"p.yaml": POLICY}, live)

    assert found.kind == "policies/changed"


@pytest.mark.parametrize(
    ("path", "value", "kind"),
    [
        pytest.param("spec/validationActions", ["Deny"], "", id="denies by default"),
        pytest.param("spec/validationActions", ["Audit"], "weaker", id="audits"),
        pytest.param("spec/validationActions", ["Audit", "Deny"], "changed", id="audits, too"),
        pytest.param("spec/evaluation", {"admission": {"enabled": True}, "mode": "Kubernetes"}, "", id="evaluates"),
        pytest.param("spec/evaluation", {"admission": {"enabled": False}}, "weaker", id="evaluates nothing"),
        pytest.param("spec/failurePolicy", "Ignore", "weaker", id="lets pass what it cannot judge"),
        pytest.param("spec/matchConstraints/resourceRules/0/operations", ["CREATE"], "weaker", id="new objects alone"),
        pytest.param("spec/matchConstraints/excludeResourceRules", [{"resources": ["pods"]}], "weaker", id="excludes"),
        pytest.param("spec/matchConditions", [{"name": "a", "expression": "false"}], "weaker", id="a condition"),
        pytest.param("spec/validations/0/expression", "true", "changed", id="another expression"),
        pytest.param("spec/validations", [], "weaker", id="no validation"),
    ],
)
def test_policies_in_cel(workspace, path, value, kind):
    found = workspace.compare({"p.yaml": CEL}, workspace.changed(CEL, path, value))

    assert [one.kind for one in found] == ([f"policies/{kind}"] if kind else [])


@pytest.mark.parametrize(
    ("path", "value", "kind"),
    [
        pytest.param("spec/exceptions/0/ruleNames/1", "signed", "weaker", id="a further rule"),
        pytest.param("spec/match/any/0/resources/namespaces/1", "shop", "weaker", id="a further namespace"),
        pytest.param("spec/match/any/0/resources/names", ["x"], "changed", id="fewer objects"),
        pytest.param(
            "spec/exceptions/1", {"policyName": "labels", "ruleNames": ["*"]}, "weaker", id="a further policy"
        ),
        pytest.param("spec/conditions", {"any": [{"key": "a"}]}, "changed", id="on a condition"),
    ],
)
def test_more_of_an_exception_is_weaker(workspace, path, value, kind):
    found = workspace.compare({"e.yaml": EXCEPTION}, workspace.changed(EXCEPTION, path, value))

    assert [one.kind for one in found] == [f"policies/{kind}"]


def test_an_exception_that_nobody_declared_is_weaker_where_it_names_a_declared_policy(workspace):
    live = workspace.changed(EXCEPTION, "spec/exceptions/0/policyName", "ima*")
    other = workspace.changed(EXCEPTION, "spec/exceptions/0/policyName", "other")
    other["metadata"]["name"] = "other"
    found = workspace.compare({"p.yaml": POLICY}, workspace.changed(POLICY, "spec/background", True), live, other)

    assert [(one.kind, one.address) for one in found] == [
        ("policies/weaker", "PolicyException/tools/debug"),
        ("policies/undeclared", "PolicyException/tools/other"),
    ]
    assert found[0].details["policies"] == ["images"]
    assert found[0].details["exception"] is True
    assert found[0].location.path == "live.json"


def test_who_changed_it(workspace):
    live = workspace.changed(POLICY, "spec/validationFailureAction", "Audit")
    fields = {"f:spec": {"f:validationFailureAction": {}, "f:rules": {}}}
    live["metadata"]["managedFields"] = [
        {"manager": "argocd-controller", "operation": "Apply", "time": "2026-10-01T00:00:00Z", "fieldsV1": fields},
        {
            "manager": "kubectl-edit",
            "operation": "Update",
            "time": "2026-11-02T10:00:00Z",
            "fieldsV1": {"f:spec": {"f:validationFailureAction": {}}},
        },
    ]
    (found,) = workspace.compare({"p.yaml": POLICY}, live)

    assert found.by == ("kubectl-edit", "human", "2026-11-02T10:00:00Z")
    assert found.message.endswith("; changed by kubectl-edit on 2026-11-02")


def test_data_of_a_secret_that_a_policy_makes_is_hidden(workspace):
    policy = """apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: pull}
spec:
  rules:
    - name: copy
      match: {any: [{resources: {kinds: [Namespace]}}]}
      generate:
        kind: Secret
        name: pull
        data:
          stringData: {token: swordfish}
"""
    live = workspace.changed(policy, "spec/rules/0/generate/data/stringData/token", "hunter2")
    (found,) = workspace.compare({"p.yaml": policy}, live)

    assert "swordfish" not in found.message
    assert "hunter2" not in found.message
    assert getattr(found.declared, "sensitive", False)
    assert getattr(found.actual, "sensitive", False)
