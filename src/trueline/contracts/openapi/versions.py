"""The version of an API, and whether it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.contracts.versions import bump, is_lower
from trueline.model.change import Version

if TYPE_CHECKING:
    from trueline.contracts.openapi.scope import Scope
    from trueline.contracts.openapi.side import Side


def version_of(before: Side, after: Side) -> Version | None:
    """Return the version on both sides, None where neither has one."""
    if not before.version and not after.version:
        return None
    places = (side.root.at("info", "version").locate() for side in (after, before))
    return Version(before.version, after.version, bump(before.version, after.version), *places)


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
