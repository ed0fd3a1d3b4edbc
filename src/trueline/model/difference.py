"""What differs between two revisions: resources added, removed, moved and changed, and which of their values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from trueline.model.change import Change
    from trueline.model.location import Location, Path
    from trueline.model.report import Input, Notification

DifferenceKind: TypeAlias = Literal["added", "removed", "changed", "moved"]


class ValueDifference(NamedTuple):
    """One value that is not what it was; ``None`` on a side where there is none, and no location there.

    ``before`` and ``after`` are plain data to print: what is unknown or secret in them is said in brackets.
    """

    path: Path
    before: object
    after: object
    base_location: Location | None = None
    location: Location | None = None


class Difference(NamedTuple):
    """One resource that differs. ``moved`` is one that is in another unit or under another address, and else the same.

    ``location`` is where it stands at head, or at base where it is only there; ``former`` its address at base where
    that is another one.
    """

    kind: DifferenceKind
    resource_kind: str
    address: str
    location: Location
    environment: str = ""
    former: str = ""
    base_location: Location | None = None
    values: tuple[ValueDifference, ...] = ()


class Comparison(NamedTuple):
    """All that differs between ``base`` and ``head``, ``changes`` in their contracts.

    It is not ``complete`` where something of them could not be read.
    """

    base: str
    head: str
    complete: bool
    differences: tuple[Difference, ...] = ()
    changes: tuple[Change, ...] = ()
    inputs: tuple[Input, ...] = ()
    notifications: tuple[Notification, ...] = ()
