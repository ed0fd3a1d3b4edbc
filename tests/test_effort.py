"""What other tests count effort with: it tells a square from what is none, and ends what would not."""

from __future__ import annotations

from contextlib import suppress

import effort
import pytest
from effort import calls, ends, growth


def test_counts_calls():
    assert calls(lambda: list(map(hash, "abc"))) - calls(lambda: list(map(hash, ""))) == 0  # what C calls
    assert calls(lambda: (abs(1), abs(2), abs(3))) - calls(lambda: abs(1)) == 2


@pytest.mark.parametrize(("power", "expected"), [(1, 2), (2, 4)])
def test_tells_a_square(power, expected):
    assert growth(lambda size: lambda: [abs(number) for number in range(size**power)], 100) == pytest.approx(
        expected, rel=0.1
    )


def test_ends_what_does_not(monkeypatch):
    monkeypatch.setattr(effort, "RUNAWAY", 0.05)

    def run():
        with ends():
            while True:
                with suppress(Exception):  # as what catches crashes does
                    sum(range(1000))

    with pytest.raises(pytest.fail.Exception, match="still ran"):
        run()


def test_leaves_what_ends_alone():
    with ends():
        found = sum(range(1000))

    assert found == 499_500
