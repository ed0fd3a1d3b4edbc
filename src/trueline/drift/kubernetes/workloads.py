"""Types of ``apps`` and ``batch``; defaults as in ``pkg/apis/apps/v1`` and ``pkg/apis/batch/v1``, ``defaults.go``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.drift.kubernetes.metadata import CHOSEN, METADATA, OWN_METADATA, SELECTOR
from trueline.drift.kubernetes.pods import CLAIM_TEMPLATE, INT_OR_TEXT, OWN_POD_SPEC, POD_SPEC, POD_TEMPLATE, SCALARS
from trueline.drift.kubernetes.shape import Shape, bag, keyed, union

if TYPE_CHECKING:
    from collections.abc import Mapping


def whole(spec: Shape, *quiet: str) -> Shape:
    """Return the type of an object with metadata and a spec; its status is never compared."""
    return Shape(fields={"metadata": METADATA, "spec": spec}, quiet=union("apiVersion kind status", *quiet))


def _strategy(strategy: Mapping[str, object]) -> Mapping[str, object]:
    is_rolling = strategy.get("type", "RollingUpdate") == "RollingUpdate"
    return {"rollingUpdate": {"maxSurge": "25%", "maxUnavailable": "25%"}} if is_rolling else {}


def _template_of(spec: Shape) -> Shape:
    return Shape(fields={"metadata": METADATA, "spec": spec})


_ROLLING: Final = Shape(
    fields={"maxSurge": INT_OR_TEXT, "maxUnavailable": INT_OR_TEXT, "partition": INT_OR_TEXT},
    defaults={"maxSurge": "25%", "maxUnavailable": "25%"},
)
DEPLOYMENT: Final = whole(
    Shape(
        fields={
            "selector": SELECTOR,
            "template": POD_TEMPLATE,
            "strategy": Shape(fields={"rollingUpdate": _ROLLING}, defaults={"type": "RollingUpdate"}, derive=_strategy),
        },
        defaults={
            "replicas": 1, "revisionHistoryLimit": 10, "progressDeadlineSeconds": 600,
            "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": "25%", "maxUnavailable": "25%"}},
        },
        watched=union("paused"),
    )
)  # fmt: skip
_STATEFUL_ROLLING: Final = Shape(
    fields={"maxUnavailable": INT_OR_TEXT, "partition": INT_OR_TEXT}, defaults={"partition": 0, "maxUnavailable": 1}
)
STATEFUL_SET: Final = whole(
    Shape(
        fields={
            "selector": SELECTOR,
            "template": POD_TEMPLATE,
            "volumeClaimTemplates": keyed(CLAIM_TEMPLATE, "metadata.name"),
            "updateStrategy": Shape(
                fields={"rollingUpdate": _STATEFUL_ROLLING},
                defaults={"type": "RollingUpdate", "rollingUpdate": {"partition": 0}},
            ),
            "persistentVolumeClaimRetentionPolicy": Shape(defaults={"whenDeleted": "Retain", "whenScaled": "Retain"}),
        },
        defaults={
            "replicas": 1, "podManagementPolicy": "OrderedReady", "revisionHistoryLimit": 10,
            "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"partition": 0}},
            "persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Retain", "whenScaled": "Retain"},
        },
    )
)  # fmt: skip
_DAEMON_ROLLING: Final = {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 1, "maxSurge": 0}}
DAEMON_SET: Final = whole(
    Shape(
        fields={
            "selector": SELECTOR,
            "template": POD_TEMPLATE,
            "updateStrategy": Shape(
                fields={
                    "rollingUpdate": Shape(
                        fields={"maxUnavailable": INT_OR_TEXT, "maxSurge": INT_OR_TEXT},
                        defaults={"maxUnavailable": 1, "maxSurge": 0},
                    )
                },
                defaults=_DAEMON_ROLLING,
            ),
        },
        defaults={"revisionHistoryLimit": 10, "updateStrategy": _DAEMON_ROLLING},
    )
)
REPLICA_SET: Final = whole(Shape(fields={"selector": SELECTOR, "template": POD_TEMPLATE}, defaults={"replicas": 1}))
REPLICATION_CONTROLLER: Final = whole(
    Shape(fields={"selector": CHOSEN, "template": POD_TEMPLATE}, defaults={"replicas": 1})
)
POD: Final = Shape(fields={"metadata": OWN_METADATA, "spec": OWN_POD_SPEC}, quiet=union("apiVersion kind status"))
POD_TEMPLATE_OBJECT: Final = Shape(
    fields={"metadata": METADATA, "template": POD_TEMPLATE}, quiet=union("apiVersion kind")
)
_FAILURE_RULE: Final = Shape(
    fields={
        "onExitCodes": Shape(fields={"values": SCALARS}),
        "onPodConditions": bag(Shape(defaults={"status": "True"})),
    }
)
_JOB_POD: Final = POD_SPEC._replace(defaults={**POD_SPEC.defaults, "restartPolicy": "Never"})


def _job(spec: Mapping[str, object]) -> Mapping[str, object]:
    """Return what is filled in: one pod to complete, unless a work queue (parallelism alone) is asked for."""
    filled: dict[str, object] = {"parallelism": 1}
    if "parallelism" not in spec:
        filled["completions"] = 1
    filled["podReplacementPolicy"] = "Failed" if spec.get("podFailurePolicy") else "TerminatingOrFailed"
    if spec.get("backoffLimitPerIndex") is not None:
        filled["backoffLimit"] = 2147483647
    return filled


_JOB_SPEC: Final = Shape(
    fields={
        "template": _template_of(_JOB_POD),
        "podFailurePolicy": Shape(fields={"rules": Shape(items=_FAILURE_RULE, order="list")}),
    },
    defaults={"backoffLimit": 6, "completionMode": "NonIndexed", "suspend": False, "manualSelector": False},
    derive=_job,
    # the API server makes the selector
    quiet=union("selector"),
    watched=union("suspend"),
    exact=union("ttlSecondsAfterFinished activeDeadlineSeconds backoffLimitPerIndex"),
)
JOB: Final = whole(_JOB_SPEC)
CRON_JOB: Final = whole(
    Shape(
        fields={"jobTemplate": Shape(fields={"metadata": METADATA, "spec": _JOB_SPEC})},
        defaults={
            "concurrencyPolicy": "Allow", "suspend": False, "successfulJobsHistoryLimit": 3,
            "failedJobsHistoryLimit": 1,
        },
        watched=union("suspend"),
        exact=union("startingDeadlineSeconds"),
    )
)  # fmt: skip
