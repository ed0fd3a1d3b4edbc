"""Merged migrations, new ones, and what is to be said of them; with `test_merged`, a pair for every kind."""

from __future__ import annotations

from typing import NamedTuple

USERS = """\
CREATE TABLE users (
    id bigint PRIMARY KEY,
    email varchar(50) NOT NULL,
    name text,
    age integer NOT NULL DEFAULT 0,
    team_id bigint,
    state text NOT NULL DEFAULT 'new',
    meta jsonb
);
CREATE TABLE teams (
    id bigint PRIMARY KEY,
    title text
);
"""


class Pair(NamedTuple):
    """``expected`` are kind, subject, line at head and line at base (0: none) of all changes.

    The new migration begins at line 2: limits are set before it.
    """

    name: str
    head: str
    expected: tuple[tuple[str, str, int, int], ...] = ()
    base: str = USERS
    database: str = "postgresql"
    limits: str = "SET lock_timeout = '2s'; SET statement_timeout = '9s';"


PAIRS: tuple[Pair, ...] = (
    Pair("table dropped", "DROP TABLE users;", (("table-dropped", "users", 2, 1),)),
    Pair("table renamed", "ALTER TABLE users RENAME TO people;", (("table-renamed", "users", 2, 1),)),
    Pair(
        "table renamed with a view of the old name",
        ("ALTER TABLE users RENAME TO people;\nCREATE VIEW users AS SELECT * FROM people;"),
        (("table-renamed", "users", 2, 1),),
    ),
    Pair("table moved", "ALTER TABLE users SET SCHEMA audit;", (("table-moved", "users", 2, 1),)),
    Pair("column dropped", ("ALTER TABLE users\n    DROP COLUMN name;"), (("column-dropped", "users.name", 3, 4),)),
    Pair("column renamed", "ALTER TABLE users RENAME COLUMN name TO label;", (("column-renamed", "users.name", 2, 4),)),
    Pair(
        "narrowed and rewritten",
        "ALTER TABLE users ALTER COLUMN email TYPE varchar(20);",
        (
            ("column-type-narrowed", "users.email", 2, 3),
            ("table-rewritten", "users.email", 2, 1),
        ),
    ),
    Pair(
        "changed and rewritten",
        "ALTER TABLE users ALTER COLUMN age TYPE text USING age::text;",
        (
            ("column-type-changed", "users.age", 2, 5),
            ("table-rewritten", "users.age", 2, 1),
        ),
    ),
    Pair(
        "widened without a rewrite",
        "ALTER TABLE users ALTER COLUMN email TYPE text;",
        (("column-type-widened", "users.email", 2, 3),),
    ),
    Pair(
        "widened with a rewrite",
        "ALTER TABLE users ALTER COLUMN age TYPE bigint;",
        (
            ("column-type-widened", "users.age", 2, 5),
            ("table-rewritten", "users.age", 2, 1),
        ),
    ),
    Pair(
        "column added",
        "ALTER TABLE users ADD COLUMN nick text NOT NULL DEFAULT 'x';",
        (("column-added", "users.nick", 2, 1),),
    ),
    Pair(
        "required column added",
        "ALTER TABLE users ADD COLUMN nick text NOT NULL;",
        (("required-column-added", "users.nick", 2, 1),),
    ),
    Pair(
        "default of a new column dropped",
        (
            "ALTER TABLE users ADD COLUMN nick text NOT NULL DEFAULT 'x';\n"
            "ALTER TABLE users ALTER COLUMN nick DROP DEFAULT;"
        ),
        (
            ("column-added", "users.nick", 2, 1),
            ("required-column-added", "users.nick", 3, 1),
        ),
    ),
    Pair(
        "volatile default",
        "ALTER TABLE users ADD COLUMN key uuid DEFAULT gen_random_uuid();",
        (
            ("column-added", "users.key", 2, 1),
            ("table-rewritten", "users.key", 2, 1),
        ),
    ),
    Pair(
        "default by an unknown function",
        "ALTER TABLE users ADD COLUMN key text DEFAULT make_key();",
        (
            ("column-added", "users.key", 2, 1),
            ("table-rewritten", "users.key", 2, 1),
        ),
    ),
    Pair(
        "identity column",
        "ALTER TABLE users ADD COLUMN n bigint GENERATED ALWAYS AS IDENTITY;",
        (
            ("column-added", "users.n", 2, 1),
            ("table-rewritten", "users.n", 2, 1),
        ),
    ),
    Pair(
        "json column",
        "ALTER TABLE users ADD COLUMN doc json;",
        (
            ("column-added", "users.doc", 2, 1),
            ("json-column-added", "users.doc", 2, 1),
        ),
    ),
    Pair(
        "set not null",
        "ALTER TABLE users ALTER COLUMN name SET NOT NULL;",
        (
            ("column-set-not-null", "users.name", 2, 4),
            ("table-scanned", "users.name", 2, 4),
        ),
    ),
    Pair(
        "set not null that a valid check proves",
        ("ALTER TABLE users ALTER COLUMN name SET NOT NULL;\nALTER TABLE users DROP CONSTRAINT named;"),
        (("column-set-not-null", "users.name", 2, 4),),
        base=USERS
        + (
            "ALTER TABLE users ADD CONSTRAINT named CHECK (name IS NOT NULL) NOT VALID;\n"
            "ALTER TABLE users VALIDATE CONSTRAINT named;\n"
        ),
    ),
    Pair(
        "set not null with a check not yet valid",
        "ALTER TABLE users ALTER COLUMN name SET NOT NULL;",
        (
            ("column-set-not-null", "users.name", 2, 4),
            ("table-scanned", "users.name", 2, 4),
        ),
        base=USERS + "ALTER TABLE users ADD CONSTRAINT named CHECK (name IS NOT NULL) NOT VALID;\n",
    ),
    Pair(
        "a proof in doubt is none",
        "ALTER TABLE users ALTER COLUMN name SET NOT NULL;",
        (
            ("column-set-not-null", "users.name", 2, 4),
            ("table-scanned", "users.name", 2, 4),
        ),
        base=USERS
        + (
            "ALTER TABLE users ADD CONSTRAINT named CHECK (name IS NOT NULL);\n"
            "DO $$ BEGIN EXECUTE 'ALTER TABLE users DROP CONSTRAINT named'; END $$;\n"
        ),
    ),
    Pair(
        "drop not null",
        "ALTER TABLE users ALTER email DROP NOT NULL;",
        (("column-not-null-dropped", "users.email", 2, 3),),
    ),
    Pair(
        "default dropped",
        "ALTER TABLE users ALTER COLUMN state DROP DEFAULT;",
        (("column-default-dropped", "users.state", 2, 7),),
    ),
    Pair(
        "default changed",
        "ALTER TABLE users ALTER COLUMN state SET DEFAULT 'old';",
        (("column-default-changed", "users.state", 2, 7),),
    ),
    Pair(
        "identity dropped",
        "ALTER TABLE t ALTER COLUMN id DROP IDENTITY;",
        (("column-generated-changed", "t.id", 2, 1),),
        base="CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY);\n",
    ),
    Pair(
        "unique index",
        "CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email);",
        (("unique-added", "users.users_email", 2, 1),),
    ),
    Pair(
        "unique constraint",
        "ALTER TABLE users ADD CONSTRAINT users_email UNIQUE (email);",
        (
            ("unique-added", "users.users_email", 2, 1),
            ("index-built-under-lock", "users.users_email", 2, 1),
        ),
    ),
    Pair(
        "unique constraint by an index of this change",
        (
            "CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email);\n"
            "ALTER TABLE users ADD CONSTRAINT users_email UNIQUE USING INDEX users_email;"
        ),
        (("unique-added", "users.users_email", 2, 1),),
    ),
    Pair(
        "primary key",
        "ALTER TABLE t ADD PRIMARY KEY (id);",
        (
            ("primary-key-added", "t.t_pkey", 2, 1),
            ("index-built-under-lock", "t.t_pkey", 2, 1),
        ),
        base="CREATE TABLE t (id int NOT NULL);\n",
    ),
    Pair(
        "foreign key",
        "ALTER TABLE users ADD CONSTRAINT of_team FOREIGN KEY (team_id) REFERENCES teams (id);",
        (
            ("foreign-key-added", "users.of_team", 2, 1),
            ("table-scanned", "users.of_team", 2, 1),
        ),
    ),
    Pair(
        "foreign key not valid",
        "ALTER TABLE users ADD CONSTRAINT of_team FOREIGN KEY (team_id) REFERENCES teams NOT VALID;",
        (("foreign-key-added", "users.of_team", 2, 1),),
    ),
    Pair(
        "check",
        "ALTER TABLE users ADD CONSTRAINT adult CHECK (age > 17);",
        (
            ("check-added", "users.adult", 2, 1),
            ("table-scanned", "users.adult", 2, 1),
        ),
    ),
    Pair(
        "validated in the same transaction",
        (
            "BEGIN;\n"
            "ALTER TABLE users ADD CONSTRAINT adult CHECK (age > 17) NOT VALID;\n"
            "ALTER TABLE users VALIDATE CONSTRAINT adult;\n"
            "COMMIT;"
        ),
        (
            ("check-added", "users.adult", 3, 1),
            ("validated-under-lock", "users.adult", 4, 1),
        ),
    ),
    Pair(
        "exclusion",
        "ALTER TABLE users ADD CONSTRAINT apart EXCLUDE USING gist (age WITH =);",
        (
            ("exclusion-added", "users.apart", 2, 1),
            ("index-built-under-lock", "users.apart", 2, 1),
        ),
    ),
    Pair(
        "primary key dropped",
        "ALTER TABLE teams DROP CONSTRAINT teams_pkey;",
        (("primary-key-dropped", "teams.teams_pkey", 2, 11),),
    ),
    Pair(
        "unique dropped",
        "ALTER TABLE users DROP CONSTRAINT one;",
        (("unique-dropped", "users.one", 2, 14),),
        base=USERS + "ALTER TABLE users ADD CONSTRAINT one UNIQUE (email);\n",
    ),
    Pair(
        "unique index dropped",
        "DROP INDEX one;",
        (
            ("unique-dropped", "users.one", 2, 14),
            ("index-dropped-under-lock", "users.one", 2, 14),
        ),
        base=USERS + "CREATE UNIQUE INDEX one ON users (email);\n",
    ),
    Pair(
        "foreign key dropped",
        "ALTER TABLE users DROP CONSTRAINT users_team_id_fkey;",
        (("foreign-key-dropped", "users.users_team_id_fkey", 2, 14),),
        base=USERS + "ALTER TABLE users ADD FOREIGN KEY (team_id) REFERENCES teams;\n",
    ),
    Pair(
        "check dropped",
        "ALTER TABLE users DROP CONSTRAINT adult;",
        (("check-dropped", "users.adult", 2, 14),),
        base=USERS + "ALTER TABLE users ADD CONSTRAINT adult CHECK (age > 17);\n",
    ),
    Pair(
        "constraint dropped that nobody knows",
        "ALTER TABLE users DROP CONSTRAINT strange;",
        (("constraint-dropped", "users.strange", 2, 1),),
    ),
    Pair(
        "enum value added",
        "ALTER TYPE mood ADD VALUE 'sad' AFTER 'ok';",
        (("enum-value-added", "mood=sad", 2, 1),),
        base="CREATE TYPE mood AS ENUM ('ok', 'bad');\n",
    ),
    Pair(
        "enum value renamed",
        "ALTER TYPE mood RENAME VALUE 'ok' TO 'fine';",
        (("enum-value-renamed", "mood=ok", 2, 1),),
        base="CREATE TYPE mood AS ENUM ('ok', 'bad');\n",
    ),
    Pair(
        "enum made anew without a value",
        (
            "CREATE TYPE mood_new AS ENUM ('ok');\n"
            "ALTER TABLE t ALTER COLUMN m TYPE mood_new USING (m::text::mood_new);\n"
            "ALTER TYPE mood RENAME TO mood_old;\n"
            "ALTER TYPE mood_new RENAME TO mood;\n"
            "DROP TYPE mood_old;"
        ),
        (
            ("enum-value-removed", "t.m=bad", 3, 2),
            ("table-rewritten", "t.m", 3, 2),
        ),
        base=("CREATE TYPE mood AS ENUM ('ok', 'bad');\nCREATE TABLE t (m mood);\n"),
    ),
    Pair(
        "type dropped",
        "DROP TYPE mood;",
        (("type-dropped", "mood", 2, 1),),
        base="CREATE TYPE mood AS ENUM ('ok', 'bad');\n",
    ),
    Pair(
        "type renamed",
        "ALTER TYPE mood RENAME TO feeling;",
        (("type-renamed", "mood", 2, 1),),
        base="CREATE TYPE mood AS ENUM ('ok', 'bad');\n",
    ),
    Pair(
        "composite type changed",
        "ALTER TYPE pair DROP ATTRIBUTE a;",
        (("type-changed", "pair.a", 2, 1),),
        base="CREATE TYPE pair AS (a int, b int);\n",
    ),
    Pair(
        "domain constrained",
        "CREATE DOMAIN zip AS text CHECK (VALUE ~ '^[0-9]+$');",
        (("domain-constrained", "zip", 2, 0),),
    ),
    Pair(
        "view dropped",
        "DROP VIEW names;",
        (("view-dropped", "names", 2, 14),),
        base=USERS + "CREATE VIEW names AS SELECT name FROM users;\n",
    ),
    Pair(
        "view renamed",
        "ALTER VIEW names RENAME TO labels;",
        (("view-renamed", "names", 2, 14),),
        base=USERS + "CREATE VIEW names AS SELECT name FROM users;\n",
    ),
    Pair(
        "view changed",
        "CREATE OR REPLACE VIEW names AS SELECT name, id FROM users;",
        (("view-changed", "names", 2, 14),),
        base=USERS + "CREATE VIEW names AS SELECT name FROM users;\n",
    ),
    Pair(
        "view dropped and made anew otherwise",
        ("DROP VIEW names;\nCREATE VIEW names AS SELECT id FROM users;"),
        (("view-changed", "names", 3, 14),),
        base=USERS + "CREATE VIEW names AS SELECT name FROM users;\n",
    ),
    Pair("sequence dropped", "DROP SEQUENCE s;", (("sequence-dropped", "s", 2, 1),), base="CREATE SEQUENCE s;\n"),
    Pair(
        "sequence renamed",
        "ALTER SEQUENCE s RENAME TO r;",
        (("sequence-renamed", "s", 2, 1),),
        base="CREATE SEQUENCE s;\n",
    ),
    Pair(
        "function dropped",
        "DROP FUNCTION f(int);",
        (("function-dropped", "f", 2, 1),),
        base="CREATE FUNCTION f(a int) RETURNS int AS $$ SELECT a $$ LANGUAGE sql;\n",
    ),
    Pair(
        "function renamed",
        "ALTER FUNCTION f(int) RENAME TO g;",
        (("function-renamed", "f", 2, 1),),
        base="CREATE FUNCTION f(a int) RETURNS int AS $$ SELECT a $$ LANGUAGE sql;\n",
    ),
    Pair(
        "function replaced",
        "CREATE OR REPLACE FUNCTION f(a int) RETURNS int AS $$ SELECT 2 $$ LANGUAGE sql;",
        (("function-replaced", "f", 2, 1),),
        base="CREATE FUNCTION f(a int) RETURNS int AS $$ SELECT a $$ LANGUAGE sql;\n",
    ),
    Pair("schema dropped", "DROP SCHEMA audit CASCADE;", (("schema-dropped", "audit", 2, 0),)),
    Pair("schema renamed", "ALTER SCHEMA audit RENAME TO log;", (("schema-renamed", "audit", 2, 0),)),
    Pair("database dropped", "DROP DATABASE shop;", (("database-dropped", "shop", 2, 0),)),
    Pair("extension dropped", "DROP EXTENSION pgcrypto;", (("extension-dropped", "pgcrypto", 2, 0),)),
    Pair(
        "trigger added",
        "CREATE TRIGGER touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();",
        (("trigger-added", "users.touch", 2, 1),),
    ),
    Pair(
        "trigger removed",
        "DROP TRIGGER touch ON users;",
        (("trigger-removed", "users.touch", 2, 14),),
        base=USERS + "CREATE TRIGGER touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();\n",
    ),
    Pair("row security on", "ALTER TABLE users ENABLE ROW LEVEL SECURITY;", (("row-security-enabled", "users", 2, 1),)),
    Pair(
        "row security off", "ALTER TABLE users DISABLE ROW LEVEL SECURITY;", (("row-security-disabled", "users", 2, 1),)
    ),
    Pair("privilege revoked", "REVOKE SELECT ON users FROM app;", (("privilege-revoked", "users", 2, 0),)),
    Pair(
        "statement unknown", "FLURB users WITH NOTHING;", (("statement-unknown", "2: FLURB users WITH NOTHING", 2, 0),)
    ),
    Pair("action unknown", "ALTER TABLE users FLURB name;", (("statement-unknown", "users", 2, 1),)),
    Pair(
        "do block with text that is run",
        "DO $$ BEGIN EXECUTE 'DROP TABLE ' || t; END $$;",
        (("statement-unknown", "2: DO $$ BEGIN EXECUTE 'DROP TABLE ' || t; END $$", 2, 0),),
    ),
    Pair(
        "do block with text that is given whole",
        "DO $$ BEGIN\n  EXECUTE 'ALTER TABLE users DROP COLUMN name';\nEND $$;",
        (("column-dropped", "users.name", 3, 4),),
    ),
    Pair(
        "function that is called and drops",
        "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'DROP TABLE users';\nSELECT * FROM f();",
        (("statement-unknown", "2: SELECT * FROM f()", 3, 0),),
    ),
    Pair(
        "do block that can be read",
        ("DO $$ BEGIN\n  ALTER TABLE users DROP COLUMN name;\nEXCEPTION WHEN undefined_column THEN NULL;\nEND $$;"),
        (("column-dropped", "users.name", 3, 4),),
    ),
    Pair("rewritten by an option", "ALTER TABLE users SET UNLOGGED;", (("table-rewritten", "users", 2, 1),)),
    Pair(
        "index built under lock",
        "CREATE INDEX users_name ON users (name);",
        (("index-built-under-lock", "users.users_name", 2, 1),),
    ),
    Pair(
        "index dropped under lock",
        "DROP INDEX i;",
        (("index-dropped-under-lock", "users.i", 2, 14),),
        base=USERS + "CREATE INDEX i ON users (name);\n",
    ),
    Pair(
        "concurrently in a transaction",
        ("BEGIN;\nCREATE INDEX CONCURRENTLY i ON users (name);\nCOMMIT;"),
        (("concurrently-in-transaction", "users", 3, 1),),
    ),
    Pair("vacuum full", "VACUUM FULL users;", (("table-repacked", "users", 2, 1),)),
    Pair("cluster", "CLUSTER users USING users_pkey;", (("table-repacked", "users", 2, 1),)),
    Pair("reindex", "REINDEX TABLE users;", (("table-repacked", "users", 2, 1),)),
    Pair(
        "view refreshed",
        "REFRESH MATERIALIZED VIEW names;",
        (("view-refreshed-under-lock", "names", 2, 14),),
        base=USERS + "CREATE MATERIALIZED VIEW names AS SELECT name FROM users;\n",
    ),
    Pair(
        "partition detached",
        "ALTER TABLE events DETACH PARTITION events_1;",
        (("partition-under-lock", "events.events_1", 2, 1),),
        base=(
            "CREATE TABLE events (id int) PARTITION BY RANGE (id);\n"
            "CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (1) TO (9);\n"
        ),
    ),
    Pair(
        "partition attached",
        "ALTER TABLE events ATTACH PARTITION old FOR VALUES FROM (1) TO (9);",
        (("partition-under-lock", "events.old", 2, 1),),
        base=("CREATE TABLE events (id int) PARTITION BY RANGE (id);\nCREATE TABLE old (id int);\n"),
    ),
    Pair("table locked", "LOCK TABLE users IN SHARE MODE;", (("table-locked", "users", 2, 1),)),
    Pair(
        "locks together",
        ("BEGIN;\nALTER TABLE users ADD COLUMN a int;\nALTER TABLE teams ADD COLUMN a int;\nCOMMIT;"),
        (
            ("column-added", "users.a", 3, 1),
            ("column-added", "teams.a", 4, 10),
            ("locks-together", "teams", 4, 10),
        ),
    ),
    Pair(
        "slow work under a lock",
        ("BEGIN;\nALTER TABLE users ADD COLUMN a int;\nUPDATE users SET a = 1 WHERE a IS NULL;\nCOMMIT;"),
        (
            ("column-added", "users.a", 3, 1),
            ("lock-held", "users", 4, 1),
        ),
    ),
    Pair("truncated", "TRUNCATE users CASCADE;", (("table-truncated", "users", 2, 1),)),
    Pair("all rows deleted", "DELETE FROM users;", (("rows-deleted", "users", 2, 1),)),
    Pair("all rows updated", "UPDATE users SET age = 1;", (("rows-updated", "users", 2, 1),)),
    Pair(
        "transaction in the tool's own",
        (
            "-- +goose Up\n"
            "BEGIN;\n"
            "ALTER TABLE users ADD COLUMN a int;\n"
            "COMMIT;\n"
            "-- +goose Down\n"
            "ALTER TABLE users DROP COLUMN a;"
        ),
        (
            ("transaction-nested", "2", 3, 0),
            ("column-added", "users.a", 4, 1),
            ("lock-timeout-missing", "2", 4, 0),
            ("statement-timeout-missing", "2", 4, 0),
        ),
    ),
    Pair(
        "transaction left open",
        ("BEGIN;\nALTER TABLE users ADD COLUMN a int;"),
        (
            ("column-added", "users.a", 3, 1),
            ("transaction-left-open", "2", 2, 0),
        ),
    ),
    Pair(
        "no limits",
        "ALTER TABLE users ADD COLUMN a int;",
        (
            ("column-added", "users.a", 2, 1),
            ("lock-timeout-missing", "2", 2, 0),
            ("statement-timeout-missing", "2", 2, 0),
        ),
        limits="",
    ),
    Pair(
        "no limit for the statement",
        "ALTER TABLE users ADD COLUMN a int;",
        (
            ("column-added", "users.a", 2, 1),
            ("statement-timeout-missing", "2", 2, 0),
        ),
        limits="SET LOCAL lock_timeout = '2s';",
    ),
    Pair(
        "mysql: redefined",
        "ALTER TABLE `t` MODIFY COLUMN `a` VARCHAR(10) NOT NULL;",
        (
            ("column-type-narrowed", "t.a", 2, 1),
            ("table-rewritten", "t.a", 2, 1),
            ("column-set-not-null", "t.a", 2, 1),
        ),
        base="CREATE TABLE `t` (`a` VARCHAR(20)) ENGINE=InnoDB;\n",
        database="mysql",
        limits="SET lock_wait_timeout = 2;",
    ),
    Pair(
        "mysql: enumeration lost a value",
        "ALTER TABLE t CHANGE m mood ENUM('ok');",
        (
            ("column-renamed", "t.m", 2, 1),
            ("enum-value-removed", "t.m=bad", 2, 1),
            ("table-rewritten", "t.m", 2, 1),
        ),
        base="CREATE TABLE t (m ENUM('ok','bad')) ENGINE=InnoDB;\n",
        database="mysql",
        limits="SET lock_wait_timeout = 2;",
    ),
    Pair(
        "mysql: foreign key copies",
        "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES s (id);",
        (
            ("foreign-key-added", "t.f", 2, 1),
            ("table-rewritten", "t.f", 2, 1),
        ),
        base="CREATE TABLE t (a int); CREATE TABLE s (id int primary key);\n",
        database="mysql",
        limits="SET lock_wait_timeout = 2;",
    ),
    Pair(
        "mysql: renamed",
        "RENAME TABLE t TO s;",
        (("table-renamed", "t", 2, 1),),
        base="CREATE TABLE t (a int);\n",
        database="mysql",
        limits="SET lock_wait_timeout = 2;",
    ),
    Pair(
        "mysql: no limit",
        "ALTER TABLE t ADD b int;",
        (
            ("column-added", "t.b", 2, 1),
            ("lock-timeout-missing", "2", 2, 0),
        ),
        base="CREATE TABLE t (a int);\n",
        database="mysql",
        limits="",
    ),
    Pair(
        "sqlite: table made anew",
        (
            "CREATE TABLE new_t (a TEXT NOT NULL, c INT);\n"
            "INSERT INTO new_t (a) SELECT a FROM t;\n"
            "DROP TABLE t;\n"
            "ALTER TABLE new_t RENAME TO t;"
        ),
        (
            ("column-set-not-null", "t.a", 2, 1),
            ("column-dropped", "t.b", 2, 1),
            ("column-added", "t.c", 2, 1),
        ),
        base="CREATE TABLE t (a TEXT, b INT);\n",
        database="sqlite",
        limits="",
    ),
)
