"""The contents of Git's objects, through one long-lived ``git cat-file --batch``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from trueline.errors import ReadError

if TYPE_CHECKING:
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

    def _fetch(self, blob: str, place: str) -> bytes:
        child = self._process()
        try:
            child.input.write(blob.encode() + b"\n")
            child.input.flush()
            header = child.output.readline()
        except OSError:
            header = b""
        words = header.split()
        if len(words) != 3 or words[1] != b"blob":
            if header[-8:] != b"missing\n":
                self.close()
            hint = "the clone is partial or damaged: `git fetch --refetch`, or clone it in full"
            raise ReadError(f"its content {blob[:12]} is not in this clone", place=place, hint=hint)
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
