"""What something costs a month: components with their prices, estimates of resources, and sums over scopes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from trueline.values.bounds import OPEN, Spread, total

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.model.location import Location

HOURS = 730
"""The hours of a month, as clouds and estimators reckon."""

Confidence: TypeAlias = Literal["list", "derived", "manual", "config"]
"""Where a price is from: a machine-readable list, that of another region, a page, or the team's own file."""

GapKind: TypeAlias = Literal["type", "price", "value", "usage", "error"]
"""What is missing: who prices the type, the price, a value, declared usage; or whoever estimates it crashed."""


SENSITIVE: Final = "is sensitive"
"""How the reason of a gap ends where a value must not be shown: two of them may differ and read the same."""


class Gap(NamedTuple):
    """Why a figure is not known, in words. ``name`` is the key of the usage file that would tell, if one would.

    ``origin`` tells two figures apart that are not known for the same reason: it is that of the unknown.
    """

    kind: GapKind
    reason: str
    name: str = ""
    origin: str = ""


class Price(NamedTuple):
    """The price of one unit, in tiers: from which quantity of a month on, and how much each unit is from there.

    ``section`` and ``asof`` tell where in the price book it stands, and the day it was read; of a price that the config
    states for nodes the day is empty.
    """

    tiers: tuple[tuple[float, float], ...]
    unit: str
    currency: str
    section: str
    asof: str
    confidence: Confidence

    @property
    def first(self) -> float:
        """What the first unit costs that is not free, or zero."""
        return next((price for _, price in self.tiers if price), 0.0)

    def of(self, quantity: float) -> float:
        """Return what ``quantity`` units cost a month."""
        if len(self.tiers) == 1:
            return quantity * self.tiers[0][1]
        ends = [start for start, _ in self.tiers[1:]]
        sums = 0.0
        for place, (start, price) in enumerate(self.tiers):
            end = min(quantity, ends[place]) if place < len(ends) else quantity
            sums += max(0.0, end - start) * price
        return sums


class Component(NamedTuple):
    """One line of a bill: ``quantity`` units a month at ``price``, which make ``amount``.

    ``usage`` names the key of the usage file that gives the quantity, where one does.
    """

    name: str
    unit: str
    quantity: Spread
    amount: Spread
    price: Price | None = None
    gaps: tuple[Gap, ...] = ()
    usage: str = ""


EstimateState: TypeAlias = Literal["priced", "partly", "unpriced", "free"]


class Estimate(NamedTuple):
    """What one resource costs a month. ``kind`` is the resource's own, ``type`` what the estimators call it.

    ``unit`` is the root of its unit of work, ``module`` the address of the module it is in. ``digest`` is the same
    where a resource was declared the same. ``doubts`` are tags whose value is not known, each with why; ``*`` where it
    is not known which tags there are. ``unplaced`` says why it is not known in which namespace it is.
    ``stays`` says that it may go on costing where its declaration goes.
    """

    address: str
    kind: str
    unit: str
    location: Location
    components: tuple[Component, ...] = ()
    gaps: tuple[Gap, ...] = ()
    is_free: bool = False
    environment: str = ""
    module: str = ""
    namespace: str = ""
    tags: Mapping[str, str] = {}
    digest: str = ""
    doubts: Mapping[str, str] = {}
    stays: bool = False
    unplaced: str = ""

    @property
    def amount(self) -> Spread:
        """The sum of its components; open where something is missing as a whole."""
        found = total(component.amount for component in self.components)
        return found.plus(OPEN) if self.gaps else found

    @property
    def every_gap(self) -> tuple[Gap, ...]:
        """What is missing, in it or in its components, each once."""
        inner = (gap for component in self.components for gap in component.gaps)
        return tuple(dict.fromkeys((*self.gaps, *inner)))

    @property
    def state(self) -> EstimateState:
        """Whether all its prices are known; usage that nobody declared takes nothing from that."""
        if self.is_free:
            return "free"
        kinds = {gap.kind for gap in self.every_gap} - {"usage"}
        if not kinds:
            return "priced"
        return "partly" if any(component.price is not None for component in self.components) else "unpriced"


class Cost(NamedTuple):
    """What a scope costs a month: at base, at head, and the increase, which has bounds of its own.

    ``scope`` is ``resource``, ``module``, ``stack``, ``namespace``, ``team``, ``environment``, ``total`` or ``budget``;
    ``address`` its name. ``coverage`` is the share of what can cost of which every price is known, from 0 to 1;
    ``oldest`` the day of the oldest price at head, empty where there is none.
    """

    scope: str
    address: str
    location: Location
    kind: str = ""
    currency: str = "USD"
    base: Spread | None = None
    head: Spread | None = None
    increase: Spread | None = None
    coverage: float = 1.0
    estimate: Estimate | None = None
    former: Estimate | None = None
    gaps: tuple[tuple[str, Gap], ...] = ()
    priced: int = 0
    unpriced: int = 0
    free: int = 0
    environment: str = ""
    unit: str = ""
    details: Mapping[str, object] = {}
    oldest: str = ""
