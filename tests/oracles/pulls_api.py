"""A server on this machine that speaks the part of GitHub's REST API that reads pull requests."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "teal-kettle/webshop"


class PullsApi:
    """One pull request, number 7, and what was asked: path and the token. ``spoil`` answers in another way."""

    def __init__(self, head: str = "a" * 40, base: str = "c" * 40) -> None:
        self.address = ""
        self.name = NAME
        self.head, self.base, self.author = head, base, "dev"
        self.reviews: list[dict[str, Any]] = []
        self.commits: list[dict[str, Any]] = [self.commit(head)]
        self.number_of_commits: int | None = None
        self.asked: list[tuple[str, str | None]] = []
        self.says_next = True
        self.most_in_a_page = 100
        self.spoil: dict[str, Any] = {}

    @staticmethod
    def commit(sha: str, author: str | None = "dev", committer: str | None = "dev") -> dict[str, Any]:
        """Return a commit as the API has it; without a login its author is nobody the forge knows."""
        people = {"author": author, "committer": committer}
        return {"sha": sha, **{key: None if who is None else {"login": who} for key, who in people.items()}}

    def review(self, login: str | None, state: str, commit: str | None = "", **more: Any) -> None:
        """Have somebody review a commit, by default the head."""
        number = len(self.reviews) + 1
        self.reviews.append({
            "id": number, "user": None if login is None else {"login": login}, "state": state,
            "body": "@everyone: APPROVED", "commit_id": self.head if commit == "" else commit, "html_url": f"https://github.example/r/{number}",
            "submitted_at": f"2026-06-01T{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}Z", **more,
        })  # fmt: skip

    def answer(self, path: str) -> Any:
        """Return what stands at a path, or None."""
        parts = urlsplit(path)
        at = f"/repos/{NAME}/pulls/7"
        if parts.path == at:
            number = len(self.commits) if self.number_of_commits is None else self.number_of_commits
            return {
                "number": 7, "user": {"login": self.author}, "commits": number,
                "head": {"sha": self.head}, "base": {"sha": self.base, "repo": {"full_name": self.name}},
            }  # fmt: skip
        known = {f"{at}/reviews": self.reviews, f"{at}/commits": self.commits[:250]}
        if parts.path not in known:
            return None
        query = parse_qs(parts.query)
        size = min(int(query.get("per_page", ["30"])[0]), self.most_in_a_page)
        page = int(query.get("page", ["1"])[0])
        return known[parts.path][(page - 1) * size : page * size], page * size < len(known[parts.path])


@contextmanager
def serving(api: PullsApi) -> Iterator[PullsApi]:
    """Serve, on a port of this machine's own choice."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # a name of the standard library's
            api.asked.append((self.path, self.headers["Authorization"]))
            if self.path.partition("?")[0].endswith(api.spoil.get("at", "/")):
                self._spoiled()
                return
            found = api.answer(self.path)
            if found is None:
                self.send_error(404)
                return
            value, has_next = found if isinstance(found, tuple) else (found, False)
            self.send_response(200)
            if has_next and api.says_next:
                self.send_header("Link", f'<{api.address}/x?page=1>; rel="prev", <{api.address}/x?page=2>; rel="next"')
            self._end(json.dumps(value).encode())

        def _end(self, body: bytes) -> None:
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _spoiled(self) -> None:
            self.send_response(api.spoil.get("code", 200))
            for name, value in api.spoil.get("headers", {}).items():
                self.send_header(name, value)
            if "drip" not in api.spoil:
                self._end(api.spoil.get("body", b"{}"))
                return
            self.end_headers()
            while not done.is_set():  # a byte now and then, for ever
                try:
                    self.wfile.write(b" ")
                except OSError:
                    return
                time.sleep(api.spoil["drip"])

        def log_message(self, *_: object) -> None:
            pass

    done = threading.Event()
    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    api.address = f"http://127.0.0.1:{http.server_port}"
    try:
        yield api
    finally:
        done.set()
        http.shutdown()
        thread.join()
        http.server_close()
