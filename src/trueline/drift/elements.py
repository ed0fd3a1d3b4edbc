"""What one thing holds of which each is declared on its own: rules, routes, policies, attachments, settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from trueline.values.network import is_internet
from trueline.values.partial_list import PartialList
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.model.location import Path


class _Any:
    """A part of a key that is not known: it may be any."""

    def __repr__(self) -> str:
        return "?"


ANY: Final = _Any()
Key: TypeAlias = tuple[Any, ...]


class Element(NamedTuple):
    """One of them: ``key`` tells it from the others (parts that are not known are `ANY`).

    ``attributes`` are compared where two have one key, ``path`` leads to it where it is declared, ``text`` is what
    people call it. ``touches`` are what it touches, and ``facts`` what else rules may want to know of it. ``label`` is
    the path that tells it from the others of what has it: ``ingress[tcp 22-22 0.0.0.0/0]``.
    """

    key: Key
    attributes: Mapping[str, Any]
    path: Path
    text: str
    touches: tuple[str, ...] = ()
    facts: Mapping[str, Any] = {}
    label: str = ""

    @property
    def is_open(self) -> bool:
        """Whether a part of its key is not known."""
        return any(part is ANY for part in self.key)

    def may_be(self, other: Element) -> bool:
        """Tell whether it may be another one, as far as their keys are known."""
        return len(self.key) == len(other.key) and all(
            mine is ANY or its is ANY or mine == its for mine, its in zip(self.key, other.key, strict=True)
        )


class Elements:
    """Many of them, so that one can ask whether one may be among them."""

    def __init__(self) -> None:
        self._keys: dict[Key, str] = {}
        self._by: dict[int, str] = {}
        self._closed: list[Element] = []
        self._open: list[Element] = []

    def add(self, element: Element, by: str) -> None:
        """Put one more among them, that ``by`` declares."""
        self._by[id(element)] = by
        (self._open if element.is_open else self._closed).append(element)
        self._keys.setdefault(element.key, by)

    def may_hold(self, element: Element) -> str:
        """Return who declares one of them that may be an element, as far as keys are known; empty for nobody."""
        if element.key in self._keys:
            return self._keys[element.key]
        likely = (*self._closed, *self._open) if element.is_open else self._open
        return next((self._by[id(one)] for one in likely if one.may_be(element)), "")


def known(value: Any) -> Any:
    """Return a part of a key: itself, `ANY` where it is not known, empty for nothing."""
    if isinstance(value, Unknown | list | dict):
        return ANY
    return "" if value is None else value


def blocks(value: Any) -> Iterator[tuple[int, Any]]:
    """Yield the blocks of a list with their places; what is not known of a list is an Unknown."""
    if isinstance(value, PartialList):
        yield from enumerate(value.elements)
        yield len(value.elements), value.rest
    elif isinstance(value, Unknown):
        yield 0, value
    elif isinstance(value, list):
        yield from enumerate(value)
    elif isinstance(value, dict):
        yield 0, value


_SOURCES: Final = {
    "cidr_blocks": "cidr",
    "ipv6_cidr_blocks": "cidr",
    "prefix_list_ids": "prefix list",
    "security_groups": "group",
    "source_security_group_id": "group",
    "referenced_security_group_id": "group",
    "cidr_ipv4": "cidr",
    "cidr_ipv6": "cidr",
    "prefix_list_id": "prefix list",
}
_PROTOCOLS: Final = {"-1": "all", "6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6", "all": "all"}


def security_rules(rule: Any, direction: Any, group: str, path: Path) -> Iterator[Element]:
    """Yield the single rules that one block or resource stands for: one for each source."""
    if isinstance(rule, Unknown):
        yield _security_rule((direction, ANY, ANY, ANY, ANY, ANY), path)
        return
    if not isinstance(rule, dict):
        return
    protocol = known(rule.get("protocol", rule.get("ip_protocol")))
    protocol = protocol if protocol is ANY else _PROTOCOLS.get(str(protocol).lower(), str(protocol).lower())
    ports = (0, 0) if protocol == "all" else (_port(rule.get("from_port")), _port(rule.get("to_port")))
    text = rule.get("description")
    more = {"description": str(text)} if isinstance(text, str) and text else {}
    for sort, source in _sources(rule, group):
        made = _security_rule((direction, protocol, *ports, sort, source), path)
        yield made._replace(facts={**made.facts, **more})


def _port(value: Any) -> Any:
    found = known(value)
    if found is ANY:
        return ANY
    try:
        return int(found or 0)
    except (TypeError, ValueError):
        return ANY


def _sources(rule: Mapping[str, Any], group: str) -> Iterator[tuple[Any, Any]]:
    for name, sort in _SOURCES.items():
        value = rule.get(name)
        if isinstance(value, PartialList):
            value = [*value.elements, value.rest]
        for one in value if isinstance(value, list) else [] if value is None or _is_empty(value) else [value]:
            if isinstance(one, Unknown):
                yield sort, ANY
            elif isinstance(one, str) and one:
                plain = one.rpartition("/")[2] if sort == "group" else _network(one) if sort == "cidr" else one
                yield sort, plain
    if isinstance(rule.get("self"), Unknown):
        yield "group", ANY
    elif rule.get("self") is True or rule.get("self") == "true":
        yield "group", group or ANY


def _is_empty(value: Any) -> bool:
    return not isinstance(value, Unknown) and not value


def _network(text: str) -> str:
    import ipaddress

    try:
        return str(ipaddress.ip_network(text.strip(), strict=False))
    except ValueError:
        return text


def _security_rule(key: Key, path: Path) -> Element:
    direction, protocol, first, last, sort, source = key
    is_open = sort == "cidr" and isinstance(source, str) and is_internet(source)
    ports = "all ports" if protocol == "all" else _ports(first, last)
    proto = "" if protocol == "all" else f"{protocol} "
    way = "from" if direction == "ingress" else "to"
    where = f"the internet ({source})" if is_open else f"{'' if sort == 'cidr' else f'{sort} '}{source}"
    text = f"{direction} rule: {proto}{ports} {way} {where}"
    touches = ("network", "exposure") if is_open and direction == "ingress" else ("network",)
    known_facts = {
        "direction": direction, "protocol": protocol, "from_port": first, "to_port": last, "source": source,
        "internet": is_open,
    }  # fmt: skip
    facts = {name: value for name, value in known_facts.items() if value is not ANY}
    span = "" if protocol == "all" else f" {first}-{last}"
    return Element(key, {}, path, text, touches, facts, f"{direction}[{protocol}{span} {source}]")


def _ports(first: Any, last: Any) -> str:
    return f"port {first}" if first == last or last is ANY else f"ports {first}-{last}"


_DESTINATIONS: Final = (
    "cidr_block", "destination_cidr_block", "ipv6_cidr_block", "destination_ipv6_cidr_block",
    "destination_prefix_list_id",
)  # fmt: skip
_TARGETS: Final = (
    "carrier_gateway_id", "core_network_arn", "egress_only_gateway_id", "gateway_id", "local_gateway_id",
    "nat_gateway_id", "transit_gateway_id", "vpc_peering_connection_id", "vpc_endpoint_id", "network_interface_id",
)  # fmt: skip


def route(value: Any, path: Path) -> Iterator[Element]:
    """Yield the route that a block or resource stands for."""
    if isinstance(value, Unknown):
        yield Element((ANY,), {}, path, "a route", ("network",), label="route")
        return
    if not isinstance(value, dict):
        return
    where = next((value[name] for name in _DESTINATIONS if not _is_empty(value.get(name))), None)
    target = next((value[name] for name in _TARGETS if not _is_empty(value.get(name))), None)
    key = known(where)
    key = _network(key) if isinstance(key, str) else key
    if key == "" or (isinstance(target, str) and target == "local"):
        return
    is_way_out = isinstance(target, str) and target.startswith("igw-") and isinstance(key, str) and is_internet(key)
    touches = ("network", "exposure") if is_way_out else ("network",)
    shown = "" if isinstance(target, Unknown) or target is None else f" by {target}"
    facts = {"destination": key, "internet": is_way_out} if key is not ANY else {}
    yield Element((key,), {"target": target}, path, f"route to {key}{shown}", touches, facts, f"route[{key}]")


def acl_rule(value: Any, direction: Any, path: Path) -> Iterator[Element]:
    """Yield the rule of a network ACL that a block or resource stands for."""
    if isinstance(value, Unknown):
        yield Element((direction, ANY), {}, path, f"{direction} rule", ("network",), label=str(direction))
        return
    if not isinstance(value, dict):
        return
    number = _port(value.get("rule_no", value.get("rule_number")))
    action = value.get("action", value.get("rule_action"))
    protocol = value.get("protocol")
    if isinstance(protocol, str):
        protocol = {"tcp": "6", "udp": "17", "icmp": "1", "all": "-1"}.get(protocol.lower(), protocol)
    said = {
        "action": action,
        "protocol": protocol,
        "cidr_block": value.get("cidr_block"),
        "ipv6_cidr_block": value.get("ipv6_cidr_block"),
        "from_port": 0 if protocol == "-1" else value.get("from_port"),
        "to_port": 0 if protocol == "-1" else value.get("to_port"),
    }
    source = said["cidr_block"] or said["ipv6_cidr_block"] if not _has_unknown(said) else ""
    text = f"{direction} rule {number}" + (f": {action} {source}" if source else "")
    is_open = isinstance(source, str) and is_internet(source) and action == "allow" and direction == "ingress"
    touches = ("network", "exposure") if is_open else ("network",)
    yield Element((direction, number), said, path, text, touches, label=f"{direction}[{number}]")


def _has_unknown(values: Mapping[str, Any]) -> bool:
    return any(isinstance(value, Unknown) for value in values.values())
