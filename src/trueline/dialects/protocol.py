"""What every module of this folder offers; the table of dialects is in ``run``'s plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.document import Reader
    from trueline.model.settings import Settings
    from trueline.model.unit import Extract, Unit


class Dialect(Protocol):
    """A module that plans units of work out of paths, and reads resources out of a unit."""

    def plan(self, paths: Sequence[str], reader: Reader, settings: Settings) -> Sequence[Unit]:
        """Return the units among ``paths`` (all of the tree, sorted) that are this dialect's."""
        ...

    def extract(self, unit: Unit, reader: Reader, settings: Settings) -> Extract:
        """Return the resources of a unit and what became of its files; raise nothing on bad input."""
        ...
