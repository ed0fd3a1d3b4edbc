"""What a stranger's change, or an input that is wrong, can make of the action: nothing but a verdict."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

FOUND = "s3-public-acl"
WEAK = "version: 1\nprofile: prototype\nrules:\n  s3-public-acl: off\npaths:\n  exclude: ['**']\n"
SHADOWS = (
    "argparse.py", "encodings/__init__.py", "json.py", "jsonschema/__init__.py", "os.py", "re.py", "regex.py",
    "secrets.py", "sitecustomize.py", "subprocess.py", "sysconfig.py", "tree_sitter.py", "trueline/__init__.py",
    "trueline/__main__.py", "usercustomize.py", "yaml.py", "yaml/__init__.py", "conftest.py", "setup.py",
)  # fmt: skip
NAMES = (
    "::set-output name=verdict::passed.tf",
    "::stop-commands::x.tf",
    "##[add-path]evil.tf",
    "a ##[set-env name=PATH]x.tf",
    "b\n::error file=main.tf::forged.tf",
    "c\r::add-mask::public.tf",
    "\u2028d::warning::forged.tf",
    " ::debug::e.tf",
    "f%0A::error::x.tf",
    "g,line=1,title=forged::h.tf",
)


@pytest.fixture
def start(forge, forges):
    """Return the first commit of main."""
    return forge.start({"infra/site.tf": forges.CLOSED % "site"})


def judged(act, forge, tmp_path, start, *, inputs=None, more=None):
    """Open a pull request for what was committed to ``feature``, and run the action on it."""
    merged = forge.request(7, "feature")
    head = forge.git("rev-parse", "feature")
    github = forge.pull_request(7, merged, head, start) | (more or {})
    return act(forge.checkout(tmp_path / "work", merged), github, **(inputs or {}))


def report(ran):
    return json.loads(Path(ran.outputs["report-json"]).read_text())


def test_a_change_shadows_no_module_and_weakens_no_rule(act, forge, forges, start, tmp_path):
    mark = tmp_path / "executed"
    files = {name: f"open({str(mark)!r}, 'a').write({name!r})\n" for name in SHADOWS}
    files["infra/site.tf"] = forges.OPEN % "site"
    files[".trueline/config.yaml"] = WEAK
    files["pyproject.toml"] = "[build-system]\nrequires = []\nbuild-backend = 'setup'\nbackend-path = ['.']\n"
    files["x.pth"] = f"import os; open({str(mark)!r}, 'a')\n"
    forge.commit("feature", files, start=start)
    work = str(tmp_path / "work")
    ran = judged(act, forge, tmp_path, start, more={"PYTHONPATH": work, "PYTHONSTARTUP": f"{work}/yaml.py"})

    assert not mark.exists(), mark.read_text()
    assert ran.code == 1, ran.log
    assert [one["rule_id"] for one in report(ran)["findings"] if one["blocks"]] == [FOUND]


def test_a_config_that_is_not_valid_cannot_be_merged(act, forge, start, tmp_path):
    forge.commit("feature", {".trueline/config.yaml": 'version: 1\n"##[add-path]/x": 1\n'}, start=start)
    ran = judged(act, forge, tmp_path, start)

    assert ran.code == 2, ran.log
    assert ran.outputs["verdict"] == "error"
    assert [command.name for command in ran.commands] == ["stop-commands", "error"]


def test_no_name_commands_the_runner(act, forge, forges, start, tmp_path):
    files = {name: forges.OPEN % f"x{number}" for number, name in enumerate(NAMES)}
    forge.commit("feature", files, start=start)
    ran = judged(act, forge, tmp_path, start)

    found, unread = f"high: {FOUND}", "high: unreadable-input"  # `x:` begins an absolute path elsewhere
    assert ran.code == 1, ran.log
    assert [command.name for command in ran.commands] == ["stop-commands"] + ["error"] * len(NAMES)
    assert {(one.properties["file"], one.properties["title"]) for one in ran.annotations} == {
        ("\\::set-output name=verdict::passed.tf", unread),
        ("\\::stop-commands::x.tf", unread),
        ("##\\[add-path]evil.tf", found),
        ("a ##\\[set-env name=PATH]x.tf", found),
        ("b\\u{a}::error file=main.tf::forged.tf", found),
        ("c\\u{d}::add-mask::public.tf", found),
        ("\\u{2028}d::warning::forged.tf", found),
        (" \\::debug::e.tf", unread),
        ("f%0A::error::x.tf", found),
        ("g,line=1,title=forged::h.tf", found),
    }
    assert (ran.environment, ran.path) == ({}, [])
    assert ran.outputs["verdict"] == "failed"


def test_the_reader_of_the_tests_would_see_what_a_name_commands(fake):
    found = [fake.Reader() for _ in NAMES]
    for reader, name in zip(found, NAMES, strict=True):
        for line in name.replace("\r", "\n").split("\n"):
            reader.read(line)

    assert [reader.commands[0].name if reader.commands else "" for reader in found] == [
        "set-output", "stop-commands", "add-path", "set-env", "error", "add-mask", "", "debug", "", "",
    ]  # fmt: skip
    assert [reader.stopped_by for reader in found if reader.stopped_by] == ["x.tf"]


@pytest.mark.parametrize("branch", ["x/$(touch${IFS}executed)", "x/`id`;touch+executed", "x/'\"&|<>", "x/##", "x/-é"])
def test_no_branch_name_is_a_program(act, forge, forges, start, tmp_path, branch):
    after = forge.commit(branch, {"infra/site.tf": forges.OPEN % "site"}, start=start)
    forge.git("checkout", "--quiet", "main")
    work = forge.checkout(tmp_path / "work", after)
    ran = act(work, forge.push(f"refs/heads/{branch}", forges.ZEROS, after))

    assert ran.code == 1, ran.log
    assert {command.name for command in ran.commands} <= {"stop-commands", "error", "warning", "notice"}
    assert not (work / "executed").exists()


@pytest.mark.parametrize(
    "ref",
    [
        pytest.param("--upload-pack=touch executed", id="an option"),
        pytest.param("main:refs/heads/main", id="a refspec"),
        pytest.param("../../../etc/passwd", id="a path"),
        pytest.param("ma*", id="a pattern"),
        pytest.param("main\n::error::forged", id="a line"),
        pytest.param("gone", id="a branch that is gone"),
        pytest.param("", id="nothing"),
        pytest.param({"a": 1}, id="another type"),
    ],
)
def test_a_target_that_cannot_be_had_is_no_pass(act, forge, start, tmp_path, ref):
    forge.commit("feature", {}, start=start)
    merged = forge.request(7, "feature")
    github = forge.pull_request(7, merged, start, start)
    path = Path(github["GITHUB_EVENT_PATH"])
    payload = json.loads(path.read_text())
    payload["pull_request"]["base"]["ref"] = ref
    path.write_text(json.dumps(payload))
    ran = act(forge.checkout(tmp_path / "work", merged), github)

    assert ran.code == 3, ran.log
    assert (ran.outputs["verdict"], ran.outputs["exit-code"], ran.outputs["findings"]) == ("error", "3", "")
    assert [(one.name, one.data) for one in ran.annotations] == [
        ("error", "nothing was decided (exit 3); the log of this step says why")
    ]
    assert "decided nothing" in ran.summary


@pytest.mark.parametrize("text", ["", "[]", "{", "[" * 100_000, '{"pull_request": []}'], ids=str.__len__)
def test_an_event_that_cannot_be_read_is_no_pass(act, forge, start, tmp_path, text):
    github = forge.pull_request(7, start, start, start)
    Path(github["GITHUB_EVENT_PATH"]).write_text(text)
    ran = act(forge.checkout(tmp_path / "work", start), github)

    assert ran.code == 3, ran.log
    assert ran.outputs["verdict"] == "error"


def test_an_event_that_says_nothing_of_a_change_is_no_pass(act, forge, start, tmp_path):
    ran = act(forge.checkout(tmp_path / "work", start), forge.event("issue_comment", start, "refs/heads/main", {}))

    assert ran.code == 2, ran.log
    assert ran.outputs["verdict"] == "error"


@pytest.mark.parametrize(
    "inputs",
    [
        pytest.param({"profile": "strict\n--config=x"}, id="two lines"),
        pytest.param({"profile": "lenient"}, id="no such profile"),
        pytest.param({"exit_zero": "yes"}, id="neither true nor false"),
        pytest.param({"working_directory": ".."}, id="above the workspace"),
        pytest.param({"working_directory": "/"}, id="another folder"),
        pytest.param({"working_directory": "link"}, id="a link that leads out"),
        pytest.param({"working_directory": "missing"}, id="no folder"),
        pytest.param({"reports": "junit=../x.xml"}, id="a report elsewhere"),
        pytest.param({"reports": "json=trueline.json"}, id="a report in the place of another"),
        pytest.param({"reports": "sarif"}, id="a report without a name"),
        pytest.param({"plan": "plan.json"}, id="a plan of no root"),
        pytest.param({"paths": "a\x1bb"}, id="a hidden character"),
    ],
)
def test_a_wrong_input_is_exit_two(act, forge, start, tmp_path, inputs):
    github = forge.by_hand(start)
    work = forge.checkout(tmp_path / "work", start)
    (work / "link").symlink_to("/")
    ran = act(work, github, **inputs)

    assert ran.code == 2, ran.log
    assert (ran.outputs["verdict"], ran.outputs["exit-code"]) == ("error", "2")
    assert [one.name for one in ran.annotations] == ["error"]


def test_a_path_that_looks_like_an_option_is_a_path(act, forge, forges, start, tmp_path):
    after = forge.commit("main", {"--exit-zero/site.tf": forges.OPEN % "other"})
    github = forge.by_hand(after)
    ran = act(forge.checkout(tmp_path / "work", after), github, paths="--exit-zero\n")

    assert ran.code == 1, ran.log
    assert ran.outputs["blocking"] == "1"


def test_exit_zero_lets_findings_go_and_nothing_else(act, forge, forges, start, tmp_path):
    forge.commit("feature", {"infra/site.tf": forges.OPEN % "site"}, start=start)
    ran = judged(act, forge, tmp_path, start, inputs={"exit_zero": "true"})

    assert (ran.code, ran.outputs["verdict"], ran.outputs["exit-code"]) == (0, "failed", "1")


def test_exit_zero_does_not_let_go_what_could_not_be_judged(act, forge, forges, start, tmp_path):
    files = {"infra/site.tf": forges.OPEN % "site", "infra/broken.tf": 'resource "x" {'}
    forge.commit("feature", files, start=start)
    ran = judged(act, forge, tmp_path, start, inputs={"exit_zero": "true"})

    assert ran.code == 3, ran.log


def test_neither_the_token_nor_the_files_of_the_runner_reach_what_judges(act, forge, forges, start, tmp_path):
    log, git = tmp_path / "calls", tmp_path / "bin/git"
    real = next(path for folder in os.environ["PATH"].split(":") if (path := Path(folder, "git")).exists())
    git.parent.mkdir()
    git.write_text(f'#!/bin/sh\n{{ echo "$*"; env | sort; echo; }} >>"{log}"\nexec {real} "$@"\n')
    git.chmod(0o755)
    forge.commit("feature", {"infra/site.tf": forges.OPEN % "site"}, start=start)
    ran = judged(
        act, forge, tmp_path, start,
        inputs={"token": "secret-token"}, more={"PATH": f"{git.parent}:{os.environ['PATH']}"},
    )  # fmt: skip
    calls = log.read_text().split("\n\n")

    assert ran.code == 1, ran.log
    assert [call for call in calls if "secret-token" in call] == []
    assert [call for call in calls if "GITHUB_ENV=" in call or "GITHUB_PATH=" in call] == []
    assert {"fetch"} <= {word for call in calls if ".extraheader" in call for word in call.split()}
    assert [call for call in calls if ".extraheader" in call and "GIT_ALLOW_PROTOCOL=none" in call] == []


def test_more_reports_go_to_the_folder(act, forge, forges, start, tmp_path):
    forge.commit("feature", {"infra/site.tf": forges.OPEN % "site"}, start=start)
    ran = judged(act, forge, tmp_path, start, inputs={"reports": "sarif-full=whole.sarif\n"})

    assert (Path(ran.outputs["report-folder"]) / "whole.sarif").is_file()


def test_the_working_tree_is_judged_where_that_is_asked_for(act, forge, forges, start, tmp_path):
    work = forge.checkout(tmp_path / "work", start)
    (work / "infra/made.tf").write_text(forges.OPEN % "made")
    github = forge.by_hand(start)
    ran = act(work, github, working_tree="true")

    assert ran.code == 1, ran.log
    assert ran.outputs["blocking"] == "1"


def test_the_working_tree_is_not_taken_for_another_commit(act, forge, forges, start, tmp_path):
    forge.commit("feature", {"infra/site.tf": forges.OPEN % "site"}, start=start)
    merged = forge.request(7, "feature")
    github = forge.pull_request(7, merged, forge.git("rev-parse", "feature"), start)
    ran = act(forge.checkout(tmp_path / "work", start), github, working_tree="true")

    assert ran.code == 3, ran.log
    assert ran.outputs["verdict"] == "error"
