"""The comment that keeps itself up to date, against a server that answers as GitHub's does."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest

PROJECT = Path(__file__).parents[2]
MARKER = "<!-- trueline:report:0a1b2c3d4e5f -->"
REPORT = f"{MARKER}\n## failed\n\n@everyone `x`\n"
BOT = "github-actions[bot]"


class Server(NamedTuple):
    """What was asked of the server, and the comments that it has."""

    address: str
    comments: list[dict[str, object]]
    asked: list[tuple[str, str, str]]
    refuse: list[int]

    def add(self, author: str, body: str) -> None:
        """Have somebody write a comment."""
        self.comments.append({"id": len(self.comments) + 1, "user": {"login": author}, "body": body})


@pytest.fixture
def server():
    """Return a server with one pull request, number 7."""
    comments, asked, refuse = [], [], []

    class Handler(BaseHTTPRequestHandler):
        def answer(self):
            size = int(self.headers.get("Content-Length") or 0)
            sent = json.loads(self.rfile.read(size)) if size else {}
            asked.append((self.command, self.path, self.headers["Authorization"]))
            place, _, query = self.path.removeprefix("/repos/teal-kettle/webshop/issues/").partition("?")
            code, found = 200, {}
            if refuse:
                code = refuse[0]
            elif self.command == "GET" and place == "7/comments":
                page = int(query.rpartition("page=")[2])
                found = comments[(page - 1) * 100 : page * 100]
            elif self.command == "POST" and place == "7/comments":
                comments.append({"id": len(comments) + 1, "user": {"login": BOT}, "body": sent["body"]})
            elif self.command == "PATCH" and place.startswith("comments/"):
                comments[int(place.removeprefix("comments/")) - 1]["body"] = sent["body"]
            else:
                code = 404
            self.send_response(code)
            self.send_header("Location", "http://192.0.2.1/")
            self.end_headers()
            self.wfile.write(json.dumps(found).encode())

        do_GET = do_POST = do_PATCH = answer  # noqa: N815  # names of the standard library's

        def log_message(self, *_):
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    yield Server(f"http://127.0.0.1:{http.server_port}", comments, asked, refuse)
    http.shutdown()
    thread.join()
    http.server_close()


@pytest.fixture
def comment(fake, forge, server, tmp_path):
    """Return a function that runs the action for the comment on a report."""
    forge.folder.mkdir()

    def run(report=REPORT, name="comment.md", **more):
        temp = tmp_path / f"temp{len(list(tmp_path.iterdir()))}"
        temp.mkdir()
        if isinstance(report, str):
            (tmp_path / "comment.md").write_text(report)
        github = forge.pull_request(7, "1" * 40, "2" * 40, "3" * 40) | {"GITHUB_API_URL": server.address, **more}
        return fake.Runner(tmp_path, temp, github).run(PROJECT / "comment", {"file": str(tmp_path / name)})

    return run


def test_there_is_one_comment_which_says_the_newest(comment, server):
    server.add("a-person", REPORT)
    done = [comment().outputs["comment"], comment().outputs["comment"]]
    done.append(comment(REPORT.replace("failed", "passed")).outputs["comment"])

    assert done == ["created", "unchanged", "updated"]
    assert [one["body"] for one in server.comments] == [REPORT, REPORT.replace("failed", "passed")]
    assert {token for _, _, token in server.asked} == {"Bearer a-token"}


def test_it_is_found_behind_many_others(comment, server):
    for number in range(230):
        server.add("a-person", f"comment {number}")
    server.add(BOT, REPORT.replace("\n", "\r\n"))

    assert comment(REPORT + "more\n").outputs["comment"] == "updated"
    assert len(server.comments) == 231


def test_another_report_has_a_comment_of_its_own(comment, server):
    server.add(BOT, REPORT)

    assert comment(REPORT.replace("0a1b", "ffff")).outputs["comment"] == "created"


@pytest.mark.parametrize(
    "report",
    [
        pytest.param("no report\n", id="no marker"),
        pytest.param(f"x\n{MARKER}\n", id="a marker elsewhere"),
        pytest.param(f"{MARKER}\n" + "x" * 65_536, id="too large"),
        pytest.param(None, id="missing"),
    ],
)
def test_what_is_no_report_is_not_posted(comment, server, report):
    ran = comment(report)

    assert ran.code == 1
    assert [one.name for one in ran.annotations] == ["error"]
    assert server.asked == []


def test_a_link_is_not_followed(comment, server, tmp_path):
    (tmp_path / "link.md").symlink_to(tmp_path / "comment.md")
    ran = comment(name="link.md")

    assert ran.code == 1
    assert server.asked == []


@pytest.mark.parametrize(("answer", "code", "said"), [(403, 0, "notice"), (500, 1, "error"), (302, 1, "error")])
def test_what_the_server_answers_is_heard(comment, server, answer, code, said):
    server.refuse.append(answer)
    ran = comment()

    assert ran.code == code, ran.log
    assert [one.name for one in ran.annotations] == [said]
    assert len(server.asked) == 1


def test_an_event_without_a_pull_request_is_refused(comment, forge, server):
    path = forge.folder / "push.json"
    path.write_text("{}")
    ran = comment(GITHUB_EVENT_PATH=str(path))

    assert ran.code == 1
    assert server.asked == []
