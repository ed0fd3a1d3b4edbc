"""What follows a keyword: flags, words, JSON arrays, pairs and the marks of heredocs, split as BuildKit splits them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.parsers.dockerfile.syntax import Flag, Pair, Spliced, Word

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLANKS = re.compile(r"[\t\v\f\r ]+")
_WORD = re.compile(r"[^\t\v\f\r ]+")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_HEREDOC = re.compile(r"\d*<<(-?)([^<]+)")
_QUOTES: Final = "\"'"
_DEEPEST_ARRAY: Final = 1000  # brackets beyond which no JSON array is tried: none is one of texts


class Marker(NamedTuple):
    """``<<NAME`` where a heredoc is named, before its body is read."""

    name: str
    strips_tabs: bool
    expands: bool
    word: Word


class NoTextsError(Exception):
    """A JSON array has members that are no texts."""


def keyword(line: Spliced) -> tuple[Word, Spliced]:
    """Return the first word of a line, and what follows it."""
    text = line.text
    end = len(text.rstrip())
    found = _BLANKS.search(text, 0, end)
    first = end if found is None else found.start()
    rest = end if found is None else found.end()
    return line.word(0, first), line.cut(rest, end)


def flags(body: Spliced) -> tuple[list[Flag], Spliced]:
    """Return the flags at the beginning of ``body``, their quotes removed, and what follows them."""
    found: list[Flag] = []
    text = body.text
    position = 0
    while True:
        while position < len(text) and text[position].isspace():
            position += 1
        if not text.startswith("--", position):
            break
        start = position
        written, position = _flag(text, start)
        if written == "--":
            break
        name, equals, value = written[2:].partition("=")
        word = body.word(text.index("=", start) + 1, position, value) if equals else None
        found.append(Flag(name, word, *body.span(start, position)))
    while position < len(text) and text[position].isspace():
        position += 1
    return found, body.cut(position, len(text.rstrip()) if text.strip() else position)


def _flag(text: str, position: int) -> tuple[str, int]:
    """Return a flag without its quotes and escapes, and where it ends."""
    quote = ""
    letters: list[str] = []
    while position < len(text):
        letter = text[position]
        if quote and letter == quote:
            quote = ""
        elif not quote and letter in _QUOTES:
            quote = letter
        elif not quote and letter.isspace():
            break
        elif letter == "\\" and position + 1 < len(text):
            position += 1
            letters.append(text[position])
        else:
            letters.append(letter)
        position += 1
    return "".join(letters), position


def by_blanks(body: Spliced) -> tuple[Word, ...]:
    """Return the words between blanks."""
    return tuple(body.word(*match.span()) for match in _WORD.finditer(body.text))


def whole(body: Spliced) -> tuple[Word, ...]:
    """Return all of ``body`` as one word, or none where it is empty."""
    return (body.word(0, len(body.text)),) if body.text else ()


def array(body: Spliced) -> tuple[Word, ...] | None:
    """Return the members of a JSON array of texts, or None where ``body`` is none; raise where they are no texts."""
    if not body.text.startswith("[") or body.text.count("[", 0, 10_000) > _DEEPEST_ARRAY:
        return None
    try:
        members = json.loads(body.text)
    except (ValueError, RecursionError):
        return None
    if not all(isinstance(member, str) for member in members):
        raise NoTextsError
    spans = (match.span() for match in _STRING.finditer(body.text))
    return tuple(body.word(*span, member) for span, member in zip(spans, members, strict=True))


def pairs(body: Spliced, escape: str) -> tuple[list[Pair], Word | None]:
    """Return the pairs of ENV or LABEL, and the first word that is none; quotes and escapes are kept."""
    spans = list(_quoted_spans(body.text, escape))
    if not spans:
        return [], None
    start, end = spans[0]
    if "=" not in body.text[start:end]:
        found = _BLANKS.search(body.text, start)
        if found is None:
            return [], body.word(start, end)
        return [Pair(body.word(start, found.start()), body.word(found.end(), len(body.text)))], None
    made = [(_pair(body, *span), span) for span in spans]
    wrong = next((span for pair, span in made if pair.value is None), None)
    return [pair for pair, _ in made if pair.value is not None], body.word(*wrong) if wrong is not None else None


def arguments(body: Spliced, escape: str) -> list[Pair]:
    """Return the names of ARG, with their defaults where they have one."""
    return [_pair(body, *span) for span in _quoted_spans(body.text, escape)]


def _pair(body: Spliced, start: int, end: int) -> Pair:
    equals = body.text.find("=", start, end)
    if equals < 0:
        return Pair(body.word(start, end))
    return Pair(body.word(start, equals), body.word(equals + 1, end))


def _quoted_spans(text: str, escape: str) -> Iterator[tuple[int, int]]:
    """Yield where the words of ``text`` are; blanks in quotes or after an escape end none."""
    start, quote, position = -1, "", 0
    while position < len(text):
        letter = text[position]
        if start < 0 and letter.isspace():
            position += 1
            continue
        start = position if start < 0 else start
        if not quote and letter.isspace():
            yield start, position
            start = -1
        elif letter == escape and quote != "'":
            position += 1
        elif quote:
            quote = "" if letter == quote else quote
        elif letter in _QUOTES:
            quote = letter
        position += 1
    if start >= 0:
        yield start, len(text)


def markers(body: Spliced) -> list[Marker]:
    """Return the heredocs that ``body`` names, in order."""
    if "<<" not in body.text:
        return []
    found = []
    for start, end in _quoted_spans(body.text, "\\"):
        match = _HEREDOC.fullmatch(body.text, start, end)
        if match is not None:
            name = "".join(letter for letter in match[2] if letter not in _QUOTES)
            if name and not any(letter.isspace() for letter in name):
                found.append(Marker(name, bool(match[1]), name == match[2], body.word(start, end)))
    return found
