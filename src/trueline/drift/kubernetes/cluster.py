"""Types that a cluster is run with: autoscaling, disruption, webhooks, definitions, priorities, namespaces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.drift.engines import POD_SECURITY, PSS_LABEL
from trueline.drift.kubernetes.metadata import LABELS, METADATA, SELECTOR
from trueline.drift.kubernetes.pods import INT_OR_TEXT, QUANTITIES, QUANTITY, SCALARS
from trueline.drift.kubernetes.shape import ANY, Shape, bag, keyed, union
from trueline.drift.kubernetes.workloads import whole

if TYPE_CHECKING:
    from collections.abc import Mapping

_TARGET: Final = Shape(fields={"value": QUANTITY, "averageValue": QUANTITY}, is_closed=True)
_METRIC_SOURCE: Final = Shape(
    fields={"target": _TARGET, "metric": Shape(fields={"selector": SELECTOR})}, is_closed=True
)
_METRIC: Final = Shape(
    fields=dict.fromkeys(("resource", "containerResource", "pods", "object", "external"), _METRIC_SOURCE),
    is_closed=True,
)  # fmt: skip
_CPU: Final = {
    "type": "Resource",
    "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 80}},
}


def _behavior(up: bool) -> Shape:  # noqa: FBT001  # made twice, below
    """Return the type of how fast it scales up, or down."""
    percent: dict[str, object] = {"type": "Percent", "value": 100, "periodSeconds": 15}
    pods: dict[str, object] = {"type": "Pods", "value": 4, "periodSeconds": 15}
    defaults: dict[str, object] = {"selectPolicy": "Max", "policies": [pods, percent] if up else [percent]}
    if up:
        defaults["stabilizationWindowSeconds"] = 0
    return Shape(fields={"policies": bag(ANY)}, defaults=defaults, exact=union("stabilizationWindowSeconds"))


AUTOSCALER: Final = whole(
    Shape(
        fields={
            "metrics": bag(_METRIC),
            "behavior": Shape(fields={"scaleUp": _behavior(up=True), "scaleDown": _behavior(up=False)}),
        },
        defaults={"minReplicas": 1, "metrics": [_CPU]},
        watched=union("minReplicas"),
    )
)
DISRUPTION_BUDGET: Final = whole(
    Shape(
        fields={"selector": SELECTOR, "minAvailable": INT_OR_TEXT, "maxUnavailable": INT_OR_TEXT},
        watched=union("minAvailable maxUnavailable unhealthyPodEvictionPolicy"),
        present=union("selector"),
        exact=union("minAvailable maxUnavailable"),
    )
)
PRIORITY_CLASS: Final = Shape(
    fields={"metadata": METADATA},
    quiet=union("apiVersion kind"),
    defaults={"preemptionPolicy": "PreemptLowerPriority"},
    watched=union("globalDefault"),
)
_SECURITY_LABELS: Final = LABELS._replace(
    # what keeps something out is compared as a policy
    quiet=union(*POD_SECURITY),
    watched=union(*(f"{PSS_LABEL}{mode} {PSS_LABEL}{mode}-version" for mode in ("audit", "warn"))),
)
NAMESPACE: Final = Shape(
    fields={"metadata": METADATA._replace(fields={**METADATA.fields, "labels": _SECURITY_LABELS})},
    quiet=union("apiVersion kind status spec"),
)


def _is_old(webhook: Mapping[str, object]) -> bool:
    return "admissionReviewVersions" not in webhook or "sideEffects" not in webhook


def _webhook(webhook: Mapping[str, object]) -> Mapping[str, object]:
    """Return what ``v1beta1`` fills in otherwise than ``v1``; only there two of the members may be left out."""
    if not _is_old(webhook):
        return {}
    return {
        "matchPolicy": "Exact", "timeoutSeconds": 30, "sideEffects": "Unknown", "admissionReviewVersions": ["v1beta1"],
        "failurePolicy": "Ignore",
    }  # fmt: skip


_CLIENT: Final = Shape(
    # injectors write the bundle, whatever is declared
    fields={"service": Shape(defaults={"port": 443}, is_closed=True)}, quiet=union("caBundle"), is_closed=True
)  # fmt: skip
_WEBHOOK_RULE: Final = Shape(
    fields=dict.fromkeys(("apiGroups", "apiVersions", "operations", "resources"), SCALARS),
    defaults={"scope": "*"},
    is_closed=True,
)
_WEBHOOK: Final = Shape(
    fields={
        "clientConfig": _CLIENT, "rules": bag(_WEBHOOK_RULE), "namespaceSelector": SELECTOR, "objectSelector": SELECTOR,
        "admissionReviewVersions": Shape(order="list"), "matchConditions": keyed(ANY, "name"),
    },
    defaults={
        "failurePolicy": "Fail", "matchPolicy": "Equivalent", "timeoutSeconds": 10, "reinvocationPolicy": "Never",
    },
    derive=_webhook,
    watched=union("failurePolicy matchPolicy reinvocationPolicy"),
)  # fmt: skip
WEBHOOKS: Final = Shape(
    fields={"metadata": METADATA, "webhooks": keyed(_WEBHOOK, "name")}, quiet=union("apiVersion kind")
)
_CONVERSION: Final = Shape(
    fields={"webhook": Shape(fields={"clientConfig": _CLIENT, "conversionReviewVersions": Shape(order="list")})},
    defaults={"strategy": "None"},
)


def _names(names: Mapping[str, object]) -> Mapping[str, object]:
    kind = names.get("kind")
    return {"singular": kind.lower(), "listKind": f"{kind}List"} if isinstance(kind, str) else {}


DEFINITION: Final = whole(
    Shape(
        fields={
            "names": Shape(fields={"shortNames": SCALARS, "categories": SCALARS}, derive=_names),
            "conversion": _CONVERSION, "versions": keyed(ANY, "name"),
        },
        defaults={"conversion": {"strategy": "None"}, "preserveUnknownFields": False},
        # v1beta1 had them for all versions together
        quiet=union("validation subresources additionalPrinterColumns version"),
    )
)  # fmt: skip
API_SERVICE: Final = whole(
    Shape(
        fields={"service": Shape(defaults={"port": 443})},
        quiet=union("caBundle"),
        watched=union("insecureSkipTLSVerify service"),
    )
)
RUNTIME_CLASS: Final = Shape(
    fields={"metadata": METADATA, "overhead": Shape(fields={"podFixed": QUANTITIES})}, quiet=union("apiVersion kind")
)
LABELLED: Final = Shape(
    fields={"metadata": METADATA}, quiet=union("apiVersion kind rules subjects roleRef aggregationRule webhooks")
)
"""An object that is compared apart, but for its labels and annotations."""
OTHER: Final = Shape(fields={"metadata": METADATA}, quiet=union("apiVersion kind status"))
"""An object of a kind of which nothing is known; a status that was exported with it is a controller's all the same."""
