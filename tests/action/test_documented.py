"""The files of docs/ci.md work: each is valid, and its commands judge a change as its CI would have it judged."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import sysconfig
from itertools import islice
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).parents[2]
PAGE = (PROJECT / "docs/ci.md").read_text()
FILES = PROJECT / "docs/ci"
COMMIT = "0123456789abcdef0123456789abcdef01234567"
URL = "https://example.org/your/copy/of/trueline"
FOUND = "s3-public-acl"
SCHEMAS = {
    "azure.yml": "azure-pipelines",
    "bitbucket.yml": "bitbucket-pipelines",
    "github.yml": "github-workflows",
    "github-reviews.yml": "github-workflows",
    "gitlab.yml": "gitlab-ci",
}


def tool(name):
    """Return a program of the test extra."""
    found = shutil.which(name, path=sysconfig.get_path("scripts"))
    assert found is not None, f"{name} comes with the test extra"
    return found


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_file_fits_its_schema(name):
    arguments = ["--regex-variant=nonunicode", f"--builtin-schema=vendor.{SCHEMAS[name]}", str(FILES / name)]
    done = subprocess.run([tool("check-jsonschema"), *arguments], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_actions_fit_their_schema():
    actions = [str(PROJECT / "action.yml"), str(PROJECT / "comment/action.yml")]
    arguments = ["--builtin-schema=vendor.github-actions", *actions]
    done = subprocess.run([tool("check-jsonschema"), *arguments], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_zizmor_finds_nothing(tmp_path):
    folder = tmp_path / ".github/workflows"
    folder.mkdir(parents=True)
    workflows = [folder / name for name in ("github.yml", "github-reviews.yml")]
    for workflow in workflows:
        workflow.write_text((FILES / workflow.name).read_text().replace("FULL-COMMIT-ID", COMMIT))
    files = [*map(str, workflows), str(PROJECT / "action.yml"), str(PROJECT / "comment/action.yml")]
    done = subprocess.run(
        [tool("zizmor"), "--offline", "--no-config", "--persona=pedantic", "--format=json", *files],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout) == []


def test_the_page_shows_the_files_and_every_input_and_output():
    for name in ("action.yml", "comment/action.yml"):
        described = yaml.safe_load((PROJECT / name).read_text())
        names = [*described["inputs"], *described["outputs"]]

        assert [name for name in names if f"`{name}`" not in PAGE] == []
    assert [name for name in ("github.yml", "github-reviews.yml") if (FILES / name).read_text() not in PAGE] == []
    assert [path.name for path in FILES.iterdir() if f"(ci/{path.name})" not in PAGE] == []


def test_the_doctor_is_content_with_the_documented_workflow(forge, tmp_path):
    workflow = (FILES / "github.yml").read_text().replace("FULL-COMMIT-ID", COMMIT)
    forge.start({".github/workflows/trueline.yml": workflow})
    done = subprocess.run(
        [sys.executable, "-m", "trueline", "doctor", "--json"],
        cwd=forge.folder / "developer", capture_output=True, check=False,
    )  # fmt: skip
    said = [one for one in json.loads(done.stdout) if one["topic"] in ("pipeline", "workflow")]

    assert [one["state"] for one in said] == ["ok", "ok", "unseen"]


def scripts(name, pick=""):
    """Return the commands of a file as its CI would run them."""
    text = (FILES / name).read_text()
    if name == "Jenkinsfile":
        return re.search(r"sh '''\n(.*?)'''", text, re.DOTALL)[1]
    described = yaml.safe_load(text)
    if name == "azure.yml":
        return next(step["bash"] for step in described["steps"] if "bash" in step)
    job = described["trueline"] if name == "gitlab.yml" else described["pipelines"]["pull-requests"]["**"][0]["step"]
    return "\n".join(["set -e", *job["script"]])


def variables(name, merged):
    """Return what the CI sets for a pull request into main."""
    return {
        "gitlab.yml": {
            "GITLAB_CI": "true", "CI_COMMIT_SHA": merged, "CI_PIPELINE_SOURCE": "merge_request_event",
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "CI_MERGE_REQUEST_IID": "7",
        },
        "azure.yml": {
            "TF_BUILD": "True", "BUILD_SOURCEVERSION": merged, "BUILD_SOURCEBRANCH": "refs/pull/7/merge",
            "BUILD_REASON": "PullRequest", "SYSTEM_PULLREQUEST_TARGETBRANCH": "refs/heads/main",
        },
        "bitbucket.yml": {
            "BITBUCKET_BUILD_NUMBER": "1", "BITBUCKET_PR_ID": "7", "BITBUCKET_PR_DESTINATION_BRANCH": "main",
        },
        "Jenkinsfile": {"JENKINS_URL": "https://jenkins.example/", "CHANGE_ID": "7", "CHANGE_TARGET": "main"},
    }[name]  # fmt: skip


REPORTS = {
    "gitlab.yml": ["gl-code-quality-report.json", "trueline.xml"],
    "azure.yml": ["trueline.xml"],
    "bitbucket.yml": ["test-results/trueline.xml"],
    "Jenkinsfile": ["trueline.xml"],
}


@pytest.mark.parametrize("name", REPORTS)
def test_the_commands_of_a_file_judge_a_change(forge, forges, installed, tmp_path, name):
    start = forge.start({"infra/old.tf": forges.OPEN % "old", "infra/site.tf": forges.CLOSED % "site"})
    forge.commit(
        "feature", {"infra/site.tf": forges.OPEN % "site", ".trueline/config.yaml": "version: 1\n"}, start=start
    )
    merged = forge.request(7, "feature")
    work = forge.checkout(tmp_path / "work", merged, 1 if name == "gitlab.yml" else 0)
    if name == "Jenkinsfile":
        forge.git("fetch", "--quiet", "origin", "+refs/heads/main:refs/remotes/origin/main", at=str(work))
    source = forge.folder / "trueline"
    (source / "action").mkdir(parents=True)
    (source / "action/setup.sh").write_text(f'ln -s "{installed}" "$1"\n')  # test_install.py runs the real one
    forge.git("init", "--quiet", at="trueline")
    forge.git("add", "--all", at="trueline")
    forge.git("commit", "--quiet", "--message=x", at="trueline")
    text = scripts(name).replace(URL, f"file://{source}")
    text = text.replace("FULL-COMMIT-ID", forge.git("rev-parse", "HEAD", at="trueline"))
    done = subprocess.run(
        ["sh" if name == "Jenkinsfile" else "bash", "-c", text],
        cwd=work, env=forges.environment(forge.folder) | {"CI": "true"} | variables(name, merged),
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip

    assert done.returncode == 1, done.stdout + done.stderr
    assert f"is judged, compared with {start[:12]} of main" in done.stderr
    assert (
        len(re.findall(rf"^ *high *{FOUND}|^##vso\[task.logissue type=error.*{FOUND}", done.stdout, re.MULTILINE)) == 1
    )
    assert [report for report in REPORTS[name] if not (work / report).stat().st_size] == []


def shown(ran, github):
    """Return a run as the page shows it."""
    said = f"$ {github['GITHUB_EVENT_NAME']}\n{ran.log}"
    outputs = [name for name in ("verdict", "exit-code", "findings", "blocking", "unknown") if ran.outputs[name] != ""]
    said += "outputs: " + ", ".join(f"{name}={ran.outputs[name]}" for name in outputs) + "\n"
    said = re.sub(r"::stop-commands::\w+|^::[0-9a-f]{32}::$", "…", said, flags=re.MULTILINE)
    said = re.sub(r" · \d+ of \d+ rules applied to", " · … rules applied to", said)
    return re.sub(r"\d+\.\d+ s$", "… s", said, flags=re.MULTILINE)


def changes(forge, forges):
    """Yield a pull request, one of a fork, and a merge group, each before the next is made."""
    start = forge.start({"infra/old.tf": forges.OPEN % "old", "infra/site.tf": forges.CLOSED % "site"})
    head = forge.commit("feature", {"infra/site.tf": forges.OPEN % "site"}, start=start)
    merged = forge.request(7, "feature")
    yield merged, forge.pull_request(7, merged, head, start), {}
    weak = {"infra/site.tf": forges.OPEN % "site", ".trueline/config.yaml": "version: 1\nrules: {s3-public-acl: off}\n"}
    head = forge.commit("fork", weak, start=start)
    merged = forge.request(8, "fork")
    yield merged, forge.pull_request(8, merged, head, start, of="stranger/webshop"), {"token": ""}
    forge.commit("good", {"infra/more.tf": forges.CLOSED % "more"}, start=start)
    merged = forge.request(9, "good")
    ref = "refs/heads/gh-readonly-queue/main/pr-9"
    forge.git("push", "--quiet", "origin", f"{merged}:{ref}")
    group = {"head_sha": merged, "head_ref": ref, "base_sha": start, "base_ref": "refs/heads/main"}
    yield merged, forge.event("merge_group", merged, ref, {"merge_group": group}), {}


@pytest.mark.parametrize("number", [0, 1, 2], ids=["pull request", "fork", "merge group"])
def test_the_transcripts_are_what_the_action_prints(act, forge, forges, tmp_path, number):
    merged, github, inputs = next(islice(changes(forge, forges), number, None))
    ran = act(forge.checkout(tmp_path / "work", merged), github, **inputs)

    transcripts = re.findall(r"```text\n(\$ (?:pull_request|merge_group)\n.*?)```", PAGE, re.DOTALL)
    assert shown(ran, github) == transcripts[number]
