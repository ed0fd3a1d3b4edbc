from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from trueline.model.location import Location, Region
from trueline.model.report import Finding, Report, Trust
from trueline.reporters.rdjson import render

# reviewdog's protocol buffers, as JSON
POSITION = {
    "type": "object",
    "required": ["line"],
    "additionalProperties": False,
    "properties": {"line": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}},
}
RANGE = {
    "type": "object",
    "required": ["start"],
    "additionalProperties": False,
    "properties": {"start": POSITION, "end": POSITION},
}
LOCATION = {
    "type": "object",
    "required": ["path"],
    "additionalProperties": False,
    "properties": {"path": {"type": "string"}, "range": RANGE},
}
NAMED = {"type": "object", "additionalProperties": False, "properties": {"name": {"type": "string"}}}
SEVERITY = {"enum": ["ERROR", "WARNING", "INFO"]}
SCHEMA = {
    "type": "object",
    "required": ["diagnostics"],
    "additionalProperties": False,
    "properties": {
        "source": NAMED,
        "severity": SEVERITY,
        "diagnostics": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["message", "location", "severity", "code"],
                "additionalProperties": False,
                "properties": {
                    "message": {"type": "string", "minLength": 1},
                    "location": LOCATION,
                    "severity": SEVERITY,
                    "code": {
                        "type": "object",
                        "required": ["value"],
                        "additionalProperties": False,
                        "properties": {"value": {"type": "string"}, "url": {"type": "string", "pattern": "^https?://"}},
                    },
                    "related_locations": {
                        "type": "array",
                        "items": {"properties": {"message": {"type": "string"}, "location": LOCATION}},
                    },
                },
            },
        },
    },
}


def one(location, excerpts):
    found = Finding("bad-thing", "high", "soft", "thing", "thing is bad", location, blocks=True)
    report = Report("failed", 1, True, Trust("working-tree"), findings=(found,), excerpts=excerpts)
    return json.loads(render(report))["diagnostics"][0]


def test_golden(golden, golden_file):
    assert golden_file("rdjson.json") == render(golden.GOLDEN)


@pytest.mark.parametrize("name", ["GOLDEN", "EMPTY"])
def test_every_member_is_reviewdogs(golden, name):
    document = json.loads(render(getattr(golden, name)))

    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(document)] == []


@pytest.mark.parametrize(
    ("line", "columns"),
    [
        pytest.param("acl = x", (3, 5), id="ASCII"),
        pytest.param("a𐐀b = x", (6, 8), id="bytes, not characters"),
        pytest.param("a", (None, None), id="the line is not held as far as that"),
        pytest.param(None, (None, None), id="the line is not held"),
    ],
)
def test_columns_count_bytes(line, columns):
    excerpts = {} if line is None else {("main.tf", ""): {2: line}}
    found = one(Location("main.tf", "", Region(2, 3, 2, 5)), excerpts)["location"]["range"]

    assert columns == (found["start"].get("column"), found["end"].get("column"))
    assert (found["start"]["line"], found["end"]["line"]) == (2, 2)


def test_the_whole_file_has_no_range():
    assert one(Location("main.tf"), {})["location"] == {"path": "main.tf"}


def test_the_code_links_to_the_first_address_that_is_one(golden):
    acl = golden.ACL._replace(references=("javascript:alert(1)", "https://example.com/acl"))
    report = golden.EMPTY._replace(findings=(acl,))

    assert json.loads(render(report))["diagnostics"][0]["code"] == {
        "value": "s3-public-acl", "url": "https://example.com/acl",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("verdict", "complete", "severity"),
    [("passed", True, "INFO"), ("failed", True, "ERROR"), ("incomplete", False, "ERROR"), ("pending", True, "WARNING")],
)
def test_the_verdict_is_the_overall_severity(golden, verdict, complete, severity):
    report = golden.EMPTY._replace(verdict=verdict, complete=complete)

    assert severity == json.loads(render(report))["severity"]
