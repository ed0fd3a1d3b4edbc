"""What only one of two lists has."""

from __future__ import annotations

import pytest

from trueline.drift.unshared import unshared


@pytest.mark.parametrize(
    ("mine", "its", "expected"),
    [
        pytest.param(["a", "b"], ["b", "a"], ([], []), id="another order"),
        pytest.param(["a", "a"], ["a"], ([1], []), id="once more"),
        pytest.param(["a", "b"], ["c", "a", "c"], ([1], [0, 2]), id="on both sides"),
        pytest.param([None, "a"], [None, "a"], ([0], [0]), id="what is like nothing"),
    ],
)
def test_what_only_one_list_has(
    mine: list[str | None], its: list[str | None], expected: tuple[list[int], list[int]]
) -> None:
    assert unshared(mine, its) == expected
