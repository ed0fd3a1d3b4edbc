"""Whether a finding that stands elsewhere than at base has moved there, or is another one that looks the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from trueline.run.alike import alike
from trueline.run.judge import read_unit
from trueline.run.plan import DIALECTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.engine import Hit
    from trueline.model.settings import Settings
    from trueline.model.unit import Unit
    from trueline.repo.tree import Tree
    from trueline.run.settle import Moved
    from trueline.run.side import Run, Side

_MANIFEST = "manifest"

Subject: TypeAlias = tuple[str, str, str]
"""Kind, address and environment."""


def moved(run: Run) -> Moved:
    """Return what tells whether a hit of head is one that base has in another unit."""
    if run.base is None or run.sides.base is None:
        return lambda hit, was: hit.unit == was
    settings = run.gate.settings
    head, base = _Units(run.sides.head, run.head, settings), _Units(run.sides.base, run.base, settings)
    return _Moves(head, base, run.base).has_moved


class _Moves:
    """The units of head and base: which came and which went, and what went with them.

    What is in a unit that base has not may have been in one that head has no more, and what is in a manifest may have
    been in another one. Nothing else moves: a bucket that is public in production is no other one that was public in
    development, whatever both are called.
    """

    def __init__(self, head: _Units, base: _Units, known: Side) -> None:
        self._head = head
        self._base = base
        self._bad: dict[str, set[str]] = {}
        for hit in known.hits:
            self._bad.setdefault(hit.identity, set()).add(hit.unit)
        self._left: dict[Subject, set[str]] | None = None

    def has_moved(self, hit: Hit, was: str) -> bool:
        """Tell whether ``hit``, which base has in the unit ``was``, has moved to its own.

        Where such a subject went from several units, it comes from the one whose path is most like its own.
        """
        if was == hit.unit:
            return True
        if not self._may_move(hit, was):
            return False
        left = {*self._went().get(_subject(hit), ()), *self._gone_like(was)} - {hit.unit}
        best = max((alike(root, hit.unit) for root in left), default=0)
        return all(root in self._bad[hit.identity] for root in left if alike(root, hit.unit) == best)

    def _gone_like(self, was: str) -> Iterator[str]:
        """Yield the units that are gone like ``was``: a root may have been any of them, a manifest is what is in it."""
        if not self._base.are_manifests(was):
            dialects = self._base.dialects(was)
            yield from (
                one for one in self._base.roots() if not self._head.has(one) and self._base.dialects(one) & dialects
            )

    def _may_move(self, hit: Hit, was: str) -> bool:
        if not self._head.has(was) and not self._base.has(hit.unit):
            return True
        if not self._head.are_manifests(was) or not self._base.are_manifests(hit.unit):
            return False
        subject = _subject(hit)
        return subject not in self._head.subjects(was) and subject not in self._base.subjects(hit.unit)

    def _went(self) -> dict[Subject, set[str]]:
        """Return what was in units that are gone, and in changed manifests that do not hold it any more."""
        if self._left is None:
            self._left = {}
            for root in self._base.roots():
                if not self._head.has(root) or not self._is_same(root):
                    for subject in self._base.subjects(root) - self._head.subjects(root):
                        self._left.setdefault(subject, set()).add(root)
        return self._left

    def _is_same(self, root: str) -> bool:
        """Tell whether what stays is no manifest, or the same as before."""
        return not self._base.are_manifests(root) or self._base.blobs(root) == self._head.blobs(root)


class _Units:
    """The units of one side by their roots."""

    def __init__(self, tree: Tree, side: Side, settings: Settings) -> None:
        self._tree = tree
        self._settings = settings
        self._units: dict[str, list[Unit]] = {}
        for unit in (*side.units, *side.left_out):
            self._units.setdefault(unit.root, []).append(unit)
        self._subjects: dict[str, frozenset[Subject]] = {}

    def has(self, root: str) -> bool:
        return root in self._units

    def dialects(self, root: str) -> set[str]:
        return {unit.dialect for unit in self._units.get(root, ())}

    def roots(self) -> Iterator[str]:
        return iter(self._units)

    def are_manifests(self, root: str) -> bool:
        """Tell whether all of one root are manifests, also where there is none."""
        return all(unit.dialect == _MANIFEST for unit in self._units.get(root, ()))

    def blobs(self, root: str) -> list[str]:
        return [self._tree.blob(path) for unit in self._units.get(root, ()) for path in unit.members]

    def subjects(self, root: str) -> frozenset[Subject]:
        """Return what stands in the units of a root."""
        if root not in self._subjects:
            self._subjects[root] = frozenset(self._read(root))
        return self._subjects[root]

    def _read(self, root: str) -> Iterator[Subject]:
        for unit in self._units.get(root, ()):
            if unit.dialect not in DIALECTS:  # a contract holds no resources
                continue
            for resource in read_unit(unit, self._tree, self._settings).resources:
                yield resource.kind, resource.address, resource.environment


def _subject(hit: Hit) -> Subject:
    return hit.kind, hit.subject, hit.environment
