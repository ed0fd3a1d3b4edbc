"""The table of kinds: each answer for requests is its mirror's for responses, or says why not."""

from __future__ import annotations

import pytest

from trueline.contracts.schema import RULES
from trueline.contracts.schema.difference import CHANGES, NARROWS, NOTHING, WIDENS
from trueline.contracts.schema.rules import answer
from trueline.contracts.schema.titles import TITLES


@pytest.mark.parametrize("kind", RULES)
def test_a_rule_has_its_mirror_or_a_reason(kind: str) -> None:
    rule, mirror = RULES[kind], RULES[RULES[kind].mirror]

    assert kind == mirror.mirror
    assert rule.effect.inverse == mirror.effect
    is_mirrored = (rule.request, rule.response) == (mirror.response, mirror.request)
    assert is_mirrored or rule.reason or mirror.reason


@pytest.mark.parametrize("kind", RULES)
def test_what_breaks_requests_narrows_and_what_breaks_responses_widens(kind: str) -> None:
    rule = RULES[kind]

    assert rule.effect.narrows or rule.request != "breaking" or rule.reason
    assert rule.effect.widens or rule.response != "breaking" or rule.reason


def test_every_kind_has_a_title() -> None:
    assert set(RULES) == set(TITLES)


def test_in_both_directions_the_worse_answer_counts() -> None:
    assert {"breaking"} == {RULES[kind].compatibility("both") for kind in ("type-narrowed", "type-widened")}


@pytest.mark.parametrize(
    ("kind", "effect", "details", "answers"),
    [
        pytest.param(
            "pattern-changed", NARROWS, {}, ("breaking", "compatible"), id="all values that were allowed are known"
        ),
        pytest.param(
            "pattern-changed", WIDENS, {}, ("compatible", "breaking"), id="all that are allowed now are known"
        ),
        pytest.param("pattern-changed", CHANGES, {}, ("breaking", "breaking"), id="neither is known"),
        pytest.param("property-added", NARROWS, {"open_model": True}, ("compatible", "compatible"), id="open"),
        pytest.param("property-added", NARROWS, {}, ("breaking", "compatible"), id="others were described"),
        pytest.param("property-added", WIDENS, {}, ("compatible", "dangerous"), id="closed"),
        pytest.param("property-removed", NARROWS, {}, ("breaking", "dangerous"), id="closed now"),
        pytest.param("property-removed", NOTHING, {}, ("dangerous", "dangerous"), id="nothing but the name"),
        pytest.param("property-removed", NARROWS, {"read_only": True}, ("compatible", "dangerous"), id="never sent"),
        pytest.param(
            "required-property-removed", WIDENS, {"write_only": True}, ("dangerous", "compatible"), id="never read"
        ),
    ],
)
def test_what_is_known_of_a_change_decides(kind: str, effect: object, details: object, answers: object) -> None:
    assert answers == (answer(kind, effect, details, "request"), answer(kind, effect, details, "response"))
