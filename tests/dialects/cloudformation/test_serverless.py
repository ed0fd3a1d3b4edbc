"""SAM: Globals lie under functions and interfaces; the transform is not expanded."""

from __future__ import annotations

from tests.dialects.cloudformation.reading import only, read

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Runtime: python3.8
    Timeout: "3"
    Layers: [base]
    Environment:
      Variables: {STAGE: dev, LEVEL: info}
Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties:
      Timeout: 10
      Layers: [own]
      Environment:
        Variables: {LEVEL: debug}
  Bare:
    Type: AWS::Serverless::Function
  Plain:
    Type: AWS::Lambda::Function
"""


def test_merges_as_sam_does():
    hello, bare, plain = read(TEMPLATE)

    assert hello.kind == "cloudformation/AWS::Serverless::Function"
    assert hello.value == {
        "Runtime": "python3.8",
        "Timeout": 10,
        "Layers": ["base", "own"],
        "Environment": {"Variables": {"LEVEL": "debug", "STAGE": "dev"}},
    }
    assert bare.get("Layers") == ["base"]
    assert plain.value == {}


def test_points_at_the_globals():
    hello, bare, _ = read(TEMPLATE)

    assert hello.locate(("Runtime",)).primary.region[:2] == (4, 14)
    assert bare.locate(("Runtime",)).primary.region[:2] == (4, 14)
    assert hello.locate(("Timeout",)).primary.region[:2] == (13, 16)
    assert hello.locate(("Layers", 0)).primary.region[:2] == (6, 14)
    assert hello.locate(("Layers", 1)).primary.region[:2] == (14, 16)
    assert hello.locate(("Environment", "Variables", "STAGE")).primary.region[:2] == (8, 26)


def test_a_function_replaces_what_lies_beneath():
    function = only(
        "Transform: AWS::Serverless-2016-10-31\n"
        "Globals: {Function: {Tags: {a: b}}}\n"
        "Parameters: {T: {Type: String, Default: x}}\n"
        "Resources: {F: {Type: 'AWS::Serverless::Function', Properties: {Tags: !Ref T}}}\n"
    )

    assert function.value == {"Tags": "x"}
