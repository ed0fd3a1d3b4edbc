"""Objects that are declared twice, and differently: what the declarations that are farther from what is there say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.drift.kubernetes.environment import are_apart
from trueline.drift.kubernetes.telling import line, touches
from trueline.model.drift import Drift

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from trueline.drift.kubernetes.objects import Pair
    from trueline.drift.kubernetes.walk import Difference
    from trueline.model.drift import Snapshot
    from trueline.model.settings import Environment

_MOST_NAMED: Final = 3
_MOST_PATHS: Final = 20


def twins(
    declared: Iterable[Sequence[Pair]], snapshot: Snapshot, environments: Sequence[Environment]
) -> Iterator[Drift]:
    """Yield each declaration that differs otherwise from what is there than the nearest one of the same object does.

    ``declared`` are for each object its declarations, the nearest first. Which of them is applied nobody knows, so it
    is not known either whether what differs by one of them drifted. Those of other environments are meant for others.
    """
    names = [one.name for one in environments]
    for pairs in declared:
        for rival in pairs[1:]:
            nearest = pairs[0]
            if not are_apart(rival.candidate.unit, nearest.candidate.unit, names):
                yield from _told(rival, nearest, snapshot)


def _told(rival: Pair, nearest: Pair, snapshot: Snapshot) -> Iterator[Drift]:
    known = {_key(one) for one in nearest.differences}
    own = [one for one in rival.differences if _key(one) not in known]
    if not own:
        return
    resource, other = rival.candidate.resource, nearest.candidate.resource.locate(()).primary
    kind = rival.candidate.identity.kind.name
    paths = list(dict.fromkeys(one.spot.text for one in own))
    named = ", ".join(paths[:_MOST_NAMED]) + (f" and {len(paths) - _MOST_NAMED} more" if paths[_MOST_NAMED:] else "")
    reason = f"declared twice, and differently, at {other.path}"
    found = {name for one in own for name in touches(kind, one.spot.text, one.actual)}
    yield Drift(
        "snapshot/unchecked", resource.address, rival.place(own[0]).primary, resource.kind,
        message=line(f"{resource.address} is {reason}: by this one {named} would not be what is there"),
        related=(other._replace(message="the other declaration"),), unit=resource.unit,
        environment=resource.environment, snapshot=snapshot.path,
        details={"reason": reason, "paths": paths[:_MOST_PATHS], **({"touches": sorted(found)} if found else {})},
    )  # fmt: skip


def _key(one: Difference) -> tuple[str, str, str]:
    return one.kind, one.spot.text, repr(one.declared)
