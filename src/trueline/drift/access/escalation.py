"""What lets its holder have more than it says in an account of AWS.

Source: AWS Security Blog and IAM documentation on privilege escalation by permissions on IAM, STS and compute.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.drift.access.shapes import Except, Term, covers, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from trueline.drift.access.grants import Grant

ACTIONS: Final = (
    "iam:AddUserToGroup", "iam:AttachGroupPolicy", "iam:AttachRolePolicy", "iam:AttachUserPolicy",
    "iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:CreatePolicyVersion", "iam:CreateServiceSpecificCredential",
    "iam:DeleteRolePermissionsBoundary", "iam:DeleteUserPermissionsBoundary", "iam:PassRole", "iam:PutGroupPolicy",
    "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy", "iam:PutUserPermissionsBoundary", "iam:PutUserPolicy",
    "iam:SetDefaultPolicyVersion", "iam:UpdateAssumeRolePolicy", "iam:UpdateLoginProfile",
    "lambda:UpdateFunctionCode", "lambda:UpdateFunctionConfiguration", "ssm:SendCommand", "ssm:StartSession",
    "sts:AssumeRole",
)  # fmt: skip
POLICIES: Final = frozenset({"AdministratorAccess", "IAMFullAccess", "PowerUserAccess", "SystemAdministrator"})
"""Names of AWS's own policies of which each lets its holder have more, or nearly all."""

_WHOLE: Final = frozenset({"iam:*", "sts:*", "*"})
_OF_ALL: Final = frozenset({"sts:assumerole"})
_LOWER: Final = {action.lower(): action for action in ACTIONS}


def escalations(grants: Iterable[Grant]) -> list[str]:
    """Return which actions of some grants let their holder have more; ``*`` and ``iam:*`` stand for all of theirs."""
    return list(dict.fromkeys(word for grant in grants if grant.effect == "Allow" for word in _words(grant)))


def _words(grant: Grant) -> Iterator[str]:
    if grant.who:  # who may become a role is told by its trust
        return
    if isinstance(grant.action, str) and grant.action in _WHOLE:
        yield grant.action
        return
    for action, spelled in _LOWER.items():
        if covers(grant.action, action) and (action not in _OF_ALL or _is_wide(grant.resource)):
            yield spelled


def _is_wide(resource: Term) -> bool:
    return isinstance(resource, Except) or shown(resource).endswith("*")
