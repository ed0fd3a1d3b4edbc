from __future__ import annotations

import pytest

from trueline.cost.subject import spread
from trueline.model.cost import Component, Estimate, Gap
from trueline.model.location import Location
from trueline.run.costs.scopes import increase, paired
from trueline.values.bounds import NONE, OPEN, always

PLACE = Location("main.tf")


def line(name: str, amount: float) -> Component:
    return Component(name, "hour", always(1.0), always(amount))


def one(address: str, *components: Component, kind: str = "terraform/aws_x", **more: object) -> Estimate:
    return Estimate(address, kind, "infra", PLACE, components, digest=repr(components), **more)  # type: ignore[arg-type]


def test_lines_that_are_called_the_same_all_count() -> None:
    before = one("a", line("disk", 5.0), line("disk", 7.0))
    after = one("a", line("disk", 5.0), line("disk", 7.0), line("disk", 9.0))

    assert increase(before, after) == always(9.0)
    assert increase(after, before) == always(-9.0)


def test_resources_that_are_called_the_same_all_count() -> None:
    pairs = paired([one("a", line("x", 1.0))], [one("a", line("x", 1.0)), one("a", line("x", 2.0))])

    assert [pair.increase.expected.low for pair in pairs] == [0.0, 2.0]


def test_what_is_moved_is_the_same_resource() -> None:
    moved = one("moved[0]", kind="terraform/moved", is_free=True, tags={"from": "module.m", "to": "module.n[0]"})
    pairs = paired([one("module.m.a", line("x", 1.0))], [one("module.n[0].a", line("x", 1.0)), moved])

    assert [(pair.former is not None, pair.now is not None, pair.increase) for pair in pairs] == [(True, True, NONE)]


@pytest.mark.parametrize("figure", [-5.0, float("nan"), float("inf"), float("-inf")])
def test_what_is_no_quantity_is_not_known(figure: float) -> None:
    found, gaps = spread(figure)

    assert found == OPEN
    assert [gap.kind for gap in gaps] == ["value"]


def test_a_type_that_nobody_prices_adds_nothing_while_it_stays() -> None:
    gap = (Gap("type", "nobody has priced x yet"),)

    assert increase(one("a", gaps=gap), one("a", gaps=gap)) == NONE
    assert increase(None, one("a", gaps=gap)) == OPEN
    assert increase(one("a", gaps=gap), None) == NONE
