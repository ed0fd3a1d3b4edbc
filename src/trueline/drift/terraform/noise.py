"""What providers spell in two ways and mean once: differences that are none.

| what | why |
|---|---|
| null, `""`, `[]`, `{}`, and a map of nothing but these; no key of a map | what was never set reads back empty |
| 1 and 1.0 | JSON has one kind of number |
| two JSON texts of one value, two IAM policies of the same statements | services store them parsed, and print anew |

The order of a list is not among them: only a provider knows which of its lists are sets, and those are written sorted.
"""

from __future__ import annotations

import json

from trueline.drift.iam_policy import is_policy, statements_of
from trueline.drift.json_text import parsed


def is_empty(value: object) -> bool:
    """Tell whether a value is what a provider makes of nothing."""
    if isinstance(value, dict):
        return all(map(is_empty, value.values()))
    return value is None or (isinstance(value, str | list) and not value)


def is_zero(value: object) -> bool:
    """Tell whether a value is what a provider may read back where nothing was set: false, 0, or empty."""
    return is_empty(value) or (isinstance(value, bool | int | float) and not value)


def spelled(value: object) -> str:
    """Return one text for each plain value: of equal ones, and of those that only look other, it is the same.

    It holds what is secret: it is for comparing, never for showing.
    """
    return json.dumps(_trimmed(value), sort_keys=True)


def _trimmed(value: object) -> object:
    """Return a value without what is empty in its maps."""
    if isinstance(value, dict):
        return {name: _trimmed(member) for name, member in value.items() if not is_empty(member)}
    if isinstance(value, list):
        return [None if is_empty(element) else _trimmed(element) for element in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def is_same_text(one: object, other: object) -> bool:
    """Tell whether two JSON texts hold one value, or policies of the same statements."""
    left, right = parsed(one), parsed(other)
    if left is None or right is None:
        return False
    if json.dumps(left, sort_keys=True) == json.dumps(right, sort_keys=True):
        return True
    mine, theirs = (statements_of(policy) if is_policy(policy) else None for policy in (left, right))
    return mine is not None and mine == theirs
