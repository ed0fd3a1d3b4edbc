"""What a GraphQL schema announced at base: by which day, and of what stands in it."""

from __future__ import annotations

import pytest

QUERY = "type Query { x: Int }\n"
DAY = {"deprecated": True, "sunset": "2026-12-01"}
MARK = '@deprecated(reason: "until 2026-12-01")'


def told(change):
    return {name: one for name, one in change.details.items() if name in ("deprecated", "sunset", "sunset_invalid")}


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        pytest.param("", {}, id="not deprecated"),
        pytest.param(MARK, DAY, id="until"),
        pytest.param('@deprecated(reason: "since 2024-01-01, removed 2026-12-01")', DAY, id="since and removed"),
        pytest.param('@deprecated(reason: "x", sunset: "2026-12-01")', DAY, id="an argument"),
        pytest.param(
            '@deprecated(reason: "until 2020-01-01", sunset: "soon")',
            {"deprecated": True, "sunset_invalid": "soon"},
            id="an argument that is no day",
        ),
        pytest.param(
            '@deprecated(reason: "until 2026-13-01")',
            {"deprecated": True, "sunset_invalid": "2026-13-01"},
            id="a day that is none",
        ),
    ],
)
def test_a_field(compare, mark, expected):
    (change,) = compare(QUERY + f"type A {{ a: Int b: Int {mark} }}", QUERY + "type A { a: Int }").changes

    assert told(change) == expected


@pytest.mark.parametrize(
    ("base", "head", "kind"),
    [
        pytest.param(
            f"type A {{ b(c: Int): Int {MARK} }}", f"type A {{ b: Int {MARK} }}", "argument-removed",
            id="an argument of a field",
        ),
        pytest.param(
            f"type A {{ b: Int {MARK} }}", f"type A {{ b: String {MARK} }}", "field-type-changed", id="its type",
        ),
        pytest.param(
            f"type A {MARK} {{ b: Int c: Int }}", f"type A {MARK} {{ b: Int }}", "field-removed", id="in a type",
        ),
        pytest.param(f"enum E {{ A B {MARK} }}", "enum E { A }", "enum-value-removed", id="an enum value"),
        pytest.param(f"input I {{ a: Int b: Int {MARK} }}", "input I { a: Int }", "input-field-removed", id="an input"),
    ],
)  # fmt: skip
def test_other_elements_and_what_stands_in_them(compare, base, head, kind):
    (change,) = compare(QUERY + base, QUERY + head).changes

    assert (change.kind, told(change)) == (f"graphql/{kind}", DAY)


def test_what_head_alone_announces_does_not_count(compare):
    changes = compare(QUERY + "type A { b(c: Int): Int }", QUERY + f"type A {{ b: Int {MARK} }}").changes

    assert {change.kind: told(change) for change in changes}["graphql/argument-removed"] == {}
