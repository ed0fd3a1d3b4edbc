from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from jsonschema.validators import validator_for

from trueline.model.location import Location, Region
from trueline.model.report import Finding, Report, Tally, Trust, UnknownAnswer
from trueline.reporters import sarif, sarif_full

MULTITOOL = shutil.which("Sarif.Multitool")


def run_of(text):
    return json.loads(text)["runs"][0]


def finding(number=1, **members):
    return Finding(
        **{
            "rule_id": "bad-thing",
            "severity": "high",
            "enforcement": "soft",
            "subject": f"thing.{number}",
            "message": f"thing.{number} is bad",
            "location": Location("main.tf", "", Region(number, 1, number, 4)),
            "fingerprint": f"TL-{number:08x}",
            **members,
        }
    )


def report(*findings, **members):
    return Report("failed", 1, complete=True, trust=Trust("working-tree"), findings=findings)._replace(**members)


def test_golden(golden, golden_file):
    assert golden_file("report.sarif") == sarif.render(golden.GOLDEN)
    assert golden_file("full.sarif") == sarif_full.render(golden.GOLDEN)


def test_code_scanning_gets_what_stands(golden):
    results = run_of(sarif.render(golden.GOLDEN))["results"]

    assert [result["ruleId"] for result in results] == [
        "image-tag-latest",
        "owner-missing",
        "s3-public-acl",
        "s3-public-acl",
        "secret-in-plain-sight",
    ]
    assert not [result for result in results if "suppressions" in result]


def test_full_marks_what_is_let_go_or_gone(golden):
    results = run_of(sarif_full.render(golden.GOLDEN))["results"]

    assert [one["baselineState"] for one in results] == ["new", "unchanged", "new", "new", "new", "new", "absent"]
    assert [[mark["status"] for mark in one["suppressions"]] for one in results if one["suppressions"]] == [
        ["accepted"],
        ["underReview"],
    ]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        pytest.param("a b/ü%.tf", "a%20b/%C3%BC%25.tf", id="percent-encoded"),
        pytest.param("legacy/caf\udce9.tf", "legacy/caf%E9.tf", id="undecodable byte"),
        pytest.param("c:evil/\ud800", "c%3Aevil/%5Cu%7Bd800%7D", id="no scheme, no lone surrogate"),
        pytest.param("a#b?c", "a%23b%3Fc", id="no fragment, no query"),
    ],
)
def test_paths_are_uris(path, uri):
    result = run_of(sarif.render(report(finding(location=Location(path)))))["results"][0]

    assert uri == result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]


def test_the_whole_file_is_a_place_too():
    result = run_of(sarif.render(report(finding(location=Location("main.tf")))))["results"][0]

    assert (result["locations"][0]["physicalLocation"]["region"]) == {
        "startLine": 1,
        "startColumn": 1,
        "endLine": 1,
        "endColumn": 1,
    }


def test_related_places_are_linked_and_nothing_else_is():
    place = Location("live/main.tf", "", Region(7, 1, 7, 2), "the module [site] is called here")
    bad = finding(message="see [this](http://example.com)", related=(place,))
    result = run_of(sarif.render(report(bad)))["results"][0]

    assert result["message"]["text"] == "see [this\\](http://example.com) ([the module (site) is called here](1))"
    assert [related["id"] for related in result["relatedLocations"]] == [1]


def test_no_text_is_empty():
    run = run_of(sarif.render(report(finding(message="", rule_id="r"), rules=(Tally("r"),))))
    rule = run["tool"]["driver"]["rules"][0]

    texts = [rule[name]["text"] for name in ("shortDescription", "fullDescription", "help")]

    assert [rule["id"], rule["name"], *texts] == ["r", "R", "r", "r", "r"]
    assert run["results"][0]["message"]["text"] == "r"


def test_a_long_description_is_cut():
    run = run_of(sarif.render(report(rules=(Tally("r", description="x" * 2000),))))

    assert len(run["tool"]["driver"]["rules"][0]["fullDescription"]["text"]) == 1024


def test_a_finding_of_an_unlisted_rule_has_its_rule():
    run = run_of(sarif.render(report(finding(), rules=(Tally("other"),))))

    assert run["tool"]["driver"]["rules"][run["results"][0]["ruleIndex"]]["id"] == "bad-thing"


def test_line_hash_where_the_lines_are_at_hand():
    excerpts = {("main.tf", ""): {number: f'attribute_{number} = "some value"' for number in range(1, 12)}}
    prints = run_of(sarif.render(report(finding(2), excerpts=excerpts)))["results"][0]["partialFingerprints"]

    assert {"primaryLocationLineHash", "trueline/v1"} == set(prints)
    assert prints["primaryLocationLineHash"].endswith(":1")


def test_too_many_results_are_cut_by_severity(monkeypatch):
    monkeypatch.setattr(sarif, "MOST_RESULTS", 3)
    many = [finding(number, severity="low") for number in range(1, 5)]
    many += [finding(5, severity="critical"), finding(6, severity="info", blocks=True)]
    run = run_of(sarif.render(report(*many)))

    assert [one["properties"]["subject"] for one in run["results"]] == ["thing.1", "thing.5", "thing.6"]
    assert (
        "3 findings of lower severity are left out"
        in (run["invocations"][0]["toolExecutionNotifications"][-1]["message"]["text"])
    )


def test_too_large_an_upload_is_halved(monkeypatch):
    monkeypatch.setattr(sarif, "LARGEST_UPLOAD", 2500)
    run = run_of(sarif.render(report(*(finding(number) for number in range(1, 201)))))

    assert 0 < len(run["results"]) < 200


def test_unknown_answers_are_notes_and_no_results():
    answer = UnknownAnswer("r", "high", "thing.1", Location("main.tf"), ("var.x ← not set",))
    run = run_of(sarif.render(report(unknowns=(answer,) * 1001)))
    said = run["invocations"][0]["toolExecutionNotifications"]

    assert run["results"] == []
    assert len(said) == 1001
    assert said[0]["message"]["text"] == "r could not tell of thing.1: var.x ← not set"
    assert said[-1]["message"]["text"] == "1 more answers could not be told"


@pytest.mark.skipif(MULTITOOL is None, reason="Sarif.Multitool is not on PATH (npm: @microsoft/sarif-multitool)")
@pytest.mark.parametrize("render", [sarif.render, sarif_full.render], ids=["code scanning", "full"])
@pytest.mark.parametrize("name", ["GOLDEN", "EMPTY"])
def test_passes_the_official_schema_and_code_scanning_rules(golden, tmp_path, name, render):
    log, verdict = tmp_path / "report.sarif", tmp_path / "validation.sarif"
    log.write_text(render(getattr(golden, name)), encoding="utf-8")
    schema = json.loads((Path(os.path.realpath(MULTITOOL)).parent / "sarif-2.1.0.json").read_text("utf-8"))

    assert [
        error.message for error in validator_for(schema)(schema).iter_errors(json.loads(log.read_text("utf-8")))
    ] == []

    subprocess.run(
        [MULTITOOL, "validate", log, "--rule-kind", "Ghas;Sarif", "--output", verdict, "--log", "ForceOverwrite"],
        check=True, capture_output=True, env={"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1", **os.environ},
    )  # fmt: skip
    said = [result for run in json.loads(verdict.read_text("utf-8-sig"))["runs"] for result in run["results"]]

    assert [result["ruleId"] for result in said if result.get("level") == "error"] == []
