"""The action collects reviews where it is asked to, with its own token, and decides nothing without them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.oracles.pulls_api import PullsApi, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

EVENTS = ("pull_request", "pull_request_review", "pull_request_target")


@pytest.fixture
def opened(forge, forges):
    """Return a pull request that opens a bucket: its number, merge commit, head, and the target."""
    start = forge.start({"infra/site.tf": forges.CLOSED % "site"})
    head = forge.commit("feature", {"infra/site.tf": forges.OPEN % "site"}, start=start)
    return 7, forge.request(7, "feature"), head, start


@pytest.fixture
def api(opened) -> Iterator[PullsApi]:
    """Return a server that has that pull request, approved by rita."""
    with serving(PullsApi(opened[2], opened[3])) as found:
        found.review("rita", "APPROVED")
        yield found


def ran_on(act, forge, opened, api, tmp_path, event, **inputs):
    number, merged, head, base = opened
    github = forge.pull_request(number, merged, head, base, event=event) | {"GITHUB_API_URL": api.address}
    return act(forge.checkout(tmp_path / "work", base if event == EVENTS[2] else merged), github, **inputs)


@pytest.mark.parametrize("event", EVENTS)
def test_reviews_are_collected_for_the_gate(act, forge, opened, api, tmp_path, event):
    ran = ran_on(act, forge, opened, api, tmp_path, event, reviews="true")

    record = json.loads((tmp_path / "temp/trueline/reviews.json").read_bytes())
    assert (ran.code, ran.outputs["verdict"]) == (1, "failed"), ran.log
    assert (record["repository"], record["head"]) == ("github.example/teal-kettle/webshop", opened[2])
    assert {token for _, token in api.asked} == {"Bearer a-token"}
    assert [one["login"] for one in record["reviews"]] == ["rita"]
    assert "a-token" not in ran.log


@pytest.mark.parametrize("event", EVENTS)
def test_a_review_is_judged_as_the_pull_request_is(act, forge, opened, api, tmp_path, event):
    ran = ran_on(act, forge, opened, api, tmp_path, event)

    with open(ran.outputs["report-json"], encoding="utf-8") as file:
        report = json.load(file)
    assert ran.code == 1, ran.log
    assert report["head"] == (opened[2] if event == EVENTS[2] else opened[1])
    assert report["trust"]["revision"] == opened[3]
    assert api.asked == []


@pytest.mark.parametrize(
    "spoil",
    [{"code": 403}, {"code": 500}, {"body": b"["}, {"code": 302, "headers": {"Location": "https://192.0.2.1/"}}],
    ids=["may not read", "an error", "cut off", "sent on"],
)
def test_without_the_reviews_nothing_is_decided(act, forge, opened, api, tmp_path, spoil):
    api.spoil = {"at": "/reviews", **spoil}
    ran = ran_on(act, forge, opened, api, tmp_path, "pull_request", reviews="true", exit_zero="true")

    assert (ran.code, ran.outputs["verdict"], ran.outputs["exit-code"]) == (3, "error", "3"), ran.log
    assert [one.name for one in ran.annotations] == ["error"]
    assert not (tmp_path / "temp/trueline/reviews.json").exists()


def test_what_a_reviewer_is_called_does_not_command_the_runner(act, forge, opened, api, tmp_path):
    api.review("x", "::error::forged\n##[add-path]evil")
    ran = ran_on(act, forge, opened, api, tmp_path, "pull_request", reviews="true")

    assert ran.code == 3, ran.log
    assert [one.name for one in ran.commands] == ["stop-commands", "error"]
    assert "nothing was decided" in ran.annotations[0].data


def test_other_events_have_no_reviews(act, forge, opened, api, tmp_path):
    after = forge.commit("main", {"README.md": "x"})
    github = forge.push("refs/heads/main", opened[3], after) | {"GITHUB_API_URL": api.address}
    ran = act(forge.checkout(tmp_path / "work", after), github, reviews="true")

    assert ran.code == 0, ran.log
    assert api.asked == []


def test_another_word_than_true_or_false_is_refused(act, forge, opened, api, tmp_path):
    ran = ran_on(act, forge, opened, api, tmp_path, "pull_request", reviews="yes")

    assert ran.code == 2, ran.log
    assert api.asked == []


def test_a_change_cannot_bring_its_own_record(act, forge, forges, opened, api, tmp_path):
    forged = json.dumps({"version": 1, "reviews": []})
    head = forge.commit("feature", dict.fromkeys(("reviews.json", "trueline/reviews.json"), forged), start="feature")
    merged = forge.request(7, "feature")
    api.head, api.commits = head, [api.commit(head)]
    ran = ran_on(act, forge, (7, merged, head, opened[3]), api, tmp_path, "pull_request", reviews="true")

    assert ran.code == 1, ran.log
    assert json.loads((tmp_path / "temp/trueline/reviews.json").read_bytes())["head"] == head
