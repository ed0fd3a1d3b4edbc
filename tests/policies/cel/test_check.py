from __future__ import annotations

import pytest

from trueline.policies.cel import CelSyntaxError, compile_expression
from trueline.policies.names import given


@pytest.mark.parametrize(
    ("text", "message", "shown"),
    [
        pytest.param("it.a &", "unexpected '&', write '&&'", "&", id="half an operator"),
        pytest.param("it.a = 1", "unexpected '=', compare with '=='", "=", id="assignment"),
        pytest.param("", "expected a value, the expression ends", "", id="empty"),
        pytest.param("(1", "expected ')', found the end", "", id="open bracket"),
        pytest.param("1 1", "expected the end of the expression, found '1'", "1", id="two values"),
        pytest.param("'abc", "this text has no closing '", "'abc", id="open text"),
        pytest.param(r"'\q'", "no escape: \\q", "\\q", id="no escape"),
        pytest.param(
            "9223372036854775808", "this number does not fit a 64-bit integer", "9223372036854775808", id="int"
        ),
        pytest.param("import", "'import' is a reserved word", "import", id="reserved"),
        pytest.param("Foo{a: 1}", "messages ('Foo{…}') are not supported", "Foo{", id="messages"),
        pytest.param(".it", "a leading '.' is not supported", ".", id="leading dot"),
        pytest.param("itt.a", "there is no name 'itt', did you mean 'it'?", "itt", id="unknown name"),
        pytest.param("qqqq", "there is no name 'qqqq'", "qqqq", id="unlike any name"),
        pytest.param(
            "it.strtsWith('a')", "there is no function 'strtsWith', did you mean 'startsWith'?", None, id="method"
        ),
        pytest.param("startsWith('a', 'b')", "startsWith() is written x.startsWith()", None, id="style"),
        pytest.param("it.glob('a')", "glob() is written glob(x)", None, id="style of a function"),
        pytest.param("it.a.startsWith()", "startsWith() does not take 0 arguments", None, id="too few"),
        pytest.param("size(it, it)", "size() does not take 2 arguments", None, id="too many"),
        pytest.param("it.a.startsWith(1)", "startsWith() takes string, not int", "1", id="literal argument"),
        pytest.param("1 + 'a'", "no '+' between int and string", None, id="literal operands"),
        pytest.param("'a' < 1", "string and int have no order", None, id="order"),
        pytest.param("'a' == 1", "string is never equal to int", None, id="equality"),
        pytest.param("it.a && 'x'", "expected true or false, this is string", "'x'", id="logic"),
        pytest.param("it.a ? 1 : 2 + true", "no '+' between int and bool", "2 + true", id="in a branch"),
        pytest.param("'a'.b", "string has no fields and no members", None, id="field of a literal"),
        pytest.param("1 in 'abc'", "'in' looks into a list or a map, not string", "'abc'", id="in"),
        pytest.param("it.a.all(c, 'x')", "expected true or false, this is string", "'x'", id="predicate"),
        pytest.param("it.a.all(c.d, true)", "all() needs a simple name here", "c.d", id="macro name"),
        pytest.param("it.a.map(c)", "map() takes 2 or 3 arguments: a name first", "map(c)", id="macro arity"),
        pytest.param("has(it)", "has() asks for a field: has(it.name), has(it.`a-name`)", None, id="has"),
        pytest.param("it.a.exists(x, x == y)", "there is no name 'y'", "y", id="unknown name in a body"),
        pytest.param("it.a.exists(x, true) && x", "there is no name 'x'", "x", id="a name after its macro"),
        pytest.param("it.a.matches('(')", "this pattern is not valid: a group is not closed", "'('", id="pattern"),
        pytest.param(
            "it.a.matches('(?=x)')",
            "this pattern is not valid: looking ahead and behind is not supported",
            "'(?=x)'",
            id="RE2",
        ),
    ],
)
def test_refused(text, message, shown) -> None:
    with pytest.raises(CelSyntaxError) as caught:
        compile_expression(text, ["it"])

    error = caught.value
    assert message == error.message
    assert (text if shown is None else shown) == text[error.start : error.end]


def test_boolean_where_it_must_be() -> None:
    with pytest.raises(CelSyntaxError, match="this must be true or false, it is int"):
        compile_expression("size(it)", given("resource"), boolean=True)

    assert compile_expression("it.?a.orValue(false)", given("resource"), boolean=True).kind == "dyn"
    assert compile_expression("has(it.a) && it.b", given("resource"), boolean=True).kind == "bool"


def test_facts() -> None:
    program = compile_expression(
        'linked("terraform/x", "bucket").exists(b, b.on) && it.tags["a b"].x < now'
        " && it.list.all(c, c.image == it.z[0].q)",
        given("resource"),
    )

    assert {"it", "now"} == program.variables
    assert program.calls == (("linked", ("terraform/x", "bucket")),)
    assert program.reads == ('tags["a b"].x', "list", "list[*].image", "z[*].q")


def test_reads_through_names() -> None:
    text = "cel.bind(s, it.spec, has(s.a.b)) && it.?m.optMap(m, m.k).hasValue() && it.p.exists(k, v, v.w)"

    assert compile_expression(text, given("resource")).reads == ("spec", "spec.a.b", "m", "m.k", "p", "p[*].w")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("(" * 5000 + "1" + ")" * 5000, id="brackets"),
        pytest.param("[" * 5000, id="lists"),
        pytest.param("1" + " + 1" * 4000, id="a long sum"),
        pytest.param("it" + ".a" * 9000, id="a long chain"),
        pytest.param("true ? 1 : " * 1500 + "1", id="conditions"),
        pytest.param("it" + "[0]" * 6000, id="indices"),
    ],
)
def test_too_deep(text) -> None:
    with pytest.raises(CelSyntaxError, match="this expression is nested too deeply"):
        compile_expression(text, ["it"])


def test_too_long() -> None:
    with pytest.raises(CelSyntaxError, match="an expression has at most 20000 characters"):
        compile_expression("x" * 20_001, ["it"])


def test_deep_enough() -> None:
    compile_expression("!" * 9000 + "it", ["it"])
    compile_expression("(" * 90 + "1" + ")" * 90, [])
    compile_expression(" && ".join(["it.a"] * 2000), ["it"])
    compile_expression(" + ".join(["1"] * 100), ["it"])
