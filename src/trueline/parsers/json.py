"""JSON to plain values; places are found when they are asked for, by scanning the text.

Several values one after another are several documents, as ``kubectl`` reads them. A key that stands twice is a problem;
its last value is kept. There are no comments: what looks like one is a problem.
"""

from __future__ import annotations

import gc
import json
from typing import TYPE_CHECKING, Any, Final

from trueline.model.document import Parsed, Problem
from trueline.model.location import Location
from trueline.parsers import json_scan
from trueline.parsers.text import Lines, decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from trueline.model.document import Comment, Source
    from trueline.model.location import Path
    from trueline.parsers.json_scan import Spot

SUFFIXES: Final = (".json",)
DEEPEST: Final = 200
_LARGE: Final = 100_000  # characters from which loading orjson pays
_TOO_DEEP: Final = f"nested deeper than {DEEPEST} levels"


def parse(source: Source) -> Parsed[object]:
    """Return each JSON value of ``source``, and what is wrong with it; the first syntax error ends the reading."""
    text, problem = decode(source.data)
    lines = Lines(text)
    values, fault = _read(text)
    depth, keys = _measure(value for value, _ in values)
    if depth > DEEPEST:
        values, fault = [], (_TOO_DEEP, json_scan.deeper_than(text, DEEPEST))
    elif (lone := json_scan.lone_surrogate(text, (value for value, _ in values))) is not None:
        values, fault = [], ("half of a surrogate pair", lone)
    problems = []
    if json_scan.most_keys(text) > keys:
        twice = json_scan.duplicates(text if fault is None else text[: fault[1]])
        problems += [Problem(f"the key {key} stands twice", lines.region(start, end)) for key, start, end in twice]
    if problem is not None:
        problems.append(problem)
    elif fault is not None:
        message, at = fault
        message += ": the text ends here" if text and at >= len(text.rstrip()) else ""
        problems.append(Problem(message, lines.region(at, min(at + 1, len(text)))))
    return Parsed([JsonDocument(source, lines, value, start) for value, start in values], problems)


class JsonDocument:
    """One JSON value, and the places of its members."""

    __slots__ = ("_index", "_lines", "_start", "root", "source")

    comments: Sequence[Comment] = ()

    def __init__(self, source: Source, lines: Lines, root: object, start: int) -> None:
        self.source = source
        self.root = root
        self._lines = lines
        self._start = start
        self._index: json_scan.Index | None = None

    def locate(self, path: Path = ()) -> Location:
        """Return the place of the value at ``path``, or of its nearest located ancestor.

        A scalar is its own place, also a list or map on one line. Any other list or map is known by its key; as an
        element of a list by its first pair; as the whole document by its first key.
        """
        if self._index is None:
            self._index = json_scan.Index(self._lines.text, self._start)
        region = self._lines.region(*self._extent(self._index.find(path)))
        return Location(self.source.path, self.source.revision, region)

    def _extent(self, spot: Spot) -> tuple[int, int]:
        key_start, key_end, start, end = spot
        text = self._lines.text
        is_root = key_start < 0 and start == self._start
        if text[start] not in "[{" or (self._lines.end_of_line(start) >= end and not is_root):
            return start, end
        if key_start >= 0:
            return key_start, key_end
        first = json_scan.first_member(text, start)
        if first is None:
            return start, end
        if first[0] < 0:
            return self._extent(first)
        return first[0], first[1] if is_root else max(first[1], self._extent(first)[1])


def _read(text: str) -> tuple[list[tuple[object, int]], tuple[str, int] | None]:
    """Return the values with their offsets, and what went wrong where."""
    enabled = gc.isenabled()
    gc.disable()  # millions of new containers, none of them garbage: nearly twice as fast
    try:
        start = json_scan.after_blanks(text, 0)
        if len(text) > _LARGE:
            import orjson

            try:
                return [(orjson.loads(text), start)], None
            except ValueError:
                pass  # the standard library says better what is wrong, and reads what stands before it
        return _read_slowly(text, start)
    finally:
        if enabled:
            gc.enable()


def _read_slowly(text: str, start: int) -> tuple[list[tuple[object, int]], tuple[str, int] | None]:
    values: list[tuple[object, int]] = []
    decoder = json.JSONDecoder(parse_constant=_refuse)
    try:
        while start < len(text):
            value, end = decoder.raw_decode(text, start)
            values.append((value, start))
            start = json_scan.after_blanks(text, end)
    except RecursionError:
        return values, (_TOO_DEEP, json_scan.deeper_than(text, DEEPEST))
    except json.JSONDecodeError as error:
        return values, (error.msg[:1].lower() + error.msg[1:], error.pos)
    except ValueError as error:  # a constant that is no JSON, or a number of more digits than Python reads
        return values, (str(error).partition(";")[0], json_scan.odd_number(text, start))
    return values, None


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _measure(values: Iterable[object]) -> tuple[int, int]:
    """Return how deep ``values`` are nested and how many keys they hold, level by level."""
    level: list[Any] = [value for value in values if isinstance(value, dict | list)]
    depth = keys = 0
    while level and depth <= DEEPEST:
        depth += 1
        below: list[Any] = []
        for value in level:
            if type(value) is dict:
                keys += len(value)
                below += [member for member in value.values() if type(member) is dict or type(member) is list]
            else:
                below += [member for member in value if type(member) is dict or type(member) is list]
        level = below
    return depth, keys
