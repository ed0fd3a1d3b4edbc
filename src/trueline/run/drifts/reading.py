"""The files that tell a run what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from trueline.drift.snapshot import Refused, newest_instant, read_snapshot
from trueline.model.drift import Drift
from trueline.model.location import Location
from trueline.values.bounds import Bounded, Bounds
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from trueline.model.document import Reader
    from trueline.model.drift import Snapshot
    from trueline.model.report import Input, Notification
    from trueline.run.gate import Request


Named: TypeAlias = tuple[str, str | None, bool]
"""A file, the Terraform root that it is named for, and whether it is a plan of that."""


class Given(NamedTuple):
    """The snapshots of a run, and what became of files that are none."""

    snapshots: tuple[Snapshot, ...]
    inputs: tuple[Input, ...] = ()
    notifications: tuple[Notification, ...] = ()

    @property
    def of_any_revision(self) -> tuple[Snapshot, ...]:
        """Those that tell the same of every revision: a plan was made of head alone."""
        return tuple(one for one in self.snapshots if one.kind != "terraform-plan")

    def facts(self, now: datetime, compared: Mapping[str, int]) -> Iterator[Drift]:
        """Yield one fact for each: how old it is, and how many declared things were held against it, where known."""
        for one in self.snapshots:
            number = compared.get(one.path)
            details: dict[str, object] = {"age_hours": _age(one, now), "snapshot_kind": one.kind}
            details |= {"origin": one.origin} if one.origin else {}
            details |= {"compared": number} if number is not None else {}
            yield Drift(
                "snapshot/read", one.path, Location(one.path), message=_said(one, number), snapshot=one.path,
                details=details,
            )  # fmt: skip


def _age(one: Snapshot, now: datetime) -> object:
    """Return how many hours old a snapshot is; where it does not say, no older than the newest instant in it."""
    if one.taken is not None:
        return _hours(now, one.taken)
    reason = f"{one.path} does not say when it was taken"
    newest = newest_instant(one.document.root) if one.kind == "kubernetes" else None
    return Unknown([reason]) if newest is None else Bounded(Bounds(0.0, max(0.0, _hours(now, newest))), [reason])


def _hours(now: datetime, then: datetime) -> float:
    return round((now - then).total_seconds() / 3600, 2)


def read_all(tree: Reader, request: Request) -> Given:
    """Return the snapshots that a run names."""
    named: list[Named] = [(path, None, False) for path in request.live]
    named += [(path, root, False) for root, paths in request.states.items() for path in paths]
    named += [(path, root, True) for root, path in request.plans.items()]
    given = read_named(tree, named)
    snapshots = tuple(one._replace(environment=request.live.get(one.path, "")) for one in given.snapshots)
    return given._replace(snapshots=snapshots)


def read_named(tree: Reader, named: Iterable[Named]) -> Given:
    """Return the snapshots that files are."""
    snapshots, inputs, notifications = [], [], []
    for path, root, is_plan in named:
        found = read_snapshot(path, tree, root=root, is_plan=is_plan)
        if not isinstance(found, Refused):
            snapshots.append(found)
        elif not is_plan:  # whoever judges what is planned says what is wrong with a plan
            inputs.append(found.input)
            notifications.append(found.notification)
    return Given(tuple(snapshots), tuple(inputs), tuple(notifications))


def _said(one: Snapshot, compared: int | None) -> str:
    when = f"taken {one.taken:%Y-%m-%d %H:%M} UTC" if one.taken is not None else "which does not say when it was taken"
    places = " in ".join(filter(None, (one.environment, one.origin)))
    much = [] if compared is None else [f"{compared:,} declared {'thing' if compared == 1 else 'things'} compared"]
    return ", ".join([f"{one.kind} of {places}" if places else one.kind, when, *much])
