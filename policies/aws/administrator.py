"""Nobody is handed AWS's own policies for administrators; what refers to a policy made beside it is another one."""

# ruff: noqa: D401  # the first sentence of a rule says what is wrong

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from trueline import Hit, Resource, Unknown, UnknownValueError, rule
from trueline.values.partial_list import PartialList, members
from trueline.values.partial_text import PartialText

if TYPE_CHECKING:
    from collections.abc import Iterator

# Who may do everything in IAM gives themselves the rest.
ADMINISTRATOR = re.compile(r"arn:[^:]*:iam::aws:policy/(AdministratorAccess|IAMFullAccess)")

POWERS = {
    "AdministratorAccess": "allows everything in the account",
    "IAMFullAccess": "allows to change every user, role and policy, and so to have the whole account",
}


@rule(
    id="administrator-access-attached",
    severity="high",
    kinds=[
        "terraform/aws_iam_role_policy_attachment", "terraform/aws_iam_user_policy_attachment",
        "terraform/aws_iam_group_policy_attachment", "terraform/aws_iam_policy_attachment",
        "terraform/aws_ssoadmin_managed_policy_attachment", "terraform/aws_iam_role",
        "terraform/aws_iam_role_policy_attachments_exclusive", "terraform/aws_iam_user_policy_attachments_exclusive",
        "terraform/aws_iam_group_policy_attachments_exclusive", "cloudformation/AWS::IAM::Role",
        "cloudformation/AWS::IAM::User", "cloudformation/AWS::IAM::Group",
    ],
    title="Somebody is administrator of the account",
    fix="Attach a policy with the actions in use; IAM Access Analyzer makes one of what CloudTrail saw.",
    aliases=["CKV_AWS_274"],
    benchmarks=["cis-aws-1.4:1.16"],
    references=["https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess.html"],
    tags=["aws", "access"],
)  # fmt: skip
def administrator_access_attached(attachment: Resource) -> Iterator[Hit]:
    """A role, user or group is given AdministratorAccess, which allows everything, or IAMFullAccess, which gives it.

    Whoever gets hold of these credentials, by a leaked key or a hole in a program, has the whole account.
    """
    for path in ("policy_arn", "policy_arns", "managed_policy_arn", "managed_policy_arns", "ManagedPolicyArns"):
        value = attachment.get(path)
        is_list = isinstance(value, list | PartialList)
        for number, policy in enumerate(members(value)):
            name = _administrator(policy)
            if name:
                yield Hit(f"{attachment.address} {POWERS[name]} ({name})", at=f"{path}[{number}]" if is_list else path)


def _administrator(policy: object) -> str:
    """Return the name of the policy of AWS that gives the whole account, or nothing."""
    if isinstance(policy, PartialText):
        policy = policy.show("?", "?")
    if isinstance(policy, Unknown):
        if any("data." not in reference for reference in policy.references):
            return ""  # a policy that is made beside it
        raise UnknownValueError(policy)
    found = ADMINISTRATOR.fullmatch(policy) if isinstance(policy, str) else None
    return found[1] if found is not None else ""
