"""GraphQL schema documents to definitions with the place of each name; guarded by limits and one pass over the text.

A document is first cut into its definitions, and each is read by itself: whoever compares two revisions reads only what
differs, and one that is broken leaves the others alone. Operations and fragments are skipped, descriptions dropped.
Also read is what older servers wrote: interfaces without ``&`` between them, and empty braces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.model.document import Comment, Parsed, Problem
from trueline.model.location import Location
from trueline.parsers.graphql import tokens as lexer
from trueline.parsers.graphql.definitions import read
from trueline.parsers.graphql.outline import outline
from trueline.parsers.graphql.tokens import comments, tokens
from trueline.parsers.text import Lines, decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trueline.model.document import Source
    from trueline.model.location import Path, Region
    from trueline.parsers.graphql.outline import Chunk
    from trueline.parsers.graphql.syntax import Definition
    from trueline.parsers.graphql.tokens import GraphqlSyntaxError

__all__ = ["SUFFIXES", "GraphqlDocument", "descriptions", "parse"]

SUFFIXES: Final = (".graphql", ".graphqls", ".gql")


def parse(source: Source) -> Parsed[Sequence[Definition]]:
    """Return the definitions of ``source`` and what is wrong with it; what can be read beside that is kept."""
    document = GraphqlDocument(source)
    document.read(document.chunks)
    has_schema = any(chunk.is_schema for chunk in document.chunks)
    return Parsed([document] if has_schema else [], document.problems)


def descriptions(source: Source) -> list[Region]:
    """Return where the descriptions of ``source`` stand that have their lines for themselves."""
    lines = Lines(decode(source.data).text)
    return [lines.region(start, end) for start, end in lexer.descriptions(lines.text)]


class GraphqlDocument:
    """One file: its definitions as they are asked for, and where everything in it stands.

    ``broken`` are the definitions that could not be read to their end, of those that were asked for; ``is_cut`` tells
    whether the file is no text from somewhere on.
    """

    __slots__ = ("_lines", "_read", "broken", "chunks", "is_cut", "problems", "source")

    def __init__(self, source: Source) -> None:
        text, problem = decode(source.data)
        self.source = source
        self.chunks: Sequence[Chunk] = tuple(outline(text))
        self.broken: list[Chunk] = []
        self.is_cut = problem is not None
        self.problems: list[Problem] = [] if problem is None else [problem]
        self._lines = Lines(text)
        self._read: dict[Chunk, Definition | None] = {}

    @property
    def root(self) -> Sequence[Definition]:
        """Every definition, in order."""
        return self.read(self.chunks)

    @property
    def comments(self) -> Sequence[Comment]:
        """Its comments, in order."""
        text = self._lines.text
        return [Comment(text[start + 1 : end].strip(), self._lines.region(start, end)) for start, end in comments(text)]

    def names(self) -> frozenset[str]:
        """Return every name that stands in it outside comments and strings, keywords too."""
        text = self._lines.text
        return frozenset(token.text for token in tokens(text, 0, len(text)) if token.kind == "name")

    def read(self, chunks: Iterable[Chunk]) -> Sequence[Definition]:
        """Return the definitions that these chunks are; what is wrong with them is added to the problems once."""
        found = []
        for chunk in chunks:
            if chunk not in self._read:
                self._read[chunk] = self._definition(chunk)
            definition = self._read[chunk]
            if definition is not None:
                found.append(definition)
        return found

    def _definition(self, chunk: Chunk) -> Definition | None:
        fault = chunk.fault
        definition = None
        if chunk.is_schema or not chunk.keyword:
            definition, fault = read(self._lines.text, chunk)
        if fault is not None:
            self.broken.append(chunk)
            self.problems.append(self._problem(fault))
        return definition

    def _problem(self, fault: GraphqlSyntaxError) -> Problem:
        return Problem(fault.message, self._lines.region(fault.start, fault.end))

    def text(self, chunk: Chunk) -> str:
        """Return what is written of a definition, with its description."""
        return self._lines.text[chunk.start : chunk.end]

    def locate(self, path: Path = ()) -> Location:
        """Return the place of the name of the definition whose number is the first of ``path``."""
        number = path[0] if path else 0
        known = self.root
        if not known:
            return Location(self.source.path, self.source.revision)
        name = known[number if isinstance(number, int) and number < len(known) else 0].name
        return self.between(name.start, name.end)

    def between(self, start: int, end: int) -> Location:
        """Return the place of what stands between two offsets."""
        return Location(self.source.path, self.source.revision, self._lines.region(start, end))
