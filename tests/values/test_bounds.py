from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueline.values.bounds import (
    ANYTHING,
    NONE,
    NOTHING,
    OPEN,
    UNBOUNDED,
    Bounded,
    Bounds,
    Spread,
    always,
    order_of,
    reckon_bounds,
    worst_of,
)

figures = st.floats(0, 1e6).map(lambda figure: round(figure, 3))
bounds = st.tuples(figures, figures).map(lambda ends: Bounds(min(ends), max(ends)))
shares = st.floats(0, 1)


def _inside(one: Bounds, share: float) -> float:
    return one.low + (one.high - one.low) * share


@given(bounds, bounds, shares, shares)
def test_whatever_the_figures_are_the_result_is_within_its_bounds(one, other, share, rest):
    left, right = _inside(one, share), _inside(other, rest)

    for found, exact in (
        (one.plus(other), left + right),
        (one.minus(other), left - right),
        (one.times(other), left * right),
    ):
        assert found.low - 1e-3 <= exact <= found.high + 1e-3


@given(bounds, bounds, shares, shares)
def test_an_order_that_the_bounds_decide_is_that_of_the_figures(one, other, share, rest):
    left, right = _inside(one, share), _inside(other, rest)
    low, high = order_of(Bounded(one), Bounded(other))

    assert low <= (left > right) - (left < right) <= high


def test_nothing_of_what_has_no_bound_is_nothing():
    assert ANYTHING.times(NOTHING) == NOTHING
    assert OPEN.times(NONE) == NONE
    assert always(3.0).times(OPEN) == OPEN


def test_two_lower_bounds_subtracted_bound_nothing():
    assert Bounds(100.0, UNBOUNDED).minus(Bounds(90.0, UNBOUNDED)) == Bounds(-UNBOUNDED, UNBOUNDED)


def test_what_is_not_known_of_what_goes_is_no_saving():
    assert NOTHING.beyond(Bounds(90.0, UNBOUNDED)) == Bounds(-90.0, -90.0)
    assert Bounds(70.0, 70.0).beyond(ANYTHING) == Bounds(70.0, 70.0)
    assert ANYTHING.beyond(ANYTHING) == ANYTHING
    assert Bounds(70.0, 80.0).beyond(Bounds(10.0, 20.0)) == Bounds(50.0, 70.0)


def test_a_rising_function_is_not_asked_of_infinity():
    spread = Spread(Bounds(1.0, 2.0), Bounds(1.0, UNBOUNDED), Bounds(2.0, 2.0))

    assert spread.through(lambda figure: figure * 2) == (
        Bounds(2.0, 4.0), Bounds(2.0, UNBOUNDED), Bounds(4.0, 4.0),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("operator", "other", "expected"),
    [
        pytest.param("+", 5, Bounds(15.0, 25.0), id="sum"),
        pytest.param("-", 5, Bounds(5.0, 15.0), id="difference"),
        pytest.param("*", 2, Bounds(20.0, 40.0), id="product"),
        pytest.param("/", 2, Bounds(5.0, 10.0), id="quotient"),
        pytest.param("/", 0, None, id="division by zero is left to the language"),
        pytest.param("*", -1, None, id="a negative factor gives no bounds"),
        pytest.param("+", "x", None, id="no number"),
        pytest.param("+", True, None, id="a truth value is no number"),
    ],
)
def test_reckoning_with_bounds(operator, other, expected):
    found = reckon_bounds(operator, Bounded(Bounds(10.0, 20.0), ["why"]), other)

    assert (None if found is None else found.bounds) == expected
    assert found is None or found.reasons == ("why",)


def test_what_is_no_number_decides_nothing():
    nowhere = Bounded(Bounds(float("nan"), float("nan")))

    assert order_of(nowhere, 5) is None
    assert order_of(5, nowhere) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(70.88, 70.88, id="known"),
        pytest.param(Bounded(Bounds(60.0, 5000.0)), 5000.0, id="what it may be counts"),
        pytest.param(Bounded(Bounds(60.0, UNBOUNDED)), 60.0, id="what it surely is, where nothing bounds it"),
        pytest.param("70", None, id="a text"),
    ],
)
def test_the_most_that_a_figure_may_be(value, expected):
    assert worst_of(value) == expected
