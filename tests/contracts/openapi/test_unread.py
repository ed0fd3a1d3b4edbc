"""What of a contract is not read is said: other documents, files that are broken or gone, names that lead nowhere."""

from __future__ import annotations

import pytest

from trueline.contracts.schema import files as limits

ROOT = """\
openapi: 3.0.3
info: {title: Shop, version: 1.0.0}
paths:
  /a: {get: {responses: {'200': {content: {application/json: {schema: %s}}}}}}
"""
PLAIN = ROOT % "{type: string}"
LEADING = ROOT % "{properties: {a: {$ref: 'part.yaml#/A'}}}"


def told(found):
    return [(one.level, one.message, str(one.location)) for one in found.notifications]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"{PLAIN}---\n{PLAIN}", "api.yaml:6:1", id="behind it"),
        pytest.param(f"a: 1\n---\n{PLAIN}", "api.yaml:1:1", id="before it"),
        pytest.param(f"---\n{PLAIN}...\n---\n", None, id="empty"),
    ],
)
def test_another_document_of_the_file_is_said(compared, text, expected):
    message = "only one document of this file is read, and this is another"

    assert told(compared(PLAIN, text)) == ([("error", message, expected)] if expected else [])


def test_a_contract_behind_another_document_is_the_one_that_is_compared(compared):
    head = "a: 1\n---\n" + PLAIN.replace("string", "integer")

    assert [one.kind for one in compared(PLAIN, head).changes] == ["openapi/response-type-changed"]


def test_a_broken_file_that_a_contract_leads_to_is_an_error_at_head_alone(compared):
    good, broken = {"api.yaml": LEADING, "part.yaml": "A: {type: string}\n"}, {"api.yaml": LEADING, "part.yaml": "A: {"}
    gone, mended = compared(good, broken), compared(broken, good)

    assert [(one.kind, one.compatibility) for one in gone.changes] == [
        ("openapi/response-may-have-changed", "dangerous")
    ]
    assert [one.kind for one in mended.changes] == ["openapi/response-may-have-changed"]
    assert {(one.level, one.location.path) for one in gone.notifications} == {
        ("error", "part.yaml"),
        ("error", "api.yaml"),
    }
    assert {one.level for one in mended.notifications} == {"warning"}


def test_a_name_that_leads_nowhere_is_said_of_schemas_that_were_compared(compared):
    head = ROOT % "{properties: {a: {$ref: '#/components/schemas/No'}}}"

    assert told(compared(head, head + "# more\n")) == [
        ("warning", "#/components/schemas/No leads nowhere", "api.yaml:4:95"),
        ("error", "#/components/schemas/No leads nowhere", "api.yaml:4:95"),
    ]


def test_files_beyond_the_limit_are_said(compared, monkeypatch):
    monkeypatch.setattr(limits, "_MOST", 2)
    parts = {f"part{number}.yaml": "A: {type: string}\n" for number in range(3)}
    root = ROOT % "{properties: {a: {$ref: 'part0.yaml#/A'}, b: {$ref: 'part1.yaml#/A'}, c: {$ref: 'part2.yaml#/A'}}}"
    found = compared({"api.yaml": root, **parts}, {"api.yaml": root, **parts, "part0.yaml": "A: {type: integer}\n"})

    assert ("error", "this file and others were not read: a contract may be made of 2 files", "part1.yaml") in told(
        found
    )
