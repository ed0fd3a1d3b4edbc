"""A tree with new files in it that are not written yet: what a run would say once they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.repo.overlay import Overlay

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trueline.repo.tree import Tree


class DraftedTree(Overlay):
    """A tree that has further files, by path; one that is there already is hidden by its draft."""

    def __init__(self, tree: Tree, files: Mapping[str, bytes]) -> None:
        super().__init__(tree, files.keys())
        self._files = files

    def paths(self) -> Sequence[str]:
        """Return all files, sorted, the drafts among them."""
        return sorted({*self._tree.paths(), *self._files})

    def real(self, path: str) -> str:
        """Return the path behind all links on the way to ``path``; a draft's is where the folders above it lead."""
        return self._tree.real(path)

    def list(self, folder: str) -> Sequence[str]:
        """Return the sorted names in ``folder`` (``""``: the root), folders ending in ``/``; none if missing."""
        above = f"{folder.removesuffix('/')}/" if folder else ""
        drafted = (path.removeprefix(above).partition("/") for path in self._files if path.startswith(above))
        return sorted({*self._tree.list(folder), *(name + slash for name, slash, _ in drafted)})

    def _data(self, path: str) -> bytes:
        return self._files[path]
