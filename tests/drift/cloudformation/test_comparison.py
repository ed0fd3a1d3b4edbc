"""Drift of stacks: placed at the property, without differences that are none, blind spots told."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
from effort import ends, growth
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.drift.access.tree import declared, shown, snapshot

from trueline.drift.cloudformation import compare
from trueline.values.unknown import is_sensitive, leaves

if TYPE_CHECKING:
    from collections.abc import Callable

TEMPLATE = """\
AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  Secret: {Type: String, NoEcho: true, Default: hunter2hunter2}
  Size: {Type: String}
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 30
      DelaySeconds: 0
      Tags:
        - {Key: team, Value: shop}
        - {Key: tier, Value: one}
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: web
      SecurityGroupIngress:
        - {IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/8}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement:
          - {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: "sts:AssumeRole"}
  Database:
    Type: AWS::RDS::DBInstance
    Properties:
      MasterUserPassword: !Ref Secret
      DBInstanceClass: !Ref Size
"""
STACK = "arn:aws:cloudformation:eu-west-1:123456789012:stack/shop/0a1b"
TRUST = {"Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
EXPECTED: dict[str, tuple[str, Any]] = {
    "Queue": (
        "AWS::SQS::Queue",
        {
            "VisibilityTimeout": 30,
            "DelaySeconds": 0,
            "Tags": [{"Key": "team", "Value": "shop"}, {"Key": "tier", "Value": "one"}],
        },
    ),
    "Group": (
        "AWS::EC2::SecurityGroup",
        {
            "GroupDescription": "web",
            "SecurityGroupIngress": [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "10.0.0.0/8"}],
        },
    ),
    "Role": ("AWS::IAM::Role", {"AssumeRolePolicyDocument": TRUST}),
    "Database": ("AWS::RDS::DBInstance", {"MasterUserPassword": "****", "DBInstanceClass": "db.t3.small"}),
}


def live(**entries: dict[str, Any]) -> dict[str, Any]:
    found = []
    for name, (kind, expected) in EXPECTED.items():
        entry = {
            "StackId": STACK,
            "LogicalResourceId": name,
            "PhysicalResourceId": f"{name}-1",
            "ResourceType": kind,
            "ExpectedProperties": json.dumps(expected),
            "ActualProperties": json.dumps(expected),
            "PropertyDifferences": [],
            "StackResourceDriftStatus": "IN_SYNC",
            "Timestamp": "2026-11-01T10:00:00Z",
        }
        found.append({**entry, **entries.get(name, {})})
    return {"StackResourceDrifts": found}


def modified(name: str, actual: Any, *differences: tuple[str, Any, Any, str]) -> dict[str, Any]:
    keys = ("PropertyPath", "ExpectedValue", "ActualValue", "DifferenceType")
    return {
        name: {
            "StackResourceDriftStatus": "MODIFIED",
            "ActualProperties": json.dumps({**EXPECTED[name][1], **actual}),
            "PropertyDifferences": [dict(zip(keys, one, strict=True)) for one in differences],
        }
    }


def drifts(root: Any, template: str = TEMPLATE, **others: str) -> Any:
    files = {"stack.yaml": template, **{f"{name}.yaml": text for name, text in others.items()}}
    return compare(snapshot("cloudformation", root), declared(files)).drifts


def test_a_stack_in_sync_has_no_drift() -> None:
    found = compare(snapshot("cloudformation", live()), declared({"stack.yaml": TEMPLATE}))

    assert found.drifts == ()
    assert [tuple(one) for one in found.inputs] == [("live.json", "cloudformation", "read", "")]


@pytest.mark.parametrize(
    ("entry", "path", "line", "message"),
    [
        pytest.param(
            modified("Queue", {"VisibilityTimeout": 90}, ("/VisibilityTimeout", "30", "90", "NOT_EQUAL")),
            "VisibilityTimeout",
            9,
            "VisibilityTimeout is 90, declared 30",
            id="another value",
        ),
        pytest.param(
            modified(
                "Queue",
                {"Tags": [*EXPECTED["Queue"][1]["Tags"], {"Key": "by", "Value": "hand"}]},
                ("/Tags/2", None, '{"Key":"by","Value":"hand"}', "ADD"),
            ),
            "Tags[Key=by]",
            11,
            "Tags[Key=by] is a map of 2, which the template does not declare",
            id="a tag more",
        ),
        pytest.param(
            modified("Queue", {"Tags": []}, ("/Tags/1/Value", "one", "two", "NOT_EQUAL")),
            "Tags[Key=tier].Value",
            13,
            "Tags[Key=tier].Value is two, declared one",
            id="a tag by its key",
        ),
        pytest.param(
            modified("Queue", {}, ("/DelaySeconds", "0", None, "REMOVE")),
            "DelaySeconds",
            10,
            "DelaySeconds is not there any more, declared 0",
            id="a property less",
        ),
        pytest.param(
            modified(
                "Group",
                {"SecurityGroupIngress": [{}]},
                ("/SecurityGroupIngress/0/CidrIp", "10.0.0.0/8", "0.0.0.0/0", "NOT_EQUAL"),
            ),
            "SecurityGroupIngress[0].CidrIp",
            19,
            "SecurityGroupIngress[0].CidrIp is 0.0.0.0/0, declared 10.0.0.0/8",
            id="inside a list",
        ),
        pytest.param(
            modified(
                "Database",
                {"DBInstanceClass": "db.t3.large"},
                ("/DBInstanceClass", "db.t3.small", "db.t3.large", "NOT_EQUAL"),
            ),
            "DBInstanceClass",
            30,
            "DBInstanceClass is db.t3.large, declared db.t3.small",
            id="what the template does not know",
        ),
    ],
)
def test_a_modified_property_stands_where_it_is_declared(entry: Any, path: str, line: int, message: str) -> None:
    (found,) = drifts(live(**entry))

    assert (found.kind, found.path, found.message) == ("cloudformation/changed", path, message)
    assert found.location.path == "stack.yaml"
    assert found.location.region.start_line == line
    assert found.details["stack"] == "shop"


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param(modified("Queue", {}, ("/VisibilityTimeout", "30", "30.0", "NOT_EQUAL")), id="number and text"),
        pytest.param(
            modified(
                "Queue",
                {"Tags": EXPECTED["Queue"][1]["Tags"][::-1]},
                ("/Tags/0/Key", "team", "tier", "NOT_EQUAL"),
                ("/Tags/0/Value", "shop", "one", "NOT_EQUAL"),
                ("/Tags/1/Key", "tier", "team", "NOT_EQUAL"),
                ("/Tags/1/Value", "one", "shop", "NOT_EQUAL"),
            ),
            id="order of a set",
        ),
        pytest.param(
            modified(
                "Role",
                {
                    "AssumeRolePolicyDocument": json.dumps(
                        {
                            "Version": "2012-10-17",
                            "Statement": {
                                "Sid": "x",
                                "Effect": "Allow",
                                "Principal": {"Service": ["ec2.amazonaws.com"]},
                                "Action": ["STS:AssumeRole"],
                            },
                        }
                    )
                },
                ("/AssumeRolePolicyDocument/Statement/0/Action", '"sts:AssumeRole"', '["STS:AssumeRole"]', "NOT_EQUAL"),
            ),
            id="a policy spelled otherwise",
        ),
    ],
)
def test_what_says_the_same_is_no_drift(entry: Any) -> None:
    assert shown(drifts(live(**entry))) == []


def test_differences_are_told_from_both_sides_where_none_are_named() -> None:
    (found,) = drifts(live(**modified("Queue", {"DelaySeconds": "5", "VisibilityTimeout": "30"})))

    assert (found.path, found.declared, found.actual) == ("DelaySeconds", 0, "5")


def test_a_secret_is_hidden_and_its_difference_is_told() -> None:
    entry = modified("Database", {}, ("/MasterUserPassword", "****", "swordfish", "NOT_EQUAL"))
    (found,) = drifts(live(**entry))

    assert is_sensitive(found.declared)
    assert is_sensitive(found.actual)
    assert "swordfish" not in found.message


def test_what_a_machine_runs_at_its_start_is_hidden() -> None:
    difference = ("/LaunchTemplateData/UserData", "ZXhwb3J0IFA9YQ==", "ZXhwb3J0IFA9Yg==", "NOT_EQUAL")
    (found,) = drifts(live(**modified("Queue", {}, difference)))

    assert is_sensitive(found.declared)
    assert is_sensitive(found.actual)
    assert "ZXhw" not in found.message


def test_text_of_json_does_not_tell_a_secret() -> None:
    settings = json.dumps({"password": "swordfish"})
    (found,) = drifts(live(**modified("Queue", {}, ("/Settings", None, [settings], "ADD"))))

    assert all(map(is_sensitive, leaves(found.actual)))


@pytest.mark.parametrize(
    ("kind", "held"),
    [("AWS::RDS::DBInstance", "a database"), ("AWS::S3::Bucket", "objects"), ("AWS::S3::BucketPolicy", None)],
)
def test_what_is_lost_with_what_was_deleted(kind: str, held: str | None) -> None:
    (found,) = drifts(live(Queue={"StackResourceDriftStatus": "DELETED", "ResourceType": kind}))

    assert (found.details.get("stateful"), found.details.get("holds")) == (True if held else None, held)


def test_many_differences_of_one_list_take_no_more_than_their_number() -> None:
    def many(size: int) -> Callable[[], object]:
        rules = [{"IpProtocol": "tcp", "FromPort": number, "CidrIp": "10.0.0.0/8"} for number in range(size)]
        other = [{**rule, "FromPort": 0} for rule in reversed(rules)]
        found = [
            (f"/SecurityGroupIngress/{number}/FromPort", str(number), "0", "NOT_EQUAL") for number in range(1, size)
        ]
        entry = modified("Group", {"SecurityGroupIngress": other}, *found)
        entry["Group"]["ExpectedProperties"] = json.dumps({"SecurityGroupIngress": rules})
        return lambda: drifts(live(**entry))

    with ends():
        found = many(1000)()

    assert len(found) == 999
    assert growth(many, 100) < 2.5


@pytest.mark.parametrize(
    ("entry", "touches"),
    [
        pytest.param(
            modified("Group", {}, ("/SecurityGroupIngress/0/CidrIp", "10.0.0.0/8", "0.0.0.0/0", "NOT_EQUAL")),
            ["network"],
            id="a security group",
        ),
        pytest.param(
            modified("Role", {}, ("/AssumeRolePolicyDocument/Statement/0/Action", "a", "b", "NOT_EQUAL")),
            ["access"],
            id="a role",
        ),
        pytest.param(modified("Queue", {}, ("/KmsMasterKeyId", None, "k", "ADD")), ["encryption"], id="a key"),
        pytest.param(modified("Queue", {}, ("/VisibilityTimeout", "30", "1", "NOT_EQUAL")), None, id="nothing"),
        pytest.param(modified("Queue", {}, ("/Tags/0/Value", "public", "kms", "NOT_EQUAL")), None, id="a tag"),
    ],
)
def test_what_a_property_touches(entry: Any, touches: list[str] | None) -> None:
    assert [one.details.get("touches") for one in drifts(live(**entry))] == [touches]


def test_what_was_deleted_stands_at_its_resource() -> None:
    (found,) = drifts(live(Database={"StackResourceDriftStatus": "DELETED"}))

    assert (found.kind, found.address, found.location.region.start_line) == ("cloudformation/deleted", "Database", 26)
    assert found.details["stateful"] is True


@pytest.mark.parametrize("status", ["NOT_CHECKED", "UNSUPPORTED", "UNKNOWN", "SOMETHING_NEW"])
def test_what_was_not_checked_is_told(status: str) -> None:
    (found,) = drifts(live(Role={"StackResourceDriftStatus": status, "DriftStatusReason": "no permission"}))

    assert found.kind == "snapshot/unchecked"
    assert str(found.details["reason"]).endswith(": no permission")


def test_resources_that_the_list_lacks_are_a_blind_spot() -> None:
    root = live()
    del root["StackResourceDrifts"][0]
    (found,) = drifts(root)

    assert (found.kind, found.details["missing"]) == ("snapshot/unchecked", ["Queue"])


def test_a_list_that_goes_on_is_a_blind_spot() -> None:
    assert [one.kind for one in drifts({**live(), "NextToken": "abc"})] == ["snapshot/unchecked"]


def test_a_stack_without_template_stands_in_the_snapshot() -> None:
    (found,) = drifts(live(Queue={"StackResourceDriftStatus": "DELETED"}), "a: 1\n")

    assert (found.location.path, found.unit) == ("live.json", "")


def test_the_template_whose_properties_agree_is_the_one() -> None:
    entry = modified("Queue", {"VisibilityTimeout": 90}, ("/VisibilityTimeout", "30", "90", "NOT_EQUAL"))
    found = drifts(live(**entry), TEMPLATE.replace("DelaySeconds: 0", "DelaySeconds: 9"), other=TEMPLATE)

    assert [one.location.path for one in found] == ["other.yaml"]


def test_two_templates_that_fit_alike_are_both_named() -> None:
    (found,) = drifts(live(Queue={"StackResourceDriftStatus": "DELETED"}), other=TEMPLATE)

    assert found.location.path == "other.yaml"
    assert found.details["templates"] == ["stack.yaml"]
    assert found.message.endswith("; stack.yaml would declare stack shop as well")


def test_what_a_module_made_stands_at_the_module() -> None:
    template = TEMPLATE + "  Logs:\n    Type: My::Logs::Bucket::MODULE\n"
    root = live()
    root["StackResourceDrifts"].append(
        {
            **root["StackResourceDrifts"][0],
            "LogicalResourceId": "LogsBucket",
            "ResourceType": "AWS::S3::Bucket",
            "StackResourceDriftStatus": "DELETED",
            "ModuleInfo": {"TypeHierarchy": "My::Logs::Bucket::MODULE", "LogicalIdHierarchy": "Logs"},
        }
    )
    found = [one for one in drifts(root, template) if one.kind == "cloudformation/deleted"]

    assert [(one.address, one.location.region.start_line) for one in found] == [("LogsBucket", 31)]
    assert found[0].details["module"] == {"ids": "Logs", "types": "My::Logs::Bucket::MODULE"}


def test_a_template_that_says_it_already_has_adopted_the_drift() -> None:
    entry = modified("Queue", {}, ("/VisibilityTimeout", "20", "30", "NOT_EQUAL"))

    assert drifts(live(**entry))[0].details["adopted"] is True


def test_what_is_no_entry_is_told() -> None:
    root = live()
    root["StackResourceDrifts"] += [7, {"LogicalResourceId": 1}]
    found = compare(snapshot("cloudformation", root), declared({"stack.yaml": TEMPLATE}))

    assert [one.level for one in found.notifications] == ["error", "error"]
    assert found.inputs[0].state == "partly-read"


_JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=5),
    st.just("{bad"),
    st.sampled_from(["[" * 90, "[" * 900 + "]" * 900, "[NaN]", '{"a": "{}"}']),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)


FITTING = declared({"stack.yaml": TEMPLATE})


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_nothing_that_stands_in_a_snapshot_crashes(data: st.DataObject) -> None:
    root: Any = copy.deepcopy(
        live(
            **modified("Queue", {"Tags": []}, ("/Tags/1/Value", "one", "two", "NOT_EQUAL"), ("/", None, "1", "ADD")),
            Role={"StackResourceDriftStatus": "DELETED", "ModuleInfo": {"LogicalIdHierarchy": "a/b"}},
        )
    )
    for _ in range(data.draw(st.integers(1, 4))):
        place: Any = data.draw(st.sampled_from(root["StackResourceDrifts"]))
        inner = place["PropertyDifferences"] if isinstance(place["PropertyDifferences"], list) else []
        target = data.draw(st.sampled_from([place, *(one for one in inner if isinstance(one, dict))]))
        target[data.draw(st.sampled_from(sorted(target)))] = data.draw(_JUNK)
    found = compare(snapshot("cloudformation", root), FITTING)

    assert len(found.inputs) == 1
    assert all(one.message for one in found.drifts)
