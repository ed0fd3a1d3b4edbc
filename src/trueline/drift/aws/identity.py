"""What tells one thing of AWS from another: other names of its type, its parent, and what it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX: Final = "aws_"

ALIASES: Final[Mapping[str, str]] = {
    "aws_alb": "aws_lb",
    "aws_alb_listener": "aws_lb_listener",
    "aws_alb_target_group": "aws_lb_target_group",
    "aws_default_network_acl": "aws_network_acl",
    "aws_default_route_table": "aws_route_table",
    "aws_default_security_group": "aws_security_group",
    "aws_default_subnet": "aws_subnet",
    "aws_default_vpc": "aws_vpc",
}
"""Types of Terraform that are another name of one."""

NATURAL: Final[Mapping[str, str]] = {
    "aws_autoscaling_group": "name",
    "aws_cloudtrail": "name",
    "aws_cloudwatch_log_group": "name",
    "aws_cloudwatch_metric_alarm": "alarm_name",
    "aws_db_instance": "identifier",
    "aws_db_subnet_group": "name",
    "aws_dynamodb_table": "name",
    "aws_ecr_repository": "name",
    "aws_ecs_cluster": "name",
    "aws_ecs_service": "name",
    "aws_efs_file_system": "creation_token",
    "aws_eks_cluster": "name",
    "aws_eks_node_group": "node_group_name",
    "aws_elasticache_cluster": "cluster_id",
    "aws_elasticache_replication_group": "replication_group_id",
    "aws_iam_group": "name",
    "aws_iam_instance_profile": "name",
    "aws_iam_policy": "name",
    "aws_iam_role": "name",
    "aws_iam_user": "name",
    "aws_kms_alias": "name",
    "aws_lambda_function": "function_name",
    "aws_launch_template": "name",
    "aws_lb": "name",
    "aws_lb_target_group": "name",
    "aws_opensearch_domain": "domain_name",
    "aws_rds_cluster": "cluster_identifier",
    "aws_rds_cluster_instance": "identifier",
    "aws_s3_bucket": "bucket",
    "aws_secretsmanager_secret": "name",
    "aws_security_group": "name",
    "aws_sns_topic": "name",
    "aws_sqs_queue": "name",
    "aws_ssm_parameter": "name",
}
"""The attribute by which one is known that was never applied: a name that a region has once (see `SCOPES`)."""

SCOPES: Final[Mapping[str, tuple[str, ...]]] = {
    "aws_ecs_service": ("cluster",),
    "aws_eks_node_group": ("cluster_name",),
    "aws_security_group": ("vpc_id",),
}
"""Attributes within which such a name is the only one."""


class Parent(NamedTuple):
    """What a part belongs to: its type, the part's attribute that names it, and the parent's attribute that is."""

    type: str
    by: str
    its: str = "id"


_BUCKET: Final = Parent("aws_s3_bucket", "bucket", "bucket")
_GROUP: Final = Parent("aws_security_group", "security_group_id")
_QUEUE: Final = Parent("aws_sqs_queue", "queue_url")
_FUNCTION: Final = Parent("aws_lambda_function", "function_name", "function_name")

PARENTS: Final[Mapping[str, Parent]] = {
    "aws_ecr_lifecycle_policy": Parent("aws_ecr_repository", "repository", "name"),
    "aws_ecr_repository_policy": Parent("aws_ecr_repository", "repository", "name"),
    "aws_efs_file_system_policy": Parent("aws_efs_file_system", "file_system_id"),
    "aws_iam_access_key": Parent("aws_iam_user", "user", "name"),
    "aws_iam_group_policy": Parent("aws_iam_group", "group", "name"),
    "aws_iam_group_policy_attachment": Parent("aws_iam_group", "group", "name"),
    "aws_iam_role_policy": Parent("aws_iam_role", "role", "name"),
    "aws_iam_role_policy_attachment": Parent("aws_iam_role", "role", "name"),
    "aws_iam_user_group_membership": Parent("aws_iam_user", "user", "name"),
    "aws_iam_user_policy": Parent("aws_iam_user", "user", "name"),
    "aws_iam_user_policy_attachment": Parent("aws_iam_user", "user", "name"),
    "aws_kms_key_policy": Parent("aws_kms_key", "key_id"),
    "aws_lambda_function_url": _FUNCTION,
    "aws_lambda_permission": _FUNCTION,
    "aws_lb_listener": Parent("aws_lb", "load_balancer_arn", "arn"),
    "aws_network_acl_rule": Parent("aws_network_acl", "network_acl_id"),
    "aws_route": Parent("aws_route_table", "route_table_id"),
    "aws_route53_record": Parent("aws_route53_zone", "zone_id"),
    "aws_route_table_association": Parent("aws_route_table", "route_table_id"),
    "aws_s3_bucket_acl": _BUCKET,
    "aws_s3_bucket_cors_configuration": _BUCKET,
    "aws_s3_bucket_lifecycle_configuration": _BUCKET,
    "aws_s3_bucket_logging": _BUCKET,
    "aws_s3_bucket_ownership_controls": _BUCKET,
    "aws_s3_bucket_policy": _BUCKET,
    "aws_s3_bucket_public_access_block": _BUCKET,
    "aws_s3_bucket_server_side_encryption_configuration": _BUCKET,
    "aws_s3_bucket_versioning": _BUCKET,
    "aws_s3_bucket_website_configuration": _BUCKET,
    "aws_secretsmanager_secret_policy": Parent("aws_secretsmanager_secret", "secret_arn", "arn"),
    "aws_secretsmanager_secret_rotation": Parent("aws_secretsmanager_secret", "secret_id", "arn"),
    "aws_security_group_rule": _GROUP,
    "aws_sns_topic_policy": Parent("aws_sns_topic", "arn", "arn"),
    "aws_sns_topic_subscription": Parent("aws_sns_topic", "topic_arn", "arn"),
    "aws_sqs_queue_policy": _QUEUE,
    "aws_sqs_queue_redrive_allow_policy": _QUEUE,
    "aws_sqs_queue_redrive_policy": _QUEUE,
    "aws_vpc_security_group_egress_rule": _GROUP,
    "aws_vpc_security_group_ingress_rule": _GROUP,
}
"""Types that are a part of another, which is read in their place with all of its parts."""


def canonical(kind: str) -> str:
    """Return the one name of a type."""
    return ALIASES.get(kind, kind)


def name_of(kind: str, attributes: Mapping[str, Any]) -> str:
    """Return what one is called, with the scope that the name holds in; empty where that is not known."""
    name = attributes.get(NATURAL.get(kind, ""))
    return name if isinstance(name, str) else ""
