"""One thing that the gate says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.model.resource import Place, Resource

if TYPE_CHECKING:
    from trueline.model.location import Location


def fact(kind: str, address: str, value: object, location: Location) -> Resource:
    """Return a fact that stands at one place, whatever of it is pointed at."""
    place = Place(location)
    return Resource(kind=kind, address=address, name=address, value=value, locate=lambda _: place, source=location.path)
