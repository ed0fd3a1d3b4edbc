"""A Markdown page that may not be larger than its forge takes: parts in order, each with what fits of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.reporters.text import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MORE: Final = 80


class Section(NamedTuple):
    """One part: a title, a table's head, as many of its ``total`` rows as fit, an end. Without rows it is not shown."""

    title: str
    head: str
    rows: Iterable[str]
    total: int
    end: str = ""


def fitted(head: Sequence[str], sections: Sequence[Section], foot: Sequence[str], largest: int) -> str:
    """Return a page of at most ``largest`` bytes; ``head``, ``foot`` and every title are always there."""
    shown = [section for section in sections if section.total]
    head, foot = _harmless("\n".join(head)), _harmless("\n".join(foot))
    fixed = [*head, *foot, *(text for section in shown for text in (section.title, section.head, section.end))]
    room = largest - sum(_size(text) + 2 for text in fixed) - _MORE * len(shown)
    lines = list(head)
    for section in shown:
        rows, room = _fitting(section.rows, room)
        lines += [section.title, "", section.head, *rows]
        if len(rows) < section.total:
            lines += ["", f"… and {section.total - len(rows):,} more in the whole report (`--report json`)"]
        lines += [section.end, ""] if section.end else [""]
    return "\n".join([*lines, *foot]) + "\n"


def _fitting(rows: Iterable[str], room: int) -> tuple[list[str], int]:
    """Return the rows that fit, and the room that is left; rows behind the first that does not are never made."""
    shown = []
    for row in map(harmless, rows):
        size = _size(row)
        if size > room:
            break
        room -= size
        shown.append(row)
    return shown, room


def _harmless(text: str) -> list[str]:
    return [harmless(line) for line in text.split("\n")]


def _size(text: str) -> int:
    """Return the bytes of a line with its end."""
    return len(text.encode()) + 1
