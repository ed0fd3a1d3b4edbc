"""Values that say the same however they are spelled: texts of numbers and JSON, sets, IAM policies."""

from __future__ import annotations

import json
import re
from typing import Final

from trueline.drift.cloudformation.entries import as_data
from trueline.drift.iam_policy import is_policy, statements_of

_DEEPEST: Final = 100
_WHOLE: Final = re.compile(r"-?\d{1,20}\.0+", re.ASCII)


def are_alike(one: object, other: object) -> bool:
    """Tell whether two values of a property say the same; where they are no policies, the order of lists counts."""
    return spelled(one) == spelled(other)


def spelled(value: object) -> object:
    """Return what is equal for values that are alike: the statements of a policy, else one text."""
    value = as_data(value)
    found = statements_of(value) if is_policy(value) else None
    return json.dumps(_strict(value), sort_keys=True) if found is None else found


def loose(value: object, depth: int = 0) -> str:
    """Return a text that is the same for values that say the same, whatever the order of their lists."""
    value = as_data(value)
    if depth > _DEEPEST:
        return "…"
    if isinstance(value, list):
        return f"[{','.join(sorted(loose(element, depth + 1) for element in value))}]"
    if isinstance(value, dict):
        pairs = ((json.dumps(str(key)), loose(member, depth + 1)) for key, member in value.items())
        return f"{{{','.join(sorted(f'{key}:{member}' for key, member in pairs))}}}"
    return json.dumps(scalar(value))


def _strict(value: object, depth: int = 0) -> object:
    value = as_data(value)
    if depth > _DEEPEST:
        return "…"
    if isinstance(value, list):
        return [_strict(element, depth + 1) for element in value]
    if isinstance(value, dict):
        return {str(key): _strict(member, depth + 1) for key, member in value.items()}
    return scalar(value)


def scalar(value: object) -> str | None:
    """Return a scalar as the text that it is in a template: ``true``, ``3``."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value)
    if _WHOLE.fullmatch(text):
        return text.partition(".")[0]
    return text.lower() if text in ("True", "False") else text
