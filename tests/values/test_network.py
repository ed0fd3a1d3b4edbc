from __future__ import annotations

import pytest

from trueline.values.network import (
    is_global_unicast,
    is_internet,
    is_link_local_multicast,
    parse_address,
    parse_range,
)


@pytest.mark.parametrize(
    ("block", "address", "inside"),
    [
        ("10.0.0.0/8", "10.255.0.1", True),
        ("10.9.9.9/8", "10.0.0.1", True),
        ("10.0.0.0/8", "11.0.0.0", False),
        ("0.0.0.0/0", "1.2.3.4", True),
        ("::/0", "1.2.3.4", False),
        ("2001:db8::/32", "2001:db8:1::1", True),
    ],
)
def test_holds(block: str, address: str, inside: bool) -> None:
    assert inside is parse_range(block).holds(parse_address(address))


def test_covers() -> None:
    assert parse_range("10.0.0.0/8").covers(parse_range("10.1.0.0/16"))
    assert not parse_range("10.1.0.0/16").covers(parse_range("10.0.0.0/8"))
    assert str(parse_range("10.1.2.3/16").masked) == "10.1.0.0/16"
    assert parse_range("10.1.0.0/16") != parse_range("10.1.2.3/16")


def test_ipv4_in_ipv6_dress() -> None:
    assert parse_address("::ffff:c0a8:1") == parse_address("192.168.0.1")


@pytest.mark.parametrize("text", ["", "1.2.3", "01.2.3.4", "fe80::1%eth0", "::ffff:1.2.3.4", "1.2.3.4/8", "localhost"])
def test_refuses_address(text: str) -> None:
    with pytest.raises(ValueError, match="address"):
        parse_address(text)


@pytest.mark.parametrize(
    "text", ["10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/08", "10.0.0.0/255.0.0.0", "::/129"]
)
def test_refuses_range(text: str) -> None:
    with pytest.raises(ValueError, match="range"):
        parse_range(text)


def test_what_it_reaches() -> None:
    assert is_global_unicast(parse_address("10.0.0.1"))
    assert not is_global_unicast(parse_address("127.0.0.1"))
    assert not is_global_unicast(parse_address("255.255.255.255"))
    assert is_link_local_multicast(parse_address("ff02::1"))
    assert not is_link_local_multicast(parse_address("224.0.1.1"))


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("0.0.0.0/0", True),
        ("128.0.0.0/1", True),
        ("0.0.0.0/2", False),
        ("10.0.0.0/8", False),
        ("::/0", True),
        ("8000::/1", True),
        ("2000::/3", True),
        ("4000::/3", False),
        ("2001:db8::/32", False),
        ("everywhere", False),
    ],
)
def test_is_internet(block: str, expected: bool) -> None:
    actual = is_internet(block)

    assert expected == actual
