"""Networks: addresses, forwarding rules, NAT, VPN, Interconnect, Cloud Armor, DNS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.cost.reckoning import because, count, is_set, known, maybe, of, product, unlike
from trueline.cost.subject import scale, times
from trueline.model.cost import HOURS
from trueline.values.bounds import UNBOUNDED, Bounds
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.cost.estimator import Estimator
    from trueline.cost.subject import Subject
    from trueline.model.cost import Component

_ADDRESS: Final = "google/address"
_BALANCER: Final = "google/load-balancer"
_RULES: Final = ("google_compute_forwarding_rule", "google_compute_global_forwarding_rule")
_MACHINES: Final = ("google_compute_instance", "google_compute_instance_template")
_COVERED: Final = 5  # forwarding rules of a project that one minimum pays for
_MOST_MACHINES: Final = 32.0  # of a NAT gateway, that are paid for


def address(it: Subject) -> Iterator[Component]:
    """Yield an external address: idle, unless something elsewhere uses it; a load balancer's is free."""
    kind = it.text("address_type", "EXTERNAL")
    free = [it.linked(one, "ip_address") for one in _RULES]
    if known(kind) == "internal" or any(free):
        return
    at = [f"network_interface[{n}].access_config[0].nat_ip" for n in (0, 1)]
    users = [it.linked(one, path) for one in _MACHINES for path in at]
    users.append(it.linked("google_compute_router_nat", "nat_ips"))
    region = "us-central1" if it.kind == "google_compute_global_address" else None
    used = it.hourly("address", _ADDRESS, "in-use")
    idle = it.hourly("address, where it is idle", _ADDRESS, "idle", Bounds(0.0, 1.0), region=region)
    doubt = next((one.open for one in users if one.open is not None), None)
    lines = [used] if any(users) else [idle]
    if doubt is not None and not any(users):
        lines = unlike(doubt, [idle], [used._replace(name=idle.name)])
    for balancer in free:
        lines = [maybe(line, balancer.open) if balancer.open is not None else line for line in lines]
    yield from (maybe(line, kind) for line in lines)


def forwarding_rule(it: Subject) -> Iterator[Component]:
    """Yield a rule's share: the first five of a project cost one minimum, each one more the same again."""
    region = "global" if it.kind == "google_compute_global_forwarding_rule" else None
    scheme = it.get("load_balancing_scheme")
    service = it.hourly("Private Service Connect endpoint", _BALANCER, "psc-endpoint", region="us-central1")
    if isinstance(scheme, Unknown) and is_set(it.get("target")):
        yield from unlike(scheme, [service], _rule(it, region))
    elif isinstance(scheme, str) and not scheme and is_set(it.get("target")):
        yield service
    else:
        yield from _rule(it, region)


def _rule(it: Subject, region: str | None) -> Iterator[Component]:
    place = _place_of(it)
    if place == 0:
        yield it.hourly("forwarding rules, the first five", _BALANCER, "first-five", region=region)
    elif place < _COVERED:
        yield it.hourly("forwarding rule, one of five", _BALANCER, "first-five", 0.0, region=region)
    else:
        yield it.hourly("forwarding rule", _BALANCER, "additional", region=region)
    yield it.used("data processed", _BALANCER, "gigabyte", "monthly_ingress_data_gb", region=region)


def _place_of(it: Subject) -> int:
    """Return which of the rules of its project it is, by address."""
    project = known(it.get("project"))
    alike = [one.address for kind in _RULES for one in it.others(kind) if known(one.get("project")) == project]
    return sorted({*alike, it.address}).index(it.address)


def router_nat(it: Subject) -> Iterator[Component]:
    """Yield a gateway, which is paid for by the machines that use it, up to 32; its addresses; and its traffic."""
    machines = it.usage("assigned_vms")
    if machines is None:
        yield it.used("gateway", "google/nat", "vm", "assigned_vms", most=_MOST_MACHINES * HOURS)
    else:
        yield it.hourly("gateway", "google/nat", "vm", min(machines, _MOST_MACHINES))._replace(usage="assigned_vms")
    own = it.get("nat_ip_allocate_option")
    if isinstance(own, Unknown) or known(own) == "auto_only":
        number = Bounds(0.0, UNBOUNDED) if isinstance(own, Unknown) else 1.0
        yield because(it.hourly("addresses, at least one", _ADDRESS, "in-use", number), own)
    yield it.used("data processed", "google/nat", "gigabyte", "monthly_data_processed_gb")


def vpn_tunnel(it: Subject) -> Iterator[Component]:
    """Yield a tunnel by the hour."""
    yield it.hourly("tunnel", "google/vpn", "tunnel")


def attachment(it: Subject) -> Iterator[Component]:
    """Yield an attachment of a partner by its bandwidth; what one of a dedicated link costs is not in the book."""
    if known(it.get("type", "DEDICATED")) != "partner":
        yield it.unpriced("attachment", "the price book has no price of an attachment of a dedicated interconnect")
        return
    yield it.hourly("attachment", "google/interconnect", it.text("bandwidth", "BPS_10G"))


def interconnect(it: Subject) -> Iterator[Component]:
    """Yield the links of a dedicated interconnect."""
    yield it.hourly("links", "google/interconnect", it.text("link_type"), it.number("requested_link_count"))


def security_policy(it: Subject) -> Iterator[Component]:
    """Yield a policy of Cloud Armor, its rules, and the requests that it sees."""
    kind = it.get("type")
    of_network = it.unpriced("policy", "the price book has no prices of network security policies")
    if isinstance(kind, Unknown):
        yield from unlike(kind, [of_network], _ordinary_policy(it))
    elif known(kind) == "cloud_armor_network":
        yield of_network
    else:
        yield from _ordinary_policy(it)


def _ordinary_policy(it: Subject) -> Iterator[Component]:
    yield it.monthly("policy", "google/armor", "policy")
    rules = count(it.items("rules" if it.kind == "google_compute_region_security_policy" else "rule"))
    apart = it.linked(f"{it.kind}_rule", "security_policy")
    every = of(lambda found: found + len(apart), rules)
    number = every if isinstance(every, Unknown) or apart.open is None else Bounds(every, UNBOUNDED)
    yield because(it.monthly("rules", "google/armor", "rule", number), apart.open)
    yield it.used("requests", "google/armor", "requests", "monthly_requests", divide=1e6)


def managed_zone(it: Subject) -> Iterator[Component]:
    """Yield a zone, and the queries to it."""
    yield it.monthly("zone", "google/dns", "zone")
    yield it.used("queries", "google/dns", "queries", "monthly_queries", divide=1e6)


def access_connector(it: Subject) -> Iterator[Component]:
    """Yield the machines of a connector of serverless things: two of them, up to ten, unless it says otherwise."""
    least, most = _instances(it, "min", 2.0), _instances(it, "max", 10.0)
    number, gaps = scale(least, least, most)
    yield from times([it.hourly("machines", "google/compute", it.text("machine_type", "e2-micro"))], number, gaps)


def _instances(it: Subject, end: str, default: float) -> float | Unknown:
    if it.get(f"{end}_instances") is None and it.get(f"{end}_throughput") is not None:
        return product(it.number(f"{end}_throughput"), 0.01)  # a machine has 100 MB/s
    return it.number(f"{end}_instances", default)


ESTIMATORS: Mapping[str, Estimator] = {
    "google_compute_address": address,
    "google_compute_forwarding_rule": forwarding_rule,
    "google_compute_global_address": address,
    "google_compute_global_forwarding_rule": forwarding_rule,
    "google_compute_interconnect": interconnect,
    "google_compute_interconnect_attachment": attachment,
    "google_compute_region_security_policy": security_policy,
    "google_compute_router_nat": router_nat,
    "google_compute_security_policy": security_policy,
    "google_compute_vpn_tunnel": vpn_tunnel,
    "google_dns_managed_zone": managed_zone,
    "google_vpc_access_connector": access_connector,
}
