"""What the API server and the controllers fill in, and what they write otherwise; the same for both sides.

Sources: the CRDs of Kyverno 1.18, Gatekeeper 3.20 and Kubewarden 1.30, and Kubernetes' own
``pkg/apis/admissionregistration/v1/defaults.go``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.drift.admission.kinds import pod_security
from trueline.drift.engines import CONSTRAINTS, KUBERNETES, KUBEWARDEN, KYVERNO, KYVERNO_CEL, TEMPLATES, WEBHOOKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trueline.drift.admission.subject import Subject

AUTOGEN: Final = "pod-policies.kyverno.io/autogen-controllers"
"""The annotation that says for which controllers Kyverno repeats a rule that is written for pods."""

# `[]` is each element of a list; `+` also makes the maps on the way. Anything else is filled in where its map is.
_Defaults = tuple[tuple[str, object], ...]
_ATTESTORS: Final = (("keys.signatureAlgorithm", "sha256"), ("signatureAlgorithm", "sha256"))
_CALLS: Final = ("context", "generate.foreach[].context", "mutate.foreach[].context", "mutate.targets[].context")
_KYVERNO_POLICY: Final[_Defaults] = (
    ("spec.admission", True),
    ("spec.applyRules", "All"),
    ("spec.background", True),
    ("spec.emitWarning", False),
    ("spec.generateExisting", False),
    ("spec.mutateExistingOnPolicyUpdate", False),
    ("spec.useServerSideApply", False),
    ("spec.rules", []),
    ("spec.rules[].skipBackgroundRequests", True),
    ("spec.rules[].validate.allowExistingViolations", True),
    ("spec.rules[].validate.cel.generate", False),
    *((f"spec.rules[].{place}[].apiCall.method", "GET") for place in (*_CALLS, "validate.foreach[].context")),
    *((f"spec.rules[].validate.manifests.attestors[].entries[].{name}", value) for name, value in _ATTESTORS),
    *(
        (f"spec.rules[].verifyImages[].{inside}attestors[].entries[].{name}", value)
        for inside in ("", "attestations[].")
        for name, value in _ATTESTORS
    ),
    *(
        (f"spec.rules[].verifyImages[].{name}", True)
        for name in ("mutateDigest", "required", "useCache", "verifyDigest")
    ),
)
_MATCHED: Final = ("resourceRules[].scope", "*"), ("excludeResourceRules[].scope", "*")
_CONSTRAINED: Final[_Defaults] = (
    ("spec.failurePolicy", "Fail"),
    ("spec.matchConstraints.matchPolicy", "Equivalent"),
    *((f"spec.matchConstraints.{name}", value) for name, value in _MATCHED),
)
_BOUND: Final[_Defaults] = (
    ("spec.matchResources.matchPolicy", "Equivalent"),
    *((f"spec.matchResources.{name}", value) for name, value in _MATCHED),
)
_CEL: Final[_Defaults] = (*_CONSTRAINED, ("+spec.evaluation.admission.enabled", True))
_CEL_BACKGROUND: Final[_Defaults] = (*_CEL, ("+spec.evaluation.background.enabled", True))
_CEL_VALIDATING: Final[_Defaults] = (
    *_CEL_BACKGROUND,
    ("spec.validationActions", ["Deny"]),
    ("+spec.evaluation.mode", "Kubernetes"),
)
_CEL_IMAGES: Final[_Defaults] = (
    *_CEL_VALIDATING,
    *((f"+spec.validationConfigurations.{name}", True) for name in ("mutateDigest", "required", "verifyDigest")),
)
_CEL_MUTATING: Final[_Defaults] = (
    *_CEL_BACKGROUND,
    ("+spec.evaluation.mutateExisting.enabled", False),
    ("+spec.evaluation.skipBackgroundRequests", True),
)
_CEL_GENERATING: Final[_Defaults] = (
    *_CEL,
    *(
        (f"+spec.evaluation.{name}.enabled", False)
        for name in ("generateExisting", "orphanDownstreamOnPolicyDelete", "synchronize")
    ),
    ("+spec.evaluation.skipBackgroundRequests", True),
    ("spec.generate[].template.interpolate", "none"),
)
_WARDEN: Final[_Defaults] = (
    ("spec.backgroundAudit", True),
    ("spec.failurePolicy", "Fail"),
    ("spec.matchPolicy", "Equivalent"),
    ("spec.mode", "protect"),
    ("spec.policyServer", "default"),
    ("spec.timeoutSeconds", 10),
    ("spec.rules[].scope", "*"),
)
_WEBHOOK: Final[_Defaults] = (
    ("webhooks[].failurePolicy", "Fail"),
    ("webhooks[].matchPolicy", "Equivalent"),
    ("webhooks[].timeoutSeconds", 10),
    ("webhooks[].rules[].scope", "*"),
    ("webhooks[].clientConfig.service.port", 443),
)
_MUTATOR: Final[_Defaults] = (
    ("spec.match.source", "All"),
    ("spec.match.scope", "*"),
    ("spec.parameters.assign.externalData.dataSource", "ValueAtLocation"),
    ("spec.parameters.assign.externalData.failurePolicy", "Fail"),
)
_CLEANUP: Final[_Defaults] = (("spec.context[].apiCall.method", "GET"),)
_BY_KIND: Final[Mapping[tuple[str, str], _Defaults]] = {
    (KYVERNO, "ClusterPolicy"): _KYVERNO_POLICY,
    (KYVERNO, "Policy"): _KYVERNO_POLICY,
    (KYVERNO, "ClusterCleanupPolicy"): _CLEANUP,
    (KYVERNO, "CleanupPolicy"): _CLEANUP,
    (KYVERNO_CEL, "ValidatingPolicy"): _CEL_VALIDATING,
    (KYVERNO_CEL, "NamespacedValidatingPolicy"): _CEL_VALIDATING,
    (KYVERNO_CEL, "ImageValidatingPolicy"): _CEL_IMAGES,
    (KYVERNO_CEL, "NamespacedImageValidatingPolicy"): _CEL_IMAGES,
    (KYVERNO_CEL, "MutatingPolicy"): _CEL_MUTATING,
    (KYVERNO_CEL, "NamespacedMutatingPolicy"): _CEL_MUTATING,
    (KYVERNO_CEL, "GeneratingPolicy"): _CEL_GENERATING,
    (KYVERNO_CEL, "NamespacedGeneratingPolicy"): _CEL_GENERATING,
    (KYVERNO_CEL, "PolicyException"): (("spec.reportResult", "skip"),),
    (KUBERNETES, "ValidatingAdmissionPolicy"): _CONSTRAINED,
    (KUBERNETES, "MutatingAdmissionPolicy"): _CONSTRAINED,
    (KUBERNETES, "ValidatingAdmissionPolicyBinding"): _BOUND,
    (KUBERNETES, "MutatingAdmissionPolicyBinding"): _BOUND,
    (KUBERNETES, "ValidatingWebhookConfiguration"): _WEBHOOK,
    (KUBERNETES, "MutatingWebhookConfiguration"): (*_WEBHOOK, ("webhooks[].reinvocationPolicy", "Never")),
}
_BY_GROUP: Final[Mapping[str, _Defaults]] = {
    CONSTRAINTS: (("spec.enforcementAction", "deny"), ("spec.match.scope", "*"), ("spec.match.source", "All")),
    KUBEWARDEN: _WARDEN,
    "mutations.gatekeeper.sh": _MUTATOR,
    TEMPLATES: (),
}
# below these keys the words of the policy's author stand, where an empty map may say something
_OWN_WORDS: Final = frozenset(
    {"pattern", "anyPattern", "patchStrategicMerge", "data", "value", "parameters", "settings", "openAPIV3Schema"}
)


def settled(subject: Subject) -> dict[str, object]:
    """Return what a policy says, with all that is filled in for it, and without what is no word of a policy."""
    value = subject.value
    if subject.kind == "Namespace":
        return {"metadata": {"labels": pod_security(value)}}
    kept = "webhooks" if subject.kind in WEBHOOKS else "spec"
    found: dict[str, object] = {kept: _without_nothing(value.get(kept))}
    annotations = (value.get("metadata") or {}).get("annotations")  # type: ignore[attr-defined]  # a subject has a map
    if subject.group == KYVERNO:
        text = annotations.get(AUTOGEN) if isinstance(annotations, dict) else None
        found["metadata"] = {"annotations": {AUTOGEN: _controllers(text)} if isinstance(text, str) else {}}
    if not isinstance(found[kept], dict | list):
        found[kept] = {}
    fill(found, _BY_KIND.get((subject.group, subject.kind), _BY_GROUP.get(subject.group, ())))
    if subject.group == TEMPLATES:  # the first version took schemas that are no structural ones
        fill(found, (("+spec.crd.spec.validation.legacySchema", not subject.api_version.endswith("/v1")),))
    if subject.kind in WEBHOOKS:
        _drop_bundles(found)
    return found


def fill(value: object, defaults: Iterable[tuple[str, object]]) -> None:
    """Write defaults into ``value`` where nothing stands."""
    for path, default in defaults:
        steps = path.removeprefix("+").replace("[]", ".[]").split(".")
        _fill(value, steps, default, makes=path.startswith("+"))


def _fill(value: object, steps: list[str], default: object, *, makes: bool) -> None:
    if steps[0] == "[]":
        for element in value if isinstance(value, list) else ():
            _fill(element, steps[1:], default, makes=makes)
        return
    if not isinstance(value, dict):
        return
    if len(steps) == 1:
        value.setdefault(steps[0], list(default) if isinstance(default, list) else default)
    elif steps[0] in value or makes:
        _fill(value.setdefault(steps[0], {}), steps[1:], default, makes=makes)


def _without_nothing(value: object, *, is_own: bool = False) -> object:
    """Return a copy without members that are null or, where the API knows the field, empty."""
    if isinstance(value, dict):
        members = {
            name: _without_nothing(member, is_own=is_own or name in _OWN_WORDS) for name, member in value.items()
        }
        return {name: one for name, one in members.items() if one is not None and (is_own or not _is_empty(one))}
    if isinstance(value, list):
        return [_without_nothing(element, is_own=is_own) for element in value]
    return value


def _is_empty(value: object) -> bool:
    return isinstance(value, dict | list | str) and not value


def _controllers(text: str) -> list[object]:
    """Return the controllers that an annotation of Kyverno names, in whatever order."""
    return list(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))


def _drop_bundles(value: dict[str, object]) -> None:
    """Drop the certificates that a controller writes into webhooks."""
    webhooks = value["webhooks"]
    for webhook in webhooks if isinstance(webhooks, list) else ():
        client = webhook.get("clientConfig") if isinstance(webhook, dict) else None
        if isinstance(client, dict):
            client.pop("caBundle", None)
