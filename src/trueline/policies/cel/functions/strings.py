"""Texts: positions count code points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.policies.cel import pieces
from trueline.policies.cel.arithmetic import LONGEST_TEXT
from trueline.policies.cel.errors import EvaluationError, LimitReachedError
from trueline.policies.cel.function import Function
from trueline.policies.cel.kinds import describe
from trueline.values.unknown import Unknown, join

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# what Unicode calls White_Space; Python's strip() takes four control characters more
_BLANKS = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
_LOWER = {code: code + 32 for code in range(65, 91)}
_UPPER = {code: code - 32 for code in range(97, 123)}


def _lower(text: str) -> str:
    return text.translate(_LOWER)


def _upper(text: str) -> str:
    return text.translate(_UPPER)


def _char_at(text: str, position: int) -> str:
    if not 0 <= position <= len(text):
        raise EvaluationError(f"position {position} is out of a text of {len(text)}")
    return text[position : position + 1]


def _index_of(text: str, part: str, start: int = 0) -> int:
    if not 0 <= start <= len(text):
        if not part:
            return min(max(start, 0), len(text))
        raise EvaluationError(f"position {start} is out of a text of {len(text)}")
    return text.find(part, start)


def _last_index_of(text: str, part: str, start: int | None = None) -> int:
    if start is None:
        return text.rfind(part)
    if not 0 <= start <= len(text):
        raise EvaluationError(f"position {start} is out of a text of {len(text)}")
    return text.rfind(part, 0, start + len(part))


def _join(items: Sequence[object], separator: str = "") -> object:
    unknowns = [item for item in items if isinstance(item, Unknown)]
    if unknowns:
        return join(*unknowns)
    length = 0
    for item in items:
        if not isinstance(item, str):
            raise EvaluationError(f"join() takes a list of texts, not of {describe(item)}")
        length += len(item) + len(separator)
    if length > LONGEST_TEXT:
        raise LimitReachedError(f"a text of more than {LONGEST_TEXT} characters")
    return str(separator).join(str(item) for item in items)


def _replace(text: str, old: str, new: str, most: int = -1) -> str:
    times = text.count(old) if most < 0 else min(most, text.count(old))
    if len(text) + times * (len(new) - len(old)) > LONGEST_TEXT:
        raise LimitReachedError(f"a text of more than {LONGEST_TEXT} characters")
    return text.replace(old, new, most if most >= 0 else -1)


def _split(text: str, separator: str, most: int = -1) -> list[str]:
    if most == 0:
        return []
    if separator:
        return text.split(separator, most - 1 if most > 0 else -1)
    if 0 < most < len(text):
        return [*text[: most - 1], text[most - 1 :]]
    return list(text)


def _substring(text: str, start: int, end: int | None = None) -> str:
    end = len(text) if end is None else end
    if not 0 <= start <= end <= len(text):
        raise EvaluationError(f"no characters {start} to {end} in a text of {len(text)}")
    return text[start:end]


FUNCTIONS: Mapping[str, Function] = {
    "charAt": Function(_char_at, "string int", "string"),
    "indexOf": Function(_index_of, "string string int?", "int"),
    "join": Function(_join, "list string?", "string"),
    "lastIndexOf": Function(_last_index_of, "string string int?", "int"),
    "lowerAscii": Function(_lower, "string", "string", pieces=pieces.each(_lower)),
    "replace": Function(_replace, "string string string int?", "string"),
    "split": Function(_split, "string string int?", "list"),
    "substring": Function(_substring, "string int int?", "string"),
    "trim": Function(lambda text: text.strip(_BLANKS), "string", "string"),
    "upperAscii": Function(_upper, "string", "string", pieces=pieces.each(_upper)),
}
