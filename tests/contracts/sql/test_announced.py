"""Expand, then contract: what a merged migration announced before another one takes it away."""

from __future__ import annotations

import pytest

ORDERS = "CREATE TABLE orders (id bigint PRIMARY KEY, note text);\n"
DROP = "ALTER TABLE orders DROP COLUMN note;\n"
DAY = {"deprecated": True, "sunset": "2026-12-01", "deprecated_migrations": 1}
MEMBERS = ("deprecated", "sunset", "sunset_invalid", "deprecated_migrations")


def told(compared, kind):
    change = next(one for one in compared.changes if one.kind == f"sql/{kind}")
    return {name: change.details[name] for name in MEMBERS if name in change.details}


def migrations(*texts):
    return {f"migrations/{number:04}_m.sql": text for number, text in enumerate(texts, start=1)}


@pytest.mark.parametrize(
    ("announced", "expected"),
    [
        pytest.param("SELECT 1;", {}, id="nothing"),
        pytest.param("COMMENT ON COLUMN orders.note IS 'deprecated, until 2026-12-01';", DAY, id="a comment"),
        pytest.param("COMMENT ON COLUMN public.orders.note IS 'Deprecated until 2026-12-01';", DAY, id="a schema"),
        pytest.param('COMMENT ON COLUMN "orders"."note" IS \'deprecated until 2026-12-01\';', DAY, id="quotes"),
        pytest.param("COMMENT ON TABLE orders IS 'deprecated until 2026-12-01';", DAY, id="the table"),
        pytest.param("COMMENT ON COLUMN orders.note IS 'until 2026-12-01';", {}, id="another comment"),
        pytest.param("COMMENT ON COLUMN orders.id IS 'deprecated until 2026-12-01';", {}, id="another column"),
        pytest.param("-- deprecated: orders.note until 2026-12-01\nSELECT 1;", DAY, id="a line"),
        pytest.param("-- Deprecated column orders.note, sunset: 2026-12-01\nSELECT 1;", DAY, id="a line in words"),
        pytest.param("-- deprecated: orders until 2026-12-01\nSELECT 1;", DAY, id="a line for the table"),
        pytest.param(
            "-- deprecated: orders.note until soon\nSELECT 1;",
            {"deprecated": True, "deprecated_migrations": 1},
            id="no day",
        ),
        pytest.param(
            "-- deprecated: orders.note until 2026-11-31\nSELECT 1;",
            {"deprecated": True, "sunset_invalid": "2026-11-31", "deprecated_migrations": 1},
            id="a day that is none",
        ),
        pytest.param(
            "ALTER TABLE orders MODIFY COLUMN note text COMMENT 'deprecated until 2026-12-01';", DAY, id="beside a type"
        ),
    ],
)
def test_a_column_that_a_merged_migration_deprecated(compare, announced, expected):
    base = migrations(ORDERS, announced + "\n")

    assert told(compare(base, {**base, "migrations/0003_m.sql": DROP}), "column-dropped") == expected


def test_how_many_migrations_ago(compare):
    line = "-- deprecated: orders.note until 2026-12-01\nSELECT 1;\n"
    base = migrations(ORDERS, line, "SELECT 2;\n", "SELECT 3;\n")
    found = compare(base, {**base, "migrations/0009_m.sql": DROP})

    assert told(found, "column-dropped")["deprecated_migrations"] == 3


@pytest.mark.parametrize(
    "again",
    [
        pytest.param("COMMENT ON COLUMN orders.note IS NULL;", id="the comment is taken away"),
        pytest.param("COMMENT ON COLUMN orders.note IS 'what was said';", id="it says something else"),
        pytest.param("ALTER TABLE orders DROP COLUMN note; ALTER TABLE orders ADD COLUMN note text;", id="a new one"),
        pytest.param("DROP TABLE orders;\n" + ORDERS, id="a new table"),
    ],
)
def test_the_last_word_counts(compare, again):
    base = migrations(ORDERS, "COMMENT ON COLUMN orders.note IS 'deprecated until 2026-12-01';\n", again + "\n")

    assert told(compare(base, {**base, "migrations/0009_m.sql": DROP}), "column-dropped") == {}


def test_what_the_same_change_announces_does_not_count(compare):
    base = migrations(ORDERS)
    line = "COMMENT ON COLUMN orders.note IS 'deprecated until 2020-01-01';\n"
    head = {**base, "migrations/0002_m.sql": line, "migrations/0003_m.sql": DROP}

    assert told(compare(base, head), "column-dropped") == {}


def test_a_table_and_what_is_in_it(compare):
    base = migrations(ORDERS, "COMMENT ON TABLE orders IS 'deprecated until 2026-12-01';\n")

    assert told(compare(base, {**base, "migrations/0003_m.sql": "DROP TABLE orders;\n"}), "table-dropped") == DAY
