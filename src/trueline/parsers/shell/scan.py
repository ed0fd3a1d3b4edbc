"""A script to pipelines of commands: separators, redirections, reserved words, comments and heredocs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.parsers.shell.tokens import Word, word

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEFORE_A_COMMAND: Final = frozenset(("if", "then", "elif", "else", "while", "until", "do", "!", "{", "time"))
_AFTER_A_COMMAND: Final = frozenset(("fi", "done", "esac", "}"))
_RESERVED: Final = _BEFORE_A_COMMAND | _AFTER_A_COMMAND
_NO_COMMAND: Final = frozenset(("for", "case", "select", "function"))
_REDIRECTION = re.compile(r"(?:\d+|&)?(?:<<-?(?!<)|<<<|<>|>>|>\||[<>]&?)(?!\()")
_SEPARATORS: Final = frozenset(";&\n()")


class Piece(NamedTuple):
    """One command of a pipeline as it is written: its words, and the substitutions behind ``<``."""

    words: tuple[Word, ...]
    redirected: tuple[tuple[int, int], ...]
    start: int
    end: int


def scan(text: str, start: int, end: int) -> Iterator[tuple[Piece, ...]]:
    """Yield the pipelines of a script, in order."""
    return _Scanner(text, start, end).pipelines()


class _Scanner:
    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        self._position = start
        self._end = end
        self._words: list[Word] = []
        self._redirected: list[tuple[int, int]] = []
        self._pieces: list[Piece] = []
        self._heredocs: list[tuple[str, bool]] = []
        self._depth = 0

    def pipelines(self) -> Iterator[tuple[Piece, ...]]:
        while self._position < self._end:
            letter = self._text[self._position]
            if letter in " \t\r":
                self._position += 1
            elif self._text.startswith("\\\n", self._position):
                self._position += 2
            elif letter == "#":
                self._position = self._end_of_line()
            elif letter == "|" and self._text[self._position + 1 : self._position + 2] != "|":
                self._position += 1
                self._close_piece()
            elif letter == "|" or (letter in _SEPARATORS and not self._text.startswith("&>", self._position)):
                yield from self._separate(letter)
            elif not self._redirect():
                self._take_word()
        yield from self._close()

    def _separate(self, letter: str) -> Iterator[tuple[Piece, ...]]:
        if letter == "(":
            self._depth += 1
            self._words.clear()  # what stands before is the name of a function
        elif letter == ")" and self._depth:
            self._depth -= 1
        elif letter == ")":
            self._words.clear()  # a pattern of `case`
        self._position += 1
        yield from self._close()
        if letter == "\n":
            self._skip_heredocs()

    def _redirect(self) -> bool:
        """Step over a redirection and its target, which is no argument."""
        found = _REDIRECTION.match(self._text, self._position, self._end)
        if found is None:
            return False
        self._position = found.end()
        while self._position < self._end and self._text[self._position] in " \t":
            self._position += 1
        target = word(self._text, self._position, self._end)
        self._position = target.end
        self._redirected += target.nested
        if "<<" in found[0] and "<<<" not in found[0] and target.text:
            self._heredocs.append((target.text, found[0].endswith("-")))
        return True

    def _take_word(self) -> None:
        found = word(self._text, self._position, self._end)
        self._position = max(found.end, self._position + 1)
        if not self._words and not found.is_quoted and found.text in _RESERVED:
            return
        self._words.append(found)

    def _close_piece(self) -> None:
        words, redirected = tuple(self._words), tuple(self._redirected)
        self._words.clear()
        self._redirected.clear()
        if words and words[0].text in _NO_COMMAND and not words[0].is_quoted:  # their substitutions run all the same
            redirected += tuple(span for word in words for span in word.nested)
            words = ()
        if words or redirected:
            start = words[0].start if words else redirected[0][0]
            self._pieces.append(Piece(words, redirected, start, words[-1].end if words else redirected[-1][1]))

    def _close(self) -> Iterator[tuple[Piece, ...]]:
        self._close_piece()
        if self._pieces:
            yield tuple(self._pieces)
            self._pieces.clear()

    def _skip_heredocs(self) -> None:
        for name, strips_tabs in self._heredocs:
            while self._position < self._end:
                start, self._position = self._position, min(self._end_of_line() + 1, self._end)
                line = self._text[start : self._position].rstrip("\r\n")
                if (line.lstrip("\t") if strips_tabs else line) == name:
                    break
        self._heredocs.clear()

    def _end_of_line(self) -> int:
        found = self._text.find("\n", self._position, self._end)
        return self._end if found < 0 else found
