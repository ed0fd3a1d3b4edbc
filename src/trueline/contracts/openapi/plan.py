"""Which files are OpenAPI contracts, and what else belongs to each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.contracts.references import Members
from trueline.contracts.texts import GAP, as_utf8, begins_with, parse
from trueline.errors import ReadError
from trueline.model.unit import Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.document import Reader

DIALECT: Final = "openapi"
_SUFFIXES: Final = (".json", ".yaml", ".yml")
_YAML: Final = re.compile(
    rb"""(?:\A(?:\xef\xbb\xbf)?|[\r\n])(?:"|')?(?:openapi|swagger)(?:"|')?[ \t]*:[ \t]*(?:"|')?(?:2\.0|3\.)"""
)
_JSON: Final = re.compile(rb"""[{,][ \t\r\n]*"(?:openapi|swagger)"[ \t\r\n]*:[ \t\r\n]*"(?:2\.0|3\.)""")
_FIRST: Final = re.compile(rb"""\A(?:\xef\xbb\xbf)?[ \t\r\n]*\{[ \t\r\n]*"(?:openapi|swagger)"[ \t\r\n]*:""")
_SAID: Final = re.compile(rb"""(?<![\w$-])(?:openapi|swagger)["']?\s*:""" + GAP + rb"(?:2\.0|3\.|\*)")


def plan(paths: Sequence[str], reader: Reader) -> Sequence[Unit]:
    """Return a unit for each file that says `openapi:` or `swagger:`, with the files that its references lead to."""
    found = []
    members = Members(reader)
    for path in paths:
        if path.lower().endswith(_SUFFIXES):
            data = _read(path, reader)
            if data is not None and is_contract(path, data):
                found.append(Unit(DIALECT, path, members=members.of(path)))
    return found


def is_contract(path: str, data: bytes) -> bool:
    """Tell whether a file is an OpenAPI document, as far as its text tells; a broken one is, too."""
    data = as_utf8(data)
    if not path.lower().endswith(".json") and (_YAML.search(data) is not None or _says(path, data)):
        return True
    if _FIRST.match(data) is not None:
        return _JSON.search(data) is not None
    return data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" and any(
        _is_outermost(data, match.start()) for match in _JSON.finditer(data)
    )


def _says(path: str, data: bytes) -> bool:
    """Tell whether a YAML document says it in a way that only reading it tells: in brackets, indented, with a tag."""
    if _SAID.search(data) is None:
        return False
    parsed = parse(path, data)
    if not parsed.documents:
        return begins_with(data, b"openapi", b"swagger")
    root = parsed.documents[0].root
    said = (root.get("openapi") or root.get("swagger")) if isinstance(root, dict) else None
    return str(said).startswith(("2.0", "3."))


def _is_outermost(data: bytes, end: int) -> bool:
    """Tell whether what stands before ``end`` has opened one map and closed all within it."""
    before = re.sub(rb'"(?:[^"\\]|\\.)*"', b"", data[: end + (data[end : end + 1] == b"{")])
    depth = sum(before.count(one) for one in (b"{", b"[")) - sum(before.count(one) for one in (b"}", b"]"))
    return depth == 1


def _read(path: str, reader: Reader) -> bytes | None:
    try:
        return reader.read(path).data
    except ReadError:
        return None
