from __future__ import annotations

import pytest

from trueline.policies.cel import EvaluationError, Host

NUMBERS = list(range(300))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("it.all(a, it.all(b, it.all(c, a + b + c >= 0)))", id="nested macros"),
        pytest.param("it.all(a, it.all(b, it.all(c, a + b + c >= 0))) || true", id="no operator hides a limit"),
        pytest.param("it.exists(a, it.all(b, it.all(c, c >= 0)) && false) || true", id="no macro hides a limit"),
        pytest.param("cel.bind(a, it.map(x, it), a.map(y, a)).map(z, z.flatten()) == []", id="lists of lists"),
        pytest.param("lists.range(100000000).size() > 0", id="a long range"),
        pytest.param("'aaaaaaaaaa'.replace('a', it.map(x, 'bbbbbbbb').join(',')).replace('b', 'x'.replace('', 'y'))"
                     ".replace('y', it.map(x, 'bbbbbbbb').join(','))", id="a text that grows"),
        pytest.param("it.map(a, it.map(b, it.map(c, '%s'.format([it]))))", id="texts in nested macros"),
        pytest.param(
            "cel.bind(big, [it.map(x, 'bbbbbbbb').join(',')],"
            " it.map(a, it.map(b, '%s%s'.format([big, big]))).size() > 0)",
            id="long texts from short arguments",
        ),
    ],
)  # fmt: skip
def test_limit_reached(evaluate, text) -> None:
    with pytest.raises(EvaluationError, match="limit reached"):
        evaluate(text, NUMBERS)


def test_doubling(evaluate) -> None:
    for start, step in (("'aaaaaaaaaa'", "{0} + {0}"), ("[it]", "{0} + {0}")):
        text = "x39.size() > 0"
        for number in range(39, 0, -1):
            text = f"cel.bind(x{number}, {step.format(f'x{number - 1}')}, {text})"
        with pytest.raises(EvaluationError, match="limit reached"):
            evaluate(f"cel.bind(x0, {start}, {text})", NUMBERS)


def test_shared_members_are_counted(evaluate) -> None:
    text = "x39 == y"
    for number in range(39, 0, -1):
        text = f"cel.bind(x{number}, [x{number - 1}, x{number - 1}], {text})"
    for question in ("x39 == x39", "'%s'.format([x39]) == ''"):
        with pytest.raises(EvaluationError, match="limit reached"):
            evaluate(f"cel.bind(x0, [it], {text.replace('x39 == y', question)})", 1)


def test_steps_are_settable(evaluate) -> None:
    assert evaluate("it.all(a, a >= 0)", NUMBERS, Host(steps=2000)) is True
    with pytest.raises(EvaluationError, match="too many steps"):
        evaluate("it.all(a, a >= 0)", NUMBERS, Host(steps=500))


def test_slow_pattern(evaluate) -> None:
    with pytest.raises(EvaluationError, match="limit reached: the pattern takes longer"):
        evaluate("it.matches('(a|aa)+$')", "a" * 3000 + "b")
    with pytest.raises(EvaluationError, match="limit reached: the pattern takes longer"):
        evaluate("it.matches('(a|aa)+$') || true", "a" * 3000 + "b")


def test_deep_values(evaluate) -> None:
    deep: object = 1
    for _ in range(5000):
        deep = [deep]

    with pytest.raises(EvaluationError, match="limit reached"):
        evaluate("it == [it]", deep)


@pytest.mark.parametrize("name", ["__class__", "__init__", "__globals__", "mro", "items", "append", "year"])
def test_no_attribute_is_reachable(evaluate, name) -> None:
    for value in ({}, [], "text", 1, True, 1.5, b"x"):
        with pytest.raises(EvaluationError):
            evaluate(f"it.{name}", value)
