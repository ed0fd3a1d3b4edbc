"""Whether somebody has to agree when the gate itself is changed: the code owners of its files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.errors import ReadError
from trueline.model.location import Location, Region
from trueline.repo.patterns import matches
from trueline.run.doctor.advice import Advice
from trueline.run.doctor.workflows import gate_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.run.doctor.advice import Patient

PLACES: Final = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
"""Where the forges look; GitHub takes the first of its three, GitLab its own after the root's and docs'."""

_TOPIC: Final = "code owners"


class _Line(NamedTuple):
    pattern: str
    owners: Sequence[str]
    number: int


def examine(patient: Patient) -> Iterator[Advice]:
    """Say for each file that decides what the gate does whether it has an owner."""
    files = _guarded(patient)
    place = next((path for path in PLACES if patient.tree.exists(path)), "")
    if not place:
        names = " and ".join(sorted({_folder(path) for path in files}))
        message = "there is no CODEOWNERS file: whoever may merge may change the gate"
        yield Advice("mend", _TOPIC, message, f"write .github/CODEOWNERS with a line for {names}")
        return
    lines = _read(patient, place)
    bare = []
    for path in [*files, place]:
        decides = next((line for line in reversed(lines) if matches(path, [line.pattern])), None)
        if decides is None:
            bare.append((path, Location(place)))
        elif not decides.owners:
            bare.append(
                (path, Location(place, "", Region(decides.number, 1, decides.number, len(decides.pattern) + 1)))
            )
    for path, location in bare:
        fix = f"`/{_folder(path)} @your-platform-team`, below the lines that would win over it"
        yield Advice("mend", _TOPIC, f"nobody owns {path}", fix, location)
    if not bare:
        yield Advice("ok", _TOPIC, f"{place} has an owner for each of {', '.join(files)}")
    message = "whether a code owner's approval is required cannot be seen from here"
    yield Advice("unseen", _TOPIC, message, "turn on `Require review from Code Owners` for the target branch")


def _guarded(patient: Patient) -> list[str]:
    own = [name for name in patient.settings.policies if not name.startswith(("builtin", "package:"))]
    first = [_first_below(patient, name.removeprefix("./")) for name in own]
    return list(dict.fromkeys([".trueline/config.yaml", *filter(None, first), *gate_files(patient)]))


def _first_below(patient: Patient, name: str) -> str:
    if patient.tree.exists(name):
        return name
    return next((path for path in patient.tree.paths() if path.startswith(f"{name}/")), "")


def _folder(path: str) -> str:
    return path.rpartition("/")[0] + "/" if "/" in path else path


def _read(patient: Patient, place: str) -> list[_Line]:
    try:
        text = patient.tree.read(place).data.decode("utf-8", "replace")
    except ReadError:
        return []
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.partition(" #")[0].split()
        if words and not words[0].startswith(("#", "[", "^[")):  # a comment, or a section of GitLab's
            found.append(_Line(words[0], words[1:], number))
    return found
