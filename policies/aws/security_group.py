"""Security groups let the internet in where it belongs only, however the rule is written.

Terraform has three ways to write an ingress rule, CloudFormation two. One reading of all is shorter than each rule said
five times, and it can point at the one address among many that is the whole internet.
"""

# ruff: noqa: D401  # the first sentence of a rule says what is wrong

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline import Hit, Resource, Unknown, UnknownValueError, rule
from trueline.values.network import is_internet
from trueline.values.partial_list import members

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ADMINISTRATION = {22: "SSH", 3389: "RDP"}
DATABASES = {
    1433: "SQL Server", 1521: "Oracle", 2379: "etcd", 3306: "MySQL", 5432: "PostgreSQL", 5439: "Redshift",
    6379: "Redis", 7000: "Cassandra", 9042: "Cassandra", 9092: "Kafka", 9200: "Elasticsearch", 11211: "Memcached",
    27017: "MongoDB",
}  # fmt: skip


# AWS gives none of these the whole internet: what refers to one is an address or a range of our own
OWN = ("aws_vpc.", "aws_subnet.", "aws_eip.", "aws_instance.", "aws_nat_gateway.", "aws_vpc_ipam_pool_cidr.")


class Ingress(NamedTuple):
    """One ingress rule: its ports, and each address it lets in with the path it is written at."""

    protocol: object
    first: object
    last: object
    sources: tuple[tuple[str, object], ...]
    path: str


def _ingress(group: Resource) -> Iterator[Ingress]:
    if group.kind.startswith("cloudformation/"):
        yield from _properties(group)
        return
    if group.kind == "terraform/aws_vpc_security_group_ingress_rule":
        sources = [(name, group.get(name)) for name in ("cidr_ipv4", "cidr_ipv6")]
        yield _read(group, "", "ip_protocol", [source for source in sources if source[1] is not None])
    elif group.kind == "terraform/aws_security_group_rule":
        direction = group.get("type", "")
        if isinstance(direction, Unknown) or direction == "ingress":
            yield _read(group, "", "protocol", _listed(group, ""))
    else:
        blocks = group.get("ingress", [])
        is_open = isinstance(blocks, Unknown)
        for number, block in enumerate(members(blocks) if is_open or isinstance(blocks, list) else ()):
            if is_open and isinstance(block, Unknown):
                yield Ingress(block, block, block, (("ingress", block),), "ingress")
                continue
            prefix = f"ingress[{number}]."
            yield _read(group, prefix, "protocol", _listed(group, prefix))


def _properties(group: Resource) -> Iterator[Ingress]:
    """Yield the rules of a resource of CloudFormation, which has each address in a rule of its own."""
    if group.kind == "cloudformation/AWS::EC2::SecurityGroupIngress":
        prefixes = [""]
    else:
        rules = group.get("SecurityGroupIngress", [])
        if isinstance(rules, Unknown):
            yield Ingress(rules, rules, rules, (("SecurityGroupIngress", rules),), "SecurityGroupIngress")
            return
        count = len(rules) if isinstance(rules, list) else 0
        prefixes = [f"SecurityGroupIngress[{number}]." for number in range(count)]
        if isinstance(rules, dict):  # one rule may stand alone
            prefixes = ["SecurityGroupIngress."]
    for prefix in prefixes:
        sources = [(prefix + name, group.get(prefix + name)) for name in ("CidrIp", "CidrIpv6")]
        yield Ingress(
            group.get(prefix + "IpProtocol", "-1"),
            group.get(prefix + "FromPort", 0),
            group.get(prefix + "ToPort", 65535),
            tuple(source for source in sources if source[1] is not None),
            prefix.rstrip("."),
        )


def _read(group: Resource, prefix: str, protocol: str, sources: Sequence[tuple[str, object]]) -> Ingress:
    return Ingress(
        group.get(prefix + protocol, "-1"),
        group.get(prefix + "from_port", 0),
        group.get(prefix + "to_port", 65535),
        tuple(sources),
        prefix.rstrip("."),
    )


def _listed(group: Resource, prefix: str) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for name in ("cidr_blocks", "ipv6_cidr_blocks"):
        addresses = group.get(prefix + name, [])
        for number, address in enumerate(members(addresses)):
            # what may follow a known beginning has no place of its own
            is_rest = isinstance(addresses, Unknown) and isinstance(address, Unknown)
            found.append((prefix + name if is_rest else f"{prefix}{name}[{number}]", address))
    return found


def _all_ports(ingress: Ingress) -> bool:
    protocol = str(ingress.protocol).lower()
    if protocol in {"-1", "all"}:
        return True
    return protocol in {"tcp", "6", "udp", "17"} and _covers(ingress, 1) and _covers(ingress, 65535)


def _covers(ingress: Ingress, port: int) -> bool:
    return int(str(ingress.first)) <= port <= int(str(ingress.last))


def _open(group: Resource, is_meant: Callable[[Ingress], list[str]], say: str) -> Iterator[Hit]:
    """Yield a hit for each rule that ``is_meant`` and lets the whole internet in; what cannot be told comes last."""
    doubts: list[UnknownValueError] = []
    for ingress in _ingress(group):
        world = [path for path, address in ingress.sources if _is_world(address)]
        unknown = [one for _, one in ingress.sources if isinstance(one, Unknown) and _is_world(one) is None]
        if not world and not unknown:
            continue
        try:
            what = is_meant(ingress)
        except UnknownValueError as doubt:
            doubts.append(doubt)
            continue
        if what and world:
            yield Hit(f"{group.address} {say.format(_listing(what))}", at=world[0])
        elif what:
            doubts.append(UnknownValueError(unknown[0]))
    if doubts:
        raise doubts[0]


def _is_world(address: object) -> bool | None:
    """Tell whether an address is the whole internet, or half of it; None where that cannot be told."""
    if not isinstance(address, Unknown):
        return is_internet(str(address))
    try:
        return not _is_own(address) and address.endswith(("/0", "/1"))
    except UnknownValueError:
        return None


def _is_own(address: Unknown) -> bool:
    return any(f".{reference}".partition(f".{own}")[1] for reference in address.references for own in OWN)


def _listing(names: list[str]) -> str:
    if len(names) > 3:
        return f"{', '.join(names[:2])} and {len(names) - 2} more ports of this sort"
    return " and ".join(names)


def _named(ports: dict[int, str]) -> Callable[[Ingress], list[str]]:
    def is_meant(ingress: Ingress) -> list[str]:
        if _all_ports(ingress) or str(ingress.protocol).lower() not in {"tcp", "6", "udp", "17"}:
            return []
        return [f"{name} (port {port})" for port, name in ports.items() if _covers(ingress, port)]

    return is_meant


@rule(
    id="security-group-all-ports-open",
    severity="critical",
    kinds=[
        "terraform/aws_security_group", "terraform/aws_default_security_group", "terraform/aws_security_group_rule",
        "terraform/aws_vpc_security_group_ingress_rule", "cloudformation/AWS::EC2::SecurityGroup",
        "cloudformation/AWS::EC2::SecurityGroupIngress",
    ],
    title="Every port is open to the internet",
    fix="Name the ports that are served, and the networks that need them.",
    aliases=["CKV_AWS_277", "AWS-0107", "AVD-AWS-0107", "4728cd65"],
    references=["https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"],
    tags=["aws", "network"],
)  # fmt: skip
def all_ports_open(group: Resource) -> Iterator[Hit]:
    """A security group lets everyone reach every port.

    Whatever listens behind it, now or later, is open to the whole internet.
    """
    yield from _open(group, lambda ingress: ["all"] if _all_ports(ingress) else [], "opens every port to the internet")


@rule(
    id="security-group-admin-port-open",
    severity="high",
    kinds=[
        "terraform/aws_security_group", "terraform/aws_default_security_group", "terraform/aws_security_group_rule",
        "terraform/aws_vpc_security_group_ingress_rule", "cloudformation/AWS::EC2::SecurityGroup",
        "cloudformation/AWS::EC2::SecurityGroupIngress",
    ],
    title="SSH or RDP is open to the internet",
    fix="Name the networks of the people who log in, or use Session Manager, which needs no open port.",
    aliases=["CKV_AWS_24", "CKV_AWS_25", "AWS-0107", "AVD-AWS-0107", "65905cec", "151187cb"],
    benchmarks=["cis-aws-1.4:5.2"],
    references=["https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html"],
    tags=["aws", "network"],
)  # fmt: skip
def admin_port_open(group: Resource) -> Iterator[Hit]:
    """A security group lets everyone try to log in.

    Machines that answer on port 22 or 3389 are tried with stolen passwords and new exploits within minutes.
    """
    yield from _open(group, _named(ADMINISTRATION), "opens {} to the internet")


@rule(
    id="security-group-database-port-open",
    severity="high",
    kinds=[
        "terraform/aws_security_group", "terraform/aws_default_security_group", "terraform/aws_security_group_rule",
        "terraform/aws_vpc_security_group_ingress_rule", "cloudformation/AWS::EC2::SecurityGroup",
        "cloudformation/AWS::EC2::SecurityGroupIngress",
    ],
    title="A database is open to the internet",
    fix="Name the security group or the subnets of the programs that use the database.",
    aliases=["AWS-0107", "AVD-AWS-0107", "381c3f2a"],
    references=["https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"],
    tags=["aws", "network"],
)  # fmt: skip
def database_port_open(group: Resource) -> Iterator[Hit]:
    """A security group lets everyone reach the port of a database.

    Databases are made for trusted networks: several have no password until one is set.
    """
    yield from _open(group, _named(DATABASES), "opens {} to the internet")
