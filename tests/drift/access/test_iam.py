"""Users, groups, roles and policies of an account beside the declared ones: one fact for one change, none for none."""

from __future__ import annotations

import copy
import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.drift.access.tree import declared, shown, snapshot

from trueline.drift.access.iam import compare
from trueline.model.settings import Environment, Settings

A = "123456789012"
TERRAFORM = """\
data "aws_caller_identity" "me" {}
data "aws_partition" "p" {}
data "aws_region" "r" {}
resource "aws_s3_bucket" "logs" { bucket = "shop-logs" }

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
  statement {
    sid     = "Ops"
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:${data.aws_partition.p.partition}:iam::${data.aws_caller_identity.me.account_id}:root"]
    }
    condition {
      test     = "Bool"
      variable = "aws:MultiFactorAuthPresent"
      values   = ["true"]
    }
  }
}

data "aws_iam_policy_document" "app" {
  statement {
    sid       = "Read"
    actions   = ["s3:Get*", "s3:ListBucket"]
    resources = [aws_s3_bucket.logs.arn, "${aws_s3_bucket.logs.arn}/*"]
  }
  statement {
    sid       = "Guard"
    effect    = "Deny"
    actions   = ["s3:DeleteBucket"]
    resources = ["*"]
  }
  statement {
    sid       = "Queue"
    actions   = ["sqs:SendMessage"]
    resources = ["arn:aws:sqs:${data.aws_region.r.name}:${data.aws_caller_identity.me.account_id}:orders"]
  }
}

resource "aws_iam_role" "app" {
  name                 = "app"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  permissions_boundary = "arn:aws:iam::aws:policy/PowerUserAccess"
}

resource "aws_iam_role_policy" "app" {
  name   = "inline"
  role   = aws_iam_role.app.id
  policy = data.aws_iam_policy_document.app.json
}

resource "aws_iam_policy" "extra" {
  name = "extra"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["dynamodb:GetItem", "dynamodb:PutItem"], Resource = "arn:aws:dynamodb:*:*:table/o" }
    ]
  })
}

resource "aws_iam_role_policy_attachment" "extra" {
  role       = aws_iam_role.app.name
  policy_arn = aws_iam_policy.extra.arn
}

resource "aws_iam_role_policy_attachment" "billing" {
  role       = aws_iam_role.app.name
  policy_arn = "arn:aws:iam::aws:policy/AWSBillingReadOnlyAccess"
}

resource "aws_iam_user" "bot" { name = "bot" }
resource "aws_iam_group" "bots" { name = "bots" }
resource "aws_iam_user_group_membership" "bot" {
  user   = aws_iam_user.bot.name
  groups = [aws_iam_group.bots.name]
}
resource "aws_iam_group_policy" "bots" {
  name   = "bots"
  group  = aws_iam_group.bots.name
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sns:Publish", Resource = "*" }] })
}
"""
LINES = {line.strip(): number for number, line in enumerate(TERRAFORM.splitlines(), 1)}


def policy(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def allow(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def aws(name: str) -> str:
    return f"arn:aws:iam::aws:policy/{name}"


def managed(arn: str, document: Any) -> dict[str, Any]:
    version = {"Document": document, "VersionId": "v2", "IsDefaultVersion": True, "CreateDate": "2026-10-01T00:00:00Z"}
    older = {**version, "Document": policy(allow("*")), "VersionId": "v1", "IsDefaultVersion": False}
    return {
        "PolicyName": arn.rpartition("/")[2],
        "Arn": arn,
        "Path": "/",
        "DefaultVersionId": "v2",
        "PolicyVersionList": [older, version],
    }


def attached(*arns: str) -> list[dict[str, str]]:
    return [{"PolicyName": arn.rpartition("/")[2], "PolicyArn": arn} for arn in arns]


def role(name: str, path: str = "/", **more: Any) -> dict[str, Any]:
    trust = policy({"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"})
    return {
        "Path": path,
        "RoleName": name,
        "Arn": f"arn:aws:iam::{A}:role{path}{name}",
        "AssumeRolePolicyDocument": trust,
        "RolePolicyList": [],
        "AttachedManagedPolicies": [],
        "Tags": [],
        **more,
    }


def account() -> dict[str, Any]:
    """Return the account that has what is declared."""
    own = f"arn:aws:iam::{A}:policy/extra"
    trust = policy(
        {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"},
        {
            "Sid": "Ops",
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{A}:root"},
            "Action": "sts:AssumeRole",
            "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
        },
    )
    inline = policy(
        allow(["s3:ListBucket", "s3:Get*"], ["arn:aws:s3:::shop-logs", "arn:aws:s3:::shop-logs/*"], Sid="Read"),
        {"Sid": "Guard", "Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*"},
        allow("sqs:SendMessage", f"arn:aws:sqs:eu-west-1:{A}:orders", Sid="Queue"),
    )
    app = role(
        "app",
        AssumeRolePolicyDocument=trust,
        RolePolicyList=[{"PolicyName": "inline", "PolicyDocument": inline}],
        AttachedManagedPolicies=attached(own, aws("AWSBillingReadOnlyAccess")),
        PermissionsBoundary={
            "PermissionsBoundaryType": "Policy",
            "PermissionsBoundaryArn": aws("PowerUserAccess"),
        },
    )
    bots = policy(allow("sns:Publish"))
    return {
        "UserDetailList": [
            {
                "Path": "/",
                "UserName": "bot",
                "Arn": f"arn:aws:iam::{A}:user/bot",
                "GroupList": ["bots"],
                "AttachedManagedPolicies": [],
            }
        ],
        "GroupDetailList": [
            {
                "Path": "/",
                "GroupName": "bots",
                "Arn": f"arn:aws:iam::{A}:group/bots",
                "GroupPolicyList": [{"PolicyName": "bots", "PolicyDocument": bots}],
                "AttachedManagedPolicies": [],
            }
        ],
        "RoleDetailList": [app, role("AWSServiceRoleForX", "/aws-service-role/x.amazonaws.com/")],
        "Policies": [
            managed(own, policy(allow(["dynamodb:PutItem", "dynamodb:GetItem"], "arn:aws:dynamodb:*:*:table/o"))),
            managed(aws("AWSBillingReadOnlyAccess"), policy(allow("budgets:View*"))),
            managed(aws("AdministratorAccess"), policy(allow("*"))),
        ],
        "IsTruncated": False,
    }


def app(root: Any) -> Any:
    return root["RoleDetailList"][0]


def statements(root: Any) -> Any:
    return app(root)["RolePolicyList"][0]["PolicyDocument"]["Statement"]


def trusted(root: Any) -> Any:
    return app(root)["AssumeRolePolicyDocument"]["Statement"]


def drifts(root: Any, *patterns: str, **files: str) -> Any:
    tree = {f"{name}.tf": text for name, text in files.items()} or {"main.tf": TERRAFORM}
    return compare(snapshot("iam", root), declared(tree, *patterns)).drifts


@pytest.mark.parametrize("patterns", [(), ("terraform/aws_iam_*",), ("aws_iam_role", "aws_iam_user")])
def test_an_account_that_is_as_declared_has_no_drift(patterns: tuple[str, ...]) -> None:
    found = compare(snapshot("iam", account()), declared({"main.tf": TERRAFORM}, *patterns))

    assert shown(found.drifts) == []
    assert [tuple(one) for one in found.inputs] == [("live.json", "iam", "read", "")]
    assert found.notifications == ()


def _spelled_otherwise(root: Any) -> None:
    app(root)["AssumeRolePolicyDocument"] = quote(json.dumps(app(root)["AssumeRolePolicyDocument"]))
    trust = policy({"Effect": "Allow", "Action": ["STS:AssumeRole"], "Principal": {"Service": ["ec2.amazonaws.com"]}})
    mfa = {"bool": {"AWS:MultiFactorAuthPresent": [True]}}
    trust["Statement"].append({"Effect": "Allow", "Action": "sts:*Role", "Principal": {"AWS": A}, "Condition": mfa})
    trust["Statement"][1]["Action"] = "sts:AssumeRole"
    app(root)["AssumeRolePolicyDocument"] = quote(json.dumps(trust))


def _split(root: Any) -> None:
    first = statements(root)[0]
    statements(root)[0:1] = [
        allow("s3:ListBucket", first["Resource"]),
        allow(["s3:get*"], first["Resource"][0]),
        allow(["s3:GetObject", "s3:Get*"], first["Resource"][1]),
    ]


def _moved(root: Any) -> None:
    arn = f"arn:aws:iam::{A}:policy/moved"
    root["Policies"].append(managed(arn, app(root)["RolePolicyList"].pop()["PolicyDocument"]))
    app(root)["AttachedManagedPolicies"] += attached(arn)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(_spelled_otherwise, id="spelled otherwise and encoded"),
        pytest.param(_split, id="split over statements"),
        pytest.param(_moved, id="moved from inline to managed"),
        pytest.param(
            lambda root: statements(root).append(allow("s3:GetObject", "arn:aws:s3:::shop-logs/a*")), id="less"
        ),
        pytest.param(
            lambda root: trusted(root)[0]["Principal"].update(AWS="AIDAQWERTYUIOPASDFGHJ"), id="a deleted principal"
        ),
        pytest.param(
            lambda root: root["RoleDetailList"].append(role("OrganizationAccountAccessRole")), id="the organisation's"
        ),
    ],
)
def test_what_gives_no_more_and_no_less_is_no_drift(change: Any) -> None:
    root = account()
    change(root)

    assert shown(drifts(root, "aws_iam_*")) == []


def _version(root: Any) -> None:
    root["Policies"][0]["PolicyVersionList"][1]["Document"]["Statement"][0]["Action"] = "dynamodb:*"


def _another_group(root: Any) -> None:
    admins = {"GroupName": "admins", "Arn": f"arn:aws:iam::{A}:group/admins", "GroupPolicyList": []}
    root["GroupDetailList"].append({**admins, "AttachedManagedPolicies": attached(aws("AdministratorAccess"))})
    root["UserDetailList"][0]["GroupList"].append("admins")


CHANGES = [
    pytest.param(
        lambda root: statements(root)[0].update(Action="s3:*"),
        ("access/widened", "aws_iam_role_policy.app", "policy.Statement[0]", 30),
        "role app also allows s3:* on arn:aws:s3:::shop-logs, arn:aws:s3:::shop-logs/*",
        {"principal": "role/app", "effect": "Allow", "actions": ["s3:*"], "policy": "inline"},
        id="every action",
    ),
    pytest.param(
        lambda root: statements(root)[0]["Resource"].append("arn:aws:s3:::other/*"),
        ("access/widened", "aws_iam_role_policy.app", "policy.Statement[0]", 30),
        "role app also allows s3:ListBucket, s3:Get* on arn:aws:s3:::other/*",
        {"resources": ["arn:aws:s3:::other/*"]},
        id="another resource",
    ),
    pytest.param(
        lambda root: statements(root)[0].update(Resource="*"),
        ("access/widened", "aws_iam_role_policy.app", "policy.Statement[0]", 30),
        "role app also allows s3:ListBucket, s3:Get* on *",
        {"resources": ["*"]},
        id="every resource",
    ),
    pytest.param(
        lambda root: statements(root).pop(1),
        ("access/widened", "aws_iam_role_policy.app", "policy.Statement[1]", 35),
        "role app is no longer denied s3:DeleteBucket on *",
        {"effect": "Deny"},
        id="nothing denied",
    ),
    pytest.param(
        lambda root: statements(root).append(allow("iam:PassRole")),
        ("access/widened", "aws_iam_role_policy.app", "policy", 57),
        "role app also allows iam:PassRole on *",
        {"escalates": ["iam:PassRole"]},
        id="another statement",
    ),
    pytest.param(
        lambda root: statements(root)[2].update(Resource=f"arn:aws:sqs:eu-west-1:{A}:*"),
        ("access/widened", "aws_iam_role_policy.app", "policy.Statement[2]", 41),
        f"role app also allows sqs:SendMessage on arn:aws:sqs:eu-west-1:{A}:*",
        {},
        id="a pattern where a name was",
    ),
    pytest.param(
        lambda root: statements(root)[0].update(Action="s3:GetObject"),
        ("access/narrowed", "aws_iam_role_policy.app", "policy.Statement[0]", 30),
        "role app no longer allows s3:Get*, s3:ListBucket on arn:aws:s3:::shop-logs, arn:aws:s3:::shop-logs/*",
        {"actions": ["s3:Get*", "s3:ListBucket"]},
        id="fewer actions",
    ),
    pytest.param(
        lambda root: statements(root)[2].update(Action="sqs:PurgeQueue"),
        ("access/widened", "aws_iam_role_policy.app", "policy.Statement[2]", 41),
        f"role app also allows sqs:PurgeQueue on arn:aws:sqs:eu-west-1:{A}:orders and no longer sqs:SendMessage on "
        f"arn:aws:sqs:*:{A}:orders",
        {
            "lost": {
                "effect": "Allow",
                "actions": ["sqs:SendMessage"],
                "resources": [f"arn:aws:sqs:*:{A}:orders"],
            }
        },
        id="another action instead",
    ),
    pytest.param(
        lambda root: app(root)["RolePolicyList"].append(
            {"PolicyName": "z", "PolicyDocument": policy(allow("iam:*"), allow("ec2:*"))}
        ),
        ("access/widened", "aws_iam_role.app", "", 48),
        "role app also allows iam:*, ec2:* on *",
        {"policy": "z", "escalates": ["iam:*"]},
        id="another inline policy",
    ),
    pytest.param(
        lambda root: app(root)["AttachedManagedPolicies"].extend(attached(aws("AdministratorAccess"))),
        ("access/widened", "aws_iam_role.app", f"attached[{aws('AdministratorAccess')}]", 48),
        "AdministratorAccess is attached to role app, and is not declared to be",
        {"escalates": ["AdministratorAccess", "*"], "policy": "AdministratorAccess"},
        id="administrator",
    ),
    pytest.param(
        lambda root: app(root)["AttachedManagedPolicies"].pop(0),
        ("access/narrowed", "aws_iam_role_policy_attachment.extra", "policy_arn", 72),
        "extra is not attached to role app",
        {"actions": ["dynamodb:GetItem", "dynamodb:PutItem"]},
        id="one detached",
    ),
    pytest.param(
        lambda root: app(root)["AttachedManagedPolicies"].pop(1),
        ("access/narrowed", "aws_iam_role_policy_attachment.billing", "policy_arn", 77),
        "AWSBillingReadOnlyAccess is not attached to role app",
        {},
        id="one of AWS detached",
    ),
    pytest.param(
        lambda root: app(root).pop("PermissionsBoundary"),
        ("access/widened", "aws_iam_role.app", "permissions_boundary", 51),
        "the permissions boundary of role app was removed",
        {"boundary": True},
        id="no boundary",
    ),
    pytest.param(
        lambda root: app(root)["PermissionsBoundary"].update(PermissionsBoundaryArn=aws("AdministratorAccess")),
        ("access/widened", "aws_iam_role.app", "permissions_boundary", 51),
        "the permissions boundary of role app is AdministratorAccess",
        {"policy": aws("AdministratorAccess")},
        id="another boundary",
    ),
    pytest.param(
        lambda root: trusted(root)[1]["Principal"].update(AWS=[A, "arn:aws:iam::999999999999:root"]),
        ("access/widened", "aws_iam_role.app", "assume_role_policy.Statement[1]", 14),
        "role app also trusts account 999999999999 (sts:AssumeRole)",
        {"trusts": ["account 999999999999"]},
        id="another account",
    ),
    pytest.param(
        lambda root: trusted(root).append({"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}),
        ("access/widened", "aws_iam_role.app", "assume_role_policy", 50),
        "role app also trusts everybody (sts:AssumeRole)",
        {"everybody": True},
        id="everybody",
    ),
    pytest.param(
        lambda root: trusted(root)[1].pop("Condition"),
        ("access/widened", "aws_iam_role.app", "assume_role_policy.Statement[1]", 14),
        f"role app also trusts account {A} (sts:AssumeRole) without the conditions that are declared",
        {},
        id="no condition",
    ),
    pytest.param(
        lambda root: trusted(root)[0].update(Condition={"StringEquals": {"aws:SourceAccount": A}}),
        ("access/narrowed", "aws_iam_role.app", "assume_role_policy.Statement[0]", 7),
        "role app trusts ec2.amazonaws.com (sts:AssumeRole) under other conditions alone than declared: "
        f"stringequals aws:sourceaccount: {A}",
        {},
        id="a condition more",
    ),
    pytest.param(
        _version,
        ("access/widened", "aws_iam_policy.extra", "policy.Statement[0]", 65),
        "policy extra also allows dynamodb:* on arn:aws:dynamodb:*:*:table/o",
        {"principal": "policy/extra"},
        id="another default version",
    ),
    pytest.param(
        _another_group,
        ("access/widened", "aws_iam_user.bot", "groups[admins]", 80),
        "user bot is in group admins, and is not declared to be",
        {"group": "admins", "escalates": ["*"]},
        id="another group",
    ),
    pytest.param(
        lambda root: root["UserDetailList"][0]["GroupList"].pop(),
        ("access/narrowed", "aws_iam_user_group_membership.bot", "groups[0]", 84),
        "user bot is not in group bots",
        {},
        id="in no group",
    ),
    pytest.param(
        lambda root: root["GroupDetailList"][0]["GroupPolicyList"].pop(),
        ("access/narrowed", "aws_iam_group_policy.bots", "policy.Statement[0]", 89),
        "group bots no longer allows sns:Publish on *",
        {},
        id="a policy of a group less",
    ),
    pytest.param(
        lambda root: root["UserDetailList"][0].update(UserName="other", Arn=f"arn:aws:iam::{A}:user/other"),
        ("access/narrowed", "aws_iam_user.bot", "", 80),
        "user bot is not there",
        {"missing": True},
        id="a user less",
    ),
]


@pytest.mark.parametrize(("change", "fact", "message", "details"), CHANGES)
def test_one_change_is_one_fact(change: Any, fact: tuple[str, str, str, int], message: str, details: Any) -> None:
    root = account()
    change(root)
    (found,) = drifts(root)

    assert (found.kind, found.address, found.path) == fact[:3]
    assert found.message == message
    assert {name: found.details.get(name) for name in details} == details
    assert (found.location.path, found.location.region.start_line) == ("main.tf", fact[3])
    assert found.details["touches"] == ["access"]
    assert found.snapshot == "live.json"


def test_who_is_declared_nowhere_is_told_where_all_are_declared() -> None:
    root = account()
    root["RoleDetailList"].append(role("eve", AttachedManagedPolicies=attached(aws("AdministratorAccess"))))

    assert shown(drifts(root)) == []
    (found,) = drifts(root, "terraform/aws_iam_*")
    assert (found.kind, found.address) == ("access/widened", f"arn:aws:iam::{A}:role/eve")
    assert found.message == "role eve is declared nowhere, and has AdministratorAccess; it trusts ec2.amazonaws.com"
    assert found.details["escalates"] == ["*"]
    assert found.location.path == "live.json"


def test_a_name_like_that_of_a_service_hides_nobody() -> None:
    root = account()
    root["RoleDetailList"].append(role("AWSServiceRoleForEve"))

    assert [one.kind for one in drifts(root, "aws_iam_role")] == ["access/widened"]


OPEN = """\
resource "aws_s3_bucket" "made" {}
variable "more" {}
resource "aws_iam_role" "open" {
  name               = "open"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole",
    Principal = { Service = "ec2.amazonaws.com" } }] })
}
resource "aws_iam_role_policy" "open" {
  role   = aws_iam_role.open.name
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = RESOURCE }] })
}
"""


@pytest.mark.parametrize(
    ("resource", "live", "kinds"),
    [
        pytest.param("aws_s3_bucket.made.arn", "arn:aws:s3:::made-1", ["snapshot/unchecked"], id="an ARN to come"),
        pytest.param("aws_s3_bucket.made.arn", "*", ["access/widened"], id="an ARN is no star"),
        pytest.param("aws_s3_bucket.made.arn", "arn:aws:s3:::x*", ["access/widened"], id="an ARN is no pattern"),
        pytest.param("aws_s3_bucket.made.arn", "arn:aws:sqs:eu-west-1:1:q", ["access/widened"], id="another service"),
        pytest.param(
            "aws_s3_bucket.made.arn",
            ["arn:aws:s3:::a", "arn:aws:s3:::b"],
            ["access/widened"],
            id="two where one is meant",
        ),
        pytest.param("var.more", ["arn:aws:s3:::a", "arn:aws:s3:::b"], ["snapshot/unchecked"], id="any number"),
        pytest.param("var.more", "*", ["snapshot/unchecked"], id="anything"),
        pytest.param('"${aws_s3_bucket.made.arn}/*"', "arn:aws:s3:::a/*", ["snapshot/unchecked"], id="in pieces"),
        pytest.param('"${aws_s3_bucket.made.arn}/*"', "arn:aws:s3:::*", ["access/widened"], id="wider than the pieces"),
        pytest.param('"${aws_s3_bucket.made.arn}/*"', None, ["access/narrowed"], id="nothing there"),
    ],
)
def test_what_is_not_known_is_no_alarm_unless_it_is_certain(resource: str, live: Any, kinds: list[str]) -> None:
    root = account()
    inline = [{"PolicyName": "p", "PolicyDocument": policy(allow("s3:GetObject", live))}] if live else []
    root["RoleDetailList"] = [role("open", RolePolicyList=inline)]
    found = drifts(root, main=OPEN.replace("RESOURCE", resource))

    assert [one.kind for one in found] == kinds
    assert all(one.address == "aws_iam_role_policy.open" for one in found)


def test_a_policy_of_which_nothing_is_known_is_unchecked() -> None:
    root = account()
    inline = [{"PolicyName": "p", "PolicyDocument": policy(allow("s3:GetObject"))}]
    root["RoleDetailList"] = [role("open", RolePolicyList=inline)]
    text = OPEN.partition("  policy = ")[0] + "  policy = var.more\n}\n"

    assert [one.kind for one in drifts(root, main=text)] == ["snapshot/unchecked"]


def test_a_name_that_is_made_up_is_that_of_the_only_one() -> None:
    text = OPEN.replace('name               = "open"', 'name_prefix        = "open-"').replace("RESOURCE", '"*"')
    inline = [{"PolicyName": "p", "PolicyDocument": policy(allow("s3:GetObject"))}]
    root = {**account(), "RoleDetailList": [role("open-20261101", RolePolicyList=inline), role("other")]}

    assert shown(drifts(root, main=text)) == []
    root["RoleDetailList"].append(role("open-20261102"))
    assert [one.kind for one in drifts(root, main=text)] == ["snapshot/unchecked"]


def test_the_environment_that_the_account_is_most_like_is_meant() -> None:
    text = 'variable "env" {}\n' + OPEN.replace('"open"\n  assume', '"open-${var.env}"\n  assume').replace(
        "RESOURCE", '"*"'
    )
    text = text.replace("aws_iam_role.open.name", '"open-${var.env}"')
    inline = [{"PolicyName": "p", "PolicyDocument": policy(allow("s3:*"))}]
    root = {**account(), "RoleDetailList": [role("open-prod", RolePolicyList=inline)]}
    environments = tuple(Environment(name, variables={"env": name}) for name in ("dev", "prod"))
    tree = declared({"main.tf": text}, settings=Settings(environments=environments))
    (found,) = compare(snapshot("iam", root), tree).drifts

    assert (found.kind, found.environment) == ("access/widened", "prod")


MODULE = """
module "more" {
  source = "example/more/aws"
  role   = aws_iam_role.app.name
}
"""


def test_a_module_that_is_not_there_may_give_what_it_is_told_of() -> None:
    root = account()
    statements(root).append(allow("iam:PassRole"))
    app(root)["RolePolicyList"].append({"PolicyName": "z", "PolicyDocument": policy(allow("iam:*"))})
    app(root)["AttachedManagedPolicies"].extend(attached(aws("AdministratorAccess")))
    root["UserDetailList"][0]["GroupList"].append("x")
    found = [(one.kind, one.address) for one in drifts(root, main=TERRAFORM + MODULE)]

    assert sorted(found) == [
        ("access/widened", "aws_iam_role_policy.app"),
        ("access/widened", "aws_iam_user.bot"),
        ("snapshot/unchecked", "aws_iam_role.app"),
        ("snapshot/unchecked", "module.more"),
    ]


def test_who_may_be_declared_by_a_module_that_is_not_there_is_unchecked() -> None:
    root = account()
    root["RoleDetailList"].append(role("eve"))
    (found,) = drifts(root, "aws_iam_role", main=TERRAFORM + MODULE)

    assert found.kind == "snapshot/unchecked"
    assert "unless it is declared by module.more, which is not there" in found.message


def test_all_environments_that_are_in_the_account_are_meant() -> None:
    text = 'variable "env" {}\n' + OPEN.replace('"open"\n  assume', '"open-${var.env}"\n  assume').replace(
        "RESOURCE", '"*"'
    )
    inline = [{"PolicyName": "p", "PolicyDocument": policy(allow("s3:*"))}]
    good = [{"PolicyName": "p", "PolicyDocument": policy(allow("s3:GetObject"))}]
    root = {
        **account(),
        "RoleDetailList": [role("open-prod", RolePolicyList=inline), role("open-dev", RolePolicyList=good)],
    }
    environments = tuple(Environment(name, variables={"env": name}) for name in ("dev", "prod", "test"))
    tree = declared({"main.tf": text}, "aws_iam_role", settings=Settings(environments=environments))
    (found,) = compare(snapshot("iam", root), tree).drifts

    assert (found.kind, found.environment) == ("access/widened", "prod")


def test_environments_that_names_do_not_tell_apart_are_told_by_what_agrees() -> None:
    text = 'variable "env" {}\n' + OPEN.replace("RESOURCE", '"arn:aws:s3:::${var.env}"')
    inline = [{"PolicyName": "p", "PolicyDocument": policy(allow("s3:GetObject", "arn:aws:s3:::prod"))}]
    root = {**account(), "RoleDetailList": [role("open", RolePolicyList=inline)]}
    environments = tuple(Environment(name, variables={"env": name}) for name in ("dev", "prod"))
    tree = declared({"main.tf": text}, settings=Settings(environments=environments))

    (doubt,) = compare(snapshot("iam", root), tree).drifts

    assert doubt.kind == "snapshot/unchecked"
    assert doubt.details["touches"] == ["access"]
    assert "it was compared with prod, which is nearest to it; by dev more would differ" in doubt.message
    assert shown(compare(snapshot("iam", root, "iam-prod.json"), tree).drifts) == []
    (found,) = compare(snapshot("iam", root, "iam/dev.json"), tree).drifts
    assert (found.kind, found.environment) == ("access/widened", "dev")


def test_roots_of_different_environments_are_told_of_together() -> None:
    text = 'variable "env" {}\n' + OPEN.replace("RESOURCE", '"arn:aws:s3:::${var.env}"')
    inline = [{"PolicyName": "p", "PolicyDocument": policy(allow("s3:GetObject", "arn:aws:s3:::dev"))}]
    root = {**account(), "RoleDetailList": [role(name, RolePolicyList=inline) for name in ("open", "shut")]}
    environments = (
        Environment("dev", variable_files={"*": ("dev.tfvars",)}),
        Environment("prod", variable_files={"a": ("prod.tfvars",)}),
        Environment("test", variable_files={"b": ("test.tfvars",)}),
    )
    files = {f"{name}.tfvars": f'env = "{name}"\n' for name in ("dev", "prod", "test")}
    files |= {"a/main.tf": text, "b/main.tf": text.replace('"open"', '"shut"').replace("role.open", "role.shut")}
    (doubt,) = compare(snapshot("iam", root), declared(files, settings=Settings(environments=environments))).drifts

    assert "it was compared with dev, which is nearest to it; by prod, test more would differ" in doubt.message


def _plan(*, arns: list[str], inline: list[dict[str, str]]) -> str:
    """Return a plan of a role that is there, of which its provider found policies."""
    trust = json.dumps(role("app")["AssumeRolePolicyDocument"])
    values = {"name": "app", "assume_role_policy": trust, "managed_policy_arns": arns, "inline_policy": inline}
    head = {"address": "aws_iam_role.app", "mode": "managed", "type": "aws_iam_role", "name": "app"}
    head["provider_name"] = "registry.terraform.io/hashicorp/aws"
    change = {"actions": ["no-op"], "before": values, "after": values, "after_unknown": {}}
    sensitive = {"before_sensitive": {}, "after_sensitive": {}}
    planned = {"root_module": {"resources": [{**head, "values": values, "sensitive_values": {}}]}}
    return json.dumps({
        "format_version": "1.2",
        "planned_values": planned,
        "resource_changes": [{**head, "change": {**change, **sensitive}}],
        "configuration": {"root_module": {"resources": []}},
    })  # fmt: skip


@pytest.mark.parametrize(
    ("source", "kinds"),
    [
        pytest.param('  name = "app"', ["access/widened"], id="found by the provider"),
        pytest.param("  managed_policy_arns = var.arns", [], id="written"),
        pytest.param(None, ["snapshot/unchecked"], id="nobody knows"),
    ],
)
def test_what_a_plan_has_is_declared_where_it_is_written(source: str | None, kinds: list[str]) -> None:
    arn = aws("AdministratorAccess")
    root = {**account(), "RoleDetailList": [role("app", AttachedManagedPolicies=attached(arn))]}
    files = {"plan.json": _plan(arns=[arn], inline=[])}
    if source is not None:
        files["main.tf"] = f'resource "aws_iam_role" "app" {{\n{source}\n}}\n'
    tree = declared(files, plans={"": "plan.json"})

    assert [one.kind for one in compare(snapshot("iam", root), tree).drifts] == kinds


STACK = """\
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{Effect: Allow, Principal: {AWS: !Ref "AWS::AccountId"}, Action: "sts:AssumeRole"}]
      Policies:
        - PolicyName: own
          PolicyDocument:
            Statement:
              - {Effect: Allow, Action: "sqs:*", Resource: !Sub "arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:q"}
      ManagedPolicyArns: [!Ref Managed]
  Managed:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument: {Statement: [{Effect: Allow, Action: "sns:Publish", Resource: "*"}]}
  Beside:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: beside
      Roles: [!Ref Role]
      PolicyDocument: {Statement: [{Effect: Allow, Action: "ec2:Describe*", Resource: "*"}]}
"""


def stack() -> dict[str, Any]:
    arn = f"arn:aws:iam::{A}:policy/shop-Managed-1ABCDEFGHIJ2"
    trust = policy({"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{A}:root"}, "Action": "sts:AssumeRole"})
    inline = [
        {"PolicyName": "own", "PolicyDocument": policy(allow("sqs:*", f"arn:aws:sqs:eu-west-1:{A}:q"))},
        {"PolicyName": "beside", "PolicyDocument": policy(allow("ec2:Describe*"))},
    ]
    made = role(
        "shop-Role-1ABCDEFGHIJ2",
        AssumeRolePolicyDocument=trust,
        RolePolicyList=inline,
        AttachedManagedPolicies=attached(arn),
    )
    return {"RoleDetailList": [made], "UserDetailList": [], "Policies": [managed(arn, policy(allow("sns:Publish")))]}


def _every(document: Any) -> None:
    document["Statement"][0]["Action"] = "*"


def test_a_stack_that_is_as_its_template_has_no_drift() -> None:
    assert shown(compare(snapshot("iam", stack()), declared({"stack.yaml": STACK}, "aws_iam_*")).drifts) == []


@pytest.mark.parametrize(
    ("change", "address", "line"),
    [
        pytest.param(lambda root: _every(app(root)["RolePolicyList"][0]["PolicyDocument"]), "Role", 11, id="inline"),
        pytest.param(lambda root: _every(app(root)["RolePolicyList"][1]["PolicyDocument"]), "Beside", 22, id="beside"),
        pytest.param(
            lambda root: _every(root["Policies"][0]["PolicyVersionList"][1]["Document"]), "Managed", 16, id="managed"
        ),
        pytest.param(lambda root: trusted(root)[0]["Principal"].update(AWS="*"), "Role", 6, id="trust"),
        pytest.param(
            lambda root: app(root)["AttachedManagedPolicies"].extend(attached(aws("X"))), "Role", 2, id="attached"
        ),
    ],
)
def test_one_change_of_a_stack_is_one_fact(change: Any, address: str, line: int) -> None:
    root = stack()
    change(root)
    (found,) = compare(snapshot("iam", root), declared({"stack.yaml": STACK})).drifts

    assert (found.kind, found.address, found.location.region.start_line) == ("access/widened", address, line)


def test_a_list_that_goes_on_leaves_open_what_is_not_in_it() -> None:
    root = {**account(), "IsTruncated": True, "UserDetailList": []}

    assert {one.kind for one in drifts(root)} == {"snapshot/unchecked"}


def test_a_policy_that_cannot_be_read_is_told() -> None:
    root = account()
    app(root)["RolePolicyList"][0]["PolicyDocument"] = "%7Bno json"
    found = compare(snapshot("iam", root), declared({"main.tf": TERRAFORM}))

    assert [one.kind for one in found.drifts] == ["snapshot/unchecked"]
    assert [one.level for one in found.notifications] == ["error"]
    assert found.inputs[0].state == "partly-read"


FITTING = declared({"main.tf": TERRAFORM}, "aws_iam_*")
_JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=3), st.lists(st.integers(), max_size=2), st.just([{}]),
    st.just([["a"]]), st.just({"a": {"b": []}}), st.just([None]),
    st.sampled_from(["*", "\x00\x01", "%7B", "*" * 3000, "*a" * 900]),
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_nothing_that_stands_in_a_snapshot_crashes(data: st.DataObject) -> None:
    root: Any = copy.deepcopy(account())
    for _ in range(data.draw(st.integers(1, 5))):
        target: Any = root
        for _ in range(data.draw(st.integers(0, 9))):
            members = target.values() if isinstance(target, dict) else target
            inner = [one for one in members if one and isinstance(one, dict | list)]
            target = data.draw(st.sampled_from(inner)) if inner else target
        if isinstance(target, dict):
            target[data.draw(st.sampled_from(sorted(target)))] = copy.deepcopy(data.draw(_JUNK))
        else:
            target[data.draw(st.integers(0, len(target) - 1))] = copy.deepcopy(data.draw(_JUNK))
    found = compare(snapshot("iam", root), FITTING)

    assert len(found.inputs) == 1
    assert all(one.message for one in found.drifts)


SEALED = """\
variable "id" {
  sensitive = true
  default   = "hunter2hunter2"
}
resource "aws_iam_role" "r" {
  name = "r"
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "arn:aws:iam::210987654321:root" }
      Condition = { StringEquals = { "sts:ExternalId" = IDENTITY } }
    }]
  })
}
"""


def _with_external_id(identity: str) -> dict[str, Any]:
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "arn:aws:iam::210987654321:root"},
             "Condition": {"StringEquals": {"sts:ExternalId": identity}}}  # fmt: skip
    role = {
        "RoleName": "r",
        "Arn": "arn:aws:iam::123456789012:role/r",
        "AssumeRolePolicyDocument": {"Statement": trust},
    }
    return {"RoleDetailList": [role], "UserDetailList": []}


@pytest.mark.parametrize("written", ["var.id", '"x-${var.id}"'])
def test_a_policy_with_something_secret_in_it_is_not_told(written: str) -> None:
    tree = declared({"main.tf": SEALED.replace("IDENTITY", written)})
    (found,) = compare(snapshot("iam", _with_external_id("swordfish")), tree).drifts

    assert (found.kind, found.path) == ("access/widened", "assume_role_policy.Statement[0]")
    assert found.message == "role r may do more than is declared, in a policy that holds what must not be shown"
    assert found.details["actions"] == ["sts:AssumeRole"]
    assert not any(text in repr(found._replace(location=None)) for text in ("hunter2", "swordfish"))


def test_other_conditions_are_told_as_such() -> None:
    tree = declared({"main.tf": SEALED.replace("IDENTITY", '"one"')})
    (found,) = compare(snapshot("iam", _with_external_id("two")), tree).drifts

    assert (
        found.message == "role r also trusts account 210987654321 (sts:AssumeRole) under other conditions than declared"
    )
