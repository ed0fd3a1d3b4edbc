"""What a run cannot tell because a shallow clone does not show for certain where the change parted."""

from __future__ import annotations

from posixpath import dirname
from typing import TYPE_CHECKING

from trueline.config import CONFIG_PATH
from trueline.contracts.registry import formats_of
from trueline.model.report import Notification
from trueline.repo.parting import UNSHALLOW
from trueline.run import plan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.model.settings import Settings
    from trueline.model.unit import Unit
    from trueline.run.gate import Sides

_SHOWN = 3


def unsure(sides: Sides, units: Sequence[Unit], settings: Settings) -> tuple[Notification, ...]:
    """Return an error where trust has changed what the gate judges since, and head has it otherwise than trust.

    It is asked where it is not certain when that was.

    A branch that is merely old looks like that, and so does one that brings it back, with a comment more or as it was:
    the history that would tell them apart is not here.
    """
    paths = [path for path in sorted(_otherwise(sides)) if _is_judged(path, units, settings)]
    if not paths:
        return ()
    more = f" and {len(paths) - _SHOWN:,} more" if len(paths) > _SHOWN else ""
    message = (
        f"this clone is shallow, and does not show for certain where the change parted from {sides.trust.revision}: "
        f"{', '.join(paths[:_SHOWN])}{more} may be what it began with, or what it brings back; {UNSHALLOW}"
    )
    return (Notification("error", "clone-too-shallow", message),)


def _otherwise(sides: Sides) -> Iterator[str]:
    """Yield the paths that trust has otherwise than where head seems to have parted, and otherwise than head."""
    base, trust = sides.base or sides.trust, sides.trust
    for path in {*base.paths(), *trust.paths()}:
        if trust.blob(path) not in (base.blob(path), sides.head.blob(path)):
            yield path


def _is_judged(path: str, units: Sequence[Unit], settings: Settings) -> bool:
    own = (dirname(CONFIG_PATH), dirname(settings.source), *(one.removeprefix("./") for one in settings.policies))
    if plan.under(path, [folder for folder in own if folder]):
        return True
    return (
        bool(formats_of([path]))
        or any(planner.may_hold(path) for planner in plan.PLANNERS)
        or any(plan.may_read(unit, path) for unit in units)
    )
