from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

import pytest

from trueline.policies.cel import EvaluationError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("1 + 2 * 3 - 4", 3, id="precedence"),
        pytest.param("-(2) * 3", -6, id="minus binds closer"),
        pytest.param("--3", 3, id="two signs"),
        pytest.param("-9223372036854775808", -(2**63), id="the least int has no positive twin"),
        pytest.param("7 / -2", -3, id="division cuts towards zero"),
        pytest.param("-7 % 3", -1, id="the remainder has the sign of the dividend"),
        pytest.param("1 + 0.5", 1.5, id="an int beside a double becomes one"),
        pytest.param("3.0 / 2", 1.5, id="double by int"),
        pytest.param("1 == 1.0", True, id="numbers are equal by value"),
        pytest.param("2.5 > 2", True, id="numbers are ordered by value"),
        pytest.param("1u == 1", True, id="unsigned and signed are equal by value"),
        pytest.param("0x1F", 31, id="hexadecimal"),
        pytest.param("'a' + \"b\" + r'\\n'", "ab\\n", id="texts, quoted and raw"),
        pytest.param("'\\u00e9\\x41\\101\\n'", "éAA\n", id="escapes"),
        pytest.param("'''it's'''", "it's", id="three quotes"),
        pytest.param("b'\\xff' + b'a'", b"\xffa", id="bytes"),
        pytest.param("[1] + [2, 3]", [1, 2, 3], id="lists join"),
        pytest.param("[1, 'a'] == [1.0, 'a']", True, id="lists are equal by members"),
        pytest.param("{'a': 1} == {'a': 2}", False, id="maps are equal by values"),
        pytest.param("true ? 1 : 1 / 0", 1, id="the other branch is not evaluated"),
        pytest.param("false ? 1 : true ? 2 : 3", 2, id="conditions nest to the right"),
        pytest.param("2 in [1, 2]", True, id="member of a list"),
        pytest.param("'a' in {'a': 1}", True, id="key of a map"),
        pytest.param("'b' in {'a': 1}", False, id="no key of a map"),
        pytest.param("!true || !false", True, id="negation"),
        pytest.param("1 < 2 && 'a' < 'b' && false < true", True, id="order"),
        pytest.param("{1: 'a'}[1.0]", "a", id="a key by its value"),
        pytest.param("[1, 2, 3][2]", 3, id="index"),
        pytest.param("{'a': {'b': [5]}}.a.b[0]", 5, id="a chain"),
        pytest.param("1 // a remark\n + 1", 2, id="a remark"),
        pytest.param(
            "timestamp('2026-01-31T00:00:00Z') + duration('24h')", datetime(2026, 2, 1, tzinfo=UTC), id="time"
        ),
        pytest.param("duration('1h') - duration('90m')", timedelta(minutes=-30), id="durations"),
        pytest.param("{'a-b': 1}.`a-b`", 1, id="a quoted field"),
    ],
)
def test_value(evaluate, text, expected) -> None:
    actual = evaluate(text)

    assert (type(expected), expected) == (type(actual), actual)


def test_true_is_not_one(evaluate) -> None:
    assert evaluate("dyn(true) == 1") is False
    assert evaluate("dyn(true) in [1]") is False
    assert evaluate("{1: 'a'}[?true].hasValue()") is False


def test_not_a_number(evaluate) -> None:
    assert math.isnan(evaluate("0.0 / 0.0"))
    assert evaluate("0.0 / 0.0 == 0.0 / 0.0") is False
    assert evaluate("0.0 / 0.0 < 1.0 || 0.0 / 0.0 >= 1.0") is False


@pytest.mark.parametrize(
    ("text", "message", "shown"),
    [
        pytest.param("1 + 9223372036854775807", "integer overflow", "1 + 9223372036854775807", id="overflow"),
        pytest.param("2 + 1 / it.zero", "division by zero", "1 / it.zero", id="division by zero"),
        pytest.param("it.name + 1", "no '+' between string and int", "it.name + 1", id="wrong kinds"),
        pytest.param("[1, 2][it.two]", "index 2 is out of a list of 2", "[1, 2][it.two]", id="out of a list"),
        pytest.param("it.name < 1", "string and int have no order", "it.name < 1", id="no order"),
        pytest.param("!it.name", "expected true or false, found string", "it.name", id="negated text"),
        pytest.param("it.name.size", "no field 'size' in string", "it.name.size", id="a field of a text"),
        pytest.param("'a' in it.name", "'in' looks into a list or a map, not string", "'a' in it.name", id="in a text"),
        pytest.param(
            "it.two.startsWith('a')", "startsWith() takes string, not int", "it.two.startsWith('a')", id="call"
        ),
    ],
)
def test_error_has_a_place(evaluate, text, message, shown) -> None:
    with pytest.raises(EvaluationError) as caught:
        evaluate(text, {"zero": 0, "two": 2, "name": "web"})

    assert message == caught.value.message
    assert shown == text[caught.value.start : caught.value.end]


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        pytest.param("it.spec.paused", "it.spec.paused", id="a field"),
        pytest.param("it.gone.deeper", "it.gone", id="the first that is missing"),
        pytest.param("it.nothing", "it.nothing", id="null is absent"),
        pytest.param('it["a b"]', 'it["a b"]', id="a key"),
        pytest.param("it.list[3]", "it.list[3]", id="an index"),
        pytest.param("it.list.all(c, c.name == 'x')", "c.name", id="of a member"),
    ],
)
def test_missing_is_named(evaluate, text, missing) -> None:
    with pytest.raises(EvaluationError) as caught:
        evaluate(text, {"spec": {}, "nothing": None, "list": [{}]})

    assert missing == caught.value.missing


def test_null_is_absent(evaluate) -> None:
    it = {"acl": None, "tags": {"a": None, "b": "x"}}

    assert evaluate("has(it.acl)", it) is False
    assert evaluate("it.?acl.orValue('private')", it) == "private"
    assert evaluate("'acl' in it", it) is False
    assert evaluate("it.tags.map(k, k)", it) == ["b"]
    assert evaluate("size(it.tags)", it) == 1
    assert evaluate("before == null", None, before=None) is True
    assert evaluate("before.?size.hasValue()", None, before=None) is False
