"""Paths of one object in another that was made from it: elements of lists are found by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.values.unknown import find

if TYPE_CHECKING:
    from trueline.model.location import Path

# what tells the elements of a list apart, as in the merge keys of the Kubernetes API
_NAMES: Final = ("name", "mountPath", "containerPort", "port", "devicePath", "key", "ip", "topologyKey", "host", "path")


def translate(path: Path, made: object, source: object) -> tuple[Path, bool]:
    """Return how far ``path`` in ``made`` can be followed in ``source``, and whether that is the whole way."""
    followed: list[str | int] = []
    for step in path:
        made_below = find(made, (step,))
        other = _element(step, made, source) if isinstance(step, int) else step
        source_below = None if other is None else find(source, (other,))
        if other is None or source_below is None:
            return tuple(followed), False
        followed.append(other)
        made, source = made_below, source_below
    return tuple(followed), True


def same(path: Path, made: object, source: object) -> Path | None:
    """Return the path in ``source`` of the scalar at ``path`` in ``made``, where it has the same value."""
    value = find(made, path)
    there, whole = translate(path, made, source)
    if not whole or isinstance(value, dict | list):
        return None
    return there if equal(value, find(source, there)) else None


def equal(one: object, other: object) -> bool:
    """Tell whether two scalars are the same; ``1`` and ``True`` are not."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _element(index: int, made: object, source: object) -> int | None:
    """Return which element of ``source`` became the one at ``index`` of ``made``."""
    if not isinstance(made, list) or not isinstance(source, list) or not -len(made) <= index < len(made):
        return None
    element = made[index]
    if isinstance(element, dict):
        for name in _NAMES:
            if name in element:
                alike = [n for n, one in enumerate(source) if isinstance(one, dict) and one.get(name) == element[name]]
                if len(alike) == 1:
                    return alike[0]
    alike = [number for number, one in enumerate(source) if one == element]
    if len(alike) == 1:
        return alike[0]
    return index % len(made) if len(made) == len(source) else None
