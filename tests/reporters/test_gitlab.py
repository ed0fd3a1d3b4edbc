from __future__ import annotations

import json

import hostile
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft202012Validator

from trueline.model.report import Notification, Report, Trust
from trueline.reporters.gitlab import render

# What GitLab's documentation and Code Climate's specification ask of an entry; a place is said in one way, not in both
LINE = {"type": "integer", "minimum": 1}
POINT = {"type": "object", "required": ["line", "column"], "properties": {"line": LINE, "column": LINE}}
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "additionalProperties": False,
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path"],
                "properties": {
                    "path": {"type": "string", "not": {"pattern": "^(\\./|/)"}},
                    "lines": {"type": "object", "required": ["begin"], "properties": {"begin": LINE, "end": LINE}},
                    "positions": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": POINT, "end": POINT},
                    },
                },
                "oneOf": [{"required": ["lines"]}, {"required": ["positions"]}],
            },
        },
    },
}


def wrong(text):
    return [error.message for error in Draft202012Validator(SCHEMA).iter_errors(json.loads(text))]


def report(*findings, **members):
    return Report("failed", 1, complete=True, trust=Trust("working-tree"), findings=findings)._replace(**members)


def test_golden(golden, golden_file):
    assert golden_file("gitlab.json") == render(golden.GOLDEN)


@pytest.mark.parametrize("name", ["GOLDEN", "EMPTY"])
def test_every_entry_is_as_gitlab_asks(golden, name):
    assert wrong(render(getattr(golden, name))) == []


def test_nothing_is_an_empty_list(golden):
    assert json.loads(render(golden.EMPTY)) == []


def test_what_stands_and_what_makes_the_run_incomplete_is_there(golden):
    entries = json.loads(render(golden.GOLDEN))

    assert [(entry["check_name"], entry["severity"]) for entry in entries] == [
        ("image-tag-latest", "major"),
        ("owner-missing", "minor"),
        ("s3-public-acl", "blocker"),
        ("s3-public-acl", "blocker"),
        ("secret-in-plain-sight", "critical"),
        ("s3-public-acl", "blocker"),
        ("yaml-syntax", "critical"),
        ("rule-crashed", "critical"),
    ]
    assert ["(blocks)" in entry["description"] for entry in entries[:3]] == [False, False, True]


def test_a_fingerprint_is_never_there_twice_and_knows_no_line(golden):
    moved = golden.ACL._replace(location=golden.ACL.location._replace(region=None))
    first, second, third = json.loads(render(report(golden.ACL, golden.ACL, golden.LOGS)))

    assert len({entry["fingerprint"] for entry in (first, second, third)}) == 3
    assert first["fingerprint"] == json.loads(render(report(moved)))[0]["fingerprint"]


def test_an_error_of_the_run_stands_at_the_config():
    (entry,) = json.loads(render(report(notifications=(Notification("error", "no-base", "the base is not there"),))))

    assert entry["location"] == {"path": ".trueline/config.yaml", "lines": {"begin": 1, "end": 1}}


@given(report=hostile.reports)
@settings(
    max_examples=20, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
def test_any_report_has_fingerprints_of_its_own(report):
    fingerprints = [entry["fingerprint"] for entry in json.loads(render(report))]

    assert len(set(fingerprints)) == len(fingerprints)
