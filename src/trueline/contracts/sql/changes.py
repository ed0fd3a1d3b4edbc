"""Two sides that were read to what differs: the base is replayed, then what is new is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.contracts.sql.announced import announced
from trueline.contracts.sql.case import Case
from trueline.contracts.sql.difference import compare_schemas
from trueline.contracts.sql.judge import judge
from trueline.contracts.sql.merged import told_apart
from trueline.contracts.sql.replay import Replay
from trueline.contracts.sql.schema import Schema
from trueline.model.location import Location

if TYPE_CHECKING:
    from trueline.contracts.sql.migrations import Migration, Read
    from trueline.model.change import Change
    from trueline.model.unit import Unit
    from trueline.parsers.sql.syntax import Statement


def changes(unit: Unit, old: Read, new: Read) -> list[Change]:
    """Return what differs between the two sides of a contract."""
    case = Case(Replay(Schema()), _database(unit, new, old), _version(unit))
    case.announced = announced(old.migrations)
    for migration in old.migrations:
        replayed(case.replay, migration)
    layout = str(unit.options.get("layout", ""))
    if layout == "rails":
        return _dumps(case, new) if old.migrations and new.migrations else []
    judge(case, told_apart(case, old.migrations, new.migrations, layout))
    return case.changes


def replayed(replay: Replay, migration: Migration) -> None:
    """Apply all of a migration, without judging it."""
    replay.document = migration.document
    for statement in migration.statements:
        _applied(replay, statement)


def _applied(replay: Replay, found: Statement) -> None:
    if found.verb == "do":
        for inner in found.inner:
            _applied(replay, inner)
    elif found.verb == "alter" and found.object == "table":
        for action in found.actions:
            replay.act(found.names[0].key, action)
    else:
        replay.apply(found)


def _dumps(case: Case, new: Read) -> list[Change]:
    """Compare two dumps of a schema, which say what there is, and not how it came to be."""
    after = Replay(Schema())
    for migration in new.migrations:
        replayed(after, migration)
    last = new.migrations[-1].document.source
    compare_schemas(case, case.schema, after.schema, Location(last.path, last.revision))
    for migration in new.migrations:
        for one in migration.statements:
            if one.verb == "opaque":
                place = migration.document.between(one.start, one.end)
                text = "this statement was not understood: what it changes is not known"
                case.say("statement-unknown", migration.key, text, place)
    return case.changes


def _version(unit: Unit) -> tuple[int, ...]:
    named = unit.options.get("version", ())
    if isinstance(named, int):
        return (named,)
    return tuple(part for part in named if isinstance(part, int)) if isinstance(named, tuple | list) else ()


def _database(unit: Unit, new: Read, old: Read) -> str:
    named = str(unit.options.get("database", "") or "generic")
    if named != "generic":
        return named
    counts: dict[str, int] = {}
    for migration in (*old.migrations, *new.migrations):
        dialect = migration.document.root.dialect
        counts[dialect] = counts.get(dialect, 0) + (dialect != "generic")
    best = max(counts, key=lambda one: counts[one], default="generic")
    return best if counts.get(best) else "generic"
