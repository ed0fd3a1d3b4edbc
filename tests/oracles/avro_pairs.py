"""Pairs of Avro schemas: what each kind of change looks like, and refactorings that are none.

Each is a name, both texts, and the changes: kind, subject, what comes of new readers with old data and of old readers
with new data, and line and column at base and at head.
"""

# ruff: noqa: E501  # a pair is read best as two lines above one another
from __future__ import annotations

from typing import NamedTuple


class Pair(NamedTuple):
    """One pair of schemas."""

    name: str
    base: str
    head: str
    changes: list[str]


PAIRS = [
    Pair(
        "a field with a default is added",
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "int"}]}',
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "int"}, {"name": "y", "type": "int", "default": 1}]}',
        ["field-added a.R.y ok ok 1:28 1:85"],
    ),
    Pair(
        "a field without a default is added",
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "int"}]}',
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "int"}, {"name": "y", "type": "int"}]}',
        ["field-added a.R.y fail ok 1:28 1:85"],
    ),
    Pair(
        "a field with a default is removed",
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "int"}, {"name": "y", "type": "int", "default": 1}]}',
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "int"}]}',
        ["field-removed a.R.y ok ok 1:85 1:28"],
    ),
    Pair(
        "a field without a default is removed",
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "int"}, {"name": "y", "type": "int", "deprecated": true}]}',
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "int"}]}',
        ["field-removed a.R.y ok fail 1:85 1:28"],
    ),
    Pair(
        "a field is renamed",
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "int"}]}',
        '{"type": "record", "name": "a.R", "fields": [{"name": "y", "type": "int", "aliases": ["x"]}]}',
        ["field-renamed a.R.x ok fail 1:55 1:55"],
    ),
    Pair(
        "a field with a default is renamed",
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "int", "default": 1}]}',
        '{"type": "record", "name": "a.R", "fields": [{"name": "y", "type": "int", "aliases": ["x"], "default": 1}]}',
        ["field-renamed a.R.x ok risk 1:55 1:55"],
    ),
    Pair(
        "a field gets a default",
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "int"}]}',
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "int", "default": 1}]}',
        ["field-default-added a.R.x ok ok 1:55 1:86"],
    ),
    Pair(
        "a field loses its default",
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "int", "default": 1}]}',
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "int"}]}',
        ["field-default-removed a.R.x risk ok 1:86 1:55"],
    ),
    Pair(
        "a field has another default",
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "int", "default": 1}]}',
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "int", "default": 2}]}',
        ["field-default-changed a.R.x risk ok 1:86 1:86"],
    ),
    Pair(
        "true is not one",
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": ["int", "boolean"], "default": 1}]}',
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": ["int", "boolean"], "default": true}]}',
        ["field-default-changed a.R.x risk ok 1:99 1:99"],
    ),
    Pair(
        "a field is sorted otherwise",
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "int"}]}',
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "int", "order": "descending"}]}',
        ["field-sort-order-changed a.R.x risk ok 1:55 1:84"],
    ),
    Pair(
        "a field loses an alias",
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "int", "aliases": ["w"]}]}',
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "int"}]}',
        ["alias-removed a.R.x risk ok 1:86 1:55"],
    ),
    Pair(
        "a type is promoted",
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "int"}]}',
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "long"}]}',
        ["type-widened a.R.x ok fail 1:68 1:68"],
    ),
    Pair(
        "a type is narrowed",
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "long"}]}',
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "int"}]}',
        ["type-narrowed a.R.x fail ok 1:68 1:68"],
    ),
    Pair(
        "a type is exchanged",
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "string"}]}',
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "bytes"}]}',
        ["type-exchanged a.R.x risk risk 1:68 1:68"],
    ),
    Pair(
        "a type is another",
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "string"}]}',
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": {"type": "array", "items": "string"}}]}',
        ["type-changed a.R.x fail fail 1:68 1:68"],
    ),
    Pair(
        "a type is promoted within a list of maps",
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": {"type": "array", "items": {"type": "map", "values": "int"}}}]}',
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": {"type": "array", "items": {"type": "map", "values": "long"}}}]}',
        ["type-widened a.R.x[]{} ok fail 1:121 1:121"],
    ),
    Pair(
        "a field becomes optional",
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "int"}]}',
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": ["null", "int"]}]}',
        ["union-branch-added a.R.x ok fail 1:68 1:69"],
    ),
    Pair(
        "a field is no longer optional",
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": ["null", "int"]}]}',
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "int"}]}',
        ["union-branch-removed a.R.x fail ok 1:69 1:68"],
    ),
    Pair(
        "a branch is added that old readers know as another",
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": ["null", "long"]}]}',
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": ["null", "long", "int"]}]}',
        ["union-branch-added a.R.x ok ok 1:68 1:85"],
    ),
    Pair(
        "a record is renamed",
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "int"}]}',
        '{"type": "record", "name": "a.Q", "fields": [{"name": "x", "type": "int"}]}',
        ["type-renamed a.R fail fail 1:28 1:28"],
    ),
    Pair(
        "a record is renamed and keeps its name as an alias",
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "int"}]}',
        '{"type": "record", "name": "a.Q", "aliases": ["a.R"], "fields": [{"name": "x", "type": "int"}]}',
        ["type-renamed a.R ok fail 1:28 1:28"],
    ),
    Pair(
        "a record goes to another namespace",
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "int"}]}',
        '{"type": "record", "name": "b.R", "fields": [{"name": "x", "type": "int"}]}',
        ["namespace-changed a.R risk risk 1:28 1:28"],
    ),
    Pair(
        "a record loses an alias",
        '{"type": "record", "name": "a.R", "aliases": ["O"], "fields": [{"name": "x", "type": "int"}]}',
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "int"}]}',
        ["alias-removed a.R risk ok 1:46 1:28"],
    ),
    Pair(
        "a fixed has another size",
        '{"type": "fixed", "name": "F", "size": 4}',
        '{"type": "fixed", "name": "F", "size": 8}',
        ["fixed-size-changed F fail fail 1:40 1:40"],
    ),
    Pair(
        "a number becomes a date",
        '"int"',
        '{"type": "int", "logicalType": "date"}',
        ["logical-type-changed int risk risk 1:1 1:32"],
    ),
    Pair(
        "a decimal has another scale",
        '{"type": "bytes", "logicalType": "decimal", "precision": 5, "scale": 2}',
        '{"type": "bytes", "logicalType": "decimal", "precision": 5, "scale": 3}',
        ["decimal-scale-changed bytes fail fail 1:70 1:70"],
    ),
    Pair(
        "a decimal has more digits",
        '{"type": "bytes", "logicalType": "decimal", "precision": 5, "scale": 2}',
        '{"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}',
        ["decimal-precision-changed bytes ok risk 1:58 1:58"],
    ),
    Pair(
        "a symbol is added",
        '{"type": "enum", "name": "E", "symbols": ["A"]}',
        '{"type": "enum", "name": "E", "symbols": ["A", "B"]}',
        ["enum-symbol-added E.B ok fail 1:26 1:48"],
    ),
    Pair(
        "a symbol is added and old readers have a default",
        '{"type": "enum", "name": "E", "symbols": ["A"], "default": "A"}',
        '{"type": "enum", "name": "E", "symbols": ["A", "B"], "default": "A"}',
        ["enum-symbol-added E.B ok risk 1:26 1:48"],
    ),
    Pair(
        "a symbol is removed",
        '{"type": "enum", "name": "E", "symbols": ["A", "B"]}',
        '{"type": "enum", "name": "E", "symbols": ["A"]}',
        ["enum-symbol-removed E.B fail ok 1:48 1:26"],
    ),
    Pair(
        "a symbol is removed and new readers have a default",
        '{"type": "enum", "name": "E", "symbols": ["A", "B"], "default": "A"}',
        '{"type": "enum", "name": "E", "symbols": ["A"], "default": "A"}',
        ["enum-symbol-removed E.B risk ok 1:48 1:26"],
    ),
    Pair(
        "an enum has another default",
        '{"type": "enum", "name": "E", "symbols": ["A", "B"], "default": "A"}',
        '{"type": "enum", "name": "E", "symbols": ["A", "B"], "default": "B"}',
        ["enum-default-changed E risk ok 1:65 1:65"],
    ),
    Pair(
        "a recursive record is compared once",
        '{"type": "record", "name": "a.R", "fields": [{"name": "v", "type": "int"}, {"name": "next", "type": ["null", "R"]}]}',
        '{"type": "record", "name": "a.R", "fields": [{"name": "v", "type": "long"}, {"name": "next", "type": ["null", "R"]}]}',
        ["type-widened a.R.v ok fail 1:68 1:68"],
    ),
    Pair(
        "a message is removed and one added",
        '{"protocol": "P", "namespace": "a", "types": [], "messages": {"m": {"request": [], "response": "null"}}}',
        '{"protocol": "P", "namespace": "a", "types": [], "messages": {"n": {"request": [], "response": "null"}}}',
        ["message-removed a.P.m ok fail 1:68 1:14", "message-added a.P.n ok ok 1:14 1:68"],
    ),
    Pair(
        "a message asks for more and answers less",
        '{"protocol": "P", "namespace": "a", "types": [], "messages": {"m": {"request": [{"name": "x", "type": "int"}], "response": "long"}}}',
        '{"protocol": "P", "namespace": "a", "types": [], "messages": {"m": {"request": [{"name": "x", "type": "int"}, {"name": "y", "type": "int"}], "response": "int"}}}',
        ["field-added a.P.m.y fail ok 1:80 1:120", "type-narrowed a.P.m:response fail ok 1:124 1:154"],
    ),
    Pair(
        "a message answers nothing any more",
        '{"protocol": "P", "namespace": "a", "types": [], "messages": {"m": {"request": [], "response": "null"}}}',
        '{"protocol": "P", "namespace": "a", "types": [], "messages": {"m": {"request": [], "response": "null", "one-way": true}}}',
        ["message-one-way-changed a.P.m fail fail 1:68 1:68"],
    ),
    Pair(
        "a message has another error",
        '{"protocol": "P", "namespace": "a", "types": [], "messages": {"m": {"request": [], "response": "null"}}}',
        '{"protocol": "P", "namespace": "a", "types": [], "messages": {"m": {"request": [], "response": "null", "errors": [{"type": "error", "name": "X", "fields": []}]}}}',
        ["union-branch-added a.P.m:errors ok fail 1:68 1:141"],
    ),
    Pair(
        "a protocol is renamed",
        '{"protocol": "P", "namespace": "a", "types": [], "messages": {}}',
        '{"protocol": "Q", "namespace": "a", "types": [], "messages": {}}',
        ["protocol-renamed a.P risk risk 1:14 1:14"],
    ),
    Pair(
        "a schema becomes a protocol",
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "int"}]}',
        '{"protocol": "P", "namespace": "a", "types": [], "messages": {}}',
        ["schema-added a.P ok ok - 1:14", "schema-removed a.R fail fail 1:28 -"],
    ),
    Pair(
        "names are written in full, fields reordered, things documented",
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": {"type": "enum", "name": "E", "symbols": ["A", "B"]}}, {"name": "y", "type": "E"}]}',
        '{"doc": "d", "type": "record", "namespace": "a", "name": "R", "fields": [{"name": "y", "type": {"type": "enum", "name": "E", "symbols": ["B", "A"], "doc": "e"}}, {"name": "x", "type": "a.E", "doc": "f"}]}',
        [],
    ),
    Pair(
        "a union of one is its branch",
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": ["int"]}]}',
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "int"}]}',
        [],
    ),
    Pair(
        "the order of branches means nothing",
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": ["int", "string"]}]}',
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": ["string", "int"]}]}',
        [],
    ),
    Pair(
        "a type in a map of its own",
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": "int"}]}',
        '{"type": "record", "name": "a.R", "fields": [{"name": "x", "type": {"type": "int"}}]}',
        [],
    ),
]
