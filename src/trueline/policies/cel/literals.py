"""What a number or a text token stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.policies.cel.errors import CelSyntaxError
from trueline.policies.cel.kinds import INT_LEAST, INT_MOST, UINT_MOST, Uint

if TYPE_CHECKING:
    from trueline.policies.cel.tokens import Token

_PLAIN: Final = {
    "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
    "\\": "\\", "?": "?", '"': '"', "'": "'", "`": "`",
}  # fmt: skip
_DIGITS: Final = {"x": 2, "X": 2, "u": 4, "U": 8}


def number(token: Token, *, negative: bool = False) -> int | float:
    """Return the value of a number token; ``negative`` is told because the least integer has no positive twin."""
    sign = -1 if negative else 1
    if token.kind == "double":
        return sign * float(token.text)
    digits = token.text.rstrip("uU") if token.kind == "uint" else token.text
    value = sign * (int(digits, 16) if digits[:2] in ("0x", "0X") else int(digits))
    if token.kind == "uint":
        if not 0 <= value <= UINT_MOST:
            raise CelSyntaxError("this number does not fit an unsigned 64-bit integer", token.start, token.end)
        return Uint(value)
    if not INT_LEAST <= value <= INT_MOST:
        raise CelSyntaxError("this number does not fit a 64-bit integer", token.start, token.end)
    return value


def text(token: Token) -> str | bytes:
    """Return the value of a text or bytes token, escapes resolved."""
    body = token.text.lstrip("bBrR")
    prefix = token.text[: len(token.text) - len(body)].lower()
    width = 3 if body[:3] in ("'''", '"""') and len(body) >= 6 else 1
    inner = body[width:-width].replace("\r\n", "\n").replace("\r", "\n")
    if token.kind == "bytes":
        return inner.encode() if "r" in prefix else _bytes(inner, token, len(prefix) + width)
    return inner if "r" in prefix else _text(inner, token, len(prefix) + width)


def _text(inner: str, token: Token, offset: int) -> str:
    if "\\" not in inner:
        return inner
    parts: list[str] = []
    position = 0
    while position < len(inner):
        if inner[position] != "\\":
            parts.append(inner[position])
            position += 1
            continue
        code, end = _escape(inner, position, token, offset)
        parts.append(code if isinstance(code, str) else _character(code, token, offset + position))
        position = end
    return "".join(parts)


def _bytes(inner: str, token: Token, offset: int) -> bytes:
    parts = bytearray()
    position = 0
    while position < len(inner):
        if inner[position] != "\\":
            parts += inner[position].encode()
            position += 1
            continue
        code, end = _escape(inner, position, token, offset)
        if isinstance(code, str):
            parts += code.encode()
        elif inner[position + 1] in "uU" or code > 255:
            raise _bad(token, offset + position, "no escape of bytes")
        else:
            parts.append(code)
        position = end
    return bytes(parts)


def _escape(inner: str, position: int, token: Token, offset: int) -> tuple[str | int, int]:
    letter = inner[position + 1]
    if letter in _PLAIN:
        return _PLAIN[letter], position + 2
    if letter in _DIGITS:
        digits, base, begin = inner[position + 2 : position + 2 + _DIGITS[letter]], 16, position + 2
        width = _DIGITS[letter]
    else:
        digits, base, begin, width = inner[position + 1 : position + 4], 8, position + 1, 3
        if letter not in "0123":
            raise _bad(token, offset + position, f"no escape: \\{letter}")
    allowed = "0123456789abcdefABCDEF" if base == 16 else "01234567"
    if len(digits) != width or any(digit not in allowed for digit in digits):
        raise _bad(token, offset + position, f"the escape \\{letter} needs {width} digits")
    return int(digits, base), begin + width


def _character(code: int, token: Token, position: int) -> str:
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        raise _bad(token, position, "the escape names no character")
    return chr(code)


def _bad(token: Token, position: int, message: str) -> CelSyntaxError:
    return CelSyntaxError(message, token.start + position, token.start + position + 2)
