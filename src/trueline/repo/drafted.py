"""A tree with new files in it that are not written yet: what a run would say once they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.model.document import Source
from trueline.repo.blobs import blob_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trueline.repo.tree import Tree


class DraftedTree:
    """A tree that has further files, by path; one that is there already is hidden by its draft."""

    def __init__(self, tree: Tree, files: Mapping[str, bytes]) -> None:
        self._tree = tree
        self._files = files
        self.largest = tree.largest

    @property
    def revision(self) -> str:
        """What locations call this revision."""
        return self._tree.revision

    def paths(self) -> Sequence[str]:
        """Return all files, sorted, the drafts among them."""
        return sorted({*self._tree.paths(), *self._files})

    def skipped(self) -> Mapping[str, str]:
        """Return what is there and is not looked into, each with why."""
        return self._tree.skipped()

    def blob(self, path: str) -> str:
        """Return the blob id of the file at ``path``, ``""`` when it cannot be read, or ``absent``."""
        return blob_id(self._files[path], "sha1") if path in self._files else self._tree.blob(path)

    def read(self, path: str) -> Source:
        """Return the file at ``path``; raise ``ReadError`` when it is missing or may not be read."""
        if path not in self._files:
            return self._tree.read(path)
        return Source(path, self._files[path], self.revision, self.blob(path))

    def expect(self, paths: Iterable[str]) -> None:
        """Say what will be read next."""
        self._tree.expect(path for path in paths if path not in self._files)

    def exists(self, path: str) -> bool:
        """Tell whether ``path`` is a regular file of this revision, or a draft."""
        return path in self._files or self._tree.exists(path)

    def real(self, path: str) -> str:
        """Return the path behind all links on the way to ``path``; a draft's is where the folders above it lead."""
        return self._tree.real(path)

    def list(self, folder: str) -> Sequence[str]:
        """Return the sorted names in ``folder`` (``""``: the root), folders ending in ``/``; none if missing."""
        above = f"{folder}/" if folder else ""
        drafted = (path.removeprefix(above).partition("/") for path in self._files if path.startswith(above))
        return sorted({*self._tree.list(folder), *(name + slash for name, slash, _ in drafted)})
