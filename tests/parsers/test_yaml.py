"""YAML: typing, tags, anchors, merges, and the place of every value."""

from __future__ import annotations

import math

import pytest

from trueline.model.document import Source
from trueline.model.location import Region
from trueline.parsers import yaml


def parse(text: str | bytes):
    return yaml.parse(Source("a.yaml", text.encode() if isinstance(text, str) else text))


def read(text: str | bytes):
    parsed = parse(text)

    assert parsed.problems == []

    (document,) = parsed.documents
    return document


def shown(text: str, *path: str | int) -> str:
    """Return the characters that the place of a path covers."""
    document = read(text)
    region = document.locate(path).region
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    cut = lines[region.start_line - 1 : region.end_line]
    cut[-1] = cut[-1][: region.end_column - 1]
    cut[0] = cut[0][region.start_column - 1 :]
    return "\n".join(cut)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("yes", "yes", id="yes is text"),
        pytest.param("on", "on", id="on is text"),
        pytest.param("true", True, id="true"),
        pytest.param("FALSE", False, id="false"),
        pytest.param("tRue", "tRue", id="odd case is text"),
        pytest.param("012", 12, id="leading zero is decimal"),
        pytest.param("0o14", 12, id="octal"),
        pytest.param("0x1F", 31, id="hexadecimal"),
        pytest.param("-7", -7, id="negative"),
        pytest.param("1_000", "1_000", id="underscore is text"),
        pytest.param("12:30:45", "12:30:45", id="no sexagesimal"),
        pytest.param("2026-01-15", "2026-01-15", id="dates stay text"),
        pytest.param("1.5e3", 1500.0, id="exponent"),
        pytest.param(".5", 0.5, id="no digit before the dot"),
        pytest.param("1.", 1.0, id="no digit after the dot"),
        pytest.param("1e3", 1000.0, id="exponent without dot"),
        pytest.param(".inf", math.inf, id="infinity"),
        pytest.param("-.INF", -math.inf, id="negative infinity"),
        pytest.param("~", None, id="tilde"),
        pytest.param("Null", None, id="null"),
        pytest.param("", None, id="nothing"),
        pytest.param("'12'", "12", id="quoted number"),
        pytest.param('"true"', "true", id="quoted boolean"),
        pytest.param("1.2.3", "1.2.3", id="version"),
        pytest.param("٣", "٣", id="digits of other scripts are text"),
        pytest.param("!!str 12", "12", id="tagged as text"),
        pytest.param("!!int '12'", 12, id="tagged as integer"),
        pytest.param("!!float 12", 12.0, id="tagged as float"),
        pytest.param("! 12", "12", id="not specific"),
    ],
)
def test_types_scalars_by_the_core_schema(text, value):
    actual = read(f"a: {text}\n").root["a"]

    assert (type(value), value) == (type(actual), actual)


def test_reads_not_a_number():
    assert math.isnan(read("a: .nan\n").root["a"])


def test_reads_a_number_of_a_million_digits_at_once():
    assert math.isinf(read(f"a: {'9' * 1_000_000}\n").root["a"])


def test_keeps_keys_as_they_are_written():
    actual = read("1: a\ntrue: b\non: c\n~: d\n'x y': e\n").root

    assert actual == {"1": "a", "true": "b", "on": "c", "~": "d", "x y": "e"}


def test_keeps_unknown_tags_beside_plain_values():
    root = read("a: !Ref name\nb: !Sub [x, y]\nc: !GetAtt {k: 1}\nd: plain\n").root

    assert root == {"a": "name", "b": ["x", "y"], "c": {"k": 1}, "d": "plain"}
    assert [yaml.tag_of(root[key]) for key in "abcd"] == ["!Ref", "!Sub", "!GetAtt", ""]


def test_shares_what_an_alias_names():
    root = read("a: &x {k: [1]}\nb: *x\n").root

    assert root["b"] == {"k": [1]}
    assert root["a"] is root["b"]


def test_lets_an_anchor_be_set_again():
    assert read("a: &x 1\nb: &x 2\nc: *x\n").root == {"a": 1, "b": 2, "c": 2}


def test_takes_an_alias_as_key():
    assert read("a: &x k\n*x : 1\n").root == {"a": "k", "k": 1}


@pytest.mark.parametrize(
    "merge",
    [
        pytest.param("  <<: *one\n  b: own\n", id="one map"),
        pytest.param("  <<: [*one, *two]\n  b: own\n", id="a list, the earlier wins"),
        pytest.param("  <<: {a: 1, b: 2}\n  b: own\n", id="written in place"),
        pytest.param("  <<: [{a: 1}]\n  b: own\n", id="list written in place"),
    ],
)
def test_merges_and_lets_own_keys_win(merge):
    root = read(f"one: &one {{a: 1, b: 2}}\ntwo: &two {{a: 9}}\nc:\n{merge}").root

    assert root["c"] == {"a": 1, "b": "own"}


@pytest.mark.parametrize(
    ("text", "column"),
    [
        pytest.param("{a: 1, <<: {a: 2}}", 8, id="a key before it"),
        pytest.param("{<<: {a: 1}, <<: {a: 2}}", 14, id="another merge key before it"),
        pytest.param("{a: 1, <<: [{b: 1}, {a: 2}]}", 8, id="in a list"),
        pytest.param("{a: 1, <<: {a: '1'}}", 8, id="another type"),
        pytest.param("{a: [1], <<: {a: [1]}}", 10, id="a list"),
        pytest.param("{<<: {a: 1}, a: 2}", None, id="the key after it wins everywhere"),
        pytest.param("{a: 1, <<: {a: 1, b: 2}}", None, id="the same value"),
        pytest.param("{<<: [{a: 1}, {a: 2}]}", None, id="the earlier of a list wins everywhere"),
        pytest.param("[&x [1], {a: *x, <<: {a: *x}}]", None, id="the same list"),
    ],
)
def test_tells_where_programs_differ_on_who_wins(text, column):
    parsed = parse(text)

    assert [(problem.region.start_column, problem.fatal) for problem in parsed.problems] == (
        [] if column is None else [(column, False)]
    )


def test_merges_by_tag():
    assert read('!!merge "<<": {a: 1}\n').root == {"a": 1}


@pytest.mark.parametrize(
    ("text", "root"),
    [
        pytest.param("a: !!binary YTpi", {"a": "a:b"}, id="a value"),
        pytest.param("!!binary a2luZA==: 1", {"kind": 1}, id="a key"),
        pytest.param('a: !!binary "a2lu\\\n  ZA=="', {"a": "kind"}, id="over lines"),
        pytest.param("a: !!binary /w==", {"a": "/w=="}, id="no text"),
        pytest.param("a: !!binary k!", {"a": "k!"}, id="no base64"),
    ],
)
def test_decodes_what_is_tagged_binary(text, root):
    assert root == read(text).root


def test_takes_a_quoted_merge_key_as_a_key():
    assert read('"<<": {a: 1}\n').root == {"<<": {"a": 1}}


def test_reads_each_document():
    parsed = parse("# head\n---\na: 1\n---\n---\n- x\n...\n")

    assert [document.root for document in parsed.documents] == [{"a": 1}, None, ["x"]]
    assert Region(3, 1, 3, 2) == parsed.documents[0].locate().region
    assert Region(6, 3, 6, 4) == parsed.documents[2].locate((0,)).region


@pytest.mark.parametrize("text", ["", "# only a comment\n", "\n\n", "\ufeff"])
def test_finds_no_document_in_nothing(text):
    assert tuple(parse(text)) == ([], [])


MANIFEST = """\
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  containers:
    - name: web  # the first
      image: "nginx:1.27"
      command: ["sh",
        "-c"]
      args:
      - é😀x
      resources:
    - &second
      name: side
    - {name: third}
    - - nested
  note: |
    one
      two

  empty: {}
"""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param((), "kind", id="the root: its first key"),
        pytest.param(("kind",), "Deployment", id="a scalar"),
        pytest.param(("metadata",), "{name: web, labels: {app: web}}", id="in brackets on one line"),
        pytest.param(("metadata", "labels", "app"), "web", id="a scalar in brackets"),
        pytest.param(("spec",), "spec", id="a map under a key"),
        pytest.param(("spec", "containers"), "containers", id="a list under a key"),
        pytest.param(("spec", "containers", 0), "name: web", id="an element: its first pair"),
        pytest.param(("spec", "containers", -4), "name: web", id="counted from the end"),
        pytest.param(("spec", "containers", 0, "image"), '"nginx:1.27"', id="a quoted scalar"),
        pytest.param(("spec", "containers", 0, "command"), "command", id="in brackets over two lines"),
        pytest.param(("spec", "containers", 0, "args", 0), "é😀x", id="columns are characters"),
        pytest.param(("spec", "containers", 0, "resources"), "resources", id="no value: the key"),
        pytest.param(("spec", "containers", 1), "name: side", id="an element with an anchor"),
        pytest.param(("spec", "containers", 2), "{name: third}", id="an element in brackets"),
        pytest.param(("spec", "containers", 3), "nested", id="a list in a list"),
        pytest.param(("spec", "note"), "|\n    one\n      two", id="a block scalar without its blank lines"),
        pytest.param(("spec", "empty"), "{}", id="empty"),
        pytest.param(("spec", "containers", 0, "securityContext", "x"), "name: web", id="absent: the nearest ancestor"),
        pytest.param(("spec", "containers", 9), "containers", id="no such element"),
        pytest.param(("spec", "nothing"), "spec", id="no such key"),
    ],
)
def test_locates(path, expected):
    assert expected == shown(MANIFEST, *path)
    assert expected == shown(MANIFEST.replace("\n", "\r\n"), *path)


def test_gives_the_same_places_behind_a_byte_order_mark():
    text = "a: é\n"

    assert Region(1, 4, 1, 5) == read(b"\xef\xbb\xbf" + text.encode()).locate(("a",)).region
    assert Region(1, 4, 1, 5) == read(b"\xff\xfe" + text.encode("utf-16-le")).locate(("a",)).region
    assert Region(1, 4, 1, 5) == read(b"\xfe\xff" + text.encode("utf-16-be")).locate(("a",)).region


def test_counts_lines_as_editors_do():
    assert Region(2, 4, 2, 5) == read("a: 'x\u2028y\u0085z'\nb: 1\n").locate(("b",)).region


def test_locates_aliases_and_merged_members():
    text = "base: &base\n  image: x\nuse: *base\nown:\n  <<: *base\n  b: 1\nlist:\n- <<: *base\n"

    assert shown(text, "use") == "use"
    assert shown(text, "use", "image") == "x"
    assert shown(text, "own", "image") == "x"
    assert shown(text, "own") == "own"
    assert shown(text, "list", 0) == "<<: *base"
    assert shown("a: &x 1\nb: *x\n", "b") == "*x"


def test_locates_in_the_revision_it_was_read_from():
    (document,) = yaml.parse(Source("d/a.yaml", b"a: 1\n", "abc")).documents

    assert document.locate(("a",))[:2] == ("d/a.yaml", "abc")


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        pytest.param("a: x é part y\n", ("a",), Region(1, 8, 1, 12), id="plain"),
        pytest.param("a: |\n  x\n  part\n", ("a",), Region(3, 3, 3, 7), id="a block"),
        pytest.param("a: x\n", ("a",), Region(1, 4, 1, 5), id="what is not found is the scalar"),
        pytest.param("a: {b: part}\n", ("a",), Region(1, 4, 1, 13), id="a map has no parts"),
    ],
)
def test_locates_a_part_of_a_scalar(text, path, expected):
    def find(written):
        start = written.find("part")
        return (start, start + 4) if start >= 0 else None

    assert expected == read(text).locate_part(path, find).region


def test_finds_comments_outside_of_scalars():
    text = (
        "# top\na: 'no # comment'  # one\nb: |  # head\n  no # comment\n  # nor this\n# two\nc: x#y\nd: \"\n  # no\"\n"
        "e: [1, # three\n  2]\n---\n#four\n- 1\n"
    )
    first, second = parse(text).documents

    assert [comment.text for comment in first.comments] == ["top", "one", "head", "two", "three"]
    assert [comment.text for comment in second.comments] == ["four"]
    assert Region(2, 20, 2, 25) == first.comments[1].region
