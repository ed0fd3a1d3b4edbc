"""Values that must not be shown."""

from __future__ import annotations

from typing import Final

from trueline.dialects.terraform.functions.marks import conceal, each_leaf
from trueline.values.secret_name import is_hidden
from trueline.values.secret_text import asks_for_secret, holds_secret, names_secret

_SCALARS: Final = (str, int, float)


def hidden(value: object) -> object:
    """Return a value with each of its leaves marked as one that must not be shown."""
    return each_leaf(value, conceal)


def shielded(value: object) -> object:
    """Return a value in which all is marked that must not be shown: by its name, and texts that hold a secret."""
    if isinstance(value, dict):
        return {key: hidden(one) if hides(value, key) else shielded(one) for key, one in value.items()}
    if isinstance(value, list):
        return [hidden(one) if hides(value, place) else shielded(one) for place, one in enumerate(value)]
    return hidden(value) if type(value) is str and holds_secret(value) else value


def hides(holder: object, step: str | int) -> bool:
    """Tell whether what a map or list has at ``step`` is secret: by its name, or the flag before it."""
    if isinstance(holder, list):
        is_after = isinstance(step, int) and 0 < step <= len(holder) and asks_for_secret(holder[step - 1])
        return is_after and not str(holder[int(step)] if int(step) < len(holder) else "").startswith("-")
    if not isinstance(holder, dict) or not isinstance(step, str):
        return False
    if is_hidden(holder, step):
        return True
    name = holder.get("name") if step == "value" else step
    return isinstance(name, str) and type(holder.get(step)) in _SCALARS and names_secret(name)
