"""Names of files in a repository: which are plain, how the odd ones are printed, which are taken for each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.errors import ReadError

if TYPE_CHECKING:
    from collections.abc import Iterable


_ODD = ("/.", "//", "\\", "\0", ":")


def check(path: str) -> str:
    """Return ``path`` when it is plain and relative to the repository; raise ``ReadError`` when it is not."""
    if path and path[0] not in "./" and not any(odd in path for odd in _ODD) and path[-1] != "/":
        return path
    if "\0" in path:
        raise ReadError("a name cannot hold NUL", place=printable(path.replace("\0", "\\0")))
    if "\\" in path:
        raise ReadError("a path is written with /, not with \\", place=printable(path))
    if path.startswith("/") or path[1:2] == ":":
        raise ReadError("the path is absolute", place=printable(path), hint="name it from the repository's root")
    for part in path.split("/"):
        if part in ("", ".", ".."):
            message = "the path leaves the repository" if part == ".." else "the path is not plain"
            raise ReadError(message, place=printable(path))
        if part[:4].lower() == ".git" and part.lower() == ".git":
            raise ReadError("the path leads into Git's own folder", place=printable(path))
    return path


def printable(path: str) -> str:
    r"""Return ``path`` with the bytes that are no UTF-8 written as ``\xNN``."""
    if path.isascii():
        return path
    try:
        return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:  # half a pair, which no system has written
        return path.encode("utf-8", "backslashreplace").decode()


def decode(name: bytes) -> str:
    """Return the name that Git or the system wrote as bytes; ``encode`` gives them back."""
    return name.decode("utf-8", "surrogateescape")


def encode(name: str) -> bytes:
    """Return the bytes of a name; raise ``ReadError`` for what no file can be called."""
    try:
        return name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError as error:
        raise ReadError("no file can have this name", place=ascii(name)) from error


def twins(paths: Iterable[str]) -> list[tuple[str, ...]]:
    """Return the groups of paths that differ only in case or in Unicode form: some systems take them for one."""
    groups: dict[str, list[str]] = {}
    for path in paths:
        groups.setdefault(_fold(path), []).append(path)
    return sorted(tuple(sorted(group)) for group in groups.values() if len(group) > 1)


def _fold(path: str) -> str:
    if path.isascii():
        return path.lower()
    from unicodedata import normalize

    return normalize("NFC", normalize("NFD", path).casefold())
