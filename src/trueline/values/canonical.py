"""One spelling of a value: equal values have the same, whatever the order of their maps, and others have others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.values.partial import PartialJson
from trueline.values.partial_list import PartialList
from trueline.values.partial_map import PartialMap
from trueline.values.partial_text import PartialText
from trueline.values.unknown import is_sensitive, is_unknown

if TYPE_CHECKING:
    from collections.abc import Sequence


def spell(value: object, secrets: Sequence[str] = ()) -> str:
    """Return the spelling of plain data, in which 1, ``"1"`` and true are three things.

    Of what is unknown or sensitive only the type is in it; where there are ``secrets``, this holds for every scalar,
    and for keys that hold one of them. What is known of a partial value is in it.
    """
    parts: list[str] = []
    waiting = [value]
    while waiting:
        current = waiting.pop()
        if type(current) is str and not secrets:  # most of a value
            parts.append(f"s{len(current)}:{current}")
        elif isinstance(current, dict):
            keys = sorted(current, key=_order)
            parts.append(f"m{len(keys)};")
            parts += [_key(key, secrets) for key in keys]
            waiting.extend(current[key] for key in reversed(keys))
        elif isinstance(current, list | tuple):
            _open("l", current, parts, waiting)
        elif isinstance(current, PartialJson):
            _open("j", (current.value,), parts, waiting)
        elif isinstance(current, PartialText):
            _open("t", current.pieces, parts, waiting)
        elif isinstance(current, PartialMap):
            pairs = sorted(current.pairs, key=lambda pair: pair[0] if isinstance(pair[0], str) else "")
            _open("p", [part for pair in pairs for part in pair], parts, waiting)
        elif isinstance(current, PartialList):
            _open("o", current.elements, parts, waiting)
        else:
            parts.append(_type(current) if secrets else _scalar(current))
    return "".join(parts)


def _open(mark: str, members: Sequence[object], parts: list[str], waiting: list[object]) -> None:
    parts.append(f"{mark}{len(members)};")
    waiting.extend(reversed(members))


def _order(key: object) -> tuple[str, str]:
    return str(key), type(key).__name__


def _key(key: object, secrets: Sequence[str]) -> str:
    return _type(key) if any(secret in str(key) for secret in secrets) else _scalar(key)


def _scalar(value: object) -> str:
    if value is None:
        return "z"
    if is_sensitive(value) or is_unknown(value):
        return _type(value)
    if isinstance(value, bool):
        return "b1" if value else "b0"
    if isinstance(value, str):
        return f"s{len(value)}:{value}"
    if isinstance(value, float) and not value.is_integer():
        return f"f{value!r};"
    if isinstance(value, int | float):  # 1.0 is 1
        return f"i{int(value):x};"  # in decimal, Python refuses long ones
    return _type(value)


def _type(value: object) -> str:
    return f"<{type(value).__name__}>"
