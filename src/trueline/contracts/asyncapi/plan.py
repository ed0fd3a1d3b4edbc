"""Which files are AsyncAPI documents, and what else belongs to each."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from trueline.contracts.asyncapi.kinds import FORMAT
from trueline.errors import ReadError
from trueline.model.document import Source
from trueline.model.unit import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.model.document import Parsed, Reader

_SUFFIXES: Final = (".json", ".yaml", ".yml")
_SAYS: Final = re.compile(rb"""(?:\A(?:\xef\xbb\xbf)?|[\r\n]|[{,]\s*)["']?asyncapi["']?[ \t]*:\s*["']?[23]\.""")
_FIRST: Final = re.compile(rb"""(?:\A(?:\xef\xbb\xbf)?|[\r\n])(?:\{\s*)?["']?asyncapi\b""")
_REFERENCE: Final = re.compile(rb"""\$ref["']?\s*:\s*["']?([^"'#\s{}\[\],][^"'#\r\n]*)""")
_ELSEWHERE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|/")
_MOST: Final = 2_000


def plan(paths: Sequence[str], reader: Reader) -> Sequence[Unit]:
    """Return a unit for each file that says ``asyncapi:``, with the files that its references lead to."""
    found = []
    for path in paths:
        if path.lower().endswith(_SUFFIXES):
            data = _read(path, reader)
            if _is_one(path, data):
                found.append(Unit(FORMAT, path, members=tuple(_members(path, data, reader))))
    return found


def parse(source: Source) -> Parsed[object]:
    """Return what can be read of a file."""
    if source.path.lower().endswith(".json"):
        from trueline.parsers import json

        return json.parse(source)
    from trueline.parsers import yaml

    return yaml.parse(source)


def _is_one(path: str, data: bytes) -> bool:
    """Tell whether a file says it of itself and not of something in it; a broken one where it seems to."""
    if b"asyncapi" not in data or _SAYS.search(data) is None:
        return False
    parsed = parse(Source(path, data))
    if any(problem.fatal for problem in parsed.problems) or not parsed.documents:
        return _FIRST.search(data) is not None
    root = parsed.documents[0].root
    return isinstance(root, dict) and "asyncapi" in root


def _members(path: str, data: bytes, reader: Reader) -> Iterator[str]:
    seen = {path}
    waiting = [(path, data)]
    yield path
    while waiting and len(seen) < _MOST:
        owner, text = waiting.pop()
        targets = {_target(owner, match[1]) for match in _REFERENCE.finditer(text)}
        for target in sorted(targets - seen - {""}):
            seen.add(target)
            found = _read(target, reader)
            if found:
                waiting.append((target, found))
                yield target


def _target(owner: str, reference: bytes) -> str:
    text = unquote(reference.decode("utf-8", "replace").strip())
    if _ELSEWHERE.match(text) or "\\" in text or "\0" in text:
        return ""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(owner), text))
    return "" if path.startswith("..") else path


def _read(path: str, reader: Reader) -> bytes:
    try:
        return reader.read(path).data
    except ReadError:
        return b""
