"""One revision of a document: its values with their places, and the way from a ``$ref`` to what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple
from urllib.parse import unquote

from trueline.contracts.asyncapi.kinds import FORMAT
from trueline.contracts.asyncapi.plan import parse
from trueline.contracts.schema import Files
from trueline.contracts.schema.dead_ends import dead_ends
from trueline.contracts.schema.files import pick, unread_documents
from trueline.errors import ReadError
from trueline.model.location import Location
from trueline.model.report import Input, Notification

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from trueline.model.document import Document, Reader
    from trueline.model.location import Path
    from trueline.model.unit import Unit

UNREADABLE: Final = "unreadable-input"
_LONGEST: Final = 30  # references that lead from one to the next


class Node(NamedTuple):
    """A value at ``path`` of a document; ``name`` is the last name on the way to it, by reference or not."""

    document: Document[object]
    path: Path
    value: Any
    name: str

    @property
    def location(self) -> Location:
        """Its place."""
        return self.document.locate(self.path)

    @property
    def members(self) -> dict[str, Any]:
        """Its members, none if it is no object."""
        return self.value if isinstance(self.value, dict) else {}

    def text(self, name: str) -> str:
        """Return a member that is a text, else an empty one."""
        said = self.members.get(name)
        return said if isinstance(said, str) else ""

    def at(self, *steps: str | int) -> Location:
        """Return the place of what stands below, or of the nearest above."""
        return self.document.locate((*self.path, *steps))


class Tree:
    """A document and the files that it leads to; ``level`` is how bad it is when something cannot be read."""

    def __init__(self, unit: Unit, reader: Reader, level: Literal["warning", "error"]) -> None:
        self.path = unit.root
        self.files = Files(reader, level)
        self.root: Node | None = None
        self._level = level
        self._own: list[Notification] = []
        self._has_dead_ends = False
        self._state: Input = Input(unit.root, FORMAT, "read")
        self._read(unit, reader)

    @property
    def is_whole(self) -> bool:
        """Tell whether everything that was asked for could be read, so that what is not there is gone."""
        return not self._has_dead_ends and all(entry.state == "read" for entry in self.inputs)

    @property
    def inputs(self) -> tuple[Input, ...]:
        """What became of its files."""
        return (self._state, *self.files.inputs)

    @property
    def notifications(self) -> tuple[Notification, ...]:
        """What could not be read."""
        return tuple(dict.fromkeys((*self._own, *self.files.notifications, *dead_ends(self.files, self._level))))

    def _read(self, unit: Unit, reader: Reader) -> None:
        try:
            source = reader.read(unit.root)
        except ReadError as error:
            self._state = Input(unit.root, FORMAT, "unreadable", error.message)
            self._own.append(Notification(self._level, UNREADABLE, error.message, Location(unit.root)))
            return
        parsed = parse(source)
        for problem in parsed.problems:
            level = self._level if problem.fatal else "warning"
            place = Location(source.path, source.revision, problem.region)
            self._own.append(Notification(level, UNREADABLE, problem.message, place))
        fatal = [problem.message for problem in parsed.problems if problem.fatal]
        if fatal or not parsed.documents:
            self._state = Input(unit.root, FORMAT, "unreadable", fatal[0] if fatal else "there is nothing in it")
            return
        document = pick(parsed.documents, lambda root: isinstance(root, dict) and "asyncapi" in root)
        if document is None:
            return
        self._own += unread_documents([document], parsed.documents, self._level)
        self.files.add(document)
        self.root = Node(document, (), document.root, "")

    def children(self, node: Node | None, name: str) -> Iterator[tuple[str, Node]]:
        """Yield the members of an object or the elements of a list below ``node``, their references followed."""
        holder = None if node is None else self.child(node, name)
        if holder is None:
            return
        value = holder.value
        steps: Iterable[str | int] = ()
        if isinstance(value, dict | list):
            steps = value if isinstance(value, dict) else range(len(value))
        for step in steps:
            found = self.child(holder, step)
            if found is not None:
                yield str(step), found

    def child(self, node: Node, step: str | int) -> Node | None:
        """Return what stands below ``node``, its reference followed; None where nothing does."""
        written = _below(node, step)
        if written is None:
            return None
        found = self._follow(written)
        if found is None:
            message = f"the reference {written.members.get('$ref')} leads to nothing that may be read"
            self._own.append(Notification(self._level, UNREADABLE, message, written.at("$ref")))
            self._has_dead_ends = True
        return found

    def schema(self, node: Node, step: str) -> Node | None:
        """Return a schema below ``node``; where its reference leads to nothing, whoever compares it says so.

        What stands beside a reference may count: then the schema that refers is the one that is meant.
        """
        written = _below(node, step)
        if written is None or len(written.members) > 1:
            return written
        return self._follow(written) or written

    def _follow(self, node: Node) -> Node | None:
        """Return what a reference leads to in the end, None where that cannot be told."""
        for _ in range(_LONGEST):
            reference = node.members.get("$ref")
            if not isinstance(reference, str):
                return node
            found = self._target(node, reference)
            if found is None:
                return None
            node = found
        return None

    def _target(self, node: Node, reference: str) -> Node | None:
        file, _, fragment = reference.partition("#")
        document = self.files.open(node.document, file) if file else node.document
        if document is None:
            return None
        path: list[str | int] = []
        value: Any = document.root
        for raw in fragment.split("/")[1:]:
            step = unquote(raw).replace("~1", "/").replace("~0", "~")
            if isinstance(value, dict) and step in value:
                value = value[step]
                path.append(step)
            elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
                value = value[int(step)]
                path.append(int(step))
            else:
                return None
        return Node(document, tuple(path), value, str(path[-1]) if path else node.name)


def _below(node: Node, step: str | int) -> Node | None:
    value: Any = node.value
    is_there = step in value if isinstance(value, dict) else isinstance(step, int) and isinstance(value, list)
    if not is_there or (isinstance(value, list) and isinstance(step, int) and step >= len(value)):
        return None
    return Node(node.document, (*node.path, step), value[step], step if isinstance(step, str) else node.name)
