"""What must hold of every bill: what is not known may be anything, so with any value of it blanked every amount that is
possible stays possible, and the bill says what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cost.estimate import estimate_unit
from trueline.engine import UnitRelations
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.cost.book import Book
    from trueline.model.cost import Estimate
    from trueline.model.cost_settings import CostSettings
    from trueline.model.location import Path as Steps
    from trueline.model.resource import Resource
    from trueline.values.bounds import Spread

_CENT = 0.005

WORDS: Mapping[str, tuple[str, ...]] = {}
"""Other values that attributes may have, by the last name of their paths."""


def places(value: object, at: Steps = ()) -> Iterator[Steps]:
    """Yield the paths of all parts of a value that are known."""
    if at and value is not None and not isinstance(value, Unknown):
        yield at
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, part in parts:
        yield from places(part, (*at, step))


def put(value: object, path: Steps, other: object) -> object:
    """Return a value in which ``other`` stands at ``path``."""
    if not path:
        return other
    step, *rest = path
    if isinstance(value, dict):
        return {**value, step: put(value[step], tuple(rest), other)}
    assert isinstance(value, list)
    return [put(part, tuple(rest), other) if place == step else part for place, part in enumerate(value)]


def part(value: object, path: Steps) -> object:
    """Return what stands at ``path``."""
    for step in path:
        value = value[step]  # type: ignore[index]  # it is one of its own places
    return value


def others(value: object, path: Steps) -> Iterator[object]:
    """Yield what a value might be instead."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield from (value * 2 + 1, 0, 1)
    elif isinstance(value, str):
        name = next((step for step in reversed(path) if isinstance(step, str)), "")
        yield from (word for word in WORDS.get(name, ()) if word != value)
        if value in ("true", "false"):
            yield "false" if value == "true" else "true"


def bills(resources: Sequence[Resource], book: Book, settings: CostSettings) -> dict[str, Estimate]:
    """Return the estimates of resources by address; none of them may crash."""
    made = estimate_unit(resources, UnitRelations(resources), book, settings)
    assert not [(one.address, gap) for one in made for gap in one.gaps if gap.kind == "error"]
    return {one.address: one for one in made}


def _escapes(inner: Spread, outer: Spread) -> bool:
    """Tell whether an amount is not possible any more."""
    return any(now.low > was.low + _CENT or now.high < was.high - _CENT for now, was in zip(outer, inner, strict=True))


def broken(resources: Sequence[Resource], book: Book, settings: CostSettings) -> Iterator[str]:
    """Yield where the law does not hold: which value is blanked, and what then is not right of whose bill."""
    known = bills(resources, book, settings)
    for resource in resources:
        if resource.kind.startswith("terraform/data."):
            continue
        value = resource.value
        try:
            for path in list(places(value)):
                resource.value = put(value, path, Unknown([f"blanked {path}"]))
                found = bills(resources, book, settings)
                where = f"{resource.address} {path} = {part(value, path)!r:.60}"
                yield from _compared(where, "", known, found)
                for other in others(part(value, path), path):
                    resource.value = put(value, path, other)
                    yield from _compared(where, f"as {other!r}", bills(resources, book, settings), found)
        finally:
            resource.value = value


def _compared(where: str, how: str, known: Mapping[str, Estimate], found: Mapping[str, Estimate]) -> Iterator[str]:
    for address, was in known.items():
        now = found.get(address)
        if now is None:
            yield f"{where} {how}: {address} is gone"
        elif _escapes(was.amount, now.amount):
            yield f"{where} {how}: {address} was {told(was.amount)}, now {told(now.amount)}"
        elif not how and now.amount != was.amount and set(now.every_gap) <= set(was.every_gap):
            yield f"{where} {how}: {address} does not say why {told(was.amount)} became {told(now.amount)}"


def told(amount: Spread) -> str:
    """Return an amount in short."""
    return " ".join(f"{side.low:.2f}" if side.is_exact else f"{side.low:.2f}..{side.high:.2f}" for side in amount)
