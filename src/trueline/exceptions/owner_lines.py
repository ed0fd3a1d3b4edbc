"""The lines of a CODEOWNERS file, and the sections that GitLab knows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.errors import ReadError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_EMAIL: Final = r"[^\s@<>(),;:\"\\]+@[^\s@<>(),;:\"\\]+\.[^\s@<>(),;:\"\\.]+"
_OWNERS: Final[Mapping[str, re.Pattern[str]]] = {
    "github": re.compile(rf"@[A-Za-z0-9][\w-]*(?:/[A-Za-z0-9][\w.-]*)?|{_EMAIL}", re.ASCII),
    "gitlab": re.compile(rf"@\w[\w.-]*(?:/\w[\w.-]*)*|@@(?:developer|maintainer|owner)s?|{_EMAIL}", re.ASCII),
}
_HEADING: Final = re.compile(r"(\^?)\[([^\[\]]+)\](?:\[(\d{1,4})\])?(?:[ \t]+(.*))?", re.ASCII)
_WORD: Final = re.compile(r"(?:\\.|[^\\ \t]|\\$)+")
_BREAK: Final = re.compile("[\\0\\r\\v\\f\\x1c-\\x1e\\x85\\u2028\\u2029]")
"""What ends a line for some programs, and so could hide one, also behind a comment."""
_COMMENT: Final = re.compile(r"(?:^|(?<=[ \t]))#.*")


class Line(NamedTuple):
    """One line: whose files are whose. ``defaults`` are the owners of the section, where the line itself has none."""

    number: int
    pattern: str
    words: tuple[str, ...]
    defaults: tuple[str, ...] = ()

    @property
    def excludes(self) -> bool:
        """Tell whether the line is an exclusion of GitLab's, which no other line of its section takes back."""
        return self.pattern.startswith("!")

    def owners(self, forge: str) -> tuple[str, ...]:
        """Return the owners that a forge can take for people."""
        return tuple(word for word in self.words or self.defaults if _OWNERS[forge].fullmatch(word))

    def is_sound(self, forge: str) -> bool:
        """Tell whether the line counts for certain: GitHub skips one in which an owner is not valid."""
        return forge != "github" or len(self.owners(forge)) == len(self.words or self.defaults)


class Section(NamedTuple):
    """Lines of which, for a path, the last counts; those of an optional section ask nobody."""

    lines: Sequence[Line]
    is_optional: bool = False


class _Heading(NamedTuple):
    is_optional: bool
    defaults: tuple[str, ...]
    lines: list[Line]


def parse(data: bytes, place: str, *, sectioned: bool) -> list[Section]:
    """Return what a file says; raise ``ReadError`` for what two programs may take for different lines.

    Without sections a heading is a line that is not valid, as for GitHub.
    """
    parts: dict[str, list[_Heading]] = {"": [_Heading(is_optional=False, defaults=(), lines=[])]}
    now = parts[""][0]
    for number, text in _lines(data, place):
        heading = _HEADING.fullmatch(text)
        if heading is not None:
            if sectioned:
                asks_nobody = heading[1] == "^" or (heading[3] is not None and int(heading[3]) == 0)
                now = _Heading(asks_nobody, _words(heading[4]), [])
                parts.setdefault(heading[2].strip().casefold(), []).append(now)
            continue
        if sectioned and text.startswith(("[", "^[")):
            raise ReadError("it is not certain whether this is the heading of a section", place=f"{place}:{number}")
        words = _words(text)
        if not words:
            raise ReadError("it is not certain what this line says", place=f"{place}:{number}")
        pattern, *owners = words
        now.lines.append(Line(number, pattern, tuple(owners)))
    return [_together(headings) for headings in parts.values()]


def _lines(data: bytes, place: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that say something, without comments, by their numbers from 1."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise ReadError("is not UTF-8", place=place) from error
    for number, raw in enumerate(text.split("\n"), 1):
        whole = raw.removesuffix("\r")
        line = _COMMENT.sub("", whole).strip(" \t")
        if _BREAK.search(whole) or not line.replace("\t", " ").isprintable():
            raise ReadError("has a character that not every program reads alike", place=f"{place}:{number}")
        if line:
            yield number, line


def _words(text: str | None) -> tuple[str, ...]:
    return tuple(_WORD.findall(text or ""))


def _together(headings: Sequence[_Heading]) -> Section:
    """Return the parts of one name as the section they are; what one of them lacks, none of them has for certain."""
    certain = all(heading.defaults for heading in headings)
    return Section(
        [line._replace(defaults=heading.defaults if certain else ()) for heading in headings for line in heading.lines],
        any(heading.is_optional for heading in headings),
    )
