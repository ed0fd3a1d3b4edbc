"""What is the same in both revisions, with all that it refers to; most of a large contract is, and need not be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from trueline.contracts.openapi.node import Node
from trueline.contracts.schema.part import has_subtypes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from trueline.contracts.openapi.node import Tree
    from trueline.model.location import Path

_Pair: TypeAlias = "tuple[tuple[str, Path], tuple[str, Path]]"

_REFERRING: Final = ("$ref", "$dynamicRef")
_NOWHERE: Final = "#/ "


class Unchanged:
    """Tells of two values whether they say the same, references followed; cycles are, until something in them is not.

    The pairs that references lead to are visited once. Whoever refers to a pair that differs, differs.
    """

    def __init__(self, before: Tree, after: Tree) -> None:
        self._trees = before, after
        self._visited: set[_Pair] = set()
        self._referrers: dict[_Pair, list[_Pair]] = {}
        self._differing: set[_Pair] = set()

    def same(self, old: Node, new: Node) -> bool:
        """Tell whether the two are equal, and all they refer to."""
        if not _is_equal(old.value, new.value):
            return False
        reached = list(self._below(old, new))
        self._visit(reached)
        return all(_pair(*nodes) not in self._differing for nodes in reached)

    def _visit(self, pairs: Iterable[tuple[Node, Node]]) -> None:
        """Visit all pairs that can be reached; then let what differs spread to those that refer to it."""
        waiting = list(pairs)
        found: list[_Pair] = []
        while waiting:
            old, new = waiting.pop()
            pair = _pair(old, new)
            if pair in self._visited:
                continue
            self._visited.add(pair)
            if old.value is None or not _is_equal(old.value, new.value):
                found.append(pair)
                continue
            for nodes in self._below(old, new):
                if _pair(*nodes) in self._differing:
                    found.append(pair)
                self._referrers.setdefault(_pair(*nodes), []).append(pair)
                waiting.append(nodes)
        self._spread(found)

    def _spread(self, found: list[_Pair]) -> None:
        while found:
            pair = found.pop()
            if pair not in self._differing:
                self._differing.add(pair)
                found += self._referrers.get(pair, ())

    def _below(self, old: Node, new: Node) -> Iterator[tuple[Node, Node]]:
        """Yield what the references in two equal values lead to; what leads nowhere from here, counts as different.

        It may be a name that another schema gives itself (``$anchor``, ``$id``): only who reads schemas finds that.
        """
        for reference in sorted(references_in(old.value)):
            yield self._target(0, old, reference), self._target(1, new, reference)

    def _target(self, side: int, node: Node, reference: str) -> Node:
        found = self._trees[side].open(node.document, reference)
        return found if found is not None else Node(None, node.document, ("$ref", reference))


def references_in(value: Any) -> set[str]:
    """Return all references in plain data, those of a discriminator's mapping too."""
    found: set[str] = set()
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += [member for member in one if isinstance(member, dict | list)]
        elif isinstance(one, dict):
            found.update(said for name in _REFERRING if isinstance(said := one.get(name), str))
            if "$id" in one or has_subtypes(one):  # what is inside refers from there; what is meant is not referred to
                found.add(_NOWHERE)
            mapping = one.get("mapping")
            if isinstance(mapping, dict) and "propertyName" in one:
                found.update(target for target in mapping.values() if isinstance(target, str) and "/" in target)
            waiting += [member for member in one.values() if isinstance(member, dict | list)]
    return found


def _pair(old: Node, new: Node) -> _Pair:
    return old.place, new.place


def _is_equal(one: Any, other: Any) -> bool:
    """Tell whether two values are equal as JSON; Python takes ``true`` for 1, which only their texts tell apart."""
    return one == other and repr(one) == repr(other)
