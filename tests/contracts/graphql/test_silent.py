"""What means the same is no change, and random schemas differ as the reference implementation says."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from graphql import build_schema
from graphql.utilities import find_breaking_changes, find_dangerous_changes
from hypothesis import given, settings, strategies

from trueline.contracts.graphql import KINDS, compare
from trueline.errors import ReadError
from trueline.model.document import Source
from trueline.model.unit import Unit

SCALARS = "type Query { a: Int b: Float c: ID d: String e: Boolean }"


class Memory:
    """A reader of files that are not written anywhere."""

    def __init__(self, files):
        self.files = files

    def read(self, path):
        if path not in self.files:
            raise ReadError("no such file", place=path)
        return Source(path, self.files[path].encode())

    def exists(self, path):
        return path in self.files

    def list(self, folder):
        return sorted(self.files)


def differ(base, head):
    """Compare two lists of files."""
    sides = []
    for texts in (base, head):
        files = {f"{number}.graphql": text for number, text in enumerate(texts)}
        sides += [Unit("graphql", "", members=tuple(files)), Memory(files)]
    return compare(*sides)


@pytest.mark.parametrize(
    ("base", "head"),
    [
        pytest.param(
            "type A { a: Int }", '"""Text"""\ntype A {\n  "more"\n  a: Int # why\n}', id="descriptions and comments"
        ),
        pytest.param("type A { a: Int b: Int }", "type A { b: Int, a: Int }", id="order of fields"),
        pytest.param("type A { a: Int b: Int }", "type A { a: Int } extend type A { b: Int }", id="an extension"),
        pytest.param(
            "type A { a: Int b: Int }", "extend type A { a: Int } extend type A { b: Int }", id="only extensions"
        ),
        pytest.param("", "schema { query: Query }", id="the usual root said"),
        pytest.param(
            "type A { a(x: [Int] = [ 1,2 ]): Int }", "type A { a(x: [Int] = [1 2]): Int }", id="blanks in a default"
        ),
        pytest.param("input A { a: B = {x: 1, y: 2} }", "input A { a: B = {y: 2, x: 1} }", id="order in a default"),
        pytest.param("input A { a: Float = 1 }", "input A { a: Float = 1.0 }", id="the same number"),
        pytest.param('input A { a: String = "x" }', 'input A { a: String = """\n  x\n""" }', id="the same text"),
        pytest.param('input A { a: String = "\\u0078" }', 'input A { a: String = "x" }', id="the same letter"),
        pytest.param("union A = B | C", "union A =\n| C\n| B", id="order of members"),
        pytest.param(
            "type A implements B & C { a: Int }", "type A implements C & B { a: Int }", id="order of interfaces"
        ),
        pytest.param("directive @a on FIELD | QUERY", "directive @a on\n| QUERY | FIELD", id="order of places"),
        pytest.param(
            "type A @b(x: 1, y: 2) { a: Int }", "type A @b(y: 2 x: 1) { a: Int }", id="order of what a use says"
        ),
        pytest.param("type A @b(x: 1) @b(x: 2) { a: Int }", "type A @b(x: 2) @b(x: 1) { a: Int }", id="order of uses"),
        pytest.param("type A { a: Int }", "scalar ID scalar Int type A { a: Int }", id="what is there anyway"),
        pytest.param(
            'type A { a: Int @deprecated(reason: "No longer supported") }',
            "type A { a: Int @deprecated }",
            id="the usual reason",
        ),
        pytest.param("type A { a: Int }", "type A { a: Int } query Q { a } fragment F on A { a }", id="operations"),
    ],
)
def test_what_means_the_same_is_no_change(base, head):
    compared = differ([SCALARS, base], [SCALARS, head])

    assert compared.changes == ()
    assert compared.notifications == ()


def test_a_type_that_moves_to_another_file_is_no_change():
    base, head = [SCALARS, "scalar A scalar B", "enum C { D }"], [SCALARS + "enum C { D }", "scalar B", "scalar A"]

    assert differ(base, head).changes == ()


# -- random schemas ---

outputs = strategies.sampled_from(["Int", "Int!", "[Int]", "[Int!]", "[Int!]!", "String", "E", "E!", "A", "U"])
inputs = strategies.sampled_from(["Int", "Int!", "[Int]", "[Int!]", "String", "E", "N"])
names = strategies.sampled_from("abc")
arguments = strategies.dictionaries(names, inputs, max_size=2)
fields = strategies.dictionaries(names, strategies.tuples(outputs, arguments), min_size=1, max_size=3)
schemas = strategies.fixed_dictionaries(
    {
        "A": fields,
        "I": fields,
        "implements": strategies.booleans(),
        "U": strategies.lists(strategies.sampled_from(["A", "B"]), min_size=1, max_size=2, unique=True),
        "E": strategies.lists(names, min_size=1, max_size=3, unique=True),
        "N": strategies.dictionaries(names, inputs, min_size=1, max_size=3),
        "d": strategies.lists(strategies.sampled_from(["FIELD", "QUERY", "OBJECT"]), min_size=1, unique=True),
        "repeatable": strategies.booleans(),
        "with": strategies.sets(strategies.sampled_from(["S", "d2"])),
    }
)


def definitions(schema, shuffle=list):
    """Return the text of each definition; ``shuffle`` puts what has no order in another."""

    def some(separator, texts):
        return separator.join(shuffle(list(texts)))

    def taken(values):
        return some(", ", (f"{name}: {kind}" for name, kind in values.items()))

    def given_of(values):
        texts = (f"{name}{f'({taken(args)})' if args else ''}: {kind}" for name, (kind, args) in values.items())
        return some("\n", texts)

    found = [
        SCALARS,
        "type B { b: Int }",
        f"type A {'implements I' if schema['implements'] else ''} {{ {given_of(schema['A'])} }}",
        f"interface I {{ {given_of(schema['I'])} }}",
        f"union U = {some(' | ', schema['U'])}",
        f"enum E {{ {some(' ', schema['E'])} }}",
        f"input N {{ {taken(schema['N'])} }}",
        f"directive @d {'repeatable' if schema['repeatable'] else ''} on {some(' | ', schema['d'])}",
    ]
    extra = {"S": "scalar S", "d2": "directive @d2 on FIELD"}
    return shuffle(found + [extra[name] for name in sorted(schema["with"])])


@given(schema=schemas, seed=strategies.integers(0, 1000))
@settings(max_examples=150, deadline=None)
def test_another_order_is_no_change(schema, seed):
    chance = random.Random(seed)
    ordered = definitions(schema)
    other = definitions(schema, lambda items: chance.sample(items, len(items)))
    cut = chance.randrange(len(other))

    assert differ(["\n".join(ordered)], ["\n".join(other[:cut]), "\n\n".join(other[cut:])]).changes == ()


@given(base=schemas, head=schemas)
@settings(max_examples=300, deadline=None)
def test_random_schemas_differ_as_the_reference_says(base, head):
    texts = ["\n".join(definitions(schema)) for schema in (base, head)]
    schemas = [build_schema(text, assume_valid=True, assume_valid_sdl=True) for text in texts]
    theirs = Counter(
        change.type.name for change in [*find_breaking_changes(*schemas), *find_dangerous_changes(*schemas)]
    )

    compared = differ([texts[0]], [texts[1]])

    ours = Counter()
    for change in compared.changes:
        kind = KINDS[change.kind]
        if kind.compatibility != "compatible":  # the reference does not ask who writes an enum
            ours.update(name.split(":")[1] for name in kind.aliases if name.startswith("graphql-js:"))
    assert theirs == ours
