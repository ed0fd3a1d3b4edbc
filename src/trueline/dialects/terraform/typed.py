"""Attributes that the provider types as number, bool or string are that type, however they are written."""

from __future__ import annotations

from typing import Final

from trueline.dialects.terraform.functions.scalars import to_bool, to_number, to_text
from trueline.dialects.terraform.functions.types import FunctionError
from trueline.values.partial_list import PartialList
from trueline.values.unknown import MarkedText

_NUMBERS: Final = (
    "allocated_storage backup_retention_period cooldown_period days deletion_window_in_days desired_capacity "
    "desired_size from_port instance_count iops max_age max_age_seconds max_session_duration max_size "
    "maximum_retry_attempts memory_size min_size minimum_password_length monitoring_interval "
    "password_reuse_prevention max_password_age http_put_response_hop_limit "
    "performance_insights_retention_period port reserved_concurrent_executions "
    "retention_in_days retention_period rotation_period_in_days snapshot_retention_limit throughput timeout to_port "
    "ttl volume_size weight kms_data_key_reuse_period_seconds message_retention_seconds visibility_timeout_seconds "
    "automatic_snapshot_retention_period automated_snapshot_retention_period "
    "recovery_window_in_days rule_no rule_number"
)
_BOOLS: Final = (
    "apply_immediately associate_public_ip_address at_rest_encryption_enabled auto_minor_version_upgrade "
    "block_public_acls block_public_policy bucket_key_enabled cloudwatch_logs_enabled copy_tags_to_snapshot "
    "delete_on_termination deletion_protection disable_api_termination drop_invalid_header_fields ebs_optimized "
    "enable_deletion_protection enable_dns_hostnames enable_dns_support enable_key_rotation enable_log_file_validation "
    "enable_logging enabled encrypted encrypt endpoint_private_access endpoint_public_access force_destroy "
    "iam_database_authentication_enabled ignore_public_acls include_global_service_events internal is_enabled "
    "is_multi_region_trail is_organization_trail kms_encrypted map_public_ip_on_launch monitoring multi_az "
    "performance_insights_enabled point_in_time_recovery_enabled privileged publicly_accessible "
    "require_lowercase_characters require_numbers require_symbols require_uppercase_characters restrict_public_buckets "
    "scan_on_push self skip_final_snapshot storage_encrypted transit_encryption_enabled user_data_replace_on_change"
)
_TEXTS: Final = "account_id cidr_block engine_version http_tokens ip_protocol kubernetes_version owner_id protocol"

_TYPES = {
    **dict.fromkeys(_NUMBERS.split(), to_number),
    **dict.fromkeys(_BOOLS.split(), to_bool),
    **dict.fromkeys(_TEXTS.split(), to_text),
}


# In these blocks the provider types a port as text ("443", "#{port}", "traffic-port").
_TEXT_PORTS: Final = frozenset({"health_check", "redirect"})


def typed(kind: str, value: dict[str, object]) -> dict[str, object]:
    """Return a resource's value with the attributes of AWS that rules compare in their own type."""
    return _typed_object(value, "") if kind.startswith("aws_") else value


def _typed_object(value: dict[str, object], block: str) -> dict[str, object]:
    return {name: _typed_member(name, member, block) for name, member in value.items()}


def _typed_member(name: str, value: object, block: str) -> object:
    if isinstance(value, list | PartialList):
        known = value if isinstance(value, list) else value.elements
        elements = [_typed_object(element, name) if isinstance(element, dict) else element for element in known]
        return elements if isinstance(value, list) else PartialList(elements, value.rest, value.references)
    change = to_text if name == "port" and block in _TEXT_PORTS else _TYPES.get(name)
    if change is None or not isinstance(value, str | int | float):
        return value
    try:
        changed = change(value)
    except FunctionError:
        return value
    return value if type(value) is MarkedText and isinstance(changed, str) else changed
