"""Attributes of Terraform's resources that are secret whatever they are called, from the schemas of the providers.

A state may not mark them: many versions of Terraform mark only what the code says is sensitive.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from trueline.model.location import Path

_MAPS: Final = ("data", "binary_data", "string_data")
_BY_TYPE: Final = (  # which types, and which of their attributes
    (r"\w+_secret(?:_version)?|aws_ssm_parameter", ("value", "secret_string", "secret_binary", "secret_data")),
    (r"aws_iam_access_key", ("secret", "ses_smtp_password_v4")),
    (r"azuread_\w+_password", ("value",)),
    (r"(?:github|gitlab)_\w*(?:secret|variable)", ("value", "plaintext_value", "encrypted_value")),
    (r"random_password", ("result", "bcrypt_hash")),
    (r"tls_private_key", ("private_key_openssh", "private_key_pem_pkcs8")),
    (r"vault_(?:generic_secret|kv_secret\w*)", ("data_json", "data")),
    (r"kubernetes_secret(?:_v1)?(?:_data)?", _MAPS),
)
_KNOWN: Final = tuple((re.compile(kind), frozenset(names)) for kind, names in _BY_TYPE)
_EVERYWHERE: Final = re.compile(r"(?:primary|secondary)_(?:\w*_)?(?:access_key|connection_string|shared_key)")


def is_secret_attribute(kind: str, path: Path) -> bool:
    """Tell whether what stands at a path of a type's attributes (``aws_ssm_parameter``, ``value``) is secret."""
    first = path[0] if path else None
    if not isinstance(first, str):
        return False
    if _EVERYWHERE.fullmatch(first):
        return True
    return any(first in names and pattern.fullmatch(kind) for pattern, names in _KNOWN)
