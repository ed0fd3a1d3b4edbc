"""Objects that nobody needs to declare: the cluster, its controllers and deployment tools make them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.drift.kubernetes.identity import Kind
from trueline.drift.kubernetes.shape import union
from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from trueline.drift.kubernetes.identity import Identity
    from trueline.drift.kubernetes.live import Item

_KINDS: Final = union(
    "Binding CSINode CSIStorageCapacity CertificateRequest ComponentStatus ControllerRevision Endpoints EndpointSlice",
    "Event Lease Node NodeMetrics PodMetrics PolicyReport ClusterPolicyReport VolumeAttachment VolumeSnapshotContent",
    "CiliumEndpoint CiliumIdentity CiliumNode BlockAffinity IPAMBlock IPAMHandle IPAddress ServiceCIDR Challenge Order",
    "AdmissionReport BackgroundScanReport ClusterAdmissionReport ClusterBackgroundScanReport ClusterEphemeralReport",
    "ConfigPodStatus ConstraintPodStatus ConstraintTemplatePodStatus EphemeralReport ExpansionTemplatePodStatus",
    "MutatorPodStatus ProviderPodStatus UpdateRequest",
    "InstallPlan PackageManifest TargetGroupBinding ServiceNetworkEndpointGroup StorageState",
)
_NAMES: Final[Mapping[Kind, frozenset[str]]] = {
    Kind("", "ConfigMap"): union(
        "kube-root-ca.crt openshift-service-ca.crt istio-ca-root-cert istio-ca-crl linkerd-identity-trust-roots"
    ),
    Kind("", "Namespace"): union("default kube-system kube-public kube-node-lease"),
    Kind("", "Service"): union("kubernetes"),
    Kind("", "ServiceAccount"): union("default builder deployer pipeline"),
    Kind("scheduling.k8s.io", "PriorityClass"): union("system-cluster-critical system-node-critical"),
}
_SECRET_TYPES: Final = union(
    "kubernetes.io/service-account-token helm.sh/release.v1 bootstrap.kubernetes.io/token",
    "istio.io/key-and-cert kubernetes.io/dockercfg",
)
_MARKS: Final = (  # annotations and labels of what a controller made
    "pv.kubernetes.io/provisioned-by", "cert-manager.io/certificate-name", "control-plane.alpha.kubernetes.io/leader",
    "kube-aggregator.kubernetes.io/automanaged", "apf.kubernetes.io/autoupdate-spec", "olm.owner",
    "apiextensions.crossplane.io/composite", "velero.io/restore-name",
)  # fmt: skip
_ORDINAL: Final = re.compile(r"-\d{1,6}")


def claims_of_sets(objects: Iterable[tuple[Identity, Mapping[str, object]]]) -> frozenset[tuple[str, str]]:
    """Return namespace and beginning of the names of the claims that StatefulSets make: ``data-db-``."""
    found = set()
    for identity, value in objects:
        templates = find(value, ("spec", "volumeClaimTemplates")) if identity.kind.name == "StatefulSet" else None
        for template in templates if isinstance(templates, list) else ():
            name = find(template, ("metadata", "name"))
            if isinstance(name, str):
                found.add((identity.namespace, f"{name}-{identity.name}"))
    return frozenset(found)


def is_generated(item: Item, claims: frozenset[tuple[str, str]]) -> bool:
    """Tell whether an object is there because of another one, or of the cluster itself."""
    kind, metadata = item.identity.kind, item.value.get("metadata")
    if kind.name in _KINDS or item.identity.name in _NAMES.get(kind, ()) or find(metadata, ("ownerReferences",)):
        return True
    for member in ("annotations", "labels"):
        names = find(metadata, (member,))
        if isinstance(names, dict) and any(mark in names for mark in _MARKS):
            return True
    special = _SPECIAL.get(kind)
    return special is not None and special(item, claims)


def release_of(item: Item) -> str:
    """Return the Helm release that an object belongs to, empty where it is none's."""
    name = find(item.value, ("metadata", "annotations", "meta.helm.sh/release-name"))
    return name if isinstance(name, str) else ""


def _is_given_secret(item: Item, _: frozenset[tuple[str, str]]) -> bool:
    kind = item.value.get("type")
    return isinstance(kind, str) and kind in _SECRET_TYPES


def _is_claim_of_set(item: Item, claims: frozenset[tuple[str, str]]) -> bool:
    name = item.identity.name
    start, dash, _ = name.rpartition("-")
    return (
        _ORDINAL.fullmatch(name[len(start) :]) is not None and bool(dash) and (item.identity.namespace, start) in claims
    )


_SPECIAL: Final[Mapping[Kind, Callable[[Item, frozenset[tuple[str, str]]], bool]]] = {
    Kind("", "PersistentVolumeClaim"): _is_claim_of_set,
    Kind("", "Secret"): _is_given_secret,
}
