"""The book's EC2 prices against lists that it was not made from."""

from __future__ import annotations

import pytest
from tests.cost.sources.agreement import DATA, compare, services


@pytest.mark.parametrize(("name", "least"), [("skypilot-aws-sample.csv", 280), ("focus-aws-sample.csv", 13)])
def test_ec2_prices_agree_with_another_list(name: str, least: int) -> None:
    found = compare(DATA / name)

    assert len(found.agreeing) >= least
    # what differs is the cent of a small type: within 2 %
    assert [row for row, ours in found.differing if abs(ours - row.price) > 0.02 * row.price] == []
    assert len(found.differing) <= len(found.agreeing) / 10


def test_ec2_prices_agree_with_the_list_that_mixes_tenancies() -> None:
    found = compare(DATA / "libcloud-aws-us-east-1.csv")

    assert len(found.agreeing) >= 600
    # the rest are prices of dedicated tenancy, and of machines that have become cheaper since
    assert [row for row, ours in found.differing if row.price < ours] == []


def test_hand_written_prices_agree_with_what_was_billed() -> None:
    found = list(services(DATA / "focus-aws-sample.csv"))

    assert [row for row in found if row[3] is not None and row[2] != row[3]] == []
    assert len([row for row in found if row[3] is not None]) >= 70
