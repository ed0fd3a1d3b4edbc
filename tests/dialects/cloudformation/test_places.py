"""Where a value stands, to the character, and what explains it."""

from __future__ import annotations

import json

import pytest
from tests.dialects.cloudformation.reading import read

from trueline.model.resource import parse_path

TEMPLATE = """\
Parameters:
  Acl: {Type: String, Default: PublicRead}
Mappings:
  Sizes: {prod: {size: 20}}
Conditions:
  Open: !Equals [!Ref Acl, PublicRead]
Resources:
  Logs:
    Type: AWS::S3::Bucket
    DeletionPolicy: Delete
    Properties:
      AccessControl: !Ref Acl
      BucketName: !Sub "logs-${Acl}"
      Size: !FindInMap [Sizes, prod, size]
      Ports:
        - !If [Open, 22, 443]
        - !If [Open, !Ref AWS::NoValue, 1]
        - Fn::If:
          - Open
          - From: 3389
            To: !Ref Acl
          - From: 1
      Deep: {A: {B: c}}
"""


@pytest.mark.parametrize(
    ("path", "expected", "related"),
    [
        pytest.param("", (8, 3), [], id="the resource"),
        pytest.param("AccessControl", (12, 22), [(2, 32)], id="a parameter"),
        pytest.param("BucketName", (13, 19), [(2, 32)], id="a text with a parameter"),
        pytest.param("Size", (14, 13), [(4, 24)], id="a mapping"),
        pytest.param("Ports[0]", (16, 22), [], id="the branch that is taken"),
        pytest.param("Ports[1].From", (20, 19), [], id="after an element that is not there"),
        pytest.param("Ports[1].To", (21, 17), [(2, 32)], id="inside a branch"),
        pytest.param("Deep.A.B", (23, 21), [], id="inside"),
        pytest.param("Deep.A.Missing", (23, 17), [], id="the nearest ancestor"),
        pytest.param("Missing", (8, 3), [], id="a property that is not there"),
        pytest.param("@attributes.DeletionPolicy", (10, 21), [], id="an attribute"),
    ],
)
def test_points_at(path, expected, related):
    (resource,) = read(TEMPLATE)
    place = resource.locate(parse_path(path))

    assert expected == place.primary.region[:2]
    assert related == [location.region[:2] for location in place.related]


def test_says_what_explains_it():
    (resource,) = read(TEMPLATE)

    assert [one.message for one in resource.locate(("AccessControl",)).related] == ["parameter Acl has this default"]
    assert [one.message for one in resource.locate(("Size",)).related] == ["mapping Sizes.prod.size is set here"]


def test_points_into_json():
    text = json.dumps({"Resources": {"A": {"Type": "AWS::X::Y", "Properties": {"P": {"Fn::If": ["C", {"Q": 1}, 2]}}}},
                       "Conditions": {"C": {"Fn::Equals": [1, 1]}}}, indent=1)  # fmt: skip
    (resource,) = read(text)

    line = text[: text.index('"Q"')].count("\n") + 1
    assert line == resource.locate(("P", "Q")).primary.region.start_line


def test_points_through_an_anchor():
    (resource,) = read(
        "Rules: &rules\n  Port: 22\nResources:\n  A:\n    Type: AWS::X::Y\n    Properties:\n      R: *rules\n"
    )

    assert resource.locate(("R", "Port")).primary.region[:2] == (2, 9)
