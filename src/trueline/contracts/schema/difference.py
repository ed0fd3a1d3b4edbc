"""What comparing one pair of schemas gives: differences of their own, and pairs below them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.contracts.schema.node import Schema
    from trueline.contracts.schema.part import Spot


class Effect(NamedTuple):
    """Whether some value that was allowed is so no longer, and whether one is allowed that was not."""

    narrows: bool = False
    widens: bool = False

    @property
    def inverse(self) -> Effect:
        """The effect on what must not match."""
        return Effect(self.widens, self.narrows)


NOTHING = Effect()
NARROWS = Effect(narrows=True)
WIDENS = Effect(widens=True)
CHANGES = Effect(narrows=True, widens=True)


class Difference(NamedTuple):
    """One difference of a pair; ``old`` and ``new`` are its places, ``effect`` None where the kind's own holds.

    ``hidden_in`` is the direction in which there is no difference.
    """

    id: str
    message: str
    old: Spot | None = None
    new: Spot | None = None
    before: object = None
    after: object = None
    effect: Effect | None = None
    pointer: tuple[str, ...] = ()
    details: Mapping[str, object] = {}
    hidden_in: str = ""


class Child(NamedTuple):
    """A pair below another; ``hidden_in`` is the direction in which its values are not sent at all."""

    step: str
    old: Schema
    new: Schema
    hidden_in: str = ""


class Result(NamedTuple):
    """All that differs in a pair."""

    own: tuple[Difference, ...] = ()
    children: tuple[Child, ...] = ()
