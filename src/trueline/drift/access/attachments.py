"""What is attached to a principal: managed policies, a permissions boundary, groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.drift.access.escalation import POLICIES
from trueline.drift.access.facts import NARROWED, WIDENED
from trueline.drift.access.grants import Policy
from trueline.drift.access.scope import is_perhaps
from trueline.drift.access.shapes import covers, shown
from trueline.drift.access.telling import fact, grants_details, unchecked
from trueline.model.location import format_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.drift.access.account import Link, Principal
    from trueline.drift.access.grants import Grant
    from trueline.drift.access.holders import Attached
    from trueline.drift.access.identity import Identity
    from trueline.drift.access.world import Meant, World
    from trueline.model.drift import Drift


def attachments(world: World, identity: Identity) -> Iterator[Drift]:
    """Yield the differences in what is attached to a principal that is there."""
    principal = identity.principal
    if principal is None:
        return
    arns = [one.arn for one in principal.attached]
    meant = [(one, _meant(world, identity, one, arns)) for one in identity.holder.attached]
    if not identity.holder.is_partial:
        yield from _extra(world, identity, principal, meant)
        yield from _boundary(identity, principal)
    yield from _gone(world, identity, principal, meant)
    yield from _groups(world, identity, principal)


def _meant(world: World, identity: Identity, attached: Attached, arns: Sequence[str]) -> Meant:
    found = world.meant(attached, arns)
    return found if world.is_sure(attached, identity.holder) else found._replace(is_sure=False)


def _extra(
    world: World, identity: Identity, principal: Principal, meant: Sequence[tuple[Attached, Meant]]
) -> Iterator[Drift]:
    """Yield the policies that are attached and not declared to be, unless what they grant is declared otherwise."""
    sure = {arn for _, one in meant if one.is_sure for arn in one.arns}
    extra = [one for one in principal.attached if one.arn not in sure]
    unsure = [(attached, one) for attached, one in meant if not one.is_sure]
    likely = {arn for _, one in unsure for arn in one.arns}
    doubted = [one for one in extra if one.arn in likely]
    if doubted and (any(attached.is_many for attached, _ in unsure) or len(doubted) <= len(unsure)):
        for one in doubted:
            first = next(attached for attached, two in unsure if one.arn in two.arns)
            yield _doubted(identity, one, first)
        extra = [one for one in extra if one not in doubted]
    ours = world.written(identity.number)
    known = [home for home in ours.homes if world.is_sure(home.document, identity.holder)]
    declared = Policy(
        [
            *(grant for home in known for grant in home.statement.grants),
            *(grant for one, two in meant if two.is_sure for grant in world.declared_grants(one, two)),
        ]
    )
    for one in extra:
        grants = world.policy_grants(one.arn)
        more = declared.lacks([grant for grant in grants if grant.effect == "Allow"])[0] if grants is not None else None
        if more is None or more:
            yield _attached(identity, one, more or ())


def _doubted(identity: Identity, one: Link, attached: Attached) -> Drift:
    """Return that it is not known whether what is attached is declared to be, and by what it may be."""
    found = _attached(identity, one, identity.world.policy_grants(one.arn) or ())
    reason = (
        f"it is not known before it is applied whether {one.name} is declared for {identity.name}: "
        f"it may be {attached.resource.address}"
    )
    place = attached.resource.locate(attached.path)
    return found._replace(
        kind="snapshot/unchecked", message=reason, related=(*found.related, place.primary),
        details={**found.details, "reason": reason},
    )  # fmt: skip


def _attached(identity: Identity, one: Link, more: Sequence[Grant]) -> Drift:
    found = identity.tell(
        WIDENED, f"{one.name} is attached to {identity.name}, and is not declared to be",
        path=f"attached[{one.arn}]", grants=more, policy=one.name, arn=one.arn,
    )  # fmt: skip
    words = found.details.get("escalates")
    if one.name in POLICIES and ":iam::aws:" in one.arn:
        words = [one.name, *(words if isinstance(words, list) else [])]
        found = found._replace(details={**found.details, "escalates": words})
    return found._replace(actual=one.arn)


def _gone(
    world: World, identity: Identity, principal: Principal, meant: Sequence[tuple[Attached, Meant]]
) -> Iterator[Drift]:
    """Yield the policies that are declared to be attached and are not, unless all they grant is held otherwise."""
    held, is_open = world.live_grants(principal)
    actual = Policy(held, is_open=is_open)
    for attached, one in meant:
        if one.arns or not one.is_sure or attached.is_many or is_perhaps(attached) or _is_gone(world, one):
            continue
        grants = world.declared_grants(attached, one)
        if grants and not actual.lacks(grants)[0]:
            continue
        holder = world.holders[one.holder] if one.holder is not None else None
        name = shown(holder.name) if holder is not None else shown(attached.pattern).rpartition("/")[2]
        details = {**identity.about, **grants_details(grants, world.spelled()), "policy": name}
        yield fact(
            NARROWED, attached.resource, attached.resource.locate(attached.path),
            f"{name} is not attached to {identity.name}", path=format_path(attached.path), snapshot=world.snapshot,
            details=details,
        )._replace(declared=shown(attached.pattern))  # fmt: skip


def _is_gone(world: World, one: Meant) -> bool:
    """Tell whether the policy itself is not there, or nobody knows which it is: that is told of the policy."""
    return one.holder is not None and one.holder not in world.linked.policies


def _boundary(identity: Identity, principal: Principal) -> Iterator[Drift]:
    ours, live = identity.holder.boundary, principal.boundary
    if ours is None:
        if live and identity.holder.kind in ("role", "user"):
            message = f"{identity.name} has the permissions boundary {live.rpartition('/')[2]}, and declares none"
            yield identity.tell(NARROWED, message, path="permissions_boundary", policy=live)._replace(actual=live)
        return
    if live and identity.world.meant(ours, [live]).arns:
        return
    answer = covers(ours.pattern, live) if live and not ours.refers else False
    path = format_path(ours.path)
    place = ours.resource.locate(ours.path)
    if answer is None:
        yield unchecked(
            ours.resource, ours.path, f"the boundary of {identity.name} is not known", identity.world.snapshot
        )
        return
    now = f"is {live.rpartition('/')[2]}" if live else "was removed"
    details = {**identity.about, "boundary": True, "escalates": ["permissions boundary"], "policy": live}
    yield fact(
        WIDENED, ours.resource, place, f"the permissions boundary of {identity.name} {now}", path=path,
        snapshot=identity.world.snapshot, details=details,
    )._replace(declared=shown(ours.pattern), actual=live or None)  # fmt: skip


def _groups(world: World, identity: Identity, principal: Principal) -> Iterator[Drift]:
    ours = identity.holder.groups
    known = {one: [name for name in principal.groups if _is_group(world, one, name)] for one in ours}
    found = {name for names in known.values() for name in names}
    named = world.details.named()
    is_open = any(one.is_many for one in ours)
    for name in principal.groups:
        if name in found or identity.holder.is_partial:
            continue
        group = named.get(("group", name))
        grants = world.live_grants(group)[0] if group is not None else []
        if is_open:
            reason = f"it is not known before it is applied whether {identity.name} is declared to be in group {name}"
            yield unchecked(ours[0].resource, ours[0].path, reason, world.snapshot)
            continue
        allowed = [grant for grant in grants if grant.effect == "Allow"]
        message = f"{identity.name} is in group {name}, and is not declared to be"
        yield identity.tell(WIDENED, message, path=f"groups[{name}]", grants=allowed, group=name)._replace(actual=name)
    for one, names in known.items():
        if not names and not one.is_many and not is_perhaps(one):
            place = one.resource.locate(one.path)
            message = f"{identity.name} is not in group {shown(one.pattern)}"
            yield fact(NARROWED, one.resource, place, message, path=format_path(one.path), snapshot=world.snapshot,
                       details=identity.about)  # fmt: skip


def _is_group(world: World, one: Attached, name: str) -> bool:
    return world.is_named("group", one, name) or covers(one.pattern, name) is not False
