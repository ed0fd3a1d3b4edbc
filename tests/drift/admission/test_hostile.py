"""Whatever stands in a snapshot: nothing crashes, and nothing takes long."""

from __future__ import annotations

import copy
import json
import random

import pytest

from trueline.drift import admission
from trueline.drift.declared import Enforced

POLICY = """apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: images
spec:
  validationFailureAction: Enforce
  validationFailureActionOverrides: [{action: Audit, namespaces: [a]}]
  rules:
    - name: tag
      match: {any: [{resources: {kinds: [Pod]}}]}
      exclude: {any: [{resources: {namespaces: [a]}}]}
      validate: {message: m, pattern: {spec: {a: b}}}
"""
CONSTRAINT = """apiVersion: constraints.gatekeeper.sh/v1beta1
kind: K8sMustOwn
metadata: {name: own}
spec:
  match: {kinds: [{apiGroups: [""], kinds: [Pod]}]}
  parameters: {a: [{b: c}]}
"""
TEMPLATE = """apiVersion: templates.gatekeeper.sh/v1
kind: ConstraintTemplate
metadata: {name: k8smustown}
spec:
  crd: {spec: {names: {kind: K8sMustOwn}, validation: {openAPIV3Schema: {properties: {a: {default: [1]}}}}}}
  targets: [{target: admission.k8s.gatekeeper.sh, rego: package a}]
"""
WEBHOOK = """apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: kyverno-x}
webhooks: [{name: a, clientConfig: {service: {name: kyverno-svc}}, rules: [{operations: [CREATE]}]}]
"""
EXCEPTION = """apiVersion: kyverno.io/v2
kind: PolicyException
metadata: {name: e, namespace: n}
spec: {exceptions: [{policyName: images, ruleNames: ["*"]}]}
"""
NAMESPACE = """apiVersion: v1
kind: Namespace
metadata: {name: n, labels: {pod-security.kubernetes.io/enforce: baseline}}
"""
FILES = {
    "p.yaml": POLICY, "c.yaml": CONSTRAINT, "t.yaml": TEMPLATE, "w.yaml": WEBHOOK, "n.yaml": NAMESPACE,
    "e.yaml": EXCEPTION,
}  # fmt: skip
_JUNK = [
    None,
    0,
    -1,
    True,
    "",
    "x",
    "\x1b[31m\u202e",
    [],
    {},
    [[]],
    [{}],
    {"name": []},
    {"": {"": ""}},
    ["a", {}],
]


def _objects(workspace):
    return [workspace.changed(text, "apiVersion", text.split("\n")[0].split(": ")[1]) for text in FILES.values()]


def _places(value, path=()):
    yield path
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        yield from _places(member, (*path, key))


def _mangled(objects, path, junk):
    found = copy.deepcopy(objects)
    holder = found
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = junk
    return found


def test_wrong_types_anywhere(workspace):
    objects = _objects(workspace)
    declared = workspace.declared(FILES)
    declared.rules = {"container-privileged": Enforced("hard")}
    pick = random.Random(7)
    for path in [path for path in _places(objects) if path]:
        for junk in pick.sample(_JUNK, 4):
            text = json.dumps({"apiVersion": "v1", "kind": "List", "items": _mangled(objects, path, junk)})
            detected = admission.compare(workspace.snapshot(text=text), declared)
            for one in detected.drifts:
                assert one.message.isprintable()
                assert one.location.path


@pytest.mark.parametrize("name", ["read", "unread", "items"])
@pytest.mark.parametrize(
    "junk", [None, 1, "x", {}, [1, None, {"kind": 3}, {"kind": "/"}, {"kind": "v1/Namespace", "namespace": 3}]]
)
def test_a_mangled_envelope(workspace, name, junk):
    text = json.dumps({"trueline_snapshot": 1, "kind": "kubernetes", "items": [], name: junk})

    assert workspace.compare(FILES, text=text)


@pytest.mark.parametrize("name", list(FILES))
def test_wrong_types_in_what_is_declared(workspace, name):
    import yaml

    objects = _objects(workspace)
    pick = random.Random(3)
    for path in [path for path in _places(yaml.safe_load(FILES[name])) if path]:
        text = json.dumps(_mangled(yaml.safe_load(FILES[name]), path, pick.choice(_JUNK[:3] + _JUNK[4:])))
        workspace.compare({**FILES, name: text}, *objects)


def test_deep_nesting_is_said_and_not_followed(workspace):
    deep: object = "x"
    for _ in range(120):
        deep = {"a": deep}
    live = workspace.changed(POLICY, "spec/rules/0/validate/pattern", deep)
    found = workspace.compare({"p.yaml": POLICY}, live)

    assert [(one.kind, one.details["reason"]) for one in found] == [("snapshot/unchecked", "it is nested too deeply")]


def test_many_policies_and_rules_take_no_time(workspace):
    rules = [{"name": f"r{number}", "match": {"any": [{"resources": {"kinds": ["Pod"]}}]}} for number in range(1000)]
    live = workspace.changed(POLICY, "spec/rules", rules)
    twins = workspace.changed(POLICY, "spec/rules/0/exclude/any", [{"resources": {"namespaces": ["a"]}}] * 5000)
    twins["metadata"]["name"] = "twins"
    twin = POLICY.replace("name: images", "name: twins")
    found = workspace.compare({"p.yaml": POLICY, "t.yaml": twin}, live, twins)

    assert len(found) == 1 + 1000 + 4999
