"""Which records of trust a change takes away or alters, while they are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.exceptions import files
from trueline.exceptions.keeping import kept_until
from trueline.model.location import Location, Region
from trueline.repo.line_ends import is_left

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from trueline.exceptions.casebook import Casebook, Entry
    from trueline.run.gate import Sides


def altered_records(sides: Sides, trusted: Casebook, now: datetime) -> Mapping[str, tuple[Location, ...]]:
    """Return the files of each of trust's records that head took away or changed, by the name of the exception."""
    if sides.head is sides.trust or not trusted.entries:
        return {}
    found = ((name, tuple(_altered(sides, entry, now))) for name, entry in trusted.entries.items())
    return {name: places for name, places in found if places}


def _altered(sides: Sides, entry: Entry, now: datetime) -> Iterator[Location]:
    """Yield the files of one record that head took away or changed.

    A branch that never had them has taken nothing away.
    """
    if not entry.decisions or kept_until(entry.request, entry.decisions, now) < now:
        return
    former = sides.base or sides.trust
    folder = f"{files.FOLDER}/{entry.request.id}"
    names = [f"{folder}/{name}" for name in sides.trust.list(folder) if not name.endswith("/") and entry.is_decided]
    names += [f"{folder}/{files.DECISIONS}/{name}" for name in sides.trust.list(f"{folder}/{files.DECISIONS}")]
    for path in names:
        if not is_left(sides.head, path, sides.trust) and not is_left(sides.head, path, former):
            yield Location(path, "" if sides.head.exists(path) else sides.trust.revision, Region(1, 1, 1, 1))
