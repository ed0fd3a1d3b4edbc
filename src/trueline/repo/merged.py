"""What a tree would be once a change is merged: file by file the change's own version, where it touched the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.repo.line_ends import is_left

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trueline.model.document import Source
    from trueline.repo.tree import Tree


class Merged(NamedTuple):
    """A reader of what ``head``, which parted from ``trust`` at ``base``, would leave there.

    What both have changed is read as head has it: whoever merges has to decide that.
    """

    trust: Tree
    base: Tree
    head: Tree

    @property
    def largest(self) -> int:
        """The size in bytes above which a file is not read."""
        return self.trust.largest

    @largest.setter
    def largest(self, size: int) -> None:
        self.trust.largest = self.head.largest = size

    @property
    def revision(self) -> str:
        """What locations call this: trust's, where it is to be."""
        return self.trust.revision

    def paths(self) -> Sequence[str]:
        """Return all files that there would be, sorted."""
        return sorted(path for path in {*self.trust.paths(), *self.head.paths()} if self.exists(path))

    def skipped(self) -> Mapping[str, str]:
        """Return what is not looked into on either side, each with why."""
        return {**self.trust.skipped(), **self.head.skipped()}

    def expect(self, paths: Iterable[str]) -> None:
        """Do nothing: files are read one by one, of whichever side."""

    def read(self, path: str) -> Source:
        """Return the file at ``path``; raise ``ReadError`` when it is missing or may not be read."""
        return self._side(path).read(path)

    def exists(self, path: str) -> bool:
        """Tell whether ``path`` would be a regular file."""
        return self._side(path).exists(path)

    def list(self, folder: str) -> Sequence[str]:
        """Return the sorted names in ``folder``, folders ending in ``/``; none of what would be empty."""
        names = {*self.trust.list(folder), *self.head.list(folder)}
        start = f"{folder.removesuffix('/')}/" if folder else ""
        return sorted(name for name in names if self._has(start + name))

    def _has(self, name: str) -> bool:
        return bool(self.list(name.removesuffix("/"))) if name.endswith("/") else self.exists(name)

    def real(self, path: str) -> str:
        """Return the path behind all links on the way to ``path``; raise ``ReadError`` when they lead outside."""
        return self._side(path).real(path)

    def blob(self, path: str) -> str:
        """Return the blob id of the file at ``path``, ``""`` when it cannot be read, or ``absent``."""
        return self._side(path).blob(path)

    def touches(self, path: str) -> bool:
        """Tell whether the change would leave another file at ``path`` than trust has."""
        return self._side(path) is self.head and not is_left(self.head, path, self.trust)

    def _side(self, path: str) -> Tree:
        return self.trust if is_left(self.head, path, self.base) else self.head
