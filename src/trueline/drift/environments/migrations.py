"""How far the database of an environment is migrated: the newest of the migrations that lie in its folder."""

from __future__ import annotations

import re
from posixpath import basename, dirname
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.errors import ReadError
from trueline.model.location import Location
from trueline.model.resource import Place, Resource

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trueline.model.document import Reader
    from trueline.model.location import Path

_NAME: Final = re.compile(
    r"^(?:V(?P<flyway>\d[\d._]*)__.+\.sql|(?P<number>\d{3,17})[_-].+\.(?:sql|rb|py|js|ts|xml|ya?ml))$"
)
_DOWN: Final = re.compile(r"(?:\.|[-_])(?:down|undo|rollback)\.sql$", re.IGNORECASE)
_REVISION: Final = re.compile(
    rb"^(down_)?revision(?:\s*:[^=\n]+)?\s*=\s*(?:['\"]([\w.-]{1,64})['\"]|(\([^)\n]*\))|None)", re.MULTILINE
)
_QUOTED: Final = re.compile(rb"['\"]([\w.-]{1,64})['\"]")
KIND: Final = "file/migrations"


class _Migration(NamedTuple):
    """One migration: its version as numbers and as it is spelled, and its file."""

    order: tuple[int, ...]
    version: str
    path: str


def migrations(paths: Iterable[str], reader: Reader, address: dict[str, str]) -> list[Resource]:
    """Return one resource for each folder of migrations: its ``head`` and how many there are.

    ``address`` is what each folder is called, seen from where the environment is.
    """
    folders: dict[str, list[str]] = {}
    for path in paths:
        folders.setdefault(dirname(path), []).append(path)
    found = []
    for folder, files in folders.items():
        heads, count = _heads(files, reader)
        if heads:
            found.append(_resource(address[folder], heads, count))
    return found


def may_be_migration(path: str) -> bool:
    """Tell whether a file may be a migration, by its name."""
    name = basename(path)
    return (_NAME.match(name) is not None and not _DOWN.search(name)) or ("/versions/" in path and name.endswith(".py"))


def _heads(files: list[str], reader: Reader) -> tuple[list[_Migration], int]:
    numbered = []
    for path in files:
        match = _NAME.match(basename(path))
        if match is not None:
            version = match["flyway"] or match["number"]
            numbered.append(_Migration(tuple(int(part) for part in re.split(r"[._]", version) if part), version, path))
    if numbered:
        return [max(numbered)], len(numbered)
    return _alembic(files, reader)


def _alembic(files: list[str], reader: Reader) -> tuple[list[_Migration], int]:
    """Return the revisions that no other one comes after."""
    revisions: dict[str, str] = {}
    former: set[str] = set()
    for path in files:
        try:
            data = reader.read(path).data
        except ReadError:
            continue
        for match in _REVISION.finditer(data):
            if match[1]:
                former.update(one.decode() for one in _QUOTED.findall(match[0]))
            elif match[2]:
                revisions[match[2].decode()] = path
    heads = sorted(revisions.keys() - former)
    return [_Migration((), revision, revisions[revision]) for revision in heads], len(revisions)


def _resource(address: str, heads: list[_Migration], count: int) -> Resource:
    path = heads[0].path
    value: dict[str, object] = {"head": ", ".join(one.version for one in heads), "count": count}

    def locate(_: Path) -> Place:
        return Place(Location(path))

    return Resource(kind=KIND, address=address, name=basename(address), value=value, locate=locate, source=path)
