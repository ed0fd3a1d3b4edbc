"""RDS, DynamoDB and ElastiCache."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from trueline.adapters.collectors.aws.mapping import Found, Kind, Row, blocks, kinds_of, pairs, tags

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from trueline.adapters.collectors.aws.cloud import Place
    from trueline.adapters.collectors.aws.mapping import Fields, Item

_COMMON: Final[Fields] = {
    "engine": "Engine",
    "engine_version": "EngineVersion",
    "storage_encrypted": lambda item: bool(item.get("StorageEncrypted")),
    "kms_key_id": lambda item: item.get("KmsKeyId") or "",
    "backup_retention_period": lambda item: item.get("BackupRetentionPeriod") or 0,
    "deletion_protection": lambda item: bool(item.get("DeletionProtection")),
    "iam_database_authentication_enabled": lambda item: bool(item.get("IAMDatabaseAuthenticationEnabled")),
    "copy_tags_to_snapshot": "CopyTagsToSnapshot",
    "vpc_security_group_ids": lambda item: [one["VpcSecurityGroupId"] for one in item.get("VpcSecurityGroups", ())],
    "enabled_cloudwatch_logs_exports": lambda item: item.get("EnabledCloudwatchLogsExports") or [],
    "tags": tags("TagList"),
}
_INSTANCE: Final[Fields] = {
    **_COMMON,
    "arn": "DBInstanceArn",
    "identifier": "DBInstanceIdentifier",
    "resource_id": "DbiResourceId",
    "instance_class": "DBInstanceClass",
    "allocated_storage": "AllocatedStorage",
    "max_allocated_storage": lambda item: item.get("MaxAllocatedStorage") or 0,
    "storage_type": "StorageType",
    "iops": lambda item: item.get("Iops") or 0,
    "multi_az": lambda item: bool(item.get("MultiAZ")),
    "publicly_accessible": lambda item: bool(item.get("PubliclyAccessible")),
    "auto_minor_version_upgrade": lambda item: bool(item.get("AutoMinorVersionUpgrade")),
    "db_name": lambda item: item.get("DBName") or "",
    "username": lambda item: item.get("MasterUsername") or "",
    "port": lambda item: (item.get("Endpoint") or {}).get("Port"),
    "db_subnet_group_name": "DBSubnetGroup.DBSubnetGroupName",
    "parameter_group_name": lambda item: next(
        (one.get("DBParameterGroupName") for one in item.get("DBParameterGroups", ())), ""
    ),
    "ca_cert_identifier": "CACertificateIdentifier",
    "monitoring_interval": lambda item: item.get("MonitoringInterval") or 0,
    "performance_insights_enabled": lambda item: bool(item.get("PerformanceInsightsEnabled")),
    "cluster_identifier": lambda item: item.get("DBClusterIdentifier") or "",
}
_CLUSTER: Final[Fields] = {
    **_COMMON,
    "arn": "DBClusterArn",
    "cluster_identifier": "DBClusterIdentifier",
    "engine_mode": "EngineMode",
    "database_name": lambda item: item.get("DatabaseName") or "",
    "master_username": lambda item: item.get("MasterUsername") or "",
    "port": "Port",
    "db_subnet_group_name": "DBSubnetGroup",
    "db_cluster_parameter_group_name": "DBClusterParameterGroup",
}
_INDEX: Final[Fields] = {
    "name": "IndexName",
    "hash_key": lambda item: _key(item, "HASH"),
    "range_key": lambda item: _key(item, "RANGE"),
    "projection_type": "Projection.ProjectionType",
    "non_key_attributes": lambda item: (item.get("Projection") or {}).get("NonKeyAttributes") or [],
    "read_capacity": "ProvisionedThroughput.ReadCapacityUnits",
    "write_capacity": "ProvisionedThroughput.WriteCapacityUnits",
}


def _key(item: Item, sort: str) -> str:
    return next((one["AttributeName"] for one in item.get("KeySchema", ()) if one.get("KeyType") == sort), "")


def _table(place: Place, known: Item) -> Iterable[Found]:
    name = str(known.get("name") or known.get("id") or "")
    table = place.ask("dynamodb", "describe_table", TableName=name)["Table"]
    backups = place.maybe("dynamodb", "describe_continuous_backups", TableName=name)
    recovery = ((backups.get("ContinuousBackupsDescription") or {}).get("PointInTimeRecoveryDescription") or {}).get(
        "PointInTimeRecoveryStatus"
    )
    expiry = place.maybe("dynamodb", "describe_time_to_live", TableName=name).get("TimeToLiveDescription") or {}
    sealing = table.get("SSEDescription") or {}
    stream = table.get("StreamSpecification") or {}
    expires = expiry.get("TimeToLiveStatus") in ("ENABLED", "ENABLING")
    attributes: dict[str, Any] = {
        "id": name,
        "arn": table.get("TableArn"),
        "name": name,
        "billing_mode": (table.get("BillingModeSummary") or {}).get("BillingMode") or "PROVISIONED",
        "hash_key": _key(table, "HASH"),
        "range_key": _key(table, "RANGE"),
        "read_capacity": (table.get("ProvisionedThroughput") or {}).get("ReadCapacityUnits"),
        "write_capacity": (table.get("ProvisionedThroughput") or {}).get("WriteCapacityUnits"),
        "attribute": blocks("AttributeDefinitions", {"name": "AttributeName", "type": "AttributeType"})(table),
        "global_secondary_index": blocks("GlobalSecondaryIndexes", _INDEX)(table),
        "server_side_encryption": [{"enabled": True, "kms_key_arn": sealing.get("KMSMasterKeyArn") or ""}]
        if sealing.get("Status") in ("ENABLED", "ENABLING", "UPDATING")
        else [],
        "point_in_time_recovery": [{"enabled": recovery == "ENABLED"}],
        "ttl": [{"attribute_name": expiry.get("AttributeName") if expires else "", "enabled": expires}],
        "stream_enabled": bool(stream.get("StreamEnabled")),
        "stream_view_type": stream.get("StreamViewType") or "",
        "deletion_protection_enabled": bool(table.get("DeletionProtectionEnabled")),
        "table_class": (table.get("TableClassSummary") or {}).get("TableClass") or "STANDARD",
        "tags": pairs(place.maybe("dynamodb", "list_tags_of_resource", ResourceArn=table["TableArn"]).get("Tags")),
    }
    yield Found("aws_dynamodb_table", name, attributes, str(table.get("TableArn", "")))


def _cache_tags(key: str) -> Any:
    def read(place: Place, item: Item) -> Item:
        arn = item.get("ARN") or place.arn("elasticache", f"{key}:{item.get('CacheClusterId')}")
        answer = place.maybe("elasticache", "list_tags_for_resource", ResourceName=arn)
        return {"arn": arn, "tags": pairs(answer.get("TagList"))}

    return read


KINDS: Final[Mapping[str, Kind]] = {
    "aws_dynamodb_table": Kind(
        _table,
        lambda place: [{"id": name, "name": name} for name in place.items("dynamodb", "list_tables", "TableNames")],
    ),
    **kinds_of(
        Row(
            "aws_db_instance", "rds", "describe_db_instances", "DBInstances", "DBInstanceIdentifier", _INSTANCE,
            wanted="identifier",
            kept=lambda item: f"the cluster {item['DBClusterIdentifier']}" if item.get("DBClusterIdentifier") else "",
        ),
        Row(
            "aws_rds_cluster", "rds", "describe_db_clusters", "DBClusters", "DBClusterIdentifier", _CLUSTER,
            wanted="cluster_identifier",
        ),
        Row(
            "aws_rds_cluster_instance", "rds", "describe_db_instances", "DBInstances", "DBInstanceIdentifier",
            {name: field for name, field in _INSTANCE.items() if name in (
                "arn", "identifier", "cluster_identifier", "instance_class", "engine", "engine_version",
                "publicly_accessible", "auto_minor_version_upgrade", "monitoring_interval", "ca_cert_identifier",
                "performance_insights_enabled", "copy_tags_to_snapshot", "tags",
            )},
            wanted="identifier",
            kept=lambda item: "" if item.get("DBClusterIdentifier") else "nothing: it is in no cluster",
        ),
        Row(
            "aws_db_subnet_group", "rds", "describe_db_subnet_groups", "DBSubnetGroups", "DBSubnetGroupName",
            {
                "name": "DBSubnetGroupName",
                "arn": "DBSubnetGroupArn",
                "description": "DBSubnetGroupDescription",
                "subnet_ids": lambda item: [one["SubnetIdentifier"] for one in item.get("Subnets", ())],
            },
            wanted="name",
        ),
        Row(
            "aws_elasticache_cluster", "elasticache", "describe_cache_clusters", "CacheClusters", "CacheClusterId",
            {
                "cluster_id": "CacheClusterId",
                "engine": "Engine",
                "engine_version": "EngineVersion",
                "node_type": "CacheNodeType",
                "num_cache_nodes": "NumCacheNodes",
                "subnet_group_name": "CacheSubnetGroupName",
                "security_group_ids": lambda item: [one["SecurityGroupId"] for one in item.get("SecurityGroups") or ()],
                "transit_encryption_enabled": lambda item: bool(item.get("TransitEncryptionEnabled")),
                "snapshot_retention_limit": lambda item: item.get("SnapshotRetentionLimit") or 0,
            },
            wanted="cluster_id",
            more=_cache_tags("cluster"),
            kept=lambda item: f"the group {item['ReplicationGroupId']}" if item.get("ReplicationGroupId") else "",
        ),
        Row(
            "aws_elasticache_replication_group", "elasticache", "describe_replication_groups", "ReplicationGroups",
            "ReplicationGroupId",
            {
                "replication_group_id": "ReplicationGroupId",
                "description": "Description",
                "node_type": "CacheNodeType",
                "at_rest_encryption_enabled": lambda item: bool(item.get("AtRestEncryptionEnabled")),
                "transit_encryption_enabled": lambda item: bool(item.get("TransitEncryptionEnabled")),
                "automatic_failover_enabled": lambda item: item.get("AutomaticFailover") in ("enabled", "enabling"),
                "multi_az_enabled": lambda item: item.get("MultiAZ") == "enabled",
                "kms_key_id": lambda item: item.get("KmsKeyId") or "",
                "snapshot_retention_limit": lambda item: item.get("SnapshotRetentionLimit") or 0,
            },
            wanted="replication_group_id",
            more=_cache_tags("replicationgroup"),
        ),
    ),
}  # fmt: skip
