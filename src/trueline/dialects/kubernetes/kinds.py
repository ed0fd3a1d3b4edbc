"""What Kubernetes itself defines: which kinds, in which API groups, and where their pod templates are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.model.location import Path

WORKLOAD: Final = "kubernetes/workload"

_TEMPLATE: Final[Path] = ("spec", "template")
_TEMPLATES: Final[dict[str, Path]] = {
    "CronJob": ("spec", "jobTemplate", "spec", "template"),
    "DaemonSet": _TEMPLATE,
    "Deployment": _TEMPLATE,
    "Job": _TEMPLATE,
    "Pod": (),
    "PodTemplate": ("template",),
    "ReplicaSet": _TEMPLATE,
    "ReplicationController": _TEMPLATE,
    "Rollout": _TEMPLATE,
    "StatefulSet": _TEMPLATE,
}

# group → kinds, from the API reference of Kubernetes 1.32; "extensions" and "policy" with what older clusters served
_GROUPS: Final[dict[str, str]] = {
    "": "Binding ConfigMap Endpoints Event LimitRange List Namespace Node PersistentVolume PersistentVolumeClaim Pod"
    " PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount",
    "admissionregistration.k8s.io": "MutatingWebhookConfiguration ValidatingAdmissionPolicy"
    " ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration",
    "apiextensions.k8s.io": "CustomResourceDefinition",
    "apiregistration.k8s.io": "APIService",
    "apps": "ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet",
    "autoscaling": "HorizontalPodAutoscaler",
    "batch": "CronJob Job",
    "certificates.k8s.io": "CertificateSigningRequest ClusterTrustBundle",
    "coordination.k8s.io": "Lease",
    "discovery.k8s.io": "EndpointSlice",
    "events.k8s.io": "Event",
    "extensions": "DaemonSet Deployment Ingress NetworkPolicy PodSecurityPolicy ReplicaSet",
    "flowcontrol.apiserver.k8s.io": "FlowSchema PriorityLevelConfiguration",
    "networking.k8s.io": "Ingress IngressClass NetworkPolicy",
    "node.k8s.io": "RuntimeClass",
    "policy": "Eviction PodDisruptionBudget PodSecurityPolicy",
    "rbac.authorization.k8s.io": "ClusterRole ClusterRoleBinding Role RoleBinding",
    "scheduling.k8s.io": "PriorityClass",
    "storage.k8s.io": "CSIDriver CSINode CSIStorageCapacity StorageClass VolumeAttachment",
}
_KINDS: Final = {group: frozenset(kinds.split()) for group, kinds in _GROUPS.items()}
_BUILT_IN: Final = frozenset[str]().union(*_KINDS.values())

_NO_NAMESPACE: Final = (
    "APIService CSIDriver CSINode CertificateSigningRequest ClusterIssuer ClusterPolicy ClusterRole ClusterRoleBinding"
    " ClusterTrustBundle ComponentStatus CustomResourceDefinition FlowSchema GatewayClass IngressClass"
    " CiliumClusterwideNetworkPolicy"
    " MutatingAdmissionPolicy MutatingAdmissionPolicyBinding MutatingWebhookConfiguration Namespace Node"
    " PersistentVolume PodSecurityPolicy PriorityClass PriorityLevelConfiguration RuntimeClass StorageClass"
    " ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration VolumeAttachment"
)
CLUSTER_WIDE: Final = frozenset(_NO_NAMESPACE.split())
"""The kinds whose objects are in no namespace, those of widely used engines among them."""


def group_of(api_version: str) -> str:
    """Return the group of an ``apiVersion``; nothing for the core group."""
    group, slash, _ = api_version.rpartition("/")
    return group if slash else ""


def kind_of(group: str, kind: str) -> str:
    """Return the kind that rules match: with its group only where a built-in kind has the same name."""
    if kind in _BUILT_IN and kind not in _KINDS.get(group, ()):
        return f"kubernetes/{group}/{kind}"
    return f"kubernetes/{kind}"


def is_built_in(group: str, kind: str) -> bool:
    """Tell whether Kubernetes itself defines a kind."""
    return kind in _KINDS.get(group, ())


def families_of(group: str, kind: str, value: object) -> Mapping[str, Path]:
    """Return the families an object answers to, each with the path of what its rules see."""
    families: dict[str, Path] = {}
    if group and kind_of(group, kind) != f"kubernetes/{group}/{kind}":
        families[f"kubernetes/{group}/{kind}"] = ()
    template = template_of(group, kind, value)
    if template is not None:
        families[WORKLOAD] = template
    return families


def template_of(group: str, kind: str, value: object) -> Path | None:
    """Return where the pod template of an object is, or None; of any kind when it holds containers there."""
    known = _TEMPLATES.get(kind) if kind in _KINDS.get(group, ()) or kind not in _BUILT_IN else None
    if known is not None and isinstance(find(value, (*known, "spec")), dict):
        return known
    return _TEMPLATE if isinstance(find(value, (*_TEMPLATE, "spec", "containers")), list) else None
