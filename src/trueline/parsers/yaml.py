"""YAML 1.2 to plain values with the place of each; guarded against depth, alias and merge-key bombs.

Values are typed by the core schema of YAML 1.2: ``yes``, ``on`` and ``12:30:45`` are text, ``012`` is 12, dates are
text. Keys are always text, as they are written. A key that stands twice is a problem; its last value is kept.
A value with a tag of its own (``!Ref name``) is a ``TaggedText``, ``TaggedList`` or ``TaggedMap``: the plain value to
whoever does not ask for ``tag``. A value reached through an alias is the anchor's own object, and its members stand
where the anchor's do; merge keys (``<<``) are merged, keys of the mapping itself win. go-yaml 2, and so kubectl, lets a
later merge key win instead: where that makes a difference it is a problem that is not fatal.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, Final

from trueline.model.document import Comment, Parsed, Problem
from trueline.model.location import Location
from trueline.parsers.scalar import read_plain
from trueline.parsers.text import Lines, decode
from trueline.parsers.yaml_tree import Builder, TaggedList, TaggedMap, TaggedText, scalar_spans, tag_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from trueline.model.document import Source
    from trueline.model.location import Path
    from trueline.parsers.yaml_tree import Spot, Tree

__all__ = ["SUFFIXES", "TaggedList", "TaggedMap", "TaggedText", "YamlDocument", "parse", "tag_of"]

SUFFIXES: Final = (".yaml", ".yml")
_COMMENT = re.compile(r"(?:^|(?<=[\s]))#([^\r\n]*)", re.MULTILINE)
_PROPERTY = re.compile(r"[!&]\S*\s+")


def parse(source: Source, read: Callable[[str], object] = read_plain) -> Parsed[object]:
    """Return each YAML document of ``source``, and what is wrong with it; the first syntax error ends the reading.

    ``read`` says what a plain scalar means.
    """
    documents, problems = _parse(source, read)
    return Parsed(documents, problems)


def _parse(source: Source, read: Callable[[str], object]) -> tuple[list[YamlDocument], list[Problem]]:
    text, problem = decode(source.data)
    if problem is not None:  # only documents that end before the bad character are whole
        text = text[: max(text.rfind("\n---"), 0)]
    builder = Builder(text, read)
    trees = list(builder.trees())
    file = _File(source, Lines(text))
    problems = [
        Problem(fault.message, file.lines.region(fault.start, fault.end), fatal=not fault.ambiguous)
        for fault in builder.faults
    ]
    if problem is not None:
        problems.append(problem)
    starts = [0, *(tree.start for tree in trees[1:]), len(text)]
    documents = [YamlDocument(file, tree, number, starts[number : number + 2]) for number, tree in enumerate(trees)]
    return documents, problems


class _File:
    """What the documents of one file share."""

    def __init__(self, source: Source, lines: Lines) -> None:
        self.source = source
        self.lines = lines
        self._reread: dict[Callable[[str], object], list[YamlDocument]] = {}

    def reread(self, read: Callable[[str], object]) -> list[YamlDocument]:
        """Return its documents with their plain scalars read by ``read``; all of them at once, and once."""
        if read not in self._reread:
            self._reread[read] = _parse(self.source, read)[0]
        return self._reread[read]

    @cached_property
    def comments(self) -> list[tuple[int, Comment]]:
        """Every comment of the file with its offset."""
        text = self.lines.text
        spans = scalar_spans(text)
        starts = [start for start, _ in spans]
        found = []
        match = _COMMENT.search(text)
        while match is not None:
            index = bisect_right(starts, match.start()) - 1
            inside = index >= 0 and match.start() < spans[index][1]
            if not inside:
                found.append((match.start(), Comment(match[1].strip(), self.lines.region(*match.span()))))
            match = _COMMENT.search(text, spans[index][1] if inside else match.end())
        return found


class YamlDocument:
    """One YAML document: plain values, and the place of each."""

    __slots__ = ("_end", "_file", "_number", "_spot", "_start", "root")

    def __init__(self, file: _File, tree: Tree, number: int, bounds: Sequence[int]) -> None:
        self.root = tree.value
        self._file = file
        self._spot = tree.spot
        self._number = number
        self._start, self._end = bounds

    @property
    def source(self) -> Source:
        """The file it was read from."""
        return self._file.source

    def reread(self, read: Callable[[str], object]) -> YamlDocument:
        """Return the same document with its plain scalars read by ``read``."""
        return self._file.reread(read)[self._number]

    @property
    def comments(self) -> Sequence[Comment]:
        """Its comments, in order; those above the first ``---`` belong to the first document."""
        return [comment for offset, comment in self._file.comments if self._start <= offset < self._end]

    @property
    def comments_of_file(self) -> Sequence[Comment]:
        """The comments of all documents of its file, in order."""
        return [comment for _, comment in self._file.comments]

    def locate(self, path: Path = ()) -> Location:
        """Return the place of the value at ``path``, or of its nearest located ancestor.

        A scalar is its own place, also a list or map in brackets on one line. Any other list or map is known by its
        key; as an element of a list by its first pair; as the whole document by its first key.
        """
        return self._at(*self._extent(self._find(path)))

    def locate_key(self, path: Path) -> Location:
        """Return the place of the key that names the value at ``path``, or of the value where no key does."""
        spot = self._find(path)
        return self._at(*spot[:2]) if spot[0] >= 0 else self._at(*self._extent(spot))

    def locate_part(self, path: Path, find: Callable[[str], tuple[int, int] | None]) -> Location:
        """Return the place of what ``find`` finds in the scalar at ``path`` as it is written, else of the scalar."""
        _, _, start, end, members = self._find(path)
        part = find(self._file.lines.text[start:end]) if members is None else None
        return self.locate(path) if part is None else self._at(start + part[0], start + part[1])

    def _find(self, path: Path) -> Spot:
        spot = self._spot
        for step in path:
            below = _member(spot, step)
            if below is None:
                break
            spot = below
        return spot

    def _at(self, start: int, end: int) -> Location:
        return Location(self.source.path, self.source.revision, self._file.lines.region(start, end))

    def _extent(self, spot: Spot) -> tuple[int, int]:
        text, lines = self._file.lines.text, self._file.lines
        key_start, key_end, start, end, members = spot
        end = start + len(text[start:end].rstrip())
        in_brackets = members is not None and text[_after_properties(text, start)] in "[{"
        if members is None and end > start:
            return start, end
        if in_brackets and lines.end_of_line(start) >= end:
            return start, end
        if key_start >= 0:
            return key_start, key_end
        return self._first_line(spot)

    def _first_line(self, spot: Spot) -> tuple[int, int]:
        """Return the extent of a document's first key, or of an element's first pair as far as its first line goes."""
        _, _, start, end, members = spot
        first = next(iter(members.values() if isinstance(members, dict) else members or ()), None)
        if first is None or not start <= max(first[0], first[2]) <= end:  # empty, or merged from elsewhere
            return start, min(end, self._file.lines.end_of_line(start))
        key_start, key_end = first[:2]
        if key_start < 0:
            return self._extent(first)
        if spot is self._spot:
            return key_start, key_end
        return key_start, max(key_end, min(self._extent(first)[1], self._file.lines.end_of_line(key_start)))


def _after_properties(text: str, start: int) -> int:
    while (found := _PROPERTY.match(text, start)) is not None:
        start = found.end()
    return start


def _member(spot: Spot, step: str | int) -> Spot | None:
    members: dict[str, Spot] | list[Spot] | None = spot[4]
    if isinstance(members, dict):
        return members.get(str(step))
    if isinstance(members, list) and isinstance(step, int) and -len(members) <= step < len(members):
        return members[step]
    return None
