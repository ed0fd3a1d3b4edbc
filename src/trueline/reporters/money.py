"""How money reads: ``$1,234``, ``+$212``, ``at least $120``; what is not known is never shown as if it were."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from trueline.values.bounds import NONE

if TYPE_CHECKING:
    from trueline.model.cost import Cost
    from trueline.values.bounds import Bounds, Spread

_SYMBOLS: Final = {"USD": "$", "EUR": "€", "GBP": "£"}
_CODE: Final = re.compile("[A-Z]{3}")
_WHOLE_FROM: Final = 10
UNTOLD: Final = "not known"


def money(figure: float, currency: str = "USD", *, signed: bool = False) -> str:
    """Return an amount; below ten it has cents. ``$0`` is nothing, ``$0.00`` less than half a cent."""
    digits = 2 if abs(figure) > 0 and round(abs(figure), 2) < _WHOLE_FROM else 0
    text = f"{abs(figure):,.{digits}f}"
    sign = "−" if figure < 0 else "+" if signed and figure > 0 else ""
    symbol = _SYMBOLS.get(currency)
    if symbol:
        return f"{sign}{symbol}{text}"
    return f"{sign}{text} {currency if _CODE.fullmatch(currency) else '(currency not known)'}"


def bounded(bounds: Bounds, currency: str = "USD", *, signed: bool = False) -> str:
    """Return an amount with what is known of it.

    A change that may be a saving and has no bound above is not known: its lower bound would read as that saving.
    """
    low, high = bounds
    if low == high:
        return money(low, currency, signed=signed)
    if signed and (low, high) in ((0.0, math.inf), (-math.inf, 0.0)):
        return f"{'+' if high else '−'} {UNTOLD}"  # dearer or cheaper, nobody knows by how much
    if low == -math.inf:
        return UNTOLD if high == math.inf else f"at most {money(high, currency, signed=signed)}"
    if high == math.inf:
        return f"at least {money(low, currency, signed=signed)}" if low > 0 else UNTOLD
    least, most = (money(end, currency, signed=signed) for end in bounds)
    return least if least == most else f"{least} to {most}"


def brief(bounds: Bounds, currency: str = "USD", *, signed: bool = False) -> str:
    """Return an amount where room is short: ``≥ $120`` for at least."""
    return bounded(bounds, currency, signed=signed).replace("at least ", "≥ ").replace("at most ", "≤ ")


def spread(figures: Spread | None, currency: str = "USD") -> str:
    """Return least, expected and most; one figure where all three read the same, empty where nothing is said."""
    if figures is None:
        return ""
    said = [brief(side, currency) for side in figures]
    return said[0] if len(set(said)) == 1 else " · ".join(said)


def amount(figures: Spread | None, currency: str = "USD", *, signed: bool = False) -> str:
    """Return what is expected, empty where nothing is said."""
    return "" if figures is None else bounded(figures.expected, currency, signed=signed)


def share(part: float) -> str:
    """Return a share in percent, which is 100 only where nothing is missing and 0 only where all is."""
    percent = math.floor(100 * part + 1e-9)
    return "under 1 %" if part > 0 and not percent else f"{percent} %"


def change_line(cost: Cost) -> str:
    """Return what a change adds, or what there is where nothing is compared, and how much of it is priced."""
    priced = f" ({share(cost.coverage)} priced)" if cost.priced + cost.unpriced else ""
    if cost.increase is None:
        return "" if cost.head is None else f"{_a_month(amount(cost.head, cost.currency), 'cost')}{priced}"
    if cost.increase == NONE:
        return f"cost unchanged{priced}"
    return f"{_a_month(amount(cost.increase, cost.currency, signed=True), 'cost of the change')}{priced}"


def _a_month(said: str, name: str) -> str:
    if said == UNTOLD:
        return f"{name} {UNTOLD}"
    if said.endswith(UNTOLD):
        return f"{'dearer' if said.startswith('+') else 'cheaper'}, by how much is {UNTOLD}"
    return f"{said} a month"
