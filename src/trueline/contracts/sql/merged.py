"""Migrations that were merged before: changed, gone, renamed; and new ones that come too late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.contracts.sql.case import Case
    from trueline.contracts.sql.migrations import Migration
    from trueline.model.location import Location

_CHECKSUMS: Final = frozenset(("flyway", "prisma", "sqlx", "liquibase"))
_LATE: Final = {  # what each tool does with a number before the last one
    "golang-migrate": ("breaking", "golang-migrate never runs it where a later one ran already"),
    "flyway": ("breaking", "Flyway refuses it unless outOfOrder is set"),
    "goose": ("breaking", "goose refuses it unless missing ones are allowed"),
}


def told_apart(case: Case, base: Sequence[Migration], head: Sequence[Migration], layout: str) -> list[Migration]:
    """Say what became of merged migrations, and return the ones that are new, in order."""
    before = {one.key: one for one in base}
    after: dict[str, Migration] = {}
    for one in head:
        if one.key in after:
            _duplicate(case, after[one.key], one)
        after.setdefault(one.key, one)
    known = {one.key for one in base}
    fresh = [one for one in head if one.key not in known or (one.is_repeatable and _differs(before[one.key], one))]
    gone = [one for key, one in before.items() if key not in after]
    renamed = _renamed(case, gone, fresh)
    for one in gone:
        if one.key not in renamed:
            _removed(case, one, head)
    for one in head:
        old = before.get(one.key)
        if old is not None and not one.is_repeatable and after[one.key] is one:
            _changed(case, old, one, layout)
    fresh = [one for one in fresh if one.key not in renamed.values()]
    _late(case, base, fresh, layout)
    return fresh


def _differs(old: Migration, new: Migration) -> bool:
    return old.meaning != new.meaning


def _changed(case: Case, old: Migration, new: Migration, layout: str) -> None:
    if _blob(old) and _blob(old) == _blob(new):
        return
    differs = _differs(old, new)
    checks = layout in _CHECKSUMS and _text(old) != _text(new)
    if not differs and not checks:
        return
    text = f"migration {new.key} was merged before and is written otherwise now"
    if not differs:
        text += f": {layout} compares checksums and refuses it"
    place, was = _first_difference(old, new)
    case.say("merged-migration-changed", new.key, text, place, base=was, statements_differ=differs,
             checksum_differs=checks, compatibility="breaking" if differs else "dangerous")  # fmt: skip


def _blob(one: Migration) -> str:
    return one.document.source.blob


def _text(one: Migration) -> str:
    return one.document.lines.text[one.start : one.end]


def _first_difference(old: Migration, new: Migration) -> tuple[Location, Location]:
    """Return where the two statements stand that differ first, or the whole files."""
    for number, (one, other) in enumerate(zip(old.meaning, new.meaning, strict=False)):
        if one != other:
            return _at(new, number), _at(old, number)
    number = min(len(old.meaning), len(new.meaning))
    return _at(new, number), _at(old, number)


def _at(one: Migration, number: int) -> Location:
    if number < len(one.statements):
        found = one.statements[number]
        return one.document.between(found.start, found.end)
    if one.statements:
        return one.document.between(one.statements[-1].start, one.statements[-1].end)
    return one.document.between(one.start, one.start)


def _removed(case: Case, old: Migration, head: Sequence[Migration]) -> None:
    text = f"migration {old.key} was merged before and is gone: databases that ran it differ from new ones"
    place = next((_at(one, 0) for one in head if one.path == old.path), None)
    case.say("merged-migration-removed", old.key, text, place, base=_at(old, 0))


def _renamed(case: Case, gone: Sequence[Migration], fresh: Sequence[Migration]) -> dict[str, str]:
    """Pair what is gone with what is new and says the same; return old to new keys."""
    if not gone:
        return {}
    by_meaning = {one.meaning: one for one in fresh if one.meaning}
    found: dict[str, str] = {}
    for old in gone:
        new = by_meaning.pop(old.meaning, None)
        if new is not None:
            found[old.key] = new.key
            text = f"migration {old.key} was merged before and is called {new.key} now: it will be run again"
            case.say(
                "merged-migration-renamed", old.key, text, _at(new, 0), base=_at(old, 0), before=old.key, after=new.key
            )
    return found


def _duplicate(case: Case, first: Migration, second: Migration) -> None:
    text = f"version {second.key} is in {first.path} and in {second.path}: only one of them is run"
    case.say(
        "migration-version-duplicate",
        second.key,
        text,
        _at(second, 0),
        files=[first.path, second.path],
    )


def _late(case: Case, base: Sequence[Migration], fresh: Sequence[Migration], layout: str) -> None:
    ordered = [one for one in base if not one.is_repeatable]
    if not ordered or layout in ("liquibase", "alembic", "rails"):
        return
    last = max(ordered, key=lambda one: one.order)
    compatibility, why = _LATE.get(layout, ("dangerous", "new databases run it in another order than old ones"))
    for one in fresh:
        if not one.is_repeatable and one.order < last.order:
            text = f"migration {one.key} is new and stands before {last.key}, which was merged: {why}"
            case.say("migration-out-of-order", one.key, text, _at(one, 0), base=_at(last, 0), after=one.key,
                     before=last.key, compatibility=compatibility)  # fmt: skip
