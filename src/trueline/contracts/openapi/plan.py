"""Which files are OpenAPI contracts, and what else belongs to each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.contracts.reach import reached
from trueline.errors import ReadError
from trueline.model.document import Source
from trueline.model.unit import Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.document import Reader

DIALECT: Final = "openapi"
_SUFFIXES: Final = (".json", ".yaml", ".yml")
_YAML: Final = re.compile(
    rb"""(?:\A(?:\xef\xbb\xbf)?|[\r\n])(?:"|')?(?:openapi|swagger)(?:"|')?[ \t]*:[ \t]*(?:"|')?(?:2\.0|3\.)"""
)
_PERHAPS: Final = re.compile(rb"""(?:\A|[\r\n{,]|---|\?)[ \t]*["']?(?:openapi|swagger)["']?[ \t]*(?::|[\r\n]+:)""")
_JSON: Final = re.compile(rb"""[{,][ \t\r\n]*"(?:openapi|swagger)"[ \t\r\n]*:[ \t\r\n]*"(?:2\.0|3\.)""")
_FIRST: Final = re.compile(rb"""\A(?:\xef\xbb\xbf)?[ \t\r\n]*\{[ \t\r\n]*"(?:openapi|swagger)"[ \t\r\n]*:""")


def plan(paths: Sequence[str], reader: Reader) -> Sequence[Unit]:
    """Return a unit for each file that says `openapi:` or `swagger:`, with the files that its references lead to."""
    found = []
    for path in paths:
        if path.lower().endswith(_SUFFIXES):
            data = _read(path, reader)
            if data is not None and is_contract(path, data):
                found.append(Unit(DIALECT, path, members=tuple(reached(path, data, reader))))
    return found


def is_contract(path: str, data: bytes) -> bool:
    """Tell whether a file is an OpenAPI document, as far as its text tells; a broken one is, too."""
    if not path.lower().endswith(".json"):
        if _YAML.search(data) is not None:
            return True
        if _PERHAPS.search(data) is not None and _is_read_as_one(path, data):
            return True
    if _FIRST.match(data) is not None:
        return _JSON.search(data) is not None
    return data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" and any(
        _is_outermost(data, match.start()) for match in _JSON.finditer(data)
    )


def _is_read_as_one(path: str, data: bytes) -> bool:
    """Tell whether a file that writes its version in an unusual way is one."""
    from trueline.contracts.openapi.side import dialect_of
    from trueline.parsers import yaml

    return any(dialect_of(one.root) is not None for one in yaml.parse(Source(path, data)).documents)


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
