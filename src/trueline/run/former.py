"""The former self of a resource: found in its own unit at base, or where it was before it moved."""

from __future__ import annotations

import re
from collections import Counter, deque
from copy import copy
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from trueline.model.location import Location
from trueline.model.resource import Place, Resource
from trueline.run.judge import MOVED, read_unit, unread
from trueline.values.unknown import Unknown, join

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from trueline.model.settings import Settings
    from trueline.model.unit import Extract, Unit
    from trueline.repo.tree import Tree

Name: TypeAlias = tuple[str, str]
"""Kind and address."""

_MANIFEST = "manifest"
_STEP: Final = re.compile(r"[.\[]")
_MOST_NAMES: Final = 100  # a module that moved into itself would have had ever longer ones


class Planned(NamedTuple):
    """The tree of one side, and the units in it."""

    tree: Tree
    units: Sequence[Unit]


class Unchanged:
    """Base itself, in which nothing is new: a rule that asks what was before finds there what it was."""

    def pair(self, unit: Unit, resources: Sequence[Resource]) -> None:  # noqa: ARG002  # as ``Former`` has it
        """Give each resource itself as its former self."""
        for resource in resources:
            resource.before = copy(resource)


class Former:
    """The resources of base, read when they are asked for.

    ``gone`` are the units of base that head has no more: what was in one of them may be in another unit now. So may
    what a manifest held that is still there.
    """

    def __init__(self, base: Planned, head: Planned, settings: Settings) -> None:
        self._base = base.tree
        self._head = head.tree
        self._settings = settings
        self._units = {unit.key: unit for unit in base.units}
        self._present = {unit.key: unit for unit in head.units}
        self._gone = [unit for key, unit in self._units.items() if key not in self._present]
        self._extracts: dict[tuple[str, str, str], Extract] = {}
        self._known: dict[tuple[str, str, str], Mapping[Name, Resource]] = {}
        self._moved: dict[Name, Resource | Unknown] | None = None
        self._doubts: dict[tuple[str, str, str], Unknown | None] = {}
        self._arrived: Counter[Name] | None = None

    def extract(self, unit: Unit) -> Extract:
        """Return what a unit of base holds."""
        if unit.key not in self._extracts:
            self._extracts[unit.key] = read_unit(unit, self._base, self._settings)
        return self._extracts[unit.key]

    def pair(self, unit: Unit, resources: Sequence[Resource]) -> None:
        """Give each of head's ``resources`` of ``unit`` its former self, where it has one.

        Where that may stand in what base holds and cannot be told, its value is unknown.
        """
        known = self._of(unit)
        renamed = renames(resources)
        for resource in resources:
            names = [(resource.kind, address) for address in former_addresses(resource.address, renamed)]
            found: Resource | Unknown | None = next((known[name] for name in names if name in known), None)
            if found is None:
                found = self._from_elsewhere(names[0])
            if found is None:
                found = self._hidden(unit)
            resource.before = _doubtful(resource, found) if isinstance(found, Unknown) else found

    def _of(self, unit: Unit) -> Mapping[Name, Resource]:
        if unit.key not in self._known:
            there = self._units.get(unit.key)
            resources = () if there is None else self.extract(there).resources
            self._known[unit.key] = {(resource.kind, resource.address): resource for resource in resources}
        return self._known[unit.key]

    def _hidden(self, unit: Unit) -> Unknown | None:
        """Return why what ``unit`` was, or what may have moved there, is not all known."""
        if unit.key not in self._doubts:
            self._doubts[unit.key] = self._unread(unit)
        return self._doubts[unit.key]

    def _unread(self, unit: Unit) -> Unknown | None:
        own = self._units.get(unit.key)
        alike = [gone for gone in self._gone if _language(gone) == _language(unit)]
        found = [unread(self.extract(one)) for one in (*([own] if own is not None else []), *alike)]
        reasons = [one.because("at base") for one in found if one is not None]
        return join(*reasons) if reasons else None

    def _from_elsewhere(self, name: Name) -> Resource | Unknown | None:
        found = self._elsewhere().get(name)
        if found is None or self._arrivals()[name] < 2:
            return found
        return Unknown([f"{name[1]} stands in several places now, and one of them may be what it was at base"])

    def _elsewhere(self) -> Mapping[Name, Resource | Unknown]:
        """Return what went from where it was; unknown where it was in two places."""
        if self._moved is None:
            self._moved = {}
            for resource in self._left():
                name = resource.kind, resource.address
                twice = Unknown([f"{resource.address} stood in several places at base, and is in none of them now"])
                self._moved[name] = twice if name in self._moved else resource
        return self._moved

    def _left(self) -> Iterator[Resource]:
        """Yield the resources of units that are gone, and of changed manifests that do not hold them any more."""
        for unit in self._gone:
            yield from self.extract(unit).resources
        for key, unit in self._units.items():
            if unit.dialect != _MANIFEST or key not in self._present or self._is_same(unit):
                continue
            names = set(self._names_now(self._present[key]))
            yield from (one for one in self.extract(unit).resources if (one.kind, one.address) not in names)

    def _arrivals(self) -> Counter[Name]:
        """Count what is in units that are new, and in changed manifests that did not hold it."""
        if self._arrived is None:
            self._arrived = Counter()
            for key, unit in self._present.items():
                if key not in self._units:
                    self._arrived.update(self._names_now(unit))
                elif unit.dialect == _MANIFEST and not self._is_same(unit):
                    self._arrived.update(name for name in self._names_now(unit) if name not in self._of(unit))
        return self._arrived

    def _names_now(self, unit: Unit) -> Iterator[Name]:
        return ((resource.kind, resource.address) for resource in read_unit(unit, self._head, self._settings).resources)

    def _is_same(self, unit: Unit) -> bool:
        return all(self._base.blob(path) == self._head.blob(path) for path in unit.members)


def _language(unit: Unit) -> str:
    return unit.dialect.partition("-")[0]


def _doubtful(resource: Resource, why: Unknown) -> Resource:
    """Return the former self that ``resource`` may have had."""
    nowhere = Place(Location(resource.source))
    return Resource(
        kind=resource.kind,
        address=resource.address,
        name=resource.name,
        value=why,
        locate=lambda _path: nowhere,
        source=resource.source,
        unit=resource.unit,
        environment=resource.environment,
    )


def renames(resources: Iterable[Resource]) -> dict[str, str]:
    """Return, by new address, the old one that a Terraform configuration's ``moved`` blocks name."""
    found = {}
    for resource in resources:
        if resource.kind == MOVED and isinstance(resource.value, dict):
            prefix = resource.address.rpartition("moved[")[0]
            old, new = resource.value.get("from"), resource.value.get("to")
            if isinstance(old, str) and isinstance(new, str):
                found[prefix + new] = prefix + old
    return found


def former_addresses(address: str, renamed: Mapping[str, str]) -> Iterator[str]:
    """Yield what a resource may have been called at base: the same, or what it or its module was renamed from.

    Terraform itself takes ``x[0]`` and ``x`` for one resource whose ``count`` came or went.
    """
    seen = dict.fromkeys([address])
    waiting = deque(seen)
    while waiting:
        current = waiting.popleft()
        yield current
        ends = (*(match.start() for match in _STEP.finditer(current)), len(current))
        candidates = [renamed[current[:end]] + current[end:] for end in ends if current[:end] in renamed]
        for candidate in candidates:
            if candidate not in seen and len(seen) < _MOST_NAMES:
                seen[candidate] = None
                waiting.append(candidate)
    yield address.removesuffix("[0]") if address.endswith("[0]") else f"{address}[0]"
