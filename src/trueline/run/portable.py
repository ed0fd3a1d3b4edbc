"""What a unit gave, as plain data: what workers hand back and the cache keeps."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from trueline.engine import Count, Doubt, Fault, Hit, Judgement
from trueline.exceptions.mark import Mark, Spelled
from trueline.model.cost import Component, Estimate, Gap, Price
from trueline.model.location import Location, Region
from trueline.model.report import Input, Notification
from trueline.model.resource import References, Resource
from trueline.policies import wire
from trueline.values.bounds import Bounds, Spread
from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from trueline.model.location import Path
    from trueline.model.resource import Place


class UnitResult(NamedTuple):
    """What one unit gave.

    ``trace`` are the paths it read with their blob ids, ``projection`` what wider rules need, ``marks`` those of its
    files that may let findings go, ``costs`` what its resources cost, where that was asked for.
    """

    judgement: Judgement
    inputs: tuple[Input, ...] = ()
    notifications: tuple[Notification, ...] = ()
    facts: int = 0
    projection: tuple[dict[str, Any], ...] = ()
    trace: Mapping[str, str] = {}
    marks: tuple[Mark, ...] = ()
    costs: tuple[Estimate, ...] = ()


def dump(result: UnitResult) -> str:
    """Return a result as JSON text."""
    judgement = result.judgement
    data = {
        "hits": judgement.hits,
        "doubts": judgement.doubts,
        "faults": judgement.faults,
        "counts": judgement.counts,
        "inputs": result.inputs,
        "notifications": result.notifications,
        "facts": result.facts,
        "projection": result.projection,
        "trace": result.trace,
        "marks": result.marks,
        "costs": result.costs,
    }
    return json.dumps(data, ensure_ascii=True, separators=(",", ":"))


def load(text: str, revision: str) -> UnitResult:
    """Return what ``dump`` was given, as read in ``revision``: the same bytes give the same result in any other one.

    Raises ``ValueError``, ``KeyError`` or ``TypeError`` when the text is something else.
    """
    data = json.loads(text)
    place = partial(_location, revision)
    judgement = Judgement(
        tuple(
            Hit._make([*hit[:4], place(hit[4]), tuple(map(place, hit[5])), *hit[6:-1], tuple(map(place, hit[-1]))])
            for hit in data["hits"]
        ),
        tuple(Doubt._make([*doubt[:2], place(doubt[2]), tuple(doubt[3]), *doubt[4:]]) for doubt in data["doubts"]),
        tuple(Fault._make([*fault[:3], place(fault[3])]) for fault in data["faults"]),
        {name: Count(*count) for name, count in data["counts"].items()},
    )
    return UnitResult(
        judgement,
        tuple(Input(*given) for given in data["inputs"]),
        tuple(
            Notification._make([*said[:3], place(said[3]) if said[3] is not None else None, *said[4:]])
            for said in data["notifications"]
        ),
        data["facts"],
        tuple(data["projection"]),
        data["trace"],
        tuple(Mark(_spelled(mark[0]), place(mark[1]), *mark[2:]) for mark in data["marks"]),
        tuple(_estimate(one, place) for one in data["costs"]),
    )


def _estimate(data: Any, place: Callable[[Any], Location]) -> Estimate:  # JSON
    address, kind, unit, location, components, gaps, *rest = data
    lines = tuple(_component(one) for one in components)
    return Estimate(address, kind, unit, place(location), lines, tuple(Gap(*gap) for gap in gaps), *rest)


def _component(data: Any) -> Component:  # JSON
    name, unit, quantity, amount, price, gaps, usage = data
    found = None if price is None else Price(tuple((start, each) for start, each in price[0]), *price[1:])
    return Component(name, unit, _spread(quantity), _spread(amount), found, tuple(Gap(*gap) for gap in gaps), usage)


def _spread(data: Any) -> Spread:  # JSON
    return Spread(*(Bounds(*side) for side in data))


def project(resource: Resource) -> dict[str, Any]:
    """Return a resource as plain data: enough to judge it elsewhere, and to find it again for its places."""
    return {
        "kind": resource.kind,
        "address": resource.address,
        "name": resource.name,
        "source": resource.source,
        "unit": resource.unit,
        "environment": resource.environment,
        "families": {name: list(path) for name, path in resource.families.items()},
        "labels": dict(resource.labels),
        "value": wire.encode(resource.value),
        "references": _references(resource),
    }


def revive(
    data: Mapping[str, Any],
    locate: Callable[[Path], Place],
    refer: Callable[[Resource, str], References] | None = None,
) -> Resource:
    """Return a resource made of ``project``'s data; ``locate`` and ``refer`` are handed in, as a dialect would."""
    references = data["references"]

    def recorded(attribute: str) -> References:
        if refer is not None:
            return refer(resource, attribute)
        addresses, reasons = references.get(attribute, ((), None))
        return References(frozenset(addresses), None, None if reasons is None else Unknown(reasons))

    resource = Resource(
        kind=data["kind"],
        address=data["address"],
        name=data["name"],
        value=wire.decode(data["value"]),
        locate=locate,
        refer=recorded,
        source=data["source"],
        families={name: tuple(path) for name, path in data["families"].items()},
        unit=data["unit"],
        environment=data["environment"],
        labels=data["labels"],
    )
    return resource


def _references(resource: Resource) -> dict[str, tuple[list[str], list[str] | None]]:
    if not isinstance(resource.value, dict) or not resource.kind.startswith("terraform/"):
        return {}
    found = {}
    for attribute in resource.value:
        references = resource.refer(attribute)
        if references.addresses or references.open is not None:
            reasons = None if references.open is None else list(references.open.reasons)
            found[attribute] = (sorted(references.addresses), reasons)
    return found


def _spelled(data: Any) -> Spelled:  # JSON
    rules, *rest = data
    return Spelled(tuple(rules), *rest)


def _location(revision: str, data: Any) -> Location:  # JSON
    path, _, region, message = data
    return Location(path, revision, None if region is None else Region(*region), message)
