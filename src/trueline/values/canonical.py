"""One spelling of a value: equal values have the same, whatever the order of their maps, and others have others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.values.partial import PartialJson
from trueline.values.partial_list import PartialList
from trueline.values.partial_map import PartialMap
from trueline.values.partial_text import PartialText
from trueline.values.secret_name import is_hidden
from trueline.values.unknown import Unknown, is_sensitive

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class _Spelled:
    """A part whose spelling is known already."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


def spell(value: object, secrets: Sequence[str] = (), *, by_type: bool = False) -> str:
    """Return the spelling of plain data, in which 1, ``"1"`` and true are three things.

    Of what is unknown, sensitive or called like a secret only the type is in it. Where there are ``secrets``, or
    ``by_type`` is asked for, this holds for every scalar, and for keys that hold one of the secrets. What is known of a
    partial value is in it.
    """
    by_type = by_type or bool(secrets)
    parts: list[str] = []
    waiting = [value]
    while waiting:
        current = waiting.pop()
        if type(current) is str and not by_type:  # most of a value
            parts.append(f"s{len(current)}:{current}")
        elif isinstance(current, dict):
            keys = sorted(current, key=_order)
            parts.append(f"m{len(keys)};")
            parts += [_key(key, secrets) for key in keys]
            waiting.extend(_shown(current, key, by_type=by_type) for key in reversed(keys))
        elif isinstance(current, list | tuple):
            _open("l", current, parts, waiting)
        elif isinstance(current, Unknown):
            _open_partial(current, parts, waiting)
        elif isinstance(current, _Spelled):
            parts.append(current.text)
        else:
            parts.append(_type(current) if by_type else _scalar(current))
    return "".join(parts)


def _shown(members: Mapping[object, object], key: object, *, by_type: bool) -> object:
    """Return a member of a map, or how it is spelled without what may be secret in it."""
    if by_type or not is_hidden(members, key):
        return members[key]
    return _Spelled(spell(members[key], by_type=True))


def _open_partial(value: Unknown, parts: list[str], waiting: list[object]) -> None:
    if isinstance(value, PartialJson):
        _open("j", (value.value,), parts, waiting)
    elif isinstance(value, PartialText):
        _open("t", value.pieces, parts, waiting)
    elif isinstance(value, PartialMap):
        pairs = sorted(value.pairs, key=lambda pair: pair[0] if isinstance(pair[0], str) else "")
        _open("p", [part for pair in pairs for part in pair], parts, waiting)
    elif isinstance(value, PartialList):
        _open("o", value.elements, parts, waiting)
    else:
        parts.append(_type(value))


def _open(mark: str, members: Sequence[object], parts: list[str], waiting: list[object]) -> None:
    parts.append(f"{mark}{len(members)};")
    waiting.extend(reversed(members))


def _order(key: object) -> tuple[str, str]:
    return str(key), type(key).__name__


def _key(key: object, secrets: Sequence[str]) -> str:
    hides = bool(secrets) and any(secret in str(key) for secret in secrets)
    return _type(key) if hides else _scalar(key)


def _scalar(value: object) -> str:
    if value is None:
        return "z"
    if is_sensitive(value):
        return _type(value)
    if isinstance(value, str):
        return f"s{len(value)}:{value}"
    if isinstance(value, bool):
        return "b1" if value else "b0"
    if isinstance(value, float) and not value.is_integer():
        return f"f{value!r};"
    if isinstance(value, int | float):  # 1.0 is 1
        return f"i{int(value):x};"  # in decimal, Python refuses long ones
    return _type(value)


def _type(value: object) -> str:
    return f"<{type(value).__name__}>"
