"""What is compared at the moment: which operation, which part of it, and where differences go."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.contracts.openapi.drafts import Draft

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.contracts.openapi.drafts import Drafts
    from trueline.contracts.openapi.node import Node
    from trueline.contracts.openapi.schemas import Schemas


class Scope(NamedTuple):
    """The ``subject`` so far; ``is_inverted`` where the API calls its clients (webhooks, callbacks)."""

    drafts: Drafts
    schemas: Schemas
    subject: str = ""
    operation: str = ""
    is_inverted: bool = False
    details: Mapping[str, object] = {}

    def within(self, part: str) -> Scope:
        """Return the scope of a part."""
        return self._replace(subject=f"{self.subject} {part}".strip())

    def knowing(self, **details: object) -> Scope:
        """Return the scope with further details for every difference in it."""
        return self._replace(details={**self.details, **details})

    def say(
        self, kind: str, message: str, old: Node, new: Node, *, values: tuple[object, object] = (None, None)
    ) -> None:
        """Take a difference in the API itself, its operations or its lifecycle."""
        places = self.drafts.locate(old, new)
        self.drafts.add(Draft(f"openapi/{kind}", self.subject, message, places, values, self.details, self.operation))

    def say_content(
        self, kind: str, message: str, old: Node, new: Node, *, values: tuple[object, object] = (None, None)
    ) -> None:
        """Take a difference in what is exchanged; where the API calls its clients, it has the opposite direction."""
        self.say(f"webhook-{kind}" if self.is_inverted else kind, message, old, new, values=values)
