"""What an Avro schema announced at base, and the version in its name."""

from __future__ import annotations

import json

import pytest

from trueline.contracts import avro
from trueline.model.document import Source
from trueline.model.unit import Unit

UNIT = Unit("avro", "a.avsc", members=("a.avsc",))


class Only:
    """A reader of one file."""

    def __init__(self, value, revision=""):
        self.source = Source("a.avsc", json.dumps(value).encode(), revision)

    def read(self, path):
        return self.source

    def exists(self, path):
        return True

    def list(self, folder):
        return ()


def compared(base, head):
    return avro.compare(UNIT, Only(base, "main"), UNIT, Only(head))


def told(change):
    return {name: one for name, one in change.details.items() if name in ("deprecated", "sunset", "sunset_invalid")}


def record(*fields, **members):
    return {"type": "record", "name": "R", "fields": [*fields], **members}


X = {"name": "x", "type": "int"}
Y = {"name": "y", "type": "int"}
DAY = {"deprecated": True, "sunset": "2026-12-01"}


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        pytest.param({}, {}, id="not deprecated"),
        pytest.param({"doc": "until 2026-12-01"}, {}, id="a day alone"),
        pytest.param({"deprecated": False, "sunset": "2026-12-01"}, {}, id="false"),
        pytest.param({"deprecated": True}, {"deprecated": True}, id="no day"),
        pytest.param({"deprecated": True, "sunset": "2026-12-01"}, DAY, id="sunset"),
        pytest.param({"deprecated": True, "x-sunset": "2026-12-01T00:00:00Z"}, DAY, id="an instant"),
        pytest.param({"x-deprecated": "use z, gone after 2026-12-01"}, DAY, id="the reason"),
        pytest.param({"deprecated": True, "doc": "The y. Removed on 2026-12-01."}, DAY, id="the documentation"),
        pytest.param(
            {"deprecated": True, "sunset": "Q4"}, {"deprecated": True, "sunset_invalid": "Q4"}, id="no day at all"
        ),
    ],
)
def test_a_field(members, expected):
    (change,) = compared(record(X, {**Y, **members}), record(X)).changes

    assert (change.kind, told(change)) == ("avro/field-removed", expected)


def test_a_field_of_a_deprecated_record_is_deprecated_too():
    base, head = (record(*fields, deprecated=True, sunset="2026-12-01") for fields in ((X, Y), (X,)))

    assert told(compared(base, head).changes[0]) == DAY


def test_an_enum_announces_the_end_of_its_symbols():
    base, head = (
        {"type": "enum", "name": "E", "symbols": symbols, "x-deprecated": True, "x-sunset": "2026-12-01"}
        for symbols in (["A", "B"], ["A"])
    )

    assert told(compared(base, head).changes[0]) == DAY


def test_a_type_that_others_may_use_is_not_deprecated_with_one_field():
    base, head = (
        record({"name": "a", "type": record(*fields, name="In"), "deprecated": True}, {"name": "b", "type": "In"})
        for fields in ((X, Y), (X,))
    )

    assert told(compared(base, head).changes[0]) == {}


def test_what_head_alone_announces_does_not_count():
    (change,) = compared(record(X, Y), record(X, deprecated=True, sunset="2020-01-01")).changes

    assert told(change) == {}


def test_the_version_in_a_namespace_that_changed():
    base, head = record(X, namespace="shop.v1"), record(X, namespace="shop.v2")

    assert compared(base, head).version[:3] == ("v1", "v2", "major")
    assert compared(base, record(X, namespace="store.v1")).version is None
