"""Which values mean the same to AWS, and which policies say the same."""

from __future__ import annotations

import json

import pytest

from trueline.drift.aws.values import differences
from trueline.drift.iam_policy import compare_policies, statements_of
from trueline.values.partial import PartialJson
from trueline.values.partial_text import assemble
from trueline.values.unknown import Unknown

SAME = [
    pytest.param("", None, "description", id="nothing is nothing"),
    pytest.param(None, False, "internal", id="false is nothing"),
    pytest.param(0, "", "iops", id="zero is nothing"),
    pytest.param("8080", 8080, "port", id="a number as text"),
    pytest.param("true", True, "encrypted", id="a truth as text"),
    pytest.param(["b", "a"], ["a", "b"], "subnets", id="a set"),
    pytest.param("TCP", "tcp", "protocol", id="case of a protocol"),
    pytest.param("arn:aws:iam::1:role/x/run", "run", "role", id="an ARN and a name"),
    pytest.param("run", "arn:aws:iam::1:instance-profile/run", "iam_instance_profile", id="a name and an ARN"),
    pytest.param("16", "16.3", "engine_version", id="a version that says less"),
    pytest.param("alias/x", "arn:aws:kms:r:1:key/1-2", "kms_key_id", id="an alias of a key"),
    pytest.param("shop.example.", "shop.example", "name", id="the dot of a domain"),
    pytest.param('{"a":[1,2]}', '{ "a": [2, 1] }', "redrive_policy", id="JSON set out otherwise"),
    pytest.param("app", "arn:aws:ecs:r:1:task-definition/app:7", "task_definition", id="the newest of a family"),
    pytest.param(
        [{"name": "a", "v": 1}, {"name": "b"}], [{"name": "b"}, {"name": "a", "v": 1}], "setting", id="blocks"
    ),
    pytest.param(Unknown(["x"]), "anything", "name", id="what is not known"),
    pytest.param(["a", Unknown(["x"])], ["b", "a"], "subnets", id="an element that is not known"),
    pytest.param(assemble(["shop-", Unknown(["x"])]), "shop-prod", "name", id="a text known in part that fits"),
    pytest.param([{"a": 1}], [{"a": 1, "b": 2}], "block", id="a member that was not asked for"),
    pytest.param(
        [*map(str, range(900)), Unknown(["x"])], [*map(str, range(899, -1, -1)), "more"], "cidrs", id="a long set"
    ),
    pytest.param(PartialJson({"a": 3, "b": Unknown(["x"])}), '{"a":3,"b":"y"}', "redrive_policy", id="JSON in part"),
]
OTHER = [
    pytest.param("a", "b", "name", [("name",)], id="text"),
    pytest.param("8.0", "8.1", "engine_version", [("engine_version",)], id="another version"),
    pytest.param("1", "16.3", "engine_version", [("engine_version",)], id="a version that begins alike"),
    pytest.param(True, False, "encrypted", [("encrypted",)], id="truth"),
    pytest.param(["a"], ["a", "b"], "subnets", [("subnets",)], id="one element more"),
    pytest.param(["a", "b"], ["a"], "subnets", [("subnets", 1)], id="one element less"),
    pytest.param([{"x": {"y": 1}}], [{"x": {"y": 2}}], "b", [("b", 0, "x", "y")], id="the deepest place"),
    pytest.param([{"name": "a", "v": 1}, {"name": "b"}], [{"name": "a", "v": 2}, {"name": "b"}], "s",
                 [("s", 0, "v")], id="keyed"),
    pytest.param({"a": "1"}, {"a": "1", "b": "2"}, "labels", [("labels", "b")], id="a name of one's own"),
    pytest.param(assemble(["shop-", Unknown(["x"])]), "web-prod", "name", [("name",)], id="a text that cannot fit"),
    pytest.param('{"a":1}', '{"a":2}', "redrive_policy", [("redrive_policy", "a")], id="JSON"),
    pytest.param([*map(str, range(900))], [*map(str, range(1, 900))], "cidrs", [("cidrs", 0)], id="a long set"),
    pytest.param(PartialJson({"a": 3, "b": Unknown(["x"])}), '{"a":5,"b":"y"}', "redrive_policy",
                 [("redrive_policy", "a")], id="JSON in part"),
    pytest.param("1.10", "1.1", "agent", [("agent",)], id="versions are no numbers"),
    pytest.param("app", "arn:aws:ecs:r:1:task-definition/my-app:7", "task_definition", [("task_definition",)],
                 id="another family"),
    pytest.param('{"Statement": []}', "no policy", "policy", [("policy",)], id="what is no policy"),
    pytest.param('{"Statement": []}', '{"Statement": [5]}', "policy", [("policy",)], id="a policy that is broken"),
    pytest.param(PartialJson({"Statement": [], "x": Unknown(["x"])}), '{"Statement": 5}', "policy", [("policy",)],
                 id="a broken one beside one known in part"),
    pytest.param("run", "arn:aws:iam::1:role/other-run", "role", [("role",)], id="an ARN of another"),
]  # fmt: skip


@pytest.mark.parametrize(("declared", "actual", "name"), SAME)
def test_what_means_the_same_is_no_difference(declared, actual, name):
    assert list(differences(declared, actual, (name,))) == []


@pytest.mark.parametrize(("declared", "actual", "name", "paths"), OTHER)
def test_what_is_another_is_told_at_its_place(declared, actual, name, paths):
    assert [one.path for one in differences(declared, actual, (name,))] == paths


def _policy(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


READ = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Principal": {"AWS": "123456789012"}}


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(json.dumps(_policy(READ), indent=3), id="text"),
        pytest.param({**_policy(READ), "Statement": READ}, id="one statement without a list"),
        pytest.param(_policy({**READ, "Action": ["S3:getobject"]}), id="a list, in other case"),
        pytest.param(_policy({**READ, "Sid": "x"}), id="a name of the statement"),
        pytest.param(
            _policy({**READ, "Principal": {"AWS": "arn:aws:iam::123456789012:root"}}), id="the root of an account"
        ),
        pytest.param(
            _policy({**READ, "Principal": {"AWS": "AIDACKCEVSQ6C2EXAMPLE"}}), id="a principal that is deleted"
        ),
        pytest.param(_policy(READ, READ), id="twice"),
    ],
)
def test_policies_that_say_the_same(other):
    assert compare_policies(statements_of(_policy(READ)), statements_of(other)) is None


def test_a_policy_that_says_more_widens():
    everybody = {**READ, "Principal": "*"}
    found = compare_policies(statements_of(_policy(READ)), statements_of(_policy(READ, everybody)))

    assert (found.widens, found.is_public) == (True, True)
    assert str(found) == "also allows * s3:getobject on *"


def test_a_policy_that_says_less_does_not_widen():
    found = compare_policies(statements_of(_policy(READ)), statements_of(_policy()))

    assert (found.widens, found.is_public) == (False, False)


def test_a_deny_that_is_gone_widens():
    deny = {**READ, "Effect": "Deny"}

    assert compare_policies(statements_of(_policy(deny)), statements_of(_policy())).widens


def test_an_arn_that_is_not_known_may_be_any():
    mine = _policy({**READ, "Resource": [Unknown(["bucket.arn"]), assemble([Unknown(["bucket.arn"]), "/*"])]})
    its = _policy({**READ, "Resource": ["arn:aws:s3:::a", "arn:aws:s3:::a/*"]})

    assert compare_policies(statements_of(mine), statements_of(its)) is None
    more = _policy({**READ, "Resource": ["arn:aws:s3:::a"], "Action": "s3:*"})
    assert compare_policies(statements_of(mine), statements_of(more)) is not None


@pytest.mark.parametrize("value", [None, 1, "no json", "[1]", {"Statement": 7}, {"Statement": [3]}, "{" * 4000])
def test_what_is_no_policy_is_none(value):
    assert not statements_of(value)


def test_what_lies_deep_is_compared_and_takes_no_time():
    mine: object = 1
    its: object = 2
    for _ in range(60):
        mine, its = [{"name": "x", "a": mine}, 7], [{"name": "x", "a": its}, 8]

    assert next(differences(mine, its, ("a",))).path[:1] == ("a",)
    assert list(differences(mine, mine, ("a",))) == []
