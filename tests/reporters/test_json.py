from __future__ import annotations

import json
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator

from trueline.reporters.json import render
from trueline.values.unknown import Unknown

SCHEMA = json.loads((files("trueline") / "schemas" / "report.json").read_text("utf-8"))


def closed(schema):
    """Return the schema with every object closed: what we print ourselves must all be described."""
    if isinstance(schema, list):
        return [closed(member) for member in schema]
    if not isinstance(schema, dict):
        return schema
    copy = {key: closed(member) for key, member in schema.items()}
    if isinstance(schema.get("properties"), dict):
        copy["additionalProperties"] = False
    return copy


def test_schema_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", ["GOLDEN", "EMPTY", "METRICS"])
def test_every_member_is_described(golden, name):
    document = json.loads(render(getattr(golden, name)))

    assert [error.message for error in Draft202012Validator(closed(SCHEMA)).iter_errors(document)] == []


def test_schema_refuses_a_finding_without_rule(golden):
    document = json.loads(render(golden.GOLDEN))
    del document["findings"][0]["rule_id"]

    assert [error.json_path for error in Draft202012Validator(SCHEMA).iter_errors(document)] == ["$.findings[0]"]


def test_golden(golden, golden_file):
    assert golden_file("report.json") == render(golden.GOLDEN)


def test_counts_cover_every_finding_once(golden):
    summary = json.loads(render(golden.GOLDEN))["summary"]

    parts = [summary[name] for name in ("findings", "blocking", "advising", "suppressed")]

    assert parts == [7, 3, 2, 1]
    assert summary["statuses"] == {"new": 5, "unchanged": 1, "fixed": 1}
    assert summary["severities"] == {"critical": 2, "high": 1, "medium": 1, "low": 1, "info": 0}
    assert summary["rules"] == {"loaded": 7, "applied": 6, "matched_nothing": 1}


def test_metrics_of_a_run(golden):
    metrics = json.loads(render(golden.METRICS))["metrics"]

    # 2 + 2 of 4 + 2 changes break nobody, 5 + 2 of 8 + 2 answers let them be; nothing was read
    assert metrics["rates"] == {
        "inputs_judged": None,
        "contract_changes_compatible": 0.6667,
        "contract_checks_passed": 0.7,
    }
    assert metrics["exceptions"] == {
        "open": 3,
        "states": {"pending": 1, "approved": 2, "denied": 1},
        "open_by_policy": {"": 1, "aws-storage": 2},
        "open_by_team": {"": 1, "storage": 2},
        "open_by_severity": {"critical": 1, "high": 2, "medium": 0, "low": 0, "info": 0},
        "top_policies": [
            {"policy": "aws-storage", "open": 2, "findings": 3},
            {"policy": "", "open": 1, "findings": 0},
        ],
        "median_pending_days": 1,
        "oldest_pending_days": 1,
        "median_in_force_days": 1.5,  # 36 hours
        "median_days_to_decision": 0.06,  # an hour and a half
        "approved": 2,
        "denied": 1,
        "approved_ratio": 0.6667,
        "renewals": 1,
        "break_glass": 1,
        "overdue_reviews": 1,
        "expiring_soon": 2,
        "findings_let_go": 3,
        "blocking_findings_let_go": 2,
        "passed_by_exception": True,
    }


def test_metrics_have_the_same_members_without_exceptions(golden):
    some, none = (json.loads(render(one))["metrics"] for one in (golden.METRICS, golden.EMPTY))

    assert list(some["exceptions"]) == list(none["exceptions"])
    assert none["rates"] == dict.fromkeys(some["rates"])
    assert (none["exceptions"]["open"], none["exceptions"]["approved_ratio"]) == (0, None)


def test_values_survive(golden):
    document = json.loads(render(golden.GOLDEN))
    secret = document["findings"][5]

    assert golden.FINDINGS[5].message == secret["message"]
    assert golden.FINDINGS[5].subject == secret["subject"]
    assert secret["location"]["path"] == "legacy/caf\\u{dce9}.tf"
    assert secret["location"]["region"] == {"start_line": 1, "start_column": 7, "end_line": 1, "end_column": 19}
    assert document["findings"][1]["location"]["region"] is None


def test_text_hides_nothing_and_commands_nothing(golden):
    text = render(golden.GOLDEN)

    assert "\u202e" not in text
    assert "\x1b" not in text
    assert "##[" not in text
    assert "##vso[" not in text
    assert "容器" in text


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        pytest.param(Unknown(("the tool is not known",)), "(unknown)", id="unknown"),
        pytest.param([{"in": Unknown(("so",))}], [{"in": "(unknown)"}], id="unknown-inside"),
        pytest.param(2**70, str(2**70), id="more-than-64-bits"),
        pytest.param(2**64 - 1, 2**64 - 1, id="64-bits"),
        pytest.param(-(2**63), -(2**63), id="negative-64-bits"),
        pytest.param([True, 2**70, "\udc80"], [True, str(2**70), "\\u{dc80}"], id="all-at-once"),
    ],
)
def test_details_of_a_change_are_printed_whatever_they_are(golden, value, printed):
    change = golden.GOLDEN.changes[0]._replace(details={"value": value})

    document = json.loads(render(golden.GOLDEN._replace(changes=(change,))))

    assert document["changes"][0]["details"] == {"value": printed}
