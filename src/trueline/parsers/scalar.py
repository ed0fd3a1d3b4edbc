"""Plain scalars by the core schema of YAML 1.2 (section 10.3.2), and as ``kubectl`` and ``helm`` read them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_WORDS: Final[dict[str, object]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **{sign + word: float(sign + "inf") for word in (".inf", ".Inf", ".INF") for sign in ("", "+", "-")},
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_NUMBER_STARTS: Final = frozenset("0123456789+-.")
_INTEGER = re.compile(r"[-+]?[0-9]+", re.ASCII)
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII)
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+", re.ASCII)
_GO_WORDS: Final[dict[str, bool]] = {
    **dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "on", "On", "ON"), True),
    **dict.fromkeys(("n", "N", "no", "No", "NO", "off", "Off", "OFF"), False),
}
_GO_BASED = re.compile(r"[-+]?0(?:[0-7]{1,4000}|[oO][0-7]+|[xX][0-9a-fA-F]+|[bB][01]+)", re.ASCII)
_LONGEST_INTEGER: Final = 4000  # Python refuses to read more digits than 4,300


def read_plain(text: str) -> object:
    """Return what an untagged plain scalar means: null, a boolean, a number, or its text."""
    value = _WORDS.get(text, text)
    if value is text and text[0] in _NUMBER_STARTS:
        return _read_number(text)
    return value


def read_plain_as_go(text: str) -> object:
    """Return what a plain scalar means to programs built on go-yaml 2, which keeps some of YAML 1.1.

    ``yes``, ``on`` and ``y`` are booleans, ``0644`` is octal, ``1_000`` is a thousand, ``0b11`` is three.
    """
    if text in _GO_WORDS:
        return _GO_WORDS[text]
    if not text or text[0] not in _NUMBER_STARTS:
        return read_plain(text)
    digits = text.replace("_", "")
    if _GO_BASED.fullmatch(digits):
        return int(digits, 0) if digits.lstrip("+-")[1].isalpha() else int(digits, 8)
    value = read_plain(digits)
    return text if isinstance(value, str) else value


def read_plain_as_cloudformation(text: str) -> object:
    """Return what a plain scalar means to CloudFormation, which keeps the booleans of YAML 1.1: ``yes``, ``off``."""
    return _GO_WORDS[text] if text in _GO_WORDS and len(text) > 1 else read_plain(text)


def read_tagged(tag: str, text: str, read: Callable[[str], object]) -> object:
    """Return the value that one of YAML's own tags (``int``, ``bool``, …) asks for; text where it does not fit.

    ``read`` is what reads plain scalars there.
    """
    if tag == "float":
        value = read(text)
        return float(value) if type(value) is int else value
    if tag == "binary":
        return _read_binary(text)
    return read(text) if tag in ("int", "bool", "null") else text


def _read_binary(text: str) -> str:
    """Return the text behind base64, as go-yaml does; what is none, or no UTF-8, stays as it is written."""
    import base64

    try:
        return base64.b64decode("".join(text.split()), validate=True).decode()
    except ValueError:
        return text


def _read_number(text: str) -> object:
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) <= _LONGEST_INTEGER else float(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _BASED.fullmatch(text):
        return int(text, 0)
    return text
