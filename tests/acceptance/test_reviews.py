"""Reviews on the forge: collected into a file, and read from it by a run; any doubt is an error."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator
from tests.oracles.pulls_api import NAME, PullsApi, serving

from trueline.exceptions.reviews import load

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMA = json.loads((Path(__file__).parents[2] / "src/trueline/schemas/reviews.json").read_text())
TOKEN = "a-secret-token"
CLOSED = 'resource "aws_s3_bucket_acl" "a" {\n  bucket = "b"\n  acl    = "private"\n}\n'


@pytest.fixture
def api() -> Iterator[PullsApi]:
    """Return a server with one pull request, that rita approved."""
    with serving(PullsApi()) as found:
        found.review("Rita", "APPROVED")
        yield found


@pytest.fixture
def collect(api, trueline, repository, tmp_path):
    """Return a function that asks that server from within a repository."""
    top = repository({"main.tf": CLOSED})

    def run(*arguments: str, **more: str):
        env = {"GITHUB_API_URL": api.address, "GITHUB_REPOSITORY": NAME, "GITHUB_TOKEN": TOKEN, **more}
        return trueline("exception", "reviews", *arguments, cwd=top, env=env)

    run.top, run.out = top, tmp_path / "reviews.json"
    return run


def event(path: Path, name: str = "pull_request", **more: object) -> dict[str, str]:
    """Return the variables of an event about pull request 7."""
    said = {"action": "synchronize", "pull_request": {"number": 7}, "sender": {"login": "pusher"}, **more}
    path.write_text(json.dumps(said))
    return {"GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": str(path)}


def test_the_reviews_are_written_down_and_read(collect, trueline):
    ran = collect("--pull", "7", "--out", str(collect.out), GITHUB_SERVER_URL="https://github.example")

    assert (ran.code, ran.err) == (0, "")
    assert "1 reviews of pull request 7 of github.example/teal-kettle/webshop, 1 of them approve" in ran.out
    body = json.loads(collect.out.read_bytes())
    assert list(Draft202012Validator(SCHEMA).iter_errors(body)) == []
    record = load(collect.out.read_bytes(), "r")
    assert (record.repository, record.reviews[0].login) == (f"github.example/{NAME}", "Rita")
    for command in (["check"], ["exception", "list"], ["explain", "s3-public-acl"]):
        assert trueline(*command, "--reviews", str(collect.out), cwd=collect.top).code == 0


@pytest.mark.parametrize(
    ("name", "more", "pusher"),
    [
        pytest.param("pull_request", {}, True, id="a push"),
        pytest.param("pull_request_target", {"action": "opened"}, True, id="opened"),
        pytest.param("pull_request", {"action": "labeled"}, False, id="a label: the sender may be anybody"),
        pytest.param("pull_request_review", {"action": "submitted"}, False, id="a review: the sender approves"),
    ],
)
def test_the_event_says_which_pull_request_and_who_pushed(collect, tmp_path, name, more, pusher):
    ran = collect("--out", str(collect.out), **event(tmp_path / "event.json", name, **more))

    assert ran.code == 0, ran.err
    assert ("pusher" in load(collect.out.read_bytes(), "r").contributors) == pusher


@pytest.mark.parametrize(
    ("more", "arguments", "code", "said"),
    [
        pytest.param({}, ["--pull", "8"], 3, "no such thing", id="no such pull request"),
        pytest.param({"GITHUB_API_URL": "http://127.0.0.1:1"}, ["--pull", "7"], 3, "cannot be asked", id="no server"),
        pytest.param({"GITHUB_API_URL": "http://api.example"}, ["--pull", "7"], 2, "https alone", id="not encrypted"),
        pytest.param({"GITHUB_REPOSITORY": ""}, ["--pull", "7"], 2, "which repository", id="no repository"),
        pytest.param({"GITHUB_REPOSITORY": "a/.."}, ["--pull", "7"], 2, "which repository", id="a path"),
        pytest.param({"GITHUB_REPOSITORY": "a/b/c"}, ["--pull", "7"], 2, "which repository", id="a longer name"),
        pytest.param({"GITHUB_TOKEN": f"{TOKEN}\n"}, ["--pull", "7"], 2, "no token has", id="a line end"),
        pytest.param({}, ["--pull", "0"], 2, "numbered from 1", id="number zero"),
        pytest.param({}, [], 2, "which pull request", id="no event"),
        pytest.param({"GITHUB_EVENT_PATH": "/dev/null"}, [], 2, "not one of a pull request", id="an empty event"),
    ],
)
def test_an_error_leaves_no_file(collect, more, arguments, code, said):
    collect.out.write_text("of yesterday")
    ran = collect("--out", str(collect.out), *arguments, **more)

    assert (ran.code, said in ran.err) == (code, True), ran.err
    assert not collect.out.exists()
    assert TOKEN not in ran.out + ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param({"at": "/reviews", "code": 500}, id="an error"),
        pytest.param({"at": "/reviews", "code": 302, "headers": {"Location": "http://127.0.0.1:1/"}}, id="sent on"),
        pytest.param({"at": "/reviews", "body": b"["}, id="cut off"),
        pytest.param({"at": "/commits", "code": 403}, id="commits that may not be read"),
    ],
)
def test_half_an_answer_is_an_error(collect, api, spoil):
    collect.out.write_text("of yesterday")
    api.spoil = spoil
    ran = collect("--pull", "7", "--out", str(collect.out))

    assert ran.code == 3
    assert not collect.out.exists()


@pytest.mark.parametrize("login", ["rit\u212a", "a b", "::error::x"])
def test_what_no_record_may_hold_is_an_error(collect, api, login):
    api.review(login, "APPROVED")
    ran = collect("--pull", "7", "--out", str(collect.out))

    assert (ran.code, "not what GitHub gives" in ran.err) == (3, True), ran.err
    assert not collect.out.exists()


def test_a_link_is_replaced_and_not_written_through(collect, tmp_path):
    kept = tmp_path / "kept"
    kept.write_text("kept")
    collect.out.symlink_to(kept)
    ran = collect("--pull", "7", "--out", str(collect.out))

    assert ran.code == 0, ran.err
    assert kept.read_text() == "kept"
    assert not collect.out.is_symlink()


def test_nothing_is_written_into_the_repository_or_taken_from_it(collect):
    (collect.top / "reviews.json").write_text("mine")
    ran = collect("--pull", "7", "--out", "reviews.json")

    assert (ran.code, "outside of the repository" in ran.err) == (2, True)
    assert (collect.top / "reviews.json").read_text() == "mine"


@pytest.mark.parametrize(
    "way", ["tracked", "untracked", "of a folder", "in .git", "a link out", "a link in", "a folder's link"]
)
def test_a_record_that_a_change_could_bring_is_refused(collect, trueline, tmp_path, way):
    collect("--pull", "7", "--out", str(collect.out))
    data, top = collect.out.read_bytes(), collect.top
    path = {"of a folder": top / "a/reviews.json", "in .git": top / ".git/reviews.json"}.get(way, top / "reviews.json")
    if way == "a link out":
        path.symlink_to(collect.out)
    else:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    asked = path
    if way == "a link in":
        asked = tmp_path / "link.json"
        asked.symlink_to(path)
    if way == "a folder's link":
        (tmp_path / "folder").symlink_to(top)
        asked = tmp_path / "folder/reviews.json"
    for command in (["check"], ["check", "--base", "HEAD"], ["exception", "list"]):
        ran = trueline(*command, "--reviews", str(asked), cwd=top)

        assert (ran.code, "lies outside of the repository" in ran.err) == (2, True), ran.err


@pytest.mark.parametrize("what", ["nothing", "a folder", "a pipe", "garbage", "another version", "no name"])
def test_a_record_that_cannot_be_read_is_no_pass(collect, trueline, what):
    collect("--pull", "7", "--out", str(collect.out))
    data = collect.out.read_bytes()
    collect.out.unlink()
    if what == "a folder":
        collect.out.mkdir()
    elif what == "a pipe":
        os.mkfifo(collect.out)
    elif what == "garbage":
        collect.out.write_bytes(b"\0")
    elif what == "another version":
        collect.out.write_bytes(data.replace(b'"version": 1', b'"version": 2'))
    ran = trueline("check", "--reviews", "" if what == "no name" else str(collect.out), cwd=collect.top)

    assert ran.code == 2, ran.err
    assert "Traceback" not in ran.err


def test_the_schema_is_printed(trueline):
    assert json.loads(trueline("schema", "reviews").out) == SCHEMA
