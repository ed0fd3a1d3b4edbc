"""Scalars that are spelled otherwise and mean the same: quantities, IntOrString, images, durations, placeholders."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from trueline.values.duration import parse_duration
from trueline.values.image import parse_image
from trueline.values.quantity import Quantity, parse_quantity

if TYPE_CHECKING:
    from datetime import timedelta

_HOLE: Final = re.compile(r"\$\{[A-Za-z_]\w*(?:[:=?+-][^{}]*)?\}")
_LONGEST: Final = 2000
_WITH_UNIT: Final = re.compile(r"[0-9.]+(?:[KMGTPE]i|[numkMGTPE])")


def quantity(value: object) -> object:
    """Return the amount that a quantity names, rounded up to thousandths as the API server does; itself if none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return value
    return _amount(str(value))


@lru_cache(maxsize=4096)
def _amount(text: str) -> object:
    try:
        nanos = parse_quantity(text).nanos
    except ValueError:
        return text
    return Quantity(-(-nanos // 1_000_000) * 1_000_000)


def int_or_text(value: object) -> object:
    """Return the number that an IntOrString is, where it is one: ``"80"`` is 80."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20:
        return int(value)
    return value


def text(value: object) -> object:
    """Return what a field that holds text makes of a scalar: ``true`` and numbers are spelled out."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


@lru_cache(maxsize=4096)
def _image(reference: str) -> object:
    try:
        found = parse_image(reference)
    except ValueError:
        return reference
    return found if found.tag or found.digest else found._replace(tag="latest")


def image(value: object) -> object:
    """Return the parts of an image reference: ``nginx`` is ``docker.io/library/nginx:latest``."""
    return _image(value) if isinstance(value, str) else value


def encoded(value: object) -> object:
    """Return base64 text without the line ends that it may be written with."""
    return "".join(value.split()) if isinstance(value, str) else value


def literal(value: object) -> object:
    """Return a scalar as it is: of the text of programs and files nothing is taken for a placeholder."""
    return text(value)


def alike(declared: object, actual: object) -> bool:
    """Tell whether two scalars of no known type are the same: ``1m`` and ``60s``, ``1Gi`` and ``1024Mi``."""
    if isinstance(declared, bool) or isinstance(actual, bool):
        return declared is actual
    if isinstance(declared, int | float) and isinstance(actual, int | float):
        return declared == actual
    if not isinstance(declared, str) or not isinstance(actual, str):
        return _numeral(declared) == _numeral(actual)
    if declared == actual:
        return True
    return _same_amount(declared, actual)


def _numeral(value: object) -> object:
    return str(value) if isinstance(value, int | float) else value


def _same_amount(declared: str, actual: str) -> bool:
    if not (declared[:1] in "0123456789.-+" and len(declared) < 40 and len(actual) < 40 and declared and actual):
        return False
    one, other = _duration(declared), _duration(actual)
    if one is not None and other is not None:
        return one == other
    # without a unit it may be a version: 1.10 is not 1.1
    if _WITH_UNIT.fullmatch(declared) or _WITH_UNIT.fullmatch(actual):
        return quantity(declared) == quantity(actual)
    return False


def _duration(value: str) -> timedelta | None:
    try:
        return parse_duration(value)
    except (ValueError, OverflowError):
        return None


def is_encrypted(declared: str) -> bool:
    """Tell whether a text is one that SOPS has encrypted: what is applied is not known."""
    return declared.startswith("ENC[AES256_GCM,") and declared.endswith("]")


def has_hole(declared: str) -> bool:
    """Tell whether a text has placeholders that a pipeline fills in."""
    if is_encrypted(declared):
        return True
    return "${" in declared and len(declared) <= _LONGEST and _HOLE.search(declared) is not None


def may_be(declared: object, actual: object) -> bool:
    """Tell whether text with placeholders (``${TAG}``), which a pipeline fills in, can have become ``actual``."""
    if isinstance(declared, str) and is_encrypted(declared):
        return True
    if not isinstance(declared, str) or "${" not in declared or len(declared) > _LONGEST:
        return False
    pieces = _HOLE.split(declared)
    spelled = text(actual)
    if len(pieces) < 2 or not isinstance(spelled, str) or len(spelled) > 2 * _LONGEST:
        return False
    return _fits(pieces, spelled)


def _fits(pieces: list[str], spelled: str) -> bool:
    first, *middle, last = pieces
    if not spelled.startswith(first) or not spelled.endswith(last) or len(spelled) < len(first) + len(last):
        return False
    at, end = len(first), len(spelled) - len(last)
    for piece in middle:
        found = spelled.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True
