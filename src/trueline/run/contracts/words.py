"""Which documents may be contracts of formats that are told by content: one look at the bytes of each blob."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.contracts.registry import FORMATS
from trueline.contracts.texts import as_utf8
from trueline.errors import ReadError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.repo.tree import Tree

_SAID = {name: entry.words for name, entry in FORMATS.items() if entry.by_content}


class Words:
    """Which formats' words the files of a tree hold; bytes that ``other`` has looked at already are not read."""

    def __init__(self, tree: Tree, other: Words | None = None) -> None:
        self._tree = tree
        self._by_path: dict[str, frozenset[str]] = {}
        self.by_blob: dict[str, frozenset[str]] = other.by_blob if other is not None else {}

    def candidates(self, name: str, paths: Sequence[str]) -> list[str]:
        """Return those of ``paths`` that the format ``name`` may know for its own."""
        entry = FORMATS[name]
        asked = [path for path in paths if path.lower().endswith(entry.suffixes)]
        self._look([path for path in asked if path not in self._by_path])
        return [path for path in asked if name in self._by_path[path] or path.lower().endswith(entry.named)]

    def _look(self, paths: Sequence[str]) -> None:
        if self.by_blob:  # to ask for its id costs a working tree as much as to read it
            known = {path: self.by_blob.get(self._tree.blob(path)) for path in paths}
            self._by_path.update({path: found for path, found in known.items() if found is not None})
        waiting = [path for path in paths if path not in self._by_path]
        self._tree.expect(waiting)
        for path in waiting:
            self._by_path[path] = self._read(path)

    def _read(self, path: str) -> frozenset[str]:
        try:
            _, data, _, blob = self._tree.read(path)
        except ReadError:
            return frozenset()  # no format knows a file for its own that cannot be read
        data = as_utf8(data)
        found = frozenset(name for name, words in _SAID.items() if any(word in data for word in words))
        if blob:
            self.by_blob[blob] = found
        return found
