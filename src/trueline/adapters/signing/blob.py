"""The parts of an SSH signature, read strictly: nothing left over, nothing twice, no other armor.

Source of the format: OpenSSH's PROTOCOL.sshsig.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Final, NamedTuple

NAMESPACE: Final = "decision@trueline.dev"
"""What a signature is made for; one that was made for anything else is none."""

BEGIN: Final = "-----BEGIN SSH SIGNATURE-----"
END: Final = "-----END SSH SIGNATURE-----"
KINDS: Final = frozenset((
    "ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521",
    "sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com",
))  # fmt: skip
SHORTEST_RSA: Final = 3072
_MAGIC: Final = b"SSHSIG"
_VERSION: Final = 1
_HASHES: Final = ("sha256", "sha512")
_LONGEST: Final = 20_000


class SignatureError(ValueError):
    """A signature that is none, or not one of this text by this key."""


class SignatureBlob(NamedTuple):
    """What a signature says of itself: its key, what it is for, how the text was hashed, and the parts of its own."""

    public_key: bytes
    namespace: str
    hash_name: str
    kind: str
    signature: bytes
    rest: bytes

    @property
    def key_line(self) -> str:
        """The key as ``authorized_keys`` has it: type and key."""
        kind = take_text(self.public_key)[0].decode("ascii", "replace")
        return f"{kind} {base64.b64encode(self.public_key).decode()}"

    def signed(self, message: bytes) -> bytes:
        """Return the bytes that the signature is over."""
        digest = hashlib.new(self.hash_name, message).digest()
        parts = (self.namespace.encode(), b"", self.hash_name.encode(), digest)
        return _MAGIC + b"".join(as_text(part) for part in parts)


def read(data: bytes) -> SignatureBlob:
    """Return the parts of an armored signature; raise ``SignatureError`` for anything that is not exactly one."""
    if len(data) > _LONGEST:
        raise SignatureError("it is too long for a signature")
    try:
        lines = data.decode("ascii").replace("\r\n", "\n").rstrip("\n").split("\n")
    except UnicodeDecodeError:
        raise SignatureError("it is no text") from None
    if len(lines) < 3 or lines[0] != BEGIN or lines[-1] != END:
        raise SignatureError("it has no armor of an SSH signature")
    body = "".join(lines[1:-1])
    try:
        blob = base64.b64decode(body, validate=True)
    except binascii.Error:
        raise SignatureError("its armor holds no base64") from None
    if base64.b64encode(blob).decode() != body:
        raise SignatureError("its base64 has several spellings")
    return _parts(blob)


def _parts(blob: bytes) -> SignatureBlob:
    if blob[:6] != _MAGIC or int.from_bytes(blob[6:10], "big") != _VERSION:
        raise SignatureError("it is no SSH signature of version 1")
    key, rest = take_text(blob[10:])
    namespace, rest = take_text(rest)
    reserved, rest = take_text(rest)
    hash_name, rest = take_text(rest)
    signature, rest = take_text(rest)
    if rest or reserved:
        raise SignatureError("something stands in it that nothing is known of")
    if hash_name not in (name.encode() for name in _HASHES):
        raise SignatureError("its text was hashed in a way that is not taken")
    kind, inner = take_text(signature)
    raw, further = take_text(inner)
    return SignatureBlob(
        key, namespace.decode("utf-8", "replace"), hash_name.decode(), kind.decode("ascii", "replace"), raw, further
    )


def expect_purpose(blob: SignatureBlob, keys: tuple[str, ...]) -> None:
    """Raise ``SignatureError`` unless a signature was made for a decision, by one of ``keys``, and that is strong."""
    if blob.namespace != NAMESPACE:
        raise SignatureError(f"it was made for {blob.namespace!r}, not for {NAMESPACE}")
    kind = blob.key_line.partition(" ")[0]
    if blob.key_line not in keys:
        raise SignatureError("its key is none of those that trust lists for this person")
    if kind not in KINDS:
        raise SignatureError(f"keys of type {kind} are not taken")
    if kind == "ssh-rsa":
        _, rest = take_text(take_text(blob.public_key)[1])
        if int.from_bytes(take_text(rest)[0], "big").bit_length() < SHORTEST_RSA:
            raise SignatureError(f"its RSA key has fewer than {SHORTEST_RSA:,} bits")


def take_text(data: bytes) -> tuple[bytes, bytes]:
    """Return the text that ``data`` begins with, its length before it, and what is left."""
    if len(data) < 4:
        raise SignatureError("it ends in the middle")
    length = int.from_bytes(data[:4], "big")
    if len(data) < 4 + length:
        raise SignatureError("it ends in the middle")
    return data[4 : 4 + length], data[4 + length :]


def as_text(data: bytes) -> bytes:
    """Return ``data`` with its length before it."""
    return len(data).to_bytes(4, "big") + data
