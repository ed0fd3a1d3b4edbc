"""Intrinsic functions: what they give, what stays unknown, and what is wrong with them."""

from __future__ import annotations

import pytest
from tests.dialects.cloudformation.reading import as_json, property_of

KNOWN = [
    pytest.param("!Ref Name", "orders", id="a parameter's default"),
    pytest.param("!Ref Count", 3, id="a number"),
    pytest.param("!Ref Zones", ["a", "b", "c"], id="a list without its blanks"),
    pytest.param('!Sub "${Name}-${!Name}-${ Name }"', "orders-${Name}-orders", id="Sub with a literal"),
    pytest.param('!Sub ["${A}/${Name}", {A: !Select [1, !Ref Zones]}]', "b/orders", id="Sub with names of its own"),
    pytest.param('!Sub "arn:${AWS::Partition}:s3:::${Name}"', "arn:?:s3:::orders", id="Sub keeps what is known"),
    pytest.param('!Sub "${Other}/${Other.Arn}"', "?/?", id="Sub of a resource"),
    pytest.param('!Join ["-", [a, !Ref Name, !Ref "AWS::NoValue", 1, true]]', "a-orders-1-true", id="Join"),
    pytest.param('!Join [",", !Ref Zones]', "a,b,c", id="Join of a parameter"),
    pytest.param('!Join ["-", [a, !Ref Env, b]]', "a-?-b", id="Join keeps what is known"),
    pytest.param('!Split ["|", "a|b"]', ["a", "b"], id="Split"),
    pytest.param('!Select ["1", [a, b]]', "b", id="Select by a text"),
    pytest.param("!FindInMap [Sizes, eu-west-1, small]", "t3.small", id="FindInMap"),
    pytest.param('!FindInMap [Sizes, !Ref "AWS::Region", same]', 1, id="FindInMap whose key does not matter"),
    pytest.param("!FindInMap [Sizes, nowhere, small, {DefaultValue: d}]", "d", id="FindInMap with a default"),
    pytest.param("!If [Always, yes please, b]", "yes please", id="If true"),
    pytest.param('!If [Never, a, !Ref "AWS::NoValue"]', None, id="no value is no property"),
    pytest.param('[a, !If [Never, b, !Ref "AWS::NoValue"], c]', ["a", "c"], id="no value is no element"),
    pytest.param("!If [Perhaps, same, same]", "same", id="both branches say the same"),
    pytest.param("!Base64 abc", "YWJj", id="Base64"),
    pytest.param("!Base64\n        Fn::Sub: ${Name}", "b3JkZXJz", id="a long form in a short one"),
    pytest.param("!Cidr [10.0.0.0/16, 2, 8]", ["10.0.0.0/24", "10.0.1.0/24"], id="Cidr"),
    pytest.param('!Cidr ["2001:db8::/56", 1, "64"]', ["2001:db8::/64"], id="Cidr of IPv6"),
    pytest.param("!Length [a, b]", 2, id="Length"),
    pytest.param("!ToJsonString {a: [1, true]}", '{"a":[1,true]}', id="ToJsonString"),
    pytest.param(
        "!ToJsonString {a: !Ref Env}", {"json": {"a": "unknown: parameter Env ← no default"}}, id="partial JSON"
    ),
    pytest.param("{Condition: {Bool: {x: true}}}", {"Condition": {"Bool": {"x": True}}}, id="Condition is IAM's, too"),
    pytest.param("{a: null, b: 1}", {"b": 1}, id="null is absent"),
    pytest.param("'{{resolve:ssm:/db/name}}-x'", "?-x", id="a dynamic reference"),
]

UNKNOWN = [
    pytest.param("!Ref Env", "parameter Env ← no default", id="no default"),
    pytest.param("!Ref AWS::Region", "AWS::Region ← known at deployment", id="pseudo parameter"),
    pytest.param("!Ref Other", "Other ← known after deployment", id="a resource"),
    pytest.param("!GetAtt Other.Arn", "Other.Arn ← known after deployment", id="an attribute"),
    pytest.param("!GetAtt [Other, Nested.Out]", "Other.Nested.Out ← known after deployment", id="as a list"),
    pytest.param("!Ref Nobody", "Nobody ← nothing in the template has this name", id="no such name"),
    pytest.param("!If [Perhaps, a, b]", "condition Perhaps ← parameter Env ← no default", id="an open condition"),
    pytest.param("!If [Gone, a, b]", "condition Gone ← there is no such condition", id="no such condition"),
    pytest.param('!GetAZs ""', "the availability zones of the region ← known at deployment", id="zones"),
    pytest.param("!ImportValue net-id", "ImportValue net-id ← exported by another stack", id="an export"),
    pytest.param("!ImportValue {'Fn::Sub': '${Env}-id'}", "ImportValue …-id ← exported by another stack", id="partly"),
    pytest.param(
        '!FindInMap [Sizes, !Ref "AWS::Region", small]', "mapping Sizes ← AWS::Region ← known at deployment", id="a key"
    ),
    pytest.param("!Join [a]", "Fn::Join ← needs a list of 2", id="arity"),
    pytest.param("!Join ['', {a: 1}]", "Fn::Join ← a map stands where a list is needed", id="type"),
    pytest.param("!Select [7, [a]]", "Fn::Select ← there is no element 7", id="out of range"),
    pytest.param("!Select [-1, [a]]", "Fn::Select ← there is no element -1", id="a negative place"),
    pytest.param("!Split ['', a]", "Fn::Split ← needs something to split at", id="an empty separator"),
    pytest.param("!Sub [a, b, c]", "Fn::Sub ← needs a text, and perhaps a map of names", id="Sub with a list"),
    pytest.param("!Cidr [x, 1]", "Fn::Cidr ← 'x' does not appear to be an IPv4 or IPv6 network", id="no net"),
    pytest.param(
        "!Cidr [10.0.0.0/30, 5, 1]", "Fn::Cidr ← 10.0.0.0/30 does not hold 5 blocks of /31", id="too many blocks"
    ),
    pytest.param("!FindInMap [Sizes, a, b]", "Fn::FindInMap ← mapping Sizes has nothing at a.b", id="no such key"),
    pytest.param("!FindInMap [None, a, b]", "Fn::FindInMap ← there is no mapping None", id="no such mapping"),
    pytest.param("!Nonsense a", "Fn::Nonsense ← no function that is known here", id="no such function"),
    pytest.param("{Ref: Name, b: 1}", "what Ref makes of the map around it is not known", id="not alone"),
    pytest.param(
        "!Transform {Name: 'AWS::Include'}", "transform AWS::Include ← made at deployment", id="an include"
    ),
]  # fmt: skip


@pytest.mark.parametrize(("written", "expected"), KNOWN)
def test_gives(written, expected):
    assert expected == property_of(written)


@pytest.mark.parametrize(("written", "expected"), UNKNOWN)
def test_leaves_unknown(written, expected):
    assert f"unknown: {expected}" == property_of(written)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param({"Ref": "Name"}, "orders", id="Ref"),
        pytest.param({"Fn::Sub": ["${A}", {"A": {"Ref": "Name"}}]}, "orders", id="Sub"),
        pytest.param({"Fn::If": ["Never", "a", {"Fn::Select": [0, {"Ref": "Zones"}]}]}, "a", id="If"),
        pytest.param({"Fn::Equals": ["a", "a"]}, True, id="a condition as a value"),
    ],
)
def test_reads_long_forms(written, expected):
    assert expected == as_json(written)


def test_what_may_not_be_there_is_no_separator_either():
    assert property_of('!Join [",", [a, !If [Perhaps, b, !Ref "AWS::NoValue"]]]').startswith(
        "unknown: condition Perhaps"
    )
    assert property_of('!Length [a, !If [Perhaps, b, !Ref "AWS::NoValue"]]').startswith("unknown: condition Perhaps")
