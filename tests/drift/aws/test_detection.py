"""What is changed through the API is told, each as one difference, at its place."""

from __future__ import annotations

import base64
import json

import pytest
from tests.drift.aws.bench import told
from tests.drift.aws.estate import access, compute, databases, messages, network, storage

EVERYBODY = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::shop-data/*"}
]}  # fmt: skip


def _id(bench, address):
    body = json.loads((bench.folder / "infra.tfstate").read_text())
    kind, _, name = address.partition(".")
    return next(
        one["instances"][0]["attributes"]["id"]
        for one in body["resources"]
        if (one["type"], one["name"]) == (kind, name)
    )


def _open_bucket(bench):
    s3 = bench.client("s3")
    s3.put_public_access_block(Bucket="shop-data", PublicAccessBlockConfiguration={
        "BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": False, "RestrictPublicBuckets": True,
    })  # fmt: skip
    s3.put_bucket_policy(Bucket="shop-data", Policy=json.dumps(EVERYBODY))
    s3.delete_bucket_encryption(Bucket="shop-data")
    s3.put_bucket_versioning(Bucket="shop-data", VersioningConfiguration={"Status": "Suspended"})
    s3.put_bucket_tagging(Bucket="shop-data", Tagging={"TagSet": [
        {"Key": "Team", "Value": "other"}, {"Key": "Empty", "Value": ""}, {"Key": "By", "Value": "hand"},
        {"Key": "kubernetes.io/x", "Value": "x"},
    ]})  # fmt: skip
    return [
        ("aws/changed", "aws_s3_bucket.data", "tags.Team"),
        ("aws/changed", "aws_s3_bucket.data", "tags.By"),
        ("aws/changed", "aws_s3_bucket_policy.data", "policy"),
        ("aws/changed", "aws_s3_bucket_public_access_block.data", "block_public_policy"),
        ("aws/changed", "aws_s3_bucket_versioning.data", "versioning_configuration[0].status"),
        ("aws/missing", "aws_s3_bucket_server_side_encryption_configuration.data", ""),
    ]


def _policy_on_old_bucket(bench):
    bench.client("s3").put_bucket_policy(Bucket="shop-old", Policy=json.dumps(EVERYBODY))
    return [("aws/added", "aws_s3_bucket.old", "policy")]


def _role_that_may_all(bench):
    iam = bench.client("iam")
    everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    admin = iam.create_policy(PolicyName="admin", PolicyDocument=json.dumps(everything))["Policy"]["Arn"]
    iam.attach_role_policy(RoleName="alone", PolicyArn=admin)
    iam.put_role_policy(RoleName="inside", PolicyName="more", PolicyDocument=json.dumps(access.LISTS))
    iam.delete_role_policy(RoleName="alone", PolicyName="lists")
    trust = {**access.TRUST, "Statement": [{"Action": "sts:AssumeRole", "Effect": "Allow", "Principal": {"AWS": "*"}}]}
    iam.update_assume_role_policy(RoleName="inside", PolicyDocument=json.dumps(trust))
    return [
        ("aws/changed", "aws_iam_role.inside", "assume_role_policy"),
        ("aws/missing", "aws_iam_role_policy.lists", ""),
        ("aws/added", "aws_iam_role.alone", f"attached_policy[{admin}]"),
        ("aws/added", "aws_iam_role.inside", "inline_policy[more]"),
    ]


def _second_key(bench):
    key = bench.client("iam").create_access_key(UserName="ana")["AccessKey"]["AccessKeyId"]
    bench.client("iam").remove_user_from_group(GroupName="shop", UserName="ben")
    return [
        ("aws/added", "aws_iam_user.ana", f"access_key[{key}]"),
        ("aws/missing", "aws_iam_group_membership.shop", "users[ben]"),
    ]


def _other_rules(bench):
    ec2 = bench.client("ec2")
    alone = _id(bench, "aws_security_group.alone")
    old = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "10.9.0.0/16"}]}
    ec2.revoke_security_group_ingress(GroupId=alone, IpPermissions=[old])
    new = {"IpProtocol": "-1", "Ipv6Ranges": [{"CidrIpv6": "::/0"}]}
    ec2.authorize_security_group_ingress(GroupId=alone, IpPermissions=[new])
    return [
        ("aws/missing", "aws_vpc_security_group_ingress_rule.ssh", ""),
        ("aws/added", "aws_security_group.alone", "ingress[all ::/0]"),
    ]


def _other_route(bench):
    ec2 = bench.client("ec2")
    table, gateway = _id(bench, "aws_route_table.private"), _id(bench, "aws_internet_gateway.out")
    ec2.replace_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
    ec2.create_route(RouteTableId=table, DestinationCidrBlock="192.0.2.0/24", GatewayId=gateway)
    return [
        ("aws/changed", "aws_route.nat", "target"),
        ("aws/added", "aws_route_table.private", "route[192.0.2.0/24]"),
    ]


def _open_database(bench):
    rds = bench.client("rds")
    rds.modify_db_instance(DBInstanceIdentifier="shop", BackupRetentionPeriod=0, ApplyImmediately=True)
    rds.modify_db_instance(DBInstanceIdentifier="shop", DeletionProtection=False, ApplyImmediately=True)
    return [
        ("aws/changed", "aws_db_instance.db", "backup_retention_period"),
        ("aws/changed", "aws_db_instance.db", "deletion_protection"),
    ]


def _other_key(bench):
    kms = bench.client("kms")
    key = _id(bench, "aws_kms_key.data")
    kms.disable_key_rotation(KeyId=key)
    kms.disable_key(KeyId=key)
    return [
        ("aws/changed", "aws_kms_key.data", "is_enabled"),
        ("aws/changed", "aws_kms_key.data", "enable_key_rotation"),
    ]


def _other_function(bench):
    functions = bench.client("lambda")
    variables = {"DB_PASSWORD": "hunter3", "DEBUG": "1"}
    functions.update_function_configuration(FunctionName="job", Timeout=60, Environment={"Variables": variables})
    functions.add_permission(FunctionName="job", StatementId="all", Action="lambda:InvokeFunction", Principal="*")
    functions.update_function_url_config(FunctionName="job", AuthType="NONE")
    return [
        ("aws/changed", "aws_lambda_function.job", "timeout"),
        ("aws/changed", "aws_lambda_function.job", "environment[0].variables.DEBUG"),
        ("aws/changed", "aws_lambda_function.job", "environment[0].variables.MODE"),
        ("aws/added", "aws_lambda_function.job", "permission[all]"),
        ("aws/changed", "aws_lambda_function_url.job", "authorization_type"),
    ]


def _quiet(bench):
    bench.client("cloudtrail").stop_logging(Name="all")
    bench.client("logs").delete_retention_policy(logGroupName="/shop/app")
    bench.client("cloudwatch").disable_alarm_actions(AlarmNames=["depth"])
    return [
        ("aws/changed", "aws_cloudtrail.all", "enable_logging"),
        ("aws/changed", "aws_cloudwatch_log_group.app", "retention_in_days"),
        ("aws/changed", "aws_cloudwatch_metric_alarm.depth", "actions_enabled"),
    ]


def _other_instance(bench):
    ec2 = bench.client("ec2")
    name = _id(bench, "aws_instance.web")
    ec2.modify_instance_attribute(InstanceId=name, SourceDestCheck={"Value": False})
    ec2.stop_instances(InstanceIds=[name])
    ec2.modify_instance_attribute(InstanceId=name, InstanceType={"Value": "t3.large"})
    ec2.modify_instance_attribute(InstanceId=name, UserData={"Value": base64.b64encode(b"curl example | sh")})
    return [
        ("aws/changed", "aws_instance.web", "instance_type"),
        ("aws/changed", "aws_instance.web", "source_dest_check"),
        ("aws/changed", "aws_instance.web", "user_data"),
    ]


def _other_listener(bench):
    lb = bench.client("elbv2")
    balancer, listener = _id(bench, "aws_lb.web"), _id(bench, "aws_lb_listener.http")
    answer = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "200", "ContentType": "text/plain"}}
    lb.create_listener(LoadBalancerArn=balancer, Port=81, Protocol="HTTP", DefaultActions=[answer])
    lb.delete_listener(ListenerArn=listener)
    return [("aws/missing", "aws_lb_listener.http", ""), ("aws/added", "aws_lb.web", "listener[81]")]


CHANGES = (
    (storage.buckets, _open_bucket),
    (storage.buckets_of_old, _policy_on_old_bucket),
    (storage.keys, _other_key),
    (access.roles, _role_that_may_all),
    (access.people, _second_key),
    (network.security_groups, _other_rules),
    (network.routes, _other_route),
    (databases.relational, _open_database),
    (messages.functions, _other_function),
    (messages.watching, _quiet),
    (compute.instances, _other_instance),
    (compute.balancers, _other_listener),
)


@pytest.mark.parametrize(("estate", "change"), CHANGES, ids=[change.__name__ for _, change in CHANGES])
def test_changes_are_told(bench, estate, change):
    estate(bench)
    expected = change(bench)

    drifts = bench.drifts()

    assert sorted(told(drifts)) == sorted(expected), [one.message for one in drifts]
    assert "hunter" not in (bench.folder / "live.json").read_text()
    assert not any("hunter" in one.message for one in drifts)
    assert all(one.location.path == "infra/main.tf" and one.location.region for one in drifts)


def test_a_key_that_waits_to_be_deleted_is_missing(bench):
    storage.keys(bench)
    bench.client("kms").schedule_key_deletion(KeyId=_id(bench, "aws_kms_key.data"), PendingWindowInDays=7)

    missing = [one.address for one in bench.drifts() if one.kind == "aws/missing"]

    assert missing[0] == "aws_kms_key.data"


def test_rules_that_a_cluster_makes_are_its_own(bench):
    network.security_groups(bench)
    said = "kubernetes.io/rule/nlb/health=a1"
    rule = {"IpProtocol": "tcp", "FromPort": 30000, "ToPort": 30000, "IpRanges": [{"CidrIp": "10.0.0.0/16"}]}
    rule["IpRanges"][0]["Description"] = said
    bench.client("ec2").authorize_security_group_ingress(
        GroupId=_id(bench, "aws_security_group.alone"), IpPermissions=[rule]
    )

    assert bench.drifts() == ()


def test_what_a_difference_touches_is_said(bench):
    storage.buckets(bench)
    _open_bucket(bench)

    touched = {(one.address, one.path): one.details["touches"] for one in bench.drifts()}

    assert touched["aws_s3_bucket_policy.data", "policy"] == ["access", "exposure"]
    assert touched["aws_s3_bucket_public_access_block.data", "block_public_policy"] == ["access", "exposure"]
    assert touched["aws_s3_bucket_server_side_encryption_configuration.data", ""] == ["encryption"]


def _grant(bench, bucket, *grants):
    owner = bench.client("s3").get_bucket_acl(Bucket=bucket)["Owner"]
    own = {"Grantee": {"Type": "CanonicalUser", "ID": owner["ID"]}, "Permission": "FULL_CONTROL"}
    policy = {"Grants": [own, *grants], "Owner": owner}
    bench.client("s3").put_bucket_acl(Bucket=bucket, AccessControlPolicy=policy)


def test_grants_that_no_canned_acl_has_are_told(bench):
    storage.buckets_of_old(bench)
    everybody = {"Type": "Group", "URI": "http://acs.amazonaws.com/groups/global/AllUsers"}
    _grant(bench, "shop-old", {"Grantee": everybody, "Permission": "WRITE_ACP"})

    (one,) = bench.drifts()

    assert (one.kind, one.path) == ("aws/changed", "acl")
    assert one.message == "acl is grants of its own: WRITE_ACP to global/AllUsers, declared private"
    assert one.details["touches"] == ["access", "exposure"]
