"""What stands elsewhere than at base: a resource that has moved is no new finding, one that looks the same is."""

from __future__ import annotations

import pytest
from tests.acceptance.conftest import git
from tests.acceptance.shop import BUCKET, OPEN

AVRO = '{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "string"}]}\n'
SHUT = OPEN.replace("public-read", "private")
BACKEND = 'terraform {\n  backend "s3" {}\n}\n'
ROOT = BACKEND + BUCKET
POD = """\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
  - name: web
    image: x@sha256:0000000000000000000000000000000000000000000000000000000000000000
    securityContext:
      privileged: PRIVILEGED
"""
BAD, GOOD = POD.replace("PRIVILEGED", "true"), POD.replace("PRIVILEGED", "false")
SERVICE = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports:\n  - port: 80\n"
COMPOSE = "services:\n  a:\n    image: 'x@sha256:" + "0" * 64 + "'\n    privileged: true\n"


def judged(trueline, repository, before: dict[str, str], after: dict[str, str]):
    top = repository(before)
    git(top, "switch", "--quiet", "--create=change")
    for name in before:
        (top / name).unlink()
    repository(after)
    return trueline("check", "--base=main", "--head=HEAD", "--report=json", cwd=top)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param({"dev/p.yaml": BAD}, {"live/p.yaml": BAD}, id="a manifest"),
        pytest.param(
            {"a.yaml": BAD, "b.yaml": SERVICE}, {"b.yaml": f"{SERVICE}---\n{BAD}"}, id="into another manifest"
        ),
        pytest.param(
            {"a.yaml": f"{SERVICE}---\n{BAD}", "b.yaml": SERVICE.replace("web", "db")},
            {"a.yaml": SERVICE, "b.yaml": f"{BAD}---\n{SERVICE.replace('web', 'db')}"},
            id="from one manifest into another",
        ),
        pytest.param({"dev/main.tf": ROOT + OPEN}, {"development/main.tf": ROOT + OPEN}, id="a root"),
        pytest.param(
            {"a/dev/main.tf": ROOT + OPEN, "a/live/main.tf": ROOT + OPEN},
            {"b/dev/main.tf": ROOT + OPEN, "b/live/main.tf": ROOT + OPEN},
            id="the folder of several roots",
        ),
        pytest.param(
            {"a/dev/main.tf": ROOT + OPEN, "a/live/main.tf": ROOT + SHUT},
            {"b/dev/main.tf": ROOT + OPEN, "b/live/main.tf": ROOT + SHUT},
            id="the folder of several roots, of which one has it",
        ),
        pytest.param(
            {"dev/p.yaml": BAD, "live/p.yaml": GOOD},
            {"apps/dev/p.yaml": BAD, "apps/live/p.yaml": GOOD},
            id="the folders of several manifests",
        ),
        pytest.param({"dev/main.tf": ROOT, "dev/acl.tf": OPEN}, {"dev/main.tf": ROOT + OPEN}, id="within a root"),
        pytest.param(
            {"a/dev/main.tf": ROOT + OPEN, "a/live/main.tf": ROOT + OPEN},
            {"b/dev/main.tf": ROOT + OPEN},
            id="one root moves, and one goes",
        ),
        pytest.param(
            {"a/dev.yaml": BAD, "a/live.yaml": BAD},
            {"b/dev.yaml": BAD, "b/live.yaml": GOOD},
            id="two manifests move, and one is mended",
        ),
        pytest.param({"compose.yaml": COMPOSE}, {"app/compose.yaml": COMPOSE}, id="a project"),
        pytest.param({"dev/p.yaml": BAD, "a.avsc": AVRO}, {"live/p.yaml": BAD, "b.avsc": AVRO}, id="beside a contract"),
    ],
)
def test_what_moved_is_not_new(trueline, repository, before, after) -> None:
    ran = judged(trueline, repository, before, after)

    assert ran.code == 0, ran.report["findings"]
    found = [one for one in ran.report["findings"] if one["severity"] in ("high", "critical")]
    assert "unchanged" in {one["status"] for one in found} <= {"unchanged", "fixed"}


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        pytest.param(
            {"dev/p.yaml": BAD, "live/p.yaml": GOOD}, {"dev/p.yaml": GOOD, "live/p.yaml": BAD},
            "container-privileged", id="two manifests swap",
        ),
        pytest.param(
            {"dev/p.yaml": BAD, "live/p.yaml": GOOD}, {"live/p.yaml": BAD},
            "container-privileged", id="one goes, and the other gets worse",
        ),
        pytest.param(
            {"dev/main.tf": ROOT, "dev/acl.tf": OPEN, "live/main.tf": ROOT},
            {"dev/main.tf": ROOT, "live/main.tf": ROOT, "live/acl.tf": OPEN},
            "s3-public-acl", id="from one root into another",
        ),
        pytest.param(
            {"dev/main.tf": ROOT + OPEN, "live/main.tf": ROOT}, {"live/main.tf": ROOT + OPEN},
            "s3-public-acl", id="a root goes, and another gets worse",
        ),
        pytest.param(
            {"dev/compose.yaml": COMPOSE, "live/compose.yaml": COMPOSE.replace("true", "false")},
            {"dev/compose.yaml": COMPOSE.replace("true", "false"), "live/compose.yaml": COMPOSE},
            "service-privileged", id="two projects swap",
        ),
        pytest.param(
            {"dev/p.yaml": BAD, "live/p.yaml": GOOD}, {"live/p2.yaml": BAD},
            "container-privileged", id="both go, and one comes",
        ),
        pytest.param(
            {"dev/p.yaml": BAD}, {"dev2/p.yaml": BAD, "live/p.yaml": BAD},
            "container-privileged", id="one goes, and two come",
        ),
        pytest.param(
            {"dev/p.yaml": BAD, "live/p.yaml": BAD + "---\napiVersion: v1\nkind: Pod\nmetadata: [\n"},
            {"dev/p.yaml": GOOD, "dev/q.yaml": GOOD.replace("web", "b"), "live/p.yaml": GOOD, "live/q.yaml": BAD},
            "container-privileged", id="what it was cannot be read",
        ),
        pytest.param(
            {"dev/main.tf": ROOT + OPEN, "live/main.tf": ROOT}, {"live/all/main.tf": ROOT + OPEN},
            "s3-public-acl", id="both roots go, and one comes",
        ),
        pytest.param(
            {"dev/p.yaml": BAD, "live/p.yaml": GOOD}, {"dev2/p.yaml": GOOD, "live/app/p.yaml": BAD},
            "container-privileged", id="two manifests swap on their way",
        ),
        pytest.param(
            {"dev/main.tf": ROOT + OPEN, "live/main.tf": ROOT + SHUT},
            {"dev2/main.tf": ROOT + SHUT, "live/app/main.tf": ROOT + OPEN},
            "s3-public-acl", id="two roots swap on their way",
        ),
    ],
)  # fmt: skip
def test_what_only_looks_the_same_is_new(trueline, repository, before, after, rule) -> None:
    ran = judged(trueline, repository, before, after)
    (found,) = [one for one in ran.report["findings"] if one["blocks"]]

    assert (ran.code, found["rule_id"], found["status"]) == (1, rule, "new")
    assert found["location"]["path"].startswith("live/")


@pytest.mark.parametrize("said", ["enabled: false", "enforcement: advise"])
@pytest.mark.parametrize("to", ["live", "sandbox2"])
def test_what_moves_out_of_where_it_was_let_be_counts(trueline, repository, said: str, to: str) -> None:
    config = f"rules: {{s3-public-acl: {{where: [{{paths: ['sandbox/**'], {said}}}]}}}}\n"
    files = {".trueline/config.yaml": config}
    ran = judged(
        trueline, repository, {**files, "sandbox/main.tf": ROOT + OPEN}, {**files, f"{to}/main.tf": ROOT + OPEN}
    )

    assert ran.code == 1
    assert [(one["rule_id"], one["status"]) for one in ran.report["findings"] if one["blocks"]] == [
        ("s3-public-acl", "new")
    ]


def test_an_entry_of_the_baseline_whose_finding_was_mended_lets_no_other_go(trueline, repository) -> None:
    top = repository({"dev/main.tf": ROOT + OPEN, "live/main.tf": ROOT})
    trueline("baseline", "create", cwd=top)
    repository({"dev/main.tf": ROOT})
    git(top, "switch", "--quiet", "--create=change")
    repository({"live/main.tf": ROOT + OPEN})
    ran = trueline("check", "--base=main", "--head=HEAD", "--report=json", cwd=top)

    assert ran.code == 1
    assert trueline("check", "--report=json", cwd=top).code == 1


def test_an_entry_of_the_baseline_follows_a_root_that_moves(trueline, repository) -> None:
    top = repository({"dev/main.tf": ROOT + OPEN, "live/main.tf": ROOT})
    trueline("baseline", "create", cwd=top)
    git(top, "mv", "dev", "development")
    repository({})

    assert trueline("check", "--report=json", cwd=top).code == 0


def test_a_baseline_made_for_one_root_lets_nothing_of_another_go(trueline, repository) -> None:
    top = repository({"dev/main.tf": ROOT + OPEN, "live/main.tf": ROOT})
    trueline("baseline", "create", cwd=top)
    repository({})
    git(top, "switch", "--quiet", "--create=change")
    repository({"dev/main.tf": ROOT, "live/main.tf": ROOT + OPEN})
    ran = trueline("check", "--base=main", "--head=HEAD", "--report=json", cwd=top)

    assert ran.code == 1
