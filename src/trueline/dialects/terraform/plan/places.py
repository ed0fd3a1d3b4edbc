"""Where a planned value stands: in the sources that the plan was made of, else in the plan itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.dialects.references import refer
from trueline.dialects.terraform.dialect import environment_of, open_root
from trueline.dialects.terraform.directory import SUFFIXES
from trueline.dialects.terraform.places import locate_in
from trueline.dialects.terraform.plan.entries import without_keys
from trueline.dialects.terraform.proof import report
from trueline.dialects.terraform.resources import resources_of
from trueline.dialects.terraform.written import Written
from trueline.model.resource import Place

if TYPE_CHECKING:
    from trueline.dialects.terraform.instance import Instance
    from trueline.dialects.terraform.plan.entries import Entry
    from trueline.model.document import Document, Reader
    from trueline.model.location import Path
    from trueline.model.report import Input, Notification
    from trueline.model.resource import References, Resource
    from trueline.model.settings import Settings
    from trueline.model.unit import Unit


class Sources:
    """The evaluated root beside a plan: its blocks by address, its resources, and what it declares beside those."""

    def __init__(self, unit: Unit, reader: Reader, settings: Settings) -> None:
        self.declared: list[Resource] = []
        self.resources: list[Resource] = []
        self.inputs: list[Input] = []
        self.notifications: list[Notification] = []
        self._exact: dict[str, Instance] = {}
        self._likely: dict[str, Instance] = {}
        self._written: Written | None = None
        if any(name.endswith(SUFFIXES) for name in reader.list(unit.root)):
            self._read(unit, reader, settings)

    def _read(self, unit: Unit, reader: Reader, settings: Settings) -> None:
        root, files = open_root(unit.root, reader, environment_of(unit, settings))
        self._written = Written(root)
        for scope in root.walk():
            for instance in scope.all_instances():
                self._exact[instance.address] = instance
                self._likely.setdefault(without_keys(instance.address), instance)
        for resource in resources_of(root, unit):
            (self.resources if resource.address in self._exact else self.declared).append(resource)
        for path in sorted(root.world.directories):
            files += root.world.directories[path].files
        self.inputs, self.notifications = report(files)

    @property
    def declares_any(self) -> bool:
        """Tell whether there is any block of a resource."""
        return bool(self._exact)

    def has(self, address: str) -> bool:
        """Tell whether there is a block for an address, whichever instances it has."""
        return self._written is not None and self._written.has(address)

    def find(self, address: str) -> Instance | None:
        """Return what was evaluated for an address, or at least its block."""
        return self._exact.get(address) or self._likely.get(without_keys(address))

    def refer(self, address: str, attribute: str) -> References | None:
        """Return what the sources say that an attribute of an instance refers to; None where they do not know it."""
        instance = self._exact.get(address)
        return refer(instance.value(), attribute) if instance is not None else None


def place_of(entry: Entry, sources: Sources, document: Document[object], path: Path) -> Place:
    """Return the place of a value of a planned resource."""
    instance = sources.find(entry.address)
    if instance is None:
        return Place(document.locate((*entry.path, *path)))
    return locate_in(instance.block, instance.frame, instance.scope, path)
