"""Dockerfiles to instructions with the place of each word; guarded by one pass that never goes back.

Read as BuildKit reads them: directives, continuations with comments and blank lines inside, heredocs, ONBUILD, flags,
exec and shell form. Nothing is substituted here; quotes and escapes of ENV, LABEL and ARG are kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.model.document import Comment, Parsed, Problem
from trueline.model.location import Location
from trueline.parsers.dockerfile.instructions import read
from trueline.parsers.dockerfile.lines import Cursor, Fault
from trueline.parsers.dockerfile.syntax import Dockerfile
from trueline.parsers.text import Lines, decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.model.document import Source
    from trueline.model.location import Path
    from trueline.parsers.dockerfile.syntax import Instruction

__all__ = ["SUFFIXES", "DockerfileDocument", "parse"]

SUFFIXES: Final = (".dockerfile", "Dockerfile")


def parse(source: Source) -> Parsed[Dockerfile]:
    """Return the instructions of ``source`` and what is wrong with it; what can be read beside that is kept."""
    text, problem = decode(source.data)
    cursor = Cursor(text)
    found = [instruction for line in cursor.instructions() if (instruction := read(line, cursor)) is not None]
    lines = Lines(text)
    faults = [*cursor.faults, *_order(found, text, is_clean=not cursor.faults)]
    problems = [Problem(fault.message, lines.region(fault.start, fault.end)) for fault in faults]
    if problem is not None:
        problems.append(problem)
    root = Dockerfile(found, cursor.escape, cursor.syntax)
    return Parsed([DockerfileDocument(source, root, lines, cursor.comments)] if found else [], problems)


def _order(found: Sequence[Instruction], text: str, *, is_clean: bool) -> Iterator[Fault]:
    """Say what a Dockerfile cannot begin with."""
    if not found:
        if is_clean:
            yield Fault("the file has no instructions", 0, min(len(text), 1))
        return
    for instruction in found:
        if instruction.keyword == "FROM" and not instruction.onbuild:
            return
        if instruction.keyword != "ARG":
            yield Fault(f"{instruction.keyword} stands before FROM", instruction.place.start, instruction.place.end)
            return
    yield Fault("the file has no FROM", found[0].place.start, found[0].place.end)


class DockerfileDocument:
    """One Dockerfile: its instructions and where everything in it stands."""

    __slots__ = ("_comments", "_lines", "root", "source")

    def __init__(self, source: Source, root: Dockerfile, lines: Lines, comments: Sequence[tuple[int, int]]) -> None:
        self.source = source
        self.root = root
        self._lines = lines
        self._comments = comments

    @property
    def comments(self) -> Sequence[Comment]:
        """Its comments, in order; directives and what stands in heredocs are none."""
        text = self._lines.text
        return [Comment(text[start + 1 : end].strip(), self._lines.region(start, end)) for start, end in self._comments]

    def spans(self) -> list[tuple[int, int]]:
        """Return the first and last line of each instruction, in order."""
        found = (self._lines.region(one.place.start, one.end) for one in self.root.instructions)
        return [(region.start_line, region.end_line) for region in found]

    def locate(self, path: Path = ()) -> Location:
        """Return the place of the keyword of the instruction whose number is the first of ``path``."""
        number = path[0] if path else 0
        known = self.root.instructions
        place = known[number if isinstance(number, int) and number < len(known) else 0].place
        return self.between(place.start, place.end)

    def between(self, start: int, end: int) -> Location:
        """Return the place of what stands between two offsets."""
        return Location(self.source.path, self.source.revision, self._lines.region(start, end))
