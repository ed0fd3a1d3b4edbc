"""What providers spell in two ways and mean once: differences that are none.

| what | why |
|---|---|
| null, `""`, `[]`, `{}`, and a map of nothing but these | what was never set reads back empty |
| 1 and 1.0 | JSON has one kind of number |
| two JSON texts of one value, two IAM policies of the same statements | services store them parsed, and print anew |

The order of a list is not among them: only a provider knows which of its lists are sets, and those are written sorted.
"""

from __future__ import annotations

import json

from trueline.values.statements import NoPolicyError, read_statements
from trueline.values.unknown import Unknown


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


def parsed(text: object) -> object:
    """Return the list or map that a JSON text holds, None where it holds none."""
    if not isinstance(text, str) or text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict | list) else None


def is_same_text(one: object, other: object) -> bool:
    """Tell whether two JSON texts hold one value, or policies of the same statements."""
    left, right = parsed(one), parsed(other)
    if left is None or right is None:
        return False
    if json.dumps(left, sort_keys=True) == json.dumps(right, sort_keys=True):
        return True
    mine, theirs = statements(left), statements(right)
    return mine is not None and mine == theirs


def statements(policy: object) -> list[str] | None:
    """Return the statements of an IAM policy, each in one spelling and all in one order; None where it is no policy.

    IAM keeps single values as lists or not, lists in any order, names of actions in any case, and what a statement is
    called means nothing.
    """
    if not isinstance(policy, dict) or not ({"Statement", "Version"} & policy.keys()):
        return None
    try:
        found = read_statements(policy)
    except (NoPolicyError, RecursionError):
        return None
    if isinstance(found, Unknown):
        return None
    return sorted(spelled(ordered_statement(statement)) for statement in found)


def ordered_statement(statement: object) -> object:
    """Return a statement with its lists in one order, without its name."""
    if not isinstance(statement, dict):
        return statement
    return {name: _ordered(value, name) for name, value in statement.items() if name != "sid"}


def _ordered(value: object, name: str = "") -> object:
    if isinstance(value, dict):
        return {name: _ordered(member, name) for name, member in value.items()}
    if isinstance(value, list):
        return sorted((_ordered(element, name) for element in value), key=spelled)
    return value.lower() if isinstance(value, str) and name in ("actions", "not_actions") else value
