"""The built-in rules over contracts: whatever a change breaks is judged by one rule, and by no more."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from trueline.contracts.registry import kinds
from trueline.engine import UnitRelations, judge
from trueline.model.change import Change
from trueline.model.location import Location
from trueline.model.rule import Context
from trueline.model.unit import Unit
from trueline.policies import packs
from trueline.policies.folders import InstalledFiles
from trueline.policies.kinds import RuleIndex
from trueline.run.contracts.facts import fact

NOW = datetime(2026, 6, 1, tzinfo=UTC)
RULES = packs.load(["builtin/contracts"], InstalledFiles("", "")).rules
STORED = ("avro/", "sql/", "kubernetes-crd/")
"""What is kept: no new major version makes it go away."""


def found(kind: str, compatibility: str = "breaking", **details: object) -> list[str]:
    breaks = ("data", "clients") if kind.startswith("avro/") else ("clients",)
    change = Change(kind, "a", "b", compatibility, breaks, Location("f"), details=details)
    defaults = {
        rule.id: {name: schema.get("default") for name, schema in rule.parameters.items()}
        | (
            {"deprecated_releases": 2}
            if "deprecated_releases" in rule.parameters and "deprecated_releases" in details
            else {}
        )
        for rule in RULES
    }
    facts = [fact(change, Unit("x", "f"))]
    judgement = judge(
        facts,
        RuleIndex(RULES, "change").for_resource,
        lambda rule, _: Context(UnitRelations(()), NOW, "", {}, defaults[rule.id]),
    )
    assert not judgement.faults
    assert not judgement.doubts
    return [hit.rule_id for hit in judgement.hits]


@pytest.mark.parametrize("compatibility", ["breaking", "dangerous"])
def test_each_kind_is_judged_by_one_rule_whatever_it_breaks(compatibility: str) -> None:
    judged = {kind: found(kind, compatibility) for kind in kinds()}

    assert {kind: rules for kind, rules in judged.items() if len(rules) != 1} == {}


def test_what_breaks_nobody_is_no_finding() -> None:
    judged = {kind: found(kind, "compatible") for kind in kinds()}

    assert {kind: rules for kind, rules in judged.items() if rules} == {
        "sql/statement-unknown": ["migration-statement-unknown"]
    }


@pytest.mark.parametrize(
    "details",
    [
        pytest.param({"deprecated": True, "sunset": "2026-05-31"}, id="its day is over"),
        pytest.param({"unused": True}, id="nobody uses it"),
        pytest.param({"unreleased": True}, id="no release has it"),
        pytest.param({"deprecated": True, "deprecated_releases": 2}, id="two releases have said so"),
    ],
)
def test_what_is_let_through_in_every_format_but_where_data_stays(details: dict[str, object]) -> None:
    judged = {kind: found(kind, **details) for kind in kinds()}
    kept = set() if "unreleased" in details else {kind for kind in judged if kind.startswith("avro/")}

    assert {kind for kind, rules in judged.items() if rules} == {"sql/statement-unknown", *kept}


@pytest.mark.parametrize(
    "details",
    [
        pytest.param({"deprecated": True}, id="no day"),
        pytest.param({"deprecated": True, "sunset": ""}, id="an empty day"),
        pytest.param({"deprecated": True, "sunset": "2026-06-02"}, id="a day that is to come"),
        pytest.param({"sunset": "2020-01-01"}, id="not deprecated"),
        pytest.param({"deprecated_releases": 1, "deprecated": True}, id="one release is too few"),
        pytest.param({"bump": "minor"}, id="a minor version"),
        pytest.param({"bump": "unknown"}, id="a version that is none"),
        pytest.param({"unused": False, "unreleased": False, "consumers": ["a"]}, id="somebody uses it"),
    ],
)
def test_what_is_not_enough(details: dict[str, object]) -> None:
    judged = {kind: found(kind, **details) for kind in kinds()}

    assert {kind for kind, rules in judged.items() if len(rules) != 1} == set()


def test_a_major_version_lets_through_what_nobody_has_stored() -> None:
    judged = {kind for kind in kinds() if found(kind, bump="major")}

    assert judged == {kind for kind in kinds() if kind.startswith(STORED)}


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        pytest.param("it is text", "it is text (a.b); used by till, shop", id="the message does not say of what"),
        pytest.param("field a.b is text", "field a.b is text; used by till, shop", id="it does"),
        pytest.param("field a.bc is text", "field a.bc is text (a.b); used by till, shop", id="of something else"),
        pytest.param("text is a.b", "text is a.b; used by till, shop", id="at its end"),
    ],
)
def test_the_message_says_once_what_it_is_about_and_who_uses_it(message: str, expected: str) -> None:
    facts = [fact(Change("protobuf/field-type-changed", "a.b", message, "breaking", location=Location("f"),
                         details={"consumers": ["till", "shop"]}), Unit("protobuf", ""))]  # fmt: skip
    judgement = judge(
        facts,
        RuleIndex(RULES, "change").for_resource,
        lambda rule, _: Context(
            UnitRelations(()), NOW, "", {}, {name: schema.get("default") for name, schema in rule.parameters.items()}
        ),
    )

    assert [hit.message for hit in judgement.hits] == [expected]
