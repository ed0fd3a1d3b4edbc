"""Infracost's JSON: its shape, its sums, and that a policy which reads the difference cannot be fooled."""

from __future__ import annotations

import json
from decimal import Decimal

import billed
import pytest
from billed import COSTS, HERE, between, bill, machines, resource, summed, used, without_price
from jsonschema import Draft202012Validator

from trueline.reporters.infracost import render

NUMBER = {"type": ["string", "null"], "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}
COUNTS = {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}}


def shape(required, optional=()):
    """Return the schema of an object that has these members and no others; a member without one is a number."""
    members = {name: {"$ref": f"#/$defs/{name}"} if name in DEFINED else NUMBER for name in (*required, *optional)}
    return {"type": "object", "required": list(required), "additionalProperties": False, "properties": members}


def totals(name):
    return [f"{name}HourlyCost", f"{name}MonthlyCost", f"{name}MonthlyUsageCost"]


# The members are those of Infracost's own schema, and the newer ones that it prints beyond that
DEFINED = {
    "name": {"type": "string"},
    "unit": {"type": "string"},
    "version": {"const": "0.2"},
    "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
    "resourceType": {"type": "string"},
    "tags": {"type": "object", "additionalProperties": {"type": "string"}},
    "timeGenerated": {"type": "string", "pattern": "^[0-9-]{10}T[0-9:]{8}Z$"},
    "usageBased": {"type": "boolean"},
    "priceNotFound": {"type": "boolean"},
    "projects": {"type": "array", "items": {"$ref": "#/$defs/project"}},
    "resources": {"type": "array", "items": {"$ref": "#/$defs/resource"}},
    "costComponents": {"type": "array", "items": {"$ref": "#/$defs/component"}},
    "pastBreakdown": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/breakdown"}]},
    "diff": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/breakdown"}]},
    "metadata": {"type": "object"},
    "breakdown": {},
    "summary": {},
}
RESOURCE = ["name", "resourceType", "tags", "metadata", "hourlyCost", "monthlyCost", "monthlyUsageCost"]
COMPONENT = [
    "name", "unit", "hourlyQuantity", "monthlyQuantity", "price", "hourlyCost", "monthlyCost", "usageBased",
    "priceNotFound",
]  # fmt: skip
SUMMARY = [f"total{name}Resources" for name in ("Detected", "Supported", "Unsupported", "UsageBased", "NoPrice")]
ROOT = ["version", "currency", "projects", *totals("total"), *totals("pastTotal"), *totals("diffTotal"), "summary"]
SCHEMA = {
    "$defs": {
        **DEFINED,
        "breakdown": shape(["resources", *totals("total")]),
        "component": shape(COMPONENT),
        "project": shape(["name", "metadata", "pastBreakdown", "breakdown", "diff", "summary"]),
        "resource": shape([*RESOURCE, "costComponents"]),
        "summary": {
            "type": "object",
            "required": SUMMARY,
            "properties": {
                **{name: {"type": "integer", "minimum": 0} for name in SUMMARY},
                "unsupportedResourceCounts": COUNTS,
            },
            "additionalProperties": False,
        },
    },
    **shape(ROOT, ["timeGenerated"]),
}


def report(golden, *pairs, compares=True, **members):
    found = [resource(*pair, compares=compares) for pair in pairs]
    return golden.EMPTY._replace(costs=(summed("total", "total", pairs, compares=compares), *found), **members)


def document(golden, *pairs, **members):
    found = json.loads(render(report(golden, *pairs, **members)))
    assert [f"{error.json_path}: {error.message}" for error in Draft202012Validator(SCHEMA).iter_errors(found)] == []
    return found


def refused(found, most):
    """What a policy in Rego does: ``to_number(input.diffTotalMonthlyCost) > most``."""
    return Decimal(found["diffTotalMonthlyCost"]) > most


def test_golden(golden, golden_file):
    assert golden_file("infracost.json") == render(golden.GOLDEN)


@pytest.mark.parametrize("found", [COSTS, HERE, ()], ids=["change", "without a base", "nothing"])
def test_it_has_the_shape_that_consumers_know(golden, found):
    text = render(golden.EMPTY._replace(costs=found))

    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(json.loads(text))] == []


def test_the_golden_report_adds_up(golden):
    page = json.loads(render(golden.GOLDEN))
    past, now, grown = (Decimal(page[f"{name}MonthlyCost"]) for name in ("pastTotal", "total", "diffTotal"))

    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(page)] == []
    assert now - past == grown
    assert sum(Decimal(project["breakdown"]["totalMonthlyCost"]) for project in page["projects"]) == now
    for one in (each for project in page["projects"] for each in project["breakdown"]["resources"]):
        known = [Decimal(line["monthlyCost"]) for line in one["costComponents"] if line["monthlyCost"] is not None]
        assert sum(known) == Decimal(one["monthlyCost"] or 0)


def test_the_schema_here_refuses_a_number_that_is_no_text(golden):
    found = document(golden, (None, billed.WEB))
    found["totalMonthlyCost"] = 560.64

    assert [error.json_path for error in Draft202012Validator(SCHEMA).iter_errors(found)] == ["$.totalMonthlyCost"]


def test_what_is_known_adds_up(golden):
    found = document(golden, (billed.SMALLER, billed.WEB), (None, billed.GROUP), (billed.GONE, None))
    (project,) = found["projects"]

    # 730 x (0.768 + 2 x 0.096); 730 x (0.096 + 0.0425)
    assert [found[f"{name}MonthlyCost"] for name in ("total", "pastTotal", "diffTotal")] == [
        "700.8", "101.105", "599.695",
    ]  # fmt: skip
    assert Decimal(found["totalMonthlyCost"]) - Decimal(found["pastTotalMonthlyCost"]) == Decimal("599.695")
    assert {one["name"]: one["monthlyCost"] for one in project["diff"]["resources"]} == {
        "module.site.aws_instance.web": "490.56",
        "aws_autoscaling_group.web": "140.16",
        "aws_instance.old": "-31.025",
    }
    assert found["totalHourlyCost"] == "0.96"


def test_a_policy_that_reads_the_difference_decides(golden):
    found = document(golden, (billed.SMALLER, billed.WEB))

    assert [refused(found, most) for most in (490, 491)] == [True, False]


def test_a_price_that_is_no_longer_known_is_no_saving(golden):
    found = document(golden, (billed.SPELT, billed.MISSPELT), (None, billed.GROUP))
    (misspelt, _) = found["projects"][0]["diff"]["resources"]

    assert refused(found, 140)  # 140.16 for the group; the other would hide it, were it taken for a saving of 140.16
    assert misspelt["monthlyCost"] is None
    assert [(one["price"], one["monthlyCost"], one["priceNotFound"]) for one in misspelt["costComponents"]] == [
        (None, None, True)
    ]


def test_a_bill_of_which_lines_are_gone_because_it_is_not_known_is_no_saving(golden):
    unknown = billed.WEB._replace(components=(), gaps=(billed.SIZE,))

    assert document(golden, (billed.WEB, unknown))["diffTotalMonthlyCost"] == "0"
    assert document(golden, (unknown, billed.WEB))["diffTotalMonthlyCost"] == "0"


def test_what_stayed_the_same_is_no_difference(golden):
    found = document(golden, (billed.GATEWAY, billed.GATEWAY._replace(location=billed.WEB.location)))

    assert found["diffTotalMonthlyCost"] == "0"
    assert found["projects"][0]["diff"]["resources"] == []


def test_a_line_has_what_is_known_of_it(golden):
    one = bill("aws_x.y", machines(0.5, 2), used(), without_price(), between(10, 200), line=7)
    (found,) = document(golden, (None, one))["projects"][0]["breakdown"]["resources"]
    known, usage, missing, bounded = found["costComponents"]

    assert (found["resourceType"], found["metadata"]) == (
        "aws_x",
        {"filename": "infra/main.tf", "startLine": 7, "endLine": 9},
    )
    assert known == {
        "name": "Linux on demand", "unit": "hour", "hourlyQuantity": "2", "monthlyQuantity": "1460", "price": "0.5",
        "hourlyCost": "1", "monthlyCost": "730", "usageBased": False, "priceNotFound": False,
    }  # fmt: skip
    assert [usage[name] for name in ("monthlyQuantity", "monthlyCost", "usageBased")] == [None, None, True]
    assert [missing[name] for name in ("price", "monthlyCost", "priceNotFound")] == ["0", None, True]
    assert [bounded[name] for name in ("monthlyQuantity", "monthlyCost")] == ["10", "1"]  # at the least
    assert found["monthlyCost"] == "731"


def test_usage_has_sums_of_its_own(golden):
    by_use = machines(0.25, 1)._replace(usage="hours")
    found = document(golden, (None, bill("a.b", machines(1, 1), by_use)))

    assert [found["totalMonthlyCost"], found["totalMonthlyUsageCost"]] == ["912.5", "182.5"]
    assert found["diffTotalMonthlyUsageCost"] == "182.5"
    assert found["summary"]["totalUsageBasedResources"] == 1


def test_two_lines_of_one_name_are_both_counted(golden):
    before = bill("a.b", machines(1, 1), machines(2, 1))
    after = bill("a.b", machines(1, 1), machines(3, 1))

    assert document(golden, (before, after))["diffTotalMonthlyCost"] == "730"


def test_without_a_base_there_is_no_difference(golden):
    found = document(golden, (None, billed.WEB), compares=False)
    (project,) = found["projects"]

    assert [found[name] for name in (*totals("pastTotal"), *totals("diffTotal"))] == [None] * 6
    assert (project["pastBreakdown"], project["diff"]) == (None, None)


def test_projects_are_stacks_in_their_environments(golden):
    found = document(golden, (None, billed.ODD), *((None, one) for one in billed.TWICE), (None, billed.WEB))

    assert [(one["name"], one["metadata"].get("terraformWorkspace")) for one in found["projects"]] == [
        ("infra", None),
        ("infra (production)", "production"),
        ("infra (staging)", "staging"),
        ("legacy/caf\\u{dce9}", None),
    ]


@pytest.mark.parametrize(
    ("kind", "project"),
    [
        ("terraform/aws_x", "terraform_dir"),
        ("cloudformation/AWS::X::Y", "cloudformation"),
        ("kubernetes/Deployment", "kubernetes"),
    ],
)
def test_a_project_says_what_it_is_made_of(golden, kind, project):
    found = document(golden, (None, billed.WEB._replace(kind=kind)))

    assert found["projects"][0]["metadata"]["type"] == project
    assert found["projects"][0]["breakdown"]["resources"][0]["resourceType"] == kind.partition("/")[2]


def test_the_summary_counts_what_nobody_prices(golden):
    found = json.loads(render(golden.EMPTY._replace(costs=COSTS)))["summary"]

    assert found == {
        "totalDetectedResources": 11, "totalSupportedResources": 7, "totalUnsupportedResources": 1,
        "totalUsageBasedResources": 1, "totalNoPriceResources": 3, "unsupportedResourceCounts": {"aws_oddity": 1},
    }  # fmt: skip


def test_it_has_a_time_only_where_the_report_has_one(golden):
    assert "timeGenerated" not in document(golden)
    assert document(golden, judged_at="2026-11-25T12:00:00Z")["timeGenerated"] == "2026-11-25T12:00:00Z"
