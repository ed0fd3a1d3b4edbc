"""Two environments that should be alike: what one has that the other has not, and what both have otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.drift.environments.folding import folded
from trueline.drift.environments.pairing import pair
from trueline.drift.environments.sides import Place, read_side
from trueline.drift.environments.told import Comparison
from trueline.drift.environments.words import neutrals
from trueline.model.drift import Detected, Drift
from trueline.model.report import Notification

if TYPE_CHECKING:
    from trueline.drift.declared import Declared
    from trueline.drift.environments.sides import Side
    from trueline.model.drift_settings import Alike

__all__ = ["compare_environments"]


def compare_environments(declared: Declared) -> Detected:
    """Return what differs between each pair of environments that the settings say are alike."""
    drifts: list[Drift] = []
    notifications: list[Notification] = []
    for alike in declared.drift.alike:
        found, said = _compare(alike, declared)
        drifts += found
        notifications += said
    return Detected(tuple(drifts), (), tuple(dict.fromkeys(notifications)))


def _compare(alike: Alike, declared: Declared) -> tuple[list[Drift], list[Notification]]:
    words = neutrals(alike)
    left = read_side(Place(*alike.left, words[0], alike), declared)
    right = read_side(Place(*alike.right, words[1], alike), declared)
    problems = [*left.problems, *right.problems]
    gaps = [*_unchecked(left), *_unchecked(right)]
    if not left.components or not right.components:
        return gaps, problems
    if left.components[0].resource is right.components[0].resource:
        message = f"{alike.name}: {alike.left[0]} and {alike.right[0]} are the very same, so nothing was compared"
        return gaps, [*problems, Notification("error", "environment-missing", message, alike.location)]
    comparison = Comparison(left, right)
    pairs = pair(left.components, right.components, words)
    drifts = list(comparison.drifts(pairs))
    drifts.sort(key=lambda one: (one.location.path, one.location.region or (0,), one.address, one.path, one.message))
    return [*gaps, *folded(drifts)], [*problems, _note(comparison, len(pairs.both))]


def _unchecked(side: Side) -> list[Drift]:
    """Return what could not be compared of a side, and why."""
    return [
        Drift(
            "snapshot/unchecked",
            location.path,
            location,
            message=f"{side.place.alike.name}: {reason}, so what differs in it is not known",
            unit=location.path,
            environment=side.place.name,
            details={"reason": reason, "pair": side.place.alike.name},
        )
        for location, reason in side.gaps
    ]


def _note(comparison: Comparison, compared: int) -> Notification:
    """Return what was compared, and how much of it differs as it usually does."""
    left, right = comparison.left.place.name, comparison.right.place.name
    things = (
        f"1 thing that is in both {left} and {right} was"
        if compared == 1
        else f"{compared:,} things that are in both {left} and {right} were"
    )
    message = f"{comparison.alike.name}: {things} compared"
    usual = sum(comparison.suppressed.values())
    if usual:
        kinds = ", ".join(f"{count} {name}" for name, count in sorted(comparison.suppressed.items()))
        message += f"; {usual} usual difference{'s are' if usual != 1 else ' is'} not told ({kinds})"
    let = sum(comparison.permitted.values())
    if let:
        message += f"; {let} may differ by the settings"
    return Notification("note", "environments-compared", message, comparison.alike.location)
