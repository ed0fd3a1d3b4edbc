r"""SQL to statements of its definition language, each with its place; what is not understood is kept as *opaque*.

PostgreSQL, MySQL, SQLite and what is common to others (``generic``). Read are dollar quotes, nested comments, texts
with escapes, names in quotes, commands of psql and ``DELIMITER`` of MySQL's client; the rows of COPY are passed over.
The bodies of functions stay text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.model.document import Comment, Parsed, Problem
from trueline.model.location import Location
from trueline.parsers.sql.bodies import opened
from trueline.parsers.sql.split import split
from trueline.parsers.sql.statements import read
from trueline.parsers.sql.syntax import Script
from trueline.parsers.text import Lines, decode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.document import Source
    from trueline.model.location import Path
    from trueline.parsers.sql.tokens import Dialect, Token

__all__ = ["SUFFIXES", "SqlDocument", "guess", "parse"]

SUFFIXES: Final = (".sql",)
_COMMENTS: Final = re.compile(r"--[^\n]*|/\*(?!M?!).*?\*/", re.DOTALL)  # code in comments is often another tool's
_MOST_LOOKED_AT: Final = 200_000
_SIGNS: Final[tuple[tuple[Dialect, re.Pattern[str]], ...]] = (
    ("mysql", re.compile(r"`\w+`|\bENGINE\s*=|\bAUTO_INCREMENT\b|^\s*DELIMITER\s|\bUNSIGNED\b|/\*M?!", re.I | re.M)),
    ("sqlite", re.compile(
        r"\bAUTOINCREMENT\b|^\s*PRAGMA\s|\bWITHOUT\s+ROWID\b|\b(datetime|strftime|julianday)\s*\(", re.I | re.M)),
    ("generic", re.compile(r"\[dbo\]|\bdbo\.|\bNVARCHAR\b|^\s*GO\s*$|\bVARCHAR2\b|\bIDENTITY\s*\(\d", re.I | re.M)),
    ("postgresql", re.compile(
        r"\$\w*\$|\b(BIG|SMALL)?SERIAL\b|::|\bJSONB\b|\bTIMESTAMPTZ\b|\bCONCURRENTLY\b|\bCREATE\s+EXTENSION\b|\bUUID\b"
        r"|\bplpgsql\b|\bTIMESTAMP\s+WITH|\bBYTEA\b|\bUSING\s+(btree|gin|gist)\b|\bALTER\s+COLUMN\b|\bAS\s+ENUM\b"
        r"|\block_timeout\b|\btext\[\]|\bNOT\s+VALID\b|\bpg_catalog\b|\bON\s+CONFLICT\b", re.I)),
)  # fmt: skip


def guess(text: str) -> Dialect:
    """Return the dialect of whose own words the text has most, ``generic`` where it has none."""
    text = _COMMENTS.sub("", text[:_MOST_LOOKED_AT])
    best: Dialect = "generic"
    most = 0
    for dialect, pattern in _SIGNS:
        count = sum(1 for _ in zip(range(100), pattern.finditer(text), strict=False))
        if count > most:
            best, most = dialect, count
    return best


def parse(source: Source, dialect: Dialect | None = None) -> Parsed[Script]:
    """Return the statements of ``source``, read as ``dialect`` has them, and what is wrong with it."""
    text, problem = decode(source.data)
    dialect = dialect or guess(text)
    found = split(text, dialect)
    statements = [opened(read(piece, dialect), piece, text, dialect) for piece in found.pieces]
    lines = Lines(text)
    problems = [Problem(fault.message, lines.region(fault.start, fault.end)) for fault in found.faults]
    if problem is not None:
        problems.append(problem)
    document = SqlDocument(source, Script(statements, dialect), lines, found.comments)
    return Parsed([document] if statements or found.comments else [], problems)


class SqlDocument:
    """One file of SQL: its statements and where everything in it stands."""

    __slots__ = ("_comments", "lines", "root", "source")

    def __init__(self, source: Source, root: Script, lines: Lines, comments: Sequence[Token]) -> None:
        self.source = source
        self.root = root
        self.lines = lines
        self._comments = comments

    @property
    def comments(self) -> Sequence[Comment]:
        """Its comments, in order."""
        return [
            Comment(token.text.strip("-#/* \t\r\n"), self.lines.region(token.start, token.end))
            for token in self._comments
        ]

    @property
    def marks(self) -> Sequence[Token]:
        """Its comments as they are written, with their offsets."""
        return self._comments

    def spans(self) -> list[tuple[int, int]]:
        """Return the first and last line of each statement, in order."""
        regions = (self.lines.region(one.start, one.end) for one in self.root.statements)
        return [(region.start_line, region.end_line) for region in regions]

    def locate(self, path: Path = ()) -> Location:
        """Return the place of the statement whose number is the first of ``path``."""
        number = path[0] if path else 0
        known = self.root.statements
        if not known:
            return Location(self.source.path, self.source.revision)
        one = known[number if isinstance(number, int) and number < len(known) else 0]
        return self.between(one.start, one.end)

    def between(self, start: int, end: int) -> Location:
        """Return the place of what stands between two offsets."""
        return Location(self.source.path, self.source.revision, self.lines.region(start, end))
