"""Which thing that is there a declared one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.drift.aws.handmade import compare, thing
from tests.drift.terraform.states import instance, resource, snapshot, state

if TYPE_CHECKING:
    from pathlib import Path


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
