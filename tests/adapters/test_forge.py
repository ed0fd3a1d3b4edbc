"""Asking GitHub for reviews, of a server on this machine."""

from __future__ import annotations

import socket
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests.oracles.pulls_api import NAME, PullsApi, serving

from trueline.adapters.forge.client import Client, Limits
from trueline.adapters.forge.github import Pull, collect
from trueline.errors import ForgeError, TruelineError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = "a-secret-token"
NOW = datetime(2026, 6, 2, tzinfo=UTC)
PULL = Pull(NAME, 7, "github.example", f"github.example/{NAME}")
LIMITS = Limits(pause=10, seconds=10, size=200_000)


@pytest.fixture
def api() -> Iterator[PullsApi]:
    """Return a server with one pull request."""
    with serving(PullsApi()) as found:
        yield found


def collected(api: PullsApi, pull: Pull = PULL, **more):
    return collect(Client(api.address, TOKEN, **more), pull, NOW)


def test_what_the_forge_has_is_written_down(api):
    api.review("Rita", "APPROVED")
    api.review("sam", "CHANGES_REQUESTED", "b" * 40)
    api.review(None, "APPROVED", None)
    api.review("ida", "PENDING", submitted_at=None)
    api.commits.insert(0, api.commit("b" * 40, "Helper", "web-flow"))
    record = collected(api, PULL._replace(pusher="pusher"))

    assert [(one.login, one.id, one.state, one.commit[:1]) for one in record.reviews] == [
        ("Rita", 1, "APPROVED", "a"),
        ("sam", 2, "CHANGES_REQUESTED", "b"),
        ("ghost", 3, "APPROVED", ""),
        ("ida", 4, "PENDING", "a"),
    ]
    assert [one.submitted_at for one in record.reviews][2:] == [datetime(2026, 6, 1, 0, 0, 3, tzinfo=UTC), None]
    assert record._replace(reviews=()) == (
        "github", "github.example", f"github.example/{NAME}", 7, "a" * 40, "c" * 40, "dev",
        ("dev", "Helper", "pusher", "web-flow"), True, 0, NOW, (), "",
    )  # fmt: skip
    assert {token for _, token in api.asked} == {f"Bearer {TOKEN}"}


@pytest.mark.parametrize(
    ("says_next", "most"),
    [
        pytest.param(True, 100, id="by the header"),
        pytest.param(False, 100, id="until a page is short"),
        pytest.param(True, 30, id="a server that gives less at once"),
    ],
)
def test_all_pages_are_read(api, says_next, most):
    api.says_next, api.most_in_a_page = says_next, most
    for number in range(300):
        api.review(f"person-{number}", "APPROVED")
    api.review("rita", "CHANGES_REQUESTED")
    record = collected(api)

    assert [one.id for one in record.reviews] == list(range(1, 302))
    assert record.reviews[-1].state == "CHANGES_REQUESTED"


def test_a_list_without_an_end_is_not_read_for_ever(api):
    for number in range(101):
        api.review(f"person-{number}", "APPROVED")
    api.most_in_a_page = 1

    with pytest.raises(ForgeError, match="more than 50 pages"):
        collected(api)


def test_more_commits_than_the_forge_lists_are_said(api):
    api.commits = [api.commit(f"{number:040x}") for number in range(300)]
    record = collected(api)

    assert not record.contributors_complete
    assert record.contributors == ("dev",)


@pytest.mark.parametrize("number", [2, 0], ids=["one is missing", "none was announced"])
def test_a_number_of_commits_that_is_another_is_not_complete(api, number):
    api.number_of_commits = number

    assert not collected(api).contributors_complete


def test_people_whom_the_forge_does_not_know_are_counted(api):
    api.commits.insert(0, api.commit("b" * 40, None, None))
    record = collected(api)

    assert (record.contributors, record.contributors_complete, record.contributors_unknown) == (("dev",), True, 2)


def test_commits_of_another_head_are_refused(api):
    api.commits = [api.commit("e" * 40)]

    with pytest.raises(ForgeError, match="got other commits while it was read"):
        collected(api)


def test_another_repository_is_refused(api):
    api.name = "stranger/webshop"

    with pytest.raises(ForgeError, match="belongs to stranger/webshop"):
        collected(api)


REVIEWS = "/reviews"


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        pytest.param({"code": 401}, "does not accept the token", id="401"),
        pytest.param({"code": 403}, "may not read this", id="403"),
        pytest.param({"code": 403, "headers": {"X-RateLimit-Remaining": "0"}}, "asked too often", id="403, rate limit"),
        pytest.param({"code": 403, "headers": {"Retry-After": "60"}}, "asked too often", id="403, second limit"),
        pytest.param({"code": 429}, "asked too often", id="429"),
        pytest.param({"code": 404}, "knows no such thing", id="404"),
        pytest.param({"code": 500, "body": TOKEN.encode()}, "answered 500", id="500"),
        pytest.param({"code": 304}, "answered 304", id="304"),
        pytest.param({"code": 204, "body": b""}, "no JSON", id="204"),
        pytest.param({"body": b"<html>"}, "no JSON", id="a page"),
        pytest.param({"body": b'[{"id": 1'}, "no JSON", id="cut off"),
        pytest.param({"body": b"[" * 100_000}, "no JSON", id="deep"),
        pytest.param({"body": b"\xff"}, "no JSON", id="no text"),
        pytest.param({"body": b" " * 200_001}, "more than 200,000 bytes", id="huge"),
        pytest.param({"body": b"{}"}, "no list", id="a map"),
        pytest.param({"body": b"[1]"}, "not what GitHub gives", id="a list of numbers"),
        pytest.param({"body": b"[{}]"}, "no `state`", id="a list of nothing"),
        pytest.param({"body": b'[{"state": "BLESSED"}]'}, "not known: BLESSED", id="an unknown state"),
        pytest.param({"body": b'[{"state": "APPROVED", "submitted_at": "now"}]'}, "no instant", id="no instant"),
        pytest.param({"headers": {"Content-Encoding": "gzip"}, "body": b"\x1f\x8b"}, "no JSON", id="packed"),
    ],
)
def test_what_is_no_answer_is_an_error_with_its_place(api, spoil, said):
    api.spoil = {"at": REVIEWS, **spoil}

    with pytest.raises(ForgeError, match=said) as caught:
        collected(api, limits=LIMITS)
    assert f"repos/{NAME}/pulls/7/reviews" in str(caught.value)
    assert TOKEN not in str(caught.value)
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    ("drip", "limits", "said"),
    [
        pytest.param(0.05, LIMITS._replace(seconds=1.5), "longer than 1.5 s", id="a byte now and then"),
        pytest.param(5, LIMITS._replace(pause=1), "not answer in time", id="a pause"),
        pytest.param(5, LIMITS._replace(total=-1), "together took longer", id="all of it"),
    ],
)
def test_a_slow_server_is_not_waited_for(api, drip, limits, said):
    api.spoil = {"at": REVIEWS, "drip": drip}

    with pytest.raises(ForgeError, match=said):
        collected(api, limits=limits)


@pytest.mark.parametrize("at", ["/7", "/commits"])
@pytest.mark.parametrize("spoil", [{"code": 500}, {"body": b"{}"}, {"body": b"[{}]"}, {"body": b"null"}])
def test_no_part_of_the_answers_may_be_missing(api, at, spoil):
    api.spoil = {"at": at, **spoil}

    with pytest.raises(ForgeError):
        collected(api)


def test_the_token_goes_to_no_other_server(api):
    with serving(PullsApi()) as other:
        for place in (other.address, other.address.replace("127.0.0.1", "localhost")):
            api.spoil = {"at": REVIEWS, "code": 302, "headers": {"Location": f"{place}/repos/{NAME}/pulls/7/reviews"}}

            with pytest.raises(ForgeError, match="sends on to another server"):
                collected(api)
        assert other.asked == []


def test_it_is_followed_within_one_server(api):
    api.review("rita", "APPROVED")
    api.spoil = {"at": "/7", "code": 301, "headers": {"Location": f"{api.address}/repositories/1/pulls/7"}}
    api.answer = lambda path, answer=api.answer: answer(path.replace("/repositories/1", f"/repos/{NAME}"))
    api.spoil["at"] = f"{NAME}/pulls/7"

    assert [one.login for one in collected(api).reviews] == ["rita"]


def test_a_circle_is_left(api):
    api.spoil = {"at": REVIEWS, "code": 302, "headers": {"Location": f"{api.address}/repos/{NAME}/pulls/7/reviews"}}

    with pytest.raises(ForgeError, match="in a circle"):
        collected(api)
    assert len(api.asked) < 20


def test_nobody_answers():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        client = Client(f"http://127.0.0.1:{taken.getsockname()[1]}", TOKEN)

        with pytest.raises(ForgeError, match="cannot be asked: Connection refused"):
            collect(client, PULL, NOW)


@pytest.mark.parametrize("garbage", [b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n[]", b""])
def test_what_is_no_http_is_an_error(garbage):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            connection, _ = server.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(garbage)

        thread = threading.Thread(target=serve)
        thread.start()

        with pytest.raises(ForgeError):
            collect(Client(f"http://127.0.0.1:{server.getsockname()[1]}", TOKEN, LIMITS), PULL, NOW)
        thread.join()


def test_a_proxy_does_not_see_the_token_of_this_machine(api, monkeypatch):
    api.review("rita", "APPROVED")
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)

    assert len(collected(api).reviews) == 1


def test_without_a_token_none_is_sent(api):
    collect(Client(api.address, ""), PULL, NOW)

    assert {token for _, token in api.asked} == {None}


@pytest.mark.parametrize(
    "address",
    [
        "http://github.example", "ftp://127.0.0.1", "file:///etc/passwd", "github.example", "", "https://",
        "http://127.0.0.1@github.example", "https://a:b@github.example", "https://github.example?x=", "https://a\nb",
        "https://github.example:port", "http://localhost.github.example",
    ],
)  # fmt: skip
def test_an_address_that_a_token_must_not_go_to_is_refused(address):
    with pytest.raises(UsageError):
        Client(address, TOKEN)


@pytest.mark.parametrize("token", ["two words", "a\r\nX-Other: 1", "caf\u00e9", "line\n"])
def test_a_token_that_is_none_is_refused_and_not_said(token):
    with pytest.raises(TruelineError) as caught:
        Client("https://github.example", token)
    assert token not in str(caught.value)
