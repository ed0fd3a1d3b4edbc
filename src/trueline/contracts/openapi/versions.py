"""The version of an API, and by how much it changed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from trueline.contracts.openapi.scope import Scope
    from trueline.contracts.openapi.side import Side

Bump: TypeAlias = Literal["major", "minor", "patch", "none", "unknown"]
"""The first part of a version that is higher than before; unknown of versions that are not numbers."""

_SEMANTIC: Final = re.compile(r"v?(\d{1,9})(?:\.(\d{1,9})(?:\.(\d{1,9})(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?)?)?\Z")


def bump(before: str, after: str) -> Bump:
    """Return what part of a version was raised; none where it is the same or lower."""
    if before == after:
        return "none"
    old, new = _parts(before), _parts(after)
    if old is None or new is None:
        return "unknown"
    for name, was, now in zip(("major", "minor", "patch"), old, new, strict=True):
        if was != now:
            return name if now > was else "none"  # type: ignore[return-value]  # one of the three
    return "none"


def is_lower(before: str, after: str) -> bool:
    """Tell whether a version is certainly lower than before."""
    old, new = _parts(before), _parts(after)
    return old is not None and new is not None and new < old


def compare_version(scope: Scope, before: Side, after: Side) -> None:
    """Take a change of the version itself."""
    if before.version == after.version:
        return
    places = before.root.at("info", "version"), after.root.at("info", "version")
    values = before.version, after.version
    kind = "version-decreased" if is_lower(*values) else "version-changed"
    scope.within("version").say(
        kind, f"the version is {after.version}, it was {before.version}", *places, values=values
    )


def _parts(version: str) -> tuple[int, int, int] | None:
    found = _SEMANTIC.match(version)
    return (int(found[1]), int(found[2] or 0), int(found[3] or 0)) if found else None
