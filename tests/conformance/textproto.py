"""Protocol buffers' text format, as far as CEL's conformance data uses it: messages become maps of lists."""

from __future__ import annotations

import re
from typing import Any

TOKEN = re.compile(
    r"""\s+|\#[^\n]*|(?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|(?P<any>\[[A-Za-z0-9_./]+\])"""
    r"""|(?P<sign>[{}\[\]:,;<>])|(?P<word>[^\s{}\[\]:,;<>"'#]+)"""
)
PLAIN = {"n": 10, "t": 9, "r": 13, "a": 7, "b": 8, "f": 12, "v": 11, "\\": 92, "'": 39, '"': 34, "?": 63}
ESCAPE = re.compile(r"\\(?:(x[0-9a-fA-F]{1,2})|([0-7]{1,3})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)

Message = dict[str, list[Any]]


def read(text: str) -> Message:
    """Return the message that ``text`` holds; texts are bytes, numbers and names stay words."""
    tokens = [(match.lastgroup, match[0]) for match in TOKEN.finditer(text) if match.lastgroup]
    message, _ = _message([*tokens, ("sign", "}")], 0)
    return message


def _message(tokens: list[tuple[str, str]], position: int) -> tuple[Message, int]:
    fields: Message = {}
    while tokens[position][1] not in ("}", ">"):
        name = tokens[position][1].strip("[]")
        position += 1
        if tokens[position][1] == ":":
            position += 1
        value, position = _value(tokens, position)
        fields.setdefault(name, []).extend(value if isinstance(value, list) else [value])
        if tokens[position][1] in (",", ";"):
            position += 1
    return fields, position + 1


def _value(tokens: list[tuple[str, str]], position: int) -> tuple[Any, int]:
    kind, text = tokens[position]
    if text in ("{", "<"):
        return _message(tokens, position + 1)
    if text == "[":
        return _list(tokens, position + 1)
    if kind != "string":
        return text, position + 1
    parts = []
    while tokens[position][0] == "string":
        parts.append(_unescape(tokens[position][1][1:-1]))
        position += 1
    return b"".join(parts), position


def _list(tokens: list[tuple[str, str]], position: int) -> tuple[list[Any], int]:
    items = []
    while tokens[position][1] != "]":
        value, position = _value(tokens, position)
        items.append(value)
        if tokens[position][1] == ",":
            position += 1
    return items, position + 1


def _unescape(text: str) -> bytes:
    parts: list[bytes] = []
    end = 0
    for match in ESCAPE.finditer(text):
        parts.append(text[end : match.start()].encode())
        byte, octal, short, long, plain = match.groups()
        if byte or octal:
            parts.append(bytes([int(byte[1:], 16) if byte else int(octal, 8)]))
        elif short or long:
            parts.append(chr(int(short or long, 16)).encode())
        else:
            parts.append(bytes([PLAIN[plain]]))
        end = match.end()
    parts.append(text[end:].encode())
    return b"".join(parts)
