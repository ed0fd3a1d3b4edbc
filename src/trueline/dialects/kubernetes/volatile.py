"""What a chart makes anew each time it is rendered: passwords, keys and dates, which nobody can know."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Final

from trueline.values.unknown import Unknown, find

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.document import Document

REASON: Final = "the chart makes it anew each time it is rendered"


def forget(documents: Sequence[Document[object]], again: Sequence[Document[object]]) -> bool:
    """Make unknown what differs between two renderings of the same; a name becomes a prefix, as the API knows it.

    Returns whether both are the same objects: else nothing is known of what is there.
    """
    if [_kind(one.root) for one in documents] != [_kind(one.root) for one in again]:
        return False
    for one, other in zip(documents, again, strict=True):
        _name(one.root, other.root)
        _forget(one.root, other.root)
    return True


def _kind(root: object) -> tuple[str, str]:
    return str(find(root, ("apiVersion",))), str(find(root, ("kind",)))


def _name(one: object, other: object) -> None:
    name, another = find(one, ("metadata", "name")), find(other, ("metadata", "name"))
    metadata = find(one, ("metadata",))
    if isinstance(metadata, dict) and isinstance(name, str) and isinstance(another, str) and name != another:
        del metadata["name"]
        metadata["generateName"] = _shared(name, another)


def _shared(name: str, another: str) -> str:
    """Return the parts that both begin with: letters alone may be the same by chance."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(name, another, strict=False)))
    return name[: max(name.rfind(sign, 0, same) for sign in "-.") + 1]


def _forget(one: object, other: object) -> None:
    if isinstance(one, dict) and isinstance(other, dict):
        for key in one.keys() & other.keys():
            one[key] = _known(one[key], other[key])
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        one[:] = [_known(*pair) for pair in zip(one, other, strict=True)]


def _known(one: object, other: object) -> object:
    """Return a member, or that it is unknown where the other rendering says something else."""
    is_long = isinstance(one, list) and isinstance(other, list) and len(one) != len(other)
    if type(one) is type(other) and isinstance(one, dict | list) and not is_long:
        _forget(one, other)
        return one
    is_same = type(one) is type(other) and one == other
    return one if is_same else Unknown([REASON], is_scalar=not isinstance(one, dict | list))
