"""The same field at base and at head, whom it belongs to, and where both stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trueline.contracts.protobuf import features
from trueline.contracts.protobuf.scene import place

if TYPE_CHECKING:
    from trueline.contracts.protobuf.features import Features
    from trueline.contracts.protobuf.scene import Pair
    from trueline.model.location import Location
    from trueline.parsers.protobuf.syntax import Field


class Owner(NamedTuple):
    """What a field belongs to: the name of the message within its package, and the features that hold there."""

    scope: str
    features: Features


class Fields(NamedTuple):
    """The same field at base and at head."""

    pair: Pair
    owners: tuple[Owner, Owner]
    base: Field
    head: Field
    subject: str
    is_extension: bool = False

    def places(
        self, base: tuple[int, int] | None = None, head: tuple[int, int] | None = None
    ) -> tuple[Location, Location]:
        """Return both places; of the fields as a whole it is their names."""
        return (
            self.pair.base.at(base or self.base.name[-2:]),
            self.pair.head.at(head or self.head.name[-2:]),
        )

    def at_option(self, name: str) -> tuple[Location, Location]:
        """Return the places where an option is set, or the names of the fields."""
        return self.places(
            place(self.base.options, name, self.base.name[-2:]), place(self.head.options, name, self.head.name[-2:])
        )

    def features(self, side: int) -> Features:
        """Return what holds for the field at base (0) or at head (1)."""
        field = self.head if side else self.base
        return features.below(self.owners[side].features, field.options)
