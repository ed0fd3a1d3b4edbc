"""Addresses, balancers, gateways and firewalls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cost.azure.amount import between
from trueline.cost.reckoning import because, is_any_of, maybe, number_of, of, unlike
from trueline.cost.subject import spread
from trueline.values.bounds import UNBOUNDED, Bounds, Spread
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.cost.estimator import Estimator
    from trueline.cost.subject import Subject
    from trueline.model.cost import Component

ADDRESS = "azure/public-ip"
BALANCER = "azure/load-balancer"
GATEWAY = "azure/application-gateway"
UNITS_OF_INSTANCE = 10  # what each instance of an application gateway is paid for at least


def public_ip(it: Subject) -> Iterator[Component]:
    """Yield an address by the hour; version 6 costs nothing."""
    version = it.get("ip_version")
    if is_any_of(version, "IPv6"):
        return
    kind, way = it.text("sku", "Standard"), it.text("allocation_method", "Static")
    key: str | Unknown = kind if isinstance(kind, Unknown) or kind != "Basic" else way
    if isinstance(key, str):
        key = "standard" if kind == "Standard" else f"basic-{key.lower()}"
    yield maybe(it.hourly("address", ADDRESS, key), version)


def public_ip_prefix(it: Subject) -> Iterator[Component]:
    """Yield all addresses of a prefix."""
    length = it.number("prefix_length", 28.0)
    yield it.hourly("addresses", ADDRESS, "prefix-address", of(lambda bits: 2.0 ** (32 - bits), length))


def load_balancer(it: Subject) -> Iterator[Component]:
    """Yield the rules of a standard load balancer, five of which are one price; basic ones cost nothing."""
    kind = it.text("sku", "Standard")
    if is_any_of(kind, "Basic"):
        return
    if isinstance(kind, Unknown):
        yield from unlike(kind, (), balancer_of_rules(it), balancer_of_gateways(it))
    elif is_any_of(kind, "Gateway"):
        yield from balancer_of_gateways(it)
    else:
        yield from balancer_of_rules(it)


def balancer_of_gateways(it: Subject) -> Iterator[Component]:
    """Yield a balancer in front of appliances."""
    yield it.hourly("gateway", BALANCER, "gateway")
    yield it.used("data processed", BALANCER, "gateway-data", "monthly_data_processed_gb")


def balancer_of_rules(it: Subject) -> Iterator[Component]:
    """Yield a standard balancer by its rules; where there may be more of them than are seen, it says so."""
    found = [it.linked(name, "loadbalancer_id") for name in ("azurerm_lb_rule", "azurerm_lb_outbound_rule")]
    rules = sum(map(len, found))
    doubt = next((one.open for one in found if one.open is not None), None)
    if rules or doubt is not None:
        first = it.hourly("first five rules", BALANCER, "first-rules")
        yield first if rules else maybe(first, doubt)
    if doubt is not None:
        more = Bounds(max(0.0, rules - 5.0), UNBOUNDED)
        yield because(it.hourly("further rules", BALANCER, "rule", more), doubt)
    elif rules > 5:
        yield it.hourly("further rules", BALANCER, "rule", rules - 5.0)
    yield it.used("data processed", BALANCER, "data", "monthly_data_processed_gb")


def nat_gateway(it: Subject) -> Iterator[Component]:
    """Yield the gateway by the hour, and what goes through it."""
    yield it.hourly("NAT gateway", "azure/nat-gateway", "hour")
    yield it.used("data processed", "azure/nat-gateway", "data", "monthly_data_processed_gb")


def application_gateway(it: Subject) -> Iterator[Component]:
    """Yield an application gateway: of the first generation by instance, of the second by capacity units."""
    kind = it.text("sku[0].name")
    if isinstance(kind, str) and kind in ("Standard_v2", "WAF_v2"):
        yield it.hourly("gateway", GATEWAY, kind)
        yield capacity_units(it, kind)
        return
    yield it.hourly("instances", GATEWAY, kind, it.number("sku[0].capacity", 2.0))
    if isinstance(kind, str) and "_" in kind:
        yield it.used("data processed", GATEWAY, f"data-{kind.partition('_')[2].lower()}", "monthly_data_processed_gb")


def capacity_units(it: Subject, kind: str) -> Component:
    """Return the units: as many as the instances that are kept are worth, at most those of all that may be started."""
    if it.items("autoscale_configuration"):
        least = it.number("autoscale_configuration[0].min_capacity")
        most = it.number("autoscale_configuration[0].max_capacity", 20.0)
    else:
        least = most = it.number("sku[0].capacity", 1.0)
    low, high = (of(lambda instances: instances * UNITS_OF_INSTANCE, one) for one in (least, most))
    declared = it.usage("capacity_units")
    used = between(low, high)
    if declared is not None:
        wanted = spread(of(lambda floor: max(floor, declared), low))[0].expected
        used = Spread(used.least, wanted, Bounds(max(used.most.low, wanted.low), max(used.most.high, wanted.high)))
    found = it.hourly("capacity units", GATEWAY, f"{kind}-capacity-unit", used)
    gaps = spread(low)[1] + spread(high)[1]
    return found._replace(gaps=(*found.gaps, *gaps), usage="capacity_units")


def firewall(it: Subject) -> Iterator[Component]:
    """Yield a firewall by the hour, and what goes through it."""
    tier = it.text("sku_tier", "Standard")
    yield it.hourly("firewall", "azure/firewall", tier)
    key = tier if isinstance(tier, Unknown) else f"{tier}-data"
    yield it.used("data processed", "azure/firewall", key, "monthly_data_processed_gb")


def network_gateway(it: Subject) -> Iterator[Component]:
    """Yield a VPN or ExpressRoute gateway, and its tunnels after the tenth."""
    way = it.text("type", "Vpn")
    express = it.hourly("gateway", "azure/expressroute-gateway", it.get("sku"))
    if isinstance(way, Unknown):
        yield from unlike(way, [express], private_gateway(it))
    elif is_any_of(way, "ExpressRoute"):
        yield express
    else:
        yield from private_gateway(it)


def private_gateway(it: Subject) -> Iterator[Component]:
    """Yield a VPN gateway; where more tunnels than are seen may end in it, it says so."""
    yield it.hourly("gateway", "azure/vpn-gateway", it.get("sku"))
    found = it.linked("azurerm_virtual_network_gateway_connection", "virtual_network_gateway_id")
    more = max(0.0, len(found) - 10.0)
    if more or found.open is not None:
        number = more if found.open is None else Bounds(more, UNBOUNDED)
        yield because(it.hourly("tunnels after the tenth", "azure/vpn-gateway", "site-to-site", number), found.open)
    if it.items("vpn_client_configuration"):
        users = it.usage("p2s_connection")
        price = it.price("azure/vpn-gateway", "point-to-site")
        name = "users after the 128th"
        if users is None:
            yield it.undeclared(name, price, "p2s_connection")
        else:
            yield it.component(name, price, max(0.0, users - 128), per=730)._replace(usage="p2s_connection")


def bastion(it: Subject) -> Iterator[Component]:
    """Yield a bastion, which has two scale units; the one for developers costs nothing."""
    kind = it.text("sku", "Basic")
    if is_any_of(kind, "Developer"):
        return
    yield it.hourly("bastion", "azure/bastion", kind)
    more = of(lambda units: max(0.0, units - 2), it.number("scale_units", 2.0))
    if isinstance(more, Unknown) or more:
        yield it.hourly(
            "further scale units", "azure/bastion", kind if isinstance(kind, Unknown) else f"{kind}-scale-unit", more
        )


def private_endpoint(it: Subject) -> Iterator[Component]:
    """Yield an endpoint by the hour, and what goes through it in both directions."""
    yield it.hourly("endpoint", "azure/private-endpoint", "hour")
    yield it.used("data in", "azure/private-endpoint", "data", "monthly_inbound_data_processed_gb")
    yield it.used("data out", "azure/private-endpoint", "data", "monthly_outbound_data_processed_gb")


def zone(it: Subject) -> Iterator[Component]:
    """Yield a zone of names and its queries."""
    yield it.monthly("zone", "azure/dns", "zone", region="global")
    yield it.used("queries", "azure/dns", "queries", "monthly_queries", divide=1_000_000, region="global")


def resolver_endpoint(it: Subject) -> Iterator[Component]:
    """Yield an endpoint of a resolver."""
    yield it.monthly("endpoint", "azure/dns", "resolver-endpoint", region="global")


def resolver_ruleset(it: Subject) -> Iterator[Component]:
    """Yield a set of forwarding rules."""
    yield it.monthly("ruleset", "azure/dns", "resolver-ruleset", region="global")


def traffic_profile(it: Subject) -> Iterator[Component]:
    """Yield the queries that a profile answers."""
    yield it.used(
        "queries", "azure/traffic-manager", "queries", "monthly_dns_queries", divide=1_000_000, region="global"
    )


def azure_endpoint(it: Subject) -> Iterator[Component]:
    """Yield the health checks of an endpoint in Azure."""
    yield from health_checks(it, "azure-endpoint")


def external_endpoint(it: Subject) -> Iterator[Component]:
    """Yield the health checks of an endpoint elsewhere."""
    yield from health_checks(it, "external-endpoint")


def health_checks(it: Subject, key: str) -> Iterator[Component]:
    """Yield the checks of one endpoint, and what a short interval of its profile adds."""
    yield it.monthly("health checks", "azure/traffic-manager", key, region="global")
    profiles = it.refers("azurerm_traffic_manager_profile", "profile_id")
    if not profiles and profiles.open is not None:
        fast = it.monthly("fast health checks", "azure/traffic-manager", f"{key}-fast", region="global")
        yield maybe(fast, profiles.open)
    for profile in profiles:
        interval = profile.number("monitor_config[0].interval_in_seconds", 30.0)
        if isinstance(interval, Unknown) or interval < 30:
            fast = it.monthly("fast health checks", "azure/traffic-manager", f"{key}-fast", region="global")
            yield maybe(fast, interval)
        return


def front_door(it: Subject) -> Iterator[Component]:
    """Yield a profile of Front Door; of its requests the book has no price."""
    kind = it.get("sku_name")
    yield it.monthly("profile", "azure/front-door", kind, region="global")
    yield it.used("requests", "azure/front-door", "requests", "monthly_requests", divide=10_000, region="global")
    yield it.used("data out", "azure/front-door", "data", "monthly_outbound_gb", region="global")


def virtual_hub(it: Subject) -> Iterator[Component]:
    """Yield a hub of a virtual WAN."""
    yield it.hourly("hub", "azure/virtual-wan", "hub")


def hub_vpn_gateway(it: Subject) -> Iterator[Component]:
    """Yield a VPN gateway of a hub by its scale units, and its connections."""
    yield it.hourly("scale units", "azure/virtual-wan", "vpn-scale-unit", it.number("scale_unit", 1.0))
    connections = it.linked("azurerm_vpn_gateway_connection", "vpn_gateway_id")
    if connections or connections.open is not None:
        line = it.hourly("connections", "azure/virtual-wan", "vpn-connection", number_of(connections))
        yield because(line, connections.open)


def user_vpn_gateway(it: Subject) -> Iterator[Component]:
    """Yield a gateway of a hub for users."""
    yield it.hourly("scale units", "azure/virtual-wan", "vpn-scale-unit", it.number("scale_unit"))
    yield it.used("users", "azure/virtual-wan", "vpn-user-connection", "monthly_connection_hours")


def ddos_plan(it: Subject) -> Iterator[Component]:
    """Yield a plan against floods."""
    yield it.monthly("plan", "azure/ddos", "plan")


ESTIMATORS: Mapping[str, Estimator] = {
    "azurerm_application_gateway": application_gateway,
    "azurerm_bastion_host": bastion,
    "azurerm_cdn_frontdoor_profile": front_door,
    "azurerm_dns_zone": zone,
    "azurerm_firewall": firewall,
    "azurerm_lb": load_balancer,
    "azurerm_nat_gateway": nat_gateway,
    "azurerm_network_ddos_protection_plan": ddos_plan,
    "azurerm_point_to_site_vpn_gateway": user_vpn_gateway,
    "azurerm_private_dns_resolver_dns_forwarding_ruleset": resolver_ruleset,
    "azurerm_private_dns_resolver_inbound_endpoint": resolver_endpoint,
    "azurerm_private_dns_resolver_outbound_endpoint": resolver_endpoint,
    "azurerm_private_dns_zone": zone,
    "azurerm_private_endpoint": private_endpoint,
    "azurerm_public_ip": public_ip,
    "azurerm_public_ip_prefix": public_ip_prefix,
    "azurerm_traffic_manager_azure_endpoint": azure_endpoint,
    "azurerm_traffic_manager_external_endpoint": external_endpoint,
    "azurerm_traffic_manager_profile": traffic_profile,
    "azurerm_virtual_hub": virtual_hub,
    "azurerm_virtual_network_gateway": network_gateway,
    "azurerm_vpn_gateway": hub_vpn_gateway,
}
