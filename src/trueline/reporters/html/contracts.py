"""What changed in contracts: the counts of each one, and below them what breaks somebody, or may."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.reporters.changelog import LEVELS, also, broken, chapters, counts, deprecation
from trueline.reporters.html.element import code, element, prose
from trueline.reporters.html.words import badge, part, place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.change import Change, Compatibility
    from trueline.model.report import Report
    from trueline.reporters.changelog import Chapter
    from trueline.reporters.html.element import Element, Node

MOST_CONTRACTS: Final = 500
MOST_CHANGES: Final = 1_000
_HEAD: Final = ("Contract", "Format", "Breaking", "Dangerous", "Compatible")
_STYLES: Final[dict[Compatibility, str]] = {"breaking": "high", "dangerous": "medium", "compatible": "good"}


def contracts(report: Report) -> Element | None:
    """Return the changes of all contracts; those that break nobody are only counted."""
    if not report.changes:
        return None
    found = chapters(report.changes)
    shown = found[:MOST_CONTRACTS]
    room = MOST_CHANGES
    details = []
    for chapter in shown:
        harmful = [change for change in chapter.changes if change.compatibility != "compatible"]
        if harmful:
            details.append(_details(report, chapter, harmful, room))
            room = max(room - len(harmful), 0)
    return part(
        "contracts",
        "Contracts",
        len(found),
        element("p", "What changed in contracts since base, and whom that breaks.", class_="meaning"),
        _table(shown),
        _more(len(found) - len(shown)),
        *details,
    )


def _table(found: Sequence[Chapter]) -> Element:
    table = element(
        "table",
        element("caption", "Changes by contract"),
        element("thead", element("tr", *(element("th", name, scope="col") for name in _HEAD))),
        element("tbody", *map(_row, found)),
        class_="proof",
    )
    return element("div", table, class_="scroll", role="region", aria_label="Changes by contract", tabindex=0)


def _row(chapter: Chapter) -> Element:
    cells = []
    for level in LEVELS:
        number = len(chapter.of(level))
        style = f"number c-{_STYLES[level]}" if number else "number zero"
        cells.append(element("td", f"{number:,}", class_=style))
    return element("tr", element("th", code(chapter.contract), scope="row"), element("td", chapter.format), *cells)


def _details(report: Report, chapter: Chapter, harmful: Sequence[Change], room: int) -> Element:
    rows = [_change(report, change) for change in harmful[:room]]
    return element(
        "details",
        element("summary", code(chapter.contract), f" {counts(harmful)}"),
        element("ul", *rows, class_="answers") if rows else None,
        _more(len(harmful) - len(rows)),
    )


def _change(report: Report, change: Change) -> Element:
    notes = " · ".join(note for note in (also(change), broken(change), deprecation(change)) if note)
    return element(
        "li",
        badge(change.compatibility, _STYLES[change.compatibility]),
        " ",
        element("span", change.kind, class_="rule"),
        " ",
        code(change.subject),
        " ",
        element("span", *prose(change.message), class_="message"),
        element("br"),
        *_places(report, change),
        element("small", " ", *prose(notes)) if notes else None,
    )


def _places(report: Report, change: Change) -> list[Node]:
    """Return where it stands, and where it stood."""
    there = [place(report, location) for location in (change.location, change.base_location) if location is not None]
    return [there[0], ", was at ", there[1]] if len(there) > 1 else [*there]


def _more(number: int) -> Element | None:
    return element("p", f"… and {number:,} more (--report json)", class_="notice") if number > 0 else None
