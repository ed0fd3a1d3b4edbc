"""What Kubernetes objects refer to."""

from __future__ import annotations

import pytest

from trueline.dialects.kubernetes import resources
from trueline.dialects.kubernetes.relations import refer
from trueline.dialects.kubernetes.selector import is_selected
from trueline.model.document import Source
from trueline.model.resource import Resource
from trueline.parsers import yaml

TREE = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web, tier: front}}
    spec:
      serviceAccountName: runner
      priorityClassName: high
      imagePullSecrets: [{name: pull}]
      initContainers:
      - envFrom: [{configMapRef: {name: settings}}, {secretRef: {name: keys}}]
      containers:
      - env:
        - {name: A, valueFrom: {secretKeyRef: {name: db, key: p}}}
        - {name: B, valueFrom: {configMapKeyRef: {name: flags, key: q}}}
        - {name: C, value: c}
      volumes:
      - {name: v, configMap: {name: files}}
      - {name: w, secret: {secretName: cert}}
      - {name: x, persistentVolumeClaim: {claimName: data}}
      - {name: y, projected: {sources: [{configMap: {name: p1}}, {secret: {name: p2}}]}}
      - {name: z, emptyDir: {}}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}}
---
apiVersion: v1
kind: Service
metadata: {name: elsewhere, namespace: stage}
spec: {selector: {app: web}}
---
apiVersion: v1
kind: Service
metadata: {name: anywhere}
spec: {selector: {app: web}}
---
apiVersion: v1
kind: Service
metadata: {name: first, namespace: shop}
spec: {selector: {statefulset.kubernetes.io/pod-name: db-0, controller-revision-hash: a}}
---
apiVersion: v1
kind: Service
metadata: {name: of-another, namespace: shop}
spec: {selector: {statefulset.kubernetes.io/pod-name: cache-0}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: front, namespace: shop}
spec: {podSelector: {matchExpressions: [{key: tier, operator: In, values: [front, back]}]}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: all, namespace: shop}
spec: {selector: {}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: shop}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  ingressClassName: nginx
  tls: [{hosts: [a], secretName: tls}]
  defaultBackend: {service: {name: fallback}}
  rules: [{http: {paths: [{backend: {service: {name: web}}}, {backend: {serviceName: old}}]}}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: b, namespace: shop}
roleRef: {kind: ClusterRole, name: admin}
subjects: [{kind: ServiceAccount, name: runner, namespace: ops}, {kind: User, name: joe}]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: shop, ownerReferences: [{kind: Database, name: main}]}
spec:
  serviceName: db
  template: {metadata: {labels: {app: db}}, spec: {containers: [{name: db}]}}
  volumeClaimTemplates: [{spec: {storageClassName: fast}}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r, namespace: shop}
spec:
  parentRefs: [{name: gate, namespace: infra}]
  rules: [{backendRefs: [{name: web, port: 80}]}]
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: m, namespace: monitoring}
spec: {selector: {matchLabels: {team: shop}}}
---
apiVersion: v1
kind: Service
metadata: {name: measured, namespace: shop, labels: {team: shop}}
"""


@pytest.fixture(scope="module")
def tree():
    documents = yaml.parse(Source("a.yaml", TREE.encode())).documents
    return {resource.address: resource for document in documents for resource in resources(document)}


@pytest.mark.parametrize(
    ("address", "relation", "expected"),
    [
        pytest.param("Deployment/shop/web", "serviceAccountName", {"ServiceAccount/shop/runner"}, id="account"),
        pytest.param("Deployment/shop/web", "priorityClassName", {"PriorityClass/high"}, id="priority"),
        pytest.param("Deployment/shop/web", "imagePullSecrets", {"Secret/shop/pull"}, id="pull secret"),
        pytest.param("Deployment/shop/web", "envFrom", {"ConfigMap/shop/settings", "Secret/shop/keys"}, id="envFrom"),
        pytest.param("Deployment/shop/web", "env", {"Secret/shop/db", "ConfigMap/shop/flags"}, id="env"),
        pytest.param(
            "Deployment/shop/web", "volumes",
            {"ConfigMap/shop/files", "Secret/shop/cert", "PersistentVolumeClaim/shop/data", "ConfigMap/shop/p1",
             "Secret/shop/p2"},
            id="volumes",
        ),
        pytest.param("Deployment/shop/web", "namespace", {"Namespace/shop"}, id="namespace"),
        pytest.param("HorizontalPodAutoscaler/shop/web", "scaleTargetRef", {"Deployment/shop/web"}, id="scaling"),
        pytest.param(
            "Ingress/web", "backends",
            {f"Service{ns}/{name}" for ns in ("", "/default") for name in ("web", "fallback", "old")},
            id="backends, in the namespace that is meant when none is named",
        ),
        pytest.param("Ingress/web", "tls", {"Secret/tls", "Secret/default/tls"}, id="tls"),
        pytest.param("Ingress/web", "ingressClassName", {"IngressClass/nginx"}, id="ingress class"),
        pytest.param("RoleBinding/shop/b", "roleRef", {"ClusterRole/admin"}, id="role"),
        pytest.param("RoleBinding/shop/b", "subjects", {"ServiceAccount/ops/runner", "User/shop/joe"}, id="subjects"),
        pytest.param("StatefulSet/shop/db", "serviceName", {"Service/shop/db"}, id="service of a set"),
        pytest.param("StatefulSet/shop/db", "storageClassName", {"StorageClass/fast"}, id="storage class"),
        pytest.param("StatefulSet/shop/db", "ownerReferences", {"Database/shop/main"}, id="owner"),
        pytest.param("HTTPRoute/shop/r", "parentRefs", {"Gateway/infra/gate"}, id="gateway"),
        pytest.param("HTTPRoute/shop/r", "backendRefs", {"Service/shop/web"}, id="route's backend"),
        pytest.param("Service/shop/web", "volumes", set(), id="what does not apply"),
        pytest.param("Service/shop/web", "no-relation", set(), id="no such relation"),
    ],
)  # fmt: skip
def test_refers_by_address(tree, address, relation, expected):
    assert tree[address].refer(relation).addresses == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        pytest.param("Service/shop/web", ["Deployment/shop/web"], id="service"),
        pytest.param("Service/stage/elsewhere", [], id="another namespace"),
        pytest.param("Service/anywhere", ["Deployment/shop/web"], id="whoever applies it says where to"),
        pytest.param("Service/shop/first", ["StatefulSet/shop/db"], id="labels that the controller adds"),
        pytest.param("Service/shop/of-another", [], id="a label that the controller of another set adds"),
        pytest.param("Deployment/shop/web", ["Deployment/shop/web"], id="its own pods"),
        pytest.param("NetworkPolicy/shop/front", ["Deployment/shop/web"], id="network policy"),
        pytest.param(
            "PodDisruptionBudget/shop/all",
            ["Deployment/shop/web", "StatefulSet/shop/db"],
            id="an empty selector means all",
        ),
        pytest.param("ServiceMonitor/monitoring/m", ["Service/shop/measured"], id="monitor of services"),
    ],
)
def test_selects(tree, address, expected):
    references = tree[address].refer("selector")

    assert [found for found, resource in tree.items() if references.matches(resource)] == expected


@pytest.mark.parametrize(
    ("address", "relation", "candidate", "expected"),
    [
        pytest.param("Ingress/web", "backends", "Service/shop/web", True, id="no namespace is named here"),
        pytest.param("StatefulSet/shop/db", "serviceName", "Service/db", True, id="no namespace is named there"),
        pytest.param("StatefulSet/shop/db", "serviceName", "Service/db#2", True, id="the second of that name"),
        pytest.param("StatefulSet/shop/db", "serviceName", "Service/stage/db", False, id="another namespace"),
        pytest.param("StatefulSet/shop/db", "serviceName", "Service/cache", False, id="another name"),
        pytest.param("StatefulSet/shop/db", "serviceName", "Deployment/db", False, id="another kind"),
    ],
)
def test_where_no_namespace_is_named_whoever_applies_it_says_where_to(tree, address, relation, candidate, expected):
    other = Resource(kind="", address=candidate, name="", value={}, locate=tree[address].locate, source="")

    assert tree[address].refer(relation).matches(other) is expected


@pytest.mark.parametrize("address", ["NetworkPolicy/shop/front", "Service/shop/web", "ServiceMonitor/monitoring/m"])
def test_selects_the_same_once_it_was_handed_on(tree, address):
    resource = tree[address]
    again = refer(resource.value, resource.kind, resource.families, "selector")
    expected = [found for found, other in tree.items() if resource.refer("selector").matches(other)]

    assert [found for found, other in tree.items() if again.matches(other)] == expected != []


def test_selects_nothing_without_a_selector(tree):
    assert tree["Service/shop/measured"].refer("selector").matches is None


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        pytest.param({}, True, id="empty"),
        pytest.param({"matchLabels": {"a": "1"}}, True, id="equal as text"),
        pytest.param({"matchLabels": {"a": "2"}}, False, id="another value"),
        pytest.param({"matchLabels": {"b": "1"}}, False, id="no such label"),
        pytest.param({"matchLabels": {"on": "true"}}, True, id="boolean as text"),
        pytest.param({"matchExpressions": [{"key": "a", "operator": "Exists"}]}, True, id="exists"),
        pytest.param({"matchExpressions": [{"key": "a", "operator": "DoesNotExist"}]}, False, id="does not exist"),
        pytest.param({"matchExpressions": [{"key": "z", "operator": "NotIn", "values": ["1"]}]}, True, id="not in"),
        pytest.param({"matchExpressions": [{"key": "a", "operator": "NotIn", "values": ["1"]}]}, False, id="is in"),
        pytest.param(
            {"matchExpressions": [{"key": "a", "operator": "Like", "values": ["1"]}]}, False, id="no operator"
        ),
        pytest.param({"matchExpressions": ["a"]}, False, id="no expression"),
    ],
)
def test_tells_whether_labels_are_selected(selector, expected):
    assert is_selected({"a": 1, "on": True}, selector) is expected


@pytest.mark.parametrize(
    "spec", ["[1]", "text", "{selector: [a]}", "{template: {spec: {volumes: x, containers: [1, [2]]}}}"]
)
def test_survives_any_shape(spec):
    text = f"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: a}}\nspec: {spec}\nsubjects: 1\nroleRef: [a]\n"
    (resource,) = resources(yaml.parse(Source("a.yaml", text.encode())).documents[0])
    from trueline.dialects.kubernetes.relations import RELATIONS

    assert [resource.refer(name).addresses for name in RELATIONS] == [frozenset()] * len(RELATIONS)
