"""A file in the making: written beside its target, then put in its place whole; what killed runs left is removed."""

from __future__ import annotations

import errno
import os
import stat
import time
from contextlib import suppress
from typing import Final, NamedTuple

START: Final = ".trueline-"
END: Final = ".part"
_MINUTE: Final = 60
_DAY: Final = 86_400
_NEW: Final = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_EXCL
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_LOOK: Final = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
HAS_FOLDERS: Final = os.open in os.supports_dir_fd and hasattr(os, "O_DIRECTORY")  # Windows opens no folders


class Folder(NamedTuple):
    """A folder that is held open: a name is looked up in it, whatever becomes of the path that led to it."""

    path: str
    number: int | None  # none where folders are not opened

    def at(self, name: str) -> str:
        """Return how the system is asked for a name in the folder, beside ``dir_fd=number``."""
        return name if self.number is not None else os.path.join(self.path, name)

    def status(self, name: str) -> os.stat_result | None:
        """Return what stands there, a link as a link, or None."""
        try:
            return os.stat(self.at(name), dir_fd=self.number, follow_symlinks=False)
        except FileNotFoundError:
            return None

    def remove(self, name: str) -> None:
        """Remove a file as far as that can be done."""
        with suppress(OSError):
            os.unlink(self.at(name), dir_fd=self.number)

    def settle(self) -> None:
        """Bring the names in the folder to the disk, where the system does that."""
        if self.number is not None:
            with suppress(OSError):
                os.fsync(self.number)

    def sweep(self) -> None:
        """Remove the parts of runs that were killed; one that somebody still writes stays."""
        try:
            names = os.listdir(self.path if self.number is None else self.number)
        except OSError:
            return
        for name in names:
            if name.startswith(START) and name.endswith(END) and self._is_left(name):
                self.remove(name)

    def _is_left(self, name: str) -> bool:
        """Tell whether nobody writes a part: its writer holds a lock, or where there are none it is a day old."""
        try:
            found = self.status(name)
            if found is None or not stat.S_ISREG(found.st_mode) or time.time() - found.st_mtime < _MINUTE:
                return False
            number = os.open(self.at(name), _LOOK, dir_fd=self.number)
        except OSError:
            return False
        try:
            is_free = lock(number)
            return time.time() - found.st_mtime > _DAY if is_free is None else is_free
        finally:
            os.close(number)


class Part(NamedTuple):
    """The whole of a file under a name that nobody else has; open and locked until it is closed."""

    folder: Folder
    name: str  # of its target
    own: str
    number: int  # -1 where an open file cannot be renamed

    def put(self, *, fresh: bool) -> None:
        """Put it in its target's place in one step; ``fresh`` raises ``FileExistsError`` where there is one."""
        folder = self.folder
        if fresh:
            _claim(self)
        else:
            os.replace(folder.at(self.own), folder.at(self.name), src_dir_fd=folder.number, dst_dir_fd=folder.number)
        folder.settle()

    def take_back(self) -> None:
        """Remove the target, if it is still this one."""
        there = self.folder.status(self.name)
        if self.number >= 0 and there is not None and os.path.samestat(there, os.fstat(self.number)):
            self.folder.remove(self.name)

    def close(self) -> None:
        """Close it, and remove what was not put in place."""
        if self.number >= 0:
            os.close(self.number)
        self.folder.remove(self.own)


def make(folder: Folder, name: str, data: bytes) -> Part:
    """Write a part, with the rights of the file that it will replace, and bring it to the disk."""
    folder.sweep()  # before, as that makes room
    former = folder.status(name)
    own = f"{START}{os.urandom(8).hex()}{END}"
    number = os.open(folder.at(own), _NEW, 0o600 if former else 0o666, dir_fd=folder.number)
    part = Part(folder, name, own, number)
    try:
        lock(number)
        if former is not None and hasattr(os, "fchown"):
            _liken(number, former)
        drain(number, data)
        os.fsync(number)
    except BaseException:
        part.close()
        raise
    if os.name == "posix":
        return part
    os.close(number)
    return part._replace(number=-1)


def drain(number: int, data: bytes) -> None:
    """Write all of ``data``, also where the system takes it in pieces."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(number, rest) :]


def lock(number: int) -> bool | None:
    """Lock an open file until it is closed, and return whether it was free; None where there are no locks."""
    try:
        import fcntl
    except ImportError:  # Windows
        return None
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # such as a file system of a network
        return None
    return True


def _claim(part: Part) -> None:
    """Give the part its target's name unless that is taken, which a second name does in one step."""
    folder = part.folder
    own, name = folder.at(part.own), folder.at(part.name)
    try:
        os.link(own, name, src_dir_fd=folder.number, dst_dir_fd=folder.number)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):  # a file system without second names
        if folder.status(part.name) is not None:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), part.name) from None
        os.replace(own, name, src_dir_fd=folder.number, dst_dir_fd=folder.number)


def _liken(number: int, former: os.stat_result) -> None:
    """Give the rights and, where this user may, the owner and group of a former file."""
    mode = stat.S_IMODE(former.st_mode) & 0o777
    mine = os.fstat(number)
    if (mine.st_uid, mine.st_gid) != (former.st_uid, former.st_gid):
        for owner in (former.st_uid, -1):  # whoever is not root may still give a group of their own
            with suppress(OSError):
                os.fchown(number, owner, former.st_gid)
                break
        else:
            mode &= 0o707  # they were another group's
    with suppress(OSError):
        os.fchmod(number, mode)
