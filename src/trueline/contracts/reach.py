"""Which files a document leads to by its references, as far as their texts tell."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from trueline.errors import ReadError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.model.document import Reader

_REFERENCE: Final = re.compile(rb"""\$(?:dynamicR|r)ef["']?\s*:\s*["']?([^"'#\s{}\[\],][^"'#\r\n]*)""")
_NAME: Final = re.compile(rb"""["']?\$?\bid["']?\s*:\s*["']?(https?://[^"'#\s]*/)""")
_ELSEWHERE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|/")


def reached(path: str, data: bytes, reader: Reader) -> Iterator[str]:
    """Yield a file's own path, then those of the files that its references lead to; each once, and all that exist."""
    seen = {path}
    waiting = [(path, data)]
    yield path
    while waiting:
        owner, text = waiting.pop()
        for target in sorted(set(_targets(owner, text)) - seen):
            seen.add(target)
            found = _read(target, reader)
            if found is not None:
                waiting.append((target, found))
                yield target


def _targets(owner: str, text: bytes) -> Iterator[str]:
    """Yield what references name; files that are published beside each other lie beside each other here."""
    published = {match[1].decode("utf-8", "replace") for match in _NAME.finditer(text)}
    for match in _REFERENCE.finditer(text):
        written = match[1].decode("utf-8", "replace").strip()
        beside = (written.removeprefix(place) for place in published if written.startswith(place))
        for one in (written, *beside):
            target = _target(owner, unquote(one))
            if target:
                yield target


def _target(owner: str, text: str) -> str:
    if not text or _ELSEWHERE.match(text) or "\\" in text or "\0" in text:
        return ""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(owner), text))
    return "" if path.startswith("..") else path


def _read(path: str, reader: Reader) -> bytes | None:
    try:
        return reader.read(path).data
    except ReadError:
        return None
