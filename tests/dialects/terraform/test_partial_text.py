"""What is known of a text with unknown holes is what Terraform would make of it, whatever fills them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trueline.dialects.terraform.expressions import evaluate
from trueline.dialects.terraform.frame import Frame, Spelled
from trueline.dialects.terraform.functions.types import FunctionError
from trueline.parsers.hcl import parse_template
from trueline.policies.template import secrets_of
from trueline.values.partial import PartialJson
from trueline.values.partial_map import PartialMap
from trueline.values.partial_text import PartialText
from trueline.values.unknown import MarkedText, Unknown, is_sensitive, leaves, references_of

HOLE = Unknown(["data.me.id ← read at apply"], ["data.me"])


def _value(expression: str, **names: object) -> object:
    template = parse_template("${" + expression + "}")
    assert template is not None
    return evaluate(template, Frame(Spelled(), names))


def _shown(expression: str, **names: object) -> object:
    found = _value(expression, x=HOLE, **names)
    return found.show("…", "(sensitive)") if isinstance(found, PartialText) else found


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        pytest.param('"arn:aws:iam::${x}:root"', "arn:aws:iam::…:root", id="template"),
        pytest.param('"a${"b${x}"}c"', "ab…c", id="nested template"),
        pytest.param('"a%{ if x }b%{ endif }c"', "a…c", id="unknown condition"),
        pytest.param('"a%{ if "b${x}" == "c" }b%{ else }d%{ endif }"', "ad", id="decided condition"),
        pytest.param('"a%{ for i in x }b%{ endfor }c"', "a…c", id="unknown loop"),
        pytest.param('join(":", ["arn", x, "root"])', "arn:…:root", id="join"),
        pytest.param('format("%s-%d-%s", "a", x, "c${x}")', "a-…-c…", id="format"),
        pytest.param('format("%5s!", "a${x}")', "…!", id="padded"),
        pytest.param('lower("AB${x}C")', "ab…c", id="lower"),
        pytest.param('upper("ab${x}")', "AB…", id="upper"),
        pytest.param('replace("https://${x}", "https://", "")', HOLE, id="replace a whole piece"),
        pytest.param('replace("a-b-${x}", "-", "_")', "a_b_…", id="replace a character"),
        pytest.param('trimprefix("s3:a${x}", "s3:")', "a…", id="trimprefix"),
        pytest.param('trimsuffix("${x}.git", ".git")', HOLE, id="trimsuffix"),
        pytest.param('trimspace(" a ${x} \\n")', "a…", id="trimspace"),
        pytest.param('tostring("a${x}")', "a…", id="tostring"),
        pytest.param('coalesce("a${x}", "b")', "a…", id="coalesce"),
        pytest.param('startswith("arn:${x}", "arn")', True, id="startswith"),
        pytest.param('strcontains("arn:${x}", "*")', HOLE, id="strcontains"),
        pytest.param('contains(["a", "*"], "b${x}")', False, id="contains"),
        pytest.param('"a${x}" == "*"', False, id="equality"),
        pytest.param('"a${x}" != "*"', True, id="inequality"),
        pytest.param('"a${x}" == null', False, id="no null"),
        pytest.param('"a${x}" == "*" ? "all" : "some"', "some", id="conditional"),
    ],
)
def test_what_is_known_of_a_text(expression, expected):
    if isinstance(expected, Unknown):
        assert type(_value(expression, x=HOLE)) is Unknown
        return
    assert expected == _shown(expression)


def test_formatlist_keeps_each_row_apart():
    rows = _value('formatlist("%s-%s", ["a", x], "c")', x=HOLE)

    assert isinstance(rows, list)
    assert [row.show("…", "") if isinstance(row, PartialText) else row for row in rows] == ["a-c", "…-c"]


_WORDS = st.text('ab:/ -"', max_size=4)
_EXPRESSIONS = [
    '"{p}${{x}}{q}"',
    '"{p}${{x}}{q}" == "{r}"',
    '"{p}${{x}}{q}" != "{r}"',
    'contains(["{r}", "a"], "{p}${{x}}{q}")',
    'startswith("{p}${{x}}{q}", "{r}")',
    'endswith("{p}${{x}}{q}", "{r}")',
    'strcontains("{p}${{x}}{q}", "{r}")',
    'replace("{p}${{x}}{q}${{x}}", "{r}", "-")',
    'trimprefix("{p}${{x}}{q}", "{r}")',
    'trimsuffix("{p}${{x}}{q}", "{r}")',
    'trimspace("{p}${{x}}{q}")',
    'chomp("{p}${{x}}{q}\\n")',
    'lower(upper("{p}${{x}}{q}"))',
    'join("{r}", ["{p}", x, "{q}"])',
    'format("%s:%q:%v", "{p}${{x}}", x, "{q}")',
    '"{p}%{{ if "{q}${{x}}" == "{r}" }}a%{{ endif }}"',
    '"[\\"{p}${{x}}\\"]"',
    'jsondecode("{{\\"a\\": \\"{p}${{x}}\\"}}").a == "{r}"',
]


@pytest.mark.parametrize("expression", _EXPRESSIONS)
@settings(max_examples=60, deadline=None)
@given(st.tuples(_WORDS, _WORDS, _WORDS), _WORDS)
def test_whatever_is_known_holds_for_every_filling(expression, words, filling):
    p, q, r = (json.dumps(word)[1:-1] for word in words)
    text = expression.format(p=p, q=q, r=r)
    try:
        truth = _value(text, x=filling)
    except FunctionError:
        return  # what Terraform refuses is nothing to judge
    told = _value(text, x=HOLE)
    if isinstance(told, PartialText):
        assert told.is_text(truth) is None
    elif not isinstance(told, Unknown):
        assert told == truth


@pytest.mark.parametrize(
    "expression",
    [
        pytest.param('lookup({ a = "b" }, "a${x}", "c")', id="the key of a lookup"),
        pytest.param('tonumber("1${x}")', id="a number"),
        pytest.param('tobool("tru${x}")', id="a bool"),
        pytest.param('"a${x}".b', id="an attribute"),
        pytest.param('length("a${x}")', id="a length"),
        pytest.param('join(",", [for s in toset(["b", x]) : s])', id="a set's order"),
        pytest.param('base64encode("a${x}")', id="another text"),
        pytest.param('!"tru${x}"', id="an operand"),
    ],
)
def test_what_is_made_of_a_text_is_not_the_text(expression):
    assert type(_value(expression, x=HOLE)) is Unknown


def test_json_with_holes_keeps_what_is_known_of_each_text():
    found = _value('"{\\"a\\": \\"b${x}\\", \\"c\\": ${jsonencode(["d${x}"])}, \\"e\\": ${x}}"', x=HOLE)

    assert isinstance(found, PartialJson)
    assert [getattr(leaf, "pieces", ("",))[0] for leaf in leaves(found.value)] == ["b", "d", ""]


def test_jsonencode_keeps_what_is_known_of_each_text():
    found = _value('jsonencode({ a = "b${x}" })', x=HOLE)

    assert isinstance(found, PartialJson)
    assert [leaf.prefix for leaf in leaves(found.value)] == ["b"]


@pytest.mark.parametrize(
    "expression",
    [
        pytest.param('"a${s}${x}"', id="template"),
        pytest.param('format("%s%s", s, x)', id="format"),
        pytest.param('upper("a${s}${x}")', id="upper"),
        pytest.param('trimspace("${s}${x} ")', id="trimspace"),
        pytest.param('join(s, ["a", x])', id="separator"),
        pytest.param('sensitive("a${x}")', id="sensitive"),
        pytest.param('replace("a-${x}", "-", s)', id="replacement"),
        pytest.param('jsondecode("{\\"a\\": \\"${s}${x}\\"}").a', id="JSON"),
    ],
)
def test_a_secret_piece_stays_secret(expression):
    found = _value(expression, x=HOLE, s=MarkedText("hunter2", sensitive=True))

    assert isinstance(found, PartialText)
    assert any(is_sensitive(piece) for piece in found.pieces)
    assert "hunter2" not in found.show("", "").lower()


def test_references_of_known_pieces_are_kept():
    assert {"data.me", "aws_s3_bucket.b"} == references_of(
        _value('"${b}/${x}"', x=HOLE, b=MarkedText("logs", ["aws_s3_bucket.b"]))
    )


def test_a_map_with_an_unknown_key_keeps_its_pairs():
    found = _value('{ "${x}:sub" = "pod", (b) = ["c"] }', x=HOLE, b="b")

    assert isinstance(found, PartialMap)
    assert [(getattr(key, "suffix", key), value) for key, value in found.pairs] == [(":sub", "pod"), ("b", ["c"])]
    assert found.references == {"data.me"}


def test_maps_with_unknown_keys_do_not_nest():
    assert type(_value("{ (x) = { (x) = 1 } }", x=HOLE)) is Unknown


def test_json_with_an_unknown_key_keeps_its_pairs():
    found = _value('"{\\"a\\": {\\"${x}:sub\\": \\"pod\\"}}"', x=HOLE)

    assert isinstance(found, PartialJson)
    assert [value for _, value in found.value["a"].pairs] == ["pod"]


@pytest.mark.parametrize(
    "expression", ["sensitive({ (x) = s })", "sensitive(jsonencode({ a = s, b = x }))", "jsonencode({ (x) = s })"]
)
def test_a_secret_beside_an_unknown_key_is_masked(expression):
    found = _value(expression, x=HOLE, s=MarkedText("hunter2", sensitive=True))

    assert secrets_of(found) == ["hunter2"]
