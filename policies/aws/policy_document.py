"""Policy documents say who may do what: nobody may do everything, and not everybody may do something.

An ARN that is known after apply only is all the same not ``*``. An expression would have to say *unknown* there, and
most policies name the ARN of something that is made beside them.
"""

# ruff: noqa: D401  # the first sentence of a rule says what is wrong

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from trueline import Hit, Resource, Unknown, UnknownValueError, rule
from trueline.values.conditions import is_narrowed
from trueline.values.grants import first, is_for_everyone, is_one_of, spans_actions, spans_resources
from trueline.values.partial_text import PartialText
from trueline.values.statements import read_statements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

GITHUB = "token.actions.githubusercontent.com"
POD = "system:serviceaccount:"
ONE_OF = frozenset({"StringEquals", "StringLike", "StringEqualsIgnoreCase", "ForAnyValue:StringEquals"})
# `repo:OWNER/…` and plain claims are narrow; a wildcard before the first slash or colon is not
ANY_OWNER = re.compile(r"(repo:)?[^/:]*[*?]")
ONE_OWNER = re.compile(r"(?!repo:)[^/:*?]*[/:]|repo:[^/:*?]*[/:]")
# Each of these is enough to have the rest; they stand for all that IAM can do. Nothing is called `-`.
OVER_IAM = ("iam:attachuserpolicy", "iam:createpolicyversion", "iam:putrolepolicy", "iam:updateassumerolepolicy")
ANYTHING = "-:-"
ROLE = "arn:aws:iam::000000000000:role/-"
USER = "arn:aws:iam::000000000000:user/-"

# Where a resource of CloudFormation has the policy of its own
DOCUMENTS = {
    "cloudformation/AWS::S3::BucketPolicy": "PolicyDocument",
    "cloudformation/AWS::SQS::QueuePolicy": "PolicyDocument",
    "cloudformation/AWS::SNS::TopicPolicy": "PolicyDocument",
    "cloudformation/AWS::KMS::Key": "KeyPolicy",
    "cloudformation/AWS::ECR::Repository": "RepositoryPolicyText",
    "cloudformation/AWS::SecretsManager::ResourcePolicy": "ResourcePolicy",
}


def _allowed(policy: object, test: Callable[[dict[str, Any]], bool]) -> dict[str, Any] | None:
    """Return the statement that allows something and passes ``test``, or None where there is none."""
    if policy is None or (isinstance(policy, str) and not policy.strip()):
        return None

    def passes(statement: object) -> bool:
        if isinstance(statement, Unknown):
            raise UnknownValueError(statement)
        return isinstance(statement, dict) and is_one_of(statement["effect"], "Allow") and test(statement)

    found = first(read_statements(policy), passes)
    return found if isinstance(found, dict) else None


def _allowing(policy: object, test: Callable[[dict[str, Any]], bool]) -> str | None:
    """Return words for the statement that allows something and passes ``test``, or None where there is none."""
    found = _allowed(policy, test)
    return None if found is None else _named(found)


def _named(statement: dict[str, Any]) -> str:
    """Return words for a statement: what it leaves out, and which one it is."""
    names = {"not_principals": "NotPrincipal", "not_resources": "NotResource"}
    but = "".join(f", but what its {name} names" for key, name in names.items() if statement[key])
    sid = statement["sid"]
    return f"{but} (statement {sid})" if isinstance(sid, str) and sid else but


def _gives_iam(statement: dict[str, Any]) -> bool:
    """Tell whether a statement gives what is enough to have the rest, on everything."""
    given = [spans_actions(statement, action) for action in OVER_IAM]
    # what `NotAction` leaves of it is enough
    is_enough = any(given) if statement["not_actions"] else all(given)
    return is_enough and spans_resources(statement, ROLE, USER)


def _is_whole(statement: dict[str, Any]) -> bool:
    return _gives_iam(statement) and not is_narrowed(statement)


def _within(path: str, policy: object, test: Callable[[dict[str, Any]], bool]) -> str:
    """Return the path of the statement that passes ``test`` in a policy that is no text, or ``path`` itself."""
    statements = policy.get("Statement") if isinstance(policy, dict) else None
    for number, statement in enumerate(statements if isinstance(statements, list) else []):
        try:
            if _allowed({"Statement": [statement]}, test) is not None:
                return f"{path}.Statement[{number}]"
        except UnknownValueError:
            continue
    return path


def _properties(holder: Resource) -> Iterator[tuple[str, object]]:
    """Yield the policies of a resource of CloudFormation; those of SAM's functions may also be names."""
    if holder.get("PolicyDocument") is not None:
        yield "PolicyDocument", holder.get("PolicyDocument")
    policies = holder.get("Policies", [])
    if isinstance(policies, Unknown):
        yield "Policies", policies
    for number, policy in enumerate(policies if isinstance(policies, list) else []):
        path = f"Policies[{number}]"
        if isinstance(policy, dict) and "Statement" in policy:
            yield path, policy
        elif holder.get(f"{path}.PolicyDocument") is not None:
            yield f"{path}.PolicyDocument", holder.get(f"{path}.PolicyDocument")


def _permissions(holder: Resource) -> Iterator[tuple[str, object]]:
    if holder.kind.startswith("cloudformation/"):
        yield from _properties(holder)
        return
    for attribute in ("policy", "inline_policy"):
        value = holder.get(attribute)
        if isinstance(value, list):
            for number in range(len(value)):
                path = f"{attribute}[{number}].policy"
                yield path, holder.get(path)
        elif value is not None:
            yield attribute, value


@rule(
    id="iam-policy-allows-everything",
    severity="high",
    kinds=[
        "terraform/aws_iam_policy", "terraform/aws_iam_role_policy", "terraform/aws_iam_user_policy",
        "terraform/aws_iam_group_policy", "terraform/aws_iam_role",
        "terraform/aws_ssoadmin_permission_set_inline_policy", "cloudformation/AWS::IAM::Policy",
        "cloudformation/AWS::IAM::ManagedPolicy", "cloudformation/AWS::IAM::RolePolicy",
        "cloudformation/AWS::IAM::UserPolicy", "cloudformation/AWS::IAM::GroupPolicy", "cloudformation/AWS::IAM::Role",
        "cloudformation/AWS::IAM::User", "cloudformation/AWS::IAM::Group", "cloudformation/AWS::Serverless::Function",
    ],
    title="A policy gives away the whole account",
    fix="List the actions and resources in use; IAM Access Analyzer makes a policy of what CloudTrail saw.",
    aliases=["CKV_AWS_1", "CKV_AWS_62", "CKV_AWS_63", "CKV2_AWS_40", "575a2155", "2f37c4a3", "b1ffa705"],
    benchmarks=["cis-aws-1.4:1.16"],
    references=["https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-policy-generation.html"],
    tags=["aws", "access"],
)  # fmt: skip
def allows_everything(holder: Resource) -> Iterator[Hit]:
    """A policy allows every action, or every action of IAM, on every resource.

    Whoever gets hold of these credentials, by a leaked key or a hole in a program, has the whole account: who may do
    everything in IAM gives themselves the rest. `NotAction` allows all that it does not name.
    """
    for path, policy in _permissions(holder):
        found = _allowed(policy, _is_whole)
        if found is not None:
            yield Hit(
                f"whoever has {holder.address} {_power(found)}{_named(found)}", at=_within(path, policy, _is_whole)
            )


def _power(statement: dict[str, Any]) -> str:
    if statement["not_actions"]:
        but = _listing(statement["not_actions"])
        return f"may do everything in the account but {but}, and give themselves that as well"
    if spans_actions(statement, ANYTHING):
        return "may do everything in the account"
    return "may change every user, role and policy (iam:* on *), and so give themselves the whole account"


def _listing(actions: object) -> str:
    names = [str(one) for one in actions if not isinstance(one, Unknown)] if isinstance(actions, list) else []
    more = "" if len(names) < 4 else f" and {len(names) - 3} more"
    return ", ".join(names[:3]) + more if names else "what it names"


@rule(
    id="iam-policy-allows-all-but",
    severity="medium",
    kinds=[
        "terraform/aws_iam_policy", "terraform/aws_iam_role_policy", "terraform/aws_iam_user_policy",
        "terraform/aws_iam_group_policy", "terraform/aws_iam_role",
        "terraform/aws_ssoadmin_permission_set_inline_policy", "cloudformation/AWS::IAM::Policy",
        "cloudformation/AWS::IAM::ManagedPolicy", "cloudformation/AWS::IAM::RolePolicy",
        "cloudformation/AWS::IAM::UserPolicy", "cloudformation/AWS::IAM::GroupPolicy", "cloudformation/AWS::IAM::Role",
        "cloudformation/AWS::IAM::User", "cloudformation/AWS::IAM::Group", "cloudformation/AWS::Serverless::Function",
    ],
    title="A policy allows every action that it does not name",
    fix="List what is allowed in `Action`. To keep somebody from an action, deny it: `NotAction` does not.",
    references=["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html"],
    tags=["aws", "access"],
)  # fmt: skip
def allows_all_but(holder: Resource) -> Iterator[Hit]:
    """A policy allows everything but what stands in `NotAction`, on every resource.

    That is nearly what an administrator has: all data and all machines. It grows with every service that AWS adds, and
    what it names is not denied where another policy allows it.
    """
    for path, policy in _permissions(holder):
        # of a policy that is not known at all the rule above says so, and once is enough
        found = None if type(policy) is Unknown else _allowed(policy, _is_all_but)
        if found is not None:
            but = _listing(found["not_actions"])
            yield Hit(
                f"whoever has {holder.address} may do everything in the account but {but}{_named(found)}",
                at=_within(path, policy, _is_all_but),
            )


def _is_all_but(statement: dict[str, Any]) -> bool:
    return (
        bool(statement["not_actions"])
        and not _may_give_iam(statement)
        and spans_actions(statement, ANYTHING)
        and spans_resources(statement, ROLE, "arn:aws:s3:::-")
        and not is_narrowed(statement)
    )


@rule(
    id="iam-policy-passes-any-role",
    severity="medium",
    kinds=[
        "terraform/aws_iam_policy", "terraform/aws_iam_role_policy", "terraform/aws_iam_user_policy",
        "terraform/aws_iam_group_policy", "terraform/aws_iam_role",
        "terraform/aws_ssoadmin_permission_set_inline_policy", "cloudformation/AWS::IAM::Policy",
        "cloudformation/AWS::IAM::ManagedPolicy", "cloudformation/AWS::IAM::RolePolicy",
        "cloudformation/AWS::IAM::UserPolicy", "cloudformation/AWS::IAM::GroupPolicy", "cloudformation/AWS::IAM::Role",
        "cloudformation/AWS::IAM::User", "cloudformation/AWS::IAM::Group", "cloudformation/AWS::Serverless::Function",
    ],
    title="A policy lets its owner become any role",
    fix="Name the roles in `Resource`, and the service in a condition on `iam:PassedToService`.",
    aliases=["CKV_AWS_286", "CKV_AWS_110", "AWS-0342", "AVD-AWS-0342", "e39bee8c"],
    references=["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html"],
    tags=["aws", "access"],
)  # fmt: skip
def passes_any_role(holder: Resource) -> Iterator[Hit]:
    """A policy lets its owner pass any role to a service.

    Who may pass a role may start a machine with it, and then has what the role has. With every role that is everything.
    """
    for path, policy in _permissions(holder):
        which = _allowing(policy, _passes_any)
        if which is not None:
            yield Hit(
                f"whoever has {holder.address} can pass any role of the account to a service{which}",
                at=_within(path, policy, _passes_any),
            )


def _passes_any(statement: dict[str, Any]) -> bool:
    """Tell whether a statement passes all roles; who may do everything in IAM has a rule of their own."""
    return (
        spans_actions(statement, "iam:passrole")
        and not is_narrowed(statement)
        and not _may_give_iam(statement)
        and spans_resources(statement, ROLE)
    )


def _may_give_iam(statement: dict[str, Any]) -> bool:
    try:
        return _gives_iam(statement)
    except UnknownValueError:
        return True


@rule(
    id="iam-role-open-to-anyone",
    severity="critical",
    kinds=["terraform/aws_iam_role", "cloudformation/AWS::IAM::Role"],
    title="Every AWS account may take on a role",
    fix="Name the account or the role in `Principal`; ask for an `sts:ExternalId` where it belongs to somebody else.",
    aliases=["CKV_AWS_60", "CKV_AWS_61", "12b7e704", "bcdcbdc6"],
    references=["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"],
    tags=["aws", "access"],
)
def role_open_to_anyone(role: Resource) -> Iterator[Hit]:
    """A role trusts every AWS account there is.

    Nothing but the role's name, which is no secret, stands between a stranger and what the role may do.
    """
    path = _trust(role)
    which = _allowing(role.get(path), _is_open)
    if which is not None:
        place = _within(path, role.get(path), _is_open)
        yield Hit(f"everyone who has any AWS account can take on {role.address}{which}", at=place)


def _trust(role: Resource) -> str:
    return "AssumeRolePolicyDocument" if role.kind.startswith("cloudformation/") else "assume_role_policy"


@rule(
    id="iam-role-open-to-github",
    severity="high",
    kinds=["terraform/aws_iam_role", "cloudformation/AWS::IAM::Role"],
    title="Workflows of any repository on GitHub may take on a role",
    fix="Add a condition that `token.actions.githubusercontent.com:sub` is like `repo:OWNER/REPOSITORY:*`.",
    aliases=["CKV_AWS_358"],
    references=["https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws"],
    tags=["aws", "access", "github"],
)
def role_open_to_github(role: Resource) -> Iterator[Hit]:
    """A role trusts GitHub's tokens, whoever's workflow they were made for.

    GitHub signs the tokens of all its users alike. Only a condition on the token's subject says whose workflow it was.
    """
    path = _trust(role)
    which = _allowing(role.get(path), _is_open_to_github)
    if which is not None:
        place = _within(path, role.get(path), _is_open_to_github)
        yield Hit(f"a workflow of any repository on GitHub can take on {role.address}{which}", at=place)


def _is_open_to_github(statement: dict[str, Any]) -> bool:
    return _trusts_github(statement) and not _names_a_repository(statement)


def _trusts_github(statement: dict[str, Any]) -> bool:
    # the provider's ARN is often known after apply only; the condition on its audience says as much
    principals = statement["principals"]
    providers = principals.get("Federated", principals.get("*", [])) if isinstance(principals, dict) else principals
    names = providers if isinstance(providers, list) else [providers]
    if any(map(_mentions_github, names)):
        return True
    is_open = any(isinstance(name, Unknown) or name == "*" for name in names)
    return is_open and not _is_for_pods(statement["conditions"]) and bool(_claims(statement))


def _is_for_pods(conditions: object) -> bool:
    """Tell whether a condition asks for the subject of a pod, which no token of GitHub has."""
    for one in conditions if isinstance(conditions, list) else []:
        values = one["values"] if isinstance(one, dict) else None
        operator = one["operator"] if isinstance(one, dict) else None
        if isinstance(operator, str) and operator in ONE_OF and isinstance(values, list) and _are_pods(values):
            return True
    return False


def _are_pods(subjects: list[object]) -> bool:
    return bool(subjects) and all(map(_is_pod, subjects))


def _is_pod(subject: object) -> bool:
    start = subject.prefix if isinstance(subject, PartialText) else subject
    return isinstance(start, str) and start.startswith(POD)


def _mentions_github(name: object) -> bool:
    texts = name.texts if isinstance(name, PartialText) else [name]
    return any(GITHUB in text for text in texts if isinstance(text, str))


def _names_a_repository(statement: dict[str, Any]) -> bool:
    return any(
        not _lower(claim["key"]).endswith(":aud")
        and "String" in claim["operator"]
        and "Not" not in claim["operator"]
        and first(claim["values"], _means_any_owner) is None
        for claim in _claims(statement)
    )


def _claims(statement: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the conditions on GitHub's claims; where one that is not known may be the only one, raise."""
    conditions = statement["conditions"]
    found: list[dict[str, Any]] = []
    doubt: UnknownValueError | None = None
    for condition in conditions if isinstance(conditions, list) else [conditions]:
        key: Any = condition["key"] if isinstance(condition, dict) else condition
        try:
            if not _is_of_cluster(key) and _lower(key).startswith(f"{GITHUB}:"):
                found.append(condition)
        except UnknownValueError as unknown:
            doubt = unknown
    if doubt is not None and not found:
        raise doubt
    return found


def _lower(value: Any) -> Any:  # a text, or what is known of one
    return value.lower() if isinstance(value, str) else value  # IAM reads keys in any case


def _is_of_cluster(key: object) -> bool:
    """Tell whether a claim is named after a cluster's own issuer, which is not GitHub."""
    return isinstance(key, Unknown) and any("aws_eks_cluster." in reference for reference in key.references)


def _means_any_owner(claim: object) -> bool:
    known = claim.prefix if isinstance(claim, PartialText) else claim
    if isinstance(known, Unknown):
        raise UnknownValueError(known)
    if ANY_OWNER.match(str(known)):
        return True
    if isinstance(claim, PartialText) and not ONE_OWNER.match(str(known)):
        raise UnknownValueError(claim)
    return False


@rule(
    id="resource-policy-open-to-anyone",
    severity="high",
    kinds=[
        "terraform/aws_s3_bucket", "terraform/aws_s3_bucket_policy", "terraform/aws_sqs_queue",
        "terraform/aws_sqs_queue_policy", "terraform/aws_sns_topic", "terraform/aws_sns_topic_policy",
        "terraform/aws_kms_key", "terraform/aws_kms_key_policy", "terraform/aws_ecr_repository_policy",
        "terraform/aws_secretsmanager_secret_policy", "cloudformation/AWS::S3::BucketPolicy",
        "cloudformation/AWS::SQS::QueuePolicy", "cloudformation/AWS::SNS::TopicPolicy", "cloudformation/AWS::KMS::Key",
        "cloudformation/AWS::ECR::Repository", "cloudformation/AWS::SecretsManager::ResourcePolicy",
    ],
    title="A resource's own policy lets everyone in",
    fix="Name the accounts or roles in `Principal`, or your organisation in a condition on `aws:PrincipalOrgID`.",
    aliases=[
        "CKV_AWS_70", "CKV_AWS_168", "CKV_AWS_169", "CKV_AWS_33", "CKV_AWS_32", "AWS-0346", "AVD-AWS-0346", "AWS-0097",
        "AVD-AWS-0097", "AWS-0032", "AVD-AWS-0032", "7af43613", "a4966c4f", "abb06e5f", "b26d2b7e", "7ebc9038",
        "e86e26fc",
    ],
    references=["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"],
    tags=["aws", "access"],
)  # fmt: skip
def resource_open_to_anyone(resource: Resource) -> Iterator[Hit]:
    """A bucket, queue, topic, key or registry lets everyone in by a policy of its own.

    Such a policy holds for every AWS account there is, and for a bucket or queue also for those who have none.
    """
    path = DOCUMENTS.get(resource.kind, "policy")
    policy = resource.get(path)
    # In a plan this is what nobody wrote and AWS fills in: its own policy, which lets nobody in.
    if type(policy) is Unknown and policy.reasons == (f"{resource.address}.policy ← known after apply",):
        return
    which = _allowing(policy, _is_open)
    if which is not None:
        yield Hit(
            f"{resource.address} lets in everyone who has an AWS account, and often anyone else{which}",
            at=_within(path, policy, _is_open),
        )


def _is_open(statement: dict[str, Any]) -> bool:
    return is_for_everyone(statement) and not is_narrowed(statement)
