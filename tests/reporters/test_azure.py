from __future__ import annotations

import runners

from trueline.model.location import Location, Region
from trueline.model.report import Finding, Report, Trust
from trueline.reporters.azure import render

ONE = Finding(
    "bad-thing", "low", "soft", "thing", "thing is bad", Location("a;b].tf", "", Region(3, 2, 3, 4)), blocks=True
)


def report(*findings):
    return Report("failed", 1, complete=True, trust=Trust("working-tree"), findings=findings)


def test_golden(golden, golden_file):
    assert golden_file("azure.txt") == render(golden.GOLDEN)


def test_nothing_still_has_the_verdict(golden):
    assert runners.azure(render(golden.EMPTY)) == []
    assert " passed   nothing blocks" in render(golden.EMPTY)


def test_an_issue_has_its_place_and_rule():
    (one,) = runners.azure(render(report(ONE)))

    assert one.name == "task.logissue"
    assert one.properties == {
        "type": "error", "sourcepath": "a;b].tf", "linenumber": "3", "columnnumber": "2", "code": "bad-thing",
    }  # fmt: skip
    assert one.data == "low: bad-thing: thing is bad"


def test_what_advises_below_medium_is_no_issue():
    found = [ONE._replace(severity=severity, blocks=False) for severity in ("info", "low", "medium", "critical")]
    commands = runners.azure(render(report(*found)))

    assert [one.properties["type"] for one in commands] == ["warning", "warning"]


def test_ten_of_a_kind():
    found = [ONE._replace(location=Location(f"{number}.tf")) for number in range(12)]
    commands = runners.azure(render(report(*found)))

    assert len(commands) == 10
    assert "+3 more" in commands[9].data


def test_the_exit_code_alone_fails_the_step(golden):
    assert "task.complete" not in {one.name for one in runners.azure(render(golden.GOLDEN))}
