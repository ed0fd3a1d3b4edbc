from __future__ import annotations

import pytest
import runners

from trueline.model.location import Location, Region
from trueline.model.report import Finding, Notification, Report, Trust
from trueline.reporters.github import render


def finding(number=1, **members):
    return Finding(
        **{
            "rule_id": "bad-thing",
            "severity": "high",
            "enforcement": "soft",
            "subject": f"thing.{number}",
            "message": f"thing.{number} is bad",
            "location": Location("main.tf", "", Region(number, 1, number, 4)),
            "blocks": True,
            **members,
        }
    )


def report(*findings, **members):
    return Report("failed", 1, complete=True, trust=Trust("working-tree"), findings=findings)._replace(**members)


def read(*findings, **members):
    return runners.github(render(report(*findings, **members)))


def test_golden(golden, golden_file):
    assert golden_file("github.txt") == render(golden.GOLDEN)


def test_nothing_still_has_the_verdict(golden):
    assert runners.github(render(golden.EMPTY)) == []
    assert " passed   nothing blocks" in render(golden.EMPTY)


@pytest.mark.parametrize(
    ("members", "name"),
    [
        pytest.param({"severity": "low"}, "error", id="blocks"),
        pytest.param({"severity": "critical", "blocks": False}, "warning", id="advises, critical"),
        pytest.param({"severity": "medium", "blocks": False}, "warning", id="advises, medium"),
        pytest.param({"severity": "low", "blocks": False}, "notice", id="advises, low"),
    ],
)
def test_what_blocks_is_an_error_and_the_rest_less(members, name):
    assert [name] == [one.name for one in read(finding(**members))]


def test_fixed_and_suppressed_findings_are_silent(golden):
    rules = {one.properties["title"].partition(": ")[2] for one in runners.github(render(golden.GOLDEN))}

    assert {"port-named-twice", "s3-without-versioning"} & rules == set()


@pytest.mark.parametrize(
    ("region", "places"),
    [
        pytest.param(Region(2, 3, 2, 9), {"line": "2", "endLine": "2", "col": "3", "endColumn": "9"}, id="one line"),
        pytest.param(Region(2, 3, 4, 9), {"line": "2", "endLine": "4"}, id="columns of several lines are dropped"),
        pytest.param(Region(2, 3, 4, 1), {"line": "2", "endLine": "3"}, id="the end is exclusive"),
        pytest.param(None, {"line": "1", "endLine": "1"}, id="the whole file"),
    ],
)
def test_places_are_those_that_the_runner_keeps(region, places):
    (one,) = read(finding(location=Location("a, b:c.tf", "", region)))

    assert {"file": "a, b:c.tf", "title": "high: bad-thing", **places} == one.properties


def test_a_place_at_base_is_said_in_words():
    (one,) = read(finding(location=Location("old.tf", "b" * 40, Region(1, 1, 1, 2))), base="b" * 40, head="a" * 40)

    assert "file" not in one.properties
    assert one.data == "thing.1 is bad\nat base: old.tf:1:1"


def test_an_error_of_the_run_has_no_file():
    (one,) = read(notifications=(Notification("error", "no-base", "the base is not there"),))

    assert (one.name, one.properties, one.data) == ("error", {"title": "high: no-base"}, "the base is not there")


def test_ten_of_a_kind_with_the_best_first():
    found = [finding(number, severity="low" if number % 2 else "critical") for number in range(1, 31)]
    commands = read(*found, *(finding(number, blocks=False, severity="info") for number in range(31, 34)))
    errors = [one for one in commands if one.name == "error"]

    assert len(errors) == 10
    assert {"critical: bad-thing"} == {one.properties["title"] for one in errors[:9]}
    assert [str(number) for number in range(2, 20, 2)] == [one.properties["line"] for one in errors[:9]]
    assert errors[9].data == "+21 more: see the summary of this step, or the whole report"
    assert [one.name for one in commands].count("notice") == 3


def test_ten_need_no_word_of_more():
    assert [one.data for one in read(*map(finding, range(1, 11)))][9:] == ["thing.10 is bad"]


def test_new_findings_come_before_known_ones():
    commands = read(finding(1, status="unchanged"), finding(2))

    assert [one.data for one in commands] == ["thing.2 is bad", "thing.1 is bad"]


def test_a_mark_that_does_not_let_it_go_is_said():
    (one,) = read(finding(refusals=("the mark in line 1 ended yesterday",)))

    assert one.data == "thing.1 is bad\nnote: the mark in line 1 ended yesterday"


def test_one_place_has_one_annotation():
    place = Location("main.tf", "", Region(1, 1, 1, 4))
    (one,) = read(*(finding(number, location=place) for number in range(1, 7)))

    assert one.data == "thing.1 is bad\nalso: thing.2, thing.3, thing.4, +2 more"


def test_long_messages_are_cut_where_the_runner_would():
    (one,) = read(finding(message="😀" * 5_000))

    assert len(one.data.encode("utf-16-le")) // 2 <= 4_096
    assert one.data.endswith("😀…")
