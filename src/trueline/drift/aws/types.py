"""What of each type is compared, and what is left to others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

READ: Final = frozenset({
    "aws_autoscaling_group", "aws_cloudfront_distribution", "aws_cloudtrail", "aws_cloudwatch_log_group",
    "aws_cloudwatch_metric_alarm", "aws_db_instance", "aws_db_subnet_group", "aws_dynamodb_table",
    "aws_ebs_volume", "aws_ecr_repository", "aws_ecs_cluster", "aws_ecs_service", "aws_ecs_task_definition",
    "aws_efs_file_system", "aws_eip", "aws_eks_cluster", "aws_eks_node_group", "aws_elasticache_cluster",
    "aws_elasticache_replication_group", "aws_iam_group", "aws_iam_instance_profile", "aws_iam_policy",
    "aws_iam_role", "aws_iam_user", "aws_instance", "aws_internet_gateway", "aws_kms_alias", "aws_kms_key",
    "aws_lambda_function", "aws_launch_template", "aws_lb", "aws_lb_target_group", "aws_nat_gateway",
    "aws_network_acl", "aws_opensearch_domain", "aws_rds_cluster", "aws_rds_cluster_instance",
    "aws_route53_zone", "aws_route_table", "aws_s3_bucket", "aws_secretsmanager_secret", "aws_security_group",
    "aws_sns_topic", "aws_sqs_queue", "aws_ssm_parameter", "aws_subnet", "aws_vpc",
})  # fmt: skip
"""Types that a snapshot tells of, each with its parts."""

NEVER: Final = frozenset({"id", "arn", "tags", "tags_all", "url", "associations", "environment_names", "region"})
"""Attributes that are not compared as the others are, or tell who one is."""

SETTLED: Final[Mapping[str, frozenset[str]]] = {
    kind: frozenset(names.split())
    for kind, names in {
        "aws_autoscaling_group": "desired_capacity health_check_grace_period tag launch_template",
        "aws_cloudwatch_metric_alarm": "dimensions",
        "aws_db_instance": "engine_version iops storage_type ca_cert_identifier allocated_storage parameter_group_name "
        "cluster_identifier kms_key_id db_name",
        "aws_dynamodb_table": "read_capacity write_capacity stream_view_type",
        "aws_ebs_volume": "iops throughput kms_key_id",
        "aws_ecs_cluster": "setting",
        "aws_ecs_service": "desired_count platform_version launch_type",
        "aws_ecs_task_definition": "revision container_definitions network_mode",
        "aws_eip": "instance network_interface public_ip",
        "aws_eks_cluster": "version",
        "aws_eks_node_group": "version disk_size ami_type",
        "aws_elasticache_cluster": "engine_version security_group_ids",
        "aws_instance": "associate_public_ip_address ebs_block_device iam_instance_profile key_name ami user_data "
        "subnet_id availability_zone",
        "aws_internet_gateway": "vpc_id",
        "aws_launch_template": "default_version",
        "aws_lb": "vpc_id",
        "aws_network_acl": "ingress egress",
        "aws_rds_cluster": "engine_version kms_key_id port engine_mode database_name",
        "aws_rds_cluster_instance": "engine_version ca_cert_identifier",
        "aws_route_table": "route propagating_vgws",
        "aws_security_group": "ingress egress",
        "aws_sqs_queue": "kms_data_key_reuse_period_seconds max_message_size sqs_managed_sse_enabled",
    }.items()
}
"""Attributes that AWS or another resource sets where the code does not: compared only where the code sets them."""

LEFT: Final[Mapping[str, frozenset[str]]] = {
    "aws_autoscaling_group": frozenset({"desired_capacity", "tag"}),
    "aws_ecs_service": frozenset({"desired_count"}),
    "aws_ecs_task_definition": frozenset({"revision"}),
    "aws_launch_template": frozenset({"default_version"}),
    "aws_network_acl": frozenset({"ingress", "egress"}),
    "aws_route_table": frozenset({"route"}),
    "aws_security_group": frozenset({"ingress", "egress"}),
}
"""Attributes that are never compared here: autoscaling moves them, or they are compared part by part."""

LEFT_INSIDE: Final = frozenset({"desired_size"})
"""Members of blocks that autoscaling moves."""

LOCAL: Final = frozenset({
    "allow_overwrite", "apply_immediately", "arn", "bucket_prefix", "cloudwatch_role_arn",
    "create_before_destroy", "delete_automated_backups", "deletion_window_in_days", "depends_on", "filename",
    "final_snapshot_identifier", "force_delete", "force_destroy", "force_detach_policies",
    "force_new_deployment", "force_overwrite_replica_secret", "id", "identifier_prefix", "ignore_changes",
    "ingress", "egress", "inline_policy", "keepers", "lifecycle", "managed_policy_arns", "name_prefix",
    "password", "manage_master_user_password", "password_wo", "password_wo_version", "provider", "publish",
    "recovery_window_in_days", "region", "replace_security_groups_on_destroy", "revoke_rules_on_delete",
    "route", "s3_bucket", "s3_key", "s3_object_version", "skip_destroy", "skip_final_snapshot",
    "source_code_hash", "tags", "tags_all", "timeouts", "update_default_version", "user_data_base64",
    "user_data_replace_on_change", "value", "wait_for_capacity_timeout", "wait_for_deployment",
    "wait_for_steady_state", "policy", "bypass_policy_lockout_safety_check", "master_password", "auth_token",
    "policies", "retain_on_delete", "environment",
})  # fmt: skip
"""Attributes that say how Terraform works, give a secret, or are compared part by part."""

AWS_TAGS: Final = (
    "aws:", "kubernetes.io/", "k8s.io/", "elasticbeanstalk:", "eks:", "AmazonECSManaged", "ingress.k8s.aws/",
    "elbv2.k8s.aws/", "service.k8s.aws/", "karpenter.", "awsApplication",
)  # fmt: skip
"""How names of tags begin that AWS and its controllers set."""
