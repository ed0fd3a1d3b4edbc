"""A small runner of GitHub's: executes a composite action's steps in bash, and reads their output as the real one does.

Which lines are commands is told in ``tests/oracles``; here only: they count on both streams, and after
``stop-commands`` only the token does.
"""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml
from tests.oracles.runners import Command, github_command, lines

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

EXPRESSION = re.compile(r"\$\{\{\s*([\w.-]+)\s*\}\}")


class Ran(NamedTuple):
    """What an action left: whether its steps succeeded, what they printed, and all that they told the runner."""

    code: int
    log: str
    commands: list[Command]
    outputs: dict[str, str]
    summary: str
    environment: dict[str, str]
    path: list[str]

    @property
    def annotations(self) -> list[Command]:
        """What the runner would show beside the code."""
        return [command for command in self.commands if command.name in ("error", "warning", "notice")]


class Reader:
    """Reads lines as the runner does, one after the other."""

    def __init__(self) -> None:
        self.stopped_by = ""
        self.commands: list[Command] = []

    def read(self, line: str) -> None:
        """Take one line of a step's output."""
        found = github_command(line, self.stopped_by)
        if found is None:
            return
        if self.stopped_by:
            if found.name == self.stopped_by:
                self.stopped_by = ""
            return
        self.commands.append(found)
        if found.name == "stop-commands":
            self.stopped_by = found.data.lower()


def pairs_of(text: str) -> dict[str, str]:
    """Return what a file of ``name=value`` and ``name<<DELIMITER`` says; raise where the runner would."""
    found, left = {}, iter(text.split("\n"))
    for line in left:
        if not line:
            continue
        equals, heredoc = line.find("="), line.find("<<")
        if heredoc >= 0 and (equals < 0 or heredoc < equals):
            name, delimiter = line[:heredoc], line[heredoc + 2 :]
            value: list[str] = []
            for inner in left:
                if inner == delimiter:
                    break
                value.append(inner)
            else:
                raise ValueError(f"no end of {name}")
            found[name] = "\n".join(value)
        elif equals > 0:
            found[line[:equals]] = line[equals + 1 :]
        else:
            raise ValueError(f"not a pair: {line}")
    return found


class Runner(NamedTuple):
    """A job on a machine of its own. ``github`` holds the event's variables, ``stubs`` outputs of skipped steps."""

    workspace: Path
    temp: Path
    github: Mapping[str, str]
    stubs: Mapping[str, Mapping[str, str]] = {}

    def run(self, action: Path, inputs: Mapping[str, str]) -> Ran:
        """Run all steps of a composite action until one fails."""
        described = yaml.safe_load((action / "action.yml").read_text())
        unknown = set(inputs) - set(described["inputs"])
        assert unknown == set(), "the runner warns of inputs that the action does not have"
        assert described["runs"]["using"] == "composite"
        values = {f"github.{name}": value for name, value in (("token", "a-token"),)}
        for name, about in described["inputs"].items():
            assert name in inputs or not about.get("required")
            values[f"inputs.{name}"] = inputs.get(name, evaluated(about.get("default", ""), values))
        ran = Ran(0, "", [], {}, "", {}, [])
        for step in described["runs"]["steps"]:
            stub = self.stubs.get(step.get("id", ""))
            ran, outputs = (ran, stub) if stub is not None else self._step(action, step, values, ran)
            values |= {f"steps.{step['id']}.outputs.{name}": value for name, value in outputs.items()}
            if ran.code != 0:
                break
        told = {name: evaluated(about["value"], values) for name, about in described["outputs"].items()}
        return ran._replace(outputs=told)

    def _step(
        self, action: Path, step: Mapping[str, Any], values: Mapping[str, str], before: Ran
    ) -> tuple[Ran, dict[str, str]]:
        assert step["shell"] == "bash"
        assert EXPRESSION.search(step["run"]) is None, "a script with an expression in it can be injected into"
        files = {name: self.temp / f"{name.lower()}_{os.urandom(4).hex()}" for name in
                 ("GITHUB_ENV", "GITHUB_OUTPUT", "GITHUB_PATH", "GITHUB_STATE", "GITHUB_STEP_SUMMARY")}  # fmt: skip
        for file in files.values():
            file.touch()
        script = self.temp / f"{os.urandom(4).hex()}.sh"
        script.write_text(step["run"])
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)],
            cwd=self.workspace,
            env={
                **self.github,
                **before.environment,
                "GITHUB_ACTIONS": "true",
                "CI": "true",
                "GITHUB_ACTION_PATH": str(action),
                "GITHUB_WORKSPACE": str(self.workspace),
                "RUNNER_TEMP": str(self.temp),
                **{name: str(file) for name, file in files.items()},
                **{name: evaluated(value, values) for name, value in step.get("env", {}).items()},
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=300,
            check=False,
        )
        told = {name: file.read_text() for name, file in files.items()}
        ran = before._replace(
            code=done.returncode,
            log=before.log + done.stdout.decode() + done.stderr.decode(),
            commands=before.commands + understood(done.stdout, done.stderr),
            summary=before.summary + told["GITHUB_STEP_SUMMARY"],
            environment=before.environment | pairs_of(told["GITHUB_ENV"]),
            path=before.path + told["GITHUB_PATH"].split(),
        )
        return ran, pairs_of(told["GITHUB_OUTPUT"])


def understood(*streams: bytes) -> list[Command]:
    """Return all commands; each stream has a reader of its own, as if the other one had said nothing to stop it."""
    found: list[Command] = []
    for stream in streams:
        reader = Reader()
        for line in lines(stream.decode("utf-8", "replace")):
            reader.read(line)
        assert reader.stopped_by == "", "commands stay stopped for the rest of the step"
        found += reader.commands
    return found


def evaluated(text: object, values: Mapping[str, str]) -> str:
    """Return a text with its expressions replaced; what is not known is empty, but only of steps."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        assert name in values or name.startswith("steps."), f"nothing is known of {name}"
        return values.get(name, "")

    said = EXPRESSION.sub(value, str(text))
    assert "${{" not in said, f"more than a name: {said}"
    return said
