"""What facts about the access of an account are made of: places, words, and what rules may read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.drift.access.escalation import escalations
from trueline.drift.access.facts import NARROWED, WIDENED, listed, some
from trueline.drift.access.shapes import MEMBERS, Except, Term, covers, shown
from trueline.model.drift import Drift
from trueline.model.location import format_path
from trueline.model.resource import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from trueline.drift.access.account import Principal
    from trueline.drift.access.grants import Condition, Grant
    from trueline.drift.access.holders import Document
    from trueline.drift.access.scope import Change, Home
    from trueline.model.drift import Snapshot
    from trueline.model.location import Path
    from trueline.model.resource import Resource

_ACCOUNT = "AWS:arn:aws:iam::"
_TELLING = frozenset({"resources", "trusts", "conditions", "lost"})
_VEILED = {
    WIDENED: "may do more than is declared",
    NARROWED: "may do less than is declared",
    "snapshot/unchecked": "may have what is not known before it is applied",
}


def fact(  # noqa: PLR0913  # the parts of one fact
    kind: str, resource: Resource, place: Place, message: str, *, path: str = "", snapshot: Snapshot,
    details: Mapping[str, object],
) -> Drift:  # fmt: skip
    """Return a fact about what a resource declares."""
    return Drift(
        kind, resource.address, place.primary, resource.kind, path, message, related=place.related, unit=resource.unit,
        environment=resource.environment, snapshot=snapshot.path, details={"touches": ["access"], **details},
    )  # fmt: skip


def unchecked(resource: Resource, path: Path, reason: str, snapshot: Snapshot) -> Drift:
    """Return that it could not be told whether what a resource declares drifted."""
    details = {"reason": reason}
    return fact("snapshot/unchecked", resource, resource.locate(path), reason, path=format_path(path),
                snapshot=snapshot, details=details)  # fmt: skip


def place_of(home: Home) -> Place:
    """Return where a declared statement is written: in the policy document that the value is made of, if in one."""
    document, number = home.document, home.statement.number
    own = document.resource.locate((*document.path, "Statement", number))
    if len(document.data) != 1:
        return own
    (data,) = document.data
    blocks = data.get("statement")
    imported = any(
        data.get(name) is not None for name in ("source_json", "source_policy_documents", "override_policy_documents")
    )
    if imported or not isinstance(blocks, list) or number >= len(blocks):
        return own
    found = data.locate(("statement", number))
    return Place(found.primary, (own.primary, *found.related))


def path_of(document: Document, number: int | None = None) -> str:
    """Return the dotted path of a policy, or of one of its statements."""
    return format_path(document.path if number is None else (*document.path, "Statement", number))


def who(term: Term) -> str:
    """Return a principal as people write it."""
    if isinstance(term, Except):
        return f"all but {', '.join(map(who, term.patterns))}"
    if term == "AWS:*":
        return "everybody"
    if term.startswith(_ACCOUNT) and term.endswith(f":{MEMBERS}"):
        return f"account {shown(term.removeprefix(_ACCOUNT)[:-2])}"
    return shown(term.partition(":")[2]) if ":" in term else shown(term)


def grants_told(grants: Sequence[Grant], spelled: Mapping[str, str]) -> str:
    """Return grants in words: ``s3:* on *``, of a trust policy whom it lets in."""
    actions = listed(spelled.get(shown(one.action), shown(one.action)) for one in grants)
    if any(one.who for one in grants):
        return f"{listed(who(one.who) for one in grants)} ({actions})"
    return f"{actions} on {listed(shown(one.resource) for one in grants)}"


def grants_details(grants: Sequence[Grant], spelled: Mapping[str, str] | None = None) -> dict[str, object]:
    """Return what rules may read of grants."""
    names = spelled or {}
    trusted = [one.who for one in grants if one.who]
    found: dict[str, object] = {
        "effect": grants[0].effect if grants else "",
        "actions": some(names.get(shown(one.action), shown(one.action)) for one in grants),
        "resources": some(shown(one.resource) for one in grants) if not trusted else [],
        "trusts": some(map(who, trusted)),
        "conditions": some(_condition(one) for grant in grants for one in sorted(grant.conditions, key=str)),
        "escalates": escalations(grants),
        "everybody": any(one == "AWS:*" or isinstance(one, Except) for one in trusted),
    }
    return {name: value for name, value in found.items() if value}


def veiled(found: Drift, name: str) -> Drift:
    """Return a fact about whoever holds a policy with something secret in it, without whom and what policies name."""
    if not _TELLING & found.details.keys():
        return found
    details = {key: value for key, value in found.details.items() if key not in _TELLING}
    message = found.message
    if not found.path.startswith(("attached[", "groups[")):
        message = f"{name} {_VEILED[found.kind]}, in a policy that holds what must not be shown"
    if "reason" in details:
        details["reason"] = message
    return found._replace(message=message, details=details, declared=None, actual=None)


def _condition(one: Condition) -> str:
    return f"{shown(one.operator)} {shown(one.key)}: {', '.join(sorted(map(shown, one.values)))}"


def message_of(change: Change, name: str, grants: Iterable[Grant], actual: Sequence[Grant] = ()) -> str:
    """Return what changed for whoever holds a policy; ``grants`` are all that is declared for it, ``actual`` it has."""
    spelled = spelled_in(change)
    told = grants_told(change.grants, spelled)
    is_trust = any(one.who for one in change.grants)
    denied = change.grants[0].effect == "Deny"
    if change.kind == WIDENED:
        if denied:
            return f"{name} is no longer denied {told}"
        said = f"{name} also trusts {told}" if is_trust else f"{name} also allows {told}"
        if _differs_in_conditions(change.grants, grants):
            is_bare = not any(one.conditions for one in change.grants)
            said += " without the conditions that are declared" if is_bare else " under other conditions than declared"
        lost = [one for one in change.lost if not any(_is_but_for_conditions(one, other) for other in change.grants)]
        return said + (f" and no longer {grants_told(lost, spelled)}" if lost else "")
    if denied:
        return f"{name} is also denied {told}"
    bound = [next((one for one in actual if _is_but_for_conditions(grant, one)), None) for grant in change.grants]
    if all(one is not None and one.conditions for one in bound):
        under = listed(_condition(met) for one in bound if one is not None for met in sorted(one.conditions, key=str))
        return f"{name} {'trusts' if is_trust else 'allows'} {told} under other conditions alone than declared: {under}"
    return f"{name} no longer trusts {told}" if is_trust else f"{name} no longer allows {told}"


def _is_but_for_conditions(one: Grant, other: Grant) -> bool:
    return one._replace(conditions=other.conditions) == other


def spelled_in(change: Change) -> Mapping[str, str]:
    """Return how the actions of a change are written."""
    ours = change.home.statement.spelled if change.home is not None else {}
    return {**ours, **(change.there.statement.spelled if change.there is not None else {})}


def _differs_in_conditions(changed: Sequence[Grant], declared: Iterable[Grant]) -> bool:
    known = [one for one in declared if one.conditions and one.effect == "Allow"]
    return bool(known) and all(
        any(
            covers(one.action, grant.action) and covers(one.resource, grant.resource) and covers(one.who, grant.who)
            for one in known
        )
        for grant in changed
    )


def live_name(principal: Principal) -> str:
    """Return what a principal that is declared nowhere is called."""
    return principal.arn or f"{principal.kind}/{principal.name}"
