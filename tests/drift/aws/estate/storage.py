"""Buckets in both spellings, keys, secrets, parameters, file systems."""

from __future__ import annotations

import json

from tests.drift.aws.bench import REGION
from tests.drift.aws.estate.network import ACCOUNT, TAGS, arn

POLICY = {
    "Version": "2012-10-17",
    "Statement": [{
        "Sid": "tls", "Effect": "Deny", "Principal": "*", "Action": "s3:*",
        "Resource": ["arn:aws:s3:::shop-data", "arn:aws:s3:::shop-data/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }],
}  # fmt: skip
OTHERWISE = {  # the same, as another hand writes it
    "Version": "2012-10-17",
    "Statement": {
        "Effect": "Deny", "Principal": {"AWS": "*"}, "Action": ["S3:*"],
        "Resource": ["arn:aws:s3:::shop-data/*", "arn:aws:s3:::shop-data"],
        "Condition": {"Bool": {"aws:SecureTransport": ["false"]}},
    },
}  # fmt: skip


def _bucket(bench, name):
    bench.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})


def buckets(bench):
    """A bucket whose settings stand alone, as the provider has them since version 4."""
    bench.code(
        """
resource "aws_s3_bucket" "data" {
  bucket = "shop-data"
  tags   = { Team = "shop", Empty = "" }
}

resource "aws_s3_bucket_policy" "data" {
  bucket = aws_s3_bucket.data.id
  policy = jsonencode(%s)
}

resource "aws_s3_bucket_versioning" "data" {
  bucket = aws_s3_bucket.data.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "data" {
  bucket = aws_s3_bucket.data.bucket
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = "alias/shop"
    }
    bucket_key_enabled = true
  }
}

resource "aws_s3_bucket_public_access_block" "data" {
  bucket                  = aws_s3_bucket.data.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_logging" "data" {
  bucket        = aws_s3_bucket.data.id
  target_bucket = "shop-logs"
  target_prefix = "data/"
}

resource "aws_s3_bucket_lifecycle_configuration" "data" {
  bucket = aws_s3_bucket.data.id
  rule {
    id     = "old"
    status = "Enabled"
    filter {
      prefix = "tmp/"
    }
    expiration {
      days = 30
    }
    noncurrent_version_expiration {
      noncurrent_days = 7
    }
    transition {
      days          = 10
      storage_class = "GLACIER"
    }
  }
}

resource "aws_s3_bucket_ownership_controls" "data" {
  bucket = aws_s3_bucket.data.id
  rule {
    object_ownership = "BucketOwnerPreferred"
  }
}

resource "aws_s3_bucket_acl" "data" {
  bucket = aws_s3_bucket.data.id
  acl    = "public-read"
}

resource "aws_s3_bucket_website_configuration" "data" {
  bucket = aws_s3_bucket.data.id
  index_document {
    suffix = "index.html"
  }
  error_document {
    key = "error.html"
  }
}

resource "aws_s3_bucket_cors_configuration" "data" {
  bucket = aws_s3_bucket.data.id
  cors_rule {
    allowed_methods = ["GET", "PUT"]
    allowed_origins = ["https://shop.example"]
    max_age_seconds = 300
  }
}
"""
        % json.dumps(POLICY)
    )
    s3 = bench.client("s3")
    name = "shop-data"
    _bucket(bench, name)
    _bucket(bench, "shop-logs")
    tags = {"Team": "shop", "Empty": ""}
    s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": [{"Key": k, "Value": v} for k, v in tags.items()]})
    s3.put_bucket_policy(Bucket=name, Policy=json.dumps(OTHERWISE))
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": [{
        "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "alias/shop"},
        "BucketKeyEnabled": True,
    }]})  # fmt: skip
    closed = {
        "BlockPublicAcls": True,
        "IgnorePublicAcls": True,
        "BlockPublicPolicy": True,
        "RestrictPublicBuckets": True,
    }
    s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=closed)
    s3.put_bucket_ownership_controls(
        Bucket=name, OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerPreferred"}]}
    )
    grant = {"Grantee": {"Type": "Group", "URI": "http://acs.amazonaws.com/groups/s3/LogDelivery"}}
    owner = s3.get_bucket_acl(Bucket="shop-logs")["Owner"]
    s3.put_bucket_acl(Bucket="shop-logs", AccessControlPolicy={
        "Grants": [{**grant, "Permission": "WRITE"}, {**grant, "Permission": "READ_ACP"}], "Owner": owner,
    })  # fmt: skip
    target = {"LoggingEnabled": {"TargetBucket": "shop-logs", "TargetPrefix": "data/"}}
    s3.put_bucket_logging(Bucket=name, BucketLoggingStatus=target)
    s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={"Rules": [{
        "ID": "old", "Status": "Enabled", "Filter": {"Prefix": "tmp/"}, "Expiration": {"Days": 30},
        "NoncurrentVersionExpiration": {"NoncurrentDays": 7},
        "Transitions": [{"Days": 10, "StorageClass": "GLACIER"}],
    }]})  # fmt: skip
    s3.put_bucket_acl(Bucket=name, ACL="public-read")
    s3.put_bucket_website(Bucket=name, WebsiteConfiguration={
        "IndexDocument": {"Suffix": "index.html"}, "ErrorDocument": {"Key": "error.html"},
    })  # fmt: skip
    rule = {"AllowedMethods": ["PUT", "GET"], "AllowedOrigins": ["https://shop.example"], "MaxAgeSeconds": 300}
    s3.put_bucket_cors(Bucket=name, CORSConfiguration={"CORSRules": [rule]})
    bench.kept(  # as it was kept before the others were made, and refreshed by none since
        "aws_s3_bucket.data", id=name, bucket=name, arn=f"arn:aws:s3:::{name}", region=REGION, force_destroy=False,
        versioning=[{"enabled": False, "mfa_delete": False}], policy="", logging=[], lifecycle_rule=[], website=[],
        cors_rule=[], acl=None, tags=tags, tags_all=tags, hosted_zone_id="Z1BKCTXD74EZPE", request_payer="BucketOwner",
    )  # fmt: skip
    bench.kept("aws_s3_bucket_policy.data", id=name, bucket=name, policy=json.dumps(POLICY))
    bench.kept(
        "aws_s3_bucket_versioning.data", id=name, bucket=name, expected_bucket_owner="", mfa=None,
        versioning_configuration=[{"mfa_delete": "", "status": "Enabled"}],
    )  # fmt: skip
    bench.kept(
        "aws_s3_bucket_server_side_encryption_configuration.data", id=name, bucket=name, expected_bucket_owner="",
        rule=[{"apply_server_side_encryption_by_default": [
            {"kms_master_key_id": "alias/shop", "sse_algorithm": "aws:kms"}], "bucket_key_enabled": True}],
    )  # fmt: skip
    bench.kept(
        "aws_s3_bucket_public_access_block.data", id=name, bucket=name, block_public_acls=True,
        block_public_policy=True, ignore_public_acls=True, restrict_public_buckets=True,
    )  # fmt: skip
    bench.kept(
        "aws_s3_bucket_logging.data", id=name, bucket=name, target_bucket="shop-logs", target_prefix="data/",
        target_grant=[], expected_bucket_owner="",
    )  # fmt: skip
    bench.kept(
        "aws_s3_bucket_lifecycle_configuration.data", id=name, bucket=name, expected_bucket_owner="",
        rule=[{"abort_incomplete_multipart_upload": [], "expiration": [
            {"date": None, "days": 30, "expired_object_delete_marker": False}],
            "filter": [{"and": [], "object_size_greater_than": None, "prefix": "tmp/", "tag": []}], "id": "old",
            "noncurrent_version_expiration": [{"newer_noncurrent_versions": None, "noncurrent_days": 7}],
            "noncurrent_version_transition": [], "prefix": "", "status": "Enabled",
            "transition": [{"date": None, "days": 10, "storage_class": "GLACIER"}]}],
    )  # fmt: skip
    bench.kept(
        "aws_s3_bucket_ownership_controls.data",
        id=name,
        bucket=name,
        rule=[{"object_ownership": "BucketOwnerPreferred"}],
    )
    bench.kept(
        "aws_s3_bucket_acl.data", id=f"{name},public-read", bucket=name, acl="public-read", expected_bucket_owner=""
    )
    bench.kept(
        "aws_s3_bucket_website_configuration.data", id=name, bucket=name, error_document=[{"key": "error.html"}],
        index_document=[{"suffix": "index.html"}], redirect_all_requests_to=[], routing_rule=[], routing_rules="",
        expected_bucket_owner="",
    )  # fmt: skip
    bench.kept(
        "aws_s3_bucket_cors_configuration.data", id=name, bucket=name, expected_bucket_owner="",
        cors_rule=[{"allowed_headers": [], "allowed_methods": ["GET", "PUT"], "expose_headers": [], "id": "",
                    "allowed_origins": ["https://shop.example"], "max_age_seconds": 300}],
    )  # fmt: skip


def buckets_of_old(bench):
    """A bucket whose settings stand inside, as before the provider's version 4."""
    bench.code("""
resource "aws_s3_bucket" "old" {
  bucket = "shop-old"
  acl    = "private"
  versioning {
    enabled = true
  }
  logging {
    target_bucket = "shop-old"
    target_prefix = "log/"
  }
  lifecycle_rule {
    id      = "old"
    enabled = true
    prefix  = "tmp/"
    expiration {
      days = 30
    }
  }
  server_side_encryption_configuration {
    rule {
      apply_server_side_encryption_by_default {
        sse_algorithm = "AES256"
      }
    }
  }
}
""")
    s3 = bench.client("s3")
    name = "shop-old"
    _bucket(bench, name)
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={
        "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
    })  # fmt: skip
    s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={"Rules": [
        {"ID": "old", "Status": "Enabled", "Prefix": "tmp/", "Expiration": {"Days": 30}}
    ]})  # fmt: skip
    grant = {"Grantee": {"Type": "Group", "URI": "http://acs.amazonaws.com/groups/s3/LogDelivery"}}
    owner = s3.get_bucket_acl(Bucket=name)["Owner"]
    s3.put_bucket_acl(Bucket=name, AccessControlPolicy={
        "Grants": [{**grant, "Permission": "WRITE"}, {**grant, "Permission": "READ_ACP"}], "Owner": owner,
    })  # fmt: skip
    target = {"LoggingEnabled": {"TargetBucket": name, "TargetPrefix": "log/"}}
    s3.put_bucket_logging(Bucket=name, BucketLoggingStatus=target)
    s3.put_bucket_acl(Bucket=name, ACL="private")
    bench.kept(
        "aws_s3_bucket.old", id=name, bucket=name, arn=f"arn:aws:s3:::{name}", region=REGION, acl="private",
        versioning=[{"enabled": True, "mfa_delete": False}], policy=None, **TAGS,
        logging=[{"target_bucket": name, "target_prefix": "log/"}],
        lifecycle_rule=[{"abort_incomplete_multipart_upload_days": 0, "enabled": True, "id": "old", "prefix": "tmp/",
                         "expiration": [{"date": "", "days": 30, "expired_object_delete_marker": False}],
                         "noncurrent_version_expiration": [], "noncurrent_version_transition": [], "tags": None,
                         "transition": []}],
        server_side_encryption_configuration=[{"rule": [{"apply_server_side_encryption_by_default": [
            {"kms_master_key_id": "", "sse_algorithm": "AES256"}], "bucket_key_enabled": False}]}],
    )  # fmt: skip


def keys(bench):
    """A key with its policy, an alias, a secret with a policy, parameters."""
    root = {"Statement": [{
        "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Action": "kms:*", "Resource": "*",
    }, {"Effect": "Allow", "Principal": {"Service": "logs.amazonaws.com"}, "Action": "kms:Encrypt", "Resource": "*"}],
        "Version": "2012-10-17"}  # fmt: skip
    reading = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
        "Action": "secretsmanager:GetSecretValue", "Resource": "*",
    }]}  # fmt: skip
    bench.code(
        """
resource "aws_kms_key" "data" {
  description         = "data"
  enable_key_rotation = true
}

resource "aws_kms_key_policy" "data" {
  key_id = aws_kms_key.data.id
  policy = jsonencode(%s)
}

resource "aws_kms_alias" "data" {
  name          = "alias/data"
  target_key_id = aws_kms_key.data.key_id
}

resource "aws_secretsmanager_secret" "db" {
  name        = "shop/db"
  description = "the database"
  kms_key_id  = aws_kms_key.data.arn
}

resource "aws_secretsmanager_secret_policy" "db" {
  secret_arn = aws_secretsmanager_secret.db.arn
  policy     = jsonencode(%s)
}

resource "aws_ssm_parameter" "url" {
  name  = "/shop/url"
  type  = "String"
  value = "https://shop.example"
}
"""
        % (json.dumps(root), json.dumps(reading))
    )
    kms, secrets = bench.client("kms"), bench.client("secretsmanager")
    key = kms.create_key(Description="data")["KeyMetadata"]
    kms.enable_key_rotation(KeyId=key["KeyId"])
    kms.put_key_policy(KeyId=key["KeyId"], PolicyName="default", Policy=json.dumps(root))
    kms.create_alias(AliasName="alias/data", TargetKeyId=key["KeyId"])
    secret = secrets.create_secret(Name="shop/db", Description="the database", KmsKeyId=key["Arn"], SecretString="x")
    secrets.put_resource_policy(SecretId=secret["ARN"], ResourcePolicy=json.dumps(reading))
    bench.client("ssm").put_parameter(Name="/shop/url", Type="String", Value="https://shop.example")
    bench.kept(
        "aws_kms_key.data", id=key["KeyId"], key_id=key["KeyId"], arn=key["Arn"], description="data",
        key_usage="ENCRYPT_DECRYPT", customer_master_key_spec="SYMMETRIC_DEFAULT", is_enabled=True,
        enable_key_rotation=True, multi_region=False, deletion_window_in_days=None, rotation_period_in_days=365,
        policy=json.dumps({"Id": "key-default-1", **root}), bypass_policy_lockout_safety_check=False, **TAGS,
    )  # fmt: skip
    bench.kept("aws_kms_key_policy.data", id=key["KeyId"], key_id=key["KeyId"], policy=json.dumps(root))
    bench.kept(
        "aws_kms_alias.data", id="alias/data", name="alias/data", arn=arn("alias/data", "kms"),
        target_key_id=key["KeyId"], target_key_arn=key["Arn"],
    )  # fmt: skip
    bench.kept(
        "aws_secretsmanager_secret.db", id=secret["ARN"], arn=secret["ARN"], name="shop/db",
        description="the database", kms_key_id=key["Arn"], policy="", recovery_window_in_days=30, replica=[], **TAGS,
    )  # fmt: skip
    bench.kept(
        "aws_secretsmanager_secret_policy.db", id=secret["ARN"], secret_arn=secret["ARN"], policy=json.dumps(reading)
    )
    bench.kept(
        "aws_ssm_parameter.url", id="/shop/url", name="/shop/url", arn=arn("parameter/shop/url", "ssm"), type="String",
        value="https://shop.example", tier="Standard", key_id="", description="", version=1, data_type="text", **TAGS,
    )  # fmt: skip


def files(bench):
    """A file system with a policy."""
    policy = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "elasticfilesystem:ClientMount",
        "Condition": {"Bool": {"aws:SecureTransport": "true"}},
    }]}  # fmt: skip
    bench.code(
        """
resource "aws_efs_file_system" "shared" {
  creation_token = "shared"
  encrypted      = true
  lifecycle_policy {
    transition_to_ia = "AFTER_30_DAYS"
  }
  tags = { Name = "shared" }
}

resource "aws_efs_file_system_policy" "shared" {
  file_system_id = aws_efs_file_system.shared.id
  policy         = jsonencode(%s)
}
"""
        % json.dumps(policy)
    )
    efs = bench.client("efs")
    made = efs.create_file_system(CreationToken="shared", Encrypted=True, Tags=[{"Key": "Name", "Value": "shared"}])
    name = made["FileSystemId"]
    efs.put_lifecycle_configuration(FileSystemId=name, LifecyclePolicies=[{"TransitionToIA": "AFTER_30_DAYS"}])
    efs.put_file_system_policy(FileSystemId=name, Policy=json.dumps(policy))
    tags = {"Name": "shared"}
    bench.kept(
        "aws_efs_file_system.shared", id=name, arn=arn(f"file-system/{name}", "elasticfilesystem"),
        creation_token="shared", encrypted=True, kms_key_id=made.get("KmsKeyId", ""), tags=tags, tags_all=tags,
        performance_mode="generalPurpose", throughput_mode="bursting",
        lifecycle_policy=[{"transition_to_ia": "AFTER_30_DAYS", "transition_to_archive": "",
                           "transition_to_primary_storage_class": ""}],
    )  # fmt: skip
    bench.kept("aws_efs_file_system_policy.shared", id=name, file_system_id=name, policy=json.dumps(policy))


ESTATES = (buckets, buckets_of_old, keys, files)
