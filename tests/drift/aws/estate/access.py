"""Roles, users and groups with all that is attached to them."""

from __future__ import annotations

import json

from tests.drift.aws.estate.network import ACCOUNT, TAGS

TRUST = {"Version": "2012-10-17", "Statement": [{
    "Action": "sts:AssumeRole", "Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Sid": "",
}]}  # fmt: skip
READS = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "*"}]}
LISTS = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}]}


def roles(bench):
    """A role with policies inside, and one with policies that stand alone."""
    bench.code(
        """
resource "aws_iam_policy" "reads" {
  name   = "reads"
  path   = "/shop/"
  policy = jsonencode(%s)
}

resource "aws_iam_role" "alone" {
  name               = "alone"
  assume_role_policy = jsonencode(%s)
}

resource "aws_iam_role_policy" "lists" {
  role   = aws_iam_role.alone.id
  name   = "lists"
  policy = jsonencode(%s)
}

resource "aws_iam_role_policy_attachment" "reads" {
  role       = aws_iam_role.alone.name
  policy_arn = aws_iam_policy.reads.arn
}

resource "aws_iam_role" "inside" {
  name                = "inside"
  assume_role_policy  = jsonencode(%s)
  managed_policy_arns = [aws_iam_policy.reads.arn]
  inline_policy {
    name   = "lists"
    policy = jsonencode(%s)
  }
}

resource "aws_iam_instance_profile" "alone" {
  name = "alone"
  role = aws_iam_role.alone.name
}
"""
        % tuple(map(json.dumps, (READS, TRUST, LISTS, TRUST, LISTS)))
    )
    iam = bench.client("iam")
    policy = iam.create_policy(PolicyName="reads", Path="/shop/", PolicyDocument=json.dumps(READS))["Policy"]["Arn"]
    for name in ("alone", "inside"):
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST))
        iam.put_role_policy(RoleName=name, PolicyName="lists", PolicyDocument=json.dumps(LISTS))
        iam.attach_role_policy(RoleName=name, PolicyArn=policy)
    iam.create_instance_profile(InstanceProfileName="alone")
    iam.add_role_to_instance_profile(InstanceProfileName="alone", RoleName="alone")
    bench.kept(
        "aws_iam_policy.reads", id=policy, arn=policy, name="reads", path="/shop/", policy=json.dumps(READS),
        description="", attachment_count=0, **TAGS,
    )  # fmt: skip
    for name in ("alone", "inside"):
        bench.kept(
            f"aws_iam_role.{name}", id=name, name=name, arn=f"arn:aws:iam::{ACCOUNT}:role/{name}", path="/",
            assume_role_policy=json.dumps(TRUST), description="", max_session_duration=3600, permissions_boundary="",
            force_detach_policies=False, unique_id="AROA", **TAGS,
            inline_policy=[{"name": "lists", "policy": json.dumps(LISTS)}] if name == "inside" else [],
            managed_policy_arns=[policy] if name == "inside" else [],
        )  # fmt: skip
    bench.kept("aws_iam_role_policy.lists", id="alone:lists", role="alone", name="lists", policy=json.dumps(LISTS))
    bench.kept(
        "aws_iam_role_policy_attachment.reads", id="alone-20260101000000000000000001", role="alone", policy_arn=policy
    )
    bench.kept(
        "aws_iam_instance_profile.alone", id="alone", name="alone", path="/", role="alone",
        arn=f"arn:aws:iam::{ACCOUNT}:instance-profile/alone", **TAGS,
    )  # fmt: skip


def people(bench):
    """A user and a group."""
    bench.code(
        """
resource "aws_iam_group" "shop" {
  name = "shop"
}

resource "aws_iam_group_policy" "lists" {
  group  = aws_iam_group.shop.name
  name   = "lists"
  policy = jsonencode(%s)
}

resource "aws_iam_group_policy_attachment" "audit" {
  group      = aws_iam_group.shop.name
  policy_arn = aws_iam_policy.mine.arn
}

resource "aws_iam_policy" "mine" {
  name   = "mine"
  policy = jsonencode(%s)
}

resource "aws_iam_user" "ana" {
  name = "ana"
  tags = { Team = "shop" }
}

resource "aws_iam_user_policy" "reads" {
  user   = aws_iam_user.ana.name
  name   = "reads"
  policy = jsonencode(%s)
}

resource "aws_iam_user_policy_attachment" "mine" {
  user       = aws_iam_user.ana.name
  policy_arn = aws_iam_policy.mine.arn
}

resource "aws_iam_user" "ben" {
  name = "ben"
}

resource "aws_iam_policy_attachment" "yours" {
  name       = "yours"
  users      = [aws_iam_user.ben.name]
  policy_arn = aws_iam_policy.mine.arn
}

resource "aws_iam_user_group_membership" "ana" {
  user   = aws_iam_user.ana.name
  groups = [aws_iam_group.shop.name]
}

resource "aws_iam_group_membership" "shop" {
  name  = "shop"
  group = aws_iam_group.shop.name
  users = [aws_iam_user.ben.name]
}

resource "aws_iam_access_key" "ana" {
  user = aws_iam_user.ana.name
}
"""
        % tuple(map(json.dumps, (LISTS, READS, READS)))
    )
    iam = bench.client("iam")
    iam.create_group(GroupName="shop")
    policy = iam.create_policy(PolicyName="mine", PolicyDocument=json.dumps(READS))["Policy"]["Arn"]
    iam.put_group_policy(GroupName="shop", PolicyName="lists", PolicyDocument=json.dumps(LISTS))
    iam.attach_group_policy(GroupName="shop", PolicyArn=policy)
    iam.create_user(UserName="ana", Tags=[{"Key": "Team", "Value": "shop"}])
    iam.create_user(UserName="ben")
    iam.put_user_policy(UserName="ana", PolicyName="reads", PolicyDocument=json.dumps(READS))
    for name in ("ana", "ben"):
        iam.attach_user_policy(UserName=name, PolicyArn=policy)
        iam.add_user_to_group(GroupName="shop", UserName=name)
    key = iam.create_access_key(UserName="ana")["AccessKey"]
    bench.kept("aws_iam_group.shop", id="shop", name="shop", path="/", arn=f"arn:aws:iam::{ACCOUNT}:group/shop")
    bench.kept("aws_iam_group_policy.lists", id="shop:lists", group="shop", name="lists", policy=json.dumps(LISTS))
    bench.kept("aws_iam_group_policy_attachment.audit", id="shop-2026", group="shop", policy_arn=policy)
    bench.kept(
        "aws_iam_policy.mine", id=policy, arn=policy, name="mine", path="/", policy=json.dumps(READS), description="",
        **TAGS,
    )  # fmt: skip
    for name, tags in (("ana", {"Team": "shop"}), ("ben", {})):
        bench.kept(
            f"aws_iam_user.{name}", id=name, name=name, path="/", arn=f"arn:aws:iam::{ACCOUNT}:user/{name}",
            permissions_boundary="", force_destroy=False, tags=tags or None, tags_all=tags,
        )  # fmt: skip
    bench.kept("aws_iam_user_policy.reads", id="ana:reads", user="ana", name="reads", policy=json.dumps(READS))
    bench.kept("aws_iam_user_policy_attachment.mine", id="ana-2026", user="ana", policy_arn=policy)
    bench.kept(
        "aws_iam_policy_attachment.yours", id="yours", name="yours", users=["ben"], roles=[], groups=[],
        policy_arn=policy,
    )  # fmt: skip
    bench.kept("aws_iam_user_group_membership.ana", id="terraform-2026", user="ana", groups=["shop"])
    bench.kept("aws_iam_group_membership.shop", id="shop", name="shop", group="shop", users=["ben"])
    bench.kept(
        "aws_iam_access_key.ana", id=key["AccessKeyId"], user="ana", status="Active", secret=key["SecretAccessKey"],
        pgp_key=None,
    )  # fmt: skip


ESTATES = (roles, people)
