"""A second opinion: the compatibility checker of ``avro`` on generated pairs; what it sees otherwise has a reason."""

from __future__ import annotations

import json

import pytest
from avro.compatibility import ReaderWriterCompatibilityChecker, SchemaCompatibilityType
from avro.schema import parse
from hypothesis import given, settings
from hypothesis import strategies as st

from trueline.contracts import avro
from trueline.model.document import Source
from trueline.model.unit import Unit

PRIMITIVES = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"]
DEFAULTS = {
    "null": None,
    "boolean": True,
    "int": 1,
    "long": 1,
    "float": 1.5,
    "double": 1.5,
    "bytes": "x",
    "string": "x",
}
NAMES = ["a", "b", "c"]
SYMBOLS = ["A", "B", "C"]


class Only:
    """A reader of one file."""

    def __init__(self, schema):
        self.data = schema if isinstance(schema, bytes) else json.dumps(schema).encode()

    def read(self, path):
        return Source(path, self.data)

    def exists(self, path):
        return True

    def list(self, folder):
        return ()


def compared(base, head, path="a.avsc"):
    unit = Unit("avro", path, members=(path,))
    return avro.compare(unit, Only(base), unit, Only(head))


primitives = st.sampled_from(PRIMITIVES)
enums = st.builds(
    lambda symbols, default: {"type": "enum", "name": "E", "symbols": symbols, **default},
    st.lists(st.sampled_from(SYMBOLS), min_size=1, max_size=3, unique=True),
    st.just({}),
)
fixed = st.builds(lambda size: {"type": "fixed", "name": "F", "size": size}, st.integers(1, 3))


def _containers(below):
    return st.one_of(
        st.builds(lambda items: {"type": "array", "items": items}, below),
        st.builds(lambda values: {"type": "map", "values": values}, below),
    )


@st.composite
def unions(draw, below):
    branches, seen = [], set()
    for branch in draw(st.lists(below, min_size=1, max_size=3)):
        kind = branch if isinstance(branch, str) else "union" if isinstance(branch, list) else branch["type"]
        if kind not in seen and kind != "union":
            seen.add(kind)
            branches.append(branch)
    return branches or ["null"]


@st.composite
def records(draw, below, name="R"):
    fields = []
    for one in draw(st.lists(st.sampled_from(NAMES), max_size=3, unique=True)):
        field = {"name": one, "type": draw(below)}
        if isinstance(field["type"], str) and draw(st.booleans()):
            field["default"] = DEFAULTS[field["type"]]
        others = [other for other in NAMES if other != one]
        if draw(st.integers(0, 4)) == 0:
            field["aliases"] = [draw(st.sampled_from(others))]
        fields.append(field)
    taken = {field["name"] for field in fields}
    for field in fields:
        if set(field.get("aliases", ())) & taken:
            del field["aliases"]
    return {"type": "record", "name": name, "fields": fields}


leaves = st.one_of(primitives, enums, fixed)
simple = st.one_of(leaves, unions(leaves), _containers(leaves))


@st.composite
def schemas(draw):
    """A record of a name that is declared once: a named type may not be declared twice in a file."""
    found = draw(st.one_of(records(st.one_of(primitives, unions(primitives), _containers(primitives))), simple))
    if isinstance(found, dict) and found.get("type") == "record" and found["fields"]:
        field = found["fields"][0]
        field.pop("default", None)
        field["type"] = draw(simple)
    return found


@st.composite
def revised(draw):
    """A schema and what one edit or two made of it, so that most of it stays the same."""
    base = draw(schemas())
    head = json.loads(json.dumps(base))
    for _ in range(draw(st.integers(1, 2))):
        head = _edited(draw, head)
    return base, head


def _edited(draw, schema):
    """Return a schema with something in it exchanged, added or taken away."""
    if isinstance(schema, str):
        return draw(st.sampled_from([*PRIMITIVES, ["int" if schema == "null" else "null", schema]]))
    if isinstance(schema, list):
        number = draw(st.integers(0, len(schema) - 1))
        others = [one for one in PRIMITIVES if one not in schema]
        choices = [[*schema, draw(st.sampled_from(others))], schema[:number] + schema[number + 1 :] or ["null"]]
        return draw(st.sampled_from(choices))
    kind = schema["type"]
    if kind == "enum":
        symbols = draw(st.lists(st.sampled_from(SYMBOLS), min_size=1, max_size=3, unique=True))
        return {**schema, "symbols": symbols}
    if kind == "fixed":
        return {**schema, "size": draw(st.integers(1, 3)), "name": draw(st.sampled_from(["F", "G"]))}
    if kind in {"array", "map"}:
        key = "items" if kind == "array" else "values"
        return {**schema, key: _edited(draw, schema[key])}
    return _edited_record(draw, schema)


def _edited_record(draw, schema):
    fields = schema["fields"]
    free = [name for name in NAMES if name not in {field["name"] for field in fields}]
    edit = draw(st.sampled_from(["add", "remove", "rename", "type", "name"]))
    if edit == "add" and free:
        kind = draw(primitives)
        default = {"default": DEFAULTS[kind]} if draw(st.booleans()) else {}
        return {**schema, "fields": [*fields, {"name": free[0], "type": kind, **default}]}
    if edit == "name":
        aliases = {"aliases": ["R"]} if draw(st.booleans()) else {}
        return {**schema, "name": "Q", **aliases}
    if not fields:
        return schema
    first, *others = fields
    if edit == "remove":
        return {**schema, "fields": others}
    if edit == "rename" and free:
        aliases = {"aliases": [first["name"]]} if draw(st.booleans()) else {}
        renamed = {key: value for key, value in first.items() if key != "aliases"}
        return {**schema, "fields": [*others, {**renamed, "name": free[0], **aliases}]}
    changed = {key: value for key, value in first.items() if key != "default"}
    return {**schema, "fields": [*others, {**changed, "type": _edited(draw, first["type"])}]}


def theirs(reader, writer):
    result = ReaderWriterCompatibilityChecker().get_compatibility(parse(json.dumps(reader)), parse(json.dumps(writer)))
    return result.compatibility is SchemaCompatibilityType.compatible


def ours(base, head):
    changes = compared(base, head).changes
    return tuple(all(one.details[way] != "breaking" for one in changes) for way in ("backward", "forward"))


@settings(max_examples=400, deadline=None)
@given(schemas(), schemas())
def test_avro_says_the_same_of_generated_pairs(base, head):
    assert (theirs(head, base), theirs(base, head)) == ours(base, head)


@settings(max_examples=400, deadline=None)
@given(revised())
def test_avro_says_the_same_of_edited_pairs(both):
    base, head = both

    assert (theirs(head, base), theirs(base, head)) == ours(base, head)


@settings(max_examples=100, deadline=None)
@given(schemas())
def test_a_schema_has_no_change_against_itself_spelt_otherwise(schema):
    text = json.dumps(schema, indent=3).encode()

    assert compared(schema, text).changes == ()


@pytest.mark.parametrize(
    ("writer", "reader", "is_read"),
    [
        pytest.param(
            {"type": "record", "name": "a.R", "fields": []},
            {"type": "record", "name": "a.Q", "aliases": ["R"], "fields": []},
            True,
            id="an alias without a namespace is in that of its type; avro takes it as it is written",
        ),
        pytest.param(
            {"type": "bytes", "logicalType": "decimal", "precision": 5, "scale": 2},
            {"type": "bytes", "logicalType": "decimal", "precision": 5, "scale": 3},
            False,
            id="decimals of another scale are other numbers; avro compares no logical types",
        ),
    ],
)
def test_avro_sees_otherwise(writer, reader, is_read):
    assert (is_read, not is_read) == (ours(writer, reader)[0], theirs(reader, writer))
