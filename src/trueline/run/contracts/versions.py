"""What each contract's changes say of its version: its own, or that of the file which the config names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.contracts.deprecation import MEMBERS, dated, of_details
from trueline.contracts.version_files import read_version
from trueline.contracts.versions import COMPARED, as_details, bump, is_too_low, required
from trueline.model.change import Change, Version
from trueline.model.report import Notification
from trueline.repo.patterns import matches

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.model.change import Bump, Compared
    from trueline.model.document import Reader
    from trueline.model.settings import Settings
    from trueline.model.unit import Unit
    from trueline.run.contracts.pairs import Pair

UNKNOWN_VERSION = "contract-version-unknown"
NO_DAY = "contract-sunset-invalid"
_STEPS = "sql"


def with_versions(compared: Compared, unit: Unit, base: Reader, head: Reader, settings: Settings) -> Compared:
    """Return what was compared with the version in the details of every change, and with what is wrong with it.

    What base announced with a day that is none is said too: such a day never comes.
    """
    if not compared.changes:
        return compared
    notes = list(compared.notifications)
    version = compared.version
    files = _files_of(unit, settings)
    if version is None and len(set(files.values())) > 1:
        return _of_several(compared, files, base, head)
    if version is None and files:
        version, problem = _from_file(next(iter(files.values())), base, head)
        notes += [problem] if problem is not None else []
    about = {} if version is None else as_details(version)
    changes = tuple(change._replace(details={**_settled(change), **about}) for change in compared.changes)
    notes += dict.fromkeys(note for change in changes for note in _wrong_days(change))
    return compared._replace(changes=changes, notifications=tuple(notes), version=version)


def compared_version(compared: Compared, pair: Pair) -> Change | None:
    """Return the fact of how far the version of a contract was raised, None of one that has none or did not change."""
    version, needed = compared.version, required(compared.changes)
    if version is None or pair.base is None or pair.head is None or not compared.changes:
        return None
    versions = f"{version.before or 'none'} → {version.after or 'none'}"
    raised = "not raised" if version.bump == "none" else f"raised as a {version.bump} version"
    name = pair.unit.root or pair.unit.dialect
    message = f"the version of {name} was {raised} ({versions}); its changes need a {needed} one"
    first = compared.changes[0]
    places = version.location or first.location, version.base_location or first.base_location
    is_low = is_too_low(version.bump, needed)
    details = {**as_details(version), "required_bump": needed, "too_low": is_low, "format": pair.unit.dialect}
    return Change(
        COMPARED.id, name, message, COMPARED.compatibility, location=places[0],
        base_location=places[1], before=version.before or None, after=version.after or None, details=details,
    )  # fmt: skip


def _files_of(unit: Unit, settings: Settings) -> dict[str, str]:
    """Return the file with the version of each file of a contract, by the first pattern that means it.

    Migrations have none: the code of the last release runs beside them, whatever the next one is called.
    """
    if unit.dialect == _STEPS:
        return {}
    found: dict[str, str] = {}
    for path in filter(None, (unit.root, *unit.members)):
        known = settings.contracts.versions.items()
        file = next((file for pattern, file in known if matches(path, (pattern,))), "")
        if file:
            found[path] = file
    return found


def _of_several(compared: Compared, files: Mapping[str, str], base: Reader, head: Reader) -> Compared:
    """Return what was compared of a contract whose files have several versions: each change has that of its file."""
    versions = {file: _from_file(file, base, head) for file in sorted(set(files.values()))}
    notes = [note for _, note in versions.values() if note is not None]
    changes = []
    for change in compared.changes:
        places = (change.base_location, change.location)
        file = next((files[place.path] for place in places if place is not None and place.path in files), "")
        about = as_details(versions[file][0]) if file else {}
        changes.append(change._replace(details={**_settled(change), **about}))
    notes += dict.fromkeys(note for change in changes for note in _wrong_days(change))
    return compared._replace(changes=tuple(changes), notifications=(*compared.notifications, *notes))


def _from_file(path: str, base: Reader, head: Reader) -> tuple[Version, Notification | None]:
    before, after = read_version(path, base), read_version(path, head)
    raised: Bump = "unknown" if before.problem or after.problem else bump(before.text, after.text)
    version = Version(before.text, after.text, raised, after.location, before.location if before.text else None)
    if after.problem:
        message = f"the version of contracts is not known: {path} {_said(after.problem, path)}"
        return version, Notification("warning", UNKNOWN_VERSION, message, after.location)
    if not before.problem and raised == "unknown":
        message = f"whether {before.text} → {after.text} is a major version is not known: these are no numbers"
        return version, Notification("warning", UNKNOWN_VERSION, message, after.location)
    return version, None


def _said(problem: str, path: str) -> str:
    return problem.removeprefix(path).strip(" :") or problem


def _settled(change: Change) -> dict[str, object]:
    """Return details whose sunset is a day, or is none at all."""
    details = dict(change.details)
    said = details.pop("sunset", None)
    if said is not None and str(said).strip():
        details |= dated(str(said))
    if change.base_location is None and change.location is not None:  # head alone has it: nobody could know
        return {name: value for name, value in details.items() if name not in MEMBERS}
    return details


def _wrong_days(change: Change) -> Iterator[Notification]:
    day = of_details(change.details).get("sunset_invalid")
    if day is not None:
        message = f"{change.subject} was deprecated until {day}, which is no day and so never past"
        yield Notification("warning", NO_DAY, message, change.base_location)
