"""JSON that stands as a text inside of something else: policies, container definitions, properties of a stack."""

from __future__ import annotations

import json
from typing import NoReturn

from trueline.drift.depth import is_too_deep


def parsed(text: object) -> dict[str, object] | list[object] | None:
    """Return the list or map that a JSON text holds, None where it holds none, or one too deep to be a service's."""
    if not isinstance(text, str) or text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        found = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict | list) and not is_too_deep(found) else None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number of JSON")
