"""The contracts of two trees: paired, compared where they differ, and their changes judged."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from trueline.contracts.registry import FORMATS, load
from trueline.engine import Judgement, UnitRelations, judge
from trueline.exceptions.finder import MarkReader
from trueline.model.change import Compared
from trueline.model.report import Input, Notification
from trueline.run import plan
from trueline.run.contracts.facts import fact, version_facts
from trueline.run.contracts.former import Former
from trueline.run.contracts.lost import lost
from trueline.run.contracts.pairs import Pair, is_same, pairs
from trueline.run.contracts.rates import rate
from trueline.run.contracts.users import with_consumers
from trueline.run.contracts.versions import with_versions
from trueline.run.judge import contexts, fault_notification
from trueline.run.portable import UnitResult
from trueline.run.workers import collector, in_time

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from trueline.engine import Hit
    from trueline.exceptions.mark import Mark
    from trueline.model.change import Change
    from trueline.model.report import ContractRate
    from trueline.model.resource import Resource
    from trueline.model.rule import Context, Rule
    from trueline.model.settings import Settings
    from trueline.model.unit import Unit
    from trueline.repo.tree import Tree
    from trueline.run.contracts.releases import Releases
    from trueline.run.gate import Gate, Request, Sides

LARGEST = 64_000_000
"""Bytes of a contract's file that is read."""

_UNCHANGED = "nothing in it differs from base"


class Contract(NamedTuple):
    """What came of one contract: the unit, its changes, and what the rules say of them.

    ``known`` is what they say of those changes since a release that base has already; ``former`` what its files at base
    may hold that lets findings go, None where they hold nothing of that kind; ``rate`` how much breaks nobody, None
    where nothing changed.
    """

    unit: Unit
    changes: tuple[Change, ...]
    result: UnitResult
    known: tuple[Hit, ...] = ()
    former: UnitResult | None = None
    rate: ContractRate | None = None


class _Found(NamedTuple):
    """What differs from base, and the changes to judge: of it and of the releases, and those that base has made."""

    compared: Compared
    changes: tuple[Change, ...]
    known: tuple[Change, ...]
    notifications: tuple[Notification, ...]


class Judged(NamedTuple):
    """What came of all contracts, and what is to be said of the run as a whole."""

    contracts: list[Contract]
    notifications: tuple[Notification, ...] = ()


def judge_contracts(sides: Sides, gate: Gate, request: Request) -> Judged:
    """Compare the contracts that a run is about, and judge what changed in them.

    Without a base and without releases nothing changed, and the contracts are read to say whether they can be.
    """
    known = _Known(sides, gate.settings)
    with _larger(sides.base, sides.head):
        scope = request.scope
        if sides.base is not None:
            sides = sides._replace(base=Former(sides.base, sides.head))
        found = pairs(sides.base, sides.head, gate.settings, scope.changed, scope.paths)
        if sides.base is None and (released := known.releases()) is not None:
            gone = released.gone(sides.head, [pair.unit for pair in found])
            found += [Pair(unit, None) for unit in gone]
        unread = lost(sides.base, sides.head, gate.settings, found, scope.changed)
        meant = [pair for pair in found if _is_meant(pair, request)]
        end = time.monotonic() + gate.settings.deadline
        with collector():
            contracts = [_in_time(pair, sides, gate, known, end) for pair in meant if not _is_lost(pair, unread)]
    return Judged(contracts, (*known.notifications, *unread.values()))


def _is_lost(pair: Pair, unread: Mapping[str, Notification]) -> bool:
    """Tell whether what a pair was is not known; one that seems new may have been in any file that is lost."""
    if pair.base is None and any(path.lower().endswith(FORMATS[pair.unit.dialect].suffixes) for path in unread):
        return True
    return any(path in unread for unit in pair if unit is not None for path in unit.members)


class _Known:
    """The releases, which are looked for when a contract has changed: without one they cost nothing."""

    def __init__(self, sides: Sides, settings: Settings) -> None:
        self.notifications: tuple[Notification, ...] = ()
        self._git = sides.git
        self._settings = settings
        self._found: Releases | None = None

    def releases(self) -> Releases | None:
        """Return the releases that contracts must stay compatible with; None where the config names none."""
        if self._settings.contracts.against is None or self._found is not None:
            return self._found
        if self._git is None:
            message = "releases are the tags of a Git repository, and there is none"
            self.notifications = (Notification("error", "releases-missing", message),)
            return None
        from trueline.run.contracts.releases import Releases

        self._found = Releases(self._git, self._settings, LARGEST)
        self.notifications = tuple(self._found.notifications)
        return self._found


@contextmanager
def _larger(*sides: Tree | None) -> Iterator[None]:
    """Let files be read up to the size of contracts that programs write: one passed over would hide what it breaks."""
    trees = [tree for tree in sides if tree is not None]
    limits = [tree.largest for tree in trees]
    for tree in trees:
        tree.largest = max(tree.largest, LARGEST)
    try:
        yield
    finally:
        for tree, limit in zip(trees, limits, strict=True):
            tree.largest = limit


def change_facts(base: Tree, head: Tree, settings: Settings) -> Iterator[Resource]:
    """Yield the changes between two trees as rules see them."""
    for pair, compared in compare_contracts(base, head, settings)[0]:
        yield from (fact(change, pair.unit) for change in compared.changes)
        yield from version_facts(compared, pair)


def compare_contracts(
    base: Tree, head: Tree, settings: Settings
) -> tuple[list[tuple[Pair, Compared]], list[Notification]]:
    """Return each pair of contracts that differs with what differs in it, and an error for each lost file of base."""
    found: list[tuple[Pair, Compared]] = []
    with _larger(base, head):
        base = Former(base, head)
        paired = pairs(base, head, settings)
        unread = lost(base, head, settings, paired, None)
        for pair in paired:
            if not is_same(pair, base, head) and not _is_lost(pair, unread):
                compared = load(pair.unit.dialect).compare(pair.base, base, pair.head, head)
                compared = with_versions(compared, pair.unit, base, head, settings)
                changes, said = _told(compared.changes, pair, (base, head), settings)
                notes = (*compared.notifications, *said)
                found.append((pair, compared._replace(changes=changes, notifications=notes)))
    return found, list(unread.values())


def _told(
    changes: Sequence[Change], pair: Pair, sides: tuple[Tree | None, Tree], settings: Settings
) -> tuple[tuple[Change, ...], tuple[Notification, ...]]:
    """Return changes that know their contract and who uses what they are about, and what consumers say wrong."""
    changes, said = with_consumers(changes, pair, sides, settings)
    return tuple(change._replace(contract=pair.unit.root or ".") for change in changes), said


def _is_meant(pair: Pair, request: Request) -> bool:
    members = {path for unit in pair if unit is not None for path in unit.members}
    scope = request.scope
    if scope.paths and not any(plan.under(path, scope.paths) for path in members):
        return False
    return scope.changed is None or not scope.changed.isdisjoint(members)


def _in_time(pair: Pair, sides: Sides, gate: Gate, known: _Known, end: float) -> Contract:
    def late(result: UnitResult) -> Contract:
        return Contract(pair.unit, (), result)

    return in_time(pair.unit, gate.session(sides.head), end, lambda: _judged(pair, sides, gate, known), late)


def _judged(pair: Pair, sides: Sides, gate: Gate, known: _Known) -> Contract:
    unit = pair.unit
    if sides.base is not None and is_same(pair, sides.base, sides.head):
        inputs = tuple(Input(path, unit.dialect, "read", _UNCHANGED) for path in unit.members)
        return Contract(unit, (), UnitResult(Judgement(), inputs))
    before, after = MarkReader(sides.base or sides.head), MarkReader(sides.head)
    found = _compared(pair, sides, (before, after), gate.settings, known)
    former = judge([fact(one, unit) for one in found.known], gate.changes.for_resource, _contexts(sides, gate))
    facts = [*(fact(change, unit) for change in found.changes), *version_facts(found.compared, pair)]
    judgement = judge(
        facts, gate.changes.for_resource, _contexts(sides, gate), with_begins=lambda: after.may_have_marks
    )
    notes = (*found.notifications, *(fault_notification(fault) for fault in judgement.faults))
    trace = dict.fromkeys(unit.members, unit.dialect)
    return Contract(
        unit,
        found.changes,
        UnitResult(judgement, found.compared.inputs, notes, len(facts), trace=trace, marks=after.marks()),
        tuple(former.hits),
        _former(unit, before.marks()) if sides.base is not None else None,
        rate(unit, found.changes, found.compared, judgement),
    )


def _compared(
    pair: Pair, sides: Sides, readers: tuple[MarkReader, MarkReader], settings: Settings, known: _Known
) -> _Found:
    base, head = sides.base, sides.head
    there = pair.base if base is not None else None  # else it is what a release has
    compared = Compared()
    if there is not None or pair.head is not None:
        compared = load(pair.unit.dialect).compare(there, readers[0], pair.head, readers[1])
    if base is not None:
        compared = with_versions(compared, pair.unit, base, head, settings)
    now = compared.changes if base is not None else ()
    then: tuple[Change, ...] = ()
    notes = compared.notifications
    released = known.releases()
    if released is not None and released.known:
        from trueline.run.contracts.releases import against_releases

        broken = against_releases(Pair(there, pair.head), pair.unit, (base, head), compared, released)
        now, then, notes = broken.head, broken.base, (*notes, *broken.notifications)
    now, said = _told(now, pair, (base, head), settings)
    then, _ = _told(then, pair, (base, head), settings)
    return _Found(compared, now, then, (*notes, *said))


def _former(unit: Unit, marks: tuple[Mark, ...]) -> UnitResult | None:
    """Return what base says of a contract: its marks, and the files that they stand in."""
    paths = dict.fromkeys(mark.location.path for mark in marks)
    inputs = tuple(Input(path, unit.dialect, "read") for path in paths)
    return UnitResult(Judgement(), inputs, marks=marks) if marks else None


def _contexts(sides: Sides, gate: Gate) -> Callable[[Rule, Resource], Context]:
    """Return what gives a rule over changes its context: it may ask for no other facts."""
    return contexts(UnitRelations(()), gate.session(sides.head))
