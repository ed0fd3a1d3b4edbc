"""A network as Terraform makes it, and the state that it then keeps."""

from __future__ import annotations

from tests.drift.aws.bench import REGION

ACCOUNT = "123456789012"
TAGS = {"tags": {}, "tags_all": {}}
RULE = {
    "cidr_blocks": [], "description": "", "from_port": 0, "ipv6_cidr_blocks": [], "prefix_list_ids": [],
    "protocol": "-1", "security_groups": [], "self": False, "to_port": 0,
}  # fmt: skip
ROUTE = {
    "carrier_gateway_id": "", "cidr_block": "", "core_network_arn": "", "destination_prefix_list_id": "",
    "egress_only_gateway_id": "", "gateway_id": "", "ipv6_cidr_block": "", "local_gateway_id": "",
    "nat_gateway_id": "", "network_interface_id": "", "transit_gateway_id": "", "vpc_endpoint_id": "",
    "vpc_peering_connection_id": "",
}  # fmt: skip


def arn(rest: str, service: str = "ec2") -> str:
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{rest}"


def make_vpc(bench):
    """Make a VPC with a subnet, and return their ids."""
    ec2 = bench.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.1.0/24", AvailabilityZone=f"{REGION}a")["Subnet"]["SubnetId"]
    bench.kept(
        "aws_vpc.main", id=vpc, arn=arn(f"vpc/{vpc}"), cidr_block="10.0.0.0/16", enable_dns_hostnames=True,
        enable_dns_support=True, instance_tenancy="default", assign_generated_ipv6_cidr_block=False,
        default_security_group_id="sg-0", main_route_table_id="rtb-0", **TAGS,
    )  # fmt: skip
    bench.kept(
        "aws_subnet.a", id=subnet, arn=arn(f"subnet/{subnet}"), vpc_id=vpc, cidr_block="10.0.1.0/24",
        availability_zone=f"{REGION}a", map_public_ip_on_launch=False, assign_ipv6_address_on_creation=False,
        ipv6_cidr_block="", **TAGS,
    )  # fmt: skip
    return vpc, subnet


VPC = """
resource "aws_vpc" "main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "a" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}
"""

SECOND_SUBNET = """
resource "aws_subnet" "b" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.2.0/24"
  availability_zone = "eu-west-1b"
}
"""


def make_second_subnet(bench, vpc):
    """Make the other subnet of the VPC, and return its id."""
    zone, block = f"{REGION}b", "10.0.2.0/24"
    made = bench.client("ec2").create_subnet(VpcId=vpc, CidrBlock=block, AvailabilityZone=zone)["Subnet"]["SubnetId"]
    bench.kept(
        "aws_subnet.b", id=made, arn=arn(f"subnet/{made}"), vpc_id=vpc, cidr_block=block, availability_zone=zone,
        map_public_ip_on_launch=False, assign_ipv6_address_on_creation=False, **TAGS,
    )  # fmt: skip
    return made


def security_groups(bench):
    """Groups whose rules stand inside, and groups whose rules stand alone in both spellings."""
    bench.code(
        VPC
        + """
resource "aws_security_group" "inside" {
  name   = "inside"
  vpc_id = aws_vpc.main.id
  tags   = { Team = "web" }
  ingress {
    description     = "from the others"
    from_port       = 8080
    to_port         = 8081
    protocol        = "TCP"
    cidr_blocks     = ["10.0.0.0/8", "192.168.0.0/16"]
    security_groups = [aws_security_group.alone.id]
    self            = true
  }
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "alone" {
  name   = "alone"
  vpc_id = aws_vpc.main.id
}

resource "aws_security_group_rule" "web" {
  type              = "ingress"
  security_group_id = aws_security_group.alone.id
  from_port         = 443
  to_port           = 443
  protocol          = "tcp"
  cidr_blocks       = ["10.1.0.0/16"]
  ipv6_cidr_blocks  = ["fd00::/8"]
}

resource "aws_vpc_security_group_ingress_rule" "ssh" {
  security_group_id = aws_security_group.alone.id
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
  cidr_ipv4         = "10.9.0.0/16"
}

resource "aws_vpc_security_group_egress_rule" "all" {
  security_group_id = aws_security_group.alone.id
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}
"""
    )
    ec2 = bench.client("ec2")
    vpc, _ = make_vpc(bench)
    inside = ec2.create_security_group(GroupName="inside", Description="Managed by Terraform", VpcId=vpc)["GroupId"]
    ec2.create_tags(Resources=[inside], Tags=[{"Key": "Team", "Value": "web"}])
    alone = ec2.create_security_group(GroupName="alone", Description="Managed by Terraform", VpcId=vpc)["GroupId"]
    said = {"Description": "from the others"}
    ec2.authorize_security_group_ingress(GroupId=inside, IpPermissions=[{
        "IpProtocol": "tcp", "FromPort": 8080, "ToPort": 8081,
        "IpRanges": [{"CidrIp": "10.0.0.0/8", **said}, {"CidrIp": "192.168.0.0/16", **said}],
        "UserIdGroupPairs": [{"GroupId": alone, **said}, {"GroupId": inside, **said}],
    }])  # fmt: skip
    ec2.authorize_security_group_ingress(GroupId=alone, IpPermissions=[
        {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "10.1.0.0/16"}],
         "Ipv6Ranges": [{"CidrIpv6": "fd00::/8"}]},
        {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "10.9.0.0/16"}]},
    ])  # fmt: skip
    bench.kept(
        "aws_security_group.inside", id=inside, arn=arn(f"security-group/{inside}"), name="inside", vpc_id=vpc,
        description="Managed by Terraform", revoke_rules_on_delete=False, owner_id=ACCOUNT,
        ingress=[{**RULE, "cidr_blocks": ["10.0.0.0/8", "192.168.0.0/16"], "description": "from the others",
                  "from_port": 8080, "protocol": "tcp", "security_groups": [alone], "self": True, "to_port": 8081}],
        egress=[{**RULE, "cidr_blocks": ["0.0.0.0/0"]}],
        tags={"Team": "web"}, tags_all={"Team": "web"},
    )  # fmt: skip
    bench.kept(
        "aws_security_group.alone", id=alone, arn=arn(f"security-group/{alone}"), name="alone", vpc_id=vpc,
        description="Managed by Terraform", ingress=[], egress=[], owner_id=ACCOUNT, **TAGS,
    )  # fmt: skip
    bench.kept(
        "aws_security_group_rule.web", id="sgrule-1", type="ingress", security_group_id=alone, from_port=443,
        to_port=443, protocol="tcp", cidr_blocks=["10.1.0.0/16"], ipv6_cidr_blocks=["fd00::/8"], prefix_list_ids=None,
        self=False, source_security_group_id=None, description="", security_group_rule_id="",
    )  # fmt: skip
    bench.kept(
        "aws_vpc_security_group_ingress_rule.ssh", id="sgr-1", security_group_id=alone, ip_protocol="tcp",
        from_port=22, to_port=22, cidr_ipv4="10.9.0.0/16", cidr_ipv6=None, prefix_list_id=None,
        referenced_security_group_id=None, description=None, arn=arn("security-group-rule/sgr-1"), **TAGS,
    )  # fmt: skip
    bench.kept(
        "aws_vpc_security_group_egress_rule.all", id="sgr-2", security_group_id=alone, ip_protocol="-1",
        from_port=None, to_port=None, cidr_ipv4="0.0.0.0/0", cidr_ipv6=None, prefix_list_id=None,
        referenced_security_group_id=None, description=None, arn=arn("security-group-rule/sgr-2"), **TAGS,
    )  # fmt: skip


def routes(bench):
    """Gateways, an address, and routes in both spellings."""
    bench.code(
        VPC
        + """
resource "aws_internet_gateway" "out" {
  vpc_id = aws_vpc.main.id
}

resource "aws_eip" "nat" {
  domain = "vpc"
}

resource "aws_nat_gateway" "nat" {
  subnet_id     = aws_subnet.a.id
  allocation_id = aws_eip.nat.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.out.id
  }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.main.id
}

resource "aws_route" "nat" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.nat.id
}

resource "aws_route_table_association" "a" {
  route_table_id = aws_route_table.public.id
  subnet_id      = aws_subnet.a.id
}
"""
    )
    ec2 = bench.client("ec2")
    vpc, subnet = make_vpc(bench)
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    address = ec2.allocate_address(Domain="vpc")
    nat = ec2.create_nat_gateway(SubnetId=subnet, AllocationId=address["AllocationId"])["NatGateway"]["NatGatewayId"]
    public, private = (ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"] for _ in range(2))
    ec2.create_route(RouteTableId=public, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
    ec2.create_route(RouteTableId=private, DestinationCidrBlock="0.0.0.0/0", NatGatewayId=nat)
    link = ec2.associate_route_table(RouteTableId=public, SubnetId=subnet)["AssociationId"]
    bench.kept("aws_internet_gateway.out", id=gateway, arn=arn(f"internet-gateway/{gateway}"), vpc_id=vpc, **TAGS)
    bench.kept(
        "aws_eip.nat", id=address["AllocationId"], allocation_id=address["AllocationId"], domain="vpc", instance="",
        network_interface="", public_ip=address["PublicIp"], vpc=True, **TAGS,
    )  # fmt: skip
    bench.kept(
        "aws_nat_gateway.nat", id=nat, subnet_id=subnet, allocation_id=address["AllocationId"],
        connectivity_type="public", private_ip="10.0.1.9", **TAGS,
    )  # fmt: skip
    bench.kept(
        "aws_route_table.public", id=public, arn=arn(f"route-table/{public}"), vpc_id=vpc, propagating_vgws=[],
        route=[{**ROUTE, "cidr_block": "0.0.0.0/0", "gateway_id": gateway}], **TAGS,
    )  # fmt: skip
    bench.kept(
        "aws_route_table.private", id=private, arn=arn(f"route-table/{private}"), vpc_id=vpc, propagating_vgws=[],
        route=[], **TAGS,
    )  # fmt: skip
    bench.kept(
        "aws_route.nat", id=f"r-{private}1080289494", route_table_id=private, destination_cidr_block="0.0.0.0/0",
        destination_ipv6_cidr_block="", destination_prefix_list_id="", nat_gateway_id=nat, gateway_id="",
        network_interface_id="", origin="CreateRoute", state="active",
    )  # fmt: skip
    bench.kept(
        "aws_route_table_association.a", id=link, route_table_id=public, subnet_id=subnet, gateway_id="",
    )  # fmt: skip


def acls(bench):
    """Network ACLs with entries inside and alone."""
    bench.code(
        VPC
        + """
resource "aws_network_acl" "inside" {
  vpc_id = aws_vpc.main.id
  ingress {
    rule_no    = 100
    protocol   = "tcp"
    action     = "allow"
    cidr_block = "10.0.0.0/8"
    from_port  = 443
    to_port    = 443
  }
}

resource "aws_network_acl" "alone" {
  vpc_id = aws_vpc.main.id
}

resource "aws_network_acl_rule" "out" {
  network_acl_id = aws_network_acl.alone.id
  rule_number    = 200
  egress         = true
  protocol       = "-1"
  rule_action    = "allow"
  cidr_block     = "0.0.0.0/0"
}
"""
    )
    ec2 = bench.client("ec2")
    vpc, _ = make_vpc(bench)
    inside, alone = (ec2.create_network_acl(VpcId=vpc)["NetworkAcl"]["NetworkAclId"] for _ in range(2))
    ec2.create_network_acl_entry(
        NetworkAclId=inside, RuleNumber=100, Protocol="6", RuleAction="allow", Egress=False, CidrBlock="10.0.0.0/8",
        PortRange={"From": 443, "To": 443},
    )  # fmt: skip
    ec2.create_network_acl_entry(
        NetworkAclId=alone, RuleNumber=200, Protocol="-1", RuleAction="allow", Egress=True, CidrBlock="0.0.0.0/0"
    )
    bench.kept(
        "aws_network_acl.inside", id=inside, arn=arn(f"network-acl/{inside}"), vpc_id=vpc, subnet_ids=[], egress=[],
        ingress=[{"action": "allow", "cidr_block": "10.0.0.0/8", "from_port": 443, "icmp_code": 0, "icmp_type": 0,
                  "ipv6_cidr_block": "", "protocol": "6", "rule_no": 100, "to_port": 443}], **TAGS,
    )  # fmt: skip
    bench.kept(
        "aws_network_acl.alone", id=alone, arn=arn(f"network-acl/{alone}"), vpc_id=vpc, subnet_ids=[], egress=[],
        ingress=[], **TAGS,
    )  # fmt: skip
    bench.kept(
        "aws_network_acl_rule.out", id="nacl-1", network_acl_id=alone, rule_number=200, egress=True, protocol="-1",
        rule_action="allow", cidr_block="0.0.0.0/0", ipv6_cidr_block="", from_port=0, to_port=0, icmp_code=0,
        icmp_type=0,
    )  # fmt: skip


ESTATES = (security_groups, routes, acls)
