"""The price book of the working tree: the team's own sections over those of the wheel."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from trueline.config.money import PRICES, read_prices
from trueline.cost.book import Book, shipped_sections
from trueline.repo.working import WorkingTree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_MOST_NAMES = 5


class Shelf(NamedTuple):
    """A book, and which of its sections are the team's own, with their bytes; ``folder`` is where those are."""

    book: Book
    own: Mapping[str, bytes]
    folder: str

    def sections(self) -> list[str]:
        """Return the names of all sections that have prices, sorted."""
        names = sorted({*shipped_sections(), *self.own})
        return [name for name in names if "prices" in (self.book.section(name) or {})]

    def file(self, section: str) -> str:
        """Return the file that a section is in, empty where it is the wheel's."""
        return f"{self.folder}/{section}.json" if section in self.own else ""


def open_shelf(top: str, folder: str = PRICES) -> Shelf:
    """Return the book of a working tree; raise ``ConfigError`` where a section of the team's own is none."""
    own = read_prices(WorkingTree(top), folder)
    return Shelf(Book(own), own, folder)


def close_to(name: str, known: Iterable[str]) -> str:
    """Return a hint with names that are spelt almost so, empty where none is."""
    names = list(known)
    lower = {one.lower(): one for one in names}
    found = [lower[one] for one in get_close_matches(name.lower(), lower, _MOST_NAMES, 0.6)]
    return f"did you mean {', '.join(found)}?" if found else ""


def aligned(rows: Sequence[Sequence[str]], right: frozenset[int] = frozenset()) -> str:
    """Return rows as lines with columns below each other; ``right`` are those that end together."""
    from trueline.reporters.layout import width
    from trueline.reporters.text import harmless, visible

    shown = [[visible(cell) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(*shown, strict=True)]

    def cell(text: str, place: int) -> str:
        room = " " * (widths[place] - width(text))
        return room + text if place in right else text + room

    lines = ("  ".join(cell(text, place) for place, text in enumerate(row)).rstrip() for row in shown)
    return "".join(f"{harmless(line)}\n" for line in lines)
