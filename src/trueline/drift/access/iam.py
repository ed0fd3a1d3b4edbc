"""Who may do what in an account of AWS, beside the users, groups, roles and policies that are declared."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from trueline.drift.access.account import Details
from trueline.drift.access.attachments import attachments
from trueline.drift.access.facts import listed
from trueline.drift.access.holders import listed as members
from trueline.drift.access.identity import Identity
from trueline.drift.access.linking import link
from trueline.drift.access.parts import Part, choose, declaring, parts, unread
from trueline.drift.access.strangers import strangers
from trueline.drift.access.telling import unchecked, veiled
from trueline.drift.access.world import World
from trueline.drift.accounts import account_in, refused
from trueline.drift.foreign import compared_with
from trueline.drift.terraform.roots import is_named
from trueline.model.drift import Detected, Drift
from trueline.model.report import Input, Notification

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from trueline.drift.declared import Declared
    from trueline.model.drift import Snapshot
    from trueline.model.resource import Resource

_OWN: Final = (
    "policy_arn", "policy_arns", "managed_policy_arns", "permissions_boundary", "ManagedPolicyArns",
    "PermissionsBoundary",
)  # fmt: skip
"""Attributes that name policies of the same account, or of AWS."""


def compare(snapshot: Snapshot, declared: Declared) -> Detected:
    """Return what somebody may do more or less in an account than a tree says."""
    details = Details(snapshot.document.root)
    named = _named(declared)
    if details.account.number and len(named) == 1 and details.account.number not in named:
        return refused(snapshot, details.account.number, named, "the code", ())
    drifts, numbers = _best(details, snapshot, declared)
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
    return Detected(tuple(drifts), (state,), notifications, compared_with(snapshot, numbers))


def _named(declared: Declared) -> set[str]:
    """Return the accounts of the policies that the code attaches, where it spells them: each is its own account's."""
    found = (
        account_in(value)
        for part in parts(declared)
        for one in part.resources
        for name in _OWN
        for value in members(one.get(name))[0]
        if isinstance(one.value, dict)
    )
    return {number for number in found if number}


def _best(details: Details, snapshot: Snapshot, declared: Declared) -> tuple[list[Drift], Mapping[str, int]]:
    """Return the differences from the environments that the account is most like, and how many are there of each unit.

    Where its file names an environment that is meant.
    """
    chosen = choose(list(parts(declared)), details.account, details.named())
    rest = unread(declared)
    tried: list[tuple[list[Drift], tuple[Part, ...], World]] = []
    for choice in _named_in(snapshot, chosen.choices):
        into = declaring(choice, details.account)
        world = World(snapshot, details, into, link(into.holders, details), declared.drift, rest)
        tried.append((list(_drifts(world)), choice, world))
    found, nearest, world = min(tried, key=lambda one: len(one[0]))
    others = [choice for more, choice, _ in tried if more != found]
    doubts = [_unsure(nearest, others, snapshot)] if others else []
    there = (*world.linked.principals, *world.linked.policies)
    numbers = Counter(world.holders[number].resource.unit for number in there)
    return [*found, *doubts, *(_elsewhere(part, snapshot) for part in chosen.others)], numbers


def _named_in(snapshot: Snapshot, choices: Sequence[tuple[Part, ...]]) -> Sequence[tuple[Part, ...]]:
    """Return the choice of which the snapshot's path names an environment; all of them where that is not one alone."""
    named = [choice for choice in choices if any(is_named(snapshot, part.environment) for part in choice)]
    return named if len(named) == 1 else choices


def _unsure(nearest: Sequence[Part], others: Sequence[Sequence[Part]], snapshot: Snapshot) -> Drift:
    """Return that nobody knows which environment the account is of, and that by others more would differ."""
    part = next(part for part in nearest if any(not any(part is one for one in choice) for choice in others))
    roots = {one.root: one.environment for one in nearest}
    names = sorted({one.environment for choice in others for one in choice if one.environment != roots[one.root]})
    reason = (
        f"which environment this account is of is not known: it was compared with {part.environment}, which is nearest "
        f"to it; by {listed(names)} more would differ (say which: --live {part.environment}=FILE)"
    )
    return unchecked(_first(part), (), reason, snapshot)


def _elsewhere(part: Part, snapshot: Snapshot) -> Drift:
    reason = f"nobody whom {part.root or 'the root'} declares for any of its environments is in this account"
    return unchecked(_first(part), (), reason, snapshot)


def _first(part: Part) -> Resource:
    """Return what a part declares first of access."""
    return next((one for one in part.resources if "aws_iam_" in one.kind), part.resources[0])


def _drifts(world: World) -> Iterator[Drift]:
    for number, holder in enumerate(world.holders):
        if number in world.linked.unclear:
            yield unchecked(holder.resource, (), world.linked.unclear[number], world.snapshot)
            continue
        identity = Identity(world, number)
        found = [*identity.drifts(), *attachments(world, identity)]
        yield from (veiled(one, identity.name) for one in found) if found and world.has_secret(number) else found
    for resource in dict.fromkeys(world.floating):
        reason = f"it is not known before it is applied whom {resource.address} is given to"
        yield unchecked(resource, (), reason, world.snapshot)
    yield from strangers(world)
