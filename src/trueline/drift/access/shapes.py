"""Patterns of IAM that may be known in part: whether one means all that another one does, for sure or perhaps.

``*`` and ``?`` are those of IAM. Further characters stand for what is not known: ``NAME`` for the name or ARN of
something (it holds no pattern), ``ANY`` for whatever somebody may give, ``SOFT`` for a word that never decides, such as
the region; and ``MEMBERS`` for everybody in an account. Answers are True, False, or None where they hang on what is not
known.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

ANY: Final = "\x00"
NAME: Final = "\x01"
SOFT: Final = "\x02"
MEMBERS: Final = "\x03"
HOLES: Final = frozenset((ANY, NAME))
_UNREADABLE: Final = str.maketrans(dict.fromkeys((ANY, NAME, SOFT, MEMBERS), "\ufffd"))
_LONGEST: Final = 2048
_MOST: Final = 100_000
_STARS: Final = re.compile(r"\*{2,}")

Answer: TypeAlias = "bool | None"


class Except(NamedTuple):
    """All but what some patterns mean: ``NotAction``, ``NotResource``, ``NotPrincipal``."""

    patterns: tuple[str, ...]


Term: TypeAlias = str | Except


def plain(text: str) -> str:
    """Return a text from a snapshot, in which nothing stands for what is not known."""
    return _STARS.sub("*", text.translate(_UNREADABLE)[:_LONGEST])


def is_open(term: Term) -> bool:
    """Tell whether a term has holes that may decide."""
    texts = (term,) if isinstance(term, str) else term.patterns
    return any(not HOLES.isdisjoint(text) for text in texts)


def shown(term: Term) -> str:
    """Return a term as people read it."""
    if isinstance(term, Except):
        return f"all but {', '.join(map(shown, term.patterns))}"
    for hole in (ANY, NAME):
        term = term.replace(hole, "(unknown)")
    return term.replace(SOFT, "*").replace(MEMBERS, "root")


def covers(wide: Term, narrow: Term) -> Answer:
    """Tell whether one term means all that another one does."""
    if isinstance(wide, str):
        if isinstance(narrow, str):
            return _covers(wide, narrow)
        return wide == "*" or (None if wide == ANY else False)
    if isinstance(narrow, str):
        return every(_negated(meets(narrow, one)) for one in wide.patterns)
    return every(some(covers(inner, one) for inner in narrow.patterns) for one in wide.patterns)


def meets(one: str, other: str) -> Answer:
    """Tell whether two patterns have anything in common."""
    if not _intersect(_opened(one), _opened(other)):
        return False
    return True if HOLES.isdisjoint(one) and HOLES.isdisjoint(other) else None


def some(answers: Iterable[Answer]) -> Answer:
    """Tell whether one of several answers is yes."""
    found = False
    for answer in answers:
        if answer:
            return True
        found = found or answer is None
    return None if found else False


def every(answers: Iterable[Answer]) -> Answer:
    """Tell whether all of several answers are yes."""
    return _negated(some(_negated(answer) for answer in answers))


def _negated(answer: Answer) -> Answer:
    return None if answer is None else not answer


def _opened(text: str) -> str:
    for hole in (ANY, NAME, SOFT, MEMBERS):
        text = text.replace(hole, "*")
    return text


@lru_cache(maxsize=20_000)
def _covers(wide: str, narrow: str) -> Answer:
    if wide == "*" or (wide == narrow and not is_open(wide)):
        return True
    if _fits(wide, narrow, frozenset(("*", SOFT, MEMBERS))):
        return True
    if SOFT in narrow:
        return _covers(wide, _settle(narrow, wide))
    if is_open(wide) and _fits(wide, narrow, frozenset(("*", SOFT, MEMBERS, ANY, NAME))):
        return None
    return None if is_open(narrow) and _may_fit(wide, narrow) else False


def _settle(narrow: str, wide: str) -> str:
    """Return a pattern with what never decides as the other one has it, by all else or in the same part of the ARN."""
    if re.fullmatch("[^:*?]*".join(map(re.escape, narrow.split(SOFT))), wide):
        return wide
    theirs = wide.split(":")
    parts = [
        part.replace(SOFT, theirs[place] if part == SOFT and place < len(theirs) and "*" not in theirs[place] else "x")
        for place, part in enumerate(narrow.split(":"))
    ]
    return ":".join(parts).replace(SOFT, "x")


def _may_fit(wide: str, narrow: str) -> bool:
    """Tell whether some filling of the holes of ``narrow`` makes it one that ``wide`` covers; stars stay stars."""
    stars = narrow.count("*")
    if stars > wide.count("*") and ANY not in narrow:
        return False
    return _intersect(_opened(wide), _opened(narrow))


def _fits(pattern: str, text: str, wild: frozenset[str]) -> bool:
    """Tell whether a text, stars and all, is one of those that a pattern means: ``wild`` stand for any characters.

    All ways are followed at once, one bit for each, so that no number of stars makes it slow. A name has no star in it.
    """
    steps, free, names, words = _steps(pattern, wild)
    single = steps.get("?", 0)
    every = free | names | words
    states = _settled(1, every)
    for character in text:
        staying = states & (free if character in "*?" else free | names if character == ":" else every)
        moving = states & steps.get(character, 0)
        if character != "*" and character not in HOLES:
            moving |= states & single
        states = _settled(staying | moving << 1, every)
        if not states:
            return False
    return bool(states >> len(pattern) & 1)


@lru_cache(maxsize=5_000)
def _steps(pattern: str, wild: frozenset[str]) -> tuple[dict[str, int], int, int, int]:
    """Return for each character the places that it may pass; the places of wild ones, of names, and of words."""
    steps: dict[str, int] = {}
    masks = {"": 0, NAME: 0, SOFT: 0}
    for place, mark in enumerate(pattern):
        if mark in wild:
            masks[mark if mark in masks else ""] |= 1 << place
        else:
            steps[mark] = steps.get(mark, 0) | 1 << place
    return steps, masks[""], masks[NAME], masks[SOFT]


def _settled(states: int, wild: int) -> int:
    while (further := states | (states & wild) << 1) != states:
        states = further
    return states


@lru_cache(maxsize=20_000)
def _intersect(one: str, other: str) -> bool:
    """Tell whether a text exists that both patterns mean; ``*`` is wild in both."""
    if len(one) * len(other) > _MOST:
        return True  # nobody writes such patterns but to keep us busy
    row = _row_zero(other)
    for index, mark in enumerate(one):
        following = [row[0] and mark == "*"]
        for place, char in enumerate(other):
            if mark == "*":
                following.append((following[place] and char == "*") or row[place + 1] or following[place])
            elif char == "*":
                following.append(following[place] or row[place + 1] or row[place])
            else:
                following.append(row[place] and (mark == char or "?" in (mark, char)))
        row = following
        if not any(row) and index < len(one):
            return False
    return row[-1]


def _row_zero(other: str) -> list[bool]:
    row = [True]
    for char in other:
        row.append(row[-1] and char == "*")
    return row
