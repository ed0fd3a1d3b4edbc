"""A tree with further files in it, that are not its own."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from trueline.errors import ReadError
from trueline.model.document import Source
from trueline.repo.blobs import blob_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from trueline.repo.tree import Tree


class Overlay(ABC):
    """A tree in which some ``names`` are other files; whoever derives from it says what is in them.

    They are not listed: only who knows the name reads them.
    """

    def __init__(self, tree: Tree, names: Collection[str]) -> None:
        self._tree = tree
        self._names = names
        self.revision = tree.revision

    @property
    def largest(self) -> int:
        """The size in bytes above which a file of the tree is not read."""
        return self._tree.largest

    @largest.setter
    def largest(self, value: int) -> None:
        self._tree.largest = value

    def paths(self) -> Sequence[str]:
        """Return all files of the tree."""
        return self._tree.paths()

    def skipped(self) -> Mapping[str, str]:
        """Return what of the tree is not looked into, each with why."""
        return self._tree.skipped()

    def blob(self, path: str) -> str:
        """Return the blob id of the file at ``path``, ``""`` when it cannot be read, or ``absent``."""
        if path not in self._names:
            return self._tree.blob(path)
        try:
            return self.read(path).blob
        except ReadError:
            return ""

    def read(self, path: str) -> Source:
        """Return the file at ``path``; raise ``ReadError`` when it is missing or may not be read."""
        if path not in self._names:
            return self._tree.read(path)
        data = self._data(path)
        return Source(path, data, self.revision, blob_id(data, "sha1"))

    def expect(self, paths: Iterable[str]) -> None:
        """Say what will be read next."""
        self._tree.expect(path for path in paths if path not in self._names)

    def exists(self, path: str) -> bool:
        """Tell whether ``path`` is a regular file of the tree, or one of the further ones."""
        return path in self._names or self._tree.exists(path)

    def real(self, path: str) -> str:
        """Return the path behind all links of the tree on the way to ``path``."""
        return path if path in self._names else self._tree.real(path)

    def list(self, folder: str) -> Sequence[str]:
        """Return the sorted names in ``folder`` of the tree."""
        return self._tree.list(folder)

    @abstractmethod
    def _data(self, path: str) -> bytes:
        """Return the bytes of one of the further files; raise ``ReadError`` when it cannot be read."""
