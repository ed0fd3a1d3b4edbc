"""What is known while one statement is judged: the schema before it, the transaction, the locks that are held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, cast

from trueline.contracts.sql.announced import notice_of
from trueline.contracts.sql.kinds import KINDS
from trueline.model.change import Change
from trueline.values.unknown import Unknown, is_unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.contracts.deprecation import Notice
    from trueline.contracts.sql.migrations import Migration
    from trueline.contracts.sql.replay import Replay
    from trueline.contracts.sql.schema import Schema
    from trueline.model.change import Compatibility
    from trueline.model.location import Location

STRONG: Final = ("access exclusive", "exclusive", "share row exclusive", "share")
_NOT_KNOWN_YET: Final = Unknown(("how the tool runs this file is not known",))


class Span(NamedTuple):
    """From where to where in the file something stands."""

    start: int
    end: int


class Dropped(NamedTuple):
    """What was dropped in this change and may come again: its change, and what it was."""

    change: Change
    shape: str


class Case:
    """Collects the changes of one contract; ``migration`` is the one that is judged now.

    ``announced`` is what merged migrations deprecate.
    """

    def __init__(self, replay: Replay, database: str, version: tuple[int, ...]) -> None:
        self.replay = replay
        self.database = database
        self.version = version
        self._told: list[Change] = []
        self._instead: dict[int, Change | None] = {}  # a change that was told → what is said instead, or nothing
        self._shapes: dict[tuple[str, str], list[tuple[str, str]]] = {}
        self.announced: Mapping[str, Notice] = {}
        self.migration: Migration | None = None
        self.is_explicit = False
        self.timeouts: set[str] = set()
        self.exclusive: dict[str, Span] = {}
        self.unlimited: dict[str, Span] = {}  # limit that is not set → the first lock that waits without it
        self.added: set[str] = set()
        self.is_together = False
        self.held_told = False
        self.dropped: dict[tuple[str, str], Dropped] = {}
        self.copied: set[str] = set()  # tables that were renamed and whose rows are in the one of their old name

    @property
    def changes(self) -> list[Change]:
        """What there is to say in the end, in order."""
        kept = (self._instead.get(id(change), change) for change in self._told)
        return [change for change in kept if change is not None]

    @property
    def schema(self) -> Schema:
        """The schema as it is before the statement."""
        return self.replay.schema

    @property
    def in_transaction(self) -> bool | Unknown:
        """Whether the statement runs in a transaction together with others; MySQL's DDL commits by itself."""
        if self.database == "mysql":
            return False
        if self.is_explicit:
            return True
        how = self.migration.transaction if self.migration is not None else "unknown"
        return _NOT_KNOWN_YET if how == "unknown" else how in ("tool", "implicit")

    @property
    def is_postgresql(self) -> bool:
        """Whether PostgreSQL's locks are meant; they are too where the database is not known."""
        return self.database in ("postgresql", "generic")

    def is_before(self, *version: int) -> bool:
        """Tell whether the database is known to be older; one that is not named is taken to be current."""
        return bool(self.version) and self.version < version

    def change(self, kind: str, subject: str, message: str, span: Span, **fields: object) -> Change:
        """Add a change at a place of the file that is read; see ``say``."""
        return self.say(kind, subject, message, self.replay.place(*span), **fields)

    def say(self, kind: str, subject: str, message: str, place: Location | None, **fields: object) -> Change:
        """Add a change; of ``fields``, those that are none of a Change's own become its details."""
        of = KINDS[f"sql/{kind}"]
        base = cast("Location | None", fields.pop("base", None)) or self._base(fields.get("table"))
        compatibility = cast("Compatibility", fields.pop("compatibility", of.compatibility))
        before, after = fields.pop("before", None), fields.pop("after", None)
        of_table = fields.get("table", subject)
        made = Change(
            kind=of.id,
            subject=subject,
            message=message,
            compatibility=compatibility,
            breaks=of.breaks if compatibility != "compatible" else (),
            location=place,
            base_location=base,
            before=before,
            after=after,
            details={**self._details(), **self._named(fields), **notice_of(self.announced, subject, of_table)},
        )
        self._told.append(made)
        return made

    def _base(self, table: object) -> Location | None:
        """Return where the table was declared at base, for what had no place of its own there."""
        found = self.schema.tables.get(table) if isinstance(table, str) else None
        return found.place if found is not None and not found.is_new else None

    def _details(self) -> dict[str, object]:
        name = self.migration.key if self.migration is not None else ""
        return {"database": self.database, "in_transaction": self.in_transaction, "migration": name}

    def _named(self, fields: dict[str, object]) -> dict[str, object]:
        """Return details with the lock called what the database calls it."""
        if "lock" not in fields or self.is_postgresql:
            return fields
        return {**fields, "lock": "metadata" if self.database == "mysql" else "database"}

    def of_table(self, name: str, **fields: object) -> dict[str, object]:
        """Return the details of a change in a table."""
        found: dict[str, object] = {"table": name, "table_is_new": self.schema.is_new(name), **fields}
        doubts = self.schema.table(name).doubts
        if doubts:
            found["doubts"] = list(doubts)
        return found

    def concerns(self, name: str) -> bool:
        """Tell whether a table is there already, or may be: nobody waits for one that this change makes."""
        found = self.schema.is_new(name)
        return is_unknown(found) or not found

    def hold(self, name: str, lock: str, span: Span) -> None:
        """Remember that a lock is taken, and held to the end of the transaction."""
        if self.database == "sqlite" or lock not in STRONG or not self.concerns(name):
            return
        for limit in {"lock_timeout", "statement_timeout"} - self.timeouts:
            self.unlimited.setdefault(limit, span)
        if lock != "access exclusive" or self.in_transaction is not True:
            return
        if self.exclusive and name not in self.exclusive and not self.is_together:
            self.is_together = True
            others = ", ".join(sorted(self.exclusive))
            text = f"{name} is locked in one transaction with {others}: who needs both may wait for each other"
            self.change(
                "locks-together", name, text, span, **self.of_table(name, lock=lock, locked=sorted(self.exclusive))
            )
        self.exclusive.setdefault(name, span)

    def works(self, what: str, name: str, span: Span) -> None:
        """Say that slow work is done while other statements' strong locks are held; once in a transaction."""
        if self.held_told or not self.exclusive or not self.concerns(name):
            return
        others = sorted(other for other, taken in self.exclusive.items() if taken.start < span.start)
        if others:
            self.held_told = True
            text = f"{what} takes long, and {', '.join(others)} stays locked meanwhile"
            self.change("lock-held", name, text, span, **self.of_table(name, locked=others))

    def drop(self, of: str, subject: str, change: Change, shape: str) -> None:
        """Remember what was dropped: it may come again in this change, and then nobody misses it."""
        self.dropped[of, subject] = Dropped(change, shape)
        self._shapes.setdefault((of, shape), []).append((of, subject))

    def revive(self, of: str, shape: str) -> bool:
        """Take back what was said of something that comes again as it was; tell whether there was such."""
        for key in self._shapes.pop((of, shape), ()):
            dropped = self.dropped.get(key)
            if dropped is not None and dropped.shape == shape:
                self.instead(dropped.change, None)
                del self.dropped[key]
                return True
        return False

    def instead(self, told: Change, other: Change | None) -> None:
        """Say another change instead of one that was told, or none."""
        self._instead[id(told)] = other

    def release(self) -> None:
        """Forget the locks: the transaction is over."""
        self.exclusive = {}
        self.added = set()
        self.is_together = self.held_told = False


def base_place(place: Location, *, is_new: bool) -> Location | None:
    """Return where something stood at base; nothing that this change made stood there."""
    return None if is_new else place
