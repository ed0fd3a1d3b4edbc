"""VPCs and what is in them: subnets, routes, gateways, addresses, network ACLs, security groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from trueline.adapters.collectors.aws.mapping import GONE, Kind, Row, kinds_of, tags

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.adapters.collectors.aws.cloud import Place
    from trueline.adapters.collectors.aws.mapping import Item

_TARGETS: Final = {
    "carrier_gateway_id": "CarrierGatewayId",
    "core_network_arn": "CoreNetworkArn",
    "egress_only_gateway_id": "EgressOnlyInternetGatewayId",
    "gateway_id": "GatewayId",
    "local_gateway_id": "LocalGatewayId",
    "nat_gateway_id": "NatGatewayId",
    "network_interface_id": "NetworkInterfaceId",
    "transit_gateway_id": "TransitGatewayId",
    "vpc_peering_connection_id": "VpcPeeringConnectionId",
}


def _dns(place: Place, item: Item) -> Item:
    def asked(name: str) -> Any:
        answer = place.ask("ec2", "describe_vpc_attribute", VpcId=item["VpcId"], Attribute=name)
        return answer[name[0].upper() + name[1:]]["Value"]

    return {
        "arn": place.arn("ec2", f"vpc/{item['VpcId']}"),
        "enable_dns_support": asked("enableDnsSupport"),
        "enable_dns_hostnames": asked("enableDnsHostnames"),
    }


def _routes(item: Item) -> list[dict[str, Any]]:
    """Return the routes that somebody made: not the local ones, nor those of gateways that tell their own."""
    return [_route(route) for route in item.get("Routes", ()) if _is_made(route)]


def _is_made(route: Item) -> bool:
    gateway = str(route.get("GatewayId") or "")
    is_endpoint = gateway.startswith("vpce-") and "DestinationPrefixListId" in route
    return gateway != "local" and route.get("Origin") != "EnableVgwRoutePropagation" and not is_endpoint


def _route(route: Item) -> dict[str, Any]:
    gateway = str(route.get("GatewayId") or "")
    made = {
        "cidr_block": route.get("DestinationCidrBlock") or "",
        "ipv6_cidr_block": route.get("DestinationIpv6CidrBlock") or "",
        "destination_prefix_list_id": route.get("DestinationPrefixListId") or "",
        "vpc_endpoint_id": gateway if gateway.startswith("vpce-") else "",
        **{name: route.get(key) or "" for name, key in _TARGETS.items()},
    }
    if made["vpc_endpoint_id"]:
        made["gateway_id"] = ""
    if made["nat_gateway_id"] or route.get("InstanceId"):
        made["network_interface_id"] = made["network_interface_id"] if route.get("InstanceId") else ""
    return made


def _associations(item: Item) -> list[str]:
    found = [one.get("SubnetId") or one.get("GatewayId") for one in item.get("Associations", ())]
    return [one for one in found if one]


def _is_main(item: Item) -> bool:
    return any(one.get("Main") for one in item.get("Associations", ()))


def _entries(item: Item, *, egress: bool) -> list[dict[str, Any]]:
    return [
        {
            "rule_no": entry["RuleNumber"],
            "protocol": entry.get("Protocol"),
            "action": entry.get("RuleAction"),
            "cidr_block": entry.get("CidrBlock") or "",
            "ipv6_cidr_block": entry.get("Ipv6CidrBlock") or "",
            "from_port": (entry.get("PortRange") or {}).get("From", 0),
            "to_port": (entry.get("PortRange") or {}).get("To", 0),
            "icmp_type": (entry.get("IcmpTypeCode") or {}).get("Type", 0),
            "icmp_code": (entry.get("IcmpTypeCode") or {}).get("Code", 0),
        }
        for entry in item.get("Entries", ())
        if bool(entry.get("Egress")) == egress and entry.get("RuleNumber", 32767) < 32767
    ]


def rules(permissions: list[Mapping[str, Any]], group: str) -> list[dict[str, Any]]:
    """Return the rules of a security group, one for each of its sources with the description that is there."""
    made = []
    for permission in permissions:
        common = {
            "protocol": permission.get("IpProtocol"),
            "from_port": permission.get("FromPort") or 0,
            "to_port": permission.get("ToPort") or 0,
        }
        for name, key, value in (
            ("cidr_blocks", "IpRanges", "CidrIp"),
            ("ipv6_cidr_blocks", "Ipv6Ranges", "CidrIpv6"),
            ("prefix_list_ids", "PrefixListIds", "PrefixListId"),
        ):
            made += [_rule(common, one.get("Description"), **{name: [one[value]]}) for one in permission.get(key, ())]
        for pair in permission.get("UserIdGroupPairs", ()):
            own = pair.get("GroupId") == group
            source: dict[str, Any] = {"self": True} if own else {"security_groups": [pair.get("GroupId")]}
            made.append(_rule(common, pair.get("Description"), **source))
    return made


def _rule(common: Mapping[str, Any], description: Any, **source: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {
        "cidr_blocks": [], "ipv6_cidr_blocks": [], "prefix_list_ids": [], "security_groups": [], "self": False,
    }  # fmt: skip
    return {**common, **empty, **source, "description": description or ""}


def _group(place: Place, item: Item) -> Item:
    return {"arn": item.get("SecurityGroupArn") or place.arn("ec2", f"security-group/{item['GroupId']}")}


def _arn_of(resource: str, key: str) -> Any:
    return lambda place, item: {"arn": place.arn("ec2", f"{resource}/{item[key]}")}


KINDS: Final[Mapping[str, Kind]] = kinds_of(
    Row(
        "aws_vpc", "ec2", "describe_vpcs", "Vpcs", "VpcId",
        {"cidr_block": "CidrBlock", "instance_tenancy": "InstanceTenancy", "tags": tags()},
        more=_dns,
        kept=lambda item: "the default VPC of the region" if item.get("IsDefault") else "",
    ),
    Row(
        "aws_subnet", "ec2", "describe_subnets", "Subnets", "SubnetId",
        {
            "arn": "SubnetArn",
            "vpc_id": "VpcId",
            "cidr_block": "CidrBlock",
            "availability_zone": "AvailabilityZone",
            "map_public_ip_on_launch": "MapPublicIpOnLaunch",
            "assign_ipv6_address_on_creation": "AssignIpv6AddressOnCreation",
            "tags": tags(),
        },
        kept=lambda item: "a default subnet" if item.get("DefaultForAz") else "",
    ),
    Row(
        "aws_internet_gateway", "ec2", "describe_internet_gateways", "InternetGateways", "InternetGatewayId",
        {"vpc_id": lambda item: next((one.get("VpcId") for one in item.get("Attachments", ())), ""), "tags": tags()},
        more=_arn_of("internet-gateway", "InternetGatewayId"),
    ),
    Row(
        "aws_nat_gateway", "ec2", "describe_nat_gateways", "NatGateways", "NatGatewayId",
        {
            "subnet_id": "SubnetId",
            "connectivity_type": "ConnectivityType",
            "allocation_id": lambda item: next(
                (one.get("AllocationId") for one in item.get("NatGatewayAddresses", ())), ""
            ),
            "tags": tags(),
        },
        kept=lambda item: GONE if item.get("State") in ("deleted", "deleting") else "",
    ),
    Row(
        "aws_eip", "ec2", "describe_addresses", "Addresses", "AllocationId",
        {
            "domain": "Domain",
            "public_ip": "PublicIp",
            "instance": lambda item: item.get("InstanceId") or "",
            "network_interface": lambda item: item.get("NetworkInterfaceId") or "",
            "tags": tags(),
        },
        more=_arn_of("elastic-ip", "AllocationId"),
    ),
    Row(
        "aws_route_table", "ec2", "describe_route_tables", "RouteTables", "RouteTableId",
        {
            "vpc_id": "VpcId",
            "route": _routes,
            "associations": _associations,
            "propagating_vgws": lambda item: [one["GatewayId"] for one in item.get("PropagatingVgws", ())],
            "tags": tags(),
        },
        more=_arn_of("route-table", "RouteTableId"),
        kept=lambda item: "the main route table of its VPC" if _is_main(item) else "",
    ),
    Row(
        "aws_network_acl", "ec2", "describe_network_acls", "NetworkAcls", "NetworkAclId",
        {
            "vpc_id": "VpcId",
            "ingress": lambda item: _entries(item, egress=False),
            "egress": lambda item: _entries(item, egress=True),
            "subnet_ids": lambda item: [one.get("SubnetId") for one in item.get("Associations", ())],
            "tags": tags(),
        },
        more=_arn_of("network-acl", "NetworkAclId"),
        kept=lambda item: "the default network ACL of its VPC" if item.get("IsDefault") else "",
    ),
    Row(
        "aws_security_group", "ec2", "describe_security_groups", "SecurityGroups", "GroupId",
        {
            "name": "GroupName",
            "description": "Description",
            "vpc_id": "VpcId",
            "ingress": lambda item: rules(item.get("IpPermissions", []), item["GroupId"]),
            "egress": lambda item: rules(item.get("IpPermissionsEgress", []), item["GroupId"]),
            "tags": tags(),
        },
        more=_group,
        kept=lambda item: "the default security group of its VPC" if item.get("GroupName") == "default" else "",
    ),
)  # fmt: skip
