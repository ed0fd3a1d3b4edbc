"""IP addresses and address ranges, with the functions that Kubernetes has for them."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from trueline.policies.cel.errors import EvaluationError
from trueline.policies.cel.function import Function
from trueline.policies.cel.kinds import KIND_OF
from trueline.values.network import (
    Range,
    is_global_unicast,
    is_link_local_multicast,
    parse_address,
    parse_range,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trueline.values.network import Address

KIND_OF[ipaddress.IPv4Address] = "net.IP"
KIND_OF[ipaddress.IPv6Address] = "net.IP"
KIND_OF[Range] = "net.CIDR"


def _ip(value: str | Range) -> Address:
    if isinstance(value, Range):
        return value.address
    try:
        return parse_address(value)
    except ValueError as error:
        raise EvaluationError(str(error)) from None


def _cidr(text: str | Range) -> Range:
    if isinstance(text, Range):
        return text
    try:
        return parse_range(text)
    except ValueError as error:
        raise EvaluationError(str(error)) from None


def _is(parse: Callable[[str], object]) -> Callable[[str], bool]:
    def test(text: str) -> bool:
        try:
            parse(text)
        except ValueError:
            return False
        return True

    return test


def _is_canonical(text: str) -> bool:
    return str(_ip(text)) == text


def _contains_ip(block: Range, address: str | Address) -> bool:
    return block.holds(_ip(address) if isinstance(address, str) else address)


FUNCTIONS: Mapping[str, Function] = {
    "cidr": Function(_cidr, "string", "net.CIDR", "f"),
    "containsCIDR": Function(lambda block, other: block.covers(_cidr(other)), "cidr string|cidr", "bool"),
    "containsIP": Function(_contains_ip, "cidr string|ip", "bool"),
    "family": Function(lambda address: address.version, "ip", "int"),
    "ip": Function(_ip, "string|cidr", "net.IP", "fm"),
    "ip.isCanonical": Function(_is_canonical, "string", "bool", "f"),
    "isCIDR": Function(_is(parse_range), "string", "bool", "f"),
    "isGlobalUnicast": Function(is_global_unicast, "ip", "bool"),
    "isIP": Function(_is(parse_address), "string", "bool", "f"),
    "isLinkLocalMulticast": Function(is_link_local_multicast, "ip", "bool"),
    "isLinkLocalUnicast": Function(lambda address: address.is_link_local, "ip", "bool"),
    "isLoopback": Function(lambda address: address.is_loopback, "ip", "bool"),
    "isUnspecified": Function(lambda address: address.is_unspecified, "ip", "bool"),
    "masked": Function(lambda block: block.masked, "cidr", "net.CIDR"),
    "prefixLength": Function(lambda block: block.length, "cidr", "int"),
}
