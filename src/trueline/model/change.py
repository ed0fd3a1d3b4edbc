"""One difference between two revisions of a contract: what it is, where on both sides, and for whom it breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.model.location import Location
    from trueline.model.report import Input, Notification

Compatibility: TypeAlias = Literal["breaking", "dangerous", "compatible"]
"""Whether somebody who did nothing wrong fails for certain, may fail or behave otherwise, or notices nothing."""

Broken: TypeAlias = Literal["clients", "servers", "data", "code"]
"""Who or what breaks: callers, implementers, what is stored already, code that is compiled against the contract."""


Bump: TypeAlias = Literal["major", "minor", "patch", "none", "unknown"]
"""The part of a version that was raised; none where it is the same or lower, unknown of what cannot be compared."""


class ChangeKind(NamedTuple):
    """What there is to say of every change of one kind: ``openapi/response-property-removed``.

    ``direction`` is who writes the value: ``request``, ``response``, ``both`` or nothing. ``aliases`` are what other
    tools call it (``oasdiff:response-required-property-removed``).
    """

    id: str
    title: str
    compatibility: Compatibility
    breaks: tuple[Broken, ...] = ()
    direction: str = ""
    fix: str = ""
    aliases: tuple[str, ...] = ()


class Change(NamedTuple):
    """One difference. ``subject`` is its logical address in the contract, which no move and no reordering alters.

    ``location`` is where it stands at head, of what is gone the nearest parent that survives; ``base_location`` where
    it stood. Either is None on a side that has no such file. ``before`` and ``after`` are plain data, None where there
    is nothing; ``details`` are further fields that rules may read (``deprecated``, ``sunset``, ``categories``, …).
    ``contract`` is the root of the contract, which a run knows (``.`` for a whole repository).
    """

    kind: str
    subject: str
    message: str
    compatibility: Compatibility
    breaks: tuple[Broken, ...] = ()
    location: Location | None = None
    base_location: Location | None = None
    before: object = None
    after: object = None
    details: Mapping[str, object] = {}
    contract: str = ""


class Version(NamedTuple):
    """The version of a contract on both sides, empty where there is none, and by how much it was raised.

    ``location`` is where it stands at head, ``base_location`` where it stood.
    """

    before: str = ""
    after: str = ""
    bump: Bump = "unknown"
    location: Location | None = None
    base_location: Location | None = None


class Compared(NamedTuple):
    """What came of two revisions of one contract; what could not be read is among the notifications.

    ``version`` is the contract's own, None where its format has none.
    """

    changes: tuple[Change, ...] = ()
    inputs: tuple[Input, ...] = ()
    notifications: tuple[Notification, ...] = ()
    version: Version | None = None
