"""A pair of schemas for every kind of change of schemas; the way back is one for its mirror."""

from __future__ import annotations

from trueline.contracts.schema import RULES

_OBJECT = {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}}
_ONE = {"type": "object", "properties": {"a": {"type": "string"}}}
_CAT = {"type": "object", "required": ["c"], "properties": {"c": {"const": "cat"}}}
_DOG = {"type": "object", "required": ["c"], "properties": {"c": {"const": "dog"}}}
_PET = {"oneOf": [_CAT, _DOG]}


def _with(schema, **more):
    return {**schema, **more}


def _text(**more):
    return {"type": "string", **more}


def _number(**more):
    return {"type": "number", **more}


def _list(**more):
    return {"type": "array", **more}


def _told(name, **mapping):
    return _with(_PET, discriminator={"propertyName": name, "mapping": mapping} if mapping else {"propertyName": name})


NARROWED = {
    "additional-items-closed": (_list(prefixItems=[{}]), _list(prefixItems=[{}], items=False)),
    "additional-properties-closed": (_ONE, _with(_ONE, additionalProperties=False)),
    "any-of-member-removed": ({"anyOf": [_text(), _number(), {"type": "boolean"}]}, {"anyOf": [_text(), _number()]}),
    "condition-added": (_OBJECT, _with(_OBJECT, **{"if": {"required": ["a"]}, "then": {"required": ["b"]}})),
    "contains-added": (_list(), _list(contains=_text())),
    "contains-narrowed": (_list(contains=_text()), _list(contains=_text(minLength=1))),
    "content-encoding-added": (_text(), _text(contentEncoding="base64")),
    "content-media-type-added": (_text(), _text(contentMediaType="text/html")),
    "default-added": (_text(), _text(default="a")),
    "dependent-required-added": (_OBJECT, _with(_OBJECT, dependentRequired={"a": ["b"]})),
    "dependent-schema-added": (_OBJECT, _with(_OBJECT, dependentSchemas={"a": {"required": ["b"]}})),
    "deprecated-added": (_text(), _text(deprecated=True)),
    "discriminator-added": (_PET, _told("c")),
    "discriminator-mapping-removed": (_told("c", cat="#/x", dog="#/y"), _told("c", cat="#/x")),
    "enum-added": (_text(), _text(enum=["a", "b"])),
    "enum-value-removed": (_text(enum=["a", "b"]), _text(enum=["a"])),
    "format-added": (_text(), _text(format="uuid")),
    "format-narrowed": ({"type": "integer", "format": "int64"}, {"type": "integer", "format": "int32"}),
    "max-contains-added": (_list(contains=_text()), _list(contains=_text(), maxContains=3)),
    "max-contains-lowered": (_list(contains=_text(), maxContains=3), _list(contains=_text(), maxContains=2)),
    "max-items-added": (_list(), _list(maxItems=3)),
    "max-items-lowered": (_list(maxItems=3), _list(maxItems=2)),
    "max-length-added": (_text(), _text(maxLength=3)),
    "max-length-lowered": (_text(maxLength=3), _text(maxLength=2)),
    "max-properties-added": ({"type": "object"}, {"type": "object", "maxProperties": 3}),
    "max-properties-lowered": ({"type": "object", "maxProperties": 3}, {"type": "object", "maxProperties": 2}),
    "maximum-added": (_number(), _number(maximum=3)),
    "maximum-lowered": (_number(maximum=3), _number(exclusiveMaximum=3)),
    "min-contains-raised": (_list(contains=_text(), minContains=2), _list(contains=_text(), minContains=3)),
    "min-items-added": (_list(), _list(minItems=3)),
    "min-items-raised": (_list(minItems=3), _list(minItems=4)),
    "min-length-added": (_text(), _text(minLength=3)),
    "min-length-raised": (_text(minLength=3), _text(minLength=4)),
    "min-properties-added": ({"type": "object"}, {"type": "object", "minProperties": 3}),
    "min-properties-raised": ({"type": "object", "minProperties": 3}, {"type": "object", "minProperties": 4}),
    "minimum-added": (_number(), _number(minimum=3)),
    "minimum-raised": (_number(minimum=3), _number(minimum=4)),
    "multiple-of-added": (_number(), _number(multipleOf=3)),
    "multiple-of-narrowed": (_number(multipleOf=3), _number(multipleOf=6)),
    "not-added": (_text(), _text(**{"not": {"enum": ["a"]}})),
    "not-widened": (_text(**{"not": {"maxLength": 3}}), _text(**{"not": {"maxLength": 4}})),
    "nullable-removed": ({"type": ["string", "null"]}, _text()),
    "one-of-member-removed": ({"oneOf": [_CAT, _DOG, _text()]}, {"oneOf": [_CAT, _text()]}),
    "pattern-added": (_text(), _text(pattern="^a+$")),
    "pattern-property-added": ({"type": "object"}, {"type": "object", "patternProperties": {"^x": _text()}}),
    "property-added": (_ONE, _OBJECT),
    "property-became-required": (_ONE, _with(_ONE, required=["a"])),
    "read-only-added": (_text(), _text(readOnly=True)),
    "required-property-added": (_ONE, _with(_OBJECT, required=["b"])),
    "type-narrowed": ({"type": ["string", "integer"]}, _text()),
    "unique-items-added": (_list(), _list(uniqueItems=True)),
    "write-only-added": (_text(), _text(writeOnly=True)),
}
"""Kind → wider and narrower schema."""
CHANGED = {
    "contains-changed": (_list(contains=_text()), _list(contains=_number())),
    "content-encoding-changed": (_text(contentEncoding="base64"), _text(contentEncoding="base32")),
    "content-media-type-changed": (_text(contentMediaType="text/html"), _text(contentMediaType="text/css")),
    "default-changed": (_text(default="a"), _text(default="b")),
    "discriminator-changed": (_told("c"), _told("d")),
    "discriminator-mapping-changed": (_told("c", cat="#/x"), _told("c", cat="#/y")),
    "format-changed": (_text(format="uuid"), _text(format="date")),
    "may-have-changed": (
        _text(**{"if": {"maxLength": 3}, "then": {"pattern": "a"}}),
        _text(**{"if": {"maxLength": 4}, "then": {"pattern": "b"}}),
    ),
    "multiple-of-changed": (_number(multipleOf=3), _number(multipleOf=5)),
    "not-changed": (_text(**{"not": {"enum": ["a"]}}), _text(**{"not": {"enum": ["b"]}})),
    "pattern-changed": (_text(pattern="^a"), _text(pattern="^b")),
    "type-changed": (_text(), _number()),
}
"""Kind → two schemas of which neither is narrower."""
PAIRS = {
    **NARROWED,
    **{RULES[kind].mirror: (after, before) for kind, (before, after) in NARROWED.items()},
    **CHANGED,
}
