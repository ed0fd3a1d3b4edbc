"""The step that judges: inputs become arguments of ``trueline ci``, reports become annotations, summary and outputs.

While the gate prints, the runner reads no commands. What strangers wrote reaches the runner through the reporters
alone, which escape it.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Files through which a step commands the runner: the gate, its policies and its renderers need none of them.
RUNNER_FILES = ("GITHUB_ENV", "GITHUB_OUTPUT", "GITHUB_PATH", "GITHUB_STATE", "GITHUB_STEP_SUMMARY")
FILES = {  # report → its file, and the output that names it
    "github": ("annotations.txt", ""),
    "github-summary": ("summary.md", "summary-file"),
    "json": ("trueline.json", "report-json"),
    "markdown": ("comment.md", "comment-file"),
    "sarif": ("trueline.sarif", "sarif-file"),
}
ANNOTATION = re.compile(r"::(?:error|warning|notice) [^\r\n]*")
REPORT = re.compile(r"([a-z-]+)=([A-Za-z0-9][A-Za-z0-9._-]*)")
REVIEWED = ("pull_request", "pull_request_review", "pull_request_target")  # events that have reviews
VERDICTS = {0: "passed", 1: "failed", 3: "incomplete", 4: "pending"}


class InputError(Exception):
    """An input is not what it may be."""


class Outcome(NamedTuple):
    """What a run left: the exit code of the gate, and its report; None where it wrote none that fits the code."""

    code: int
    report: Mapping[str, Any] | None


def main(environment: Mapping[str, str]) -> int:
    """Judge, tell the runner, and return the exit code of the step."""
    folder = Path(environment["TRUELINE_ENVIRONMENT"]).parent / "reports"
    folder.mkdir()
    try:
        exit_zero = flag(environment, "EXIT_ZERO")
        code = judge(folder, environment)
    except InputError as error:
        print(f"::error title=Trueline::{error}")
        tell(Outcome(2, None), folder, environment)
        return 2
    outcome = outcome_of(code, folder)
    tell(outcome, folder, environment)
    if outcome.report is None:
        print(f"::error title=Trueline::nothing was decided (exit {outcome.code}); the log of this step says why")
    elif exit_zero and outcome.code in (1, 4):
        return 0 if outcome.report["complete"] else 3
    return outcome.code


def judge(folder: Path, environment: Mapping[str, str]) -> int:
    """Return the exit code of the gate, or of what collects reviews: without those that were asked for, nothing is."""
    asked, where = arguments(environment, folder), directory(environment)
    if flag(environment, "REVIEWS") and environment.get("GITHUB_EVENT_NAME") in REVIEWED:
        record = folder.parent / "reviews.json"
        token = environment.get("TRUELINE_FETCH_TOKEN", "")
        code = run(["exception", "reviews", f"--out={record}"], where, {**environment, "GITHUB_TOKEN": token})
        if code != 0:
            return code
        asked = [f"--reviews={record}", *asked]
    return run(["ci", *asked], where, environment)


def arguments(environment: Mapping[str, str], folder: Path) -> list[str]:
    """Return the arguments of the gate; each value is one of its own, and none can become an option."""
    found = ["--fetch", "--color=never", "--report=terminal"]
    found += [f"--report={name}={folder / file}" for name, (file, _) in FILES.items()]
    for line in lines(environment, "REPORTS"):
        asked = REPORT.fullmatch(line)
        if asked is None:
            raise InputError("the input reports takes FORMAT=NAME lines; a name has no folder in it")
        found.append(f"--report={asked[1]}={folder / asked[2]}")
    for name in ("config", "profile", "base", "head"):
        values = lines(environment, name.upper())
        if len(values) > 1:
            raise InputError(f"the input {name} takes one line")
        found += [f"--{name}={value}" for value in values]
    for name in ("plan", "live", "tfstate"):
        found += [f"--{name}={line}" for line in lines(environment, name.upper())]
    found += ["--working-tree"] if flag(environment, "WORKING_TREE") else []
    return [*found, "--", *lines(environment, "PATHS")]


def directory(environment: Mapping[str, str]) -> Path:
    """Return the folder to run in; no link of the workspace leads out of it."""
    workspace = Path(environment["GITHUB_WORKSPACE"]).resolve()
    found = (workspace / (environment.get("TRUELINE_WORKING_DIRECTORY") or ".")).resolve()
    if not found.is_relative_to(workspace) or not found.is_dir():
        raise InputError("the input working-directory names no folder of the workspace")
    return found


def run(asked: Sequence[str], folder: Path, environment: Mapping[str, str]) -> int:
    """Run Trueline. Its two streams are one, so that no line comes after the token that lets commands in again."""
    clean = {name: value for name, value in environment.items() if name not in RUNNER_FILES}
    token = secrets.token_hex(16)
    print(f"::stop-commands::{token}", flush=True)
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-P", "-m", "trueline", *asked],
            cwd=folder,
            env=clean,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            check=False,
        )
    finally:
        print(f"\n::{token}::", flush=True)
    return done.returncode


def outcome_of(code: int, folder: Path) -> Outcome:
    """Return what the run left; a code that its own report does not confirm is no verdict."""
    try:
        report = json.loads((folder / FILES["json"][0]).read_bytes())
    except (OSError, ValueError):
        report = None
    if report is not None and report["exit_code"] == code and VERDICTS.get(code) == report["verdict"]:
        return Outcome(code, report)
    return Outcome(code if code in (2, 3) else 3, None)


def tell(outcome: Outcome, folder: Path, environment: Mapping[str, str]) -> None:
    """Print the annotations, and write the outputs and the summary."""
    for line in read(folder / FILES["github"][0]).splitlines():
        if ANNOTATION.fullmatch(line):
            print(line)
    report = outcome.report
    outputs = {"verdict": "error" if report is None else report["verdict"], "exit-code": str(outcome.code)}
    for name in ("findings", "blocking", "unknown"):
        outputs[name] = "" if report is None else str(report["summary"][name])
    for file, output in FILES.values():
        if output:
            outputs[output] = str(folder / file) if (folder / file).is_file() else ""
    outputs["report-folder"] = str(folder)
    delimiter = f"trueline_{secrets.token_hex(16)}"
    append(environment["GITHUB_OUTPUT"], "".join(f"{n}<<{delimiter}\n{v}\n{delimiter}\n" for n, v in outputs.items()))
    summary = read(folder / FILES["github-summary"][0])
    nothing = f"**Trueline** decided nothing (exit {outcome.code}); the log of the step says why.\n"
    append(environment["GITHUB_STEP_SUMMARY"], summary or nothing)


def lines(environment: Mapping[str, str], name: str) -> list[str]:
    """Return the lines of an input that are not empty."""
    found = [line.strip() for line in environment.get(f"TRUELINE_{name}", "").split("\n")]
    if any(not line.isprintable() for line in found):
        raise InputError(f"the input {name.lower()} has a hidden character")
    return list(filter(None, found))


def flag(environment: Mapping[str, str], name: str) -> bool:
    """Return an input that is true or false."""
    value = environment.get(f"TRUELINE_{name}") or "false"
    if value not in ("true", "false"):
        raise InputError(f"the input {name.lower().replace('_', '-')} is true or false")
    return value == "true"


def read(path: Path) -> str:
    """Return the text of a report, nothing where there is none."""
    return path.read_text("utf-8") if path.is_file() else ""


def append(path: str, text: str) -> None:
    """Write to a file that the runner reads after the step."""
    with open(path, "a", encoding="utf-8", newline="\n") as file:
        file.write(text)


if __name__ == "__main__":
    sys.exit(main(os.environ))
