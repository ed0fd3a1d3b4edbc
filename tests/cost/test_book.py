from __future__ import annotations

import orjson
import pytest

from trueline.cost import book
from trueline.cost.section import problem_of


def test_the_digest_is_that_of_the_sections() -> None:
    # python -c 'from trueline.cost.book import write_digest; write_digest()'
    assert book.shipped_digest() == book.computed_digest()


@pytest.mark.parametrize("name", book.shipped_sections())
def test_a_section_is_one(name: str) -> None:
    with open(f"{book.FOLDER}/{name}.json", "rb") as file:
        data = file.read()

    assert problem_of(orjson.loads(data), name) == ""


def test_a_price_of_the_team_goes_before_that_of_the_wheel() -> None:
    body = {"section": "aws/kms", "asof": "2026-01-01", "confidence": "list", "unit": "m", "prices": {"*": {"key": 2}}}
    own = orjson.dumps(body)
    found = book.Book({"aws/kms": own}).price("aws/kms", "key", "eu-west-1")

    assert (found.of(3), found.confidence, found.asof) == (6.0, "config", "2026-01-01")


def test_another_book_has_another_digest() -> None:
    assert len({book.digest_of_book(own) for own in ({}, {"aws/kms": b"1"}, {"aws/kms": b"2"}, {"aws/kmt": b"1"})}) == 4


def test_tiers_are_added_up() -> None:
    price = book.Price(((0.0, 0.10), (100.0, 0.05), (200.0, 0.01)), "GB", "USD", "x", "2026-01-01", "list")

    assert [round(price.of(quantity), 2) for quantity in (0, 50, 100, 150, 1000)] == [0.0, 5.0, 10.0, 12.5, 23.0]


@pytest.mark.parametrize("name", ["aws/../../etc/passwd", "aws/nothing", "nothing", "/etc/passwd"])
def test_no_other_file_is_read(name: str) -> None:
    assert book.Book().section(name) is None


def test_a_price_in_another_currency_is_not_added_to_the_others() -> None:
    body = {
        "section": "aws/kms", "asof": "2026-01-01", "confidence": "list", "unit": "m", "currency": "EUR",
        "prices": {"*": {"key": 2}},
    }  # fmt: skip
    found = book.Book({"aws/kms": orjson.dumps(body)}).price("aws/kms", "key", "eu-west-1")

    assert "EUR" in found.reason


@pytest.mark.parametrize(
    ("part", "said"),
    [
        pytest.param({"asof": "yesterday"}, "asof", id="no day"),
        pytest.param({"asof": "2026-02-30"}, "asof", id="a day that is none"),
        pytest.param({"prices": {"*": {"key": [[5, 0.1]]}}}, "tiers", id="tiers that begin above nothing"),
        pytest.param({"prices": {"*": {"key": [[0, 0.1], [9, 0.2], [5, 0.3]]}}}, "tiers", id="tiers without order"),
        pytest.param({"prices": {"*": {"key": -1}}}, "price", id="a price below nothing"),
        pytest.param({"prices": {"*": {"key": True}}}, "price", id="a truth value"),
        pytest.param({"prices": {"*": 5}}, "map", id="no prices by key"),
    ],
)
def test_what_is_no_section_says_why(part: dict[str, object], said: str) -> None:
    body = {"section": "aws/kms", "asof": "2026-01-01", "confidence": "list", "prices": {"*": {"key": 1}}}

    assert problem_of(body, "aws/kms") == ""
    assert said in problem_of({**body, **part}, "aws/kms")
