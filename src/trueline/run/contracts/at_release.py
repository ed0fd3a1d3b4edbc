"""Where a release has a contract: under its name, under a former one, perhaps, or not at all."""

from __future__ import annotations

from posixpath import basename
from typing import TYPE_CHECKING, NamedTuple

from trueline.contracts.registry import FORMATS, formats_of, load
from trueline.errors import ReadError
from trueline.model.location import Location
from trueline.model.report import Notification
from trueline.run import plan
from trueline.run.contracts.pairs import former_of, kept, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from trueline.model.settings import Settings
    from trueline.model.unit import Unit
    from trueline.repo.tree import Tree
    from trueline.run.contracts.pairs import Pair


class There(NamedTuple):
    """A contract as a release has it; ``is_sure`` is False where it may have it under a name that nobody knows."""

    unit: Unit | None = None
    is_sure: bool = True
    unread: Notification | None = None


class Finder:
    """Finds contracts in releases. What cannot be read is said, and never taken for what is not there."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._excluded = plan.exclusions(settings)
        self._readable: dict[str, str] = {}

    def find(self, pair: Pair, unit: Unit, sides: tuple[Tree | None, Tree], tree: Tree) -> There:
        """Return the contract as ``tree`` has it; that which is the same as at base or head needs no reading."""
        here = [one for one in (*pair, unit) if one is not None]
        everything = self._paths(tree, unit.dialect)
        paths = everything
        if FORMATS[unit.dialect].by_content:  # each would have to be read
            same = _same(pair, sides, tree)
            if same is not None:
                return There(same)
            members = {path for one in here for path in one.members}
            names = {basename(one.root) for one in here}
            paths = [path for path in paths if path in members or basename(path) in names]
        unread = self._unread(paths, sides, tree)
        if unread is not None:
            return There(None, is_sure=False, unread=unread)
        units = told(load(unit.dialect).plan(paths, tree), self._settings)
        found = next((one for side in here for one in units if one.root == side.root), None)
        found = found or former_of(unit, units, tree, sides[1])
        if found is not None:
            unread = self._unread(found.members, sides, tree)
            return There(found) if unread is None else There(None, is_sure=False, unread=unread)
        return There(None, is_sure=all(any(_goes_on(path, tree, side) for side in sides) for path in everything))

    def gone(self, trees: Iterable[Tree], head: Tree, present: Sequence[Unit]) -> Iterator[Unit]:
        """Yield the contracts that a tree has and head has not, each once and by the first of the trees."""
        seen: set[tuple[str, str]] = set()
        told_already = {unit.key for unit in present}
        here = set(head.paths())
        for tree in trees:
            missing = {(path, tree.blob(path)) for path in kept(tree, self._excluded) if path not in here} - seen
            seen |= missing
            for name in formats_of(path for path, _ in missing):
                paths = self._paths(tree, name)
                if FORMATS[name].by_content:
                    paths = [path for path in paths if (path, tree.blob(path)) in missing]
                for unit in told(load(name).plan(paths, tree), self._settings):
                    if unit.key not in told_already and not _is_elsewhere(unit, tree, head, present):
                        told_already.add(unit.key)
                        yield unit

    def _paths(self, tree: Tree, dialect: str) -> list[str]:
        suffixes = FORMATS[dialect].suffixes
        return [path for path in kept(tree, self._excluded) if path.lower().endswith(suffixes)]

    def _unread(self, paths: Iterable[str], sides: tuple[Tree | None, Tree], tree: Tree) -> Notification | None:
        """Return what is to be said of the first file that this clone cannot give; each content is tried once."""
        for path in paths:
            blob = tree.blob(path)
            if blob and any(side is not None and side.blob(path) == blob for side in sides):
                continue  # whoever reads base and head says it
            if blob not in self._readable or not blob:
                self._readable[blob] = _reason(path, tree)
            if self._readable[blob]:
                message = f"release {tree.revision} was not compared: {self._readable[blob]}"
                return Notification("error", "release-unreadable", message, Location(path, tree.revision))
        return None


def _reason(path: str, tree: Tree) -> str:
    try:
        tree.read(path)
    except ReadError as error:
        return f"{error.message}; {error.hint}" if error.hint else error.message
    return ""


def _goes_on(path: str, tree: Tree, side: Tree | None) -> bool:
    """Tell whether what a release has under a path is what a side has there: the same, or half of its lines."""
    if side is None or not side.exists(path):
        return False
    if tree.blob(path) == side.blob(path) != "":
        return True
    try:
        one, other = (set(some.read(path).data.splitlines()) for some in (tree, side))
    except ReadError:
        return False
    return 2 * len(one & other) >= len(one | other)


def _same(pair: Pair, sides: tuple[Tree | None, Tree], tree: Tree) -> Unit | None:
    """Return the contract of base or head where a tree has the very files of it: what they say, they are."""
    for one, side in zip(pair, sides, strict=True):
        if one is None or side is None or not one.members:
            continue
        if all(tree.blob(path) == side.blob(path) != "" for path in one.members):
            return one
    return None


def _is_elsewhere(unit: Unit, tree: Tree, head: Tree, present: Sequence[Unit]) -> bool:
    """Tell whether head has the contract under another name."""
    return any(
        one.dialect == unit.dialect and not tree.exists(one.root) and former_of(one, [unit], tree, head) is not None
        for one in present
    )
