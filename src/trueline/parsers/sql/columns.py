"""Types, columns and constraints as CREATE TABLE and ALTER TABLE declare them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.parsers.sql.cursor import UnreadError
from trueline.parsers.sql.syntax import Column, Constraint, Expression, Type

if TYPE_CHECKING:
    from trueline.parsers.sql.cursor import Cursor
    from trueline.parsers.sql.syntax import Name

_SAME: Final = {
    "int": "integer", "int4": "integer", "mediumint": "mediumint", "int8": "bigint", "int2": "smallint",
    "bool": "boolean", "float4": "real", "float8": "double", "double precision": "double", "decimal": "numeric",
    "dec": "numeric", "character varying": "varchar", "char varying": "varchar", "nvarchar": "varchar",
    "character": "char", "bpchar": "char", "nchar": "char", "bit varying": "varbit", "national character": "char",
    "timestamp with time zone": "timestamptz", "timestamp without time zone": "timestamp",
    "time with time zone": "timetz", "time without time zone": "time",
}  # fmt: skip
_SERIALS: Final = {
    "serial": "integer", "serial4": "integer", "bigserial": "bigint", "serial8": "bigint", "smallserial": "smallint",
    "serial2": "smallint",
}  # fmt: skip
_ENDS: Final = frozenset((
    "NOT", "NULL", "CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "REFERENCES", "GENERATED", "COLLATE", "COMMENT", "ON",
    "AUTO_INCREMENT", "AUTOINCREMENT", "AFTER", "FIRST", "DEFERRABLE", "INITIALLY", "KEY", "INVISIBLE", "VISIBLE",
    "STORAGE", "COMPRESSION", "DEFAULT", "AS", "IDENTITY", "CHARACTER", "CHARSET", "STORED", "VIRTUAL", "ENCODE",
    "WITH", "USING",
))  # fmt: skip
_TABLE_CONSTRAINTS: Final = frozenset(("PRIMARY", "UNIQUE", "FOREIGN", "CHECK", "EXCLUDE", "CONSTRAINT"))


def data_type(cursor: Cursor) -> Type:
    """Take a type."""
    start = cursor.start
    name = cursor.name()
    text = name.name if name.schema in ("", "pg_catalog") else name.key
    for more in ("varying", "precision", "character"):
        if text in ("character", "char", "bit", "double", "national") and cursor.accept(more.upper()):
            text = f"{text} {more}"
    arguments: tuple[str, ...] = ()
    if cursor.peek() == "(":
        arguments = tuple("".join(one.text for one in item.tokens) for item in cursor.items(cursor.group()))
    if text in ("timestamp", "time"):
        text += _zone(cursor)
    unsigned = False
    while word := cursor.any_of("UNSIGNED", "SIGNED", "ZEROFILL"):
        unsigned = unsigned or word == "UNSIGNED"
    if text == "interval":
        while cursor.any_of("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "TO"):
            pass
    dimensions = _dimensions(cursor)
    text = _SAME.get(text, text)
    values = arguments if text in ("enum", "set") else ()
    return Type(text, () if values else arguments, dimensions, values, unsigned, start, cursor.end)


def _zone(cursor: Cursor) -> str:
    for word in ("WITH", "WITHOUT"):
        if cursor.accept(word, "TIME", "ZONE") or cursor.accept(word, "LOCAL", "TIME", "ZONE"):
            return f" {word.lower()} time zone"
    return ""


def _dimensions(cursor: Cursor) -> int:
    found = 0
    while cursor.accept("["):
        if cursor.peek() != "]":
            cursor.take()
        cursor.expect("]")
        found += 1
    if cursor.accept("ARRAY"):
        found = 1
    return found


def value(cursor: Cursor) -> Expression:
    """Take the expression behind DEFAULT, which ends before whatever else a column can have."""
    first = cursor.position
    cursor.any_of("-", "+", "NOT")
    if cursor.peek() != "(":
        cursor.take()
    cursor.until(lambda at: at.peek() in _ENDS or at.peek() == "," or at.peek() == ")")
    return cursor.expression(cursor.tokens[first : cursor.position])


def column(cursor: Cursor) -> Column:
    """Take a column: name, type and what follows."""
    start = cursor.start
    name = cursor.identifier()
    bare = cursor.done or cursor.peek() in _ENDS - {"CHARACTER"} or cursor.peek() in (",", ")")
    of = Type("", start=start, end=cursor.end) if bare else data_type(cursor)  # SQLite asks for no type
    found = Column(name, of, start, cursor.end)
    if of.name in _SERIALS:
        found = found._replace(type=of._replace(name=_SERIALS[of.name]), generated="serial", not_null=True)
    while not cursor.done and cursor.peek() not in (",", ")"):
        found = _attribute(cursor, found)
    return found._replace(end=cursor.end)


def _attribute(cursor: Cursor, found: Column) -> Column:
    """Take one thing that a column may have behind its type."""
    start = cursor.start
    name = cursor.identifier() if cursor.accept("CONSTRAINT") else ""
    if cursor.accept("NOT", "NULL"):
        return found._replace(not_null=True)
    if cursor.accept("NULL"):
        return found._replace(not_null=False)
    if cursor.accept("DEFAULT"):
        return found._replace(default=value(cursor))
    generated = _generated(cursor)
    if generated:
        return found._replace(generated=generated, not_null=found.not_null or generated in ("identity", "serial"))
    if cursor.accept("COLLATE"):
        cursor.name()
        return found
    made = _column_constraint(cursor, name, found.name, start)
    if made is not None:
        must = found.not_null or made.kind == "primary"
        return found._replace(constraints=(*found.constraints, made), not_null=must)
    _ignored(cursor)
    return found


def _generated(cursor: Cursor) -> str:
    """Take what makes a column's values, and return stored, virtual, identity, serial or nothing."""
    if cursor.any_of("AUTO_INCREMENT", "AUTOINCREMENT"):
        return "serial"
    if cursor.accept("IDENTITY"):
        cursor.skip_group()
        return "identity"
    if cursor.accept("GENERATED"):
        if not cursor.accept("ALWAYS"):
            cursor.expect("BY", "DEFAULT")
            cursor.accept("ON", "NULL")
    elif not (cursor.peek() == "AS" and cursor.peek(1) == "("):
        return ""
    cursor.expect("AS")
    if cursor.accept("IDENTITY"):
        cursor.skip_group()
        return "identity"
    cursor.group()
    return "stored" if cursor.any_of("STORED", "PERSISTED", "VIRTUAL") in ("STORED", "PERSISTED") else "virtual"


def _column_constraint(cursor: Cursor, name: str, of: str, start: int) -> Constraint | None:
    if cursor.accept("PRIMARY", "KEY") or (cursor.dialect == "mysql" and cursor.accept("KEY")):
        cursor.any_of("ASC", "DESC")
        cursor.any_of("CLUSTERED", "NONCLUSTERED")
        made = Constraint("primary", name, (of,), start, cursor.end)
    elif cursor.accept("UNIQUE"):
        cursor.accept("KEY")
        _nulls(cursor)
        made = Constraint("unique", name, (of,), start, cursor.end)
    elif cursor.accept("CHECK"):
        made = Constraint("check", name, (), start, cursor.end, cursor.expression(cursor.group()))
    elif cursor.accept("REFERENCES"):
        made = _reference(cursor, Constraint("foreign", name, (of,), start, cursor.end))
    else:
        return None
    return _state(cursor, made)


def _ignored(cursor: Cursor) -> None:
    """Take what changes neither reading nor writing of a column; anything else is not understood."""
    if (
        cursor.any_of("COMMENT", "CHARSET", "STORAGE", "COMPRESSION", "ENCODE")
        or cursor.accept("CHARACTER", "SET")
        or cursor.accept("USING")
    ):
        cursor.take()
    elif cursor.accept("ON", "UPDATE"):
        cursor.take()
        cursor.skip_group()
    elif cursor.accept("ON", "CONFLICT"):
        cursor.take()
    elif cursor.accept("AFTER"):
        cursor.identifier()
    elif not cursor.any_of("FIRST", "VISIBLE", "INVISIBLE", "ASC", "DESC", "SPARSE", "ROWGUIDCOL"):
        raise UnreadError


def is_constraint(cursor: Cursor) -> bool:
    """Tell whether a constraint of the table follows, and no column."""
    return cursor.peek() in _TABLE_CONSTRAINTS


def constraint(cursor: Cursor) -> Constraint:
    """Take a constraint of a table."""
    start = cursor.start
    name = ""
    if cursor.accept("CONSTRAINT") and cursor.peek() not in _TABLE_CONSTRAINTS:
        name = cursor.identifier()
    if cursor.accept("PRIMARY", "KEY"):
        made = _keyed(cursor, "primary", name, start)
    elif cursor.accept("UNIQUE"):
        cursor.any_of("KEY", "INDEX")
        made = _keyed(cursor, "unique", name, start)
    elif cursor.accept("FOREIGN", "KEY"):
        if cursor.peek() != "(":
            name = name or cursor.identifier()
        columns = keys(cursor)
        cursor.expect("REFERENCES")
        made = _reference(cursor, Constraint("foreign", name, columns, start, cursor.end))
    elif cursor.accept("CHECK"):
        made = Constraint("check", name, (), start, cursor.end, cursor.expression(cursor.group()))
    elif cursor.accept("EXCLUDE"):
        if cursor.accept("USING"):
            cursor.identifier()
        made = Constraint("exclude", name, (), start, cursor.end, cursor.expression(cursor.group()))
    elif cursor.accept("NOT", "NULL"):
        made = Constraint("not-null", name, (cursor.identifier(),), start, cursor.end)
    else:
        raise UnreadError
    return _state(cursor, made)


def _keyed(cursor: Cursor, kind: str, name: str, start: int) -> Constraint:
    if cursor.accept("USING", "INDEX"):
        index = cursor.identifier()
        return Constraint(kind, name or index, (), start, cursor.end, using=index)
    _nulls(cursor)
    cursor.any_of("CLUSTERED", "NONCLUSTERED")
    if cursor.peek() not in ("(", "USING"):
        name = name or cursor.identifier()
    if cursor.accept("USING"):
        cursor.take()
    return Constraint(kind, name, keys(cursor), start, cursor.end)


def _nulls(cursor: Cursor) -> None:
    if cursor.accept("NULLS"):
        cursor.accept("NOT")
        cursor.expect("DISTINCT")


def _reference(cursor: Cursor, made: Constraint) -> Constraint:
    target: Name = cursor.name()
    columns = keys(cursor) if cursor.peek() == "(" else ()
    on_delete = ""
    while True:
        if cursor.accept("MATCH"):
            cursor.take()
        elif cursor.accept("ON"):
            event = cursor.take().text
            what = cursor.take().text.lower()
            if what in ("set", "no"):
                what += " " + cursor.take().text.lower()
                cursor.skip_group()
            on_delete = what if event == "DELETE" else on_delete
        else:
            return made._replace(target=target, target_columns=columns, on_delete=on_delete, end=cursor.end)


def _state(cursor: Cursor, made: Constraint) -> Constraint:
    """Take what follows any constraint: when it is checked, and whether it holds of the rows there are."""
    while True:
        if cursor.accept("NOT", "VALID") or cursor.accept("NOT", "ENFORCED"):
            made = made._replace(is_valid=False)
        elif cursor.accept("WHERE") or cursor.accept("INCLUDE") or cursor.accept("WITH"):
            cursor.group()
        elif cursor.accept("USING", "INDEX", "TABLESPACE"):
            cursor.identifier()
        elif cursor.accept("USING") or cursor.accept("COMMENT") or cursor.accept("ON", "CONFLICT"):
            cursor.take()
        elif not (
            cursor.accept("NOT", "DEFERRABLE") or cursor.any_of("DEFERRABLE", "ENFORCED", "INHERIT")
            or cursor.accept("INITIALLY", "DEFERRED") or cursor.accept("INITIALLY", "IMMEDIATE")
            or cursor.accept("NO", "INHERIT")
        ):  # fmt: skip
            return made._replace(end=cursor.end)


def keys(cursor: Cursor) -> tuple[str, ...]:
    """Take a list in parentheses of columns, lengths of MySQL and expressions; return each in one spelling."""
    return tuple(_key(item) for item in cursor.items(cursor.group()))


def _key(item: Cursor) -> str:
    first = item.tokens[0]
    if first.kind in ("word", "name", "hole") and item.peek(1) != "(" and item.peek(1) != ".":
        return item.fold(first)
    if first.kind in ("word", "name") and len(item.tokens) == 4 and item.tokens[2].kind == "number":
        return item.fold(first)  # a prefix, as in `name(20)`
    return item.expression(item.tokens).text
