"""References that lead to nothing that may be read: what is said of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.contracts.schema.node import Schema
from trueline.model.report import Notification

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.contracts.schema.files import Files, Level
    from trueline.model.location import Location

UNREADABLE: Final = "unreadable-input"
_ELSEWHERE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|/")


def dead_ends(files: Files, level: Level) -> Iterator[Notification]:
    """Yield one for each reference, in all schemas that were looked at, for which nothing could be compared."""
    nodes = [node for node in files.kept.values() if isinstance(node, Schema)]
    for spot in dict.fromkeys(spot for node in nodes for spot in node.unresolved):
        yield dead_end(str(spot.value), spot.locate(), level)


def dead_end(reference: str, location: Location, level: Level) -> Notification:
    """Return what is said of one; of what lies outside the repository it is known that it is not followed."""
    if _ELSEWHERE.match(reference):
        message = f"{reference} is outside the repository, and not followed"
        return Notification("warning", UNREADABLE, message, location)
    return Notification(level, UNREADABLE, f"{reference} leads nowhere", location)
