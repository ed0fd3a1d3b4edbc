"""Signatures of decisions, in OpenSSH's format (PROTOCOL.sshsig): read, made and verified.

One way of verifying is used in a run: the package ``cryptography`` where it is installed, else ``ssh-keygen``.
"""

from __future__ import annotations

from importlib.util import find_spec

from trueline.adapters.signing.blob import NAMESPACE, SignatureError

__all__ = ["NAMESPACE", "SignatureError", "verify"]


def verify(message: bytes, signature: bytes, keys: tuple[str, ...]) -> None:
    """Return when one of ``keys`` made ``signature`` over ``message`` for a decision; raise ``SignatureError``."""
    if find_spec("cryptography") is not None:
        from trueline.adapters.signing import in_process

        in_process.verify(message, signature, keys)
        return
    from trueline.adapters.signing import ssh_keygen

    if not ssh_keygen.is_there():
        raise SignatureError("nothing here can verify it: install `trueline[sign]`, or OpenSSH's client")
    ssh_keygen.verify(message, signature, keys)
