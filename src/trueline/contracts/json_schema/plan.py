"""Which files are JSON Schemas: those named so, and those whose own ``$schema`` says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.contracts.json_schema.kinds import FORMAT
from trueline.contracts.references import Members
from trueline.contracts.registry import FORMATS
from trueline.contracts.texts import GAP, as_utf8
from trueline.errors import ReadError
from trueline.model.unit import Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.document import Parsed, Reader, Source

NAMED: Final = FORMATS[FORMAT].named
_SUFFIXES: Final = (".json", ".yaml", ".yml")
_SAYS: Final = re.compile(
    rb"""(?:\$|\\u0024|\\x24)schema["']?\s*:""" + GAP + rb"(?:https?:\\?/\\?/json-schema\.org\\?/|\*)"
)
DRAFTS: Final = {
    "draft-04": "draft4",
    "draft-06": "draft6",
    "draft-07": "draft7",
    "draft/2019-09": "2019-09",
    "draft/2020-12": "2020-12",
}
"""What stands in ``$schema``, and the name of that dialect."""


def plan(paths: Sequence[str], reader: Reader) -> Sequence[Unit]:
    """Return the JSON Schemas among ``paths``, each with the files that its references lead to."""
    members = Members(reader)
    return [Unit(FORMAT, path, members=members.of(path)) for path in paths if _is_schema(path, reader)]


def parse(source: Source) -> Parsed[object]:
    """Return what can be read of a schema's file."""
    if source.path.lower().endswith(".json"):
        from trueline.parsers import json

        return json.parse(source)
    from trueline.parsers import yaml

    return yaml.parse(source)


def dialect_of(root: object) -> str:
    """Return the name of the dialect that a schema says it is of; the newest where it says none that is known."""
    said = root.get("$schema") if isinstance(root, dict) else None
    if isinstance(said, str):
        return next((name for text, name in DRAFTS.items() if text in said), "2020-12")
    return "2020-12"


def _is_schema(path: str, reader: Reader) -> bool:
    lowered = path.lower()
    if lowered.endswith(NAMED):
        return True
    if not lowered.endswith(_SUFFIXES):
        return False
    try:
        source = reader.read(path)
    except ReadError:
        return False
    if _SAYS.search(as_utf8(source.data)) is None:
        return False
    parsed = parse(source)
    if not parsed.documents:
        return True  # what it would be if it could be read; never passed over in silence
    return any(says(document.root) for document in parsed.documents)


def says(root: object) -> bool:
    """Tell whether a document says of itself that it is a schema."""
    said = root.get("$schema") if isinstance(root, dict) else None
    return isinstance(said, str) and "json-schema.org/" in said
