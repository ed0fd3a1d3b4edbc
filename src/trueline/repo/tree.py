"""What the working tree, the index and a revision have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from trueline.errors import PointerError
from trueline.repo.name import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trueline.model.document import Source

LARGEST_FILE = 5_000_000

ABSENT = "absent"

_POINTER = b"version https://git-lfs.github.com/spec/"


class Tree(Protocol):
    """Files of one revision: a ``Reader`` that also knows what there is.

    ``largest`` is the size in bytes above which a file is not read; settings may change it before the first file is.
    """

    largest: int

    @property
    def revision(self) -> str:
        """What locations call this revision; empty for head."""
        ...

    def paths(self) -> Sequence[str]:
        """Return all files, sorted, without those that Git ignores."""
        ...

    def skipped(self) -> Mapping[str, str]:
        """Return what is there and is not looked into, each with why."""
        ...

    def blob(self, path: str) -> str:
        """Return the blob id of the file at ``path``, ``""`` when it cannot be read, or ``absent``."""
        ...

    def read(self, path: str) -> Source:
        """Return the file at ``path``; raise ``ReadError`` when it is missing or may not be read."""
        ...

    def expect(self, paths: Iterable[str]) -> None:
        """Say what will be read next: a tree that asks another process for its files asks once for many."""
        ...

    def exists(self, path: str) -> bool:
        """Tell whether ``path`` is a regular file of this revision."""
        ...

    def real(self, path: str) -> str:
        """Return the path behind all links on the way to ``path``; raise ``ReadError`` when they lead outside."""
        ...

    def list(self, folder: str) -> Sequence[str]:
        """Return the sorted names in ``folder`` (``""``: the root), folders ending in ``/``; none if missing."""
        ...


def refuse_pointer(path: str, data: bytes) -> None:
    """Raise ``PointerError`` for what Git LFS keeps elsewhere: whoever deploys the file gets another content."""
    if data.startswith(_POINTER):
        raise PointerError("only its pointer is here, the content is in Git LFS", place=printable(path))
