"""The code frame: the lines of a region, as they can be shown, with a mark under the very characters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.reporters.layout import width
from trueline.reporters.text import visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from trueline.model.location import Region

MOST_LINES: Final = 5
_TAB: Final = 4


class FrameLine(NamedTuple):
    """One line of a frame: its number (None beside a mark), its text, whether it is a mark or has a bar beside it."""

    number: int | None
    text: str
    is_mark: bool = False
    has_bar: bool = False


def frame(region: Region, lines: Mapping[int, str], room: int) -> list[FrameLine]:
    """Return the line before the region and at most five of its own, cut to ``room`` cells, marks between them."""
    last = _last_line(region)
    shown = list(range(region.start_line, min(last, region.start_line + MOST_LINES - 1) + 1))
    if not any(number in lines for number in shown):
        return []
    result = []
    if lines.get(region.start_line - 1, "").strip():
        result.append(FrameLine(region.start_line - 1, _clip(_displayed(lines[region.start_line - 1]), 0, 1, room)[0]))
    for number in shown:
        if number in lines:
            result += _marked(number, lines[number], region, room)
    if last > shown[-1]:
        result.append(FrameLine(None, f"… {last - shown[-1]} more lines"))
    return result


def _last_line(region: Region) -> int:
    """Return the last line with a character of the region; the end is exclusive."""
    if region.end_column == 1 and region.end_line > region.start_line:
        return region.end_line - 1
    return max(region.end_line, region.start_line)


def _marked(number: int, line: str, region: Region, room: int) -> list[FrameLine]:
    """Return one line of the region; a region of one line has its mark below, one of several lines a bar beside."""
    indent = len(line) - len(line.lstrip())
    start = region.start_column - 1 if number == region.start_line else indent
    end = region.end_column - 1 if number == region.end_line else len(line.rstrip())
    start = min(max(start, 0), len(line))
    end = max(min(end, len(line)), start)
    text, before, marked = _clip(_displayed(line), start, end, room)
    has_bar = _last_line(region) > region.start_line
    shown = [FrameLine(number, text.rstrip(), has_bar=has_bar)]
    if not has_bar or (number == region.start_line and start > indent):
        shown.append(FrameLine(None, " " * before + "━" * max(marked, 1), is_mark=True, has_bar=has_bar))
    return shown


def _displayed(line: str) -> list[str]:
    """Return what is printed for each code point: tabs as blanks, hidden ones spelled out."""
    shown: list[str] = []
    column = 0
    for character in line:
        cell = " " * (_TAB - column % _TAB) if character == "\t" else visible(character)
        shown.append(cell)
        column += width(cell)
    for at in _commands(line):
        shown[at] = "\\" + shown[at]
    return shown


def _commands(line: str) -> list[int]:
    """Return where ``##[`` and ``##vso[`` go on after ``##``: broken here already, so that marks stay in line."""
    found, at = [], line.find("##")
    while at >= 0:
        if line[at + 2 : at + 6].lower().startswith(("[", "vso[")):
            found.append(at + 2)
        at = line.find("##", at + 1)
    return found


def _clip(cells: Sequence[str], start: int, end: int, room: int) -> tuple[str, int, int]:
    """Return at most ``room`` cells of a line with its region in sight, the cells before the region, and in it."""
    widths = [width(cell) for cell in cells]
    first = 0
    if sum(widths) > room and sum(widths[:end]) > room - 1:
        lead = room // 3
        first = start
        while first > 0 and sum(widths[first - 1 : start]) < lead:
            first -= 1
    head = "…" if first else ""
    last, taken = first, len(head)
    while last < len(cells) and taken + widths[last] <= room - (last + 1 < len(cells)):
        taken += widths[last]
        last += 1
    tail = "…" if last < len(cells) else ""
    before = len(head) + sum(widths[first:start])
    marked = sum(widths[start : min(end, last)])
    return head + "".join(cells[first:last]) + tail, before, marked
