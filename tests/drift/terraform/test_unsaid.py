"""Attributes that nobody declared, and that a state has otherwise than the provider takes without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.drift.terraform.plans import compare_states, text_at, told
from tests.drift.terraform.states import instance, resource, snapshot, state

if TYPE_CHECKING:
    from pathlib import Path

    from trueline.model.drift import Detected


def _compare(tree: Path, kind: str, declared: str, attributes: dict[str, object]) -> Detected:
    source = f'variable "x" {{}}\nresource "{kind}" "n" {{\n  {declared}\n}}\n'
    (found,) = compare_states(tree, {"main.tf": source}, snapshot(state(resource(kind, "n", instance(attributes)))))
    return found


@pytest.mark.parametrize(
    ("kind", "attributes", "message"),
    [
        pytest.param("aws_subnet", {"map_public_ip_on_launch": True},
                     "map_public_ip_on_launch is true, declared nothing; the default is false", id="a switch"),
        pytest.param("aws_kms_key", {"is_enabled": False},
                     "is_enabled is false, declared nothing; the default is true", id="one that is on"),
        pytest.param("aws_iam_role", {"max_session_duration": 43200},
                     "max_session_duration is 43200, declared nothing; the default is 3600", id="a number"),
        pytest.param("aws_security_group_rule", {"ipv6_cidr_blocks": ["::/0"]},
                     'ipv6_cidr_blocks is ["::/0"], declared nothing', id="a list"),
        pytest.param("aws_vpc_security_group_ingress_rule", {"cidr_ipv6": "::/0"},
                     "cidr_ipv6 is ::/0, declared nothing", id="a text"),
    ],
)  # fmt: skip
def test_what_nobody_declared_and_is_no_default_differs(
    tmp_path: Path, kind: str, attributes: dict[str, object], message: str
) -> None:
    (found,) = _compare(tmp_path, kind, "", attributes).drifts

    assert (found.kind, found.path, found.declared) == ("terraform/differs", next(iter(attributes)), None)
    assert found.actual == attributes[found.path]
    assert found.message == message
    assert text_at(tmp_path, found).startswith(f'resource "{kind}"')


@pytest.mark.parametrize(
    ("kind", "declared", "attributes"),
    [
        pytest.param("aws_subnet", "", {"map_public_ip_on_launch": False}, id="the default"),
        pytest.param("aws_iam_role", "", {"max_session_duration": "3600"}, id="the default, as text"),
        pytest.param("aws_subnet", "", {"map_public_ip_on_launch": None}, id="what is not set"),
        pytest.param("aws_subnet", "", {}, id="what the state does not have"),
        pytest.param("aws_security_group_rule", "", {"ipv6_cidr_blocks": []}, id="an empty list"),
        pytest.param("aws_db_instance", "", {"multi_az": True}, id="what the provider leaves"),
        pytest.param("aws_instance", "network_interface {\n    device_index = 0\n  }",
                     {"source_dest_check": False, "network_interface": [{"device_index": 0}]},
                     id="what it has from something else"),
        pytest.param("t_thing", "", {"public": True}, id="of a type that nobody knows"),
    ],
)  # fmt: skip
def test_what_the_provider_takes_by_itself_is_no_difference(
    tmp_path: Path, kind: str, declared: str, attributes: dict[str, object]
) -> None:
    assert told(_compare(tmp_path, kind, declared, attributes)) == []


def test_null_is_no_declaration_and_what_is_ignored_says_so(tmp_path: Path) -> None:
    declared = "map_public_ip_on_launch = null\n  lifecycle {\n    ignore_changes = [map_public_ip_on_launch]\n  }"
    (found,) = _compare(tmp_path, "aws_subnet", declared, {"map_public_ip_on_launch": True}).drifts

    assert found.path == "map_public_ip_on_launch"
    assert found.details["ignored"] is True
