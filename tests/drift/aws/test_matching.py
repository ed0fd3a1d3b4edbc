"""Which thing that is there a declared one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from effort import ends, growth
from tests.drift.aws.handmade import compare, thing
from tests.drift.terraform.states import instance, resource, snapshot, state

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from trueline.model.drift import Detected


def test_another_one_of_the_same_name_is_not_the_one_that_is_gone(tmp_path: Path) -> None:
    given = snapshot(state(resource("aws_security_group", "g", instance({"id": "sg-1", "name": "web"}))))
    live = {
        "resources": [thing("aws_security_group", "sg-2", {"name": "web"})],
        "absent": [{"type": "aws_security_group", "id": "sg-1"}],
        "listed": ["aws_security_group"],
    }
    found = compare(tmp_path, "", live, given, managed="terraform/aws_security_group")

    assert [(one.kind, one.address) for one in found.drifts] == [
        ("aws/missing", "aws_security_group.g"),
        ("aws/undeclared", "sg-2"),
    ]


def test_many_rules_of_which_nobody_knows_whose_they_are_take_no_more_than_their_number(tmp_path: Path) -> None:
    rule = (
        'resource "aws_security_group_rule" "r{0}" {{\n  security_group_id = var.group\n  type = "ingress"\n'
        '  protocol = "tcp"\n  from_port = {0}\n  to_port = {0}\n  cidr_blocks = ["10.0.0.0/8"]\n}}\n'
    )
    code = 'variable "group" {}\nresource "aws_security_group" "g" {\n  name = "g"\n}\n'

    def many(size: int) -> Callable[[], Detected]:
        there = [{"protocol": "tcp", "from_port": port, "to_port": port, "cidr_blocks": ["10.0.0.0/8"]}
                 for port in range(1, 2 * size + 1)]  # fmt: skip
        live = {"resources": [thing("aws_security_group", "sg-1", {"name": "g", "ingress": there})]}
        text = code + "".join(rule.format(port) for port in range(size + 1, 2 * size + 1))
        return lambda: compare(tmp_path, text, live)

    with ends():
        found = many(1000)()

    assert sum(one.kind == "aws/added" for one in found.drifts) == 1000
    assert growth(many, 50) < 2.5


def test_what_is_gone_in_one_region_is_there_in_another(tmp_path: Path) -> None:
    arn = "arn:aws:logs:{}:123456789012:log-group:app"
    groups = [
        resource("aws_cloudwatch_log_group", name, instance({"id": "app", "name": "app", "arn": arn.format(region)}))
        for name, region in (("east", "us-east-1"), ("west", "eu-west-1"))
    ]
    east = arn.format("us-east-1")
    live = {
        "resources": [thing("aws_cloudwatch_log_group", "app", {"name": "app"}, east, "us-east-1")],
        "absent": [{"type": "aws_cloudwatch_log_group", "id": "app"}],
    }
    found = compare(tmp_path, "", live, snapshot(state(*groups)))

    assert [(one.kind, one.address) for one in found.drifts] == [("aws/missing", "aws_cloudwatch_log_group.west")]


def test_what_lies_in_a_region_that_was_not_listed_is_not_gone(tmp_path: Path) -> None:
    queue = instance({"id": "u", "name": "q", "arn": "arn:aws:sqs:us-east-1:123456789012:q"})
    live = {"resources": [], "listed": [{"type": "aws_sqs_queue", "regions": ["eu-west-1"]}]}
    found = compare(tmp_path, "", live, snapshot(state(resource("aws_sqs_queue", "q", queue))))

    assert [one.kind for one in found.drifts] == ["snapshot/unchecked"]


def test_a_region_that_could_not_be_listed_is_said(tmp_path: Path) -> None:
    live = {
        "resources": [],
        "listed": [{"type": "aws_sqs_queue", "regions": ["eu-west-1"]}],
        "unread": [{"type": "aws_sqs_queue", "id": "*", "region": "us-east-1", "reason": "not allowed to call sqs"}],
    }
    (found,) = compare(tmp_path, "", live, managed="terraform/aws_sqs_queue").drifts

    assert (found.kind, found.details["reason"]) == ("snapshot/unchecked", "not allowed to call sqs")
