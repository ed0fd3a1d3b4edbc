"""A section of the price book, read anew: what is taken over, what stays, what is gone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trueline.cost.book import derived, origin

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_LOST: Final = 0.3
"""How much of what a region has in a section may be gone before nothing is taken over."""


class Offered(NamedTuple):
    """What a cloud's price list says for one section of the book.

    ``regions`` are those that were asked for. ``gives`` are the keys that the list can have, None for every key: what
    it can have and does not is gone. ``unclear`` maps regions to keys that it has, though not in one meaning, and why.
    ``units`` are those of keys that the book may not have yet.
    """

    section: str
    regions: frozenset[str]
    prices: Mapping[str, Mapping[str, Any]]
    asof: str
    source: Mapping[str, str]
    currency: str = "USD"
    gives: frozenset[str] | None = None
    unclear: Mapping[str, Mapping[str, str]] = {}
    units: Mapping[str, str] = {}


class Difference(NamedTuple):
    """One price that is new (no ``before``), gone or another; ``percent`` is by how much, of the worst tier."""

    region: str
    key: str
    before: Any
    after: Any
    percent: float = 0.0


class Loss(NamedTuple):
    """What a region would lose: ``lost`` of the ``had`` prices that the list can have are gone or unclear.

    ``is_empty`` where the list has nothing at all for the region.
    """

    region: str
    lost: int
    had: int
    is_empty: bool = False

    @property
    def is_too_much(self) -> bool:
        """Whether nobody should take that over without having said so."""
        return self.is_empty or self.lost > self.had * MOST_LOST


class Renewal(NamedTuple):
    """The section as it would be, and how that differs from what it was; ``kept`` counts what the list did not give."""

    section: str
    body: dict[str, Any]
    former_asof: str
    differences: tuple[Difference, ...]
    losses: tuple[Loss, ...]
    kept: int
    unclear: Mapping[str, Mapping[str, str]]

    @property
    def too_much(self) -> tuple[Loss, ...]:
        """The losses for which nothing should be written."""
        return tuple(loss for loss in self.losses if loss.is_too_much)


def renew(old: Mapping[str, Any], offered: Offered) -> Renewal:
    """Return the section with what is offered in the place of what was there for those regions and keys.

    All else stays, under ``kept`` with its own date and source; in another currency nothing can stay.
    """
    is_same_money = (old.get("currency") or "USD") == offered.currency
    stays = {
        (region, key): price
        for region, key, price in _facts(old["prices"])
        if is_same_money and not _is_replaced(offered, region, key)
    }
    prices: dict[str, dict[str, Any]] = {}
    for (region, key), price in stays.items():
        prices.setdefault(region, {})[key] = price
    for region, key, price in _facts(offered.prices):
        prices.setdefault(region, {})[key] = price
    body = {name: value for name, value in old.items() if name not in ("kept", "derived")}
    if is_same_money and "derived" in old:
        body["derived"] = old["derived"]
    body |= {"prices": prices, "asof": offered.asof, "confidence": "list", "source": dict(offered.source)}
    body["currency"] = offered.currency
    kept = _kept(old, stays, prices)
    if kept:
        body["kept"] = kept
    if "unit" not in body:
        units = {**offered.units, **body.get("units", {})}
        body["units"] = {key: units[key] for key in sorted({key for _, key, _ in _facts(prices)}) if key in units}
    return Renewal(
        offered.section, body, old["asof"], tuple(_differences(old, prices)),
        tuple(_losses(old["prices"], prices, offered)), len(stays), offered.unclear,
    )  # fmt: skip


def percent(before: Any, after: Any) -> float:
    """Return by how many percent a price rises, of its worst tier; another number of tiers is told by their first."""
    former, now = (value if isinstance(value, list) else [[0, value]] for value in (before, after))
    pairs = zip(former, now, strict=False) if len(former) == len(now) else ((former[0], now[0]),)
    rises = [(new[1] - old[1]) / old[1] * 100 if old[1] else (100.0 if new[1] else 0.0) for old, new in pairs]
    return max(rises, key=abs)


def _is_replaced(offered: Offered, region: str, key: str) -> bool:
    """Whether the list speaks of this price: by giving it, or by having it no more."""
    if key in offered.prices.get(region, {}):
        return True
    is_asked = region in offered.regions and (offered.gives is None or key in offered.gives)
    return is_asked and key not in offered.unclear.get(region, {})


def _facts(prices: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str, Any]]:
    return ((region, key, price) for region, here in prices.items() for key, price in here.items())


def _kept(
    old: Mapping[str, Any], stays: Mapping[tuple[str, str], Any], prices: Mapping[str, Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return the parts of what stays, one for each date and source that it is from."""
    parts: dict[str, dict[str, Any]] = {}
    for region, key in stays:
        said = origin(old, region, key)
        head = {name: said[name] for name in ("asof", "confidence", "source") if name in said}
        part = parts.setdefault(json.dumps(head, sort_keys=True), {**head, "keys": {}})
        part["keys"].setdefault(region, []).append(key)
    for part in parts.values():
        for region, keys in part["keys"].items():
            part["keys"][region] = ["*"] if len(keys) == len(prices[region]) else sorted(keys)
    return [parts[name] for name in sorted(parts)]


def _differences(old: Mapping[str, Any], after: Mapping[str, Mapping[str, Any]]) -> Iterator[Difference]:
    """Yield what is listed in another way, beside what the book said before: also by a ratio, or for all regions."""
    before = old["prices"]
    for region in sorted({*before, *after}):
        was, is_now = before.get(region, {}), after.get(region, {})
        for key in sorted({*was, *is_now}):
            former, new = was.get(key), is_now.get(key)
            if former is None:
                former = _implied(old, region, key)
            if former != new:
                rise = percent(former, new) if former is not None and new is not None else 0.0
                yield Difference(region, key, former, new, rise)


def _implied(old: Mapping[str, Any], region: str, key: str) -> Any:
    everywhere = old["prices"].get("*", {}).get(key)
    if everywhere is not None:
        return everywhere
    tiers = derived(old, region, key)
    return tiers[0][1] if tiers is not None and len(tiers) == 1 else tiers


def _losses(
    before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]], offered: Offered
) -> Iterator[Loss]:
    """Yield, for each region that was asked for or loses anything, what of its prices is gone."""
    for region in sorted({*offered.regions, *before}):
        was, is_now, unclear = before.get(region, {}), after.get(region, {}), offered.unclear.get(region, {})
        lost = sum(key not in is_now or key in unclear for key in was)
        if region in offered.regions:
            had = sum(offered.gives is None or key in offered.gives or key not in is_now for key in was)
            yield Loss(region, lost, had, not offered.prices.get(region))
        elif lost:
            yield Loss(region, lost, len(was))
