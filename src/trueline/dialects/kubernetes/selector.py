"""Label selectors: who is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def is_selected(labels: object, selector: Mapping[str, object]) -> bool:
    """Tell whether ``labels`` satisfy a selector's ``matchLabels`` and ``matchExpressions``; an empty one takes all."""
    own = labels if isinstance(labels, dict) else {}
    exact = selector.get("matchLabels")
    if isinstance(exact, dict) and any(key not in own or word(own[key]) != word(exact[key]) for key in exact):
        return False
    expressions = selector.get("matchExpressions")
    return not isinstance(expressions, list) or all(_holds(own, expression) for expression in expressions)


def _holds(labels: dict[str, object], expression: object) -> bool:
    if not isinstance(expression, dict):
        return False
    key, operator = expression.get("key"), expression.get("operator")
    values = expression.get("values")
    listed = [word(value) for value in values] if isinstance(values, list) else []
    if operator == "Exists":
        return key in labels
    if operator == "DoesNotExist":
        return key not in labels
    is_listed = key in labels and word(labels[key]) in listed
    if operator == "NotIn":
        return not is_listed
    return operator == "In" and is_listed


def word(value: object) -> str:
    """Return a label's value as it is compared."""
    return str(value).lower() if isinstance(value, bool) else str(value)
