"""Who may do what in an account of AWS, beside the users, groups, roles and policies that are declared."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from trueline.drift.access import template, terraform
from trueline.drift.access.account import Details
from trueline.drift.access.attachments import attachments
from trueline.drift.access.holders import Declaring
from trueline.drift.access.identity import Identity
from trueline.drift.access.linking import link
from trueline.drift.access.strangers import strangers
from trueline.drift.access.telling import unchecked
from trueline.drift.access.world import World
from trueline.model.drift import Detected, Drift
from trueline.model.report import Input, Notification

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.drift.declared import Declared
    from trueline.model.drift import Snapshot
    from trueline.model.resource import Resource


class Part(NamedTuple):
    """The resources of one unit (of a template: of one file) that are judged together."""

    root: str
    environment: str
    resources: Sequence[Resource]
    is_template: bool


def compare(snapshot: Snapshot, declared: Declared) -> Detected:
    """Return what somebody may do more or less in an account than a tree says."""
    details = Details(snapshot.document.root)
    parts = list(_parts(declared))
    drifts = _best(parts, details, snapshot, declared)
    if details.is_cut:
        where = snapshot.document.locate(("IsTruncated",))
        reason = "the list goes on: IsTruncated is set"
        drifts.append(Drift("snapshot/unchecked", snapshot.path, where, "iam", message=reason, snapshot=snapshot.path,
                            details={"reason": reason}))  # fmt: skip
    notifications = tuple(
        Notification("error", "unreadable-input", one.message, snapshot.document.locate(one.path))
        for one in details.bad
    )
    reason = details.bad[0].message if details.bad else ""
    state = Input(snapshot.path, "iam", "partly-read" if details.bad else "read", reason)
    return Detected(tuple(drifts), (state,), notifications)


def _parts(declared: Declared) -> Iterator[Part]:
    for one in declared.of("terraform", "terraform-plan"):
        if any(resource.kind.startswith(f"{terraform.PREFIX}aws_iam_") for resource in one.resources):
            yield Part(one.unit.root, one.unit.environment, one.resources, is_template=False)
    for one in declared.of("manifest"):
        files: dict[str, list[Resource]] = defaultdict(list)
        for resource in one.resources:
            if resource.kind.startswith("cloudformation/"):
                files[resource.source].append(resource)
        for path, resources in files.items():
            if any(resource.kind.startswith(template.PREFIX) for resource in resources):
                yield Part(path, one.unit.environment, resources, is_template=True)


def _best(parts: Sequence[Part], details: Details, snapshot: Snapshot, declared: Declared) -> list[Drift]:
    """Return the differences from the environment that the account is most like: a snapshot does not say which."""
    names = sorted({part.environment for part in parts if part.environment}) or [""]
    tried = []
    for name in names:
        chosen = [part for part in parts if part.environment in ("", name)]
        world = _world(chosen, details, snapshot, declared)
        found = list(_drifts(world))
        tried.append((-len(world.linked.principals), len(found), name, found, chosen))
    _, _, name, found, chosen = min(tried, key=lambda one: one[:3])
    roots = {part.root for part in chosen}
    others = {part.root: part for part in parts if part.root not in roots}
    return [*found, *(_elsewhere(part, name, snapshot) for part in others.values())]


def _world(parts: Sequence[Part], details: Details, snapshot: Snapshot, declared: Declared) -> World:
    into = Declaring()
    readers = [
        (template.Reader if part.is_template else terraform.Reader)(part.resources, details.account, into)
        for part in parts
    ]
    for reader in readers:
        reader.hold()
    for reader in readers:
        reader.give()
    return World(snapshot, details, into, link(into.holders, details), declared.drift)


def _elsewhere(part: Part, name: str, snapshot: Snapshot) -> Drift:
    kind = "aws_iam_"
    resource = next((one for one in part.resources if kind in one.kind), part.resources[0])
    return unchecked(resource, (), f"{part.root} is not declared for {name}, which the account seems to be", snapshot)


def _drifts(world: World) -> Iterator[Drift]:
    for number, holder in enumerate(world.holders):
        if number in world.linked.unclear:
            yield unchecked(holder.resource, (), world.linked.unclear[number], world.snapshot)
            continue
        identity = Identity(world, number)
        yield from identity.drifts()
        if identity.principal is not None:
            yield from attachments(world, identity)
    yield from strangers(world)
