"""What scales a workload by itself: its number of replicas is not the manifest's to say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.drift.kubernetes.identity import Identity, Kind
from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SCALERS: Final[Mapping[Kind, tuple[str, str]]] = {  # kind → where it names its target, and of which kind that is else
    Kind("autoscaling", "HorizontalPodAutoscaler"): ("scaleTargetRef", ""),
    Kind("autoscaling.k8s.io", "VerticalPodAutoscaler"): ("targetRef", ""),
    Kind("autoscaling.x-k8s.io", "WatermarkPodAutoscaler"): ("scaleTargetRef", ""),
    Kind("autoscaling.x-k8s.io", "MultidimPodAutoscaler"): ("scaleTargetRef", ""),
    Kind("datadoghq.com", "WatermarkPodAutoscaler"): ("scaleTargetRef", ""),
    Kind("datadoghq.com", "DatadogPodAutoscaler"): ("targetRef", ""),
    Kind("keda.sh", "ScaledObject"): ("scaleTargetRef", "Deployment"),
}


def targets(objects: Iterable[tuple[Identity, Mapping[str, object]]]) -> dict[tuple[str, str, str], str]:
    """Return what is scaled, by kind, namespace and name, each with the address of what scales it."""
    found: dict[tuple[str, str, str], str] = {}
    for identity, value in objects:
        known = _SCALERS.get(identity.kind)
        if known is None:
            continue
        reference = find(value, ("spec", known[0]))
        kind, name = find(reference, ("kind",)) or known[1], find(reference, ("name",))
        if isinstance(kind, str) and isinstance(name, str):
            found.setdefault((kind, identity.namespace, name), identity.address)
    return found
