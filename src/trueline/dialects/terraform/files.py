"""The functions that read files, rooted in the repository: what lies outside of it is never opened."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from trueline.dialects.terraform.functions.types import FunctionError, LimitError, SetValue
from trueline.errors import ReadError
from trueline.values.unknown import Unknown, join

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from trueline.model.document import Reader

MOST_FILES = 10_000
MOST_DEPTH = 24  # a link to a folder above would never end


def rooted(folder: str, path: str) -> str:
    """Return the repository path of ``path`` as seen from ``folder``; raise ``FunctionError`` outside of it."""
    if path.startswith(("/", "~")) or "\\" in path or "\0" in path:
        raise LimitError(f"{path!r} is outside the repository and is not read")
    whole = posixpath.normpath(posixpath.join(folder, path))
    if whole == ".." or whole.startswith("../"):
        raise LimitError(f"{path!r} is outside the repository and is not read")
    return "" if whole == "." else whole


def call_file(name: str, arguments: Sequence[object], folder: str, reader: Reader) -> object:
    """Return what ``file`` and its kin give; ``folder`` is the root module's."""
    unknown = [argument for argument in arguments if isinstance(argument, Unknown)]
    if unknown:
        return join(*unknown)
    texts = [str(argument) for argument in arguments if isinstance(argument, str)]
    if len(texts) != len(arguments) or len(texts) != (2 if name == "fileset" else 1):
        raise FunctionError(f"{name}() needs {'two texts' if name == 'fileset' else 'one text'}")
    if name in ("abspath", "pathexpand"):
        return Unknown([f"{name}() ← depends on the machine"])
    if name == "fileset":
        return _file_set(rooted(folder, texts[0]), texts[1], reader)
    path = rooted(folder, texts[0])
    if name == "fileexists":
        return reader.exists(path)
    return _READERS[name](_read(path, reader))


def _read(path: str, reader: Reader) -> bytes:
    try:
        return reader.read(path).data
    except ReadError as error:
        kind = LimitError if reader.exists(path) else FunctionError
        raise kind(f"{path} cannot be read: {error.message}") from error


def _text(data: bytes) -> object:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise FunctionError("the file is not UTF-8; use filebase64()") from error


def _base64(data: bytes) -> object:
    from base64 import b64encode

    return b64encode(data).decode()


def _digest(algorithm: str, *, is_base64: bool = False) -> Callable[[bytes], object]:
    def digest(data: bytes) -> object:
        import hashlib

        found = hashlib.new(algorithm, data, usedforsecurity=False)
        return _base64(found.digest()) if is_base64 else found.hexdigest()

    return digest


_READERS: dict[str, Callable[[bytes], object]] = {
    "file": _text,
    "filebase64": _base64,
    "filebase64sha256": _digest("sha256", is_base64=True),
    "filebase64sha512": _digest("sha512", is_base64=True),
    "filemd5": _digest("md5"),
    "filesha1": _digest("sha1"),
    "filesha256": _digest("sha256"),
    "filesha512": _digest("sha512"),
}


def _file_set(folder: str, pattern: str, reader: Reader) -> SetValue:
    from trueline.dialects.terraform.globs import compile_glob

    matches = compile_glob(pattern)
    depth = MOST_DEPTH if "**" in pattern else pattern.count("/")
    found: list[str] = []
    for count, path in enumerate(_walk(folder, "", reader, depth)):
        if count >= MOST_FILES:
            raise LimitError(f"fileset() looks at no more than {MOST_FILES} files")
        if matches(path):
            found.append(path)
    return SetValue(sorted(found))


def _walk(folder: str, inner: str, reader: Reader, depth: int) -> Iterator[str]:
    for name in reader.list(posixpath.join(folder, inner).rstrip("/")):
        path = inner + name
        if not name.endswith("/"):
            yield path
        elif depth > 0:
            yield from _walk(folder, path, reader, depth - 1)
