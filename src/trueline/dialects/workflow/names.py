"""Which files are workflows and actions, and the addresses by which their parts are known."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORKFLOWS: Final = ".github/workflows/"
_COMMAND: Final = re.compile(r"[\w./@-]+(?: [\w./@-]+)?")
_SHORTEST_TOKEN: Final = 30


def is_workflow_path(path: str) -> bool:
    """Tell whether GitHub would look for a workflow at ``path`` if the folder above ``.github`` were a repository."""
    folder, _, name = path.rpartition("/")
    return name.endswith((".yml", ".yaml")) and f"/{folder}/".endswith(f"/{_WORKFLOWS}")


def top_of(path: str) -> str:
    """Return the folder that is the repository to the file at ``path``: what holds its ``.github``, with a ``/``."""
    start = f"/{path}".find("/.github/")
    return path[:start] if start > 0 else ""


def local_workflow(path: str, target: str) -> str:
    """Return the address of the workflow that ``uses: ./target`` means in the file at ``path``."""
    return top_of(path) + target


def local_actions(path: str, target: str) -> frozenset[str]:
    """Return the addresses that the action ``uses: ./target`` may have in the file at ``path``."""
    folder = posixpath.normpath(top_of(path) + target)
    return frozenset(posixpath.normpath(posixpath.join(folder, name)) for name in ("action.yml", "action.yaml"))


def step_name(step: Mapping[str, object]) -> str:
    """Return what a step is known by: its id, its name, the action it uses, or how its script begins."""
    for key in ("id", "name"):
        if isinstance(step.get(key), str) and step[key]:
            return str(step[key])
    if isinstance(step.get("uses"), str):
        return str(step["uses"]).partition("@")[0]
    for line in str(step.get("run", "")).splitlines():
        command = _COMMAND.match(line.strip())
        if command is not None:
            # a long word may be a secret, and an address is printed everywhere
            return " ".join(word for word in command[0].split() if len(word) < _SHORTEST_TOKEN) or "script"
    return "step"
