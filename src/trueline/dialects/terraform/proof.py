"""What became of the files of a root: read, in part, not at all, or read but not judged, and why."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from trueline.dialects.terraform.directory import FileProblem, parse_cached
from trueline.errors import ReadError
from trueline.model.location import Location
from trueline.model.report import Input, Notification
from trueline.model.unit import Extract

if TYPE_CHECKING:
    from collections.abc import Iterable

    from trueline.model.document import Reader
    from trueline.model.level import InputState

KIND = "terraform"
ALONE = (".tfvars", ".tfvars.json", ".hcl")
"""Files that may be a unit of their own."""


def report(files: Iterable[FileProblem]) -> tuple[list[Input], list[Notification]]:
    """Return the state of each file, and an error for each of its problems."""
    inputs: dict[str, Input] = {}
    notifications: list[Notification] = []
    for file in files:
        if file.path in inputs:
            continue
        if file.parsed is None:
            inputs[file.path] = Input(file.path, KIND, "unreadable", file.reason)
            notifications.append(Notification("error", "unreadable-input", file.reason, Location(file.path)))
            continue
        problems = file.parsed.problems
        inputs[file.path] = Input(file.path, KIND, _state(file), problems[0].message if problems else "")
        for problem in problems:
            location = Location(file.path, file.parsed.documents[0].source.revision, problem.region)
            notifications.append(Notification("error", "unreadable-input", problem.message, location))
    return list(inputs.values()), notifications


def _state(file: FileProblem) -> InputState:
    if file.parsed is None:
        return "unreadable"
    if not file.parsed.problems:
        return "read"
    has_content = any(document.root.blocks or document.root.attributes for document in file.parsed.documents)
    return "partly-read" if has_content else "unreadable"


def read_rest(paths: Iterable[str], reader: Reader) -> tuple[list[Input], list[Notification]]:
    """Return the state of files that belong to a root but say nothing in this evaluation."""
    files: list[FileProblem] = []
    for path in paths:
        try:
            files.append(FileProblem(path, parse_cached(reader.read(path))))
        except ReadError as error:
            files.append(FileProblem(path, None, error.message))
    inputs, notifications = report(files)
    return [_not_judged(one) if one.state == "read" else one for one in inputs], notifications


def _not_judged(known: Input) -> Input:
    name = posixpath.basename(known.path)
    if name == ".terraform.lock.hcl":
        return known
    if name == "terragrunt.hcl":
        return Input(known.path, "terragrunt", "not-judged", "Terragrunt's own files are only checked for syntax")
    if name.endswith((".tfvars", ".tfvars.json")):
        return Input(known.path, KIND, "not-judged", "no environment in the config names these variables")
    return Input(known.path, KIND, "not-judged", "the module has no instance in this evaluation")


def read_alone(path: str, reader: Reader) -> Extract:
    """Check the syntax of a file that no root claims."""
    inputs, notifications = read_rest([path], reader)
    return Extract((), tuple(inputs), tuple(notifications))
