"""GitLab CI: the change of a pipeline; variables: https://docs.gitlab.com/ci/variables/predefined_variables/."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cli.pipelines.change import Change, Push, branch, needed, of_push
from trueline.repo.fetch import point

if TYPE_CHECKING:
    from collections.abc import Mapping


def change(environment: Mapping[str, str]) -> Change:
    """Return the change; a merge request is judged as merged where GitLab has merged it (merged results, trains)."""
    commit = needed(environment, "CI_COMMIT_SHA")
    source = environment.get("CI_PIPELINE_SOURCE", "")
    if source in ("merge_request_event", "external_pull_request_event"):
        kind = "MERGE_REQUEST" if source.startswith("merge") else "EXTERNAL_PULL_REQUEST"
        target = needed(environment, f"CI_{kind}_TARGET_BRANCH_NAME")
        number = environment.get(f"CI_{kind}_IID", "")
        return Change(f"merge request {number} into {target}", point(commit), branch(target))
    name = environment.get("CI_COMMIT_BRANCH", "")
    if source != "push" or not name:
        return Change(f"{source or 'pipeline'} of {environment.get('CI_COMMIT_REF_NAME', '')}", point(commit))
    return of_push(
        Push(
            name,
            commit,
            environment.get("CI_COMMIT_BEFORE_SHA", ""),
            needed(environment, "CI_DEFAULT_BRANCH"),
            environment.get("CI_COMMIT_REF_PROTECTED") == "true",
        )
    )
