"""What types and names of attributes tell: what is held, what decides on security, what only the provider sets."""

from __future__ import annotations

from collections import Counter

import pytest

from trueline.drift import stateful
from trueline.drift.stateful import held_by, is_guarded
from trueline.drift.terraform.computed import is_computed
from trueline.drift.touches import touches


def test_a_type_holds_one_thing() -> None:
    counted = Counter(kind for kinds in stateful._HELD.values() for kind in kinds.split())  # the table

    assert [kind for kind, number in counted.items() if number > 1] == []


@pytest.mark.parametrize(
    ("kind", "held"),
    [
        ("aws_db_instance", "a database"),
        ("aws_dynamodb_table", "a database"),
        ("aws_s3_bucket", "objects"),
        ("aws_s3_object", ""),
        ("aws_ebs_volume", "a volume"),
        ("aws_efs_file_system", "a file system"),
        ("aws_sqs_queue", "a queue or stream"),
        ("aws_kms_key", "a key"),
        ("aws_secretsmanager_secret", "a secret"),
        ("aws_cloudwatch_log_group", "logs or metrics"),
        ("aws_cognito_user_pool", "users"),
        ("azurerm_storage_account", "objects"),
        ("google_sql_database_instance", "a database"),
        ("kubernetes_persistent_volume_claim_v1", "a volume"),
        ("aws_instance", ""),
        ("aws_security_group", ""),
    ],
)
def test_what_is_lost_with_a_type(kind: str, held: str) -> None:
    assert held_by(kind) == held


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [({"deletion_protection": True}, True), ({"deletion_protection": False}, False), ({}, False), (None, False)],
)
def test_what_the_service_guards(attributes: object, expected: bool) -> None:
    assert is_guarded(attributes) is expected


@pytest.mark.parametrize(
    ("kind", "path", "expected"),
    [
        ("aws_security_group", ("ingress", 0, "cidr_blocks", 1), ["network"]),
        ("aws_security_group", ("tags", "env"), []),
        ("aws_iam_role", ("assume_role_policy",), ["access"]),
        ("aws_iam_role", (), ["access"]),
        ("aws_s3_bucket", ("acl",), ["access", "exposure"]),
        ("aws_s3_bucket_public_access_block", ("block_public_acls",), ["access", "exposure"]),
        ("aws_db_instance", ("publicly_accessible",), ["exposure"]),
        ("aws_db_instance", ("storage_encrypted",), ["encryption"]),
        ("aws_db_instance", ("kms_key_id",), ["encryption"]),
        ("aws_cloudtrail", ("enable_logging",), ["logging"]),
        ("aws_db_instance", ("engine_version",), []),
        ("aws_autoscaling_group", ("desired_capacity",), []),
        ("kubernetes_validating_webhook_configuration_v1", ("webhook", 0, "failure_policy"), ["admission"]),
    ],
)
def test_what_an_attribute_decides(kind: str, path: tuple[str | int, ...], expected: list[str]) -> None:
    assert touches(kind, path) == expected


@pytest.mark.parametrize(
    ("kind", "path", "expected"),
    [
        ("aws_db_instance", ("latest_restorable_time",), True),
        ("aws_instance", ("public_ip",), True),
        ("aws_s3_object", ("etag",), False),
        ("aws_route53_record", ("zone_id",), False),
        ("aws_instance", ("instance_type",), False),
        ("aws_instance", (), False),
    ],
)
def test_what_the_provider_alone_sets(kind: str, path: tuple[str | int, ...], expected: bool) -> None:
    assert is_computed(kind, path) is expected
