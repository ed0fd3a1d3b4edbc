"""Azure Pipelines: the change of a build.

Variables: https://learn.microsoft.com/azure/devops/pipelines/build/variables. A push does not say what was there
before, so what is pushed is judged as a whole; the gate is the build validation of a pull request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cli.pipelines.change import Change, branch, needed
from trueline.repo.fetch import point

if TYPE_CHECKING:
    from collections.abc import Mapping


def change(environment: Mapping[str, str]) -> Change:
    """Return the change; a pull request is judged as merged."""
    commit, ref = needed(environment, "BUILD_SOURCEVERSION"), environment.get("BUILD_SOURCEBRANCH", "")
    if environment.get("BUILD_REASON") != "PullRequest":
        return Change(f"build of {ref}", point(commit))
    target = needed(environment, "SYSTEM_PULLREQUEST_TARGETBRANCH")
    numbers = (environment.get(f"SYSTEM_PULLREQUEST_PULLREQUEST{name}") for name in ("NUMBER", "ID"))
    number = next(filter(None, numbers), "")
    head = point(commit, ref if ref.startswith("refs/pull/") else "")
    return Change(f"pull request {number} into {target.removeprefix('refs/heads/')}", head, branch(target))
