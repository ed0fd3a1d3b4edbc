"""Users, groups and roles that are there and declared nowhere, where all of them are declared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.drift.access.facts import WIDENED, listed
from trueline.drift.access.managed import is_managed_type
from trueline.drift.access.telling import grants_details, live_name, who
from trueline.model.drift import Drift

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.drift.access.account import Principal
    from trueline.drift.access.world import World

_TYPES: Final = {
    kind: (f"terraform/aws_iam_{kind}", f"cloudformation/AWS::IAM::{kind.capitalize()}")
    for kind in ("group", "role", "user")
}


def strangers(world: World) -> Iterator[Drift]:
    """Yield the principals that nobody declares, of kinds of which all are declared."""
    known = {(one.kind, one.name) for one in world.linked.principals.values()}
    managed = {kind for kind, types in _TYPES.items() if any(is_managed_type(one, world.settings) for one in types)}
    unclear = {world.holders[number].kind for number in world.linked.unclear}
    for one in world.details.principals.values():
        if one.kind in managed and not one.is_own and (one.kind, one.name) not in known:
            yield _stranger(world, one, is_doubted=one.kind in unclear or bool(world.unread))


def _stranger(world: World, one: Principal, *, is_doubted: bool) -> Drift:
    grants, _ = world.live_grants(one)
    allowed = [grant for grant in grants if grant.effect == "Allow"]
    trust = one.trust.statements if one.trust is not None else None
    trusted = [grant for statement in trust or () for grant in statement.grants if grant.effect == "Allow"]
    details: dict[str, object] = {"touches": ["access"], "principal": f"{one.kind}/{one.name}"}
    details |= grants_details(trusted) | grants_details(allowed, world.spelled())
    details["policies"] = [link.name for link in one.attached]
    message = f"{one.kind} {one.name} is declared nowhere"
    if one.attached:
        message += f", and has {listed(link.name for link in one.attached)}"
    if trusted:
        message += f"; it trusts {listed(who(grant.who) for grant in trusted)}"
    kind = WIDENED
    if is_doubted:
        kind = "snapshot/unchecked"
        else_where = f"by {world.unread}" if world.unread else "under a name that is not known yet"
        message = details["reason"] = f"{message}, unless it is declared {else_where}"
    where = world.snapshot.document.locate(one.path)
    return Drift(kind, live_name(one), where, _TYPES[one.kind][0], "", message, snapshot=world.snapshot.path,
                 details=details)  # fmt: skip
