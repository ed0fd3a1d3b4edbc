"""What the config says of rules is held against what there is: nothing it says may be without effect in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

POLICY = """policy: house
owner: platform
rules:
  - id: map-with-x
    title: A map holds x
    severity: high
    for: kubernetes/ConfigMap
    forbid: it.data.a == "x"
"""
MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata: {a: x}\n"


def files(config: str) -> dict[str, str]:
    return {
        ".trueline/config.yaml": f"policies: [policies]\n{config}",
        "policies/house.yaml": POLICY,
        "prod/map.yaml": MAP,
        "test/map.yaml": MAP,
    }


def test_a_rule_that_is_off_but_at_one_place_is_judged_there(trueline: Callable, tree: Callable) -> None:
    top = tree(files("rules: {map-with-x: {enabled: false, where: {paths: [prod/**], enabled: true}}}\n"))

    ran = trueline("check", "--no-cache", "--report", "json", cwd=top)

    assert (ran.code, [found["location"]["path"] for found in ran.report["findings"]]) == (1, ["prod/map.yaml"])


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        pytest.param("environments: [prd]", "no environment is called `prd`; known: prod", id="environment"),
        pytest.param("tiers: [gold]", "no tier is called `gold`; known: silver", id="tier"),
    ],
)
def test_a_condition_that_nothing_can_meet_is_refused(
    trueline: Callable, tree: Callable, condition: str, message: str
) -> None:
    where = f"{{where: {{{condition}, unknown: warn}}}}"
    config = f"environments: {{prod: {{tier: silver}}}}\nrules:\n  map-with-x: {where}\n"

    ran = trueline("check", "--no-cache", cwd=tree(files(config)))

    assert ran.code == 2
    assert f".trueline/config.yaml:4:3: `map-with-x`: {message}" in ran.err


def test_what_is_set_for_a_replaced_rule_is_said_to_have_no_effect(trueline: Callable, tree: Callable) -> None:
    written = files("rules: {old-name: off}\n")
    written["policies/house.yaml"] += "  - id: old-name\n    title: As it was called\n    replaced_by: map-with-x\n"

    ran = trueline("check", "--no-cache", "--report", "json", cwd=tree(written))

    assert (ran.code, [note["id"] for note in ran.report["notifications"]]) == (1, ["rule-replaced"])


def test_a_rule_on_what_is_not_read_judges_no_resource_and_says_so(trueline: Callable, tree: Callable) -> None:
    written = files("")
    written["policies/house.yaml"] = POLICY.replace("forbid: it.data.a", "on: signal\n    forbid: signal.subject")

    alone = trueline("check", "--no-cache", cwd=tree(written))
    beside = trueline("check", "--no-cache", "--policy", "builtin", "--report", "json", cwd=tree(written))

    assert alone.code == 2
    assert "no rule that judges resources or contracts is on" in alone.err
    assert "rule-not-judged" in [note["id"] for note in beside.report["notifications"]]
