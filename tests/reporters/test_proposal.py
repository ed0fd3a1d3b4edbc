"""What a change proposes for the gate, in every report that says it; the texts are its own, so they are hostile."""

from __future__ import annotations

import json

import pytest

from trueline.model.location import Location, Region
from trueline.model.policy_diff import (
    Added,
    Counts,
    GateFile,
    NotEvaluated,
    PolicyDiff,
    Released,
    RuleChange,
    SettingChange,
)
from trueline.reporters import json as json_report
from trueline.reporters import markdown, proposal, terminal
from trueline.reporters.html import page as html
from trueline.reporters.page import Options

PLACE = Location(".trueline/config.yaml", "", Region(3, 3, 3, 9))
EVIL = "<script>alert(1)</script> | @everyone \u202e\x1b[31m"
NOTHING = PolicyDiff(files=(GateFile(".trueline/notes.md", "added", "other"),))


@pytest.fixture
def full(golden):
    finding = golden.GOLDEN.findings[0]._replace(message=EVIL, blocks=True)
    return PolicyDiff(
        settings=(SettingChange("profile", "recommended → prototype", PLACE),),
        rules=(RuleChange("rule-a", "off", (), PLACE), RuleChange("rule-b", "changed", (EVIL,))),
        would_add=(Added(finding, "raised", "low → high"),),
        would_release=(Released(finding, "off"),) * 30,
        not_evaluated=(NotEvaluated("policies/<b>.py", EVIL),),
        files=(GateFile("policies/<b>.py", "changed", "policy", "3 → 4 lines"),),
        counts=Counts(released=1_200, released_blocking=30, raised=1),
    )


def test_one_sentence(full):
    assert proposal.glance(full) == (
        "once merged, this change would turn off 1 rule, change 1 rule and 1 setting, "
        "let go 1,200 findings (30 block today) and raise 1 finding"
    )
    assert proposal.loosens(full)


@pytest.mark.parametrize(
    ("diff", "said", "loosens"),
    [
        (NOTHING, "change 1 file of the gate, and no rule or setting", False),
        (PolicyDiff(not_evaluated=(NotEvaluated("a.py", "python"),)), "change rules that are not evaluated", True),
        (
            PolicyDiff(settings=(SettingChange("profile", "x"),), complete=False),
            "change 1 setting; what that does to findings could not be told",
            True,
        ),
        (PolicyDiff(rules=(RuleChange("a", "removed"),) * 2), "remove 2 rules", True),
        (
            PolicyDiff(rules=(RuleChange("a", "added"),), counts=Counts(added=3, added_blocking=1)),
            "add 1 rule and add 3 findings (1 of a rule that blocks)",
            False,
        ),
        (
            PolicyDiff(settings=(SettingChange("unknown", "x"),), counts=Counts(unknowns_released=2)),
            "change 1 setting and let go 2 unknown answers that may block",
            True,
        ),
    ],
)
def test_other_sentences(diff, said, loosens):
    assert proposal.glance(diff) == f"once merged, this change would {said}"
    assert proposal.loosens(diff) is loosens


def test_terminal(golden, full):
    report = golden.GOLDEN._replace(policy_diff=full)
    text = terminal.render(report, Options(width=200))
    every = terminal.render(report, Options(width=200, verbose=True))

    assert text.index("once merged, this change would turn off 1 rule") < text.index(" failed")
    assert "rule off  rule-a" in text
    assert "… and 1,195 more findings (--verbose or --report json)" in text
    assert every.count("would go  ") == 30
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_markdown(golden, full):
    text = markdown.render(golden.GOLDEN._replace(policy_diff=full))

    assert "⚠️ Once merged, this change would turn off 1 rule" in text
    assert "| rule off | `rule-a` |  | `.trueline/config.yaml:3:3` |" in text
    assert "<summary>1,200 findings would go, or count for less</summary>" in text
    assert "… and 1,170 more in the whole report" in text
    assert "<script>" not in text.replace("`<script>alert(1)</script>`", "")
    assert "\u202e" not in text


def test_html(golden, full):
    text = html.render(golden.GOLDEN._replace(policy_diff=full))

    assert 'id="policies"' in text
    assert "1,200 would go, or count for less" in text
    assert "<script>alert" not in text
    assert 'id="policies"' not in html.render(golden.GOLDEN)


def test_json(golden, full):
    data = json.loads(json_report.render(golden.GOLDEN._replace(policy_diff=full)))["policy_diff"]

    assert data["counts"]["released"] == 1_200
    assert len(data["would_release"]) == 30
    assert data["rules"][0] == {
        "rule_id": "rule-a",
        "move": "off",
        "details": [],
        "location": {"path": PLACE.path, "revision": "", "region": PLACE.region._asdict()},
    }


def test_nothing_is_said_where_nothing_is_proposed(golden):
    for render in (terminal.render, markdown.render, html.render):
        assert "once merged" not in render(golden.GOLDEN).lower()
