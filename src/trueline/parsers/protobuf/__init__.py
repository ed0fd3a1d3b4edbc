"""Protocol Buffers to declarations with the place of each; guarded by a depth and by one pass that never goes back.

Reads proto2, proto3 and the editions. Nothing is resolved: names of types stay as they are written, imports are not
followed. A statement that does not read is a problem, and what stands around it is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.model.document import Comment, Parsed, Problem
from trueline.model.location import Location
from trueline.parsers.protobuf import tokens
from trueline.parsers.protobuf.files import Body
from trueline.parsers.text import Lines, decode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.document import Source
    from trueline.model.location import Path
    from trueline.parsers.protobuf.syntax import ProtoFile

__all__ = ["SUFFIXES", "ProtoDocument", "parse"]

SUFFIXES: Final = (".proto",)


def parse(source: Source) -> Parsed[ProtoFile]:
    """Return what ``source`` declares and what is wrong with it; a file without any statement is an empty one."""
    text, problem = decode(source.data)
    body = Body(text)
    root = body.read()
    lines = Lines(text)
    faults = list(body.file.faults)
    unended = tokens.unended_comment(text)
    if unended is not None:
        faults.append(unended)
    problems = [Problem(fault.message, lines.region(fault.start, fault.end)) for fault in faults]
    if problem is not None:
        problems.append(problem)
    return Parsed([ProtoDocument(source, root, lines)], problems)


class ProtoDocument:
    """One .proto file: what it declares and where."""

    __slots__ = ("_found", "_lines", "root", "source")

    def __init__(self, source: Source, root: ProtoFile, lines: Lines) -> None:
        self.source = source
        self.root = root
        self._lines = lines
        self._found: list[tuple[int, int]] | None = None

    @property
    def comments(self) -> Sequence[Comment]:
        """Its comments, in order."""
        text = self._lines.text
        found = tokens.comments(text)
        return [Comment(_content(text[start:end]), self._lines.region(start, end)) for start, end in found]

    def locate(self, path: Path = ()) -> Location:
        """Return the place of the declaration whose names are ``path``: messages, enums and services by name."""
        at: object = self.root
        place = self.root.package or self.root.syntax_place
        for step in path:
            found = next((one for one in _members(at) if one.name.text == step), None)  # type: ignore[attr-defined]
            if found is None:
                break
            at, place = found, found.name  # type: ignore[attr-defined]
        return self.between(place.start, place.end) if place else self.between(0, min(len(self._lines.text), 1))

    def remarks(self, start: int, end: int) -> list[str]:
        """Return the comments right above what stands between two offsets, in it, and behind it on its last line."""
        text = self._lines.text
        if self._found is None:
            self._found = list(tokens.comments(text))
        found = self._found
        top = text.rfind("\n", 0, start) + 1
        top = top + len(text[top:start]) - len(text[top:start].lstrip())
        line_end = text.find("\n", end)
        last = len(text) if line_end < 0 else line_end
        above: list[str] = []
        for first, after in reversed(found):
            if after > top:
                continue
            alone = not text[text.rfind("\n", 0, first) + 1 : first].strip()
            if not alone or text[after:top].strip() or text[after:top].count("\n") > 1:
                break
            above.insert(0, _content(text[first:after]))
            top = first
        return above + [_content(text[first:after]) for first, after in found if start <= first < last]

    def between(self, start: int, end: int) -> Location:
        """Return the place of what stands between two offsets."""
        return Location(self.source.path, self.source.revision, self._lines.region(start, end))


def _members(node: object) -> list[object]:
    kinds = ("messages", "enums", "services", "fields", "values", "methods")
    return [member for kind in kinds for member in getattr(node, kind, ())]


def _content(comment: str) -> str:
    return comment[2:].strip() if comment.startswith("//") else comment.removesuffix("*/")[2:].strip()
