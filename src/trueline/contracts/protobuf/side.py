"""One revision of the .proto files: which there are, what each declares, and what a name in one of them means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, cast

from trueline.contracts.protobuf import features
from trueline.errors import ReadError
from trueline.model.location import Location
from trueline.model.report import Input, Notification
from trueline.parsers.protobuf import parse
from trueline.parsers.protobuf.syntax import Enum, Message, ProtoFile, Service

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from trueline.contracts.protobuf.features import Features
    from trueline.model.document import Problem, Reader, Source
    from trueline.model.level import InputState
    from trueline.parsers.protobuf import ProtoDocument
    from trueline.parsers.protobuf.syntax import Word

Node: TypeAlias = Message | Enum | Service
UNREADABLE = "unreadable-input"


class Declared(NamedTuple):
    """A message, enum or service: its name within the package, and the features that hold in it."""

    kind: str
    name: str
    node: Node
    features: Features


class File:
    """One parsed .proto file of one revision."""

    __slots__ = ("declared", "document", "features", "package", "path", "root")

    def __init__(self, path: str, document: ProtoDocument) -> None:
        self.path = path
        self.document = document
        self.root: ProtoFile = document.root
        self.package = self.root.package.text if self.root.package else ""
        self.features = features.of_file(self.root)
        self.declared = {one.name: one for one in _declared(self.root, self.features)}

    def full(self, name: str) -> str:
        """Return the full name of what is called ``name`` within the package."""
        return f"{self.package}.{name}" if self.package else name

    def at(self, word: Word | tuple[int, int]) -> Location:
        """Return the place of a word, or of what stands between two offsets."""
        start, end = word[-2:]
        return self.document.between(start, end)

    def top(self) -> Location:
        """Return the place of the file as a whole: its package, or its first line."""
        return self.document.locate()


def _declared(root: ProtoFile, top: Features) -> Iterator[Declared]:
    yield from _messages(root.messages, "", top)
    yield from _enums(root.enums, "", top)
    for extend in root.extends:
        yield from _messages(extend.messages, "", top)
    for service in root.services:
        yield Declared("service", service.name.text, service, features.below(top, service.options))


def _messages(messages: Iterable[Message], prefix: str, outer: Features) -> Iterator[Declared]:
    for message in messages:
        name = prefix + message.name.text
        inner = features.below(outer, message.options)
        yield Declared("message", name, message, inner)
        yield from _messages(message.messages, f"{name}.", inner)
        yield from _enums(message.enums, f"{name}.", inner)
        for extend in message.extends:
            yield from _messages(extend.messages, f"{name}.", inner)


def _enums(enums: Iterable[Enum], prefix: str, outer: Features) -> Iterator[Declared]:
    for enum in enums:
        yield Declared("enum", prefix + enum.name.text, enum, features.below(outer, enum.options))


class Side:
    """All .proto files of one revision; each is read when it is first needed, and once."""

    def __init__(self, reader: Reader, paths: Sequence[str], *, is_head: bool) -> None:
        self.paths = paths
        self.inputs: list[Input] = []
        self.notifications: list[Notification] = []
        self._reader = reader
        self._level: Literal["error", "warning"] = "error" if is_head else "warning"
        self._told: set[str] = set()
        self._unreadable: dict[str, str] = {}
        self._files: dict[str, File | None] = {}
        self._problems: dict[str, Sequence[Problem]] = {}
        self._sources: dict[str, Source | None] = {}
        self._by_name: Mapping[str, Sequence[str]] | None = None

    def blob(self, path: str) -> str:
        """Return what tells the content of a file from another one, without reading it where the reader can."""
        ask = getattr(self._reader, "blob", None)
        if ask is not None:
            return str(ask(path))
        source = self._source(path)
        return "" if source is None else source.blob or str(hash(source.data))

    def file(self, path: str) -> File | None:
        """Return the file at ``path``, None when nothing of it can be read; say what is wrong with it."""
        found = self.peek(path)
        if path not in self._told:
            self._told.add(path)
            self._tell(path)
        return found

    def peek(self, path: str) -> File | None:
        """Return a file that is only read for the names in it; what is wrong with it is nobody's business."""
        if path not in self._files:
            source = self._source(path)
            self._files[path] = None
            if source is not None:
                parsed = parse(source)
                self._problems[path] = parsed.problems
                self._files[path] = File(path, cast("ProtoDocument", parsed.documents[0]))
        return self._files[path]

    def data(self, path: str) -> bytes:
        """Return the bytes of a file, none when it cannot be read."""
        source = self._source(path)
        return source.data if source is not None else b""

    def importing(self, path: str, spelt: str) -> str:
        """Return the file that an import in ``path`` means, empty when it is not in the repository.

        Where the roots of imports are is no part of .proto files: of those that end so, the one nearest to ``path``.
        """
        if self._by_name is None:
            by_name: dict[str, list[str]] = {}
            for one in self.paths:
                by_name.setdefault(one.rpartition("/")[2], []).append(one)
            self._by_name = by_name
        named = self._by_name.get(spelt.rpartition("/")[2], ())
        fitting = [one for one in named if one == spelt or one.endswith("/" + spelt)]
        return max(fitting, key=lambda one: (_shared(one, path), -len(one)), default="")

    def _source(self, path: str) -> Source | None:
        if path not in self._sources:
            try:
                self._sources[path] = self._reader.read(path)
            except ReadError as error:
                self._sources[path] = None
                self._unreadable[path] = error.message
        return self._sources[path]

    def _tell(self, path: str) -> None:
        """Say what became of a file."""
        source = self._source(path)
        if source is None:
            reason = self._unreadable[path]
            self.inputs.append(Input(path, "protobuf", "unreadable", reason))
            self.notifications.append(Notification(self._level, UNREADABLE, reason, Location(path)))
            return
        problems = self._problems[path]
        state: InputState = "partly-read" if problems else "read"
        self.inputs.append(Input(path, "protobuf", state, problems[0].message if problems else ""))
        for problem in problems:
            location = Location(path, source.revision, problem.region)
            self.notifications.append(Notification(self._level, UNREADABLE, problem.message, location))


def _shared(one: str, other: str) -> int:
    """Return how many leading folders two paths have in common."""
    count = 0
    for left, right in zip(one.split("/"), other.split("/"), strict=False):
        if left != right:
            break
        count += 1
    return count
