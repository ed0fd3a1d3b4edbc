"""Which files hold custom resource definitions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.contracts.kubernetes_crd.kinds import FORMAT
from trueline.contracts.texts import GAP, as_utf8
from trueline.errors import ReadError
from trueline.model.document import Source
from trueline.model.unit import Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.document import Document, Parsed, Reader

_SUFFIXES: Final = (".json", ".yaml", ".yml")
_KIND: Final = "CustomResourceDefinition"
_SAYS: Final = re.compile(rb"""(?:^|[\s{,"'])kind["']?\s*:""" + GAP + rb"(?:CustomResourceDefinition\b|\*)")
_GROUP: Final = b"apiextensions.k8s.io"


def plan(paths: Sequence[str], reader: Reader) -> Sequence[Unit]:
    """Return a unit for each of ``paths`` that holds a definition, templates of charts left out."""
    return [Unit(FORMAT, path, members=(path,)) for path in paths if _is_one(path, reader)]


def parse(source: Source) -> Parsed[object]:
    """Return what can be read of a file."""
    if source.path.lower().endswith(".json"):
        from trueline.parsers import json

        return json.parse(source)
    from trueline.parsers import yaml

    return yaml.parse(source)


def is_definition(document: Document[object]) -> bool:
    """Tell whether a document is a definition."""
    root = document.root
    return isinstance(root, dict) and root.get("kind") == _KIND and isinstance(root.get("spec"), dict)


def _is_one(path: str, reader: Reader) -> bool:
    if not path.lower().endswith(_SUFFIXES) or "/templates/" in f"/{path}":
        return False
    try:
        data = as_utf8(reader.read(path).data)
    except ReadError:
        return False
    if _GROUP not in data or _SAYS.search(data) is None:
        return False
    return b"{{" not in data or bool(parse(Source(path, data)).documents)  # else it is a template of a definition
