"""A reader that remembers what it was asked: the inputs a result depends on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from trueline.errors import ReadError
from trueline.repo.tree import ABSENT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trueline.model.document import Source

EXISTS = "exists"
"""What a trace says of a file that was only asked for, not read."""


class Observed(Protocol):
    """What a trace can be compared with."""

    def blob(self, path: str) -> str:
        """Return the blob id of the file at ``path``, ``""`` when it cannot be read, or ``absent``."""
        ...

    def read(self, path: str) -> Source:
        """Return the file at ``path``; raise ``ReadError`` when it is missing or may not be read."""
        ...

    def exists(self, path: str) -> bool:
        """Tell whether ``path`` is a regular file."""
        ...

    def list(self, folder: str) -> Sequence[str]:
        """Return the sorted names in ``folder``."""
        ...


class RecordingReader:
    """Reads from a tree, and records each path with what was found.

    ``trace`` maps a file to its blob id, ``absent``, ``exists`` (looked for, not read) or ``""`` (unreadable: nothing
    that came of it may be kept), and a folder, which ends in ``/``, to a digest of the names in it.
    """

    __slots__ = ("_tree", "trace")

    def __init__(self, tree: Observed) -> None:
        self._tree = tree
        self.trace: dict[str, str] = {}

    def read(self, path: str) -> Source:
        """Return the file at ``path``; raise ``ReadError`` when it is missing or may not be read."""
        try:
            source = self._tree.read(path)
        except ReadError:
            self.trace[path] = ABSENT if self._tree.blob(path) == ABSENT else ""
            raise
        self.trace[path] = source.blob
        return source

    def exists(self, path: str) -> bool:
        """Tell whether ``path`` is a regular file."""
        found = self._tree.exists(path)
        self.trace.setdefault(path, EXISTS if found else ABSENT)
        return found

    def list(self, folder: str) -> Sequence[str]:
        """Return the sorted names in ``folder``, folders ending in ``/``."""
        names = self._tree.list(folder)
        self.trace[folder.removesuffix("/") + "/"] = digest_names(names)
        return names


def digest_names(names: Sequence[str]) -> str:
    """Return a digest of a folder's listing."""
    from hashlib import blake2b

    return blake2b("\0".join(names).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def observe(key: str, recorded: str, tree: Observed) -> str:
    """Return what a trace of ``tree`` would say today where another one said ``recorded``."""
    if key.endswith("/"):
        return digest_names(tree.list(key.removesuffix("/")))
    if recorded == EXISTS:
        return EXISTS if tree.exists(key) else ABSENT
    return tree.blob(key)


def verify(trace: Mapping[str, str], tree: Observed) -> bool:
    """Tell whether everything a trace recorded is the same in ``tree``."""
    return all(recorded and observe(key, recorded, tree) == recorded for key, recorded in trace.items())
