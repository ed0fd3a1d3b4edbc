from __future__ import annotations

import pytest

from trueline.policies.schemata import Matcher, SchemaError
from trueline.values.unknown import Unknown

NAMED = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}, "size": {"minimum": 2}}}


@pytest.mark.parametrize(
    ("schema", "value", "mismatches", "unknown"),
    [
        pytest.param(NAMED, {"name": "a", "size": 2}, [], False, id="it fits"),
        pytest.param(NAMED, {"name": 1, "size": 1}, [("name",), ("size",)], False, id="each mismatch has its path"),
        pytest.param(NAMED, {"name": "a", "other": Unknown(["x"])}, [], False, id="nobody asks the unknown"),
        pytest.param(NAMED, {"name": Unknown(["x"])}, [], True, id="an unknown is present but may not fit"),
        pytest.param(NAMED, {"size": Unknown(["x"])}, [()], True, id="what is missing is missing all the same"),
        pytest.param({"not": {"required": ["name"]}}, {"name": Unknown(["x"])}, [], True, id="`not` may be wrong"),
        pytest.param(
            {"enum": [["a", "b"]]}, ["a", Unknown(["x"])], [], True, id="comparing a list with an unknown in it"
        ),
        pytest.param({"maxItems": 1}, ["a", Unknown(["x"])], [()], False, id="the number of items is known"),
        pytest.param({"$ref": "#/$defs/a", "$defs": {"a": True}}, Unknown(["x"]), [], False, id="anything fits"),
        pytest.param(False, {"a": 1}, [()], False, id="nothing fits"),
        pytest.param(
            {"$schema": "http://json-schema.org/draft-07/schema#", "items": [{"type": "string"}]},
            [1, 1],
            [(0,)],
            False,
            id="an older draft",
        ),
    ],
)
def test_match(schema: object, value: object, mismatches: list[tuple[object, ...]], unknown: bool) -> None:
    match = Matcher(schema).match(value)

    assert mismatches == [mismatch.path for mismatch in match.mismatches]
    assert unknown == (match.unknown is not None)


def test_nothing_is_fetched() -> None:
    with pytest.raises(SchemaError, match="not in it"):
        Matcher({"$ref": "https://example.invalid/schema.json"}).match({})
