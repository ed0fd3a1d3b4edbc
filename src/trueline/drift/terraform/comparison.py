"""One state beside the resources of one unit: what it has not, what nothing declares, what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.dialects.terraform.plan.entries import mapping
from trueline.drift.hidden import has_secret, hidden
from trueline.drift.stateful import held_by
from trueline.drift.terraform.agreement import UNTOLD, disagreements
from trueline.drift.terraform.differences import Difference
from trueline.drift.terraform.drifted import TWINS
from trueline.drift.terraform.ignored import ignored_paths, is_ignored
from trueline.drift.terraform.instances import TAINTED
from trueline.drift.terraform.matching import is_managed, match
from trueline.drift.terraform.presence import deposed, doubt, missing, others
from trueline.drift.terraform.secrecy import Secrets
from trueline.drift.terraform.strays import Strays, strange
from trueline.drift.terraform.unknowns import left_open
from trueline.drift.terraform.unsaid import default_of, unsaid
from trueline.drift.touches import touches
from trueline.drift.wording import differ, listed, named, plain
from trueline.model.location import format_path
from trueline.values.unknown import Unknown, find, is_sensitive, leaves

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.drift.declared import Declaration
    from trueline.drift.terraform.applied import Applied
    from trueline.drift.terraform.instances import StateInstance
    from trueline.drift.terraform.side import Side
    from trueline.model.drift import Drift
    from trueline.model.location import Path
    from trueline.model.resource import Resource

_SKIPPED = frozenset({"lifecycle", "timeouts", "provisioner", "connection", "depends_on", "provider"})
_WRITE_ONLY = "_wo"


def facts(
    side: Side, declaration: Declaration, instances: Sequence[StateInstance], applied: Applied
) -> Iterator[Drift]:
    """Yield what differs between a state's managed instances and what a unit declares.

    The unit is evaluated with what is ``applied``.
    """
    instances = _concealing(instances, declaration.resources)
    matched = match(declaration.resources, [one for one in instances if not one.deposed])
    for resource in matched.missing:
        yield missing(side, resource, matched)
    yield from others(side, matched, is_whole=declaration.is_whole)
    for instance in instances:
        if instance.deposed:
            yield deposed(side, instance)
    strays = Strays(declaration.resources, instances, doubt(matched, is_whole=declaration.is_whole))
    for resource, instance in matched.pairs:
        yield from _pair(side, resource, instance, applied)
        yield from strange(side, resource, instance, strays)


def _concealing(instances: Sequence[StateInstance], resources: Sequence[Resource]) -> Sequence[StateInstance]:
    """Return instances that conceal what the code knows as secret, too: of a set a state only marks the whole."""
    managed = [one.value for one in resources if is_managed(one)]
    texts = {str(leaf) for value in managed for leaf in leaves(value) if isinstance(leaf, str) and is_sensitive(leaf)}
    if not texts or not instances:
        return instances
    secrets = Secrets(texts | instances[0].secrets.texts)
    return [one._replace(secrets=secrets) for one in instances]


def _pair(side: Side, resource: Resource, instance: StateInstance, applied: Applied) -> Iterator[Drift]:
    address = instance.address if "[*]" in resource.address else resource.address
    if instance.fault:
        yield side.unchecked(address, resource.locate().primary, instance.fault, type=resource.kind)
        return
    if instance.status == TAINTED:
        yield _tainted(side, resource, address, instance)
    untold: list[str] = []
    ignored = ignored_paths(resource.value)
    for found in (*_differences(resource, instance), *unsaid(mapping(resource.value), instance)):
        is_passed = is_ignored(ignored, found.path)
        if found.note != UNTOLD:
            told = _differs(side, resource, instance, found)._replace(address=address)
            yield told._replace(details={**told.details, "ignored": True}) if is_passed else told
        elif not is_passed:
            untold.append(format_path(found.path))
    if untold:
        reason = f"the state has no {listed(untold)} that could be compared with what the code says"
        yield side.unchecked(address, resource.locate().primary, reason, type=resource.kind)
    value = {name: member for name, member in mapping(resource.value).items() if not _is_skipped(name)}
    paths = [path for path in left_open(value, instance.attributes, applied) if not is_ignored(ignored, path)]
    if paths:
        yield _left_open(side, resource, address, paths)


def _left_open(side: Side, resource: Resource, address: str, paths: Sequence[Path]) -> Drift:
    """Return one fact about all that the code leaves open and the state has."""
    names = [format_path(path) for path in paths]
    reason = f"what the code says of {listed(names)} is not known, so that it was not compared with the state"
    place = resource.locate(paths[0] if len(paths) == 1 else ())
    details = {"reason": reason, "attributes": names}
    found = side.unchecked(address, place.primary, reason, type=resource.kind, related=place.related)
    return found._replace(details=details)


def _is_skipped(name: str) -> bool:
    return name in _SKIPPED or name.endswith(_WRITE_ONLY)


def _tainted(side: Side, resource: Resource, address: str, instance: StateInstance) -> Drift:
    details = {"tainted": True, "stateful": bool(held_by(instance.type))}
    message = f"{address} is marked as tainted; the next apply replaces it"
    return side.fact(
        "terraform/differs",
        address,
        resource.locate().primary,
        message,
        type=resource.kind,
        actual=TAINTED,
        details=details,
    )


def _differences(resource: Resource, instance: StateInstance) -> Iterator[Difference]:
    """Yield the differences of all that is set, without what repeats another attribute."""
    value = mapping(resource.value)
    for name, declared in value.items():
        if _is_skipped(name):
            continue
        if name not in instance.attributes:
            if not _is_nothing(declared) and name not in TWINS:
                yield Difference((name,), declared, None, UNTOLD)
            continue
        found = disagreements(declared, instance.attributes[name], (name,))
        twins = [twin for twin in TWINS.get(name, ()) if twin in value]
        for one in found:
            rest = one.path[1:]
            if not any(_has(value[twin], rest) or _has(instance.attributes.get(twin), rest) for twin in twins):
                yield one


def _is_nothing(declared: object) -> bool:
    """Tell whether a declared value says nothing for sure."""
    return isinstance(declared, Unknown) or (isinstance(declared, list | dict) and not declared)


def _has(value: object, path: Path) -> bool:
    """Tell whether a map has what stands at a path of one step."""
    return isinstance(value, dict) and bool(path) and path[0] in value


def _differs(side: Side, resource: Resource, instance: StateInstance, found: Difference) -> Drift:
    declared, actual = found.before, found.after
    actual = instance.conceal(actual, found.path)
    declared = instance.conceal(plain(declared), found.path)
    if any(map(has_secret, (found.before, declared, actual))):
        declared, actual = hidden(declared), hidden(actual)
    place = resource.locate(_written(resource, found))
    return side.fact(
        "terraform/differs",
        resource.address,
        place.primary,
        differ(named(found.path), declared, actual, "declared") + default_of(found, instance.type),
        related=place.related,
        type=resource.kind,
        path=format_path(found.path),
        declared=declared,
        actual=actual,
        details={"touches": touches(instance.type, found.path)},
    )


def _written(resource: Resource, found: Difference) -> Path:
    """Return the path of what is written of a difference: of an element that only the state has, what it is among."""
    if found.before is not None or not isinstance(found.path[-1], int):
        return found.path
    elements = find(resource.value, found.path[:-1])
    are_blocks = isinstance(elements, list) and any(isinstance(element, dict) for element in elements)
    return found.path[:-2] if are_blocks else found.path[:-1]
