"""Templates as tests write them: read by the real parser, and shown as plain values."""

from __future__ import annotations

import json
from typing import Any

from trueline.dialects.cloudformation import check
from trueline.model.document import Problem, Source
from trueline.model.resource import Resource
from trueline.parsers import json as json_parser
from trueline.parsers import yaml
from trueline.values.partial import PartialJson
from trueline.values.partial_text import PartialText
from trueline.values.unknown import Unknown


def read(text: str) -> list[Resource | Problem]:
    parser = json_parser if text.startswith("{") else yaml
    (document,) = parser.parse(Source("a.yaml", text.encode())).documents
    resources, problems = check(document)
    return [*problems, *resources]


def only(text: str) -> Resource:
    (found,) = read(text)
    assert isinstance(found, Resource)
    return found


def shown(value: Any) -> Any:
    if isinstance(value, PartialText):
        return value.show("?", "secret")
    if isinstance(value, PartialJson):
        return {"json": shown(value.value)}
    if isinstance(value, Unknown):
        return f"unknown: {'; '.join(value.reasons)}"
    if isinstance(value, dict):
        return {key: shown(member) for key, member in value.items()}
    return [shown(element) for element in value] if isinstance(value, list) else value


HEAD = """\
Parameters:
  Env: {Type: String}
  Name: {Type: String, Default: orders}
  Zones: {Type: CommaDelimitedList, Default: "a, b,c"}
  Count: {Type: Number, Default: "3"}
  Open: {Type: List<String>}
Mappings:
  Sizes:
    eu-west-1: {small: t3.small, zones: [x, y], same: 1}
    eu-west-2: {small: t3.micro, zones: [z], same: 1}
Conditions:
  Always: !Equals [a, a]
  Never: !Not [!Condition Always]
  Perhaps: !Equals [!Ref Env, prod]
Resources:
  Other: {Type: "AWS::S3::Bucket"}
"""


def property_of(written: str) -> Any:
    """Return what the property ``P`` is that is written so, below a template with a bit of everything."""
    text = f"{HEAD}  It:\n    Type: AWS::Test::It\n    Properties:\n      P: {written}\n"
    value = read(text)[-1].value
    return shown(value.get("P")) if isinstance(value, dict) else shown(value)


def as_json(written: Any) -> Any:
    """Return the same property out of a template in JSON."""
    (head,) = yaml.parse(Source("a.yaml", HEAD.encode())).documents
    root: Any = json.loads(json.dumps(head.root))
    root["Conditions"] = {"Always": {"Fn::Equals": ["a", "a"]}, "Never": {"Fn::Not": [{"Condition": "Always"}]}}
    root["Resources"]["It"] = {"Type": "AWS::Test::It", "Properties": {"P": written}}
    value = read(json.dumps(root))[-1].value
    return shown(value.get("P")) if isinstance(value, dict) else shown(value)
