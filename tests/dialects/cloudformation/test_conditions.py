"""Conditions decide which resources there are, and what their properties say."""

from __future__ import annotations

import pytest
from tests.dialects.cloudformation.reading import read

from trueline.dialects.cloudformation.template import Template
from trueline.model.document import Source
from trueline.parsers import yaml
from trueline.values.unknown import is_unknown


def decided(condition: str):
    text = (
        "Parameters: {Env: {Type: String}, Name: {Type: String, Default: Orders}}\n"
        f"Conditions:\n  Yes: !Equals [1, '1']\n  No: !Equals [a, b]\n  It: {condition}\n"
    )
    template = Template(yaml.parse(Source("a.yaml", text.encode())).documents[0])
    found = template.condition("It")
    return "; ".join(found.reasons) if is_unknown(found) else found


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        pytest.param("!Equals [!Ref Name, Orders]", True, id="equal"),
        pytest.param("!Equals [!Ref Name, orders]", False, id="case counts"),
        pytest.param("!Equals [true, 'true']", True, id="as text"),
        pytest.param("!Equals [!Sub 'a-${Env}', b]", False, id="what is known differs"),
        pytest.param("!Not [!Equals [!Sub '${Env}-a', '']]", True, id="not empty whatever it is"),
        pytest.param("!And [!Condition Yes, {Condition: No}]", False, id="And"),
        pytest.param("!Or [!Condition Yes, !Equals [!Ref Env, a]]", True, id="Or in spite of an unknown"),
        pytest.param("!And [!Condition No, !Equals [!Ref Env, a]]", False, id="And in spite of an unknown"),
        pytest.param("!Condition Yes", True, id="another condition"),
        pytest.param("!Equals [!Ref Env, a]", "condition It ← parameter Env ← no default", id="unknown"),
        pytest.param("!Equals [a]", "condition It ← Fn::Equals ← needs two values", id="arity of Equals"),
        pytest.param("!Not [a, b]", "condition It ← Fn::Not ← needs a list of one condition", id="arity of Not"),
        pytest.param("!And x", "condition It ← Fn::And ← needs a list of conditions", id="arity of And"),
        pytest.param(
            "!Equals [[a], a]", "condition It ← Fn::Equals ← compares texts, not lists", id="a list in Equals"
        ),
        pytest.param("nonsense", "condition It ← a value is neither true nor false", id="no condition"),
        pytest.param("!Condition It", "condition It ← condition It ← It ← refers to itself", id="a circle"),
        pytest.param(
            "!Condition Gone", "condition It ← condition Gone ← there is no such condition", id="no such condition"
        ),
    ],
)
def test_decides(condition, expected):
    assert expected == decided(condition)


def test_leaves_out_what_is_not_made():
    text = (
        "Parameters: {Env: {Type: String}}\n"
        "Conditions: {Never: !Equals [a, b], Perhaps: !Equals [!Ref Env, a]}\n"
        "Resources:\n"
        "  A: {Type: 'AWS::SQS::Queue', Condition: Never}\n"
        "  B: {Type: 'AWS::SQS::Queue', Condition: Perhaps}\n"
        "  C: {Type: 'AWS::SQS::Queue'}\n"
    )

    assert [resource.address for resource in read(text)] == ["B[*]", "C"]
