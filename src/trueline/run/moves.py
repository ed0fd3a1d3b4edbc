"""Whether a finding that stands elsewhere than at base has moved there, or is another one that looks the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.run.judge import read_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.engine import Hit
    from trueline.model.settings import Settings
    from trueline.model.unit import Unit
    from trueline.repo.tree import Tree
    from trueline.run.settle import Moved
    from trueline.run.side import Run, Side

_MANIFEST = "manifest"


def moved(run: Run) -> Moved:
    """Return what tells whether a hit of head is one that base has in another unit."""
    if run.base is None or run.sides.base is None:
        return lambda hit, was: hit.unit == was
    return _Moves((run.sides.head, run.head), (run.sides.base, run.base), run.gate.settings).has_moved


class _Moves:
    """The units of head and base: which came and which went.

    What is in a unit that base has not may have been in one that head has no more, and what is in a manifest may have
    been in another one. Nothing else moves: a bucket that is public in production is no other one that was public in
    development, whatever both are called.
    """

    def __init__(self, head: tuple[Tree, Side], base: tuple[Tree, Side], settings: Settings) -> None:
        self._head = _Units(*head, settings)
        self._base = _Units(*base, settings)

    def has_moved(self, hit: Hit, was: str) -> bool:
        """Tell whether ``hit``, which base has in the unit ``was``, has moved to its own."""
        if was == hit.unit:
            return True
        if not self._head.has(was) and not self._base.has(hit.unit):
            return True
        if not self._head.are_manifests(was) or not self._base.are_manifests(hit.unit):
            return False
        return not self._head.holds(was, hit) and not self._base.holds(hit.unit, hit)


class _Units:
    """The units of one side by their roots."""

    def __init__(self, tree: Tree, side: Side, settings: Settings) -> None:
        self._tree = tree
        self._settings = settings
        self._units: dict[str, list[Unit]] = {}
        for unit in (*side.units, *side.left_out):
            self._units.setdefault(unit.root, []).append(unit)
        self._names: dict[str, frozenset[tuple[str, str, str]]] = {}

    def has(self, root: str) -> bool:
        return root in self._units

    def are_manifests(self, root: str) -> bool:
        """Tell whether all of one root are manifests, also where there is none."""
        return all(unit.dialect == _MANIFEST for unit in self._units.get(root, ()))

    def holds(self, root: str, hit: Hit) -> bool:
        """Tell whether the subject of a hit stands in the units of a root."""
        if root not in self._names:
            self._names[root] = frozenset(self._read(root))
        return (hit.kind, hit.subject, hit.environment) in self._names[root]

    def _read(self, root: str) -> Iterator[tuple[str, str, str]]:
        for unit in self._units.get(root, ()):
            for resource in read_unit(unit, self._tree, self._settings).resources:
                yield resource.kind, resource.address, resource.environment
