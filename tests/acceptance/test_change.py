"""What is judged: the working tree, the index, a revision, a change; and by whose rules."""

from __future__ import annotations

import pytest
from tests.acceptance.conftest import git

POLICY = """
policy: house
owner: platform
rules:
  - id: bucket-is-public
    title: A bucket is public
    severity: high
    for: terraform/aws_s3_bucket
    forbid: it.?acl.orValue("private") == "public-read"
    at: acl
    message: ACL {it.acl} on {address}
"""
PUBLIC = 'resource "aws_s3_bucket" "%s" {\n  acl = "public-read"\n}\n'
PRIVATE = PUBLIC.replace("public-read", "private")
FILES = {
    ".trueline/config.yaml": "policies: [policies]\n",
    "policies/house.yaml": POLICY,
    "old/main.tf": PUBLIC % "old",
    "infra/main.tf": PRIVATE % "site",
}


POLICIES = [(name, text) for name, text in FILES.items() if not name.endswith(".tf")]


def statuses(report) -> dict[str, str]:
    return {finding["subject"]: finding["status"] for finding in report["findings"]}


def test_without_a_base_everything_blocks(trueline, repository) -> None:
    ran = trueline("check", "--report", "json", cwd=repository(FILES))

    assert (ran.code, statuses(ran.report)) == (1, {"aws_s3_bucket.old": "new"})


def test_staged_judges_the_index_and_not_the_working_tree(trueline, repository) -> None:
    top = repository(FILES)
    (top / "infra/main.tf").write_text(PUBLIC % "site")

    nothing = trueline("check", "--staged", "--report", "json", cwd=top)
    git(top, "add", "--all")
    (top / "infra/main.tf").write_text("this is not HCL {")
    staged = trueline("check", "--staged", "--report", "json", cwd=top)

    assert (nothing.code, nothing.report["measures"]["units"]) == (0, 0)
    assert (staged.code, statuses(staged.report)) == (1, {"aws_s3_bucket.site": "new"})
    assert staged.report["trust"]["source"] == "index"


def test_staged_sees_a_deleted_file(trueline, repository) -> None:
    top = repository({**FILES, "old/acl.tf": PUBLIC % "second"})
    git(top, "rm", "--quiet", "old/acl.tf")

    ran = trueline("check", "--staged", "--report", "json", cwd=top)

    assert statuses(ran.report) == {"aws_s3_bucket.old": "unchanged", "aws_s3_bucket.second": "fixed"}
    assert ran.code == 0


def test_staged_in_a_repository_without_a_commit(trueline, tree) -> None:
    top = tree(FILES)
    git(top, "init", "--quiet")
    git(top, "add", "--all")

    ran = trueline("check", "--staged", "--report", "json", cwd=top)

    assert (ran.code, statuses(ran.report)) == (1, {"aws_s3_bucket.old": "new"})


def test_only_what_a_change_adds_blocks(trueline, repository) -> None:
    top = repository(FILES)
    git(top, "switch", "--quiet", "--create=change")

    before = trueline("check", "--base", "main", "--report", "json", cwd=top)
    repository({"infra/main.tf": PUBLIC % "site"})
    after = trueline("check", "--base", "main", "--head", "HEAD", "--report", "json", cwd=top)

    assert (before.code, statuses(before.report)) == (0, {"aws_s3_bucket.old": "unchanged"})
    assert after.code == 1
    assert statuses(after.report) == {"aws_s3_bucket.old": "unchanged", "aws_s3_bucket.site": "new"}


def test_lines_that_move_are_no_new_finding(trueline, repository) -> None:
    top = repository(FILES)
    git(top, "switch", "--quiet", "--create=change")
    repository({"old/main.tf": "# a comment\n\n" + PUBLIC % "old"})

    ran = trueline("check", "--base", "main", "--report", "json", cwd=top)

    assert (ran.code, statuses(ran.report)) == (0, {"aws_s3_bucket.old": "unchanged"})


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({".trueline/config.yaml": "policies: [policies]\nprofile: prototype\n"}, id="config"),
        pytest.param(
            {".trueline/config.yaml": "policies: [policies, builtin]\nrules: {bucket-is-public: off}\n"}, id="rule"
        ),
        pytest.param({".trueline/config.yaml": "policies: [policies]\npaths: {exclude: ['**']}\n"}, id="exclude"),
        pytest.param({"policies/house.yaml": POLICY.replace('"public-read"', '"never"')}, id="policy"),
    ],
)
def test_a_change_is_judged_by_the_rules_of_its_base(trueline, repository, change) -> None:
    top = repository(FILES)
    git(top, "switch", "--quiet", "--create=change")
    repository({**change, "infra/main.tf": PUBLIC % "site"})

    ran = trueline("check", "--base", "main", "--report", "json", cwd=top)

    assert (ran.code, statuses(ran.report)["aws_s3_bucket.site"]) == (1, "new")
    assert ran.report["trust"]["source"] == "revision"


def test_a_change_whose_own_config_is_not_valid_cannot_pass(trueline, repository) -> None:
    top = repository(FILES)
    git(top, "switch", "--quiet", "--create=change")
    repository({".trueline/config.yaml": "profil: strict\n"})

    ran = trueline("check", "--base", "main", cwd=top)

    assert ran.code == 2
    assert "did you mean `profile`" in ran.err


def test_a_base_that_does_not_exist_is_no_pass(trueline, repository) -> None:
    ran = trueline("check", "--base", "origin/main", cwd=repository(FILES))

    assert ran.code == 3
    assert "origin/main" in ran.err


def test_a_revision_is_judged_without_a_checkout(trueline, repository) -> None:
    top = repository(FILES)
    repository({"old/main.tf": PRIVATE % "old"})

    ran = trueline("check", "--head", "HEAD~1", "--report", "json", cwd=top)

    assert statuses(ran.report) == {"aws_s3_bucket.old": "new"}
    assert ran.report["findings"][0]["location"]["path"] == "old/main.tf"


def test_a_path_narrows_what_is_judged(trueline, repository) -> None:
    top = repository(FILES)

    infra = trueline("check", "--report", "json", "infra", cwd=top)
    inside = trueline("check", "--report", "json", "main.tf", cwd=top / "old")

    assert (infra.code, statuses(infra.report)) == (0, {})
    assert (inside.code, statuses(inside.report)) == (1, {"aws_s3_bucket.old": "new"})


def test_what_was_judged_before_is_remembered_until_it_changes(trueline, repository) -> None:
    top = repository(FILES)
    first = trueline("check", "--report", "json", cwd=top)
    second = trueline("check", "--report", "json", cwd=top)
    (top / "old/main.tf").write_text(PRIVATE % "old")
    third = trueline("check", "--report", "json", cwd=top)
    (top / "policies/house.yaml").write_text(POLICY.replace("public-read", "private"))
    fourth = trueline("check", "--report", "json", cwd=top)

    assert first.report["findings"] == second.report["findings"]
    assert statuses(third.report) == {}
    assert statuses(fourth.report) == {"aws_s3_bucket.old": "new", "aws_s3_bucket.site": "new"}


def test_the_same_input_gives_the_same_bytes(trueline, repository) -> None:
    top = repository(FILES)
    reports = {
        trueline("check", "--no-cache", "--report", f"sarif={name}.sarif", *more, cwd=top).out
        + (top / f"{name}.sarif").read_text()
        for name, more in (("one", ()), ("two", ("--workers", "2")), ("three", ()))
    }

    assert len(reports) == 1


def test_several_reports_of_one_run(trueline, repository) -> None:
    top = repository(FILES)

    ran = trueline("check", "--report", "json=out/report.json", "--report", "sarif=out/report.sarif", cwd=top)

    assert (ran.code, ran.out) == (1, "")
    assert sorted(path.name for path in (top / "out").iterdir()) == ["report.json", "report.sarif"]


def test_a_report_that_cannot_be_written_is_no_pass(trueline, repository) -> None:
    top = repository({**FILES, "old/main.tf": PRIVATE % "old"})

    ran = trueline("check", "--report", "json=/proc/nowhere/report.json", cwd=top)

    assert ran.code == 3
    assert "was not written" in ran.err


def test_explain_says_why_a_finding_fired(trueline, repository) -> None:
    top = repository({**FILES, "chart/Chart.yaml": "name: of-something-else\nversion: 1.0.0\n"})
    mark = trueline("check", "--report", "json", cwd=top).report["findings"][0]["fingerprint"]

    ran = trueline("explain", mark, cwd=top)

    assert ran.code == 0
    assert "chart" not in ran.out
    assert "ACL public-read on aws_s3_bucket.old" in ran.out
    assert "A bucket is public (house)" in ran.out


def test_init_writes_a_config_that_is_valid_and_leaves_one_that_is_there(trueline, repository) -> None:
    top = repository({"old/main.tf": PRIVATE % "old", "deploy/kustomization.yaml": "resources: []\n"})

    first = trueline("init", cwd=top)
    second = trueline("init", cwd=top)

    assert (first.code, second.code) == (0, 2)
    assert "render: [kustomize]" in (top / ".trueline/config.yaml").read_text()
    assert trueline("check", cwd=top).code == 0


def test_a_remembered_result_of_a_revision_has_the_places_of_the_run(trueline, repository) -> None:
    top = repository(FILES)
    git(top, "switch", "--quiet", "--create=change")
    repository({"old/main.tf": PRIVATE % "old"})
    trueline("check", "--base", "main", cwd=top)
    git(top, "switch", "--quiet", "main")

    ran = trueline("check", "--report", "json", cwd=top)

    assert [finding["location"]["revision"] for finding in ran.report["findings"]] == [""]


def test_the_config_limits_the_size_of_a_file(trueline, repository) -> None:
    top = repository({**FILES, ".trueline/config.yaml": "policies: [policies]\nlimits: {file-bytes: 40}\n"})

    ran = trueline("check", "--report", "json", cwd=top)

    assert ran.code == 3
    assert "infra/main.tf" in {given["path"] for given in ran.report["inputs"] if given["state"] == "unreadable"}


def test_a_run_that_takes_too_long_says_what_was_not_judged(trueline, repository) -> None:
    top = repository({**FILES, ".trueline/config.yaml": "policies: [policies]\nlimits: {seconds: 0}\n"})

    ran = trueline("check", "--report", "json", cwd=top)

    assert ran.code == 3
    assert {note["id"] for note in ran.report["notifications"]} == {"deadline"}


def test_the_tests_of_a_policy_are_not_judged(trueline, repository) -> None:
    top = repository({**FILES, "old/main.tf": PRIVATE % "old", "policies/tests/house/main.tf": PUBLIC % "wrong"})

    ran = trueline("check", "--report", "json", cwd=top)

    assert (ran.code, statuses(ran.report)) == (0, {})
    assert "not-judged" in {
        given["state"] for given in ran.report["inputs"] if given["path"] == "policies/tests/house/main.tf"
    }


def test_the_examples_of_the_first_config_are_rules(trueline, repository) -> None:
    top = repository({"old/main.tf": PRIVATE % "old"})
    trueline("init", cwd=top)
    config = top / ".trueline/config.yaml"
    head, _, examples = config.read_text().partition("# rules:")
    config.write_text(head + "rules:" + examples.replace("\n# ", "\n"))

    ran = trueline("check", cwd=top)

    assert (ran.code, ran.err) == (0, "")


def test_a_misspelt_option_is_met_with_the_right_one(trueline, repository) -> None:
    ran = trueline("check", "--staaged", cwd=repository(FILES))

    assert ran.code == 2
    assert "did you mean --staged?" in ran.err


READS_DATA = """
resource "aws_s3_bucket" "data" {
  acl = jsondecode(file("${path.module}/data/settings.json")).acl
}
"""


def test_staged_judges_who_reads_a_changed_file_as_data(trueline, repository) -> None:
    top = repository({"infra/main.tf": READS_DATA, "infra/data/settings.json": '{"acl": "private"}', **dict(POLICIES)})
    (top / "infra/data/settings.json").write_text('{"acl": "public-read"}')
    git(top, "add", "--all")

    staged = trueline("check", "--staged", "--report", "json", cwd=top)
    named = trueline("check", "--report", "json", "infra/data/settings.json", cwd=top)

    assert (staged.code, statuses(staged.report)) == (1, {"aws_s3_bucket.data": "new"})
    assert named.report["complete"]


def test_staged_judges_who_calls_a_module_that_is_gone(trueline, repository) -> None:
    call = 'module "m" {\n  source = "../modules/m"\n}\n'
    top = repository({"infra/main.tf": call, "modules/m/main.tf": PRIVATE % "m", **dict(POLICIES)})
    git(top, "rm", "-r", "--quiet", "modules")

    assert trueline("check", "--staged", cwd=top).code == 3


def test_nothing_hides_by_being_broken(trueline, repository) -> None:
    manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"
    top = repository({**FILES, "old/main.tf": PRIVATE % "old", "deploy/a.yaml": manifest})
    git(top, "switch", "--quiet", "--create=change")
    repository({"deploy/a.yaml": "kind: [\n"})

    ran = trueline("check", "--base", "main", "--report", "json", cwd=top)
    assert ran.code == 3
    assert [(note["level"], note["id"]) for note in ran.report["notifications"]] == [("error", "unreadable-input")]


def test_exit_zero_hides_no_incomplete_run(trueline, repository) -> None:
    top = repository({**FILES, "broken/main.tf": 'resource "x" {'})

    assert trueline("check", "--exit-zero", cwd=top).code == 3
    assert trueline("check", "--exit-zero", "old", cwd=top).code == 0


def test_two_reports_never_go_to_one_file(trueline, repository) -> None:
    ran = trueline("check", "--report", "json=out", "--report", "sarif=./out", cwd=repository(FILES))

    assert ran.code == 2


def test_a_run_without_any_rule_is_no_pass(trueline, repository) -> None:
    top = repository({**FILES, ".trueline/config.yaml": "policies: [policies]\nrules: {'*': off}\n"})

    assert trueline("check", cwd=top).code == 2


ENDLESS = "locals {\n  x = [for a in range(1000) : [for b in range(1000) : [for c in range(1000) : a + b + c]]]\n}\n"


def test_an_expression_without_end_is_ended_by_the_deadline(trueline, repository) -> None:
    used = 'resource "aws_s3_bucket" "x" {\n  acl = length(local.x) > 1 ? "a" : "b"\n}\n'
    config = "policies: [policies]\nlimits: {seconds: 2}\n"
    top = repository({**FILES, ".trueline/config.yaml": config, "slow/main.tf": ENDLESS + used})

    ran = trueline("check", "--report", "json", cwd=top)

    assert not ran.report["complete"]


POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: a}]}\n"


@pytest.mark.parametrize(
    ("path", "files"),
    [
        pytest.param(
            "deploy/pod.yaml", {"x/kustomization.yaml": "patchesStrategicMerge: [../deploy/pod.yaml]\n"}, id="a patch"
        ),
        pytest.param(
            "deploy/pod.yaml",
            {"deploy/kustomization.yaml": "configMapGenerator: [{name: a, files: [pod.yaml]}]\n"},
            id="data",
        ),
        pytest.param(
            "deploy/templates/pod.yaml",
            {"deploy/Chart.yaml": "apiVersion: v2\nname: a\nversion: 1.0.0\n"},
            id="a chart's template",
        ),
    ],
)
def test_what_becomes_part_of_what_is_not_rendered_is_no_pass(trueline, repository, tree, path, files) -> None:
    top = repository({path: POD})
    tree(files)
    ran = trueline("check", "--base", "HEAD", "--report", "json", cwd=top)
    given = {one["path"]: one for one in ran.report["inputs"]}[path]

    assert (ran.code, given["kind"], given["state"]) == (3, "kubernetes", "unreadable")
    assert given["reason"].startswith("it was judged at base, and is part of ")


def test_a_root_that_is_called_by_a_module_without_instances_is_judged_still(trueline, repository) -> None:
    top = repository(FILES)
    git(top, "switch", "--quiet", "--create=change")
    (top / "infra/main.tf").write_text(PUBLIC % "site")
    (top / "unused").mkdir()
    (top / "unused/main.tf").write_text('module "infra" {\n  source = "../infra"\n  count  = 0\n}\n')
    git(top, "add", "--all")
    git(top, "commit", "--quiet", "--message=hide")

    ran = trueline("check", "--base", "main", "--head", "HEAD", "--report", "json", cwd=top)

    assert (ran.code, statuses(ran.report)["aws_s3_bucket.site"]) == (1, "new")
    assert [(note["id"], note["location"]["path"]) for note in ran.report["notifications"]] == [
        ("terraform-root-called", "infra")
    ]


def test_a_submodule_in_the_place_of_what_was_judged_is_no_pass(trueline, repository) -> None:
    top = repository(FILES)
    commit = git(top, "rev-parse", "HEAD").strip()
    git(top, "switch", "--quiet", "--create=change")
    git(top, "rm", "--quiet", "-r", "infra")
    git(top, "update-index", "--add", "--cacheinfo", f"160000,{commit},infra")
    git(top, "commit", "--quiet", "--message=hide")

    ran = trueline("check", "--base", "main", "--head", "HEAD", "--report", "json", cwd=top)

    assert (ran.code, ran.report["verdict"]) == (3, "incomplete")
    assert [(note["level"], note["location"]["path"]) for note in ran.report["notifications"]] == [("error", "infra")]


def test_a_submodule_that_the_config_excludes_is_not_missed(trueline, repository) -> None:
    top = repository({**FILES, ".trueline/config.yaml": "policies: [policies]\npaths: {exclude: [vendor/**]}\n"})
    commit = git(top, "rev-parse", "HEAD").strip()
    git(top, "update-index", "--add", "--cacheinfo", f"160000,{commit},vendor/theirs")
    git(top, "commit", "--quiet", "--message=a submodule")

    ran = trueline("check", "--head", "HEAD", "--report", "json", cwd=top)

    assert ran.report["notifications"] == []


def test_a_manifest_that_moves_to_git_lfs_is_no_pass(trueline, repository) -> None:
    top = repository({"app.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app}\n"})
    git(top, "switch", "--quiet", "--create=change")
    (top / "app.yaml").write_text("version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 1\n")
    git(top, "commit", "--quiet", "--all", "--message=hide")

    ran = trueline("check", "--base", "main", "--head", "HEAD", "--report", "json", cwd=top)

    assert (ran.code, ran.report["verdict"]) == (3, "incomplete")
    assert "Git LFS" in ran.report["notifications"][0]["message"]
