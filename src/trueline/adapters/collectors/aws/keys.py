"""KMS keys and aliases, secrets and parameters: all about them but what is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.adapters.collectors.aws.cloud import AbsentError
from trueline.adapters.collectors.aws.mapping import Found, Kind, Row, kinds_of, pairs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trueline.adapters.collectors.aws.cloud import Place
    from trueline.adapters.collectors.aws.mapping import Item


def _key(place: Place, known: Item) -> Iterable[Found]:
    wanted = str(known.get("key_id") or known.get("id") or "")
    key = place.ask("kms", "describe_key", KeyId=wanted)["KeyMetadata"]
    name = key["KeyId"]
    if key.get("KeyState") in ("PendingDeletion", "PendingReplicaDeletion"):
        raise AbsentError(name)
    by_aws = key.get("KeyManager") == "AWS"
    rotation = {} if by_aws else place.maybe("kms", "get_key_rotation_status", KeyId=name)
    attributes = {
        "id": name,
        "key_id": name,
        "arn": key.get("Arn"),
        "description": key.get("Description") or "",
        "key_usage": key.get("KeyUsage"),
        "customer_master_key_spec": key.get("KeySpec") or key.get("CustomerMasterKeySpec"),
        "is_enabled": bool(key.get("Enabled")),
        "multi_region": bool(key.get("MultiRegion")),
        "enable_key_rotation": bool(rotation.get("KeyRotationEnabled")),
        "tags": pairs(
            place.maybe("kms", "list_resource_tags", KeyId=name).get("Tags") if not by_aws else [], "TagKey", "TagValue"
        ),
    }
    yield Found("aws_kms_key", name, attributes, str(key.get("Arn", "")), "AWS itself" if by_aws else "")
    if by_aws:
        return
    policy = place.maybe("kms", "get_key_policy", KeyId=name, PolicyName="default").get("Policy")
    if policy:
        yield Found("aws_kms_key_policy", name, {"id": name, "key_id": name, "policy": policy})


def _secret_name(known: Item) -> str:
    return str(known.get("arn") or known.get("id") or known.get("name") or "")


def _secret(place: Place, known: Item) -> Iterable[Found]:
    secret = place.ask("secretsmanager", "describe_secret", SecretId=_secret_name(known))
    if secret.get("DeletedDate"):
        raise AbsentError(str(known.get("id")))
    arn = secret["ARN"]
    attributes = {
        "id": arn,
        "arn": arn,
        "name": secret.get("Name"),
        "description": secret.get("Description") or "",
        "kms_key_id": secret.get("KmsKeyId") or "",
        "tags": pairs(secret.get("Tags")),
    }
    owner = str(secret.get("OwningService") or "")
    yield Found("aws_secretsmanager_secret", arn, attributes, arn, owner)
    if secret.get("RotationEnabled"):
        days = (secret.get("RotationRules") or {}).get("AutomaticallyAfterDays")
        rotation = {
            "id": arn,
            "secret_id": arn,
            "rotation_lambda_arn": secret.get("RotationLambdaARN") or "",
            "rotation_rules": [{"automatically_after_days": days}] if days else [],
        }
        yield Found("aws_secretsmanager_secret_rotation", arn, rotation)
    policy = place.maybe("secretsmanager", "get_resource_policy", SecretId=arn).get("ResourcePolicy")
    if policy:
        yield Found("aws_secretsmanager_secret_policy", arn, {"id": arn, "secret_arn": arn, "policy": policy})


def _parameter_tags(place: Place, item: Item) -> Item:
    name = item["Name"]
    answer = place.maybe("ssm", "list_tags_for_resource", ResourceType="Parameter", ResourceId=name)
    return {"arn": place.arn("ssm", f"parameter/{name.removeprefix('/')}"), "tags": pairs(answer.get("TagList"))}


KINDS: Final[Mapping[str, Kind]] = {
    "aws_kms_key": Kind(
        _key, lambda place: [{"id": one["KeyId"]} for one in place.items("kms", "list_keys", "Keys")]
    ),
    "aws_secretsmanager_secret": Kind(
        _secret,
        lambda place: [
            {"id": one["ARN"], "arn": one["ARN"]}
            for one in place.items("secretsmanager", "list_secrets", "SecretList")
        ],
    ),
    **kinds_of(
        Row(
            "aws_kms_alias", "kms", "list_aliases", "Aliases", "AliasName",
            {"name": "AliasName", "arn": "AliasArn", "target_key_id": lambda item: item.get("TargetKeyId") or ""},
            wanted="name",
            kept=lambda item: "AWS itself" if item["AliasName"].startswith("alias/aws/") else "",
        ),
        Row(
            "aws_ssm_parameter", "ssm", "describe_parameters", "Parameters", "Name",
            {
                "name": "Name",
                "type": "Type",
                "tier": lambda item: item.get("Tier") or "Standard",
                "key_id": lambda item: item.get("KeyId") or "",
                "description": lambda item: item.get("Description") or "",
            },
            wanted="name",
            more=_parameter_tags,
        ),
    ),
}  # fmt: skip
