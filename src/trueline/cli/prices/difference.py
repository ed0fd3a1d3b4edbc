"""What a refresh would change, in words: sections with their counts, then the worst of each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from trueline.cli.prices.shelf import aligned
from trueline.cost.renewal import MOST_LOST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.cost.renewal import Difference, Renewal

MOST_LINES: Final = 20


def text(renewals: Sequence[Renewal], over: float, lines: int) -> str:
    """Return the difference of all sections; changes of more than ``over`` percent are listed, ``lines`` of a kind."""
    return "".join(part for renewal in renewals for part in _section(renewal, over, lines))


def refusals(renewal: Renewal) -> Iterator[str]:
    """Yield why a section should not be taken over."""
    for loss in renewal.too_much:
        if loss.is_empty:
            yield f"{renewal.section}: the list has nothing at all for {loss.region}"
        else:
            yield (
                f"{renewal.section}: {loss.lost:,} of {loss.had:,} prices in {loss.region} would be gone or unclear, "
                f"more than {MOST_LOST:.0%}"
            )


def _section(renewal: Renewal, over: float, lines: int) -> Iterator[str]:
    added = [one for one in renewal.differences if one.before is None]
    removed = [one for one in renewal.differences if one.after is None]
    changed = [one for one in renewal.differences if one.before is not None and one.after is not None]
    changed.sort(key=lambda one: (-abs(one.percent), one.region, one.key))
    far = [one for one in changed if abs(one.percent) > over]
    counts = f"{len(added):,} added, {len(removed):,} removed, {len(changed):,} changed"
    head = f"{counts} ({len(far):,} by more than {over:g} %)"
    former = f"{renewal.former_asof} → " if renewal.former_asof else ""
    kept = f"; {renewal.kept:,} kept as they were" if renewal.kept else ""
    yield f"{renewal.section}, as of {former}{renewal.body['asof']}: {head}{kept}\n"
    yield from _lines("removed", removed, lines)
    yield from _lines("changed", far, lines)
    yield from _lines("added", added, lines)
    doubts = [(region, key, why) for region, here in renewal.unclear.items() for key, why in here.items()]
    if doubts:
        yield aligned([("  unclear", region, key, why) for region, key, why in doubts[:lines]])
        yield _more(len(doubts) - lines, "unclear, and kept as they were")


def _lines(kind: str, found: Sequence[Difference], lines: int) -> Iterator[str]:
    if not found:
        return
    rows = [
        (f"  {kind}", one.region, one.key, _price(one.before), "→", _price(one.after), _percent(one))
        for one in found[:lines]
    ]
    if rows:
        yield aligned(rows, frozenset((6,)))
    yield _more(len(found) - lines, kind)


def _more(number: int, what: str) -> str:
    return f"  … and {number:,} more {what}\n" if number > 0 else ""


def _price(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, list):
        return ", ".join(f"{price:.10g} from {start:,.10g}" for start, price in value)
    return f"{value:.10g}"


def _percent(one: Difference) -> str:
    return f"{one.percent:+.1f} %" if one.before is not None and one.after is not None else ""
