"""What a run is about, from its arguments: the trees of both sides, the paths and the plans."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from trueline.errors import RepoError, UsageError
from trueline.model.location import Location
from trueline.model.report import Notification
from trueline.repo.blobs import Blobs
from trueline.repo.name import twins
from trueline.repo.parting import parting
from trueline.repo.stored import open_index, open_parted, open_revision
from trueline.repo.tree import LARGEST_FILE
from trueline.repo.working import WorkingTree
from trueline.run.gate import Sides
from trueline.run.plan import under

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from trueline.repo.git import Git
    from trueline.repo.tree import Tree


class Told(NamedTuple):
    """Files that tell what is there, states by root, and where those files are, by the names the run knows them by.

    ``live`` has the environment of each, empty where that was not said.
    """

    live: dict[str, str]
    states: dict[str, tuple[str, ...]]
    files: dict[str, str]


def open_sides(arguments: argparse.Namespace, top: str, git: Git | None) -> Sides:
    """Return the trees that the arguments name; raise ``RepoError`` where one of them is not here."""
    if git is None:
        for option in ("base", "head", "staged"):
            if getattr(arguments, option):
                raise RepoError(f"--{option} needs a Git repository", place=top, hint="run it inside one")
        tree = WorkingTree(top)
        return Sides(tree, tree)
    blobs = Blobs(git, LARGEST_FILE)
    if arguments.staged:
        index = open_index(git, blobs=blobs)
        before = git.attempt("rev-parse", "--verify", "--quiet", "HEAD")
        base = open_revision(git, before.out.decode().strip(), name="HEAD", blobs=blobs) if before.code == 0 else None
        return Sides(index, index, base, "index", git=git)
    commit = git.resolve(arguments.head) if arguments.head else ""
    head: Tree = open_revision(git, commit, blobs=blobs) if commit else WorkingTree(top, git)
    if not arguments.base:
        return Sides(head, head, None, "revision" if commit else "working-tree", commit, git)
    trust = git.resolve(arguments.base)
    parted = parting(git, trust, commit or git.resolve("HEAD"), (arguments.base, arguments.head or "HEAD"))
    return Sides(
        head,
        open_revision(git, trust, name=arguments.base, blobs=blobs),
        open_parted(git, parted, trust, blobs=blobs),
        "revision",
        commit,
        git,
        trust,
        parted,
    )


def relative(paths: Sequence[str], top: str, head: Tree) -> tuple[tuple[str, ...], list[Notification]]:
    """Return paths as the repository names them, and what is wrong with them."""
    found, missing = [], []
    for path in paths:
        place = _inside(path, top)
        if place == ".." or place.startswith("../"):
            raise UsageError("the path lies outside the repository of the first one", place=path)
        place = "" if place == "." else place
        found.append(place)
        if place and not head.exists(place) and not head.list(place):
            message = "the path does not exist" if not os.path.lexists(path) else "the path cannot be read as a file"
            missing.append(Notification("error", "path-missing", f"{message}: {path}", Location(place)))
    return tuple(found), missing


def told_of(live: Sequence[str], states: Sequence[str], top: str) -> Told:
    """Return the files that tell what is there, and the states of each root, and where those files are."""
    found: dict[str, str] = {}
    roots: dict[str, tuple[str, ...]] = {}
    files = {}
    for option, text in [*(("live", one) for one in live), *(("tfstate", one) for one in states)]:
        root, equals, file = text.partition("=") if option == "tfstate" else _named(text)
        if not equals or not file:
            raise UsageError(
                "a state is named as ROOT=FILE", place=f"--tfstate {text}", hint="--tfstate infra=state.json"
            )
        if not os.path.isfile(file):
            hint = "terraform state pull > state.json" if option == "tfstate" else "`trueline snapshot` writes one"
            what = "is a folder" if os.path.isdir(file) else "does not exist"
            raise UsageError(f"the file of --{option} {what}", place=file, hint=hint)
        name = _inside(file, top)
        name = file if name.startswith("../") else name
        files[name] = os.path.abspath(file)
        if option == "live":
            found[name] = root
            continue
        place = _inside(root, top)
        place = "" if place == "." else place
        roots[place] = (*roots.get(place, ()), name)
    return Told(found, roots, files)


def _named(text: str) -> tuple[str, str, str]:
    """Return the environment that a file of ``--live`` is said to be of (``production=live.json``), and the file."""
    name, equals, file = text.partition("=")
    return (name, equals, file) if equals and not os.path.isfile(text) else ("", "=", text)


def plans_of(plans: Sequence[str], top: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return which plan each root is judged by, and where the plans' files are."""
    roots, files = {}, {}
    for text in plans:
        root, equals, file = text.partition("=")
        if not equals or not file:
            raise UsageError("a plan is named as ROOT=FILE", place=f"--plan {text}", hint="--plan infra=plan.json")
        if not os.path.isfile(file):
            raise UsageError("the plan does not exist", place=file, hint="terraform show -json PLAN > plan.json")
        name = _inside(file, top)
        name = file if name.startswith("../") else name
        root = _inside(root, top)
        roots["" if root == "." else root] = name
        files[name] = os.path.abspath(file)
    return roots, files


def _inside(path: str, top: str) -> str:
    return os.path.relpath(os.path.realpath(path), os.path.realpath(top)).replace(os.sep, "/")


def closed(head: Tree, paths: Sequence[str]) -> list[Notification]:
    """Return the folders that could not be looked into: what they hold is not judged."""
    return [
        Notification("error", "unreadable-folder", f"the folder {reason}", Location(path))
        for path, reason in head.skipped().items()
        if reason.startswith("cannot be read") and (not paths or under(path, paths))
    ]


def twins_of(head: Tree) -> list[Notification]:
    """Return a warning for each group of paths that a file system may take for one."""
    return [
        Notification(
            "warning", "path-twins", f"these paths are one on some systems: {', '.join(group)}", Location(group[0])
        )
        for group in twins(head.paths())
    ]
