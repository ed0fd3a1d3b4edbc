"""Units that declare the same objects for one place: only the one that is nearest to what is there is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trueline.drift.kubernetes.identity import Identity

UnitName: TypeAlias = "tuple[str, str]"
"""Root and environment of a unit."""


class Standing(NamedTuple):
    """One object that a unit declares: what it is, and by how many differences it is not what is there."""

    unit: UnitName
    identity: Identity
    distance: int


class Nearer(NamedTuple):
    """The unit that is meant instead of another; ``is_truly`` where it is nearer, and not only first by name."""

    unit: UnitName
    is_truly: bool


def losers(standings: Iterable[Standing]) -> dict[UnitName, Nearer]:
    """Return the units that share at least half of their objects with one that is nearer, each with that.

    Overlays of one base for several environments do. Of two that are equally near the first by name is kept.
    """
    objects: dict[UnitName, set[Identity]] = {}
    far: dict[UnitName, int] = {}
    owners: dict[Identity, set[UnitName]] = {}
    for unit, identity, distance in standings:
        objects.setdefault(unit, set()).add(identity)
        far[unit] = far.get(unit, 0) + distance
        owners.setdefault(identity, set()).add(unit)
    found: dict[UnitName, Nearer] = {}
    for unit, own in objects.items():
        others = _shared(unit, own, owners)
        better = [
            other for other, count in others.items() if count * 2 >= len(own) and _rank(other, far) < _rank(unit, far)
        ]
        if better:
            nearest = min(better, key=lambda other: _rank(other, far))
            found[unit] = Nearer(nearest, far[nearest] < far[unit])
    return found


def _shared(unit: UnitName, own: set[Identity], owners: Mapping[Identity, set[UnitName]]) -> dict[UnitName, int]:
    counts: dict[UnitName, int] = {}
    for identity in own:
        if len(owners[identity]) > 1:
            for other in owners[identity] - {unit}:
                counts[other] = counts.get(other, 0) + 1
    return counts


def _rank(unit: UnitName, far: Mapping[UnitName, int]) -> tuple[int, UnitName]:
    return far[unit], unit
