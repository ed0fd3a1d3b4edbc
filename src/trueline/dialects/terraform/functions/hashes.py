"""Digests of text, and identifiers made of them."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from uuid import NAMESPACE_DNS, NAMESPACE_OID, NAMESPACE_URL, NAMESPACE_X500, UUID, uuid5

from trueline.dialects.terraform.functions.types import FunctionError

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_IDENTIFIER = re.compile(rf"(?:(?:urn:uuid:)?{_UUID}|\{{{_UUID}\}}|[0-9a-f]{{32}})\Z", re.IGNORECASE)
_NAMESPACES = {"dns": NAMESPACE_DNS, "oid": NAMESPACE_OID, "url": NAMESPACE_URL, "x500": NAMESPACE_X500}


def md5(text: str) -> str:
    """Return the MD5 digest in hexadecimal."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def sha1(text: str) -> str:
    """Return the SHA-1 digest in hexadecimal."""
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


def sha256(text: str) -> str:
    """Return the SHA-256 digest in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def sha512(text: str) -> str:
    """Return the SHA-512 digest in hexadecimal."""
    return hashlib.sha512(text.encode()).hexdigest()


def base64_sha256(text: str) -> str:
    """Return the bytes of the SHA-256 digest in Base64."""
    return b64encode(hashlib.sha256(text.encode()).digest()).decode()


def base64_sha512(text: str) -> str:
    """Return the bytes of the SHA-512 digest in Base64."""
    return b64encode(hashlib.sha512(text.encode()).digest()).decode()


def uuid_v5(namespace: str, name: str) -> str:
    """Return the identifier of a name in a namespace: a known one, or any UUID."""
    known = _NAMESPACES.get(namespace)
    if known is None and not _IDENTIFIER.match(namespace):
        raise FunctionError("argument 1: dns, oid, url, x500 or a UUID is required")
    return str(uuid5(known or UUID(namespace), str(name)))
