"""What each object of a unit costs a month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.cost.bill import billed, digest_of
from trueline.cost.kubernetes.kinds import is_cluster_wide, is_free, why_not
from trueline.cost.kubernetes.machines import machines
from trueline.cost.kubernetes.network import gateway, ingress, service
from trueline.cost.kubernetes.owners import labels_of_object, unplaced
from trueline.cost.kubernetes.pods import namespace_of
from trueline.cost.kubernetes.pools import node_pool
from trueline.cost.kubernetes.scalers import autoscaler
from trueline.cost.kubernetes.volumes import claim
from trueline.cost.kubernetes.workloads import workload
from trueline.cost.subject import Subject, World, gap_of
from trueline.dialects.kubernetes.kinds import WORKLOAD
from trueline.model.cost import Estimate, Gap
from trueline.values.unknown import Unknown, find

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trueline.cost.estimator import Estimator
    from trueline.model.resource import Resource

_ESTIMATORS: Final[Mapping[tuple[str, str], Estimator]] = {
    ("", "Service"): service,
    ("", "PersistentVolumeClaim"): claim,
    ("autoscaling", "HorizontalPodAutoscaler"): autoscaler,
    ("extensions", "Ingress"): ingress,
    ("networking.k8s.io", "Ingress"): ingress,
    ("gateway.networking.k8s.io", "Gateway"): gateway,
    ("karpenter.sh", "NodePool"): node_pool,
    ("karpenter.sh", "Provisioner"): node_pool,
    ("keda.sh", "ScaledObject"): autoscaler,
    ("argoproj.io", "Rollout"): workload,
    ("cluster.x-k8s.io", "MachineDeployment"): machines,
    ("cluster.x-k8s.io", "MachineSet"): machines,
    ("controlplane.cluster.x-k8s.io", "KubeadmControlPlane"): machines,
}


def estimate_objects(resources: Sequence[Resource], world: World) -> list[Estimate]:
    """Return an estimate of every Kubernetes object of a unit."""
    return [_estimate(one, world) for one in resources if one.kind.startswith("kubernetes/")]


def _estimate(resource: Resource, world: World) -> Estimate:
    it = Subject(resource, world)
    said = [find(resource.value, (key,), "") for key in ("apiVersion", "kind")]
    doubt = next((one for one in said if isinstance(one, Unknown)), None)
    api_version, kind = (one if isinstance(one, str) else "" for one in said)
    tags, doubts = labels_of_object(resource)
    wide = is_cluster_wide(kind)
    record = Estimate(
        resource.address,
        resource.kind,
        resource.unit or resource.source,
        resource.locate().primary,
        environment=resource.environment,
        namespace="" if wide else namespace_of(it),
        unplaced="" if wide else unplaced(resource),
        tags=tags,
        doubts=doubts,
        digest=digest_of(resource),
    )
    if doubt is not None:
        return record._replace(gaps=(gap_of(doubt),))
    estimator = _estimator(resource, api_version, kind)
    if estimator is not None:
        return billed(record, estimator, it)
    if is_free(api_version, kind, resource.value):
        return record._replace(is_free=True)
    return record._replace(gaps=(Gap("type", why_not(api_version, kind)),))


def _estimator(resource: Resource, api_version: str, kind: str) -> Estimator | None:
    found = _ESTIMATORS.get((api_version.rpartition("/")[0], kind))
    if found is not None:
        return found
    return workload if WORKLOAD in resource.families and kind != "PodTemplate" else None
