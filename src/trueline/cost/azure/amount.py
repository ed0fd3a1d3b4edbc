"""Reckoning with figures that may be unknown, and what several estimators of Azure share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.cost.reckoning import moved, of, perhaps_scaled
from trueline.cost.subject import Subject, scale, spread, times
from trueline.values.bounds import ANYTHING, Bounds, Spread
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trueline.model.cost import Component, Gap

DAYS: Final = 730 / 24
"""The days of a month of 730 hours."""


def between(least: float | Unknown, most: float | Unknown) -> Spread:
    """Return a figure that moves between two: at its least, somewhere between, at its most."""
    low, high = spread(least)[0].least, spread(most)[0].most
    return Spread(low, Bounds(low.low, high.high), high)


def is_on(value: object) -> bool | Unknown:
    """Return whether a switch is on, which is off where nothing is said."""
    return value if isinstance(value, Unknown) else value not in (None, False, "false")


def within(it: Subject, kind: str, *attributes: str) -> Subject:
    """Return ``it`` where the resource is that it belongs to, for what says no location of its own."""
    for attribute in attributes:
        for owner in it.refers(kind, attribute):
            return moved(it, owner.region)
    return it


def scaled(it: Subject, parts: Iterable[Component], instances: float | Unknown) -> list[Component]:
    """Return the parts of one instance for all: as many as an autoscale setting allows, or ``instances``."""
    amount, gaps = autoscaled(it, instances)
    return times(parts, amount, gaps)


def autoscaled(it: Subject, instances: float | Unknown) -> tuple[Spread, tuple[Gap, ...]]:
    """Return how many instances there are at minimum, expected and maximum scale."""
    capacities: list[tuple[float | Unknown, float | Unknown, float | Unknown]] = []
    settings = it.linked("azurerm_monitor_autoscale_setting", "target_resource_id")
    for setting in settings:
        for index, profile in enumerate(setting.items("profile")):
            if isinstance(profile, Unknown):
                return scale(ANYTHING, capacities[0][1] if capacities else profile, profile)
            path = f"profile[{index}].capacity[0]."
            capacities.append(
                (setting.number(path + "minimum"), setting.number(path + "default"), setting.number(path + "maximum"))
            )
    if not capacities and settings.open is not None:
        return perhaps_scaled(instances, settings.open)
    if not capacities:
        return scale(instances, instances, instances)
    least = of(min, *[one for one, _, _ in capacities]) if len(capacities) > 1 else capacities[0][0]
    most = of(max, *[one for _, _, one in capacities]) if len(capacities) > 1 else capacities[0][2]
    return scale(least, capacities[0][1], most)
