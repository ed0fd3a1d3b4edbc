"""What new migrations change: every kind by a pair, each with its subject and its lines on both sides."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sql_pairs import PAIRS, USERS

from trueline.contracts import sql
from trueline.values.unknown import is_unknown

LIMITS = "SET lock_timeout = '2s'; SET statement_timeout = '9s';\n"


def files(head: str, base: str = USERS, limits: str = LIMITS):
    return {"migrations/1_a.sql": base}, {"migrations/1_a.sql": base, "migrations/2_b.sql": limits + head}


def sides(pair):
    return files(pair.head + "\n", pair.base, pair.limits + "\n")


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name.replace(" ", "-"))
def test_says_what_a_new_migration_changes(pair, compare):
    found = compare.told(*sides(pair), database=pair.database)

    assert found == list(pair.expected)


def test_every_kind_is_made_by_a_pair():
    made = {f"sql/{kind}" for pair in PAIRS for kind, *_ in pair.expected}
    text = (Path(__file__).parent / "test_merged.py").read_text()
    merged = {f"sql/{kind}" for kind in re.findall(r'\("((?:merged-)?migration-[a-z-]+)"', text)}

    assert made | merged == set(sql.KINDS)


def test_every_kind_says_what_to_do_and_has_a_name_of_its_own():
    for name, kind in sql.KINDS.items():
        assert re.fullmatch(r"sql/[a-z]+(-[a-z]+)*", name)
        assert kind.title
        assert kind.compatibility == "compatible" or kind.fix
        assert all(re.fullmatch(r"[a-z-]+:[A-Za-z0-9_-]+|strong_migrations:[a-z_]+", alias) for alias in kind.aliases)


@pytest.mark.parametrize(
    "head",
    [
        pytest.param("CREATE TABLE t (a int);\nALTER TABLE t ADD b int NOT NULL;\nCREATE INDEX i ON t (a);\n"
                     "ALTER TABLE t ADD CHECK (a > 0);\nDROP TABLE t;", id="a table of this change"),
        pytest.param("ALTER TABLE users ALTER COLUMN email SET NOT NULL;", id="it is not null already"),
        pytest.param("ALTER TABLE users ALTER COLUMN name DROP NOT NULL;", id="it may be null already"),
        pytest.param("ALTER TABLE users ALTER COLUMN state SET DEFAULT 'new';", id="the default is the same"),
        pytest.param("ALTER TABLE users ALTER COLUMN email TYPE character varying(50);", id="the type is the same"),
        pytest.param("ALTER TABLE users ADD COLUMN IF NOT EXISTS name text;", id="the column is there"),
        pytest.param("CREATE INDEX CONCURRENTLY i ON users (name);", id="an index built without a lock"),
        pytest.param("CREATE UNIQUE INDEX CONCURRENTLY i ON users (id, email);", id="part of it is unique already"),
        pytest.param("ALTER INDEX users_pkey RENAME TO p;", id="an index is renamed"),
        pytest.param("COMMENT ON TABLE users IS 'x; DROP TABLE users;';\n-- DROP TABLE t;", id="texts and comments"),
        pytest.param("INSERT INTO teams (id) VALUES (1);\nSELECT 1;\nGRANT SELECT ON users TO app;", id="grants"),
        pytest.param("CREATE TYPE mood AS ENUM ('ok');\nALTER TYPE mood ADD VALUE 'bad';\nDROP TYPE mood;",
                     id="a type of this change"),
        pytest.param("CREATE FUNCTION f() RETURNS int AS $$ BEGIN DELETE FROM users; END $$ LANGUAGE plpgsql;",
                     id="a function that nobody calls yet"),
        pytest.param("UPDATE users SET age = 1 WHERE id = 2;\nDELETE FROM users WHERE id = 2;", id="some rows"),
        pytest.param("ALTER TABLE teams ENABLE ROW LEVEL SECURITY;", id="rows are hidden already"),
    ],
)  # fmt: skip
def test_is_silent_about_what_nobody_notices(head, compare):
    assert compare.told(*files(head, USERS + "ALTER TABLE teams ENABLE ROW LEVEL SECURITY;\n")) == []


def test_what_comes_again_as_it_was_is_no_change(compare):
    base = USERS + (
        "ALTER TABLE users ADD CONSTRAINT f FOREIGN KEY (team_id) REFERENCES teams (id) NOT VALID;\n"
        "CREATE VIEW v AS SELECT id FROM users;\n"
        "CREATE TRIGGER g BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION g();\n"
    )
    head = (
        "ALTER TABLE users DROP CONSTRAINT f;\n"
        "ALTER TABLE users ADD CONSTRAINT h FOREIGN KEY (team_id) REFERENCES teams (id) NOT VALID;\n"
        "DROP VIEW v;\nCREATE VIEW v AS SELECT id\n  FROM users;\n"
        "DROP TRIGGER g ON users;\nCREATE TRIGGER g BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION g();\n"
    )

    assert compare.told(*files(head, base)) == []


def test_details_say_what_a_policy_needs(compare):
    change = compare(*files("ALTER TABLE users ADD COLUMN a int;")).changes[0]

    assert change.details["database"] == "postgresql"
    assert change.details["lock"] == "access exclusive"
    assert change.details["rewrites"] is False
    assert change.details["table_is_new"] is False
    assert is_unknown(change.details["in_transaction"])  # a plain folder tells nothing of its tool
    assert change.after == {"name": "a", "type": "integer", "nullable": True, "default": None, "generated": ""}


def test_what_may_have_made_a_table_leaves_it_unknown_whether_it_is_new(compare):
    head = "DO $$ BEGIN EXECUTE 'CREATE TABLE logs ' || c; END $$;\nALTER TABLE logs DROP COLUMN a;"
    changes = compare(*files(head)).changes

    assert [change.kind for change in changes] == ["sql/statement-unknown", "sql/column-dropped"]
    assert is_unknown(changes[1].details["table_is_new"])


def test_an_index_without_a_name_has_the_one_that_postgresql_makes_up(compare):
    head = "CREATE INDEX ON users (lower(email), age);\nDROP INDEX CONCURRENTLY users_lower_email_age_idx;"

    assert [subject for _, subject, *_ in compare.told(*files(head))] == ["users.users_lower_email_age_idx"]


def test_a_function_that_nobody_knows_may_do_what_it_is_given(compare):
    changes = compare(*files("SELECT run_on_shards('users', $$ALTER TABLE users DROP name$$);")).changes

    assert [change.kind for change in changes] == ["sql/statement-unknown"]
    assert changes[0].details["mentions"] == ["users"]


def test_a_function_that_is_called_puts_what_it_names_in_doubt(compare):
    base = USERS + (
        "ALTER TABLE users ADD CONSTRAINT named CHECK (name IS NOT NULL);\n"
        "CREATE FUNCTION wipe() RETURNS void AS $$ ALTER TABLE users DROP CONSTRAINT named $$ LANGUAGE sql;\n"
    )
    proven = compare.told(*files("ALTER TABLE users ALTER name SET NOT NULL;", base))
    doubted = compare.told(*files("ALTER TABLE users ALTER name SET NOT NULL;", base + "SELECT wipe();\n"))

    assert [kind for kind, *_ in proven] == ["column-set-not-null"]
    assert [kind for kind, *_ in doubted] == ["column-set-not-null", "table-scanned"]


@pytest.mark.parametrize(
    ("version", "scans"), [pytest.param(11, True, id="before 12"), pytest.param(12, False, id="since 12")]
)
def test_a_check_saves_the_scan_since_postgresql_12(version, scans, compare):
    base = USERS + "ALTER TABLE users ADD CONSTRAINT named CHECK (name IS NOT NULL);\n"
    changes = compare(*files("ALTER TABLE users ALTER name SET NOT NULL;", base), version=version).changes

    assert [change.kind for change in changes] == ["sql/column-set-not-null"] + ["sql/table-scanned"] * scans


def test_an_old_postgresql_writes_the_table_anew_for_any_default(compare):
    head = "ALTER TABLE users ADD COLUMN a int DEFAULT 1;"

    assert "table-rewritten" in [kind for kind, *_ in compare.told(*files(head), version=10)]
    assert "table-rewritten" not in [kind for kind, *_ in compare.told(*files(head), version=11)]


def test_a_rule_table_that_keeps_its_old_name_as_a_view_breaks_nobody_for_certain(compare):
    head = "ALTER TABLE users RENAME TO people;\nCREATE VIEW users AS SELECT * FROM people;"
    change = compare(*files(head)).changes[0]

    assert (change.compatibility, change.details["view"]) == ("dangerous", True)


def kinds_in(compare, head, database="postgresql"):
    return [entry[:3] for entry in compare.told(*files(head), database=database)]


def test_a_new_table_under_the_name_of_a_renamed_one_has_none_of_its_rows(compare):
    head = "ALTER TABLE users RENAME TO old;\nCREATE TABLE users (id int);"

    assert ("table-renamed", "users", 2) in kinds_in(compare, head)


def test_a_renamed_table_whose_rows_are_copied_into_its_heir_is_compared_with_it(compare):
    base = "CREATE TABLE users (id int primary key, name text);\n"
    rename = "ALTER TABLE users RENAME TO old;\nCREATE TABLE users "
    copied = ";\nINSERT INTO users SELECT * FROM old;\nDROP TABLE old;"

    same, less = (
        compare.told(*files(f"{rename}{columns}{copied}", base), database="sqlite")
        for columns in ("(id int primary key, name text)", "(id int primary key)")
    )

    assert same == []
    assert less == [("column-dropped", "users.name", 3, 1)]


@pytest.mark.parametrize(
    "head",
    [
        pytest.param("CREATE OR REPLACE TABLE users (id int);", id="replaced"),
        pytest.param("CREATE TABLE users (id int);\nDROP TABLE users;", id="made anew and dropped"),
    ],
)
def test_a_table_that_was_there_is_not_new_because_it_is_made_again(head, compare):
    assert ("table-dropped", "users") in [entry[:2] for entry in kinds_in(compare, head)]


@pytest.mark.parametrize("opening", ["/*!", "/*!40000", "/*M!", "/*M!100100"])
def test_what_mysql_and_mariadb_run_in_a_comment_is_judged(opening, compare):
    head = {"migrations/2_b.sql": f"{opening} DROP TABLE users */;"}
    base = {"migrations/1_a.sql": "CREATE TABLE users (id int);"}

    assert "table-dropped" in [kind for kind, *_ in compare.told(base, base | head, database="mysql")]
    assert "table-dropped" in [kind for kind, *_ in compare.told(base, base | head)]


@pytest.mark.parametrize(
    ("head", "kinds"),
    [
        pytest.param("WITH x AS (DELETE FROM users RETURNING *) SELECT count(*) FROM x;", ["rows-deleted"], id="all"),
        pytest.param("WITH x AS (DELETE FROM users RETURNING *) INSERT INTO teams SELECT id FROM x;", ["rows-deleted"],
                     id="moved"),
        pytest.param("WITH y AS (SELECT (1)), x AS (UPDATE users SET name = lower('a') RETURNING id) SELECT 1 FROM x;",
                     ["rows-updated"], id="all written"),
        pytest.param("WITH x AS (DELETE FROM users WHERE id = 1 RETURNING *) SELECT 1 FROM x;", [], id="one row"),
        pytest.param("WITH x AS (SELECT id FROM users FOR UPDATE) SELECT 1 FROM x;", [], id="locked to read"),
    ],
)  # fmt: skip
def test_what_a_query_writes_in_parentheses_is_judged(head, kinds, compare):
    assert [kind for kind, *_ in kinds_in(compare, head)] == kinds
