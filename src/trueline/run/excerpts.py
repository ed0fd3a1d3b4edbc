"""The lines that reports show: those of each place and a few around it, without what is secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.errors import TruelineError
from trueline.parsers.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trueline.model.location import Location, Region
    from trueline.repo.tree import Tree

AROUND = 2
WIDTH = 400
MOST_LINES = 20
SENSITIVE = "(sensitive)"
# a name says nothing of the value that it stands for
_NAMED = ("var.", "local.", "module.", "data.", "each.")


def excerpts(
    trees: Mapping[str, Tree], places: Iterable[Location], secrets: Iterable[Location]
) -> dict[tuple[str, str], dict[int, str]]:
    """Return lines by path and revision; what stands at ``secrets`` reads ``(sensitive)``."""
    wanted: dict[tuple[str, str], set[int]] = {}
    for place in places:
        if place.region is not None:
            first, last = place.region.start_line, min(place.region.end_line, place.region.start_line + MOST_LINES)
            lines = range(max(1, first - AROUND), last + AROUND + 1)
            wanted.setdefault((place.path, place.revision), set()).update(lines)
    hidden: dict[tuple[str, str], set[Region]] = {}
    for place in secrets:
        if place.region is not None:
            hidden.setdefault((place.path, place.revision), set()).add(place.region)
    return {
        key: _lines(trees[key[1]], key[0], numbers, hidden.get(key, set()))
        for key, numbers in wanted.items()
        if key[1] in trees
    }


def _lines(tree: Tree, path: str, numbers: set[int], hidden: set[Region]) -> dict[int, str]:
    try:
        text = decode(tree.read(path).data).text
    except TruelineError:
        return {}
    lines = [line.rstrip("\r") for line in text.split("\n")]
    for region in sorted(hidden, reverse=True):  # the last first, so that the columns before it stay
        _hide(lines, region)
    return {number: lines[number - 1][:WIDTH] for number in sorted(numbers) if number <= len(lines)}


def _hide(lines: list[str], region: Region) -> None:
    """Put ``(sensitive)`` for what a region spells out, as wide as that where it was wider: marks stay in place."""
    for number in range(region.start_line, min(region.end_line, len(lines)) + 1):
        line = lines[number - 1]
        start = region.start_column - 1 if number == region.start_line else len(line) - len(line.lstrip())
        end = region.end_column - 1 if number == region.end_line else len(line)
        spelled = line[start:end]
        if spelled.strip() and not spelled.startswith(_NAMED):
            lines[number - 1] = line[:start] + SENSITIVE.ljust(end - start) + line[end:]
