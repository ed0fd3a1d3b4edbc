"""A tree, and beside it single files that the user named from anywhere: plans."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from trueline.errors import ReadError
from trueline.repo.overlay import Overlay

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.repo.tree import Tree

LARGEST_NAMED_FILE = 1_000_000_000


class TreeWithFiles(Overlay):
    """A tree in which some names are ``files`` outside it; such a file may have a gigabyte."""

    def __init__(self, tree: Tree, files: Mapping[str, str]) -> None:
        super().__init__(tree, files.keys())
        self._files = files

    def _data(self, path: str) -> bytes:
        try:
            size = os.path.getsize(self._files[path])
            if size > LARGEST_NAMED_FILE:
                raise ReadError(f"the file has {size} bytes, more than {LARGEST_NAMED_FILE}", place=path)
            with open(self._files[path], "rb") as file:
                return file.read()
        except OSError as error:
            raise ReadError(f"the file cannot be read: {error.strerror}", place=path) from error
