"""What a run was asked to judge and could not see: said, and where the config asks for it, an error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from trueline.model.location import Location
from trueline.model.report import LIBRARY, PART_OF, SHADOWED, Notification
from trueline.repo.listing import SPARSE, SUBMODULE
from trueline.run.plan import under

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from trueline.model.report import Input
    from trueline.model.settings import Settings

NOT_INSTALLED = "terraform-module-not-installed"
"""The notification of a module whose source is elsewhere; it is a note, unless unknowns fail."""

_NOTHING = "nothing-to-judge"
_BROKEN = ("unreadable", "partly-read")
_TAKEN = "a submodule is now in the place of what was judged here"


def account(
    notifications: Sequence[Notification], inputs: Sequence[Input], settings: Settings, asked: Sequence[str] | None
) -> list[Notification]:
    """Return the notifications with those of what was not judged; ``asked`` are the paths of the command.

    Not rendered charts and kustomizations, and modules that are not installed, are what nobody can know: the mode of
    unknowns governs them. ``asked`` is None where a run is narrowed by what changed, which may well be nothing.
    """
    fails = settings.unknown == "fail" or (settings.unknown is None and settings.profile == "strict")
    unread = {given.path for given in inputs if given.kind and given.state in _BROKEN}
    found = [
        note._replace(level="error") if (fails and note.id == NOT_INSTALLED) or _is_of(note, unread) else note
        for note in notifications
    ]
    if fails:
        found += [
            Notification("error", "not-rendered", f"{given.kind} not rendered: {given.reason}", Location(given.path))
            for given in inputs
            if given.state == "not-rendered"
        ]
    found += _absent(inputs, "error" if fails else "warning")
    told = {note.location.path for note in found if note.location is not None and note.level == "error"}
    return [*found, *([] if asked is None else _nothing(inputs, asked, told))]


def _absent(inputs: Iterable[Input], level: Literal["warning", "error"]) -> Iterator[Notification]:
    """Say which folders are not here, though the repository has them."""
    for given in inputs:
        if given.reason in (SPARSE, SUBMODULE):
            message = f"{given.path} is {given.reason}, so it was not judged"
            yield Notification(level, "not-checked-out", message, Location(given.path))
        elif given.reason == _TAKEN:
            yield Notification("error", "not-checked-out", _TAKEN, Location(given.path))


def _is_of(note: Notification, unread: Collection[str]) -> bool:
    """Tell whether a note says why a file that had to be read could not be."""
    return note.id == "unreadable-input" and note.location is not None and note.location.path in unread


def no_longer_readable(head: Sequence[Input], base: Sequence[Input]) -> list[Input]:
    """Return head's inputs, in which what was read at base is claimed still.

    Nothing hides by being broken, by being made a part of what is not rendered, by a file of OpenTofu beside it, or by
    a submodule that takes its place.
    """
    kinds = {given.path: given.kind for given in base if given.state == "read" and given.kind}
    unrendered = {PART_OF + given.path for given in head if given.state == "not-rendered"}
    return [_claimed_still(given, kinds, unrendered) for given in head]


def _claimed_still(given: Input, kinds: Mapping[str, str], unrendered: Collection[str]) -> Input:
    kind = kinds.get(given.path, "")
    if kind and given.state in _BROKEN:
        return given._replace(kind=kind)
    if kind and given.state == "not-rendered":
        return given._replace(
            state="unreadable", reason=f"it was judged at base, and is not rendered now: {given.reason}"
        )
    if kind and given.state == "not-judged" and given.reason in unrendered:
        reason = f"it was judged at base, and is {given.reason} now, which is not rendered"
        return given._replace(kind=kind, state="unreadable", reason=reason)
    if kind and given.reason == LIBRARY:
        return given._replace(state="unreadable", reason=f"it was judged at base, and now is a library: {LIBRARY}")
    if kind and given.reason == SHADOWED:
        return given._replace(state="unreadable", reason=f"it was judged at base, and now {SHADOWED}")
    if given.reason == SUBMODULE:
        taken = next((kind for path, kind in kinds.items() if under(path, [given.path])), "")
        if taken:
            return given._replace(state="unreadable", kind=taken, reason=_TAKEN)
    return given


def _nothing(inputs: Sequence[Input], asked: Sequence[str], told: Collection[str]) -> Iterator[Notification]:
    """Say which of the paths hold nothing that Trueline reads; a file that was named and is not read is an error."""
    for path in asked:
        if path in told:
            continue
        given = next((given for given in inputs if given.path == path), None)
        if given is not None and given.state in ("unclaimed", "unreadable", "partly-read"):
            reason = given.reason or "nothing reads this file"
            yield Notification("error", _NOTHING, f"{reason}, so it was not judged", Location(path))
        elif not _claimed(given for given in inputs if under(given.path, [path])):
            yield Notification(
                "warning", "nothing-to-judge", "nothing here is read, so nothing was judged", Location(path)
            )
    if not asked and not _claimed(inputs):
        yield Notification("warning", _NOTHING, "nothing in this tree is read, so nothing was judged")


def _claimed(inputs: Iterable[Input]) -> bool:
    return any(given.state != "unclaimed" for given in inputs)
