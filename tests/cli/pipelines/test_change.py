from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueline.cli.pipelines import PIPELINES, detect, load
from trueline.errors import RepoError, TruelineError, UsageError
from trueline.repo.fetch import Point

ONE, TWO, NONE = "1" * 40, "2" * 40, "0" * 40
MAIN = Point("", "refs/heads/main")

GITLAB = {"CI_COMMIT_SHA": TWO, "CI_DEFAULT_BRANCH": "main"}
MERGE_REQUEST = {"CI_PIPELINE_SOURCE": "merge_request_event", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main"}
GITLAB_PUSH = GITLAB | {"CI_PIPELINE_SOURCE": "push", "CI_COMMIT_BRANCH": "main", "CI_COMMIT_BEFORE_SHA": ONE}
GITLAB_PROTECTED = GITLAB_PUSH | {"CI_COMMIT_BRANCH": "x", "CI_COMMIT_REF_PROTECTED": "true"}
AZURE = {"BUILD_SOURCEVERSION": TWO, "BUILD_SOURCEBRANCH": "refs/pull/7/merge"}
AZURE_REQUEST = {"BUILD_REASON": "PullRequest", "SYSTEM_PULLREQUEST_TARGETBRANCH": "refs/heads/main"}
EVENTS = (
    "issue_comment",
    "merge_group",
    "pull_request",
    "pull_request_target",
    "push",
    "schedule",
    "workflow_dispatch",
)
NAMES = (
    "after", "base", "base_sha", "before", "default_branch", "head", "head_ref", "head_sha", "merge_group", "number",
    "pull_request", "ref", "repository", "sha",
)  # fmt: skip
GITHUB_PUSH = {"ref": "refs/heads/main", "after": TWO, "before": ONE, "repository": {"default_branch": "main"}}


@pytest.mark.parametrize(
    ("name", "environment", "head", "base"),
    [
        pytest.param("gitlab", GITLAB | MERGE_REQUEST, Point(TWO), MAIN, id="gitlab: a merge request"),
        pytest.param("gitlab", GITLAB_PUSH, Point(TWO), Point(ONE), id="gitlab: a push to the default branch"),
        pytest.param("gitlab", GITLAB_PUSH | {"CI_COMMIT_BEFORE_SHA": NONE}, Point(TWO), None, id="gitlab: the first"),
        pytest.param("gitlab", GITLAB_PUSH | {"CI_COMMIT_BRANCH": "x"}, Point(TWO), MAIN, id="gitlab: an open branch"),
        pytest.param(
            "gitlab", GITLAB_PROTECTED, Point(TWO), Point(ONE), id="gitlab: a protected branch"
        ),
        pytest.param(
            "gitlab", GITLAB_PROTECTED | {"CI_COMMIT_BEFORE_SHA": NONE},
            Point(TWO), MAIN, id="gitlab: a new protected branch",
        ),
        pytest.param(
            "gitlab", GITLAB_PUSH | {"CI_PIPELINE_SOURCE": "schedule"}, Point(TWO), None, id="gitlab: a schedule"
        ),
        pytest.param("gitlab", GITLAB_PROTECTED | {"CI_PIPELINE_SOURCE": "web"}, Point(TWO), None, id="gitlab: hand"),
        pytest.param(
            "gitlab", GITLAB_PUSH | {"CI_COMMIT_BRANCH": "x", "CI_PIPELINE_SOURCE": "web"}, Point(TWO), MAIN,
            id="gitlab: by hand, an open branch",
        ),
        pytest.param(
            "gitlab", GITLAB | {"CI_PIPELINE_SOURCE": "push", "CI_COMMIT_TAG": "v1"}, Point(TWO), None,
            id="gitlab: a tag",
        ),
        pytest.param("azure", AZURE | AZURE_REQUEST, Point(TWO, "refs/pull/7/merge"), MAIN, id="azure: a request"),
        pytest.param(
            "azure", AZURE | AZURE_REQUEST | {"SYSTEM_PULLREQUEST_TARGETBRANCH": "main"},
            Point(TWO, "refs/pull/7/merge"), MAIN, id="azure: a request on GitHub",
        ),
        pytest.param(
            "azure", AZURE | {"BUILD_SOURCEBRANCH": "refs/heads/x", "BUILD_REASON": "IndividualCI"}, Point(TWO), None,
            id="azure: a push",
        ),
        pytest.param("bitbucket", {"BITBUCKET_PR_DESTINATION_BRANCH": "main"}, Point(), MAIN, id="bitbucket: request"),
        pytest.param("bitbucket", {"BITBUCKET_BRANCH": "main"}, Point(), None, id="bitbucket: a push"),
        pytest.param("jenkins", {"CHANGE_TARGET": "main", "CHANGE_ID": "7"}, Point(), MAIN, id="jenkins: a change"),
        pytest.param("jenkins", {"BRANCH_NAME": "main"}, Point(), None, id="jenkins: a branch"),
    ],
)  # fmt: skip
def test_what_is_compared(name, environment, head, base):
    change = load(name).change(environment)

    assert (head, base) == (change.head, change.base)


@pytest.mark.parametrize(
    ("name", "environment"),
    [
        pytest.param("gitlab", {}, id="gitlab: no commit"),
        pytest.param("gitlab", GITLAB | {"CI_PIPELINE_SOURCE": "merge_request_event"}, id="gitlab: no target"),
        pytest.param("gitlab", GITLAB_PUSH | {"CI_COMMIT_SHA": "--output=x"}, id="gitlab: no id"),
        pytest.param("gitlab", GITLAB_PUSH | {"CI_COMMIT_SHA": NONE}, id="gitlab: a branch that is deleted"),
        pytest.param("gitlab", GITLAB_PUSH | {"CI_DEFAULT_BRANCH": ""}, id="gitlab: no default branch"),
        pytest.param("gitlab", GITLAB | {"CI_PIPELINE_SOURCE": "push"}, id="gitlab: neither a branch nor a tag"),
        pytest.param("azure", AZURE | {"BUILD_REASON": "PullRequest"}, id="azure: no target"),
        pytest.param("bitbucket", {"BITBUCKET_PR_DESTINATION_BRANCH": "a:b"}, id="bitbucket: a refspec"),
        pytest.param("jenkins", {"CHANGE_TARGET": "a..b"}, id="jenkins: a range"),
        pytest.param("jenkins", {"CHANGE_TARGET": "a b"}, id="jenkins: two words"),
        pytest.param("github", {"GITHUB_EVENT_NAME": "push"}, id="github: no event"),
    ],
)
def test_what_is_not_understood_is_refused(name, environment):
    with pytest.raises(RepoError):
        load(name).change(environment)


@pytest.mark.parametrize("name", ["before", "after", "ref", "repository"])
@pytest.mark.parametrize("value", [None, 1, [], "", "x y"], ids=repr)
def test_no_member_of_an_event_is_believed(tmp_path, name, value):
    path = tmp_path / "event.json"
    path.write_text(json.dumps(GITHUB_PUSH | {name: value}))
    environment = {"GITHUB_EVENT_NAME": "push", "GITHUB_EVENT_PATH": str(path), "GITHUB_SHA": TWO}
    with pytest.raises(RepoError):
        load("github").change(environment)


def test_a_pipeline_is_known_by_its_variable():
    assert list(PIPELINES) == [detect({variable: "true"}) for _, variable in PIPELINES.values()]


@pytest.mark.parametrize("environment", [{}, {"GITHUB_ACTIONS": "true", "GITLAB_CI": "true"}], ids=["none", "two"])
def test_what_cannot_be_told_apart_is_not_guessed(environment):
    with pytest.raises(UsageError):
        detect(environment)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from([ONE, NONE, "main", "refs/heads/main"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=9),
)


@given(payload=VALUES, event=st.sampled_from(EVENTS), ref=st.text(alphabet="refs/headpul0:-. \n"))
def test_no_event_is_a_mistake_of_ours(tmp_path_factory, payload, event, ref):
    path = tmp_path_factory.getbasetemp() / "event.json"
    path.write_text(json.dumps(payload))
    environment = {"GITHUB_EVENT_NAME": event, "GITHUB_EVENT_PATH": str(path), "GITHUB_SHA": TWO, "GITHUB_REF": ref}
    try:
        change = load("github").change(environment)
    except TruelineError:
        return

    for one in filter(None, (change.head, change.base)):
        assert re.fullmatch("[0-9a-f]{40}|", one.commit)
        assert re.fullmatch(r"(refs/[^ :?*\[\\\x00-\x20\x7f]+)?", one.ref)
