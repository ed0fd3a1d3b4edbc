"""What a change proposes for the gate is told, never applied: real repositories, the real command."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tests.acceptance.conftest import git

CONFIG = "policies: [policies]\n"
POLICY = """
policy: house
rules:
  - id: bucket-is-public
    title: A bucket is public
    severity: high
    for: terraform/aws_s3_bucket
    forbid: it.?acl.orValue("private") == "public-read"
    at: acl
    message: ACL {it.acl} on {address}
  - id: bucket-name-is-long
    title: A bucket's name is long
    severity: high
    parameters: {most: {type: integer, default: 5}}
    for: terraform/aws_s3_bucket
    forbid: size(it.?bucket.orValue("")) > params.most
    at: bucket
    message: '{address} has a name of more than {params.most} characters'
"""
OWNER = """
policy: owners
rules:
  - id: bucket-without-owner
    title: A bucket has no owner
    severity: high
    for: terraform/aws_s3_bucket
    require: has(it.?tags.owner)
    message: nobody owns {address}
"""
PYTHON = '''
"""Buckets, in Python."""

from trueline import Hit, rule


@rule(id="bucket-in-python", severity="high", kinds=["terraform/aws_s3_bucket"])
def bucket_in_python(bucket):
    """A bucket is there."""
    yield Hit("a bucket", at="acl")
'''
BUCKET = 'resource "aws_s3_bucket" "%s" {\n  acl    = "public-read"\n  bucket = "photographs"\n}\n'
HOUSE = {
    ".trueline/config.yaml": CONFIG,
    "policies/house.yaml": POLICY,
    "policies/own.py": PYTHON,
    "infra/main.tf": BUCKET % "old",
}
FOUND = ["bucket-in-python", "bucket-is-public", "bucket-name-is-long"]


@pytest.fixture
def house(repository):
    """A repository with a gate, and a branch that adds a bucket which breaks every rule."""
    top = repository(HOUSE)
    git(top, "checkout", "--quiet", "-b", "change")
    repository({"infra/new.tf": BUCKET % "new"})
    return top


def write(top: Path, files) -> None:
    for name, text in files.items():
        place = top / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)


def commit(top: Path) -> None:
    git(top, "add", "--all")
    git(top, "commit", "--quiet", "--message=proposal")


def judge(trueline, top: Path, *arguments: str):
    return trueline("check", "--base", "main", "--report", "json", *arguments, cwd=top)


def blocking(ran) -> list[str]:
    return sorted(found["rule_id"] for found in ran.report["findings"] if found["blocks"])


def released(diff) -> list[tuple[str, str, bool]]:
    return sorted((one["finding"]["rule_id"], one["how"], one["finding"]["blocks"]) for one in diff["would_release"])


def moves(diff) -> list[tuple[str, str]]:
    return [(one["rule_id"], one["move"]) for one in diff["rules"]]


def proposed(trueline, top: Path, *arguments: str):
    """Return the policy diff of a change, whose verdict must be the one that it has without its proposal."""
    ran = judge(trueline, top, *arguments)
    schema = json.loads((Path(__file__).parents[2] / "src/trueline/schemas/report.json").read_text())
    Draft202012Validator(schema).validate(ran.report)

    assert (ran.code, blocking(ran)) == (1, FOUND)
    return ran.report["policy_diff"]


def test_a_change_that_proposes_nothing(trueline, house):
    assert proposed(trueline, house) is None


def test_a_rule_that_is_turned_off(trueline, house):
    write(house, {".trueline/config.yaml": CONFIG + "rules: {bucket-is-public: off}\n"})
    commit(house)
    diff = proposed(trueline, house)

    assert moves(diff) == [("bucket-is-public", "off")]
    assert released(diff) == [("bucket-is-public", "off", False), ("bucket-is-public", "off", True)]
    assert (diff["counts"]["released"], diff["counts"]["released_blocking"]) == (2, 1)
    assert diff["would_add"] == []
    assert diff["rules"][0]["location"]["region"]["start_line"] == 2
    said = trueline("check", "--base", "main", cwd=house, env={"COLUMNS": "200"}).out
    assert "this change would turn off 1 rule and let go 2 findings (1 blocks today)" in said
    assert said.index("this change would") < said.index("failed   3 block")


def test_what_is_not_committed_is_a_proposal_too(trueline, house):
    write(house, {".trueline/config.yaml": CONFIG + "rules: {bucket-is-public: off}\n"})

    assert moves(proposed(trueline, house)) == [("bucket-is-public", "off")]


@pytest.mark.parametrize(
    ("config", "how", "rules"),
    [
        pytest.param("rules: {bucket-is-public: advise}\n", "advises", ["bucket-is-public"], id="it only advises"),
        pytest.param("rules: {bucket-is-public: {severity: low}}\n", "advises", ["bucket-is-public"], id="low advises"),
        pytest.param(
            "rules: {bucket-is-public: {severity: medium, enforcement: soft}}\n", "lowered", ["bucket-is-public"],
            id="it counts for less, and blocks",
        ),
        pytest.param("profile: prototype\n", "advises", ["bucket-is-public", "bucket-name-is-long"], id="the profile"),
        pytest.param("paths: {exclude: [infra]}\n", "excluded", ["bucket-is-public", "bucket-name-is-long"], id="path"),
        pytest.param(
            "rules: {bucket-name-is-long: {parameters: {most: 50}}}\n", "gone", ["bucket-name-is-long"],
            id="a parameter",
        ),
        pytest.param(
            "rules: {bucket-is-public: {where: {paths: [infra], enabled: false}}}\n", "off", ["bucket-is-public"],
            id="off in one place",
        ),
    ],
)  # fmt: skip
def test_what_the_config_would_let_go(config, how, rules, trueline, house):
    write(house, {".trueline/config.yaml": CONFIG + config})
    commit(house)
    diff = proposed(trueline, house)

    known = [one for one in released(diff) if one[0] != "bucket-in-python"]  # it stands at trust, so it may be judged
    assert known == sorted((rule, how, blocks) for rule in rules for blocks in (False, True))
    assert diff["would_add"] == []


def test_settings_are_told_in_words(trueline, house):
    write(
        house,
        {
            ".trueline/config.yaml": CONFIG + "profile: prototype\npaths: {exclude: [legacy, vendor]}\n"
            "suppressions: {longest: 30d, require-until: true}\nrender: [helm]\nlimits: {seconds: 10}\n"
        },
    )
    commit(house)
    diff = proposed(trueline, house)

    assert {one["name"]: one["said"] for one in diff["settings"]} == {
        "profile": "recommended → prototype",
        "paths.exclude": "adds `legacy`, `vendor`",
        "suppressions.require-until": "false → true",
        "suppressions.longest": "no limit → 30 days",
        "render": "adds `helm`",
        "limits.seconds": "300 → 10",
    }
    assert any("render: helm" in one["reason"] for one in diff["not_evaluated"])


def test_marks_that_would_be_allowed(trueline, repository):
    mark = "# trueline: ignore[bucket-is-public]: a web site\n"
    top = repository(
        {
            **HOUSE,
            ".trueline/config.yaml": CONFIG + "suppressions: {inline: forbid}\n",
            "infra/main.tf": mark + BUCKET % "old",
        }
    )
    git(top, "checkout", "--quiet", "-b", "change")
    write(top, {".trueline/config.yaml": CONFIG, "infra/new.tf": BUCKET % "new"})
    commit(top)
    diff = proposed(trueline, top)

    assert [one["said"] for one in diff["settings"]] == ["forbid → allow"]
    assert ("bucket-is-public", "suppressed", False) in released(diff)


def test_what_is_known_at_base_would_not_block_any_more(trueline, repository):
    top = repository({**HOUSE, ".trueline/config.yaml": CONFIG + "block: all\n"})
    git(top, "checkout", "--quiet", "-b", "change")
    write(top, {".trueline/config.yaml": CONFIG})
    commit(top)
    diff = proposed(trueline, top)

    assert released(diff) == [(rule, "known", True) for rule in FOUND]


def test_a_new_rule_that_finds_something(trueline, house):
    write(house, {"policies/owner.yaml": OWNER})
    commit(house)
    diff = proposed(trueline, house)

    assert moves(diff) == [("bucket-without-owner", "added")]
    assert [(one["finding"]["rule_id"], one["how"]) for one in diff["would_add"]] == [
        ("bucket-without-owner", "new")
    ] * 2
    assert (diff["counts"]["added"], diff["counts"]["added_blocking"]) == (2, 2)
    assert [(one["path"], one["move"], one["sort"]) for one in diff["files"]] == [
        ("policies/owner.yaml", "added", "policy")
    ]


def test_a_policy_that_is_removed(trueline, house):
    (house / "policies/house.yaml").unlink()
    commit(house)
    diff = proposed(trueline, house)

    assert moves(diff) == [("bucket-is-public", "removed"), ("bucket-name-is-long", "removed")]
    assert {how for _, how, _ in released(diff)} == {"removed"}
    assert diff["counts"]["released_blocking"] == 2


def test_a_policy_file_with_another_name(trueline, house):
    git(house, "mv", "policies/house.yaml", "policies/renamed.yaml")
    commit(house)
    diff = proposed(trueline, house)

    assert (diff["rules"], diff["would_release"], diff["would_add"]) == ([], [], [])
    assert [(one["path"], one["move"]) for one in diff["files"]] == [
        ("policies/house.yaml", "removed"),
        ("policies/renamed.yaml", "added"),
    ]


def test_a_rule_with_another_name(trueline, house):
    write(house, {"policies/house.yaml": POLICY.replace("id: bucket-is-public", "id: bucket-is-open")})
    commit(house)
    diff = proposed(trueline, house)

    assert moves(diff) == [("bucket-is-public", "removed"), ("bucket-is-open", "added")]
    assert (diff["counts"]["released"], diff["counts"]["added"]) == (2, 2)


@pytest.mark.parametrize("path", ["policies/own.py", "policies/other.py"])
def test_python_that_head_brings_is_never_run(path, trueline, house, tmp_path):
    marker = tmp_path / "marker"
    spoiled = PYTHON.replace('"""Buckets', f'open({str(marker)!r}, "w").close()\n"""Buckets')
    if "other" in path:
        spoiled = spoiled.replace("bucket-in-python", "another-in-python")
    write(house, {path: spoiled, "policies/owner.yaml": OWNER})
    commit(house)
    diff = proposed(trueline, house)

    assert not marker.exists()
    assert [one["path"] for one in diff["not_evaluated"]] == [path]
    assert {one["finding"]["rule_id"] for one in diff["would_add"]} == {"bucket-without-owner"}
    assert diff["would_release"] == []


def test_python_that_is_gone_or_off_is_told_without_running_it(trueline, house):
    write(
        house, {".trueline/config.yaml": CONFIG + "rules: {bucket-in-python: off}\n", "policies/own.py": PYTHON + "\n"}
    )
    commit(house)
    diff = proposed(trueline, house)

    assert released(diff) == [("bucket-in-python", "off", False), ("bucket-in-python", "off", True)]


def test_what_only_trust_has_changed_is_no_proposal(trueline, house):
    git(house, "checkout", "--quiet", "main")
    write(house, {"policies/owner.yaml": OWNER, ".trueline/config.yaml": CONFIG + "rules: {bucket-is-public: soft}\n"})
    commit(house)
    git(house, "checkout", "--quiet", "change")
    ran = judge(trueline, house)

    assert ran.report["policy_diff"] is None
    assert "bucket-without-owner" in blocking(ran)


def test_a_change_keeps_what_trust_has_added_since(trueline, house):
    write(house, {".trueline/config.yaml": CONFIG + "rules: {bucket-is-public: off}\n"})
    commit(house)
    git(house, "checkout", "--quiet", "main")
    write(house, {"policies/owner.yaml": OWNER})
    commit(house)
    git(house, "checkout", "--quiet", "change")
    diff = judge(trueline, house).report["policy_diff"]

    assert moves(diff) == [("bucket-is-public", "off")]


def test_no_config_at_trust(trueline, repository):
    top = repository({"infra/main.tf": BUCKET % "old"})
    git(top, "checkout", "--quiet", "-b", "change")
    write(
        top,
        {"infra/new.tf": BUCKET % "new", ".trueline/config.yaml": "policies: [policies]\n", "policies/a.yaml": POLICY},
    )
    commit(top)
    ran = judge(trueline, top)
    diff = ran.report["policy_diff"]

    assert (ran.code, blocking(ran)) == (1, ["s3-public-acl"])
    assert ran.report["trust"]["config"] == ""
    assert [(one["name"], one["said"]) for one in diff["settings"]] == [
        ("policies", "adds `policies`; removes `builtin`")
    ]
    assert ("s3-public-acl", "removed", True) in released(diff)
    assert {one["finding"]["rule_id"] for one in diff["would_add"]} == {"bucket-is-public", "bucket-name-is-long"}
    assert "no config · profile recommended" in trueline("check", "--base", "main", cwd=top, env={"COLUMNS": "200"}).out


def test_the_folder_becomes_a_link(trueline, house):
    shutil.move(house / ".trueline", house / "elsewhere")
    (house / ".trueline").symlink_to("elsewhere")
    write(house, {"elsewhere/config.yaml": CONFIG + "rules: {bucket-is-public: off}\n"})
    commit(house)
    diff = proposed(trueline, house)

    assert moves(diff) == [("bucket-is-public", "off")]
    assert (".trueline", "folder") in [(one["path"], one["sort"]) for one in diff["files"]]


def test_the_folder_becomes_a_link_to_outside(trueline, house, tmp_path):
    outside = tmp_path / "outside"
    write(outside, {"config.yaml": "rules: {'*': off}\n"})
    shutil.rmtree(house / ".trueline")
    (house / ".trueline").symlink_to(outside)
    commit(house)
    diff = proposed(trueline, house)

    assert {one["name"] for one in diff["settings"]} == {"policies"}  # as where there is no config


def test_a_policy_becomes_a_link(trueline, house):
    write(house, {"shared/house.yaml": POLICY.replace("severity: high", "severity: low", 1)})
    (house / "policies/house.yaml").unlink()
    (house / "policies/house.yaml").symlink_to("../shared/house.yaml")
    commit(house)
    diff = proposed(trueline, house)

    assert moves(diff) == [("bucket-is-public", "changed")]
    assert diff["rules"][0]["details"] == ["severity high → low", "soft → advise"]


def test_the_policies_become_a_submodule(trueline, house):
    commit_id = git(house, "rev-parse", "HEAD").strip()
    git(house, "rm", "--quiet", "-r", "policies")
    git(house, "update-index", "--add", "--cacheinfo", f"160000,{commit_id},policies")
    git(house, "commit", "--quiet", "--message=proposal")
    ran = judge(trueline, house, "--head", "HEAD")

    assert ran.code == 2
    assert "no policy found in `policies`" in ran.err


@pytest.mark.parametrize(
    ("files", "said"),
    [
        pytest.param({"policies/house.yaml": POLICY + "  - id: [\n"}, "policies/house.yaml", id="broken YAML"),
        pytest.param({"policies/house.yaml": POLICY.replace("size(", "sice(")}, "policies/house.yaml", id="broken CEL"),
        pytest.param({".trueline/config.yaml": CONFIG + "polices: x\n"}, "unknown key `polices`", id="unknown key"),
        pytest.param({".trueline/config.yaml": CONFIG + "rules: {nobody: off}\n"}, "no rule is called", id="no rule"),
        pytest.param({".trueline/config.yaml": CONFIG + "rules: {'*': off}\n"}, "nothing could be judged", id="all"),
        pytest.param({"policies/house.yaml": POLICY + "#" * 5_000_000}, "the limit is 5,000,000", id="huge"),
    ],
)  # fmt: skip
def test_a_proposal_that_would_stop_the_gate_cannot_pass(files, said, trueline, house):
    write(house, files)
    commit(house)
    ran = judge(trueline, house)

    assert ran.code == 2
    assert said in ran.err


def test_very_many_rules(trueline, house):
    rule = OWNER.partition("rules:\n")[2]
    rules = "".join(rule.replace("bucket-without-owner", f"rule-{number}") for number in range(1_500))
    write(
        house,
        {
            "policies/many.yaml": "policy: many\nrules:\n" + rules,
            ".trueline/config.yaml": CONFIG + "profile: prototype\n",
        },
    )
    commit(house)
    diff = proposed(trueline, house)

    assert "500 more new or changed rules: the first 1,000 are evaluated" in {
        one["reason"] for one in diff["not_evaluated"]
    }
    assert diff["counts"]["added"] == 2_000
    assert len(diff["would_add"]) == 1_000
    assert diff["counts"]["released_blocking"] == 3


BOMB = """
policy: bomb
rules:
  - id: bomb
    title: A bomb
    severity: high
    let: {many: '[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]'}
    for: terraform/aws_s3_bucket
    require: %s
    message: boom
"""


def bomb(depth: int) -> str:
    deep = "true"
    for number in range(depth):
        deep = f"many.all(x{number}, {deep})"
    return BOMB % deep


def test_a_rule_that_does_not_end(trueline, house):
    write(house, {"policies/bomb.yaml": bomb(12), "policies/owner.yaml": OWNER})
    commit(house)
    diff = proposed(trueline, house)

    assert [one["path"] for one in diff["not_evaluated"]] == ["policies/bomb.yaml"]
    assert "takes too many steps" in diff["not_evaluated"][0]["reason"]
    assert {one["finding"]["rule_id"] for one in diff["would_add"]} == {"bucket-without-owner"}


def test_rules_that_take_all_the_time(trueline, repository):
    top = repository({**HOUSE, ".trueline/config.yaml": CONFIG + "limits: {seconds: 5}\n"})
    git(top, "checkout", "--quiet", "-b", "change")
    rule = bomb(12).partition("rules:\n")[2]
    rules = "".join(rule.replace("id: bomb", f"id: bomb-{number}") for number in range(900))
    write(
        top,
        {
            "policies/bomb.yaml": f"policy: bomb\nrules:\n{rules}",
            "infra/new.tf": BUCKET % "new",
            ".trueline/config.yaml": CONFIG + "limits: {seconds: 100000}\nrules: {bucket-is-public: off}\n",
        },
    )
    commit(top)
    ran = judge(trueline, top)
    diff = ran.report["policy_diff"]

    assert (ran.code, blocking(ran), ran.report["verdict"]) == (1, FOUND, "failed")
    assert [(note["level"], note["id"]) for note in ran.report["notifications"]] == [
        ("warning", "policy-diff-incomplete")
    ]
    assert (diff["complete"], diff["would_release"], diff["would_add"]) == (False, [], [])
    assert ("bucket-is-public", "off") in moves(diff)  # what is written is told all the same
    assert trueline("policy", "diff", "main", cwd=top).code == 3


def test_a_passing_change_passes_though_it_proposes_something(trueline, repository):
    top = repository(HOUSE)
    git(top, "checkout", "--quiet", "-b", "change")
    write(top, {"policies/owner.yaml": OWNER})
    commit(top)
    ran = judge(trueline, top)

    assert ran.code == 0
    assert ran.report["policy_diff"]["counts"]["added_blocking"] == 1


def test_a_baseline_is_listed(trueline, house):
    write(house, {".trueline/approvers.yaml": "version: 1\nrenewals: 3\n", ".trueline/notes.md": "hello\n"})
    commit(house)
    diff = proposed(trueline, house)

    assert [(one["path"], one["sort"]) for one in diff["files"]] == [
        (".trueline/approvers.yaml", "approvers"),
        (".trueline/notes.md", "other"),
    ]
    assert diff["files"][0]["said"] == "renewals: 3 (was 2)"
    assert (diff["rules"], diff["settings"]) == ([], [])


def test_the_command_alone(trueline, house):
    write(house, {".trueline/config.yaml": CONFIG + "rules: {bucket-is-public: off}\n"})
    commit(house)
    text = trueline("policy", "diff", "main", cwd=house, env={"COLUMNS": "200"})
    page = trueline("policy", "diff", "main", "change", "--report", "markdown", cwd=house)
    data = trueline("policy", "diff", "main", "change", "--report", "json", cwd=house)

    assert (text.code, page.code, data.code) == (0, 0, 0)
    assert "would turn off 1 rule and let go 2 findings (1 blocks today)" in text.out
    assert "| rule off | `bucket-is-public` |" in page.out
    assert moves(json.loads(data.out)["policy_diff"]) == [("bucket-is-public", "off")]


def test_the_command_alone_without_a_proposal(trueline, house):
    ran = trueline("policy", "diff", "main", cwd=house)

    assert ran.code == 0
    assert "this change proposes nothing for the gate" in ran.out


BROKEN = {
    "a key that nobody knows": {".trueline/config.yaml": CONFIG + "polices: x\n"},
    "a rule that is not there any more": {".trueline/config.yaml": CONFIG + "rules: {retired-rule: off}\n"},
    "a policy that is not read any more": {"policies/old.yaml": OWNER.replace("has(", "hasnt(")},
}
MENDED = {".trueline/config.yaml": CONFIG, "policies/old.yaml": OWNER}


@pytest.fixture(params=BROKEN.values(), ids=BROKEN)
def locked(request, repository):
    """A repository whose gate is not valid at trust, and a branch."""
    top = repository({**HOUSE, "policies/old.yaml": OWNER, **request.param})
    git(top, "checkout", "--quiet", "-b", "change")
    return top


def test_what_is_not_valid_at_trust_stops_every_change(trueline, locked):
    write(locked, {"infra/new.tf": BUCKET % "new"})
    commit(locked)
    ran = judge(trueline, locked)

    assert ran.code == 2
    assert "this is what main has; nothing was judged" in ran.err
    assert "but for one that mends it and touches nothing but the config and the policies" in ran.err


def test_a_change_that_only_mends_it_passes(trueline, locked):
    write(locked, MENDED)
    commit(locked)
    ran = judge(trueline, locked)

    assert (ran.code, ran.report["verdict"]) == (0, "passed")
    assert [note["id"] for note in ran.report["notifications"]] == ["trust-not-valid"]
    assert ran.report["trust"]["config"] == ""
    assert ("bucket-is-public", "added") in moves(ran.report["policy_diff"])


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"infra/new.tf": BUCKET % "new"}, id="a new file"),
        pytest.param({"infra/main.tf": BUCKET % "older"}, id="another file"),
        pytest.param({"deploy/a.tf": BUCKET % "a", ".trueline/config.yaml": "policies: [deploy]\n"}, id="no policy"),
        pytest.param({".trueline/main.tf": BUCKET % "a"}, id="it hides in the folder"),
        pytest.param({".trueline/config.yaml": CONFIG + "polices: y\n"}, id="it is not mended"),
    ],
)  # fmt: skip
def test_a_change_that_does_more_than_mend_it_stops(more, trueline, locked):
    write(locked, {**MENDED, **more})
    commit(locked)
    ran = judge(trueline, locked)

    assert ran.code == 2
    assert "this is what main has" in ran.err


def test_manifests_that_are_called_policies_mend_nothing(trueline, locked):
    manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"
    write(locked, {**MENDED, ".trueline/config.yaml": "policies: [policies, deploy]\n", "deploy/a.yaml": manifest})
    commit(locked)
    ran = judge(trueline, locked)

    assert ran.code == 2
    assert "what the change proposes instead is not valid either: deploy/a.yaml" in ran.err


@pytest.mark.parametrize("how", ["a link to a folder", "a submodule"])
def test_what_is_no_file_mends_nothing(how, trueline, repository):
    top = repository({**HOUSE, ".trueline/config.yaml": CONFIG + "polices: x\n"})
    git(top, "checkout", "--quiet", "-b", "change")
    write(top, {".trueline/config.yaml": CONFIG})
    if how == "a submodule":
        commit_id = git(top, "rev-parse", "HEAD").strip()
        git(top, "update-index", "--add", "--cacheinfo", f"160000,{commit_id},modules")
        git(top, "add", ".trueline")
        git(top, "commit", "--quiet", "--message=proposal")
    else:
        (top / "production").symlink_to("infra")
        commit(top)
    ran = judge(trueline, top, "--head", "HEAD")

    assert ran.code == 2
    assert "this is what main has" in ran.err
