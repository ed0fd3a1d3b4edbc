"""What is known of the kinds of admission policies, and which of them a vendor brings along."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from trueline.drift.engines import KUBERNETES, KYVERNO, KYVERNO_CEL, POD_SECURITY, WEBHOOKS
from trueline.values.unknown import find

if TYPE_CHECKING:
    from trueline.drift.admission.subject import Subject

# what clusters and add-ons come with: names, then labels and annotations that say who manages an object
_VENDOR_NAMES: Final = (
    "aks-*", "azurepolicy-*", "k8sazure*", "gke-*", "*.gke.io", "gmp-*", "eks-*", "openshift-*", "*.openshift.io",
    "*.istio.io", "*.gateway.networking.k8s.io", "*.k8s.io", "kubevirt-*", "kueue-*", "karpenter-*", "system:*",
    "asm-*", "*.cluster.x-k8s.io",
)  # fmt: skip
_VENDOR_LABELS: Final = (
    "addonmanager.kubernetes.io/", "components.gke.io/", "kubernetes.azure.com/", "eks.amazonaws.com/",
    "azure-policy-", "policy.open-cluster-management.io/", "release.openshift.io/", "configmanagement.gke.io/managed",
    "kubernetes.io/bootstrapping",
)  # fmt: skip
_MADE_BY: Final = frozenset({"kyverno", "gatekeeper", "kubewarden"})


def is_exception(group: str, kind: str) -> bool:
    """Tell whether a kind lets something pass, so that more of it is less."""
    return group in (KYVERNO, KYVERNO_CEL) and kind == "PolicyException"


def pod_security(value: object) -> dict[str, str]:
    """Return the labels of a namespace that say what Pod Security Admission enforces there."""
    labels = find(value, ("metadata", "labels"))
    if not isinstance(labels, dict):
        return {}
    return {name: labels[name] for name in POD_SECURITY if isinstance(labels.get(name), str)}


def is_by_itself(subject: Subject) -> bool:
    """Tell whether nobody has to declare a policy: a controller made it, or it came with the cluster or an add-on."""
    metadata = subject.value.get("metadata")
    if not isinstance(metadata, dict):
        return False
    if isinstance(metadata.get("ownerReferences"), list) and metadata["ownerReferences"]:
        return True
    if subject.kind in WEBHOOKS or any(fnmatchcase(subject.name, pattern) for pattern in _VENDOR_NAMES):
        return True
    words = [*_members(metadata.get("labels")), *_members(metadata.get("annotations"))]
    if any(key.startswith(_VENDOR_LABELS) for key, _ in words):
        return True
    maker = dict(words).get("app.kubernetes.io/managed-by")
    # Kyverno and Gatekeeper make ValidatingAdmissionPolicies of their own policies
    return subject.group == KUBERNETES and isinstance(maker, str) and maker.lower() in _MADE_BY


def _members(value: object) -> list[tuple[str, object]]:
    return [(key, member) for key, member in value.items() if isinstance(key, str)] if isinstance(value, dict) else []
