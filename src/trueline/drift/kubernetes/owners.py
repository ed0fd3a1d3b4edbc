"""Who changed a field: what ``metadata.managedFields`` says.

https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management: a tree of ``f:name``,
``k:{"key": "value"}`` (an element by its merge key), ``v:value`` (an element of a set) and ``i:0``; an empty one is a
leaf, ``.`` stands for the node itself.
"""

from __future__ import annotations

import json
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from trueline.drift.kubernetes.roles import beside, role_of
from trueline.model.drift import Actor
from trueline.values.unknown import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from trueline.model.drift_settings import DriftSettings
    from trueline.model.location import Path

Tree: TypeAlias = "Mapping[str, object]"

_MOST: Final = 30
_HELM: Final = "helm"
_MOST_SCANNED: Final = 64


class Manager(NamedTuple):
    """One entry of ``managedFields``: who, and the tree of the fields that are theirs.

    ``is_beside`` says that it is a tool that people have in a shell, and another one brings the object out.
    """

    actor: Actor
    tree: Tree
    is_beside: bool = False


class Managers:
    """Everybody who set fields of one object; ``is_released`` says that Helm installs it."""

    def __init__(self, live: Mapping[str, object], settings: DriftSettings, *, is_released: bool = False) -> None:
        self._live = live
        entries = find(live, ("metadata", "managedFields"))
        known = entries[:_MOST] if isinstance(entries, list) else []
        found = [one for entry in known for one in _manager(entry, settings)]
        self.all = _told_apart(found, settings, [_HELM] if is_released else [])
        self._known: dict[Path, Actor | None] = {}

    @property
    def humans(self) -> Tree:
        """What people own, as one tree."""
        merged: dict[str, object] = {}
        brought_out = _merged(manager.tree for manager in self.all if manager.actor.role == "pipeline")
        for manager in self.all:
            if manager.actor.role == "human":
                _merge(merged, _without(manager.tree, brought_out) if manager.is_beside else manager.tree)
        return merged

    def of(self, path: Path) -> Actor | None:
        """Return who set the value at ``path`` of the object that is there; people before others, the last one."""
        if path not in self._known:
            owners = [manager for manager in self.all if _owns(manager.tree, self._live, path)]
            at = max((one.actor.at for one in owners if one.actor.role == "pipeline"), default=None)
            # both set the same value: whoever did so last it is
            found = [one.actor for one in owners if not (one.is_beside and at is not None and one.actor.at <= at)]
            self._known[path] = max(found, key=lambda actor: (actor.role == "human", actor.at), default=None)
        return self._known[path]

    def first(self) -> Actor | None:
        """Return who set something first: whoever made the object, as far as that can be told.

        What nobody declares no pipeline brings out with ``kubectl create``: that is somebody's own command.
        """
        found = min((manager.actor for manager in self.all), key=lambda actor: actor.at or "~", default=None)
        return found._replace(role="human") if found is not None and found.name == "kubectl-create" else found


def element_of(tree: Tree, element: object, number: int = -1) -> Tree | None:
    """Return the tree of an element of a list; None where it is nobody's there."""
    for step in (f"i:{number}", _spelled(tree, element)):
        found = tree.get(step)
        if isinstance(found, dict):
            return found
    if len(tree) > _MOST_SCANNED:
        return None
    return next((inner for step, inner in tree.items() if isinstance(inner, dict) and _means(step, element)), None)


def _spelled(tree: Tree, element: object) -> str:
    """Return the step to an element as the API server spells it, with the keys of the first one in the tree."""
    if not isinstance(element, dict):
        return f"v:{_encoded(element)}"
    first = next((step for step in islice(tree, _MOST_SCANNED) if step.startswith("k:")), "")
    keys = _decoded(first[2:])
    return f"k:{_encoded({key: element.get(key) for key in sorted(keys)})}" if isinstance(keys, dict) else ""


def _manager(entry: object, settings: DriftSettings) -> Iterator[Manager]:
    name, tree = find(entry, ("manager",)), find(entry, ("fieldsV1",))
    if not isinstance(name, str) or not isinstance(tree, dict) or find(entry, ("subresource",)) == "status":
        return
    at, operation = find(entry, ("time",)), find(entry, ("operation",))
    role = role_of(name, settings, operation if isinstance(operation, str) else "Update")
    yield Manager(Actor(name, role, at if isinstance(at, str) else ""), tree)


def _told_apart(found: list[Manager], settings: DriftSettings, installers: Sequence[str]) -> list[Manager]:
    """Return managers with the tools of a shell as people's, where they stand beside what brings the object out.

    ``installers`` bring it out though they may have set nothing of it.
    """
    typed = beside({*installers, *(one.actor.name for one in found if one.actor.role == "pipeline")}, settings)
    return [
        one._replace(actor=one.actor._replace(role="human"), is_beside=True)
        if one.actor.name in typed and one.actor.role == "pipeline"
        else one
        for one in found
    ]


def _owns(tree: Tree, live: object, path: Path) -> bool:
    """Tell whether a tree has ``path``, or owns what it is in as a whole."""
    current: Tree | None = tree
    value = live
    for step in path:
        if not current:
            return True
        if isinstance(step, str):
            inner = current.get(f"f:{step}")
            current = inner if isinstance(inner, dict) else None
        else:
            current = element_of(current, find(value, (step,)), step)
        value = find(value, (step,))
        if current is None:
            return False
    return True


def _means(step: str, element: object) -> bool:
    sign, _, text = step.partition(":")
    if sign not in ("k", "v"):
        return False
    wanted = _decoded(text)
    if sign == "v":
        return wanted == element and isinstance(wanted, bool) == isinstance(element, bool)
    if not isinstance(wanted, dict) or not isinstance(element, dict) or not wanted:
        return False
    return all(element.get(key) == value for key, value in wanted.items())


def _encoded(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


@lru_cache(maxsize=8192)
def _decoded(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _merged(trees: Iterable[Tree]) -> Tree:
    merged: dict[str, object] = {}
    for tree in trees:
        _merge(merged, tree)
    return merged


def _without(tree: Tree, other: Tree) -> Tree:
    """Return what of a tree is not in another one."""
    kept: dict[str, object] = {}
    for step, inner in tree.items():
        theirs = other.get(step)
        if not isinstance(inner, dict) or not isinstance(theirs, dict):
            kept[step] = inner
        elif inner and theirs and (rest := _without(inner, theirs)):
            kept[step] = rest
    return kept


def _merge(merged: dict[str, object], tree: Tree) -> None:
    waiting = [(merged, tree)]
    while waiting:
        target, source = waiting.pop()
        for step, inner in source.items():
            known = target.setdefault(step, {})
            if isinstance(inner, dict) and isinstance(known, dict):
                waiting.append((known, inner))
