"""Pairs of GraphQL schemas, what differs between them, and what the reference implementation says of them.

A change is (kind, subject, line at base, line at head); 0 is the file as a whole. ``reference`` are the changes that
graphql-core names, where they are not the aliases of ours that break or are dangerous, and ``why`` says why.
"""

from __future__ import annotations

from typing import NamedTuple

Found = tuple[str, str, int, int]


class Pair(NamedTuple):
    base: str
    head: str
    changes: tuple[Found, ...]
    reference: tuple[str, ...] | None = None
    why: str = ""


QUERY = "type Query {\n  a: Int\n}\n"


def added(text: str, *changes: Found, **rest) -> Pair:
    return Pair(QUERY, QUERY + text, changes, **rest)


def removed(text: str, *changes: Found, **rest) -> Pair:
    return Pair(QUERY + text, QUERY, changes, **rest)


def changed(base: str, head: str, *changes: Found, **rest) -> Pair:
    """Both stand from line 4."""
    return Pair(QUERY + base, QUERY + head, changes, **rest)


OUTPUT = "type T { e: E }\n"
INPUT = "type T { a(e: E): Int }\n"

PAIRS = {
    # types and root operations
    "type-added": added("scalar Date\n", ("type-added", "Date", 0, 4)),
    "type-removed": removed("scalar Date\n", ("type-removed", "Date", 4, 0)),
    "type-kind": changed("type A { a: Int }\n", "\ninput A { a: Int }\n", ("type-kind-changed", "A", 4, 5)),
    "operation-added": Pair(
        "schema { query: Query }\ntype M { a: Int }\n" + QUERY,
        "schema {\n  query: Query\n  mutation: M\n}\ntype M { a: Int }\n" + QUERY,
        (("operation-added", "mutation", 1, 3),),
    ),
    "operation-removed": Pair(
        "schema {\n  query: Query\n  mutation: M\n}\ntype M { a: Int }\n" + QUERY,
        "\nschema { query: Query }\ntype M { a: Int }\n" + QUERY,
        (("operation-removed", "mutation", 3, 2),),
        (),
        "the reference looks at types alone, and M is still there",
    ),
    "operation-type": Pair(
        "type R { a: Int }\n" + QUERY,
        "schema { query: R }\ntype R { a: Int }\n" + QUERY,
        (("operation-type-changed", "query", 2, 1),),
        (),
        "the reference looks at types alone, and Query is still there",
    ),
    "interface-added": changed(
        "interface N { a: Int }\ntype A { a: Int }\n",
        "interface N { a: Int }\ntype A implements\n& N { a: Int }\n",
        ("interface-added", "A implements N", 5, 6),
    ),
    "interface-removed": changed(
        "interface N { a: Int }\ntype A implements N { a: Int }\n",
        "interface N { a: Int }\ntype A { a: Int }\n",
        ("interface-removed", "A implements N", 5, 5),
    ),
    "interface-of-interface": changed(
        "interface N { a: Int }\ninterface A implements N { a: Int }\n",
        "interface N { a: Int }\ninterface A { a: Int }\n",
        ("interface-removed", "A implements N", 5, 5),
    ),
    # unions and enums
    "member-added": changed(
        "union U = | Query\ntype A { a: Int }\n",
        "union U = | Query\n  | A\ntype A { a: Int }\n",
        ("union-member-added", "U.A", 4, 5),
    ),
    "member-removed": changed(
        "union U = Query |\nA\ntype A { a: Int }\n",
        "union U = Query\ntype A { a: Int }\n",
        ("union-member-removed", "U.A", 5, 4),
    ),
    "value-added-to-what-is-sent": changed(
        OUTPUT + "enum E { A }\n", OUTPUT + "enum E { A\nB }\n", ("enum-value-added", "E.B", 5, 6)
    ),
    "value-added-to-what-is-taken": changed(
        INPUT + "enum E { A }\n",
        INPUT + "enum E { A\nB }\n",
        ("enum-value-added", "E.B", 5, 6),
        reference=("VALUE_ADDED_TO_ENUM",),
        why="nobody is sent a value of an enum that stands in arguments alone",
    ),
    "value-removed": changed(
        INPUT + "enum E { A\nB }\n", INPUT + "enum E { A }\n", ("enum-value-removed", "E.B", 6, 5)
    ),
    # what is sent
    "field-added": changed("type A { a: Int }\n", "type A { a: Int\nb: Int }\n", ("field-added", "A.b", 4, 5)),
    "field-removed": changed("type A { a: Int\nb: Int }\n", "type A { a: Int }\n", ("field-removed", "A.b", 5, 4)),
    "field-removed-from-interface": changed(
        "interface A { a: Int\nb: Int }\n", "interface A { a: Int }\n", ("field-removed", "A.b", 5, 4)
    ),
    "field-type": changed("type A { a:\nInt }\n", "type A { a: Float }\n", ("field-type-changed", "A.a", 5, 4)),
    "field-list": changed("type A { a: Int }\n", "type A { a: [Int] }\n", ("field-type-changed", "A.a", 4, 4)),
    "field-nullable": changed("type A { a: Int! }\n", "type A { a: Int }\n", ("field-became-nullable", "A.a", 4, 4)),
    "item-nullable": changed("type A { a: [Int!] }\n", "type A { a: [Int] }\n", ("field-became-nullable", "A.a", 4, 4)),
    "field-non-null": changed("type A { a: Int }\n", "type A { a: Int! }\n", ("field-became-non-null", "A.a", 4, 4)),
    "item-non-null-list-nullable": changed(
        "type A { a: [Int]! }\n", "type A { a: [Int!] }\n", ("field-type-changed", "A.a", 4, 4)
    ),
    # arguments
    "argument-required-added": changed(
        "type A { a: Int }\n", "type A { a(\nx: Int!): Int }\n", ("required-argument-added", "A.a(x:)", 4, 5)
    ),
    "argument-optional-added": changed(
        "type A { a: Int }\n", "type A { a(\nx: Int): Int }\n", ("optional-argument-added", "A.a(x:)", 4, 5)
    ),
    "argument-with-default-added": changed(
        "type A { a: Int }\n", "type A { a(x: Int! = 1): Int }\n", ("optional-argument-added", "A.a(x:)", 4, 4)
    ),
    "argument-removed": changed(
        "type A { a(\nx: Int!): Int }\n", "type A { a: Int }\n", ("argument-removed", "A.a(x:)", 5, 4)
    ),
    "argument-type": changed(
        "type A { a(x: Int): Int }\n", "type A { a(x: ID): Int }\n", ("argument-type-changed", "A.a(x:)", 4, 4)
    ),
    "argument-required": changed(
        "type A { a(x: Int): Int }\n", "type A { a(x: Int!): Int }\n", ("argument-became-required", "A.a(x:)", 4, 4)
    ),
    "argument-lost-default": changed(
        "type A { a(x: Int! = 1): Int }\n",
        "type A { a(x: Int!): Int }\n",
        ("argument-became-required", "A.a(x:)", 4, 4),
        reference=("ARG_DEFAULT_VALUE_CHANGE",),
        why="whoever left it out fails now, which the reference calls dangerous only",
    ),
    "argument-non-null": changed(
        "type A { a(x: Int = 1): Int }\n",
        "type A { a(x: Int! = 1): Int }\n",
        ("argument-became-non-null", "A.a(x:)", 4, 4),
    ),
    "argument-item-non-null": changed(
        "type A { a(x: [Int]): Int }\n", "type A { a(x: [Int!]): Int }\n", ("argument-became-non-null", "A.a(x:)", 4, 4)
    ),
    "argument-optional": changed(
        "type A { a(x: Int!): Int }\n", "type A { a(x: Int): Int }\n", ("argument-became-optional", "A.a(x:)", 4, 4)
    ),
    "argument-got-default": changed(
        "type A { a(x: Int!): Int }\n",
        "type A { a(x: Int! = 1): Int }\n",
        ("argument-became-optional", "A.a(x:)", 4, 4),
    ),
    "argument-default": changed(
        "type A { a(x: Int =\n1): Int }\n",
        "type A { a(x: Int = 2): Int }\n",
        ("argument-default-changed", "A.a(x:)", 5, 4),
    ),
    "argument-default-removed": changed(
        "type A { a(x: Int = 1): Int }\n", "type A { a(x: Int): Int }\n", ("argument-default-changed", "A.a(x:)", 4, 4)
    ),
    "argument-default-added": changed(
        "type A { a(x: Int): Int }\n",
        "type A { a(x: Int = 1): Int }\n",
        ("argument-default-changed", "A.a(x:)", 4, 4),
        reference=(),
        why="who leaves it out may be answered otherwise, as GraphQL Inspector says too",
    ),
    # fields of input types
    "input-field-required-added": changed(
        "input A { a: Int }\n", "input A { a: Int\nb: Int! }\n", ("required-input-field-added", "A.b", 4, 5)
    ),
    "input-field-optional-added": changed(
        "input A { a: Int }\n", "input A { a: Int\nb: Int! = 1 }\n", ("optional-input-field-added", "A.b", 4, 5)
    ),
    "input-field-removed": changed(
        "input A { a: Int\nb: Int }\n", "input A { a: Int }\n", ("input-field-removed", "A.b", 5, 4)
    ),
    "input-field-type": changed(
        "input A { a: Int }\n", "input A { a: [Int] }\n", ("input-field-type-changed", "A.a", 4, 4)
    ),
    "input-field-required": changed(
        "input A { a: Int }\n", "input A { a: Int! }\n", ("input-field-became-required", "A.a", 4, 4)
    ),
    "input-field-lost-default": changed(
        "input A { a: Int! = 1 }\n",
        "input A { a: Int! }\n",
        ("input-field-became-required", "A.a", 4, 4),
        reference=("INPUT_FIELD_DEFAULT_VALUE_CHANGE",),
        why="whoever left it out fails now, which the reference calls dangerous only",
    ),
    "input-field-non-null": changed(
        "input A { a: [Int] }\n", "input A { a: [Int!] }\n", ("input-field-became-non-null", "A.a", 4, 4)
    ),
    "input-field-optional": changed(
        "input A { a: Int! }\n", "input A { a: Int }\n", ("input-field-became-optional", "A.a", 4, 4)
    ),
    "input-field-default": changed(
        "input A { a: Int = 1 }\n",
        "input A { a: Int = 2 }\n",
        ("input-field-default-changed", "A.a", 4, 4),
    ),
    "one-of-added": changed(
        "input A { a: Int }\n",
        "input A @oneOf { a: Int }\n",
        ("one-of-added", "A", 4, 4),
        reference=(),
        why="the reference looks at no uses of directives",
    ),
    "one-of-removed": changed("input A @oneOf { a: Int }\n", "input A { a: Int }\n", ("one-of-removed", "A", 4, 4)),
    # directives
    "directive-added": added("directive @d on FIELD\n", ("directive-added", "@d", 0, 4)),
    "directive-removed": removed("directive @d on FIELD\n", ("directive-removed", "@d", 4, 0)),
    "location-added": changed(
        "directive @d on FIELD\n", "directive @d on FIELD\n| QUERY\n", ("directive-location-added", "@d on QUERY", 4, 5)
    ),
    "location-removed": changed(
        "directive @d on FIELD |\nQUERY\n",
        "directive @d on FIELD\n",
        ("directive-location-removed", "@d on QUERY", 5, 4),
    ),
    "repeatable-added": changed(
        "directive @d on FIELD\n", "directive @d repeatable on FIELD\n", ("directive-repeatable-added", "@d", 4, 4)
    ),
    "repeatable-removed": changed(
        "directive @d repeatable on FIELD\n", "directive @d on FIELD\n", ("directive-repeatable-removed", "@d", 4, 4)
    ),
    "directive-argument-required-added": changed(
        "directive @d on FIELD\n",
        "directive @d(\nx: Int!) on FIELD\n",
        ("required-directive-argument-added", "@d(x:)", 4, 5),
    ),
    "directive-argument-optional-added": changed(
        "directive @d on FIELD\n",
        "directive @d(\nx: Int) on FIELD\n",
        ("optional-directive-argument-added", "@d(x:)", 4, 5),
    ),
    "directive-argument-removed": changed(
        "directive @d(\nx: Int!) on FIELD\n", "directive @d on FIELD\n", ("directive-argument-removed", "@d(x:)", 5, 4)
    ),
    "directive-argument-type": changed(
        "directive @d(x: Int) on FIELD\n",
        "directive @d(x: ID) on FIELD\n",
        ("directive-argument-type-changed", "@d(x:)", 4, 4),
    ),
    "directive-argument-required": changed(
        "directive @d(x: Int) on FIELD\n",
        "directive @d(x: Int!) on FIELD\n",
        ("directive-argument-became-required", "@d(x:)", 4, 4),
    ),
    "directive-argument-non-null": changed(
        "directive @d(x: Int = 1) on FIELD\n",
        "directive @d(x: Int! = 1) on FIELD\n",
        ("directive-argument-became-non-null", "@d(x:)", 4, 4),
    ),
    "directive-argument-optional": changed(
        "directive @d(x: Int!) on FIELD\n",
        "directive @d(x: Int) on FIELD\n",
        ("directive-argument-became-optional", "@d(x:)", 4, 4),
    ),
    "directive-argument-default": changed(
        "directive @d(x: Int = 1) on FIELD\n",
        "directive @d(x: Int = 2) on FIELD\n",
        ("directive-argument-default-changed", "@d(x:)", 4, 4),
    ),
    # what stands on elements
    "deprecated": changed(
        "type A { a: Int }\n", "type A { a: Int\n@deprecated }\n", ("deprecation-added", "A.a", 4, 5)
    ),
    "deprecated-value": changed(
        "enum A { A }\n", 'enum A { A @deprecated(reason: "x") }\n', ("deprecation-added", "A.A", 4, 4)
    ),
    "deprecated-argument": changed(
        "type A { a(x: Int): Int }\n", "type A { a(x: Int @deprecated): Int }\n", ("deprecation-added", "A.a(x:)", 4, 4)
    ),
    "not-deprecated": changed(
        "input A { a: Int\n@deprecated }\n", "input A { a: Int }\n", ("deprecation-removed", "A.a", 5, 4)
    ),
    "deprecated-otherwise": changed(
        "type A { a: Int @deprecated }\n",
        'type A { a: Int @deprecated(reason: "until 2027-01-31") }\n',
        ("deprecation-changed", "A.a", 4, 4),
    ),
    "specified": changed(
        'scalar A @specifiedBy(url: "https://a.example")\n',
        'scalar A @specifiedBy(url: "https://b.example")\n',
        ("specification-changed", "A", 4, 4),
        reference=(),
        why="the reference looks at no uses of directives",
    ),
    "use-added": changed(
        "type A { a: Int }\n",
        "type A { a: Int\n@auth(role: ADMIN) }\n",
        ("directive-use-added", "A.a@auth", 4, 5),
        reference=(),
        why="the reference looks at no uses of directives",
    ),
    "use-removed": changed(
        'type A @key(fields: "a")\n@key(fields: "b") { a: Int }\n',
        'type A @key(fields: "a") { a: Int }\n',
        ("directive-use-removed", "A@key", 5, 4),
        reference=(),
        why="the reference looks at no uses of directives",
    ),
    "use-changed": changed(
        "type A { a: Int @auth(role: ADMIN) }\n",
        "type A { a: Int @auth(role: USER) }\n",
        ("directive-use-changed", "A.a@auth", 4, 4),
        reference=(),
        why="the reference looks at no uses of directives",
    ),
    "use-on-schema": Pair(
        QUERY + "extend schema\n@link(url: 1)\n",
        QUERY + "extend schema\n@link(url: 2)\n",
        (("directive-use-changed", "schema@link", 5, 5),),
        (),
        "the reference looks at no uses of directives",
    ),
}
