"""What ``aws iam get-account-authorization-details`` tells: who there is, and what they hold.

Source: AWS IAM API reference, ``GetAccountAuthorizationDetails``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.drift.access.arns import Account, live_shape
from trueline.drift.access.grants import NoPolicyError, Statement, TooManyError, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from trueline.model.location import Path

_LISTS: Final = {
    "user": ("UserDetailList", "UserName", "UserPolicyList"),
    "group": ("GroupDetailList", "GroupName", "GroupPolicyList"),
    "role": ("RoleDetailList", "RoleName", "RolePolicyList"),
}
_OWN_PATHS: Final = ("/aws-service-role/", "/aws-reserved/")
_OWN_NAMES: Final = frozenset({"AWSServiceRoleForSSO", "OrganizationAccountAccessRole"})


class Policy(NamedTuple):
    """A policy that is there: its name, its statements (None where they cannot be read), why not, and where it is."""

    name: str
    statements: list[Statement] | None
    problem: str
    path: Path


class Link(NamedTuple):
    """A managed policy that is attached, by name and ARN."""

    name: str
    arn: str
    path: Path


class Principal(NamedTuple):
    """A user, group or role that is there."""

    kind: str
    name: str
    arn: str
    path: Path
    inline: tuple[Policy, ...] = ()
    trust: Policy | None = None
    attached: tuple[Link, ...] = ()
    boundary: str = ""
    groups: tuple[str, ...] = ()
    tags: Mapping[str, str] = {}
    folder: str = "/"

    @property
    def is_own(self) -> bool:
        """Tell whether AWS itself made it: under paths where nobody else can make any."""
        return self.folder.startswith(_OWN_PATHS) or (self.kind == "role" and self.name in _OWN_NAMES)


class Bad(NamedTuple):
    """Something in a snapshot that cannot be read, and where."""

    message: str
    path: Path


class Details:
    """All of one snapshot."""

    def __init__(self, root: object) -> None:
        value = root if isinstance(root, dict) else {}
        self.bad: list[Bad] = []
        self.is_cut = value.get("IsTruncated") is True or bool(value.get("Marker") or value.get("NextToken"))
        self.principals = {one.arn or f"{one.kind}/{one.name}": one for one in self._principals(value)}
        self.policies = dict(self._policies(value))
        self.account = self._account()

    def named(self) -> dict[tuple[str, str], Principal]:
        """Return the principals by kind and name."""
        return {(one.kind, one.name): one for one in self.principals.values()}

    def _account(self) -> Account:
        arns = (arn.split(":") for arn in (*self.principals, *self.policies))
        found = next((parts for parts in arns if len(parts) > 5 and len(parts[4]) == 12 and parts[4].isdigit()), None)
        return Account(found[4], found[1]) if found is not None else Account()

    def _principals(self, root: Mapping[str, object]) -> Iterator[Principal]:
        for kind, (key, named, inline) in _LISTS.items():
            for path, value in self._maps(root.get(key), (key,)):
                name = value.get(named)
                if not isinstance(name, str) or not name:
                    self.bad.append(Bad(f"an entry of {key} has a {named}", path))
                    continue
                boundary = value.get("PermissionsBoundary")
                trust = value.get("AssumeRolePolicyDocument")
                groups = value.get("GroupList")
                yield Principal(
                    kind, name, _text(value.get("Arn")), path,
                    tuple(self._inline(value.get(inline), (*path, inline))),
                    self._policy("", trust, (*path, "AssumeRolePolicyDocument")) if kind == "role" else None,
                    tuple(self._links(value.get("AttachedManagedPolicies"), (*path, "AttachedManagedPolicies"))),
                    _text(boundary.get("PermissionsBoundaryArn")) if isinstance(boundary, dict) else "",
                    tuple(one for one in groups if isinstance(one, str)) if isinstance(groups, list) else (),
                    _tags(value.get("Tags")), _text(value.get("Path")) or "/",
                )  # fmt: skip

    def _policies(self, root: Mapping[str, object]) -> Iterator[tuple[str, Policy]]:
        for path, value in self._maps(root.get("Policies"), ("Policies",)):
            arn = _text(value.get("Arn"))
            name = _text(value.get("PolicyName")) or arn.rpartition("/")[2]
            versions = list(self._maps(value.get("PolicyVersionList"), (*path, "PolicyVersionList")))
            wanted = value.get("DefaultVersionId")
            for there, version in versions:
                if version.get("IsDefaultVersion") is True or (wanted and version.get("VersionId") == wanted):
                    yield arn, self._policy(name, version.get("Document"), (*there, "Document"))
                    break
            else:
                yield arn, Policy(name, None, "the snapshot has no default version of it", path)

    def _inline(self, value: object, path: Path) -> Iterator[Policy]:
        for there, one in self._maps(value, path):
            yield self._policy(_text(one.get("PolicyName")), one.get("PolicyDocument"), (*there, "PolicyDocument"))

    def _links(self, value: object, path: Path) -> Iterator[Link]:
        for there, one in self._maps(value, path):
            arn = _text(one.get("PolicyArn"))
            yield Link(_text(one.get("PolicyName")) or arn.rpartition("/")[2], arn, there)

    def _policy(self, name: str, value: object, path: Path) -> Policy:
        try:
            statements = read(value, live_shape)
        except (NoPolicyError, TooManyError) as error:
            self.bad.append(Bad(f"this policy cannot be read: {error}", path))
            return Policy(name, None, str(error), path)
        return Policy(name, statements, "", path)

    def _maps(self, value: object, path: Path) -> Iterator[tuple[Path, Mapping[str, object]]]:
        if value is None:
            return
        if not isinstance(value, list):
            self.bad.append(Bad(f"{path[-1]} is no list", path))
            return
        for number, one in enumerate(value):
            if isinstance(one, dict):
                yield (*path, number), one
            else:
                self.bad.append(Bad(f"an entry of {path[-1]} is no map", (*path, number)))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _tags(value: object) -> dict[str, str]:
    listed = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    return {_text(one.get("Key")): _text(one.get("Value")) for one in listed}
