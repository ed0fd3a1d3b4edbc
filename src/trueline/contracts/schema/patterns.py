"""Regular expressions of schemas, on names and values; hostile ones end in time."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import regex

_LONGEST: Final = 5_000
_SECONDS: Final = 0.05


@lru_cache(maxsize=4096)
def matches(pattern: str, text: str) -> bool:
    """Tell whether ``pattern`` matches somewhere in ``text``; what cannot be told is told as no."""
    compiled = _compile(pattern)
    if compiled is None:
        return False
    try:
        return compiled.search(text, timeout=_SECONDS) is not None
    except TimeoutError:
        return False


@lru_cache(maxsize=1024)
def _compile(pattern: str) -> regex.Pattern[str] | None:
    import regex

    if len(pattern) > _LONGEST:
        return None
    try:
        return regex.compile(pattern)
    except regex.error:
        return None


def can_tell(pattern: str) -> bool:
    """Tell whether ``pattern`` can be read here."""
    return _compile(pattern) is not None
