"""The working tree, or a plain folder outside Git."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from trueline.errors import ReadError
from trueline.model.document import Source
from trueline.repo.blobs import blob_id, too_large
from trueline.repo.link import follow
from trueline.repo.listing import list_repository, walk
from trueline.repo.name import check, decode, encode, printable
from trueline.repo.tree import ABSENT, LARGEST_FILE, refuse_pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trueline.repo.git import Git

# O_NONBLOCK: to open a FIFO must not wait for a writer. Windows has neither, nor FIFOs.
OPEN_FLAGS = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)  # fmt: skip


MOST_KEPT = 32_000_000
"""Bytes of read files that stay in memory."""


class WorkingTree:
    """The files under one folder as they are now.

    Blob ids are computed from the bytes and never taken from the index: a file that Git calls clean may hold other
    bytes than its blob (line ends, filters), and asking Git for what changed can run the filters of a hostile config.
    """

    __slots__ = (
        "_blobs", "_contents", "_folders", "_git", "_paths", "_reals", "_room", "_root", "_skipped", "_sources",
        "largest", "revision",
    )  # fmt: skip

    def __init__(self, folder: str, git: Git | None = None, *, largest: int = LARGEST_FILE) -> None:
        self.revision = ""
        self._git = git
        self._root = encode(os.path.abspath(git.top if git else folder))
        self.largest = largest
        self._paths: Sequence[str] | None = None
        self._skipped: Mapping[str, str] = {}
        self._blobs: dict[str, str] = {}
        self._folders: set[str] = set()
        self._reals: dict[str, str] = {"": ""}
        self._sources: dict[str, Source] = {}
        self._contents: dict[str, bytes] = {}
        self._room = MOST_KEPT

    def paths(self) -> Sequence[str]:
        """Return all files, sorted, without those that Git ignores or that were deleted."""
        if self._paths is None:
            self._paths = self._list_all()
        return self._paths

    def skipped(self) -> Mapping[str, str]:
        """Return submodules, nested repositories and what is not checked out, each with why it is not looked into."""
        self.paths()
        return self._skipped

    def blob(self, path: str) -> str:
        """Return the blob id of the file at ``path``, ``""`` when it cannot be read, or ``absent``."""
        known = self._blobs.get(path)
        if known is not None:
            return known
        try:
            found = self._look(path)
        except ReadError:
            found = ""
        return self._blobs.setdefault(path, found)

    def read(self, path: str) -> Source:
        """Return the file at ``path``; raise ``ReadError`` when it is missing or may not be read."""
        known = self._sources.get(path)
        if known is not None:
            return known
        source = self._source(path, self._resolve(path))
        refuse_pointer(path, source.data)
        return self._keep(source)

    def _keep(self, source: Source) -> Source:
        """Keep a file for whoever reads it next, as the workers do; bytes that many files share are kept once."""
        path, data, revision, blob = source
        known = self._contents.get(blob)
        if known is None:
            if len(data) > self._room:
                return source
            self._room -= len(data)
            known = self._contents[blob] = data
        self._sources[path] = source = Source(path, known, revision, blob)
        return source

    def _source(self, path: str, real: str) -> Source:
        data = self._bytes(real, printable(path))
        blob = blob_id(data, self._git.algorithm if self._git else "sha1")
        known = self._blobs.get(path) or blob  # what could not be read may be read under a larger limit
        self._blobs[path] = known
        if known != blob:
            raise ReadError("the file changed while the run was reading it", place=printable(path), hint="run it again")
        return Source(path, data, self.revision, blob)

    def expect(self, paths: Iterable[str]) -> None:
        """Do nothing: files are read one by one."""

    def exists(self, path: str) -> bool:
        """Tell whether ``path`` is a regular file."""
        try:
            mode = os.lstat(self._place(self._resolve(path))).st_mode
        except (ReadError, OSError):
            return False
        return stat.S_ISREG(mode)

    def real(self, path: str) -> str:
        """Return the path behind all links on the way to ``path``; raise ``ReadError`` when they lead outside."""
        return self._resolve(path)

    def list(self, folder: str) -> Sequence[str]:
        """Return the sorted names in ``folder``, folders ending in ``/``; none if missing or outside."""
        try:
            real = self._resolve(folder.removesuffix("/")) if folder else ""
            with os.scandir(self._place(real)) as entries:
                return sorted(self._label(entry, real) for entry in entries if entry.name.lower() != b".git")
        except (ReadError, OSError):
            return ()

    def _list_all(self) -> Sequence[str]:
        files, self._skipped = list_repository(self._git, self._root) if self._git else walk(self._root)
        return files

    def _label(self, entry: os.DirEntry[bytes], folder: str) -> str:
        name = decode(entry.name)
        if entry.is_dir(follow_symlinks=False) or (entry.is_symlink() and self._leads_to_folder(folder, name)):
            return name + "/"
        return name

    def _leads_to_folder(self, folder: str, name: str) -> bool:
        try:
            real = follow(f"{folder}/{name}" if folder else name, self._target)
            return stat.S_ISDIR(os.lstat(self._place(real)).st_mode)
        except (ReadError, OSError):
            return False

    def _place(self, path: str) -> bytes:
        return self._root + b"/" + encode(path) if path else self._root

    def _target(self, path: str) -> str | None:
        """Return where the link at ``path`` leads, None when it is none; folders are asked for once."""
        if path in self._folders:
            return None
        place = self._place(path)
        try:
            mode = os.lstat(place).st_mode
            if stat.S_ISLNK(mode):
                return decode(os.readlink(place))
        except (OSError, ValueError):
            return None
        if stat.S_ISDIR(mode):
            self._folders.add(path)
        return None

    def _look(self, path: str) -> str:
        real = self._resolve(path)
        try:
            mode = os.lstat(self._place(real)).st_mode
        except OSError:
            return ABSENT
        return ABSENT if stat.S_ISDIR(mode) else self._source(path, real).blob

    def _resolve(self, path: str) -> str:
        """Return the path behind all links; what leads to a folder is found out once."""
        check(path)
        folder, _, name = path.rpartition("/")
        real = self._reals.get(folder)
        if real is None:
            real = self._reals[folder] = follow(folder, self._target)
        leaf = f"{real}/{name}" if real else name
        return leaf if self._target(leaf) is None else follow(leaf, self._target)

    def _bytes(self, path: str, shown: str) -> bytes:
        place = self._place(path)
        try:
            _refuse_special(os.lstat(place).st_mode, shown)  # to open a device may already do something
            number = os.open(place, OPEN_FLAGS)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise ReadError("no such file", place=shown) from error
        except OSError as error:
            raise _unreadable(error, shown) from error
        try:
            status = os.fstat(number)
            _refuse_special(status.st_mode, shown)
            if status.st_size > self.largest:
                raise too_large(status.st_size, self.largest, shown)
            return self._drain(number, status.st_size, shown)
        except OSError as error:
            raise _unreadable(error, shown) from error
        finally:
            os.close(number)

    def _drain(self, number: int, size: int, shown: str) -> bytes:
        """Read to the end, which may be after ``size`` when the file grows or is one of ``/proc``'s kind."""
        data = os.read(number, size + 1)
        if len(data) == size:
            return data
        chunks = [data]
        total = len(data)
        while chunk := os.read(number, 1 << 16):
            chunks.append(chunk)
            total += len(chunk)
            if total > self.largest:
                raise too_large(total, self.largest, shown)
        return b"".join(chunks)


def _unreadable(error: OSError, place: str) -> ReadError:
    return ReadError(f"cannot be read: {error.strerror}", place=place)


def _refuse_special(mode: int, place: str) -> None:
    if stat.S_ISREG(mode):
        return
    what = "a device"
    if stat.S_ISDIR(mode):
        what = "a folder"
    elif stat.S_ISFIFO(mode):
        what = "a FIFO"
    elif stat.S_ISSOCK(mode):
        what = "a socket"
    raise ReadError(f"is {what}, not a file", place=place)
