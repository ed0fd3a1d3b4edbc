"""GitHub Actions: the change of an event.

Variables: https://docs.github.com/en/actions/reference/variables-reference; events:
https://docs.github.com/en/actions/reference/events-that-trigger-workflows.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from trueline.cli.pipelines.change import Branch, Change, branch, needed, of_push, of_run
from trueline.errors import RepoError, UsageError
from trueline.repo.fetch import point

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_LARGEST: Final = 25_000_000  # GitHub's own limit for the payload of a webhook


def change(environment: Mapping[str, str]) -> Change:
    """Return the change of the event; what happened is read from its file, which strangers have filled."""
    name = needed(environment, "GITHUB_EVENT_NAME")
    reader = _READERS.get(name)
    if reader is None:
        hint = f"use one of {', '.join(_READERS)}, or name the base"
        raise UsageError(f"the event {name} does not say what is to be compared with what", hint=hint)
    return reader(environment, _payload(needed(environment, "GITHUB_EVENT_PATH")))


def pull_request(environment: Mapping[str, str]) -> tuple[int, str]:
    """Return the number of the event's pull request, and who pushed to it: nobody where the event does not say."""
    payload = _payload(needed(environment, "GITHUB_EVENT_PATH"))
    number = _number(_member(payload, "pull_request"))
    if environment.get("GITHUB_EVENT_NAME") not in ("pull_request", "pull_request_target"):
        return number, ""  # of a review, the sender is who reviewed
    if payload.get("action") not in ("opened", "synchronize"):
        return number, ""
    return number, _text(_member(payload, "sender"), "login")


def _pull_request(environment: Mapping[str, str], payload: Mapping[str, Any]) -> Change:
    """Judge the merge commit, which is what would be merged, by the rules that the target has now.

    ``base.sha`` is what the target was when the event happened: a job that is run again would be judged by old rules.
    """
    pull = _member(payload, "pull_request")
    target = _text(_member(pull, "base"), "ref")
    ref = environment.get("GITHUB_REF", "")
    merge = point(needed(environment, "GITHUB_SHA"), ref if ref.startswith("refs/pull/") else "")
    return Change(f"pull request {_number(pull)} into {target}", merge, branch(target))


def _pull_request_target(_: Mapping[str, str], payload: Mapping[str, Any]) -> Change:
    """Judge the head of a stranger as data: its objects are fetched, and nothing of it is checked out."""
    pull = _member(payload, "pull_request")
    target = _text(_member(pull, "base"), "ref")
    head = point(_text(_member(pull, "head"), "sha"), f"refs/pull/{_number(pull)}/head")
    return Change(f"pull request {_number(pull)} into {target}", head, branch(target), is_checked_out=False)


def _merge_group(_: Mapping[str, str], payload: Mapping[str, Any]) -> Change:
    """Judge the group by what it is built upon: the groups before it are merged first, or it is built anew."""
    group = _member(payload, "merge_group")
    ref = _text(group, "head_ref")
    head, base = point(_text(group, "head_sha"), ref), point(_text(group, "base_sha"))
    return Change(f"merge group {ref}", head, base, is_landed=True)


def _push(environment: Mapping[str, str], payload: Mapping[str, Any]) -> Change:
    ref = _text(payload, "ref")
    if ref.startswith("refs/tags/"):
        return Change(f"push of {ref}", point(needed(environment, "GITHUB_SHA")))
    pushed = _branch(environment, payload, ref, _text(payload, "after"))
    return of_push(pushed, _text(payload, "before"))


def _run(environment: Mapping[str, str], payload: Mapping[str, Any]) -> Change:
    """Judge everything: nothing has changed."""
    event, ref = environment["GITHUB_EVENT_NAME"], needed(environment, "GITHUB_REF")
    commit = needed(environment, "GITHUB_SHA")
    if ref.startswith("refs/tags/"):
        return Change(f"{event} of {ref}", point(commit))
    return of_run(event, _branch(environment, payload, ref, commit))


def _branch(environment: Mapping[str, str], payload: Mapping[str, Any], ref: str, commit: str) -> Branch:
    if not ref.startswith("refs/heads/"):
        raise RepoError(f"neither a branch nor a tag: {ref}")
    default = _text(_member(payload, "repository"), "default_branch")
    return Branch(ref.removeprefix("refs/heads/"), commit, default, environment.get("GITHUB_REF_PROTECTED") == "true")


_READERS: Final[dict[str, Callable[[Mapping[str, str], Mapping[str, Any]], Change]]] = {
    "merge_group": _merge_group,
    "pull_request": _pull_request,
    "pull_request_review": _pull_request,
    "pull_request_target": _pull_request_target,
    "push": _push,
    "release": _run,
    "repository_dispatch": _run,
    "schedule": _run,
    "workflow_dispatch": _run,
}


def _payload(path: str) -> Mapping[str, Any]:
    try:
        with open(path, "rb") as file:
            data = file.read(_LARGEST + 1)
        payload = json.loads(data) if len(data) <= _LARGEST else None
    except (OSError, ValueError, RecursionError) as error:
        raise RepoError("the file of the event cannot be read", place=path) from error
    if not isinstance(payload, dict):
        raise RepoError("the file of the event is not what GitHub writes", place=path)
    return payload


def _member(payload: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = payload.get(name)
    if not isinstance(found, dict):
        raise RepoError(f"the event has no `{name}`")
    return found


def _text(payload: Mapping[str, Any], name: str) -> str:
    found = payload.get(name)
    if not isinstance(found, str) or not found:
        raise RepoError(f"the event has no `{name}`")
    return found


def _number(pull: Mapping[str, Any]) -> int:
    found = pull.get("number")
    if not isinstance(found, int) or isinstance(found, bool):
        raise RepoError("the event has no `number`")
    return found
