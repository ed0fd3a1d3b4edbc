"""IAM: roles, users, groups with their policies and attachments, policies, instance profiles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trueline.adapters.collectors.aws.mapping import Found, Kind, pairs, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from trueline.adapters.collectors.aws.cloud import Place
    from trueline.adapters.collectors.aws.mapping import Item

_BY_AWS: Final = ("AWSServiceRoleFor", "OrganizationAccountAccessRole", "AWSReservedSSO_", "AWSControlTower")


class _Holder(NamedTuple):
    """A sort of thing that policies are attached to: ``role``, and what AWS calls it, ``RoleName``."""

    word: str
    key: str

    @property
    def name(self) -> str:
        """How a name of it is called in questions and answers."""
        return f"{self.key}Name"


_ROLE, _USER, _GROUP = _Holder("role", "Role"), _Holder("user", "User"), _Holder("group", "Group")


def _held(place: Place, holder: _Holder, name: str) -> Iterator[Found]:
    """Yield the policies inside of a role, user or group, and those attached to it."""
    word, key = holder.word, {holder.name: name}
    for policy in place.items("iam", f"list_{word}_policies", "PolicyNames", **key):
        document = place.ask("iam", f"get_{word}_policy", **key, PolicyName=policy).get("PolicyDocument")
        attributes = {"id": f"{name}:{policy}", word: name, "name": policy, "policy": text_of(document)}
        yield Found(f"aws_iam_{word}_policy", f"{name}:{policy}", attributes)
    for attached in place.items("iam", f"list_attached_{word}_policies", "AttachedPolicies", **key):
        arn = attached["PolicyArn"]
        attributes = {"id": f"{name}/{arn}", word: name, "policy_arn": arn}
        yield Found(f"aws_iam_{word}_policy_attachment", f"{name}/{arn}", attributes)


def _wanted(known: Item) -> str:
    return str(known.get("name") or known.get("id") or "")


def _role(place: Place, known: Item) -> Iterable[Found]:
    name = _wanted(known)
    role = place.ask("iam", "get_role", RoleName=name)["Role"]
    path = role.get("Path") or "/"
    by_aws = path.startswith("/aws-service-role/") or name.startswith(_BY_AWS)
    attributes = {
        "id": name,
        "name": name,
        "path": path,
        "arn": role.get("Arn"),
        "description": role.get("Description") or "",
        "assume_role_policy": text_of(role.get("AssumeRolePolicyDocument")),
        "max_session_duration": role.get("MaxSessionDuration"),
        "permissions_boundary": (role.get("PermissionsBoundary") or {}).get("PermissionsBoundaryArn") or "",
        "tags": pairs(role.get("Tags")),
    }
    yield Found("aws_iam_role", name, attributes, str(role.get("Arn", "")), "AWS itself" if by_aws else "")
    yield from _held(place, _ROLE, name)


def _user(place: Place, known: Item) -> Iterable[Found]:
    name = _wanted(known)
    user = place.ask("iam", "get_user", UserName=name)["User"]
    attributes = {
        "id": name,
        "name": name,
        "path": user.get("Path") or "/",
        "arn": user.get("Arn"),
        "permissions_boundary": (user.get("PermissionsBoundary") or {}).get("PermissionsBoundaryArn") or "",
        "tags": pairs(user.get("Tags")),
    }
    yield Found("aws_iam_user", name, attributes, str(user.get("Arn", "")))
    yield from _held(place, _USER, name)
    for group in place.items("iam", "list_groups_for_user", "Groups", UserName=name):
        member = {"user": name, "group": group["GroupName"]}
        yield Found("aws_iam_user_group_membership", f"{name}/{group['GroupName']}", member)
    for key in place.items("iam", "list_access_keys", "AccessKeyMetadata", UserName=name):
        made = {"id": key["AccessKeyId"], "user": name, "status": key.get("Status")}
        yield Found("aws_iam_access_key", key["AccessKeyId"], made)


def _group(place: Place, known: Item) -> Iterable[Found]:
    name = _wanted(known)
    group = place.ask("iam", "get_group", GroupName=name)["Group"]
    attributes = {"id": name, "name": name, "path": group.get("Path") or "/", "arn": group.get("Arn")}
    yield Found("aws_iam_group", name, attributes, str(group.get("Arn", "")))
    yield from _held(place, _GROUP, name)


def _policy(place: Place, known: Item) -> Iterable[Found]:
    arn = str(known.get("arn") or known.get("id") or "")
    if not arn.startswith("arn:"):
        path = str(known.get("path") or "/")
        arn = f"arn:{place.partition}:iam::{place.account}:policy{path}{known.get('name')}"
    policy = place.ask("iam", "get_policy", PolicyArn=arn)["Policy"]
    version = place.ask("iam", "get_policy_version", PolicyArn=arn, VersionId=policy["DefaultVersionId"])
    attributes = {
        "id": arn,
        "arn": arn,
        "name": policy.get("PolicyName"),
        "path": policy.get("Path") or "/",
        "description": policy.get("Description") or "",
        "policy": text_of(version["PolicyVersion"].get("Document")),
        "tags": pairs(policy.get("Tags")),
    }
    yield Found("aws_iam_policy", arn, attributes, arn)


def _profile(place: Place, known: Item) -> Iterable[Found]:
    from trueline.adapters.collectors.aws.cloud import AbsentError

    name = _wanted(known)
    found = place.index("iam", "list_instance_profiles", "InstanceProfiles", "InstanceProfileName").get(name)
    if found is None:
        raise AbsentError(name)
    roles = found.get("Roles") or []
    attributes = {
        "id": name,
        "name": name,
        "path": found.get("Path") or "/",
        "arn": found.get("Arn"),
        "role": roles[0]["RoleName"] if roles else "",
        "tags": pairs(found.get("Tags")),
    }
    yield Found("aws_iam_instance_profile", name, attributes, str(found.get("Arn", "")))


def _listed(operation: str, path: str, key: str, **arguments: Any) -> Callable[[Place], Iterable[Item]]:
    return lambda place: [
        {"id": item[key], "name": item.get(key)} for item in place.items("iam", operation, path, **arguments)
    ]


KINDS: Final[Mapping[str, Kind]] = {
    "aws_iam_group": Kind(_group, _listed("list_groups", "Groups", "GroupName"), has_regions=False),
    "aws_iam_instance_profile": Kind(
        _profile, _listed("list_instance_profiles", "InstanceProfiles", "InstanceProfileName"), has_regions=False
    ),
    "aws_iam_policy": Kind(_policy, _listed("list_policies", "Policies", "Arn", Scope="Local"), has_regions=False),
    "aws_iam_role": Kind(_role, _listed("list_roles", "Roles", "RoleName"), has_regions=False),
    "aws_iam_user": Kind(_user, _listed("list_users", "Users", "UserName"), has_regions=False),
}
