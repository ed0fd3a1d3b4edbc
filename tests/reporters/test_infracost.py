from __future__ import annotations

import json
from decimal import Decimal

from trueline.reporters import infracost


def test_golden(golden, golden_file) -> None:
    assert infracost.render(golden.GOLDEN) == golden_file("infracost.json")


def test_amounts_are_decimal_texts_that_add_up(golden) -> None:
    page = json.loads(infracost.render(golden.GOLDEN))
    past, now, grown = (
        Decimal(page[name]) for name in ("pastTotalMonthlyCost", "totalMonthlyCost", "diffTotalMonthlyCost")
    )

    assert now - past == grown
    assert sum(Decimal(project["breakdown"]["totalMonthlyCost"]) for project in page["projects"]) == now
    for project in page["projects"]:
        for resource in project["breakdown"]["resources"]:
            known = [
                Decimal(one["monthlyCost"]) for one in resource["costComponents"] if one["monthlyCost"] is not None
            ]
            assert sum(known) == Decimal(resource["monthlyCost"] or 0)


def test_what_is_not_known_is_null_and_not_zero(golden) -> None:
    page = json.loads(infracost.render(golden.GOLDEN))
    (through,) = [
        component
        for resource in page["projects"][0]["breakdown"]["resources"]
        for component in resource["costComponents"]
        if component["name"] == "data processed"
    ]

    assert through["monthlyQuantity"] is through["monthlyCost"] is None
    assert through["usageBased"] is True


def test_without_a_base_there_is_no_difference(golden) -> None:
    alone = tuple(cost._replace(base=None, increase=None, former=None) for cost in golden.COSTS)
    page = json.loads(infracost.render(golden.GOLDEN._replace(costs=alone)))

    assert page["diffTotalMonthlyCost"] is page["pastTotalMonthlyCost"] is None
    assert page["projects"][0]["diff"] is None


def test_of_nothing_there_is_an_empty_page(golden) -> None:
    assert json.loads(infracost.render(golden.EMPTY))["totalMonthlyCost"] == "0"
