"""GitHub workflows that run the gate: whether every change goes through it, and what goes around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from trueline.run.doctor.advice import Advice, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from trueline.model.document import Document
    from trueline.model.location import Path
    from trueline.run.doctor.advice import Patient

FOLDER: Final = ".github/workflows/"
_TOPIC: Final = "workflow"
# the gate's own action, and not the one in its folder `comment`, which may be skipped
_ACTION: Final = re.compile(r"(?:^|[/-])trueline(?!/comment(?:@|$))(?:[/@-]|$)", re.IGNORECASE)
_COMMAND: Final = re.compile(r"\btrueline\s+(?:check|ci)\b")
_COMMIT: Final = re.compile(r"@[0-9a-f]{40}$")
_SWALLOWED: Final = re.compile(
    r"\btrueline\s+(?:check|ci)\b[^\n]*\|\|(?!\s*(?:exit\b(?!\s+0)|false\b|\{))|\bset\s+\+e\b|--exit-zero\b"
)
_PIPED: Final = re.compile(r"\btrueline\s+(?:check|ci)\b[^\n|]*\|(?!\|)")
_LENIENT: Final = re.compile(r"--profile[ =]prototype\b")
_UNPINNED: Final = re.compile(r"\bpipx?\s+(?:run|install)\b(?!.*(?:==|@[0-9a-f]{40}|--require-hashes)).*\btrueline\b")
_REQUIRED: Final = (
    "`gh api repos/OWNER/REPO/rules/branches/BRANCH` lists the checks that a branch requires; require this job there"
)


class _Gate(NamedTuple):
    """A step that runs the gate. ``path`` leads to it, ``job`` to its job."""

    document: Document[Any]
    job: Path
    path: Path
    uses: str
    command: str


def gate_files(patient: Patient) -> list[str]:
    """Return the workflow files that run the gate."""
    return list(dict.fromkeys(gate.document.source.path for gate in _gates(patient)))


def examine(patient: Patient) -> Iterator[Advice]:
    """Look at every step that runs the gate, and at what surrounds it."""
    seen: set[str] = set()
    for gate in _gates(patient):
        path = gate.document.source.path
        found = [*_step(gate), *_job(gate)]
        if path not in seen:
            found += _triggers(gate)
        seen.add(path)
        yield from found
        if not found:
            yield Advice("ok", _TOPIC, "runs the gate on every pull request", location=gate.document.locate(gate.path))
    if seen:
        message = "whether the check is required before a merge cannot be seen from here"
        yield Advice("unseen", _TOPIC, message, _REQUIRED)


def _gates(patient: Patient) -> Iterator[_Gate]:
    for path in patient.tree.paths():
        if path.startswith(FOLDER) and path.endswith((".yml", ".yaml")):
            document = read_yaml(patient, path)
            if document is not None and isinstance(document.root, dict):
                yield from _steps(document)


def _steps(document: Document[Any]) -> Iterator[_Gate]:
    jobs = document.root.get("jobs")
    for name, job in jobs.items() if isinstance(jobs, dict) else ():
        steps = job.get("steps") if isinstance(job, dict) else None
        for index, step in enumerate(steps if isinstance(steps, list) else ()):
            if not isinstance(step, dict):
                continue
            uses, command = str(step.get("uses") or ""), str(step.get("run") or "")
            if _ACTION.search(uses) or _COMMAND.search(command):
                yield _Gate(document, ("jobs", name), ("jobs", name, "steps", index), uses, command)


def _step(gate: _Gate) -> Iterator[Advice]:
    if gate.uses and not gate.uses.startswith("./") and not _COMMIT.search(gate.uses):
        message = f"{gate.uses} is a name that can be moved to other code"
        yield _mend(gate, message, "pin the action to a full commit id", (*gate.path, "uses"))
    if _UNPINNED.search(gate.command):
        fix = "name a version (`==`) or a full commit, or install with --require-hashes"
        yield _mend(gate, "installs whatever version is the newest", fix, (*gate.path, "run"))
    if _LENIENT.search(gate.command):
        yield _mend(gate, "the profile `prototype` lets everything pass", "leave it out", (*gate.path, "run"))
    command = gate.command.replace("\\\n", " ")
    if _SWALLOWED.search(command) or (_PIPED.search(command) and not _has_pipefail(gate)):
        yield _mend(gate, "passes whatever the gate says", "let its exit code through", (*gate.path, "run"))
    step = _at(gate, gate.path)
    inputs = step.get("with")
    if gate.uses and isinstance(inputs, dict) and inputs.get("exit-zero") not in (None, False, "false"):
        place = (*gate.path, "with", "exit-zero")
        yield _mend(gate, "passes whatever the gate finds", "take it out, or put it into another step", place)
    if step.get("continue-on-error") not in (None, False):
        yield _mend(gate, "goes on though the gate fails", "take it out", (*gate.path, "continue-on-error"))
    if "if" in step:
        fix = "leave it out: the gate itself decides whether there is anything to judge"
        yield _mend(
            gate, "is skipped where its `if` does not hold, and a skipped step is no failure", fix, (*gate.path, "if")
        )


def _has_pipefail(gate: _Gate) -> bool:
    """Tell whether a step fails where the first program of a pipe does: in ``bash``, if it is named, or on its word."""
    shells = [_at(gate, gate.path).get("shell")]
    for holder in (_at(gate, gate.job), gate.document.root):
        defaults = holder.get("defaults")
        run = defaults.get("run") if isinstance(defaults, dict) else None
        shells.append(run.get("shell") if isinstance(run, dict) else None)
    return "pipefail" in gate.command or next((shell for shell in shells if shell), None) == "bash"


def _job(gate: _Gate) -> Iterator[Advice]:
    job = _at(gate, gate.job)
    if "if" in job:
        message = "the job is skipped where its `if` does not hold, and a skipped job counts as success"
        yield _mend(gate, message, "leave it out: the gate itself decides what there is to judge", (*gate.job, "if"))
    if job.get("continue-on-error") not in (None, False):
        yield _mend(gate, "the job passes though the gate fails", "take it out", (*gate.job, "continue-on-error"))
    if _compares_what_is_here(gate.command) and not _fetches_history(job):
        fix = "`fetch-depth: 0` for actions/checkout"
        yield _mend(gate, "the checkout has one commit, so there is no base to compare with", fix, gate.path)


def _compares_what_is_here(command: str) -> bool:
    return "--fetch" not in command and ("--base" in command or re.search(r"\btrueline\s+ci\b", command) is not None)


def _fetches_history(job: dict[str, Any]) -> bool:
    for step in job.get("steps") or ():
        uses = str(step.get("uses") or "") if isinstance(step, dict) else ""
        options = step.get("with") if isinstance(step, dict) else None
        if (
            uses.startswith("actions/checkout@")
            and isinstance(options, dict)
            and str(options.get("fetch-depth")) == "0"
        ):
            return True
        if isinstance(step, dict) and "git fetch" in str(step.get("run") or ""):
            return True
    return False


def _triggers(gate: _Gate) -> Iterator[Advice]:
    on = _on(gate.document.root)
    if "pull_request" not in on and "pull_request_target" not in on and "merge_group" not in on:
        yield _mend(gate, "no pull request starts this workflow", "add `pull_request:` to `on:`", ("on",))
        return
    if "merge_group" not in on:
        fix = "add `merge_group:` to `on:`; without it a merge queue waits for a check that never comes"
        yield Advice(
            "unseen", _TOPIC, "a merge queue would not start this workflow", fix, gate.document.locate(("on",))
        )
    for event in ("pull_request", "pull_request_target", "merge_group"):
        options = on.get(event)
        for key in ("paths", "paths-ignore"):
            if isinstance(options, dict) and key in options:
                message = (
                    f"`{key}` skips this workflow for some changes; a required check that is skipped waits for ever"
                )
                fix = "leave it out: the gate looks itself which files a change touches"
                yield _mend(gate, message, fix, ("on", event, key))
    if "pull_request_target" in on:
        message = "pull_request_target runs with the target's secrets and a token that may write"
        yield _mend(gate, message, "use pull_request: the gate needs neither", ("on", "pull_request_target"))


def _on(root: dict[str, Any]) -> dict[str, Any]:
    on = root.get("on")
    if isinstance(on, str):
        return {on: None}
    if isinstance(on, list):
        return {str(event): None for event in on}
    return on if isinstance(on, dict) else {}


def _at(gate: _Gate, path: Path) -> dict[str, Any]:
    value: Any = gate.document.root
    for step in path:
        value = value[step]
    return value if isinstance(value, dict) else {}


def _mend(gate: _Gate, message: str, fix: str, path: Path) -> Advice:
    return Advice("mend", _TOPIC, message, fix, gate.document.locate(path))
