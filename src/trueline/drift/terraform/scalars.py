"""Whether a state's value of an attribute is what the code says, however each of them spells it.

| what is the same | why |
|---|---|
| 80 and "80", true and "true" | a provider converts what is written to the type of its attribute |
| what is empty, 0 or false, and what is not set | providers write the one for the other |
| texts that differ in blanks around them | providers trim heredocs |
| two JSON texts of one value; two policies of the same statements | services store them parsed, and print anew |
| `24h` and `24h0m0s` | Go prints durations anew |
| a name and the ARN, link or id that ends in it | services answer with the longer one, or take it |
| two long names that only the case, the version of the interface, `:*` or a dot at the end tell apart | see `links` |
| `West Europe` and `westeurope`, `TCP`, `tcp` and `6`, `all` and `-1` | services have one spelling of those |
| a family of images, and the link of one of its images | the service picks the newest |
| 0.5 and 500m, of `cpu`, `memory` and `storage` | Kubernetes has one spelling of a quantity |
| a text and its SHA-1, of `user_data`; in base64 or not | the provider keeps no more of it |
"""

from __future__ import annotations

import re
from base64 import b64decode
from contextlib import suppress
from decimal import Decimal
from hashlib import sha1
from typing import TYPE_CHECKING, Final

from trueline.drift.terraform.links import is_long, is_same_link
from trueline.drift.terraform.noise import is_same_text, is_zero
from trueline.values.duration import parse_duration
from trueline.values.quantity import parse_quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

_ANY_CASE: Final = frozenset({"location", "protocol", "ip_protocol", "secondary_location", "failover_location"})
_NUMBERED: Final = {"all": "-1", "icmp": "1", "icmpv6": "58", "tcp": "6", "udp": "17"}
"""Protocols by name, with the numbers that some providers keep."""

_HASHED: Final = frozenset({"user_data", "custom_data"})
_QUANTITIES: Final = frozenset({"cpu", "memory", "storage", "ephemeral-storage", "ephemeral_storage"})
_DIGEST: Final = re.compile(r"[0-9a-f]{40}")
_DURATION: Final = re.compile(r"[0-9][0-9.]*(?:h|m|s|ms)(?:[0-9.]+(?:h|m|s|ms))*")


def is_same_scalar(declared: object, actual: object, name: str) -> bool:
    """Tell whether a known scalar of the code is what the state has for the attribute ``name``."""
    if is_zero(declared) and is_zero(actual):
        return True
    one, other = plain_text(declared), plain_text(actual)
    if one is None or other is None:
        return False
    return one == other or _is_same_number(declared, actual) or _is_same_text(one, other, name)


def plain_text(value: object) -> str | None:
    """Return a scalar as Terraform turns it into text, None for what is none."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, str | int | float) else None


def _is_same_number(one: object, other: object) -> bool:
    """Tell whether two values are one number, at least one of them a number by its type."""
    if isinstance(one, str) and isinstance(other, str):
        return False
    try:
        if isinstance(one, float) or isinstance(other, float):
            return float(one) == float(other)  # type: ignore[arg-type]  # what is no number raises
        return Decimal(one) == Decimal(other)  # type: ignore[arg-type]  # likewise; a float holds no large one exactly
    except (TypeError, ValueError, ArithmeticError):
        return False


def _is_same_text(declared: str, actual: str, name: str) -> bool:
    if declared.strip() == actual.strip() or is_same_text(declared, actual):
        return True
    if _is_end_of(declared, actual) or _is_end_of(actual, declared) or is_same_link(declared, actual):
        return True
    if name in _ANY_CASE:
        return _one_case(declared) == _one_case(actual)
    if name in _HASHED and _DIGEST.fullmatch(actual):
        return any(sha1(text, usedforsecurity=False).hexdigest() == actual for text in _decoded(declared))
    if name in _QUANTITIES:
        return _is_same_quantity(declared, actual)
    if name == "image":
        return _is_of_family(declared, actual)
    return _is_same_duration(declared, actual)


def _is_end_of(short: str, long: str) -> bool:
    return bool(short) and is_long(long) and long.endswith((f"/{short}", f":{short}"))


def _decoded(text: str) -> Iterator[bytes]:
    """Yield a text, and what it is the base64 of."""
    yield text.encode()
    with suppress(ValueError):
        yield b64decode(text, validate=True)


def _is_same_quantity(one: str, other: str) -> bool:
    try:
        return parse_quantity(one) == parse_quantity(other)
    except ValueError:
        return False


def _is_of_family(declared: str, actual: str) -> bool:
    """Tell whether a link of Google's may be the image that a family (``debian-cloud/debian-12``) led to."""
    *around, family = declared.removeprefix("projects/").replace("global/images/", "").replace("family/", "").split("/")
    *path, image = actual.split("/")
    return is_long(actual) and image.startswith(family) and all(part in path for part in around)


def _one_case(text: str) -> str:
    found = "".join(text.split()).lower()
    return _NUMBERED.get(found, found)


def _is_same_duration(one: str, other: str) -> bool:
    if not (_DURATION.fullmatch(one) and _DURATION.fullmatch(other)):
        return False
    try:
        return parse_duration(one) == parse_duration(other)
    except (ValueError, OverflowError):
        return False
