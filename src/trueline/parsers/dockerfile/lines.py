"""Lines to instructions: directives, continuations, comments between them, and the bodies of heredocs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.parsers.dockerfile.syntax import Heredoc, Spliced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.parsers.dockerfile.words import Marker

_DIRECTIVE = re.compile(r"[ \t]*#[ \t]*([A-Za-z][A-Za-z0-9]*)[ \t]*=[ \t]*(\S[^\n]*)")
_DIRECTIVES: Final = ("check", "escape", "syntax")
_CONTINUATION: Final = {sign: re.compile(rf"(?<!{re.escape(sign)}){re.escape(sign)}[ \t]*$") for sign in "\\`"}


class Fault(NamedTuple):
    """What is wrong between two offsets."""

    message: str
    start: int
    end: int


class Cursor:
    """Reads one text line by line; ``comments`` and ``faults`` grow as it goes, as (offset, offset)."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.escape = "\\"
        self.syntax = ""
        self.comments: list[tuple[int, int]] = []
        self.faults: list[Fault] = []

    def instructions(self) -> Iterator[Spliced]:
        """Yield the text of each instruction, its continuation lines joined; read heredocs between two of them."""
        self._directives()
        while self.position < len(self.text):
            start, end = self._line()
            if self._is_blank(start, end):
                continue
            spliced = self._joined(self._after_blanks(start, end), end)
            if spliced.text.strip():
                yield spliced

    def heredoc(self, marker: Marker) -> Heredoc:
        """Read the lines up to the one that ends the heredoc of ``marker``."""
        first = self.position
        while self.position < len(self.text):
            start, end = self._line()
            line = self.text[start:end]
            if (line.lstrip("\t") if marker.strips_tabs else line) == marker.name:
                return self._heredoc(marker, first, start)
        self.faults.append(Fault(f"the heredoc {marker.name} does not end", marker.word.start, marker.word.end))
        return self._heredoc(marker, first, len(self.text))

    def _heredoc(self, marker: Marker, start: int, end: int) -> Heredoc:
        return Heredoc(marker.name, Spliced(self.text[start:end], ((0, start),)), marker.expands, marker.word)

    def _line(self) -> tuple[int, int]:
        """Return from where to where the next line goes, without its end, and step behind it."""
        start = self.position
        newline = self.text.find("\n", start)
        end = len(self.text) if newline < 0 else newline
        self.position = len(self.text) if newline < 0 else newline + 1
        while end > start and self.text[end - 1] == "\r":
            end -= 1
        return start, end

    def _directives(self) -> None:
        """Read ``# escape=…`` and its like, which stand above everything else."""
        seen: set[str] = set()
        while self.position < len(self.text):
            before = self.position
            start, end = self._line()
            found = _DIRECTIVE.fullmatch(self.text, start, end)
            name = found[1].lower() if found else ""
            if found is None or name not in _DIRECTIVES:
                self.position = before
                return
            if name in seen:
                self.faults.append(Fault(f"the directive {name} stands twice", start, end))
            seen.add(name)
            self._direct(name, found[2].rstrip(), (found.start(2), end))

    def _direct(self, name: str, value: str, span: tuple[int, int]) -> None:
        if name == "syntax":
            self.syntax = value
        elif name == "escape" and value in _CONTINUATION:
            self.escape = value
        elif name == "escape":
            self.faults.append(Fault("the escape character is ` or \\", *span))

    def _joined(self, start: int, end: int) -> Spliced:
        """Return the line together with those that continue it; comments and blank lines between them are left out."""
        parts: list[str] = []
        pieces: list[tuple[int, int]] = []
        length = 0
        pattern = _CONTINUATION[self.escape]
        while True:
            found = pattern.search(self.text, start, end)
            stop = end if found is None else found.start()
            pieces.append((length, start))
            parts.append(self.text[start:stop])
            length += stop - start
            if found is None or not self._next_part():
                return Spliced("".join(parts), tuple(pieces))
            start, end = self._last

    def _next_part(self) -> bool:
        while self.position < len(self.text):
            start, end = self._line()
            if not self._is_blank(start, end):
                self._last = (start, end)
                return True
        return False

    def _is_blank(self, start: int, end: int) -> bool:
        """Tell whether a line holds nothing or a comment, which is kept."""
        first = self._after_blanks(start, end)
        if first < end and self.text[first] == "#":
            self.comments.append((first, end))
            return True
        return first == end

    def _after_blanks(self, start: int, end: int) -> int:
        while start < end and self.text[start].isspace():
            start += 1
        return start
