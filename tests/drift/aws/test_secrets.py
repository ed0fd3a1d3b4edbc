"""What is secret is compared and never shown, however deep it stands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.drift.aws.handmade import compare, thing
from tests.drift.terraform.states import instance, resource, snapshot, state

from trueline.values.unknown import is_sensitive, leaves

if TYPE_CHECKING:
    from pathlib import Path

    from trueline.model.drift import Detected

SECRET = "hunter2hunter2"
TASK = "arn:aws:ecs:eu-west-1:123456789012:task-definition/web:1"


def _containers(*names: str) -> str:
    variables = [{"name": "DB_PASSWORD", "value": SECRET}, {"name": "ANY", "value": f"x{SECRET}"}]
    return json.dumps([{"name": name, "image": "a:1", "environment": variables} for name in names])


def _is_hidden(found: Detected) -> bool:
    shown = [leaf for one in found.drifts for leaf in leaves([one.declared, one.actual, *one.details.values()])]
    texts = [leaf for leaf in shown if isinstance(leaf, str) and SECRET in leaf]
    return bool(texts) and all(map(is_sensitive, texts)) and all(SECRET not in one.message for one in found.drifts)


def test_a_container_that_is_gone_does_not_tell_its_environment(tmp_path: Path) -> None:
    attributes = {"id": "web", "family": "web", "arn": TASK, "container_definitions": _containers("web", "side")}
    given = snapshot(state(resource("aws_ecs_task_definition", "w", instance(attributes))))
    task = {"family": "web", "container_definitions": '[{"name": "web", "image": "a:1"}]'}
    there = thing("aws_ecs_task_definition", "web", task, TASK)
    text = json.dumps(_containers("web", "side")).replace("$", "$$")
    code = f'resource "aws_ecs_task_definition" "w" {{\n  family = "web"\n  container_definitions = {text}\n}}\n'
    found = compare(tmp_path, code, {"resources": [there]}, given)

    assert [one.path for one in found.drifts] == ["container_definitions[1]"]
    assert _is_hidden(found)


@pytest.mark.parametrize("is_there", [True, False], ids=["another action", "no listener"])
def test_a_listener_does_not_tell_the_secret_of_its_client(tmp_path: Path, is_there: bool) -> None:
    client = {"type": "authenticate-oidc", "authenticate_oidc": [{"client_secret": SECRET}]}
    onward = {"type": "forward", "target_group_arn": "arn:x"}
    listener = {"id": "arn:li", "load_balancer_arn": "arn:lb", "port": 443, "default_action": [client, onward]}
    given = snapshot(
        state(
            resource("aws_lb", "l", instance({"id": "arn:lb", "arn": "arn:lb", "name": "l"})),
            resource("aws_lb_listener", "l", instance(listener)),
        )
    )
    there = [thing("aws_lb", "arn:lb", {"name": "l", "arn": "arn:lb"})]
    if is_there:
        there.append(thing("aws_lb_listener", "arn:li", {**listener, "default_action": [onward]}))

    assert _is_hidden(compare(tmp_path, "", {"resources": there}, given))


def test_what_the_code_marks_as_sensitive_is_not_shown_where_the_state_knows_it(tmp_path: Path) -> None:
    code = 'variable "v" {\n  sensitive = true\n}\nresource "aws_sqs_queue" "q" {\n  name = "q"\n  fifo = var.v\n}\n'
    queue = {"id": "q", "name": "q", "fifo": SECRET}
    marked = instance(queue, sensitive_attributes=[[{"type": "get_attr", "value": "fifo"}]])
    given = snapshot(state(resource("aws_sqs_queue", "q", marked)))
    found = compare(tmp_path, code, {"resources": [thing("aws_sqs_queue", "q", {"name": "q", "fifo": "b"})]}, given)

    assert [one.path for one in found.drifts] == ["fifo"]
    assert _is_hidden(found)


def test_a_policy_with_something_secret_in_it_is_not_told(tmp_path: Path) -> None:
    code = (
        'variable "account" {\n  sensitive = true\n  default = "999988887777"\n}\n'
        'resource "aws_sqs_queue" "q" {\n  name = "q"\n  policy = jsonencode({ Statement = [{\n'
        '    Effect = "Allow", Action = "sqs:*", Resource = "*"\n'
        '    Principal = { AWS = "arn:aws:iam::${var.account}:root" }\n  }] })\n}\n'
    )
    policy = {"Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": "*", "Principal": "*"}]}
    there = [
        thing("aws_sqs_queue", "u", {"name": "q"}),
        thing("aws_sqs_queue_policy", "u", {"queue_url": "u", "policy": json.dumps(policy)}),
    ]
    (found,) = compare(tmp_path, code, {"resources": there}).drifts

    assert (found.path, found.details["touches"]) == ("policy", ["access", "exposure"])
    assert is_sensitive(found.declared)
    assert "9999" not in found.message
