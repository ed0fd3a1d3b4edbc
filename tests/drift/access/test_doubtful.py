"""What is declared for nobody for sure excuses nothing: what is there all the same is unchecked, by its name."""

from __future__ import annotations

import pytest
from tests.drift.access.tree import declared, snapshot

from trueline.drift.access.iam import compare

PROVIDER = 'provider "aws" {\n  region = "eu-west-1"\n}\n'
ROLE = PROVIDER + (
    'resource "aws_iam_role" "r" {\n  name = "r"\n'
    '  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole",'
    ' Principal = { Service = "ec2.amazonaws.com" } }] })\n}\n'
)
WIDE = '["arn:aws:s3:::a/*", "arn:aws:s3:::secret/*"]'
ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"


def _inline(name: str, resources: str, role: str = '"r"', more: str = "") -> str:
    return (
        f'resource "aws_iam_role_policy" "{name}" {{\n{more}  name = "p"\n  role = {role}\n  policy = jsonencode({{ '
        f'Statement = [{{ Effect = "Allow", Action = "s3:GetObject", Resource = {resources} }}] }})\n}}\n'
    )


OURS = ROLE + _inline("r", '"arn:aws:s3:::a/*"', "aws_iam_role.r.id")


def _drifts(files: dict[str, str], *resources: str, attached: str = ""):
    def policy(action: str, **more: object) -> dict[str, object]:
        return {"Statement": [{"Effect": "Allow", "Action": action, **more}]}

    role = {
        "RoleName": "r",
        "Arn": "arn:aws:iam::123456789012:role/r",
        "AssumeRolePolicyDocument": policy("sts:AssumeRole", Principal={"Service": "ec2.amazonaws.com"}),
        "RolePolicyList": [
            {"PolicyName": "p", "PolicyDocument": policy("s3:GetObject", Resource=list(resources))}
        ] if resources else [],
        "AttachedManagedPolicies": (
            [{"PolicyName": attached.rpartition("/")[2], "PolicyArn": attached}] if attached else []
        ),
    }  # fmt: skip
    return compare(snapshot("iam", {"RoleDetailList": [role]}), declared(files)).drifts


LIVE = ("arn:aws:s3:::a/*", "arn:aws:s3:::secret/*")
SECRET = ["arn:aws:s3:::secret/*"]


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"zz/main.tf": PROVIDER + 'variable "n" {}\n' + _inline("d", WIDE, more="  count = var.n\n")},
                     id="nobody knows how many"),
        pytest.param({"modules/x/main.tf": 'variable "z" {}\n' + _inline("d", WIDE)}, id="a module that nobody calls"),
        pytest.param({"zz/main.tf": PROVIDER + _inline("d", WIDE)}, id="two policies of one name"),
    ],
)  # fmt: skip
def test_what_is_not_surely_declared_is_unchecked(more: dict[str, str]) -> None:
    assert [one.kind for one in _drifts({"infra/main.tf": OURS}, *LIVE)] == ["access/widened"]

    found = _drifts({"infra/main.tf": OURS, **more}, *LIVE)

    assert [(one.kind, one.details["resources"]) for one in found] == [("snapshot/unchecked", SECRET)]
    assert found[0].details["principal"] == "role/r"


def test_what_is_there_as_often_as_its_role_is_declared() -> None:
    count = "  count = var.n\n"
    code = 'variable "n" {}\n' + OURS.replace('  name = "r"\n', f'{count}  name = "r"\n').replace(
        '  name = "p"\n', f'{count}  name = "p"\n'
    ).replace("aws_iam_role.r.id", "aws_iam_role.r[count.index].id")

    assert [one.kind for one in _drifts({"infra/main.tf": code}, "arn:aws:s3:::a/*")] == []


@pytest.mark.parametrize(
    ("role", "policy"),
    [
        pytest.param("var.x", "var.x", id="anything to anybody"),
        pytest.param("aws_iam_role.r.name", '"arn:aws:iam::aws:policy/${var.x}"', id="a policy known in part"),
        pytest.param('"r"\n  count = var.x', f'"{ADMIN}"', id="nobody knows how many"),
    ],
)  # fmt: skip
def test_what_is_attached_and_may_be_declared_is_named(role: str, policy: str) -> None:
    attachment = f'resource "aws_iam_role_policy_attachment" "z" {{\n  role = {role}\n  policy_arn = {policy}\n}}\n'

    found = _drifts({"infra/main.tf": OURS + 'variable "x" {}\n' + attachment}, LIVE[0], attached=ADMIN)

    (one,) = [one for one in found if one.path]
    name = "aws_iam_role_policy_attachment.z[*]" if "count" in role else "aws_iam_role_policy_attachment.z"
    assert (one.kind, one.address, one.path) == ("snapshot/unchecked", "aws_iam_role.r", f"attached[{ADMIN}]")
    assert one.message == (
        f"it is not known before it is applied whether AdministratorAccess is declared for role r: it may be {name}"
    )
    assert one.details["escalates"] == ["AdministratorAccess"]
    assert one.details["touches"] == ["access"]
