from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from trueline.policies.wire import decode, decode_resource, encode, encode_resource
from trueline.values.partial import PartialJson
from trueline.values.partial_map import PartialMap
from trueline.values.partial_text import PartialText
from trueline.values.unknown import MarkedText, SecretFloat, SecretInt, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable

    from trueline.model.resource import Resource


PIECES = PartialText(["arn:", Unknown(["x"], ["r"]), MarkedText("secret", ["t"], sensitive=True)])


def told(value: object) -> Any:
    """Return everything that a value is, in a form that can be compared."""
    if isinstance(value, PartialJson):
        return ("json", told(value.value), value.reasons, value.references)
    if isinstance(value, PartialMap):
        return ("pairs", [(told(key), told(member)) for key, member in value.pairs], value.reasons, value.references)
    if isinstance(value, PartialText):
        return ("pieces", told(list(value.pieces)), value.reasons, value.references)
    if isinstance(value, Unknown):
        return ("unknown", value.reasons, value.references)
    if isinstance(value, MarkedText):
        return ("text", str(value), value.references, value.sensitive)
    if isinstance(value, dict):
        return {key: told(member) for key, member in value.items()}
    if isinstance(value, list):
        return [told(member) for member in value]
    return (type(value), value)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param({"a": [1, 2.5, True, None, "x"], "b": {}}, id="plain"),
        pytest.param(Unknown(["var.a"], ["aws_x.y"]), id="unknown"),
        pytest.param([MarkedText("secret", ["aws_x.y"], sensitive=True)], id="marked text"),
        pytest.param([SecretInt(5), SecretFloat(0.5)], id="secret numbers"),
        pytest.param({"$": "unknown", "reasons": [{"$": 1}]}, id="a map that looks like a mark"),
        pytest.param(PartialJson({"a": [Unknown(["x"], ["r"]), 1]}, ["s"]).because("y"), id="half-known JSON"),
        pytest.param(PIECES.because("y").referring(["s"]), id="half-known text"),
        pytest.param(PartialMap([("a", 1), (PIECES, [Unknown(["z"])])], ["q"]).because("y"), id="half-known map"),
        pytest.param(PartialJson([PIECES]), id="half-known text in JSON"),
        pytest.param(10**30, id="a large number"),
    ],
)
def test_a_value_comes_back_as_it_was(value: object) -> None:
    assert told(decode(json.loads(json.dumps(encode(value))))) == told(value)


def test_what_is_no_value_becomes_unknown() -> None:
    assert told(decode(encode({1, 2}))) == ("unknown", ("a value of type set cannot be handed over",), frozenset())


def test_a_resource_comes_back_with_its_former_self(make_resource: Callable[..., Resource]) -> None:
    resource = make_resource({"a": 1}, families={"test/family": ("a",)})
    resource.before = make_resource({"a": 0})

    sent = decode_resource(json.loads(json.dumps(encode_resource(resource, 7))))

    assert (sent.handle, sent.kind, sent.address, sent.name) == (7, "test/thing", "thing.one", "one")
    assert sent.families == {"test/family": ("a",)}
    assert sent.before is not None
    assert sent.before.value == {"a": 0}
    assert str(sent.locate(("a",)).primary) == "thing.yaml"
