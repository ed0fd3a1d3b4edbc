"""Costs in the reports for people and programs, and in the tables of ``trueline cost``."""

from __future__ import annotations

import json
from importlib.resources import files

import billed
import hostile
import pytest
import runners
from billed import COSTS, HERE, between, bill, costs, increase, machines, resource, summed, used, without_price
from forges import MENTIONS, READERS
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft202012Validator

from trueline.reporters import cost_table, costs_json, github_summary, markdown, terminal
from trueline.reporters import json as as_json
from trueline.reporters.closing import proof_line
from trueline.reporters.costs import reasons, surely
from trueline.reporters.html import page as html
from trueline.reporters.registry import REPORTERS, load
from trueline.values.bounds import OPEN, Bounds

SCHEMA = json.loads((files("trueline") / "schemas" / "report.json").read_text("utf-8"))
SLOW = settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def report(golden, found=COSTS):
    return golden.EMPTY._replace(costs=found, priced_by=billed.BOOK, base=golden.BASE, head=golden.HEAD)


def words(text):
    return " ".join(text.split())


def by_scope(document, scope):
    return [cost for cost in document["costs"] if cost["scope"] == scope]


def test_nothing_is_said_where_nothing_was_priced(golden):
    texts = {name: load(name).render(golden.EMPTY) for name in REPORTERS if name != "infracost"}

    assert [name for name, text in texts.items() if "a month" in text or "priced" in text] == []


@pytest.mark.parametrize("members", [{}, {"free": 4}], ids=["no resource", "only what is free"])
def test_nothing_is_said_where_nothing_costs_anything(golden, members):
    free = billed.summed("total", "total", [], **members)

    assert "a month" not in terminal.render(report(golden, (free,)))
    assert "Cost" not in markdown.render(report(golden, (free,)))
    assert cost_table.text((free,), "resource", components=True) == cost_table.NOTHING


def test_the_proof_says_what_a_change_costs(golden):
    assert "at least +$475 a month (62 % priced)" in proof_line(report(golden))
    assert "at least $749 a month (62 % priced)" in proof_line(report(golden, HERE))


def test_a_terminal_names_the_changes_that_matter_and_says_how_many_are_not_known(golden):
    text = terminal.render(report(golden))

    assert "module.site.aws_instance.web  +$491" in text
    assert "aws_autoscaling_group.web  +$140; at maximum scale +$2,803" in text
    assert "infra/old.tf (at base)  aws_instance.old  −$31" in text
    assert "… and 2 more (1 of them not known; --verbose" in words(text)
    assert "aws_nat_gateway.n" not in text  # whose usage is not known, but as it was


def test_a_verbose_terminal_names_all(golden):
    text = terminal.render(report(golden), terminal.Options(verbose=True))

    assert "aws_instance.misspelt  not known" in text
    assert "+$1.00 to +$15" in text


def test_a_terminal_without_a_base_says_how_budgets_stand(golden):
    text = words(terminal.render(report(golden, HERE)))

    assert "budget shop | <b> at least $749 of $1,000 a month; at least $3,412 of $3,000 at maximum scale" in text
    assert "aws_instance" not in text


def test_a_terminal_without_base_and_budget_has_the_sum_alone(golden):
    found = tuple(cost for cost in HERE if cost.scope != "budget")
    text = terminal.render(report(golden, found))

    assert [line for line in text.splitlines() if "$" in line] == [
        " read 0 files · 0 of 0 rules applied · at least $749 a month (62 % priced)"
    ]


def test_a_comment_has_the_table_that_people_know(golden):
    text = markdown.render(report(golden))

    assert "| stack `infra` | at least $274 | at least $749 | at least +$475 | at least $3,412 |" in text
    assert "stack `legacy" not in text  # which costs what it did
    assert "| `aws_instance.old` | $31 | $0 | −$31 |  |" in text
    assert "| `aws_instance.api (infra, production)` | $0 | $7.30 | +$7.30 |  |" in text
    assert "| `aws_oddity.x` | nobody has priced `aws_oddity` yet |" in text
    assert "<summary>usage of 1 resource not declared</summary>" in text
    assert "`monthly_data_processed_gb`" in text


def test_a_comment_without_a_base_has_what_there_is(golden):
    text = github_summary.render(report(golden, HERE))

    assert "| a month | expected | at maximum scale |\n|---|--:|--:|\n| **all** | at least $749 |" in text
    assert "with another cost" not in text


def test_a_page_draws_what_a_change_adds_and_saves(golden):
    text = html.render(report(golden))

    assert 'class="f-high" x="0" y="0" width="100.00"' in text
    assert 'class="f-good" x="0" y="0" width="6.32"' in text  # 31.025 of 490.56
    assert "by price book d77f6810cddb0bc6" in text


def test_a_page_counts_what_it_leaves_out(golden, monkeypatch):
    monkeypatch.setattr("trueline.reporters.html.costs.MOST", 2)
    text = html.render(report(golden))

    assert "… and 5 more (--report json)" in text
    assert "<li>… and 1 more (--report json)</li>" in text


def test_json_never_has_a_number_for_what_is_not_exact(golden):
    document = json.loads(as_json.render(report(golden)))
    total, web = document["costs"][0], by_scope(document, "resource")[0]
    group = next(one for one in document["costs"] if one["address"] == "aws_autoscaling_group.web")

    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(document)] == []
    assert total["head"]["expected"] == {"at_least": 749.25, "at_most": None}
    assert web["increase"] == {"least": 490.56, "expected": 490.56, "most": 490.56}
    assert group["head"] == {"least": 140.16, "expected": 140.16, "most": 2803.2}
    assert document["price_book"] == billed.BOOK


def test_json_has_the_bills_of_both_sides(golden):
    found = by_scope(json.loads(as_json.render(report(golden))), "resource")
    bills = {one["address"]: one for one in found}
    web, gone, same = (
        bills[name] for name in ("module.site.aws_instance.web", "aws_instance.old", "aws_nat_gateway.n")
    )

    assert [line["price"]["tiers"] for line in web["components"]] == [[{"from": 0.0, "each": 0.768}]]
    assert [line["amount"]["expected"] for line in web["base_components"]] == [70.08]
    assert (gone["components"], len(gone["base_components"])) == ([], 1)
    assert (len(same["components"]), same["base_components"]) == (2, None)
    assert same["unknown"] == [
        {"address": "aws_nat_gateway.n", "kind": "usage", "reason": billed.UNDECLARED.reason,
         "usage": "monthly_data_processed_gb"}
    ]  # fmt: skip


def test_json_has_limits_of_budgets_and_caps(golden):
    unit = {"name": "order", "volume": 1000.0, "most": 0.5}
    budget = next(cost for cost in COSTS if cost.scope == "budget")
    budget = budget._replace(details={**budget.details, "unit": unit})
    capped = resource(None, billed.WEB)._replace(details={"limit": {"resource": 500.0}, "budget": "shop", "owner": ""})
    document = json.loads(as_json.render(report(golden, (COSTS[0], budget, capped))))

    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(document)] == []
    assert [one["limits"] for one in document["costs"]] == [
        {},
        {"monthly": 1000.0, "worst_case": 3000.0, "increase": 500.0, "unit": unit},
        {"resource": 500.0, "budget": "shop"},
    ]


def test_a_coverage_is_1_only_where_nothing_is_missing():
    assert costs_json.cost_as_json(COSTS[0]._replace(coverage=0.99999))["coverage"] == 0.9999
    assert costs_json.cost_as_json(COSTS[0]._replace(coverage=1.0))["coverage"] == 1.0


def test_costs_alone_are_those_of_the_report(golden):
    alone, whole = json.loads(costs_json.render(report(golden))), json.loads(as_json.render(report(golden)))

    assert alone == {"costs": whole["costs"], "price_book": whole["price_book"]}


def test_a_table_has_a_row_for_each_resource(golden):
    text = cost_table.text(COSTS, "resource", components=False)
    rows = {words(line.partition("  ")[0]): line.split("  ")[-5:] for line in text.splitlines()}

    assert text.splitlines()[1].split() == ["module.site.aws_instance.web", "$561", "$561", "$561", "+$491", "100", "%"]
    assert words(text.splitlines()[2]) == "aws_autoscaling_group.web $140 $140 $2,803 +$140 100 %"
    assert "aws_instance.api (infra, staging)" in rows
    assert "all ≥ $749 ≥ $749 ≥ $3,412 ≥ +$475 62 %" in words(text)
    assert "at least +$475 a month (62 % priced): 5 priced, 3 not fully, 3 free" in text
    assert "  aws_nat_gateway.n: how much is used is not declared: `monthly_data_processed_gb`" in text


def test_a_table_lines_up_whatever_is_in_it():
    wide = (COSTS[0], resource(None, bill("aws_instance.容器", machines(1, 1))), resource(None, billed.GROUP))
    lines = cost_table.text(wide, "resource", components=False).splitlines()[:4]

    assert len(lines[0]) == len(lines[2]) == len(lines[1]) + 2  # its two characters take four cells


@pytest.mark.parametrize("scope", cost_table.SCOPES)
@pytest.mark.parametrize("compares", [True, False])
def test_a_table_can_be_had_by_every_scope(scope, compares):
    found = costs(compares=compares)
    text = cost_table.text(found, scope, components=False)

    assert ("change" in text.splitlines()[0]) is compares
    assert [line for line in text.splitlines() if line.startswith("all ")] != []
    assert text.count("62 %") == 2


def test_components_have_their_quantity_and_price():
    found = (COSTS[0], resource(None, bill("a.b", machines(0.5, 1, 2, 3), used(), between(10, 200), without_price())))
    text = cost_table.text(found, "resource", components=True)

    assert "  Linux on demand, 1,460 hour × 0.5" in text
    assert "  data processed, ? GB × 0.045" in text
    assert "  disk, gp2, ≥ 10 GB-month × 0.1 and other tiers" in text
    assert "  Linux on demand, without a price" in text
    assert "| · Linux on demand, 1,460 hour × 0.5 |" in cost_table.markdown(found, "resource", components=True)


def test_where_not_all_was_judged_the_sum_is_not_known():
    partial = (COSTS[0]._replace(base=None, head=None, increase=None),)

    assert "the sum is not known, since not all was judged" in cost_table.text(partial, "stack", components=False)


@pytest.mark.parametrize("render", [cost_table.text, cost_table.markdown], ids=["text", "markdown"])
@pytest.mark.parametrize("name", ["::error::x", "##[error]x", "a\n::error::x", "##vso[task.complete result=Failed;]x"])
def test_a_build_log_obeys_no_name_in_a_table(render, name):
    missing = bill(name, without_price(gap=billed.UNPRICED._replace(reason=name), name=name), machines(1, 1, name=name))
    found = (summed("total", "total", [(None, missing)]), resource(None, missing))
    text = render(found, "resource", components=True)

    assert text.count("x") >= 5
    assert [*runners.github(text), *runners.azure(text)] == []


@given(report=hostile.reports)
@SLOW
def test_a_build_log_obeys_no_table(report):
    for scope in cost_table.SCOPES:
        for text in (
            cost_table.text(report.costs, scope, components=True),
            cost_table.markdown(report.costs, scope, components=True),
        ):
            text.encode()
            assert runners.github(text) == []
            assert runners.azure(text) == []


@pytest.mark.parametrize("reader", READERS)
@given(report=hostile.reports)
@SLOW
def test_nothing_of_data_is_markup_in_a_table(reader, report):
    page = reader(cost_table.markdown(report.costs, "resource", components=True))

    assert {"p", "table", "thead", "tbody", "tr", "th", "td", "code", "strong", "ul", "li"} >= set(page.tags)
    assert page.links == []
    assert MENTIONS.search("\n".join(page.outside)) is None


def test_usage_keys_that_lack_alike_stand_together():
    two = [billed.UNDECLARED, billed.UNDECLARED._replace(reason="how much is used is not declared: `gb`", name="gb")]

    assert reasons([*two, billed.UNPRICED, *two]) == (
        "how much is used is not declared: `monthly_data_processed_gb`, `gb`; "
        "the price book has no price of aws/ec2 m5.misspelt"
    )


def test_what_is_sure_of_a_figure():
    sure = [surely(bounds) for bounds in (Bounds(5, 9), Bounds(-9, -5), Bounds(-5, 9), OPEN.expected)]

    assert sure == [5, -5, 0, 0]
    assert surely(increase(billed.SPELT, billed.MISSPELT).expected) == 0
