"""What became of the files of a root: read, in part, not at all, or read but not judged, and why."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from trueline.dialects.terraform.directory import SUFFIXES, FileProblem, called_by, load, module_files, parse_cached
from trueline.errors import ReadError
from trueline.model.location import Location
from trueline.model.report import SHADOWED, Input, Notification
from trueline.model.unit import Extract

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from trueline.dialects.terraform.world import World
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


def read_rest(
    paths: Iterable[str], reader: Reader, shadowed: Container[str] = ()
) -> tuple[list[Input], list[Notification]]:
    """Return the state of files that belong to a root but say nothing in this evaluation."""
    files: list[FileProblem] = []
    for path in paths:
        try:
            files.append(FileProblem(path, parse_cached(reader.read(path))))
        except ReadError as error:
            files.append(FileProblem(path, None, error.message))
    inputs, notifications = report(files)
    hidden = [Input(one.path, KIND, "not-judged", SHADOWED) for one in inputs if one.path in shadowed]
    notifications += [
        Notification("warning", "terraform-shadowed", SHADOWED, Location(file.path))
        for file in files
        if file.path in shadowed and _declares(file)
    ]
    others = (one for one in inputs if one.path not in shadowed)
    return [*hidden, *(_not_judged(one) if one.state == "read" else one for one in others)], notifications


def _declares(file: FileProblem) -> bool:
    """Tell whether a file declares anything but what it asks of the program that reads it."""
    documents = file.parsed.documents if file.parsed is not None else ()
    return any(block.type != "terraform" for document in documents for block in document.root.blocks)


def uncalled(paths: Iterable[str], world: World) -> list[Notification]:
    """Return an error for each folder among the files that were left out that no block calls as a module.

    Roots are told by what looks like the source of a module; where that was something else, nothing judged the folder.
    """
    left = {posixpath.dirname(path) for path in paths if module_files([posixpath.basename(path)])}
    left -= world.directories.keys()
    waiting = list(world.directories.values()) if left else []
    while waiting and left:
        for folder in called_by(waiting.pop()) & left:
            left.discard(folder)
            waiting.append(load(folder, world.reader))
    message = "no module block calls this folder, so it was not judged; if it is a root, name it in `terraform.roots`"
    return [Notification("error", "terraform-module-uncalled", message, Location(folder)) for folder in sorted(left)]


def _not_judged(known: Input) -> Input:
    name = posixpath.basename(known.path)
    if name.startswith(".") and name.endswith(SUFFIXES):
        return Input(known.path, KIND, "not-judged", "Terraform reads no file whose name begins with a dot")
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
