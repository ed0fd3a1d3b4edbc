"""What a kind without a counterpart is called the other way round: its reason in ``ALONE``, run through the differ."""

from __future__ import annotations

import pytest
from tests.contracts.examples import Example, compare, made
from tests.contracts.kubernetes_crd.test_kinds import BASE as CRD
from tests.contracts.test_symmetry import ALONE, NAMES_ONLY

FREE = "asyncapi: 3.0.0\ninfo: {title: a, version: 1.0.0}\nchannels:\n  a: {messages: {M: {payload: {type: string}}}}\n"
SQL = "CREATE TABLE u (id bigint PRIMARY KEY, a text, j json);\nALTER TABLE u ADD CONSTRAINT ex EXCLUDE (a WITH =);\n"
WAYS_BACK = {
    "asyncapi": {
        "operation-added": {"send-removed"}, "receive-removed": {"operation-added"},
        "send-removed": {"operation-added"},
    },
    "graphql": {
        **{f"{place}-became-non-null": {f"{place}-became-optional"}
           for place in ("argument", "directive-argument", "input-field")},
        "argument-removed": {"required-argument-added"},
        "directive-argument-removed": {"required-directive-argument-added"},
        "input-field-removed": {"optional-input-field-added"},
        **{f"{need}-{place}-added": {f"{place}-removed"} for need in ("optional", "required")
           for place in ("argument", "directive-argument", "input-field")},
    },
    "openapi": {
        "operation-id-added": {"operation-id-changed"}, "operation-sunset-removed": {"operation-sunset-later"},
        "parameter-removed": {"parameter-added-optional"}, "parameter-sunset-removed": {"parameter-sunset-later"},
        "request-body-removed": {"request-body-added-required"},
        "webhook-parameter-removed": {"webhook-parameter-added-optional"},
        "webhook-request-body-removed": {"webhook-request-body-added-required"},
    },
    "protobuf": {
        "file-removed": {"message-added"}, "package-removed": {"message-added"},
        "required-field-added": {"field-removed"},
    },
    "terraform-module": {
        "optional-variable-added": {"variable-removed"}, "required-variable-added": {"variable-removed"},
        "variable-removed": {"required-variable-added"},
        "version-requirement-removed": {"version-requirement-changed"},
    },
}  # fmt: skip
"""Format → kind → what its example makes when base and head change places; nothing where it is not here."""
STATEMENTS = {
    "column-default-dropped": ("ALTER TABLE u ALTER a SET DEFAULT 'x'", {"column-default-changed"}),
    "column-not-null-dropped": ("ALTER TABLE u ALTER a SET NOT NULL", {"column-set-not-null", "table-scanned"}),
    "constraint-dropped": ("ALTER TABLE u ADD CONSTRAINT ch CHECK (a > '') NOT VALID", {"check-added"}),
    "database-dropped": ("CREATE DATABASE d", set()),
    "exclusion-added": ("ALTER TABLE u DROP CONSTRAINT ex", {"constraint-dropped"}),
    "extension-dropped": ("CREATE EXTENSION pgcrypto", set()),
    "function-dropped": ("CREATE FUNCTION f(a int) RETURNS int AS $$ SELECT 1 $$ LANGUAGE sql", set()),
    "json-column-added": ("ALTER TABLE u DROP COLUMN j", {"column-dropped"}),
    "required-column-added": ("ALTER TABLE u DROP COLUMN j", {"column-dropped"}),
    "schema-dropped": ("CREATE SCHEMA s", set()),
    "sequence-dropped": ("CREATE SEQUENCE s", set()),
    "table-dropped": ("CREATE TABLE n (a int)", set()),
    "type-dropped": ("CREATE TYPE t AS ENUM ('a')", set()),
    "view-dropped": ("CREATE VIEW v AS SELECT id FROM u", set()),
}
"""Kind of migrations → the statement that goes the other way, and what it makes."""
OTHERWISE = {
    ("asyncapi", "channel-removed"): "a channel of its own is made below, with nothing but a message",
    ("kubernetes-crd", "short-name-removed"): "the pair has one that comes as well",
    ("sql", "merged-migration-removed"): "a new migration is judged by its statements",
}


def _names(changes):
    return {change.kind.partition("/")[2] for change in changes}


EVERY = [
    (name, kind) for name, kinds in ALONE.items() for kind in kinds if (name, kind) not in OTHERWISE and name != "sql"
]


@pytest.mark.parametrize(("name", "kind"), EVERY)
def test_the_way_back_is_what_the_reason_says(name, kind):
    example = made(name)[f"{name}/{kind}"].example
    found = compare(name, example._replace(base=example.head, head=example.base))
    expected = WAYS_BACK.get(name, {}).get(kind, set())

    assert expected == _names(found)
    assert (ALONE[name][kind] == NAMES_ONLY) == (expected == set())


def test_every_statement_that_is_alone_has_its_way_back():
    assert ALONE["sql"].keys() - STATEMENTS.keys() == {"merged-migration-removed"}


@pytest.mark.parametrize("kind", STATEMENTS)
def test_the_statement_that_goes_back_is_what_the_reason_says(kind):
    statement, expected = STATEMENTS[kind]
    old = {"migrations/1_a.sql": SQL}
    limits = "SET lock_timeout = '1s';\nSET statement_timeout = '1s';\n"
    found = compare("sql", Example(old, {**old, "migrations/2_b.sql": f"{limits}{statement};\n"}, "postgresql"))

    assert expected == _names(found)
    assert (ALONE["sql"][kind] == NAMES_ONLY) == (expected == set())


def test_a_channel_that_comes_is_told_as_an_operation():
    head = FREE + "  b: {messages: {M: {payload: {type: string}}}}\n"
    found = compare("asyncapi", Example({"a.yaml": FREE}, {"a.yaml": head}))

    assert {"operation-added"} == _names(found)


def test_a_short_name_that_comes_is_silent():
    fewer = CRD.replace("shortNames: [wd]", "shortNames: []")
    found = compare("kubernetes-crd", Example({"crd.yaml": fewer}, {"crd.yaml": CRD}))

    assert fewer != CRD
    assert set() == _names(found)


@pytest.mark.parametrize(("part", "compatibility"), [("spec", "breaking"), ("status", "compatible")])
def test_a_resource_tells_directions_by_where_a_schema_is(part, compatibility):
    base = made("kubernetes-crd")["kubernetes-crd/schema-max-length-added"].example.base["crd.yaml"]
    base = base.replace("          spec:\n", f"          {part}:\n")
    head = base.replace("type: string\n", "type: string\n            maxLength: 3\n")
    found = compare("kubernetes-crd", Example({"crd.yaml": base}, {"crd.yaml": head}))

    assert [("schema-max-length-added", compatibility)] == [
        (one.kind.partition("/")[2], one.compatibility) for one in found
    ]


def test_avro_says_what_comes_of_both_directions():
    told = [change.details for one in made("avro").values() for change in one.changes]

    assert all({"backward", "forward"} <= details.keys() for details in told)
