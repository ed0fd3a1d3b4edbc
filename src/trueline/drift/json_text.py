"""JSON that stands as a text inside of something else: policies, container definitions, properties of a stack."""

from __future__ import annotations

import json
from typing import Final, NoReturn

DEEPEST: Final = 100
"""Levels of lists and maps beyond which a text is only a text: nothing that a service keeps is as deep."""


def parsed(text: object) -> dict[str, object] | list[object] | None:
    """Return the list or map that a JSON text holds, None where it holds none."""
    if not isinstance(text, str) or text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        found = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict | list) and _is_flat(found) else None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number of JSON")


def _is_flat(value: object) -> bool:
    level = [value]
    for _ in range(DEEPEST):
        inner = [one.values() if isinstance(one, dict) else one for one in level if isinstance(one, dict | list)]
        level = [member for members in inner for member in members]
        if not level:
            return True
    return False
