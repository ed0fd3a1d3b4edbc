"""The changelog of contracts on the page of ``trueline diff``: few lines even where thousands of things changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.reporters.changelog import LEVELS, also, broken, by_kind, chapters, counts, deprecation
from trueline.reporters.page import counted
from trueline.reporters.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.change import Change, Compatibility
    from trueline.model.location import Location
    from trueline.reporters.changelog import Chapter
    from trueline.reporters.page import Page

MOST_CONTRACTS: Final = 30
MOST_PLACES: Final[dict[Compatibility, int]] = {"breaking": 20, "dangerous": 5, "compatible": 2}
"""How many changes of one kind are shown in one contract, by what they do to others."""

_STYLES: Final[dict[Compatibility, str]] = {"breaking": "high", "dangerous": "medium", "compatible": "note"}


def contracts(page: Page, changes: Sequence[Change], *, verbose: bool) -> None:
    """Add the changes of each contract: those that break somebody first, and of many the first few of each kind."""
    found = chapters(changes)
    shown = found if verbose else found[:MOST_CONTRACTS]
    for chapter in shown:
        _chapter(page, chapter, verbose=verbose)
    left = [change for chapter in found[len(shown) :] for change in chapter.changes]
    if left:
        page.blank()
        number = len(found) - len(shown)
        page.paragraph(f"… and {counted(number, 'more contract')}: {counts(left)} (--verbose)", style="dim", indent=1)


def _chapter(page: Page, chapter: Chapter, *, verbose: bool) -> None:
    page.blank()
    page.head("bold", visible(chapter.format), chapter.contract, counts(chapter.changes))
    for level in LEVELS:
        for group in by_kind(chapter.of(level)):
            _kind(page, level, group, verbose=verbose)


def _kind(page: Page, level: Compatibility, group: Sequence[Change], *, verbose: bool) -> None:
    first = group[0]
    style = _STYLES[level]
    if len(group) == 1:
        page.head(style, level, first.kind, first.message)
        _place(page, first, _said(first.subject, broken(first), also(first), deprecation(first)))
        if first.location is not None and first.base_location is not None and (verbose or level != "compatible"):
            page.place(_at_base(first.base_location), mark="↳ ")
        return
    page.head(style, level, first.kind, _said(f"{len(group):,} times", broken(first)))
    shown = group if verbose else group[: MOST_PLACES[level]]
    for change in shown:
        named = change.message if change.subject in change.message else f"{change.subject}: {change.message}"
        _place(page, change, _said(named, also(change), deprecation(change)))
    if len(group) > len(shown):
        page.paragraph(f"… and {len(group) - len(shown):,} more (--verbose)", style="dim")


def _place(page: Page, change: Change, said: str) -> None:
    """Add where a change stands: at head, or at base where head has no such file."""
    if change.location is not None:
        page.place(str(change.location), said)
    elif change.base_location is not None:
        page.place(_at_base(change.base_location), said)
    else:
        page.paragraph(said, style="dim")


def _at_base(place: Location) -> str:
    return f"{place} at base"


def _said(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
