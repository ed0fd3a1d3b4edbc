"""How many pods a workload has: its own word, and what autoscalers make of it.

A HorizontalPodAutoscaler and a KEDA ScaledObject of the unit that name it bound it; a VerticalPodAutoscaler does not.
What is expected is declared (usage ``replicas``, else ``spec.replicas`` between the bounds), else the minimum; of what
scales to zero nobody knows without usage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.cost.kubernetes.pods import labels_of
from trueline.cost.reckoning import Ends, is_zero, outermost, perhaps, perhaps_scaled
from trueline.cost.subject import Amount, scale, spread
from trueline.model.cost import HOURS, Gap
from trueline.values.bounds import NONE, OPEN, UNBOUNDED, Bounds, Spread, always, exactly
from trueline.values.unknown import Unknown, find

if TYPE_CHECKING:
    from trueline.cost.subject import Subject

_ONE_BY_DEFAULT: Final = frozenset(
    {"Deployment", "StatefulSet", "ReplicaSet", "ReplicationController", "Rollout", "CloneSet"}
)
_AUTOSCALERS: Final = ("HorizontalPodAutoscaler", "ScaledObject")
_KEDA_MOST: Final = 100.0
_PAUSED: Final = "autoscaling.keda.sh/paused-replicas"
_REQUIRED: Final = "requiredDuringSchedulingIgnoredDuringExecution"
_SAID_OF_ALL: Final = frozenset({"kubernetes.io/os", "kubernetes.io/arch", "beta.kubernetes.io/os"})


class Count(NamedTuple):
    """How many there are, and what of that is not known."""

    spread: Spread
    gaps: tuple[Gap, ...] = ()
    usage: str = ""

    @property
    def hours(self) -> Count:
        """The hours of a month that all of them run."""
        return self._replace(spread=self.spread.times(always(float(HOURS))))


def replicas(it: Subject) -> Count:
    """Return how many pods a workload has."""
    declared = _declared(it)
    autoscalers = it.linked("HorizontalPodAutoscaler", "scaleTargetRef")
    triggers = it.linked("ScaledObject", "scaleTargetRef")
    doubt = _unnamed(it)
    if autoscalers and is_zero(declared) and not triggers and doubt is None:
        return Count(NONE)  # an HPA lets alone what is scaled to nothing
    limits = [ends_of(one) for one in (*autoscalers, *triggers)]
    if not limits and doubt is not None:
        return Count(*perhaps_scaled(declared, doubt))
    if not limits:
        found, gaps = spread(declared)
        return Count(found, tuple(gaps))
    ends, doubts = outermost(limits)
    count = between(it, ends.least, declared if it.get("spec.replicas") is not None else None, ends.most)
    count = count._replace(gaps=tuple(dict.fromkeys((*count.gaps, *doubts))))
    if doubt is not None:
        number, more = perhaps_scaled(count.spread, doubt)
        count = count._replace(spread=number, gaps=(*count.gaps, *more))
    if autoscalers and (isinstance(declared, Unknown) or is_zero(declared)):  # as it may stay at nothing
        return count._replace(spread=perhaps(count.spread))
    return count


def _unnamed(it: Subject) -> Unknown | None:
    """Return what an autoscaler of the unit scales, where one does not say and may scale this."""
    every = [one.get("spec.scaleTargetRef.name") for kind in _AUTOSCALERS for one in it.others(kind)]
    return next((one for one in every if isinstance(one, Unknown)), None)


def between(it: Subject, least: Amount, declared: Amount | None, most: Amount) -> Count:
    """Return a count between bounds; what is expected is declared as usage, in the code, or the least."""
    used = it.usage("replicas")
    wanted: Amount | None = declared if used is None else used
    floor, ceiling = spread(least)[0].least, spread(most)[0].most
    if isinstance(wanted, float | int):  # an autoscaler keeps it between the ends, whatever these are
        low, high = min(float(wanted), ceiling.low), min(float(wanted), ceiling.high)
        wanted = Bounds(max(low, floor.low), max(high, min(floor.high, ceiling.high)))
    if wanted is None:
        if floor.high == 0 and ceiling.high:
            return _scaled_to_zero(it, floor, ceiling, spread(most)[1])
        wanted = least
    found, gaps = scale(least, wanted, most)
    return Count(found, gaps, "replicas" if used is not None else "")


def _scaled_to_zero(it: Subject, floor: Bounds, ceiling: Bounds, gaps: list[Gap]) -> Count:
    if it.world.settings.undeclared == "zero":
        return Count(Spread(floor, exactly(0.0), ceiling), tuple(gaps), "replicas")
    gap = Gap("usage", "how many of its replicas run is not declared: `replicas`", "replicas")
    return Count(Spread(floor, Bounds(0.0, ceiling.high), ceiling), (*gaps, gap), "replicas")


def on_each_node(it: Subject, spec: object) -> Count:
    """Return how many nodes a DaemonSet has a pod on."""
    number = it.world.settings.nodes.number
    labels = find(spec, ("nodeSelector",), {})
    selects = isinstance(labels, Unknown) or bool(set(labels_of(spec, ("nodeSelector",))) - _SAID_OF_ALL)
    picks = selects or find(spec, ("affinity", "nodeAffinity", _REQUIRED)) is not None
    if number is None:
        gap = Gap("value", "how many nodes a cluster has is not declared: `cost.nodes.number`")
        return Count(OPEN, (gap,))
    if picks:
        some = Bounds(0.0, float(number))
        return Count(Spread(some, some, some), (Gap("value", "how many of the nodes it selects is not known"),))
    return Count(always(float(number)))


def of_knative(it: Subject) -> Count:
    """Return how many pods a Knative Service has, between its annotations; without ``max-scale`` nothing bounds it."""
    notes = find(it.resource.value, ("spec", "template", "metadata", "annotations"))

    def said(name: str, old: str) -> float | Unknown:
        every = [find(notes, (f"autoscaling.knative.dev/{one}",)) for one in (name, old)]
        found = next((one for one in every if one is not None), None)
        if isinstance(found, Unknown):
            return found
        return float(found) if isinstance(found, str) and found.isdigit() else 0.0

    most = said("max-scale", "maxScale")
    ceiling: Amount = Unknown(["`autoscaling.knative.dev/max-scale` is not set"]) if is_zero(most) else most
    return between(it, said("min-scale", "minScale"), None, ceiling)


def _declared(it: Subject) -> float | Unknown:
    if it.kind.rpartition("/")[2] in _ONE_BY_DEFAULT:
        return count_of(it, "spec.replicas", 1.0)
    if it.get("spec.replicas") is None:
        return Unknown(["how many pods it has is not known"])
    return count_of(it, "spec.replicas")


def count_of(it: Subject, path: str, default: float | None = None) -> float | Unknown:
    """Return a number of things; what is negative or no number counts nothing, and is not known."""
    found = it.number(path, default)
    if isinstance(found, Unknown) or 0 <= found < UNBOUNDED:
        return found
    return Unknown([f"{it.address}.{path} ← {found:g} is no number of things"])


def ends_of(scaler: Subject) -> Ends:
    """Return how few and how many pods an autoscaler allows."""
    return _of_keda(scaler) if scaler.kind == "ScaledObject" else _of_hpa(scaler)


def _of_hpa(hpa: Subject) -> Ends:
    return Ends(count_of(hpa, "spec.minReplicas", 1.0), count_of(hpa, "spec.maxReplicas"))


def _of_keda(scaled: Subject) -> Ends:
    paused = labels_of(scaled.resource.value, ("metadata", "annotations")).get(_PAUSED)
    if isinstance(paused, str) and paused.isdigit():
        return Ends(float(paused), float(paused))
    idle = scaled.get("spec.idleReplicaCount")
    least = count_of(scaled, "spec.minReplicaCount", 0.0) if idle is None else count_of(scaled, "spec.idleReplicaCount")
    return Ends(least, count_of(scaled, "spec.maxReplicaCount", _KEDA_MOST))
