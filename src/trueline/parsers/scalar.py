"""Plain scalars by the core schema of YAML 1.2 (section 10.3.2)."""

from __future__ import annotations

import re
from typing import Final

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
_LONGEST_INTEGER: Final = 4000  # Python refuses to read more digits than 4,300


def read_plain(text: str) -> object:
    """Return what an untagged plain scalar means: null, a boolean, a number, or its text."""
    value = _WORDS.get(text, text)
    if value is text and text[0] in _NUMBER_STARTS:
        return _read_number(text)
    return value


def read_tagged(tag: str, text: str) -> object:
    """Return the value that one of YAML's own tags (``int``, ``bool``, …) asks for; text where it does not fit."""
    if tag == "float":
        value = read_plain(text)
        return float(value) if type(value) is int else value
    return read_plain(text) if tag in ("int", "bool", "null") else text


def _read_number(text: str) -> object:
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) <= _LONGEST_INTEGER else float(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _BASED.fullmatch(text):
        return int(text, 0)
    return text
