"""Changes as they are found, one for each operation; what stands at the same places becomes one, with all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from trueline.contracts.deprecation import of_details, weakest, within, without
from trueline.contracts.openapi.kinds import KINDS
from trueline.model.change import Change

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.contracts.deprecation import Notice
    from trueline.contracts.openapi.node import Node
    from trueline.model.change import Broken, Compatibility
    from trueline.model.location import Location

MOST_OPERATIONS = 1_000
"""How many operations a change names."""


class Draft(NamedTuple):
    """One difference, as one operation sees it.

    ``places`` are its locations at base and head, ``values`` what stands there. ``verdict`` is its compatibility and
    whom it breaks, where that is not its kind's own.
    """

    kind: str
    subject: str
    message: str
    places: tuple[Location | None, Location | None]
    values: tuple[object, object]
    details: Mapping[str, object]
    operation: str = ""
    verdict: tuple[Compatibility, tuple[Broken, ...]] | None = None


class Drafts:
    """Gathers drafts. ``common`` are the details that every change carries; ``has_head`` says whether there is one."""

    def __init__(self, common: Mapping[str, object], *, has_base: bool = True, has_head: bool = True) -> None:
        self._common = common
        self._sides = has_base, has_head
        self._places: dict[tuple[int, Any], Location] = {}
        self._groups: dict[tuple[object, ...], list[Draft]] = {}

    def locate(self, old: Node, new: Node) -> tuple[Location | None, Location | None]:
        """Return where two values stand, None on a side that has no file."""
        has_base, has_head = self._sides
        return self._locate(0, old) if has_base else None, self._locate(1, new) if has_head else None

    def add(self, draft: Draft) -> None:
        """Take one difference."""
        key = draft.kind, draft.places, draft.message
        self._groups.setdefault(key, []).append(draft)

    def changes(self) -> tuple[Change, ...]:
        """Return all differences in the order in which they were found."""
        return tuple(self._change(group) for group in self._groups.values())

    def _change(self, group: list[Draft]) -> Change:
        first = group[0]
        kind = KINDS[first.kind]
        compatibility, breaks = first.verdict or (kind.compatibility, kind.breaks)
        details = {**self._common, **first.details}
        found = weakest(_announced(draft.details) for draft in group)
        if found or of_details(details):  # who may rely on it longest, of all operations that have it
            details = {**without(details), "deprecated": False, **found}
        operations = list(dict.fromkeys(draft.operation for draft in group if draft.operation))
        if operations:
            details["operations"] = operations[:MOST_OPERATIONS]
            details["operation_count"] = len(operations)
        return Change(
            first.kind, first.subject, first.message, compatibility, breaks,
            location=first.places[1], base_location=first.places[0],
            before=first.values[0], after=first.values[1], details=details,
        )  # fmt: skip

    def _locate(self, side: int, node: Node) -> Location:
        key = side, node.place
        known = self._places.get(key)
        if known is None:
            known = self._places[key] = node.locate()
        return known


def _announced(details: Mapping[str, object]) -> Notice:
    """Return what base announced of something, or of the operation it is in."""
    outer = {name.removeprefix("operation_"): one for name, one in details.items() if name.startswith("operation_")}
    return within(of_details(outer), of_details(details))
