"""Which files are OpenAPI contracts, and what else belongs to each."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from trueline.errors import ReadError
from trueline.model.unit import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.model.document import Reader

DIALECT: Final = "openapi"
_SUFFIXES: Final = (".json", ".yaml", ".yml")
_YAML: Final = re.compile(
    rb"""(?:\A(?:\xef\xbb\xbf)?|[\r\n])(?:"|')?(?:openapi|swagger)(?:"|')?[ \t]*:[ \t]*(?:"|')?(?:2\.0|3\.)"""
)
_JSON: Final = re.compile(rb"""[{,][ \t\r\n]*"(?:openapi|swagger)"[ \t\r\n]*:[ \t\r\n]*"(?:2\.0|3\.)""")
_FIRST: Final = re.compile(rb"""\A(?:\xef\xbb\xbf)?[ \t\r\n]*\{[ \t\r\n]*"(?:openapi|swagger)"[ \t\r\n]*:""")
_REFERENCE: Final = re.compile(rb"""\$ref(?:"|')?[ \t]*:[ \t\r\n]*(?:"|')?([^"'#\s{}\[\],][^"'#\r\n]*)""")
_MOST_MEMBERS: Final = 20_000


def plan(paths: Sequence[str], reader: Reader) -> Sequence[Unit]:
    """Return a unit for each file that says `openapi:` or `swagger:`, with the files that its references lead to."""
    found = []
    for path in paths:
        if path.lower().endswith(_SUFFIXES):
            data = _read(path, reader)
            if data is not None and is_contract(path, data):
                found.append(Unit(DIALECT, path, members=tuple(_members(path, data, reader))))
    return found


def is_contract(path: str, data: bytes) -> bool:
    """Tell whether a file is an OpenAPI document, as far as its text tells; a broken one is, too."""
    if not path.lower().endswith(".json") and _YAML.search(data) is not None:
        return True
    if _FIRST.match(data) is not None:
        return _JSON.search(data) is not None
    return data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" and any(
        _is_outermost(data, match.start()) for match in _JSON.finditer(data)
    )


def _is_outermost(data: bytes, end: int) -> bool:
    """Tell whether what stands before ``end`` has opened one map and closed all within it."""
    before = re.sub(rb'"(?:[^"\\]|\\.)*"', b"", data[: end + (data[end : end + 1] == b"{")])
    depth = sum(before.count(one) for one in (b"{", b"[")) - sum(before.count(one) for one in (b"}", b"]"))
    return depth == 1


def _members(path: str, data: bytes, reader: Reader) -> Iterator[str]:
    """Yield a contract's own path and those that its references lead to, as far as the texts tell."""
    seen = {path}
    waiting = [(path, data)]
    yield path
    while waiting and len(seen) < _MOST_MEMBERS:
        owner, text = waiting.pop()
        for target in sorted({_target(owner, match[1]) for match in _REFERENCE.finditer(text)} - seen - {""}):
            seen.add(target)
            found = _read(target, reader)
            if found is not None:
                waiting.append((target, found))
                yield target


def _target(owner: str, reference: bytes) -> str:
    text = unquote(reference.decode("utf-8", "replace").strip())
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|/", text) or "\\" in text or "\0" in text:
        return ""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(owner), text))
    return "" if path.startswith("..") else path


def _read(path: str, reader: Reader) -> bytes | None:
    try:
        return reader.read(path).data
    except ReadError:
        return None
