"""What is there and declared nowhere: only of types that are managed, and without what AWS makes by itself."""

from __future__ import annotations

import json

from tests.drift.aws.bench import told
from tests.drift.aws.estate import access, edge, network, storage

from trueline.model.drift_settings import DriftSettings


def test_what_nobody_declared_is_told_where_it_stands_in_the_snapshot(bench):
    access.roles(bench)
    iam = bench.client("iam")
    iam.create_role(RoleName="by-hand", AssumeRolePolicyDocument=json.dumps(access.TRUST))
    iam.create_service_linked_role(AWSServiceName="autoscaling.amazonaws.com")

    drifts = bench.drifts(["aws_iam_role"], DriftSettings(managed=("terraform/aws_iam_role",)))

    assert told(drifts) == [("aws/undeclared", "arn:aws:iam::123456789012:role/by-hand", "")]
    assert drifts[0].location.path == "live.json"
    lines = (bench.folder / "live.json").read_text().splitlines()
    assert "by-hand" in "".join(lines[drifts[0].location.region.start_line - 1 :][:20])


def test_nothing_is_undeclared_where_nothing_is_managed(bench):
    access.roles(bench)
    bench.client("iam").create_role(RoleName="by-hand", AssumeRolePolicyDocument=json.dumps(access.TRUST))

    assert told(bench.drifts(["aws_iam_role"])) == []


def test_what_a_vpc_comes_with_is_not_undeclared(bench):
    network.security_groups(bench)
    managed = ["aws_vpc", "aws_subnet", "aws_security_group", "aws_route_table", "aws_network_acl"]

    drifts = bench.drifts(managed, DriftSettings(managed=tuple(f"terraform/{kind}" for kind in managed)))

    assert [one.message for one in drifts] == []


def test_keys_of_aws_are_not_undeclared(bench):
    storage.keys(bench)

    drifts = bench.drifts(["aws_kms_alias"], DriftSettings(managed=("terraform/aws_kms_alias",)))

    assert [one.message for one in drifts] == []


def test_what_is_managed_and_was_not_listed_is_not_clean(bench):
    access.roles(bench)

    drifts = bench.drifts(drift=DriftSettings(managed=("terraform/aws_iam_user", "terraform/aws_fsx_*")))

    assert [(one.kind, one.type) for one in drifts] == [
        ("snapshot/unchecked", "terraform/aws_iam_user"),
        ("snapshot/unchecked", "terraform/aws_fsx_*"),
    ]


def test_records_are_told_only_where_all_of_them_are_declared(bench):
    edge.names(bench)
    zone = json.loads((bench.folder / "infra.tfstate").read_text())["resources"][0]["instances"][0]["attributes"]["id"]
    made = {"Name": "api.shop.example.", "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "192.0.2.1"}]}
    change = {"Changes": [{"Action": "CREATE", "ResourceRecordSet": made}]}
    bench.client("route53").change_resource_record_sets(HostedZoneId=zone, ChangeBatch=change)

    assert told(bench.drifts()) == []
    managed = DriftSettings(managed=("terraform/aws_route53_record",))
    assert told(bench.drifts(drift=managed)) == [("aws/added", "aws_route53_zone.shop", "record[A api.shop.example]")]
