"""One revision of a module: its declarations, where they stand, and what of its files could not be read."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

from trueline.contracts.terraform_module.kinds import FORMAT
from trueline.dialects.terraform.directory import load
from trueline.model.location import Location
from trueline.model.report import Input, Notification

if TYPE_CHECKING:
    from trueline.model.document import Reader
    from trueline.model.unit import Unit
    from trueline.parsers.hcl.syntax import Attribute, Block

UNREADABLE: Final = "unreadable-input"
_WORD: Final = re.compile(rb"[A-Za-z_][\w-]*")


class Side:
    """A revision of a module; ``level`` is how bad it is when a file of it cannot be read."""

    def __init__(self, unit: Unit, reader: Reader, level: Literal["warning", "error"]) -> None:
        self.root = unit.root
        self.members = unit.members
        self.directory = load(unit.root, reader)
        self._level = level
        self.unread = {file.path for file in self.directory.files if file.parsed is None}
        self._broken = {
            file.path: file.parsed.documents[0].source if file.parsed.documents else reader.read(file.path)
            for file in self.directory.files
            if file.parsed is not None and any(problem.fatal for problem in file.parsed.problems)
        }

    def is_sure(self, block: Block) -> bool:
        """Tell whether a block is read as it is written: its file has no mistakes."""
        return block.document.source.path not in self._broken

    @property
    def is_whole(self) -> bool:
        """Tell whether every file is read as it is written."""
        return not self.unread and not self._broken

    def may_have(self, name: str, path: str) -> bool:
        """Tell whether ``name`` may be declared in what cannot be read; ``path`` is where the other side has it."""
        return path in self.unread or name.encode() in self._lost

    @cached_property
    def _lost(self) -> frozenset[bytes]:
        return frozenset(word for source in self._broken.values() for word in _WORD.findall(source.data))

    def file(self, path: str) -> Location | None:
        """Return the file at ``path``, or the first of the module where it has none of that name."""
        read = {document.path: document for document in self.directory.files if document.parsed is not None}
        found = read.get(path) or next(iter(read.values()), None)
        if found is None or found.parsed is None or not found.parsed.documents:
            return None
        return Location(found.path, found.parsed.documents[0].source.revision)

    @property
    def inputs(self) -> tuple[Input, ...]:
        """What became of each file."""
        found = []
        for file in self.directory.files:
            if file.parsed is None:
                found.append(Input(file.path, FORMAT, "unreadable", file.reason))
            elif file.path in self._broken:
                found.append(Input(file.path, FORMAT, "partly-read", file.parsed.problems[0].message))
            else:
                found.append(Input(file.path, FORMAT, "read"))
        return tuple(sorted(found))

    def notifications(self) -> list[Notification]:
        """Return what could not be read."""
        found = []
        for file in self.directory.files:
            if file.parsed is None:
                found.append(Notification(self._level, UNREADABLE, file.reason, Location(file.path)))
                continue
            revision = file.parsed.documents[0].source.revision if file.parsed.documents else ""
            for problem in file.parsed.problems:
                level = self._level if problem.fatal else "warning"
                place = Location(file.path, revision, problem.region)
                found.append(Notification(level, UNREADABLE, problem.message, place))
        return found


def header(block: Block) -> Location:
    """Return the place of a block's type and labels."""
    return block.document.location((block.start, block.end))


def value(attribute: Attribute) -> Location:
    """Return the place of what an attribute is set to."""
    return attribute.document.location((attribute.expression.start, attribute.expression.end))
