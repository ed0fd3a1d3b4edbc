"""Reckoning with figures that may be unknown, and what several estimators of Azure share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.cost.aiming import Named, aimed
from trueline.cost.reckoning import Ends, around, moved, perhaps_scaled, scaled_between
from trueline.cost.subject import Subject, gap_of, scale, spread, times
from trueline.values.bounds import Bounds, Spread
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trueline.cost.subject import Amount
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
    """Return how many instances there are at minimum, expected and maximum scale: any profile of a setting may hold."""
    found = aimed(it, "azurerm_monitor_autoscale_setting", "target_resource_id", Named("name"))
    enabled = [(one, one.flag("enabled", default=True)) for one in (*found.surely, *found.perhaps)]
    sure = [one for one, flag in enabled if flag is True and one in found.surely]
    perhaps = [one for one, flag in enabled if flag is not False and one not in sure]
    number, gaps = _by_profiles(sure, instances)
    flags = [flag for _, flag in enabled if isinstance(flag, Unknown)]
    doubts = flags if found.open is None else [found.open, *flags]
    if not doubts:
        return number, gaps
    ways = [(number, gaps), *(_by_profiles([one], instances) for one in perhaps)]
    possible = around(one for one, _ in ways)
    if found.open is not None:
        possible, more = perhaps_scaled(possible, found.open)
        ways.append((possible, more))
    every = (gap for _, further in ways for gap in further)
    return possible, tuple(dict.fromkeys((*every, *map(gap_of, flags))))


def _by_profiles(settings: Sequence[Subject], instances: float | Unknown) -> tuple[Spread, tuple[Gap, ...]]:
    ends: list[Ends] = []
    wanted: list[Amount] = []
    for setting in settings:
        for index, profile in enumerate(setting.items("profile")):
            if isinstance(profile, Unknown):
                ends.append(Ends(profile, profile))
                wanted.append(profile)
                continue
            path = f"profile[{index}].capacity[0]."
            ends.append(Ends(setting.number(path + "minimum"), setting.number(path + "maximum")))
            wanted.append(setting.number(path + "default"))
    return scaled_between(ends, wanted[0]) if ends else scale(instances, instances, instances)
