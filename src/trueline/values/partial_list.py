"""A list of which only the beginning is known: how long it is cannot be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.values.unknown import Unknown, UnknownValueError, join, leaves, references_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class PartialList(Unknown):
    """The list that begins with ``elements`` and goes on, or not, with what ``rest`` stands for.

    As a list it is as unknown as any ``Unknown``: neither its length nor what it does not hold can be told. Who goes
    through it meets the beginning, and then ``UnknownValueError``.
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

    def __iter__(self) -> Iterator[object]:  # type: ignore[override]  # an Unknown refuses at once
        yield from self.elements
        raise UnknownValueError(self)

    def member(self, step: str | int) -> object:
        """Return what is known of a member of it."""
        return self.at(step) if isinstance(step, int) else join(self)

    def at(self, place: int) -> object:
        """Return the element at ``place``, unknown behind the beginning."""
        return self.elements[place] if 0 <= place < len(self.elements) else join(self)


def members(value: object) -> list[object]:
    """Return the members of a list, the last one unknown where there may be more; any other value is its only one."""
    if isinstance(value, PartialList):
        return [*value.elements, join(value.rest)]
    return list(value) if isinstance(value, list | tuple) else [value]
