"""The contents of Git's objects, through one long-lived ``git cat-file --batch``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from trueline.errors import ReadError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trueline.repo.git import Git
    from trueline.repo.process import Child


def blob_id(data: bytes, algorithm: str = "sha1") -> str:
    """Return the id that Git gives to a file with these bytes."""
    import hashlib

    # Git's name for the content, no protection: an attacker who can make two files with one id owns both of them
    digest = hashlib.new(algorithm, b"blob %d\0" % len(data), usedforsecurity=False)
    digest.update(data)
    return digest.hexdigest()


def too_large(size: int, largest: int, place: str) -> ReadError:
    """Return the error for a file above the limit."""
    return ReadError(
        f"has {size:,} bytes, the limit is {largest:,}", place=place, hint="raise `limits.file-bytes`, or exclude it"
    )


MOST_KEPT = 32_000_000
"""Bytes of read blobs that stay in memory."""


AT_ONCE = 400
"""Blobs that are asked for in one go: their names must fit into a pipe while git waits for its answers to be read."""


class Blobs:
    """Reads blobs by their ids, for all trees of one repository; each process that uses it has its own git."""

    __slots__ = ("_child", "_git", "_kept", "_owner", "_room", "largest")

    def __init__(self, git: Git, largest: int) -> None:
        self._git = git
        self.largest = largest
        self._child: Child | None = None
        self._owner = 0
        self._kept: dict[str, bytes] = {}
        self._room = MOST_KEPT

    def __reduce__(self) -> tuple[type[Blobs], tuple[Git, int]]:
        return Blobs, (self._git, self.largest)

    def read(self, blob: str, place: str) -> bytes:
        """Return the bytes of a blob; raise ``ReadError`` when it is too large or not in this clone."""
        known = self._kept.get(blob)
        if known is not None and len(known) <= self.largest:
            return known
        data = self._fetch(blob, place)
        if len(data) <= self._room:
            self._room -= len(data)
            self._kept[blob] = data
        return data

    def expect(self, blobs: Iterable[str]) -> None:
        """Read what will be asked for; what cannot be read now is read, or refused, when it is."""
        waiting = [blob for blob in dict.fromkeys(blobs) if blob not in self._kept]
        for start in range(0, len(waiting), AT_ONCE):
            some = waiting[start : start + AT_ONCE]
            try:
                child = self._asked(some)
                for blob in some:
                    data = self._answer(child, blob, blob)
                    if len(data) <= self._room:
                        self._room -= len(data)
                        self._kept[blob] = data
            except (ReadError, OSError):
                self.close()  # answers are on their way that nobody asks for now
                return
            if self._room < MOST_KEPT // 10:
                return

    def _fetch(self, blob: str, place: str) -> bytes:
        try:
            child = self._asked((blob,))
        except OSError:
            self.close()
            raise _missing(blob, place) from None
        return self._answer(child, blob, place)

    def _asked(self, blobs: Sequence[str]) -> Child:
        child = self._process()
        child.input.write("".join(f"{blob}\n" for blob in blobs).encode())
        child.input.flush()
        return child

    def _answer(self, child: Child, blob: str, place: str) -> bytes:
        try:
            header = child.output.readline()
        except OSError:
            header = b""
        words = header.split()
        if len(words) != 3 or words[1] != b"blob":
            if header[-8:] != b"missing\n":
                self.close()
            raise _missing(blob, place)
        size = int(words[2])
        if size > self.largest:
            # the bytes are on their way; to end the process is cheaper than to read them
            self.close()
            raise too_large(size, self.largest, place)
        data = child.output.read(size + 1)[:size]
        if len(data) != size:
            self.close()
            raise ReadError("git ended in the middle of the file", place=place)
        return data

    def close(self) -> None:
        """End the process, if this one has started it; reading again starts another."""
        child, self._child = self._child, None
        if child is None:
            return
        if self._owner == os.getpid():
            child.close()
            return
        child.output.close()
        child.input.close()

    def __del__(self) -> None:
        self.close()

    def _process(self) -> Child:
        # after a fork the pipe is the parent's: two readers would take each other's answers
        if self._owner != os.getpid():
            self.close()
        if self._child is None:
            self._child = self._git.start("cat-file", "--batch")
            self._owner = os.getpid()
        return self._child


def _missing(blob: str, place: str) -> ReadError:
    hint = "the clone is partial or damaged: `git fetch --refetch`, or clone it in full"
    return ReadError(f"its content {blob[:12]} is not in this clone", place=place, hint=hint)
