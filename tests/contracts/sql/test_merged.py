"""Migrations that were merged before, numbers that come too late, and bad input on both sides."""

from __future__ import annotations

import pytest

A = "CREATE TABLE t (a int);\n"
B = "ALTER TABLE t ADD COLUMN b int;\n"
C = "CREATE TABLE s (a int);\n"


def folder(*texts, layout="migrations/{}_x.sql", first=1):
    return {layout.format(number): text for number, text in enumerate(texts, first) if text is not None}


def test_nothing_differs(compare):
    assert compare.told(folder(A, B), folder(A, B)) == []


def test_a_merged_migration_was_changed(compare):
    base, head = folder(A, B + C), folder(A, B + "CREATE TABLE s (a text);\n")

    assert compare.told(base, head) == [("merged-migration-changed", "2", 2, 2)]


def test_comments_and_blanks_are_no_change_where_nobody_sums_them_up(compare):
    assert compare.told(folder(A), folder("-- why\n\n" + A.replace(" (", "  ("))) == []


def test_comments_change_a_checksum(compare):
    names = "db/migration/V{}__x.sql"
    compared = compare(folder(A, layout=names), folder("-- why\n" + A, layout=names))

    assert [(one.kind, one.compatibility) for one in compared.changes] == [
        ("sql/merged-migration-changed", "dangerous"),
    ]
    assert compared.changes[0].details["checksum_differs"] is True


def test_a_merged_migration_is_gone(compare):
    assert compare.told(folder(A, C), folder(A)) == [("merged-migration-removed", "2", 0, 1)]


def test_all_of_them_are_gone(compare):
    assert compare.told(folder(A, C), {}) == [
        ("merged-migration-removed", "1", 0, 1),
        ("merged-migration-removed", "2", 0, 1),
    ]


def test_a_merged_migration_was_renamed(compare):
    assert compare.told(folder(A, C), folder(A, None, C)) == [("merged-migration-renamed", "2", 1, 1)]


def test_a_name_beside_the_number_says_nothing(compare):
    assert compare.told(folder(A), {"migrations/1_other.sql": A}) == []


def test_two_have_one_version(compare):
    head = {**folder(A), "migrations/2_x.sql": C, "migrations/02_y.sql": "CREATE TABLE r (a int);\n"}

    assert compare.told(folder(A), head) == [("migration-version-duplicate", "2", 1, 0)]


@pytest.mark.parametrize(
    ("layout", "compatibility"),
    [
        pytest.param("migrations/{}_x.sql", "dangerous", id="a plain folder"),
        pytest.param("migrations/{}_x.up.sql", "breaking", id="golang-migrate passes it over"),
        pytest.param("db/migration/V{}__x.sql", "breaking", id="Flyway refuses it"),
    ],
)
def test_one_comes_too_late(layout, compatibility, compare):
    compared = compare(folder(A, None, C, layout=layout), folder(A, "CREATE TABLE r (a int);\n", C, layout=layout))
    found = [(one.kind, one.subject, one.compatibility) for one in compared.changes]

    assert found == [("sql/migration-out-of-order", "2", compatibility)]


def test_one_that_comes_too_late_is_the_kind_of_that_name(compare):
    found = compare.told(folder(A, None, C), folder(A, "CREATE TABLE r (a int);\n", C))

    assert found == [("migration-out-of-order", "2", 1, 1)]


def test_versions_are_numbers_and_no_texts(compare):
    nine, ten = {"migrations/9_x.sql": A}, {"migrations/10_y.sql": "CREATE TABLE s (a int);\n"}

    assert compare.told(nine, {**nine, **ten}) == []


def test_a_repeatable_migration_that_changes_is_run_again(compare):
    base = {"db/migration/V1__x.sql": A, "db/migration/R__v.sql": "CREATE OR REPLACE VIEW v AS SELECT a FROM t;\n"}
    head = {**base, "db/migration/R__v.sql": "CREATE OR REPLACE VIEW v AS SELECT a, 1 FROM t;\n"}

    assert compare.told(base, head) == [("view-changed", "v", 1, 1)]


def test_what_cannot_be_read_at_head_is_an_error_and_the_rest_is_judged(compare):
    head = folder(A, "DROP TABLE t;\nSELECT 'no end;\n")
    compared = compare(folder(A), head)

    assert [(one.level, one.message, one.location.region.start_line) for one in compared.notifications] == [
        ("error", "the text in quotes has no end", 2),
    ]
    assert "sql/table-dropped" in [one.kind for one in compared.changes]
    assert [(one.path, one.state) for one in compared.inputs] == [
        ("migrations/1_x.sql", "read"),
        ("migrations/2_x.sql", "partly-read"),
    ]


def test_what_cannot_be_read_at_base_is_a_warning_and_the_head_is_judged(compare):
    compared = compare(folder(A + "SELECT 'no end;\n"), folder(A, "DROP TABLE t;\n"))

    assert [one.level for one in compared.notifications] == ["warning"]
    assert "sql/table-dropped" in [one.kind for one in compared.changes]


def test_text_that_is_no_utf_8_is_located(compare):
    compared = compare(folder(A), folder(A, b"DROP TABLE t;\n\xff\n"))

    assert [one.level for one in compared.notifications] == ["error"]


def test_a_contract_that_is_new_at_head_is_judged_as_what_touches_a_database_that_is_there(compare):
    head = "CREATE TABLE t (a int);\nALTER TABLE users DROP COLUMN a;\nALTER TABLE t ADD COLUMN b int NOT NULL;\n"
    found = compare.told({}, folder("-- for PostgreSQL: a::int\n" + head), database="postgresql")

    assert [one for one in found if "timeout" not in one[0]] == [("column-dropped", "users.a", 3, 0)]


def test_what_is_on_no_side_is_nothing(compare):
    assert compare.told({}, {}) == []
