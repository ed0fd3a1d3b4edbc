"""CREATE TABLE and ALTER TABLE; an action that is not understood is kept, and its neighbours are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.parsers.sql import columns
from trueline.parsers.sql.cursor import UnreadError
from trueline.parsers.sql.syntax import Action, Statement

if TYPE_CHECKING:
    from collections.abc import Callable

    from trueline.parsers.sql.cursor import Cursor
    from trueline.parsers.sql.syntax import Column, Constraint

_INDEX_WORDS: Final = ("KEY", "INDEX", "FULLTEXT", "SPATIAL")
_REWRITING: Final = {
    ("SET", "LOGGED"): "rewrite", ("SET", "UNLOGGED"): "rewrite", ("SET", "TABLESPACE"): "rewrite",
    ("SET", "ACCESS", "METHOD"): "rewrite", ("CONVERT", "TO"): "rewrite", ("FORCE",): "rewrite",
    ("ENGINE",): "rewrite", ("ROW_FORMAT",): "rewrite",
}  # fmt: skip
_PLAIN: Final = {
    ("ENABLE", "ROW", "LEVEL", "SECURITY"): "enable-row-security",
    ("FORCE", "ROW", "LEVEL", "SECURITY"): "enable-row-security",
    ("DISABLE", "ROW", "LEVEL", "SECURITY"): "disable-row-security",
    ("NO", "FORCE", "ROW", "LEVEL", "SECURITY"): "disable-row-security",
    ("ENABLE", "TRIGGER"): "enable-trigger", ("ENABLE", "ALWAYS", "TRIGGER"): "enable-trigger",
    ("ENABLE", "REPLICA", "TRIGGER"): "enable-trigger", ("DISABLE", "TRIGGER"): "disable-trigger",
    ("CLUSTER", "ON"): "option", ("SET", "WITHOUT", "CLUSTER"): "option", ("OWNER", "TO"): "option",
    ("REPLICA", "IDENTITY"): "option", ("SET", "("): "option", ("RESET", "("): "option", ("COMMENT",): "option",
    ("AUTO_INCREMENT",): "option", ("DEFAULT", "CHARACTER"): "option", ("DEFAULT", "CHARSET"): "option",
    ("INHERIT",): "option", ("NO", "INHERIT"): "option", ("ALGORITHM",): "online", ("LOCK",): "online",
    ("COLLATE",): "option", ("ENABLE", "KEYS"): "option", ("DISABLE", "KEYS"): "option",
}  # fmt: skip

_BY_WORD: Final[dict[str, list[tuple[tuple[str, ...], str]]]] = {}
for _words, _verb in (*_REWRITING.items(), *_PLAIN.items()):
    _BY_WORD.setdefault(_words[0], []).append((_words, _verb))


def create(cursor: Cursor, flags: set[str], start: int) -> Statement:
    """Take what follows CREATE TABLE."""
    if cursor.accept("IF", "NOT", "EXISTS"):
        flags.add("if-not-exists")
    name = cursor.name()
    found = Statement("create", "table", start, name.end, (name,))
    if cursor.accept("PARTITION", "OF"):
        return found._replace(on=cursor.name(), flags=frozenset((*flags, "partition")))
    if cursor.accept("AS") or cursor.peek() == "SELECT" or cursor.peek() == "LIKE" or cursor.peek() == "OF":
        return found._replace(flags=frozenset((*flags, "as")))
    if cursor.peek() != "(":
        cursor.until(lambda at: at.peek() in ("AS", "("))
        if cursor.accept("AS"):
            return found._replace(flags=frozenset((*flags, "as")))
    made: list[Column] = []
    rules: list[Constraint] = []
    indexes: list[Action] = []
    for item in cursor.items(cursor.group()):
        _member(item, made, rules, indexes, flags)
    rest = cursor.until(lambda at: at.peek() == "AS" and at.peek(1) in ("SELECT", "("))
    if not cursor.done or any(token.text == "INHERITS" for token in rest):
        flags.add("as")
    if any(token.text == "PARTITION" for token in rest):
        flags.add("partitioned")
    if cursor.dialect != "mysql" and any(token.text == ";" for token in rest):
        raise UnreadError
    return found._replace(
        columns=tuple(made), constraints=tuple(rules), actions=tuple(indexes), flags=frozenset(flags)
    )  # fmt: skip


def _member(item: Cursor, made: list[Column], rules: list[Constraint], indexes: list[Action], flags: set[str]) -> None:
    if item.accept("LIKE"):
        flags.add("as")  # what it has besides is another table's
    elif columns.is_constraint(item):
        rules.append(columns.constraint(item))
    elif item.peek() in _INDEX_WORDS and _is_index(item):
        indexes.append(_index(item, item.start))
    else:
        made.append(columns.column(item))


def _is_index(item: Cursor) -> bool:
    """Tell MySQL's `KEY name (columns)` from a column that is called key."""
    return any(item.peek(ahead) == "(" for ahead in range(1, 5)) and item.peek(2) != "VARCHAR"


def _index(cursor: Cursor, start: int) -> Action:
    cursor.any_of("FULLTEXT", "SPATIAL")
    cursor.any_of("KEY", "INDEX")
    name = cursor.identifier() if cursor.peek() not in ("(", "USING") else ""
    if cursor.accept("USING"):
        cursor.take()
    keys = columns.keys(cursor)
    cursor.until(lambda at: at.done)
    return Action("add-index", start, cursor.end, name, ",".join(keys))


def alter(cursor: Cursor, start: int) -> Statement:
    """Take what follows ALTER TABLE."""
    flags = {"if-exists"} if cursor.accept("IF", "EXISTS") else set()
    cursor.accept("ONLY")
    if cursor.peek() == "ALL" and cursor.peek(1) == "IN":
        raise UnreadError
    name = cursor.name()
    cursor.accept("*")
    found = Statement("alter", "table", start, name.end, (name,), flags=frozenset(flags))
    actions: list[Action] = []
    for item in cursor.items(cursor.tokens[cursor.position :]):
        actions += _actions(item)
    if not actions:
        raise UnreadError
    return found._replace(actions=tuple(actions))


def _actions(item: Cursor) -> list[Action]:
    start = item.start
    try:
        found = _several(item) or [_action(item)]
        item.any_of("CASCADE", "RESTRICT")
    except UnreadError:
        found = []
    return found if found and item.done else [Action("opaque", start, item.tokens[-1].end)]


def _several(item: Cursor) -> list[Action]:
    """Take MySQL's ``ADD (a int, b int)``."""
    if not (item.peek() == "ADD" and item.peek(1) == "(") and not (
        item.peek() == "ADD" and item.peek(1) == "COLUMN" and item.peek(2) == "("
    ):
        return []
    item.take()
    item.accept("COLUMN")
    return [_added(part, part.start, frozenset()) for part in item.items(item.group())]


def _action(item: Cursor) -> Action:
    start = item.start
    for words, verb in _BY_WORD.get(item.peek(), ()):
        if item.accept(*words):
            item.accept("=")
            name = item.fold(item.tokens[item.position]) if not item.done else ""
            item.until(lambda at: at.done)
            return Action(verb, start, item.end, name, " ".join(words).lower())
    verb = item.any_of(*_VERBS)
    if not verb:
        raise UnreadError
    return _VERBS[verb](item, start)


def _add(item: Cursor, start: int) -> Action:
    if columns.is_constraint(item):
        rule = columns.constraint(item)
        return Action("add-constraint", start, item.end, rule.name, constraint=rule)
    if item.peek() in _INDEX_WORDS and _is_index(item):
        return _index(item, start)
    if item.accept("PARTITION"):
        item.until(lambda at: at.done)
        return Action("option", start, item.end, to="add partition")
    item.accept("COLUMN")
    flags = frozenset(("if-not-exists",)) if item.accept("IF", "NOT", "EXISTS") else frozenset[str]()
    return _added(item, start, flags)


def _added(item: Cursor, start: int, flags: frozenset[str]) -> Action:
    column = columns.column(item)
    return Action("add-column", start, item.end, column.name, column=column, flags=flags)


def _drop(item: Cursor, start: int) -> Action:
    what = item.any_of("CONSTRAINT", "PRIMARY", "FOREIGN", "INDEX", "KEY", "CHECK", "COLUMN") or "COLUMN"
    if what == "PRIMARY":
        item.expect("KEY")
        return Action("drop-primary", start, item.end)
    if what == "FOREIGN":
        item.expect("KEY")
    flags = {"if-exists"} if item.accept("IF", "EXISTS") else set()
    name = item.identifier()
    if item.any_of("CASCADE", "RESTRICT") == "CASCADE":
        flags.add("cascade")
    verbs = {"COLUMN": "drop-column", "INDEX": "drop-index", "KEY": "drop-index"}
    return Action(verbs.get(what, "drop-constraint"), start, item.end, name, flags=frozenset(flags))


def _alter_column(item: Cursor, start: int) -> Action:
    if item.accept("CONSTRAINT") or item.accept("CHECK"):
        raise UnreadError
    if item.accept("INDEX"):
        item.until(lambda at: at.done)
        return Action("option", start, item.end, to="alter index")
    item.accept("COLUMN")
    name = item.identifier()
    verb = next((verb for words, verb in _COLUMN_VERBS.items() if item.accept(*words)), "")
    if verb == "set-default":
        return Action(verb, start, item.end, name, expression=columns.value(item))._replace(end=item.end)
    if verb == "set-type":
        return _set_type(item, name, start)
    if verb in ("", "opaque"):
        raise UnreadError
    if verb in ("option", "add-identity", "set-expression"):
        item.until(lambda at: at.done)
    item.accept("IF", "EXISTS")
    return Action(verb, start, item.end, name)


def _set_type(item: Cursor, name: str, start: int) -> Action:
    to = columns.data_type(item)
    if item.accept("COLLATE"):
        item.name()
    using = item.expression(item.until(lambda at: at.done)) if item.accept("USING") else None
    return Action("set-type", start, item.end, name, type=to, expression=using)


_COLUMN_VERBS: Final = {
    ("SET", "NOT", "NULL"): "set-not-null",
    ("DROP", "NOT", "NULL"): "drop-not-null",
    ("SET", "DEFAULT"): "set-default",
    ("DROP", "DEFAULT"): "drop-default",
    ("SET", "DATA", "TYPE"): "set-type",
    ("TYPE",): "set-type",
    ("SET", "EXPRESSION"): "set-expression",
    ("DROP", "EXPRESSION"): "drop-expression",
    ("DROP", "IDENTITY"): "drop-identity",
    ("ADD", "GENERATED"): "add-identity",
    ("SET", "STATISTICS"): "option",
    ("SET", "STORAGE"): "option",
    ("SET", "COMPRESSION"): "option",
    ("SET", "GENERATED"): "option",
    ("SET", "INVISIBLE"): "option",
    ("SET", "VISIBLE"): "option",
    ("SET", "("): "option",
    ("RESET", "("): "option",
    ("RESTART",): "option",
}


def _rename(item: Cursor, start: int) -> Action:
    if item.any_of("TO", "AS"):
        return Action("rename-table", start, item.end, to=item.name().name)._replace(end=item.end)
    what = item.any_of("CONSTRAINT", "INDEX", "KEY", "COLUMN") or "COLUMN"
    name = item.identifier()
    item.expect("TO")
    verb = {"CONSTRAINT": "rename-constraint", "INDEX": "rename-index", "KEY": "rename-index"}.get(
        what, "rename-column"
    )
    return Action(verb, start, item.end, name, item.identifier())._replace(end=item.end)


def _modify(item: Cursor, start: int) -> Action:
    item.accept("COLUMN")
    column = columns.column(item)
    return Action("redefine-column", start, item.end, column.name, column=column)


def _change(item: Cursor, start: int) -> Action:
    item.accept("COLUMN")
    old = item.identifier()
    column = columns.column(item)
    return Action("redefine-column", start, item.end, old, column.name, column)


def _validate(item: Cursor, start: int) -> Action:
    item.expect("CONSTRAINT")
    return Action("validate", start, item.end, item.identifier())._replace(end=item.end)


def _partition(verb: str) -> Callable[[Cursor, int], Action]:
    def take(item: Cursor, start: int) -> Action:
        item.expect("PARTITION")
        name = item.name()
        words = {token.text for token in item.until(lambda at: at.done)}
        flags = {"concurrently"} if words & {"CONCURRENTLY", "FINALIZE"} else set()
        return Action(verb, start, item.end, name.key, flags=frozenset(flags))

    return take


def _set(item: Cursor, start: int) -> Action:
    item.expect("SCHEMA")
    return Action("set-schema", start, item.end, to=item.identifier())._replace(end=item.end)


_VERBS: Final[dict[str, Callable[[Cursor, int], Action]]] = {
    "ADD": _add,
    "ALTER": _alter_column,
    "ATTACH": _partition("attach"),
    "CHANGE": _change,
    "DETACH": _partition("detach"),
    "DROP": _drop,
    "MODIFY": _modify,
    "RENAME": _rename,
    "SET": _set,
    "VALIDATE": _validate,
}
