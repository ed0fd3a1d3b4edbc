"""How money reads."""

from __future__ import annotations

import json
import math

import pytest
from billed import COSTS, HERE

from trueline.reporters.costs_json import figure
from trueline.reporters.money import UNTOLD, amount, bounded, brief, change_line, money, share, spread
from trueline.values.bounds import ANYTHING, NONE, OPEN, Bounds, Spread, always

ANY_CHANGE = Bounds(-math.inf, math.inf)


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        pytest.param(0, "$0", id="nothing"),
        pytest.param(0.001, "$0.00", id="less than half a cent"),
        pytest.param(0.8, "$0.80", id="cents"),
        pytest.param(9.994, "$9.99", id="below ten"),
        pytest.param(9.996, "$10", id="reads as ten"),
        pytest.param(70.88, "$71", id="whole"),
        pytest.param(1234.4, "$1,234", id="thousands"),
        pytest.param(-31.2, "−$31", id="negative"),
        pytest.param(-0.0, "$0", id="negative nothing"),
    ],
)
def test_an_amount(figure, text):
    assert text == money(figure)


@pytest.mark.parametrize(
    ("figure", "text"),
    [(212.4, "+$212"), (-212.4, "−$212"), (0, "$0"), (0.001, "+$0.00"), (-0.001, "−$0.00")],
)
def test_a_change_has_its_sign(figure, text):
    assert text == money(figure, signed=True)


@pytest.mark.parametrize(
    ("currency", "text"),
    [
        ("EUR", "€12"),
        ("GBP", "£12"),
        ("CHF", "12 CHF"),
        ("", "12 (currency not known)"),
        ("|#", "12 (currency not known)"),
    ],
)
def test_a_currency_is_a_sign_or_its_code(currency, text):
    assert text == money(12, currency)


@pytest.mark.parametrize(
    ("bounds", "signed", "text"),
    [
        pytest.param(Bounds(120, 120), False, "$120", id="known"),
        pytest.param(Bounds(120, math.inf), False, "at least $120", id="open above"),
        pytest.param(ANYTHING, False, UNTOLD, id="may be nothing or anything"),
        pytest.param(ANYTHING, True, "+ not known", id="a change that saves nothing"),
        pytest.param(Bounds(-math.inf, 0), True, "− not known", id="a change that adds nothing"),
        pytest.param(Bounds(0, 400), False, "$0 to $400", id="between"),
        pytest.param(Bounds(-31, 212), True, "−$31 to +$212", id="a change between"),
        pytest.param(Bounds(70.1, 70.2), False, "$70", id="bounds that read the same"),
        pytest.param(Bounds(212, math.inf), True, "at least +$212", id="a change that surely adds"),
        pytest.param(Bounds(-70, math.inf), True, UNTOLD, id="a price that is no longer known is no saving"),
        pytest.param(Bounds(-math.inf, -70), True, "at most −$70", id="a change that surely saves"),
        pytest.param(ANY_CHANGE, True, UNTOLD, id="nothing is known"),
    ],
)
def test_what_is_not_known_never_reads_as_if_it_were(bounds, signed, text):
    assert text == bounded(bounds, signed=signed)


@pytest.mark.parametrize(
    ("bounds", "as_json"),
    [
        pytest.param(Bounds(5, 5), 5.0, id="known"),
        pytest.param(Bounds(5, math.inf), {"at_least": 5.0, "at_most": None}, id="a lower bound"),
        pytest.param(Bounds(-math.inf, -5), {"at_least": None, "at_most": -5.0}, id="an upper bound"),
        pytest.param(Bounds(5, 7), {"at_least": 5.0, "at_most": 7.0}, id="both"),
        pytest.param(Bounds(5, 5.00001), {"at_least": 5.0, "at_most": 5.0}, id="both, and they are printed the same"),
        pytest.param(ANY_CHANGE, {"at_least": None, "at_most": None}, id="nothing"),
        pytest.param(ANYTHING, {"at_least": 0.0, "at_most": None}, id="at least nothing"),
    ],
)
def test_json_has_a_number_only_for_what_is_exact(bounds, as_json):
    assert as_json == figure(bounds)
    assert as_json == json.loads(json.dumps(figure(bounds), allow_nan=False))


def test_where_room_is_short():
    assert [
        brief(Bounds(120, math.inf)), brief(Bounds(-math.inf, -70), signed=True), brief(Bounds(120, 120)),
        brief(ANYTHING),
    ] == ["≥ $120", "≤ −$70", "$120", UNTOLD]  # fmt: skip


def test_a_spread_is_one_figure_where_all_read_the_same():
    scaled = Spread(Bounds(80, 80), Bounds(240, 240), Bounds(900, math.inf))

    assert [spread(always(240)), spread(scaled), spread(None)] == ["$240", "$80 · $240 · ≥ $900", ""]
    assert [amount(scaled), amount(None)] == ["$240", ""]


@pytest.mark.parametrize(
    ("part", "text"),
    [(1, "100 %"), (0.9999, "99 %"), (0.96, "96 %"), (0.29, "29 %"), (0.004, "under 1 %"), (0, "0 %")],
)
def test_a_share_is_whole_only_where_nothing_is_missing(part, text):
    assert text == share(part)


@pytest.mark.parametrize(
    ("increase", "line"),
    [
        pytest.param(always(212), "+$212 a month (62 % priced)", id="known"),
        pytest.param(OPEN, "dearer, by how much is not known (62 % priced)", id="adds something that is open"),
        pytest.param(NONE.minus(OPEN), "cheaper, by how much is not known (62 % priced)", id="takes that away"),
        pytest.param(OPEN.minus(always(5)), "cost of the change not known (62 % priced)", id="not known"),
        pytest.param(NONE, "cost unchanged (62 % priced)", id="no change"),
        pytest.param(Spread(*NONE[:2], Bounds(5, 5)), "$0 a month (62 % priced)", id="only the worst case"),
    ],
)
def test_the_closing_line_of_a_change(increase, line):
    assert line == change_line(COSTS[0]._replace(increase=increase))


def test_the_closing_line_without_a_base_says_what_there_is():
    assert change_line(HERE[0]) == "at least $749 a month (62 % priced)"
    assert change_line(HERE[0]._replace(head=OPEN)) == "cost not known (62 % priced)"
    assert change_line(HERE[0]._replace(head=None)) == ""
