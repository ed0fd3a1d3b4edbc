"""What is known of a type of the API: its fields, defaults, merge keys, and what of it is never compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Order: TypeAlias = Literal["list", "keyed", "open", "set", "subset", "bag"]
"""How a list is compared: in order · by key · by key, but what is only there is left alone · as a set · as a set of
which more may be there · as a set of maps."""

Members: TypeAlias = "Mapping[str, object]"


class Shape(NamedTuple):
    """One type of the API. Maps use the upper fields, lists ``items``, ``order`` and ``keys``, scalars ``read``.

    ``rest`` is the type of members that are not in ``fields``. ``defaults`` and ``derive`` (from the map itself) are
    what the API server fills in. Members that the declared object does not mention are compared with their default
    where ``watched`` or ``is_watched`` name them, or the shape ``is_closed``. Of ``present`` members an empty map says
    something; of ``exact`` ones zero, false and empty text do (of all, where ``is_exact``). ``mirrors`` are members
    that repeat another one, and say nothing beside it. ``read`` returns what is compared instead of the scalar.
    """

    fields: Mapping[str, Shape] = {}
    rest: Shape | None = None
    defaults: Mapping[str, object] = {}
    derive: Callable[[Members], Members] | None = None
    quiet: frozenset[str] = frozenset()
    is_quiet: Callable[[str], bool] | None = None
    watched: frozenset[str] = frozenset()
    is_watched: Callable[[str], bool] | None = None
    is_closed: bool = False
    present: frozenset[str] = frozenset()
    exact: frozenset[str] = frozenset()
    is_exact: bool = False
    mirrors: Mapping[str, str] = {}
    items: Shape | None = None
    order: Order | None = None
    keys: tuple[str, ...] = ()
    read: Callable[[object], object] | None = None

    def member(self, key: str) -> Shape:
        """Return the type of a member."""
        return self.fields.get(key) or self.rest or ANY

    def default(self, key: str, members: Members) -> object:
        """Return what the API server fills in for a member; None for nothing."""
        if self.derive is not None:
            derived = self.derive(members)
            if key in derived:
                return derived[key]
        return self.defaults.get(key)

    def skips(self, key: str, members: Members) -> bool:
        """Tell whether a member is never compared."""
        if key in self.quiet or (self.is_quiet is not None and self.is_quiet(key)):
            return True
        return key in self.mirrors and self.mirrors[key] in members

    def watches(self, key: str) -> bool:
        """Tell whether a member matters that the declared object does not mention."""
        return self.is_closed or key in self.watched or (self.is_watched is not None and self.is_watched(key))

    def is_said(self, key: str, members: Members) -> bool:
        """Tell whether another member says the same."""
        return any(target == key and alias in members for alias, target in self.mirrors.items())


ANY: Final = Shape()
"""A value of which nothing is known."""


def keyed(items: Shape, *keys: str, order: Order = "keyed") -> Shape:
    """Return a list whose elements are told apart by some of their members."""
    return Shape(items=items, order=order, keys=keys)


def bag(items: Shape) -> Shape:
    """Return a list of maps whose order says nothing."""
    return Shape(items=items, order="bag")


def union(*names: str) -> frozenset[str]:
    """Return names as a set; each text may hold several."""
    return frozenset(name for text in names for name in text.split())
