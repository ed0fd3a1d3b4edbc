"""The baseline: what was wrong when the gate came does not block, and nothing is added to it."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator
from tests.acceptance.conftest import git
from tests.acceptance.test_suppressions import CONFIG, MARK, NOBODYS, PUBLIC, house, judge, let_go, standing

FILE = ".trueline/baseline.json"
OLD = {"one/main.tf": PUBLIC % "a", "two/main.tf": PUBLIC % "b"}


def entries(top) -> list[str]:
    return [entry["subject"] for entry in json.loads((top / FILE).read_text())["entries"]]


@pytest.fixture
def adopted(trueline, repository):
    """A repository whose two old findings are in its baseline, on a branch of its own."""
    top = repository(house(OLD))
    assert trueline("baseline", "create", cwd=top).code == 0
    repository({})
    git(top, "switch", "--quiet", "--create=change")
    return top


def test_what_is_there_today_no_longer_blocks(trueline, repository) -> None:
    top = repository(house(OLD))

    before = judge(trueline, top)
    created = trueline("baseline", "create", cwd=top)
    after = trueline("check", "--report", "terminal", "--report", "json=report.json", cwd=top)
    report = json.loads((top / "report.json").read_text())
    explained = trueline("explain", report["findings"][0]["fingerprint"], cwd=top)
    schema = json.loads(trueline("schema", "baseline", cwd=top).out)

    assert (before.code, created.code, after.code) == (1, 0, 0)
    assert "wrote .trueline/baseline.json: 2 findings of 1 rule" in created.out
    assert "2 in the baseline" in after.out
    assert {found["suppression"]["kind"] for found in report["findings"]} == {"baseline"}
    assert f"let go by    the baseline at {FILE}:4:5: known when the gate came" in explained.out
    assert list(Draft202012Validator(schema).iter_errors(json.loads((top / FILE).read_text()))) == []


def test_a_finding_is_named_by_the_beginning_of_its_fingerprint(trueline, repository) -> None:
    top = repository(house(OLD))
    full = json.loads(trueline("check", "--report", "json", cwd=top).out)["findings"][0]["fingerprint"]

    explained = [trueline("explain", part, cwd=top) for part in (full, full[:15], full[:11].upper(), full[3:19])]
    several = trueline("explain", "tl-", cwd=top)
    nothing = trueline("explain", full[:15] + "0" * 17, cwd=top)

    assert {(ran.code, f"known by     {full}:" in ran.out) for ran in explained} == {(0, True)}
    assert f" · {full[:15]}\n" in explained[0].out
    assert (several.code, nothing.code) == (2, 2)
    assert full in several.err
    assert "no finding of this run is known by that" in nothing.err


def test_what_is_new_blocks(trueline, adopted, repository) -> None:
    repository({"three/main.tf": PUBLIC % "c"})

    ran = judge(trueline, adopted)

    assert (ran.code, standing(ran), len(let_go(ran))) == (1, ["bucket-is-public 2"], 2)


def test_a_baseline_is_created_once(trueline, adopted) -> None:
    before = (adopted / FILE).read_bytes()

    again = trueline("baseline", "create", cwd=adopted)

    assert (again.code, before) == (2, (adopted / FILE).read_bytes())
    assert "there is a baseline already" in again.err


def test_only_what_blocks_is_taken_down_and_hard_findings_never(trueline, repository) -> None:
    files = house({**OLD, "two/main.tf": NOBODYS % "b"}, "rules: {bucket-without-owner: hard}\n")
    top = repository(files)

    created = trueline("baseline", "create", cwd=top)
    ran = judge(trueline, top)

    assert "1 block all the same: hard findings" in created.out
    assert entries(top) == ["aws_s3_bucket.a", "aws_s3_bucket.b"]
    assert (ran.code, standing(ran)) == (1, ["bucket-without-owner 1"])


def test_a_rule_that_becomes_hard_leaves_the_baseline_behind(trueline, adopted) -> None:
    (adopted / ".trueline/config.yaml").write_text(CONFIG + "rules: {bucket-is-public: hard}\n")

    ran = judge(trueline, adopted)

    assert (ran.code, let_go(ran)) == (1, [])
    assert ran.report["findings"][0]["refusals"] == ["it is in the baseline, but the rule is hard"]


def test_what_was_mended_is_said_and_taken_out(trueline, adopted, repository) -> None:
    repository({"one/main.tf": (PUBLIC % "a").replace("public-read", "private")})

    stale = judge(trueline, adopted)
    narrow = judge(trueline, adopted, "two")
    pruned = trueline("baseline", "prune", cwd=adopted)
    shown = trueline("baseline", "show", cwd=adopted)
    clean = judge(trueline, adopted)
    again = trueline("baseline", "prune", cwd=adopted)

    assert (stale.code, standing(stale), standing(narrow)) == (0, ["baseline-entry-stale 4"], [])
    assert (pruned.code, pruned.out) == (0, f"{FILE}: 1 entry taken out, 1 left\n")
    assert "bucket-is-public (1)" in shown.out
    assert entries(adopted) == ["aws_s3_bucket.b"]
    assert (clean.code, standing(clean), again.out) == (0, [], f"{FILE}: 0 entries taken out, 1 left\n")


def test_nothing_is_pruned_by_a_run_that_could_not_see_everything(trueline, adopted, repository) -> None:
    repository({"one/main.tf": 'resource "aws_s3_bucket" {{\n'})
    before = (adopted / FILE).read_bytes()

    ran = judge(trueline, adopted)
    pruned = trueline("baseline", "prune", cwd=adopted)

    assert (ran.code, standing(ran)) == (3, [])
    assert (pruned.code, before) == (3, (adopted / FILE).read_bytes())


def test_what_may_still_be_there_is_not_stale(trueline, adopted, repository) -> None:
    repository({"one/main.tf": 'variable "acl" {}\n' + (PUBLIC % "a").replace('"public-read"', "var.acl")})

    ran = judge(trueline, adopted)
    trueline("baseline", "prune", cwd=adopted)

    assert (ran.code, standing(ran)) == (0, [])
    assert entries(adopted) == ["aws_s3_bucket.a", "aws_s3_bucket.b"]


def test_charts_that_are_not_rendered_keep_their_entries_only(trueline, adopted, repository) -> None:
    known = json.loads((adopted / FILE).read_text())
    kubernetes = {
        "fingerprint": "TL-0000000000000000000000000000000a",
        "rule_id": "container-is-privileged",
        "subject": "Pod/a",
        "path": "a.yaml",
    }
    known["entries"].append(kubernetes)
    private = (PUBLIC % "a").replace("public-read", "private")
    repository({FILE: json.dumps(known), "app/kustomization.yaml": "resources: [a.yaml]\n", "one/main.tf": private})

    pruned = trueline("baseline", "prune", cwd=adopted)

    assert "some charts or kustomizations were not rendered" in pruned.out
    assert entries(adopted) == ["Pod/a", "aws_s3_bucket.b"]


def test_no_chart_keeps_the_entry_of_a_compose_file(trueline, adopted, repository) -> None:
    known = json.loads((adopted / FILE).read_text())
    rule = "service-privileged"
    entry = {"fingerprint": f"TL-{10:032x}", "rule_id": rule, "subject": "service/a", "path": "x"}
    known["entries"].append(entry)
    repository({FILE: json.dumps(known), "app/kustomization.yaml": "resources: [a.yaml]\n"})
    (adopted / ".trueline/config.yaml").write_text("policies: [policies, builtin]\n")

    trueline("baseline", "prune", cwd=adopted)

    assert "service/a" not in entries(adopted)


def test_a_finding_with_a_mark_and_an_entry_is_let_go_by_the_mark(trueline, adopted, repository) -> None:
    repository({"one/main.tf": MARK + PUBLIC % "a"})

    ran = judge(trueline, adopted)

    assert sorted(found["suppression"]["kind"] for found in ran.report["findings"]) == ["baseline", "inline"]


def test_a_change_cannot_add_to_the_baseline(trueline, adopted, repository) -> None:
    repository({"three/main.tf": PUBLIC % "c"})
    (adopted / FILE).unlink()
    trueline("baseline", "create", cwd=adopted)
    repository({})

    ran = judge(trueline, adopted, "--base", "main")
    merged = judge(trueline, adopted)

    assert (ran.code, standing(ran)) == (1, ["baseline-grown 5", "bucket-is-public 2"])
    assert [found["rule_id"] for found in ran.report["findings"] if found["blocks"]] == [
        "baseline-grown",
        "bucket-is-public",
    ]
    assert merged.code == 0  # on its own it has nothing to be held against


def test_a_first_baseline_in_a_change_is_held_against_none(trueline, repository) -> None:
    top = repository(house(OLD))
    git(top, "switch", "--quiet", "--create=change")
    trueline("baseline", "create", cwd=top)
    repository({})

    ran = judge(trueline, top, "--base", "main")

    assert (ran.code, let_go(ran)) == (1, [])
    assert standing(ran) == ["baseline-grown 4", "baseline-grown 5", "bucket-is-public 2", "bucket-is-public 2"]


def test_a_change_may_shrink_the_baseline(trueline, adopted, repository) -> None:
    repository({"one/main.tf": (PUBLIC % "a").replace("public-read", "private")})
    trueline("baseline", "prune", cwd=adopted)
    repository({})

    ran = judge(trueline, adopted, "--base", "main")

    assert (ran.code, standing(ran), let_go(ran)) == (0, [], ["bucket-is-public 2"])


def test_an_entry_that_is_taken_out_lets_nothing_go_even_if_the_target_has_it(trueline, adopted, repository) -> None:
    repository({FILE: '{"version": 1, "entries": []}\n', ".trueline/config.yaml": CONFIG})

    alone, change = judge(trueline, adopted), judge(trueline, adopted, "--base", "main")

    assert (alone.code, let_go(alone)) == (1, [])
    assert (change.code, let_go(change)) == (0, [])  # both were there before: known, and not new


def test_what_a_change_mends_is_a_new_stale_entry_and_what_was_stale_is_not(trueline, repository) -> None:
    top = repository(house(OLD))
    trueline("baseline", "create", cwd=top)
    repository({"one/main.tf": "# nothing\n"})
    git(top, "switch", "--quiet", "--create=change")
    repository({"two/main.tf": "# nothing\n"})

    ran = judge(trueline, top, "--base", "main")

    said = {found["message"]: found["status"] for found in ran.report["findings"] if found["status"] != "fixed"}
    assert said == {
        "bucket-is-public of aws_s3_bucket.a is not found any more": "unchanged",
        "bucket-is-public of aws_s3_bucket.b is not found any more": "new",
    }


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('{"version": 1, "entries": [{"fingerprint": "*"}]}', id="a wildcard"),
        pytest.param("<<<<<<< HEAD\n", id="a conflict"),
    ],
)
def test_a_broken_baseline_is_wrong_use_and_cannot_be_merged(trueline, adopted, repository, text) -> None:
    repository({FILE: text})

    alone, change = trueline("check", cwd=adopted), trueline("check", "--base", "main", cwd=adopted)

    assert (alone.code, change.code) == (2, 2)
    assert f"{FILE}:1:" in alone.err
    assert f"{FILE}:1:" in change.err


def test_the_baseline_lies_beside_the_config_that_is_named(trueline, repository) -> None:
    top = repository({**house(OLD), "gate/strict.yaml": CONFIG})

    created = trueline("baseline", "create", "--config", "gate/strict.yaml", cwd=top)

    assert (created.code, (top / "gate/baseline.json").exists()) == (0, True)
    assert trueline("check", "--config", "gate/strict.yaml", cwd=top).code == 0
    assert trueline("check", cwd=top).code == 1


def test_a_twin_of_a_known_finding_is_not_known(trueline, adopted, repository) -> None:
    repository({"aaa/main.tf": PUBLIC % "a"})

    alone, change = judge(trueline, adopted), judge(trueline, adopted, "--base", "main")

    assert (alone.code, len(standing(alone)), len(let_go(alone))) == (1, 1, 2)
    assert (change.code, standing(change)) == (1, ["bucket-is-public 2"])
    assert {found["location"]["path"] for found in change.report["findings"] if found["blocks"]} == {"aaa/main.tf"}


def test_without_a_baseline_there_is_nothing_to_show_or_prune(trueline, repository) -> None:
    top = repository(house(OLD))

    shown, pruned = trueline("baseline", "show", cwd=top), trueline("baseline", "prune", cwd=top)

    assert (shown.code, shown.out) == (0, f"{FILE}: 0 findings of 0 rules\n")
    assert (pruned.code, (top / FILE).exists()) == (0, False)
