"""Bitbucket Pipelines: the change of a build.

Variables: https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/. A pipeline of a pull request
has merged the target into what is checked out, so ``HEAD`` is judged. A push does not say what was there before: all is
judged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cli.pipelines.change import Change, branch
from trueline.repo.fetch import Point

if TYPE_CHECKING:
    from collections.abc import Mapping


def change(environment: Mapping[str, str]) -> Change:
    """Return the change."""
    target = environment.get("BITBUCKET_PR_DESTINATION_BRANCH", "")
    if target:
        event = f"pull request {environment.get('BITBUCKET_PR_ID', '')} into {target}"
        return Change(event, Point(), branch(target))
    name = environment.get("BITBUCKET_BRANCH") or environment.get("BITBUCKET_TAG") or ""
    return Change(f"build of {name}", Point())
