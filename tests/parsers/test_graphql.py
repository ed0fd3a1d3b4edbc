"""GraphQL schemas: what is read, its places, what is wrong with hostile input, and graphql-core beside it."""

from __future__ import annotations

import graphql
import pytest
from graphql.language import ast
from hypothesis import given, strategies

from trueline.model.document import Source
from trueline.model.location import Region
from trueline.parsers import graphql as parser

FILE = '''\
# a comment
"""The "schema" \\""" itself"""
schema @link(url: "x") { query: Root, mutation: M }
extend schema { subscription: S }
scalar Date @specifiedBy(url: "https://example.org/#date") # another
"A type"
type Root implements A & B @key(fields: "id") @key(fields: "no") {
  type: [[String!]!]
  input(
    "text" a: Int = -1, b: [E!] = [X, Y] @deprecated, c: In = {y: {z: 1.5e3}, x: "é\\n\\u00e9"}
    d: Boolean = true e: ID = null f: String = """
      a
        b
    """
  ): Root! @deprecated(reason: "old")
  query: query
}
type query
extend type query { scalar: Int }
interface A implements & B { id: ID! }
extend interface A @x
union U @u = | type | Root
extend union U = A
enum E { X @deprecated Y "text" type }
input In { x: String = "a" y: In }
extend input In @oneOf
directive @auth(role: E = X, extend: Int) repeatable on | FIELD_DEFINITION | OBJECT
directive @type on FIELD
query Q($a: Int = 1) @d { type { input(a: {b: "}"}) } }
{ a }
fragment type on Root { id }
'''


def parse(data: str | bytes):
    return parser.parse(Source("a.graphql", data.encode() if isinstance(data, str) else data))


def read(data: str):
    parsed = parse(data)
    assert not parsed.problems
    return parsed.documents[0].root


def messages(data: str | bytes):
    return [(one.message, one.region.start_line, one.region.start_column) for one in parse(data).problems]


# -- a second opinion ---


def plain(definition):
    """Return a definition of ours as nested tuples of what it says."""

    def uses(directives):
        return [one.text for one in directives]

    def taken(inputs):
        return [
            (one.name.text, one.type.text, one.default and one.default.text, uses(one.directives)) for one in inputs
        ]

    return (
        definition.keyword,
        definition.is_extension,
        definition.name.text,
        uses(definition.directives),
        [word.text for word in definition.interfaces],
        [(one.name.text, taken(one.arguments), one.type.text, uses(one.directives)) for one in definition.fields],
        taken(definition.inputs),
        [(one.name.text, uses(one.directives)) for one in definition.values],
        [word.text for word in definition.members],
        [(one.name.text, one.type.text) for one in definition.operations],
        [word.text for word in definition.locations],
        definition.is_repeatable,
    )


KEYWORDS = {
    "schema": "schema", "scalar_type": "scalar", "object_type": "type", "interface_type": "interface",
    "union_type": "union", "enum_type": "enum", "input_object_type": "input", "directive": "directive",
}  # fmt: skip


def reference(node):
    """Return a definition of graphql-core in the same shape, values read by our own parser from what it prints."""

    def uses(nodes):
        return [read(f"scalar A {graphql.print_ast(one)}")[0].directives[0].text for one in nodes or ()]

    def default(value):
        return value and read(f"input A {{ a: A = {graphql.print_ast(value)} }}")[0].inputs[0].default.text

    def taken(nodes):
        return [
            (one.name.value, graphql.print_ast(one.type), default(one.default_value), uses(one.directives))
            for one in nodes or ()
        ]

    kind = node.kind.removesuffix("_definition").removesuffix("_extension")
    fields = (getattr(node, "fields", None) or ()) if kind in ("object_type", "interface_type") else ()
    inputs = node.fields if kind == "input_object_type" else getattr(node, "arguments", None)
    return (
        KEYWORDS[kind],
        node.kind.endswith("_extension"),
        node.name.value if hasattr(node, "name") else "schema",
        uses(getattr(node, "directives", ())),
        [one.name.value for one in getattr(node, "interfaces", None) or ()],
        [(one.name.value, taken(one.arguments), graphql.print_ast(one.type), uses(one.directives)) for one in fields],
        taken(inputs),
        [(one.name.value, uses(one.directives)) for one in getattr(node, "values", None) or ()],
        [one.name.value for one in getattr(node, "types", None) or ()],
        [(one.operation.value, one.type.name.value) for one in getattr(node, "operation_types", None) or ()],
        [one.value for one in getattr(node, "locations", None) or ()],
        bool(getattr(node, "repeatable", False)),
    )


def test_reads_what_the_reference_reads():
    nodes = graphql.parse(FILE, no_location=True).definitions
    expected = [reference(node) for node in nodes if not isinstance(node, ast.ExecutableDefinitionNode)]

    assert expected == [plain(definition) for definition in read(FILE)]


def test_places_are_those_of_the_words():
    names = [definition.name for definition in read(FILE)]

    assert [name.text for name in names] == [FILE[name.start : name.end] for name in names]


# -- what the reference does not tell ---


def test_values_have_one_spelling():
    (definition,) = read(
        'input A { a: X = {b: 1.0, a: [ 1, -0.5e1 X ]} b: X = "é\\u00E9\\u{1F600}\\"" '
        'c: X = """\n\n    a\n      b\n  """ }'
    )

    assert [one.default.text for one in definition.inputs] == ["{a: [1, -5, X], b: 1}", '"éé😀\\""', '"a\\n  b"']
    assert [one.default.string for one in definition.inputs] == [None, 'éé😀"', "a\n  b"]


def test_reads_what_older_servers_wrote():
    (a, b) = read("type A implements B, C D { a: Int } type B {}")

    assert [word.text for word in a.interfaces] == ["B", "C", "D"]
    assert b.fields == ()


def test_comments_are_no_part_of_strings():
    document = parse('#one\ntype A { a(b: String = "#no"): Int # two\r\n}').documents[0]

    assert [("one", Region(1, 1, 1, 5)), ("two", Region(2, 36, 2, 41))] == list(document.comments)


def test_locates_definitions_by_number():
    document = parse("scalar A\n\n  type B { a: Int }").documents[0]

    assert [str(document.locate(path)) for path in ((), (1,), (9,))] == [
        "a.graphql:1:8",
        "a.graphql:3:8",
        "a.graphql:1:8",
    ]


@pytest.mark.parametrize(
    ("text", "expected", "left"),
    [
        pytest.param(
            "type A { a Int }\ntype B { b: Int }", [("expected :, found Int", 1, 12)], ["A", "B"], id="no colon"
        ),
        pytest.param("type A { a: Int\n\ntype B { b: Int }", [("{ is not closed", 1, 8)], ["A", "B"], id="no brace"),
        pytest.param(
            "type A { a: Int ]\n}\ntype B { b: Int }", [("{ is not closed", 1, 8)], ["A", "B"], id="another brace"
        ),
        pytest.param("scalar A }\nscalar B", [("} closes nothing", 1, 10)], ["A", "B"], id="one brace more"),
        pytest.param('type A { "a: Int }\nscalar B', [("the string does not end", 1, 10)], ["A", "B"], id="no end"),
        pytest.param("tpye A { a: Int } scalar B", [("expected a definition, found tpye", 1, 1)], ["B"], id="mistyped"),
        pytest.param(
            "scalar A ; scalar C\nscalar B", [("; does not belong here", 1, 10)], ["A", "B"], id="another mark"
        ),
        pytest.param(
            "enum A { true }", [("an enum cannot have the value true", 1, 10)], ["A"], id="no value of an enum"
        ),
        pytest.param("directive @a FIELD", [("expected on, found FIELD", 1, 14)], ["a"], id="no place"),
        pytest.param("input A { a: Int = $b }", [("expected a value, found $", 1, 20)], ["A"], id="a variable"),
        pytest.param("scalar A x", [("expected the end of the definition, found x", 1, 10)], ["A"], id="too much"),
        pytest.param(
            "input A { a: Int = 01 }", [("expected a value, found 0", 1, 20)], ["A"], id="a number with a naught"
        ),
        pytest.param('"text"', [("expected a name, found the end", 1, 7)], [], id="a description of nothing"),
        pytest.param(
            b"scalar A\nscalar \xff",
            [("the file is not UTF-8: byte 0xff invalid start byte", 2, 8)],
            ["A"],
            id="no text",
        ),
    ],
)
def test_says_what_is_wrong_and_reads_on(text, expected, left):
    parsed = parse(text)

    found = messages(text)
    assert expected == found[: len(expected)]
    assert left == [one.name.text for document in parsed.documents for one in document.root]


@given(strategies.text('type AB{}()[]":#!|&=@\n\\"extend schema'))
def test_never_raises(text):
    parsed = parse(text)

    for document in parsed.documents:
        assert all(text[one.name.start : one.name.end] == one.name.text for one in document.root)


@given(strategies.lists(strategies.sampled_from(FILE.splitlines(keepends=True)), max_size=12))
def test_reads_no_less_than_the_reference(lines):
    text = "".join(lines)
    try:
        nodes = graphql.parse(text, no_location=True).definitions
    except graphql.GraphQLSyntaxError:
        return
    expected = [reference(node) for node in nodes if not isinstance(node, ast.ExecutableDefinitionNode)]
    documents = parse(text).documents

    assert expected == [plain(definition) for document in documents for definition in document.root]
    assert not parse(text).problems


@pytest.mark.parametrize("first", ["directive @a on FIELD", "scalar A", "union A = B", "extend scalar A @b"])
def test_a_query_may_follow_what_has_no_body(first: str) -> None:
    assert not parse(f"{first}\n{{ a }}\n").problems
