"""In which language the payload of a message is written, and what differs where it is Avro."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.contracts.schema.dialect import DIALECTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.contracts.asyncapi.kinds import Role
    from trueline.contracts.asyncapi.tree import Node
    from trueline.contracts.avro.source import File
    from trueline.model.change import Change

_OWN: Final = "draft7"
_ASYNCAPI: Final = "aai.asyncapi"
_JSON_SCHEMA: Final = ("schema+json", "schema+yaml")
_OPENAPI: Final = "oai.openapi"
_AVRO: Final = "apache.avro"
_VERSION: Final = re.compile(r"version=[\"']?(?:draft[-/]?)?0*([0-9][0-9.-]*)")


def dialect_of(said: str) -> str | None:
    """Return the dialect of JSON Schema that a ``schemaFormat`` names, None where it is another language."""
    version = _VERSION.search(said)
    number = version[1] if version is not None else ""
    if not said or _ASYNCAPI in said:
        return _OWN
    if _OPENAPI in said:
        return "openapi-3.0" if number.startswith("3.0") or not number else "openapi-3.1"
    if any(one in said for one in _JSON_SCHEMA):
        return next((name for name in (f"draft{number}", number) if name in DIALECTS), _OWN)
    return None


def is_avro(said: str) -> bool:
    """Tell whether a ``schemaFormat`` names Avro, whose records are written in JSON or YAML."""
    return _AVRO in said


def compare_avro(role: Role, subject: str, old: Node, new: Node) -> Sequence[Change]:
    """Return what differs between two Avro schemas; a type that a file of its own declares is told with that file."""
    from trueline.contracts.avro import types
    from trueline.contracts.avro.reading import Build
    from trueline.contracts.avro.schema import Schema
    from trueline.contracts.avro.source import SUFFIXES
    from trueline.contracts.avro.walk import At, Walk

    before, after = (Build(_file(node), node.value).root for node in (old, new))
    if not isinstance(before, Schema) or not isinstance(after, Schema):
        return ()
    here = (node.document.source.path for node in (old, new))
    walk = Walk(*(path for path in here if not path.endswith(SUFFIXES)))
    # who reads what is sent has the old schema, and who writes what is received
    at = At(subject, backward=role != "send", forward=role != "receive", roles=("clients", "clients"))
    types.compare(walk, before, after, at)
    return walk.changes


def _file(node: Node) -> File:
    from trueline.contracts.avro.source import File

    return File(node.document.source.path, node.document, node.path)
