"""Calculations with address blocks."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network
from typing import TypeAlias

from trueline.dialects.terraform.functions.types import FunctionError, LimitError
from trueline.values.unknown import Unknown

_Network: TypeAlias = IPv4Network | IPv6Network
_MOST_SUBNETS = 10_000


def _network(prefix: str) -> _Network:
    """Read a block; zeros that lead a decimal part are passed over, bits below the mask are dropped."""
    address, slash, length = prefix.partition("/")
    if slash and "." in address and ":" not in address:
        address = ".".join(part.lstrip("0") or "0" if part.isdigit() else part for part in address.split("."))
    if not slash or not (length.isascii() and length.isdigit()) or "%" in address:
        raise FunctionError(f"argument 1: no address block: {prefix!r}")
    try:
        return ip_network(f"{address}/{length}", strict=False)
    except ValueError as error:
        raise FunctionError(f"argument 1: no address block: {prefix!r}") from error


def host(prefix: str, number: int) -> str:
    """Return the address of a host in a block; a negative number counts from the end."""
    network = _network(prefix)
    if not -network.num_addresses <= number < network.num_addresses:
        raise FunctionError(f"argument 2: {prefix} has no host {number}")
    offset = number if number >= 0 else network.num_addresses + number
    return _text(_address(network, int(network.network_address) + offset))


def netmask(prefix: str) -> str:
    """Return the mask of an IPv4 block."""
    network = _network(prefix)
    if isinstance(network, IPv6Network):
        raise FunctionError("argument 1: IPv6 blocks have no mask")
    return str(network.netmask)


def subnet(prefix: str, bits: int, number: int) -> object:
    """Return the block of a number among those that are ``bits`` longer."""
    network = _network(prefix)
    length = network.prefixlen + bits
    if not 0 <= length <= network.max_prefixlen:
        raise FunctionError(f"argument 2: {prefix} cannot be extended by {bits} bits")
    if bits < 0:
        return _shortened(network, length)
    if number < 0:
        return Unknown(["cidrsubnet() is not defined for a negative number"])
    if number >= 1 << bits:
        raise FunctionError(f"argument 3: {bits} bits do not hold {number}")
    start = int(network.network_address) + (number << (network.max_prefixlen - length))
    return f"{_text(_address(network, start))}/{length}"


def _shortened(network: _Network, length: int) -> str:
    mask = ((1 << length) - 1) << (network.max_prefixlen - length)
    return f"{_text(_address(network, int(network.network_address) & mask))}/{length}"


def subnets(prefix: str, *bits: int) -> list[str]:
    """Return consecutive blocks, each longer than the first by its own number of bits."""
    network = _network(prefix)
    if len(bits) > _MOST_SUBNETS:
        raise LimitError(f"more than {_MOST_SUBNETS} blocks")
    blocks = []
    start = int(network.network_address)
    if start == 0 and bits:
        # Terraform steps back one block before it begins
        raise FunctionError("argument 1: a block that begins at address 0 cannot be divided")
    end = start + network.num_addresses
    for position, more in enumerate(bits, 2):
        length = network.prefixlen + more
        if not 1 <= more <= 32 or length > network.max_prefixlen:
            raise FunctionError(f"argument {position}: {prefix} cannot be extended by {more} bits")
        size = 1 << (network.max_prefixlen - length)
        start = -(-start // size) * size
        if start + size > end:
            raise FunctionError(f"argument {position}: {prefix} has no room left for a block of /{length}")
        blocks.append(f"{_text(_address(network, start))}/{length}")
        start += size
    return blocks


def _address(network: _Network, number: int) -> IPv4Address | IPv6Address:
    return IPv4Address(number) if isinstance(network, IPv4Network) else IPv6Address(number)


def _text(address: IPv4Address | IPv6Address) -> str:
    return str(address)
