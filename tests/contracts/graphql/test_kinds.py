"""Every kind of change: what it is called, where it stands on both sides, and for whom it breaks."""

from __future__ import annotations

import pytest
from graphql_pairs import PAIRS, QUERY

from trueline.contracts.graphql import KINDS


def found(compared):
    assert not compared.notifications
    return sorted(
        (
            change.kind.removeprefix("graphql/"),
            change.subject,
            *(place.region.start_line if place.region else 0 for place in (change.base_location, change.location)),
        )
        for change in compared.changes
    )


@pytest.mark.parametrize("name", PAIRS)
def test_tells_what_differs_and_where(compare, name):
    pair = PAIRS[name]

    compared = compare(pair.base, pair.head)

    assert sorted(pair.changes) == found(compared)
    for change in compared.changes:
        assert change.base_location.revision == "b" * 40
        assert not change.location.revision


def test_each_kind_is_made_by_a_pair():
    made = {f"graphql/{change[0]}" for pair in PAIRS.values() for change in pair.changes}

    assert KINDS.keys() == made | {"graphql/schema-added", "graphql/schema-removed"}


def test_kinds_are_called_what_they_are():
    for name, kind in KINDS.items():
        assert name == kind.id
        assert (kind.compatibility == "compatible") == (not kind.breaks)
        assert kind.compatibility != "breaking" or kind.fix


def test_a_schema_comes(compare):
    (change,) = compare(None, QUERY).changes

    assert (change.kind, change.base_location) == ("graphql/schema-added", None)
    assert str(change.location) == "schema.graphql"


def test_a_schema_goes(compare):
    (change,) = compare(QUERY, None).changes

    assert (change.kind, change.compatibility, change.location) == ("graphql/schema-removed", "breaking", None)
    assert str(change.base_location) == "schema.graphql"


@pytest.mark.parametrize(
    ("rest", "before", "after", "expected"),
    [
        pytest.param("type T { e: E }", "A", "A B", ("dangerous", ("clients",), "response"), id="more to be sent"),
        pytest.param(
            "type T { e(e: [E!]): E }", "A", "A B", ("dangerous", ("clients",), "both"), id="more to be sent and taken"
        ),
        pytest.param("input I { e: E }", "A", "A B", ("compatible", (), "request"), id="more to be taken"),
        pytest.param("type E2 { a: Int }", "A", "A B", ("dangerous", ("clients",), ""), id="of use to nobody yet"),
        pytest.param("type T { e: E }", "A B", "A", ("breaking", ("code",), "response"), id="less to be sent"),
        pytest.param("input I { e: E }", "A B", "A", ("breaking", ("clients",), "request"), id="less to be taken"),
    ],
)
def test_who_breaks_by_an_enum_depends_on_who_writes_it(compare, rest, before, after, expected):
    texts = (f"{QUERY}{rest}\nenum E {{ {values} }}\n" for values in (before, after))

    (change,) = compare(*texts).changes

    assert expected == (change.compatibility, change.breaks, change.details["direction"])


def test_a_directive_that_no_query_may_carry_breaks_servers(compare):
    base = QUERY + "directive @key(fields: Int) on OBJECT\ndirective @old on OBJECT\n"

    compared = compare(base, QUERY + "directive @key(fields: Int!) on OBJECT\n")

    assert {("breaking", ("servers",))} == {(change.compatibility, change.breaks) for change in compared.changes}


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        pytest.param("@deprecated", {"deprecated": True, "reason": "No longer supported"}, id="no reason"),
        pytest.param(
            '@deprecated(reason: "Use b. Removal on 2027-01-31 UTC.")',
            {"deprecated": True, "reason": "Use b. Removal on 2027-01-31 UTC.", "sunset": "2027-01-31"},
            id="a date in the reason",
        ),
        pytest.param(
            '@deprecated(reason: "since 2020-01-01", removalDate: "2027-02-28")',
            {"deprecated": True, "reason": "since 2020-01-01", "sunset": "2027-02-28"},
            id="a date of its own",
        ),
    ],
)
def test_what_goes_says_whether_it_was_deprecated(compare, mark, expected):
    (change,) = compare(QUERY + f"type A {{ a: Int b: Int {mark} }}", QUERY + "type A { a: Int }").changes

    assert ("graphql/field-removed", expected) == (change.kind, change.details)


def test_places_are_exact(compare):
    (change,) = compare(QUERY + "type A { a: Int }", QUERY + "type A { a(x: [Int!]!): Int }").changes

    assert tuple(change.location.region) == (4, 12, 4, 13)
    assert tuple(change.base_location.region) == (4, 10, 4, 11)
    assert (change.before, change.after) == (None, "[Int!]!")
