"""How much of what a run was asked about was compared at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.model.report import Notification
from trueline.run.drifts.asking import is_asked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from trueline.model.drift import Compared, Drift
    from trueline.run.gate import Request

NOT_KNOWN: Final = "not_known"
"""The detail of what could not be told because what declares it is not rendered, or not read whole."""
_NOTHING: Final = ("snapshot/", "expected/", "environment/")


def extent(compared: Iterable[Compared], request: Request) -> dict[str, int]:
    """Return of each snapshot how many of the things that are asked for it was held against."""
    found: dict[str, int] = {}
    for one in compared:
        found[one.snapshot] = found.get(one.snapshot, 0) + (one.number if is_asked(request, one.unit) else 0)
    return found


def without_twice(drifts: Iterable[Drift], compared: Iterable[Compared]) -> Iterator[Drift]:
    """Yield differences without that a unit was not held against one snapshot, where it was against another."""
    units = {one.unit for one in compared if one.number}
    yield from (one for one in drifts if not one.details.get("elsewhere") or one.unit not in units)


def in_vain(drifts: Sequence[Drift], numbers: dict[str, int], request: Request) -> Iterator[Notification]:
    """Yield an error where what is there was asked for, and nothing that is asked for was held against it."""
    if not request.live or any(numbers.values()):
        return
    asked = [one for one in drifts if is_asked(request, one.unit)]
    if any(not one.kind.startswith(_NOTHING) or one.details.get(NOT_KNOWN) for one in asked):
        return
    where = f" under {', '.join(request.scope.paths)}" if request.scope.paths else ""
    message = f"nothing that is declared{where} is in {', '.join(request.live)}, so nothing was compared"
    yield Notification("error", "nothing-compared", message)
