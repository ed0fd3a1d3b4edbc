"""What base said of the end of something, the same for every format: ``deprecated``, ``sunset`` and ``reason``.

A day that is none is never past: it is ``sunset_invalid``, and there is no ``sunset``.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Notice: TypeAlias = "dict[str, object]"
"""The details of a change that speak of deprecation; empty where nothing was announced."""

MEMBERS: Final = ("deprecated", "sunset", "sunset_invalid", "reason")
_DAY: Final = re.compile(r"(?<![\d-])(\d{4}-\d{1,2}-\d{1,2})(?![\d-])")
_END: Final = re.compile(
    r"\b(?:until|till|sunsets?|sunset(?:ted)? date|upcoming change"
    r"|(?:remov(?:ed?|al|ing)|delet(?:ed?|ion)|drop(?:ped)?|gone|goes away|going away|ends?|ended|expir(?:es?|ed|y)"
    r"|retir(?:es?|ed|ement)|shut ?(?:s )?down|(?:switch|turn)ed off|discontinued|unavailable|end of (?:life|support)"
    r"|eol|no longer (?:available|supported|served|there)))"
    r"(?:\s+(?:date|is|set for|planned for|scheduled for))?(?:\s+(?:on|after|by|in|at|from|of|before))?"
    r"\s*[:=]?\s*(?:the\s+)?[\"'(]?\Z",
    re.I,
)
_ASKED: Final = re.compile(r"\b(?:sunset|remove[ _-]?after|removed[ _-]?on)\s*[:=]\s*[\"']?([^\s\"',;)]+)", re.I)


def notice(reason: str = "", sunset: object = None) -> Notice:
    """Return the notice of something deprecated; without a ``sunset`` of its own, the day stands in the reason."""
    found: Notice = {"deprecated": True}
    text = " ".join(reason.split())
    if text:
        found["reason"] = text
    if sunset is not None and str(sunset).strip():
        return found | dated(str(sunset))
    return found | _told(reason)


def dated(text: str) -> Notice:
    """Return the day that ``text`` is, or that it is none."""
    day = day_of(text)
    return {"sunset": day} if day else {"sunset_invalid": text}


def day_of(text: str) -> str:
    """Return ``2027-01-31`` for a day or an instant as ISO 8601 writes it, else an empty text."""
    try:
        return datetime.fromisoformat(text.strip()).date().isoformat()
    except ValueError:
        return ""


def within(outer: Notice, inner: Notice) -> Notice:
    """Return the notice of something in something else: its own, with the day of what it is in if it has none."""
    if not outer or not inner:
        return inner or outer
    if "sunset" in inner or "sunset_invalid" in inner:
        return {**{name: outer[name] for name in ("reason",) if name in outer}, **inner}
    return {**outer, **inner}


def of_details(details: Mapping[str, object]) -> Notice:
    """Return the notice among the details of a change."""
    if details.get("deprecated") is not True:
        return {}
    return {name: details[name] for name in MEMBERS if name in details}


def without(details: Mapping[str, object]) -> dict[str, object]:
    """Return the details of a change without its notice."""
    return {name: one for name, one in details.items() if name not in MEMBERS}


def rank(found: Notice) -> tuple[int, str]:
    """Return what sorts notices from the weakest: none at all, one without a day, the latest day, the earliest."""
    if not found:
        return 0, ""
    said = str(found.get("sunset", ""))
    return (2, "".join(chr(ord("9") - int(one)) if one.isdigit() else one for one in said)) if said else (1, "")


def weakest(found: Iterable[Notice]) -> Notice:
    """Return the notice that holds for something with several users: that of the one who may rely on it longest."""
    return min(found, key=rank, default={})


class Announcements:
    """What base announced of all that the changes which are found now stand in."""

    __slots__ = ("_outer",)

    def __init__(self) -> None:
        self._outer: Notice = {}

    @contextmanager
    def inside(self, *notices: Notice) -> Iterator[None]:
        """Go into something that base announced this of, the outermost first."""
        before = self._outer
        for one in notices:
            self._outer = within(self._outer, one)
        try:
            yield
        finally:
            self._outer = before

    def told(self, details: Mapping[str, object] | None) -> dict[str, object]:
        """Return the details of a change with what was announced of it, or of what it is in."""
        known = details or {}
        return {**known, **within(self._outer, of_details(known))}


def _told(text: str) -> Notice:
    """Return the last day that a text says something ends on; any other day in it may be that of a ticket."""
    asked = _ASKED.search(text)
    if asked is not None:
        return dated(asked[1].rstrip("."))
    whole = text.strip()
    named = (
        [whole]
        if _DAY.fullmatch(whole)
        else [one[1] for one in _DAY.finditer(text) if _END.search(text[: one.start()]) is not None]
    )
    days = [_date(one) for one in named]
    if None in days:
        return {"sunset_invalid": named[days.index(None)]}
    known = [day for day in days if day is not None]
    return {"sunset": max(known).isoformat()} if known else {}


def _date(text: str) -> date | None:
    try:
        return date(*(int(part) for part in text.split("-")))
    except ValueError:
        return None
