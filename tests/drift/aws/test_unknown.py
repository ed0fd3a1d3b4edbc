"""What is not known differs from nothing, and what could not be checked is said."""

from __future__ import annotations

import json

from tests.drift.aws.bench import told
from tests.drift.aws.estate import storage
from tests.drift.aws.handmade import compare, thing
from tests.drift.aws.test_two_changes import _apply, _drift


def test_a_type_that_nothing_reads_is_said_once(bench):
    _apply(bench)
    for name in ("a", "b"):
        bench.kept(f"aws_fsx_lustre_file_system.{name}", id=f"fs-{name}", arn=f"arn:aws:fsx:eu-west-1:1:fs/{name}")

    (found,) = bench.drifts()

    assert (found.kind, found.details["count"]) == ("snapshot/unchecked", 2)
    assert found.details["reason"] == "nothing reads this type yet (so 2 of aws_fsx_lustre_file_system)"
    assert found.details["addresses"] == ["aws_fsx_lustre_file_system.a", "aws_fsx_lustre_file_system.b"]


def test_what_was_not_allowed_to_be_read_is_unchecked(bench):
    _, url = _apply(bench)
    found = bench.take()
    found["resources"] = [one for one in found["resources"] if one["type"] != "aws_sqs_queue"]
    found["unread"] = [{"type": "aws_sqs_queue", "id": url, "reason": "not allowed to call sqs:get_queue_attributes"}]
    (bench.folder / "live.json").write_text(json.dumps(found))

    (one,) = bench.detect().drifts

    assert (one.kind, one.address) == ("snapshot/unchecked", "aws_sqs_queue.jobs")
    assert one.details["reason"] == "not allowed to call sqs:get_queue_attributes"


def test_a_snapshot_that_does_not_tell_of_a_thing_is_not_proof_that_it_is_gone(bench):
    _apply(bench)
    bench.take()
    bench.kept("aws_sqs_queue.more", id="https://sqs/1/more", name="more")

    assert {one.kind for one in bench.detect().drifts} == {"snapshot/unchecked"}


def test_changes_that_the_code_leaves_to_others_say_so(bench):
    group, url = _apply(bench)
    code = (bench.folder / "infra/main.tf").read_text()
    leave = "\n  lifecycle {{\n    ignore_changes = [{}]\n  }}\n"
    code = code.replace(
        "  vpc_id      = aws_vpc.main.id\n", "  vpc_id      = aws_vpc.main.id\n" + leave.format("ingress")
    )
    code = code.replace("_seconds = 60\n", "_seconds = 60\n" + leave.format("visibility_timeout_seconds"))
    bench.code(code)
    _drift(bench, group, url)
    changed, added = bench.drifts()

    assert told([changed]) == [("aws/changed", "aws_sqs_queue.jobs", "visibility_timeout_seconds")]
    assert (added.kind, added.path, added.details["internet"]) == ("aws/added", "ingress[tcp 22-22 0.0.0.0/0]", True)
    assert changed.details["ignored"] is added.details["ignored"] is True


def test_code_that_was_not_applied_is_said_to_be(bench):
    _apply(bench)
    bench.code((bench.folder / "infra/main.tf").read_text().replace("= 60", "= 90"))

    (one,) = bench.drifts()

    assert (one.kind, one.path, one.declared, one.actual) == ("aws/changed", "visibility_timeout_seconds", 90, 60)
    assert one.details["unapplied"] is True


def test_a_state_that_is_older_than_what_is_there_is_no_drift_where_the_code_says_the_same(bench):
    _, url = _apply(bench)
    bench.code((bench.folder / "infra/main.tf").read_text().replace("= 60", "= 90"))
    bench.client("sqs").set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "90"})

    assert bench.drifts() == ()


def test_a_variable_that_is_not_set_is_no_difference(bench):
    group, _ = _apply(bench, keep=False)
    code = (bench.folder / "infra/main.tf").read_text().replace("= 60", "= var.timeout")
    bench.code(code.replace('["10.0.0.0/8"]', "[var.range]") + 'variable "timeout" {}\nvariable "range" {}\n')

    assert told(bench.drifts()) == []
    rule = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
    bench.client("ec2").authorize_security_group_ingress(GroupId=group, IpPermissions=[rule])
    assert told(bench.drifts()) == [("aws/added", "aws_security_group.web", "ingress[tcp 22-22 0.0.0.0/0]")]


def test_a_rule_whose_group_is_not_known_may_be_of_any(bench):
    group, _ = _apply(bench, keep=False)
    bench.code(
        (bench.folder / "infra/main.tf").read_text()
        + """
data "aws_security_group" "shared" {
  name = "web"
}

resource "aws_security_group_rule" "ssh" {
  type              = "ingress"
  security_group_id = data.aws_security_group.shared.id
  from_port         = 22
  to_port           = 22
  protocol          = "tcp"
  cidr_blocks       = ["0.0.0.0/0"]
}
"""
    )
    rule = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
    bench.client("ec2").authorize_security_group_ingress(GroupId=group, IpPermissions=[rule])

    drifts = bench.drifts()

    assert told(drifts) == []
    assert "aws_security_group_rule.ssh" in [one.address for one in drifts]


def test_default_tags_of_the_provider_are_declared(bench):
    _, url = _apply(bench)
    bench.code(
        (bench.folder / "infra/main.tf").read_text()
        + """
provider "aws" {
  default_tags {
    tags = { Team = "shop" }
  }
}
"""
    )
    bench.client("sqs").tag_queue(QueueUrl=url, Tags={"Team": "shop"})
    body = json.loads((bench.folder / "infra.tfstate").read_text())
    for one in body["resources"]:
        one["instances"][0]["attributes"]["tags_all"] = {"Team": "shop"}
    (bench.folder / "infra.tfstate").write_text(json.dumps(body))
    for kind in ("vpc", "security-group"):
        name = next(
            one["instances"][0]["attributes"]["id"] for one in body["resources"]
            if one["type"] == f"aws_{kind.replace('-', '_')}"
        )  # fmt: skip
        bench.client("ec2").create_tags(Resources=[name], Tags=[{"Key": "Team", "Value": "shop"}])

    assert bench.drifts() == ()


def test_a_bucket_alone_needs_no_state(bench):
    storage.buckets_of_old(bench)
    bench.state = None
    bench.client("s3").put_bucket_versioning(Bucket="shop-old", VersioningConfiguration={"Status": "Suspended"})

    (one,) = (drift for drift in bench.drifts() if drift.kind != "snapshot/unchecked")

    assert (one.kind, one.address) == ("aws/changed", "aws_s3_bucket.old")
    assert one.location.region.start_line == 5


def test_a_setting_that_was_not_allowed_to_be_read_is_unchecked_and_the_others_are(bench):
    storage.buckets(bench)
    found = bench.take()
    kinds = ("aws_s3_bucket_policy", "aws_s3_bucket_website_configuration")
    found["resources"] = [one for one in found["resources"] if one["type"] not in kinds]
    found["unread"] = [{"type": kind, "id": "shop-data", "reason": "not allowed"} for kind in kinds]
    (bench.folder / "live.json").write_text(json.dumps(found))

    drifts = bench.detect().drifts

    assert {(one.kind, one.type.removeprefix("terraform/")) for one in drifts} == {
        ("snapshot/unchecked", kind) for kind in kinds
    }


def test_the_rule_that_aws_gives_each_new_group_is_nobodys(bench):
    ec2 = bench.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    ec2.create_security_group(GroupName="new", Description="new", VpcId=vpc)
    bench.code('resource "aws_security_group" "new" {\n  name        = "new"\n  description = "new"\n}\n')

    assert bench.drifts() == ()


def test_scripts_and_environments_of_containers_are_not_shown(bench):
    from tests.drift.aws.estate import containers

    containers.services(bench)
    code = (bench.folder / "infra/main.tf").read_text()
    bench.code(code.replace("app:1", "app:2").replace("hunter2", "hunter3"))

    drifts = [one for one in bench.drifts() if one.kind == "aws/changed"]

    assert [(one.path, one.declared, one.actual) for one in drifts] == [
        ("container_definitions[0].image", "app:2", "app:1")
    ]
    assert "hunter" not in repr(drifts)


def test_what_aws_has_no_word_of_is_not_as_declared(tmp_path):
    code = 'resource "aws_eks_cluster" "main" {\n  name = "main"\n  version = "1.33"\n  role_arn = "arn:x:role/a"\n}\n'
    attributes = {"name": "main", "version": None, "role_arn": "arn:x:role/a"}
    (found,) = compare(tmp_path, code, {"resources": [thing("aws_eks_cluster", "main", attributes)]}).drifts

    assert found.kind == "snapshot/unchecked"
    assert found.details["attributes"] == ["version"]
