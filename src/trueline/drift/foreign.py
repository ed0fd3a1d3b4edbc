"""How much was held against a file, and files that tell of something else than what is declared here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.model.drift import Compared
from trueline.model.report import Notification

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.model.drift import Snapshot


def compared_with(snapshot: Snapshot, numbers: Mapping[str, int]) -> tuple[Compared, ...]:
    """Return how many things of each unit were held against a file."""
    return tuple(Compared(snapshot.path, unit, number) for unit, number in numbers.items())


def none_compared(snapshot: Snapshot) -> tuple[Compared, ...]:
    """Return that nothing was held against a file."""
    return compared_with(snapshot, {snapshot.root: 0})


def nothing_compared(snapshot: Snapshot, what: str, *, held: int, compared: int) -> Iterator[Notification]:
    """Yield an error where a file tells of ``held`` things, and none of them could be held against anything."""
    if held and not compared:
        message = f"none of the {held:,} {what} in {snapshot.path} is declared here, so nothing was compared"
        yield Notification("error", "nothing-compared", message, snapshot.document.locate())
