"""The version of a contract, and what was announced at base, decide whether a breaking change may pass."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.acceptance.conftest import git

PACKAGE = '{{\n  "name": "shop",\n  "version": "{}"\n}}\n'
CONFIG = "version: 1\ncontracts:\n  version: package.json\n"
PROTO = 'syntax = "proto3";\npackage shop;\nmessage Order {{\n  string id = 1;\n{}}}\n'
NOTE = "  string note = 2{};\n"
API = """\
openapi: 3.0.3
info:
  title: shop
  version: {}
paths:
  /orders:
    get: {{responses: {{"200": {{description: all}}}}}}
{}"""
NOTES = '  /notes:\n    get: {{{}responses: {{"200": {{description: all}}}}}}\n'


@pytest.fixture
def judge(trueline, repository):
    """Return a function that judges the change from some files to others, and tells exit code and report."""

    def run(base: dict[str, str], head: dict[str, str | None], *more: str) -> tuple[int, Any]:
        top = repository(base)
        git(top, "switch", "--quiet", "--create=change")
        for name in (name for name, text in head.items() if text is None):
            (top / name).unlink()
        repository({name: text for name, text in head.items() if text is not None})
        ran = trueline("check", "--base", "main", "--report", "json", *more, cwd=top)
        return ran.code, json.loads(ran.out)

    return run


def rules(report: Any, *, blocks: bool = True) -> set[str]:
    return {finding["rule_id"] for finding in report["findings"] if finding["blocks"] is blocks}


def api(version: str, more: str | None = None) -> dict[str, str]:
    return {"api.yaml": API.format(version, "" if more is None else NOTES.format(more))}


def test_a_patch_version_does_not_let_a_breaking_change_through_and_the_finding_says_which_does(judge) -> None:
    code, report = judge(api("1.4.0", ""), api("1.4.1"))
    (low,) = [finding for finding in report["findings"] if finding["rule_id"] == "contract-version-too-low"]

    assert (code, rules(report)) == (1, {"openapi-operation-removed"})
    assert low["message"] == (
        "the version of api.yaml was raised as a patch version (1.4.0 → 1.4.1); its changes need a major one"
    )
    assert (low["blocks"], low["location"]["region"]["start_line"]) == (False, 4)


@pytest.mark.parametrize(("before", "after"), [("1.4.0", "2.0.0"), pytest.param("0.4.2", "0.5.0", id="a minor of 0.x")])
def test_a_major_version_lets_it_through(judge, before, after) -> None:
    code, report = judge(api(before, ""), api(after))

    assert (code, rules(report), rules(report, blocks=False)) == (0, set(), set())


@pytest.mark.parametrize("after", ["1.4.0", "1.5.0", "1.3.9"])
def test_other_versions_do_not(judge, after) -> None:
    code, report = judge(api("1.4.0", ""), api(after))

    assert (code, rules(report)) == (1, {"openapi-operation-removed"})
    assert report["contracts"][0]["required_bump"] == "major"


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        pytest.param("deprecated: true, x-sunset: 2020-01-31, ", 0, id="the day is past"),
        pytest.param("deprecated: true, x-sunset: 2999-01-31, ", 1, id="the day is to come"),
        pytest.param("deprecated: true, ", 1, id="there is no day"),
        pytest.param("x-sunset: 2020-01-31, ", 1, id="it is not deprecated"),
        pytest.param("deprecated: true, x-sunset: 1/1/2020, ", 1, id="the day is none"),
    ],
)
def test_what_was_deprecated_at_base_may_go_when_its_day_is_past(judge, mark, expected) -> None:
    code, report = judge(api("1.4.0", mark), api("1.4.0"))

    assert (code, rules(report)) == (expected, {"openapi-operation-removed"} if expected else set())


def test_a_day_that_is_none_is_said_where_it_stands(judge) -> None:
    _, report = judge(api("1.4.0", "deprecated: true, x-sunset: 1/1/2020, "), api("1.4.0"))
    (note,) = [one for one in report["notifications"] if one["id"] == "contract-sunset-invalid"]

    assert (note["level"], note["location"]["path"]) == ("warning", "api.yaml")
    assert "1/1/2020, which is no day" in note["message"]


def test_what_the_same_change_deprecates_may_not_be_broken_by_it(judge) -> None:
    answer = "{description: all, content: {a/b: {schema: {type: TYPE}}}}"
    notes = '  /notes:\n    get: {MARKresponses: {"200": ANSWER}}\n'.replace("ANSWER", answer)
    mark = "deprecated: true, x-sunset: 2020-01-31, "
    base, head = (
        {"api.yaml": API.format("1.4.0", notes.replace("MARK", one).replace("TYPE", name))}
        for one, name in (("", "string"), (mark, "integer"))
    )
    code, report = judge(base, head)

    assert (code, rules(report)) == (1, {"openapi-response-widened"})


PACKED = {".trueline/config.yaml": CONFIG, "package.json": PACKAGE.format("1.2.3")}


@pytest.mark.parametrize(
    ("package", "bump", "level"),
    [
        pytest.param(PACKAGE.format("2.0.0"), "major", "", id="major"),
        pytest.param(PACKAGE.format("1.2.4"), "patch", "", id="patch"),
        pytest.param(PACKAGE.format("1.2.3"), "none", "", id="none"),
        pytest.param(PACKAGE.format("1.2.2"), "none", "", id="lower"),
        pytest.param("{", "unknown", "warning", id="broken"),
        pytest.param("{}", "unknown", "warning", id="no version"),
        pytest.param(None, "unknown", "warning", id="gone"),
    ],
)
def test_the_file_that_the_config_names_has_the_version(judge, package, bump, level) -> None:
    base = {**PACKED, "a.proto": PROTO.format(NOTE.format(""))}
    code, report = judge(base, {"a.proto": PROTO.format(""), "package.json": package})
    levels = {note["level"] for note in report["notifications"] if note["id"] == "contract-version-unknown"}
    places = {note["location"]["path"] for note in report["notifications"] if note["id"] == "contract-version-unknown"}

    assert code == (0 if bump == "major" else 1)
    assert (report["contracts"][0]["bump"], report["contracts"][0]["required_bump"]) == (bump, "major")
    assert (levels, places) == (({level}, {"package.json"}) if level else (set(), set()))


@pytest.mark.parametrize(
    ("day", "expected"), [pytest.param("2020-01-31", 0, id="past"), pytest.param("2999-01-31", 1, id="to come")]
)
def test_days_count_in_every_format(judge, day, expected) -> None:
    field = NOTE.format(" [deprecated = true]").replace("\n", f" // until {day}\n")
    path = "db/migrations/{:06}_m.up.sql"
    base = {
        "a.proto": PROTO.format(field),
        path.format(1): "CREATE TABLE orders (id bigint PRIMARY KEY, note text);\n",
        path.format(2): f"COMMENT ON COLUMN orders.note IS 'deprecated until {day}';\n",
    }
    head = {"a.proto": PROTO.format(""), path.format(3): "ALTER TABLE orders DROP COLUMN note;\n"}
    code, report = judge(base, head)

    assert (code, len(rules(report))) == (expected, 2 * expected)


def test_the_report_has_rates_for_each_contract_and_for_all(judge) -> None:
    base = {**PACKED, "a.proto": PROTO.format(NOTE.format("")), **api("1.4.0", "")}
    head = {"a.proto": PROTO.format("  string text = 3;\n"), **api("2.0.0")}
    _, report = judge(base, head)
    found = {one["format"]: one for one in report["contracts"]}
    names = "changes", "breaking", "dangerous", "compatible", "rate", "bump", "required_bump"

    assert [found["openapi"][name] for name in names] == [2, 1, 0, 1, 0.5, "major", "major"]
    assert [found["protobuf"][name] for name in names] == [2, 1, 0, 1, 0.5, "none", "major"]
    assert (found["openapi"]["version_before"], found["openapi"]["version_after"]) == ("1.4.0", "2.0.0")
    assert 0 < found["openapi"]["checks_passed"] == found["openapi"]["checks"]
    assert 0 < found["protobuf"]["checks_passed"] < found["protobuf"]["checks"]
    assert {name: report["measures"][name] for name in ("contracts", "contracts_compatible", "changes")} == {
        "contracts": 2, "contracts_compatible": 0, "changes": 4,
    }  # fmt: skip


def test_the_last_lines_say_how_much_is_compatible(trueline, repository) -> None:
    top = repository(api("1.4.0", ""))
    git(top, "switch", "--quiet", "--create=change")
    repository(api("1.4.1"))

    assert "1 contract changed: 1 of 2 changes compatible" in " ".join(
        trueline("check", "--base", "main", cwd=top).out.split()
    )
