"""Schemas that cannot be read as a whole: what is wrong is said, and nothing is made up about the rest."""

from __future__ import annotations

import pytest
from effort import ends, growth

from trueline.contracts.graphql import compare as compare_units
from trueline.contracts.graphql import plan
from trueline.repo.working import WorkingTree

GOOD = "type Query {\n  a: A\n}\n\ntype A {\n  a: Int\n  b: Int\n}\n\ntype B {\n  b: Int\n}\n"


def said(compared):
    return [(one.level, one.id, one.message, str(one.location)) for one in compared.notifications]


def kinds(compared):
    return [(change.kind, change.subject) for change in compared.changes]


def test_what_is_broken_at_head_is_an_error_and_the_rest_is_compared(compare):
    head = GOOD.replace("  b: Int\n}\n\ntype B", "  b Int\n}\n\ntype B").replace("b: Int\n}\n", "b: Int!\n}\n")

    compared = compare(GOOD, head)

    assert said(compared) == [("error", "unreadable-input", "expected :, found Int", "schema.graphql:7:5")]
    assert kinds(compared) == [("graphql/field-became-non-null", "B.b")]
    assert [(one.state, one.reason) for one in compared.inputs] == [("partly-read", "expected :, found Int")]


def test_what_is_broken_at_base_is_a_warning(compare):
    compared = compare(GOOD.replace("b: Int", "b Int", 1), GOOD.replace("a: A", "a: A!"))

    assert said(compared) == [("warning", "unreadable-input", "expected :, found Int", "schema.graphql:7:5")]
    assert kinds(compared) == [("graphql/field-became-non-null", "Query.a")]


@pytest.mark.parametrize(
    ("cut", "message"),
    [
        pytest.param("  b: Int\n}\n\ntype B", "{ is not closed", id="a brace"),
        pytest.param('  b: Int @c(d: "\n}\n\ntype B', "the string does not end", id="a string"),
        pytest.param("  b: Int @c(}\n}\n\ntype B", "( is not closed", id="the wrong brace"),
    ],
)
def test_what_a_missing_mate_hides_is_not_gone(compare, cut, message):
    broken = "  b: Int\n\ntype B" if cut.startswith("  b: Int\n}") else cut

    compared = compare(GOOD, GOOD.replace("  b: Int\n}\n\ntype B", broken, 1))

    assert [message] == [one.message for one in compared.notifications]
    assert kinds(compared) == []


def test_what_is_broken_and_the_same_on_both_sides_is_an_error_still(compare):
    broken = GOOD + "type C { c Int }\n"

    compared = compare(broken, broken + "type D { d: Int }\n")

    assert [(one.level, one.message) for one in compared.notifications] == [("error", "expected :, found Int")]
    assert kinds(compared) == [("graphql/type-added", "D")]


def test_a_file_that_is_no_text_from_somewhere_on_hides_what_it_may(compare):
    compared = compare(GOOD, GOOD.encode().replace(b"type B", b"\xfftype B"))

    assert [(one.level, str(one.location)) for one in compared.notifications] == [("error", "schema.graphql:10:1")]
    assert kinds(compared) == []


def test_a_file_that_cannot_be_opened_is_an_error_and_none_of_its_types_are_gone(compare, tmp_path):
    base = {"schema.graphql": GOOD, "more.graphql": "type C { c: Int }"}
    compared = compare(base, {**base, "schema.graphql": GOOD.replace("b: Int", "b: Int!")})
    assert not compared.notifications
    (tmp_path / "head/more.graphql").unlink()
    (tmp_path / "head/more.graphql").symlink_to("/etc/hosts")
    before, after = WorkingTree(str(tmp_path / "base")), WorkingTree(str(tmp_path / "head"))
    (unit,) = plan(before.paths(), before)

    compared = compare_units(unit, before, unit, after)

    assert [(one.level, str(one.location)) for one in compared.notifications] == [("error", "more.graphql")]
    assert [change.kind for change in compared.changes] == ["graphql/field-became-non-null"] * 2
    assert [one.state for one in compared.inputs] == ["unreadable", "read"]


def test_what_is_defined_twice_is_a_warning(compare):
    base = GOOD + "type C {\n  c: Int\n  c: Int!\n}\ntype C { d: Int }\n"

    compared = compare(base, base + "type D { d: Int }\ninput D { d: Int }\n")

    assert said(compared) == [
        ("warning", "duplicate-definition", "C is defined again; both count together", "schema.graphql:17:6"),
        ("warning", "duplicate-definition", "C has c already; the first counts", "schema.graphql:15:3"),
        ("warning", "duplicate-definition", "type D is also an input, which is left out", "schema.graphql:19:7"),
    ]
    assert kinds(compared) == [("graphql/type-added", "D")]


def test_a_removed_file_leads_to_the_schema_that_is_left(compare):
    base = {"schema.graphql": GOOD, "more.graphql": "type C { c: Int }"}

    (change,) = compare(base, {"schema.graphql": GOOD}).changes

    assert (change.subject, str(change.location)) == ("C", "schema.graphql")
    assert str(change.base_location) == "more.graphql:1:6"


def test_a_schema_that_did_not_change_is_not_read(compare, monkeypatch):
    monkeypatch.setattr("trueline.parsers.graphql.read", None)

    compared = compare(GOOD, GOOD)

    assert compared.changes == ()
    assert [one.state for one in compared.inputs] == ["read"]


def test_two_large_schemas_take_no_more_than_their_size(compare):
    def large(size):
        types = [f'"""\nWhat it is.\n"""\ntype T{n} {{\n  a(x: Int = 1): Int\n  b: [T{n}!]!\n}}\n' for n in range(size)]
        base = GOOD + "\n".join(types)
        head = GOOD + "\n".join(reversed(types)).replace("type T77 {", "type T77 {\n  c: Int\n")
        return lambda: compare(base, head)

    with ends():
        compared = large(8000)()

    assert kinds(compared) == [("graphql/field-added", "T77.c")]
    assert growth(large, 200) < 2.5


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("type A {\n" * 20_000, id="never closed"),
        pytest.param('"""\n' * 20_000, id="descriptions of nothing"),
        pytest.param('"\n' * 20_000, id="strings without an end"),
        pytest.param("type A { a: " + "[" * 20_000, id="lists in lists"),
        pytest.param("type A @x(a: " + "[" * 20_000 + "]" * 20_000 + ") { a: B }", id="values in values"),
        pytest.param('"""' + "\\" * 20_000, id="escapes"),
        pytest.param("type A { a: Int }\n" * 20_000, id="the same again and again"),
    ],
)
def test_hostile_input_ends_in_what_is_wrong_with_it(compare, text):
    with ends():
        compared = compare(GOOD, GOOD + text)

    assert compared.notifications
