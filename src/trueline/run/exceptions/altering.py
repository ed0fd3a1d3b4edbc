"""Which records of trust a change takes away or alters, while they are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.exceptions import files
from trueline.exceptions.keeping import kept_until
from trueline.model.location import Location, Region
from trueline.repo.stored import open_revision
from trueline.run.exceptions.proof import head_commit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from trueline.exceptions.casebook import Casebook, Entry
    from trueline.repo.tree import Tree
    from trueline.run.gate import Sides


def altered_records(sides: Sides, trusted: Casebook, now: datetime) -> Mapping[str, tuple[Location, ...]]:
    """Return the files of each of trust's records that head took away or changed, by the name of the exception."""
    if sides.head is sides.trust or not trusted.entries:
        return {}
    formers = _formers(sides)
    found = ((name, tuple(_altered(sides, entry, formers, now))) for name, entry in trusted.entries.items())
    return {name: places for name, places in found if places}


def _altered(sides: Sides, entry: Entry, formers: list[Tree], now: datetime) -> Iterator[Location]:
    """Yield the files of one record that head took away or changed.

    A branch that never had them has taken nothing away: none of the commits where it parted from trust may have them.
    """
    if not entry.decisions or kept_until(entry.request, entry.decisions, now) < now:
        return
    folder = f"{files.FOLDER}/{entry.request.id}"
    names = [f"{folder}/{name}" for name in sides.trust.list(folder) if not name.endswith("/")]
    names += [f"{folder}/{files.DECISIONS}/{name}" for name in sides.trust.list(f"{folder}/{files.DECISIONS}")]
    for path in names:
        now_there = sides.head.blob(path)
        if now_there != sides.trust.blob(path) and any(now_there != former.blob(path) for former in formers):
            yield Location(path, "" if sides.head.exists(path) else sides.trust.revision, Region(1, 1, 1, 1))


def _formers(sides: Sides) -> list[Tree]:
    """Return the trees of all commits where a change parted from trust; trust's own where that is not known.

    A shallow clone may show an older one for the one it is.
    """
    git = sides.git
    if git is None or sides.base is None or not sides.trust_commit or sides.base_commit == sides.trust_commit:
        return [sides.base or sides.trust]
    head = sides.commit or head_commit(git)
    ended = git.attempt("-c", "core.commitGraph=false", "merge-base", "--all", sides.trust_commit, head)
    commits = ended.out.decode("ascii", "replace").split()
    if git.is_shallow or ended.code != 0 or not commits:
        return [sides.trust]
    return [open_revision(git, commit) for commit in commits]
