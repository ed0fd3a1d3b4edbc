"""What merged migrations announce: comments on tables and columns, and lines that begin with ``deprecated:``.

``COMMENT ON COLUMN orders.note IS 'deprecated, until 2026-12-01'``, MySQL's ``COMMENT 'deprecated …'``, or
``-- deprecated: orders.note until 2026-12-01``. The last word on something counts; what comes and goes is not it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.contracts.deprecation import notice, within

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.contracts.deprecation import Notice
    from trueline.contracts.sql.migrations import Migration
    from trueline.parsers.sql.syntax import Statement

_PART: Final = r'(?:"[^"]+"|`[^`]+`|\[[^\]]+\]|\w+)'
_NAME: Final = rf"({_PART}(?:\s*\.\s*{_PART}){{0,2}})"
_ON: Final = re.compile(rf"\s*COMMENT\s+ON\s+(?:TABLE|COLUMN|VIEW|TYPE)\s+{_NAME}\s+IS\s+(.*)\Z", re.I | re.S)
_BESIDE: Final = re.compile(r"\bCOMMENT\b\s*=?\s*(['\"])((?:(?!\1).|\1\1)*)\1", re.I | re.S)
_LINE: Final = re.compile(rf"\W*deprecated\s*:?\s+(?:(?:table|column)\s+)?{_NAME}(.*)\Z", re.I | re.S)
_SAYS: Final = re.compile(r"\bdeprecated\b", re.I)
_DEFAULT_SCHEMAS: Final = ("public", "dbo", "main")
_COLUMN: Final = ("add-column", "drop-column", "rename-column", "redefine-column")


def announced(migrations: Sequence[Migration]) -> Mapping[str, Notice]:
    """Return what the migrations at base announce, by table and by ``table.column``."""
    found: dict[str, Notice] = {}
    for number, migration in enumerate(migrations):
        age = {"deprecated_migrations": len(migrations) - number}
        for _, name, text in sorted(_said(migration), key=lambda one: one[0]):
            if _SAYS.search(text) is None:
                _forget(found, name)
            else:
                found[name] = {**notice(text), **age}
    return found


def notice_of(found: Mapping[str, Notice], subject: str, table: object) -> Notice:
    """Return what is announced of something in a table, or of the table."""
    outer = found.get(table, {}) if isinstance(table, str) else {}
    return within(outer, found.get(subject, {})) if subject != table else outer


def _said(migration: Migration) -> Iterator[tuple[int, str, str]]:
    """Yield the offset, the name and the text of each word on something; an empty text takes it back."""
    text, dialect = migration.document.lines.text, migration.document.root.dialect
    for mark in migration.document.marks:
        body = mark.text.lstrip("-#/* \t").removesuffix("*/")
        line = _LINE.match(body)
        if line is not None and migration.start <= mark.start < migration.end:
            yield mark.start, _key(line[1], dialect), " ".join(body.split())
    for statement in migration.statements:
        written = text[statement.start : statement.end]
        on = _ON.match(written)
        if statement.verb == "comment" and on is not None:
            yield statement.start, _key(on[1], dialect), _unquoted(on[2])
        else:
            yield from _defined(statement, written)


def _defined(statement: Statement, written: str) -> Iterator[tuple[int, str, str]]:
    """Yield what a definition says of what it defines: a new one says nothing of a former one of its name."""
    base = statement.start
    if statement.object != "table" or statement.verb not in ("create", "drop", "alter", "rename"):
        return
    for name in statement.names if statement.verb != "alter" else ():
        yield base, name.key, ""
    owner = statement.names[0].key if statement.names else ""
    for action in statement.actions:
        if action.verb in _COLUMN:
            inside = written[action.start - base : action.end - base]
            yield action.start, f"{owner}.{action.to or action.name}", _comment(inside)
        elif action.verb == "rename-table":
            yield action.start, owner, ""
    for column in statement.columns:
        yield column.start, f"{owner}.{column.name}", _comment(written[column.start - base : column.end - base])


def _comment(written: str) -> str:
    found = _BESIDE.search(written)
    return found[2] if found is not None else ""


def _unquoted(written: str) -> str:
    return "" if written.strip().upper().startswith("NULL") else written.strip().strip("'$")


def _forget(found: dict[str, Notice], name: str) -> None:
    for known in [one for one in found if one == name or one.startswith(f"{name}.")]:
        del found[known]


def _key(written: str, dialect: str) -> str:
    parts = [
        part if part[0] == '"' and dialect == "postgresql" else part.lower() for part in re.findall(_PART, written)
    ]
    names = [part.strip('"`[]') for part in parts]
    return ".".join(names[1:] if len(names) > 1 and names[0] in _DEFAULT_SCHEMAS else names)
