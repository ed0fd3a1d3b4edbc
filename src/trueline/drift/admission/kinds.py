"""Which Kubernetes objects are admission policies, of which engine, and which of them a vendor brings along.

Kinds are told by API group, never by version: a cluster serves an object in another version than it was written in.
Sources: the API references of Kyverno 1.18, Gatekeeper 3.20, Kubewarden 1.30 and Kubernetes 1.34.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.drift.admission.subject import Subject

PSS_LABEL: Final = "pod-security.kubernetes.io/"
CONSTRAINTS: Final = "constraints.gatekeeper.sh"
TEMPLATES: Final = "templates.gatekeeper.sh"
KYVERNO: Final = "kyverno.io"
KYVERNO_CEL: Final = "policies.kyverno.io"
KUBERNETES: Final = "admissionregistration.k8s.io"
KUBEWARDEN: Final = "policies.kubewarden.io"
WEBHOOKS: Final = frozenset({"MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"})

_POLICIES: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    KYVERNO: (
        "kyverno",
        frozenset({"ClusterPolicy", "Policy", "PolicyException", "ClusterCleanupPolicy", "CleanupPolicy"}),
    ),
    KYVERNO_CEL: (
        "kyverno",
        frozenset(
            f"{scope}{kind}Policy"
            for scope in ("", "Namespaced")
            for kind in ("Validating", "Mutating", "ImageValidating", "Generating", "Deleting")
        )
        | {"PolicyException"},
    ),
    TEMPLATES: ("gatekeeper", frozenset({"ConstraintTemplate"})),
    "config.gatekeeper.sh": ("gatekeeper", frozenset({"Config"})),
    "mutations.gatekeeper.sh": ("gatekeeper", frozenset({"Assign", "AssignImage", "AssignMetadata", "ModifySet"})),
    "expansion.gatekeeper.sh": ("gatekeeper", frozenset({"ExpansionTemplate"})),
    KUBEWARDEN: (
        "kubewarden",
        frozenset({"AdmissionPolicy", "AdmissionPolicyGroup", "ClusterAdmissionPolicy", "ClusterAdmissionPolicyGroup"}),
    ),
    KUBERNETES: (
        "kubernetes",
        frozenset(
            {
                "ValidatingAdmissionPolicy",
                "ValidatingAdmissionPolicyBinding",
                "MutatingAdmissionPolicy",
                "MutatingAdmissionPolicyBinding",
            }
        ),
    ),
}
_NAMESPACED: Final = frozenset(
    {(KYVERNO, "Policy"), (KYVERNO, "PolicyException"), (KYVERNO, "CleanupPolicy"), (KYVERNO_CEL, "PolicyException")}
    | {(KUBEWARDEN, "AdmissionPolicy"), (KUBEWARDEN, "AdmissionPolicyGroup"), ("config.gatekeeper.sh", "Config")}
    | {(KYVERNO_CEL, kind) for kind in _POLICIES[KYVERNO_CEL][1] if kind.startswith("Namespaced")}
)
# names of webhooks and of their services, as the charts of the engines have them
_ENGINES: Final[Mapping[str, tuple[str, ...]]] = {
    "gatekeeper": ("gatekeeper-*", "*.gatekeeper.sh"),
    "kubewarden": ("kubewarden-*", "*.kubewarden.admission", "*.kubewarden.io"),
    "kyverno": ("kyverno-*", "kyverno", "*.kyverno.svc*", "*.kyverno.io"),
    "opa": ("opa-*-webhook", "opa", "*.openpolicyagent.org"),
    "polaris": ("polaris-*", "polaris", "*.polaris.fairwinds.com"),
}
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


def engine_of(group: str, kind: str, value: object) -> str:
    """Return the engine that an object is a policy of; nothing where it is none."""
    engine, kinds = _POLICIES.get(group, ("", frozenset()))
    if kind in kinds:
        return engine
    if group == CONSTRAINTS:
        return "gatekeeper"
    if group == KUBERNETES and kind in WEBHOOKS:
        return _engine_of_webhook(value)
    if not group and kind == "Namespace":
        return "pod-security"
    return ""


def is_admission(group: str, kind: str) -> bool:
    """Tell whether objects of a kind are admission policies, or may be."""
    return (
        kind in _POLICIES.get(group, ("", ()))[1] or group == CONSTRAINTS or (group == KUBERNETES and kind in WEBHOOKS)
    )


def is_namespaced(group: str, kind: str) -> bool:
    """Tell whether objects of a kind live in namespaces; those that do not are known by their name alone."""
    return (group, kind) in _NAMESPACED


def is_exception(group: str, kind: str) -> bool:
    """Tell whether a kind lets something pass, so that more of it is less."""
    return group in (KYVERNO, KYVERNO_CEL) and kind == "PolicyException"


def pod_security(value: object) -> dict[str, str]:
    """Return the labels of a namespace that say what Pod Security Admission enforces there."""
    labels = find(value, ("metadata", "labels"))
    if not isinstance(labels, dict):
        return {}
    wanted = (f"{PSS_LABEL}enforce", f"{PSS_LABEL}enforce-version")
    return {name: labels[name] for name in wanted if isinstance(labels.get(name), str)}


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


def _engine_of_webhook(value: object) -> str:
    names = [find(value, ("metadata", "name"))]
    webhooks = find(value, ("webhooks",))
    for webhook in webhooks if isinstance(webhooks, list) else ():
        names += [find(webhook, ("name",)), find(webhook, ("clientConfig", "service", "name"))]
    known = [name for name in names if isinstance(name, str)]
    for engine, patterns in _ENGINES.items():
        if any(fnmatchcase(name, pattern) for name in known for pattern in patterns):
            return engine
    return ""
