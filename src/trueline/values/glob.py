"""Globs over texts with ``/`` in them: images, paths, ARNs."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

Tokens: TypeAlias = tuple[str | frozenset[str] | tuple[str, ...], ...]

_MOST_CHOICES: Final = 64
_LONGEST: Final = 1000
_ANY, _STAR, _DEEP = "?", "*", "**"


class GlobError(ValueError):
    """The text is no glob."""


def matches_glob(text: str, pattern: str) -> bool:
    """Tell whether all of ``text`` matches: ``*`` and ``?`` stop at ``/``, ``**`` does not; ``[a-z]``, ``{a,b}``."""
    return any(_fits(text, tokens) for tokens in _compile(pattern))


def matches_pieces(pieces: Sequence[str | None], pattern: str) -> bool | None:
    """Tell the same of a text known in pieces, None for a hole; None where it hangs on what fills the holes."""
    answers = [_fit_pieces(pieces, tokens) for tokens in _compile(pattern)]
    return True if True in answers else None if None in answers else False


@lru_cache(maxsize=500)
def _compile(pattern: str) -> tuple[Tokens, ...]:
    if len(pattern) > _LONGEST:
        raise GlobError(f"a glob has at most {_LONGEST} characters")
    return tuple(_tokens(choice) for choice in _choices(pattern))


def _choices(pattern: str) -> list[str]:
    """Return what the braces of a glob stand for, one glob for each."""
    done: list[str] = []
    waiting = [pattern]
    while waiting:
        current = waiting.pop()
        opened = current.find("{")
        if opened < 0:
            done.append(current)
            continue
        parts, rest = _brace(current, opened)
        waiting.extend(current[:opened] + part + rest for part in parts)
        if len(waiting) + len(done) > _MOST_CHOICES:
            raise GlobError(f"a glob has at most {_MOST_CHOICES} choices")
    return done


def _brace(pattern: str, opened: int) -> tuple[list[str], str]:
    depth = 0
    parts: list[str] = []
    start = opened + 1
    for position in range(opened, len(pattern)):
        character = pattern[position]
        depth += (character == "{") - (character == "}")
        if depth == 0 or (depth == 1 and character == ","):
            parts.append(pattern[start:position])
            start = position + 1
        if depth == 0:
            return parts, pattern[position + 1 :]
    raise GlobError("a '{' is not closed")


def _tokens(pattern: str) -> Tokens:
    tokens: list[str | frozenset[str] | tuple[str, ...]] = []
    position = 0
    while position < len(pattern):
        character = pattern[position]
        if character == "*":
            run = len(pattern[position:]) - len(pattern[position:].lstrip("*"))
            tokens.append(_DEEP if run > 1 else _STAR)
            position += run
        elif character == "[":
            close = pattern.find("]", position + 2)
            if close < 0:
                raise GlobError("a '[' is not closed")
            tokens.append(_members(pattern[position + 1 : close]))
            position = close + 1
        elif character == "\\" and position + 1 < len(pattern):
            tokens.append(frozenset(pattern[position + 1]))
            position += 2
        else:
            tokens.append(_ANY if character == "?" else frozenset(character))
            position += 1
    return tuple(tokens)


def _members(inner: str) -> tuple[str, ...]:
    """Return a bracket's ranges as pairs of characters in one text each; ``!`` first where it is negated."""
    negated = inner[0] in "!^"
    body = inner[1:] if negated else inner
    ranges: list[str] = ["!"] if negated else [""]
    position = 0
    while position < len(body):
        is_range = body[position + 1 : position + 2] == "-" and position + 2 < len(body)
        ranges.append(body[position] + body[position + 2 if is_range else position])
        position += 3 if is_range else 1
    return tuple(ranges)


def _fits(text: str, tokens: Tokens) -> bool:
    """Follow all ways through the tokens at once: the time is at most text times tokens."""
    return len(tokens) in _after(text, _settled({0}, tokens), tokens)


def _after(text: str, states: set[int], tokens: Tokens) -> set[int]:
    for character in text:
        following: set[int] = set()
        for state in states:
            if state == len(tokens):
                continue
            token = tokens[state]
            if isinstance(token, str):
                if character != "/" or token == _DEEP:
                    following.add(state + 1 if token == _ANY else state)
            elif _holds(token, character):
                following.add(state + 1)
        states = _settled(following, tokens)
        if not states:
            break
    return states


def _fit_pieces(pieces: Sequence[str | None], tokens: Tokens) -> bool | None:
    states = _settled({0}, tokens)
    has_hole = False
    for piece in pieces:
        if piece is not None:
            states = _after(piece, states, tokens)
        elif states:  # what fills a hole may lead on from any of them
            has_hole = True
            states = set(range(min(states), len(tokens) + 1))
        if not has_hole and any(tokens[state:] == (_DEEP,) for state in states):
            return True
    if len(tokens) not in states:
        return False
    return None if has_hole else True


def _settled(states: set[int], tokens: Tokens) -> set[int]:
    settled: set[int] = set()
    for first in states:
        state = first
        settled.add(state)
        while state < len(tokens) and tokens[state] in (_STAR, _DEEP):
            state += 1
            settled.add(state)
    return settled


def _holds(token: frozenset[str] | tuple[str, ...], character: str) -> bool:
    if isinstance(token, frozenset):
        return character in token
    inside = any(pair[0] <= character <= pair[1] for pair in token[1:])
    return inside != (token[0] == "!") and character != "/"
