"""Holders of permissions as CloudFormation declares them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.drift.access.arns import Account, Shaper
from trueline.drift.access.holders import Attached, Declaring, Document, Holder, listed
from trueline.drift.access.shapes import ANY, NAME
from trueline.values.unknown import find, is_unknown, references_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from trueline.model.resource import Resource

PREFIX: Final = "cloudformation/AWS::IAM::"
_HOLDERS: Final = {
    "Group": ("group", "GroupName"),
    "ManagedPolicy": ("policy", "ManagedPolicyName"),
    "Role": ("role", "RoleName"),
    "User": ("user", "UserName"),
}
_MEMBERS: Final = (("group", "Groups"), ("role", "Roles"), ("user", "Users"))
_SINGLE: Final = {
    "GroupPolicy": ("group", "GroupName"),
    "RolePolicy": ("role", "RoleName"),
    "UserPolicy": ("user", "UserName"),
}


class Reader:
    """Reads the resources of one template: first who there is, then what else gives them something."""

    def __init__(self, resources: Sequence[Resource], account: Account, into: Declaring) -> None:
        self._shaper = Shaper({one.name: one for one in resources}, account)
        self._into = into
        self._own = [one for one in resources if one.kind.startswith(PREFIX) and isinstance(one.value, dict)]

    def hold(self) -> None:
        """Add the users, groups, roles and policies."""
        for one in self._own:
            _hold(one, self._shaper, self._into)

    def give(self) -> None:
        """Add what resources give to holders that others declare."""
        for one in self._own:
            _give(one, self._shaper, self._into)


def _hold(one: Resource, shaper: Shaper, into: Declaring) -> None:
    kind, named = _HOLDERS.get(one.kind.removeprefix(PREFIX), ("", ""))
    if not kind:
        return
    name = one.get(named)
    holder = into.add(Holder(kind, NAME if name is None else shaper(name), one))
    if kind == "policy":
        holder.documents.append(_document(one, shaper, named, "PolicyDocument"))
        return
    if kind == "role":
        holder.trust = _document(one, shaper, named, "AssumeRolePolicyDocument")._replace(name="")
    policies, _ = listed(one.get("Policies"))
    for number, policy in enumerate(policies):
        if is_unknown(policy):
            holder.documents.append(Document(ANY, policy, one, ("Policies",), shaper))
        elif isinstance(policy, dict):
            holder.documents.append(_document(one, shaper, "PolicyName", "Policies", number, "PolicyDocument"))
    holder.attached += _attached(one, shaper, "ManagedPolicyArns")
    holder.groups += _attached(one, shaper, "Groups") if kind == "user" else ()
    bounded = list(_attached(one, shaper, "PermissionsBoundary"))
    holder.boundary = bounded[0] if bounded else None


def _give(one: Resource, shaper: Shaper, into: Declaring) -> None:
    kind = one.kind.removeprefix(PREFIX)
    if kind == "Policy" or kind in _SINGLE:
        for word, members in _MEMBERS if kind == "Policy" else (_SINGLE[kind],):
            for holder, is_sure in into.meant(word, one.get(members), one):
                document = _document(one, shaper, "PolicyName", "PolicyDocument")
                holder.documents.append(document._replace(is_perhaps=not is_sure))
    elif kind == "ManagedPolicy":
        own = Attached(f"arn:{NAME}", frozenset((one.address,)), one, ())
        for word, members in _MEMBERS:
            for holder, is_sure in into.meant(word, one.get(members), one):
                holder.attached.append(own._replace(is_perhaps=not is_sure))
    elif kind == "UserToGroupAddition":
        for holder, is_sure in into.meant("user", one.get("Users"), one):
            links = _attached(one, shaper, "GroupName")
            holder.groups.extend(link._replace(is_perhaps=not is_sure) for link in links)


def _document(one: Resource, shaper: Shaper, named: str, *path: str | int) -> Document:
    name = find(one.value, (*path[:-1], named))
    return Document(NAME if name is None else shaper(name), find(one.value, path), one, path, shaper)


def _attached(one: Resource, shaper: Shaper, attribute: str) -> Iterator[Attached]:
    values, is_many = listed(one.get(attribute))
    is_many = is_many and attribute not in ("GroupName", "PermissionsBoundary")
    is_list = isinstance(one.get(attribute), list)
    for number, value in enumerate(values):
        if value is None:
            continue
        path = (attribute, number) if is_list else (attribute,)
        pattern = shaper(value)
        yield Attached(pattern, references_of(value), one, path, is_many or pattern == ANY)
