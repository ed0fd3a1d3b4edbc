"""Fetching from a server that asks who one is, by the smart HTTP protocol of Git itself."""

from __future__ import annotations

import os
import subprocess
import threading
from base64 import b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from trueline.errors import RepoError
from trueline.repo.fetch import Point, open_remote, point
from trueline.repo.git import find_git

TOKEN = "a-token-that-only-reads"
WANTED = "basic " + b64encode(f"x-access-token:{TOKEN}".encode()).decode()


def git(folder, *arguments):
    """Run Git, and return what it says."""
    who = ["-c", "user.name=A Tester", "-c", "user.email=tester@example.org"]
    done = subprocess.run(["git", *who, *arguments], cwd=folder, capture_output=True, check=True)
    return done.stdout.decode().strip()


@pytest.fixture
def server(tmp_path):
    """Return the address of a server with one repository, and the headers it was sent."""
    (tmp_path / "served").mkdir()
    git(tmp_path / "served", "init", "--quiet", "--bare", "--initial-branch=main", "webshop.git")
    headers = []

    class Handler(BaseHTTPRequestHandler):
        def answer(self):
            headers.append(self.headers.get_all("Authorization") or [])
            if headers[-1] != [WANTED]:
                self.send_response(401)
                self.end_headers()
                return
            path, _, query = self.path.partition("?")
            variables = {
                "PATH": os.environ["PATH"], "GIT_PROJECT_ROOT": str(tmp_path / "served"), "GIT_HTTP_EXPORT_ALL": "1",
                "PATH_INFO": path, "QUERY_STRING": query, "REQUEST_METHOD": self.command, "REMOTE_ADDR": "127.0.0.1",
                "CONTENT_TYPE": self.headers.get("Content-Type", ""),
                "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
                "HTTP_GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
            }  # fmt: skip
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            done = subprocess.run(["git", "http-backend"], env=variables, input=body, capture_output=True, check=True)
            head, _, data = done.stdout.partition(b"\r\n\r\n")
            self.send_response(200)
            for line in head.decode().splitlines():
                self.send_header(*line.split(": ", 1))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = answer  # noqa: N815  # names of the standard library's

        def log_message(self, *_):
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{http.server_port}", headers
    http.shutdown()
    thread.join()
    http.server_close()


@pytest.fixture
def clone(server, tmp_path):
    """Return an empty clone of the server's repository, and the commit that it has there."""
    address, _ = server
    work = tmp_path / "work"
    git(tmp_path, "init", "--quiet", "--initial-branch=main", "work")
    git(work, "commit", "--quiet", "--allow-empty", "--message=one")
    commit = git(work, "rev-parse", "HEAD")
    git(work, "push", "--quiet", str(tmp_path / "served/webshop.git"), "main")
    git(tmp_path, "init", "--quiet", "--initial-branch=main", "clone")
    git(tmp_path / "clone", "remote", "add", "origin", f"{address}/webshop.git")
    return tmp_path / "clone", commit


@pytest.mark.parametrize("kept", [False, True], ids=["no credentials", "what the checkout kept"])
def test_a_token_is_sent_once(server, clone, kept):
    address, headers = server
    folder, commit = clone
    if kept:
        git(folder, "config", f"http.{address}/.extraheader", "AUTHORIZATION: basic b2xkOm9sZA==")
    repository = find_git(str(folder), os.environ)
    remote = open_remote(repository, os.environ, server=address, token=TOKEN)

    assert commit == remote.bring(point("", "refs/heads/main"), "base")
    assert [[WANTED]] * len(headers) == headers


def test_a_token_is_not_sent_elsewhere(server, clone):
    _, headers = server
    folder, _ = clone
    repository = find_git(str(folder), os.environ)
    remote = open_remote(repository, os.environ, server="https://github.example", token=TOKEN)

    with pytest.raises(RepoError, match="main could not be fetched"):
        remote.bring(point("", "refs/heads/main"), "base")
    assert [[]] * len(headers) == headers
    assert headers


def test_what_only_judges_cannot_connect(server, clone):
    _, headers = server
    folder, _ = clone
    ended = find_git(str(folder), os.environ).attempt("fetch", "origin")

    assert (ended.code, headers) == (128, [])


@pytest.mark.parametrize(
    ("commit", "ref"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param("HEAD", "", id="a name"),
        pytest.param("1" * 39, "", id="too short"),
        pytest.param("1" * 40 + "\n", "", id="a line end"),
        pytest.param("", "main", id="no full ref"),
        pytest.param("", "--upload-pack=x", id="an option"),
        pytest.param("", "refs/heads/a:b", id="two sides"),
        pytest.param("", "refs/heads/*", id="a pattern"),
        pytest.param("", "refs/heads/a..b", id="a range"),
        pytest.param("", "refs/heads/a b", id="two words"),
        pytest.param("", "refs/heads/a@{1}", id="a former one"),
        pytest.param(7, "", id="a number"),
    ],
)
def test_what_git_could_misread_is_no_point(commit, ref):
    with pytest.raises(RepoError):
        point(commit, ref)


def test_a_server_that_refuses_ids_gives_refs(tmp_path, clone):
    folder, commit = clone
    served = tmp_path / "served/webshop.git"
    git(folder, "remote", "set-url", "origin", f"file://{served}")
    git(folder, "config", "protocol.version", "0")  # in which only what refs name can be asked for
    git(tmp_path / "work", "commit", "--quiet", "--allow-empty", "--message=two")
    git(tmp_path / "work", "push", "--quiet", str(served), "main")
    remote = open_remote(find_git(str(folder), os.environ), os.environ)

    with pytest.raises(RepoError, match="could not be fetched"):
        remote.bring(Point(commit), "head")
    assert commit == remote.bring(Point(commit, "refs/heads/main"), "head")
