"""What an expression tells of a text with unknown holes is so whatever fills them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trueline.policies.cel import EvaluationError, compile_expression
from trueline.policies.cel.secrets import TaintedText
from trueline.values.partial import PartialJson
from trueline.values.partial_text import PartialText, assemble
from trueline.values.unknown import MarkedText, Unknown, is_sensitive

U = Unknown(["data.me.id ← read at apply"])
ARN = assemble(["arn:aws:iam::", U, ":root"])
IT = {"arn": ARN, "u": U, "policy": PartialJson({"Principal": {"AWS": ARN}, "Resource": U}), "list": ["a", ARN]}
UNKNOWN = "unknown"


def _evaluate(text: str, **names: object) -> object:
    return compile_expression(text, names).evaluate(names)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("it.arn == '*'", False, id="it cannot be equal"),
        pytest.param("it.arn != '*'", True, id="unequal"),
        pytest.param("it.arn == 'arn:aws:iam::1:root'", UNKNOWN, id="it may be equal"),
        pytest.param("it.arn in ['*', 'arn:aws:iam::*']", False, id="in a list"),
        pytest.param("'*' in it.list", False, id="among the members"),
        pytest.param("it.list == ['a', '*']", False, id="lists"),
        pytest.param("it.arn in {'*': 1}", False, id="in a map"),
        pytest.param("has(it.arn)", True, id="a text is there"),
        pytest.param("has(it.policy)", True, id="encoded text is there"),
        pytest.param("'arn' in it", True, id="its key has a value"),
        pytest.param("it.?arn.orValue('*') == '*'", False, id="as an optional"),
        pytest.param("it.?arn.hasValue()", True, id="the optional has a value"),
        pytest.param("it.?arn.optMap(a, a == '*').orValue(true)", False, id="mapped"),
        pytest.param("it.arn.startsWith('arn:')", True, id="starts with"),
        pytest.param("it.arn.startsWith('arn:aws:iam::1')", UNKNOWN, id="may start with"),
        pytest.param("'*'.startsWith(it.arn)", False, id="a known text starts with it"),
        pytest.param("it.arn.endsWith('root')", True, id="ends with"),
        pytest.param("it.arn.contains('*')", UNKNOWN, id="a hole may hold it"),
        pytest.param("it.arn.contains('iam')", True, id="a piece holds it"),
        pytest.param("glob(it.arn, 'arn:**')", True, id="glob that takes the rest"),
        pytest.param("glob(it.arn, '*:user')", False, id="glob that cannot"),
        pytest.param("glob(it.arn, 'arn:*:root')", UNKNOWN, id="glob where a hole may hold a slash"),
        pytest.param("it.arn.matches('^arn:')", True, id="matches at the start"),
        pytest.param("it.arn.matches(':iam:')", True, id="matches in a piece"),
        pytest.param("it.arn.matches('^s3:')", False, id="another start"),
        pytest.param("it.arn.matches(':user$')", False, id="another end"),
        pytest.param("it.arn.matches('^arn:.*:root$')", UNKNOWN, id="matches over a hole"),
        pytest.param("it.arn.upperAscii() == 'ARN'", False, id="in capitals"),
        pytest.param("string(it.arn) == '*'", False, id="as text"),
        pytest.param("'a' + it.u == 'b'", False, id="beside a text"),
        pytest.param("(it.arn + '/*').endsWith('/*')", True, id="and more"),
        pytest.param("json(it.policy).Principal.AWS == '*'", False, id="in JSON"),
        pytest.param("size(it.arn)", UNKNOWN, id="its size"),
        pytest.param("it.arn.split(':')", UNKNOWN, id="its parts"),
        pytest.param("int(it.arn) == 1", UNKNOWN, id="as a number"),
        pytest.param("(it.arn ? 'a' : 'b') == 'c'", UNKNOWN, id="what hangs on it is another value"),
        pytest.param("it.arn.x == 'c'", UNKNOWN, id="a field is another value"),
        pytest.param("it.list[it.arn] == 'c'", UNKNOWN, id="a member by it is another value"),
        pytest.param("it.arn.map(x, x)", UNKNOWN, id="a list of it is another value"),
        pytest.param("{it.arn: 1}", UNKNOWN, id="a map by it is another value"),
        pytest.param("it.arn && true", UNKNOWN, id="logic is another value"),
        pytest.param("!it.arn", UNKNOWN, id="negation is another value"),
    ],
)
def test_what_is_told_of_a_text_known_in_pieces(text: str, expected: object) -> None:
    value = _evaluate(text, it=IT)

    assert expected == (UNKNOWN if type(value) is Unknown else value)


_WORDS = st.text("ab:/*", max_size=4)
_EXPRESSIONS = [
    "it == r",
    "it != r",
    "it in [r, 'a']",
    "it in {r: 1}",
    "it.startsWith(r)",
    "it.endsWith(r)",
    "it.contains(r)",
    "r.startsWith(it)",
    "r.endsWith(it)",
    "r.contains(it)",
    "glob(it, r)",
    "glob(it, 'a**')",
    "glob(it, '{a*,**:?}')",
    "glob(it, '[a-b]*b')",
    "it.matches('^' + s)",
    "it.matches(s + '$')",
    "it.matches('^' + s + '$')",
    "it.matches(s)",
    "it.matches('^a?' + s)",
    "it.matches('^' + s + '*a')",
    "it.matches('(a|b:)' + s)",
    "it.matches('[^a]' + s + '$')",
    "it.upperAscii() == r.upperAscii()",
    "it + r == r + r",
    "(r + it).startsWith('a' + r)",
    "has(it.x) || it == r",
    "[it].exists(x, x == r)",
    "[it, r].all(x, x.startsWith('a'))",
]


@pytest.mark.parametrize("expression", _EXPRESSIONS)
@settings(max_examples=80, deadline=None)
@given(st.lists(st.one_of(_WORDS, st.none()), min_size=1, max_size=4), _WORDS, st.text("ab:/", max_size=3), st.data())
def test_whatever_is_told_holds_for_every_filling(
    expression: str, pieces: list[str | None], r: str, s: str, data: st.DataObject
) -> None:
    text = assemble(U if piece is None else piece for piece in pieces)
    truth = "".join(data.draw(_WORDS) if piece is None else piece for piece in pieces)
    try:
        expected = _evaluate(expression, it=truth, r=r, s=s)
    except EvaluationError:
        return  # then an answer is never asked for
    told = _evaluate(expression, it=text, r=r, s=s)

    assert isinstance(told, Unknown) or told == expected


def test_secret_pieces_stay_secret() -> None:
    for secret in (MarkedText("hunter2", sensitive=True), TaintedText("hunter2")):
        found = _evaluate("(it + u).upperAscii()", it=secret, u=U)

        assert isinstance(found, PartialText)
        assert [is_sensitive(piece) for piece in found.pieces] == [True, False]
