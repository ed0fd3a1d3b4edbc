"""The resource that is estimated, as an estimator sees it: what it declares, what refers to it, and prices for it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from trueline.cost.usage import entries_of, figure
from trueline.model.cost import HOURS, SENSITIVE, Component, Gap, Price
from trueline.values.bounds import ANYTHING, OPEN, Bounds, Spread, always
from trueline.values.partial_list import members
from trueline.values.unknown import Unknown, is_sensitive, join

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from trueline.cost.book import Book
    from trueline.model.cost_settings import CostSettings
    from trueline.model.resource import Links, Relations, Resource

Amount: TypeAlias = "float | Unknown | Bounds | Spread"
"""How much of something there is: a figure, one that is not known, or one with bounds."""

Sections: TypeAlias = "str | tuple[str, ...]"

LARGEST: Final = 1e15
"""What is more than any number that a resource declares: so no sum of amounts leaves what a float can hold."""


class World(NamedTuple):
    """What all resources of a unit are estimated with.

    ``region_of`` tells where a resource is, ``view_of`` what it is called and how its attributes are read,
    ``kinds_of`` and ``attribute_of`` how types and attributes of Terraform are called where a resource is declared.
    ``memory`` holds what is worked out once for all of them.
    """

    book: Book
    settings: CostSettings
    relations: Relations
    region_of: Callable[[Subject], str | Unknown]
    view_of: Callable[[Resource], View]
    kinds_of: Callable[[str, Resource], Sequence[str]]
    attribute_of: Callable[[str, str, Resource], str]
    memory: dict[object, object]


class View(NamedTuple):
    """A resource in Terraform's words: its type, and its attributes by dotted path."""

    kind: str
    get: Callable[[str], object]


class Subjects(list["Subject"]):
    """Resources that a relation finds; ``open`` says why there may be more, which none of them then rules out."""

    def __init__(self, found: Iterable[Subject], doubt: Unknown | None = None) -> None:
        super().__init__(found)
        self.open = doubt


class Subject:
    """One resource, in Terraform's words whatever it is written in."""

    def __init__(self, resource: Resource, world: World) -> None:
        self.resource = resource
        self.world = world
        view = world.view_of(resource)
        self.kind = view.kind
        self._get = view.get
        self._usage: list[Mapping[str, object]] | None = None

    # What it declares. An attribute that cannot be known is an Unknown; one that is not there is the default.

    def get(self, path: str, default: object = None) -> object:
        """Return the value at a dotted path (``root_block_device[0].volume_size``).

        A number out of all range is not known, nor is what must not be shown: a bill says of what it is made.
        """
        found = self._get(path)
        if is_sensitive(found):
            return Unknown([f"{self.resource.address}.{path} ← {SENSITIVE}"])
        if isinstance(found, int | float) and not -LARGEST <= found <= LARGEST:  # which NaN is not either
            return Unknown([f"{self.resource.address}.{path} ← is no quantity"])
        return default if found is None else found

    def text(self, path: str, default: str = "") -> str | Unknown:
        """Return a text."""
        found = self.get(path, default)
        return found if isinstance(found, Unknown) else str(found)

    def number(self, path: str, default: float | None = None) -> float | Unknown:
        """Return a number, also where it is written as a text; without a default what is missing is unknown."""
        found = self.get(path, default)
        if isinstance(found, Unknown):
            return found
        if found is None:
            return Unknown([f"{self.resource.address}.{path} ← not set"])
        try:
            figure = float(found)  # type: ignore[arg-type]  # what is no number is refused
        except (TypeError, ValueError):
            figure = math.nan
        if not -LARGEST <= figure <= LARGEST:
            return Unknown([f"{self.resource.address}.{path} ← is no number"])
        return figure

    def flag(self, path: str, *, default: bool = False) -> bool | Unknown:
        """Return true or false, also where it is written as a text."""
        found = self.get(path, default)
        if isinstance(found, Unknown | bool):
            return found
        return str(found).lower() in ("true", "1", "yes")

    def items(self, path: str) -> list[object]:
        """Return the members of a list, the last one unknown where there may be more; a map alone is its only one."""
        found = self.get(path)
        if found is None:
            return []
        if isinstance(found, Unknown):
            return members(found)
        return found if isinstance(found, list) else [found]

    # What is around it.

    @property
    def address(self) -> str:
        """The address of the resource."""
        return self.resource.address

    @property
    def region(self) -> str | Unknown:
        """Where it is, as the cloud calls that."""
        return self.world.region_of(self)

    def linked(self, kind: str, attribute: str) -> Subjects:
        """Return the resources of a Terraform type whose ``attribute`` refers to this one."""
        own = self.world.attribute_of(kind, attribute, self.resource)
        names = self.world.kinds_of(kind, self.resource)
        return self._found(self.world.relations.linked(self.resource, name, own) for name in names)

    def refers(self, kind: str, attribute: str) -> Subjects:
        """Return the resources of a Terraform type that ``attribute`` of this one refers to."""
        own = self.world.attribute_of(self.kind, attribute, self.resource)
        names = self.world.kinds_of(kind, self.resource)
        return self._found(self.world.relations.refers(self.resource, name, own) for name in names)

    def _found(self, links: Iterable[Links]) -> Subjects:
        every = list(links)
        doubts = [one.open for one in every if one.open is not None]
        here = [Subject(resource, self.world) for one in every for resource in one.resources]
        return Subjects(here, join(*doubts) if doubts else None)

    def others(self, kind: str) -> Subjects:
        """Return all resources of a Terraform type in this unit."""
        names = self.world.kinds_of(kind, self.resource)
        return self._found(self.world.relations.resources(name) for name in names)

    def usage(self, name: str) -> float | None:
        """Return what the team declared for it under ``name`` (``monthly_requests``, ``standard.storage_gb``)."""
        if self._usage is None:
            self._usage = list(entries_of(self.world.settings.usage, self.address, self.kind))
        return figure(self._usage, name)

    # What it costs.

    def price(self, sections: Sections, key: object, *, region: str | Unknown | None = None) -> Price | Gap:
        """Return a price from the book, or why there is none; ``key`` and the region may be unknown."""
        if isinstance(key, Unknown):
            return gap_of(key)
        place = self.region if region is None else region
        if isinstance(place, Unknown):
            anywhere = self.world.book.price(sections, str(key), "*")
            return anywhere if isinstance(anywhere, Price) else gap_of(place)
        if place.startswith("cn-"):
            return Gap("price", "prices of China are in CNY, which the price book has none of")
        return self.world.book.price(sections, str(key), place)

    def hourly(  # a line of a bill has this many parts
        self, name: str, sections: Sections, key: object, count: Amount = 1.0, *, region: str | Unknown | None = None
    ) -> Component:
        """Return ``count`` of something that runs all month and is priced by the hour."""
        return self.component(name, self.price(sections, key, region=region), count, per=HOURS)

    def monthly(  # likewise
        self, name: str, sections: Sections, key: object, quantity: Amount = 1.0, *, region: str | Unknown | None = None
    ) -> Component:
        """Return ``quantity`` units of something that is priced by the month, or by the piece."""
        return self.component(name, self.price(sections, key, region=region), quantity)

    def used(  # noqa: PLR0913  # likewise
        self,
        name: str,
        sections: Sections,
        key: object,
        usage: str,
        *,
        divide: float = 1.0,
        most: Amount | None = None,
        region: str | Unknown | None = None,
    ) -> Component:
        """Return something that costs by use: as much as the team declared under ``usage``, in units of ``divide``.

        Where nobody did, ``most`` is what the resource could use at its worst; without it there is no bound.
        """
        price = self.price(sections, key, region=region)
        amount = self.usage(usage)
        if amount is not None:
            return self.component(name, price, amount / divide)._replace(usage=usage)
        if most is None:
            return self.undeclared(name, price, usage)
        limit, gaps = spread(most)
        some = Bounds(0.0, limit.most.high)
        found = self.undeclared(name, price, usage, Spread(some, some, limit.most))
        return found._replace(gaps=(*found.gaps, *gaps)) if found.amount.most.high else found

    def undeclared(self, name: str, price: Price | Gap, usage: str, quantity: Spread = OPEN) -> Component:
        """Return something of which nobody declared how much it is used."""
        if self.world.settings.undeclared == "zero":
            return self.component(name, price, 0.0)._replace(usage=usage)
        found = self.component(name, price, quantity)
        gap = Gap("usage", f"how much is used is not declared: `{usage}`", usage)
        return found._replace(gaps=(*found.gaps, gap), usage=usage)

    def component(self, name: str, price: Price | Gap, quantity: Amount, *, per: float = 1.0) -> Component:
        """Return a line of ``quantity`` × ``per`` units at a price that may be missing."""
        amount, gaps = spread(quantity)
        amount = amount.times(always(per))
        if isinstance(price, Gap):
            money = Spread(*(Bounds(0.0, 0.0) if side.high == 0 else ANYTHING for side in amount))
            return Component(name, "", amount, money, None, (price, *gaps))
        money = amount.through(price.of)
        if price.first == 0:
            money = always(0.0)
        factor = _factor(self.world.settings, self.kind, price.section)
        return Component(name, price.unit, amount, money.times(always(factor)), price, tuple(gaps))

    def unpriced(self, name: str, reason: str) -> Component:
        """Return a line whose amount is not known at all."""
        return Component(name, "", OPEN, OPEN, None, (Gap("price", reason),))


def spread(amount: Amount) -> tuple[Spread, list[Gap]]:
    """Return how much there is at any scale, and what of that is not known."""
    if isinstance(amount, Spread):
        return amount, []
    if isinstance(amount, Bounds):
        return Spread(amount, amount, amount), []
    if isinstance(amount, Unknown):
        return OPEN, [gap_of(amount)]
    if not 0 <= amount <= LARGEST:  # which NaN is not either
        return OPEN, [Gap("value", f"{amount:g} is no quantity")]
    return always(float(amount)), []


def scale(least: Amount, expected: Amount, most: Amount) -> tuple[Spread, tuple[Gap, ...]]:
    """Return how many there are at minimum, expected and maximum scale; each may be unknown.

    The three are put in order: what is expected lies between the others, and bounds it where it is not known.
    """
    (low, first), (middle, second), (high, third) = (spread(one) for one in (least, expected, most))
    floor, ceiling = low.least, high.most
    wanted = middle.expected
    wanted = Bounds(max(wanted.low, floor.low), max(min(wanted.high, ceiling.high), wanted.low, floor.low))
    ceiling = Bounds(max(ceiling.low, wanted.low), max(ceiling.high, wanted.low))
    floor = Bounds(min(floor.low, wanted.high), min(floor.high, wanted.high))
    return Spread(floor, wanted, ceiling), tuple(dict.fromkeys((*first, *second, *third)))


def times(components: Iterable[Component], count: Spread, gaps: Iterable[Gap] = ()) -> list[Component]:
    """Return ``components`` of one, for ``count`` of them; ``gaps`` say what of the count is not known."""
    return [
        one._replace(quantity=one.quantity.times(count), amount=one.amount.times(count), gaps=(*one.gaps, *gaps))
        for one in components
    ]


def gap_of(unknown: Unknown) -> Gap:
    """Return what is missing where a value is not known."""
    return Gap("value", "; ".join(unknown.reasons) or "not known before apply", origin=unknown.origin)


def _factor(settings: CostSettings, kind: str, section: str) -> float:
    """Return what is left of a price after the discounts that mean it."""
    from fnmatch import fnmatchcase

    left = 1.0
    for pattern, percent in settings.discounts.items():
        if fnmatchcase(section, pattern) or fnmatchcase(kind, pattern):
            left = min(left, 1.0 - percent / 100)
    return left
