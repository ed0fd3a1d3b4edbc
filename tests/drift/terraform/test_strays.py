"""Rules of groups and policies of roles that a state has and nothing declares."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.drift.terraform.plans import compare_states, told
from tests.drift.terraform.states import instance, resource, snapshot, state

if TYPE_CHECKING:
    from pathlib import Path

    from trueline.model.drift import Detected

GROUP = 'variable "x" {}\nresource "aws_security_group" "g" {\n}\n'
ROLE = 'variable "x" {}\nresource "aws_iam_role" "r" {\n  name = "r"\n}\n'
SSH = {
    "cidr_blocks": ["0.0.0.0/0"], "description": "", "from_port": 22, "ipv6_cidr_blocks": [], "prefix_list_ids": [],
    "protocol": "tcp", "security_groups": [], "self": False, "to_port": 22,
}  # fmt: skip
ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"


def _compare(tree: Path, source: str, kind: str, name: str, attributes: dict[str, object]) -> Detected:
    given = snapshot(state(resource(kind, name, instance(attributes))))
    (found,) = compare_states(tree, {"main.tf": source}, given)
    return found


def _group(tree: Path, source: str, **attributes: object) -> list[str]:
    found = _compare(tree, GROUP + source, "aws_security_group", "g", {"id": "sg-1", **attributes})
    return [name for one in found.drifts for name in one.details.get("attributes", ())]


def test_a_rule_that_nothing_declares_is_not_checked(tmp_path: Path) -> None:
    found = _compare(tmp_path, GROUP, "aws_security_group", "g", {"id": "sg-1", "ingress": [SSH]})

    assert told(found) == [("snapshot/unchecked", "aws_security_group.g", "")]
    assert found.drifts[0].details["attributes"] == ["ingress[tcp 22-22 0.0.0.0/0]"]
    assert "which nothing in its root declares" in found.drifts[0].message


OWN = """
resource "aws_security_group_rule" "r" {
  type              = "ingress"
  security_group_id = aws_security_group.g.id
  protocol          = "tcp"
  from_port         = 22
  to_port           = 22
  cidr_blocks       = ["0.0.0.0/0"]
}
"""


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(OWN, id="a rule"),
        pytest.param(OWN.replace("aws_security_group.g.id", "var.x"), id="of a group that is not known"),
        pytest.param(OWN.replace('["0.0.0.0/0"]', "var.x"), id="of addresses that are not known"),
        pytest.param('resource "aws_vpc_security_group_ingress_rule" "r" {\n  security_group_id = '
                     'aws_security_group.g.id\n  ip_protocol = "tcp"\n  from_port = 22\n  to_port = 22\n'
                     '  cidr_ipv4 = "0.0.0.0/0"\n}\n', id="a rule of the new kind"),
    ],
)  # fmt: skip
def test_a_rule_that_a_resource_may_declare_is_none(tmp_path: Path, source: str) -> None:
    assert _group(tmp_path, source, ingress=[SSH]) == []


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(OWN.replace('"ingress"', '"egress"'), id="the other way"),
        pytest.param(OWN.replace("aws_security_group.g.id", '"sg-2"'), id="of another group"),
        pytest.param(OWN.replace("22", "23"), id="of another port"),
    ],
)
def test_a_rule_that_only_looks_like_another_is_told(tmp_path: Path, source: str) -> None:
    assert _group(tmp_path, source, ingress=[SSH]) == ["ingress[tcp 22-22 0.0.0.0/0]"]


def test_what_others_make_of_a_group_is_nothing(tmp_path: Path) -> None:
    out = {**SSH, "protocol": "-1", "from_port": 0, "to_port": 0}
    balanced = {**SSH, "description": "elbv2.k8s.aws/targetGroupBinding=shared"}

    assert _group(tmp_path, "", ingress=[balanced], egress=[out]) == []


def test_rules_inside_of_a_group_are_compared_as_all_that_is_declared(tmp_path: Path) -> None:
    source = GROUP.replace("{\n}", '{\n  ingress {\n    from_port = 22\n    to_port = 22\n    protocol = "tcp"\n'
                                   '    cidr_blocks = ["10.0.0.0/8"]\n  }\n}')  # fmt: skip
    found = _compare(tmp_path, source, "aws_security_group", "g", {"id": "sg-1", "ingress": [SSH]})

    assert told(found) == [("terraform/differs", "aws_security_group.g", "ingress[0].cidr_blocks[0]")]


def test_policies_of_a_role_that_nothing_declares_are_not_checked(tmp_path: Path) -> None:
    source = ROLE + (
        'resource "aws_iam_role_policy_attachment" "a" {\n  role = aws_iam_role.r.name\n  policy_arn = "arn:p"\n}\n'
        'resource "aws_iam_role_policy" "i" {\n  role = aws_iam_role.r.id\n  name = "i"\n}\n'
        'resource "aws_iam_policy_attachment" "b" {\n  name = "b"\n  roles = ["q", aws_iam_role.r.name]\n'
        '  policy_arn = "arn:b"\n}\n'
    )
    attributes = {
        "id": "r", "name": "r", "managed_policy_arns": ["arn:b", "arn:p", ADMIN],
        "inline_policy": [{"name": "i", "policy": "{}"}, {"name": "x", "policy": "{}"}],
    }  # fmt: skip
    found = _compare(tmp_path, source, "aws_iam_role", "r", attributes)

    assert [one.details["attributes"] for one in found.drifts if one.kind == "snapshot/unchecked"] == [
        ["attached_policy[AdministratorAccess]", "inline_policy[x]"]
    ]


def test_what_a_module_that_is_not_here_may_declare_says_so(tmp_path: Path) -> None:
    source = GROUP + 'module "rules" {\n  source = "example/rules/aws"\n}\n'
    found = _compare(tmp_path, source, "aws_security_group", "g", {"id": "sg-1", "ingress": [SSH]})

    assert "more may be declared (module.rules: module not installed)" in found.drifts[0].message


def test_what_is_ignored_is_not_told(tmp_path: Path) -> None:
    source = GROUP.replace("{\n}", "{\n  lifecycle {\n    ignore_changes = [ingress]\n  }\n}")
    found = _compare(tmp_path, source, "aws_security_group", "g", {"id": "sg-1", "ingress": [SSH]})

    assert told(found) == []
