"""What one thing holds and nobody declares: each by its own path, with what it lets somebody do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.drift.aws.bench import told
from tests.drift.aws.handmade import compare, thing

if TYPE_CHECKING:
    from pathlib import Path

TRUST = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                                                 "Principal": {"Service": "ec2.amazonaws.com"}}]}  # fmt: skip
ROLE = 'resource "aws_iam_role" "app" {\n  name               = "app"\n  assume_role_policy = jsonencode(%s)\n}\n'
GROUP = 'resource "aws_security_group" "web" {\n  name = "web"\n}\n'
ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"


def _policy(**statement: object) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})


def _role(*parts: Any) -> dict[str, object]:
    role = {"id": "app", "name": "app", "assume_role_policy": json.dumps(TRUST)}
    return {"resources": [thing("aws_iam_role", "app", role), *parts]}


def _inline(name: str, policy: str) -> object:
    return thing("aws_iam_role_policy", f"app:{name}", {"name": name, "role": "app", "policy": policy})


def test_two_rules_that_nobody_declared_have_two_paths(tmp_path: Path) -> None:
    rules = [
        {"protocol": "tcp", "from_port": port, "to_port": port, "cidr_blocks": ["0.0.0.0/0", "10.0.0.0/8"]}
        for port in (22, 80)
    ]
    every = {"protocol": "-1", "from_port": 0, "to_port": 0, "ipv6_cidr_blocks": ["::/0"]}
    group = {"id": "sg-1", "name": "web", "ingress": rules, "egress": [every]}

    found = compare(tmp_path, GROUP, {"resources": [thing("aws_security_group", "sg-1", group)]})

    assert [one.path for one in found.drifts] == [
        "ingress[tcp 22-22 0.0.0.0/0]",
        "ingress[tcp 22-22 10.0.0.0/8]",
        "ingress[tcp 80-80 0.0.0.0/0]",
        "ingress[tcp 80-80 10.0.0.0/8]",
        "egress[all ::/0]",
    ]


def test_rules_that_are_missing_have_each_their_path(tmp_path: Path) -> None:
    code = (
        'resource "aws_security_group" "web" {\n  name = "web"\n  ingress {\n    protocol    = "tcp"\n'
        '    from_port   = 443\n    to_port     = 443\n    cidr_blocks = ["10.0.0.0/8", "10.9.0.0/16"]\n  }\n}\n'
    )
    group = {"id": "sg-1", "name": "web", "ingress": [], "egress": []}

    found = compare(tmp_path, code, {"resources": [thing("aws_security_group", "sg-1", group)]})

    assert told(found.drifts) == [
        ("aws/missing", "aws_security_group.web", f"ingress[tcp 443-443 {source}]")
        for source in ("10.0.0.0/8", "10.9.0.0/16")
    ]


def test_policies_are_told_by_name_with_what_they_allow(tmp_path: Path) -> None:
    code = ROLE % json.dumps(TRUST)
    attachment = thing("aws_iam_role_policy_attachment", "app-1", {"role": "app", "policy_arn": ADMIN})
    live = _role(
        _inline("oops", _policy(Action="*", Resource="*")),
        _inline("reads", _policy(Action=["s3:GetObject", "s3:ListBucket"], Resource="arn:aws:s3:::shop/*")),
        attachment,
    )

    found = compare(tmp_path, code, live)

    assert [(one.path, one.message) for one in found.drifts] == [
        ("inline_policy[oops]", "inline policy oops allows every action on everything, and is declared nowhere"),
        (
            "inline_policy[reads]",
            "inline policy reads allows s3:GetObject, s3:ListBucket on arn:aws:s3:::shop/*, and is declared nowhere",
        ),
        (f"attached_policy[{ADMIN}]", f"attached policy {ADMIN} is there, declared nowhere"),
    ]
    assert [one.details.get("escalates") for one in found.drifts] == [["*"], None, ["AdministratorAccess"]]
    assert [one.details.get("widened") for one in found.drifts] == [True, True, True]


def test_an_attached_policy_says_what_it_allows_where_that_is_known(tmp_path: Path) -> None:
    arn = "arn:aws:iam::123456789012:policy/more"
    policy = {"name": "more", "arn": arn, "policy": _policy(Action="iam:PassRole", Resource="*")}
    attachment = thing("aws_iam_role_policy_attachment", "app-1", {"role": "app", "policy_arn": arn})
    live = _role(attachment, thing("aws_iam_policy", arn, policy, arn))

    (one,) = compare(tmp_path, ROLE % json.dumps(TRUST), live).drifts

    assert one.message == f"attached policy {arn} allows iam:PassRole on everything, and is declared nowhere"
    assert one.details["escalates"] == ["iam:PassRole"]


@pytest.mark.parametrize(
    ("statement", "says", "touches"),
    [
        pytest.param(
            {"Principal": "*"}, "lets everybody (Principal *) do s3:GetObject", ["access", "exposure"], id="all"
        ),
        pytest.param(
            {"Principal": "*", "Condition": {"StringEquals": {"aws:SourceVpc": "vpc-1"}}},
            "lets everybody (Principal *) do s3:GetObject under conditions", ["access"], id="all under a condition",
        ),
        pytest.param(
            {"Principal": {"AWS": "210987654321"}},
            "lets account 210987654321 do s3:GetObject", ["access"], id="account",
        ),
    ],
)  # fmt: skip
def test_a_bucket_policy_says_whom_it_lets_in(
    tmp_path: Path, statement: dict[str, object], says: str, touches: list[str]
) -> None:
    policy = _policy(Action="s3:GetObject", Resource="arn:aws:s3:::shop/*", **statement)
    live = {
        "resources": [
            thing("aws_s3_bucket", "shop", {"id": "shop", "bucket": "shop"}),
            thing("aws_s3_bucket_policy", "shop", {"bucket": "shop", "policy": policy}),
        ]
    }

    (one,) = compare(tmp_path, 'resource "aws_s3_bucket" "b" {\n  bucket = "shop"\n}\n', live).drifts

    assert (one.path, one.message) == ("policy", f"bucket policy {says}, and is declared nowhere")
    assert one.details["touches"] == touches
    assert "escalates" not in one.details


@pytest.mark.parametrize("policy", [None, 7, "no policy", "{}", '{"Statement": 5}', ["*"], _policy(Action=7)])
def test_what_is_no_policy_grants_nothing(tmp_path: Path, policy: Any) -> None:
    (one,) = compare(tmp_path, ROLE % json.dumps(TRUST), _role(_inline("oops", policy))).drifts

    assert (one.kind, one.path) == ("aws/added", "inline_policy[oops]")


DECOY = (
    'variable "c" {}\nresource "aws_security_group_rule" "decoy" {\n  type = "ingress"\n  security_group_id = var.c\n'
    "  protocol = var.c\n  from_port = var.c\n  to_port = var.c\n  cidr_blocks = var.c\n}\n"
)


@pytest.mark.parametrize("group", ["var.c", "aws_security_group.web.id"])
def test_what_only_a_rule_that_is_not_known_may_declare_is_named(tmp_path: Path, group: str) -> None:
    rules = [{"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": ["0.0.0.0/0", "10.0.0.0/8"]}]
    web = {"id": "sg-1", "name": "web", "ingress": rules, "egress": []}
    code = GROUP + DECOY.replace("security_group_id = var.c", f"security_group_id = {group}")

    found = compare(tmp_path, code, {"resources": [thing("aws_security_group", "sg-1", web)]}).drifts

    (one,) = [one for one in found if one.path]
    assert (one.kind, one.address) == ("snapshot/unchecked", "aws_security_group.web")
    assert one.path == "ingress[tcp 22-22 0.0.0.0/0]"
    assert one.details["reason"] == (
        "ingress rule: tcp port 22 from the internet (0.0.0.0/0): may be aws_security_group_rule.decoy"
    )
    assert (one.details["touches"], one.details["internet"]) == (["network", "exposure"], True)


def test_a_policy_that_only_what_is_not_known_may_attach_is_named(tmp_path: Path) -> None:
    attach = 'variable "x" {}\nresource "aws_iam_role_policy_attachment" "z" {\n  role = aws_iam_role.app.name\n'
    attach += '  policy_arn = "arn:aws:iam::aws:policy/${var.x}"\n}\n'
    live = _role(thing("aws_iam_role_policy_attachment", "app-1", {"role": "app", "policy_arn": ADMIN}))

    (one,) = compare(tmp_path, ROLE % json.dumps(TRUST) + attach, live).drifts

    assert (one.kind, one.address, one.path) == ("snapshot/unchecked", "aws_iam_role.app", f"attached_policy[{ADMIN}]")
    assert one.details["reason"] == f"attached policy {ADMIN}: may be aws_iam_role_policy_attachment.z"
    assert one.details["escalates"] == ["AdministratorAccess"]
