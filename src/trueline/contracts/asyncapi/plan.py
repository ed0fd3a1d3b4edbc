"""Which files are AsyncAPI documents, and what else belongs to each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.contracts.asyncapi.kinds import FORMAT
from trueline.contracts.references import Members
from trueline.contracts.texts import GAP, as_utf8, begins_with
from trueline.errors import ReadError
from trueline.model.document import Source
from trueline.model.unit import Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.document import Parsed, Reader

_SUFFIXES: Final = (".json", ".yaml", ".yml")
_SAYS: Final = re.compile(rb"""(?<![\w$-])asyncapi["']?\s*:""" + GAP + rb"(?:[23]\.|\*)")
_FIRST: Final = re.compile(rb"""(?:\A(?:\xef\xbb\xbf)?|[\r\n])(?:\{\s*)?["']?asyncapi\b""")


def plan(paths: Sequence[str], reader: Reader) -> Sequence[Unit]:
    """Return a unit for each file that says ``asyncapi:``, with the files that its references lead to."""
    found = []
    members = Members(reader)
    for path in paths:
        if path.lower().endswith(_SUFFIXES):
            data = _read(path, reader)
            if _is_one(path, data):
                found.append(Unit(FORMAT, path, members=members.of(path)))
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
    data = as_utf8(data)
    if b"asyncapi" not in data or _SAYS.search(data) is None:
        return False
    parsed = parse(Source(path, data))
    if any(problem.fatal for problem in parsed.problems) or not parsed.documents:
        return _FIRST.search(data) is not None or begins_with(data, b"asyncapi")
    root = parsed.documents[0].root
    return isinstance(root, dict) and "asyncapi" in root


def _read(path: str, reader: Reader) -> bytes:
    try:
        return reader.read(path).data
    except ReadError:
        return b""
