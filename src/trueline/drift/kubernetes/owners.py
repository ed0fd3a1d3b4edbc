"""Who changed a field: what ``metadata.managedFields`` says, and which managers are people.

https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management: a tree of ``f:name``,
``k:{"key": "value"}`` (an element by its merge key), ``v:value`` (an element of a set) and ``i:0``; an empty one is a
leaf, ``.`` stands for the node itself.
"""

from __future__ import annotations

import json
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from trueline.drift.kubernetes.shape import union
from trueline.model.drift import Actor
from trueline.values.glob import GlobError, matches_glob
from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from trueline.model.drift import Role
    from trueline.model.drift_settings import DriftSettings
    from trueline.model.location import Path

Tree: TypeAlias = "Mapping[str, object]"

_PIPELINES: Final = union(
    "kubectl-client-side-apply kubectl-last-applied kubectl-create kubectl-replace kubectl-apply argocd*",
    "kustomize-controller helm-controller flux flux-* gotk-* source-controller helm Helm helm-* terraform*",
    "Terraform* HashiCorp* opentofu* tofu pulumi* ansible* Ansible* kapp kapp-controller kluctl* kpt* skaffold*",
    "tilt* werf* nelm fleet* fleetagent configsync* config-sync* configmanagement* agentk gitlab-agent* jenkins*",
    "spinnaker* clouddriver* timoni* cdk8s* octopus* trueline*",
)
_HUMANS: Final = union(
    "kubectl-* kubectl Mozilla* k9s* lens* Lens* openlens* freelens* OpenLens* node-fetch* headlamp* Headlamp*",
    "octant* dashboard* kubernetes-dashboard* oc oc-* curl* Safari* Chrome* PostmanRuntime* insomnia*",
    "rancher-desktop* aptakube* kubenav* monokle* seabird* kubeui* console bridge",
)
_CONTROLLERS: Final = union(
    "kube-controller-manager kube-scheduler kubelet kube-apiserver kube-proxy cloud-controller-manager",
    "aws-cloud-controller-manager azure-cloud-controller-manager gke-* glbc ingress-gce* k8s_* hpa",
    "horizontal-pod-* vpa-* keda* cluster-autoscaler karpenter* istiod pilot-discovery istio* linkerd* consul*",
    "envoy* cert-manager* cainjector kyverno* gatekeeper* external-dns external-secrets* sealed-secrets*",
    "nginx-ingress* traefik* contour* haproxy-ingress* vault-k8s* reloader* Reloader* argo-rollouts*",
    "rollouts-controller* flagger* velero* descheduler* calico* cilium* flannel* antrea* kube-vip* metallb*",
    "controller speaker manager operator webhook olm catalog openshift-* cluster-policy-controller",
    "cluster-*-operator admissionsenforcer addon-manager kube-addon-manager prometheus-operator",
    "PrometheusOperator csi-* snapshot-controller node-problem-detector service-ca* eks* aks-* crossplane*",
    "knative* activator autoscaler tekton* *-controller *-controllers *-controller-manager *-operator *-webhook",
    "*-injector *-autoscaler *_controller *_operator",
)
_BY_ROLE: Final[Mapping[Role, Collection[str]]] = {
    "pipeline": _PIPELINES, "human": _HUMANS, "controller": _CONTROLLERS,
}  # fmt: skip
_MOST: Final = 30
_MOST_SCANNED: Final = 64


class Manager(NamedTuple):
    """One entry of ``managedFields``: who, and the tree of the fields that are theirs."""

    actor: Actor
    tree: Tree


class Managers:
    """Everybody who set fields of one object."""

    def __init__(self, live: Mapping[str, object], settings: DriftSettings) -> None:
        self._live = live
        entries = find(live, ("metadata", "managedFields"))
        known = entries[:_MOST] if isinstance(entries, list) else []
        self.all = [found for entry in known for found in _manager(entry, settings)]
        self._known: dict[Path, Actor | None] = {}

    @property
    def humans(self) -> Tree:
        """What people own, as one tree."""
        merged: dict[str, object] = {}
        for manager in self.all:
            if manager.actor.role == "human":
                _merge(merged, manager.tree)
        return merged

    def of(self, path: Path) -> Actor | None:
        """Return who set the value at ``path`` of the object that is there; people before others, the last one."""
        if path not in self._known:
            found = [manager.actor for manager in self.all if _owns(manager.tree, self._live, path)]
            self._known[path] = max(found, key=lambda actor: (actor.role == "human", actor.at), default=None)
        return self._known[path]

    def first(self) -> Actor | None:
        """Return who set something first: whoever made the object, as far as that can be told.

        What nobody declares no pipeline brings out with ``kubectl create``: that is somebody's own command.
        """
        found = min((manager.actor for manager in self.all), key=lambda actor: actor.at or "~", default=None)
        return found._replace(role="human") if found is not None and found.name == "kubectl-create" else found


def role_of(name: str, settings: DriftSettings, operation: str = "Update") -> Role:
    """Return whose name that of a field manager is; the team's own names come first."""
    if _is_one_of(name, settings.managers):
        return "pipeline"
    if _is_one_of(name, settings.controllers):
        return "controller"
    if name == "kubectl" and operation == "Apply":  # kubectl apply --server-side
        return "pipeline"
    return _known_role(name)


@lru_cache(maxsize=1024)
def _known_role(name: str) -> Role:
    return next((role for role, patterns in _BY_ROLE.items() if _is_one_of(name, patterns)), "unknown")


def element_of(tree: Tree, element: object, number: int = -1) -> Tree | None:
    """Return the tree of an element of a list; None where it is nobody's there."""
    for step in (f"i:{number}", _spelled(tree, element)):
        found = tree.get(step)
        if isinstance(found, dict):
            return found
    if len(tree) > _MOST_SCANNED:
        return None
    return next((inner for step, inner in tree.items() if isinstance(inner, dict) and _means(step, element)), None)


def _spelled(tree: Tree, element: object) -> str:
    """Return the step to an element as the API server spells it, with the keys of the first one in the tree."""
    if not isinstance(element, dict):
        return f"v:{_encoded(element)}"
    first = next((step for step in islice(tree, _MOST_SCANNED) if step.startswith("k:")), "")
    keys = _decoded(first[2:])
    return f"k:{_encoded({key: element.get(key) for key in sorted(keys)})}" if isinstance(keys, dict) else ""


def _manager(entry: object, settings: DriftSettings) -> Iterator[Manager]:
    name, tree = find(entry, ("manager",)), find(entry, ("fieldsV1",))
    if not isinstance(name, str) or not isinstance(tree, dict) or find(entry, ("subresource",)) == "status":
        return
    at, operation = find(entry, ("time",)), find(entry, ("operation",))
    role = role_of(name, settings, operation if isinstance(operation, str) else "Update")
    yield Manager(Actor(name, role, at if isinstance(at, str) else ""), tree)


def _owns(tree: Tree, live: object, path: Path) -> bool:
    """Tell whether a tree has ``path``, or owns what it is in as a whole."""
    current: Tree | None = tree
    value = live
    for step in path:
        if not current:
            return True
        if isinstance(step, str):
            inner = current.get(f"f:{step}")
            current = inner if isinstance(inner, dict) else None
        else:
            current = element_of(current, find(value, (step,)), step)
        value = find(value, (step,))
        if current is None:
            return False
    return True


def _means(step: str, element: object) -> bool:
    sign, _, text = step.partition(":")
    if sign not in ("k", "v"):
        return False
    wanted = _decoded(text)
    if sign == "v":
        return wanted == element and isinstance(wanted, bool) == isinstance(element, bool)
    if not isinstance(wanted, dict) or not isinstance(element, dict) or not wanted:
        return False
    return all(element.get(key) == value for key, value in wanted.items())


def _encoded(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


@lru_cache(maxsize=8192)
def _decoded(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _merge(merged: dict[str, object], tree: Tree) -> None:
    waiting = [(merged, tree)]
    while waiting:
        target, source = waiting.pop()
        for step, inner in source.items():
            known = target.setdefault(step, {})
            if isinstance(inner, dict) and isinstance(known, dict):
                waiting.append((known, inner))


def _is_one_of(name: str, patterns: Collection[str]) -> bool:
    return any(name == pattern or ("*" in pattern and _fits(name, pattern)) for pattern in patterns)


def _fits(name: str, pattern: str) -> bool:
    try:
        return matches_glob(name, pattern)
    except GlobError:
        return False
