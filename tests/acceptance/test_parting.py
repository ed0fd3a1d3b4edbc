"""Where a branch begins decides what is new: its author chooses that, and a shallow clone may not show it."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from tests.acceptance.conftest import git
from tests.acceptance.shop import APPROVERS, BUCKET, OPEN, RULE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.acceptance.shop import Shop

CONFIG = ".trueline/config.yaml"
PROTO = 'syntax = "proto3";\npackage shop;\nmessage Order {\n  string id = 1;\n}\n'
PADDING = "# padding " * 60 + "\n"


def start(shop: Shop, files: dict[str, str]) -> None:
    shop.write(files)
    git(shop.top, "init", "--quiet", "--initial-branch=main")
    shop.commit()


def mend(shop: Shop, files: dict[str, str]) -> None:
    """Give files another content, or take those away that are to be empty."""
    for name in [name for name, text in files.items() if not text]:
        (shop.top / name).unlink()
    shop.write({name: text for name, text in files.items() if text})
    shop.commit()


def criss_cross(shop: Shop, mended: dict[str, str]) -> None:
    """Mend files in the target; begin a change that has taken that in beside an older commit of the target."""
    start = git(shop.top, "rev-parse", "HEAD").strip()
    mend(shop, mended)
    after = git(shop.top, "rev-parse", "HEAD").strip()
    git(shop.top, "switch", "--quiet", "--create=colleague", start)
    shop.write({"docs.md": "x"})
    shop.commit()
    honest = git(shop.top, "rev-parse", "HEAD").strip()
    git(shop.top, "switch", "--quiet", "main")
    git(shop.top, "merge", "--quiet", "--no-ff", "--message=x", "colleague")
    git(shop.top, "switch", "--quiet", "--create=change", honest)
    git(shop.top, "merge", "--quiet", "--no-ff", "--message=x", after)
    assert len(git(shop.top, "merge-base", "--all", "main", "HEAD").split()) == 2


def rules(ran) -> list[tuple[str, str]]:
    return sorted((one["rule_id"], one["status"]) for one in ran.report["findings"] if one["blocks"])


def test_several_beginnings_bring_nothing_back(shop: Shop) -> None:
    was = shop.approvers().replace("rita@example.org", "mallory@example.org")
    start(shop, {"site.tf": BUCKET, "acl.tf": OPEN, APPROVERS: was})
    criss_cross(shop, {"acl.tf": "", APPROVERS: shop.approvers()})
    shop.write({"acl.tf": OPEN, APPROVERS: was})
    shop.commit("mallory")
    ran = shop.check("--head", "HEAD")

    assert ran.code == 1
    assert rules(ran) == [("approvers-unowned", "new"), (RULE, "new")]
    git(shop.top, "switch", "--quiet", "main")
    git(shop.top, "merge", "--quiet", "--no-ff", "--message=x", "change")
    assert (shop.top / "acl.tf").exists(), "what was blocked would have been there"


def test_several_beginnings_tell_of_a_config_that_is_brought_back(shop: Shop) -> None:
    start(shop, {"site.tf": BUCKET, CONFIG: f"rules: {{{RULE}: off}}\n"})
    criss_cross(shop, {CONFIG: "profile: recommended\n"})
    shop.write({CONFIG: f"rules: {{{RULE}: off}}\n"})
    shop.commit()

    assert shop.check("--head", "HEAD").report["policy_diff"]


def test_several_beginnings_bring_no_broken_config_back(shop: Shop) -> None:
    start(shop, {"site.tf": BUCKET, CONFIG: "profile: nonsense\n"})
    criss_cross(shop, {CONFIG: "profile: recommended\n"})
    shop.write({CONFIG: "profile: nonsense\n"})
    shop.commit()

    assert shop.check("--head", "HEAD").code == 2


def test_several_beginnings_take_nothing_out_of_a_contract(shop: Shop) -> None:
    start(shop, {"order.proto": PROTO})
    criss_cross(shop, {"order.proto": PROTO.replace("}", "  string note = 2;\n}")})
    shop.write({"order.proto": PROTO})
    shop.commit()
    ran = shop.check("--head", "HEAD")

    assert ran.code == 1
    assert "note" in ran.report["findings"][0]["message"]


def test_a_branch_that_took_the_target_in_twice_is_let_be(shop: Shop) -> None:
    start(shop, {"site.tf": BUCKET, "acl.tf": OPEN, "order.proto": PROTO, APPROVERS: shop.approvers()})
    criss_cross(shop, {"acl.tf": "", "order.proto": PROTO.replace("}", "  string note = 2;\n}")})
    shop.write({"more.tf": "# more\n"})
    shop.commit()
    ran = shop.check("--head", "HEAD")

    assert (ran.code, rules(ran)) == (0, [])


def clone(shop: Shop, depth: int) -> Path:
    folder = shop.top.parent / f"clone-{depth}"
    source = f"file://{shop.top}"
    subprocess.run(["git", "clone", "-q", f"--depth={depth}", "--branch=change", source, str(folder)], check=True)
    git(folder, "fetch", "--quiet", f"--depth={depth}", "origin", "main:refs/remotes/origin/main")
    return folder


def check(shop: Shop, folder: Path, *command: str):
    said = command or ("check", "--base", "origin/main")
    return shop.run(*said, "--head", "HEAD", "--report", "json", cwd=folder)


def two_ways_back(shop: Shop) -> None:
    """Begin a change at the target, long ago by commits, and beside it at what was before it."""
    old = git(shop.top, "rev-parse", "main~1").strip()
    git(shop.top, "switch", "--quiet", "--create=change", "main")
    for number in range(12):
        shop.write({"notes.md": str(number)})
        shop.commit()
    tree = git(shop.top, "rev-parse", "HEAD^{tree}").strip()
    merged = git(shop.top, "commit-tree", "-m", "x", "-p", "HEAD", "-p", old, tree).strip()
    git(shop.top, "reset", "--quiet", "--hard", merged)


@pytest.fixture
def beside(shop: Shop) -> Shop:
    """The target has mended an opening and a contract; the change brings both back as they were, byte for byte."""
    start(shop, {"site.tf": BUCKET, "acl.tf": OPEN, "order.proto": PROTO})
    mend(shop, {"acl.tf": "", "order.proto": PROTO.replace("}", "  string note = 2;\n}")})
    two_ways_back(shop)
    shop.write({"acl.tf": OPEN, "order.proto": PROTO})
    shop.commit()
    return shop


def test_a_shallow_clone_that_hides_where_it_began_passes_nothing_back(beside: Shop) -> None:
    ran = check(beside, clone(beside, 8))

    assert ran.code == 1
    assert (RULE, "new") in rules(ran)
    (said,) = [one for one in ran.report["notifications"] if one["level"] == "error"]
    assert said["id"] == "clone-too-shallow"
    assert "acl.tf, order.proto" in said["message"]
    assert "--unshallow" in said["message"]


def test_with_fetch_the_clone_is_deepened_until_that_is_certain(beside: Shop) -> None:
    folder = clone(beside, 8)
    here = git(folder, "rev-parse", "HEAD").strip()
    ran = beside.run("ci", "--fetch", "--base=main", f"--head={here}", "--report=json", cwd=folder)

    assert ran.code == 1
    assert {"acl.tf", "order.proto"} <= {one["location"]["path"] for one in ran.report["findings"] if one["blocks"]}
    assert not [one for one in ran.report["notifications"] if one["level"] == "error"]


@pytest.mark.parametrize(
    "after",
    [
        pytest.param({"order.proto": PROTO}, id="as it was"),
        pytest.param({"order.proto": "// an order\n" + PROTO}, id="with a comment more"),
        pytest.param({"order.proto": "", "sales.proto": PROTO}, id="elsewhere"),
    ],
)
def test_an_uncertain_beginning_is_no_verdict_on_what_the_target_changed(shop: Shop, after: dict[str, str]) -> None:
    start(shop, {"site.tf": BUCKET, "order.proto": PROTO})
    shop.write({"order.proto": PROTO.replace("}", "  string note = 2;\n}")})
    shop.commit()
    two_ways_back(shop)
    mend(shop, after)
    folder = clone(shop, 8)
    ran = check(shop, folder)

    assert (ran.code, ran.report["verdict"]) == (3, "incomplete")
    git(folder, "fetch", "--quiet", "--unshallow", "origin")
    assert check(shop, folder).code == 1


def test_an_old_branch_in_a_shallow_clone_with_its_beginning_passes(shop: Shop) -> None:
    start(shop, {"site.tf": BUCKET, "acl.tf": OPEN, APPROVERS: shop.approvers()})
    for number in range(6):
        shop.write({"notes.md": str(number)})
        shop.commit()
    git(shop.top, "switch", "--quiet", "--create=change")
    shop.write({"docs.md": "x"})
    shop.commit()
    git(shop.top, "switch", "--quiet", "main")
    mend(shop, {"acl.tf": "", APPROVERS: shop.approvers(sam=", forge: sam-gh")})
    folder = clone(shop, 3)

    assert git(folder, "rev-parse", "--is-shallow-repository").strip() == "true"
    ran = check(shop, folder)
    assert ran.code == 0, ran.report["findings"]


# -- what the target has mended, by unit -----------------------------------------------------------------------------

BACKEND = 'terraform {\n  backend "s3" {}\n}\n'
ROOT = BACKEND + BUCKET
COMPOSE = "services:\n  a:\n    image: 'x@sha256:" + "0" * 64 + "'\n    privileged: true\n"
POD = (
    "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n  - name: web\n    image: x@sha256:"
    + "0" * 64
    + "\n    securityContext:\n      privileged: true\n"
)
SAFE = "services:\n  a:\n    privileged: false\n"


def old_branch(shop: Shop, files: dict[str, str], mended: dict[str, str]) -> None:
    start(shop, files)
    git(shop.top, "branch", "--quiet", "change")
    mend(shop, mended)
    git(shop.top, "switch", "--quiet", "change")


def test_what_one_root_mended_is_not_paid_with_what_another_still_has(shop: Shop) -> None:
    files = {"dev/main.tf": ROOT, "dev/acl.tf": OPEN, "live/main.tf": ROOT, "live/acl.tf": OPEN}
    old_branch(shop, files, {"live/acl.tf": ""})
    for name in ("dev", "live"):
        (shop.top / name / "acl.tf").unlink()
    shop.write({"live/other.tf": PADDING + OPEN})
    shop.commit()
    ran = shop.check("--head", "HEAD")

    assert (ran.code, rules(ran)) == (1, [(RULE, "new")])


def test_what_one_root_brings_is_not_laid_to_another(shop: Shop) -> None:
    old_branch(shop, {"dev/main.tf": ROOT, "dev/acl.tf": OPEN, "live/main.tf": ROOT}, {"dev/acl.tf": ""})
    shop.write({"dev/more.tf": "# more\n", "live/acl.tf": OPEN})
    shop.commit()
    ran = shop.check("--head", "HEAD")

    assert [(one["location"]["path"], one["status"]) for one in ran.report["findings"] if one["rule_id"] == RULE] == [
        ("dev/acl.tf", "unchanged"),
        ("live/acl.tf", "new"),
    ]


def test_a_file_that_mended_what_another_says_is_seen(shop: Shop) -> None:
    old_branch(shop, {"compose.yaml": COMPOSE}, {"compose.override.yaml": SAFE})
    (shop.top / "compose.yaml").unlink()
    shop.write({"app/compose.yaml": PADDING + COMPOSE})
    shop.commit()
    ran = shop.check("--head", "HEAD")

    assert (ran.code, rules(ran)) == (1, [("service-privileged", "new")])
    (found,) = [one for one in ran.report["findings"] if one["blocks"]]
    assert found["refusals"] == ["the change began with it, and main has mended it since: merge main"]


@pytest.mark.parametrize("name", ["more.tf", "notes.md", "dev/more.tf"])
def test_an_old_branch_that_would_not_bring_it_back_passes(shop: Shop, name: str) -> None:
    old_branch(shop, {"main.tf": ROOT, "acl.tf": OPEN, "dev/main.tf": ROOT, "dev/acl.tf": OPEN}, {"acl.tf": ""})
    shop.write({name: "# more\n"})
    shop.commit()
    ran = shop.check("--head", "HEAD")

    assert (ran.code, rules(ran)) == (0, [])


@pytest.mark.parametrize(("name", "text"), [("dev/main.tf", ROOT + OPEN), ("dev/p.yaml", POD)])
def test_an_old_branch_may_touch_what_the_target_has_renamed(shop: Shop, name: str, text: str) -> None:
    start(shop, {name: text})
    git(shop.top, "branch", "--quiet", "change")
    git(shop.top, "mv", "dev", "development")
    shop.commit()
    git(shop.top, "switch", "--quiet", "change")
    shop.write({name: text + "# more\n"})
    shop.commit()
    ran = shop.check("--head", "HEAD")

    assert (ran.code, rules(ran)) == (0, [])


def test_of_two_beginnings_the_one_that_changed_a_file_counts(shop: Shop) -> None:
    start(shop, {"site.tf": BUCKET, "acl.tf": OPEN})
    criss_cross(shop, {"acl.tf": f"# who\n{OPEN}"})
    git(shop.top, "switch", "--quiet", "main")
    mend(shop, {"acl.tf": ""})
    git(shop.top, "switch", "--quiet", "change")
    shop.write({"notes.md": "x"})
    shop.commit()
    ran = shop.check("--head", "HEAD")

    assert (ran.code, rules(ran)) == (0, [])


def test_an_old_branch_that_touches_nothing_of_it_passes(shop: Shop) -> None:
    old_branch(shop, {"dev/main.tf": ROOT, "dev/acl.tf": OPEN, "live/main.tf": ROOT}, {"dev/acl.tf": ""})
    shop.write({"live/more.tf": "# more\n"})
    shop.commit()
    ran = shop.check("--head", "HEAD")

    assert (ran.code, rules(ran)) == (0, [])
