"""The changes of contracts in the order people read them: by contract, what breaks first, then by part and kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple, get_args

from trueline.model.change import Compatibility

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trueline.model.change import Change

LEVELS: Final[tuple[Compatibility, ...]] = get_args(Compatibility)
"""From the worst to that which nobody notices."""

_ELSEWHERE: Final = "(no file)"
_VERB: Final = re.compile(r"(?:(?:webhook|callback) )?[A-Z]+ \S+")
# the first name of a dotted one that begins with a capital is a type: what stands before it is its package
_TYPE: Final = re.compile(r"(?:[a-z_][\w]*\.)*[A-Z]\w*")
_NEWLY_DEPRECATED: Final = re.compile(r"/(?:.*-)?(?:deprecated|deprecation-added|deprecated-added)$")


class Chapter(NamedTuple):
    """The changes of one contract, the worst first, and within one level in the order of their parts."""

    contract: str
    format: str
    changes: tuple[Change, ...]

    def of(self, level: Compatibility) -> list[Change]:
        """Return its changes of one level."""
        return [change for change in self.changes if change.compatibility == level]


def chapters(changes: Iterable[Change]) -> list[Chapter]:
    """Return the changes by contract: first those that break somebody, each of them sorted."""
    found: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        found.setdefault((contract_of(change), change.kind.partition("/")[0]), []).append(change)
    made = [Chapter(*key, tuple(sorted(group, key=_order))) for key, group in found.items()]
    return sorted(made, key=lambda one: (LEVELS.index(one.changes[0].compatibility), one.contract, one.format))


def contract_of(change: Change) -> str:
    """Return the path of the contract that a change belongs to; of one that nobody named, its own file's."""
    place = change.location or change.base_location
    return change.contract or (place.path if place is not None else _ELSEWHERE)


def by_kind(changes: Iterable[Change]) -> list[list[Change]]:
    """Return changes of one kind together, in the order of the first of each."""
    groups: dict[str, list[Change]] = {}
    for change in changes:
        groups.setdefault(change.kind, []).append(change)
    return list(groups.values())


def by_part(changes: Iterable[Change]) -> list[tuple[str, list[Change]]]:
    """Return changes of one operation, type or table together, under its name."""
    groups: dict[str, list[Change]] = {}
    for change in changes:
        groups.setdefault(part_of(change), []).append(change)
    return sorted(groups.items())


def part_of(change: Change) -> str:
    """Return the operation, type or table that a change is in; empty where its contract has no such parts."""
    name = change.kind.partition("/")[0]
    if name in ("openapi", "asyncapi"):
        match = _VERB.match(change.subject)
        return match[0] if match is not None else ""
    if name == "graphql":
        return re.split(r"[.( ]|(?<=.)@", change.subject, maxsplit=1)[0]
    if name in ("avro", "protobuf"):
        match = _TYPE.match(change.subject)
        return match[0] if match is not None else ""
    table = change.details.get("table")
    return table if isinstance(table, str) else ""


def subject_in(change: Change) -> str:
    """Return the subject of a change without the part that it is in."""
    part = part_of(change)
    rest = change.subject.removeprefix(part).lstrip(" .") if part else change.subject
    return rest or change.subject


def is_newly_deprecated(change: Change) -> bool:
    """Tell whether a change announces that something will go."""
    return _NEWLY_DEPRECATED.search(change.kind) is not None


def counts(changes: Sequence[Change]) -> str:
    """Return ``2 breaking, 14 compatible``."""
    levels = [change.compatibility for change in changes]
    return ", ".join(f"{levels.count(level):,} {level}" for level in LEVELS if level in levels)


def broken(change: Change) -> str:
    """Return ``breaks clients, data`` or ``may break clients``; nothing of what breaks nobody."""
    if not change.breaks or change.compatibility == "compatible":
        return ""
    return f"{'breaks' if change.compatibility == 'breaking' else 'may break'} {', '.join(change.breaks)}"


def deprecation(change: Change) -> str:
    """Return what base said of the thing before: that it will go, until when it stays, and why."""
    said = change.details
    if not said.get("deprecated"):
        return ""
    sunset, reason = (str(said[name]) if said.get(name) else "" for name in ("sunset", "reason"))
    return "was deprecated" + (f", sunset {sunset}" if sunset else "") + (f": {reason}" if reason else "")


def also(change: Change) -> str:
    """Return ``and 13 more operations`` where one change is seen by several."""
    number = change.details.get("operation_count")
    more = number - 1 if isinstance(number, int) else 0
    return f"and {more:,} more operation{'s' if more > 1 else ''}" if more > 0 else ""


def _order(change: Change) -> tuple[object, ...]:
    place = change.location or change.base_location
    where = (place.path, place.region or (0, 0, 0, 0)) if place is not None else ("", (0, 0, 0, 0))
    return LEVELS.index(change.compatibility), part_of(change), change.kind, change.subject, where
