"""Whether CODEOWNERS makes somebody an owner of files, so that the forge asks them before those are changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from trueline.errors import ReadError
from trueline.exceptions.owner_lines import parse
from trueline.exceptions.owner_patterns import fits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trueline.exceptions.owner_lines import Line, Section
    from trueline.model.document import Reader

Forge: TypeAlias = Literal["github", "gitlab"]

PLACES: Final[Mapping[Forge, tuple[str, ...]]] = {
    "github": (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"),
    "gitlab": ("CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"),
}
"""Where each forge looks; the first that is there is its only one."""

LARGEST: Final = 3_000_000
"""Bytes above which GitHub does not read the file."""


class OwnerLine(NamedTuple):
    """A line that makes somebody an owner, from 1, and whom; those of a section's heading where it names none."""

    file: str
    line: int
    owners: tuple[str, ...]
    pattern: str = ""

    def __str__(self) -> str:
        """Return ``CODEOWNERS:3 (@security)``."""
        return f"{self.file}:{self.line} ({', '.join(self.owners)})"


class Ownership(NamedTuple):
    """Whether every path has an owner; true when it is so. ``problem`` says why not, ``lines`` what makes it so."""

    lines: tuple[OwnerLine, ...] = ()
    problem: str = ""

    def __bool__(self) -> bool:
        """Tell whether every path has an owner for certain."""
        return bool(self.lines) and not self.problem


def covers(reader: Reader, paths: Iterable[str], forge: Forge | None = None) -> Ownership:
    """Return whether somebody owns every one of the files ``paths``, and by which lines.

    Where ``forge`` is not known, the file that each of them would take must say so, read as that forge reads it. What
    cannot be read with certainty makes nobody an owner, and may take ownership away.
    """
    wanted = tuple(dict.fromkeys(paths))
    if not wanted:
        return Ownership(problem="there is no file that could have an owner")
    forges = (forge,) if forge else tuple(PLACES)
    files = [(one, place) for one in forges if (place := _first(reader, PLACES[one]))]
    if not files:
        return Ownership(problem=f"there is no {' or '.join(dict.fromkeys(sum((PLACES[one] for one in forges), ())))}")
    found: dict[OwnerLine, None] = {}
    for one, place in files:
        owned = _by_file(reader, place, one, wanted)
        if not owned:
            return owned
        found |= dict.fromkeys(owned.lines)
    return Ownership(tuple(found))


def forge_of(repository: str) -> Forge | None:
    """Return which forge ``host/owner/name`` is on, None where the host does not say it."""
    host = repository.partition("/")[0].casefold()
    if host.endswith(".ghe.com") or host.startswith("github."):
        return "github"
    return "gitlab" if host.startswith("gitlab.") else None


def _first(reader: Reader, places: Sequence[str]) -> str:
    """Return the file that a forge takes; one that is there and cannot be read is taken all the same."""
    for place in places:
        folder, _, name = place.rpartition("/")
        if reader.exists(place) or name in reader.list(folder):
            return place
    return ""


def _by_file(reader: Reader, place: str, forge: Forge, paths: Sequence[str]) -> Ownership:
    try:
        data = reader.read(place).data
        sections = parse(data, place, sectioned=forge == "gitlab")
    except ReadError as error:
        return Ownership(problem=str(error))
    if len(data) > LARGEST:
        return Ownership(problem=f"{place} has {len(data):,} bytes, GitHub reads {LARGEST:,}")
    found: dict[OwnerLine, None] = {}
    for path in paths:
        owned = _by_sections(sections, path, place, forge)
        if not owned:
            return owned
        found |= dict.fromkeys(owned.lines)
    return Ownership(tuple(found))


def _by_sections(sections: Sequence[Section], path: str, place: str, forge: Forge) -> Ownership:
    """Return the line of the first section that has an owner for a path and must be asked."""
    refused = Ownership(problem=f"no line of {place} makes anybody an owner of {path}{_as_read(forge)}")
    for section in sections:
        if section.is_optional:
            continue
        owned = _by_lines(section.lines, path, place, forge)
        if owned:
            return owned
        refused = owned if owned.problem else refused
    return refused


def _by_lines(lines: Sequence[Line], path: str, place: str, forge: Forge) -> Ownership:
    """Return the last line that is about a path; one that may be about it decides only where it takes away."""
    excluded = next((line for line in lines if line.excludes and fits(line.pattern, path, forge) != "no"), None)
    if excluded is not None:
        return _nobody(excluded, path, place, forge)
    for line in reversed(lines):
        fit = fits(line.pattern, path, forge)
        if fit == "no":
            continue
        owners = line.owners(forge)
        if not owners:
            return _nobody(line, path, place, forge)
        if fit == "yes" and line.is_sound(forge):
            return Ownership((OwnerLine(place, line.number, owners, line.pattern),))
    return Ownership()


def _nobody(line: Line, path: str, place: str, forge: Forge) -> Ownership:
    return Ownership(problem=f"{place}:{line.number} leaves {path} without an owner{_as_read(forge)}")


def _as_read(forge: Forge) -> str:
    return f" as {'GitHub' if forge == 'github' else 'GitLab'} reads it"
