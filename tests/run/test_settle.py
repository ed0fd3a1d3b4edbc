"""What was found becomes findings: who decides, what is new, what blocks, and the verdict."""

from __future__ import annotations

from datetime import date

import pytest

from trueline.engine import Count, Doubt, Hit
from trueline.model.location import Location, Region
from trueline.model.report import Finding, Input, Notification, Suppression
from trueline.model.rule import Rule
from trueline.model.settings import Environment, Override, Settings
from trueline.run.settle import Bench, findings, is_complete, tallies, unknowns, verdict

HERE = Location("infra/main.tf", region=Region(3, 1, 3, 5))
TODAY = date(2026, 11, 23)


def rule(**changes) -> Rule:
    plain = Rule("a-rule", "A title", "a-policy", HERE, lambda *_: (), ("terraform/*",), severity="high")
    return plain._replace(**changes)


def bench(*overrides: Override, one: Rule | None = None, **settings) -> Bench:
    return Bench([one or rule()], Settings(overrides=overrides, **settings), TODAY)


def hit(identity: str = "aa", *, unit: str = "infra", path: str = "infra/main.tf", environment: str = "") -> Hit:
    place = HERE._replace(path=path)
    return Hit("a-rule", "terraform/x", "x.y", "bad", place, (), identity * 32, unit, environment)


@pytest.mark.parametrize(
    ("profile", "severity", "expected"),
    [
        pytest.param("prototype", "critical", "advise", id="a prototype blocks nothing"),
        pytest.param("recommended", "critical", "soft", id="recommended blocks critical"),
        pytest.param("recommended", "medium", "advise", id="recommended advises medium"),
        pytest.param("strict", "critical", "hard", id="strict lets no exception be made"),
        pytest.param("strict", "medium", "soft", id="strict blocks medium"),
        pytest.param("strict", "low", "advise", id="strict advises low"),
    ],
)
def test_a_profile_decides_where_nobody_else_does(profile: str, severity: str, expected: str) -> None:
    assert bench(one=rule(severity=severity), profile=profile).standing("a-rule").enforcement == expected


def test_the_rule_goes_before_the_profile_and_the_config_before_the_rule() -> None:
    one = rule(enforcement="hard")

    assert bench(one=one).standing("a-rule").enforcement == "hard"
    assert bench(Override("a-*", enforcement="advise"), one=one).standing("a-rule").enforcement == "advise"


def test_a_prototype_caps_even_what_is_hard() -> None:
    assert bench(one=rule(enforcement="hard"), profile="prototype").standing("a-rule").enforcement == "advise"


def test_a_rule_advises_until_its_date() -> None:
    assert bench(one=rule(starts=date(2026, 11, 24))).standing("a-rule").enforcement == "advise"
    assert bench(one=rule(starts=TODAY)).standing("a-rule").enforcement == "soft"


def test_a_new_severity_changes_what_the_profile_says() -> None:
    assert bench(Override("a-rule", severity="low")).standing("a-rule").enforcement == "advise"


def test_an_alias_names_the_rule_too() -> None:
    one = rule(aliases=("CKV_AWS_20",))

    assert not bench(Override("CKV_AWS_20", enabled=False), one=one).standing("a-rule").enabled


@pytest.mark.parametrize(
    ("condition", "path", "environment", "expected"),
    [
        pytest.param({"paths": ("dev/**",)}, "dev/main.tf", "", "advise", id="its path"),
        pytest.param({"paths": ("dev/**",)}, "prod/main.tf", "", "soft", id="another path"),
        pytest.param({"environments": ("staging",)}, "a.tf", "staging", "advise", id="its environment"),
        pytest.param({"tiers": ("test",)}, "a.tf", "staging", "advise", id="its tier"),
        pytest.param({"tiers": ("production",)}, "a.tf", "staging", "soft", id="another tier"),
        pytest.param({"paths": ("dev/**",), "tiers": ("x",)}, "dev/a.tf", "staging", "soft", id="all must hold"),
    ],
)
def test_a_condition_of_the_config_holds_at_its_place(condition, path, environment, expected) -> None:
    settled = bench(
        Override("a-rule", enforcement="advise", **condition), environments=(Environment("staging", tier="test"),)
    )

    assert settled.standing("a-rule", path, environment).enforcement == expected


def test_without_a_base_everything_is_new_and_blocks() -> None:
    found = findings([hit()], bench())

    assert [(finding.status, finding.blocks) for finding in found] == [("new", True)]


def test_with_a_base_only_what_is_new_blocks() -> None:
    found = findings([hit("aa"), hit("bb")], bench(), base=[hit("aa"), hit("cc")])

    assert sorted((finding.status, finding.blocks) for finding in found) == [
        ("fixed", False),
        ("new", True),
        ("unchanged", False),
    ]


def test_block_all_blocks_what_was_there_before() -> None:
    assert findings([hit()], bench(), base=[hit()], block="all")[0].blocks


def test_a_rule_that_is_off_at_a_place_finds_nothing_there() -> None:
    settled = bench(Override("a-rule", enabled=False, paths=("infra/**",)))

    assert findings([hit(), hit("bb", path="other/main.tf")], settled) == findings(
        [hit("bb", path="other/main.tf")], settled
    )


@pytest.mark.parametrize(
    ("overrides", "expected"),
    [
        pytest.param([], True, id="nothing said"),
        pytest.param([Override("a-rule", enabled=False)], False, id="off"),
        pytest.param([Override("a-rule", enabled=False, paths=("infra/**",))], True, id="off at a place"),
        pytest.param(
            [Override("a-rule", enabled=False), Override("a-rule", enabled=True, paths=("infra/**",))],
            True,
            id="off, and on at a place",
        ),
    ],
)
def test_a_rule_is_asked_where_it_may_be_on(overrides: list[Override], expected: bool) -> None:
    assert bench(*overrides).is_asked("a-rule") == expected


def test_of_equal_subjects_the_first_keeps_its_fingerprint() -> None:
    alone = findings([hit()], bench())[0].fingerprint
    both = {finding.fingerprint for finding in findings([hit(), hit(unit="other")], bench())}

    assert len(both) == 2
    assert alone in both


def test_a_moved_file_is_no_new_finding() -> None:
    found = findings([hit(path="infra/b.tf")], bench(), base=[hit(path="infra/a.tf")])

    assert [finding.status for finding in found] == ["unchanged"]


@pytest.mark.parametrize(("there", "here"), [("a", "b"), ("ab", "cd"), ("ab", "bc"), ("ab", "ac"), ("ab", "c")])
def test_what_moves_into_another_unit_is_no_new_finding(there: str, here: str) -> None:
    base, head = [hit(unit=unit) for unit in there], [hit(unit=unit) for unit in here]
    was = dict(zip(sorted(set(here) - set(there)), sorted(set(there) - set(here)), strict=False))
    found = findings(head, bench(), base=base, stood=lambda one: was.get(one.unit, one.unit))

    assert [finding.status for finding in found if finding.status != "fixed"] == ["unchanged"] * len(here)


def test_what_looks_the_same_and_did_not_move_is_a_new_finding() -> None:
    found = findings([hit(unit="b")], bench(), base=[hit(unit="a")])

    assert [finding.status for finding in found] == ["new", "fixed"]
    assert len({finding.fingerprint for finding in found}) == 2


def test_a_copy_in_another_unit_is_a_new_finding() -> None:
    found = findings([hit(unit="a.yaml"), hit(unit="b.yaml")], bench(), base=[hit(unit="a.yaml")])

    assert sorted(finding.status for finding in found) == ["new", "unchanged"]


@pytest.mark.parametrize(
    ("settings", "severity", "expected"),
    [
        pytest.param({}, "high", [False], id="recommended warns"),
        pytest.param({"profile": "strict"}, "high", [True], id="strict fails for high"),
        pytest.param({"profile": "strict"}, "medium", [False], id="strict warns for medium"),
        pytest.param({"unknown": "ignore"}, "high", [], id="ignored"),
        pytest.param({"unknown": "fail"}, "high", [True], id="the config says fail"),
        pytest.param({"unknown": "fail"}, "low", [False], id="an advising rule never blocks"),
    ],
)
def test_what_an_unknown_means(settings, severity: str, expected: list[bool]) -> None:
    doubt = Doubt("a-rule", "x.y", HERE, ("var.a ← not set",))

    assert [answer.blocks for answer in unknowns([doubt], bench(one=rule(severity=severity), **settings))] == expected


def test_the_proof_of_evaluation_names_rules_that_matched_nothing() -> None:
    assert [tally.matched for tally in tallies(bench(), [])] == [0]
    assert tallies(bench(), [{"a-rule": Count(2, 1, 1)}, {"a-rule": Count(1, 1)}])[0].matched == 3


@pytest.mark.parametrize(
    ("inputs", "notifications", "expected"),
    [
        pytest.param([Input("a.tf", "terraform", "read")], [], True, id="all read"),
        pytest.param([Input("a.tf", "terraform", "unreadable")], [], False, id="a claimed input that is not readable"),
        pytest.param([Input("a.tf", "terraform", "partly-read")], [], False, id="a claimed input that is partly read"),
        pytest.param([Input("a.json", "", "unreadable")], [], True, id="nobody's file"),
        pytest.param([], [Notification("error", "x", "y")], False, id="an error"),
        pytest.param([], [Notification("warning", "x", "y")], True, id="a warning"),
    ],
)
def test_what_makes_a_run_incomplete(inputs, notifications, expected: bool) -> None:
    assert is_complete(inputs, notifications) is expected


def test_the_verdict_and_its_exit_code() -> None:
    blocking = findings([hit()], bench())
    advising = findings([hit()], bench(profile="prototype"))

    assert verdict([], [], complete=True) == ("passed", 0)
    assert verdict(advising, [], complete=True) == ("passed", 0)
    assert verdict(blocking, [], complete=False) == ("failed", 1)
    assert verdict(advising, [], complete=False) == ("incomplete", 3)


def test_what_cannot_be_told_has_one_order_whatever_order_it_was_found_in() -> None:
    doubts = [Doubt("a-rule", subject, HERE, (reason,)) for subject in ("x.b", "x.a", "x.c") for reason in ("2", "1")]
    found = [unknowns(order, bench()) for order in (doubts, doubts[::-1])]

    assert [(one.subject, one.reasons) for one in found[0][:3]] == [("x.a", ("1",)), ("x.a", ("2",)), ("x.b", ("1",))]
    assert found[0] == found[1]


def test_what_is_released_does_not_change_what_is_new() -> None:
    def release(given: Hit, finding: Finding) -> Finding:
        return finding._replace(blocks=False, suppression=Suppression("inline", given.message))

    found = findings([hit("aa"), hit("bb")], bench(), base=[hit("aa"), hit("cc")], release=release)

    assert sorted((one.status, one.blocks, one.suppression is not None) for one in found) == [
        ("fixed", False, False),
        ("new", False, True),
        ("unchanged", False, True),
    ]


@pytest.mark.parametrize(
    ("override", "expected"),
    [
        pytest.param(Override("a-rule", suppressions="forbid"), False, id="forbidden"),
        pytest.param(Override("a-rule", suppressions="allow"), True, id="allowed"),
        pytest.param(Override("a-rule", suppressions="forbid", paths=("prod/**",)), True, id="forbidden elsewhere"),
    ],
)
def test_the_config_says_where_marks_count(override: Override, expected: bool) -> None:
    assert bench(override).standing("a-rule", "infra/main.tf").may_be_marked is expected
