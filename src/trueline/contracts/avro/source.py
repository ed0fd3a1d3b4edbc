"""Files of Avro schemas of one revision: read once, with the names that other files of the folder declare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from trueline.contracts.avro.reading import Build
from trueline.errors import ReadError
from trueline.model.location import Location
from trueline.model.report import Input, Notification
from trueline.parsers.json import parse

if TYPE_CHECKING:
    from trueline.contracts.avro.schema import Protocol, Schema
    from trueline.model.document import Document, Reader
    from trueline.model.level import InputState
    from trueline.model.location import Path

SUFFIXES: Final = (".avsc", ".avpr")
MOST_NEIGHBOURS: Final = 500
"""Files of one folder that are read for the names in them."""

_UNREADABLE: Final = "unreadable-input"


class File:
    """One file: what it says, and where. ``above`` is the way to the schema in a document of another language."""

    __slots__ = ("above", "document", "path")

    def __init__(self, path: str, document: Document[object], above: Path = ()) -> None:
        self.path = path
        self.document = document
        self.above = above

    def at(self, path: Path) -> Location:
        """Return the place of what stands at a path."""
        return self.document.locate((*self.above, *path))


class Side:
    """One revision of a contract."""

    def __init__(self, reader: Reader, *, is_head: bool) -> None:
        self.inputs: list[Input] = []
        self.notifications: list[Notification] = []
        self._reader = reader
        self._level: Literal["error", "warning"] = "error" if is_head else "warning"
        self._neighbours: dict[str, dict[str, Schema]] = {}
        self._file: File | None = None

    @property
    def file(self) -> File:
        """The file that was read."""
        if self._file is None:
            raise LookupError("no file was read")
        return self._file

    def read(self, path: str) -> Schema | Protocol | None:
        """Return the schema or protocol in a file, None when there is none in it; what is wrong is kept."""
        build = self._build(path, is_told=True)
        if build is None:
            return None
        self._file = build.file
        for name in build.missing():
            build.lend(self._lookup(path, name))
        problems = build.finish()
        for message, at in problems:
            self.notifications.append(Notification(self._level, _UNREADABLE, message, build.file.at(at)))
        if self.inputs[-1].state == "read" and problems:
            self.inputs[-1] = Input(path, "avro", "partly-read", problems[0][0])
        return build.root

    def _build(self, path: str, *, is_told: bool) -> Build | None:
        try:
            source = self._reader.read(path)
        except ReadError as error:
            if is_told:
                self._tell(path, "unreadable", error.message, Location(path))
            return None
        parsed = parse(source)
        state: InputState = "read" if not parsed.problems else "partly-read" if parsed.documents else "unreadable"
        if is_told:
            self.inputs.append(Input(path, "avro", state, parsed.problems[0].message if parsed.problems else ""))
            for problem in parsed.problems:
                location = Location(path, source.revision, problem.region)
                self.notifications.append(Notification(self._level, _UNREADABLE, problem.message, location))
        if not parsed.documents:
            return None
        document = parsed.documents[0]
        return Build(File(path, document), document.root)

    def _tell(self, path: str, state: InputState, message: str, location: Location) -> None:
        self.inputs.append(Input(path, "avro", state, message))
        self.notifications.append(Notification(self._level, _UNREADABLE, message, location))

    def _lookup(self, path: str, name: str) -> Schema | None:
        """Return what another file of the folder declares by that full name."""
        folder = path.rpartition("/")[0]
        if folder not in self._neighbours:
            found: dict[str, Schema] = {}
            names = [one for one in self._reader.list(folder) if one.lower().endswith(SUFFIXES)]
            for one in names[:MOST_NEIGHBOURS]:
                build = self._build(f"{folder}/{one}" if folder else one, is_told=False)
                if build is not None:
                    found = {**build.named, **found}
            self._neighbours[folder] = found
            for schema in list(found.values()):
                _link(schema, found)
        return self._neighbours[folder].get(name)


def _link(schema: Schema, known: dict[str, Schema]) -> None:
    """Put what the folder declares in the place of names that a file only mentions."""
    for number, field in enumerate(schema.fields):
        schema.fields[number] = field._replace(schema=_linked(field.schema, known))


def _linked(schema: Schema, known: dict[str, Schema]) -> Schema:
    if schema.type == "unresolved":
        return known.get(schema.name, schema)
    if schema.items is not None:
        schema.items = _linked(schema.items, known)
    schema.branches = [_linked(branch, known) for branch in schema.branches]
    return schema
