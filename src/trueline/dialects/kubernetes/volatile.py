"""What a chart makes anew each time it is rendered: passwords, keys and dates, which nobody can know."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final

from trueline.values.unknown import Unknown, find

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.document import Document

_KINDS: Final = ("apiVersion", "kind")
_NAMES: Final = frozenset({"name", "generateName"})
REASON: Final = "the chart makes it anew each time it is rendered"


def forget(documents: Sequence[Document[object]], again: Sequence[Document[object]]) -> bool:
    """Make unknown what differs between two renderings of the same; a name becomes a prefix, as the API knows it.

    Returns whether both have the same objects, lists and members. What only one of them has stays as the first has it:
    nothing that is there may vanish.
    """
    if len(documents) != len(again):
        return False
    return all([_forget(one.root, other.root) for one, other in zip(documents, again, strict=True)])  # noqa: C419


def _name(one: object, other: object) -> None:
    """Turn a made up name of an object into a prefix."""
    name, another = find(one, ("metadata", "name")), find(other, ("metadata", "name"))
    metadata = find(one, ("metadata",))
    if isinstance(metadata, dict) and isinstance(name, str) and isinstance(another, str) and name != another:
        del metadata["name"]
        metadata["generateName"] = _shared(name, another)


def _shared(name: str, another: str) -> str:
    """Return the parts that both begin with: letters alone may be the same by chance."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(name, another, strict=False)))
    return name[: max(name.rfind(sign, 0, same) for sign in "-.") + 1]


def _forget(one: object, other: object) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        if any(one.get(key) != other.get(key) for key in _KINDS):
            return False
        _name(one, other)
        same = [_known(one, key, other[key]) for key in one.keys() & other.keys()]
        return all(same) and not {key for key in one.keys() ^ other.keys() if key not in _NAMES}
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return all([_known(one, number, value) for number, value in enumerate(other)])  # noqa: C419  # each of them
    return one == other


def _known(holder: Any, key: Any, other: object) -> bool:
    """Make a member unknown where the other rendering has another scalar; tell whether nothing but that differs."""
    one = holder[key]
    if isinstance(one, dict | list) or isinstance(other, dict | list):
        return type(one) is type(other) and _forget(one, other)
    if type(one) is not type(other) or one != other:
        holder[key] = Unknown([REASON], is_scalar=True)
    return True
