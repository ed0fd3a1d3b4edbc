"""Load balancers, and other things of a VPC that bill by the hour and by what goes through them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cost.reckoning import chosen, count, joined, known, maybe
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.cost.estimator import Estimator
    from trueline.cost.subject import Subject
    from trueline.model.cost import Component

_KINDS = {"application": "alb", "network": "nlb", "gateway": "gwlb"}


# A capacity unit of each: connections a second, connections a minute, GB an hour, rules a second.
_CAPACITY = {
    "alb": {
        "new_connections": 25.0,
        "active_connections": 3000.0,
        "processed_bytes_gb": 1.0,
        "rule_evaluations": 1000.0,
    },
    "nlb": {"new_connections": 800.0, "active_connections": 100000.0, "processed_bytes_gb": 1.0},
    "gwlb": {"new_connections": 600.0, "active_connections": 60000.0, "processed_bytes_gb": 1.0},
}
_ENDPOINTS = {"gateway": "gateway", "gatewayloadbalancer": "gateway-load-balancer"}


def balancer(it: Subject) -> Iterator[Component]:
    """Yield the hours, the capacity units and the public addresses, one in each subnet at least."""
    key = chosen(it.get("load_balancer_type", "application"), _KINDS)
    yield it.hourly("load balancer", "aws/elb", joined("{}-hour", key))
    units = _units(it, key)
    if units is None:
        yield it.used("capacity units", "aws/elb", joined("{}-lcu", key), "monthly_lcu_hours")
    else:
        line = it.hourly("capacity units", "aws/elb", joined("{}-lcu", key), units)
        yield line._replace(usage="processed_bytes_gb")
    internal = it.flag("internal")
    if internal is True or (isinstance(key, str) and key == "gwlb"):
        return
    subnets = count(it.items("subnets" if it.get("subnets") is not None else "subnet_mapping"))
    doubt = next((one for one in (internal, subnets) if isinstance(one, Unknown)), subnets)
    if isinstance(doubt, Unknown) or doubt:
        yield it.hourly("public IPv4 addresses", "aws/public-ipv4", "address", doubt)


def _units(it: Subject, key: str | Unknown) -> float | None:
    """Return the capacity units that the declared traffic takes: of its measures the greatest counts."""
    of_each = _CAPACITY.get(key, _CAPACITY["alb"]) if isinstance(key, str) else _CAPACITY["alb"]
    found = [used / each for name, each in of_each.items() if (used := it.usage(name)) is not None]
    return max(found, default=None)


def classic(it: Subject) -> Iterator[Component]:
    """Yield the hours and what goes through."""
    yield it.hourly("classic load balancer", "aws/elb", "clb-hour")
    yield it.used("data processed", "aws/elb", "clb-gigabyte", "monthly_data_processed_gb")


def address(it: Subject) -> Iterator[Component]:
    """Yield a public address, which costs the same in use and idle; one's own (BYOIP) costs nothing."""
    pool = it.get("public_ipv4_pool")
    if pool is None or isinstance(pool, Unknown) or known(pool) == "amazon":
        yield maybe(it.hourly("public IPv4 address", "aws/public-ipv4", "address"), pool)


def endpoint(it: Subject) -> Iterator[Component]:
    """Yield an interface in each subnet, and what goes through; gateways to S3 and DynamoDB cost nothing."""
    key = chosen(it.get("vpc_endpoint_type", "Gateway"), _ENDPOINTS, "interface")
    if isinstance(key, str) and key == "gateway":
        return
    subnets = count(it.items("subnet_ids"))
    here = subnets if isinstance(subnets, Unknown) or subnets else Unknown([f"{it.address} ← its subnets are not here"])
    yield it.hourly("interface in each subnet", "aws/vpc-endpoint", joined("{}-hour", key), here)
    yield it.used("data processed", "aws/vpc-endpoint", joined("{}-gigabyte", key), "monthly_data_processed_gb")


def attachment(it: Subject) -> Iterator[Component]:
    """Yield an attachment to a transit gateway."""
    yield it.hourly("attachment", "aws/transit-gateway", "attachment-hour")
    yield it.used("data processed", "aws/transit-gateway", "gigabyte", "monthly_data_processed_gb")


def peering(it: Subject) -> Iterator[Component]:
    """Yield an attachment between transit gateways, whose traffic is that of the regions."""
    yield it.hourly("attachment", "aws/transit-gateway", "attachment-hour")


def vpn(it: Subject) -> Iterator[Component]:
    """Yield a site-to-site connection, and its attachment where it ends in a transit gateway."""
    yield it.hourly("VPN connection", "aws/vpn", "connection-hour")
    if it.get("transit_gateway_id") is not None:
        yield from attachment(it)


def client_vpn(it: Subject) -> Iterator[Component]:
    """Yield the association with a subnet, and the hours of those who are connected."""
    yield it.hourly("endpoint association", "aws/vpn", "client-endpoint-association-hour")
    yield it.used("client connections", "aws/vpn", "client-connection-hour", "monthly_connection_hours")


def firewall(it: Subject) -> Iterator[Component]:
    """Yield an endpoint in each subnet, and what goes through."""
    yield it.hourly("endpoints", "aws/network-firewall", "endpoint", count(it.items("subnet_mapping")))
    yield it.used("data processed", "aws/network-firewall", "gigabyte", "monthly_data_processed_gb")


def accelerator(it: Subject) -> Iterator[Component]:
    """Yield the accelerator; the premium on its traffic depends on where that goes."""
    yield it.hourly("accelerator", "aws/global-accelerator", "accelerator")


def direct_connection(it: Subject) -> Iterator[Component]:
    """Yield the hours of a port."""
    width = it.get("bandwidth")
    yield it.hourly("port", "aws/direct-connect", width if isinstance(width, Unknown) else f"dedicated-{width}")


def resolver(it: Subject) -> Iterator[Component]:
    """Yield the addresses of a resolver's endpoint, and its queries."""
    yield it.hourly("network interfaces", "aws/route53", "resolver-endpoint", count(it.items("ip_address")))
    yield it.used("queries", "aws/route53", "resolver-queries", "monthly_queries", divide=1e6)


def lattice(it: Subject) -> Iterator[Component]:
    """Yield a service of VPC Lattice."""
    yield it.hourly("service", "aws/vpc-lattice", "service")
    yield it.used("data processed", "aws/vpc-lattice", "gigabyte", "monthly_data_processed_gb")
    yield it.used("requests", "aws/vpc-lattice", "requests", "monthly_requests", divide=1e6)


ESTIMATORS: Mapping[str, Estimator] = {
    "aws_alb": balancer,
    "aws_dx_connection": direct_connection,
    "aws_ec2_client_vpn_network_association": client_vpn,
    "aws_ec2_transit_gateway_peering_attachment": peering,
    "aws_ec2_transit_gateway_vpc_attachment": attachment,
    "aws_eip": address,
    "aws_elb": classic,
    "aws_globalaccelerator_accelerator": accelerator,
    "aws_globalaccelerator_custom_routing_accelerator": accelerator,
    "aws_lb": balancer,
    "aws_networkfirewall_firewall": firewall,
    "aws_route53_resolver_endpoint": resolver,
    "aws_vpc_endpoint": endpoint,
    "aws_vpclattice_service": lattice,
    "aws_vpn_connection": vpn,
}
