"""A second opinion: where ``jsonschema`` accepts a value under one schema alone, the comparison says so.

Pairs of small schemas are made up, most of them one edit apart, and a few hundred small values tried under both.
"""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator, Draft202012Validator
from jsonschema.exceptions import _WrappedReferencingError
from referencing.exceptions import Unresolvable

from trueline.contracts.schema import Files, SchemaChange, compare_schemas, read_schema
from trueline.model.document import Source
from trueline.parsers import json as parser

if TYPE_CHECKING:
    from collections.abc import Callable

TOGETHER = {
    "if", "then", "else", "properties", "patternProperties", "additionalProperties", "prefixItems", "items", "contains",
    "minContains", "maxContains", "unevaluatedProperties", "unevaluatedItems",
}  # fmt: skip
"""Keywords that say something else without others beside them."""
SCALARS = [None, True, False, -1, 0, 1, 2, 3, 4, 0.5, 2.5, "", "a", "b", "ab", "aab", "abc"]
NAMES = ["a", "b", "ab"]
VALUES = [
    *SCALARS,
    *([one] for one in SCALARS),
    *([one, other] for one in (0, 2, "a", None) for other in (0, 2, "ab", {})),
    [],
    [0, "a", 1],
    [1, 1, 1],
    *({"a": one} for one in SCALARS),
    *({"b": one} for one in SCALARS),
    *({"ab": one} for one in (None, 1, "a")),
    *({"a": one, "b": other} for one, other in itertools.product((0, "a", None, [], {"a": 1}), (1, "ab", {}, False))),
    {},
    {"a": {"a": "b"}},
    {"a": {"b": 3}, "ab": [2]},
    {"a": [1, "a"], "b": [None]},
]

numbers = st.integers(-1, 3)
types = st.sampled_from(["null", "boolean", "integer", "number", "string", "array", "object"])
patterns = st.sampled_from(["^a", "b$", "^a+b?$", "c"])


def schemas(depth: int = 2) -> st.SearchStrategy[Any]:
    keywords: dict[str, st.SearchStrategy[Any]] = {
        "type": types | st.lists(types, min_size=1, max_size=3, unique=True),
        "enum": st.lists(st.sampled_from(VALUES), min_size=1, max_size=4, unique_by=json.dumps),
        "const": st.sampled_from(SCALARS),
        "minimum": numbers,
        "maximum": numbers,
        "exclusiveMinimum": numbers,
        "exclusiveMaximum": numbers | st.just(2.5),
        "multipleOf": st.sampled_from([1, 2, 0.5]),
        "minLength": numbers.filter(lambda number: number >= 0),
        "maxLength": numbers.filter(lambda number: number >= 0),
        "pattern": patterns,
        "minItems": st.integers(0, 2),
        "maxItems": st.integers(0, 2),
        "uniqueItems": st.booleans(),
        "minProperties": st.integers(0, 2),
        "maxProperties": st.integers(0, 2),
        "required": st.lists(st.sampled_from(NAMES), max_size=2, unique=True),
        "dependentRequired": st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=1)),
        "title": st.sampled_from(["A", "B"]),
    }
    if depth:
        below = schemas(depth - 1)
        keywords |= {
            "properties": st.dictionaries(st.sampled_from(NAMES), below, max_size=2),
            "patternProperties": st.dictionaries(patterns, below, max_size=1),
            "additionalProperties": st.booleans() | below,
            "propertyNames": below,
            "prefixItems": st.lists(below, min_size=1, max_size=2),
            "items": st.booleans() | below,
            "contains": below,
            "minContains": st.integers(0, 2),
            "maxContains": st.integers(0, 2),
            "allOf": st.lists(below, min_size=1, max_size=2),
            "anyOf": st.lists(below, min_size=1, max_size=3),
            "oneOf": st.lists(below, min_size=1, max_size=3),
            "not": below,
            "if": below,
            "then": below,
            "else": below,
            "dependentSchemas": st.dictionaries(st.sampled_from(NAMES), below, max_size=1),
            "unevaluatedProperties": st.booleans() | below,
            "unevaluatedItems": st.booleans() | below,
            "$defs": st.fixed_dictionaries({"x": below}, optional={"y": below}),
            "$ref": st.sampled_from(["#", "#/properties/a", "#/anyOf/0", "#/$defs/x", "#/$defs/y"]),
        }
    common = st.lists(st.sampled_from(sorted(keywords)), max_size=4, unique=True)
    fixed = common.flatmap(lambda names: st.fixed_dictionaries({name: keywords[name] for name in names}))
    return st.booleans() | fixed if depth < 2 else fixed


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Any, Any]:
    """Two schemas: one and what an edit or two made of it, or two of their own."""
    old = draw(schemas())
    if draw(st.integers(0, 4)) == 0:
        return old, draw(schemas())
    new = json.loads(json.dumps(old))
    for _ in range(draw(st.integers(1, 2))):
        new = draw(edited(new))
    return old, new


@st.composite
def edited(draw: st.DrawFn, schema: Any) -> Any:
    if not isinstance(schema, dict) or not schema:
        return draw(schemas(1))
    keyword = draw(st.sampled_from(sorted(schema)))
    inside = schema[keyword]
    match draw(st.integers(0, 5)):
        case 0:
            return {name: value for name, value in schema.items() if name != keyword}
        case 1:
            return {"anyOf": draw(st.permutations([schema, draw(schemas(0))]))}
        case 2:
            return {"oneOf": draw(st.permutations([schema, draw(schemas(0))]))}
        case 3 if isinstance(inside, dict) and keyword in ("properties", "patternProperties") and inside:
            name = draw(st.sampled_from(sorted(inside)))
            return {**schema, keyword: {**inside, name: draw(edited(inside[name]))}}
        case 4 if isinstance(inside, list) and keyword in ("anyOf", "oneOf", "allOf", "prefixItems"):
            index = draw(st.integers(0, len(inside) - 1))
            return {**schema, keyword: [*inside[:index], draw(edited(inside[index])), *inside[index + 1 :]]}
    other = draw(schemas(1))
    return {**schema, **(other if isinstance(other, dict) else {})}


def read(schema: object, dialect: str = "2020-12") -> Any:
    document = parser.parse(Source("a.json", json.dumps(schema).encode())).documents[0]
    return read_schema(document, (), Files(), dialect)


def compare(old: object, new: object, dialect: str = "2020-12") -> list[SchemaChange]:
    return list(compare_schemas(read(old, dialect), read(new, dialect), "both"))


def accepted(schema: object, validate: type = Draft202012Validator) -> set[int] | None:
    """Return which of the values the schema accepts; None where the library gives up: a reference leads round."""
    validator = validate(schema)
    try:
        return {index for index, value in enumerate(VALUES) if validator.is_valid(value)}
    except (RecursionError, Unresolvable, _WrappedReferencingError):
        return None
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # too deep for the library's own library
            return None
        raise


def check(old: Any, new: Any, dialect: str = "2020-12", validate: type = Draft202012Validator) -> None:
    before, after = accepted(old, validate), accepted(new, validate)
    if before is None or after is None:
        return
    changes = compare(old, new, dialect)

    lost = [VALUES[index] for index in sorted(before - after)]
    gained = [VALUES[index] for index in sorted(after - before)]
    assert not lost or any(change.details["narrows"] for change in changes), (lost[:3], changes)
    assert not gained or any(change.details["widens"] for change in changes), (gained[:3], changes)
    sent = list(compare_schemas(read(old, dialect), read(new, dialect), "request"))
    answered = list(compare_schemas(read(old, dialect), read(new, dialect), "response"))
    assert not lost or any(may_break(change, "narrows") for change in sent), (lost[:3], sent)
    assert not gained or any(may_break(change, "widens") for change in answered), (gained[:3], answered)


def may_break(change: SchemaChange, effect: str) -> bool:
    """Tell whether a change is said to break somebody, or is one of those of which it is written why it does not."""
    is_excused = change.details.get("open_model") is True or change.id == "one-of-overlap"
    return change.compatibility != "compatible" or (is_excused and change.details[effect] is True)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(pairs())
def test_what_one_schema_alone_accepts_is_said(pair: tuple[Any, Any]) -> None:
    check(*pair)


def older(schema: Any) -> Any:
    """Return a schema with some keywords as draft 7 has them: lists of ``items``, and ``dependencies``."""
    if isinstance(schema, list):
        return [older(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: older(value) for name, value in schema.items()}
    if "prefixItems" in found:
        rest = found.pop("items", None)
        found["items"] = found.pop("prefixItems")
        found |= {} if rest is None else {"additionalItems": rest}
    if "dependentSchemas" in found or "dependentRequired" in found:
        found["dependencies"] = {**found.pop("dependentSchemas", {}), **found.pop("dependentRequired", {})}
    return found


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(pairs())
def test_what_one_schema_of_draft_7_alone_accepts_is_said(pair: tuple[Any, Any]) -> None:
    check(older(pair[0]), older(pair[1]), "draft7", Draft7Validator)


@st.composite
def rewritten(draw: st.DrawFn) -> tuple[Any, Any]:
    """A schema, and the same in other words."""
    schema = draw(schemas().filter(lambda one: isinstance(one, dict) and '"$' not in json.dumps(one)))
    words: list[Callable[[Any], Any]] = [
        lambda one: {"allOf": [one]},
        lambda one: {"allOf": [True, one]},
        lambda one: {"anyOf": [one]},
        lambda one: {"oneOf": [one]},
        lambda one: {"anyOf": [one, False]},
        lambda one: {"$ref": "#/$defs/moved", "$defs": {"moved": one}},
        lambda one: {"allOf": [{name: value} for name, value in one.items()]} if not set(one) & TOGETHER else one,
        lambda one: {**one, "description": "other words"},
        lambda one: dict(reversed(one.items())),
        lambda one: {**one, "anyOf": one["anyOf"][::-1]} if "anyOf" in one else one,
        lambda one: {**one, "oneOf": one["oneOf"][::-1]} if "oneOf" in one else one,
    ]
    return schema, draw(st.sampled_from(words))(schema)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(rewritten())
def test_other_words_are_no_change(pair: tuple[Any, Any]) -> None:
    old, new = pair

    assert compare(old, new) == []
    assert compare(new, old) == []
