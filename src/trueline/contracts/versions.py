"""Versions of contracts: by how much one was raised, and by how much it had to be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.model.change import ChangeKind, Version
from trueline.values.semver import parse_semver

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trueline.model.change import Bump, Change
    from trueline.values.semver import Semver

ORDER: Final[tuple[Bump, ...]] = ("none", "patch", "minor", "major")
"""From the least; ``unknown`` has no place among them."""

COMPARED: Final = ChangeKind(
    "contract/version-compared", "By how much a version was raised, and by how much its changes need", "compatible"
)
"""What is said of a contract as a whole, beside its changes."""

_DATE: Final = re.compile(r"((?:19|20)\d{2}(?P<dash>-?)\d{2}(?P=dash)\d{2})(?:[.-][A-Za-z][\w.-]*)?\Z")
_NAME: Final = re.compile(r"v(\d{1,9})(?:(alpha|beta)(\d{1,9})?)?\Z")
_SEGMENT: Final = re.compile(
    r"(?:^|[/._:-])(v\d{1,9}(?:(?:alpha|beta)\d{0,9})?|v?\d{1,9}(?:\.\d{1,9}){1,2})(?=$|[/._:#-])"
)
_FIRST_YEAR: Final = 1900
_STAGES: Final = {"alpha": 0, "beta": 1, None: 2}


def bump(before: str, after: str) -> Bump:
    """Return what part of a version was raised; none where it is the same or lower, unknown of what are no versions.

    Of 0.x versions the minor is what the major is later. A name (``v1beta1``) is raised as a whole: whoever relies on
    the old one names it. A later date, year or bare number tells nothing: some teams write one with every build.
    """
    if before == after:
        return "none"
    names, days = (_name(before), _name(after)), (_date(before), _date(after))
    if names[0] is not None and names[1] is not None:
        return "major" if names[1] > names[0] else "none"
    if days[0] is not None or days[1] is not None:
        return "none" if all(days) and str(days[1]) < str(days[0]) else "unknown"
    old, new = _semver(before), _semver(after)
    if old is None or new is None:
        return "unknown"
    raised = _raised(old, new)
    return "unknown" if raised == "major" and (_counts(before, old) or _counts(after, new)) else raised


def is_lower(before: str, after: str) -> bool:
    """Tell whether a version is certainly lower than before."""
    return before != after and bump(before, after) == "none" and bump(after, before) != "none"


def required(changes: Iterable[Change]) -> Bump:
    """Return by what a version must be raised: major for what breaks, minor for what was added, patch for the rest."""
    needed: Bump = "none"
    for change in changes:
        if change.compatibility == "breaking":
            return "major"
        is_new = change.compatibility == "compatible" and change.kind.endswith("-added")
        needed = "minor" if is_new or needed == "minor" else "patch"
    return needed


def is_too_low(raised: Bump, needed: Bump) -> bool:
    """Tell whether a version was certainly raised by less than is needed."""
    return raised != "unknown" and ORDER.index(raised) < ORDER.index(needed)


def as_details(version: Version) -> dict[str, object]:
    """Return what every change of a contract says of its version."""
    return {"version_before": version.before, "version_after": version.after, "bump": version.bump}


def segment(name: str) -> str:
    """Return the last part of a name (an ``$id``, a namespace) that is a version, empty where none is."""
    found = _SEGMENT.findall(name)
    return str(found[-1]) if found else ""


def by_name(before: str, after: str) -> Version | None:
    """Return what two names say of a version, None where neither has another one than the other."""
    old, new = segment(before), segment(after)
    return Version(old, new, bump(old, new)) if old and new and old != new else None


def _raised(old: Semver, new: Semver) -> Bump:
    was, now = (old.major, old.minor, old.patch), (new.major, new.minor, new.patch)
    if was == now:
        return "patch" if old < new else "none"
    if now < was:
        return "none"
    if was[0] != now[0] or (was[0] == 0 and was[1] != now[1]):
        return "major"
    return "minor" if was[1] != now[1] else "patch"


def _counts(text: str, version: Semver) -> bool:
    """Tell whether a version may be a year or the number of a build, of which every one is a new number."""
    return version.major >= _FIRST_YEAR or text.isdigit()


def _name(text: str) -> tuple[int, int, int] | None:
    found = _NAME.match(text)
    return (int(found[1]), _STAGES[found[2]], int(found[3] or 0)) if found else None


def _date(text: str) -> str | None:
    found = _DATE.match(text)
    return found[1] if found else None


def _semver(text: str) -> Semver | None:
    try:
        return parse_semver(text, lenient=True)
    except ValueError:
        return None
