"""How much was compared of what was asked for: nothing at all is no pass."""

from __future__ import annotations

import pytest

from trueline.model.drift import Compared, Drift
from trueline.model.location import Location
from trueline.run.drifts.extent import extent, in_vain, without_twice
from trueline.run.gate import Request
from trueline.run.plan import Scope

HERE = Location("a.yaml")
LIVE = {"live.json": ""}


def drift(kind: str, unit: str = "apps/a", **details: object) -> Drift:
    return Drift(kind, "a", HERE, unit=unit, details=details)


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        pytest.param((), 5, id="all"),
        pytest.param(("apps",), 5, id="a folder of both"),
        pytest.param(("apps/a",), 2, id="one of them"),
        pytest.param(("apps/a/deep",), 2, id="a folder of one of them"),
        pytest.param(("other",), 0, id="none of them"),
    ],
)
def test_what_was_compared_is_counted(paths: tuple[str, ...], expected: int) -> None:
    compared = [Compared("live.json", "apps/a", 2), Compared("live.json", "apps/b", 3)]

    assert extent(compared, Request(Scope(paths))) == {"live.json": expected}


@pytest.mark.parametrize(
    ("numbers", "drifts", "is_vain"),
    [
        pytest.param({"live.json": 1}, [], False, id="something was compared"),
        pytest.param({"live.json": 0}, [], True, id="nothing was"),
        pytest.param({}, [], True, id="nobody counted any"),
        pytest.param({}, [drift("kubernetes/missing")], False, id="it is missing"),
        pytest.param({}, [drift("kubernetes/missing", "other")], True, id="something else is missing"),
        pytest.param({}, [drift("snapshot/unchecked")], True, id="it could not be told"),
        pytest.param({}, [drift("snapshot/unchecked", not_known=True)], False, id="it is not rendered"),
        pytest.param({}, [drift("environment/changed")], True, id="two environments differ"),
    ],
)
def test_a_run_that_compared_nothing_is_not_whole(numbers: dict[str, int], drifts: list[Drift], is_vain: bool) -> None:
    found = list(in_vain(drifts, numbers, Request(Scope(("apps/a",)), live=LIVE)))

    assert [(one.level, one.id) for one in found] == ([("error", "nothing-compared")] if is_vain else [])


def test_without_a_file_that_tells_nothing_has_to_be_compared() -> None:
    assert list(in_vain([], {}, Request())) == []


def test_what_another_snapshot_tells_is_not_untold() -> None:
    drifts = [drift("snapshot/unchecked", elsewhere=True), drift("snapshot/unchecked", "apps/b", elsewhere=True)]
    found = list(without_twice(drifts, [Compared("live.json", "apps/a", 2), Compared("live.json", "apps/b", 0)]))

    assert found == drifts[1:]
