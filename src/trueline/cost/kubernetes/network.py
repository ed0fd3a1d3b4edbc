"""What load balancers cost that Kubernetes asks the cloud for: of Services, Ingresses and Gateways.

Those that clusters of one's own bring along (MetalLB, Cilium, kube-vip) cost nothing by themselves. A cloud that shares
one between Services is counted for each, so that this is the most. AWS's are taken for network load balancers; public
addresses are not counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.cost.kubernetes.nodes import default_price, own_price, region_of_nodes
from trueline.cost.kubernetes.pods import notes_of
from trueline.cost.reckoning import maybe, perhaps, unlike
from trueline.model.cost import HOURS, Gap
from trueline.values.bounds import Bounds
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.cost.subject import Subject
    from trueline.model.cost import Component, Price

_OWN: Final = ("metallb.universe.tf/", "metallb.io/", "lbipam.cilium.io/", "io.cilium/lb-", "kube-vip.io/",
               "purelb.io/", "loxilb.io/", "svccontroller.k3s.cattle.io/")  # fmt: skip
_OWN_CLASSES: Final = ("metallb", "io.cilium/", "kube-vip", "purelb", "tailscale", "loxilb", "openelb")
_BALANCERS: Final = {"aws": ("aws/elb", "nlb-hour"), "azure": ("azure/load-balancer", "first-rules"),
                     "google": ("google/load-balancer", "first-five")}  # fmt: skip
_DATA: Final = {
    "aws": ("aws/elb", "nlb-lcu"),
    "azure": ("azure/load-balancer", "data"),
    "google": ("google/load-balancer", "gigabyte"),
}
_MAKES_ONE: Final = {"alb": "aws", "gce": "google", "gce-internal": "google"}
_CLASS: Final = "kubernetes.io/ingress.class"
_GROUP: Final = "alb.ingress.kubernetes.io/group.name"


def service(it: Subject) -> Iterator[Component]:
    """Yield the load balancer of a Service that asks for one."""
    if it.text("spec.type", "ClusterIP") != "LoadBalancer":
        return
    own = _is_of_the_cluster(it)
    if own is not True:
        yield maybe(it.component("load balancer", _price(it), 1.0, per=HOURS), own)
        yield from (maybe(line, own) for line in _data(it))


def ingress(it: Subject) -> Iterator[Component]:
    """Yield the load balancer that the class of an Ingress makes; most classes route through a Service of their own."""
    notes = notes_of(it)
    named = it.get("spec.ingressClassName", notes if isinstance(notes, Unknown) else notes.get(_CLASS, ""))
    cloud = it.world.settings.nodes.cloud
    if isinstance(named, Unknown):
        makers = sorted(set(_MAKES_ONE.values()))
        yield from unlike(named, (), *(_balancer(it, maker, notes) for maker in makers))
        return
    maker = "google" if not named and cloud == "google" else _MAKES_ONE.get(str(named), "")
    if maker:
        yield from _balancer(it, maker, notes)


def _balancer(it: Subject, maker: str, notes: Mapping[str, object] | Unknown) -> Iterator[Component]:
    """Yield the load balancer of an Ingress, which those of a group share."""
    is_alb = maker == "aws" and it.world.settings.nodes.cloud == "aws"
    made = it.component("load balancer", _price(it, ("aws/elb", "alb-hour") if is_alb else None), 1.0, per=HOURS)
    yield from _data(it, ("aws/elb", "alb-lcu") if is_alb else None)
    if isinstance(notes, Unknown):
        yield maybe(made, notes)
    elif _GROUP in notes:
        shared = notes[_GROUP] if isinstance(notes[_GROUP], str) else "it names"
        gap = Gap("value", f"how many share the load balancer of group {shared} is not known")
        yield made._replace(amount=perhaps(made.amount), gaps=(*made.gaps, gap))
    else:
        yield made


def gateway(it: Subject) -> Iterator[Component]:
    """Yield the load balancer that a Gateway may have: its class decides."""
    named = it.text("spec.gatewayClassName")
    if not isinstance(named, Unknown) and named.startswith("gke-"):
        yield it.component("load balancer", _price(it), 1.0, per=HOURS)
        return
    made = it.component("load balancer", _price(it), Bounds(0.0, 1.0), per=HOURS)
    gap = Gap("value", f"whether class {named if isinstance(named, str) else ''} makes a load balancer is not known")
    yield made._replace(gaps=(*made.gaps, gap))


def _is_of_the_cluster(it: Subject) -> bool | Unknown:
    notes, named = notes_of(it), it.get("spec.loadBalancerClass", "")
    if not isinstance(notes, Unknown) and any(str(key).startswith(_OWN) for key in notes):
        return True
    if isinstance(named, str) and named.startswith(_OWN_CLASSES):
        return True
    return next((one for one in (named, notes) if isinstance(one, Unknown)), False)


def _price(it: Subject, entry: tuple[str, str] | None = None) -> Price | Gap:
    nodes, book = it.world.settings.nodes, it.world.book
    if nodes.load_balancer is not None:
        return own_price("load-balancer", nodes.load_balancer)
    entry = entry or _BALANCERS.get(nodes.cloud)
    if entry is None or book.section(entry[0]) is None:
        return default_price(book, "load-balancer")
    region = region_of_nodes(it.world)
    return region if isinstance(region, Gap) else book.price(*entry, region)


def _data(it: Subject, entry: tuple[str, str] | None = None) -> Iterator[Component]:
    """Yield what goes through a load balancer, where its cloud is known: a GB an hour is one of AWS's units."""
    nodes = it.world.settings.nodes
    entry = entry or _DATA.get(nodes.cloud)
    if entry is None or nodes.load_balancer is not None:
        return
    region = region_of_nodes(it.world)
    yield it.used("data processed", *entry, "monthly_data_processed_gb", region=Unknown([region.reason])
                  if isinstance(region, Gap) else region)  # fmt: skip
