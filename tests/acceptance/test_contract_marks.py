"""Marks in contracts: the languages that have comments, deleted things, squawk's own, and what a change may not do."""

from __future__ import annotations

import pytest
from tests.acceptance.conftest import git

PROTO = 'syntax = "proto3";\npackage shop;\n\nmessage Order {\n  string id = 1;\n  int64 total = 2;\n}\n'
GRAPHQL = 'type Query {\n  "All of them."\n  orders: [ID!]!\n  sizes: [Int!]\n}\n'
FIRST = "CREATE TABLE orders (id bigint PRIMARY KEY, note text, size int);\n"
FILES = {"shop.proto": PROTO, "api/schema.graphql": GRAPHQL, "db/migrations/000001_orders.up.sql": FIRST}
SECOND = "db/migrations/000002_note.up.sql"
DROP = "ALTER TABLE orders\n  DROP COLUMN note;\n"
MARK = "trueline: ignore[{}]: nobody uses it yet"
RULES = {
    "proto": "protobuf-wire-broken, protobuf-json-broken",
    "graphql": "graphql-result-changed, graphql-element-removed",
    "sql": "migration-drops-column",
}
PROTO_MARK, GRAPHQL_MARK, SQL_MARK = (MARK.format(RULES[name]) for name in ("proto", "graphql", "sql"))


def blocking(ran) -> set[str]:
    return {found["rule_id"] for found in ran.report["findings"] if found["blocks"]}


def let_go(ran) -> set[str]:
    return {found["rule_id"] for found in ran.report["findings"] if found["suppression"]}


def staged(trueline, repository, files: dict[str, str], config: str = ""):
    """Judge what is about to be committed."""
    top = repository({**FILES, ".trueline/config.yaml": config} if config else FILES)
    for name, text in files.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(text)
    git(top, "add", "--all")
    return trueline("check", "--staged", "--report", "json", cwd=top)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("shop.proto", PROTO.replace("int64", f"// {PROTO_MARK}\n  string"), id="proto, above the field"),
        pytest.param("shop.proto", PROTO.replace("int64 total = 2;", f"string total = 2; // {PROTO_MARK}"), id="proto"),
        pytest.param(
            "shop.proto",
            PROTO.replace("  int64 total = 2;\n", "").replace("message", f"/* {PROTO_MARK} */\nmessage"),
            id="proto, a field that is gone: above its message",
        ),
        pytest.param(
            "api/schema.graphql", GRAPHQL.replace("[ID!]!", f"[ID!] # {GRAPHQL_MARK}"), id="graphql, behind the field"
        ),
        pytest.param(
            "api/schema.graphql",
            GRAPHQL.replace('  "All', f'  # {GRAPHQL_MARK}\n  "All').replace("[ID!]!", "[ID!]"),
            id="graphql, above the description",
        ),
        pytest.param(
            "api/schema.graphql",
            f"# {GRAPHQL_MARK}\n" + GRAPHQL.replace("  sizes: [Int!]\n", ""),
            id="graphql, a field that is gone: above its type",
        ),
        pytest.param(SECOND, f"-- {SQL_MARK}\n{DROP}", id="sql, above the statement"),
        pytest.param(SECOND, DROP.replace("\n  ", f"\n  -- {SQL_MARK}\n  "), id="sql, in the statement"),
    ],
)  # fmt: skip
def test_a_mark_lets_a_change_go(trueline, repository, path: str, text: str) -> None:
    ran = staged(trueline, repository, {path: text})

    assert (ran.code, blocking(ran)) == (0, set())
    assert let_go(ran)
    assert let_go(ran) <= set(RULES[path.rpartition(".")[2]].split(", "))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("shop.proto", f"// {PROTO_MARK}\n{PROTO.replace('int64', 'string')}", id="proto"),
        pytest.param("shop.proto", f"// buf:lint:ignore FIELD_SAME_TYPE\n{PROTO.replace('int64', 'string')}", id="buf"),
        pytest.param(
            "api/schema.graphql", GRAPHQL.replace('"All', f'"# {GRAPHQL_MARK}').replace("!]!", "!]"), id="in a text"
        ),
        pytest.param(SECOND, f"{DROP}-- {SQL_MARK}\nSELECT 1;\n", id="sql, above another statement"),
    ],
)  # fmt: skip
def test_a_mark_elsewhere_lets_nothing_go(trueline, repository, path: str, text: str) -> None:
    ran = staged(trueline, repository, {path: text})

    assert ran.code == 1
    assert blocking(ran) <= set(RULES[path.rpartition(".")[2]].split(", "))


SQUAWK = """\
policy: house
owner: platform
rules:
  - id: column-dropped
    title: A column is dropped
    severity: high
    on: change
    for: sql/column-dropped
    forbid: change.breaks.code
    message: column {change.subject} is dropped
    aliases: [ban-drop-column]
"""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("-- squawk-ignore ban-drop-column\nALTER TABLE orders DROP COLUMN note;\n", 0, id="above"),
        pytest.param("ALTER TABLE orders DROP COLUMN note; -- squawk-ignore ban-drop-column\n", 0, id="behind"),
        pytest.param("-- squawk-ignore prefer-robust-stmts, ban-drop-column\n" + DROP, 1, id="it knows no statements"),
        pytest.param("-- squawk-ignore ban-drop-table\nALTER TABLE orders DROP COLUMN note;\n", 1, id="another rule"),
        pytest.param("-- squawk-ignore ban-drop-column ok\nALTER TABLE orders DROP COLUMN note;\n", 1, id="no name"),
        pytest.param(DROP + "-- squawk-ignore-file ban-drop-column\n", 0, id="the file"),
        pytest.param("-- squawk-ignore-file\n" + DROP, 1, id="all rules of the file"),
    ],
)  # fmt: skip
def test_skips_of_squawk_count_for_the_rules_that_have_its_names(trueline, repository, text: str, code: int) -> None:
    files = {SECOND: text, "policies/house.yaml": SQUAWK}
    top = repository({**FILES, ".trueline/config.yaml": "policies: [policies]\n", "policies/house.yaml": SQUAWK})
    (top / SECOND).write_text(files[SECOND])
    git(top, "add", "--all")
    ran = trueline("check", "--staged", "--report", "json", cwd=top)

    assert (ran.code, blocking(ran)) == (code, {"column-dropped"} if code else set())


def test_a_change_does_not_let_itself_go(trueline, repository) -> None:
    top = repository(FILES)
    git(top, "switch", "--quiet", "--create=change")
    repository({"shop.proto": PROTO.replace("int64", f"// {PROTO_MARK}\n  string")})
    ran = trueline("check", "--base", "main", "--report", "json", cwd=top)

    assert (ran.code, blocking(ran)) == (1, {"suppression-added"})


def test_what_base_let_go_stays_let_go(trueline, repository) -> None:
    marked = PROTO.replace("  int64", f"  // {PROTO_MARK}\n  int64")
    top = repository({**FILES, "shop.proto": marked})
    git(top, "switch", "--quiet", "--create=change")
    repository({"shop.proto": "\n" + marked.replace("int64", "string")})
    ran = trueline("check", "--base", "main", "--report", "json", cwd=top)

    assert (ran.code, blocking(ran), let_go(ran)) == (0, set(), {"protobuf-wire-broken"})


def test_a_mark_that_moved_to_something_else_is_new(trueline, repository) -> None:
    top = repository({**FILES, "shop.proto": PROTO.replace("  string", f"  // {PROTO_MARK}\n  string")})
    git(top, "switch", "--quiet", "--create=change")
    repository({"shop.proto": PROTO.replace("int64", f"// {PROTO_MARK}\n  string")})
    ran = trueline("check", "--base", "main", "--report", "json", cwd=top)

    assert (ran.code, blocking(ran)) == (1, {"suppression-added"})


@pytest.mark.parametrize(
    ("comment", "rule"),
    [
        pytest.param("trueline: ignore[protobuf-wire-broken]", "suppression-invalid", id="no reason"),
        pytest.param("trueline: ignore[protobuf-wire-brocken]: x", "suppression-invalid", id="no such rule"),
        pytest.param(PROTO_MARK.replace("]", "] until 2020-01-31"), "suppression-expired", id="its day is over"),
    ],
)
def test_a_mark_that_does_nothing_is_told_of(trueline, repository, comment: str, rule: str) -> None:
    ran = staged(trueline, repository, {"shop.proto": PROTO.replace("int64", f"// {comment}\n  string")})

    assert rule in {found["rule_id"] for found in ran.report["findings"]}
    assert "protobuf-wire-broken" in blocking(ran)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        pytest.param("-- squawk-ignore ban-drop-column\nALTER TABLE orders DROP COLUMN note;\n", set(), id="a column"),
        pytest.param("-- squawk-ignore ban-drop-column\nDROP TABLE orders;\n", {"migration-drops-table"}, id="a table"),
    ],
)
def test_built_in_rules_are_known_by_what_squawk_calls_them(trueline, repository, text: str, left: set[str]) -> None:
    assert blocking(staged(trueline, repository, {SECOND: text})) == left
