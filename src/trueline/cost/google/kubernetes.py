"""Google Kubernetes Engine: clusters and their pools of nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cost.google import machine as machines
from trueline.cost.google.reading import is_zone, within
from trueline.cost.reckoning import count, is_zero, made_on_demand, maybe, of, product
from trueline.cost.subject import scale, times
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.cost.estimator import Estimator
    from trueline.cost.subject import Subject
    from trueline.model.cost import Component

_ZONES = 3.0  # a regional cluster has nodes in three


def cluster(it: Subject) -> Iterator[Component]:
    """Yield the fee of a cluster, and its nodes: those it declares itself, or what runs on it where Google has them."""
    yield it.hourly("cluster", "google/gke", "cluster", region="*")
    autopilot = it.flag("enable_autopilot")
    if isinstance(autopilot, Unknown):
        yield it.hourly("nodes", machines.COMPUTE, autopilot)
        return
    if autopilot:
        yield from _autopilot(it)
        return
    yield from made_on_demand(it, it.flag("cluster_autoscaling[0].enabled"))
    for place, block in enumerate(it.items("node_pool")):
        if isinstance(block, Unknown):
            yield it.hourly(f"pool {place + 1}", machines.COMPUTE, block)
        else:
            yield from _named(f"pool {place + 1}", _pool(it, it, f"node_pool[{place}]."))
    removed = it.flag("remove_default_node_pool")
    if not it.items("node_pool") and removed is not True:
        own = _named("default pool", _pool(it, it, ""))
        yield from (maybe(line, removed) for line in own)


def node_pool(it: Subject) -> Iterator[Component]:
    """Yield the nodes of a pool, in all zones it is in."""
    owner = next(iter(it.refers("google_container_cluster", "cluster")), it)
    yield from _pool(within(it, [("google_container_cluster", "cluster")]), owner, "")


def _autopilot(it: Subject) -> Iterator[Component]:
    for name, key, usage in (
        ("Autopilot vCPU", "cpu", "autopilot_vcpu_count"),
        ("Autopilot memory", "memory", "autopilot_memory_gb"),
        ("Autopilot ephemeral storage", "storage", "autopilot_ephemeral_storage_gb"),
    ):
        yield it.used(name, "google/gke-autopilot", key, usage, divide=1 / 730)


def _pool(it: Subject, owner: Subject, at: str) -> Iterator[Component]:
    zones = _zones(it, owner, at)
    initial = it.number(f"{at}initial_node_count", 1.0)
    wanted = it.number(f"{at}node_count", initial if not isinstance(initial, Unknown) else None)
    scaling = f"{at}autoscaling[0]."
    if at == "" and it.kind == "google_container_cluster":
        wanted = initial
        number, gaps = scale(product(wanted, zones), product(wanted, zones), product(wanted, zones))
    elif it.get(f"{scaling}total_max_node_count") is not None:
        least = it.number(f"{scaling}total_min_node_count", 0.0)
        number, gaps = scale(least, product(wanted, zones), it.number(f"{scaling}total_max_node_count"))
    elif it.items(f"{at}autoscaling"):
        least, most = it.number(f"{scaling}min_node_count", 0.0), it.number(f"{scaling}max_node_count")
        expected = least if it.get(f"{at}node_count") is None and it.get(f"{at}initial_node_count") is None else wanted
        number, gaps = scale(product(least, zones), product(expected, zones), product(most, zones))
    else:
        number, gaps = scale(product(wanted, zones), product(wanted, zones), product(wanted, zones))
    yield from times(_node(it, f"{at}node_config[0]."), number, gaps)


def _node(it: Subject, at: str) -> Iterator[Component]:
    type_ = it.get(f"{at}machine_type", "e2-medium")
    spot = it.flag(f"{at}spot")
    preemptible = it.flag(f"{at}preemptible")
    cheap = True if spot is True or preemptible is True else spot if isinstance(spot, Unknown) else preemptible
    yield from machines.machine(it, type_, spot=cheap)
    yield from machines.gpus(it, type_, at, spot=cheap)
    yield from machines.disk(it, "disk", it.get(f"{at}disk_type", "pd-balanced"), it.number(f"{at}disk_size_gb", 100.0))
    local = it.number(f"{at}local_ssd_count", 0.0)
    for block in ("ephemeral_storage_local_ssd_config", "local_nvme_ssd_block_config"):
        local = of(lambda one, two: one + two, local, it.number(f"{at}{block}[0].local_ssd_count", 0.0))
    yield from machines.scratch(it, local)


def _zones(it: Subject, owner: Subject, at: str) -> float | Unknown:
    """Return in how many zones each node stands: those named, else the one of a zonal cluster, else three."""
    own = it.items(f"{at}node_locations") if at or it.resource is not owner.resource else []
    if own:
        return count(own)
    place = owner.get("location")
    named = count(owner.items("node_locations"))
    if isinstance(place, Unknown):
        return place
    if is_zone(place) or (place is None and is_zone(owner.get("zone"))):
        return of(lambda found: found + 1.0, named)  # beside its own
    if place is None and owner.resource is it.resource and it.kind == "google_container_node_pool":
        return Unknown([f"{it.address} ← its cluster is not here"])
    return _ZONES if is_zero(named) else named


def _named(prefix: str, lines: Iterator[Component]) -> Iterator[Component]:
    for line in lines:
        yield line._replace(name=f"{prefix}: {line.name}")


ESTIMATORS: Mapping[str, Estimator] = {
    "google_container_cluster": cluster,
    "google_container_node_pool": node_pool,
}
