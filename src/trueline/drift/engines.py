"""Which Kubernetes objects are admission policies, and of which engine: whoever compares other objects leaves them out.

Kinds are told by API group, never by version: a cluster serves an object in another version than it was written in.
Sources: the API references of Kyverno 1.18, Gatekeeper 3.20, Kubewarden 1.30 and Kubernetes 1.34.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Mapping

PSS_LABEL: Final = "pod-security.kubernetes.io/"
POD_SECURITY: Final = (f"{PSS_LABEL}enforce", f"{PSS_LABEL}enforce-version")
"""The labels of a namespace that say what is kept out of it."""
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


def is_policy(group: str, kind: str, value: object) -> bool:
    """Tell whether an object is compared as an admission policy: where it is a webhook, only an engine's own."""
    return kind != "Namespace" and bool(engine_of(group, kind, value))


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
