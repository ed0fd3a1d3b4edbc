"""The names that an expression sees, for one element of one fact; what costs something is made when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from trueline.model.location import format_path
from trueline.policies.cel.run import Host

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.model.resource import Resource
    from trueline.model.rule import Context
    from trueline.policies.elements import Element

_COMMON: Final = ("it", "parent", "address", "kind", "name", "path", "params", "env", "now", "labels")


def given(on: str) -> frozenset[str]:
    """Return the names that every expression of a rule over such facts sees."""
    return frozenset((*_COMMON, on, "before") if on == "resource" else (*_COMMON, on))


class Named(Protocol):
    """An expression under a name, as ``let`` gives it."""

    def as_name(self, names: Names) -> object:
        """Return its value."""
        ...


class Names(dict[str, object]):
    """Names and values; what does not apply is null: ``before`` of a new resource, ``parent`` of the whole."""

    __slots__ = ("_element", "_let", "fact", "host")

    def __init__(self, on: str, fact: Resource, context: Context, element: Element, let: Mapping[str, Named]) -> None:
        super().__init__(
            {
                "it": element.value,
                on: fact.value,
                "parent": element.parent,
                "address": fact.address,
                "kind": fact.kind,
                "name": fact.name,
                "params": context.parameters,
                "env": context.environment,
                "now": context.now,
                "labels": context.labels,
            }
        )
        self.fact = fact
        self.host = Host(context.relations, fact)
        self._element = element
        self._let = let

    def __missing__(self, name: str) -> object:
        if name in self._let:
            value = self._let[name].as_name(self)
        elif name == "path":
            value = format_path(self._element.path)
        elif name == "before":
            value = None if self.fact.before is None else self.fact.before.value
        else:
            raise KeyError(name)
        self[name] = value
        return value
