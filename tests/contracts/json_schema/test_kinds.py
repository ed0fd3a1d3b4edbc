"""Every kind of change is made by a pair of files, at the very lines on both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from trueline.contracts import json_schema
from trueline.model.unit import Unit
from trueline.repo.working import WorkingTree

if TYPE_CHECKING:
    from pathlib import Path

    from trueline.model.change import Compared


class Case(NamedTuple):
    """Two texts; where the change is: its subject, and a line of each side."""

    kind: str
    base: str
    head: str
    subject: str = "$"
    base_line: int = 1
    head_line: int = 1


LIMITS = {
    "max-items": ("maxItems", "array"),
    "max-length": ("maxLength", "string"),
    "max-properties": ("maxProperties", "object"),
    "maximum": ("maximum", "number"),
    "min-items": ("minItems", "array"),
    "min-length": ("minLength", "string"),
    "min-properties": ("minProperties", "object"),
    "minimum": ("minimum", "number"),
}
OBJECT = "type: object\n"
CASES = [
    *(
        case
        for name, (keyword, kind) in LIMITS.items()
        for case in (
            Case(f"{name}-added", f"type: {kind}", f"type: {kind}\n{keyword}: 2", "$", 1, 2),
            Case(f"{name}-removed", f"type: {kind}\n{keyword}: 2", f"type: {kind}", "$", 2, 1),
            Case(f"{name}-raised", f"type: {kind}\n{keyword}: 2", f"type: {kind}\n{keyword}: 3", "$", 2, 2),
            Case(f"{name}-lowered", f"{keyword}: 3\ntype: {kind}", f"type: {kind}\n{keyword}: 2", "$", 1, 2),
        )
    ),
    Case("max-contains-added", "contains: {type: string}", "contains: {type: string}\nmaxContains: 2", "$", 1, 2),
    Case("max-contains-removed", "maxContains: 2\ncontains: {type: string}", "contains: {type: string}", "$", 1, 1),
    Case("max-contains-raised", "contains: {}\nmaxContains: 2", "contains: {}\nmaxContains: 3", "$", 2, 2),
    Case("max-contains-lowered", "contains: {}\nmaxContains: 3", "contains: {}\nmaxContains: 2", "$", 2, 2),
    Case("min-contains-raised", "contains: {}", "contains: {}\nminContains: 2", "$", 1, 2),
    Case("min-contains-lowered", "contains: {}\nminContains: 2", "contains: {}", "$", 2, 1),
    Case("additional-items-closed", "prefixItems: [{}]", "prefixItems: [{}]\nitems: false", "$", 1, 2),
    Case("additional-items-opened", "prefixItems: [{}]\nitems: false", "prefixItems: [{}]", "$", 2, 1),
    Case("additional-properties-closed", OBJECT, f"{OBJECT}additionalProperties: false", "$", 1, 2),
    Case("additional-properties-opened", f"{OBJECT}additionalProperties: false", OBJECT, "$", 2, 1),
    Case(
        "any-of-member-added",
        "anyOf:\n- type: string\n- type: 'null'",
        "anyOf:\n- type: 'null'\n- type: string\n- type: array",
        "$.<array>",
        1,
        4,
    ),
    Case(
        "any-of-member-removed",
        "anyOf:\n- type: array\n- type: string\n- type: boolean",
        "anyOf:\n- type: string\n- type: boolean",
        "$.<array>",
        2,
        1,
    ),
    Case("one-of-member-added", "type: string", "oneOf:\n- type: string\n- type: array", "$.<array>", 1, 3),
    Case("one-of-member-removed", "oneOf:\n- type: string\n- type: array", "type: string", "$.<array>", 3, 1),
    Case("one-of-overlap", "oneOf:\n- minLength: 1\n- maxLength: 3", "oneOf:\n- minLength: 1\n- maxLength: 4"),
    Case("composition-changed", "anyOf:\n- minLength: 1\n- maxLength: 3", "oneOf:\n- maxLength: 3\n- minLength: 1"),
    Case("condition-added", "{}", "if: {required: [a]}\nthen: {required: [b]}"),
    Case("condition-removed", "if: {required: [a]}\nthen: {required: [b]}", "{}"),
    Case(
        "may-have-changed", "if: {required: [a]}\nthen: {required: [b]}", "if: {required: [a]}\nthen: {required: [c]}"
    ),
    Case("contains-added", "type: array", "type: array\ncontains: {type: string}", "$", 1, 2),
    Case("contains-removed", "type: array\ncontains: {type: string}", "type: array", "$", 2, 1),
    Case("contains-narrowed", "contains: {type: [string, 'null']}", "contains: {type: string}"),
    Case("contains-widened", "contains: {type: string}", "contains: {type: [string, 'null']}"),
    Case("contains-changed", "contains: {type: string}", "contains: {type: array}"),
    Case("content-encoding-added", "type: string", "type: string\ncontentEncoding: base64", "$", 1, 2),
    Case(
        "content-encoding-changed",
        "type: string\ncontentEncoding: base32",
        "type: string\ncontentEncoding: base64",
        "$",
        2,
        2,
    ),
    Case("content-encoding-removed", "type: string\ncontentEncoding: base64", "type: string", "$", 2, 1),
    Case("content-media-type-added", "type: string", "type: string\ncontentMediaType: text/html", "$", 1, 2),
    Case(
        "content-media-type-changed",
        "type: string\ncontentMediaType: text/csv",
        "type: string\ncontentMediaType: text/html",
        "$",
        2,
        2,
    ),
    Case("content-media-type-removed", "type: string\ncontentMediaType: text/html", "type: string", "$", 2, 1),
    Case("contract-added", "", "type: string", "$", None, 1),
    Case("contract-removed", "type: string", "", "$", 1, None),
    Case("default-added", "type: string", "type: string\ndefault: a", "$", 1, 2),
    Case("default-changed", "type: string\ndefault: a", "default: b\ntype: string", "$", 2, 1),
    Case("default-removed", "type: string\ndefault: a", "type: string", "$", 2, 1),
    Case("definition-removed", "$defs:\n  A:\n    type: string\n  B: {}", "$defs:\n  B: {}", "$.$defs.A", 2, 1),
    Case("dependent-required-added", OBJECT, "type: object\ndependentRequired:\n  a: [b]", "$.a.b", 1, 3),
    Case(
        "dependent-required-removed", "dependentRequired:\n  a: [b, c]", "dependentRequired:\n  a: [c]", "$.a.b", 2, 2
    ),
    Case("dependent-schema-added", OBJECT, "type: object\ndependentSchemas:\n  a: {required: [b]}", "$.a", 1, 3),
    Case("dependent-schema-removed", "dependentSchemas:\n  a: {required: [b]}", "{}", "$.a", 2, 1),
    Case("deprecated-added", "properties:\n  a: {}", "properties:\n  a:\n    deprecated: true", "$.a", 2, 3),
    Case(
        "deprecated-removed",
        "properties:\n  a: {deprecated: true}",
        "properties:\n  a: {deprecated: false}",
        "$.a",
        2,
        2,
    ),
    Case("dialect-changed", "$schema: http://json-schema.org/draft-07/schema#", "type: string"),
    Case("enum-added", "type: string", "type: string\nenum: [a]", "$", 1, 2),
    Case("enum-removed", "type: string\nenum: [a]", "type: string", "$", 2, 1),
    Case("enum-value-added", "enum: [a, b]", "enum:\n- b\n- c\n- a", "$", 1, 3),
    Case("enum-value-removed", "enum: [a, b, c]", "enum: [a, c]"),
    Case("format-added", "type: string", "type: string\nformat: date", "$", 1, 2),
    Case("format-changed", "type: string\nformat: date", "type: string\nformat: time", "$", 2, 2),
    Case("format-narrowed", "type: integer\nformat: int64", "type: integer\nformat: int32", "$", 2, 2),
    Case("format-removed", "type: string\nformat: date", "type: string", "$", 2, 1),
    Case("format-widened", "type: integer\nformat: int32", "type: integer\nformat: int64", "$", 2, 2),
    Case("multiple-of-added", "type: number", "type: number\nmultipleOf: 5", "$", 1, 2),
    Case("multiple-of-changed", "type: number\nmultipleOf: 5", "type: number\nmultipleOf: 3", "$", 2, 2),
    Case("multiple-of-narrowed", "type: number\nmultipleOf: 5", "type: number\nmultipleOf: 10", "$", 2, 2),
    Case("multiple-of-removed", "type: number\nmultipleOf: 5", "type: number", "$", 2, 1),
    Case("multiple-of-widened", "type: number\nmultipleOf: 0.2", "type: number\nmultipleOf: 0.1", "$", 2, 2),
    Case("not-added", "{}", "not: {type: string}"),
    Case("not-changed", "not: {type: string}", "not: {type: array}"),
    Case("not-narrowed", "not: {type: [string, array]}", "not: {type: string}"),
    Case("not-removed", "not: {type: string}", "{}"),
    Case("not-widened", "not: {type: string}", "not: {type: [string, array]}"),
    Case(
        "nullable-added",
        "properties:\n  a: {type: string}",
        "properties:\n  a:\n    type: [string, 'null']",
        "$.a",
        2,
        3,
    ),
    Case("nullable-removed", "anyOf:\n- type: string\n- type: 'null'", "type: string"),
    Case("pattern-added", "type: string", "type: string\npattern: ^a", "$", 1, 2),
    Case("pattern-changed", "type: string\npattern: ^b", "pattern: ^a\ntype: string", "$", 2, 1),
    Case("pattern-removed", "type: string\npattern: ^b", "type: string", "$", 2, 1),
    Case("pattern-property-added", OBJECT, "type: object\npatternProperties:\n  ^x-: {type: string}", "$.{^x-}", 1, 3),
    Case(
        "pattern-property-removed", "patternProperties:\n  ^x-: {type: string}\ntype: object", OBJECT, "$.{^x-}", 2, 1
    ),
    Case("property-added", "properties:\n  a: {}", "properties:\n  a: {}\n  b: {type: string}", "$.b", 1, 3),
    Case("property-removed", "properties:\n  a: {}\n  b: {type: string}", "properties:\n  a: {}", "$.b", 3, 1),
    Case("property-became-optional", "properties:\n  a: {}\nrequired: [a]", "properties:\n  a: {}", "$.a", 3, 2),
    Case("property-became-required", "properties:\n  a: {}", "properties:\n  a: {}\nrequired: [a]", "$.a", 2, 3),
    Case(
        "required-property-added", "properties:\n  a: {}", "properties:\n  a: {}\n  b: {}\nrequired: [b]", "$.b", 1, 3
    ),
    Case(
        "required-property-removed", "properties:\n  a: {}\n  b: {}\nrequired: [b]", "properties:\n  a: {}", "$.b", 3, 1
    ),
    Case("read-only-added", "properties:\n  a: {}", "properties:\n  a: {readOnly: true}", "$.a", 2, 2),
    Case("read-only-removed", "properties:\n  a: {readOnly: true}", "properties:\n  a: {}", "$.a", 2, 2),
    Case("write-only-added", "properties:\n  a: {}", "properties:\n  a: {writeOnly: true}", "$.a", 2, 2),
    Case("write-only-removed", "properties:\n  a: {writeOnly: true}", "properties:\n  a: {}", "$.a", 2, 2),
    Case("type-changed", "items:\n  type: string", "items:\n  type: integer", "$[]", 2, 2),
    Case("type-narrowed", "type: number", "\ntype: integer", "$", 1, 2),
    Case("type-widened", "type: integer", "type: [number, string]"),
    Case("unique-items-added", "type: array", "type: array\nuniqueItems: true", "$", 1, 2),
    Case("unique-items-removed", "type: array\nuniqueItems: true", "type: array", "$", 2, 1),
]


def compare(tmp_path: Path, base: str, head: str) -> Compared:
    """Compare two texts; an empty one is no file at all."""
    sides = []
    for name, text in (("base", base), ("head", head)):
        folder = tmp_path / name
        folder.mkdir()
        if text:
            (folder / "a.schema.yaml").write_text(text)
        tree = WorkingTree(str(folder))
        sides += [Unit("json-schema", "a.schema.yaml") if text else None, tree]
    return json_schema.compare(*sides)


@pytest.mark.parametrize("case", [pytest.param(case, id=case.kind) for case in CASES])
def test_a_change_is_found_where_it_stands(case: Case, tmp_path: Path) -> None:
    compared = compare(tmp_path, case.base, case.head)

    found = [
        (
            change.subject,
            change.base_location and change.base_location.region.start_line,
            change.location and change.location.region.start_line,
        )
        for change in compared.changes
        if change.kind == f"json-schema/{case.kind}"
    ]
    assert [(case.subject, case.base_line, case.head_line)] == found


def test_every_kind_is_made_by_a_pair() -> None:
    assert set(json_schema.KINDS) == {f"json-schema/{case.kind}" for case in CASES}
