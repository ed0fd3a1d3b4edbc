"""The changes that a comparison finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from trueline.contracts.deprecation import Announcements
from trueline.contracts.kubernetes_crd.kinds import FORMAT, KINDS
from trueline.model.change import Change

if TYPE_CHECKING:
    from trueline.model.change import Broken, Compatibility
    from trueline.model.location import Location

    Places: TypeAlias = tuple[Location | None, Location | None]


class Ledger:
    """Collects what differs between two revisions."""

    def __init__(self) -> None:
        self.changes: list[Change] = []
        self.announced = Announcements()

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
        """Write down one change; ``places`` and ``values`` are those at base and at head."""
        kind = KINDS[f"{FORMAT}/{name}"]
        compatibility, breaks = verdict or (kind.compatibility, kind.breaks)
        base, head = places
        told = self.announced.told(details)
        self.changes.append(Change(kind.id, subject, message, compatibility, breaks, head, base, *values, told))
