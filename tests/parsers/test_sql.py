"""SQL: statements and their places in every dialect, and what is wrong with hostile input."""

from __future__ import annotations

import pytest
from effort import ends
from hypothesis import given, strategies

from trueline.model.document import Source
from trueline.parsers import sql


def parse(data: str | bytes, dialect="postgresql"):
    return sql.parse(Source("a.sql", data.encode() if isinstance(data, str) else data), dialect)


def read(text: str, dialect="postgresql"):
    parsed = parse(text, dialect)
    assert not parsed.problems
    return parsed.documents[0].root.statements if parsed.documents else []


def texts(text: str, dialect="postgresql") -> list[str]:
    return [text[one.start : one.end] for one in read(text, dialect)]


@pytest.mark.parametrize(
    ("text", "dialect", "expected"),
    [
        pytest.param("a;b", "postgresql", ["a", "b"], id="the last one needs no end"),
        pytest.param("SELECT ';'; SELECT 'it''s;'", "postgresql", ["SELECT ';'", "SELECT 'it''s;'"], id="texts"),
        pytest.param(r"SELECT E'it\'s;'; x", "postgresql", [r"SELECT E'it\'s;'", "x"], id="texts with escapes"),
        pytest.param(r"SELECT 'a\'; x", "postgresql", [r"SELECT 'a\'", "x"], id="a backslash escapes nothing"),
        pytest.param(r"SELECT 'a\';'; x", "mysql", [r"SELECT 'a\';'", "x"], id="in MySQL it does"),
        pytest.param("DROP TABLE \"a;\"\"b\"; x", "postgresql", ["DROP TABLE \"a;\"\"b\"", "x"], id="names in quotes"),
        pytest.param("DROP TABLE `a;b`; x", "mysql", ["DROP TABLE `a;b`", "x"], id="names in backticks"),
        pytest.param("DROP TABLE [a;b]; x", "sqlite", ["DROP TABLE [a;b]", "x"], id="names in brackets"),
        pytest.param("SELECT a[1]; x", "postgresql", ["SELECT a[1]", "x"], id="an array is no name"),
        pytest.param("-- a;\n/* b; /* c; */ d; */ x;", "postgresql", ["x"], id="comments nest"),
        pytest.param("/* a /* b */ x; # c;\ny", "mysql", ["x", "y"], id="in MySQL they do not"),
        pytest.param("SELECT 5--1;\n; x", "mysql", ["SELECT 5--1", "x"], id="two signs are no comment in MySQL"),
        pytest.param("/*!40101 SET a=1 */; x", "mysql", ["SET a=1", "x"], id="MySQL runs some comments"),
        pytest.param("DO $a$ x; $b$ ; $a$; y", "postgresql", ["DO $a$ x; $b$ ; $a$", "y"], id="dollar quotes"),
        pytest.param("SELECT $1; x", "postgresql", ["SELECT $1", "x"], id="a parameter is no quote"),
        pytest.param("COPY t FROM stdin;\na;b\n'\n\\.\nx;", "postgresql", ["COPY t FROM stdin", "x"], id="COPY"),
        pytest.param("\\connect db\n\\set a ';'\nx;", "postgresql", ["x"], id="commands of psql"),
        pytest.param("SELECT 1 \\gexec\nx;", "postgresql", ["SELECT 1 \\gexec", "x"], id="psql runs what comes out"),
        pytest.param("DELIMITER //\nCREATE PROCEDURE p() BEGIN a; b; END//\nDELIMITER ;\nx;", "mysql",
                     ["CREATE PROCEDURE p() BEGIN a; b; END", "x"], id="MySQL's delimiter"),
        pytest.param("CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c = CASE 1 WHEN 1 THEN 2 END; x; END; y",
                     "sqlite",
                     ["CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c = CASE 1 WHEN 1 THEN 2 END; x; END",
                      "y"], id="a body that is no text"),
        pytest.param("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END; x", "postgresql",
                     ["CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END", "x"], id="a body of standard SQL"),
        pytest.param("BEGIN; x; END; y", "postgresql", ["BEGIN", "x", "END", "y"], id="a transaction is no body"),
        pytest.param("CREATE RULE r AS ON INSERT TO t DO (a; b); x", "postgresql",
                     ["CREATE RULE r AS ON INSERT TO t DO (a; b)", "x"], id="rules hold statements"),
        pytest.param("CREATE TABLE a (b int;\nCREATE TABLE c (d int);", "postgresql",
                     ["CREATE TABLE a (b int", "CREATE TABLE c (d int)"], id="a parenthesis that is missing costs one"),
        pytest.param("CREATE TABLE a (b int)\nGO\nx\ngo\n", "generic", ["CREATE TABLE a (b int)", "x"], id="batches"),
        pytest.param("-- +goose StatementBegin\na; b\n-- +goose StatementEnd\nx;", "postgresql", ["a", "b", "x"],
                     id="goose ends a statement"),
        pytest.param("ALTER TABLE ${s}.t ADD a int; x", "postgresql", ["ALTER TABLE ${s}.t ADD a int", "x"],
                     id="what is put in later"),
        pytest.param("x;\r\ny;\r\n", "postgresql", ["x", "y"], id="other line ends"),
        pytest.param("", "postgresql", [], id="nothing"),
        pytest.param(";;;", "postgresql", [], id="empty statements"),
    ],
)  # fmt: skip
def test_knows_where_a_statement_ends(text, dialect, expected):
    assert texts(text, dialect) == expected


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        pytest.param("x;\nSELECT 'a", "the text in quotes has no end", 2, id="text"),
        pytest.param('x;\n\nDROP TABLE "a', "the text in quotes has no end", 3, id="name"),
        pytest.param("x;\nDO $a$ b $c$", "the text after $a$ has no end", 2, id="dollar quote"),
        pytest.param("/* a /* b */", "the comment has no end", 1, id="comment"),
        pytest.param("COPY t FROM stdin;\n1\n2\n", "the rows of COPY have no end", 1, id="rows"),
        pytest.param("x;\n\x00", "the file holds a NUL character", 2, id="NUL"),
    ],
)
def test_says_where_the_text_is_broken(text, message, line):
    problems = parse(text).problems

    assert [(problem.message, problem.region.start_line) for problem in problems] == [(message, line)]


def test_what_follows_a_text_without_end_is_opaque_and_may_be_anything():
    last = parse("x;\nSELECT 'DROP TABLE users").documents[0].root.statements[-1]

    assert last.verb == "opaque"
    assert "execute" in last.mentions


def test_reads_a_table():
    text = (
        'CREATE TABLE IF NOT EXISTS app."Users" (\n'
        "  id bigserial PRIMARY KEY,\n"
        "  name character varying(20) DEFAULT 'x'::text NOT NULL,\n"
        "  price decimal(10, 2),\n"
        "  at timestamp(3) with time zone DEFAULT now(),\n"
        "  tags text[] UNIQUE,\n"
        "  total int GENERATED ALWAYS AS (1 + 2) STORED,\n"
        '  "group" int REFERENCES groups (id) ON DELETE SET NULL,\n'
        "  CONSTRAINT c CHECK (price > 0),\n"
        "  FOREIGN KEY (a, b) REFERENCES other (a, b)\n"
        ") PARTITION BY RANGE (at)"
    )
    (table,) = read(text)

    assert (table.verb, table.object, table.name.key) == ("create", "table", "app.Users")
    assert table.flags == {"if-not-exists", "partitioned"}
    assert [(one.name, one.type.text, one.not_null, one.generated) for one in table.columns] == [
        ("id", "bigint", True, "serial"),
        ("name", "varchar(20)", True, ""),
        ("price", "numeric(10, 2)", False, ""),
        ("at", "timestamptz(3)", False, ""),
        ("tags", "text[]", False, ""),
        ("total", "integer", False, "stored"),
        ("group", "integer", False, ""),
    ]
    assert text[table.columns[2].start : table.columns[2].end] == "price decimal(10, 2)"
    assert table.columns[3].default.calls == ("now",)
    assert [(one.kind, one.name, one.columns) for one in table.constraints] == [
        ("check", "c", ()),
        ("foreign", "", ("a", "b")),
    ]
    assert table.columns[6].constraints[0].on_delete == "set null"


@pytest.mark.parametrize(
    ("action", "verb"),
    [
        ("ADD COLUMN a int", "add-column"),
        ("ADD a int", "add-column"),
        ("ADD a text[] NOT NULL DEFAULT ARRAY['x', 'y'] CHECK (a <> '{}')", "add-column"),
        ("ADD CONSTRAINT c UNIQUE USING INDEX i", "add-constraint"),
        ("ALTER a TYPE text USING a::text", "set-type"),
        ("ALTER COLUMN a SET DATA TYPE varchar(3) COLLATE \"C\"", "set-type"),
        ("ALTER COLUMN a SET DEFAULT now()", "set-default"),
        ("ALTER COLUMN a DROP DEFAULT", "drop-default"),
        ("ALTER COLUMN a SET NOT NULL", "set-not-null"),
        ("ALTER COLUMN a ADD GENERATED ALWAYS AS IDENTITY (START 1)", "add-identity"),
        ("ALTER COLUMN a SET STATISTICS 100", "option"),
        ("DROP COLUMN IF EXISTS a CASCADE", "drop-column"),
        ("DROP CONSTRAINT c", "drop-constraint"),
        ("RENAME a TO b", "rename-column"),
        ("RENAME TO b", "rename-table"),
        ("RENAME CONSTRAINT a TO b", "rename-constraint"),
        ("SET SCHEMA s", "set-schema"),
        ("SET (fillfactor = 70)", "option"),
        ("SET TABLESPACE s", "rewrite"),
        ("VALIDATE CONSTRAINT c", "validate"),
        ("ENABLE ROW LEVEL SECURITY", "enable-row-security"),
        ("DETACH PARTITION p CONCURRENTLY", "detach"),
        ("OWNER TO x", "option"),
        ("FLURB a", "opaque"),
        ("ADD COLUMN a int FLURB", "opaque"),
        ("DROP COLUMN a FLURB", "opaque"),
    ],
)  # fmt: skip
def test_reads_actions(action, verb):
    (found,) = read(f"ALTER TABLE IF EXISTS ONLY s.t {action}")

    assert [one.verb for one in found.actions] == [verb]


def test_an_action_that_is_not_understood_leaves_its_neighbours():
    (found,) = read("ALTER TABLE t ADD a numeric(1, 2), FLURB (b, c), DROP d")

    assert [one.verb for one in found.actions] == ["add-column", "opaque", "drop-column"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("ALTER TABLE t DROP a;", id="one"),
        pytest.param("IF n > 1 THEN\n  ALTER TABLE t DROP a;\nEND IF;", id="under a condition"),
        pytest.param("FOR r IN SELECT 1 LOOP ALTER TABLE t DROP a; END LOOP;", id="in a loop"),
        pytest.param("BEGIN\nALTER TABLE t DROP a;\nEXCEPTION WHEN others THEN NULL;\nEND;", id="in a block below"),
    ],
)
def test_reads_the_statements_of_a_block_where_they_stand(body):
    text = f"DO $do$\nDECLARE n int;\nBEGIN\n{body}\nEND $do$;"
    (block,) = read(text)

    assert (block.verb, [text[one.start : one.end] for one in block.inner]) == ("do", ["ALTER TABLE t DROP a"])


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("EXECUTE 'DROP TABLE ' || t;", id="text that is put together"),
        pytest.param("EXECUTE 'COMMENT ON TABLE t IS ''x''';", id="text with quotes in it"),
        pytest.param("EXECUTE 'DROP TABLE $1' USING t;", id="text with values"),
        pytest.param("PERFORM f();", id="a function that is called"),
        pytest.param("n := f();", id="an assignment"),
    ],
)
def test_a_block_that_is_not_plain_stays_opaque(body):
    (block,) = read(f"DO $$ BEGIN {body} END $$")

    assert block.verb == "opaque"


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        pytest.param("CREATE TABLE `a` (b int) ENGINE=InnoDB", "mysql", id="MySQL"),
        pytest.param("CREATE TABLE a (b INTEGER PRIMARY KEY AUTOINCREMENT)", "sqlite", id="SQLite"),
        pytest.param("CREATE TABLE a (b bigserial, c jsonb)", "postgresql", id="PostgreSQL"),
        pytest.param("CREATE TABLE a (b int)", "generic", id="nobody's own"),
        pytest.param("-- `a` `b`\nCREATE TABLE a (b jsonb)", "postgresql", id="comments say nothing"),
    ],
)
def test_guesses_the_dialect(text, dialect):
    assert sql.guess(text) == dialect


def test_names_are_folded_as_the_dialect_does():
    text = 'CREATE TABLE "Users" (Id int)'

    assert [(one.name.key, one.columns[0].name) for one in read(text)] == [("Users", "id")]
    assert [(one.name.key, one.columns[0].name) for one in read(text, "sqlite")] == [("users", "id")]


def test_locates_statements_and_comments():
    document = parse("-- why\n\n  DROP TABLE a;\n").documents[0]

    assert str(document.locate((0,))) == "a.sql:3:3"
    assert [(one.text, one.region.start_line) for one in document.comments] == [("why", 1)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("(" * 200_000, id="open parentheses"),
        pytest.param("CREATE TABLE t (" + "a int DEFAULT (" * 50_000, id="nested columns"),
        pytest.param("/*" * 200_000, id="nested comments"),
        pytest.param("$a$" * 100_001, id="dollar quotes"),
        pytest.param("'" * 200_001, id="quotes"),
        pytest.param("E'" + "\\" * 200_001, id="escapes"),
        pytest.param("CREATE TRIGGER " + "BEGIN " * 100_000, id="bodies"),
        pytest.param("ALTER TABLE t " + "ADD a int, " * 20_000, id="actions"),
        pytest.param("DELIMITER " + "x" * 100_000, id="a long delimiter"),
        pytest.param("a.b." * 20_000, id="a long name"),
        pytest.param("DO $$ " + "BEGIN " * 50_000 + "$$", id="a deep block"),
    ],
)
@pytest.mark.parametrize("dialect", ["postgresql", "mysql", "sqlite", "generic"])
def test_hostile_text_is_read_in_one_pass(text, dialect):
    with ends():
        parse(text, dialect)


@given(strategies.text(alphabet="ab;'\"$\\`[]()-/*#\n\r ,.:E1=", max_size=60))
def test_any_text_gives_statements_in_order_or_a_problem(text):
    for dialect in ("postgresql", "mysql", "sqlite", "generic"):
        parsed = parse(text, dialect)
        ends = [0]
        for document in parsed.documents:
            for one in document.root.statements:
                assert ends[-1] <= one.start < one.end <= len(text)
                ends.append(one.end)


WORDS = [
    "CREATE", "ALTER", "DROP", "TABLE", "INDEX", "TYPE", "VIEW", "ADD", "COLUMN", "SET", "NOT", "NULL", "DEFAULT",
    "CHECK", "UNIQUE", "PRIMARY", "KEY", "REFERENCES", "(", ")", ",", ";", "a", "b", "int", "text", "varchar",
    "USING", "ON", "TO", "RENAME", "AS", "ENUM", "'x'", "1", ".", "IF", "EXISTS", "CONCURRENTLY", "WHERE", "SELECT",
    "UPDATE", "DELETE", "FROM",
]  # fmt: skip


@given(strategies.lists(strategies.sampled_from(WORDS), max_size=25))
def test_any_words_are_read_or_opaque(words):
    for dialect in ("postgresql", "mysql"):
        parse(" ".join(words), dialect)


@pytest.mark.parametrize(
    ("text", "verb", "flags"),
    [
        pytest.param("CREATE TABLE t AS SELECT 1", "create", {"as"}, id="made of rows"),
        pytest.param("CREATE TEMP TABLE t ON COMMIT DROP AS SELECT 1", "create", {"temp", "as"}, id="made for a while"),
        pytest.param("CREATE TABLE t (LIKE s)", "create", {"as"}, id="made like another"),
        pytest.param("SELECT 1 INTO t", "opaque", set(), id="SELECT makes a table, too"),
        pytest.param("SELECT f($$INSERT INTO t$$)", "select", set(), id="a text is no clause"),
    ],
)
def test_reads_tables_that_are_made_of_others(text, verb, flags):
    (found,) = read(text)

    assert (found.verb, found.flags) == (verb, flags)


def test_reads_a_table_of_mysql():
    text = (
        "CREATE TABLE `users` (\n"
        "  `id` bigint(20) unsigned NOT NULL AUTO_INCREMENT,\n"
        "  `email` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '' COMMENT 'the; mail',\n"
        "  `at` datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),\n"
        "  `kind` enum('a','b') DEFAULT NULL,\n"
        "  `h` int AS (id * 2) STORED,\n"
        "  `key` varchar(10),\n"
        "  PRIMARY KEY (`id`),\n"
        "  UNIQUE KEY `u_email` (`email`(20)),\n"
        "  KEY `i_at` (`at`,`kind`) USING BTREE,\n"
        "  FULLTEXT KEY `ft` (`email`)\n"
        ") ENGINE=InnoDB AUTO_INCREMENT=5 DEFAULT CHARSET=utf8mb4 COMMENT='x'"
    )
    (table,) = read(text, "mysql")

    assert [(one.name, one.type.text, one.not_null, one.generated) for one in table.columns] == [
        ("id", "bigint(20) unsigned", True, "serial"),
        ("email", "varchar(255)", True, ""),
        ("at", "datetime(6)", True, ""),
        ("kind", "enum('a', 'b')", False, ""),
        ("h", "integer", False, "stored"),
        ("key", "varchar(10)", False, ""),
    ]
    assert [(one.kind, one.name, one.columns) for one in table.constraints] == [
        ("primary", "", ("id",)),
        ("unique", "u_email", ("email",)),
    ]
    assert [(one.name, one.to) for one in table.actions] == [("i_at", "at,kind"), ("ft", "email")]


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        pytest.param("ALTER TABLE t ADD COLUMN x INT NULL DEFAULT 1 AFTER e, ADD INDEX (x)", "mysql", id="at"),
        pytest.param("ALTER TABLE t ADD (y int, z int), ALGORITHM=INPLACE, LOCK=NONE", "mysql", id="several"),
        pytest.param("ALTER TABLE t DROP FOREIGN KEY f, DROP PRIMARY KEY, RENAME INDEX a TO b", "mysql", id="drop"),
        pytest.param("CREATE DEFINER=`a`@`%` SQL SECURITY DEFINER VIEW v AS SELECT 1", "mysql", id="definer"),
        pytest.param("ALTER TABLE [dbo].[U] ADD [x] INT NOT NULL DEFAULT 0", "generic", id="brackets"),
        pytest.param("CREATE TABLE [U] ([a] INT IDENTITY(1,1) NOT NULL, CONSTRAINT p PRIMARY KEY CLUSTERED ([a] ASC))",
                     "generic", id="SQL Server's keys"),
        pytest.param("CREATE TABLE t (a, b DEFAULT (1)) STRICT, WITHOUT ROWID", "sqlite", id="no types"),
        pytest.param("REPLACE INTO t VALUES (1)", "sqlite", id="replace"),
    ],
)  # fmt: skip
def test_reads_what_other_dialects_have(text, dialect):
    (found,) = read(text, dialect)

    assert found.verb != "opaque"
    assert "opaque" not in [one.verb for one in found.actions]
