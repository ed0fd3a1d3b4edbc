"""What functions answer of texts known in pieces; None where that hangs on what is unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.values.glob import GlobError, matches_pieces
from trueline.values.partial_text import PartialText
from trueline.values.pattern import PatternTimeoutError, compile_pattern
from trueline.values.re2 import PatternError
from trueline.values.unknown import MarkedText, is_sensitive, references_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from trueline.policies.cel.run import Run

_WEIGHT: Final = 20
_WORD: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_/:@ ,=%")


def contains(_: Run, text: object, part: object) -> object:
    """Answer ``contains()``."""
    return text.holds(part) if isinstance(text, PartialText) and isinstance(part, str) else None


def starts_with(_: Run, text: object, prefix: object) -> object:
    """Answer ``startsWith()``."""
    if isinstance(text, PartialText) and isinstance(prefix, str):
        return text.begins_with(prefix)
    if isinstance(text, str) and isinstance(prefix, PartialText) and not text.startswith(prefix.prefix):
        return False
    return None


def ends_with(_: Run, text: object, suffix: object) -> object:
    """Answer ``endsWith()``."""
    if isinstance(text, PartialText) and isinstance(suffix, str):
        return text.ends_in(suffix)
    if isinstance(text, str) and isinstance(suffix, PartialText) and not text.endswith(suffix.suffix):
        return False
    return None


def each(change: Callable[[str], str]) -> Callable[[Run, object], object]:
    """Return what answers a function that changes each character by itself."""

    def piece(text: str) -> str:
        return MarkedText(change(text), references_of(text), sensitive=is_sensitive(text))

    return lambda _, text: text.changed(piece) if isinstance(text, PartialText) else None


def glob(run: Run, text: object, pattern: object) -> object:
    """Answer ``glob()``."""
    if not isinstance(text, PartialText) or not isinstance(pattern, str):
        return None
    run.spend(_WEIGHT + sum(map(len, text.texts)) * len(pattern) // 64)
    try:
        return matches_pieces([piece if isinstance(piece, str) else None for piece in text.pieces], pattern)
    except GlobError:
        return None


def matches(run: Run, text: object, pattern: object) -> object:
    """Answer ``matches()``: true where a known piece alone makes it so, false where a plain end of the pattern fails.

    Patterns that look at the ends of words or lines are left alone, and so are choices where something must fail.
    """
    if not isinstance(text, PartialText) or not isinstance(pattern, str):
        return None
    run.spend(_WEIGHT * len(text.texts))
    if any(sign in pattern for sign in ("\\b", "\\B", "\\A", "\\z", "\\Q", "(?")):
        return None
    try:
        compiled = compile_pattern(pattern)
        if any(compiled.matches(piece) for piece in _fitting(text, pattern.replace("[^", "["))):
            return True
    except (PatternError, PatternTimeoutError):
        return None
    if "|" in pattern:
        return None
    told = (text.begins_with(_plain_start(pattern)), text.ends_in(_plain_end(pattern)))
    return False if False in told else None


def _fitting(text: PartialText, pattern: str) -> list[str]:
    """Return the pieces where the anchors of the pattern, if it has any, are as good as in the whole text."""
    if "^" in pattern:
        return [] if "$" in pattern else [text.prefix] if text.prefix else []
    if "$" in pattern:
        return [text.suffix] if text.suffix else []
    return list(text.texts)


def _plain_start(pattern: str) -> str:
    """Return the plain text that whatever matches starts with."""
    end = 1
    while end < len(pattern) and pattern[end] in _WORD:
        end += 1
    if pattern[end : end + 1] in ("*", "?", "{"):
        end -= 1
    return pattern[1:end] if pattern.startswith("^") else ""


def _plain_end(pattern: str) -> str:
    """Return the plain text that whatever matches ends with."""
    start = len(pattern) - 1
    while start > 0 and pattern[start - 1] in _WORD:
        start -= 1
    is_escape = pattern[start - 1 : start] == "\\"
    return pattern[start:-1] if pattern.endswith("$") and not is_escape else ""
