"""The line hash that GitHub's code scanning follows an alert by (codeql-action, ``fingerprints.ts``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_WINDOW: Final = 100
_FACTOR: Final = 37
_MASK: Final = 2**64 - 1


def line_hash(lines: Mapping[int, str], wanted: int) -> str:
    """Return ``primaryLocationLineHash`` of a line, or nothing where the lines at hand do not settle it.

    The hash covers the hundred UTF-16 units from the line's start on that are no blanks, and counts the lines before
    that have the same one: every line up to there must be at hand, and a hundred units after it.
    """
    units: list[int] = []
    starts: list[int] = []
    number = 1
    while number in lines and (number <= wanted + 1 or len(units) < starts[wanted - 1] + _WINDOW):
        starts.append(len(units))
        units += _units(lines[number])
        number += 1
    if len(starts) < wanted or len(units) < starts[wanted - 1] + _WINDOW:
        return ""
    own = _hash(units, starts[wanted - 1])
    same = sum(1 for start in starts[:wanted] if _hash(units, start) == own)
    return f"{own:x}:{same}"


def _units(line: str) -> list[int]:
    data = f"{line}\n".replace(" ", "").replace("\t", "").encode("utf-16-le", "surrogatepass")
    return [data[at] | data[at + 1] << 8 for at in range(0, len(data), 2)]


def _hash(units: Sequence[int], start: int) -> int:
    value = 0
    for unit in units[start : start + _WINDOW]:
        value = (value * _FACTOR + unit) & _MASK
    return value
