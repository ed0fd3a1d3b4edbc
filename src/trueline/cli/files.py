"""The one writer of files: what stands there is old or new, never torn, whatever ends the run or fills the disk."""

from __future__ import annotations

import errno
import os
import re
import stat
import time
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Final

from trueline.cli.part import HAS_FOLDERS, Folder, drain, lock, make
from trueline.errors import WriteError
from trueline.repo.name import check, printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.cli.part import Part

_OPEN_FOLDER: Final = (
    os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
)
_ADD: Final = (
    os.O_WRONLY
    | os.O_APPEND
    | os.O_CREAT
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_TRIES: Final = 100
# to open one of these anew would empty a file that the shell adds to
_OWN_STREAM: Final = re.compile(r"/dev/std(?:out|err)|/(?:dev|proc/self)/fd/(\d{1,9})")


def write_file(path: str, data: bytes, *, add: bool = False) -> None:
    """Write a file that the user names, as a whole or not at all; raise ``OSError``.

    A link is followed, unless it, or a folder above it, stands below the folder that this runs in and leads out of it
    or into Git's own: a change could bring such a link. A stream, a pipe or a device is written to. ``add`` puts the
    data behind what is in the file, which stays the same file: others may hold it open to add to it.
    """
    stream = _OWN_STREAM.fullmatch(path)
    if stream is not None:
        number = int(stream[1]) if stream[1] else 2 if path.endswith("err") else 1
        drain(number, data)
        return
    place = _behind_links(path)
    if os.path.exists(place) and not os.path.isfile(place):  # a pipe, a device
        with open(place, "wb") as file:
            file.write(data)
        return
    above, name = os.path.split(place)
    if not name:
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    os.makedirs(above or ".", exist_ok=True)
    if add:
        _add(place, data)
        return
    folder = _open_any(above or ".")
    try:
        part = make(folder, name, data)
        try:
            part.put(fresh=False)
        finally:
            part.close()
    finally:
        if folder.number is not None:
            os.close(folder.number)


def write_below(top: str, path: str, data: bytes, *, fresh: bool = False) -> None:
    """Write one file inside of a repository; as ``write_all_below``."""
    write_all_below(top, {path: data}, fresh=fresh)


def write_all_below(top: str, files: Mapping[str, bytes], *, fresh: bool = False) -> None:
    """Write files that belong together inside of a repository; paths are relative to ``top``.

    Folders are made as needed. No link below ``top`` is followed, also none that is put there meanwhile. All files are
    on the disk before the first is put in its place, and they are put there in the given order: the last one is what
    makes the set count. With ``fresh`` none of them may be there. Raises ``WriteError`` or ``ReadError`` with the
    path; what was new is removed then, a former file that was replaced already stays replaced.
    """
    parts: list[tuple[str, Part, bool]] = []
    put: list[Part] = []
    where = ""
    with ExitStack() as held:
        walk = _Walk(top, held)
        try:
            for path, data in files.items():
                where = path
                folder = walk.folder_of(path)
                is_new = _look(folder, path, fresh=fresh)
                part = make(folder, path.rpartition("/")[2], data)
                held.callback(part.close)
                parts.append((path, part, is_new))
            for path, part, is_new in parts:
                where = path
                part.put(fresh=fresh)
                if is_new:
                    put.append(part)
        except BaseException as error:
            for part in reversed(put):
                part.take_back()
            for _, part, _ in parts:  # a folder that was made must be empty before it can go
                part.folder.remove(part.own)
            walk.undo()
            if isinstance(error, FileExistsError) and fresh:
                raise _is_there(where) from error
            if isinstance(error, OSError):
                raise WriteError(f"cannot be written: {error.strerror}", place=printable(where)) from error
            raise


class _Walk:
    """The folders below a top, each opened in the one above it, and those that had to be made."""

    def __init__(self, top: str, held: ExitStack) -> None:
        self._folders: dict[str, Folder] = {}
        self._top = top
        self._held = held
        self._made: list[tuple[Folder, str]] = []

    def folder_of(self, path: str) -> Folder:
        """Return the folder that a file stands in, made where it is missing."""
        above = check(path).rpartition("/")[0]
        if "" not in self._folders:
            self._keep("", _open_any(self._top))
        folder, walked = self._folders[""], ""
        for name in above.split("/") if above else ():
            walked = f"{walked}/{name}" if walked else name
            if walked not in self._folders:
                self._keep(walked, self._step(folder, name, walked))
            folder = self._folders[walked]
        return folder

    def undo(self) -> None:
        """Remove the folders that were made, as far as nobody has put anything there."""
        for folder, name in reversed(self._made):
            with suppress(OSError):
                os.rmdir(folder.at(name), dir_fd=folder.number)

    def _keep(self, path: str, folder: Folder) -> None:
        self._folders[path] = folder
        if folder.number is not None:
            self._held.callback(os.close, folder.number)

    def _step(self, folder: Folder, name: str, path: str) -> Folder:
        if folder.status(name) is None:
            with suppress(FileExistsError):  # another writer was quicker
                os.mkdir(folder.at(name), dir_fd=folder.number)
                self._made.append((folder, name))
                folder.settle()
        place = os.path.join(folder.path, name)
        found = folder.status(name)
        if found is not None and not stat.S_ISDIR(found.st_mode):
            raise _refused(found.st_mode, path, "not a folder")
        if not HAS_FOLDERS:
            return Folder(place, None)
        return Folder(place, os.open(folder.at(name), _OPEN_FOLDER, dir_fd=folder.number))


def _look(folder: Folder, path: str, *, fresh: bool) -> bool:
    """Return whether nothing stands at the path; refuse what is no file, and with ``fresh`` anything."""
    found = folder.status(path.rpartition("/")[2])
    if found is None:
        return True
    if not stat.S_ISREG(found.st_mode):
        raise _refused(found.st_mode, path, "not a file")
    if fresh:
        raise _is_there(path)
    return False


def _refused(mode: int, path: str, what: str) -> WriteError:
    return WriteError(
        "is a link: nothing is written behind it" if stat.S_ISLNK(mode) else f"is {what}",
        place=printable(path),
        hint="put a file or folder in its place" if stat.S_ISLNK(mode) else "",
    )


def _is_there(path: str) -> WriteError:
    return WriteError("the file is there already; it was left as it is", place=printable(path))


def _add(path: str, data: bytes) -> None:
    """Put data behind what is in a file; when that fails nothing of it stays.

    A file put in its place would lose what others write meanwhile, such as the shell whose ``>>`` holds the former
    one open. One write at the end loses nothing; a kill within it may leave its beginning, which only people read.
    """
    number = os.open(path, _ADD, 0o666)
    try:
        is_alone = _wait_for(number)
        size = os.fstat(number).st_size
        try:
            drain(number, (b"\n" if size else b"") + data)
            os.fsync(number)
        except BaseException:
            if is_alone:  # what is taken back is one's own
                with suppress(OSError):
                    os.ftruncate(number, size)
            raise
    finally:
        os.close(number)


def _wait_for(number: int) -> bool:
    """Lock an open file, and return whether that worked within two seconds: ``flock`` around a run has it for good."""
    for _ in range(_TRIES):
        is_locked = lock(number)
        if is_locked is not False:
            return bool(is_locked)
        time.sleep(2 / _TRIES)
    return False


def _behind_links(path: str) -> str:
    """Return the path, or what it leads to where it is a link; a folder on the way may be one, too."""
    real, here = os.path.realpath(path), os.path.realpath(".")
    named = os.path.abspath(path)
    stands = os.path.join(os.path.realpath(os.path.dirname(path) or "."), os.path.basename(path))
    if (_is_below(named, here) or _is_below(stands, here)) and (
        not _is_below(real, here) or (_is_gits(os.path.relpath(real, here)) and not _is_gits(named))
    ):
        raise OSError(errno.ELOOP, f"it is a link that leads out of this folder, to {printable(real)}", path)
    return real if os.path.islink(path) else path


def _is_gits(path: str) -> bool:
    return ".git" in path.lower().split(os.sep)


def _is_below(path: str, folder: str) -> bool:
    return path.startswith(folder.rstrip(os.sep) + os.sep)


def _open_any(path: str) -> Folder:
    """Open a folder behind any links; where it may not be opened its path does."""
    if not HAS_FOLDERS:
        return Folder(path, None)
    try:
        return Folder(path, os.open(path, _OPEN_FOLDER & ~getattr(os, "O_NOFOLLOW", 0)))
    except PermissionError:
        return Folder(path, None)
