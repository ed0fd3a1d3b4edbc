"""Signing and verification by OpenSSH's own program, with fixed arguments and files of our own."""

from __future__ import annotations

import os
import shutil
import tempfile
from typing import TYPE_CHECKING, Final

from trueline.adapters.signing.blob import NAMESPACE, SignatureError, expect_purpose, read
from trueline.errors import TruelineError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PROGRAM: Final = "ssh-keygen"
PRINCIPAL: Final = "approver"
_OF_AN_AGENT: Final = ("HOME", "PATH", "SSH_AUTH_SOCK", "SSH_ASKPASS", "SSH_ASKPASS_REQUIRE", "DISPLAY", "TERM")
_DEADLINE: Final = 30
_PATIENCE: Final = 300
"""Seconds that somebody has to touch a token or to write a passphrase."""


def is_there() -> bool:
    """Tell whether the program is on the path."""
    return shutil.which(PROGRAM) is not None


def verify(message: bytes, signature: bytes, keys: tuple[str, ...]) -> None:
    """Return when one of ``keys`` made ``signature`` over ``message`` for a decision; raise ``SignatureError``."""
    blob = read(signature)  # one armor, one version, one namespace: the program itself takes more
    expect_purpose(blob, keys)
    with tempfile.TemporaryDirectory(prefix="trueline-") as folder:
        signers, signed = (os.path.join(folder, name) for name in ("signers", "signature"))
        _write(signers, f'{PRINCIPAL} namespaces="{NAMESPACE}" {blob.key_line}\n'.encode())
        _write(signed, signature)
        code, said = _run(
            ["-Y", "verify", "-f", signers, "-I", PRINCIPAL, "-n", NAMESPACE, "-s", signed], message, folder
        )
    if code != 0:
        raise SignatureError(said.strip().splitlines()[0] if said.strip() else "it is not of this text by this key")


def sign(message: bytes, key: str, environment: Mapping[str, str] | None = None) -> bytes:
    """Return a signature over ``message`` by the key in a file (its public half where an agent has the other one).

    ``environment`` is the user's: where the agent is, and how a passphrase is asked for.
    """
    with tempfile.TemporaryDirectory(prefix="trueline-") as folder:
        path = os.path.join(folder, "decision")
        _write(path, message)
        kept = {name: text for name, text in (environment or {}).items() if name in _OF_AN_AGENT}
        code, said = _run(["-Y", "sign", "-f", key, "-n", NAMESPACE, path], b"", folder, kept)
        signature = path + ".sig"
        if code != 0 or not os.path.exists(signature):
            raise TruelineError(f"`{PROGRAM}` could not sign: {said.strip()}", place=key)
        with open(signature, "rb") as file:
            return file.read()


def _run(
    arguments: Sequence[str], given: bytes, folder: str, environment: Mapping[str, str] | None = None
) -> tuple[int, str]:
    import subprocess

    clean = {"PATH": os.defpath, "LC_ALL": "C", **(environment or {})}
    deadline = _DEADLINE if environment is None else _PATIENCE
    try:
        ended = subprocess.run(  # noqa: S603  # arguments are fixed or files of our own
            [shutil.which(PROGRAM) or PROGRAM, *arguments], input=given, capture_output=True, cwd=folder, env=clean,
            timeout=deadline, check=False,
        )  # fmt: skip
    except FileNotFoundError:
        raise TruelineError(f"`{PROGRAM}` is not on the PATH", hint="install OpenSSH's client") from None
    except subprocess.TimeoutExpired:
        return 1, f"{PROGRAM} did not end within {deadline} s"
    return ended.returncode, (ended.stderr or ended.stdout).decode("utf-8", "replace")


def _write(path: str, data: bytes) -> None:
    with open(path, "xb") as file:
        file.write(data)
