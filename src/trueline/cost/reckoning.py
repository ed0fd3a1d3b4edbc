"""Reckoning with what may not be known, for every estimator: figures, texts and lines of a bill."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.cost.subject import Subject, gap_of, scale, spread
from trueline.model.cost import HOURS, Component, Gap
from trueline.values.bounds import ANYTHING, NONE, NOTHING, UNBOUNDED, Bounds, Spread
from trueline.values.unknown import Unknown, join

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from trueline.cost.subject import Amount, Subjects

SECONDS: Final = HOURS * 3600
"""The seconds of a month of 730 hours."""


def of(function: Callable[..., float], *figures: float | Unknown) -> float | Unknown:
    """Return what ``function`` makes of the figures, unknown where one of them is."""
    unknowns = [figure for figure in figures if isinstance(figure, Unknown)]
    return join(*unknowns) if unknowns else function(*figures)


def product(*figures: float | Unknown) -> float | Unknown:
    """Return the product of the figures; nothing of what is not known is nothing."""
    if any(map(is_zero, figures)):
        return 0.0
    return of(_product, *figures)


def _product(*figures: float) -> float:
    found = 1.0
    for figure in figures:
        found *= figure
    return found


def is_zero(figure: float | Unknown) -> bool:
    """Tell whether a figure is known to be nothing."""
    return not isinstance(figure, Unknown) and figure == 0


def above(amount: float | Unknown, included: float) -> float | Unknown:
    """Return what of an amount is more than what is included."""
    return of(lambda figure: max(0.0, figure - included), amount)


def count(found: Iterable[object]) -> float | Unknown:
    """Return how many there are, unknown where there may be more."""
    members = list(found)
    return next((one for one in members if isinstance(one, Unknown)), float(len(members)))


def either(flag: object, yes: float, no: float = 0.0) -> Amount:
    """Return one of two amounts, or both as bounds where the flag is not known."""
    if isinstance(flag, Unknown):
        return Bounds(min(yes, no), max(yes, no))
    return yes if flag else no


def some(found: list[object]) -> bool | Unknown:
    """Tell whether a list has any members, which may not be known."""
    if any(not isinstance(one, Unknown) for one in found):
        return True
    return next((one for one in found if isinstance(one, Unknown)), False)


def number_of(found: Subjects) -> Amount:
    """Return how many resources a relation finds, and that there may be more of them where it is open."""
    return float(len(found)) if found.open is None else Bounds(float(len(found)), UNBOUNDED)


def is_set(value: object) -> bool:
    """Tell whether something is said, whatever it may be."""
    return isinstance(value, Unknown) or value not in (None, "")


def may_be_unset(value: object) -> bool:
    """Tell whether it is not known if something is said: what refers to another resource is."""
    return isinstance(value, Unknown) and not value.references


def known(value: object) -> str:
    """Return a text in lower case, empty where it is not known."""
    return "" if isinstance(value, Unknown) or value is None else str(value).lower()


def is_any_of(value: object, *texts: str) -> bool:
    """Tell whether a value is known to be one of ``texts``, however it is written."""
    return isinstance(value, str) and value.lower() in {text.lower() for text in texts}


def chosen(value: object, keys: Mapping[str, str], otherwise: str = "") -> str | Unknown:
    """Return the key that a text stands for, in whatever case it is written, or ``otherwise``; unknown where it is."""
    if isinstance(value, Unknown):
        return value
    return keys.get(str(value).lower(), otherwise)


def joined(template: str, *parts: str | Unknown) -> str | Unknown:
    """Return ``template`` with the parts in it, unknown where one of them is."""
    unknown = next((one for one in parts if isinstance(one, Unknown)), None)
    return template.format(*parts) if unknown is None else unknown


def because(component: Component, *values: object) -> Component:
    """Return a component that also says which of the values it depends on is not known."""
    gaps = tuple(gap_of(one) for one in values if isinstance(one, Unknown))
    return component._replace(gaps=tuple(dict.fromkeys((*component.gaps, *gaps))))


def perhaps(amount: Spread) -> Spread:
    """Return from nothing to an amount: what is paid only perhaps, or only in part."""
    return Spread(*(Bounds(0.0, side.high) for side in amount))


def maybe(component: Component, condition: object) -> Component:
    """Return a component that is paid for where a condition holds: perhaps not, where that is not known."""
    if not isinstance(condition, Unknown):
        return component
    return because(component._replace(amount=perhaps(component.amount)), condition)


def unlike(doubt: object, *ways: Iterable[Component]) -> list[Component]:
    """Return what several bills are together, line by line, where ``doubt`` leaves open which of them is right.

    A line that is not in all of them may cost nothing.
    """
    bills = [{one.name: one for one in way} for way in ways]
    names = dict.fromkeys(name for bill in bills for name in bill)
    return [because(hull([bill.get(name) for bill in bills]), doubt) for name in names]


def hull(lines: Sequence[Component | None]) -> Component:
    """Return one line, called as the first, from the cheapest of several to the dearest; None is one of nothing."""
    found = [one for one in lines if one is not None]
    nothing = [NONE] if len(found) < len(lines) else []
    return found[0]._replace(
        quantity=around([*(one.quantity for one in found), *nothing]),
        amount=around([*(one.amount for one in found), *nothing]),
        gaps=tuple(dict.fromkeys(gap for one in found for gap in one.gaps)),
    )


def around(amounts: Iterable[Spread]) -> Spread:
    """Return what lies between the least and the greatest of several amounts."""
    sides = zip(*amounts, strict=True)
    return Spread(*(Bounds(min(one.low for one in side), max(one.high for one in side)) for side in sides))


def perhaps_scaled(own: Amount, doubt: Unknown) -> tuple[Spread, tuple[Gap, ...]]:
    """Return how many there are, as declared, where what ``doubt`` is about may scale them: nothing bounds the most."""
    number, gaps = spread(own)
    number = Spread(Bounds(0.0, number.least.high), number.expected, Bounds(number.most.low, UNBOUNDED))
    gap = Gap("value", f"whether something scales it: {gap_of(doubt).reason}")
    return number, (*gaps, gap)


def made_on_demand(it: Subject, switch: object) -> Iterator[Component]:
    """Yield the nodes that a cluster makes by itself for the pods that come, where ``switch`` says so or may.

    Which machines these are and how many is not known: how much runs is a matter of use, the most has no bound.
    """
    if switch is False:
        return
    wanted = NOTHING if it.world.settings.undeclared == "zero" else ANYTHING
    gap = Gap("value", "nothing bounds what the nodes cost that it makes by itself")
    more = Spread(NOTHING, wanted, ANYTHING)
    yield because(Component("nodes that it makes by itself", "", more, more, None, (gap,)), switch)


def moved(it: Subject, region: str | Unknown) -> Subject:
    """Return ``it`` in ``region``."""
    return Subject(it.resource, it.world._replace(region_of=lambda _: region))


class Ends(NamedTuple):
    """How few and how many there may be, by the word of one who scales them."""

    least: Amount
    most: Amount


def outermost(ends: Sequence[Ends]) -> tuple[Ends, tuple[Gap, ...]]:
    """Return the fewest and the most of several ends, and what of them is not known."""
    (lows, first), (highs, second) = (zip(*map(spread, side), strict=True) for side in zip(*ends, strict=True))
    floor = Bounds(min(one.least.low for one in lows), min(one.least.high for one in lows))
    ceiling = Bounds(max(one.most.low for one in highs), max(one.most.high for one in highs))
    return Ends(floor, ceiling), tuple(dict.fromkeys((*chain(*first), *chain(*second))))


def scaled_between(ends: Sequence[Ends], wanted: Amount) -> tuple[Spread, tuple[Gap, ...]]:
    """Return how many there are where any of the ``ends`` may hold: from the fewest of them to the most."""
    (floor, ceiling), doubts = outermost(ends)
    number, gaps = scale(floor, wanted, ceiling)
    return number, tuple(dict.fromkeys((*gaps, *doubts)))
