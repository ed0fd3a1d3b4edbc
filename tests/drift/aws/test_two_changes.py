"""What an example declares is there; one attribute is changed and one rule added through the API: two differences."""

from __future__ import annotations

from tests.drift.aws.bench import REGION, lines, told

CODE = """\
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_security_group" "web" {
  name        = "web"
  description = "web servers"
  vpc_id      = aws_vpc.main.id

  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }
}

resource "aws_sqs_queue" "jobs" {
  name                       = "jobs"
  visibility_timeout_seconds = 60
}
"""


def _apply(bench, *, keep=True):
    ec2, sqs = bench.client("ec2"), bench.client("sqs")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    group = ec2.create_security_group(GroupName="web", Description="web servers", VpcId=vpc)["GroupId"]
    everything = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
    ec2.revoke_security_group_egress(GroupId=group, IpPermissions=[everything])
    rule = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[rule])
    url = sqs.create_queue(QueueName="jobs", Attributes={"VisibilityTimeout": "60"})["QueueUrl"]
    bench.code(CODE)
    if keep:
        bench.kept(
            "aws_vpc.main", id=vpc, arn=f"arn:aws:ec2:{REGION}:123456789012:vpc/{vpc}", cidr_block="10.0.0.0/16",
            enable_dns_support=True, enable_dns_hostnames=False, instance_tenancy="default", tags=None, tags_all={},
        )  # fmt: skip
        bench.kept(
            "aws_security_group.web", id=group, arn=f"arn:aws:ec2:{REGION}:123456789012:security-group/{group}",
            name="web", name_prefix="", description="web servers", vpc_id=vpc, egress=[], tags=None, tags_all={},
            ingress=[{
                "cidr_blocks": ["10.0.0.0/8"], "description": "", "from_port": 443, "ipv6_cidr_blocks": [],
                "prefix_list_ids": [], "protocol": "tcp", "security_groups": [], "self": False, "to_port": 443,
            }],
        )  # fmt: skip
        bench.kept(
            "aws_sqs_queue.jobs", id=url, url=url, arn=f"arn:aws:sqs:{REGION}:123456789012:jobs", name="jobs",
            visibility_timeout_seconds=60, message_retention_seconds=345600, max_message_size=262144, delay_seconds=0,
            receive_wait_time_seconds=0, fifo_queue=False, content_based_deduplication=False, policy="",
            kms_master_key_id="", sqs_managed_sse_enabled=True, tags=None, tags_all={},
        )  # fmt: skip
    return group, url


def _drift(bench, group, url):
    rule = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
    bench.client("ec2").authorize_security_group_ingress(GroupId=group, IpPermissions=[rule])
    bench.client("sqs").set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "5"})


def test_nothing_drifted_right_after_it_was_made(bench):
    _apply(bench)

    assert bench.drifts() == ()


def test_the_two_differences_are_told_at_their_lines(bench):
    group, url = _apply(bench)
    _drift(bench, group, url)

    drifts = bench.drifts()

    assert told(drifts) == [
        ("aws/changed", "aws_sqs_queue.jobs", "visibility_timeout_seconds"),
        ("aws/added", "aws_security_group.web", "ingress[tcp 22-22 0.0.0.0/0]"),
    ]
    assert lines(drifts) == {"aws_sqs_queue.jobs": 20, "aws_security_group.web": 5}
    changed, added = drifts
    assert (changed.declared, changed.actual) == (60, 5)
    assert changed.message == "visibility_timeout_seconds is 5, declared 60"
    assert added.message == "ingress rule: tcp port 22 from the internet (0.0.0.0/0) is there, declared nowhere"
    assert added.details["touches"] == ["network", "exposure"]
    assert (added.location.path, added.unit, added.snapshot) == ("infra/main.tf", "infra", "live.json")


def test_the_code_alone_tells_both_as_well(bench):
    group, url = _apply(bench, keep=False)
    _drift(bench, group, url)

    assert told(bench.drifts()) == [
        ("aws/changed", "aws_sqs_queue.jobs", "visibility_timeout_seconds"),
        ("aws/added", "aws_security_group.web", "ingress[tcp 22-22 0.0.0.0/0]"),
    ]


def test_what_was_deleted_is_missing(bench):
    group, url = _apply(bench)
    bench.client("sqs").delete_queue(QueueUrl=url)
    bench.client("ec2").delete_security_group(GroupId=group)

    assert told(bench.drifts()) == [
        ("aws/missing", "aws_security_group.web", ""),
        ("aws/missing", "aws_sqs_queue.jobs", ""),
    ]


def test_a_rule_that_was_taken_away_is_missing(bench):
    group, _ = _apply(bench)
    rule = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}
    bench.client("ec2").revoke_security_group_ingress(GroupId=group, IpPermissions=[rule])

    drifts = bench.drifts()

    assert told(drifts) == [("aws/missing", "aws_security_group.web", "ingress[tcp 443-443 10.0.0.0/8]")]
    assert lines(drifts) == {"aws_security_group.web": 10}
