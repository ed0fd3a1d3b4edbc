"""What each resource of a unit costs a month."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from trueline.cost.bill import billed, digest_of, may_be_shown
from trueline.cost.free import is_free
from trueline.cost.place import region_of
from trueline.cost.registry import estimator_of
from trueline.cost.subject import Subject, World, times
from trueline.cost.views import attribute_of, kinds_of, view_of
from trueline.model.cost import Estimate, Gap
from trueline.model.location import Location
from trueline.model.resource import Number
from trueline.values.bounds import UNBOUNDED, Bounds, Spread
from trueline.values.unknown import Unknown, find

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from trueline.cost.book import Book
    from trueline.model.cost import Component
    from trueline.model.cost_settings import CostSettings
    from trueline.model.report import Input
    from trueline.model.resource import Relations, Resource

_WORDS: Final = frozenset({"moved", "removed", "import"})
"""What Terraform says of resources and their addresses."""
_KEPT: Final = frozenset({"Retain", "RetainExceptOnCreate"})
_NOT_THINGS: Final = frozenset({"module", "provider", "variable", "output", "check", "terraform"})


def estimate_unit(
    resources: Sequence[Resource], relations: Relations, book: Book, settings: CostSettings
) -> list[Estimate]:
    """Return an estimate of every resource that may cost something, or is known to be free."""
    world = World(book, settings, relations, region_of, view_of, kinds_of, attribute_of, {})
    found = [made for resource in resources if (made := _estimate(resource, world)) is not None]
    if any(resource.kind.startswith("kubernetes/") for resource in resources):
        from trueline.cost.kubernetes.objects import estimate_objects

        found += estimate_objects(resources, world)
    return found


def _estimate(resource: Resource, world: World) -> Estimate | None:
    dialect, _, kind = resource.kind.partition("/")
    if dialect not in ("terraform", "cloudformation"):
        return None
    if dialect == "terraform" and kind in _WORDS:
        return _word(resource, kind)
    if resource.absent:
        return _absent(resource)
    if dialect == "terraform" and (kind in _NOT_THINGS or kind.startswith("data.")):
        return None
    subject = Subject(resource, world)
    record = Estimate(
        resource.address,
        resource.kind,
        resource.unit if dialect == "terraform" else resource.unit or resource.source,
        resource.locate().primary,
        environment=resource.environment,
        module=module_of(resource.address) if dialect == "terraform" else "",
        stays=dialect == "cloudformation" and _is_kept(resource),
    )
    estimator = estimator_of(subject.kind)
    if estimator is None and is_free(subject.kind, world.book):
        return record._replace(is_free=True)  # of most resources nothing needs to be evaluated
    tags, doubts = _tags(subject)
    record = record._replace(tags=tags, doubts=doubts, digest=digest_of(resource))
    if estimator is not None:
        found = billed(record, estimator, subject)
        return found._replace(components=tuple(_counted(resource, list(found.components))))
    return record._replace(gaps=(Gap("type", f"nobody has priced {kind} yet"),))


def _absent(resource: Resource) -> Estimate:
    """Return what a module that is not here declares: whatever it is, and whosesoever."""
    return Estimate(
        resource.address,
        resource.kind,
        resource.unit,
        resource.locate().primary,
        gaps=(Gap("value", f"{resource.absent}, so what it declares is not priced"),),
        environment=resource.environment,
        module=resource.address,
        digest=digest_of(resource),
        doubts={"*": resource.absent},
        unplaced=resource.absent,
    )


def _word(resource: Resource, kind: str) -> Estimate | None:
    """Return what a block says of addresses, for whoever pairs both sides of a change; it costs nothing.

    What a ``removed`` block destroys just goes. Where it does not say so, Terraform destroys and OpenTofu does not.
    """
    if kind == "removed" and resource.get("lifecycle[0].destroy") is True:
        return None
    module = resource.address.rpartition(f"{kind}[")[0]  # it speaks of its own module
    ends = {end: f"{module}{said}" for end in ("from", "to") if isinstance(said := resource.get(end), str)}
    place = resource.locate().primary
    return Estimate(resource.address, resource.kind, resource.unit, place, is_free=True, tags=ends)


def _is_kept(resource: Resource) -> bool:
    """Tell whether CloudFormation leaves a resource where it is when it goes from its template, or may."""
    policy = find(resource.value, ("@attributes", "DeletionPolicy"))
    return isinstance(policy, Unknown) or policy in _KEPT


def _counted(resource: Resource, lines: list[Component]) -> list[Component]:
    """Return the lines of a resource that may be there once, often or not at all: then nothing bounds them above."""
    if "[*]" not in resource.address:
        return lines
    number = resource.number or Number()
    if resource.kind.startswith("cloudformation/"):
        number = Number(0, 1)  # its condition holds, or it does not
    several = Bounds(float(number.least), UNBOUNDED if number.most is None else float(number.most))
    gap = Gap("value", f"how many {resource.address} there are is not known", origin=number.origin)
    return times(lines, Spread(several, several, several), (gap,))


def unrendered(given: Input, trace: Mapping[str, str]) -> Estimate:
    """Return an input that was not rendered as something that nobody has priced; another one where its files differ."""
    reason = f"what rendering gives is not known: {given.reason}"
    return _anything(f"kubernetes/{given.kind}", Location(given.path), reason, trace)


def open_ended(reason: str, place: Location, trace: Mapping[str, str]) -> Estimate:
    """Return what is made at deployment as something that nobody has priced; another one where its files differ."""
    return _anything("cloudformation/(made at deployment)", place, reason, trace)


def _anything(kind: str, place: Location, reason: str, trace: Mapping[str, str]) -> Estimate:
    digest = hashlib.blake2b(repr(sorted(trace.items())).encode(), digest_size=12).hexdigest()
    return Estimate(
        place.path,
        kind,
        place.path,
        place,
        gaps=(Gap("value", reason),),
        digest=digest,
        doubts={"*": reason},
        unplaced=reason,
    )


def module_of(address: str) -> str:
    """Return the address of the module a resource is in, without its own name; empty for the root."""
    steps = list(_steps(address))
    depth = 0
    while depth + 1 < len(steps) and steps[depth] == "module":
        depth += 2
    return ".".join(steps[:depth])


def _steps(address: str) -> Iterator[str]:
    """Yield what stands between the dots that are in no brackets."""
    start = depth = 0
    quoted = False
    for place, letter in enumerate(address):
        if letter == '"' and address[place - 1] != "\\":
            quoted = not quoted
        elif not quoted and letter in "[]":
            depth += 1 if letter == "[" else -1
        elif letter == "." and not quoted and not depth:
            yield address[start:place]
            start = place + 1
    yield address[start:]


def _tags(subject: Subject) -> tuple[dict[str, str], dict[str, str]]:
    """Return a resource's tags, and those whose value is not known, with why; ``*`` where any may be there."""
    names = ("tag", "tags") if subject.kind == "aws_autoscaling_group" else ("tags_all", "tags", "labels")
    for name in names:  # the tags of a provider do not reach a group's machines
        found = subject.get(name)
        if isinstance(found, Unknown):
            return {}, {"*": "; ".join(found.reasons)}
        if isinstance(found, dict | list) and found:
            return _told(found.items() if isinstance(found, dict) else _pairs(found))
    return {}, {}


def _pairs(found: list[object]) -> Iterator[tuple[object, object]]:
    """Yield keys and values as CloudFormation spells them, and the groups of Terraform."""
    for one in found:
        if isinstance(one, Unknown):
            yield one, one
        elif isinstance(one, dict):
            yield one.get("Key", one.get("key")), one.get("Value", one.get("value"))


def _told(pairs: Iterable[tuple[object, object]]) -> tuple[dict[str, str], dict[str, str]]:
    tags: dict[str, str] = {}
    doubts: dict[str, str] = {}
    for key, value in pairs:
        if isinstance(key, Unknown):
            doubts["*"] = "; ".join(key.reasons)
        elif isinstance(value, Unknown):
            doubts[str(key)] = "; ".join(value.reasons)
        elif key is not None and may_be_shown(value):
            tags[str(key)] = str(value)
    return tags, doubts
