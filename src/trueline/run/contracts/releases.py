"""One contract against all releases: what breaks for whom runs an older one, and what of that this change adds."""

from __future__ import annotations

from posixpath import basename
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.contracts.registry import FORMATS, load
from trueline.repo.blobs import Blobs
from trueline.repo.stored import open_revision
from trueline.run.contracts.pairs import former_of
from trueline.run.contracts.tags import releases

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trueline.model.change import Change, Compared
    from trueline.model.location import Location
    from trueline.model.report import Notification
    from trueline.model.settings import Settings
    from trueline.model.unit import Unit
    from trueline.repo.git import Git
    from trueline.repo.stored import StoredTree
    from trueline.repo.tree import Tree
    from trueline.run.contracts.pairs import Pair
    from trueline.run.contracts.tags import Release

    Key = tuple[str, str]
    """Kind and subject of a change."""


_STEPS: Final = ("sql",)
"""Formats whose contracts are steps: what earlier ones did was judged when they came."""


class Broken(NamedTuple):
    """What breaks of the releases: by head, by base already, and what could not be read of them."""

    head: tuple[Change, ...]
    base: tuple[Change, ...]
    notifications: tuple[Notification, ...] = ()


class Releases:
    """The trees of all supported releases, opened when they are asked for the first time."""

    def __init__(self, git: Git, settings: Settings, largest: int) -> None:
        found, said = releases(git, settings.contracts.against) if settings.contracts.against else ([], [])
        self.known: Sequence[Release] = found
        self.notifications: list[Notification] = said
        self._git = git
        self._blobs = Blobs(git, largest)
        self._trees: dict[str, StoredTree] = {}

    def tree(self, release: Release) -> StoredTree:
        """Return the files of a release."""
        if release.tag not in self._trees:
            self._trees[release.tag] = open_revision(
                self._git, release.commit, name=release.tag, blobs=self._blobs, largest=self._blobs.largest
            )
        return self._trees[release.tag]

    def newest(self) -> StoredTree | None:
        """Return the files of the last release; None where nothing is released."""
        return self.tree(self.known[-1]) if self.known else None


def against_releases(
    pair: Pair, unit: Unit, sides: tuple[Tree | None, Tree], found: Compared, known: Releases
) -> Broken:
    """Return what differs from any release, beside ``found``, which is what differs from base.

    What base breaks already is among the changes of both, so that it is no news. Of what only a release tells, that
    which breaks nobody is left out.
    """
    base, head = sides
    once: dict[object, tuple[Compared, Compared | None]] = {}
    ahead: list[tuple[Release, Compared]] = []
    behind: list[tuple[Release, Compared]] = []
    for release in known.known:
        tree = known.tree(release)
        there = _unit_at(pair, unit, sides, tree)
        if there is None:
            continue
        blobs = (there.root, tuple((path, tree.blob(path)) for path in there.members))
        if blobs not in once:
            compare = load(there.dialect).compare
            now = compare(there, tree, pair.head, head)
            then = None
            if base is not None and pair.base is not None and not _keys(now) <= _keys(found):
                then = compare(there, tree, pair.base, base)  # not all of it is this change's
            once[blobs] = now, then
        now, then = once[blobs]
        ahead.append((release, now))
        if then is not None:
            behind.append((release, then))
    is_compared = base is not None
    return _together(
        found, ahead, behind, is_compared=is_compared, tells_all=unit.dialect not in _STEPS or not is_compared
    )


def _unit_at(pair: Pair, unit: Unit, sides: tuple[Tree | None, Tree], tree: StoredTree) -> Unit | None:
    """Return the contract as a release has it; that which is the same as at base or head needs no reading."""
    here = [one for one in (*pair, unit) if one is not None]
    for one, side in zip(pair, sides, strict=True):
        if one is not None and side is not None and all(tree.blob(path) == side.blob(path) for path in one.members):
            return one
    entry = FORMATS[unit.dialect]
    paths = [path for path in tree.paths() if path.lower().endswith(entry.suffixes)]
    if entry.by_content:  # each would have to be read
        members = {path for one in here for path in one.members}
        names = {basename(one.root) for one in here}
        paths = [path for path in paths if path in members or basename(path) in names]
    units = load(unit.dialect).plan(paths, tree)
    named = next((found for one in here for found in units if found.root == one.root), None)
    return named or former_of(unit, units, tree, sides[1])


def _together(
    found: Compared,
    ahead: Sequence[tuple[Release, Compared]],
    behind: Sequence[tuple[Release, Compared]],
    *,
    is_compared: bool,
    tells_all: bool,
) -> Broken:
    breaking: dict[Key, dict[str, Change]] = {}
    for release, compared in ahead:
        for change in compared.changes:
            breaking.setdefault((change.kind, change.subject), {})[release.tag] = change
    is_sure = all(not compared.notifications for _, compared in ahead)
    touched = [subject for _, subject in breaking]
    head: list[Change] = []
    for change in found.changes if is_compared else ():
        there = breaking.pop((change.kind, change.subject), {})
        is_new = is_sure and not there and not any(_meet(change.subject, other) for other in touched)
        head.append(_told(change, there, is_unreleased=is_new))
    for there in breaking.values() if tells_all else ():
        last = list(there.values())[-1]
        if last.compatibility != "compatible":
            head.append(_told(last, there))
    known = _known(head, behind) if tells_all else ()
    return Broken(tuple(head), known, tuple(_notes(ahead)))


def _keys(compared: Compared) -> set[Key]:
    """Return what is not compatible, by kind and subject."""
    return {(one.kind, one.subject) for one in compared.changes if one.compatibility != "compatible"}


def _known(head: Iterable[Change], behind: Sequence[tuple[Release, Compared]]) -> tuple[Change, ...]:
    """Return what base breaks of the releases; what head turned into something else again is not the same."""
    now = {(change.kind, change.subject): change.after for change in head}
    last = {(one.kind, one.subject): one for _, compared in behind for one in compared.changes}
    return tuple(
        one for key, one in last.items() if one.compatibility != "compatible" and now.get(key, one.after) == one.after
    )


def _told(change: Change, there: Mapping[str, Change], *, is_unreleased: bool = False) -> Change:
    tags = list(there)
    if not tags:
        return change._replace(details={**change.details, "unreleased": True}) if is_unreleased else change
    deprecated = sum(bool(one.details.get("deprecated")) for one in there.values())
    details: dict[str, object] = {**change.details, "releases": tags, "oldest_release": tags[0]}
    if deprecated:
        details["deprecated_releases"] = deprecated
    message = change.message if change.compatibility == "compatible" else f"{change.message}; {_broken(tags)}"
    return change._replace(details=details, message=message)


def _broken(tags: Sequence[str]) -> str:
    if len(tags) == 1:
        return f"this breaks what release {tags[0]} has"
    return f"this breaks what {len(tags)} releases have, from {tags[0]} to {tags[-1]}"


def _meet(one: str, other: str) -> bool:
    """Tell whether two subjects are the same, or one is in the other."""
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    return longer.startswith(shorter) and (len(longer) == len(shorter) or not longer[len(shorter)].isalnum())


def _notes(ahead: Sequence[tuple[Release, Compared]]) -> Iterable[Notification]:
    """Yield what could not be read of a release, once; what is wrong with head is said elsewhere."""
    seen: set[tuple[str, Location | None]] = set()
    for release, compared in ahead:
        for note in compared.notifications:
            is_there = note.location is not None and note.location.revision == release.tag
            if is_there and (note.message, note.location) not in seen:
                seen.add((note.message, note.location))
                yield note._replace(level="warning", message=f"{note.message} (in release {release.tag})")
