"""Two types of a column: whether the new one holds what the old one held, and whether the table is written anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from trueline.parsers.sql.syntax import Expression, Type

Relation: TypeAlias = Literal["same", "widened", "narrowed", "changed"]

_WHOLE: Final = ("tinyint", "smallint", "mediumint", "integer", "bigint")
_FLOATING: Final = ("real", "float", "double")
_TEXTS: Final = ("tinytext", "text", "mediumtext", "longtext")
_WITH_PRECISION: Final = frozenset(("timestamp", "timestamptz", "time", "timetz", "interval", "varbit", "varchar"))
_BINARY_SAME: Final = frozenset(
    (("cidr", "inet"), ("xml", "text"), ("xml", "varchar"), ("citext", "text"), ("text", "citext"))
)
_MYSQL_ONE_BYTE: Final = 63  # characters of utf8mb4 that fit 255 bytes, whose length takes one byte


def relation(old: Type, new: Type) -> Relation:
    """Tell what becomes of the values that the old type could hold."""
    if old[:5] == new[:5]:
        return "same"
    if old.dimensions != new.dimensions or (old.is_unsigned != new.is_unsigned):
        return "changed"
    if old.values and new.values:
        return "widened" if set(old.values) <= set(new.values) else "narrowed"
    for ladder in (_WHOLE, _FLOATING, _TEXTS):
        if old.name in ladder and new.name in ladder:
            return "widened" if ladder.index(old.name) < ladder.index(new.name) else _sized(old, new)
    if old.name == new.name == "numeric":
        return _decimal(old, new)
    if old.name in ("char", "varchar") and new.name in _TEXTS:
        return "widened" if old.arguments else "same"
    if old.name in _TEXTS and new.name == "varchar":
        return "narrowed" if new.arguments else "same"
    if old.name == new.name or {old.name, new.name} == {"char", "varchar"}:
        return _sized(old, new)
    return "widened" if (old.name, new.name) == ("cidr", "inet") else "changed"


def _sized(old: Type, new: Type) -> Relation:
    if old.name in _WHOLE and old.name == new.name:
        return "same"  # MySQL's display width
    if old.name in _WHOLE or old.name in _FLOATING:
        return "narrowed"
    if not new.arguments:
        return "widened"
    if not old.arguments:
        return "narrowed"
    first, second = _number(old), _number(new)
    return "changed" if first < 0 or second < 0 else "widened" if second >= first else "narrowed"


def _number(of: Type, place: int = 0) -> int:
    try:
        return int(of.arguments[place])
    except (IndexError, ValueError):
        return 0 if place else -1


def _decimal(old: Type, new: Type) -> Relation:
    if not new.arguments:
        return "widened"
    if not old.arguments:
        return "narrowed"
    scale, other = _number(old, 1), _number(new, 1)
    fits = other >= scale and _number(new) - other >= _number(old) - scale
    return "widened" if fits else "narrowed"


def rewrites(old: Type | None, new: Type, using: Expression | None, column: str, database: str) -> bool | Unknown:
    """Tell whether the table is written anew for it."""
    if using is not None and not _is_plain(using, column):
        return True
    if old is None or not old.name:
        return Unknown((f"the type that {column} has is not in the migrations",))
    if old[:5] == new[:5]:
        return False
    if database == "mysql":
        return _rewrites_mysql(old, new)
    return _rewrites_postgresql(old, new)


def _is_plain(using: Expression, column: str) -> bool:
    """Tell whether USING only casts the column, as it would be without it."""
    text = using.text.removeprefix("( ").split(" :: ")[0].strip("() ")
    return text.strip('"').lower() == column.lower() and not using.calls


def _rewrites_postgresql(old: Type, new: Type) -> bool:
    if old.dimensions or new.dimensions:
        return True  # PostgreSQL casts each element, even where it would leave a plain value alone
    if (old.name, new.name) == ("bit", "varbit"):
        return bool(new.arguments)
    if (old.name, new.name) in _BINARY_SAME and not new.arguments:
        return False
    if {old.name, new.name} <= {"varchar", "text"}:
        return relation(old, new) not in ("same", "widened")
    if old.name == new.name == "numeric":
        same_scale = not new.arguments or _number(old, 1) == _number(new, 1)
        return not (same_scale and relation(old, new) == "widened")
    if old.name == new.name and old.name in _WITH_PRECISION:
        return relation(old, new) != "widened"
    return True


def _rewrites_mysql(old: Type, new: Type) -> bool:
    if old.values and new.values:
        appended = new.values[: len(old.values)] == old.values
        return not (appended and (len(new.values) < 256) == (len(old.values) < 256))
    if old.name == new.name == "varchar" and old.arguments and new.arguments:
        first, second = _number(old), _number(new)
        return second < first or (first <= _MYSQL_ONE_BYTE) != (second <= _MYSQL_ONE_BYTE)
    return relation(old, new) != "same"
