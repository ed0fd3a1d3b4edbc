r"""Regular expressions as RE2 reads them, under a time limit.

What RE2 does not have (look-around, back-references, possessive quantifiers) is refused, so that a pattern means here
what it means in any other CEL. ``\\d``, ``\\w``, ``\\s`` and ``\\b`` are ASCII; ``$`` is the very end of the text.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from trueline.values.re2 import PatternError, translate

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    import regex

SECONDS: Final = 0.2
_SHORT: Final = 500


class PatternTimeoutError(Exception):
    """A pattern took longer than its time limit."""


class Pattern:
    """A compiled pattern; a short text under a simple one goes through ``re``, which is quick to load."""

    __slots__ = ("_fast", "_simple", "_slow", "_text")

    def __init__(self, pattern: str) -> None:
        self._text, self._simple = translate(pattern)
        self._fast: re.Pattern[str] | None = None
        self._slow: regex.Pattern[str] | None = None

    def matches(self, text: str) -> bool:
        """Tell whether the pattern matches anywhere in ``text``; raise ``PatternTimeoutError`` when that takes long."""
        if self._simple and len(text) <= _SHORT:
            return self._quick().search(text) is not None
        try:
            return self._limited().search(text, timeout=SECONDS) is not None
        except TimeoutError:
            raise _too_long() from None

    def find(self, text: str) -> Iterator[str]:
        """Yield the matches in ``text``, from left to right; raise ``PatternTimeoutError`` when that takes long."""
        try:
            for match in self._limited().finditer(text, timeout=SECONDS):
                yield match[0]
        except TimeoutError:
            raise _too_long() from None

    def _quick(self) -> re.Pattern[str]:
        import re

        if self._fast is None:
            try:
                self._fast = re.compile(self._text)
            except (re.error, OverflowError) as error:
                raise PatternError(str(error)) from error
        return self._fast

    def _limited(self) -> regex.Pattern[str]:
        import regex

        if self._slow is None:
            try:
                self._slow = regex.compile(self._text, regex.VERSION0)
            except (regex.error, OverflowError) as error:
                raise PatternError(str(error)) from error
        return self._slow


@lru_cache(maxsize=500)
def compile_pattern(pattern: str) -> Pattern:
    """Return the compiled pattern; raise ``PatternError`` for what RE2 would not take."""
    return Pattern(pattern)


def _too_long() -> PatternTimeoutError:
    return PatternTimeoutError(f"the pattern takes longer than {SECONDS} s")
