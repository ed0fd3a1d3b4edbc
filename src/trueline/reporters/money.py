"""How money reads: ``$1,234``, ``+$212``, ``at least $120``; what is not known is never shown as if it were."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from trueline.model.cost import Cost
    from trueline.values.bounds import Bounds, Spread

_SYMBOLS: Final = {"USD": "$", "EUR": "€", "GBP": "£"}
_WHOLE_FROM: Final = 1_000
UNTOLD: Final = "not known"


def money(figure: float, currency: str = "USD", *, signed: bool = False) -> str:
    """Return an amount; cents are left out where there are a thousand or more."""
    digits = 0 if abs(figure) >= _WHOLE_FROM else 2
    figure = round(figure, digits)
    text = f"{abs(figure):,.{digits}f}"
    sign = "−" if figure < 0 else "+" if signed and figure > 0 else ""
    symbol = _SYMBOLS.get(currency)
    return f"{sign}{symbol}{text}" if symbol else f"{sign}{text} {currency}"


def bounded(bounds: Bounds, currency: str = "USD", *, signed: bool = False) -> str:
    """Return an amount with what is known of it."""
    low, high = bounds
    if low == high:
        return money(low, currency, signed=signed)
    if low == -math.inf:
        return UNTOLD if high == math.inf else f"at most {money(high, currency, signed=signed)}"
    if high == math.inf:
        return f"at least {money(low, currency, signed=signed)}" if low or signed else UNTOLD
    return f"{money(low, currency, signed=signed)} to {money(high, currency, signed=signed)}"


def amount(spread: Spread | None, currency: str = "USD", *, signed: bool = False) -> str:
    """Return what is expected, empty where nothing is said."""
    return "" if spread is None else bounded(spread.expected, currency, signed=signed)


def change_line(cost: Cost) -> str:
    """Return what a change adds, or what there is where nothing is compared, and how much of it is priced."""
    share = f" ({cost.coverage:.0%} priced)" if cost.priced + cost.unpriced else ""
    if cost.increase is not None:
        side = cost.increase.expected
        if side.low == -math.inf and side.high == math.inf:
            return f"what the change costs is not known{share}"
        return f"{bounded(side, cost.currency, signed=True)} a month{share}"
    return "" if cost.head is None else f"{amount(cost.head, cost.currency)} a month{share}"


def scales(cost: Cost) -> bool:
    """Tell whether what it costs at its most is another amount than what is expected."""
    return cost.head is not None and cost.head.most != cost.head.expected
