"""Jenkins: the change of a multibranch job.

Variables: https://www.jenkins.io/doc/book/pipeline/multibranch/. ``HEAD`` is what the job checked out, by default
the change merged into its target. A build of a branch does not say what was there before: all is judged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cli.pipelines.change import Change, branch
from trueline.repo.fetch import Point

if TYPE_CHECKING:
    from collections.abc import Mapping


def change(environment: Mapping[str, str]) -> Change:
    """Return the change."""
    target = environment.get("CHANGE_TARGET", "")
    if target:
        return Change(f"change {environment.get('CHANGE_ID', '')} into {target}", Point(), branch(target))
    return Change(f"build of {environment.get('BRANCH_NAME', '')}", Point())
