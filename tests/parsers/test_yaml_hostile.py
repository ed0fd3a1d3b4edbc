"""YAML that is broken, hostile or huge: one located problem, and what stood before it is kept."""

from __future__ import annotations

from itertools import pairwise

import pytest
from effort import ends

from trueline.model.document import Source
from trueline.parsers import yaml


def parse(data: str | bytes):
    return yaml.parse(Source("a.yaml", data.encode() if isinstance(data, str) else data))


def bomb(first: str, step: str, levels: int = 9) -> str:
    step = step.replace("NINE", ", ".join(["*{before}"] * 9))
    names = "abcdefghijklmnop"[:levels]
    lines = [first.format(name=names[0])]
    lines += [step.format(name=name, before=before) for before, name in pairwise(names)]
    return "\n".join(lines) + "\n"


MERGES = 3000
CHAIN = "m0: &m0 {k0: 0}\n" + "".join(f"m{n}: &m{n} {{<<: *m{n - 1}, k{n}: 0}}\n" for n in range(1, MERGES))


@pytest.mark.parametrize(
    ("data", "message", "line", "column"),
    [
        pytest.param(b"a: 1\nb: \xff\n", "the file is not UTF-8: byte 0xff invalid start byte", 2, 4, id="bad UTF-8"),
        pytest.param(b"\xff\xfea", "the file is not UTF-16-LE: byte 0x61 truncated data", 1, 1, id="cut UTF-16"),
        pytest.param(b"a: \0\n", "the file holds a NUL character", 1, 4, id="NUL"),
        pytest.param("é: \7\n", "the character U+0007 is not allowed", 1, 4, id="control character"),
        pytest.param("a: 1\nb: 'x\nc: 2\n", "found unexpected end of stream", 2, 4, id="unclosed quote"),
        pytest.param("a:\n\t- b\n", "a tab cannot indent; use spaces", 2, 1, id="tab"),
        pytest.param("a: [1, 2\nb: 3\n", "did not find expected ',' or ']'", 2, 2, id="unclosed bracket"),
        pytest.param("a: [", "did not find expected node content", 1, 5, id="unclosed at the end"),
        pytest.param("a: 1\nb: c: d\n", "mapping values are not allowed", 2, 5, id="two colons"),
        pytest.param("a: *b\n", "the alias *b has no anchor before it", 1, 4, id="no anchor"),
        pytest.param("a: &x [*x]\n", "the anchor &x holds itself", 1, 8, id="cycle"),
        pytest.param("a: &x {<<: *x}\n", "the anchor &x holds itself", 1, 12, id="merge cycle"),
        pytest.param("a: 1\nb: 2\na: 3\n", "the key a stands twice", 3, 1, id="duplicate key"),
        pytest.param("a: {'1': x, 1: y}\n", "the key 1 stands twice", 1, 13, id="duplicate key in another spelling"),
        pytest.param("? [a]\n: 1\n", "a list or map cannot be a key", 1, 3, id="list as key"),
        pytest.param("a: {{ .Values.x }}\n", "a list or map cannot be a key", 1, 5, id="template"),
        pytest.param("<<: 1\n", "<< merges maps alone", 1, 5, id="merge of a number"),
        # at the bound of ours or, where libyaml looks that far ahead, at the bound of its own
        pytest.param("[" * 40_000, "nested deeper than 200 levels", 1, None, id="40,000 brackets"),
        pytest.param("- " * 40_000, "nested deeper than 200 levels", 1, 401, id="40,000 dashes"),
        pytest.param("{a: " * 40_000, "nested deeper than 200 levels", 1, 801, id="40,000 braces"),
        pytest.param("? " * 40_000, "nested deeper than 200 levels", 1, 401, id="40,000 question marks"),
        pytest.param(bomb("{name}: &{name} [1]", "{name}: &{name} [NINE]"), "aliases make", 5, None, id="alias bomb"),
        pytest.param(
            bomb("{name}: &{name} {{x: 1}}", "{name}: &{name} {{<<: [NINE]}}"), "aliases make", 5, None, id="merge bomb"
        ),
        pytest.param(CHAIN, "aliases make", 86, None, id="merge chain"),
        pytest.param(
            bomb("{name}: &{name} " + "[" * 90 + "]" * 90, "{name}: &{name} " + "[" * 90 + "*{before}" + "]" * 90, 4),
            "nested deeper than 200 levels by aliases", 3, 97, id="deep aliases",
        ),
    ],
)  # fmt: skip
def test_says_what_is_wrong_and_where(data, message, line, column):
    with ends():
        problems = parse(data).problems

    assert message in problems[0].message
    assert len({problem.message for problem in problems}) == 1
    assert line == problems[0].region.start_line
    assert column is None or column == problems[0].region.start_column
    assert problems[0].fatal


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(b"b: [1\n", id="syntax"),
        pytest.param(b"b: \xff\n", id="bad UTF-8"),
        pytest.param(b"b: \0\n", id="NUL"),
        pytest.param(b"b: " + b"[" * 300, id="too deep"),
    ],
)
def test_keeps_the_documents_before_the_problem(broken):
    parsed = parse(b"a: 1\n---\n" + broken)

    assert [document.root for document in parsed.documents] == [{"a": 1}]
    assert len(parsed.problems) == 1


def test_keeps_the_last_value_of_a_duplicate_key():
    parsed = parse("a: 1\nb: 2\na: 3\n")

    assert [document.root for document in parsed.documents] == [{"a": 3, "b": 2}]


def test_reads_as_deep_as_it_promises():
    parsed = parse("[" * 200 + "]" * 200)

    assert parsed.problems == []


def test_lets_honest_documents_use_many_aliases():
    base = "base: &base {image: x, env: [{name: a, value: b}]}\n"
    parsed = parse(base + "".join(f"s{number}: {{<<: *base, own: {number}}}\n" for number in range(500)))

    assert parsed.problems == []


def test_does_not_mind_a_huge_scalar():
    parsed = parse("a: " + "x" * 3_000_000)

    assert len(parsed.documents[0].root["a"]) == 3_000_000


def test_finds_comments_before_what_cannot_be_read():
    (document,) = parse("a: 1  # kept\n---\nb: [\n").documents

    assert [comment.text for comment in document.comments] == ["kept"]
