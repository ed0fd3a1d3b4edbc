"""A map of which a key is unknown: its pairs can still be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.values.unknown import Unknown, join, leaves, references_of

if TYPE_CHECKING:
    from collections.abc import Iterable


class PartialMap(Unknown):
    """The map that ``pairs`` make, later ones over earlier ones, once all keys are known.

    As a map it is as unknown as any ``Unknown``: which of its keys are there cannot be told, nor which are the same.
    """

    __slots__ = ("pairs",)

    def __init__(self, pairs: Iterable[tuple[str | Unknown, object]], references: Iterable[str] = ()) -> None:
        self.pairs = tuple(pairs)
        found = list(leaves([part for pair in self.pairs for part in pair]))
        whole = join(*(key for key, _ in self.pairs if isinstance(key, Unknown)))
        super().__init__(whole.reasons, whole.references.union(references, *map(references_of, found)))

    def because(self, reason: str) -> PartialMap:
        """Return it with ``reason`` put before each of its own."""
        found = PartialMap(self.pairs, self.references)
        found.reasons = super().because(reason).reasons
        return found

    def referring(self, references: Iterable[str]) -> PartialMap:
        """Return it with further references."""
        found = PartialMap(self.pairs, self.references.union(references))
        found.reasons = self.reasons
        return found
