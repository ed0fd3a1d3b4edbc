"""What workloads cost: the cores, memory and GPUs of their pods for the hours these run, and their volumes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.cost.kubernetes import replicas, runs
from trueline.cost.kubernetes.nodes import parts_of
from trueline.cost.kubernetes.pods import pod_of
from trueline.cost.kubernetes.volumes import claim_line
from trueline.cost.subject import gap_of
from trueline.dialects.kubernetes.kinds import WORKLOAD
from trueline.model.cost import Component, Gap
from trueline.values.bounds import OPEN, UNBOUNDED, Bounds, Spread
from trueline.values.unknown import Unknown, find

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from trueline.cost.kubernetes.pods import Need, Pod
    from trueline.cost.kubernetes.replicas import Count
    from trueline.cost.subject import Subject
    from trueline.model.cost import Price

_HOURS: Final[Mapping[str, Callable[[Subject], Count]]] = {
    "CronJob": runs.of_cron,
    "Job": runs.of_job,
    "Pod": runs.of_pod,
    "serving.knative.dev/Service": lambda it: replicas.of_knative(it).hours,
}


def workload(it: Subject) -> Iterator[Component]:
    """Yield what pods take, and the volumes that are made for them."""
    template = it.resource.families.get(WORKLOAD)
    spec = _referred(it) if template is None else find(it.resource.value, (*template, "spec"))
    yield from lines(it, pod_of(it, spec), _hours(it, spec))
    yield from _volumes(it, spec)


def lines(it: Subject, pod: Pod, hours: Count) -> Iterator[Component]:
    """Yield what ``pod`` takes for ``hours``."""
    prices = parts_of(it.world)
    yield _line(it, "CPU", prices.cpu, pod.cpu, hours)
    yield _line(it, "memory", prices.memory, pod.memory, hours)
    if pod.gpu.amount.high:
        yield _line(it, "GPU", prices.gpu, pod.gpu, hours)
    if hours.spread.most.high:
        for gap in dict.fromkeys(pod.gaps):
            yield Component(gap.reason.removeprefix("nobody has priced ").removesuffix(" yet"), "", OPEN, OPEN,
                            None, (gap,))  # fmt: skip


def _line(it: Subject, name: str, price: Price | Gap, need: Need, hours: Count) -> Component:
    quantity = hours.spread.times(Spread(need.amount, need.amount, need.amount))
    found = it.component(name, price, quantity)
    if not quantity.most.high:  # there is none, whatever one would take
        return found._replace(gaps=(), usage=hours.usage)
    return found._replace(gaps=tuple(dict.fromkeys((*found.gaps, *need.gaps, *hours.gaps))), usage=hours.usage)


def _hours(it: Subject, spec: object) -> Count:
    if it.kind == "DaemonSet":
        return replicas.on_each_node(it, spec).hours
    counted = _HOURS.get(it.kind)
    return replicas.replicas(it).hours if counted is None else counted(it)


def _referred(it: Subject) -> object:
    """Return the pods of the Deployment that a Rollout takes over."""
    name = it.get("spec.workloadRef.name")
    for other in it.others("Deployment"):
        if other.resource.name == name and other.get("metadata.namespace") == it.get("metadata.namespace"):
            return other.get("spec.template.spec")
    return None


def _volumes(it: Subject, spec: object) -> Iterator[Component]:
    claims = [(find(one, ("metadata", "name")), find(one, ("spec",))) for one in it.items("spec.volumeClaimTemplates")]
    volumes = find(spec, ("volumes",))
    if isinstance(volumes, Unknown):
        yield Component("volumes", "", OPEN, OPEN, None, (gap_of(volumes),))
    for volume in volumes if isinstance(volumes, list) else ():
        claim = find(volume, ("ephemeral", "volumeClaimTemplate", "spec"))
        if claim is not None:
            claims.append((find(volume, ("name",)), claim))
    if not claims:
        return
    count = _kept(it, spec)
    for name, claim in claims:
        yield claim_line(it, f"storage {name}", claim, count)


def _kept(it: Subject, spec: object) -> Count:
    """Return how many pods have volumes at a time; what only runs at times has some of the time."""
    if it.kind in ("CronJob", "Job", "Pod"):
        hours = _hours(it, spec)
        each = 1 / 730
        return hours._replace(
            spread=Spread(
                *(Bounds(*(end if end == UNBOUNDED else end * each for end in side)) for side in hours.spread)
            )
        )
    return replicas.on_each_node(it, spec) if it.kind == "DaemonSet" else replicas.replicas(it)
