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
    from collections.abc import Callable, Iterable, Iterator, Mapping

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
    for pair, compared in compare_contracts(base, head, settings):
        yield from (fact(change, pair.unit) for change in compared.changes)
        yield from version_facts(compared, pair)


def lost_contracts(base: Tree, head: Tree, settings: Settings) -> list[Notification]:
    """Return an error for each file of base that differs, may be of a contract, and cannot be read."""
    with _larger(base, head):
        former = Former(base, head)
        return list(lost(former, head, settings, pairs(former, head, settings), None).values())


def compare_contracts(base: Tree, head: Tree, settings: Settings) -> Iterator[tuple[Pair, Compared]]:
    """Yield each pair of contracts that differs, and what differs in it."""
    with _larger(base, head):
        base = Former(base, head)
        found = pairs(base, head, settings)
        unread = lost(base, head, settings, found, None)
        for pair in found:
            if not is_same(pair, base, head) and not _is_lost(pair, unread):
                compared = load(pair.unit.dialect).compare(pair.base, base, pair.head, head)
                compared = with_versions(compared, pair.unit, base, head, settings)
                changes, said = with_consumers(compared.changes, pair, (base, head), settings)
                notes = (*compared.notifications, *said)
                yield pair, compared._replace(changes=_named(changes, pair.unit), notifications=notes)


def _named(changes: Iterable[Change], unit: Unit) -> tuple[Change, ...]:
    """Return changes that know which contract they belong to."""
    return tuple(change._replace(contract=unit.root or ".") for change in changes)


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
    there = pair.base if sides.base is not None else None  # else it is what a release has
    before, after = MarkReader(sides.base or sides.head), MarkReader(sides.head)
    compared = Compared()
    if there is not None or pair.head is not None:
        compared = load(unit.dialect).compare(there, before, pair.head, after)
    if sides.base is not None:
        compared = with_versions(compared, unit, sides.base, sides.head, gate.settings)
    changes = compared.changes if sides.base is not None else ()
    notes = compared.notifications
    hits: tuple[Hit, ...] = ()
    released = known.releases()
    if released is not None and released.known:
        from trueline.run.contracts.releases import against_releases

        broken = against_releases(Pair(there, pair.head), unit, (sides.base, sides.head), compared, released)
        changes, notes = broken.head, (*notes, *broken.notifications)
        former = judge([fact(one, unit) for one in broken.base], gate.changes.for_resource, _contexts(sides, gate))
        hits = tuple(former.hits)
    changes, said = with_consumers(changes, Pair(there, pair.head), (sides.base, sides.head), gate.settings)
    notes = (*notes, *said)
    changes = _named(changes, unit)
    facts = [*(fact(change, unit) for change in changes), *version_facts(compared, pair)]
    judgement = judge(
        facts, gate.changes.for_resource, _contexts(sides, gate), with_begins=lambda: after.may_have_marks
    )
    notes = (*notes, *(fault_notification(fault) for fault in judgement.faults))
    trace = dict.fromkeys(unit.members, unit.dialect)
    return Contract(
        unit,
        changes,
        UnitResult(judgement, compared.inputs, notes, len(facts), trace=trace, marks=after.marks()),
        hits,
        _former(unit, before.marks()) if sides.base is not None else None,
        rate(unit, changes, compared, judgement),
    )


def _former(unit: Unit, marks: tuple[Mark, ...]) -> UnitResult | None:
    """Return what base says of a contract: its marks, and the files that they stand in."""
    paths = dict.fromkeys(mark.location.path for mark in marks)
    inputs = tuple(Input(path, unit.dialect, "read") for path in paths)
    return UnitResult(Judgement(), inputs, marks=marks) if marks else None


def _contexts(sides: Sides, gate: Gate) -> Callable[[Rule, Resource], Context]:
    """Return what gives a rule over changes its context: it may ask for no other facts."""
    return contexts(UnitRelations(()), gate.session(sides.head))
