"""What a tree declares, read when somebody asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from trueline.model.document import Reader
    from trueline.model.drift import Snapshot
    from trueline.model.drift_settings import DriftSettings
    from trueline.model.resource import Resource
    from trueline.model.settings import Settings
    from trueline.model.unit import Extract, Unit


class Declaration(NamedTuple):
    """The resources of one unit; ``is_whole`` where nothing of it was unreadable or left unrendered."""

    unit: Unit
    resources: tuple[Resource, ...]
    is_whole: bool = True


class Enforced(NamedTuple):
    """How CI enforces a rule (``advise``, ``soft``, ``hard``), and what other tools call it."""

    enforcement: str
    aliases: tuple[str, ...] = ()


class Declared:
    """The units of one tree and the snapshots beside it.

    ``extract`` reads a unit (rendered, where that is allowed); each is read once, when it is asked for. ``rules`` are
    those that CI judges with, by id, as far as whoever made this knows them; None where nobody said.
    """

    rules: Mapping[str, Enforced] | None = None

    def __init__(
        self,
        units: Sequence[Unit],
        extract: Callable[[Unit], Extract],
        reader: Reader,
        settings: Settings,
        snapshots: Sequence[Snapshot],
        now: datetime,
    ) -> None:
        self.units = units
        self.reader = reader
        self.settings = settings
        self.snapshots = snapshots
        self.now = now
        self._extract = extract
        self._known: dict[tuple[str, str, str], Declaration] = {}

    @property
    def drift(self) -> DriftSettings:
        """What the team says of drift."""
        return self.settings.drift

    def of(self, *dialects: str) -> Iterator[Declaration]:
        """Yield what the units of some dialects declare (``kubernetes``, ``kustomization``, ``terraform``)."""
        for unit in self.units:
            if unit.dialect in dialects:
                yield self.declaration(unit)

    def declaration(self, unit: Unit) -> Declaration:
        """Return what a unit declares: of a component that no kustomization uses, nothing."""
        found = self._known.get(unit.key)
        if found is None and unit.is_component:
            found = self._known[unit.key] = Declaration(unit, ())
        if found is None:
            extract = self._extract(unit)
            unread = ("unreadable", "partly-read", "not-rendered")
            is_whole = not any(given.state in unread for given in extract.inputs)
            found = self._known[unit.key] = Declaration(unit, extract.resources, is_whole)
        return found
