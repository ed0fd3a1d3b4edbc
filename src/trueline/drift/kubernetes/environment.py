"""Which units are of the environment that a snapshot is of, where several declare the same for several of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.drift.kubernetes.identity import Kind
    from trueline.drift.kubernetes.live import Live
    from trueline.model.unit import Unit

_OVERLAY: Final = "kustomization"
_WORD: Final = re.compile("[a-z0-9]+")
_ENVIRONMENTS: Final[Mapping[str, str]] = {  # how environments are called → one name for each
    word: words.split()[0]
    for words in (
        "production prod prd live",
        "staging stage stg",
        "development dev develop",
        "testing test tst",
        "qa", "uat", "preproduction preprod", "sandbox sbx", "demo", "integration int", "acceptance acc", "local",
    )
    for word in words.split()
}  # fmt: skip


class Names(NamedTuple):
    """What a unit declares, by kind and name, and the namespaces that it names."""

    objects: frozenset[tuple[Kind, str]]
    namespaces: frozenset[str]


def units_elsewhere(
    known: Sequence[tuple[Unit, Names]], live: Live, origin: str, environments: Sequence[str]
) -> dict[tuple[str, str, str], str]:
    """Return the units that are of another environment than the snapshot, each with how that is told.

    A unit is of the environment that it is planned for, or that a folder or file of its path is called by. Where the
    origin names one, those of others are elsewhere. Else, of units that declare mostly the same, those are whose
    namespaces are in no object of the snapshot while another's are; and those that declare into no other namespaces
    than these.
    """
    own = {name.lower() for name in environments}
    told = _environments(_WORD.findall(origin.lower()), own)
    if not told:
        told = {name for name in own if name and name in origin.lower()}
    found: dict[tuple[str, str, str], str] = {}
    if told:
        for unit, _ in known:
            said = _environments(_parts(unit), own)
            if said and not said & told:
                found[unit.key] = f"it is of {', '.join(sorted(said))}, and the snapshot of {origin}"
    if origin.lower() in own:  # somebody said so: what names none is of others where one that does declares the same
        found |= dict(_declared_by_name(known, origin.lower(), own))
    left = [(unit, names) for unit, names in known if unit.key not in found]
    found.update(_of_absent_namespaces(left, live))
    return found


def _declared_by_name(
    known: Sequence[tuple[Unit, Names]], name: str, own: set[str]
) -> Iterator[tuple[tuple[str, str, str], str]]:
    """Yield the units of no environment of which one that is called by the name declares mostly the same."""
    objects = {one for unit, names in known if name in _environments(_parts(unit), own) for one in names.objects}
    for unit, names in known:
        shared = len(names.objects & objects)
        if shared and shared * 2 >= len(names.objects) and not _environments(_parts(unit), own):
            yield unit.key, f"others declare mostly the same for {name}"


def are_apart(unit: Unit, other: Unit, environments: Sequence[str]) -> bool:
    """Tell whether two units are meant for different places: by environment, or as overlays of one base."""
    if unit.root == other.root:
        return unit.environment != other.environment
    if _OVERLAY == unit.dialect == other.dialect and set(unit.members) & set(other.members):
        return True
    own = {name.lower() for name in environments}
    said, others = _environments(_parts(unit), own), _environments(_parts(other), own)
    return bool(said and others) and not said & others


def _environments(words: Sequence[str], own: set[str]) -> set[str]:
    known = {*words, *(word.rstrip("0123456789") for word in words)}  # prod1, prod2
    return {word if word in own else _ENVIRONMENTS[word] for word in known if word in own or word in _ENVIRONMENTS}


def _parts(unit: Unit) -> list[str]:
    """Return the names of the folders and the file of a unit's path, the file's in parts, and its environment."""
    *folders, last = unit.root.lower().split("/")
    return [*folders, last, *last.split("."), *([unit.environment.lower()] if unit.environment else [])]


def _of_absent_namespaces(known: Sequence[tuple[Unit, Names]], live: Live) -> dict[tuple[str, str, str], str]:
    found: dict[tuple[str, str, str], str] = {}
    apart: set[str] = set()
    if not live.namespaces:
        return found
    present: dict[tuple[Kind, str], int] = {}
    for _, names in known:
        if names.namespaces & live.namespaces:
            for one in names.objects:
                present[one] = present.get(one, 0) + 1
    for unit, names in known:
        if not names.namespaces or names.namespaces & live.namespaces:
            continue
        shared = sum(1 for one in names.objects if one in present)
        if shared * 2 >= len(names.objects) and shared:
            found[unit.key] = (
                f"nothing in the snapshot is in {_named(names)}, and what it declares is in another namespace"
            )
            apart |= names.namespaces
    for unit, names in known:
        if names.namespaces and names.namespaces <= apart and unit.key not in found:
            found[unit.key] = (
                f"nothing in the snapshot is in {_named(names)}, and other units of it are of another environment"
            )
    return found


def _named(names: Names) -> str:
    return ", ".join(sorted(names.namespaces)[:3])
