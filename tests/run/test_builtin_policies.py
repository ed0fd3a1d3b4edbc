from __future__ import annotations

import pytest

from trueline.policies.folders import InstalledFiles, builtin_folder
from trueline.policies.packs import BUILTIN
from trueline.run.policy_tests import find_policies, run_policy

POLICIES = find_policies([BUILTIN], InstalledFiles("", ""))
FOLDER = builtin_folder()[0]


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.removeprefix(BUILTIN + "/"))
def test_a_built_in_policy_finds_what_its_tests_mark_and_nothing_else(policy: str) -> None:
    result = run_policy(FOLDER + policy.removeprefix(BUILTIN), POLICIES[policy])

    assert [f"{failure.place}: {failure.message}" for failure in result.failures] == []


def test_every_rule_says_what_is_wrong_and_what_to_do() -> None:
    rules = [rule for rules in POLICIES.values() for rule in rules]

    assert [rule.id for rule in rules if not (rule.fix and rule.references and rule.severity and rule.tags)] == []
