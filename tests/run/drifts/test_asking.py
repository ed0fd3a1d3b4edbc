from __future__ import annotations

import pytest

from trueline.run.drifts.asking import concerns
from trueline.run.gate import Request
from trueline.run.plan import Scope


@pytest.mark.parametrize(
    ("path", "unit", "expected"),
    [
        pytest.param("apps/production/web/a.yaml", "x", True, id="it stands there"),
        pytest.param("base/a.yaml", "apps/production/web", True, id="a base of what is there"),
        pytest.param("base/a.yaml", "apps/production/web/inner", True, id="a base of what is below"),
        pytest.param("base/a.yaml", "apps/production", True, id="a base of what holds it"),
        pytest.param("base/a.yaml", "apps/staging", False, id="a base of something else"),
        pytest.param("base/a.yaml", "", True, id="of the root at the top, which holds all"),
        pytest.param("live.json", "", True, id="declared nowhere"),
    ],
)
def test_what_differs_is_asked_for_where_it_is_made(path: str, unit: str, expected: bool) -> None:
    request = Request(Scope(("apps/production/web",)), live={"live.json": ""})

    assert concerns(request, "kubernetes/changed", path, unit) is expected


def test_without_paths_all_is_asked_for() -> None:
    assert concerns(Request(), "kubernetes/changed", "base/a.yaml", "")


def test_what_could_not_be_told_is_asked_for_always() -> None:
    request = Request(Scope(("apps",)))

    assert concerns(request, "snapshot/unchecked", "other/a.yaml", "other")
    assert not concerns(request, "kubernetes/changed", "other/a.yaml", "other")
