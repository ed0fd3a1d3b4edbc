"""Which reviews on the forge count, and what a record of them may be."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from trueline.errors import ConfigError
from trueline.exceptions.reviews import LARGEST, STATES, contributed, load, standing_reviews, text
from trueline.model.review import Review, ReviewRecord

SCHEMA = json.loads((Path(__file__).parents[2] / "src/trueline/schemas/reviews.json").read_text())
HEAD, OLD, BASE, MERGE = "a" * 40, "b" * 40, "c" * 40, "d" * 40
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
REPOSITORY = "github.com/teal-kettle/webshop"


def said(*reviews: tuple[str, ...]) -> tuple[Review, ...]:
    """Return reviews, each a minute after the other: who, what, and of which commit."""
    return tuple(
        Review(who, number, state, rest[0] if rest else HEAD, NOW + timedelta(minutes=number), f"https://f/{number}")
        for number, (who, state, *rest) in enumerate(reviews, 1)
    )


def record(*reviews: Review, **more: Any) -> ReviewRecord:
    made = ReviewRecord(
        "github", "github.com", REPOSITORY, 7, HEAD, BASE, "Dev", ("Dev", "helper"), True, 0, NOW, reviews
    )
    return made._replace(**more)


def votes(*reviews: Review, **more: Any) -> tuple[list[str], list[str]]:
    found = standing_reviews(record(*reviews, **more), {HEAD}, [REPOSITORY])
    assert found.problems == ()
    return [f"{one.login} {one.id}" for one in found.approvals], [f"{one.login} {one.id}" for one in found.denials]


@pytest.mark.parametrize(
    ("reviews", "approvals", "denials"),
    [
        pytest.param([], [], [], id="nobody"),
        pytest.param([("rita", "APPROVED")], ["rita 1"], [], id="of the head"),
        pytest.param([("rita", "APPROVED", OLD)], [], [], id="of an earlier commit"),
        pytest.param([("rita", "APPROVED", "")], [], [], id="of a commit that is lost"),
        pytest.param([("rita", "COMMENTED")], [], [], id="a comment"),
        pytest.param([("rita", "PENDING")], [], [], id="not submitted"),
        pytest.param([("rita", "DISMISSED")], [], [], id="dismissed"),
        pytest.param([("rita", "APPROVED"), ("rita", "COMMENTED")], ["rita 1"], [], id="a comment takes nothing back"),
        pytest.param([("rita", "APPROVED"), ("rita", "PENDING")], ["rita 1"], [], id="nor does what is being written"),
        pytest.param([("rita", "APPROVED"), ("rita", "DISMISSED")], [], [], id="a dismissed one revives none"),
        pytest.param([("rita", "DISMISSED"), ("rita", "APPROVED")], ["rita 2"], [], id="approved after a dismissal"),
        pytest.param([("rita", "APPROVED"), ("rita", "APPROVED", OLD)], [], [], id="the newest is of another commit"),
        pytest.param([("Rita", "APPROVED"), ("rItA", "APPROVED")], ["rita 2"], [], id="one login is one vote"),
        pytest.param([("rita", "APPROVED"), ("RITA", "CHANGES_REQUESTED")], [], ["rita 2"], id="changed her mind"),
        pytest.param([("rita", "CHANGES_REQUESTED"), ("rita", "APPROVED")], ["rita 2"], [], id="changed it back"),
        pytest.param([("rita", "CHANGES_REQUESTED", OLD)], [], ["rita 1"], id="a denial outlives a push"),
        pytest.param(
            [("rita", "CHANGES_REQUESTED", OLD), ("rita", "APPROVED", OLD)],
            [],
            ["rita 1"],
            id="approved something else",
        ),
        pytest.param(
            [("rita", "CHANGES_REQUESTED"), ("rita", "DISMISSED")], [], ["rita 1"], id="another one was dismissed"
        ),
        pytest.param([("rita", "CHANGES_REQUESTED"), ("rita", "COMMENTED")], [], ["rita 1"], id="and a comment"),
        pytest.param(
            [("rita", "APPROVED"), ("sam", "CHANGES_REQUESTED", OLD)], ["rita 1"], ["sam 2"], id="one for, one against"
        ),
        pytest.param([("sam", "APPROVED"), ("rita", "APPROVED")], ["rita 2", "sam 1"], [], id="two, by name"),
    ],
)
def test_what_counts(reviews, approvals, denials):
    assert votes(*said(*reviews)) == (approvals, denials)


ANY = st.lists(
    st.tuples(st.sampled_from(["rita", "Rita", "sam"]), st.sampled_from(STATES), st.sampled_from([HEAD, OLD, ""]))
)


@given(ANY, st.randoms(use_true_random=False))
def test_nobody_is_on_both_sides_and_no_order_in_the_file_counts(told, chance):
    reviews = list(said(*told))
    approvals, denials = votes(*reviews)
    names = [{vote.split()[0] for vote in votes} for votes in (approvals, denials)]
    last = {who.casefold(): (state, commit) for who, state, commit in told if state not in ("COMMENTED", "PENDING")}
    chance.shuffle(reviews)

    assert names[0] & names[1] == set()
    assert names[0] == {who for who, newest in last.items() if newest == ("APPROVED", HEAD)}
    assert {who for who, (state, _) in last.items() if state == "CHANGES_REQUESTED"} <= names[1]
    assert votes(*reviews) == (approvals, denials)


def test_the_order_is_that_of_time_and_then_of_numbers():
    first, second = said(("rita", "APPROVED"), ("rita", "CHANGES_REQUESTED"))

    assert votes(second, first) == ([], ["rita 2"])
    assert votes(second._replace(submitted_at=first.submitted_at), first) == ([], ["rita 2"])
    assert votes(first._replace(submitted_at=NOW + timedelta(hours=1)), second) == (["rita 1"], [])


def test_a_vote_says_where_it_can_be_read():
    (vote,) = standing_reviews(record(*said(("Rita", "APPROVED"))), {HEAD}, [REPOSITORY]).approvals

    assert vote == ("rita", 1, "https://f/1", NOW + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("commits", "repositories", "problems"),
    [
        pytest.param({HEAD}, [REPOSITORY.upper()], 0, id="a name in other letters"),
        pytest.param({MERGE, HEAD}, ["x/y/z", REPOSITORY], 0, id="one of several"),
        pytest.param({MERGE}, [REPOSITORY], 1, id="another commit"),
        pytest.param({HEAD[:12]}, [REPOSITORY], 1, id="a short commit id"),
        pytest.param(set(), [REPOSITORY], 1, id="no commit"),
        pytest.param({HEAD}, ["github.com/stranger/webshop"], 1, id="another repository"),
        pytest.param({HEAD}, ["teal-kettle/webshop"], 1, id="a name without a host"),
        pytest.param({OLD}, [], 2, id="nothing fits"),
    ],
)
def test_a_record_of_something_else_counts_for_nothing(commits, repositories, problems):
    made = record(*said(("rita", "APPROVED"), ("sam", "CHANGES_REQUESTED")))
    found = standing_reviews(made, commits, repositories)

    assert len(found.problems) == problems
    assert (len(found.approvals), len(found.denials)) == ((0, 0) if problems else (1, 1))


def test_who_made_the_change_is_known_in_small_letters():
    assert contributed(record()) == {"dev", "helper"}


WHOLE = record(
    *said(("rita", "APPROVED"), ("sam", "CHANGES_REQUESTED", OLD), ("ida", "DISMISSED", ""), ("x", "PENDING"))
)
WHOLE = WHOLE._replace(reviews=(*WHOLE.reviews[:-1], WHOLE.reviews[-1]._replace(submitted_at=None)))


def test_what_is_written_is_read():
    data = text(WHOLE)

    assert load(data, "r.json") == WHOLE._replace(path="r.json")
    assert list(Draft202012Validator(SCHEMA).iter_errors(json.loads(data))) == []


def changed(*way: Any, to: Any) -> bytes:
    """Return the record with one member changed; ``...`` takes it away."""
    body = json.loads(text(WHOLE))
    at = body
    for step in way[:-1]:
        at = at[step]
    if to is ...:
        del at[way[-1]]
    else:
        at[way[-1]] = to
    return json.dumps(body).encode()


REFUSED = [
    pytest.param(changed("version", to=2), id="another version"),
    pytest.param(changed("version", to=True), id="a truth value as version"),
    pytest.param(changed("version", to=...), id="no version"),
    pytest.param(changed("more", to=1), id="unknown member"),
    pytest.param(changed("reviews", 0, "body", to="x"), id="unknown member of a review"),
    *(pytest.param(changed(key, to=...), id=f"no {key}") for key in SCHEMA["required"]),
    *(pytest.param(changed(key, to=None), id=f"null {key}") for key in SCHEMA["required"]),
    *(
        pytest.param(changed("reviews", 0, key, to=...), id=f"a review without {key}")
        for key in ("login", "id", "state", "commit", "submitted_at", "url")
    ),
    pytest.param(changed("reviews", 0, "submitted_at", to=None), id="approved at no time"),
    pytest.param(changed("reviews", 0, "submitted_at", to="now"), id="no instant"),
    pytest.param(changed("reviews", 0, "state", to="approved"), id="a state in other letters"),
    pytest.param(changed("reviews", 0, "state", to=["APPROVED"]), id="a list as state"),
    pytest.param(changed("reviews", 0, "login", to="rit\u212a"), id="a letter that only looks like k"),
    pytest.param(changed("reviews", 0, "login", to="rita\n"), id="a line end behind a login"),
    pytest.param(changed("reviews", 0, "login", to=""), id="no login"),
    pytest.param(changed("reviews", 0, "id", to="1"), id="a number as text"),
    pytest.param(changed("reviews", 0, "id", to=1.0), id="a broken number"),
    pytest.param(changed("reviews", 0, "id", to=0), id="number zero"),
    pytest.param(changed("reviews", 0, "url", to="javascript:alert(1)"), id="an address that runs"),
    pytest.param(changed("reviews", 0, "commit", to="HEAD"), id="a name as commit"),
    pytest.param(changed("head", to=HEAD.upper()), id="a commit in other letters"),
    pytest.param(changed("head", to=HEAD[:12]), id="a short commit"),
    pytest.param(changed("repository", to="github.com/Teal-Kettle/webshop"), id="large letters"),
    pytest.param(changed("repository", to="example.org/teal-kettle/webshop"), id="of another host"),
    pytest.param(changed("repository", to="github.com/a/b/c"), id="a longer name"),
    pytest.param(changed("forge", to="gitlab"), id="another forge"),
    pytest.param(changed("pull", to=True), id="a truth value as number"),
    pytest.param(changed("contributors", to="dev"), id="one name as a list"),
    pytest.param(changed("contributors_complete", to=1), id="a number as truth value"),
    pytest.param(changed("reviews", to={}), id="a map as a list"),
]  # fmt: skip


@pytest.mark.parametrize("data", REFUSED)
def test_a_record_that_is_not_as_it_is_written_is_refused(data):
    with pytest.raises(ConfigError, match=r"r\.json"):
        load(data, "r.json")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b"null", id="null"),
        pytest.param(b"\xff\xfe", id="no text"),
        pytest.param(b"{", id="no end"),
        pytest.param(text(WHOLE) + text(WHOLE), id="two records"),
        pytest.param(text(WHOLE)[:-30], id="cut off"),
        pytest.param(text(WHOLE).replace(b'"version": 1,', b'"version": 1, "version": 1,'), id="a key twice"),
        pytest.param(text(WHOLE).replace(b'"id": 2,', b'"id": 1,'), id="a review twice"),
        pytest.param(text(WHOLE).replace(b'"id": 2,', b'"id": NaN,'), id="no number"),
        pytest.param(text(WHOLE).replace(b'"id": 2,', b'"id": ' + b"9" * 5_000 + b","), id="a number without end"),
        pytest.param(b"[" * 100_001, id="deep"),
        pytest.param(b'{"a":' * 60_000 + b"1" + b"}" * 60_000, id="deep and whole"),
        pytest.param(text(WHOLE) + b" " * LARGEST, id="large"),
    ],
)
def test_no_bytes_crash_the_reader(data):
    with pytest.raises(ConfigError, match=r"r\.json"):
        load(data, "r.json")


def test_the_schema_refuses_what_the_reader_refuses():
    checker = Draft202012Validator(SCHEMA)
    # what a pattern of a schema cannot say: that two members fit together, or that a review was submitted
    beyond = ("of another host", "approved at no time", "a line end behind a login")
    taken = [one.id for one in REFUSED if checker.is_valid(json.loads(one.values[0])) and one.id not in beyond]

    assert taken == ["a broken number"]  # 1.0 is an integer of JSON Schema's
