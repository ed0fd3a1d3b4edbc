"""One commit as Git stores it: its tree, its parents, and everybody whom it names as having made it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.errors import RepoError
from trueline.model.policy_exception import Identity

if TYPE_CHECKING:
    from collections.abc import Iterator

_MADE_BY: Final = (b"author ", b"committer ")
_TIME: Final = re.compile(r"(?<=>)[^<>]*$")
_ADDRESS: Final = re.compile(r"<([^<>]*)>")
_BARE_ADDRESS: Final = re.compile(r"[^\s<>,;:\"'()]+@[^\s<>,;:\"'()]+")
_TRAILER: Final = re.compile(r"[\s>*#-]*co-?(?:authored|developed)-by\s*:(.*)", re.IGNORECASE | re.DOTALL)
_AROUND: Final = " \t,;&<>\"'"
_UNREADABLE: Final = frozenset(("idna", "punycode", "raw_unicode_escape", "undefined", "unicode_escape"))
"""Codecs of Python that no Git writes, and that are slow or do something else than decode."""


class Commit(NamedTuple):
    """What a commit says of itself. Who made it is a claim of whoever wrote it."""

    tree: str
    parents: tuple[str, ...]
    people: tuple[Identity, ...]


def parse(data: bytes) -> Commit:
    """Return a commit out of its bytes; raise ``RepoError`` where it does not say who made it."""
    header, _, message = data.partition(b"\n\n")
    tree, parents, encoding = "", [], ""
    made_by: dict[bytes, list[bytes]] = {key: [] for key in _MADE_BY}
    for line in header.split(b"\n"):
        key, _, value = line.partition(b" ")
        if key == b"tree" and not tree:
            tree = value.decode("ascii", "replace")
        elif key == b"parent":
            parents.append(value.decode("ascii", "replace"))
        elif key == b"encoding":
            encoding = value.decode("ascii", "replace")
        elif key + b" " in made_by:
            made_by[key + b" "].append(value)
    found: dict[Identity, None] = {}
    for lines in made_by.values():
        if not lines or any(not _ADDRESS.search(line.decode("latin-1")) for line in lines):
            raise RepoError("a commit of it does not say who made it in the way that Git writes it")
        for line in lines:
            found |= dict.fromkeys(one for text in readings(line, encoding) for one in people(_TIME.sub("", text)))
    for text in readings(message, encoding):
        found |= dict.fromkeys(co_authors(text))
    return Commit(tree, tuple(parents), tuple(found))


def readings(data: bytes, encoding: str) -> list[str]:
    """Return bytes as text, in each way that somebody may read it: as UTF-8, and as the commit says."""
    texts = []
    try:
        texts.append(data.decode())
    except UnicodeDecodeError:
        texts.append(data.decode("latin-1"))
    if encoding:
        other = _decoded(data, encoding)
        if other is not None:
            texts.append(other)
    return list(dict.fromkeys(texts))


def _decoded(data: bytes, encoding: str) -> str | None:
    import codecs

    try:
        name = codecs.lookup(encoding).name
        return None if name.replace("-", "_") in _UNREADABLE else data.decode(name)
    except (LookupError, ValueError):  # no such encoding, or bytes that are none of it
        return None


def co_authors(message: str) -> Iterator[Identity]:
    """Yield whom any line of a message names as a co-author, whether Git takes it for a trailer or not."""
    lines = message.replace("\0", "\n").splitlines()
    for number, line in enumerate(lines):
        said = _TRAILER.match(line)
        if said is None:
            continue
        value = said[1]
        for more in lines[number + 1 :]:
            if not more[:1].isspace() or _TRAILER.match(more):
                break
            value += f" {more.strip()}"  # Git folds a long trailer
        yield from people(value)


def people(text: str) -> Iterator[Identity]:
    """Yield everybody of ``Name <address>, Other <address>``; one without an address in brackets counts as well.

    Programs do not agree which address counts where there are several, so all of them do, with the name before each.
    """
    first, position = "", 0
    for found in _ADDRESS.finditer(text):
        name = text[position : found.start()].strip(_AROUND)
        first = first or name
        yield Identity(name or first, found[1].strip())
        position = found.end()
    rest = text[position:]
    for bare in _BARE_ADDRESS.finditer(rest):
        yield Identity(rest[: bare.start()].strip(_AROUND) or first, bare[0])
    if position == 0 and text.strip(_AROUND) and not _BARE_ADDRESS.search(text):
        yield Identity(text.strip(_AROUND), "")
