"""Functions over JSON text of which a part is unknown: what they do to the text is done to the structure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.dialects.terraform.functions.marks import each_leaf
from trueline.dialects.terraform.functions.scalars import to_text
from trueline.values.partial import PartialJson
from trueline.values.unknown import Unknown, join

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def call_partial(name: str, arguments: Sequence[object]) -> object | None:
    """Return what a function gives for partial JSON as its first argument; None where the structure is lost."""
    first = arguments[0] if arguments else None
    change = _CHANGES.get(name)
    if change is None or not isinstance(first, PartialJson):
        return None
    return change(first, arguments[1:])


def _decoded(text: PartialJson, _rest: Sequence[object]) -> object:
    return text.value


def _same(text: PartialJson, _rest: Sequence[object]) -> object:
    return text


def _replaced(text: PartialJson, rest: Sequence[object]) -> object | None:
    search, new = (rest[0], rest[1]) if len(rest) == 2 else (None, None)
    if not isinstance(search, str) or new is None:
        return None
    is_plain = search.isprintable() and not set(search) & set('"\\{}[]:,')
    if not search or not is_plain or (len(search) > 1 and search[0] == search[-1] == "/"):
        return None  # a pattern, or something that may be part of the JSON around the texts

    def replace(leaf: object) -> object:
        if isinstance(leaf, Unknown):
            return join(leaf)  # what is known of it may hold what is replaced
        if not isinstance(leaf, str) or search not in leaf:
            return leaf
        if isinstance(new, Unknown):
            return Unknown(new.reasons, new.references)
        return leaf.replace(search, to_text(new))

    return PartialJson(each_leaf(text.value, replace), text.references)


_CHANGES: dict[str, Callable[[PartialJson, Sequence[object]], object | None]] = {
    "chomp": _same,
    "jsondecode": _decoded,
    "replace": _replaced,
    "tostring": _same,
    "trimspace": _same,
}
