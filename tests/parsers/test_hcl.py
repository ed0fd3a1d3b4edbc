from __future__ import annotations

import pytest

from trueline.model.document import Source
from trueline.model.location import Region
from trueline.parsers.hcl import parse, parse_shared
from trueline.parsers.hcl.syntax import Literal, Refused


def _parse(text: str | bytes, path: str = "main.tf"):
    return parse(Source(path, text if isinstance(text, bytes) else text.encode()))


def _value(text: str) -> object:
    parsed = _parse(text)
    assert list(parsed.problems) == []
    expression = parsed.documents[0].root.attributes["a"].expression
    assert isinstance(expression, Literal)
    return expression.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a = 1", 1, id="integer"),
        pytest.param("a = 1.5", 1.5, id="fraction"),
        pytest.param("a = 1.5e3", 1500, id="exponent that makes a whole number"),
        pytest.param("a = true", True, id="bool"),
        pytest.param("a = null", None, id="null"),
        pytest.param(r'a = "x\n\t\"\\é\U0001F600"', 'x\n\t"\\é😀', id="escapes"),
        pytest.param('a = "$${x} %%{y} $x"', "${x} %{y} $x", id="escaped holes"),
        pytest.param("a = <<EOT\n  x\n y\nEOT\n", "  x\n y\n", id="heredoc"),
        pytest.param("a = <<-EOT\n    x\n\n      y\n    EOT\n", "x\n\n  y\n", id="indented heredoc, blank line kept"),
        pytest.param("a = <<EOT\r\nx\r\nEOT\r\n", "x\r\n", id="heredoc with CRLF"),
        pytest.param('a = <<EOT\n$${x} \\n "q"\nEOT\n', '${x} \\n "q"\n', id="heredoc knows no backslash"),
    ],
)
def test_literal_values(text, expected):
    assert expected == _value(text)


def test_regions_count_code_points_from_one():
    document = _parse('# ä\nresource "é😀" "b" {\n  name = "ü${x}" # note\n}\n').documents[0]
    block = document.root.blocks[0]
    expression = block.body.attributes["name"].expression

    assert Region(2, 1, 2, 18) == document.region((block.start, block.end))
    assert Region(3, 10, 3, 17) == document.region((expression.start, expression.end))
    assert [comment.text for comment in document.comments] == ["ä", "note"]
    assert Region(3, 18, 3, 24) == document.comments[1].region


def test_byte_order_mark_and_line_ends_do_not_move_regions():
    document = _parse(b"\xef\xbb\xbfa = 1\r\nb = 22\r\n").documents[0]
    expression = document.root.attributes["b"].expression

    assert Region(2, 5, 2, 7) == document.region((expression.start, expression.end))
    assert Region(1, 5, 1, 6) == document.locate(("a",)).region


@pytest.mark.parametrize(
    ("text", "message", "start"),
    [
        pytest.param('resource "c" "d" {\n  y = [1,\n}\n', '"[" is never closed', (2, 7), id="bracket"),
        pytest.param('resource "c" "d" {\n  y = "abc\n}\n', "what is opened here is never closed", (2, 7), id="quote"),
        pytest.param("a = <<EOT\nx\n", "what is opened here is never closed", (1, 5), id="heredoc"),
        pytest.param("x {\n  a = 1 +\n}\n", 'unexpected "+"', (2, 9), id="operator without operand"),
        pytest.param("x {\n  a = 1\n  a = 2\n}\n", "a is set twice in one block", (3, 3), id="duplicate"),
        pytest.param("x {\n  a = 1 b = 2\n}\n", "a line break is missing before this", (2, 9), id="two on a line"),
        pytest.param("a = 1\n\0b = 2\n", 'unexpected "\\0"', (2, 1), id="NUL"),
        pytest.param(b'a = "\xff"\n', "the file is not valid UTF-8", (1, 6), id="bad UTF-8"),
        pytest.param("a = 1".encode("utf-16"), "the file is UTF-16; save it as UTF-8", (1, 1), id="UTF-16"),
    ],
)
def test_problems_are_located(text, message, start):
    (problem,) = _parse(text).problems

    assert (message, start) == (problem.message, problem.region[:2])


@pytest.mark.parametrize("broken", ["y = [1,", 'y = "abc', "y = 1 +", "y = )", "%%%"])
def test_a_broken_block_leaves_the_others(broken):
    text = f'resource "a" "b" {{\n  x = 1\n}}\nresource "c" "d" {{\n  {broken}\n}}\nresource "e" "f" {{\n  z = 1\n}}\n'
    parsed = _parse(text)

    assert [list(block.labels) for block in parsed.documents[0].root.blocks] == [["a", "b"], ["e", "f"]]
    assert sorted({4, 5} | {problem.region.start_line for problem in parsed.problems}) == [4, 5]
    assert len(parsed.problems) == 1


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("[" * 40_000 + "]" * 40_000, id="lists"),
        pytest.param("(" * 40_000 + "1" + ")" * 40_000, id="parentheses"),
        pytest.param("!" * 40_000 + "x", id="operators"),
        pytest.param("1" + "+1" * 40_000, id="sum"),
        pytest.param("x" + ".y" * 40_000, id="attributes"),
        pytest.param("x" + "[*].y" * 40_000, id="splats"),
        pytest.param('"' + "%{if x}" * 20_000 + "%{endif}" * 20_000 + '"', id="directives"),
    ],
)
def test_deep_nesting_is_a_located_problem(value):
    parsed = _parse(f"a = {value}\nb = 2\n")

    assert [(p.message, p.region.start_line) for p in parsed.problems] == [("nested deeper than 200 levels", 1)]
    attributes = parsed.documents[0].root.attributes
    assert isinstance(attributes["a"].expression, Refused)
    assert attributes["b"].expression.value == 2


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 40_000, "a {\n" * 20_000, "a {\n" * 20_000 + "}\n" * 20_000, '"' * 20_000]
)
def test_unclosed_nesting_ends(text):
    assert _parse(text).problems


def test_empty_file():
    parsed = _parse("")

    assert (len(parsed.documents[0].root.blocks), list(parsed.problems)) == (0, [])


TEXT = """# one
a = { b = [1, "x"], "c" = f(var.d...) }
block "label" {
  text = <<-EOT
    ${upper("x")} ü # no comment
  EOT
  inner {
    e = 1 # two
  }
}
"""


def _seen(body):
    """Return everything a body says, with the places of what it says it of."""
    attributes = [
        (name, _spelled(attribute.expression), attribute.document.location((attribute.start, attribute.end)))
        for name, attribute in body.attributes.items()
    ]
    blocks = [
        (block.type, block.labels, block.document.location((block.start, block.end)), _seen(block.body))
        for block in body.blocks
    ]
    return attributes, blocks


def _spelled(value):
    if isinstance(value, list | tuple):
        return [_spelled(member) for member in value]
    slots = [slot for kind in type(value).__mro__ for slot in getattr(kind, "__slots__", ())]
    return (type(value).__name__, [_spelled(getattr(value, slot)) for slot in slots]) if slots else value


def test_files_with_the_same_bytes_differ_in_their_places_alone():
    data = TEXT.encode()
    first = parse_shared(Source("a/main.tf", data)).documents[0]
    second = parse_shared(Source("b/main.tf", data, "base")).documents[0]

    assert _seen(parse(Source("a/main.tf", data)).documents[0].root) == _seen(first.root)
    assert _seen(parse(Source("b/main.tf", data, "base")).documents[0].root) == _seen(second.root)
    assert [comment.text for comment in second.comments] == ["one", "two"]
    assert first.root.attributes["a"].expression is second.root.attributes["a"].expression
    assert second.locate(("block", "label", 0, "text")).path == "b/main.tf"


def test_files_with_the_same_bytes_have_the_same_problems():
    data = b"a = 1\na = 2 # shared\n"
    first, second = (parse_shared(Source(path, data)) for path in ("a.tf", "b.tf"))

    assert [problem.message for problem in second.problems] == ["a is set twice in one block"]
    assert list(first.problems) == list(second.problems)


def test_json_and_native_syntax_share_nothing():
    data = b'{"locals": {"a": 1}}'
    parse_shared(Source("main.tf", data))

    assert [block.type for block in parse_shared(Source("main.tf.json", data)).documents[0].root.blocks] == ["locals"]


def test_a_large_file_says_the_same_without_its_tree(monkeypatch):
    source = Source("main.tf", TEXT.encode())
    small = parse(source).documents[0]
    monkeypatch.setattr("trueline.parsers.hcl.document.LARGEST_TREE", 10)
    large = parse(source).documents[0]

    assert large.tree is None
    assert _seen(small.root) == _seen(large.root)
    assert list(small.comments) == list(large.comments)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a = 1e3\nb = -2E+1\n", id="a number that the grammar is not shown"),
        pytest.param('a = "x"\nb = !\nc = 2\n', id="a line that is not valid"),
    ],
)
def test_a_large_file_keeps_a_tree_that_was_mended(text, monkeypatch):
    monkeypatch.setattr("trueline.parsers.hcl.document.LARGEST_TREE", 1)
    large = parse(Source("main.tf", text.encode())).documents[0]
    monkeypatch.undo()

    assert _seen(parse(Source("main.tf", text.encode())).documents[0].root) == _seen(large.root)
