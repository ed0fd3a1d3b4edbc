"""Parameters: their defaults in their types, what is stored elsewhere, and what must not be shown."""

from __future__ import annotations

import pytest
from tests.dialects.cloudformation.reading import only, shown

from trueline.values.unknown import is_sensitive


def value(declared: str, written: str = "!Ref P"):
    return only(
        f"Parameters: {{P: {declared}}}\nResources: {{A: {{Type: 'AWS::X::Y', Properties: {{V: {written}}}}}}}\n"
    ).get("V")


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        pytest.param("{Type: String, Default: a}", "a", id="text"),
        pytest.param("{Type: String, Default: 12}", "12", id="a number as text"),
        pytest.param("{Type: String, Default: yes}", "true", id="a boolean of YAML 1.1"),
        pytest.param("{Type: String, Default: ''}", "", id="empty"),
        pytest.param("{Type: Number, Default: '1.5'}", 1.5, id="number"),
        pytest.param("{Type: Number, Default: x}", "x", id="no number at all"),
        pytest.param("{Type: 'List<Number>', Default: '1,2'}", [1, 2], id="numbers"),
        pytest.param("{Type: 'List<AWS::EC2::Subnet::Id>', Default: 'a,b'}", ["a", "b"], id="ids"),
        pytest.param("{Type: 'AWS::EC2::VPC::Id', Default: vpc-1}", "vpc-1", id="an id"),
        pytest.param("{Type: 'AWS::SSM::Parameter::Name', Default: /a}", "/a", id="a name in Parameter Store"),
        pytest.param(
            "{Type: 'AWS::SSM::Parameter::Value<String>', Default: /a}",
            "unknown: parameter P ← /a in Parameter Store ← read at deployment",
            id="a value in Parameter Store",
        ),
        pytest.param("{Type: String}", "unknown: parameter P ← no default", id="no default"),
        pytest.param(
            "{Type: String, Default: [a]}", "unknown: parameter P ← its default is no text or number", id="list"
        ),
        pytest.param("[]", "unknown: parameter P ← is declared as no map", id="no map"),
        pytest.param(
            "{Type: String, Default: '{{resolve:ssm:x}}'}",
            "unknown: parameter P ← {{resolve:ssm:x}} ← read at deployment",
            id="a dynamic reference",
        ),
    ],
)
def test_gives_the_default(declared, expected):
    assert expected == shown(value(declared))


@pytest.mark.parametrize("switch", ["true", "'true'", "'True'"])
@pytest.mark.parametrize(
    "written", ["!Ref P", "!Sub 'x-${P}'", "!Join ['', [a, !Ref P]]", "!Base64 {Ref: P}", "!ToJsonString {a: !Ref P}"]
)
def test_hides_what_is_not_echoed(switch, written):
    assert is_sensitive(value(f"{{Type: String, Default: hunter2, NoEcho: {switch}}}", written))


def test_shows_what_is_echoed():
    assert not is_sensitive(value("{Type: String, Default: a, NoEcho: false}"))
