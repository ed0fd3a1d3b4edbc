"""The action on every event: what is judged, by whose rules, and compared with what."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

FOUND = "s3-public-acl"
WEAK = "version: 1\nrules:\n  s3-public-acl: off\n"


@pytest.fixture
def start(forge, forges):
    """Return the first commit of main: one bucket that was open before, one that is not."""
    return forge.start({"infra/old.tf": forges.OPEN % "old", "infra/site.tf": forges.CLOSED % "site"})


def report(ran):
    return json.loads(Path(ran.outputs["report-json"]).read_text())


def blocking(ran):
    return [(one["rule_id"], one["subject"]) for one in report(ran)["findings"] if one["blocks"]]


NEW = [(FOUND, "aws_s3_bucket_acl.site")]
ALL = [(FOUND, "aws_s3_bucket_acl.old"), (FOUND, "aws_s3_bucket_acl.site")]


@pytest.fixture
def opened(forge, forges, start):
    """Return a pull request that opens a bucket: its number, merge commit, head, and the target when it was made."""
    head = forge.commit("feature", {"infra/site.tf": forges.OPEN % "site"}, start=start)
    return 7, forge.request(7, "feature"), head, start


@pytest.mark.parametrize("depth", [pytest.param(1, id="one commit"), pytest.param(0, id="whole history")])
def test_a_pull_request_is_stopped_by_what_it_opens(act, forge, opened, tmp_path, depth):
    number, merged, head, base = opened
    ran = act(forge.checkout(tmp_path / "work", merged, depth), forge.pull_request(number, merged, head, base))

    assert ran.code == 1, ran.log
    assert blocking(ran) == NEW
    assert report(ran)["head"] == merged
    assert report(ran)["trust"]["revision"] == base


def test_outputs_are_told_exactly(act, forge, opened, tmp_path):
    number, merged, head, base = opened
    ran = act(forge.checkout(tmp_path / "work", merged), forge.pull_request(number, merged, head, base))

    folder = tmp_path / "temp/trueline/reports"
    standing = [one for one in report(ran)["findings"] if one["status"] != "fixed"]
    assert ran.outputs == {
        "verdict": "failed",
        "exit-code": "1",
        "findings": str(len(standing)),
        "blocking": "1",
        "unknown": "0",
        "sarif-file": str(folder / "trueline.sarif"),
        "report-json": str(folder / "trueline.json"),
        "summary-file": str(folder / "summary.md"),
        "comment-file": str(folder / "comment.md"),
        "report-folder": str(folder),
    }
    assert FOUND in ran.summary
    assert ran.summary == (folder / "summary.md").read_text()
    assert json.loads((folder / "trueline.sarif").read_text())["version"] == "2.1.0"


def test_a_job_that_is_run_again_is_judged_by_the_rules_of_now(act, forge, forges, start, tmp_path):
    forge.commit("main", {".trueline/config.yaml": WEAK})
    lenient = forge.git("rev-parse", "main")
    head = forge.commit("feature", {"infra/site.tf": forges.OPEN % "site"}, start=lenient)
    merged = forge.request(7, "feature")
    strict = forge.commit("main", {".trueline/config.yaml": "version: 1\n"})
    ran = act(forge.checkout(tmp_path / "work", merged), forge.pull_request(7, merged, head, lenient))

    assert ran.code == 1, ran.log
    assert blocking(ran) == NEW
    assert report(ran)["trust"]["revision"] == strict


def test_the_target_may_have_moved_far(act, forge, forges, opened, tmp_path):
    number, merged, head, base = opened
    for count in range(60):
        forge.git("commit", "--quiet", "--allow-empty", f"--message={count}")
    forge.git("push", "--quiet", "origin", "main")
    ran = act(forge.checkout(tmp_path / "work", merged), forge.pull_request(number, merged, head, base))

    assert ran.code == 1, ran.log
    assert blocking(ran) == NEW


def test_a_pull_request_from_a_fork_needs_no_more(act, forge, opened, tmp_path):
    number, merged, head, base = opened
    github = forge.pull_request(number, merged, head, base, of="stranger/webshop")
    ran = act(forge.checkout(tmp_path / "work", merged), github, token="")

    assert ran.code == 1, ran.log
    assert blocking(ran) == NEW


def test_pull_request_target_judges_the_head_and_never_checks_it_out(act, forge, opened, start, tmp_path):
    number, _, head, base = opened
    work = forge.checkout(tmp_path / "work", start)
    ran = act(work, forge.pull_request(number, start, head, base, event="pull_request_target"))

    assert ran.code == 1, ran.log
    assert blocking(ran) == NEW
    assert report(ran)["head"] == head
    assert forge.git("rev-parse", "HEAD", at=str(work)) == start
    assert forge.git("status", "--porcelain", at=str(work)) == ""


def test_a_merge_group_is_compared_with_what_it_is_built_upon(act, forge, opened, start, tmp_path):
    _, merged, _, _ = opened
    ref = "refs/heads/gh-readonly-queue/main/pr-7-abc"
    forge.git("push", "--quiet", "origin", f"{merged}:{ref}")
    group = {"head_sha": merged, "head_ref": ref, "base_sha": start, "base_ref": "refs/heads/main"}
    github = forge.event("merge_group", merged, ref, {"action": "checks_requested", "merge_group": group})
    ran = act(forge.checkout(tmp_path / "work", merged), github)

    assert ran.code == 1, ran.log
    assert blocking(ran) == NEW


def test_a_push_is_compared_with_what_was_there(act, forge, forges, start, tmp_path):
    after = forge.commit("main", {"infra/site.tf": forges.OPEN % "site"})
    ran = act(forge.checkout(tmp_path / "work", after), forge.push("refs/heads/main", start, after))

    assert ran.code == 1, ran.log
    assert blocking(ran) == NEW


@pytest.mark.parametrize("first", [True, False], ids=["new branch", "later push"])
def test_a_push_to_an_open_branch_is_judged_by_the_default_branch(act, forge, forges, start, tmp_path, first):
    before = forge.commit("feature", {".trueline/config.yaml": WEAK}, start=start)
    after = forge.commit("feature", {"infra/site.tf": forges.OPEN % "site"})
    github = forge.push("refs/heads/feature", forges.ZEROS if first else before, after)
    ran = act(forge.checkout(tmp_path / "work", after), github)

    assert ran.code == 1, ran.log
    assert blocking(ran) == NEW
    assert report(ran)["trust"]["revision"] == start


def test_a_job_by_hand_on_an_open_branch_is_judged_by_the_default_branch(act, forge, forges, start, tmp_path):
    files = {".trueline/config.yaml": WEAK, "infra/site.tf": forges.OPEN % "site"}
    after = forge.commit("feature", files, start=start)
    payload = {"repository": {"default_branch": "main"}}
    github = forge.event("workflow_dispatch", after, "refs/heads/feature", payload)
    ran = act(forge.checkout(tmp_path / "work", after), github)

    assert ran.code == 1, ran.log
    assert blocking(ran) == NEW


def test_a_push_to_a_protected_branch_is_judged_by_its_own_rules(act, forge, forges, start, tmp_path):
    before = forge.commit("release", {".trueline/config.yaml": WEAK}, start=start)
    after = forge.commit("release", {"infra/site.tf": forges.OPEN % "site"})
    github = forge.push("refs/heads/release", before, after, protected=True)
    ran = act(forge.checkout(tmp_path / "work", after), github)

    assert ran.code == 0, ran.log
    assert report(ran)["trust"]["revision"] == before


def test_a_forced_push_finds_what_it_replaced(act, forge, forges, start, tmp_path):
    before = forge.commit("main", {"infra/other.tf": forges.OPEN % "other"})
    forge.git("reset", "--quiet", "--hard", start)
    after = forge.commit("main", {"infra/site.tf": forges.OPEN % "site"})
    ran = act(forge.checkout(tmp_path / "work", after), forge.push("refs/heads/main", before, after))

    assert ran.code == 1, ran.log
    assert blocking(ran) == NEW


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, id=name) for name in ("tag", "first push", "workflow_dispatch", "schedule")],
)
def test_where_there_is_no_change_all_is_judged_and_counts(act, forge, forges, start, tmp_path, name):
    after = forge.commit("main", {"infra/site.tf": forges.OPEN % "site"})
    ref = "refs/tags/v1" if name == "tag" else "refs/heads/main"
    github = forge.push(ref, forges.ZEROS, after)
    if name not in ("tag", "first push"):
        github = forge.event(name, after, ref, {"repository": {"default_branch": "main"}})
    ran = act(forge.checkout(tmp_path / "work", after), github)

    assert ran.code == 1, ran.log
    assert blocking(ran) == ALL


def test_a_change_that_opens_nothing_passes(act, forge, forges, start, tmp_path):
    head = forge.commit("feature", {"infra/more.tf": forges.CLOSED % "more"}, start=start)
    merged = forge.request(7, "feature")
    ran = act(forge.checkout(tmp_path / "work", merged), forge.pull_request(7, merged, head, start))

    assert ran.code == 0, ran.log
    assert (ran.outputs["verdict"], ran.outputs["exit-code"], ran.outputs["blocking"]) == ("passed", "0", "0")
    assert [one for one in ran.annotations if one.name == "error"] == []
