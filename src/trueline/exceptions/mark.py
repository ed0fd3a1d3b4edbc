"""The nouns of inline suppression: what a comment says, and the mark that it is at its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trueline.model.location import Location


class Spelled(NamedTuple):
    """What a comment says: which rules, until and with which day, why; ``problem`` says what is wrong with it.

    ``tool`` is empty for Trueline's own marks, else whose spelling it is.
    """

    rules: tuple[str, ...]
    until: str = ""
    reason: str = ""
    problem: str = ""
    tool: str = ""


class Mark(NamedTuple):
    """A mark in a file; ``location`` is its comment's.

    ``line`` is the one it covers, 0 where no code follows it, and ``last`` the last one of the statement that begins
    there, in a language where no comment can stand behind the code.
    """

    spelled: Spelled
    location: Location
    line: int = 0
    last: int = 0

    @property
    def is_own(self) -> bool:
        """Tell whether it is spelled as Trueline's, not as another tool's."""
        return not self.spelled.tool


WHOLE_FILE = 2**31
"""The last line of a mark that is about a file from its first line on."""

LINE = "line"
ELEMENT = "element"
SUBJECT = "subject"


def reach(mark: Mark, place: Location, begins: Iterable[Location]) -> str:
    """Return how a mark covers a finding at ``place``: by its line, its element or its subject; else nothing.

    ``begins`` says where the subject of the finding begins, then where its element does: both may be one.
    """
    for name, begin in zip((SUBJECT, ELEMENT), begins, strict=False):
        if _is_on(mark, begin):
            return name
    return LINE if _is_on(mark, place) else ""


def _is_on(mark: Mark, place: Location) -> bool:
    if place.region is None or place.path != mark.location.path:
        return False
    return mark.line <= place.region.start_line <= max(mark.line, mark.last)
