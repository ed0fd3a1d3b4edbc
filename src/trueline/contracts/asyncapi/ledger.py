"""The changes that a comparison finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from trueline.contracts.asyncapi.kinds import FORMAT, KINDS
from trueline.contracts.deprecation import Announcements, of_details, weakest, without
from trueline.contracts.schema.announced import notice_in
from trueline.model.change import Change

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from trueline.contracts.asyncapi.tree import Node
    from trueline.model.change import Broken, Compatibility
    from trueline.model.location import Location

    Places: TypeAlias = tuple[Location | None, Location | None]


class Ledger:
    """Collects what differs between two revisions, each difference once."""

    def __init__(self) -> None:
        self._changes: dict[tuple[object, ...], Change] = {}
        self._announced = Announcements()

    @property
    def changes(self) -> tuple[Change, ...]:
        """All of them, in the order in which they were found."""
        return tuple(self._changes.values())

    def inside(self, *nodes: Node) -> AbstractContextManager[None]:
        """Take what stands within some values at base: what they announce of themselves, they announce of it."""
        return self._announced.inside(*(notice_in(node.members) for node in nodes))

    def add(  # noqa: PLR0913  # a record with names
        self,
        name: str,
        subject: str,
        message: str,
        places: Places,
        *,
        values: tuple[object, object] = (None, None),
        verdict: tuple[Compatibility, tuple[Broken, ...]] | None = None,
        details: dict[str, object] | None = None,
    ) -> None:
        """Write down one change; ``places`` and ``values`` are those at base and at head.

        A message that several operations share is told of once for each role.
        """
        kind = KINDS[f"{FORMAT}/{name}"]
        compatibility, breaks = verdict or (kind.compatibility, kind.breaks)
        base, head = places
        told = self._announced.told(details)
        self.take(Change(kind.id, subject, message, compatibility, breaks, head, base, *values, told))

    def take(self, change: Change) -> None:
        """Write down one change as it is; it may be of a payload's own format."""
        told = dict(change.details)
        key = (change.kind, change.message, change.base_location, change.location)
        known = self._changes.setdefault(key, change)
        least = weakest((of_details(known.details), of_details(told)))
        if least != of_details(known.details):  # one of those who share it relies on it longer
            self._changes[key] = known._replace(details={**without(known.details), **least})
