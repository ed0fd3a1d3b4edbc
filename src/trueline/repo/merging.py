"""Whether trees are the same apart from one folder, and whether a merge is what comes out by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.repo.objects import FOLDER, entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trueline.repo.objects import Entry, Objects


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


def is_automatic(trees: Trees, sides: tuple[str, str, str], merged: str, spared: Sequence[bytes]) -> bool:
    """Tell whether a merge has of every path what the one of both sides has that changed it.

    ``sides`` are the trees of where they parted and of the two. A file that both changed, each in its way, is
    somebody's work: no program of the config that could merge it is run, and the answer is that of every Git. What is
    below the folder ``spared`` does not matter.
    """
    base, one, other = (trees[tree] for tree in sides)
    now = trees[merged]
    return all(
        _is_merged(trees, (base.get(name), one.get(name), other.get(name)), now.get(name), name, spared)
        for name in {**base, **one, **other, **now}
    )


def _is_merged(
    trees: Trees,
    sides: tuple[Entry | None, Entry | None, Entry | None],
    now: Entry | None,
    name: bytes,
    spared: Sequence[bytes],
) -> bool:
    base, one, other = sides
    folders = all(map(_is_folder_or_none, (*sides, now)))
    if spared and name == spared[0] and folders:
        return len(spared) == 1 or _below(trees, sides, now, spared[1:])
    if other in (one, base):
        return now == one
    if one == base:
        return now == other
    return folders and one is not None and other is not None and _below(trees, sides, now, ())


def _below(
    trees: Trees, sides: tuple[Entry | None, Entry | None, Entry | None], now: Entry | None, spared: Sequence[bytes]
) -> bool:
    base, one, other = sides
    return is_automatic(trees, (_tree(base), _tree(one), _tree(other)), _tree(now), spared)


def _is_folder_or_none(entry: Entry | None) -> bool:
    return entry is None or entry.mode == FOLDER


def _tree(entry: Entry | None) -> str:
    return entry.id if entry is not None else ""
