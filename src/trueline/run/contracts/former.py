"""Base as contracts are read there: what head has unchanged need not be in this clone twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.errors import ReadError
from trueline.repo.tree import ABSENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trueline.model.document import Source
    from trueline.repo.tree import Tree


class Former:
    """Base's tree; what head has unchanged is read there if this clone cannot give it at base."""

    __slots__ = ("_base", "_head")

    def __init__(self, base: Tree, head: Tree) -> None:
        self._base = base
        self._head = head

    @property
    def largest(self) -> int:
        """The size in bytes above which a file is not read."""
        return self._base.largest

    @largest.setter
    def largest(self, size: int) -> None:
        self._base.largest = size

    @property
    def revision(self) -> str:
        """What locations call base."""
        return self._base.revision

    def paths(self) -> Sequence[str]:
        """Return all files, sorted."""
        return self._base.paths()

    def skipped(self) -> Mapping[str, str]:
        """Return what is there and is not looked into, each with why."""
        return self._base.skipped()

    def blob(self, path: str) -> str:
        """Return the blob id of the file at ``path``, ``""`` when it cannot be read, or ``absent``."""
        return self._base.blob(path)

    def read(self, path: str) -> Source:
        """Return the file at ``path``; raise ``ReadError`` when neither side can give what base has there."""
        try:
            return self._base.read(path)
        except ReadError:
            blob = self._base.blob(path)
            if blob in ("", ABSENT) or self._head.blob(path) != blob:
                raise
            return self._head.read(path)._replace(revision=self.revision, blob=blob)

    def expect(self, paths: Iterable[str]) -> None:
        """Say what will be read next."""
        self._base.expect(paths)

    def exists(self, path: str) -> bool:
        """Tell whether ``path`` is a regular file."""
        return self._base.exists(path)

    def real(self, path: str) -> str:
        """Return the path behind all links on the way to ``path``."""
        return self._base.real(path)

    def list(self, folder: str) -> Sequence[str]:
        """Return the sorted names in ``folder``."""
        return self._base.list(folder)
