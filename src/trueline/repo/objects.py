"""Commits and trees as the bytes that Git stores, which no config, attribute or replacement of Git's can change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.errors import RepoError
from trueline.repo.blobs import AT_ONCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from types import TracebackType

    from trueline.repo.git import Git
    from trueline.repo.process import Child

LARGEST: Final = 16_000_000
"""Bytes of a commit or a tree above which it is not read."""

FOLDER: Final = b"40000"


class Entry(NamedTuple):
    """One name of a tree: its mode as Git writes it, and the id of what it stands for."""

    mode: bytes
    id: str


class Objects:
    """Reads commits and trees by their ids; raises ``RepoError`` for what is not here or is something else."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._child: Child | None = None

    def __enter__(self) -> Objects:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.close()

    def read(self, kind: str, ids: Iterable[str]) -> dict[str, bytes]:
        """Return the bytes of objects that are all of one kind, ``commit`` or ``tree``; each is read once."""
        waiting = list(dict.fromkeys(ids))
        found: dict[str, bytes] = {}
        try:
            for start in range(0, len(waiting), AT_ONCE):
                some = waiting[start : start + AT_ONCE]
                child = self._child = self._child or self._git.start("cat-file", "--batch")
                child.input.write("".join(f"{one}\n" for one in some).encode())
                child.input.flush()
                found |= ((one, _answer(child, kind, one)) for one in some)
        except OSError as error:
            raise RepoError("git ended while it was asked for commits") from error
        return found


def _answer(child: Child, kind: str, wanted: str) -> bytes:
    words = child.output.readline().split()
    if len(words) != 3 or words[0] != wanted.encode() or words[1] != kind.encode():
        raise RepoError(f"the {kind} {wanted[:12]} is not in this clone")
    size = int(words[2])
    if size > LARGEST:
        raise RepoError(f"the {kind} {wanted[:12]} has {size:,} bytes, the limit is {LARGEST:,}")
    data = child.output.read(size + 1)
    if len(data) != size + 1:
        raise RepoError(f"git ended in the middle of the {kind} {wanted[:12]}")
    return data[:size]


def entries(data: bytes, algorithm: str = "sha1") -> Mapping[bytes, Entry]:
    """Return what a tree holds, by name; raise ``RepoError`` for a tree that Git itself would not write."""
    width = 32 if algorithm == "sha256" else 20
    found: dict[bytes, Entry] = {}
    position = 0
    while position < len(data):
        end = data.find(b"\0", position)
        mode, space, name = data[position:end].partition(b" ")
        position = end + 1 + width
        if end < 0 or not space or name in found or position > len(data):
            raise RepoError("a tree of this clone is damaged: a name of it cannot be read, or stands there twice")
        found[name] = Entry(mode, data[end + 1 : position].hex())
    return found
