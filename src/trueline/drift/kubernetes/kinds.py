"""Which type the objects of a kind are of, by group and kind whatever the version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.drift.kubernetes import cluster, networking, storage, workloads
from trueline.drift.kubernetes.metadata import METADATA
from trueline.drift.kubernetes.pods import POD_TEMPLATE
from trueline.drift.kubernetes.shape import ANY, Shape, keyed, union

if TYPE_CHECKING:
    from collections.abc import Mapping

_ROLLOUT: Final = Shape(
    fields={"metadata": METADATA, "spec": workloads.DEPLOYMENT.fields["spec"]._replace(
        fields={"template": POD_TEMPLATE, "selector": workloads.DEPLOYMENT.fields["spec"].fields["selector"]},
        defaults={"replicas": 1, "revisionHistoryLimit": 10, "progressDeadlineSeconds": 600},
    )},
    quiet=union("apiVersion kind"),
)  # fmt: skip
_SERVING: Final = Shape(
    fields={"metadata": METADATA, "spec": Shape(fields={"template": POD_TEMPLATE, "traffic": keyed(Shape(), "tag")})},
    quiet=union("apiVersion kind status"),
)

SHAPES: Final[Mapping[tuple[str, str], Shape]] = {
    ("", "ConfigMap"): storage.CONFIG_MAP,
    ("", "Endpoints"): networking.ENDPOINTS,
    ("", "LimitRange"): storage.LIMIT_RANGE,
    ("", "Namespace"): cluster.NAMESPACE,
    ("", "PersistentVolume"): storage.VOLUME_OBJECT,
    ("", "PersistentVolumeClaim"): storage.CLAIM,
    ("", "Pod"): workloads.POD,
    ("", "PodTemplate"): workloads.POD_TEMPLATE_OBJECT,
    ("", "ReplicationController"): workloads.REPLICATION_CONTROLLER,
    ("", "ResourceQuota"): storage.RESOURCE_QUOTA,
    ("", "Secret"): storage.SECRET,
    ("", "Service"): networking.SERVICE,
    ("", "ServiceAccount"): storage.SERVICE_ACCOUNT,
    ("admissionregistration.k8s.io", "MutatingWebhookConfiguration"): cluster.WEBHOOKS,
    ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"): cluster.WEBHOOKS,
    ("apiextensions.k8s.io", "CustomResourceDefinition"): cluster.DEFINITION,
    ("apiregistration.k8s.io", "APIService"): cluster.API_SERVICE,
    ("apps", "DaemonSet"): workloads.DAEMON_SET,
    ("apps", "Deployment"): workloads.DEPLOYMENT,
    ("apps", "ReplicaSet"): workloads.REPLICA_SET,
    ("apps", "StatefulSet"): workloads.STATEFUL_SET,
    ("argoproj.io", "Rollout"): _ROLLOUT,
    ("autoscaling", "HorizontalPodAutoscaler"): cluster.AUTOSCALER,
    ("batch", "CronJob"): workloads.CRON_JOB,
    ("batch", "Job"): workloads.JOB,
    ("gateway.networking.k8s.io", "Gateway"): networking.GATEWAY,
    ("gateway.networking.k8s.io", "GRPCRoute"): networking.ROUTE,
    ("gateway.networking.k8s.io", "HTTPRoute"): networking.ROUTE,
    ("networking.k8s.io", "Ingress"): networking.INGRESS,
    ("networking.k8s.io", "IngressClass"): networking.INGRESS_CLASS,
    ("networking.k8s.io", "NetworkPolicy"): networking.NETWORK_POLICY,
    ("node.k8s.io", "RuntimeClass"): cluster.RUNTIME_CLASS,
    ("policy", "PodDisruptionBudget"): cluster.DISRUPTION_BUDGET,
    ("scheduling.k8s.io", "PriorityClass"): cluster.PRIORITY_CLASS,
    ("serving.knative.dev", "Service"): _SERVING,
    ("storage.k8s.io", "CSIDriver"): storage.CSI_DRIVER,
    ("storage.k8s.io", "StorageClass"): storage.STORAGE_CLASS,
}


_OLD: Final = union("extensions/v1beta1 apps/v1beta1 apps/v1beta2 apiextensions.k8s.io/v1beta1")
"""Versions that had other defaults: what they leave out is not held against those of today."""


def shape_of(group: str, kind: str, version: str = "") -> Shape:
    """Return the type of the objects of a kind, as one is declared in ``version``."""
    shape = _shape_of(group, kind)
    if version not in _OLD or "spec" not in shape.fields:
        return shape
    spec = shape.fields["spec"]
    fields = {**spec.fields, **{name: _OPEN[name] for name in _OPEN if name in spec.fields}}
    return shape._replace(fields={**shape.fields, "spec": spec._replace(fields=fields, defaults={})})


_OPEN: Final[Mapping[str, Shape]] = {
    "selector": ANY, "strategy": ANY, "updateStrategy": ANY, "versions": keyed(ANY, "name", order="open"),
}  # fmt: skip


def _shape_of(group: str, kind: str) -> Shape:
    return SHAPES.get((group, kind)) or cluster.OTHER
