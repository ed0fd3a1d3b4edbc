"""Which contracts two trees have, and which of one is the former self of which of the other."""

from __future__ import annotations

import re
from collections import Counter
from posixpath import basename
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.contracts.registry import FORMATS, formats_of, load
from trueline.errors import ReadError
from trueline.repo.patterns import matches
from trueline.repo.tree import ABSENT
from trueline.run import plan
from trueline.run.contracts.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from trueline.model.settings import Settings
    from trueline.model.unit import Unit
    from trueline.repo.tree import Tree


_LIKE: Final = 0.5  # from here on Git, too, takes a file for another that was renamed
_MOST_LOOKED_THROUGH: Final = 400  # pairs of files


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


def pairs(
    base: Tree | None,
    head: Tree,
    settings: Settings,
    changed: frozenset[str] | None = None,
    asked: Sequence[str] = (),
) -> list[Pair]:
    """Return the contracts of two trees, each with its former self; one that moved keeps its name or its bytes.

    Where a run is narrowed to what ``changed``, only contracts that may have one of these files are looked for: a
    document anywhere may refer to it. What was ``asked`` for is looked at though nothing in it differs.
    """
    excluded = plan.exclusions(settings)
    old, new = (kept(tree, excluded) for tree in (base, head))
    at_head = Words(head)
    at_base = None if base is None else Words(base, at_head)
    found: list[Pair] = []
    for name in formats_of({*_differing(base, head, old, new), *asked} if changed is None else changed):
        here = _candidates(name, new, at_head, changed)
        there = [] if at_base is None else _candidates(name, old, at_base, changed)
        if here or there:
            module = load(name)
            former = [] if base is None else module.plan(there, base)
            found += _paired(told(former, settings), told(module.plan(here, head), settings), base, head)
    return found


def differing(base: Tree, head: Tree, settings: Settings) -> Iterable[str]:
    """Return the paths that differ between two trees, without those that the config excludes."""
    excluded = plan.exclusions(settings)
    return _differing(base, head, kept(base, excluded), kept(head, excluded))


def _candidates(name: str, paths: Sequence[str], words: Words, changed: frozenset[str] | None) -> Sequence[str]:
    """Return the paths that a format is asked about; one that is told by its content need not read all the others."""
    entry = FORMATS[name]
    if not entry.by_content:
        return paths
    if entry.is_one_file and changed is not None:
        paths = [path for path in paths if path in changed]
    return words.candidates(name, paths)


def told(units: Sequence[Unit], settings: Settings) -> list[Unit]:
    """Return units that know what the config says of them: which database migrations run on."""
    said = (("database", settings.contracts.database), ("version", settings.contracts.database_version))
    options = {name: value for name, value in said if value}
    return [unit._replace(options={**unit.options, **options}) if unit.dialect == "sql" else unit for unit in units]


def _differing(base: Tree | None, head: Tree, old: Sequence[str], new: Sequence[str]) -> Iterable[str]:
    """Return the paths that differ between two trees; without a base all that there are."""
    if base is None:
        return new
    return {path for path in {*old, *new} if base.blob(path) != head.blob(path)}


def kept(tree: Tree | None, excluded: tuple[str, ...]) -> list[str]:
    """Return the files of a tree that the config does not exclude."""
    if tree is None:
        return []
    return [path for path in tree.paths() if not excluded or not matches(path, excluded)]


def _paired(old: Sequence[Unit], new: Sequence[Unit], base: Tree | None, head: Tree) -> Iterator[Pair]:
    there = {unit.root: unit for unit in old}
    here = {unit.root: unit for unit in new}
    yield from (Pair(there.get(root), unit) for root, unit in here.items() if root in there)
    gone = [unit for unit in old if unit.root not in here]
    come = [unit for unit in new if unit.root not in there]
    formers = _formers(come, gone, base, head) if base is not None else {}
    yield from (Pair(formers.get(unit.root), unit) for unit in come)
    yield from (Pair(unit, None) for unit in gone if unit not in formers.values())


def _formers(come: Sequence[Unit], gone: Sequence[Unit], base: Tree, head: Tree) -> dict[str, Unit]:
    """Return, by its root at head, what each contract was that moved: by bytes, else by name, else by likeness."""
    found: dict[str, Unit] = {}
    left = list(gone)
    for find in (_with_its_bytes, former_of):  # none takes what another certainly was
        for unit in come:
            former = find(unit, left, base, head) if left and unit.root not in found else None
            if former is not None:
                left.remove(former)
                found[unit.root] = former
    return found | _likest([unit for unit in come if unit.root not in found], left, base, head)


def _with_its_bytes(unit: Unit, gone: Sequence[Unit], base: Tree, head: Tree) -> Unit | None:
    blob = head.blob(unit.root)
    return next((one for one in gone if blob not in ("", ABSENT) and base.blob(one.root) == blob), None)


def former_of(unit: Unit, gone: Sequence[Unit], base: Tree, head: Tree) -> Unit | None:
    """Return what ``unit`` was before it moved: the one with its bytes, else the only one with its name."""
    named = [one for one in gone if basename(one.root) == basename(unit.root)]
    return _with_its_bytes(unit, gone, base, head) or (named[0] if len(named) == 1 else None)


def _likest(come: Sequence[Unit], gone: Sequence[Unit], base: Tree, head: Tree) -> dict[str, Unit]:
    """Return what contracts were that moved and changed at once: most of what the one says, the other said."""
    if len(come) * len(gone) > _MOST_LOOKED_THROUGH:
        return {}
    after, before = {one.root: _lines(one, head) for one in come}, {one.root: _lines(one, base) for one in gone}
    likeness = {(new, old): _likeness(after[new], before[old]) for new in after for old in before}
    units = {one.root: one for one in gone}
    found: dict[str, Unit] = {}
    for new, old in sorted(likeness, key=lambda pair: -likeness[pair]):
        if likeness[new, old] >= _LIKE and new not in found and old in units:
            found[new] = units.pop(old)
    return found


def _likeness(one: Counter[bytes], other: Counter[bytes]) -> float:
    return (one & other).total() / max(one.total(), other.total(), 1)


def _lines(unit: Unit, tree: Tree) -> Counter[bytes]:
    """Return what a contract is known by: the names in it where its format has such, else its lines."""
    try:
        data = tree.read(unit.root).data
    except ReadError:
        return Counter()
    names = FORMATS[unit.dialect].names
    found = re.findall(names, data) if names else data.splitlines()
    return Counter(stripped for one in found if (stripped := one.strip()))


def is_same(pair: Pair, base: Tree, head: Tree) -> bool:
    """Tell whether no file of a contract differs."""
    if pair.base is None or pair.head is None or pair.base.members != pair.head.members:
        return False
    return all(base.blob(path) == head.blob(path) != "" for path in pair.head.members)
