"""Verification with the package ``cryptography``: ed25519, ECDSA, RSA of 3,072 bits and more, and FIDO tokens."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from trueline.adapters.signing.blob import SignatureBlob, SignatureError, expect_purpose, read, take_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_USER_PRESENT: Final = 0x01
_CURVES: Final = {b"nistp256": "SECP256R1", b"nistp384": "SECP384R1", b"nistp521": "SECP521R1"}


def verify(message: bytes, signature: bytes, keys: tuple[str, ...]) -> None:
    """Return when one of ``keys`` made ``signature`` over ``message`` for a decision; raise ``SignatureError``."""
    blob = read(signature)
    expect_purpose(blob, keys)
    from cryptography.exceptions import InvalidSignature

    try:
        _KINDS[blob.key_line.partition(" ")[0]](blob, blob.signed(message))
    except (InvalidSignature, ValueError) as error:
        raise SignatureError(str(error) or "it is not of this text by this key") from error


def _ed25519(blob: SignatureBlob, signed: bytes) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    _expect(blob, "ssh-ed25519")
    key, rest = take_text(take_text(blob.public_key)[1])
    _expect_nothing(rest, blob.rest)
    Ed25519PublicKey.from_public_bytes(key).verify(blob.signature, signed)


def _ecdsa(blob: SignatureBlob, signed: bytes) -> None:
    _expect(blob, take_text(blob.public_key)[0].decode("ascii", "replace"))
    curve, rest = take_text(take_text(blob.public_key)[1])
    point, rest = take_text(rest)
    _expect_nothing(rest, blob.rest)
    _verify_ecdsa(curve, point, blob.signature, signed)


def _verify_ecdsa(curve: bytes, point: bytes, signature: bytes, signed: bytes) -> None:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    if curve not in _CURVES:
        raise SignatureError("its curve is not taken")
    used: ec.EllipticCurve = getattr(ec, _CURVES[curve])()
    key = ec.EllipticCurvePublicKey.from_encoded_point(used, point)
    one, rest = take_text(signature)
    other, rest = take_text(rest)
    _expect_nothing(rest)
    hashed: dict[int, hashes.HashAlgorithm] = {256: hashes.SHA256(), 384: hashes.SHA384(), 521: hashes.SHA512()}
    key.verify(encode_dss_signature(_number(one), _number(other)), signed, ec.ECDSA(hashed[used.key_size]))


def _rsa(blob: SignatureBlob, signed: bytes) -> None:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers

    exponent, rest = take_text(take_text(blob.public_key)[1])
    modulus, rest = take_text(rest)
    _expect_nothing(rest, blob.rest)
    hashed = {"rsa-sha2-256": hashes.SHA256, "rsa-sha2-512": hashes.SHA512}.get(blob.kind)
    if hashed is None:
        raise SignatureError(f"signatures of type {blob.kind} are not taken")
    numbers = RSAPublicNumbers(_number(exponent), _number(modulus))
    numbers.public_key().verify(blob.signature, signed, padding.PKCS1v15(), hashed())


def _sk_ed25519(blob: SignatureBlob, signed: bytes) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    _expect(blob, "sk-ssh-ed25519@openssh.com")
    key, rest = take_text(take_text(blob.public_key)[1])
    application, rest = take_text(rest)
    _expect_nothing(rest)
    Ed25519PublicKey.from_public_bytes(key).verify(blob.signature, _touched(blob, application, signed))


def _sk_ecdsa(blob: SignatureBlob, signed: bytes) -> None:
    _expect(blob, "sk-ecdsa-sha2-nistp256@openssh.com")
    curve, rest = take_text(take_text(blob.public_key)[1])
    point, rest = take_text(rest)
    application, rest = take_text(rest)
    _expect_nothing(rest)
    _verify_ecdsa(curve, point, blob.signature, _touched(blob, application, signed))


def _touched(blob: SignatureBlob, application: bytes, signed: bytes) -> bytes:
    """Return what a FIDO token signs: application, flags, counter and text; somebody must have touched it."""
    if len(blob.rest) != 5:
        raise SignatureError("it lacks the flags and counter of a token")
    if not blob.rest[0] & _USER_PRESENT:
        raise SignatureError("nobody touched the token")
    return hashlib.sha256(application).digest() + blob.rest + hashlib.sha256(signed).digest()


def _expect(blob: SignatureBlob, kind: str) -> None:
    if blob.kind != kind:
        raise SignatureError(f"its key is of type {kind}, the signature of {blob.kind}")


def _expect_nothing(*rests: bytes) -> None:
    if any(rests):
        raise SignatureError("something stands behind its end")


def _number(data: bytes) -> int:
    """Return a number as SSH writes one; raise ``SignatureError`` where it is negative or has another spelling."""
    if not data or data[0] & 0x80 or (len(data) > 1 and data[0] == 0 and not data[1] & 0x80):
        raise SignatureError("a number in it is not written as SSH writes one")
    return int.from_bytes(data, "big")


_KINDS: Final[Mapping[str, Callable[[SignatureBlob, bytes], None]]] = {
    "ssh-ed25519": _ed25519,
    "ssh-rsa": _rsa,
    "ecdsa-sha2-nistp256": _ecdsa,
    "ecdsa-sha2-nistp384": _ecdsa,
    "ecdsa-sha2-nistp521": _ecdsa,
    "sk-ssh-ed25519@openssh.com": _sk_ed25519,
    "sk-ecdsa-sha2-nistp256@openssh.com": _sk_ecdsa,
}
