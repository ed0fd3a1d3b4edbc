"""What the team says may differ between two environments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.values.glob import GlobError, matches_glob

if TYPE_CHECKING:
    from trueline.drift.environments.found import Found
    from trueline.drift.environments.words import Neutral
    from trueline.model.drift_settings import Alike
    from trueline.model.resource import Resource


def may_differ(found: Found, left: Resource, right: Resource, alike: Alike) -> bool:
    """Tell whether the settings let an attribute differ: by its path, with the address or the kind before it or not."""
    if not alike.differ:
        return False
    texts = {found.path}
    for resource in (left, right):
        texts |= {f"{resource.address}/{found.path}", f"{resource.kind}/{resource.address}/{found.path}"}
        texts |= {f"{resource.kind}/{found.path}"}
    return any(_matches(text, pattern, deep=True) for pattern, _ in alike.differ for text in texts)


def is_ignored(resource: Resource, alike: Alike, side: Neutral) -> bool:
    """Tell whether the settings let one environment alone have a component."""
    texts = {resource.address, side.text(resource.address), resource.kind, f"{resource.kind}/{resource.address}"}
    return any(_matches(text, pattern, deep=False) for pattern, _ in alike.ignore for text in texts)


def _matches(text: str, pattern: str, *, deep: bool) -> bool:
    """Tell whether a pattern means a text: ``*`` is any characters, brackets stand for themselves."""
    glob = "".join(f"\\{letter}" if letter in "[]{}\\" else letter for letter in pattern).replace("*", "**")
    ends = ("", ".**", "\\[**") if deep else ("",)
    try:
        return any(matches_glob(text, glob + end) for end in ends)
    except GlobError:
        return False
