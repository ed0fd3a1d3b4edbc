"""What a schema announced at base, of itself and of what is in it; and the version in its name."""

from __future__ import annotations

import json

import pytest

from trueline.contracts import json_schema
from trueline.model.unit import Unit
from trueline.repo.working import WorkingTree

DAY = {"deprecated": True, "sunset": "2026-12-01"}
UNIT = Unit("json-schema", "a.schema.json")


def compare(tmp_path, base, head):
    sides = []
    for side, value in (("base", base), ("head", head)):
        (tmp_path / side).mkdir()
        (tmp_path / side / "a.schema.json").write_text(json.dumps(value))
        sides += [UNIT, WorkingTree(str(tmp_path / side))]
    return json_schema.compare(*sides)


def told(change):
    return {name: one for name, one in change.details.items() if name in ("deprecated", "sunset", "sunset_invalid")}


def closed(*names, **members):
    properties = {name: {"type": "string"} for name in names}
    return {"type": "object", "additionalProperties": False, "properties": properties, **members}


def with_b(**members):
    return closed("a", properties={"a": {"type": "string"}, "b": {"type": "string", **members}})


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        pytest.param({}, {}, id="not deprecated"),
        pytest.param({"deprecated": False, "x-sunset": "2026-12-01"}, {}, id="false"),
        pytest.param({"deprecated": True}, {"deprecated": True}, id="no day"),
        pytest.param({"deprecated": True, "x-sunset": "2026-12-01"}, DAY, id="x-sunset"),
        pytest.param({"deprecated": True, "sunset": "2026-12-01"}, DAY, id="sunset"),
        pytest.param({"x-deprecated": True, "x-sunset": "2026-12-01"}, DAY, id="x-deprecated"),
        pytest.param({"x-deprecated": "removed on 2026-12-01"}, DAY, id="the reason"),
        pytest.param({"deprecationMessage": "gone after 2026-12-01"}, DAY, id="the message of editors"),
        pytest.param(
            {"deprecated": True, "x-sunset": "2026-12-32"},
            {"deprecated": True, "sunset_invalid": "2026-12-32"},
            id="no day at all",
        ),
        pytest.param({"description": "Deprecated: until 2026-12-01"}, {}, id="a description is no mark"),
    ],
)
def test_a_property(tmp_path, members, expected):
    (change,) = compare(tmp_path, with_b(**members), closed("a")).changes

    assert (change.kind, told(change)) == ("json-schema/property-removed", expected)


@pytest.mark.parametrize(
    ("wrap", "expected"),
    [
        pytest.param(lambda one: {"properties": {"o": {**one, "deprecated": True, "sunset": "2026-12-01"}}}, DAY),
        pytest.param(lambda one: {"deprecated": True, "sunset": "2026-12-01", "properties": {"o": one}}, DAY),
        pytest.param(
            lambda one: {"properties": {"o": {"deprecated": True, "items": {"properties": {"p": one}}}}},
            {"deprecated": True},
        ),
    ],
    ids=["its object", "the whole schema", "three levels above"],
)
def test_what_is_in_something_deprecated_is_deprecated_too(tmp_path, wrap, expected):
    (change,) = compare(tmp_path, wrap(closed("a", "b")), wrap(closed("a"))).changes

    assert told(change) == expected


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        pytest.param({}, {}, id="a way that is not deprecated"),
        pytest.param({"deprecated": True}, {"deprecated": True}, id="a way without a day"),
        pytest.param({"deprecated": True, "sunset": "2027-03-01"}, {**DAY, "sunset": "2027-03-01"}, id="a later day"),
    ],
)
def test_what_several_ways_lead_to_ends_with_the_last_of_them(tmp_path, members, expected):
    def schema(*names):
        first = {"allOf": [{"$ref": "#/$defs/A"}], "deprecated": True, "sunset": "2026-12-01"}
        second = {"allOf": [{"$ref": "#/$defs/A"}], **members}
        return {"properties": {"p": first, "q": {"properties": {"r": second}}}, "$defs": {"A": closed(*names)}}

    found = {change.subject: told(change) for change in compare(tmp_path, schema("a", "b"), schema("a")).changes}

    assert list(found.values())[-1] == expected


def test_a_definition_that_goes(tmp_path):
    base = {"$defs": {"A": {"type": "string", "deprecated": True, "sunset": "2026-12-01"}}}
    (change,) = compare(tmp_path, base, {"$defs": {}}).changes

    assert (change.kind, told(change)) == ("json-schema/definition-removed", DAY)


def test_what_head_alone_announces_does_not_count(tmp_path):
    base = closed("a")
    head = closed(
        "a",
        required=["a", "b"],
        properties={"a": {"type": "string", "deprecated": True, "sunset": "2020-01-01"}, "b": {"deprecated": True}},
    )
    changes = compare(tmp_path, base, head).changes

    assert {change.kind: told(change) for change in changes if change.compatibility == "breaking"} == {
        "json-schema/property-became-required": {}, "json-schema/required-property-added": {},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("https://x.example/v1/a.json", "https://x.example/v2/a.json", ("v1", "v2", "major")),
        ("https://x.example/a-1.0.0.json", "https://x.example/a-1.0.1.json", ("1.0.0", "1.0.1", "patch")),
        ("https://x.example/v1/a.json", "https://y.example/v1/a.json", None),
    ],
)
def test_the_version_in_a_name_that_changed(tmp_path, before, after, expected):
    version = compare(tmp_path, closed("a", **{"$id": before}), closed("b", **{"$id": after})).version

    assert expected == (None if version is None else version[:3])
