from __future__ import annotations

import math
import re

import hostile
import pytest
from billed import COSTS, HERE
from hypothesis import HealthCheck, Phase, given, settings
from prometheus_client.openmetrics.parser import text_string_to_metric_families as read_openmetrics
from prometheus_client.parser import text_string_to_metric_families as read_text

from trueline.model.level import SEVERITIES
from trueline.model.report import ContractRate, Finding, OpenExceptions, Suppression, Tally
from trueline.reporters.exposition import exposition, gauge, info, single
from trueline.reporters.openmetrics import render
from trueline.values.bounds import NONE, OPEN, always
from trueline.version import __version__

TOLD = Finding("a-rule", "high", "soft", "a", "is bad", location=None, blocks=True)
SLOW = settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def series(text, name):
    """Return the samples of one metric by their labels' values, as the parser of Prometheus' own client reads them."""
    families = {family.name: family for family in read_openmetrics(text)}
    if name not in families:
        return {}
    return {tuple(sample.labels.values()): sample.value for sample in families[name].samples}


def keys(families):
    return [(sample.name, *sorted(sample.labels.items())) for family in families for sample in family.samples]


def test_golden(golden, golden_file):
    text = render(golden.GOLDEN).replace(f'version="{__version__}"', 'version="VERSION"')

    assert golden_file("openmetrics.prom") == text


def test_golden_of_figures(golden, golden_file):
    text = render(golden.METRICS).replace(f'version="{__version__}"', 'version="VERSION"')

    assert golden_file("openmetrics-figures.prom") == text


@pytest.mark.parametrize("name", ["GOLDEN", "EMPTY", "CHANGED", "METRICS"])
def test_both_formats_of_prometheus_read_the_same(golden, name):
    text = render(getattr(golden, name))
    families = list(read_openmetrics(text))

    assert keys(families) == keys(read_text(text))
    assert len(set(keys(families))) == len(keys(families)) > 80
    assert text.endswith("\n# EOF\n")


def test_all_are_gauges_without_timestamps_named_as_prometheus_wants(golden):
    families = [*read_openmetrics(render(golden.GOLDEN)), *read_openmetrics(render(golden.METRICS))]

    assert {family.type for family in families} == {"gauge"}
    assert [sample for family in families for sample in family.samples if sample.timestamp is not None] == []
    assert [one.name for one in families if not re.fullmatch(r"trueline_[a-z_]+", one.name)] == []
    assert [one.name for one in families if one.name.endswith(("_total", "_count", "_sum", "_bucket"))] == []
    units = {one.name: one.unit for one in families if one.unit}
    assert {*units.values()} == {"seconds", "ratio"}
    assert [name for name, unit in units.items() if not name.endswith(f"_{unit}")] == []
    ratios = [one.samples[0].value for one in families if one.unit == "ratio"]
    assert [ratio for ratio in ratios if not 0 <= ratio <= 1] == []


def test_every_finding_is_counted_once(golden):
    text = render(golden.GOLDEN)

    assert sum(series(text, "trueline_run_findings").values()) == 6
    assert sum(series(text, "trueline_run_suppressed_findings").values()) == 1
    assert series(text, "trueline_run_suppressed_findings")["exception", "high"] == 1
    assert series(text, "trueline_run_findings")["critical", "new", "hard"] == 2
    assert series(text, "trueline_run_findings")["info", "fixed", "advise"] == 1


def test_one_verdict_is_1(golden):
    found = series(render(golden.EMPTY._replace(verdict="pending")), "trueline_run_verdict")

    assert found == {("passed",): 0, ("failed",): 0, ("incomplete",): 0, ("pending",): 1}


def test_what_waits_blocks_and_is_told_apart(golden):
    text = render(golden.EMPTY._replace(findings=(TOLD, TOLD._replace(pending="EX-2026-aaaa"))))

    assert series(text, "trueline_run_blocking_findings")[("high",)] == 2
    assert series(text, "trueline_run_waiting_findings")[("high",)] == 1


@pytest.mark.parametrize("kind", ["exception", "baseline", "inline"])
def test_what_lets_go_is_told_apart(golden, kind):
    finding = TOLD._replace(blocks=False, suppression=Suppression(kind))

    found = series(render(golden.EMPTY._replace(findings=(finding,))), "trueline_run_suppressed_findings")

    assert {labels for labels, value in found.items() if value} == {(kind, "high")}


def test_answers_of_a_rule_and_none_of_one_that_matched_nothing(golden):
    rules = (
        Tally("a", severity="low", policy="p", owner="web", matched=9, passed=1, failed=2, unknown=3, errors=4,
              not_applicable=5),
        Tally("idle", policy="p"),
    )  # fmt: skip
    text = render(golden.EMPTY._replace(rules=rules))
    labels = ("a", "p", "low")

    assert series(text, "trueline_rule_answers") == {
        (*labels, "passed"): 1,
        (*labels, "failed"): 2,
        (*labels, "unknown"): 3,
        (*labels, "errors"): 4,
        (*labels, "not_applicable"): 5,
    }
    assert series(text, "trueline_rule_matched_facts") == {labels: 9, ("idle", "p", "medium"): 0}
    assert series(text, "trueline_rule_info")[*labels, "advise", "web"] == 1
    assert series(text, "trueline_run_rules") == {("applied",): 1, ("idle",): 1}


def test_rates_of_contracts(golden):
    text = render(golden.METRICS)

    # 2 + 2 of 4 + 2 changes break nobody; 5 + 2 of 8 + 2 answers let them be
    assert series(text, "trueline_contracts_changes_compatible_ratio") == {(): 0.6667}
    assert series(text, "trueline_contracts_checks_passed_ratio") == {(): 0.7}
    assert series(text, "trueline_contracts_changed") == {("openapi", "false"): 1, ("protobuf", "true"): 1}
    assert series(text, "trueline_contract_changes")["api/openapi.json", "openapi", "dangerous"] == 1
    assert series(text, "trueline_contract_checks")['shop/"v1"\\u{a}.proto', "protobuf", "passed"] == 2


def test_a_change_of_many_contracts_makes_no_more_series(golden):
    good = tuple(ContractRate(f"{number}.json", "openapi", 1, 0, 0, 1, checks=1) for number in range(200))
    bad = ContractRate("z.json", "openapi", 1, 1, 0, 0, checks=1)
    text = render(golden.EMPTY._replace(contracts=(*good, bad)))
    named = {labels[0] for labels in series(text, "trueline_contract_changes")}

    assert (len(named), "z.json" in named) == (50, True)
    assert series(text, "trueline_contracts_left_out") == {(): 151}
    assert sum(series(text, "trueline_contracts_changes").values()) == 201


def test_nothing_to_measure_is_no_sample(golden):
    text = render(golden.EMPTY)

    assert "_ratio" not in text
    assert "_median_seconds" not in text
    assert "trueline_run_duration_seconds" not in text
    assert series(text, "trueline_exceptions_renewals") == {(): 0}


def test_labels_that_read_the_same_are_one_series(golden):
    cells = (OpenExceptions("\u202e", "", "high", "pending", 1), OpenExceptions("\\u{202e}", "", "high", "pending", 2))
    metrics = golden.METRICS.metrics._replace(open=cells)

    found = series(render(golden.EMPTY._replace(metrics=metrics)), "trueline_exceptions_open")

    assert found == {("\\u{202e}", "", "high", "pending"): 3}


@pytest.mark.parametrize(
    ("value", "read"),
    [
        pytest.param('a"} 1\nevil 2\n# EOF\n', 'a"} 1\\u{a}evil 2\\u{a}# EOF\\u{a}', id="ends the line"),
        pytest.param("a\\", "a\\", id="a backslash before the quote"),
        pytest.param('\\"', '\\"', id="an escaped quote"),
        pytest.param("\\n", "\\n", id="spelled like a line end"),
        pytest.param("{}=,#", "{}=,#", id="the format's own signs"),
        pytest.param("ünï 容器", "ünï 容器", id="not ASCII"),
        pytest.param("\u202e\x00\udce9", "\\u{202e}\\u{0}\\u{dce9}", id="hidden"),
        pytest.param("##[error]", "##\\[error]", id="a runner's command"),
        pytest.param("a" * 1000, "a" * 299 + "…", id="long"),
        pytest.param("", "", id="empty"),
    ],
)
def test_a_label_survives_and_breaks_nothing(value, read):
    text = exposition([gauge("m", "Says.", [({"a": value, "b": "x"}, 1)])])

    assert series(text, "m") == {(read, "x"): 1}
    assert text.count("\n") == 4


@pytest.mark.parametrize(
    ("value", "spelled"),
    [
        pytest.param(True, "1", id="bool"),
        pytest.param(3.0, "3", id="whole"),
        pytest.param(0.1, "0.1", id="fraction"),
        pytest.param(1e-7, "1e-07", id="small"),
        pytest.param(math.inf, "+Inf", id="infinite"),
        pytest.param(-math.inf, "-Inf", id="infinitely little"),
        pytest.param(math.nan, "NaN", id="no number"),
    ],
)
def test_a_number_is_spelled_as_the_format_does(value, spelled):
    text = exposition([single("m", "Says.", value)])

    assert text.splitlines()[-2:] == [f"m {spelled}", "# EOF"]
    assert series(text, "m") == pytest.approx({(): float(value)}, nan_ok=True)


def test_an_info_stays_1():
    assert series(exposition([info("m_info", "Says.", [{"a": "x"}, {"a": "x"}])]), "m_info") == {("x",): 1}


@given(report=hostile.reports)
@SLOW
def test_hostile_text_makes_no_other_series(report):
    text = render(report)
    families = list(read_openmetrics(text))

    assert keys(families) == keys(read_text(text))
    assert len(set(keys(families))) == len(keys(families))
    assert {sample.labels["severity"] for one in families for sample in one.samples if "severity" in sample.labels} == {
        *SEVERITIES
    }
    named = {tally.id for tally in report.rules}
    assert len(series(text, "trueline_rule_matched_facts")) <= max(len(report.rules), len(named))


def test_costs_are_lower_bounds_and_say_whether_they_are_exact(golden):
    text = render(golden.EMPTY._replace(costs=COSTS))
    monthly = series(text, "trueline_cost_monthly")
    exact = series(text, "trueline_cost_monthly_exact")

    assert monthly["total", "total", "USD", "most"] == 3412.29
    assert (monthly["environment", "production", "USD", "expected"], exact["total", "total", "USD", "expected"]) == (
        7.3,
        0,
    )
    assert exact["environment", "production", "USD", "expected"] == 1
    assert series(text, "trueline_cost_increase_monthly")["budget", "shop | <b>", "USD", "expected"] == 475.135
    assert series(text, "trueline_cost_priced_ratio")["total", "total", "USD"] == 0.625


def test_costs_have_no_series_where_nothing_was_priced_or_compared(golden):
    assert "trueline_cost" not in render(golden.EMPTY)
    assert "trueline_cost_increase_monthly" not in render(golden.EMPTY._replace(costs=HERE))


def test_an_increase_without_a_lower_bound_has_no_sample(golden):
    total = COSTS[0]._replace(increase=NONE.minus(OPEN))

    assert series(render(golden.EMPTY._replace(costs=(total,))), "trueline_cost_increase_monthly") == {}


def test_a_flood_of_stacks_has_no_flood_of_series(golden):
    stack = next(cost for cost in COSTS if cost.scope == "stack")
    many = [stack._replace(address=f"stack {number}", head=always(number)) for number in range(60)]
    text = render(golden.EMPTY._replace(costs=(COSTS[0], *many)))

    found = {address for scope, address, *_ in series(text, "trueline_cost_monthly") if scope == "stack"}
    assert found == {f"stack {number}" for number in range(10, 60)}
    assert series(text, "trueline_cost_left_out")[("stack",)] == 10
