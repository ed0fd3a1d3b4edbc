"""New migrations judged, statement by statement, against the schema that the ones before them made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.contracts.sql import indexes, objects, rows, tables
from trueline.contracts.sql.case import Case, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from trueline.contracts.sql.migrations import Migration
    from trueline.parsers.sql.syntax import Statement

_DEFINING: Final = frozenset(("alter", "create", "drop", "truncate"))  # in a text that a function is given to run
_LIMITS: Final = {
    "lock_timeout": ("lock-timeout-missing", "waits for its lock without an end: whoever comes behind waits as well"),
    "statement_timeout": ("statement-timeout-missing", "may hold its lock without an end"),
}


def judge(case: Case, migrations: Sequence[Migration]) -> None:
    """Judge migrations in order, and apply each statement before the next is judged."""
    case.replay.is_new = True
    for migration in migrations:
        _Judge(case, migration).run()


class _Judge:
    def __init__(self, case: Case, migration: Migration) -> None:
        self._case = case
        self._migration = migration
        self._begun: Span | None = None
        self._renames: dict[str, str] = {}

    def run(self) -> None:
        case, migration = self._case, self._migration
        case.migration = migration
        case.replay.document = migration.document
        case.is_explicit = False
        case.timeouts = set()
        case.unlimited = {}
        case.release()
        self._renames = dict(tables.renames(migration.statements))
        for statement in migration.statements:
            self._one(statement)
        if self._begun is not None and case.is_explicit:
            case.change(
                "transaction-left-open", migration.key, "the transaction that begins here does not end", self._begun
            )
        self._limits()

    def _one(self, found: Statement) -> None:
        case, span = self._case, Span(found.start, found.end)
        if found.object == "transaction":
            self._transaction(found, span)
        elif found.verb == "set":
            if found.value not in ("0", "default", "off"):
                case.timeouts.add(found.object.replace("lock_wait_timeout", "lock_timeout"))
        elif found.verb == "do":
            for inner in found.inner:
                self._one(inner)
            return
        elif found.verb in ("alter", "rename") and found.object == "table":
            tables.alter(case, found)
            return
        else:
            self._judged(found, span)
        if case.in_transaction is False and case.exclusive:
            case.release()
        case.replay.apply(found)

    def _judged(self, found: Statement, span: Span) -> None:
        case = self._case
        if found.verb == "opaque" or (found.verb == "select" and self._defines(found)):
            what = "what is run here" if found.object in ("do", "call") else "this statement"
            subject = f"{self._migration.key}: {_excerpt(case, span)}"
            case.change("statement-unknown", subject, f"{what} was not understood: what it changes is not known", span,
                        mentions=self._mentioned(found))  # fmt: skip
        elif found.verb == "drop" and found.object == "table":
            tables.drop(case, found, span, self._renames)
        elif (known := _OBJECTS.get((found.verb, found.object)) or _OBJECTS.get((found.verb, ""))) is not None:
            known(case, found, span)
        elif found.verb in rows.JUDGED:
            rows.JUDGED[found.verb](case, found, span)

    def _defines(self, found: Statement) -> bool:
        """Tell whether a query gives a function a text to run that changes tables, or calls one that does."""
        functions = self._case.schema.of("function")
        called = found.where.calls if found.where is not None else ()
        return any(
            words & _DEFINING
            for words in (found.mentions, *(functions[name].words for name in called if name in functions))
        )

    def _mentioned(self, found: Statement) -> list[str]:
        return self._case.schema.named(found.mentions)

    def _transaction(self, found: Statement, span: Span) -> None:
        case = self._case
        if found.verb == "begin":
            if case.is_explicit or self._migration.transaction == "tool":
                self._nested(span)
            case.is_explicit, self._begun = True, span
        elif found.verb in ("commit", "rollback"):
            if not case.is_explicit and self._migration.transaction == "tool":
                self._nested(span)
            case.is_explicit, self._begun = False, None
            case.release()

    def _nested(self, span: Span) -> None:
        text = "the tool runs the migration in a transaction already: this one does not do what it says"
        self._case.change("transaction-nested", self._migration.key, text, span)

    def _limits(self) -> None:
        """Say once for a migration that its strong locks have no limit."""
        case = self._case
        if case.database not in ("postgresql", "mysql"):
            return
        for limit, (kind, text) in _LIMITS.items():
            if limit in case.unlimited and (limit == "lock_timeout" or case.database == "postgresql"):
                case.change(kind, self._migration.key, f"{limit} is not set: this {text}", case.unlimited[limit])


def _excerpt(case: Case, span: Span) -> str:
    document = case.replay.document
    text = document.lines.text[span.start : min(span.end, span.start + 60)] if document is not None else ""
    return " ".join(text.split())


_OBJECTS: Final[dict[tuple[str, str], Callable[[Case, Statement, Span], None]]] = {
    ("alter", ""): objects.alter,
    ("create", "index"): indexes.create,
    ("create", "table"): tables.create,
    ("create", ""): objects.create,
    ("drop", "index"): indexes.drop,
    ("drop", ""): objects.drop,
}
