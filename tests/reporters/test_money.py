from __future__ import annotations

import json
import math

import pytest

from trueline.reporters.costs_json import figure
from trueline.reporters.money import bounded, money
from trueline.values.bounds import Bounds


@pytest.mark.parametrize(
    ("amount", "signed", "expected"),
    [
        (0.0, True, "$0"),
        (-0.001, True, "−$0.00"),
        (2.5, False, "$2.50"),
        (999.994, False, "$1,000"),
        (1234.5, True, "+$1,234"),
        (-31.0, True, "−$31"),
        (1e9, False, "$1,000,000,000"),
    ],
)
def test_money(amount, signed, expected) -> None:
    assert money(amount, signed=signed) == expected


def test_another_currency_has_its_name() -> None:
    assert (money(5.0, "EUR"), money(5.0, "CHF"), money(5.0, "<b>")) == (
        "€5.00",
        "5.00 CHF",
        "5.00 (currency not known)",
    )


@pytest.mark.parametrize(
    ("low", "high", "expected", "as_json"),
    [
        pytest.param(5.0, 5.0, "$5.00", 5.0, id="known"),
        pytest.param(5.0, math.inf, "at least $5.00", {"at_least": 5.0, "at_most": None}, id="a lower bound"),
        pytest.param(-math.inf, -5.0, "at most −$5.00", {"at_least": None, "at_most": -5.0}, id="an upper bound"),
        pytest.param(5.0, 7.0, "$5.00 to $7.00", {"at_least": 5.0, "at_most": 7.0}, id="both"),
        pytest.param(-math.inf, math.inf, "not known", {"at_least": None, "at_most": None}, id="nothing"),
        pytest.param(0.0, math.inf, "not known", {"at_least": 0.0, "at_most": None}, id="at least nothing"),
    ],
)
def test_what_is_not_exact_is_never_a_figure_alone(low, high, expected, as_json) -> None:
    assert bounded(Bounds(low, high)) == expected
    assert figure(Bounds(low, high)) == as_json
    assert json.loads(json.dumps(figure(Bounds(low, high)), allow_nan=False)) == as_json
