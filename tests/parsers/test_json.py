"""JSON: values, places, and what is wrong with hostile input."""

from __future__ import annotations

import json as standard

import pytest
from effort import ends, growth

from trueline.model.document import Source
from trueline.model.location import Region
from trueline.parsers import json

PAD = " " * 100_001  # beyond it another library reads


def parse(data: str | bytes):
    return json.parse(Source("a.json", data.encode() if isinstance(data, str) else data))


def shown(text: str, region: Region) -> str:
    lines = text.split("\n")[region.start_line - 1 : region.end_line]
    lines[-1] = lines[-1][: region.end_column - 1]
    lines[0] = lines[0][region.start_column - 1 :]
    return "\n".join(lines)


TEXT = """\
{
  "kind": "Deployment",
  "a\\u0062": "key with an escape",
  "metadata": {"name": "w\\"e,b}", "labels": {}},
  "spec": {
    "replicas": 3, "paused": false,
    "containers": [
      {
        "name": "é😀x", "image":
          "nginx"
      },
      {
        "resources": {
        },
        "name": "side"
      },
      [
        1
      ]
    ],
    "none": null
  }
}
"""


@pytest.mark.parametrize("padding", [pytest.param("", id="small"), pytest.param(PAD, id="large")])
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param((), '"kind"', id="the root: its first key"),
        pytest.param(("kind",), '"Deployment"', id="a text"),
        pytest.param(("ab",), '"key with an escape"', id="a key with an escape"),
        pytest.param(("metadata",), '{"name": "w\\"e,b}", "labels": {}}', id="a map on one line"),
        pytest.param(("metadata", "name"), '"w\\"e,b}"', id="a text with brackets and quotes"),
        pytest.param(("metadata", "labels"), "{}", id="empty"),
        pytest.param(("spec",), '"spec"', id="a map under a key"),
        pytest.param(("spec", "replicas"), "3", id="a number"),
        pytest.param(("spec", "paused"), "false", id="a boolean"),
        pytest.param(("spec", "none"), "null", id="null"),
        pytest.param(("spec", "containers", 0), '"name": "é😀x"', id="an element: its first pair"),
        pytest.param(("spec", "containers", 0, "image"), '"nginx"', id="on the next line"),
        pytest.param(("spec", "containers", 1), '"resources"', id="an element whose first value is long"),
        pytest.param(("spec", "containers", 1, "name"), '"side"', id="after what was skipped"),
        pytest.param(("spec", "containers", 2), "1", id="a list in a list"),
        pytest.param(("spec", "containers", 9), '"containers"', id="no such element"),
        pytest.param(("spec", "containers", 1, "resources", "x"), '"resources"', id="absent: the nearest ancestor"),
        pytest.param(("kind", "x", 0), '"Deployment"', id="below a text"),
    ],
)
def test_locates(path, expected, padding):
    (document,) = parse(padding + TEXT).documents

    assert expected == shown(padding + TEXT, document.locate(path).region)
    assert standard.loads(TEXT) == document.root


def test_locates_in_any_order():
    paths = [("spec", "containers", 1, "name"), ("spec",), (), ("spec", "containers", 0), ("spec", "containers", 1)]
    alone = [parse(TEXT).documents[0].locate(path) for path in paths]
    (document,) = parse(TEXT).documents

    assert [document.locate(path) for path in paths] == alone


def test_locates_every_element_of_a_long_list_in_no_more_than_its_length():
    def named(size):
        return standard.dumps({"items": [{"spec": {"name": f"n{number}", "text": "x"}} for number in range(size)]})

    def located(size):
        (document,) = parse(named(size)).documents
        return lambda: [document.locate(("items", number, "spec", "name")).region for number in range(size)]

    with ends():
        regions = located(10_000)()

    assert growth(located, 500) < 2.5
    assert named(10_000)[regions[9_999].start_column - 1 :].startswith('"n9999"')


def test_locates_in_the_revision_it_was_read_from():
    (document,) = json.parse(Source("d/a.json", b"[1]", "abc")).documents

    assert ("d/a.json", "abc", Region(1, 2, 1, 3)) == document.locate((0,))[:3]


def test_gives_the_same_places_behind_a_byte_order_mark():
    text = '{"a": "é"}'

    for data in (b"\xef\xbb\xbf" + text.encode(), b"\xff\xfe" + text.encode("utf-16-le")):
        (document,) = parse(data).documents

        assert Region(1, 7, 1, 10) == document.locate(("a",)).region


@pytest.mark.parametrize("text", ["", " \n", "\ufeff"])
def test_finds_no_document_in_nothing(text):
    assert tuple(parse(text)) == ([], [])


def test_reads_several_values():
    parsed = parse('{"a": 1}\n{"a": 2} [3]')

    assert [document.root for document in parsed.documents] == [{"a": 1}, {"a": 2}, [3]]
    assert Region(2, 7, 2, 8) == parsed.documents[1].locate(("a",)).region
    assert parsed.problems == []


def test_says_that_a_key_stands_twice():
    text = '{"a": [{"b": "\\":", "c": "x\\"b\\": 1"}], "\\u0061": {"d": 3}, "e": ":"}'
    for padding in ("", PAD):
        parsed = parse(padding + text)
        (document,) = parsed.documents
        (problem,) = parsed.problems

        assert problem.message == "the key a stands twice"
        assert shown(padding + text, problem.region) == '"\\u0061"'
        assert document.root["a"] == {"d": 3}
        assert shown(padding + text, document.locate(("a", "d")).region) == "3"


def test_is_not_misled_by_texts_that_look_like_keys():
    parsed = parse('{"a": "\\":", "b": ":", "c": "\\\\", "d": ["\\": \\": "]}')

    assert parsed.problems == []


@pytest.mark.parametrize("padding", [pytest.param("", id="small"), pytest.param(PAD + "\n", id="large")])
@pytest.mark.parametrize(
    ("text", "message", "column"),
    [
        pytest.param('{"a": 1, b}', "double quotes", 10, id="key without quotes"),
        pytest.param('{"a": 1} // no', "expecting value", 10, id="comment"),
        pytest.param('{"a": tru}', "expecting value", 7, id="no word"),
        pytest.param('{"a": "x', "unterminated string", 7, id="unclosed"),
        pytest.param("[1", "expecting ',' delimiter: the text ends here", 3, id="cut"),
        pytest.param('["\t"]', "invalid control character", 3, id="tab in a text"),
        pytest.param('{"a": NaN}', "NaN is not JSON", 7, id="NaN"),
        pytest.param("[-Infinity]", "-Infinity is not JSON", 2, id="infinity"),
        pytest.param("[1, " + "9" * 1_000_000 + "]", "exceeds the limit", 5, id="a million digits"),
        pytest.param('["\\ud800"]', "half of a surrogate pair", 3, id="lone surrogate"),
        pytest.param("[" * 100_000, "nested deeper than 200 levels", 201, id="100,000 brackets"),
        pytest.param("[" * 500 + "]" * 500, "nested deeper than 200 levels", 201, id="500 brackets, closed"),
        pytest.param('{"a":' * 100_000, "nested deeper than 200 levels", 1001, id="100,000 braces"),
        pytest.param('{"a": "' + "x" * 1_000_000, "unterminated string", 7, id="a long text without end"),
        pytest.param('{"a": 1, "a": "' + '\\"' * 500_000, "unterminated string", 15, id="quotes without end"),
        pytest.param('{"a": 1, "a": "' + '\\"' * 500_000 + "\\x", "escape", 1_000_016, id="a bad escape"),
        pytest.param('"\0"', "the file holds a NUL character", 2, id="NUL"),
    ],
)
def test_says_what_is_wrong_and_where(text, message, column, padding):
    with ends():
        problem = parse(padding + text).problems[-1]

    assert message in problem.message.lower() or message in problem.message
    assert problem.region[:2] == (2 if padding else 1, column)
    assert problem.fatal


def test_tells_of_no_key_beyond_what_it_read():
    problems = parse('{"a": 1, "a": 2} {"b": "\\x": "b\\x": 1, "b\\x": 1}').problems

    assert [problem.message for problem in problems] == ["the key a stands twice", "invalid \\escape"]


def test_keeps_what_stands_before_the_problem():
    assert [document.root for document in parse('{"a": 1} {"a": }').documents] == [{"a": 1}]


def test_reads_surrogate_pairs():
    assert parse('["\\ud83d\\ude00"]').documents[0].root == ["😀"]


def test_places_are_the_same_however_many_are_asked_for():
    value: object = ["]}", {}, "\\"]
    paths: list[tuple[str | int, ...]] = [(0,), (1,), (2,)]
    for _ in range(7):  # deep enough that the ends of all values are found in one go
        value = {'a"{': value, "b": [value, []]}
        paths = [step + path for step in [('a"{',), ("b", 0)] for path in paths]
    text = standard.dumps(value, indent=1)
    document = parse(text).documents[0]
    many = [document.locate(path) for path in paths]

    assert [parse(text).documents[0].locate(path) for path in paths] == many
    assert len(set(many)) == len(paths)
