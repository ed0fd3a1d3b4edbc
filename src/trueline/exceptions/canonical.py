"""One spelling for what people sign and what digests are of: JSON with sorted keys and nothing between."""

from __future__ import annotations

import hashlib
import json
import unicodedata

_DEEPEST = 20


def canonical(value: object) -> bytes:
    """Return the one spelling of plain data; raise ``ValueError`` for what has several.

    Texts are in Unicode's normal form C, numbers are whole, keys are texts. What two readers could read otherwise is
    refused, not put right.
    """
    _refuse(value, 0)
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode()


def digest(data: bytes) -> str:
    """Return ``sha256:`` and the digest of some bytes."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def read_canonical(data: bytes) -> object:
    """Return what ``data`` says; raise ``ValueError`` when it is not spelled in the one way."""
    try:
        value: object = json.loads(data.decode())
    except RecursionError as error:
        raise ValueError("it nests too deeply") from error
    if canonical(value) != data.removesuffix(b"\n"):
        raise ValueError("it is not spelled canonically: sorted keys, no blanks, whole numbers, normal form C")
    return value


def _refuse(value: object, depth: int) -> None:
    if depth > _DEEPEST:
        raise ValueError("it nests too deeply")
    if isinstance(value, str):
        if unicodedata.normalize("NFC", value) != value:
            raise ValueError(f"{value!r} is not in normal form C")
    elif isinstance(value, dict):
        for key, member in value.items():
            if not isinstance(key, str):
                raise ValueError(f"the key {key!r} is no text")  # noqa: TRY004  # what callers wait for
            _refuse(key, depth + 1)
            _refuse(member, depth + 1)
    elif isinstance(value, list):
        for member in value:
            _refuse(member, depth + 1)
    elif not (value is None or isinstance(value, bool | int)):
        raise ValueError(f"{value!r} has several spellings")
