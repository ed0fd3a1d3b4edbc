"""Schemas of charts' values that would make Helm read files and addresses outside of the chart."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from trueline.adapters.sandbox import NotRenderedError
from trueline.dialects.kubernetes.packed import unpacked
from trueline.model.location import Location

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.document import Reader


def check_schemas(files: Sequence[str], reader: Reader) -> None:
    """Raise where a schema of values refers to a file or an address: Helm would read it, wherever it is."""
    for path in files:
        data = reader.read(path).data
        inside = (
            [(path, data)] if not path.endswith(".tgz") else [(f"{path}:{name}", one) for name, one in unpacked(data)]
        )
        for name, one in inside:
            if name.rpartition("/")[2] != "values.schema.json":
                continue
            found = _reference(one)
            if found is not None:
                raise NotRenderedError(f"{name} {found}", state="unreadable", location=Location(path))


def _reference(data: bytes) -> str | None:
    """Return what a schema refers to outside of itself, or why that is not known."""
    try:
        root: object = json.loads(data)
        waiting: list[tuple[object, bool]] = [(root, True)]
    except (ValueError, RecursionError):
        return "cannot be read as JSON"
    while waiting:
        value, is_root = waiting.pop()
        inner = value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ())
        for key, member in inner:
            if key in ("$ref", "$dynamicRef", "$recursiveRef") and not str(member).startswith("#"):
                return f"refers to {str(member)[:80]}, which is not read"
            if key in ("$id", "id") and isinstance(member, str) and ":" in member and ("#" in member or not is_root):
                return f"calls a part of it {member[:80]}, which would be read"
            waiting.append((member, False))
    return None
