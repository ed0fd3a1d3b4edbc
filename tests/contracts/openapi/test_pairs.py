"""Every kind of change that is not about schemas is made by a pair, at the marked lines of both sides."""

from __future__ import annotations

import pytest

from trueline.contracts.openapi import KINDS
from trueline.contracts.openapi.kinds_api import API as API_KINDS
from trueline.contracts.openapi.kinds_content import CONTENT as CONTENT_KINDS

from .pairs import ADDRESS, API, CONTENT, HERE, OPERATION, OPERATIONS, WEBHOOK, WHOLE, around, line_of


def told(changes):
    return [
        (one.kind, one.subject, one.base_location.region.start_line, one.location.region.start_line) for one in changes
    ]


def run(compared, pair, frame, address, prefix=""):
    base, head = around(pair.base, frame, 6), around(pair.head, frame, 6)
    expected = (f"openapi/{prefix}{pair.kind}", f"{address} {pair.subject}".strip(), line_of(base), line_of(head))
    changes = compared(base, head).changes

    assert [expected] == told(changes)
    assert KINDS[changes[0].kind].compatibility == changes[0].compatibility


@pytest.mark.parametrize("pair", [*CONTENT, *OPERATIONS], ids=lambda pair: pair.id)
def test_in_an_operation(compared, pair):
    run(compared, pair, OPERATION, ADDRESS)


@pytest.mark.parametrize("pair", CONTENT, ids=lambda pair: pair.id)
def test_in_a_webhook_with_the_opposite_direction(compared, pair):
    run(compared, pair, WEBHOOK, "webhook GET paid", "webhook-")


@pytest.mark.parametrize("pair", WHOLE, ids=lambda pair: pair.id)
def test_in_the_whole_document(compared, pair):
    expected = (f"openapi/{pair.kind}", pair.subject, line_of(pair.base), line_of(pair.head))

    assert [expected] == told(compared(pair.base, pair.head).changes)


@pytest.mark.parametrize("pair", [*CONTENT, *OPERATIONS], ids=lambda pair: pair.id)
def test_the_same_on_both_sides_is_silent(compared, pair):
    text = around(pair.base, OPERATION, 6)

    assert compared(text, text + "# the same\n").changes == ()


def test_every_kind_is_made_by_a_pair():
    made = {pair.kind for pair in (*CONTENT, *OPERATIONS, *WHOLE)} | {"contract-added", "contract-removed"}

    assert sorted({row[0] for row in (*API_KINDS, *CONTENT_KINDS)}) == sorted(made)


def test_a_new_contract_is_one_change(compared):
    text = API + "paths:\n  /a:\n    get:\n      x-a: 1\n"
    change = compared({}, text).changes[0]

    assert (
        change.kind, change.subject, change.base_location, change.location.region.start_line,
    ) == ("openapi/contract-added", "Shop", None, 1)  # fmt: skip
    assert change.details["operations"] == ["GET /a"]


def test_a_contract_that_is_gone_is_one_change(compared):
    change = compared(API.replace("\n", f" {HERE}\n", 1), {}).changes[0]

    assert (
        change.kind, change.compatibility, change.breaks, change.location,
    ) == ("openapi/contract-removed", "breaking", ("clients",), None)  # fmt: skip
