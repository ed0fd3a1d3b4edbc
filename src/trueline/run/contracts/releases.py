"""One contract against all releases: what breaks for whom runs an older one, and what of that this change adds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.contracts.registry import load
from trueline.contracts.versions import ORDER
from trueline.model.change import Compared
from trueline.repo.blobs import Blobs
from trueline.repo.stored import open_revision
from trueline.run.contracts.at_release import Finder
from trueline.run.contracts.tags import releases
from trueline.run.contracts.versions import with_versions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trueline.model.change import Change
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


_BUMPS: Final = ("unknown", *ORDER)
_STEPS: Final = ("sql",)
"""Formats whose contracts are steps: what earlier ones did was judged when they came."""


_RANK: Final = {"compatible": 0, "dangerous": 1, "breaking": 2}


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
        self.finder = Finder(settings)
        self.settings = settings
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

    def gone(self, head: Tree, present: Sequence[Unit]) -> list[Unit]:
        """Return the contracts that some release has and head has not, as the last that has them."""
        return list(self.finder.gone(map(self.tree, reversed(self.known)), head, present))


def against_releases(
    pair: Pair, unit: Unit, sides: tuple[Tree | None, Tree], found: Compared, known: Releases
) -> Broken:
    """Return what differs from any release, beside ``found``, which is what differs from base.

    What base breaks already is among the changes of both, so that it is no news. Of what only a release tells, that
    which breaks nobody is left out.
    """
    base, head = sides
    once: dict[object, tuple[Compared, Compared | None]] = {}
    unread: list[Notification] = []
    is_sure = True
    ahead: list[tuple[Release, Compared]] = []
    behind: list[tuple[Release, Compared]] = []
    for release in known.known:
        tree = known.tree(release)
        there, is_known, note = known.finder.find(pair, unit, sides, tree)
        is_sure = is_sure and is_known
        unread += [note] if note is not None else []
        if there is None:
            continue
        blobs = (there.root, tuple((path, tree.blob(path)) for path in there.members))
        if blobs not in once:
            compare = load(there.dialect).compare
            now, then = compare(there, tree, pair.head, head), None
            if base is not None and pair.base is not None and not _keys(now) <= _keys(found):
                then = compare(there, tree, pair.base, base)  # not all of it is this change's
            once[blobs] = now, then
        now, then = once[blobs]
        ahead.append((release, with_versions(now, unit, tree, head, known.settings)))
        if then is not None and base is not None:
            behind.append((release, with_versions(then, unit, tree, base, known.settings)))
    is_sure = is_sure and all(not compared.notifications for _, compared in ahead)
    tells_all = unit.dialect not in _STEPS or base is None
    given = found if base is not None else Compared()
    told = _together(given, ahead, behind, is_sure=is_sure, tells_all=tells_all)
    return told._replace(notifications=(*unread, *told.notifications))


def _together(
    found: Compared,
    ahead: Sequence[tuple[Release, Compared]],
    behind: Sequence[tuple[Release, Compared]],
    *,
    is_sure: bool,
    tells_all: bool,
) -> Broken:
    now = _by_key(ahead)
    touched = [subject for some in now.values() for change in some.values() for subject in _subjects(change)]
    head: list[Change] = []
    for change in found.changes:
        there = now.pop((change.kind, change.subject), {})
        mine = _subjects(change) if is_sure and not there else ()
        is_new = is_sure and not there and not any(_meet(one, other) for one in mine for other in touched)
        head.append(_told(change, there, is_unreleased=is_new))
    if not tells_all:
        return Broken(tuple(head), (), tuple(_notes(ahead)))
    head += [change for there in now.values() if (change := _of_releases(there)).compatibility != "compatible"]
    return Broken(tuple(head), _known(head, _keys(found), behind), tuple(_notes(ahead)))


def _by_key(compared: Sequence[tuple[Release, Compared]]) -> dict[Key, dict[str, Change]]:
    """Return changes by what they are and by the release that they are told from."""
    found: dict[Key, dict[str, Change]] = {}
    for release, one in compared:
        for change in one.changes:
            found.setdefault((change.kind, change.subject), {})[release.tag] = change
    return found


def _keys(compared: Compared) -> set[Key]:
    """Return what is not compatible, by kind and subject."""
    return {(one.kind, one.subject) for one in compared.changes if one.compatibility != "compatible"}


def _known(head: Iterable[Change], new: set[Key], behind: Sequence[tuple[Release, Compared]]) -> tuple[Change, ...]:
    """Return what base breaks of the releases.

    What head turned into something else again is not the same, nor is what differs from base itself (``new``).
    """
    now = {(change.kind, change.subject): change for change in head}
    last = {key: _of_releases(there) for key, there in _by_key(behind).items() if key not in new}
    return tuple(
        one for key, one in last.items() if one.compatibility != "compatible" and _is_no_more(now.get(key, one), one)
    )


def _is_no_more(head: Change, base: Change) -> bool:
    """Tell whether a change of head is what base has broken already: it became the same, in no further operation."""
    return head.after == base.after and set(_subjects(head)) <= set(_subjects(base))


def _subjects(change: Change) -> Sequence[str]:
    """Return all that a change is about: one of a schema is about each operation that uses it, the first is in front.

    Where it does not say all of them it may be about anything.
    """
    listed = change.details.get("operations")
    known = [str(one) for one in listed] if isinstance(listed, list | tuple) else []
    if not known or not change.subject.startswith(known[0]):
        return (change.subject,)
    count = change.details.get("operation_count", len(known))
    if isinstance(count, int) and count > len(known):
        return ("",)
    rest = change.subject[len(known[0]) :]
    return [one + rest for one in known]


def _of_releases(there: Mapping[str, Change]) -> Change:
    """Return one change for all releases: as the newest of those has it for which it is worst."""
    return _told(_worst(list(there.values())), there)


def _worst(changes: Sequence[Change]) -> Change:
    return max(reversed(changes), key=lambda change: _RANK[change.compatibility])


def _told(change: Change, there: Mapping[str, Change], *, is_unreleased: bool = False) -> Change:
    """Return a change that knows which releases it breaks; what is worse for one of them than for base, is."""
    if not there:
        return change._replace(details={**change.details, "unreleased": True}) if is_unreleased else change
    worst = _worst(list(there.values()))
    if _RANK[worst.compatibility] > _RANK[change.compatibility]:
        change = worst._replace(base_location=change.base_location or worst.base_location)
    tags = [tag for tag, one in there.items() if one.compatibility != "compatible"]
    if not tags:
        return change
    details: dict[str, object] = {**change.details, "releases": tags, "oldest_release": tags[0]}
    if change.details.get("deprecated") is True:
        newest_first = [one.details.get("deprecated") is True for one in there.values()][::-1]
        details["deprecated_releases"] = [*newest_first, False].index(False)  # without a break
    bumps = [one.details["bump"] for one in (change, *there.values()) if "bump" in one.details]
    if bumps:  # what is new for one release may be a patch of another
        details["bump"] = min(bumps, key=_BUMPS.index)
    return change._replace(details=details, message=f"{change.message}; {_broken(tags)}")


def _broken(tags: Sequence[str]) -> str:
    if len(tags) == 1:
        return f"this breaks what release {tags[0]} has"
    return f"this breaks what {len(tags)} releases have, from {tags[0]} to {tags[-1]}"


def _meet(one: str, other: str) -> bool:
    """Tell whether two subjects are the same, or one is in the other."""
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    if not longer.startswith(shorter):
        return False
    return not shorter or len(longer) == len(shorter) or not longer[len(shorter)].isalnum()


def _notes(ahead: Sequence[tuple[Release, Compared]]) -> Iterable[Notification]:
    """Yield what could not be read of a release, once; what is wrong with head is said elsewhere."""
    seen: set[tuple[str, Location | None]] = set()
    for release, compared in ahead:
        for note in compared.notifications:
            is_there = note.location is not None and note.location.revision == release.tag
            if is_there and (note.message, note.location) not in seen:
                seen.add((note.message, note.location))
                yield note._replace(level="warning", message=f"{note.message} (in release {release.tag})")
