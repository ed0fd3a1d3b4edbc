"""Marks in files: what they cover, what they do not, and what the gate says of them."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator
from tests.acceptance.conftest import git

if TYPE_CHECKING:
    from pathlib import Path

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
    aliases: [CKV_AWS_20, AWS-0092]
  - id: bucket-without-owner
    title: A bucket has no owner
    severity: medium
    for: terraform/aws_s3_bucket
    require: has(it.tags.owner)
    message: nobody owns {address}
  - id: port-is-open
    title: A port is open
    severity: high
    for: terraform/aws_security_group
    each: ingress[*]
    forbid: '"0.0.0.0/0" in it.cidr_blocks'
    at: cidr_blocks
    message: port {it.from_port} is open
  - id: container-is-privileged
    title: A container is privileged
    severity: high
    for: kubernetes/workload
    each: spec.containers[*]
    forbid: it.?securityContext.?privileged.orValue(false)
    at: securityContext.privileged
    message: container {it.name} is privileged
  - id: map-named-twice
    title: Two maps share a name
    severity: high
    scope: repository
    for: kubernetes/ConfigMap
    forbid: resources("kubernetes/ConfigMap").filter(other, other.metadata.name == it.metadata.name).size() > 1
    message: '{address} is there twice'
"""
CONFIG = "policies: [policies]\n"
PUBLIC = 'resource "aws_s3_bucket" "%s" {\n  acl  = "public-read"\n  tags = { owner = "web" }\n}\n'
MARK = "# trueline: ignore[bucket-is-public]: a web site\n"


def house(files, config: str = "") -> dict[str, str | bytes]:
    return {".trueline/config.yaml": CONFIG + config, "policies/house.yaml": POLICY, **files}


def judge(trueline, top, *arguments: str):
    return trueline("check", "--report", "json", *arguments, cwd=top)


def standing(ran) -> list[str]:
    """Return the findings that nothing lets go, by rule and line."""
    return sorted(
        f"{found['rule_id']} {found['location']['region']['start_line']}"
        for found in ran.report["findings"]
        if found["suppression"] is None and found["status"] != "fixed"
    )


def let_go(ran) -> list[str]:
    return sorted(
        f"{found['rule_id']} {found['location']['region']['start_line']}"
        for found in ran.report["findings"]
        if found["suppression"] is not None
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(MARK + PUBLIC % "a", id="above the subject"),
        pytest.param(MARK + "\n# a note\n\n" + PUBLIC % "a", id="above blanks and comments"),
        pytest.param((PUBLIC % "a").replace("{\n", "{ " + MARK, 1), id="where the subject begins"),
        pytest.param((PUBLIC % "a").replace('read"\n', 'read" ' + MARK), id="on the line"),
        pytest.param((PUBLIC % "a").replace("  acl", "  " + MARK + "  acl"), id="above the line"),
        pytest.param((MARK + PUBLIC % "a").replace("\n", "\r\n"), id="windows line ends"),
        pytest.param("/* trueline: ignore[bucket-is-public]: a web site */\n" + PUBLIC % "a", id="between stars"),
        pytest.param(MARK.replace("bucket-is-public", "CKV_AWS_20") + PUBLIC % "a", id="by an alias"),
        pytest.param((PUBLIC % "a").replace("  tags", "  # checkov:skip=CKV_AWS_20\n  tags"), id="a skip of checkov"),
        pytest.param("#trivy:ignore:AVD-AWS-0092\n" + PUBLIC % "a", id="a skip of trivy"),
        pytest.param((PUBLIC % "a").replace('read"', 'read" #tfsec:ignore:AWS-0092'), id="a skip of tfsec"),
    ],
)
def test_a_mark_lets_a_finding_go_and_keeps_it_in_the_report(trueline, tree, text) -> None:
    ran = judge(trueline, tree(house({"main.tf": text})))

    assert (ran.code, standing(ran), len(let_go(ran))) == (0, [], 1)
    assert {found["suppression"]["kind"] for found in ran.report["findings"]} == {"inline"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(MARK.replace(": a web site", "") + PUBLIC % "a", "suppression-invalid", id="no reason"),
        pytest.param(MARK.replace("bucket-is-public", "*") + PUBLIC % "a", "suppression-invalid", id="every rule"),
        pytest.param(MARK.replace("is-public", "is-publik") + PUBLIC % "a", "suppression-invalid", id="no such rule"),
        pytest.param(
            MARK.replace("is-public", "is-public, nothing-like-it") + PUBLIC % "a",
            "suppression-invalid",
            id="one of two is no rule",
        ),
        pytest.param(
            MARK.replace("]", "] until 2020-01-31") + PUBLIC % "a", "suppression-expired", id="the day is over"
        ),
        pytest.param((PUBLIC % "a").replace("  tags", "  " + MARK + "  tags"), "suppression-unused", id="another line"),
        pytest.param(MARK + PUBLIC % "b" + PUBLIC % "a", "", id="another subject"),
        pytest.param(
            PUBLIC % "a" + "# checkov:skip=CKV_AWS_20:outside of it\n", "", id="checkov's outside of the block"
        ),
        pytest.param("# checkov:skip=CKV_AWS_21:another\n" + PUBLIC % "a", "", id="what means nothing here"),
    ],
)
def test_a_mark_that_lets_the_finding_stand(trueline, tree, text, said) -> None:
    ran = judge(trueline, tree(house({"main.tf": text})))

    assert ran.code == 1
    assert any(line.startswith("bucket-is-public") for line in standing(ran))
    assert {line.split()[0] for line in standing(ran)} - {"bucket-is-public"} == ({said} if said else set())


def test_the_last_day_counts(trueline, tree) -> None:
    from datetime import UTC, datetime

    today = datetime.now(UTC).date().isoformat()
    ran = judge(trueline, tree(house({"main.tf": MARK.replace("]", f"] until {today}") + PUBLIC % "a"})))

    assert (ran.code, let_go(ran)) == (0, ["bucket-is-public 3"])
    assert ran.report["findings"][0]["suppression"]["expires"] == today


GROUP = """
resource "aws_security_group" "web" {
  ingress {
    from_port   = 80
    cidr_blocks = ["0.0.0.0/0"]
  }
  # trueline: ignore[port-is-open]: everyone may come in here
  ingress {
    from_port   = 443
    cidr_blocks = ["0.0.0.0/0"]
  }
}
"""


def test_a_mark_above_an_element_covers_that_element_alone(trueline, tree) -> None:
    ran = judge(trueline, tree(house({"main.tf": GROUP})))

    assert (standing(ran), let_go(ran)) == (["port-is-open 5"], ["port-is-open 10"])


POD = """apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: one
      securityContext: {privileged: true}
    # trueline: ignore[container-is-privileged]: it mounts disks
    - name: two
      securityContext:
        privileged: true
"""


@pytest.mark.parametrize(
    ("text", "left"),
    [
        pytest.param(POD, ["container-is-privileged 7"], id="an element"),
        pytest.param("# trueline: ignore[container-is-privileged]: all of it\n---\n" + POD, [], id="a document"),
        pytest.param(
            POD.replace("mounts disks", "mounts disks\n    # - name: none"), ["container-is-privileged 7"], id="gap"
        ),
        pytest.param(
            POD.replace("    # trueline", "      # trueline").replace("name: one\n", "name: one # trueline: x\n"),
            ["container-is-privileged 7"],
            id="indented otherwise",
        ),
    ],
)
def test_kubernetes(trueline, tree, text, left) -> None:
    ran = judge(trueline, tree(house({"pod.yaml": text})))

    assert [line for line in standing(ran) if not line.startswith("suppression")] == left


def test_what_looks_like_a_mark_in_a_text_is_none(trueline, tree) -> None:
    text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata:\n  a: |\n    # trueline: ignore[nothing]: x\n"
    heredoc = 'resource "x" "y" {\n  text = <<E\n# trueline: ignore[nothing]\nE\n}\n'

    ran = judge(trueline, tree(house({"map.yaml": text, "main.tf": heredoc})))

    assert (ran.code, ran.report["findings"]) == (0, [])


def test_an_anchor_that_is_used_twice_is_marked_for_both(trueline, tree) -> None:
    text = POD.replace(
        "- name: one\n      securityContext: {privileged: true}\n", "- name: one\n      securityContext: *c\n"
    )
    text = text.replace(
        "*c", "&c\n        privileged: true # trueline: ignore[container-is-privileged]: both mount disks"
    )
    text = text.replace("      securityContext:\n        privileged: true\n", "      securityContext: *c\n")
    text = text.replace("    # trueline: ignore[container-is-privileged]: it mounts disks\n", "")

    ran = judge(trueline, tree(house({"pod.yaml": text})))

    assert (ran.code, standing(ran), let_go(ran)) == (0, [], ["container-is-privileged 8"] * 2)


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl is not on PATH")
def test_a_mark_in_a_file_that_is_rendered_counts(trueline, tree) -> None:
    files = {"app/kustomization.yaml": "resources: [pod.yaml]\nnamePrefix: a-\n", "app/pod.yaml": POD}

    ran = judge(trueline, tree(house(files, "render: [kustomize]\n")))

    assert (standing(ran), let_go(ran)) == (["container-is-privileged 7"], ["container-is-privileged 11"])


def test_two_marks_for_one_finding_are_both_used(trueline, tree) -> None:
    text = MARK + (PUBLIC % "a").replace('read"\n', 'read" ' + MARK.replace("a web site", "another reason"))

    ran = judge(trueline, tree(house({"main.tf": text})))

    assert (ran.code, standing(ran)) == (0, [])
    assert [found["suppression"]["reason"] for found in ran.report["findings"]] == ["a web site"]


def test_of_a_mark_for_two_rules_the_one_that_is_not_needed_is_named(trueline, tree) -> None:
    text = MARK.replace("is-public", "is-public, bucket-without-owner") + PUBLIC % "a"

    ran = judge(trueline, tree(house({"main.tf": text})))

    assert [found["message"] for found in ran.report["findings"] if found["suppression"] is None] == [
        "nothing is found here that bucket-without-owner would be about"
    ]


def test_a_module_that_two_roots_call_has_one_mark(trueline, tree) -> None:
    call = 'module "m" {\n  source = "../m"\n}\n'
    module = MARK + PUBLIC % "a" + MARK + PUBLIC.replace("public-read", "private") % "b"
    top = tree(house({"one/main.tf": call, "two/main.tf": call, "m/main.tf": module}))

    whole, narrow = judge(trueline, top), judge(trueline, top, "one")

    assert (let_go(whole), standing(whole)) == (["bucket-is-public 3"] * 2, ["suppression-unused 6"])
    assert (let_go(narrow), standing(narrow)) == (["bucket-is-public 3"], [])  # the other root was not judged


def test_unused_is_not_said_where_a_rule_could_not_tell(trueline, tree) -> None:
    unknown = 'variable "acl" {}\n' + MARK + (PUBLIC % "a").replace('"public-read"', "var.acl")
    broken = MARK + (PUBLIC % "b").replace("public-read", "private") + "resource {{\n"
    top = tree(house({"main.tf": unknown, "broken/main.tf": broken}))

    ran = judge(trueline, top)

    assert (ran.code, standing(ran)) == (3, [])


MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\n"


def test_rules_that_see_the_whole_repository(trueline, repository) -> None:
    mark = "# trueline: ignore[map-named-twice]: one of them goes soon\n"
    top = repository(house({"a.yaml": mark + MAP % "m", "b.yaml": MAP % "m", "c.yaml": mark + MAP % "other"}))

    whole, again, narrow = judge(trueline, top), judge(trueline, top), judge(trueline, top, "c.yaml")

    assert (standing(whole), let_go(whole)) == (["map-named-twice 3", "suppression-unused 1"], ["map-named-twice 4"])
    assert again.report["findings"] == whole.report["findings"]
    assert narrow.report["findings"] == []


def test_marks_are_remembered_with_the_results(trueline, repository) -> None:
    top = repository(house({"main.tf": MARK + PUBLIC % "a" + MARK + PUBLIC.replace("public-read", "private") % "b"}))

    first, second = judge(trueline, top), judge(trueline, top)
    parallel = judge(trueline, top, "--no-cache", "--workers", "2")
    (top / ".trueline/config.yaml").write_text(CONFIG + "suppressions: {inline: forbid}\n")
    forbidden = judge(trueline, top)

    assert first.report["findings"] == second.report["findings"] == parallel.report["findings"]
    assert standing(first) == ["suppression-unused 6"]
    assert standing(forbidden) == ["bucket-is-public 3", "suppression-forbidden 1", "suppression-forbidden 6"]


@pytest.mark.parametrize(
    ("config", "why"),
    [
        pytest.param("suppressions: {inline: forbid}\n", "the config forbids marks in files", id="none"),
        pytest.param("suppressions: {require-until: true}\n", "the config asks for a day", id="no day"),
        pytest.param("suppressions: {longest: 90d}\n", "the config asks for a day", id="a limit asks for a day"),
        pytest.param(
            "rules: {bucket-is-public: {suppressions: forbid}}\n",
            "forbids marks for bucket-is-public",
            id="for the rule",
        ),
        pytest.param(
            "rules: {bucket-is-public: {where: {paths: [main.tf], suppressions: forbid}}}\n",
            "forbids marks for bucket-is-public",
            id="for the rule at a path",
        ),
        pytest.param("rules: {bucket-is-public: hard}\n", "bucket-is-public is hard", id="hard"),
    ],
)
def test_the_config_forbids_marks(trueline, tree, config, why) -> None:
    top = tree(house({"main.tf": MARK + PUBLIC % "a"}, config))

    ran = judge(trueline, top)
    (finding,) = (found for found in ran.report["findings"] if found["rule_id"] == "bucket-is-public")
    explained = trueline("explain", finding["fingerprint"], cwd=top)

    assert (ran.code, standing(ran)) == (1, ["bucket-is-public 3", "suppression-forbidden 1"])
    assert why in finding["refusals"][0]
    assert "not let go   the mark at main.tf:1:1 is not allowed: " in explained.out
    assert why in explained.out


def test_a_mark_may_not_reach_too_far(trueline, tree) -> None:
    text = MARK.replace("]", "] until 2999-01-31") + PUBLIC % "a"

    ran = judge(trueline, tree(house({"main.tf": text}, "suppressions: {longest: 90d}\n")))

    assert (ran.code, standing(ran)) == (1, ["bucket-is-public 3", "suppression-forbidden 1"])


@pytest.mark.parametrize(
    "config",
    [
        pytest.param("suppressions: {inline: maybe}\n", id="no such word"),
        pytest.param("suppressions: {longest: 90}\n", id="no unit"),
        pytest.param("suppressions: {longest: 0d}\n", id="nothing"),
        pytest.param("suppressions: {require-until: 1}\n", id="a number"),
        pytest.param("suppressions: [forbid]\n", id="a list"),
        pytest.param("rules: {bucket-is-public: {suppressions: never}}\n", id="of a rule"),
    ],
)
def test_what_the_config_says_of_marks_is_checked(trueline, tree, config) -> None:
    ran = trueline("check", cwd=tree(house({"main.tf": PUBLIC % "a"}, config)))

    assert ran.code == 2
    assert ".trueline/config.yaml:2:" in ran.err


def test_what_the_gate_says_of_itself_is_not_let_go(trueline, tree) -> None:
    text = (
        "# trueline: ignore[suppression-unused]: leave me alone\n" + MARK + (PUBLIC % "a").replace("public", "private")
    )

    ran = judge(trueline, tree(house({"main.tf": text})))

    assert standing(ran) == ["suppression-invalid 1", "suppression-unused 2"]


def test_the_rules_of_the_gate_follow_the_config(trueline, tree) -> None:
    files = house({"main.tf": MARK}, "rules: {suppression-unused: off, suppression-invalid: soft}\n")

    assert judge(trueline, tree(files)).report["findings"] == []
    files["main.tf"] = MARK.replace(": a web site", "")
    assert judge(trueline, tree(files)).code == 1


def test_hostile_reasons_are_shown_harmlessly(trueline, tree) -> None:
    text = "# trueline: ignore[bucket-is-public]: \x1b[31m::error::\u202egpj.exe <b>\n" + PUBLIC % "a"
    top = tree(house({"main.tf": text}))

    ran = trueline("check", "--verbose", "--report", "terminal", "--report", "sarif-full=out.sarif", cwd=top)

    assert ran.code == 0
    assert not {"\x1b", "\u202e"} & set(ran.out + (top / "out.sarif").read_text())


def test_each_report_says_what_was_let_go(trueline, tree) -> None:
    top = tree(house({"main.tf": MARK + PUBLIC % "a"}))
    reports = [f"--report={name}={name}.out" for name in ("json", "sarif", "sarif-full")]

    ran = trueline("check", "--report=terminal", *reports, cwd=top)
    mark = json.loads((top / "json.out").read_text())["findings"][0]["fingerprint"]
    explained = trueline("explain", mark, cwd=top)
    schema = json.loads(trueline("schema", "report", cwd=top).out)
    runs = [json.loads((top / f"{name}.out").read_text())["runs"][0]["results"] for name in ("sarif", "sarif-full")]

    assert "1 skipped in the file" in ran.out
    assert list(Draft202012Validator(schema).iter_errors(json.loads((top / "json.out").read_text()))) == []
    assert (runs[0], runs[1][0]["suppressions"][0]["justification"]) == ([], "a web site")
    assert runs[1][0]["suppressions"][0]["kind"] == "inSource"
    assert "let go by    the mark at main.tf:1:1: a web site" in explained.out


def change(repository, before, after, config: str = "") -> Path:
    """Commit ``before`` to main and ``after`` to a branch, as a pull request would have it."""
    top = repository(house({"main.tf": before}, config))
    git(top, "switch", "--quiet", "--create=change")
    repository({"main.tf": after, "notes.md": "what changed"})
    return top


UNTIL = MARK.replace("]", "] until 2999-01-31")
OTHER = MARK.replace("bucket-is-public", "bucket-without-owner")
NOBODYS = PUBLIC.replace('{ owner = "web" }', "{}")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("", MARK + PUBLIC % "a", id="a new mark for a new finding"),
        pytest.param(PUBLIC % "a", MARK + PUBLIC % "a", id="a new mark for an old finding"),
        pytest.param(UNTIL + PUBLIC % "a", MARK + PUBLIC % "a", id="no day any more"),
        pytest.param(UNTIL + PUBLIC % "a", UNTIL.replace("2999-01", "2999-03") + PUBLIC % "a", id="a later day"),
        pytest.param(
            OTHER + NOBODYS % "a", OTHER.replace("[", "[bucket-is-public, ") + NOBODYS % "a", id="one more rule"
        ),
        pytest.param(MARK + PUBLIC % "a", PUBLIC % "a" + MARK + PUBLIC % "b", id="the mark moved"),
        pytest.param(MARK + PUBLIC % "a", MARK + PUBLIC % "b", id="another subject under the mark"),
        pytest.param(
            GROUP.replace("0.0.0.0/0", "10.0.0.0/8"),
            GROUP.replace("0.0.0.0/0", "10.0.0.0/8", 1),
            id="a new finding under an old mark that covered nothing",
        ),
        pytest.param(
            MARK.replace("]", "] until 2020-01-31") + PUBLIC % "a", UNTIL + PUBLIC % "a", id="an expired mark renewed"
        ),
        pytest.param(
            MARK.replace(": a", " a") + PUBLIC % "a", MARK + PUBLIC % "a", id="a mark without effect that gets one"
        ),
        pytest.param("", "#trivy:ignore:AVD-AWS-0092\n" + PUBLIC % "a", id="another tool's mark"),
    ],
)
def test_a_change_cannot_let_go_what_it_does(trueline, repository, before, after) -> None:
    top = change(repository, before, after)

    ran = judge(trueline, top, "--base", "main")

    assert ran.code == 1
    assert {found["rule_id"] for found in ran.report["findings"] if found["blocks"]} == {"suppression-added"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(MARK + PUBLIC % "a", MARK + PUBLIC % "a", id="nothing"),
        pytest.param(MARK + PUBLIC % "a", "\n\n# note\n" + MARK + PUBLIC % "a", id="lines that move"),
        pytest.param(MARK + PUBLIC % "a", UNTIL.replace("web site", "page") + PUBLIC % "a", id="a day, another reason"),
        pytest.param(
            MARK.replace("[", "[bucket-without-owner, ") + NOBODYS % "a", MARK + NOBODYS % "a", id="one rule less"
        ),
        pytest.param(NOBODYS % "a", OTHER + NOBODYS % "a", id="a mark for what only advises"),
        pytest.param(MARK + PUBLIC % "a", PUBLIC % "a", id="a mark that is gone"),
        pytest.param(
            MARK + PUBLIC % "a", (PUBLIC % "a").replace('read"\n', 'read" ' + MARK), id="nearer to the finding"
        ),
        pytest.param(
            "# trueline: ignore[port-is-open]: everyone may come in\n" + GROUP.strip(),
            "# trueline: ignore[port-is-open]: everyone may come in\n" + GROUP.strip().replace("= 80", "= 8080"),
            id="what a mark for the whole subject lets go",
        ),
    ],
)
def test_a_change_may_narrow_a_mark_and_carry_it_along(trueline, repository, before, after) -> None:
    top = change(repository, before, after)

    ran = judge(trueline, top, "--base", "main")

    assert (ran.code, [found for found in ran.report["findings"] if found["blocks"]]) == (0, [])


def test_a_mark_that_moves_to_another_file_with_its_subject_is_known(trueline, repository) -> None:
    top = repository(house({"old/main.tf": MARK + PUBLIC % "a"}))
    git(top, "switch", "--quiet", "--create=change")
    git(top, "mv", "old", "new")
    repository({})

    moved = judge(trueline, top, "--base", "main")
    repository({"other/main.tf": MARK + PUBLIC % "a"})
    copied = judge(trueline, top, "--base", "main")

    assert (moved.code, let_go(moved)) == (0, ["bucket-is-public 3"])
    assert copied.code == 1


def test_a_line_with_a_mark_may_not_become_worse(trueline, repository) -> None:
    policy = POLICY.replace('== "public-read"', 'in ["public-read", "public-read-write"]')
    marked = (PUBLIC % "a").replace('read"\n', 'read" ' + MARK)
    top = repository({**house({"main.tf": marked}), "policies/house.yaml": policy})
    git(top, "switch", "--quiet", "--create=change")
    repository({"main.tf": marked.replace("public-read", "public-read-write")})

    ran = judge(trueline, top, "--base", "main")

    assert (ran.code, standing(ran)) == (1, ["suppression-added 2"])


def test_the_target_branch_may_let_changes_bring_their_marks(trueline, repository) -> None:
    top = change(repository, "", MARK + PUBLIC % "a", "rules: {suppression-added: advise}\n")

    allowed = judge(trueline, top, "--base", "main")
    repository({".trueline/config.yaml": CONFIG + "rules: {suppression-added: hard}\nsuppressions: {inline: forbid}\n"})
    by_main = judge(trueline, top, "--base", "main")

    assert (allowed.code, standing(allowed)) == (0, ["suppression-added 1"])
    assert (by_main.code, standing(by_main)) == (0, ["suppression-added 1"])


def test_a_change_cannot_allow_itself_marks(trueline, repository) -> None:
    top = change(repository, "", MARK + PUBLIC % "a")
    repository({".trueline/config.yaml": CONFIG + "rules: {suppression-added: off}\n"})

    assert judge(trueline, top, "--base", "main").code == 1


def test_on_a_laptop_a_new_mark_counts(trueline, repository) -> None:
    top = repository(house({"main.tf": ""}))
    (top / "main.tf").write_text(MARK + PUBLIC % "a")
    git(top, "add", "--all")

    staged, working = judge(trueline, top, "--staged"), judge(trueline, top)

    assert (staged.code, working.code) == (0, 0)
    assert let_go(staged) == let_go(working) == ["bucket-is-public 3"]
    assert staged.report["findings"][0]["status"] == "new"


def test_with_block_all_an_old_mark_lets_an_old_finding_go(trueline, repository) -> None:
    top = change(repository, MARK + PUBLIC % "a", "\n" + MARK + PUBLIC % "a", "block: all\n")

    assert judge(trueline, top, "--base", "main").code == 0


def test_what_the_gate_says_of_old_marks_is_not_new(trueline, repository) -> None:
    unused = MARK + (PUBLIC % "a").replace("public", "private")
    top = change(repository, unused, "\n" + unused + unused.replace('"a"', '"b"'))

    ran = judge(trueline, top, "--base", "main")

    assert sorted(found["status"] for found in ran.report["findings"]) == ["new", "unchanged"]


def test_a_run_over_a_path_sees_what_lets_go_elsewhere(trueline, repository) -> None:
    call = 'module "m" {\n  source = "../m"\n}\n'
    top = repository(house({"infra/main.tf": call, "m/main.tf": ""}))
    git(top, "switch", "--quiet", "--create=change")
    repository({"m/main.tf": MARK + PUBLIC % "a"})

    ran = judge(trueline, top, "--base", "main", "infra")

    assert (ran.code, standing(ran)) == (1, ["suppression-added 1"])


def test_a_revision_on_its_own_is_held_against_nothing(trueline, repository) -> None:
    top = repository(house({"main.tf": MARK + PUBLIC % "a"}))

    ran = judge(trueline, top, "--head", "HEAD")

    assert (ran.code, let_go(ran)) == (0, ["bucket-is-public 3"])


def test_a_policy_of_ones_own_judges_marks(trueline, tree) -> None:
    ours = """policy: ours
owner: platform
rules:
  - id: mark-without-ticket
    title: A mark names no ticket
    severity: high
    for: trueline/suppression
    require: it.tool != "" || it.reason.matches("[A-Z]+-[0-9]+")
    message: no ticket says when {it.rules.join(", ")} will be looked at again
"""
    marked = MARK.replace("web site", "web site, see WEB-7") + PUBLIC % "a" + MARK + PUBLIC % "b"

    ran = judge(trueline, tree({**house({"main.tf": marked}), "policies/ours.yaml": ours}))

    assert (ran.code, standing(ran)) == (1, ["mark-without-ticket 6"])


def test_the_gates_own_rules_alone_judge_nothing(trueline, tree) -> None:
    ran = trueline(
        "check", cwd=tree({".trueline/config.yaml": "policies: [builtin/trueline]\n", "main.tf": PUBLIC % "a"})
    )

    assert ran.code == 2
    assert "no rule was loaded" in ran.err
