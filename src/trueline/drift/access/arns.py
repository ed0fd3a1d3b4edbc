"""What can be told of the holes in declared policies: whose name or ARN they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from trueline.drift.access.shapes import ANY, NAME, SOFT, plain
from trueline.values.partial_text import PartialText
from trueline.values.unknown import Unknown, find, is_unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trueline.model.resource import Resource

_ATTRIBUTE: Final = re.compile(r"(.*?)(?:\.([A-Za-z_]+))?")
_LATER: Final = ("known after apply", "read at apply", "known after deployment", "known at deployment")
_ARN: Final = {  # `{}` is the attribute that is named, `~` what AWS appends; the region never decides
    "aws_s3_bucket": ("arn:{p}:s3:::{}", "bucket"),
    "aws_dynamodb_table": ("arn:{p}:dynamodb:{r}:{a}:table/{}", "name"),
    "aws_sqs_queue": ("arn:{p}:sqs:{r}:{a}:{}", "name"),
    "aws_sns_topic": ("arn:{p}:sns:{r}:{a}:{}", "name"),
    "aws_lambda_function": ("arn:{p}:lambda:{r}:{a}:function:{}", "function_name"),
    "aws_iam_role": ("arn:{p}:iam::{a}:role{path}{}", "name"),
    "aws_iam_user": ("arn:{p}:iam::{a}:user{path}{}", "name"),
    "aws_iam_policy": ("arn:{p}:iam::{a}:policy{path}{}", "name"),
    "aws_kms_key": ("arn:{p}:kms:{r}:{a}:key/~", ""),
    "aws_ecr_repository": ("arn:{p}:ecr:{r}:{a}:repository/{}", "name"),
    "aws_kinesis_stream": ("arn:{p}:kinesis:{r}:{a}:stream/{}", "name"),
    "aws_secretsmanager_secret": ("arn:{p}:secretsmanager:{r}:{a}:secret:{}-~", "name"),
    "aws_ssm_parameter": ("arn:{p}:ssm:{r}:{a}:parameter{}", "name"),
    "aws_cloudwatch_log_group": ("arn:{p}:logs:{r}:{a}:log-group:{}", "name"),
    "aws_sfn_state_machine": ("arn:{p}:states:{r}:{a}:stateMachine:{}", "name"),
    "AWS::S3::Bucket": ("arn:{p}:s3:::{}", "BucketName"),
    "AWS::DynamoDB::Table": ("arn:{p}:dynamodb:{r}:{a}:table/{}", "TableName"),
    "AWS::SQS::Queue": ("arn:{p}:sqs:{r}:{a}:{}", "QueueName"),
    "AWS::SNS::Topic": ("arn:{p}:sns:{r}:{a}:{}", "TopicName"),
    "AWS::Lambda::Function": ("arn:{p}:lambda:{r}:{a}:function:{}", "FunctionName"),
    "AWS::IAM::Role": ("arn:{p}:iam::{a}:role{path}{}", "RoleName"),
    "AWS::IAM::User": ("arn:{p}:iam::{a}:user{path}{}", "UserName"),
    "AWS::KMS::Key": ("arn:{p}:kms:{r}:{a}:key/~", ""),
}
_ARNS: Final = ("arn", "Arn")
_CALLED: Final = frozenset((
    "aws_dynamodb_table", "aws_iam_role", "aws_iam_user", "aws_lambda_function", "aws_s3_bucket",
    "AWS::DynamoDB::Table", "AWS::IAM::Role", "AWS::IAM::User", "AWS::Lambda::Function", "AWS::S3::Bucket",
))  # fmt: skip
"""Types whose id (what `Ref` gives) is the name."""


class Account(NamedTuple):
    """The account that a snapshot is of; empty where it does not say."""

    number: str = ""
    partition: str = "aws"


class Shaper:
    """Makes patterns of the values of one unit: ``resources`` are those that it declares, by address."""

    def __init__(self, resources: Mapping[str, Resource], account: Account) -> None:
        self._resources = resources
        self._account = account

    def __call__(self, value: object) -> str:
        """Return the pattern that a value is, with holes where it is not known."""
        if isinstance(value, PartialText):
            return "".join(str(one) if isinstance(one, str) else self._hole(one) for one in value.pieces)
        if isinstance(value, Unknown):
            return self._hole(value)
        if isinstance(value, bool):
            return str(value).lower()
        return "" if value is None else str(value)

    def resource(self, address: str) -> Resource | None:
        """Return what the unit declares under an address."""
        return self._resources.get(address)

    def _hole(self, value: Unknown) -> str:
        parts = value.reasons[0].split(" ← ") if len(value.reasons) == 1 else []
        match = _ATTRIBUTE.fullmatch(parts[-2]) if len(parts) > 1 and parts[-1] in _LATER else None
        if match is None:
            return NAME if value.references else ANY
        address, attribute = match[1], match[2] or ""
        known = self._of_account(address, attribute)
        if known is not None:
            return known
        resource = self._resources.get(address)
        if resource is None:
            return NAME
        return self._arn(resource) if attribute in _ARNS else self._name(resource, attribute)

    def _name(self, resource: Resource, attribute: str) -> str:
        kind = resource.kind.partition("/")[2]
        name = find(resource.value, (_ARN[kind][1],)) if kind in _CALLED and attribute in ("", "id") else None
        return name if isinstance(name, str) else NAME

    def _of_account(self, address: str, attribute: str) -> str | None:
        if address.endswith(("AWS::AccountId", "AWS::Partition", "AWS::Region")):
            address, attribute = "", address.rpartition("::")[2]
        elif not re.search(r"data\.aws_(caller_identity|partition|region)\.", address):
            return None
        values = {
            "account_id": self._account.number or NAME, "AccountId": self._account.number or NAME,
            "partition": self._account.partition, "Partition": self._account.partition,
            "name": SOFT, "region": SOFT, "id": SOFT, "Region": SOFT,
        }  # fmt: skip
        if "caller_identity" in address and attribute == "id":
            return self._account.number or NAME
        return values.get(attribute, NAME)

    def _arn(self, resource: Resource) -> str:
        kind = resource.kind.partition("/")[2].removeprefix("data.")
        template, attribute = _ARN.get(kind, ("", ""))
        if not template:
            return NAME
        name = find(resource.value, (attribute,)) if attribute else ""
        path = next((found for key in ("path", "Path") if (found := find(resource.value, (key,))) is not None), "/")
        known = name if isinstance(name, str) else NAME
        return template.replace("~", NAME).format(
            known, p=self._account.partition, r=SOFT, a=self._account.number or NAME,
            path=NAME if is_unknown(path) else path,
        )  # fmt: skip


def live_shape(value: object) -> str:
    """Return the pattern that a value of a snapshot is."""
    return plain(str(value).lower() if isinstance(value, bool) else "" if value is None else str(value))
