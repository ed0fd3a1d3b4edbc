"""A tree, and beside it single files that the user named from anywhere: plans."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from trueline.errors import ReadError
from trueline.model.document import Source
from trueline.repo.blobs import blob_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trueline.repo.tree import Tree

LARGEST_NAMED_FILE = 1_000_000_000


class TreeWithFiles:
    """A tree in which some names are files outside it. They are not listed: only who knows the name reads them."""

    def __init__(self, tree: Tree, files: Mapping[str, str]) -> None:
        self._tree = tree
        self._files = files
        self.revision = tree.revision

    @property
    def largest(self) -> int:
        """The size in bytes above which a file of the tree is not read; a named file may have a gigabyte."""
        return self._tree.largest

    @largest.setter
    def largest(self, value: int) -> None:
        self._tree.largest = value

    def paths(self) -> Sequence[str]:
        """Return all files of the tree, without those beside it."""
        return self._tree.paths()

    def skipped(self) -> Mapping[str, str]:
        """Return what of the tree is not looked into, each with why."""
        return self._tree.skipped()

    def blob(self, path: str) -> str:
        """Return the blob id of the file at ``path``, ``""`` when it cannot be read, or ``absent``."""
        if path not in self._files:
            return self._tree.blob(path)
        try:
            return self.read(path).blob
        except ReadError:
            return ""

    def read(self, path: str) -> Source:
        """Return the file at ``path``; raise ``ReadError`` when it is missing or may not be read."""
        if path not in self._files:
            return self._tree.read(path)
        try:
            size = os.path.getsize(self._files[path])
            if size > LARGEST_NAMED_FILE:
                raise ReadError(f"the file has {size} bytes, more than {LARGEST_NAMED_FILE}", place=path)
            with open(self._files[path], "rb") as file:
                data = file.read()
        except OSError as error:
            raise ReadError(f"the file cannot be read: {error.strerror}", place=path) from error
        return Source(path, data, self.revision, blob_id(data, "sha1"))

    def expect(self, paths: Iterable[str]) -> None:
        """Say what will be read next."""
        self._tree.expect(path for path in paths if path not in self._files)

    def exists(self, path: str) -> bool:
        """Tell whether ``path`` is a regular file of this revision."""
        return path in self._files or self._tree.exists(path)

    def real(self, path: str) -> str:
        """Return the path behind all links of the tree on the way to ``path``."""
        return path if path in self._files else self._tree.real(path)

    def list(self, folder: str) -> Sequence[str]:
        """Return the sorted names in ``folder`` of the tree."""
        return self._tree.list(folder)
