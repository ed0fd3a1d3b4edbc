"""Avro contracts: each kind of change with subject, directions and places, silent refactorings, and bad files."""

from __future__ import annotations

import json

import pytest
from avro_pairs import PAIRS

from trueline.contracts import avro
from trueline.contracts.avro import KINDS
from trueline.model.document import Source
from trueline.model.unit import Unit
from trueline.repo.working import WorkingTree

SHORT = {"compatible": "ok", "dangerous": "risk", "breaking": "fail"}
RECORD = {"type": "record", "name": "R", "namespace": "a", "fields": [{"name": "x", "type": "int"}]}


class Only:
    """A reader of one file."""

    def __init__(self, text, revision=""):
        self.source = Source("a.avsc", text.encode(), revision)

    def read(self, path):
        return self.source

    def exists(self, path):
        return True

    def list(self, folder):
        return ()


def compared(base, head):
    unit = Unit("avro", "a.avsc", members=("a.avsc",))
    return avro.compare(
        None if base is None else unit, Only(base or "", "main"), None if head is None else unit, Only(head or "")
    )


def spelt(location):
    return "-" if location is None else f"{location.region.start_line}:{location.region.start_column}"


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_a_change_is_named_with_its_subject_and_both_directions_and_places(pair):
    found = compared(pair.base, pair.head)

    assert found.notifications == ()
    assert pair.changes == [
        f"{one.kind[5:]} {one.subject} {SHORT[one.details['backward']]} {SHORT[one.details['forward']]}"
        f" {spelt(one.base_location)} {spelt(one.location)}"
        for one in found.changes
    ]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_a_change_is_as_bad_as_the_worse_direction_and_says_who_fails(pair):
    for one in compared(pair.base, pair.head).changes:
        ways = {one.details["backward"], one.details["forward"]}

        assert max(ways, key=list(SHORT).index) == one.compatibility
        assert (ways == {"compatible"}) == (one.breaks == ())


def test_every_kind_has_a_pair():
    assert set(KINDS) == {f"avro/{one.partition(' ')[0]}" for pair in PAIRS for one in pair.changes}


def test_who_fails_is_said():
    found = {pair.name: compared(pair.base, pair.head).changes for pair in PAIRS}
    added, narrowed = found["a message asks for more and answers less"]

    assert found["a type is narrowed"][0].breaks == ("data",)
    assert found["a type is promoted"][0].breaks == ("clients",)
    assert (added.breaks, narrowed.breaks) == (("clients",), ("clients",))
    assert found["a field without a default is removed"][0].details["deprecated"] is True


@pytest.mark.parametrize(
    ("base", "head", "expected"),
    [
        pytest.param(None, json.dumps(RECORD), ["avro/schema-added a.R - 1:28"], id="a new contract"),
        pytest.param(json.dumps(RECORD), None, ["avro/schema-removed a.R 1:28 -"], id="a contract that is gone"),
    ],
)
def test_one_side_may_have_no_contract(base, head, expected):
    found = compared(base, head).changes

    assert expected == [f"{one.kind} {one.subject} {spelt(one.base_location)} {spelt(one.location)}" for one in found]


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        pytest.param(
            '{"type": "record", ', "expecting property name enclosed in double quotes: the text ends here", "1:20",
            id="no JSON",
        ),
        pytest.param("3", "a schema is a name, a list or a map", "1:1", id="a number"),
        pytest.param('{"name": "R"}', "a schema needs a type", "1:2", id="no type"),
        pytest.param('{"type": "record", "fields": []}', "this record needs a name", "1:2", id="no name"),
        pytest.param('{"type": "record", "name": "R"}', "the fields are a list", "1:2", id="no fields"),
        pytest.param(
            '{"type": "record", "name": "R", "fields": [{"name": "x"}]}',
            "the field x needs a type", "1:44", id="a field",
        ),
        pytest.param(
            '["int", {"type": "fixed", "name": "F", "size": 1}, {"type": "fixed", "name": "F", "size": 1}]',
            "the name F is declared twice", "1:78", id="a name twice",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_at_head_is_an_error_and_at_base_a_warning(text, message, place):
    fine = json.dumps(RECORD)
    at_head, at_base = compared(fine, text).notifications[-1], compared(text, fine).notifications[-1]

    assert ("error", message, place, "") == (
        at_head.level, at_head.message, spelt(at_head.location), at_head.location.revision,
    )  # fmt: skip
    assert ("warning", message, place, "main") == (
        at_base.level, at_base.message, spelt(at_base.location), at_base.location.revision,
    )  # fmt: skip


def test_the_rest_of_a_broken_record_is_compared():
    fields = [{"name": "bad"}, {"name": "x", "type": "long"}]
    found = compared(json.dumps(RECORD), json.dumps({**RECORD, "fields": fields}))

    assert [one.kind for one in found.changes] == ["avro/type-widened"]
    assert [one.state for one in found.inputs if one.reason] == ["partly-read"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('{"type":' * 50_000, id="types of types without an end"),
        pytest.param('{"type":' * 150 + '"int"' + "}" * 150, id="types of types"),
        pytest.param("[" * 150 + '"int"' + "]" * 150, id="unions of unions"),
        pytest.param('{"type": "array", "items": ' * 150 + '"int"' + "}" * 150, id="lists of lists"),
    ],
)
def test_hostile_input_ends_in_a_problem(text):
    assert [one.level for one in compared('"int"', text).notifications] == ["error"]


def test_a_name_that_another_file_of_the_folder_declares_is_understood(tmp_path):
    trees = []
    for side, kind in (("base", "int"), ("head", "long")):
        (tmp_path / side / "s").mkdir(parents=True)
        other = {**RECORD, "name": "Other", "fields": [{"name": "o", "type": kind}]}
        used = "a.Other" if side == "base" else ["null", "Other"]
        (tmp_path / side / "s" / "Other.avsc").write_text(json.dumps(other))
        (tmp_path / side / "s" / "R.avsc").write_text(json.dumps({**RECORD, "fields": [{"name": "x", "type": used}]}))
        trees.append(WorkingTree(str(tmp_path / side)))
    units = [avro.plan(tree.paths(), tree) for tree in trees]
    found = avro.compare(units[0][1], trees[0], units[1][1], trees[1])

    assert [unit.root for unit in units[0]] == ["s/Other.avsc", "s/R.avsc"]
    assert found.notifications == ()
    assert [(one.kind, one.subject, one.location.path) for one in found.changes] == [
        ("avro/union-branch-added", "a.R.x", "s/R.avsc"),
    ]


def test_a_name_that_is_declared_nowhere_is_compared_by_name():
    base, head = ({**RECORD, "fields": [{"name": "x", "type": name}]} for name in ("b.Old", "b.New"))
    (change,) = compared(json.dumps(base), json.dumps(head)).changes

    assert (change.kind, change.details["unresolved"]) == ("avro/type-changed", ["b.Old", "b.New"])
    assert compared(json.dumps(base), json.dumps(base, indent=1)).changes == ()


def test_what_is_the_same_is_not_parsed():
    found = compared("broken {", "broken {")

    assert (found.changes, found.inputs, found.notifications) == ((), (), ())


E = {"type": "enum", "name": "E", "symbols": ["A"]}
Q = {"type": "record", "name": "Q", "fields": [{"name": "z", "type": "int"}]}
DEFAULTS = [
    pytest.param("int", 0, True, id="int"),
    pytest.param("int", "x", False, id="a text for an int"),
    pytest.param("int", None, False, id="null for an int"),
    pytest.param("int", True, False, id="a truth for an int"),
    pytest.param("int", 1.5, False, id="a fraction for an int"),
    pytest.param("int", 2**31, False, id="more than an int"),
    pytest.param("long", 2**31, True, id="long"),
    pytest.param("long", 2**63, False, id="more than a long"),
    pytest.param("double", 1, True, id="a whole double"),
    pytest.param("double", "NaN", True, id="no number"),
    pytest.param("boolean", 0, False, id="a number for a truth"),
    pytest.param("string", "x", True, id="string"),
    pytest.param("bytes", "\u00ff", True, id="bytes"),
    pytest.param("bytes", "\u0100", False, id="more than a byte"),
    pytest.param({"type": "fixed", "name": "F", "size": 2}, "ab", True, id="fixed"),
    pytest.param({"type": "fixed", "name": "F", "size": 2}, "a", False, id="a fixed too short"),
    pytest.param(["null", "int"], None, True, id="first of a union"),
    pytest.param(["null", "int"], 1, True, id="another of a union"),
    pytest.param(["null", "int"], "x", False, id="none of a union"),
    pytest.param(E, "A", True, id="symbol"),
    pytest.param(E, "B", False, id="no symbol"),
    pytest.param({"type": "array", "items": "int"}, [1, 2], True, id="array"),
    pytest.param({"type": "array", "items": "int"}, [1, "x"], False, id="an item that is none"),
    pytest.param({"type": "map", "values": "int"}, {"a": 1}, True, id="map"),
    pytest.param({"type": "map", "values": "int"}, [], False, id="a list for a map"),
    pytest.param(Q, {}, False, id="a hole"),
    pytest.param(Q, {"z": 1}, True, id="record"),
    pytest.param({"type": "record", "name": "Q", "fields": [{"name": "z", "type": "int", "default": 0}]}, {}, True,
                 id="a field with its own default"),
]  # fmt: skip


def with_field(type_, **more):
    return json.dumps({**RECORD, "fields": [*RECORD["fields"], {"name": "b", "type": type_, **more}]})


@pytest.mark.parametrize(("type_", "value", "holds"), DEFAULTS)
def test_a_new_field_is_filled_by_a_default_that_its_type_can_hold(type_, value, holds):
    (change,) = compared(json.dumps(RECORD), with_field(type_, default=value)).changes

    assert (change.kind, change.compatibility == "compatible") == ("avro/field-added", holds)


@pytest.mark.parametrize(
    ("before", "after", "worst"),
    [
        pytest.param({"default": 0}, {"default": "x"}, "breaking", id="spoilt"),
        pytest.param({}, {"default": "x"}, "breaking", id="bad from the start"),
        pytest.param({"default": "x"}, {"default": "y"}, "dangerous", id="bad before as well"),
        pytest.param({"default": "x"}, {"default": 0}, "dangerous", id="mended"),
    ],
)
def test_a_default_that_becomes_bad_breaks_readers(before, after, worst):
    (change,) = compared(with_field("int", **before), with_field("int", **after)).changes

    assert (change.kind, change.compatibility) == ("avro/field-default-changed", worst)
