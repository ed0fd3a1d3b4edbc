"""Types of columns: what becomes of the values, and whether the table is written anew."""

from __future__ import annotations

import pytest

from trueline.contracts.sql import types
from trueline.model.document import Source
from trueline.parsers import sql
from trueline.values.unknown import is_unknown


def of(text: str, dialect="postgresql"):
    source = Source("a.sql", f"CREATE TABLE t (a {text})".encode())
    return sql.parse(source, dialect).documents[0].root.statements[0].columns[0].type


# As PostgreSQL 15 does it: the file of the table was looked at before and after.
@pytest.mark.parametrize(
    ("old", "new", "relation", "rewrites"),
    [
        ("integer", "bigint", "widened", True),
        ("bigint", "integer", "narrowed", True),
        ("integer", "int4", "same", False),
        ("integer", "numeric", "changed", True),
        ("varchar(10)", "varchar(20)", "widened", False),
        ("varchar(20)", "varchar(10)", "narrowed", True),
        ("varchar(10)", "varchar", "widened", False),
        ("varchar(10)", "text", "widened", False),
        ("varchar", "text", "same", False),
        ("text", "varchar", "same", False),
        ("text", "varchar(10)", "narrowed", True),
        ("char(5)", "char(10)", "widened", True),
        ("char(5)", "text", "widened", True),
        ("numeric(10,2)", "numeric(12,2)", "widened", False),
        ("numeric(10,2)", "numeric", "widened", False),
        ("numeric(10,2)", "numeric(12,3)", "widened", True),
        ("numeric(10,2)", "numeric(8,2)", "narrowed", True),
        ("numeric", "numeric(8,2)", "narrowed", True),
        ("real", "double precision", "widened", True),
        ("timestamp(1)", "timestamp(3)", "widened", False),
        ("timestamp(3)", "timestamp(1)", "narrowed", True),
        ("interval(3)", "interval", "widened", False),
        ("varbit(5)", "varbit(9)", "widened", False),
        ("bit(3)", "varbit", "changed", False),
        ("bit(3)", "varbit(9)", "changed", True),
        ("cidr", "inet", "widened", False),
        ("inet", "cidr", "changed", True),
        ("xml", "text", "changed", False),
        ("json", "jsonb", "changed", True),
        ("text", "text[]", "changed", True),
        ("varchar(5)[]", "text[]", "widened", True),
        # With TimeZone UTC PostgreSQL leaves the file alone; a file cannot know how a server is set.
        ("timestamp", "timestamptz", "changed", True),
    ],
)
def test_knows_what_postgresql_writes_anew(old, new, relation, rewrites):
    assert types.relation(of(old), of(new)) == relation
    assert types.rewrites(of(old), of(new), None, "a", "postgresql") == rewrites


@pytest.mark.parametrize(
    ("old", "new", "rewrites"),
    [
        pytest.param("varchar(20)", "varchar(60)", False, id="the length still takes one byte"),
        pytest.param("varchar(20)", "varchar(100)", True, id="the length takes two bytes"),
        pytest.param("varchar(100)", "varchar(200)", False, id="it took two before"),
        pytest.param("varchar(60)", "varchar(20)", True, id="shorter"),
        pytest.param("enum('a')", "enum('a','b')", False, id="a value at the end"),
        pytest.param("enum('a')", "enum('b','a')", True, id="a value before others"),
        pytest.param("int(11)", "int", False, id="a width is only shown"),
        pytest.param("int", "int unsigned", True, id="no sign"),
        pytest.param("int", "bigint", True, id="wider"),
    ],
)
def test_knows_what_mysql_writes_anew(old, new, rewrites):
    assert types.rewrites(of(old, "mysql"), of(new, "mysql"), None, "a", "mysql") == rewrites


def test_a_type_that_nobody_knows_is_unknown():
    assert is_unknown(types.rewrites(None, of("text"), None, "a", "postgresql"))
