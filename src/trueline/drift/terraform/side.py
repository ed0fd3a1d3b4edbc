"""What the facts about one state are made with."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.drift.wording import clean
from trueline.model.drift import Drift

if TYPE_CHECKING:
    from trueline.model.drift import Snapshot
    from trueline.model.location import Location


class Side(NamedTuple):
    """What the facts about one state are made with."""

    snapshot: Snapshot
    root: str
    environment: str

    def fact(self, kind: str, address: str, location: Location, message: str, **more: object) -> Drift:
        """Return a fact about an address."""
        return Drift(
            kind=kind,
            address=address,
            location=location,
            message=clean(message),
            unit=self.root,
            environment=self.environment,
            snapshot=self.snapshot.path,
            **more,  # type: ignore[arg-type]  # further fields, named where they are given
        )

    def unchecked(self, address: str, location: Location, reason: str, **more: object) -> Drift:
        """Return that something could not be told, and why."""
        return self.fact("snapshot/unchecked", address, location, reason, details={"reason": reason}, **more)
