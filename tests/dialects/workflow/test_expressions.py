"""GitHub's expression language: what is used, what can come out, and what is no expression."""

from __future__ import annotations

import random

import pytest

from trueline.dialects.workflow.expressions import DEEPEST, LONGEST, ExpressionError, parse

TITLE = "github.event.issue.title"


@pytest.mark.parametrize(
    ("text", "contexts"),
    [
        pytest.param(TITLE, [TITLE], id="a path"),
        pytest.param("GitHub.Event['Issue'] . title", [TITLE], id="either case, index by a text, blanks"),
        pytest.param("github.event['it''s']", ["github.event.it's"], id="a quote in a text"),
        pytest.param("github.event.commits[0].message", ["github.event.commits.0.message"], id="index by a number"),
        pytest.param("github.event.commits.*.author.name", ["github.event.commits.*.author.name"], id="a filter"),
        pytest.param("github.event.commits[*].id", ["github.event.commits.*.id"], id="a filter in brackets"),
        pytest.param("secrets[matrix.name]", ["matrix.name", "secrets.*"], id="a computed index"),
        pytest.param("env['a' && 'b']", ["env.*"], id="an index that only looks like a text"),
        pytest.param("matrix.node-version", ["matrix.node-version"], id="a hyphen in a name"),
        pytest.param("fromJSON(needs.a.outputs.b).c[0]", ["needs.a.outputs.b"], id="a member of a call"),
        pytest.param("(github.event).issue", ["github.event"], id="a member of brackets"),
        pytest.param("true || null || 1.5e3 || -0x1F || 'a' || NaN", [], id="literals"),
        pytest.param("secrets", ["secrets"], id="a whole context"),
    ],
)
def test_names_each_context_in_one_spelling(text, contexts):
    assert contexts == list(parse(text).contexts)


@pytest.mark.parametrize(
    ("text", "results"),
    [
        pytest.param("a.b || c.d", ["a.b", "c.d"], id="or gives any of both"),
        pytest.param("a.b && c.d", ["c.d"], id="and gives the last, or what is false"),
        pytest.param("a.b && c.d || e.f", ["c.d", "e.f"], id="the conditional idiom"),
        pytest.param("a.b == c.d", [], id="a comparison"),
        pytest.param("a.b == 'x' && 'y' || 'z'", [], id="a choice between literals"),
        pytest.param("!a.b", [], id="a negation"),
        pytest.param("contains(a.b, 'x') || startsWith(c.d, 'y')", [], id="what tells true or false"),
        pytest.param("hashFiles(a.b)", [], id="a digest"),
        pytest.param("format('{0}', a.b)", ["a.b"], id="a format"),
        pytest.param("toJSON(github)", ["github"], id="a whole context"),
        pytest.param("newFunction(a.b, c.d)", ["a.b", "c.d"], id="a function that nobody knows"),
        pytest.param("join(a.b.*.c, ', ')[x.y]", ["a.b.*.c"], id="a member of a call"),
    ],
)
def test_knows_what_can_come_out(text, results):
    assert results == list(parse(text).results)


def test_names_functions_in_one_spelling():
    assert parse("toJSON(github) || Success()").functions == ("tojson", "success")


@pytest.mark.parametrize(
    ("text", "message", "start"),
    [
        pytest.param("", "has its end where a value", 0, id="nothing"),
        pytest.param("a + b", "no expression has '+'", 2, id="an operator that does not exist"),
        pytest.param("a == 'b", "not closed", 5, id="a text without its end"),
        pytest.param('a == "b"', "no expression has '\"'", 5, id="double quotes"),
        pytest.param("(a", "`)`", 2, id="brackets without their end"),
        pytest.param("f(a b)", "`b` where `)` or `,`", 4, id="arguments without a comma"),
        pytest.param("a.", "a name", 2, id="a dot and nothing"),
        pytest.param("a[1", "`]`", 3, id="an index without its end"),
        pytest.param("a b", "`b` where the end", 2, id="two values"),
        pytest.param("a ||", "a value", 4, id="an operator and nothing"),
        pytest.param("')' (", "`(` where the end", 4, id="a text is no sign"),
        pytest.param("(" * (DEEPEST + 2), "nests deeper", 51, id="too deep"),
        pytest.param("a[" * 10_000, "nests deeper", 102, id="far too deep"),
        pytest.param("a" * (LONGEST + 1), "longer than", 0, id="too long"),
    ],
)
def test_says_what_is_no_expression_and_where(text, message, start):
    with pytest.raises(ExpressionError) as caught:
        parse(text)

    assert message in caught.value.message
    assert start == caught.value.start


def test_many_negations_are_no_depth():
    assert parse("!" * 15_000 + "a").contexts == ("a",)


def test_any_text_is_an_expression_or_an_error():
    pieces = [
        "a",
        ".",
        "[",
        "]",
        "(",
        ")",
        "'",
        "''",
        "*",
        "&&",
        "||",
        "!",
        "==",
        "0x",
        "1.",
        " ",
        ",",
        "$",
        "{",
        "\n",
        "é",
    ]
    source = random.Random(7)
    for _ in range(3000):
        text = "".join(source.choices(pieces, k=source.randrange(12)))
        start, end = _refused(text)

        assert 0 <= start <= end <= len(text)


def _refused(text):
    """Return where ``text`` is refused, or nowhere."""
    try:
        parse(text)
    except ExpressionError as error:
        return error.start, error.end
    return 0, 0
