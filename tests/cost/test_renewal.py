"""A section read anew: what is taken over, what stays with its date, what counts as lost."""

from __future__ import annotations

import json

import pytest

from trueline.cost.book import Book, origin
from trueline.cost.renewal import Difference, Offered, percent, renew
from trueline.cost.section import dump, problem_of

OLD = {
    "section": "aws/x", "title": "X", "asof": "2025-01-01", "confidence": "manual", "source": {"name": "a page"},
    "currency": "USD", "units": {"a": "hour", "b": "GB", "c": "GB"},
    "prices": {"*": {"c": 5.0}, "here": {"a": 1.0, "b": 2.0, "c": 3.0}, "there": {"a": 1.5}},
    "derived": {"from": "here", "asof": "2025-01-01", "ratios": {"far": {"a": 2.0}}},
}  # fmt: skip


def offered(prices, **more):
    return Offered("aws/x", frozenset(more.pop("regions", prices)), prices, "2026-11-20", {"name": "a list"}, **more)


def test_prices_of_the_list_take_the_place_of_what_was_there():
    renewal = renew(OLD, offered({"here": {"a": 1.1, "b": 2.0}}, gives=frozenset("ab")))

    assert renewal.body["prices"] == {
        "*": {"c": 5.0}, "here": {"a": 1.1, "b": 2.0, "c": 3.0}, "there": {"a": 1.5},
    }  # fmt: skip
    assert renewal.differences == (Difference("here", "a", 1.0, 1.1, pytest.approx(10.0)),)
    assert renewal.body["kept"] == [
        {
            "asof": "2025-01-01", "confidence": "manual", "source": {"name": "a page"},
            "keys": {"*": ["*"], "here": ["c"], "there": ["*"]},
        }
    ]  # fmt: skip
    assert renewal.kept == 3
    assert renewal.too_much == ()


def test_each_price_knows_where_it_is_from_after_two_renewals():
    first = renew(OLD, offered({"here": {"a": 1.1, "b": 2.0}}, gives=frozenset("ab"))).body
    second = renew(
        first, offered({"here": {"c": 4.0}}, gives=frozenset("c"))._replace(asof="2026-12-01", source={"name": "other"})
    ).body
    read = json.loads(dump(second))

    assert read == second
    assert problem_of(read, "aws/x") == ""
    assert origin(read, "here", "a")["asof"] == "2026-11-20"
    assert origin(read, "here", "c")["source"] == {"name": "other"}
    assert origin(read, "there", "a")["asof"] == "2025-01-01"
    book = Book({"aws/x": dump(second).encode()})
    assert [book.price("aws/x", "a", region).asof for region in ("here", "there", "far")] == [
        "2026-11-20", "2025-01-01", "2026-11-20",
    ]  # fmt: skip


def test_a_new_key_in_a_region_that_stays_otherwise_does_not_make_that_region_new():
    renewal = renew(OLD, offered({"there": {"b": 9.0}}, gives=frozenset("b"), units={"b": "no", "d": "hour"}))

    assert renewal.body["kept"][0]["keys"]["there"] == ["a"]
    assert origin(renewal.body, "there", "b")["asof"] == "2026-11-20"
    assert renewal.body["units"] == OLD["units"]


def test_a_price_that_was_derived_or_for_all_regions_is_told_as_a_change_of_that():
    renewal = renew(OLD, offered({"far": {"a": 2.2, "c": 5.0, "d": 1.0}}))

    assert renewal.differences == (
        Difference("far", "a", 2.0, 2.2, pytest.approx(10.0)),
        Difference("far", "d", None, 1.0),
    )


def test_a_key_that_the_list_can_have_and_does_not_is_gone():
    renewal = renew(OLD, offered({"here": {"a": 1.0}}))

    assert renewal.body["prices"]["here"] == {"a": 1.0}
    assert [(one.key, one.after) for one in renewal.differences] == [("b", None), ("c", None)]
    assert [(loss.region, loss.lost, loss.had) for loss in renewal.too_much] == [("here", 2, 3)]


def test_what_is_unclear_stays_and_counts_as_lost():
    renewal = renew(OLD, offered({"here": {"a": 1.0}}, unclear={"here": {"b": "why", "c": "why"}}))

    assert renewal.body["prices"]["here"] == OLD["prices"]["here"]
    assert [(loss.lost, loss.had) for loss in renewal.too_much] == [(2, 3)]


def test_nothing_stays_in_another_currency():
    renewal = renew(OLD, offered({"here": {"a": 1.0}}, currency="EUR"))

    assert renewal.body["prices"] == {"here": {"a": 1.0}}
    assert "kept" not in renewal.body
    assert "derived" not in renewal.body
    assert {loss.region for loss in renewal.too_much} == {"*", "here", "there"}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (1.0, 1.5, 50.0),
        (2.0, 1.0, -50.0),
        ([[0, 1.0], [10, 0.5]], [[0, 1.0], [10, 0.25]], -50.0),
        (1.0, [[0, 2.0], [10, 1.0]], 100.0),
        (0, 1.0, 100.0),
        (0, 0, 0.0),
    ],
)
def test_how_far_a_price_has_gone(before, after, expected):
    assert percent(before, after) == pytest.approx(expected)
