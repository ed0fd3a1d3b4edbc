"""Which files make one schema together."""

from __future__ import annotations

import pytest

from trueline.contracts.graphql import plan
from trueline.repo.working import WorkingTree

QUERY = "type Query { a: Int }"
TYPE = "type A { a: Int }"
OPERATION = "query Q { type { input } }"

CASES = {
    "one file": ({"schema.graphql": QUERY}, {"schema.graphql": ["schema.graphql"]}),
    "every suffix": (
        {"a/b.gql": TYPE, "a/c.graphqls": "extend type Query { b: A }", "a/d.GraphQL": "schema { query: R }"},
        {"a/d.GraphQL": ["a/b.gql", "a/c.graphqls", "a/d.GraphQL"]},
    ),
    "operations are no schema": (
        {"schema.graphql": QUERY, "q.graphql": OPERATION},
        {"schema.graphql": ["schema.graphql"]},
    ),
    "what is not of the language": ({"a.graphql.ts": QUERY, "b.md": TYPE}, {}),
    "nothing but comments": ({"a.graphql": "# none yet\n"}, {}),
    "two services": (
        {"a/schema.graphql": QUERY, "a/types/x.graphql": TYPE, "b/schema.graphql": QUERY, "b/x.graphql": TYPE},
        {
            "a/schema.graphql": ["a/schema.graphql", "a/types/x.graphql"],
            "b/schema.graphql": ["b/schema.graphql", "b/x.graphql"],
        },
    ),
    "one below another": (
        {"schema.graphql": QUERY, "b/schema.graphql": QUERY, "b/x.graphql": TYPE},
        {"b/schema.graphql": ["b/schema.graphql", "b/x.graphql"], "schema.graphql": ["schema.graphql"]},
    ),
    "one folder of whole schemas": (
        {"s/users.graphql": QUERY + TYPE, "s/orders.graphql": QUERY + "type B { b: Int }"},
        {"s/orders.graphql": ["s/orders.graphql"], "s/users.graphql": ["s/users.graphql"]},
    ),
    "one schema whose files share the root": (
        {
            "s/user.graphql": QUERY + TYPE,
            "s/post.graphql": "type Query { b: B } type B { a: A }",
            "s/x.graphql": "scalar D",
        },
        {"s": ["s/post.graphql", "s/user.graphql", "s/x.graphql"]},
    ),
    "two versions beside each other": (
        {"s/v1.graphql": QUERY + TYPE, "s/v2.graphql": "type Query { a: A d: D }" + TYPE, "s/d.graphql": "scalar D"},
        {"s/v1.graphql": ["s/v1.graphql"], "s/v2.graphql": ["s/d.graphql", "s/v2.graphql"]},
    ),
    "what no schema beside it needs": (
        {"s/v1.graphql": QUERY + TYPE, "s/v2.graphql": QUERY + TYPE, "s/d.graphql": "scalar D"},
        {"s/d.graphql": ["s/d.graphql"], "s/v1.graphql": ["s/v1.graphql"], "s/v2.graphql": ["s/v2.graphql"]},
    ),
    "no root": (
        {"a/m/x.graphql": "extend type Query { a: A }", "a/y.graphql": TYPE, "b/z.graphql": "scalar B"},
        {"a": ["a/m/x.graphql", "a/y.graphql"], "b": ["b/z.graphql"]},
    ),
    "subgraphs beside the graph they make": (
        {
            "g.graphql": QUERY + TYPE + "type B { b: Int }",
            "s/a.graphql": "extend type Query { a: A }" + TYPE,
            "s/b.graphql": "type A @key(fields: 1) { b: B } type B { b: Int }",
            "s/c.graphql": "scalar C",
        },
        {
            "g.graphql": ["g.graphql", "s/c.graphql"],
            "s/a.graphql": ["s/a.graphql"],
            "s/b.graphql": ["s/b.graphql"],
        },
    ),
    "what is defined twice by mistake": (
        {"g.graphql": QUERY + TYPE, "a.graphql": TYPE},
        {"g.graphql": ["a.graphql", "g.graphql"]},
    ),
    "what cannot be read": (
        {"a/schema.graphql": QUERY, "a/x.graphql": "tpye A { a: Int }", "a/y.graphql": b"\xff"},
        {"a/schema.graphql": ["a/schema.graphql", "a/x.graphql", "a/y.graphql"]},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_finds_schemas(tmp_path, case):
    files, expected = CASES[case]
    for path, data in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data.encode() if isinstance(data, str) else data)
    tree = WorkingTree(str(tmp_path))

    units = plan(tree.paths(), tree)

    assert expected == {unit.root: list(unit.members) for unit in units}
    assert {"graphql"} >= {unit.dialect for unit in units}
