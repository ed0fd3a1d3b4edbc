"""What base had of contracts and cannot be read: it may have held what is gone, so nothing was compared with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.contracts.registry import FORMATS, formats_of
from trueline.errors import PointerError, ReadError
from trueline.model.location import Location
from trueline.model.report import Notification
from trueline.run.contracts.pairs import differing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trueline.model.settings import Settings
    from trueline.repo.tree import Tree
    from trueline.run.contracts.pairs import Pair

UNREAD = "base-unreadable"


def lost(
    base: Tree | None, head: Tree, settings: Settings, found: Sequence[Pair], changed: frozenset[str] | None
) -> Mapping[str, Notification]:
    """Return an error for each file of base that differs at head, may be of a contract, and cannot be read.

    What Git LFS keeps elsewhere is data more often than a contract: it is one where a contract stands there now, or
    where its name says so.
    """
    if base is None:
        return {}
    here = {path for pair in found if pair.head is not None for path in pair.head.members}
    paths = differing(base, head, settings) if changed is None else changed
    notes: dict[str, Notification] = {}
    for path in sorted(path for path in paths if formats_of([path]) and base.exists(path)):
        try:
            base.read(path)
        except PointerError as error:
            if path in here or _is_named(path):
                notes[path] = _note(path, base, error)
        except ReadError as error:
            notes[path] = _note(path, base, error)
    return notes


def _is_named(path: str) -> bool:
    """Tell whether the end of a name alone says that a file is of a contract."""
    return any(not FORMATS[name].by_content for name in formats_of([path]))


def _note(path: str, base: Tree, error: ReadError) -> Notification:
    hint = f"; {error.hint}" if error.hint else ""
    message = f"what this was at base cannot be read, so what became of it is not known: {error.message}{hint}"
    return Notification("error", UNREAD, message, Location(path, base.revision))
