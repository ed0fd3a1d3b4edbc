"""Where things are looked for."""

from __future__ import annotations

from trueline.adapters.collectors.aws.cloud import Access, Cloud
from trueline.adapters.collectors.aws.collect import Reading
from trueline.adapters.collectors.aws.wanted import Wanted, of_state
from trueline.drift.terraform.instances import StateInstance

WEST = 'provider["registry.terraform.io/hashicorp/aws"].west'


def _one(kind, provider="p", **attributes):
    return StateInstance(f"{kind}.x", kind, "x", provider, attributes=attributes)


def test_a_region_is_told_by_arn_zone_or_provider():
    found = of_state([
        _one("aws_sqs_queue", WEST, id="u", arn="arn:aws:sqs:us-west-2:1:q"),
        _one("aws_route", WEST, id="r-1", route_table_id="rtb-1"),
        _one("aws_ebs_volume", id="vol-1", availability_zone="eu-west-1a"),
        _one("aws_ebs_volume", "local", id="vol-2", availability_zone="us-west-2-lax-1a"),
        _one("aws_s3_bucket", id="b", region="eu-north-1"),
        _one("aws_kms_alias", "other", id="alias/x"),
    ])  # fmt: skip

    assert [one.region for one in found] == ["us-west-2", "us-west-2", "eu-west-1", "us-west-2", "eu-north-1", ""]


def test_things_in_two_regions_are_read_in_each(bench):
    import boto3

    west = boto3.client("sqs", region_name="us-west-2", endpoint_url=bench.endpoint)
    here, there = (
        client.create_queue(QueueName=name)["QueueUrl"] for client, name in ((bench.client("sqs"), "a"), (west, "b"))
    )
    wanted = [Wanted("aws_sqs_queue", {"id": here}, "eu-west-1"), Wanted("aws_sqs_queue", {"id": there}, "us-west-2")]

    found = Reading(Cloud(Access(endpoint_url=bench.endpoint)), ["eu-west-1"]).snapshot(wanted, [], "now")

    assert [one["region"] for one in found["resources"] if one["type"] == "aws_sqs_queue"] == ["eu-west-1", "us-west-2"]
    assert found["regions"] == ["eu-west-1", "us-west-2"]


def test_what_is_not_found_in_a_region_that_was_guessed_is_not_gone(bench):
    wanted = [
        Wanted("aws_vpc", {"id": "vpc-1"}, "us-west-2"),
        Wanted("aws_vpc", {"id": "vpc-2"}),
    ]

    found = Reading(Cloud(Access(endpoint_url=bench.endpoint)), ["eu-west-1"]).snapshot(wanted, [], "now")

    assert found["absent"] == [{"type": "aws_vpc", "id": "vpc-1"}]
    assert [one["reason"] for one in found["unread"]] == ["its region is not known, and it is not in eu-west-1"]
