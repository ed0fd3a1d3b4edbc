"""A root that is evaluated for several environments beside the account of one of them, without a state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.drift.aws.bench import told
from tests.drift.aws.handmade import compare, thing

from trueline.model.settings import Environment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from trueline.model.drift import Drift

CODE = """\
variable "env" {}
variable "seconds" {}
resource "aws_sqs_queue" "jobs" {
  name          = "jobs-NAME"
  delay_seconds = var.seconds
}
"""
SHARED, OWN = CODE.replace("-NAME", ""), CODE.replace("NAME", "${var.env}")
ENVIRONMENTS = tuple(
    Environment(name, variables={"env": name, "seconds": seconds}) for name, seconds in (("dev", 5), ("prod", 60))
)


def drifts(tree: Path, code: str, queue: str, seconds: int, name: str = "live.json") -> Sequence[Drift]:
    live = {
        "resources": [thing("aws_sqs_queue", f"https://sqs/1/{queue}", {"name": queue, "delay_seconds": seconds})],
        "absent": [{"type": "aws_sqs_queue", "id": "jobs-dev"}],
    }
    return compare(tree, code, live, environments=ENVIRONMENTS, name=name).drifts


def test_what_another_environment_has_is_not_missing(tmp_path: Path) -> None:
    (found,) = drifts(tmp_path, OWN, "jobs-prod", 60)

    assert (found.kind, found.environment) == ("snapshot/unchecked", "dev")
    assert found.details["reason"] == "dev was not compared: nothing that it declares is in this account"


@pytest.mark.parametrize(
    ("seconds", "name", "expected", "others"),
    [
        pytest.param(60, "live.json", [], ["dev"], id="as in one of them"),
        pytest.param(5, "live.json", [], ["prod"], id="as in the other"),
        pytest.param(5, "aws-prod.json", [("aws/changed", "aws_sqs_queue.jobs", "delay_seconds")], ["dev"], id="named"),
        pytest.param(60, "aws-prod.json", [], ["dev"], id="named, and as declared"),
    ],
)
def test_of_environments_that_have_the_same_names_one_is_meant(
    tmp_path: Path, seconds: int, name: str, expected: list[tuple[str, str, str]], others: list[str]
) -> None:
    found = drifts(tmp_path, SHARED, "jobs", seconds, name)

    assert told(found) == expected
    assert [one.environment for one in found if one.kind == "snapshot/unchecked"] == others


def test_environments_that_share_an_account_are_all_compared(tmp_path: Path) -> None:
    queues = [
        thing("aws_sqs_queue", f"https://sqs/1/jobs-{name}", {"name": f"jobs-{name}", "delay_seconds": 7})
        for name in ("dev", "prod")
    ]
    found = compare(tmp_path, OWN, {"resources": queues}, environments=ENVIRONMENTS).drifts

    assert [(one.kind, one.environment) for one in found] == [("aws/changed", "dev"), ("aws/changed", "prod")]
