"""Where an attribute that a plan speaks of is written: in the sources of its root, else in the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.dialects.terraform.places import locate_in
from trueline.dialects.terraform.plan.places import Sources
from trueline.drift.terraform.ignored import ignored_paths
from trueline.model.resource import Place
from trueline.values.unknown import is_unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.dialects.terraform.instance import Instance
    from trueline.drift.declared import Declared
    from trueline.model.drift import Snapshot
    from trueline.model.location import Path
    from trueline.model.unit import Unit


class Places:
    """The places of attributes; the sources are read when the first one is asked for."""

    def __init__(self, snapshot: Snapshot, unit: Unit, declared: Declared) -> None:
        self._snapshot = snapshot
        self._unit = unit
        self._declared = declared
        self._sources: Sources | None = None
        self._values: dict[str, dict[str, object]] = {}
        self._ignored: dict[str, Sequence[Path]] = {}

    def of(self, address: str, path: Path, value: object, otherwise: Path) -> Place:
        """Return the place of an attribute; ``value`` is that of the whole resource which has elements at the path.

        ``otherwise`` is the path in the plan, for what no source declares.
        """
        instance = self._find(address)
        if instance is None:
            return Place(self._snapshot.document.locate(otherwise))
        declared = _aligned(self._value(address, instance), path, value)
        if len(declared) == 1 and instance.block.body.blocks_of(str(declared[0])):
            declared = ()  # blocks, and none of them is meant
        return locate_in(instance.block, instance.frame, instance.scope, declared)

    def ignored(self, address: str) -> Sequence[Path]:
        """Return the paths that the resource's ``ignore_changes`` names."""
        found = self._ignored.get(address)
        if found is None:
            instance = self._find(address)
            value = self._value(address, instance) if instance is not None else {}
            found = self._ignored[address] = ignored_paths(value)
        return found

    def has(self, address: str) -> bool:
        """Tell whether the sources have a resource of this address, in any instance or none."""
        return self._read().has(address)

    def declare_any(self) -> bool:
        """Tell whether the sources have any resource at all."""
        return self._read().declares_any

    def _find(self, address: str) -> Instance | None:
        return self._read().find(address)

    def _read(self) -> Sources:
        if self._sources is None:
            self._sources = Sources(self._unit, self._declared.reader, self._declared.settings)
        return self._sources

    def _value(self, address: str, instance: Instance) -> dict[str, object]:
        found = self._values.get(address)
        if found is None:
            found = self._values[address] = instance.value()
        return found


def _aligned(declared: object, path: Path, value: object) -> Path:
    """Return a path with the places that elements have where they are declared; it ends where they have none.

    A set has its elements in an order of its own, so they are found by what they hold.
    """
    found: list[str | int] = []
    for step in path:
        value = _member(value, step)
        if isinstance(step, int) and isinstance(declared, list):
            place = _likest(declared, value)
            if place is None:
                break
            found.append(place)
            declared = declared[place]
        else:
            found.append(step)
            declared = declared.get(step) if isinstance(declared, dict) else None
    return tuple(found)


def _member(value: object, step: str | int) -> object:
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
        return value[step]
    return None


def _likest(elements: list[object], wanted: object) -> int | None:
    """Return the place of the element that shares most with what is wanted; None where none shares anything."""
    if wanted is None:
        return None
    shared = [likeness(element, wanted) for element in elements]
    most = max(shared, default=0)
    if most == 0 and len(elements) == 1 and isinstance(elements[0], dict):
        return 0
    return shared.index(most) if most > 0 else None


def likeness(element: object, wanted: object) -> int:
    """Return how many known scalars two values share, each at its name; in lists, anywhere."""
    if is_unknown(element):
        return 0
    if isinstance(element, dict) and isinstance(wanted, dict):
        return sum(likeness(member, wanted.get(name)) for name, member in element.items())
    if isinstance(element, list) and isinstance(wanted, list):
        return sum(any(likeness(one, other) for other in wanted) for one in element)
    return int(type(element) is not dict and wanted is not None and _text(element) == _text(wanted))


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
