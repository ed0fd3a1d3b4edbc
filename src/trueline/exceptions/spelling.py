"""How a mark is spelled: ``trueline: ignore[rule-id, other-rule] until 2027-01-31: reason``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from trueline.exceptions import other_tools
from trueline.exceptions.mark import Spelled

if TYPE_CHECKING:
    from collections.abc import Iterator

FORM: Final = "write `trueline: ignore[rule-id]: why`, or `trueline: ignore[rule-id] until 2027-01-31: why`"
LONGEST: Final = 2_000
"""Characters of a comment that are looked at: nobody reads further either."""

_OURS: Final = re.compile(r"trueline:\s*(?:(?P<verb>\w+)\s*(?=\[)|ignore\b)", re.IGNORECASE)
_LIST: Final = re.compile(r"\[(?P<rules>[^\]]*)\]\s*(?:until\s+(?P<until>[^:\s]+)\s*)?(?::(?P<reason>.*))?")
_NAME: Final = re.compile(r"[A-Za-z0-9][\w.-]*", re.ASCII)
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_NEXT: Final = re.compile(r"\s(?:#|//|--)[#/-]*\s*")


def spellings(comment: str) -> Iterator[Spelled]:
    """Yield the marks in one line of a comment: at its start, or after a further ``#``, ``//`` or ``--``."""
    comment = comment[:LONGEST]
    for start in (0, *(match.end() for match in _NEXT.finditer(comment))):
        text = comment[start:]
        match = _OURS.match(text)
        if match is not None:
            yield _read((match["verb"] or "ignore").lower(), text[match.end() :])
        yield from other_tools.spellings(text)


def _read(verb: str, text: str) -> Spelled:
    listed = _LIST.match(text.lstrip())
    if listed is None:
        return Spelled((), problem=f"it names no rule: {FORM}")
    names = tuple(dict.fromkeys(name.strip() for name in listed["rules"].split(",") if name.strip()))
    found = Spelled(names, listed["until"] or "", (listed["reason"] or "").strip())
    return found._replace(problem=_problem(found, verb))


def _problem(found: Spelled, verb: str) -> str:
    if verb != "ignore":
        return f"`{verb}` is not known: {FORM}"
    if not found.rules:
        return f"it names no rule: {FORM}"
    odd = next((name for name in found.rules if not _NAME.fullmatch(name)), None)
    if odd is not None:
        return f"`{odd}` is no rule's id: a mark names each rule that it lets go"
    if found.until and not _is_day(found.until):
        return f"`{found.until}` is no day: write it as 2027-01-31"
    if not any(character.isalnum() for character in found.reason):
        return f"it gives no reason: {FORM}"
    return ""


def _is_day(text: str) -> bool:
    from datetime import date

    try:
        return _DAY.fullmatch(text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False
