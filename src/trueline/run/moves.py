"""Where a finding of head stood at base: it may have moved, or be another one that looks the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from trueline.run.judge import read_unit, unread
from trueline.run.plan import DIALECTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from trueline.engine import Hit
    from trueline.model.settings import Settings
    from trueline.model.unit import Extract, Unit
    from trueline.repo.tree import Tree
    from trueline.run.settle import Stood
    from trueline.run.side import Run, Side

_MANIFEST = "manifest"
_MOST_PAIRS = 250_000
"""Of units that went and that came; of more than that nothing has moved."""

Subject: TypeAlias = tuple[str, str, str]
"""Kind, address and environment."""


def stood(run: Run) -> Stood:
    """Return what tells in which unit a hit of head was at base."""
    if run.base is None or run.sides.base is None:
        return lambda hit: hit.unit
    settings = run.gate.settings
    head, base = _Units(run.sides.head, run.head, settings), _Units(run.sides.base, run.base, settings)
    return _Moves(head, base).unit_of


class _Moves:
    """The units of head and base: which came and which went, and what went with them.

    What is in a unit that base has not may have been in one that head has no more, and what is in a manifest may have
    been in another one. Nothing else moves: a bucket that is public in production is no other one that was public in
    development, whatever both are called.
    """

    def __init__(self, head: _Units, base: _Units) -> None:
        self._head = head
        self._base = base
        self._left: dict[Subject, set[str]] | None = None
        self._by_identity: dict[str, Mapping[str, str]] = {}
        self._by_units: dict[tuple[tuple[str, ...], tuple[str, ...]], Mapping[str, str]] = {}
        self._nearest: dict[tuple[frozenset[str], str], list[str]] = {}

    def unit_of(self, hit: Hit) -> str:
        """Return the unit that a hit of head was in at base; its own where it has not moved."""
        was = self._pairs(hit.identity).get(hit.unit, hit.unit)
        return was if was == hit.unit or self._has_moved(hit, was) else hit.unit

    def _pairs(self, identity: str) -> Mapping[str, str]:
        """Return where those units may have it from that base has not among those with such a finding."""
        if identity not in self._by_identity:
            there, here = self._base.with_finding(identity), self._head.with_finding(identity)
            key = tuple(sorted(there - here)), tuple(sorted(here - there))
            if key not in self._by_units:  # many findings of the same units
                self._by_units[key] = paired_roots(*key)
            self._by_identity[identity] = self._by_units[key]
        return self._by_identity[identity]

    def _has_moved(self, hit: Hit, was: str) -> bool:
        """Tell whether ``hit``, which base has in the unit ``was``, has moved to its own.

        Where such a subject went from several units, it comes from the one whose path is most like its own.
        """
        if not self._may_move(hit, was):
            return False
        left = frozenset({*self._went().get(_subject(hit), ()), *self._gone_like(was)} - {hit.unit})
        if (left, hit.unit) not in self._nearest:
            self._nearest[left, hit.unit] = _most_alike(hit.unit, left)
        return self._base.with_finding(hit.identity).issuperset(self._nearest[left, hit.unit])

    def _gone_like(self, was: str) -> Iterator[str]:
        """Yield the units that are gone like ``was``: a root may have been any of them, a manifest is what is in it."""
        if not self._base.are_manifests(was):
            dialects = self._base.dialects(was)
            yield from (one for one in self._base.roots() if self._base.dialects(one) & dialects and self._is_gone(one))

    def _is_gone(self, root: str) -> bool:
        return not self._head.has(root)

    def _may_move(self, hit: Hit, was: str) -> bool:
        if self._is_gone(was) and not self._base.has(hit.unit):
            return True
        if not self._head.are_manifests(was) or not self._base.are_manifests(hit.unit):
            return False
        subject = _subject(hit)
        return not self._head.may_hold(was, subject) and not self._base.may_hold(hit.unit, subject)

    def _went(self) -> dict[Subject, set[str]]:
        """Return what was in units that are gone, and in changed manifests that do not hold it any more."""
        if self._left is None:
            self._left = {}
            for root in self._base.roots():
                if self._is_gone(root) or not self._is_same(root):
                    for subject in self._base.subjects(root) - self._head.subjects(root):
                        self._left.setdefault(subject, set()).add(root)
        return self._left

    def _is_same(self, root: str) -> bool:
        """Tell whether what stays is no manifest, or the same as before."""
        return not self._base.are_manifests(root) or self._base.blobs(root) == self._head.blobs(root)


class _Units:
    """The units of one side by their roots; of contracts, which hold no resources, only that they are there."""

    def __init__(self, tree: Tree, side: Side, settings: Settings) -> None:
        self._tree = tree
        self._settings = settings
        self._all = {unit.root for unit in (*side.units, *side.left_out)}
        self._units: dict[str, list[Unit]] = {}
        for unit in (*side.units, *side.left_out):
            if unit.dialect in DIALECTS:
                self._units.setdefault(unit.root, []).append(unit)
        self._found: dict[str, set[str]] = {}
        for hit in side.hits:
            self._found.setdefault(hit.identity, set()).add(hit.unit)
        self._extracts: dict[str, list[Extract]] = {}
        self._subjects: dict[str, frozenset[Subject]] = {}

    def with_finding(self, identity: str) -> set[str]:
        """Return the roots of the units that have a finding."""
        return self._found.get(identity, set())

    def has(self, root: str) -> bool:
        return root in self._all

    def dialects(self, root: str) -> set[str]:
        return {unit.dialect for unit in self._units.get(root, ())}

    def roots(self) -> Iterable[str]:
        return self._units.keys()

    def are_manifests(self, root: str) -> bool:
        """Tell whether all of one root are manifests, also where there is none."""
        return self.dialects(root) <= {_MANIFEST}

    def blobs(self, root: str) -> list[str]:
        return [self._tree.blob(path) for unit in self._units.get(root, ()) for path in unit.members]

    def may_hold(self, root: str, subject: Subject) -> bool:
        """Tell whether a subject stands in the units of a root, or in what of them could not be read."""
        return subject in self.subjects(root) or any(unread(one) is not None for one in self._read(root))

    def subjects(self, root: str) -> frozenset[Subject]:
        """Return what stands in the units of a root."""
        if root not in self._subjects:
            every = (resource for extract in self._read(root) for resource in extract.resources)
            self._subjects[root] = frozenset((one.kind, one.address, one.environment) for one in every)
        return self._subjects[root]

    def _read(self, root: str) -> list[Extract]:
        if root not in self._extracts:
            units = self._units.get(root, ())
            self._extracts[root] = [read_unit(unit, self._tree, self._settings) for unit in units]
        return self._extracts[root]


def _subject(hit: Hit) -> Subject:
    return hit.kind, hit.subject, hit.environment


def paired_roots(gone: Collection[str], come: Collection[str]) -> Mapping[str, str]:
    """Return from which of ``gone`` each of ``come`` may be, the most alike first; each is paired once."""
    if len(gone) * len(come) > _MOST_PAIRS:
        return {}
    found: dict[str, str] = {}
    taken: set[str] = set()
    for was, now in sorted(((was, now) for was in gone for now in come), key=lambda pair: -_alike(*pair)):
        if was not in taken and now not in found:
            taken.add(was)
            found[now] = was
    return found


def _most_alike(path: str, others: Collection[str]) -> list[str]:
    marks = {other: _alike(path, other) for other in others}
    best = max(marks.values(), default=0)
    return [other for other, mark in marks.items() if mark == best]


def _alike(one: str, other: str) -> int:
    """Return how many folders and names two paths have in common, from both ends."""
    here, there = one.split("/"), other.split("/")
    return _same(here, there) + _same(here[::-1], there[::-1])


def _same(here: list[str], there: list[str]) -> int:
    return next((n for n, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), min(len(here), len(there)))
