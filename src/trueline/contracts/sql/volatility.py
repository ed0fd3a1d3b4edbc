"""Defaults that PostgreSQL can keep once for all rows, and those for which it writes the table anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from trueline.values.unknown import Unknown

if TYPE_CHECKING:
    from trueline.contracts.sql.schema import Schema
    from trueline.parsers.sql.syntax import Expression

_VOLATILE: Final = frozenset((
    "clock_timestamp", "gen_random_bytes", "gen_random_uuid", "nextval", "random", "setval", "timeofday", "uuidv4",
    "uuidv7", "uuid_generate_v1", "uuid_generate_v1mc", "uuid_generate_v4", "currval", "lastval",
))  # fmt: skip
_STABLE: Final = frozenset((
    "abs", "array", "array_fill", "bit", "bpchar", "ceil", "char", "char_length", "chr", "coalesce", "concat",
    "current_date", "current_setting", "current_timestamp", "date", "date_part", "date_trunc", "decode", "digest",
    "encode", "extract", "floor", "format", "greatest", "interval", "json_build_array", "json_build_object",
    "jsonb_build_array", "jsonb_build_object", "least", "left", "length", "localtimestamp", "lower", "make_date",
    "make_interval", "make_timestamp", "md5", "mod", "now", "nullif", "numeric", "power", "regexp_replace", "replace",
    "right", "round", "row", "sha256", "statement_timestamp", "string_to_array", "substr", "substring", "time",
    "timestamp", "timestamptz", "timezone", "to_char", "to_date", "to_json", "to_jsonb", "to_number", "to_timestamp",
    "to_tsvector", "transaction_timestamp", "txid_current", "trim", "unistr", "upper", "varbit", "varchar",
))  # fmt: skip


_HARMLESS: Final = frozenset((
    "any", "array_agg", "array_length", "array_to_string", "as", "avg", "cast", "count", "current_database",
    "current_schema", "exists", "filter", "generate_series", "in", "json_agg", "jsonb_agg", "jsonb_set", "max", "min",
    "over", "pg_advisory_lock", "pg_advisory_unlock", "pg_advisory_xact_lock", "pg_get_serial_sequence", "pg_sleep",
    "position", "row_number", "set_config", "split_part", "string_agg", "sum", "unnest", "values", "version",
))  # fmt: skip


def is_known(call: str) -> bool:
    """Tell whether a function is one of PostgreSQL's own that changes no table."""
    return call in _VOLATILE or call in _STABLE or call in _HARMLESS


def is_volatile(default: Expression, schema: Schema) -> bool | Unknown:
    """Tell whether each row needs a value of its own; a function that nobody knows is unknown."""
    unknown: list[str] = []
    for call in default.calls:
        if call in _VOLATILE:
            return True
        if call in _STABLE:
            continue
        function = schema.of("function").get(call)
        if function is not None:
            if not function.words & {"immutable", "stable"}:
                return True
        else:
            unknown.append(f"whether {call}() is volatile is not known")
    return Unknown(unknown) if unknown else False
