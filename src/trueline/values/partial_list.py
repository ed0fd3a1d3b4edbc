"""A list of which only the beginning is known: how long it is cannot be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.values.unknown import Unknown, join, leaves, references_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class PartialList(Unknown):
    """The list that begins with ``elements`` and goes on, or not, with what ``rest`` stands for.

    As a list it is as unknown as any ``Unknown``: neither its length nor what it does not hold can be told.
    """

    __slots__ = ("elements", "rest")

    def __init__(self, elements: Sequence[object], rest: Unknown, references: Iterable[str] = ()) -> None:
        found = map(references_of, leaves(list(elements)))
        super().__init__(rest.reasons, rest.references.union(references, *found))
        self.elements = tuple(elements)
        self.rest = rest

    def because(self, reason: str) -> PartialList:
        """Return it with ``reason`` put before each of its own."""
        return PartialList(self.elements, self.rest.because(reason), self.references)

    def referring(self, references: Iterable[str]) -> PartialList:
        """Return it with further references."""
        return PartialList(self.elements, self.rest, self.references.union(references))

    def at(self, place: int) -> object:
        """Return the element at ``place``, unknown behind the beginning."""
        return self.elements[place] if 0 <= place < len(self.elements) else join(self)
