"""Databases, tables, caches, search."""

from __future__ import annotations

from tests.drift.aws.estate.network import SECOND_SUBNET, TAGS, VPC, arn, make_second_subnet, make_vpc


def relational(bench):
    """An instance, a cluster with one of its own, and where they are."""
    bench.code(
        VPC
        + SECOND_SUBNET
        + """
resource "aws_db_subnet_group" "db" {
  name       = "db"
  subnet_ids = [aws_subnet.b.id, aws_subnet.a.id]
}

resource "aws_db_instance" "db" {
  identifier              = "shop"
  engine                  = "postgres"
  engine_version          = "16"
  instance_class          = "db.t3.micro"
  allocated_storage       = 20
  storage_encrypted       = true
  backup_retention_period = 7
  username                = "shop"
  password                = "hunter2hunter2"
  db_subnet_group_name    = aws_db_subnet_group.db.name
  deletion_protection     = true
  skip_final_snapshot     = true
}

resource "aws_rds_cluster" "more" {
  cluster_identifier = "more"
  engine             = "aurora-postgresql"
  master_username    = "shop"
  master_password    = "hunter2hunter2"
  storage_encrypted  = true
}

resource "aws_rds_cluster_instance" "more" {
  identifier         = "more-1"
  cluster_identifier = aws_rds_cluster.more.id
  engine             = "aurora-postgresql"
  instance_class     = "db.r6g.large"
}
"""
    )
    rds = bench.client("rds")
    vpc, subnet = make_vpc(bench)
    other = make_second_subnet(bench, vpc)
    rds.create_db_subnet_group(
        DBSubnetGroupName="db", DBSubnetGroupDescription="Managed by Terraform", SubnetIds=[subnet, other]
    )
    made = rds.create_db_instance(
        DBInstanceIdentifier="shop", Engine="postgres", EngineVersion="16.3", DBInstanceClass="db.t3.micro",
        AllocatedStorage=20, StorageEncrypted=True, BackupRetentionPeriod=7, MasterUsername="shop",
        MasterUserPassword="hunter2hunter2", DBSubnetGroupName="db", DeletionProtection=True, PubliclyAccessible=False,
        AutoMinorVersionUpgrade=True, StorageType="gp2",
    )["DBInstance"]  # fmt: skip
    cluster = rds.create_db_cluster(
        DBClusterIdentifier="more", Engine="aurora-postgresql", MasterUsername="shop",
        MasterUserPassword="hunter2hunter2", StorageEncrypted=True,
    )["DBCluster"]  # fmt: skip
    inner = rds.create_db_instance(
        DBInstanceIdentifier="more-1", DBClusterIdentifier="more", Engine="aurora-postgresql",
        DBInstanceClass="db.r6g.large", PubliclyAccessible=False, AutoMinorVersionUpgrade=True,
    )["DBInstance"]  # fmt: skip
    bench.kept(
        "aws_db_subnet_group.db", id="db", name="db", arn=arn("subgrp:db", "rds"), description="Managed by Terraform",
        subnet_ids=[subnet, other], vpc_id=vpc, **TAGS,
    )  # fmt: skip
    bench.kept(
        "aws_db_instance.db", id=made["DbiResourceId"], identifier="shop", arn=made["DBInstanceArn"],
        resource_id=made["DbiResourceId"], engine="postgres", engine_version="16", engine_version_actual="16.3",
        instance_class="db.t3.micro", allocated_storage=20, max_allocated_storage=0, storage_type="gp2", iops=0,
        storage_encrypted=True, kms_key_id=made.get("KmsKeyId", ""), backup_retention_period=7, username="shop",
        password="hunter2hunter2", db_name="", multi_az=False, publicly_accessible=False, port=5432,
        auto_minor_version_upgrade=True, iam_database_authentication_enabled=False, deletion_protection=True,
        db_subnet_group_name="db", enabled_cloudwatch_logs_exports=[], copy_tags_to_snapshot=False,
        vpc_security_group_ids=[one["VpcSecurityGroupId"] for one in made["VpcSecurityGroups"]],
        performance_insights_enabled=False, monitoring_interval=0, skip_final_snapshot=True,
        latest_restorable_time="2026-01-01T00:00:00Z", **TAGS,
    )  # fmt: skip
    bench.kept(
        "aws_rds_cluster.more", id="more", cluster_identifier="more", arn=cluster["DBClusterArn"],
        engine="aurora-postgresql", engine_version=cluster["EngineVersion"], engine_mode="provisioned",
        database_name="", master_username="shop", master_password="hunter2hunter2", storage_encrypted=True,
        kms_key_id="", backup_retention_period=1, deletion_protection=False, copy_tags_to_snapshot=False,
        iam_database_authentication_enabled=False, enabled_cloudwatch_logs_exports=[],
        vpc_security_group_ids=[one["VpcSecurityGroupId"] for one in cluster["VpcSecurityGroups"]], **TAGS,
    )  # fmt: skip
    bench.kept(
        "aws_rds_cluster_instance.more", id="more-1", identifier="more-1", cluster_identifier="more",
        arn=inner["DBInstanceArn"], engine="aurora-postgresql", instance_class="db.r6g.large",
        publicly_accessible=False, auto_minor_version_upgrade=True, monitoring_interval=0,
        performance_insights_enabled=False, copy_tags_to_snapshot=False, promotion_tier=0, **TAGS,
    )  # fmt: skip


def tables(bench):
    """A table that is billed by what it does, with all that is around it."""
    bench.code("""
resource "aws_dynamodb_table" "carts" {
  name         = "carts"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  range_key    = "at"
  attribute {
    name = "id"
    type = "S"
  }
  attribute {
    name = "at"
    type = "N"
  }
  attribute {
    name = "owner"
    type = "S"
  }
  global_secondary_index {
    name            = "by-owner"
    hash_key        = "owner"
    projection_type = "ALL"
  }
  ttl {
    attribute_name = "expires"
    enabled        = true
  }
  point_in_time_recovery {
    enabled = true
  }
  server_side_encryption {
    enabled = true
  }
}
""")
    dynamo = bench.client("dynamodb")
    made = dynamo.create_table(
        TableName="carts", BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}, {"AttributeName": "at", "KeyType": "RANGE"}],
        AttributeDefinitions=[
            {"AttributeName": name, "AttributeType": kind} for name, kind in (("id", "S"), ("at", "N"), ("owner", "S"))
        ],
        GlobalSecondaryIndexes=[{
            "IndexName": "by-owner", "KeySchema": [{"AttributeName": "owner", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "ALL"},
        }],
        SSESpecification={"Enabled": True},
    )["TableDescription"]  # fmt: skip
    dynamo.update_time_to_live(TableName="carts", TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires"})
    recovery = {"PointInTimeRecoveryEnabled": True}
    dynamo.update_continuous_backups(TableName="carts", PointInTimeRecoverySpecification=recovery)
    bench.kept(
        "aws_dynamodb_table.carts", id="carts", name="carts", arn=made["TableArn"], billing_mode="PAY_PER_REQUEST",
        hash_key="id", range_key="at", read_capacity=0, write_capacity=0,
        attribute=[{"name": "at", "type": "N"}, {"name": "id", "type": "S"}, {"name": "owner", "type": "S"}],
        global_secondary_index=[{"hash_key": "owner", "name": "by-owner", "non_key_attributes": [],
                                 "projection_type": "ALL", "range_key": "", "read_capacity": 0, "write_capacity": 0}],
        local_secondary_index=[], ttl=[{"attribute_name": "expires", "enabled": True}],
        point_in_time_recovery=[{"enabled": True, "recovery_period_in_days": 35}], replica=[],
        server_side_encryption=[{"enabled": True, "kms_key_arn": made["SSEDescription"]["KMSMasterKeyArn"]}],
        stream_enabled=False, stream_view_type="", deletion_protection_enabled=False, table_class="STANDARD", **TAGS,
    )  # fmt: skip


def caches(bench):
    """A cache, a group of caches, a search domain."""
    bench.code("""
resource "aws_elasticache_cluster" "one" {
  cluster_id      = "one"
  engine          = "redis"
  node_type       = "cache.t3.micro"
  num_cache_nodes = 1
}

resource "aws_elasticache_replication_group" "many" {
  replication_group_id       = "many"
  description                = "many"
  node_type                  = "cache.t3.micro"
  at_rest_encryption_enabled = true
  transit_encryption_enabled = true
}

resource "aws_opensearch_domain" "logs" {
  domain_name    = "logs"
  engine_version = "OpenSearch_2.11"
  encrypt_at_rest {
    enabled = true
  }
  domain_endpoint_options {
    enforce_https = true
  }
}
""")
    cache, search = bench.client("elasticache"), bench.client("opensearch")
    cache.create_cache_cluster(CacheClusterId="one", Engine="redis", CacheNodeType="cache.t3.micro", NumCacheNodes=1)
    many = cache.create_replication_group(
        ReplicationGroupId="many", ReplicationGroupDescription="many", CacheNodeType="cache.t3.micro",
        AtRestEncryptionEnabled=True, TransitEncryptionEnabled=True,
    )["ReplicationGroup"]  # fmt: skip
    domain = search.create_domain(
        DomainName="logs", EngineVersion="OpenSearch_2.11", EncryptionAtRestOptions={"Enabled": True},
        DomainEndpointOptions={"EnforceHTTPS": True},
    )["DomainStatus"]  # fmt: skip
    bench.kept(
        "aws_elasticache_cluster.one", id="one", cluster_id="one", arn=arn("cluster:one", "elasticache"),
        engine="redis", engine_version="7.1", node_type="cache.t3.micro", num_cache_nodes=1,
        transit_encryption_enabled=False, snapshot_retention_limit=0, security_group_ids=[], **TAGS,
    )  # fmt: skip
    bench.kept(
        "aws_elasticache_replication_group.many", id="many", replication_group_id="many", description="many",
        arn=many["ARN"], node_type="cache.t3.micro", at_rest_encryption_enabled=True,
        transit_encryption_enabled=True, automatic_failover_enabled=False, multi_az_enabled=False, kms_key_id="",
        snapshot_retention_limit=0, **TAGS,
    )  # fmt: skip
    bench.kept(
        "aws_opensearch_domain.logs", id=domain["ARN"], arn=domain["ARN"], domain_name="logs", domain_id="1/logs",
        engine_version="OpenSearch_2.11", access_policies="", encrypt_at_rest=[{"enabled": True, "kms_key_id": ""}],
        node_to_node_encryption=[{"enabled": False}], vpc_options=[],
        domain_endpoint_options=[{"enforce_https": True}], **TAGS,
    )  # fmt: skip


ESTATES = (relational, tables, caches)
