"""The code frame: the lines around a region, with the very characters marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.reporters.html.element import element

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.model.location import Location, Region
    from trueline.model.report import Report
    from trueline.reporters.html.element import Element

MOST_LINES: Final = 12
AROUND: Final = 2
_LONGEST: Final = 400
_LEAD: Final = 120


def frame(report: Report, location: Location, *, around: int = AROUND) -> Element | None:
    """Return the lines of a place with ``around`` lines before and behind it, or nothing where they are not known."""
    region = location.region
    lines = report.excerpts.get((location.path, location.revision))
    if region is None or not lines:
        return None
    last = _last_line(region)
    shown = range(region.start_line, min(last, region.start_line + MOST_LINES - 1) + 1)
    if not any(number in lines for number in shown):
        return None
    before = [number for number in range(region.start_line - around, region.start_line) if number in lines]
    behind = [number for number in range(last + 1, last + around + 1) if number in lines and last == shown[-1]]
    rows = [_line(number, lines[number], None) for number in _trimmed(before, lines)]
    rows += [_line(number, lines[number], region) for number in shown if number in lines]
    rows += [_line(number, lines[number], None) for number in reversed(_trimmed(behind[::-1], lines))]
    if last > shown[-1]:
        rows.append(element("div", element("span", class_="no"), f"… {last - shown[-1]:,} more lines", class_="line"))
    return element("div", *rows, class_="frame", role="group", aria_label=f"Code from line {shown[0]}")


def _trimmed(numbers: list[int], lines: Mapping[int, str]) -> list[int]:
    """Return the numbers without those of blank lines at the start."""
    while numbers and not lines[numbers[0]].strip():
        numbers = numbers[1:]
    return numbers


def _last_line(region: Region) -> int:
    """Return the last line with a character of the region; the end is exclusive."""
    if region.end_column == 1 and region.end_line > region.start_line:
        return region.end_line - 1
    return max(region.end_line, region.start_line)


def _line(number: int, line: str, region: Region | None) -> Element:
    no = element("span", str(number), class_="no")
    if region is None:
        return element("div", no, element("code", _cut(line, 0)), class_="line")
    indent = len(line) - len(line.lstrip())
    start = region.start_column - 1 if number == region.start_line else indent
    end = region.end_column - 1 if number == region.end_line else len(line.rstrip())
    start = min(max(start, 0), len(line))
    end = max(min(end, len(line)), start)
    first = max(start - _LEAD, 0) if end > _LONGEST else 0
    marked = element("mark", line[start:end][:_LONGEST], class_=_style(region, is_empty=end <= start))
    head = ("…" if first else "") + line[first:start]
    text = element("code", head, marked, _cut(line[end:], min(end - first, _LONGEST)))
    return element("div", no, text, class_="line hit")


def _style(region: Region, *, is_empty: bool) -> str | None:
    """Return how a mark looks: within one line it is underlined, and an empty one is a caret."""
    if _last_line(region) > region.start_line:
        return "part-of"
    return "point" if is_empty else None


def _cut(text: str, taken: int) -> str:
    room = max(_LONGEST - taken, 0)
    return text if len(text) <= room else text[:room] + "…"
