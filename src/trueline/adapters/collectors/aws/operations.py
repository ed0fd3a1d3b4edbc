"""Which operations of AWS are called: a closed table, all of which only read, and none of which gives a secret."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_READS: Final = re.compile("(?:describe|get|list)_[a-z0-9_]+")


class ForbiddenOperationError(Exception):
    """An operation that is not in the table was about to be called."""


def _table(**operations: str) -> Mapping[str, frozenset[str]]:
    return {
        service.replace("_", "-").removeprefix("-"): frozenset(words.split()) for service, words in operations.items()
    }


ALLOWED: Final[Mapping[str, frozenset[str]]] = _table(
    autoscaling="describe_auto_scaling_groups",
    cloudfront="get_distribution list_distributions list_tags_for_resource",
    cloudtrail="describe_trails get_trail_status list_tags",
    cloudwatch="describe_alarms list_tags_for_resource",
    dynamodb="describe_continuous_backups describe_table describe_time_to_live list_tables list_tags_of_resource",
    ec2="describe_addresses describe_instance_attribute describe_instances describe_internet_gateways "
    "describe_launch_template_versions describe_launch_templates describe_nat_gateways describe_network_acls "
    "describe_route_tables describe_security_groups describe_subnets describe_volumes describe_vpc_attribute "
    "describe_vpcs",
    ecr="describe_repositories get_lifecycle_policy get_repository_policy list_tags_for_resource",
    ecs="describe_clusters describe_services describe_task_definition list_clusters list_services",
    efs="describe_file_system_policy describe_file_systems describe_lifecycle_configuration",
    eks="describe_cluster describe_nodegroup list_clusters list_nodegroups",
    elasticache="describe_cache_clusters describe_replication_groups list_tags_for_resource",
    elbv2="describe_listeners describe_load_balancer_attributes describe_load_balancers describe_tags "
    "describe_target_groups",
    iam="get_group get_group_policy get_policy get_policy_version get_role get_role_policy get_user get_user_policy "
    "list_access_keys list_attached_group_policies list_attached_role_policies list_attached_user_policies "
    "list_group_policies list_groups list_groups_for_user list_instance_profiles list_policies list_role_policies "
    "list_roles list_user_policies list_users",
    kms="describe_key get_key_policy get_key_rotation_status list_aliases list_keys list_resource_tags",
    _lambda="get_function_concurrency get_function_configuration get_function_url_config get_policy list_functions "
    "list_tags",
    logs="describe_log_groups list_tags_for_resource",
    opensearch="describe_domain list_domain_names list_tags",
    rds="describe_db_clusters describe_db_instances describe_db_subnet_groups",
    route53="get_hosted_zone list_hosted_zones list_resource_record_sets list_tags_for_resource",
    s3="get_bucket_acl get_bucket_cors get_bucket_encryption get_bucket_lifecycle_configuration get_bucket_location "
    "get_bucket_logging get_bucket_ownership_controls get_bucket_policy get_bucket_tagging get_bucket_versioning "
    "get_bucket_website get_public_access_block list_buckets",
    secretsmanager="describe_secret get_resource_policy list_secrets",
    sns="get_topic_attributes list_subscriptions_by_topic list_tags_for_resource list_topics",
    sqs="get_queue_attributes get_queue_url list_queue_tags list_queues",
    ssm="describe_parameters list_tags_for_resource",
    sts="get_caller_identity",
)  # fmt: skip
"""Service → operations, as boto3 spells both."""


def permit(service: str, operation: str) -> None:
    """Raise unless an operation is in the table, and is named as one that reads."""
    if operation not in ALLOWED.get(service, ()) or not _READS.fullmatch(operation):
        raise ForbiddenOperationError(f"{service}:{operation} is not an operation that a snapshot calls")
