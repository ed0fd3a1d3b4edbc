"""Encoded text of which a part is unknown: the structure behind it can still be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.values.unknown import MarkedText, Unknown, join, leaves

if TYPE_CHECKING:
    from collections.abc import Iterable


class PartialJson(Unknown):
    """The text that ``jsonencode`` would make of ``value``, whose leaves may be ``Unknown``.

    As text it is as unknown as any ``Unknown`` (it is one: ``is_unknown`` says so, comparing raises). What reads JSON
    or policy documents looks at ``value`` instead: plain data in which only what cannot be known is unknown.
    """

    __slots__ = ("value",)

    def __init__(self, value: object, references: Iterable[str] = ()) -> None:
        found = list(leaves(value))
        whole = join(*(leaf for leaf in found if isinstance(leaf, Unknown)))
        marked = (leaf.references for leaf in found if isinstance(leaf, MarkedText))
        super().__init__(whole.reasons, whole.references.union(references, *marked), is_scalar=True)
        self.value = value

    def because(self, reason: str) -> PartialJson:
        """Return it with ``reason`` put before each of its own."""
        found = PartialJson(self.value, self.references)
        found.reasons = super().because(reason).reasons
        return found

    def referring(self, references: Iterable[str]) -> PartialJson:
        """Return it with further references."""
        found = PartialJson(self.value, self.references.union(references))
        found.reasons = self.reasons
        return found
