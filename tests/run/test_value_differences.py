from __future__ import annotations

import pytest

from trueline.model.location import Location, format_path
from trueline.model.resource import Place, Resource
from trueline.run.value_differences import differences
from trueline.values.unknown import MarkedText, SecretInt, Unknown


def resource(value):
    places = {}
    return Resource(
        kind="test/thing",
        address="thing",
        name="thing",
        value=value,
        locate=lambda path: places.setdefault(path, Place(Location(format_path(path)))),
        source="",
    )


def found(before, after):
    return [(format_path(one.path), one.before, one.after) for one in differences(resource(before), resource(after))]


A, B = {"name": "a", "x": 1}, {"name": "b", "x": 1}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param({"a": 1}, {"a": 1.0}, [], id="the same number"),
        pytest.param({"a": 1}, {"a": True}, [("a", 1, True)], id="a number is no truth"),
        pytest.param({"a": "1"}, {"a": 1}, [("a", "1", 1)], id="a text is no number"),
        pytest.param({"a": None}, {}, [], id="null is absent"),
        pytest.param({"a": {"b": 1, "c": 2}}, {"a": {"b": 1}}, [("a.c", 2, None)], id="a member went"),
        pytest.param({"a": [1, 2]}, {"a": [1, 3]}, [("a[1]", 2, 3)], id="one of a list"),
        pytest.param({"a": [1, 2]}, {"a": [2]}, [("a", [1, 2], [2])], id="a list of another length"),
        pytest.param({"a": [A, B]}, {"a": [B, A]}, [], id="members by name in another order"),
        pytest.param({"a": [A, B]}, {"a": [B]}, [("a[0]", A, None)], id="a named member went"),
        pytest.param({"a": [A]}, {"a": [B]}, [("a[0]", None, B), ("a[0]", A, None)], id="another name"),
        pytest.param({"a": [{"p": 1}]}, {"a": [{"p": 2}]}, [("a[0].p", 1, 2)], id="members without names by place"),
        pytest.param({"a": [{"p": 1}]}, {"a": [{"q": 0}, {"p": 1}]}, [("a[0]", None, {"q": 0})], id="one came before"),
        pytest.param({"a": Unknown(["x"])}, {"a": Unknown(["x"])}, [], id="unknown for the same reason"),
        pytest.param({"a": Unknown(["x"])}, {"a": 1}, [("a", "(unknown)", 1)], id="now it is known"),
        pytest.param(
            {"a": MarkedText("s", sensitive=True)}, {"a": MarkedText("t", sensitive=True)},
            [("a", "(sensitive)", "(sensitive)")], id="a secret was replaced",
        ),
        pytest.param({"a": [SecretInt(1)]}, {"a": []}, [("a", ["(sensitive)"], [])], id="a secret in a list"),
        pytest.param({"a": {}}, {"a": []}, [("a", {}, [])], id="another shape"),
    ],
)  # fmt: skip
def test_says_what_differs(before, after, expected):
    assert found(before, after) == expected
