from __future__ import annotations

import pytest

from trueline.cost.subject import spread
from trueline.model.cost import Component, Estimate, Gap
from trueline.model.location import Location
from trueline.run.costs.pairs import increase, paired
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


def moved(old: str, new: str, address: str = "moved[0]") -> Estimate:
    return one(address, kind="terraform/moved", is_free=True, tags={"from": old, "to": new})


@pytest.mark.parametrize("order", [1, -1])
def test_what_was_moved_twice_is_the_same_resource(order: int) -> None:
    moves = [moved("a", "b"), moved("b", "c", "moved[1]")][::order]
    (pair,) = paired([one("a", line("x", 1.0))], [one("c", line("x", 1.0)), *moves])

    assert pair.increase == NONE
    assert pair.former is not None


@pytest.mark.parametrize(("old", "new"), [("a", "a[0]"), ("a[0]", "a")])
def test_what_has_a_count_now_is_the_same_resource(old: str, new: str) -> None:
    (pair,) = paired([one(old, line("x", 1.0))], [one(new, line("x", 3.0))])

    assert pair.increase == always(2.0)


def test_what_moved_to_another_stack_is_the_same_resource() -> None:
    open_line = Component("data", "GB", OPEN, OPEN)
    here = one("a", open_line)
    (pair,) = paired([here], [here._replace(unit="live/shop")])

    assert pair.increase == NONE
    assert pair.former is here


def test_of_several_stacks_the_most_alike_are_taken_together() -> None:
    there = [one("a", line("x", 1.0))._replace(unit=unit) for unit in ("old/dev", "old/prod")]
    here = [one("a", line("x", 1.0))._replace(unit=unit) for unit in ("new/prod", "new/dev")]

    assert [(pair.former.unit, pair.now.unit) for pair in paired(there, here) if pair.former and pair.now] == [
        ("old/prod", "new/prod"),
        ("old/dev", "new/dev"),
    ]


def test_what_stays_where_it_was_has_moved_nowhere() -> None:
    stays = one("a", line("x", 1.0))
    pairs = paired([stays], [stays, stays._replace(unit="live/shop")])

    assert [(pair.former is not None, pair.increase.expected.low) for pair in pairs] == [(True, 0.0), (False, 1.0)]


def word(kind: str, **tags: str) -> Estimate:
    return one(f"{kind}[0]", kind=f"terraform/{kind}", is_free=True, tags=tags)


@pytest.mark.parametrize(
    ("address", "said", "increase"),
    [
        pytest.param("a.x", "a.x", 0.0, id="the same"),
        pytest.param('a.x["k.1"]', "a.x", 0.0, id="one of several"),
        pytest.param("module.m[0].a.x", "module.m", 0.0, id="a whole module"),
        pytest.param("a.xy", "a.x", -1.0, id="another one"),
    ],
)
def test_what_terraform_forgets_is_no_saving(address: str, said: str, increase: float) -> None:
    (pair,) = paired([one(address, line("x", 1.0))], [word("removed", **{"from": said})])

    assert pair.now is None
    assert pair.increase == always(increase)


def test_what_stays_where_it_was_is_not_what_came_elsewhere() -> None:
    stays = one("a", line("x", 1.0), kind="cloudformation/AWS::X", stays=True)
    elsewhere = stays._replace(unit="other")
    here = one("b", kind="cloudformation/AWS::X")

    apart = paired([stays], [elsewhere, here])  # the template stays, and that of `elsewhere` is another one
    together = paired([stays], [elsewhere])  # the template is called otherwise

    assert [(pair.former is not None, pair.increase) for pair in apart if pair.any.address == "a"] == [
        (False, always(1.0)),
        (True, NONE),
    ]
    assert [pair.increase for pair in together] == [NONE]


def test_what_is_forgotten_here_and_imported_there_has_moved() -> None:
    former = one("a.x", line("x", 1.0))
    now = [former._replace(unit="other"), word("removed", **{"from": "a.x"})]
    taken = word("import", to="a.x")._replace(unit="other")

    assert [pair.increase for pair in paired([former], [*now, taken])] == [NONE]
    assert [pair.increase for pair in paired([former], now)] == [always(1.0), NONE]
