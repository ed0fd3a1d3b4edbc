"""Templates that circle, nest or grow end in unknowns with reasons, quickly."""

from __future__ import annotations

import pytest
from effort import ends
from tests.dialects.cloudformation.reading import property_of, read, shown

from trueline.model.document import Problem


def nested(depth: int, opening: str, inner: str, closing: str) -> str:
    return opening * depth + inner + closing * depth


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(nested(150, "{'Fn::Base64': ", "a", "}"), id="functions"),
        pytest.param(nested(60, "{'Fn::If': [Always, ", "a", ", b]}"), id="branches"),
        pytest.param(nested(60, "{'Fn::Sub': ['${A}${A}', {A: ", "xxxxxxxx", "}]}"), id="texts that double"),
        pytest.param(nested(95, "{'Fn::Base64': ", "a", "}"), id="texts that grow"),
        pytest.param(nested(45, "{'Fn::ToJsonString': [", "'\"'", "]}"), id="escapes that double"),
        pytest.param(nested(90, "[", "a", "]"), id="lists"),
    ],
)
def test_deep_values_end(written):
    with ends():
        found = property_of(written)

    assert found is not None


def test_loops_in_which_much_is_made_of_each_member_end():
    members = ", ".join(f"a{number}" for number in range(2_000))
    made = ", ".join(f"'R{number}${{N}}': {{Type: 'A::B'}}" for number in range(2_000))
    (problem,) = read(f"Resources: {{'Fn::ForEach::X': [N, [{members}], {{{made}}}]}}")

    assert isinstance(problem, Problem)
    assert problem.message.endswith("the template is too large to be evaluated")


def test_texts_that_many_values_are_made_of_end():
    values = ", ".join(["!Sub '${T}.'"] * 1_000)
    text = f"Parameters: {{T: {{Type: String, Default: {'a' * 100_000}}}}}\n"
    (found,) = read(f"{text}Resources: {{A: {{Type: 'A::B', Properties: {{P: [{values}]}}}}}}")
    texts = shown(found.get("P"))

    assert [len(texts[0]), texts[-1]] == [100_001, "unknown: Fn::Sub ← the template makes too much text"]


def test_a_long_chain_of_conditions_ends():
    chain = "".join(f"  C{number}: !Condition C{number + 1}\n" for number in range(500))
    found = read(
        f"Conditions:\n{chain}  C500: !Equals [a, a]\nResources: {{A: {{Type: 'AWS::X::Y', Condition: C0}}}}\n"
    )

    assert [resource.address for resource in found] == ["A[*]"]


def test_circles_of_conditions_end():
    (resource,) = read(
        "Conditions: {A: !Not [!Condition B], B: !Condition A}\n"
        "Resources: {Q: {Type: 'AWS::X::Y', Condition: A, Properties: {P: !If [B, 1, 2]}}}\n"
    )

    assert resource.address == "Q[*]"
    assert shown(resource.get("P")).startswith("unknown: condition B ← ")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Conditions: x\nResources: {A: {Type: 'AWS::X::Y', Condition: C}}", id="Conditions"),
        pytest.param(
            "Mappings: {M: text}\nResources: {A: {Type: 'A::B', Properties: {P: !FindInMap [M, a, b]}}}", id="M"
        ),
        pytest.param("Resources: {A: {Type: 'A::B', Properties: {P: !FindInMap [M, a, b]}}}", id="no such mapping"),
        pytest.param("Resources: {'Fn::ForEach::X': [N, !Ref A, {}], A: {Type: 'A::B'}}", id="a loop over a resource"),
        pytest.param("Globals: {Function: []}\nResources: {A: {Type: 'AWS::Serverless::Function'}}", id="Globals"),
        pytest.param("Resources: {A: {Type: 'A::B', Properties: {P: !Ref [a]}}}", id="Ref of a list"),
        pytest.param("Resources: {A: {Type: 'A::B', Properties: {P: !GetAtt {a: b}}}}", id="GetAtt of a map"),
        pytest.param("Resources: {A: {Type: 'A::B', Properties: {P: !If {a: b}}}}", id="If of a map"),
        pytest.param(
            "Resources: {A: {Type: 'A::B', Properties: {P: !Select [!Ref X, !Ref Y]}}}", id="Select of nothing"
        ),
        pytest.param("Resources: {A: {Type: 'A::B', DependsOn: {a: b}, Condition: [x]}}", id="attributes"),
        pytest.param("Resources: {A: {Type: 'A::B', Properties: !If [X]}}", id="If for Properties"),
        pytest.param(
            "Resources: {A: {Type: 'A::B', Properties: {P: !Sub ['${a}', {'Fn::ForEach::X': 1}]}}}", id="loop"
        ),
    ],
)
def test_wrong_shapes_crash_nothing(text):
    for found in read(text):
        value = getattr(found, "value", None)
        if isinstance(value, dict):
            found.locate(("P",))
            found.locate(("P", "x", 0))
            found.refer("P")
