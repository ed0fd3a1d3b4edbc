"""One revision of a schema: its files, its definitions by name, and what is wrong with them."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from trueline.contracts.graphql.kinds import FORMAT
from trueline.contracts.graphql.merged import Merged, Part, merge
from trueline.errors import ReadError
from trueline.model.location import Location
from trueline.model.report import Input, Notification
from trueline.parsers.graphql import GraphqlDocument

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trueline.model.document import Reader
    from trueline.model.unit import Unit
    from trueline.parsers.graphql.outline import Chunk
    from trueline.parsers.graphql.syntax import InputValue

UNREADABLE: Final = "unreadable-input"
DUPLICATE: Final = "duplicate-definition"
_WORD: Final = re.compile(r"[A-Za-z_][A-Za-z_0-9]*+")
_TYPE_NAME: Final = re.compile(r"[\[\]!]")

Key = tuple[str, str]
"""``type``, ``directive`` or ``schema``, and a name."""


class Written(NamedTuple):
    """A definition that is not read yet, and its file."""

    document: GraphqlDocument
    chunk: Chunk

    @property
    def text(self) -> str:
        """What is written there."""
        return self.document.text(self.chunk)


class Side:
    """A revision of a contract; ``level`` is how bad it is when a file of it cannot be read."""

    def __init__(self, unit: Unit, reader: Reader, level: Literal["warning", "error"]) -> None:
        self.root = unit.root
        self.members = unit.members
        self.documents: dict[str, GraphqlDocument] = {}
        self._level = level
        self._unread: dict[str, str] = {}
        self._merged: dict[Key, Merged | None] = {}
        for path in unit.members:
            try:
                self.documents[path] = GraphqlDocument(reader.read(path))
            except ReadError as error:
                self._unread[path] = error.message

    @property
    def blobs(self) -> Mapping[str, str | bytes]:
        """What tells whether a file is the same: its blob id, or its bytes."""
        sources = {path: document.source for path, document in self.documents.items()}
        return {path: source.blob or source.data for path, source in sources.items()}

    @property
    def is_complete(self) -> bool:
        """Tell whether every file could be opened."""
        return not self._unread

    @cached_property
    def written(self) -> Mapping[Key, Sequence[Written]]:
        """Every definition and extension, by what it is about."""
        found: dict[Key, list[Written]] = defaultdict(list)
        for document in self.documents.values():
            for chunk in document.chunks:
                if chunk.is_schema:
                    group = chunk.keyword if chunk.keyword in ("schema", "directive") else "type"
                    found[group, chunk.name].append(Written(document, chunk))
        return found

    def read(self, paths: Iterable[str]) -> None:
        """Read every definition of these files, so that what is wrong with them is known."""
        for path in paths:
            if path in self.documents:
                self.documents[path].read(self.documents[path].chunks)
        for key, parts in self.written.items():
            if any(part.document.source.path in paths for part in parts):
                self.merged(key)

    def merged(self, key: Key) -> Merged | None:
        """Return a definition with all that extends it; None where there is none that can be read."""
        if key not in self._merged:
            parts = []
            for document, chunk in self.written.get(key, ()):
                parts += [Part(document, definition) for definition in document.read((chunk,))]
            self._merged[key] = merge(parts) if parts else None
        return self._merged[key]

    def is_doubtful(self, name: str, path: str) -> bool:
        """Tell whether ``name`` may be defined in what cannot be read of this side; ``path`` is where the other has it.

        Only what was read is known to be broken.
        """
        document = self.documents.get(path)
        return path in self._unread or (document is not None and document.is_cut) or name in self._lost

    @cached_property
    def _lost(self) -> frozenset[str]:
        """The words of what could not be read."""
        words: set[str] = set()
        for document in self.documents.values():
            for chunk in document.broken:
                words.update(_WORD.findall(document.text(chunk)))
        return frozenset(words)

    # -- who writes it ---------------------------------------------------------------------------------------------

    def direction(self, name: str) -> str:
        """Return who writes values of a type: ``request`` for clients, ``response``, ``both``, or nothing if unused."""
        found: set[str] = set()
        for written in self._mentions.get(name, ()):
            for definition in written.document.read((written.chunk,)):
                inputs = [*definition.inputs]
                for field in definition.fields:
                    inputs += field.arguments
                    if _named(field.type.text) == name:
                        found.add("response")
                if _takes(inputs, name):
                    found.add("request")
        return "both" if len(found) == 2 else "".join(found)

    @cached_property
    def _mentions(self) -> Mapping[str, Sequence[Written]]:
        """The definitions in which the name of an enum stands, by that name."""
        enums = {part.chunk.name for parts in self.written.values() for part in parts if part.chunk.keyword == "enum"}
        found: dict[str, list[Written]] = defaultdict(list)
        for parts in self.written.values():
            for part in parts:
                for name in enums.intersection(_WORD.findall(part.text)):
                    found[name].append(part)
        return found

    # -- what is said of it ----------------------------------------------------------------------------------------

    @property
    def inputs(self) -> tuple[Input, ...]:
        """What became of each file."""
        found = [Input(path, FORMAT, "unreadable", message) for path, message in self._unread.items()]
        for path, document in self.documents.items():
            problems = document.problems
            found.append(
                Input(path, FORMAT, "partly-read", problems[0].message) if problems else Input(path, FORMAT, "read")
            )
        return tuple(sorted(found))

    def unread(self) -> list[Notification]:
        """Return an error for each file that could not be opened: what of it changed is not known."""
        return [Notification("error", UNREADABLE, message, Location(path)) for path, message in self._unread.items()]

    def notifications(self) -> list[Notification]:
        """Return what could not be read, and what is defined twice, as far as it was looked at."""
        found = [
            Notification(self._level, UNREADABLE, message, Location(path)) for path, message in self._unread.items()
        ]
        for document in self.documents.values():
            source = document.source
            for problem in document.problems:
                at = Location(source.path, source.revision, problem.region)
                found.append(Notification(self._level, UNREADABLE, problem.message, at))
        for merged in self._merged.values():
            for message, place in merged.duplicates if merged else ():
                found.append(Notification("warning", DUPLICATE, message, place.location))
        return found


def _named(kind: str) -> str:
    return _TYPE_NAME.sub("", kind)


def _takes(inputs: Iterable[InputValue], name: str) -> bool:
    return any(_named(one.type.text) == name for one in inputs)
