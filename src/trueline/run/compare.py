"""Two trees compared: which resources came, went, moved and changed. No rule is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from trueline.model.difference import Comparison, Difference
from trueline.repo.change import changed
from trueline.run import plan
from trueline.run.contracts import compare_contracts
from trueline.run.former import Former, Planned
from trueline.run.judge import MOVED, read_unit
from trueline.run.value_differences import differences
from trueline.values.unknown import is_unknown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from trueline.model.report import Input, Notification
    from trueline.model.resource import Resource
    from trueline.model.settings import Settings
    from trueline.model.unit import Extract, Unit
    from trueline.repo.tree import Tree

Part: TypeAlias = Literal["contracts", "resources"]
PARTS: Final[tuple[Part, ...]] = ("contracts", "resources")
"""What two trees are compared in."""

_NO_THINGS = frozenset({MOVED, "terraform/removed", "terraform/import"})
"""Kinds that say what became of resources, and are none themselves."""


class _Resources(NamedTuple):
    """What became of the resources, and of the files that declare them."""

    differences: tuple[Difference, ...] = ()
    inputs: tuple[Input, ...] = ()
    notifications: tuple[Notification, ...] = ()


class _Read(NamedTuple):
    """A unit of head as it was read."""

    unit: Unit
    extract: Extract


def compare(base: Tree, head: Tree, settings: Settings, parts: Collection[Part] = PARTS) -> Comparison:
    """Return what differs between the resources and between the contracts of two trees, or only in one of these."""
    resources = _resources(base, head, settings) if "resources" in parts else _Resources()
    pairs, lost = compare_contracts(base, head, settings) if "contracts" in parts else ([], [])
    contracts = [compared for _, compared in pairs]
    inputs = _worst([*resources.inputs, *(given for compared in contracts for given in compared.inputs)])
    notes = [*resources.notifications, *(note for compared in contracts for note in compared.notifications), *lost]
    return Comparison(
        base.revision,
        head.revision,
        not any(note.level == "error" for note in notes),
        differences=resources.differences,
        changes=tuple(change for compared in contracts for change in compared.changes),
        inputs=tuple(inputs),
        notifications=tuple(dict.fromkeys(notes)),
    )


def _resources(base: Tree, head: Tree, settings: Settings) -> _Resources:
    files = changed(base, head)
    paths = frozenset(path for one in files for path in (one.old_path, one.new_path) if path)
    old = plan.plan(base.paths(), base, settings)
    new = plan.plan(head.paths(), head, settings)
    scope = plan.Scope(changed=paths)
    former = Former(Planned(base, old), Planned(head, new), settings)
    read = [_Read(unit, read_unit(unit, head, settings)) for unit in plan.select(new, scope, former=old)]
    for unit, extract in read:
        former.pair(unit, extract.resources)
    gone = [former.extract(unit) for unit in plan.select(old, scope, former=new)]
    notes = [note for _, extract in read for note in extract.notifications]
    notes += [_at_base(note) for extract in gone for note in extract.notifications]
    return _Resources(
        tuple(sorted(_differences(read, gone), key=_order)),
        tuple(given for _, extract in read for given in extract.inputs),
        tuple(notes),
    )


def _differences(read: Iterable[_Read], gone: Sequence[Extract]) -> Iterator[Difference]:
    kept: set[int] = set()
    for _, extract in read:
        for resource in extract.resources:
            if resource.kind in _NO_THINGS:
                continue
            if resource.before is None or is_unknown(resource.before.value):
                yield _one_sided("added", resource)
                continue
            kept.add(id(resource.before))
            difference = _both_sided(resource.before, resource)
            if difference is not None:
                yield difference
    for extract in gone:
        for resource in extract.resources:
            if id(resource) not in kept and resource.kind not in _NO_THINGS:
                yield _one_sided("removed", resource)


def _one_sided(kind: str, resource: Resource) -> Difference:
    place = resource.locate(()).primary
    return Difference(
        "added" if kind == "added" else "removed", resource.kind, resource.address, place, resource.environment
    )


def _both_sided(before: Resource, after: Resource) -> Difference | None:
    values = differences(before, after)
    former = before.address if before.address != after.address else ""
    has_moved = bool(former) or before.source != after.source
    if not values and not has_moved:
        return None
    return Difference(
        "changed" if values else "moved",
        after.kind,
        after.address,
        after.locate(()).primary,
        after.environment,
        former,
        before.locate(()).primary,
        values,
    )


def _at_base(note: Notification) -> Notification:
    return note._replace(message=f"at base: {note.message}")


def _worst(inputs: Iterable[Input]) -> list[Input]:
    found: dict[str, Input] = {}
    for given in inputs:
        known = found.get(given.path)
        if known is None or known.state == "read":
            found[given.path] = given
    return [found[path] for path in sorted(found)]


def _order(difference: Difference) -> tuple[object, ...]:
    place = difference.location
    return place.path, place.region or (0, 0, 0, 0), difference.address, difference.environment
