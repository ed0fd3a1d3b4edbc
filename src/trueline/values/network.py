"""IP addresses and ranges, read as strictly as Kubernetes reads them."""

from __future__ import annotations

import ipaddress
from typing import TypeAlias

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address


def parse_address(text: str) -> Address:
    """Return the address a text names; raise ``ValueError`` for zones, ``::ffff:1.2.3.4`` and what is none.

    IPv4 in IPv6 dress without dots (``::ffff:c0a8:1``) is the IPv4 address.
    """
    if "%" in text:
        raise ValueError(f"an address with a zone: {text!r}")
    address = _address(text)
    if "." in text and ":" in text:
        raise ValueError(f"an IPv4 address in IPv6 dress: {text!r}")
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped if mapped is not None else address


def _address(text: str) -> Address:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        raise ValueError(f"no IP address: {text!r}") from None


def is_global_unicast(address: Address) -> bool:
    """Tell whether it addresses one host, as Go's ``IsGlobalUnicast``: private addresses are meant, too."""
    special = address.is_unspecified or address.is_loopback or address.is_multicast or address.is_link_local
    return not special and str(address) != "255.255.255.255"


def is_link_local_multicast(address: Address) -> bool:
    """Tell whether it reaches all hosts of a link: ``224.0.0.0/24``, ``ff02::/16``."""
    block = "224.0.0.0/24" if address.version == 4 else "ff02::/16"
    return address in ipaddress.ip_network(block)


class Range:
    """A CIDR block as it was written: ``10.1.2.3/8`` keeps its address."""

    __slots__ = ("address", "length")

    def __init__(self, address: Address, length: int) -> None:
        self.address = address
        self.length = length

    @property
    def masked(self) -> Range:
        """The block with the first address of its network."""
        network = ipaddress.ip_network(f"{self.address}/{self.length}", strict=False)
        return Range(network.network_address, self.length)

    def holds(self, address: Address) -> bool:
        """Tell whether ``address`` is in the block."""
        shift = self.address.max_prefixlen - self.length
        return self.address.version == address.version and int(self.address) >> shift == int(address) >> shift

    def covers(self, other: Range) -> bool:
        """Tell whether all of ``other`` is in the block."""
        return self.length <= other.length and self.holds(other.address)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Range) and (self.address, self.length) == (other.address, other.length)

    def __hash__(self) -> int:
        return hash((self.address, self.length))

    def __str__(self) -> str:
        return f"{self.address}/{self.length}"

    def __repr__(self) -> str:
        return f"Range({self})"


def parse_range(text: str) -> Range:
    """Return the block a text names (``10.0.0.0/8``); raise ``ValueError`` for what is none."""
    address_text, slash, length_text = text.partition("/")
    if not slash or not (length_text.isascii() and length_text.isdigit()) or length_text != str(int(length_text)):
        raise ValueError(f"no address range: {text!r}")
    address = parse_address(address_text)
    if int(length_text) > address.max_prefixlen:
        raise ValueError(f"no address range: {text!r}")
    return Range(address, int(length_text))


def is_internet(text: str) -> bool:
    """Tell whether a block is the whole internet: also half of it, as two halves are the whole, and ``2000::/3``.

    IANA gives out addresses of IPv6 from ``2000::/3`` alone.
    """
    try:
        block = ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        return False
    if isinstance(block, ipaddress.IPv4Network):
        return block.prefixlen <= 1
    return block.prefixlen <= 1 or block.supernet_of(ipaddress.IPv6Network("2000::/3"))
