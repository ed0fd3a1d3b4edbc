"""What of a run's costs people are shown: the sums that say something, what a change alters, and what is missing."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from trueline.values.bounds import NONE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trueline.model.cost import Cost, Gap
    from trueline.values.bounds import Bounds


def total_of(costs: Sequence[Cost]) -> Cost | None:
    """Return the sum of everything where it says something: a thing costs, or may, or did."""
    return next((cost for cost in costs if cost.scope == "total" and says_something(cost)), None)


def says_something(cost: Cost) -> bool:
    """Tell whether anything in a sum costs, or may, or did before a change."""
    return bool(cost.priced or cost.unpriced or is_changed(cost))


def is_changed(cost: Cost) -> bool:
    """Tell whether a change alters what something costs, or may."""
    return cost.increase is not None and cost.increase != NONE


def scales(cost: Cost) -> bool:
    """Tell whether what it costs at its most is another amount than what is expected."""
    return cost.head is not None and cost.head.most != cost.head.expected


def shown(costs: Sequence[Cost]) -> list[Cost]:
    """Return the sums that say something: the total, budgets, and stacks that a change alters, or that cost most."""
    found = [cost for cost in costs if cost.scope in ("total", "budget")]
    stacks = [cost for cost in costs if cost.scope == "stack" and says_something(cost)]
    if any(cost.increase is not None for cost in stacks):
        stacks = [cost for cost in stacks if is_changed(cost)]
    return [*found, *sorted(stacks, key=weight)]


def of_scope(costs: Sequence[Cost], scope: str) -> list[Cost]:
    """Return the sums of one scope that say something, the dearest first."""
    return sorted((cost for cost in costs if cost.scope == scope and says_something(cost)), key=weight)


def changed(costs: Sequence[Cost]) -> list[Cost]:
    """Return the resources whose cost a change alters, or may; those that it alters most first."""
    return [cost for cost in of_scope(costs, "resource") if is_changed(cost)]


def names(costs: Sequence[Cost]) -> list[str]:
    """Return what to call each of some sums: its address, and where two have the same, what tells them apart."""
    same = Counter((cost.scope, cost.address) for cost in costs)
    return [cost.address + (_apart(cost) if same[cost.scope, cost.address] > 1 else "") for cost in costs]


def _apart(cost: Cost) -> str:
    return f" ({', '.join(filter(None, (cost.unit or '.', cost.environment)))})"


def weight(cost: Cost) -> tuple[float, float, str, str, str]:
    """Return what sorts the dearer before the cheaper."""
    grown = 0.0 if cost.increase is None else surely(cost.increase.expected)
    now = 0.0 if cost.head is None else surely(cost.head.expected)
    return -abs(grown), -now, cost.address, cost.unit, cost.environment


def surely(bounds: Bounds) -> float:
    """Return how much a figure is at the least, above or below nothing: 0 where it may be either."""
    if bounds.low > 0:
        return bounds.low
    return bounds.high if bounds.high < 0 else 0.0


def gaps(total: Cost, *, usage: bool) -> list[tuple[str, list[Gap]]]:
    """Return by resource what is missing: declared usage, or anything else."""
    found: dict[str, list[Gap]] = {}
    for address, gap in total.gaps:
        if (gap.kind == "usage") is usage:
            found.setdefault(address, []).append(gap)
    return list(found.items())


def reasons(missing: Sequence[Gap]) -> str:
    """Return why something is not known, each reason once; keys of the usage file that lack alike stand together."""
    found: dict[str, list[str]] = {}
    for gap in missing:
        named = f"`{gap.name}`" if gap.name else ""
        keys = found.setdefault(gap.reason.removesuffix(named), [])
        if named and gap.reason.endswith(named) and named not in keys:
            keys.append(named)
    return "; ".join(reason + ", ".join(keys) for reason, keys in found.items())


def limits(cost: Cost) -> dict[str, float]:
    """Return the limits of a budget by their names, or the cap on a resource."""
    found = cost.details.get("limit")
    named = found.items() if isinstance(found, dict) else ()
    return {str(name): limit for name, limit in named if isinstance(limit, int | float) and math.isfinite(limit)}
