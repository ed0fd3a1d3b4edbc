"""The tables of ``&&``, ``||``, ``!``, ``?:``, ``all`` and ``exists`` over true, false, unknown and error."""

from __future__ import annotations

from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trueline.policies.cel import EvaluationError, compile_expression
from trueline.values.unknown import Unknown

MEMBERS = {"true": {"v": True}, "false": {"v": False}, "unknown": {"v": Unknown(["why"])}, "error": {}}
ANSWERS = st.lists(st.sampled_from(sorted(MEMBERS)), min_size=1, max_size=6)


def answer(text: str, answers: list[str]) -> str:
    """Return what an expression over ``it``, a list with these answers, gives."""
    try:
        value = compile_expression(text, ["it"]).evaluate({"it": [MEMBERS[name] for name in answers]})
    except EvaluationError:
        return "error"
    return "unknown" if isinstance(value, Unknown) else {True: "true", False: "false"}[value]


def joined(one: str, other: str, decides: str) -> str:
    """Return the answer of two: what decides, then unknown, then error, then the rest."""
    order = [decides, "unknown", "error"]
    return min((one, other), key=lambda name: order.index(name) if name in order else len(order))


def chain(operator: str, count: int) -> str:
    return f" {operator} ".join(f"it[{position}].v" for position in range(count))


@given(ANSWERS)
@settings(max_examples=150)
def test_and_or(answers: list[str]) -> None:
    assert reduce(lambda a, b: joined(a, b, "false"), answers) == answer(
        chain("&&", len(answers)) + " && true", answers
    )
    assert reduce(lambda a, b: joined(a, b, "true"), answers) == answer(
        chain("||", len(answers)) + " || false", answers
    )


@given(ANSWERS)
@settings(max_examples=150)
def test_all_and_exists_are_chains(answers: list[str]) -> None:
    assert answer(chain("&&", len(answers)) + " && true", answers) == answer("it.all(x, x.v)", answers)
    assert answer(chain("||", len(answers)) + " || false", answers) == answer("it.exists(x, x.v)", answers)


@given(ANSWERS)
def test_order_does_not_matter(answers: list[str]) -> None:
    assert answer("it.all(x, x.v)", answers[::-1]) == answer("it.all(x, x.v)", answers)


@pytest.mark.parametrize(
    ("name", "negated", "chosen"),
    [
        ("true", "false", "true"),
        ("false", "true", "false"),
        ("unknown", "unknown", "unknown"),
        ("error", "error", "error"),
    ],
)
def test_not_and_choice(name: str, negated: str, chosen: str) -> None:
    assert negated == answer("!it[0].v", [name])
    assert chosen == answer("it[0].v ? true : false", [name])


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param(["true", "false"], "true", id="one"),
        pytest.param(["true", "true", "unknown"], "false", id="two are too many whatever else"),
        pytest.param(["true", "unknown"], "unknown", id="one, or two"),
        pytest.param(["true", "error"], "error", id="an error is not hidden"),
        pytest.param([], "false", id="none"),
    ],
)
def test_exists_one(answers: list[str], expected: str) -> None:
    assert expected == answer("it.exists_one(x, x.v)", answers)


def test_reasons_are_joined() -> None:
    it = {"a": Unknown(["var.a"]), "b": Unknown(["var.b"])}

    for text in ("it.a && it.b", "it.a == it.b", "it.a + it.b", "[it.a, it.b] == [1, 2]"):
        value = compile_expression(text, ["it"]).evaluate({"it": it})
        assert isinstance(value, Unknown)
        assert value.reasons == ("var.a", "var.b")
