"""Templates to resources: kinds, addresses, attributes, references, and what is wrong with a template."""

from __future__ import annotations

import pytest
from tests.dialects.cloudformation.reading import only, read, shown

from trueline.dialects.cloudformation import recognises
from trueline.model.document import Problem, Source
from trueline.parsers import yaml


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("AWSTemplateFormatVersion: 2010-09-09", True, id="the version"),
        pytest.param("Transform: AWS::Serverless-2016-10-31", True, id="SAM"),
        pytest.param("Transform: [X, 'AWS::Serverless-2016-10-31']", True, id="SAM among others"),
        pytest.param("Resources: {A: {Type: 'AWS::S3::Bucket'}}", True, id="a resource"),
        pytest.param("Resources: {'Fn::ForEach::A': []}", True, id="a loop"),
        pytest.param("Resources: {A: {Type: bucket}}", False, id="other resources"),
        pytest.param("service: x\nresources: {Resources: {A: {Type: 'AWS::S3::Bucket'}}}", False, id="serverless.yml"),
        pytest.param("apiVersion: v1\nkind: Pod", False, id="Kubernetes"),
        pytest.param("[a]", False, id="a list"),
    ],
)
def test_recognises(text, expected):
    assert expected == recognises("x.yaml", yaml.parse(Source("x.yaml", text.encode())).documents[0].root)


def test_names_and_reads_a_resource():
    resource = only(
        "Resources:\n"
        "  Logs:\n"
        "    Type: AWS::S3::Bucket\n"
        "    DeletionPolicy: Retain\n"
        "    DependsOn: Key\n"
        "    Properties: {BucketName: logs}\n"
    )

    assert resource.kind == "cloudformation/AWS::S3::Bucket"
    assert (resource.address, resource.name) == ("Logs", "Logs")
    assert resource.value == {"BucketName": "logs", "@attributes": {"DeletionPolicy": "Retain", "DependsOn": ["Key"]}}
    assert resource.refer("@attributes.DependsOn").addresses == {"Key"}


def test_types_what_the_rules_compare():
    resource = only(
        "Resources: {A: {Type: 'AWS::X::Y', Properties: {Encrypted: 'true', R: [{FromPort: '22', IpProtocol: -1}]}}}"
    )

    assert resource.value == {"Encrypted": True, "R": [{"FromPort": 22, "IpProtocol": "-1"}]}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("FromPort: ''", {"FromPort": "unknown: FromPort ← is no number"}, id="no port"),
        pytest.param("FromPort: true", {"FromPort": "unknown: FromPort ← is no number"}, id="a boolean port"),
        pytest.param("Encrypted: [a]", {"Encrypted": "unknown: Encrypted ← is no boolean"}, id="a list"),
        pytest.param("Encrypted: perhaps", {"Encrypted": "unknown: Encrypted ← is no boolean"}, id="a word"),
        pytest.param("CidrIp: {a: b}", {"CidrIp": "unknown: CidrIp ← is no text"}, id="a map"),
        pytest.param("Timeout: 30s", {"Timeout": "30s"}, id="another property of that name"),
        pytest.param("Encrypted: 'Yes'", {"Encrypted": True}, id="a word of YAML 1.1"),
    ],
)
def test_what_is_of_another_type_is_unknown(written, expected):
    assert expected == shown(only(f"Resources: {{A: {{Type: 'AWS::X::Y', Properties: {{{written}}}}}}}").value)


@pytest.mark.parametrize(
    ("written", "expected", "is_open"),
    [
        pytest.param("!Ref Logs", {"Logs"}, False, id="Ref"),
        pytest.param("!GetAtt Logs.Arn", {"Logs"}, False, id="GetAtt"),
        pytest.param("!Sub '${Logs.Arn}/*'", {"Logs"}, False, id="Sub"),
        pytest.param("[!Ref Logs, {A: !Ref Key}]", {"Logs", "Key"}, False, id="inside"),
        pytest.param("!If [Perhaps, !Ref Logs, !Ref Key]", set(), True, id="nothing for certain"),
        pytest.param("!Ref Env", set(), True, id="unknown"),
        pytest.param("plain", set(), False, id="nothing"),
    ],
)
def test_refers(written, expected, is_open):
    resource = read(
        "Parameters: {Env: {Type: String}}\nConditions: {Perhaps: !Equals [!Ref Env, a]}\n"
        "Resources:\n  Logs: {Type: 'AWS::S3::Bucket'}\n  Key: {Type: 'AWS::KMS::Key'}\n"
        f"  A:\n    Type: AWS::X::Y\n    Properties:\n      P: {written}\n"
    )[-1]
    references = resource.refer("P")

    assert expected == references.addresses
    assert is_open == (references.open is not None)


@pytest.mark.parametrize(
    ("text", "message", "line", "fatal"),
    [
        pytest.param("Resources:\n- a\n", "Resources is no map", 1, True, id="a list of resources"),
        pytest.param("Resources:\n  A: text\n", "resource A is no map", 2, True, id="a text"),
        pytest.param("Resources:\n  A:\n    Type: [x]\n", "resource A has no Type that is a text", 3, True, id="Type"),
        pytest.param("Resources:\n  A:\n    X: y\n", "resource A has no Type that is a text", 2, True, id="no Type"),
        pytest.param("Parameters: []\nResources: {}\n", "Parameters is no map", 1, True, id="Parameters"),
        pytest.param("AWSTemplateFormatVersion: x\n", "a template needs Resources", 1, False, id="no Resources"),
        pytest.param("Resources:\n# later\n", "a template needs Resources", 1, False, id="nothing in Resources"),
        pytest.param(
            "Resources:\n  Fn::Transform: {Name: 'AWS::Include'}\n",
            "what Fn::Transform puts here is not known, and not judged",
            2,
            False,
            id="an include",
        ),
        pytest.param(
            "Resources:\n  A:\n    Type: !Rain::Module x.yaml\n",
            "what A is made of is filled in before it is deployed, and was not judged",
            2,
            False,
            id="a packager's tag",
        ),
    ],
)
def test_says_what_is_wrong(text, message, line, fatal):
    (problem,) = read(text)

    assert isinstance(problem, Problem)
    assert (message, fatal) == (problem.message, problem.fatal)
    assert problem.region is not None
    assert line == problem.region.start_line


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("Transform: Mine\nResources: {}\n", [1], id="a macro"),
        pytest.param("Transform: [AWS::Serverless-2016-10-31, Mine]\nResources: {}\n", [1], id="one of several"),
        pytest.param("Transform: {Name: AWS::Include}\nResources: {}\n", [1], id="an include"),
        pytest.param("Transform: !Ref X\nResources: {}\n", [1], id="one without a name"),
        pytest.param("Resources: {}\nFn::Transform: {Name: M}\n", [2], id="beside the sections"),
        pytest.param("Conditions: !Transform {Name: M}\nResources: {}\n", [1], id="for a section"),
        pytest.param("Resources:\n  Fn::Transform: {Name: M}\n", [2], id="among resources"),
        pytest.param("Resources:\n  A:\n    Type: A::B::C\n    Fn::Transform: {Name: M}\n", [2], id="in a resource"),
        pytest.param(
            "Resources:\n  A:\n    Type: A::B::C\n    Properties: {X: y, Fn::Transform: {Name: M}}\n",
            [4],
            id="beside properties",
        ),
        pytest.param(
            "Resources:\n  A:\n    Type: A::B::C\n    Properties: {X: {Fn::Transform: {Name: M}}}\n",
            [],
            id="a value, which is not known",
        ),
        pytest.param("Resources: {}\nOutputs: {A: {Fn::Transform: {Name: M}}}\n", [], id="of outputs"),
        pytest.param("Transform: AWS::LanguageExtensions\nResources: {}\n", [], id="one of AWS"),
    ],
)
def test_macros_may_make_more_of_a_template(text, lines):
    problems = [one for one in read(text) if isinstance(one, Problem)]

    assert [one.region.start_line for one in problems if one.opens] == lines
    assert not any(one.fatal for one in problems)


def test_one_bad_resource_leaves_the_others():
    found = read("Resources:\n  A: text\n  B: {Type: 'AWS::SQS::Queue'}\n")

    assert [Problem, "B"] == [type(found[0]), found[1].address]


@pytest.mark.parametrize("properties", ["[a]", "text", "!Ref Env", "!Transform {Name: x}"])
def test_properties_that_are_no_map_are_unknown(properties):
    (resource,) = read(f"Resources:\n  A:\n    Type: AWS::X::Y\n    Properties: {properties}\n")

    assert shown(resource.value).startswith("unknown: ")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{Resources: {A: {Type: 'AWS::S3::Bucket'}}}", id="flow"),
        pytest.param("--- {Resources: {A: {Type: 'AWS::S3::Bucket'}}}", id="flow of a marked document"),
        pytest.param("  Resources:\n    A: {Type: AWS::S3::Bucket}\n", id="indented"),
        pytest.param("? Resources\n: A: {Type: AWS::S3::Bucket}\n", id="explicit key"),
        pytest.param("Resources:\n  A:\n    Type: >-\n      AWS::S3::Bucket\n", id="folded type"),
        pytest.param("Resources:\n  A:\n    Type: &type AWS::S3::Bucket\n", id="anchored type"),
        pytest.param("Resources:\n  A: {Type: 'Acme::Storage::Bucket'}\n", id="type of a third party"),
    ],
)
def test_no_spelling_hides_a_template(read, text):
    extract = read.extract({"stack.yaml": text})["stack.yaml"]

    assert [(one.kind, one.state) for one in extract.inputs] == [("cloudformation", "read")]
    assert [one.name for one in extract.resources] == ["A"]
