"""Base64."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.policies.cel.errors import EvaluationError
from trueline.policies.cel.function import Function

if TYPE_CHECKING:
    from collections.abc import Mapping


def _encode(data: bytes) -> str:
    from binascii import b2a_base64

    return b2a_base64(data, newline=False).decode("ascii")


def _decode(text: str) -> bytes:
    from binascii import a2b_base64

    try:
        return a2b_base64(text + "=" * (-len(text) % 4), strict_mode=True)
    except ValueError:
        raise EvaluationError("no base64") from None


FUNCTIONS: Mapping[str, Function] = {
    "base64.decode": Function(_decode, "string", "bytes", "f"),
    "base64.encode": Function(_encode, "bytes", "string", "f"),
}
