"""What Confluent's registry calls a difference, and what it is here where it has no kind of its own."""

from __future__ import annotations

import json
from itertools import chain, combinations, product

import pytest
from jsonschema import Draft202012Validator
from tests.contracts.aliases import MISSING, by_tool
from tests.contracts.examples import Example, compare

TEXT, SHORT, NUMBER = {"type": "string"}, {"type": "string", "maxLength": 3}, {"type": "integer"}
BOUNDS = [{"minLength": 1}, {"maxLength": 9}]


def _object(more=True, required=(), **properties):
    return {"type": "object", "properties": properties, "additionalProperties": more, "required": list(required)}


def _list(*first, rest=True):
    return {"type": "array", "prefixItems": list(first), "items": rest}


PAIRS = {
    "ADDITIONAL_ITEMS_EXTENDED": (_list({}, rest=SHORT), _list({}, rest=TEXT), ["max-length-removed $[]"]),
    "ADDITIONAL_ITEMS_NARROWED": (_list({}, rest=TEXT), _list({}, rest=SHORT), ["max-length-added $[]"]),
    "ADDITIONAL_PROPERTIES_EXTENDED": (_object(SHORT), _object(TEXT), ["max-length-removed $.{}"]),
    "ADDITIONAL_PROPERTIES_NARROWED": (_object(TEXT), _object(SHORT), ["max-length-added $.{}"]),
    "COMBINED_TYPE_CHANGED": ({"anyOf": BOUNDS}, {"oneOf": BOUNDS}, ["composition-changed $"]),
    "COMBINED_TYPE_EXTENDED": ({"oneOf": BOUNDS}, {"anyOf": BOUNDS}, ["composition-changed $"]),
    "COMBINED_TYPE_SUBSCHEMAS_CHANGED": (
        {"oneOf": [TEXT, NUMBER]},
        {"oneOf": [TEXT, {"type": "boolean"}]},
        ["one-of-member-added $.<boolean>", "one-of-member-removed $.<integer>"],
    ),
    "ITEM_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL": (
        _list(TEXT, rest=SHORT), _list(TEXT, TEXT, rest=SHORT), ["max-length-removed $[1]"],
    ),
    "ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL": (
        _list(TEXT, rest=TEXT), _list(TEXT, NUMBER, rest=TEXT), ["type-changed $[1]"],
    ),
    "ITEM_ADDED_TO_CLOSED_CONTENT_MODEL": (
        _list(TEXT, rest=False), _list(TEXT, NUMBER, rest=False), ["type-widened $[1]"],
    ),
    "ITEM_ADDED_TO_OPEN_CONTENT_MODEL": (_list(TEXT), _list(TEXT, NUMBER), ["type-narrowed $[1]"]),
    "ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL": (
        _list(TEXT, NUMBER, rest=False), _list(TEXT, rest=False), ["type-narrowed $[1]"],
    ),
    "ITEM_REMOVED_FROM_OPEN_CONTENT_MODEL": (_list(TEXT, NUMBER), _list(TEXT), ["type-widened $[1]"]),
    "ITEM_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL": (
        _list(TEXT, SHORT, rest=TEXT), _list(TEXT, rest=TEXT), ["max-length-removed $[1]"],
    ),
    "ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL": (
        _list(TEXT, NUMBER, rest=TEXT), _list(TEXT, rest=TEXT), ["type-changed $[1]"],
    ),
    "ITEM_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL": (_list(TEXT), _list(TEXT, {}), []),
    "ITEM_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL": (_list(TEXT, False, rest=False), _list(TEXT, rest=False), []),
    "PRODUCT_TYPE_EXTENDED": ({"allOf": BOUNDS[:1]}, {"allOf": BOUNDS}, ["max-length-added $"]),
    "PRODUCT_TYPE_NARROWED": ({"allOf": BOUNDS}, {"allOf": BOUNDS[:1]}, ["max-length-removed $"]),
    "PROPERTY_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL": (_object(), _object(b={}), ["property-added $.b"]),
    "PROPERTY_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL": (_object(False, b=False), _object(False), []),
    "REQUIRED_ATTRIBUTE_WITH_DEFAULT_ADDED": (
        _object(a={"default": 1}), _object(required="a", a={"default": 1}), ["property-became-required $.a"],
    ),
    "REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN_CONTENT_MODEL": (
        _object(), _object(required="b", b={"default": 1}), ["required-property-added $.b"],
    ),
    "REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_UNOPEN_CONTENT_MODEL": (
        _object(False), _object(False, required="b", b={"default": 1}), ["required-property-added $.b"],
    ),
}  # fmt: skip


def _compare(base, head):
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return compare("json-schema", Example(*({"a.schema.json": json.dumps({**dialect, **one})} for one in (base, head))))


@pytest.mark.parametrize("name", PAIRS)
def test_a_difference_of_the_registry_is_said_in_these_words(name):
    base, head, expected = PAIRS[name]
    found = _compare(base, head)

    assert expected == sorted(f"{change.kind.partition('/')[2]} {change.subject}" for change in found)
    named = {kind.partition("/")[2] for kind in by_tool()["confluent"].get(name, ())}
    assert (name in MISSING["confluent"]) != bool(named)
    assert not named or named == {change.kind.partition("/")[2] for change in found}


MODELS = {"open": True, "closed": False, "partially open": SHORT}
VALUES = ("ab", "long text", 7)
WITNESSES = [
    dict(zip(names, values, strict=True))
    for names in chain.from_iterable(combinations("abc", count) for count in range(4))
    for values in product(VALUES, repeat=len(names))
]
"""Every object of three names and values that stand for: covered by what is partially open, and not, in two ways."""


@pytest.mark.parametrize("way", ["backward", "forward"])
@pytest.mark.parametrize("need", ["optional", "required"])
@pytest.mark.parametrize("verb", ["added", "removed"])
@pytest.mark.parametrize("model", MODELS)
def test_a_property_breaks_whom_a_witness_says(model, verb, need, way):
    more = MODELS[model]
    without, having = _object(more, a=TEXT), _object(more, required="b" if need == "required" else "", a=TEXT, b=TEXT)
    base, head = (without, having) if verb == "added" else (having, without)
    writer, reader = (base, head) if way == "backward" else (head, base)
    wrote, reads = Draft202012Validator(writer).is_valid, Draft202012Validator(reader).is_valid
    refused = [one for one in WITNESSES if wrote(one) and not reads(one)]
    broken = {who for change in _compare(base, head) for who in change.breaks}

    assert (("data" if way == "backward" else "code") in broken) == bool(refused), refused[:1]
