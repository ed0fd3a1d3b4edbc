"""The files of a contract to migrations in the order they run: what each does going up, and in which transaction."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias, cast

from trueline.contracts.sql.names import version
from trueline.errors import ReadError
from trueline.model.location import Location
from trueline.model.report import Input, Notification
from trueline.parsers import sql

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.model.document import Reader, Source
    from trueline.model.unit import Unit
    from trueline.parsers.sql import SqlDocument
    from trueline.parsers.sql.syntax import Statement
    from trueline.parsers.sql.tokens import Dialect

Transaction: TypeAlias = Literal["tool", "implicit", "none", "unknown"]
"""Made by the tool; made by the server around statements sent together; none; or nobody can tell."""

_Level: TypeAlias = Literal["warning", "error"]

_WAYS: Final[dict[str, tuple[re.Pattern[str], re.Pattern[str]]]] = {  # what begins the way up, and the way down
    layout: (re.compile(rf"(--|#)\s*{up}\b(?P<options>.*)", re.I), re.compile(rf"(--|#)\s*{down}\b", re.I))
    for layout, up, down in (
        ("dbmate", "migrate:up", "migrate:down"),
        ("evolutions", r"-*\s*!Ups", r"-*\s*!Downs"),
        ("goose", r"\+goose\s+Up", r"\+goose\s+Down"),
        ("sql-migrate", r"\+migrate\s+Up", r"\+migrate\s+Down"),
    )
}
_NONE: Final = re.compile(r"\+goose\s+NO\s+TRANSACTION|^--\s*no-transaction|disable[_-]ddl[_-]transaction", re.I)
_CHANGESET: Final = re.compile(r"^--\s*changeset\s+(?P<id>[^\s:]+:\S+)(?P<options>.*)", re.I)
_ALEMBIC: Final = re.compile(r"^--\s*Running upgrade\s*(?P<from>[^\s]*)\s*->\s*(?P<id>[^\s,]+)", re.I)
_BY_TOOL: Final[dict[str, Transaction]] = {
    "alembic": "none", "dbmate": "tool", "drizzle": "tool", "evolutions": "unknown", "flyway": "tool",
    "golang-migrate": "implicit", "goose": "tool", "liquibase": "tool", "numbered": "unknown", "prisma": "implicit",
    "rails": "none", "sql-migrate": "tool", "sqlx": "tool", "supabase": "implicit",
}  # fmt: skip
_UNREADABLE: Final = "unreadable-input"


class Migration(NamedTuple):
    """One migration: ``key`` is what its tool knows it by, ``order`` where it runs, ``text`` its bytes' meaning."""

    key: str
    order: tuple[object, ...]
    document: SqlDocument
    statements: tuple[Statement, ...]
    transaction: Transaction
    start: int
    end: int
    is_repeatable: bool = False

    @property
    def path(self) -> str:
        """The file it stands in."""
        return self.document.source.path

    @property
    def meaning(self) -> tuple[str, ...]:
        """Its statements without comments and blanks, to be compared with another revision's."""
        text = self.document.lines.text
        return tuple(" ".join(text[one.start : one.end].split()) for one in self.statements)


class Read(NamedTuple):
    """The migrations of one side, in order, and what became of its files."""

    migrations: tuple[Migration, ...]
    inputs: tuple[Input, ...]
    notifications: tuple[Notification, ...]


def read(unit: Unit, reader: Reader, base: Read | None = None) -> Read:
    """Return the migrations of a contract; a file that cannot be read is an error at head, a warning at base.

    ``base`` is what was read there, when this is the head: a file that is the same is not read twice.
    """
    found: list[Migration] = []
    inputs: list[Input] = []
    notes: list[Notification] = []
    known = _unchanged(base) if base is not None else {}
    for path in unit.members:
        if not path.lower().endswith(".sql"):
            continue
        try:
            source = reader.read(path)
        except ReadError as error:
            notes.append(Notification(_level(base), _UNREADABLE, error.message, Location(path)))
            inputs.append(Input(path, "sql", "unreadable", error.message))
            continue
        same = known.get(path)
        if same and same[0].document.source.data == source.data:
            found += same
            inputs.append(Input(path, "sql", "read"))
        else:
            found += _read(unit, source, reader, (_level(base), inputs, notes))
    found.sort(key=lambda one: (one.is_repeatable, one.order, one.path, one.start))
    return Read(tuple(found), tuple(inputs), tuple(notes))


def _level(base: Read | None) -> _Level:
    return "warning" if base is None else "error"


def _unchanged(base: Read) -> dict[str, list[Migration]]:
    """Return what was read of each file at base that was read whole."""
    whole = {one.path for one in base.inputs if one.state == "read"}
    found: dict[str, list[Migration]] = {}
    for one in base.migrations:
        if one.path in whole:
            found.setdefault(one.path, []).append(one)
    return found


def _read(
    unit: Unit, source: Source, reader: Reader, out: tuple[_Level, list[Input], list[Notification]]
) -> Iterator[Migration]:
    """Yield the migrations of one file, and put into ``out`` what became of it."""
    level, inputs, notes = out
    parsed = sql.parse(source, _dialect(unit))
    for problem in parsed.problems:
        place = Location(source.path, source.revision, problem.region)
        notes.append(Notification(level if problem.fatal else "warning", _UNREADABLE, problem.message, place))
    bad = next((problem.message for problem in parsed.problems if problem.fatal), "")
    inputs.append(Input(source.path, "sql", "partly-read" if bad else "read", bad))
    for document in parsed.documents:
        yield from _migrations(unit, cast("SqlDocument", document), reader)


def _dialect(unit: Unit) -> Dialect | None:
    named = unit.options.get("database")
    return named if named in ("postgresql", "mysql", "sqlite") else None


def _migrations(unit: Unit, document: SqlDocument, reader: Reader) -> Iterator[Migration]:
    layout = str(unit.options.get("layout", "numbered"))
    if layout == "liquibase":
        yield from _marked(document, _CHANGESET, "tool")
    elif layout == "alembic":
        yield from _marked(document, _ALEMBIC, "none")
    else:
        yield _whole(layout, document, reader)


def _marked(document: SqlDocument, mark: re.Pattern[str], how: Transaction) -> Iterator[Migration]:
    """Yield each part of a file that holds many migrations; they run in the order they stand in."""
    marks = [(found, token) for token in document.marks if (found := mark.match(token.text)) is not None]
    if not marks:  # Liquibase runs such a file whole
        end = len(document.lines.text)
        yield Migration(document.source.path, (document.source.path, 0), document, tuple(document.root.statements),
                        how, 0, end)  # fmt: skip
        return
    ends = [token.start for _, token in marks[1:]] + [len(document.lines.text)]
    for number, ((found, token), end) in enumerate(zip(marks, ends, strict=True)):
        options = found.groupdict().get("options") or ""
        alone = "runintransaction:false" in options.lower()
        again = "runonchange:true" in options.lower() or "runalways:true" in options.lower()
        statements = tuple(one for one in document.root.statements if token.end <= one.start < end)
        yield Migration(found.group("id"), (document.source.path, number), document, statements,
                        "none" if alone else how, token.start, end, again)  # fmt: skip


def _whole(layout: str, document: SqlDocument, reader: Reader) -> Migration:
    named = version(layout, document.source.path)
    start, end = 0, len(document.lines.text)
    ups, options = _ups(layout, document)
    statements = tuple(one for one in document.root.statements if any(up <= one.start < down for up, down in ups))
    if ups:
        start, end = ups[0][0], ups[-1][1]
    how = _BY_TOOL[layout]
    marks = " ".join(token.text for token in document.marks if _NONE.search(token.text))
    if marks or "transaction:false" in options or "notransaction" in options:
        how = "none"
    if layout == "flyway":
        how = _flyway(document, statements, reader)
    if how == "implicit" and len(statements) < 2:
        how = "none"
    return Migration(named.key, named.order, document, statements, how, start, end, named.is_repeatable)


def _ups(layout: str, document: SqlDocument) -> tuple[list[tuple[int, int]], str]:
    """Return between which offsets a file goes up, and the options of that: all of it where its tool has no marks.

    A file in a plain folder may be of any tool, and is so if it says where it goes up: one that only says where it
    goes down would hide what is run.
    """
    known = [_WAYS[layout]] if layout in _WAYS else list(_WAYS.values()) if layout == "numbered" else []
    end = len(document.lines.text)
    for upwards, downwards in known:
        ups: list[tuple[int, int]] = []
        options, start, is_marked = "", end, False  # before the first mark nothing is run
        for token in document.marks:
            found = upwards.match(token.text)
            if (found is None and downwards.match(token.text) is None) or not _begins_line(document, token.start):
                continue
            if start < end:
                ups.append((start, token.start))
            is_marked |= found is not None
            options += found.group("options").lower() if found is not None else ""
            start = token.end if found is not None else end
        ups.append((start, end))
        if is_marked:
            return ups, options
    return [(0, end)], ""


def _begins_line(document: SqlDocument, start: int) -> bool:
    text = document.lines.text
    return not text[text.rfind("\n", 0, start) + 1 : start].strip("\ufeff \t\r")


def _flyway(document: SqlDocument, statements: Sequence[Statement], reader: Reader) -> Transaction:
    """Return how Flyway runs a file: without a transaction if all of it asks for that, or its config says so."""
    path = document.source.path + ".conf"
    if reader.exists(path):
        try:
            text = reader.read(path).data.decode("utf-8", "replace")
        except ReadError:
            return "unknown"
        if re.search(r"^\s*executeInTransaction\s*=\s*false", text, re.M | re.I):
            return "none"
    outside = [one for one in statements if "concurrently" in one.flags or one.verb == "vacuum"]
    return "none" if outside and len(outside) == len(statements) else "tool"
