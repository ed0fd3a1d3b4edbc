"""``size``, and what texts, lists and maps share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.policies.cel import pieces
from trueline.policies.cel.function import Function
from trueline.policies.cel.selection import present

if TYPE_CHECKING:
    from collections.abc import Mapping


def _size(value: str | bytes | list[object] | dict[object, object]) -> int:
    return len(present(value)) if isinstance(value, dict) else len(value)


def _reverse(value: str | list[object]) -> object:
    return value[::-1]


FUNCTIONS: Mapping[str, Function] = {
    "contains": Function(lambda text, part: part in str(text), "string string", "bool", pieces=pieces.contains),
    "endsWith": Function(lambda text, part: text.endswith(part), "string string", "bool", pieces=pieces.ends_with),
    "reverse": Function(_reverse, "string|list"),
    "size": Function(_size, "string|bytes|list|map", "int", "fm"),
    "startsWith": Function(
        lambda text, part: text.startswith(part), "string string", "bool", pieces=pieces.starts_with
    ),
}
