"""What consumers' own files use: GraphQL operations and pacts."""

from __future__ import annotations

import json

import pytest

from trueline.contracts import graphql
from trueline.contracts.consumers import operations, pacts
from trueline.contracts.consumers.use import Use
from trueline.model.document import Source
from trueline.repo.working import WorkingTree

SCHEMA = """
schema { query: Root }
type Root { order(id: ID!, how: How): Order  find(filter: Filter): [Node!]! }
interface Node { id: ID! }
type Order implements Node { id: ID! total(in: Currency): Money! state: State note: String }
type Money { amount: Int currency: Currency }
input Filter { text: String price: Range }
input Range { from: Int to: Int }
enum State { OPEN PAID }
enum Currency { EUR USD }
enum How { FAST SLOW }
"""


@pytest.fixture
def used(tmp_path):
    (tmp_path / "schema.graphql").write_text(SCHEMA)
    tree = WorkingTree(str(tmp_path))
    (unit,) = graphql.plan(tree.paths(), tree)
    return lambda text: operations.uses(Source("a.graphql", text.encode()), unit, tree)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "{ order(id: 1) { id } }",
            "Root{} Root.order Root.order(id:) Order{} Order.id ID",
            id="a query without a name",
        ),
        pytest.param(
            "query Q($id: ID!) @live { first: order(id: $id) { total(in: EUR) { amount } state } }",
            "ID @live Root{} Order{} Money{} Root.order Root.order(id:) Order.total Order.total(in:) Currency.EUR"
            " Money.amount Int Order.state State",
            id="aliases, variables, enums",
        ),
        pytest.param(
            "query Q($f: Filter) { find(filter: $f) { ... on Order { note } ...part } } fragment part on Node { id }",
            "Filter String Range Int Root{} Node{} Order{} Root.find Root.find(filter:) Order Order.note Node"
            " Node.id ID",
            id="fragments, and all of an input that is passed",
        ),
        pytest.param(
            '{ find(filter: {text: "a", price: {from: 1}}) { id } }',
            "Root{} Node{} Filter{} Range{} Root.find Root.find(filter:) Filter.text Filter.price"
            " Range.from Node.id ID",
            id="the fields of an input that are written",
        ),
        pytest.param("{ __typename }", "Root{} Root.__typename", id="what every type has"),
    ],
)
def test_what_operations_use(used, text: str, expected: str) -> None:
    assert used(text) == Use(frozenset(expected.split()), is_exact=True)


def test_what_the_schema_does_not_know_is_taken_for_everything(used) -> None:
    assert used("{ order(id: 1) { missing } }").is_all
    assert used("{ order(id: 1) { note } }").is_all is False


@pytest.mark.parametrize(
    "text", ["{ a", "type A { b: Int }", "{ a(b: ) }", "query Q($a: Int { b }", "fragment f on", "]"]
)
def test_what_cannot_be_read_is_said(used, text: str) -> None:
    with pytest.raises(ValueError, match=r"line 1|schema"):
        used(text)


PACT = {
    "consumer": {"name": "shop"},
    "provider": {"name": "api"},
    "interactions": [
        {
            "request": {"method": "get", "path": "/orders/17", "query": {"state": ["OPEN"]}},
            "response": {
                "status": 200,
                "headers": {"Content-Type": "application/hal+json; charset=utf-8"},
                "body": {"id": "17", "lines": [{"total": 1}, {"note": "a"}]},
            },
        },
        {
            "type": "Synchronous/HTTP",
            "request": {
                "method": "POST",
                "path": "/orders",
                "body": {"content": {"id": "1"}, "contentType": "application/json", "encoded": False},
            },
            "response": {"status": 201},
        },
    ],
}


def test_what_a_pact_uses() -> None:
    one = "GET /orders/17 response 200 application/hal+json"

    assert pacts.uses(Source("pact.json", json.dumps(PACT).encode())) == Use(
        frozenset((
            "GET /orders/17 query parameter state", f"{one} id", f"{one} lines[].total", f"{one} lines[].note",
            "POST /orders request application/json id", "POST /orders response 201",
        ))
    )  # fmt: skip


def test_a_request_without_a_path_is_no_use_that_can_be_told() -> None:
    pact = {**PACT, "interactions": [{"request": {"method": "GET"}}]}

    with pytest.raises(ValueError, match="no path"):
        pacts.uses(Source("pact.json", json.dumps(pact).encode()))


def test_a_file_that_is_no_pact_says_nothing() -> None:
    assert pacts.uses(Source("package.json", b'{"name": "shop"}')) is None
    with pytest.raises(ValueError, match="Expecting"):
        pacts.uses(Source("pact.json", b"{"))
