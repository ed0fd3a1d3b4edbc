"""The changes that a comparison finds, each written down with its places and with what rules may want to know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.contracts.deprecation import Announcements, day_of, notice
from trueline.contracts.graphql.kinds import FORMAT, KINDS
from trueline.model.change import Change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.contracts.graphql.merged import Merged, Owned, Place
    from trueline.contracts.graphql.side import Side
    from trueline.model.change import Broken, Compatibility
    from trueline.model.location import Location
    from trueline.parsers.graphql.syntax import Directive

_DAYS: Final = ("sunset", "date", "until", "removal", "removeafter", "removedon")


class Spot(NamedTuple):
    """A logical address, and where it is at base and at head."""

    subject: str
    base: Place | Location | None
    head: Place | Location | None


class Verdict(NamedTuple):
    """What a change says otherwise than its kind does."""

    compatibility: Compatibility
    breaks: tuple[Broken, ...] = ()


class Ledger:
    """Collects what differs between two revisions."""

    def __init__(self, base: Side, head: Side) -> None:
        self.base = base
        self.head = head
        self.changes: list[Change] = []
        self.announced = Announcements()

    def add(  # noqa: PLR0913  # a record with names
        self,
        name: str,
        spot: Spot,
        message: str,
        *,
        before: object = None,
        after: object = None,
        verdict: Verdict | None = None,
        marks: Sequence[Directive] = (),
        details: dict[str, object] | None = None,
    ) -> None:
        """Write down one change; ``marks`` are the directives at base of what changes, which may deprecate it."""
        kind = KINDS[f"{FORMAT}/{name}"]
        compatibility, breaks = verdict or (kind.compatibility, kind.breaks)
        self.changes.append(
            Change(
                kind.id,
                spot.subject,
                message,
                compatibility,
                breaks,
                _location(spot.head),
                _location(spot.base),
                before,
                after,
                self.announced.told({**deprecation(marks), **(details or {})}),
            )
        )


def deprecation(marks: Sequence[Directive]) -> dict[str, object]:
    """Return what ``@deprecated`` among ``marks`` says, as rules read it: ``deprecated``, ``reason``, ``sunset``.

    The date is that of an argument beside the reason, as some servers have one, or the first that the reason names.
    """
    mark = next((one for one in marks if one.name.text == "deprecated"), None)
    if mark is None:
        return {}
    reason = mark.argument("reason")
    text = "No longer supported" if reason is None or reason.string is None else reason.string
    said = {one.name.text.lower(): one.value.string or "" for one in mark.arguments if one.name.text != "reason"}
    days = [one for name, one in said.items() if day_of(one) or name.endswith(_DAYS)]
    return notice(text, next((one for one in days if not day_of(one)), days[0] if days else None))


def uses(merged: Merged) -> tuple[Directive, ...]:
    """Return the directives of a definition and its extensions."""
    return tuple(one.value for one in merged.directives)


def placed(owned: Owned[Directive]) -> Place:
    """Return where a directive of a definition stands."""
    return owned.part.place(owned.value)


def _location(place: Place | Location | None) -> Location | None:
    from trueline.contracts.graphql.merged import Place

    return place.location if isinstance(place, Place) else place
