"""The nouns of a Dockerfile: instructions, their words, flags and heredocs, each with its place."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_BEYOND: Final = 1 << 62

Form = Literal["exec", "shell", ""]


class Spliced(NamedTuple):
    """Text put together from pieces of a file; ``pieces`` are (offset in the text, offset in the file), ascending."""

    text: str
    pieces: tuple[tuple[int, int], ...]

    def at(self, offset: int) -> int:
        """Return where in the file the character at ``offset`` stands."""
        start, place = self.pieces[max(bisect_right(self.pieces, (offset, _BEYOND)) - 1, 0)]
        return place + offset - start

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return from where to where in the file a part of the text goes."""
        return (self.at(start), self.at(end - 1) + 1) if end > start else (self.at(start), self.at(start))

    def cut(self, start: int, end: int) -> Spliced:
        """Return a part of the text, with its places."""
        inside = [(offset - start, place) for offset, place in self.pieces if start < offset < end]
        return Spliced(self.text[start:end], ((0, self.at(start)), *inside))

    def word(self, start: int, end: int, text: str | None = None) -> Word:
        """Return a part of the text as a word, which may mean another ``text`` than is written."""
        return Word(self.text[start:end] if text is None else text, *self.span(start, end))


class Word(NamedTuple):
    """Text and the offsets in the file between which it stands."""

    text: str
    start: int
    end: int


class Flag(NamedTuple):
    """``--name=value``; without ``=``, the value is None."""

    name: str
    value: Word | None
    start: int
    end: int


class Pair(NamedTuple):
    """``name=value`` of ENV, LABEL and ARG; an ARG may have no value."""

    name: Word
    value: Word | None = None


class Heredoc(NamedTuple):
    """``<<NAME`` and what stands below it. ``expands`` where variables in it are replaced."""

    name: str
    text: Spliced
    expands: bool
    marker: Word


class Instruction(NamedTuple):
    """One instruction. ``body`` is what follows keyword and flags, continuations joined; ``words`` is it in words.

    ``keyword`` is in capitals; of ``ONBUILD RUN …`` it is RUN, and ``onbuild`` says the rest. In exec form the words
    are the members of the JSON array.
    """

    keyword: str
    place: Word
    body: Spliced
    end: int
    words: tuple[Word, ...] = ()
    pairs: tuple[Pair, ...] = ()
    flags: tuple[Flag, ...] = ()
    form: Form = ""
    heredocs: tuple[Heredoc, ...] = ()
    onbuild: bool = False

    def flag(self, name: str) -> Word | None:
        """Return the value of the last flag of that name."""
        return next((flag.value for flag in reversed(self.flags) if flag.name == name), None)


class Dockerfile(NamedTuple):
    """All instructions of a file. ``escape`` is what continues a line, ``syntax`` the frontend that is asked for."""

    instructions: Sequence[Instruction]
    escape: str = "\\"
    syntax: str = ""
