"""Gatekeeper's templates and constraints."""

from __future__ import annotations

import pytest

TEMPLATE = """apiVersion: templates.gatekeeper.sh/v1
kind: ConstraintTemplate
metadata:
  name: k8smustown
spec:
  crd:
    spec:
      names:
        kind: K8sMustOwn
      validation:
        openAPIV3Schema:
          type: object
          properties:
            label: {type: string, default: team}
            exemptImages: {type: array, items: {type: string}}
  targets:
    - target: admission.k8s.gatekeeper.sh
      rego: |
        package k8smustown
        violation[{"msg": "no owner"}] { not input.review.object.metadata.labels.team }
"""
CONSTRAINT = """apiVersion: constraints.gatekeeper.sh/v1beta1
kind: K8sMustOwn
metadata:
  name: own
spec:
  match:
    kinds:
      - apiGroups: [""]
        kinds: [Pod]
      - apiGroups: [apps]
        kinds: [Deployment]
    excludedNamespaces: [kube-system]
  parameters:
    exemptImages: [a/*]
"""
CONFIG = """apiVersion: config.gatekeeper.sh/v1alpha1
kind: Config
metadata:
  name: config
  namespace: gatekeeper-system
spec:
  match:
    - excludedNamespaces: [kube-system]
      processes: ["*"]
"""
FILES = {"t.yaml": TEMPLATE, "c.yaml": CONSTRAINT, "config.yaml": CONFIG}


def _live(workspace, **changes):
    texts = {"template": TEMPLATE, "constraint": CONSTRAINT, "config": CONFIG}
    same = {"template": "spec/crd/spec/names/kind", "constraint": "kind", "config": "kind"}
    keep = {"template": "K8sMustOwn", "constraint": "K8sMustOwn", "config": "Config"}
    return [workspace.changed(text, *changes.get(name, (same[name], keep[name]))) for name, text in texts.items()]


def test_what_gatekeeper_fills_in_is_no_difference(workspace):
    template, constraint, config = _live(workspace)
    template["spec"]["crd"]["spec"]["validation"]["legacySchema"] = False
    template["status"] = {"created": True}
    constraint["spec"]["enforcementAction"] = "deny"
    constraint["spec"]["parameters"]["label"] = "team"
    constraint["spec"]["match"]["kinds"].reverse()
    constraint["status"] = {"violations": [{"message": "x"}], "totalViolations": 1}

    assert workspace.compare(FILES, template, constraint, config) == []


def test_an_old_template_is_served_as_a_new_one(workspace):
    old = TEMPLATE.replace("gatekeeper.sh/v1", "gatekeeper.sh/v1beta1")
    template, constraint, config = _live(workspace)
    template["spec"]["crd"]["spec"]["validation"]["legacySchema"] = True

    assert workspace.compare({**FILES, "t.yaml": old}, template, constraint, config) == []


@pytest.mark.parametrize(
    ("what", "path", "value", "kind", "shown"),
    [
        pytest.param("constraint", "spec/enforcementAction", "dryrun", "weaker", "spec.enforcementAction", id="dryrun"),
        pytest.param("constraint", "spec/enforcementAction", "warn", "weaker", "spec.enforcementAction", id="warn"),
        pytest.param(
            "constraint", "spec/match/kinds/1", None, "weaker", "spec.match.kinds[1]", id="fewer kinds",
        ),
        pytest.param(
            "constraint", "spec/match/excludedNamespaces/1", "shop", "weaker", "spec.match.excludedNamespaces",
            id="a namespace is excluded",
        ),
        pytest.param(
            "constraint", "spec/match/excludedNamespaces", None, "changed", "spec.match.excludedNamespaces",
            id="no namespace is excluded",
        ),
        pytest.param("constraint", "spec/match/namespaces", ["a"], "weaker", "spec.match.namespaces", id="one"),
        pytest.param("constraint", "spec/match/scope", "Cluster", "weaker", "spec.match.scope", id="one scope"),
        pytest.param(
            "constraint", "spec/match/namespaceSelector",
            {"matchExpressions": [{"key": "a", "operator": "NotIn", "values": ["b"]}]},
            "weaker", "spec.match.namespaceSelector", id="a selector",
        ),
        pytest.param(
            "constraint", "spec/parameters/exemptImages/1", "b/*", "weaker", "spec.parameters.exemptImages", id="exempt"
        ),
        pytest.param("constraint", "spec/parameters/label", "x", "changed", "spec.parameters.label", id="parameter"),
        pytest.param(
            "template", "spec/targets/0/rego", "package k8smustown\n", "changed",
            "spec.targets[target=admission.k8s.gatekeeper.sh].rego", id="another program",
        ),
        pytest.param(
            "config", "spec/match/0/excludedNamespaces/1", "shop", "weaker", "spec.match[0].excludedNamespaces",
            id="Gatekeeper leaves a namespace alone",
        ),
        pytest.param(
            "config", "spec/match/1", {"excludedNamespaces": ["shop"]}, "weaker", "spec.match[1]", id="and another"
        ),
    ],
)  # fmt: skip
def test_one_change_is_one_fact(workspace, what, path, value, kind, shown):
    found = workspace.compare(FILES, *_live(workspace, **{what: (path, value)}))

    assert [(one.kind, one.path) for one in found] == [(f"policies/{kind}", shown)]
    assert found[0].details["engine"] == "gatekeeper"


def test_a_further_excluded_value_of_a_selector_is_weaker(workspace):
    selector = {"matchExpressions": [{"key": "a", "operator": "NotIn", "values": ["b"]}]}
    declared = CONSTRAINT + "# \n"
    text = declared.replace(
        "    excludedNamespaces: [kube-system]",
        "    namespaceSelector: {matchExpressions: [{key: a, operator: NotIn, values: [b]}]}",
    )
    template, live, config = _live(workspace)
    live["spec"]["match"] = {"kinds": live["spec"]["match"]["kinds"], "namespaceSelector": selector}

    assert workspace.compare({**FILES, "c.yaml": text}, template, live, config) == []

    selector["matchExpressions"][0]["values"] = ["b", "c"]
    (found,) = workspace.compare({**FILES, "c.yaml": text}, template, live, config)

    assert found.kind == "policies/weaker"
    assert found.path == "spec.match.namespaceSelector.matchExpressions[key=a,operator=NotIn].values"


def test_without_its_template_a_constraint_is_missing_and_not_untold(workspace):
    other = workspace.changed(TEMPLATE, "metadata/name", "other")
    found = workspace.compare({"c.yaml": CONSTRAINT}, other)

    assert [(one.kind, one.address) for one in found] == [("policies/missing", "K8sMustOwn/own")]
    assert found[0].details["action"] == "deny"
