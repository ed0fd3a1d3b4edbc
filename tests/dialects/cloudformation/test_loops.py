"""Fn::ForEach: resources and properties made many times."""

from __future__ import annotations

from tests.dialects.cloudformation.reading import only, read, shown

from trueline.model.document import Problem

LOOP = """\
Transform: AWS::LanguageExtensions
Parameters: {Names: {Type: CommaDelimitedList, Default: "a.b,c"}}
Resources:
  Fn::ForEach::Topics:
    - Name
    - !Ref Names
    - Topic&{Name}:
        Type: AWS::SNS::Topic
        Properties:
          TopicName: !Ref Name
          DisplayName: !Sub "${Name}-${AWS::Region}"
  Last: {Type: "AWS::SQS::Queue", Properties: {Topic: !Ref Topicc}}
"""


def test_makes_a_resource_for_each():
    found = read(LOOP)

    assert [resource.address for resource in found] == ["Topicab", "Topicc", "Last"]
    assert shown(found[0].value) == {"TopicName": "a.b", "DisplayName": "a.b-?"}
    assert found[2].refer("Topic").addresses == {"Topicc"}
    assert found[0].locate(("TopicName",)).primary.region[:2] == (10, 22)


def test_nests():
    found = read(
        "Resources:\n"
        "  Fn::ForEach::A:\n  - X\n  - [a, b]\n"
        "  - Fn::ForEach::B:\n    - Y\n    - [1, 2]\n"
        "    - Q${X}${Y}: {Type: 'AWS::SQS::Queue', Properties: {QueueName: '${X}-${Y}'}}\n"
    )

    assert {one.address: one.get("QueueName") for one in found} == {
        "Qa1": "a-1",
        "Qa2": "a-2",
        "Qb1": "b-1",
        "Qb2": "b-2",
    }


def test_makes_properties():
    resource = only(
        "Resources:\n  A:\n    Type: AWS::X::Y\n    Properties:\n"
        "      Fn::ForEach::P: [N, [Read, Write], {'${N}Capacity': 5}]\n      Other: 1\n"
    )

    assert resource.value == {"ReadCapacity": 5, "WriteCapacity": 5, "Other": 1}


def test_says_what_it_cannot_make():
    (problem,) = read("Parameters: {L: {Type: CommaDelimitedList}}\nResources:\n  Fn::ForEach::A: [N, !Ref L, {}]\n")
    (shape,) = read("Resources:\n  Fn::ForEach::A: [N]\n")

    assert isinstance(problem, Problem)
    assert problem.message == "Fn::ForEach::A: what is looped over is not known: parameter L ← no default"
    assert shape.message == (
        "Fn::ForEach::A: a loop needs a name, a collection and what is made for each of its members"
    )


def test_stops_growing():
    loops = "{Q: {Type: X}}"
    for number in range(8):
        loops = f"{{'Fn::ForEach::L{number}': [N{number}, [a, b, c, d, e, f, g, h, i, j], {loops}]}}"
    (problem,) = read(f"Resources: {loops}\n")

    assert problem.message.endswith("the template is too large to be evaluated")
