"""What the formats that are told by content have in common: looking at a document before it is a contract."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.model.document import Source
from trueline.parsers.text import decode

if TYPE_CHECKING:
    from trueline.model.document import Parsed

GAP: Final = rb"(?:\s|#[^\r\n]*[\r\n]|[&!]\S*\s|[>|][-+0-9]*\s)*[\"']?"
"""What may stand between a key's colon and its value: an anchor, a tag, the mark of a folded text, a quote."""

_WIDE: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_START: Final = rb"\A(?:\xef\xbb\xbf)?(?:\s|#[^\r\n]*[\r\n]|%[^\r\n]*[\r\n]|---|!\S*\s|[{\"'])*"


def as_utf8(data: bytes) -> bytes:
    """Return a text that says to be UTF-16 or UTF-32 as UTF-8, and any other as it is."""
    return decode(data).text.encode() if data.startswith(_WIDE) else data


def begins_with(data: bytes, *keys: bytes) -> bool:
    """Tell whether the first key of a document is one of ``keys``, as far as its text tells."""
    return re.match(_START + b"(?:" + b"|".join(keys) + rb")\b", data) is not None


def parse(path: str, data: bytes) -> Parsed[object]:
    """Return what can be read of a document."""
    if path.lower().endswith(".json"):
        from trueline.parsers import json

        return json.parse(Source(path, data))
    from trueline.parsers import yaml

    return yaml.parse(Source(path, data))
