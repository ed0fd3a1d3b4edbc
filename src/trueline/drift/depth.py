"""How deep values may be nested to be compared: snapshots and manifests may be anybody's."""

from __future__ import annotations

from typing import Final

MOST_DEPTH: Final = 100
"""No object that a cluster takes is half as deep; walks of both sides stay far below Python's own bound."""
TOO_DEEP: Final = "it is nested too deeply"
"""Why something was not compared."""


def is_too_deep(value: object) -> bool:
    """Tell whether a value is nested deeper than `MOST_DEPTH`."""
    level: list[object] = [value]
    for _ in range(MOST_DEPTH):
        inner: list[object] = []
        for one in level:
            if isinstance(one, dict):
                inner += [member for member in one.values() if isinstance(member, dict | list)]
            elif isinstance(one, list):
                inner += [member for member in one if isinstance(member, dict | list)]
        if not inner:
            return False
        level = inner
    return True
