"""The changes that a comparison finds, and what each says of deprecation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.contracts.deprecation import Announcements, notice
from trueline.contracts.terraform_module.kinds import FORMAT, KINDS
from trueline.contracts.terraform_module.side import header, value
from trueline.contracts.terraform_module.spelling import constant
from trueline.model.change import Change

if TYPE_CHECKING:
    from trueline.contracts.terraform_module.side import Side
    from trueline.model.change import Compatibility
    from trueline.model.location import Location
    from trueline.parsers.hcl.syntax import Block

HIDDEN: Final = "(sensitive)"


class Spot(NamedTuple):
    """A logical address, and where it is at base and at head."""

    subject: str
    base: Location | None
    head: Location | None


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
        compatibility: Compatibility | None = None,
        details: dict[str, object] | None = None,
    ) -> None:
        """Write down one change."""
        kind = KINDS[f"{FORMAT}/{name}"]
        self.changes.append(
            Change(
                kind.id,
                spot.subject,
                message,
                compatibility or kind.compatibility,
                kind.breaks,
                spot.head,
                spot.base,
                before,
                after,
                self.announced.told(details),
            )
        )

    def at(self, block: Block, name: str) -> Location:
        """Return the place of what an attribute of a block is set to, or of the block where it has none."""
        attribute = block.body.attributes.get(name)
        return header(block) if attribute is None else value(attribute)


def deprecation(block: Block) -> dict[str, object]:
    """Return what ``deprecated`` of a variable or output says, as rules read it, or its description if that does."""
    found = _announced(block)
    return {} if found is None else notice(found[1])


def _announced(block: Block) -> tuple[str, str] | None:
    """Return which attribute says that a variable or output is deprecated, and what it says."""
    for name in ("deprecated", "description"):
        attribute = block.body.attributes.get(name)
        said = None if attribute is None else constant(attribute.expression)
        if isinstance(said, str) and (name == "deprecated" or re.match(r"\W*deprecated\b", said, re.IGNORECASE)):
            return name, said
    return None


def _announcement(block: Block) -> Location:
    found = _announced(block)
    return header(block) if found is None else value(block.body.attributes[found[0]])


def compare_deprecation(ledger: Ledger, subject: str, base: Block, head: Block) -> None:
    """Write down whether a variable or output is deprecated now, or no longer."""
    before, after = deprecation(base), deprecation(head)
    if bool(before) == bool(after):
        return
    verb, said = ("added", "is deprecated now") if after else ("removed", "is no longer deprecated")
    spot = Spot(subject, _announcement(base), _announcement(head))
    reasons = before.get("reason"), after.get("reason")
    name = f"deprecation-{verb}"
    ledger.add(name, spot, f"{subject} {said}", before=reasons[0], after=reasons[1], details=before)
