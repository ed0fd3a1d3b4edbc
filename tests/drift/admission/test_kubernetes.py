"""Kubernetes' own: policies with bindings, webhooks of engines, Pod Security; and Kubewarden."""

from __future__ import annotations

import pytest

POLICY = """apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: replicas
spec:
  matchConstraints:
    resourceRules:
      - apiGroups: [apps]
        apiVersions: [v1]
        operations: [CREATE]
        resources: [deployments]
  validations:
    - expression: object.spec.replicas < 9
"""
BINDING = """apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: replicas
spec:
  policyName: replicas
  validationActions: [Deny]
  matchResources:
    namespaceSelector:
      matchLabels: {tier: web}
"""
WEBHOOK = """apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata:
  name: gatekeeper-validating-webhook-configuration
webhooks:
  - name: validation.gatekeeper.sh
    admissionReviewVersions: [v1]
    sideEffects: None
    clientConfig:
      service: {name: gatekeeper-webhook-service, namespace: gatekeeper-system, path: /v1/admit}
    failurePolicy: Fail
    namespaceSelector:
      matchExpressions:
        - {key: admission.gatekeeper.sh/ignore, operator: DoesNotExist}
    rules:
      - {apiGroups: ["*"], apiVersions: ["*"], operations: [CREATE, UPDATE], resources: ["*"]}
"""
WARDEN = """apiVersion: policies.kubewarden.io/v1
kind: ClusterAdmissionPolicy
metadata:
  name: privileged
spec:
  module: registry://ghcr.io/kubewarden/policies/pod-privileged:v0.3.2
  rules:
    - {apiGroups: [""], apiVersions: [v1], resources: [pods], operations: [CREATE]}
  mutating: false
"""
NAMESPACE = """apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: restricted
"""
_LEVEL = "metadata/labels/pod-security.kubernetes.io~enforce"


def _filled(workspace, text):
    live = workspace.changed(text, "kind", text.split("kind: ")[1].split("\n")[0])
    spec = live.get("spec", {})
    for name in ("matchConstraints", "matchResources"):
        if name in spec:
            spec[name] |= {"matchPolicy": "Equivalent", "objectSelector": {}}
            spec[name].setdefault("namespaceSelector", {})
            for rule in spec[name].get("resourceRules", ()):
                rule["scope"] = "*"
    for webhook in live.get("webhooks", ()):
        webhook |= {"matchPolicy": "Equivalent", "objectSelector": {}, "timeoutSeconds": 10}
        webhook["clientConfig"]["caBundle"] = "Q0E="
        webhook["clientConfig"]["service"]["port"] = 443
        webhook["rules"][0]["scope"] = "*"
    if live["kind"] == "ClusterAdmissionPolicy":
        spec |= {"mode": "protect", "policyServer": "default", "timeoutSeconds": 10, "backgroundAudit": True}
        spec |= {"failurePolicy": "Fail", "matchPolicy": "Equivalent"}
    if live["kind"] == "ValidatingAdmissionPolicy":
        spec["failurePolicy"] = "Fail"
    return live


@pytest.mark.parametrize("text", [POLICY, BINDING, WEBHOOK, WARDEN, NAMESPACE])
def test_what_is_filled_in_is_no_difference(workspace, text):
    assert workspace.compare({"p.yaml": text}, _filled(workspace, text)) == []


@pytest.mark.parametrize(
    ("text", "path", "value", "kind"),
    [
        pytest.param(BINDING, "spec/validationActions", ["Warn", "Audit"], "weaker", id="warns"),
        pytest.param(BINDING, "spec/validationActions", ["Deny", "Audit"], "changed", id="audits, too"),
        pytest.param(BINDING, "spec/matchResources/namespaceSelector/matchLabels/a", "b", "weaker", id="fewer"),
        pytest.param(BINDING, "spec/matchResources/namespaceSelector/matchLabels/tier", "x", "weaker", id="others"),
        pytest.param(BINDING, "spec/matchResources/namespaceSelector/matchLabels", None, "changed", id="all"),
        pytest.param(BINDING, "spec/policyName", "other", "changed", id="another policy"),
        pytest.param(POLICY, "spec/failurePolicy", "Ignore", "weaker", id="ignores failures"),
        pytest.param(POLICY, "spec/validations/0/expression", "true", "changed", id="another expression"),
        pytest.param(POLICY, "spec/matchConstraints/resourceRules/0/scope", "Cluster", "weaker", id="scope"),
        pytest.param(
            WEBHOOK, "webhooks/0/namespaceSelector/matchExpressions/1",
            {"key": "kubernetes.io/metadata.name", "operator": "NotIn", "values": ["shop"]}, "weaker", id="left out",
        ),
        pytest.param(WEBHOOK, "webhooks/0/failurePolicy", "Ignore", "weaker", id="webhook ignores failures"),
        pytest.param(WEBHOOK, "webhooks/0/rules/0/operations", ["CREATE"], "weaker", id="fewer operations"),
        pytest.param(WEBHOOK, "webhooks/0/timeoutSeconds", 3, "changed", id="another timeout"),
        pytest.param(WARDEN, "spec/mode", "monitor", "weaker", id="monitors"),
        pytest.param(WARDEN, "spec/module", "registry://ghcr.io/x:v9", "changed", id="another module"),
        pytest.param(WARDEN, "spec/rules/0/operations/1", "UPDATE", "changed", id="more operations"),
        pytest.param(NAMESPACE, _LEVEL, "baseline", "weaker", id="a lower level"),
        pytest.param(NAMESPACE, _LEVEL, "privileged", "weaker", id="the lowest level"),
        pytest.param(NAMESPACE, _LEVEL, None, "missing", id="no level"),
        pytest.param(NAMESPACE, f"{_LEVEL}-version", "v1.24", "changed", id="an old version"),
        pytest.param(NAMESPACE.replace("restricted", "baseline"), _LEVEL, "restricted", "changed", id="a higher level"),
    ],
)  # fmt: skip
def test_one_change_is_one_fact(workspace, text, path, value, kind):
    live = _filled(workspace, text)
    workspace.change(live, path, value)
    found = workspace.compare({"p.yaml": text}, live)

    assert [one.kind for one in found] == [f"policies/{kind}"]


def test_a_level_that_nobody_declared(workspace):
    plain = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n"
    level = workspace.changed(NAMESPACE, "kind", "Namespace")
    (found,) = workspace.compare({"n.yaml": plain}, level)

    assert found.kind == "policies/undeclared"
    assert found.actual == "restricted"

    nothing = workspace.changed(NAMESPACE, "kind", "Namespace")
    workspace.change(nothing, _LEVEL, "privileged")

    assert workspace.compare({"n.yaml": plain}, nothing) == []
    assert workspace.compare({"n.yaml": plain}) == []


def test_a_webhook_of_nobody_we_know_is_no_policy(workspace):
    mine = WEBHOOK.replace("gatekeeper", "cert-manager")
    live = workspace.changed(mine, "webhooks/0/failurePolicy", "Ignore")

    assert workspace.compare({"w.yaml": mine}, live) == []


def test_what_an_engine_or_an_add_on_makes_is_not_undeclared(workspace):
    def policy(name, **metadata):
        live = _filled(workspace, POLICY)
        live["metadata"] = {"name": name, **metadata}
        return live

    found = workspace.compare(
        {"p.yaml": POLICY},
        _filled(workspace, POLICY),
        policy("cpol-x", labels={"app.kubernetes.io/managed-by": "kyverno"}),
        policy("gatekeeper-y", ownerReferences=[{"kind": "ConstraintTemplate", "name": "y"}]),
        policy("safe-upgrades.gateway.networking.k8s.io"),
        policy("aks-managed", labels={"kubernetes.azure.com/managedby": "aks"}),
        policy("by-hand"),
    )

    assert [(one.kind, one.address) for one in found] == [("policies/undeclared", "ValidatingAdmissionPolicy/by-hand")]


def test_an_engines_webhooks_that_were_led_away(workspace):
    text = """\
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: policies}
webhooks:
- name: all.example.com
  clientConfig: {service: {name: kyverno-svc, namespace: kyverno}}
"""
    path = "webhooks/0/clientConfig/service/name"
    (found,) = workspace.compare({"a.yaml": text}, workspace.changed(text, path, "nobody"))

    assert (found.kind, found.actual) == ("policies/changed", "nobody")


def test_that_a_namespace_is_not_there_is_no_matter_of_policies(workspace):
    labels = "{pod-security.kubernetes.io/enforce: restricted}"
    text = f"apiVersion: v1\nkind: Namespace\nmetadata: {{name: a, labels: {labels}}}\n"

    assert not workspace.compare({"a.yaml": text}, {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "b"}})
