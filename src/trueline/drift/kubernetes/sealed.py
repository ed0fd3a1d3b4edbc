"""Values of Secrets in a snapshot: told apart without being told.

`trueline snapshot kubernetes` writes no value of a Secret. What nobody declares becomes `HIDDEN`. What is declared, and
so stands in the repository anyway, becomes a digest of scrypt under the salt that the snapshot was taken with: whoever
has the declared value can tell whether it is the one that is there; anybody else has to guess, at 4 MiB and several
milliseconds a guess.
"""

from __future__ import annotations

import base64
import binascii
from functools import lru_cache
from typing import Final

HIDDEN: Final = "trueline:hidden"
"""What stands for a value of which nothing is told."""
DIGEST: Final = "trueline:scrypt:"
"""How a digest begins; 64 hexadecimal digits follow."""
SALT_BYTES: Final = 32
_COST: Final = 1 << 12


@lru_cache(maxsize=65536)
def sealed(value: bytes, salt: bytes) -> str:
    """Return the digest that stands for a value in a snapshot with this salt."""
    from hashlib import scrypt

    return DIGEST + scrypt(value, salt=salt, n=_COST, r=8, p=1, dklen=32).hex()


def decoded(text: object) -> bytes | None:
    """Return the bytes of base64 text, whatever its line ends; None where it is none."""
    if not isinstance(text, str):
        return None
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def salt_of(root: object) -> bytes | None:
    """Return the salt of a snapshot; None where it has none."""
    text = root.get("salt") if isinstance(root, dict) else None
    try:
        salt = bytes.fromhex(text) if isinstance(text, str) and len(text) <= 4 * SALT_BYTES else b""
    except ValueError:
        return None
    return salt if len(salt) >= SALT_BYTES // 2 else None
