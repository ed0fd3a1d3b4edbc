"""Whether trees are the same apart from one folder, and whether a merge is what comes out by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from trueline.repo.objects import FOLDER, Entry, entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trueline.repo.contents import Contents
    from trueline.repo.objects import Objects

_Sides: TypeAlias = tuple[Entry | None, Entry | None, Entry | None]
_FILES: Final = frozenset((b"100644", b"100755"))


class Trees:
    """Trees by their ids, each read once; ``""`` is the empty one."""

    def __init__(self, objects: Objects, algorithm: str) -> None:
        self._objects = objects
        self._algorithm = algorithm
        self._known: dict[str, Mapping[bytes, Entry]] = {"": {}}

    def __getitem__(self, tree: str) -> Mapping[bytes, Entry]:
        if tree not in self._known:
            self._read((tree,))
        return self._known[tree]

    def expect(self, roots: Iterable[str], path: Sequence[bytes]) -> None:
        """Read in one go, for each depth, the trees down to a folder."""
        some = list(roots)
        for name in path:
            self._read(some)
            some = [below.id for tree in some if (below := self[tree].get(name)) and below.mode == FOLDER]

    def _read(self, trees: Iterable[str]) -> None:
        found = self._objects.read("tree", (tree for tree in trees if tree not in self._known))
        self._known |= ((tree, entries(data, self._algorithm)) for tree, data in found.items())


def is_same(trees: Trees, one: str, other: str, spared: Sequence[bytes]) -> bool:
    """Tell whether two trees hold the same, whatever is below the folder ``spared``."""
    if one == other:
        return True
    here, there = trees[one], trees[other]
    differing = [name for name in {**here, **there} if here.get(name) != there.get(name)]
    if not differing:
        return True
    if not spared or differing != [spared[0]]:
        return False
    both = (here.get(spared[0]), there.get(spared[0]))
    if not all(map(_is_folder_or_none, both)):
        return False
    return len(spared) == 1 or is_same(trees, _tree(both[0]), _tree(both[1]), spared[1:])


class Merges(NamedTuple):
    """Makes merges again, from trees and the contents of files."""

    trees: Trees
    contents: Contents

    def is_automatic(self, sides: tuple[str, str, str], merged: str, spared: Sequence[bytes]) -> bool:
        """Tell whether a merge has of every path what the one of both sides has that changed it.

        ``sides`` are the trees of where they parted and of the two. A file that both changed is merged again, line by
        line; a conflict that was resolved is somebody's work, and so is what followed a file to another name. No
        program of the config runs. What is below the folder ``spared`` does not matter.
        """
        base, one, other = (self.trees[tree] for tree in sides)
        now = self.trees[merged]
        return all(
            self._is_merged((base.get(name), one.get(name), other.get(name)), now.get(name), name, spared)
            for name in {**base, **one, **other, **now}
        )

    def _is_merged(self, sides: _Sides, now: Entry | None, name: bytes, spared: Sequence[bytes]) -> bool:
        base, one, other = sides
        folders = all(map(_is_folder_or_none, (*sides, now)))
        if spared and name == spared[0] and folders:
            return len(spared) == 1 or self._below(sides, now, spared[1:])
        if other in (one, base):
            return now == one
        if one == base:
            return now == other
        if one is None or other is None or now is None:
            return False
        if folders:
            return self._below(sides, now, ())
        if base is None or not _FILES.issuperset((base.mode, one.mode, other.mode)):
            return False
        if now.mode != (one.mode if other.mode == base.mode else other.mode):  # there are only two modes
            return False
        return now.id == self._content(base.id, one.id, other.id)

    def _content(self, base: str, one: str, other: str) -> str:
        """Return what comes out of the contents of a file, whatever became of its mode."""
        if other in (one, base):
            return one
        return other if one == base else self.contents.merged(base, one, other)

    def _below(self, sides: _Sides, now: Entry | None, spared: Sequence[bytes]) -> bool:
        base, one, other = sides
        return self.is_automatic((_tree(base), _tree(one), _tree(other)), _tree(now), spared)


def _is_folder_or_none(entry: Entry | None) -> bool:
    return entry is None or entry.mode == FOLDER


def _tree(entry: Entry | None) -> str:
    return entry.id if entry is not None else ""
