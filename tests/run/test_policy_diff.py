"""The parts of the policy diff by themselves: findings side by side, settings in words, work in a process apart."""

from __future__ import annotations

import os
import time

import pytest

from trueline.model.location import Location, Region
from trueline.model.policy_diff import Added, Counts, NotEvaluated, Released
from trueline.model.report import Finding, Suppression
from trueline.model.settings import Against, Consumer, ContractSettings, Environment, Settings
from trueline.run.policy_diff import wire
from trueline.run.policy_diff.apart import UnfinishedError, apart
from trueline.run.policy_diff.effects import Judged, compare
from trueline.run.policy_diff.settings import setting_changes


def finding(rule: str = "rule", line: int = 1, path: str = "a.tf", **fields) -> Finding:
    place = Location(path, "", Region(line, 1, line, 2))
    given = {"severity": "high", "enforcement": "soft", "subject": "it", "message": "bad", "location": place, **fields}
    return Finding(rule, **given)


def effects(before, after, today=None, *, forgives: bool = False):
    """Return how findings go and come, as (rule, line, how, words)."""
    found = compare(Judged(before, after, today or before, lambda _: ("gone", ""), forgives=forgives))
    return tuple(
        [(one.finding.rule_id, one.finding.location.region.start_line, one.how, one.said) for one in some]
        for some in found
    )


BASELINE = Suppression("baseline", "known")


@pytest.mark.parametrize(
    ("before", "after", "goes", "comes"),
    [
        pytest.param([finding()], [finding()], [], [], id="the same"),
        pytest.param([finding()], [], [("rule", 1, "gone", "")], [], id="gone"),
        pytest.param([], [finding()], [], [("rule", 1, "new", "")], id="new"),
        pytest.param([finding(suppression=BASELINE)], [], [], [], id="nobody misses what was let go"),
        pytest.param([], [finding(suppression=BASELINE)], [], [], id="nobody meets what is let go"),
        pytest.param(
            [finding()], [finding(suppression=BASELINE)], [("rule", 1, "suppressed", "baseline")], [], id="let go"
        ),
        pytest.param([finding(suppression=BASELINE)], [finding()], [], [("rule", 1, "stands", "")], id="not any more"),
        pytest.param(
            [finding()], [finding(enforcement="advise")], [("rule", 1, "advises", "soft → advise")], [], id="advises"
        ),
        pytest.param(
            [finding(enforcement="advise")], [finding()], [], [("rule", 1, "blocks", "advise → soft")], id="blocks"
        ),
        pytest.param(
            [finding()], [finding(severity="low")], [("rule", 1, "lowered", "high → low")], [], id="counts for less"
        ),
        pytest.param(
            [finding(enforcement="hard")], [finding()], [("rule", 1, "lowered", "hard → soft")], [],
            id="could be let go",
        ),
        pytest.param(
            [finding()], [finding(severity="critical")], [], [("rule", 1, "raised", "high → critical")], id="more"
        ),
        pytest.param([finding()], [finding(message="worse")], [], [], id="other words"),
        pytest.param([finding(line=1)], [finding(line=2)], [], [], id="it points elsewhere"),
        pytest.param(
            [finding(line=1), finding(line=2)], [finding(line=2)], [("rule", 1, "gone", "")], [], id="one of two"
        ),
        pytest.param(
            [finding(path="a.tf"), finding(path="b.tf", line=2)], [finding(path="b.tf", line=2)],
            [("rule", 1, "gone", "")], [], id="the one in the other file",
        ),
    ],
)  # fmt: skip
def test_how_findings_go_and_come(before, after, goes, comes):
    assert effects(before, after) == (comes, goes)


def test_what_blocks_today_is_told_as_it_stands_and_first():
    plain = [finding("a"), finding("b", severity="critical")]
    today = [
        finding("a", blocks=True),
        finding("b", severity="critical", status="unchanged"),
        finding("c", status="fixed"),
    ]
    found = compare(Judged(plain, [], today, lambda _: ("off", "")))

    assert [(one.finding.rule_id, one.blocks, one.finding.status) for one in found.released] == [
        ("a", True, "new"),
        ("b", False, "unchanged"),
    ]


def test_what_is_known_at_base_may_be_forgiven():
    today = [finding(status="unchanged", blocks=True)]

    assert effects([finding()], [finding()], today, forgives=True) == ([], [("rule", 1, "known", "block: all → new")])
    assert effects([finding()], [finding()], today) == ([], [])


def test_effects_survive_the_way_out_of_the_process():
    full = finding(
        related=(Location("b.tf", "abc", None, "here"),),
        suppression=Suppression("inline", "why", "id", "2027-01-01", Location("a.tf", "", Region(1, 1, 1, 5))),
        references=("https://example.org",),
        refusals=("no",),
        message="\udcff \u202e",
    )
    outcome = wire.Outcome(
        (Added(full, "new"),),
        (Released(full, "off", "said"),),
        Counts(1, 2, 3, 4, 5, 6, 7, 8),
        (NotEvaluated("a", "b"),),
    )

    assert wire.load(wire.dump(outcome)) == outcome


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({}, {"unknown": "ignore"}, ("unknown", "not set → ignore")),
        ({"exclude": ("a", "b")}, {"exclude": ("b", "a")}, ("paths.exclude", "another order")),
        ({"exclude": ("a",)}, {"exclude": ("b",)}, ("paths.exclude", "adds `b`; removes `a`")),
        ({}, {"exclude": tuple("abcdefg")}, ("paths.exclude", "adds `a`, `b`, `c`, `d`, `e` and 2 more")),
        ({}, {"largest_file": 9_000_000}, ("limits.file-bytes", "5,000,000 → 9,000,000")),
        ({"environments": (Environment("dev"),)}, {"environments": (Environment("dev", "x"),)},
         ("environments", "changes `dev`")),
        ({}, {"contracts": ContractSettings(Against(("v*",), "v1", 3))},
         ("contracts.against", "no releases → releases `v*` from v1, the newest 3")),
        ({}, {"contracts": ContractSettings(database="postgresql", database_version=(14,))},
         ("contracts.database", "not set → postgresql 14")),
        ({}, {"contracts": ContractSettings(consumers=(Consumer("web"),))}, ("contracts.consumers", "adds `web`")),
        ({"contracts": ContractSettings(versions={"a": "b"})}, {}, ("contracts.version", "removes `a`")),
    ],
)  # fmt: skip
def test_settings_in_words(before, after, said):
    found = setting_changes(Settings(**before), Settings(**after), {})

    assert [(one.name, one.said) for one in found] == [said]


def test_work_apart_gives_what_it_gives():
    assert apart(lambda: "é" * 1_000_000, 30) == "é" * 1_000_000


def _refuse() -> str:
    raise UnfinishedError("not so")


def _crash() -> str:
    os._exit(7)


def _sleep() -> str:
    time.sleep(60)
    return ""


def _eat() -> str:
    return str(len([bytes(1 << 30) for _ in range(16)]))


@pytest.mark.parametrize(
    ("work", "seconds", "said"),
    [
        pytest.param(_refuse, 30, "not so", id="it says why"),
        pytest.param(_crash, 30, "the process that judged it ended before its time", id="the process is gone"),
        pytest.param(_sleep, 0.2, "it took longer than 0.2 s", id="it takes for ever"),
        pytest.param(_eat, 30, "it took too much memory", id="it eats memory"),
        pytest.param(lambda: str(1 // 0), 30, "ZeroDivisionError: ", id="a mistake of ours"),
    ],
)
def test_work_apart_that_comes_to_no_good_end(work, seconds, said):
    with pytest.raises(UnfinishedError, match=said):
        apart(work, seconds)
