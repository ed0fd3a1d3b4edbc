"""Where migrations lie: each tool's names, order, parts that go down, and transactions."""

from __future__ import annotations

import pytest

from trueline.contracts import sql
from trueline.repo.working import WorkingTree

UP = "CREATE TABLE t (a serial);\n"


@pytest.fixture
def plan(tmp_path):
    def run(**files):
        for path, text in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text)
        tree = WorkingTree(str(tmp_path))
        return [
            (unit.root, unit.options["layout"], unit.options["database"], len(unit.members))
            for unit in sql.plan(tree.paths(), tree)
        ]

    return run


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"db/migration/V1__a.sql": UP, "db/migration/V1.1__b.sql": UP, "db/migration/R__v.sql": UP,
                      "db/migration/U1__a.sql": UP, "db/migration/x/V2__c.sql": UP, "db/migration/notes.sql": UP},
                     [("db/migration", "flyway", "postgresql", 4)], id="Flyway: folders below, but no undo"),
        pytest.param({"db/mysql/V1__a.sql": UP, "db/postgresql/V1__a.sql": UP},
                     [("db/mysql", "flyway", "mysql", 1), ("db/postgresql", "flyway", "postgresql", 1)],
                     id="Flyway: a folder for each database"),
        pytest.param({"m/000001_a.up.sql": UP, "m/000001_a.down.sql": UP}, [("m", "golang-migrate", "postgresql", 1)],
                     id="golang-migrate"),
        pytest.param({"Cargo.toml": "", "migrations/2020_a.up.sql": UP, "migrations/2020_a.down.sql": UP},
                     [("migrations", "sqlx", "postgresql", 1)], id="sqlx"),
        pytest.param({"prisma/migrations/20_a/migration.sql": UP, "prisma/migrations/21_b/migration.sql": UP,
                      "prisma/migrations/migration_lock.toml": 'provider = "sqlite"'},
                     [("prisma/migrations", "prisma", "sqlite", 2)], id="Prisma: its lock names the database"),
        pytest.param({"drizzle/0000_a.sql": UP, "drizzle/meta/_journal.json": '{"dialect": "mysql"}'},
                     [("drizzle", "drizzle", "mysql", 1)], id="Drizzle: so does its journal"),
        pytest.param({"supabase/migrations/20240101000000_a.sql": "SELECT 1;", "supabase/seed.sql": UP},
                     [("supabase/migrations", "supabase", "postgresql", 1)], id="Supabase"),
        pytest.param({"db/structure.sql": UP}, [("db/structure.sql", "rails", "postgresql", 1)], id="Rails"),
        pytest.param({"migrations/1_a.sql": "-- +goose Up\n" + UP}, [("migrations", "goose", "postgresql", 1)],
                     id="goose"),
        pytest.param({"db/migrations/1_a.sql": "-- migrate:up\n" + UP}, [("db/migrations", "dbmate", "postgresql", 1)],
                     id="dbmate"),
        pytest.param({"migrations/1_a.sql": "-- +migrate Up\n" + UP}, [("migrations", "sql-migrate", "postgresql", 1)],
                     id="sql-migrate"),
        pytest.param({"conf/evolutions/default/1.sql": "# --- !Ups\n" + UP},
                     [("conf/evolutions/default", "evolutions", "postgresql", 1)], id="Play's evolutions"),
        pytest.param({"db/changelog/a.sql": "--liquibase formatted sql\n--changeset me:1\n" + UP},
                     [("db/changelog", "liquibase", "postgresql", 1)], id="Liquibase"),
        pytest.param({"alembic/out.sql": "BEGIN;\n-- Running upgrade  -> a1\n" + UP},
                     [("alembic/out.sql", "alembic", "postgresql", 1)], id="Alembic"),
        pytest.param({"migrations/1.sql": UP, "migrations/readme.sql": UP},
                     [("migrations", "numbered", "postgresql", 1)], id="numbers alone"),
        pytest.param({"queries/1_users.sql": "SELECT 1;", "schema.sql": UP, "models/users.sql": "SELECT 1"}, [],
                     id="queries, models and seeds are no migrations"),
    ],
)  # fmt: skip
def test_recognises_each_tool(files, expected, plan):
    assert plan(**files) == expected


def kinds(compared):
    return [one.kind.removeprefix("sql/") for one in compared.changes]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("migrations/{}_x.sql", "-- +goose Up\n{}\n-- +goose Down\nDROP TABLE t;\n", id="goose"),
        pytest.param("migrations/{}_x.sql", "-- migrate:up\n{}\n-- migrate:down\nDROP TABLE t;\n", id="dbmate"),
        pytest.param("migrations/{}_x.sql", "-- +migrate Up\n{}\n-- +migrate Down\nDROP TABLE t;\n", id="sql-migrate"),
        pytest.param(
            "conf/evolutions/default/{}.sql", "# --- !Ups\n{}\n# --- !Downs\nDROP TABLE t;\n", id="evolutions"
        ),
    ],
)
def test_parts_that_go_down_are_not_judged(name, text, compare):
    base = {name.format(1): text.format("CREATE TABLE t (a int);")}
    head = {**base, name.format(2): text.format("ALTER TABLE t DROP COLUMN a;")}

    assert [kind for kind in kinds(compare(base, head)) if "timeout" not in kind] == ["column-dropped"]


INDEX = "CREATE INDEX CONCURRENTLY i ON t (a);\n"
TABLE = "CREATE TABLE t (a bigserial);\n"


@pytest.mark.parametrize(
    ("name", "text", "fails"),
    [
        pytest.param("migrations/{}.sql", "-- +goose Up\n" + INDEX, True, id="goose runs it in one"),
        pytest.param("migrations/{}.sql", "-- +goose NO TRANSACTION\n-- +goose Up\n" + INDEX, False, id="goose: told"),
        pytest.param("migrations/{}.sql", "-- migrate:up\n" + INDEX, True, id="dbmate runs it in one"),
        pytest.param("migrations/{}.sql", "-- migrate:up transaction:false\n" + INDEX, False, id="dbmate: told"),
        pytest.param("m/{}_a.up.sql", INDEX, False, id="golang-migrate sends one statement"),
        pytest.param("m/{}_a.up.sql", INDEX + "SELECT 1;\n", True, id="golang-migrate sends two at once"),
        pytest.param("p/migrations/{}_a/migration.sql", INDEX, False, id="Prisma sends one statement"),
        pytest.param("supabase/migrations/{}_a.sql", INDEX + "SELECT 1;\n", True, id="Supabase sends two at once"),
        pytest.param("db/migration/V{}__a.sql", INDEX, False, id="Flyway sees that all of it needs none"),
        pytest.param("db/migration/V{}__a.sql", INDEX + "SELECT 1;\n", True, id="Flyway runs a mixture in one"),
        pytest.param("migrations/{}_a.sql", INDEX + "SELECT 1;\n", False, id="nobody can tell of a plain folder"),
    ],
)  # fmt: skip
def test_knows_in_which_transaction_a_tool_runs_it(name, text, fails, compare):
    up = "-- +goose Up\n" if "goose" in text else "-- migrate:up\n" if "migrate:up" in text else ""
    base = {name.format(1): up + TABLE}

    assert ("concurrently-in-transaction" in kinds(compare(base, {**base, name.format(2): text}))) == fails


def test_flyway_reads_a_file_s_own_config(compare):
    base = {"db/migration/V1__a.sql": TABLE}
    head = {**base, "db/migration/V2__b.sql": INDEX + "SELECT 1;\n",
            "db/migration/V2__b.sql.conf": "executeInTransaction=false\n"}  # fmt: skip

    assert "concurrently-in-transaction" not in kinds(compare(base, head))


def test_sqlx_reads_the_first_line(compare):
    base = {"Cargo.toml": "", "migrations/1_a.sql": TABLE}
    head = {**base, "migrations/2_b.sql": "-- no-transaction\n" + INDEX}

    assert "concurrently-in-transaction" not in kinds(compare(base, head))


LIQUIBASE = "--liquibase formatted sql\n\n--changeset me:1\nCREATE TABLE t (a bigserial);\n--rollback DROP TABLE t;\n"


def test_each_changeset_of_liquibase_is_a_migration(compare):
    path = "db/changelog/a.sql"
    head = LIQUIBASE + "--changeset me:2\nALTER TABLE t DROP COLUMN a;\n"
    found = compare.told({path: LIQUIBASE}, {path: head})

    assert [one for one in found if "timeout" not in one[0]] == [("column-dropped", "t.a", 7, 4)]


def test_a_changeset_that_was_merged_may_not_change(compare):
    path = "db/changelog/a.sql"

    assert kinds(compare({path: LIQUIBASE}, {path: LIQUIBASE.replace("bigserial", "int")})) == [
        "merged-migration-changed",
    ]


def test_each_upgrade_of_alembic_is_a_migration(compare):
    path = "alembic/out.sql"
    base = "BEGIN;\n\n-- Running upgrade  -> a1\n\nCREATE TABLE t (a SERIAL);\n\n"
    head = base + "-- Running upgrade a1 -> b2\n\nALTER TABLE t DROP COLUMN a;\n\n"
    found = compare.told({path: base + "COMMIT;\n"}, {path: head + "COMMIT;\n"})

    assert [one for one in found if "timeout" not in one[0]] == [
        ("merged-migration-changed", "a1", 5, 7),
        ("column-dropped", "t.a", 9, 5),
    ]


STRUCTURE = """\
SET statement_timeout = 0;
CREATE TYPE public.mood AS ENUM ('ok', 'bad');
CREATE TABLE public.users (
    id bigint NOT NULL,
    email character varying(50),
    mood public.mood
);
CREATE VIEW public.v AS SELECT users.id FROM public.users;
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);
"""


def test_two_dumps_of_a_schema_are_compared_as_states(compare):
    head = (
        STRUCTURE.replace("(50)", "(20)")
        .replace("'ok', 'bad'", "'ok'")
        .replace("    mood public.mood", "    age integer NOT NULL")
        .replace("SELECT users.id ", "SELECT 1 ")
    )

    assert compare.told({"db/structure.sql": STRUCTURE}, {"db/structure.sql": head}) == [
        ("column-type-narrowed", "users.email", 5, 5),
        ("column-dropped", "users.mood", 3, 6),
        ("required-column-added", "users.age", 6, 3),
        ("view-changed", "v", 8, 8),
        ("enum-value-removed", "mood=bad", 2, 2),
    ]


def test_a_dump_in_another_order_says_the_same(compare):
    first, rest = STRUCTURE.split("CREATE VIEW")
    moved = first.replace("    email character varying(50),\n    mood public.mood\n",
                          "    mood public.mood,\n    email varchar(50)\n") + "CREATE VIEW" + rest  # fmt: skip

    assert compare.told({"db/structure.sql": STRUCTURE}, {"db/structure.sql": moved}) == []


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        pytest.param("migrations/{}_x.sql", "", "-- +goose Down\nDROP TABLE t;\n", id="a mark of no tool here"),
        pytest.param("migrations/V{}__x.sql", "", "-- +goose Down\nDROP TABLE t;\n", id="another tool's mark"),
        pytest.param("migrations/{}_x.sql", "-- +goose Up\n", "-- +goose Up\n-- migrate:down\nDROP TABLE t;\n",
                     id="another tool's mark in goose's file"),
        pytest.param("migrations/{}_x.sql", "-- +goose Up\n", "-- +goose Down\n\n-- +goose Up\nDROP TABLE t;\n",
                     id="down before up"),
        pytest.param("migrations/{}_x.sql", "-- +migrate Up\n",
                     "-- +migrate Up\nSELECT 1;\n-- +migrate Down\n-- +migrate Up\nDROP TABLE t;\n", id="up again"),
        pytest.param("migrations/{}_x.sql", "-- migrate:up\n", "-- migrate:up\nSELECT 1; -- migrate:down\nDROP TABLE t",
                     id="a mark behind a statement"),
    ],
)  # fmt: skip
def test_no_mark_hides_what_is_run(name, first, second, compare):
    base = {name.format(1): first + "CREATE TABLE t (a int);\n"}

    found = compare.told(base, base | {name.format(2): second})

    assert [(kind, subject) for kind, subject, *_ in found if kind == "table-dropped"] == [("table-dropped", "t")]


def test_liquibase_runs_a_file_without_changesets_whole(compare):
    base = {"changelog/a.sql": "--liquibase formatted sql\n--changeset me:1\nCREATE TABLE t (a int);\n"}

    found = compare.told(base, base | {"changelog/b.sql": "DROP TABLE t;\n"})

    assert ("table-dropped", "t", 1, 3) in found
