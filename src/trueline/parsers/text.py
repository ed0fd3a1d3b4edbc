"""Bytes to text, and offsets to lines and columns; shared by the parsers."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from trueline.model.document import Problem
from trueline.model.location import Region

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


class Decoded(NamedTuple):
    """The text of a file without its byte order mark, up to ``problem`` where there is one."""

    text: str
    problem: Problem | None = None


def decode(data: bytes) -> Decoded:
    """Return the text of ``data``: UTF-8, or what its byte order mark says; NUL is refused."""
    encoding = "utf-8"
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            data, encoding = data[len(mark) :], name
            break
    problem = ""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        text = data[: error.start].decode(encoding)
        problem = f"is not {encoding.upper()}: byte 0x{data[error.start]:02x} {error.reason}"
    nul = text.find("\0")
    if nul >= 0:
        text, problem = text[:nul], "holds a NUL character"
    if not problem:
        return Decoded(text)
    return Decoded(text, Problem(f"the file {problem}", Lines(text).region(len(text), len(text))))


class Lines:
    r"""Where the lines of a text begin: ``\\n``, ``\\r\\n`` and ``\\r`` end one, as editors count."""

    __slots__ = ("_starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts: list[int] | None = None

    @property
    def starts(self) -> list[int]:
        """The offset of the first character of each line."""
        if self._starts is None:
            self._starts = _line_starts(self.text)
        return self._starts

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column, from 1, of the character at ``offset``."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def region(self, start: int, end: int) -> Region:
        """Return the region of the characters from ``start`` up to ``end``."""
        return Region(*self.position(start), *self.position(end))

    def end_of_line(self, offset: int) -> int:
        """Return the offset after the last character of the line that holds ``offset``."""
        line = bisect_right(self.starts, offset)
        end = self.starts[line] if line < len(self.starts) else len(self.text)
        while end > offset and self.text[end - 1] in "\r\n":
            end -= 1
        return end


def _line_starts(text: str) -> list[int]:
    if "\r" in text:
        import re

        return [0, *(match.end() for match in re.finditer(r"\r\n?|\n", text))]
    starts = [0]
    found = text.find("\n")
    while found >= 0:
        starts.append(found + 1)
        found = text.find("\n", found + 1)
    return starts
