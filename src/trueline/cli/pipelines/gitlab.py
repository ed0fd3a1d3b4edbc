"""GitLab CI: the change of a pipeline; variables: https://docs.gitlab.com/ci/variables/predefined_variables/."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueline.cli.pipelines.change import Branch, Change, branch, needed, of_push, of_run
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
        in_train = environment.get("CI_MERGE_REQUEST_EVENT_TYPE") == "merge_train"
        return Change(f"merge request {number} into {target}", point(commit), branch(target), is_landed=in_train)
    name = environment.get("CI_COMMIT_BRANCH", "")
    if not name:
        return Change(f"pipeline of {needed(environment, 'CI_COMMIT_TAG')}", point(commit))
    is_protected = environment.get("CI_COMMIT_REF_PROTECTED") == "true"
    here = Branch(name, commit, needed(environment, "CI_DEFAULT_BRANCH"), is_protected)
    if source != "push":
        return of_run(source or "pipeline", here)
    return of_push(here, needed(environment, "CI_COMMIT_BEFORE_SHA"))
