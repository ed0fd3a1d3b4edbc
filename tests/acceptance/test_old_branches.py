"""What a branch left as it was is as the target has it now: its own older files stop it, and let go, nothing."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from tests.acceptance.conftest import git
from tests.acceptance.shop import APPROVERS, FOLDER, OPEN, Shop, at
from tests.acceptance.test_lock_outs import OTHER_FOLDER, granted
from tests.acceptance.test_parting import PADDING, ROOT, old_branch, start

if TYPE_CHECKING:
    from collections.abc import Callable

BASELINE = ".trueline/baseline.json"
EMPTY = '{"version": 1, "entries": []}\n'
MARK = "# trueline: ignore[s3-public-acl]: everyone reads it\n"


def a_baseline_that_shrank(shop: Shop) -> None:
    start(shop, {"main.tf": ROOT, "acl.tf": OPEN})
    shop.run("baseline", "create", cwd=shop.top)
    shop.commit()
    git(shop.top, "branch", "change")
    (shop.top / "acl.tf").unlink()
    shop.write({BASELINE: EMPTY})


def a_baseline_that_was_mended(shop: Shop) -> None:
    start(shop, {"main.tf": ROOT, BASELINE: "{\n"})
    git(shop.top, "branch", "change")
    shop.write({BASELINE: EMPTY})


def a_broken_decision_that_was_removed(shop: Shop) -> None:
    broken = {f"{OTHER_FOLDER}/decisions/x-1.json": "{", f"{OTHER_FOLDER}/request.yaml": "a: ["}
    start(shop, {"main.tf": ROOT, APPROVERS: shop.approvers(), **broken})
    git(shop.top, "branch", "change")
    shutil.rmtree(shop.top / OTHER_FOLDER)


def a_record_that_was_removed_after_its_time(shop: Shop) -> None:
    shop.base()
    shop.policy()
    git(shop.top, "switch", "--quiet", "main")
    git(shop.top, "branch", "--quiet", "--delete", "--force", "change")
    times = {"requested-at": at(-200), "expires": at(-190)}
    shop.decide(shop.request(shop.finding(), **times), key="rita", at=at(-199))
    shop.commit("rita")
    git(shop.top, "branch", "change")
    shutil.rmtree(shop.top / FOLDER)
    lines = (shop.top / APPROVERS).read_text().splitlines(keepends=True)
    shop.write({APPROVERS: "".join(line for line in lines if not line.startswith("  rita"))})


CHANGES = {
    "a baseline that shrank": a_baseline_that_shrank,
    "a baseline that was mended": a_baseline_that_was_mended,
    "a broken decision": a_broken_decision_that_was_removed,
    "a record after its time": a_record_that_was_removed_after_its_time,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_branch_that_left_it_is_not_stopped_by_it(shop: Shop, change: Callable[[Shop], None]) -> None:
    change(shop)
    shop.commit()
    git(shop.top, "switch", "--quiet", "change")
    shop.write({"docs.md": "x"})
    shop.commit()
    ran = shop.check("--head", "HEAD")

    assert ran.code == 0, ran.report["notifications"]


def test_an_approval_of_what_the_target_asks_for_otherwise_is_none(shop: Shop) -> None:
    shop.base()
    shop.policy()
    git(shop.top, "switch", "--quiet", "main")
    data = shop.request(shop.finding())
    shop.commit()
    git(shop.top, "switch", "--quiet", "change")
    git(shop.top, "rebase", "--quiet", "main")
    shop.decide(data, key="rita")
    shop.commit("rita")
    git(shop.top, "switch", "--quiet", "main")
    shop.request(shop.finding(), scope={"environments": ["staging"]})
    shop.commit()
    git(shop.top, "switch", "--quiet", "change")
    before = shop.check("--head", "HEAD").code
    git(shop.top, "merge", "--quiet", "--no-edit", "main")

    assert (before, shop.check("--head", "HEAD").code) == (1, 1)


@pytest.mark.parametrize("value", ["public-read", "public-read-write"])
def test_a_mark_that_the_target_took_away_is_new(shop: Shop, value: str) -> None:
    old_branch(shop, {"main.tf": ROOT, "acl.tf": MARK + OPEN}, {"acl.tf": ""})
    (shop.top / "acl.tf").unlink()
    shop.write({"other.tf": PADDING + MARK + OPEN.replace("public-read", value)})
    shop.commit()

    assert shop.check("--head", "HEAD").code == 1


@pytest.mark.parametrize("place", ["", ".trueline/exceptions", f"{FOLDER}/decisions"])
def test_a_checkout_with_other_line_ends_alters_no_record(shop: Shop, place: str) -> None:
    granted(shop)
    if place:
        shop.write({f"{place}/.gitattributes": "* text eol=crlf\n"})
    shop.commit("mallory")
    git(shop.top, "switch", "--quiet", "main")
    git(shop.top, "merge", "--quiet", "--no-ff", "--message=x", "mallory")
    folder = shop.top.parent / "clone"
    config = [] if place else ["-c", "core.autocrlf=true"]
    subprocess.run(["git", *config, "clone", "-q", "--branch=main", str(shop.top), str(folder)], check=True)
    if not place:
        git(folder, "config", "core.autocrlf", "true")
    assert b"\r\n" in next((folder / FOLDER).rglob("rita-1.json")).read_bytes()
    (folder / "note.md").write_text("x")
    ran = shop.run("check", "--base", "origin/main", "--report", "json", cwd=folder)

    assert ran.code == 0, ran.report["findings"]


def test_a_commit_that_changes_the_line_ends_of_a_record_alters_it(shop: Shop) -> None:
    granted(shop)
    path = f"{FOLDER}/decisions/rita-1.json"
    shop.write({path: (shop.top / path).read_bytes().replace(b"\n", b"\r\n")})
    shop.commit("mallory")
    ran = shop.check("--head", "HEAD")

    assert "exception-record-altered" in {one["rule_id"] for one in ran.report["findings"] if one["blocks"]}
