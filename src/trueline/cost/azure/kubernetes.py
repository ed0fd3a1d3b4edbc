"""Azure Kubernetes Service: clusters and their node pools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cost.azure.amount import is_on, within
from trueline.cost.azure.compute import disk, machine
from trueline.cost.reckoning import around, is_any_of, made_on_demand, maybe
from trueline.cost.subject import gap_of, scale, times
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.cost.estimator import Estimator
    from trueline.cost.subject import Subject
    from trueline.model.cost import Component

NODE_DISK = 128.0  # GiB, where nothing is said


def cluster(it: Subject) -> Iterator[Component]:
    """Yield the control plane, the first node pool, and the load balancer through which nodes reach the outside."""
    tier = it.text("sku_tier", "Free")
    if isinstance(tier, Unknown) or tier != "Free":
        yield it.hourly("control plane", "azure/aks", "Standard" if tier == "Paid" else tier)
    yield from pool(it, "default_node_pool[0].")
    mode = it.get("node_provisioning_profile[0].mode")
    yield from made_on_demand(it, mode if isinstance(mode, Unknown) else is_any_of(mode, "Auto"))
    kind = it.text("network_profile[0].load_balancer_sku", "standard")
    way = it.text("network_profile[0].outbound_type", "loadBalancer")
    if is_any_of(kind, "standard") and is_any_of(way, "loadBalancer"):
        yield it.hourly("outbound load balancer", "azure/load-balancer", "first-rules")
        yield it.hourly("outbound address", "azure/public-ip", "standard")
    elif isinstance(kind, Unknown) or isinstance(way, Unknown):
        yield it.hourly("outbound load balancer", "azure/load-balancer", kind if isinstance(kind, Unknown) else way)


def node_pool(it: Subject) -> Iterator[Component]:
    """Yield a further pool, where its cluster is."""
    yield from pool(within(it, "azurerm_kubernetes_cluster", "kubernetes_cluster_id"), "")


def pool(it: Subject, at: str) -> Iterator[Component]:
    """Yield the nodes of a pool, between its least and its greatest number where it scales by itself."""
    system = it.text(at + "os_type", "Linux")
    windows = system if isinstance(system, Unknown) else is_any_of(system, "Windows")
    parts = list(machine(it, it.get(at + "vm_size"), windows=windows, at=at))
    where = it.text(at + "os_disk_type", "Managed")
    if isinstance(where, Unknown) or where == "Managed":
        own = disk(it, "OS disk", "Premium_LRS", it.number(at + "os_disk_size_gb", NODE_DISK))
        parts += [maybe(line, where) for line in own]
    switches = [is_on(it.get(at + name)) for name in ("auto_scaling_enabled", "enable_auto_scaling")]
    doubt = next((one for one in switches if isinstance(one, Unknown)), None)
    nodes = it.number(at + "node_count", 1.0)
    fixed, gaps = scale(nodes, nodes, nodes)
    if doubt is None and True not in switches:
        yield from times(parts, fixed, gaps)
        return
    least = it.number(at + "min_count", 0.0)
    started = it.number(at + "node_count") if it.get(at + "node_count") is not None else least
    number, more = scale(least, started, it.number(at + "max_count"))
    if doubt is None or True in switches:
        yield from times(parts, number, more)
    else:
        yield from times(parts, around([fixed, number]), (*gaps, *more, gap_of(doubt)))


ESTIMATORS: Mapping[str, Estimator] = {
    "azurerm_kubernetes_cluster": cluster,
    "azurerm_kubernetes_cluster_node_pool": node_pool,
}
