"""The contracts of two trees: paired, compared where they differ, and their changes judged."""

from __future__ import annotations

from contextlib import contextmanager
from posixpath import basename, dirname
from typing import TYPE_CHECKING, NamedTuple

from trueline.contracts.registry import FORMATS, formats_of, load
from trueline.engine import Judgement, UnitRelations, judge
from trueline.model.report import Input
from trueline.model.resource import Place, Resource
from trueline.repo.patterns import matches
from trueline.repo.tree import ABSENT
from trueline.run import plan
from trueline.run.judge import contexts, fault_notification
from trueline.run.portable import UnitResult

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from trueline.model.change import Change, Compared
    from trueline.model.rule import Context, Rule
    from trueline.model.settings import Settings
    from trueline.model.unit import Unit
    from trueline.repo.tree import Tree
    from trueline.run.gate import Gate, Request, Sides

LARGEST = 64_000_000
"""Bytes of a contract's file that is read."""

_UNCHANGED = "nothing in it differs from base"


class Pair(NamedTuple):
    """A contract on both sides; None on a side that does not have it."""

    base: Unit | None
    head: Unit | None

    @property
    def unit(self) -> Unit:
        """The contract as it is called now."""
        found = self.head or self.base
        if found is None:
            raise ValueError("a pair has a side")
        return found


class Contract(NamedTuple):
    """What came of one contract: the unit, its changes, and what the rules say of them."""

    unit: Unit
    changes: tuple[Change, ...]
    result: UnitResult


def judge_contracts(sides: Sides, gate: Gate, request: Request) -> list[Contract]:
    """Compare the contracts that a run is about, and judge what changed in them.

    Without a base nothing changed, and the contracts are read to say whether they can be.
    """
    with _larger(sides):
        found = pairs(sides.base, sides.head, gate.settings, request.scope.changed, request.scope.paths)
        return [_judged(pair, sides, gate) for pair in found if _is_meant(pair, request)]


@contextmanager
def _larger(sides: Sides) -> Iterator[None]:
    """Let files be read up to the size of contracts that programs write: one passed over would hide what it breaks."""
    trees = [tree for tree in (sides.base, sides.head) if tree is not None]
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


def compare_contracts(base: Tree, head: Tree, settings: Settings) -> Iterator[tuple[Pair, Compared]]:
    """Yield each pair of contracts that differs, and what differs in it."""
    for pair in pairs(base, head, settings):
        if not _is_same(pair, base, head):
            yield pair, load(pair.unit.dialect).compare(pair.base, base, pair.head, head)


def pairs(
    base: Tree | None,
    head: Tree,
    settings: Settings,
    changed: frozenset[str] | None = None,
    asked: Sequence[str] = (),
) -> list[Pair]:
    """Return the contracts of two trees, each with its former self; one that moved keeps its name or its bytes.

    Where a run is narrowed to what ``changed``, those that have to be read to be recognised are looked for among these
    paths, beside them and in the folders above them. What was ``asked`` for is looked at though nothing in it differs.
    """
    excluded = plan.exclusions(settings)
    old, new = (_kept(tree, excluded) for tree in (base, head))
    found: list[Pair] = []
    for name in formats_of({*_differing(base, head, old, new), *asked} if changed is None else changed):
        module, narrow = load(name), FORMATS[name].by_content and changed is not None
        there, here = (_near(paths, changed or frozenset()) if narrow else paths for paths in (old, new))
        former = [] if base is None else module.plan(there, base)
        found += _paired(_told(former, settings), _told(module.plan(here, head), settings), base, head)
    return found


def _told(units: Sequence[Unit], settings: Settings) -> list[Unit]:
    """Return units that know what the config says of them: which database migrations run on."""
    told = settings.contracts
    options = {
        name: value for name, value in (("database", told.database), ("version", told.database_version)) if value
    }
    return [unit._replace(options={**unit.options, **options}) if unit.dialect == "sql" else unit for unit in units]


def _differing(base: Tree | None, head: Tree, old: Sequence[str], new: Sequence[str]) -> Iterable[str]:
    """Return the paths that differ between two trees; without a base all that there are."""
    if base is None:
        return new
    return {path for path in {*old, *new} if base.blob(path) != head.blob(path)}


def _near(paths: Sequence[str], changed: frozenset[str]) -> list[str]:
    folders: set[str] = set()
    for path in changed:
        folder = dirname(path)
        while folder not in folders:
            folders.add(folder)
            folder = dirname(folder)
    return [path for path in paths if dirname(path) in folders]


def _kept(tree: Tree | None, excluded: tuple[str, ...]) -> list[str]:
    if tree is None:
        return []
    return [path for path in tree.paths() if not excluded or not matches(path, excluded)]


def _paired(old: Sequence[Unit], new: Sequence[Unit], base: Tree | None, head: Tree) -> Iterator[Pair]:
    there = {unit.root: unit for unit in old}
    here = {unit.root: unit for unit in new}
    yield from (Pair(there.get(root), unit) for root, unit in here.items() if root in there)
    gone = [unit for unit in old if unit.root not in here]
    come = [unit for unit in new if unit.root not in there]
    for unit in come:
        former = _moved(unit, gone, base, head) if base is not None else None
        if former is not None:
            gone.remove(former)
        yield Pair(former, unit)
    yield from (Pair(unit, None) for unit in gone)


def _moved(unit: Unit, gone: Sequence[Unit], base: Tree, head: Tree) -> Unit | None:
    """Return what ``unit`` was before it moved: the one with its bytes, else the only one with its name."""
    blob = head.blob(unit.root)
    same = [one for one in gone if blob not in ("", ABSENT) and base.blob(one.root) == blob]
    named = [one for one in gone if basename(one.root) == basename(unit.root)]
    return same[0] if same else named[0] if len(named) == 1 else None


def _is_same(pair: Pair, base: Tree, head: Tree) -> bool:
    if pair.base is None or pair.head is None or pair.base.members != pair.head.members:
        return False
    return all(base.blob(path) == head.blob(path) != "" for path in pair.head.members)


def _is_meant(pair: Pair, request: Request) -> bool:
    members = {path for unit in pair if unit is not None for path in unit.members}
    scope = request.scope
    if scope.paths and not any(plan.under(path, scope.paths) for path in members):
        return False
    return scope.changed is None or not scope.changed.isdisjoint(members)


def _judged(pair: Pair, sides: Sides, gate: Gate) -> Contract:
    unit = pair.unit
    if sides.base is not None and _is_same(pair, sides.base, sides.head):
        inputs = tuple(Input(path, unit.dialect, "read", _UNCHANGED) for path in unit.members)
        return Contract(unit, (), UnitResult(Judgement(), inputs))
    compared = load(unit.dialect).compare(pair.base, sides.base or sides.head, pair.head, sides.head)
    changes = compared.changes if sides.base is not None else ()
    facts = [fact(change, unit) for change in changes]
    judgement = judge(facts, gate.changes.for_resource, _contexts(sides, gate))
    notes = (*compared.notifications, *(fault_notification(fault) for fault in judgement.faults))
    return Contract(
        unit,
        tuple(changes),
        UnitResult(judgement, compared.inputs, notes, len(facts), trace=dict.fromkeys(unit.members, unit.dialect)),
    )


def _contexts(sides: Sides, gate: Gate) -> Callable[[Rule, Resource], Context]:
    """Return what gives a rule over changes its context: it may ask for no other facts."""
    return contexts(UnitRelations(()), gate.session(sides.head))


def fact(change: Change, unit: Unit) -> Resource:
    """Return a change as a rule sees it; it stands at head, and where it stood is a related place."""
    primary = change.location or change.base_location
    if primary is None:
        raise ValueError(f"a change of kind {change.kind} has no place")
    was = change.base_location._replace(message="it was here") if change.base_location else None
    related = (was,) if was is not None and change.location is not None else ()
    return Resource(
        kind=change.kind,
        address=change.subject,
        name=change.subject.rpartition(".")[2].rpartition(" ")[2],
        value=value_of(change, unit),
        locate=lambda _path: Place(primary, related),
        source=primary.path,
        unit=unit.root,
    )


def value_of(change: Change, unit: Unit) -> dict[str, object]:
    """Return what expressions see as ``change``; what does not apply is absent."""
    found: dict[str, object] = {
        **change.details,
        "kind": change.kind,
        "contract": unit.root,
        "subject": change.subject,
        "message": change.message,
        "compatibility": change.compatibility,
        "breaks": {who: who in change.breaks for who in ("clients", "servers", "data", "code")},
        "before": change.before,
        "after": change.after,
    }
    return {name: value for name, value in found.items() if value is not None}
