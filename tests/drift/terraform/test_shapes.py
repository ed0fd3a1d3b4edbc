"""Plans and states in the shape of versions of which none was recorded: made here of what 1.6.6 and 1.11.4 wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.drift.terraform.states import snapshot
from tests.drift.terraform.test_recorded import CHANGED, STAYS, content_of, known_of, planned, told

from trueline.drift.terraform import state as state_comparer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EXPECTED = sorted(
    [*CHANGED, *(("reverted", address, path) for _, address, path in CHANGED if (address, path) not in STAYS)]
)
LATE = ("relevant_attributes", "checks", "timestamp", "errored")
"""What plans have said since 1.2, since 1.3 and, the last two, since 1.5."""


def _tofu(value: Any) -> Any:
    """Return what OpenTofu writes: addresses of providers in its own registry."""
    if isinstance(value, dict):
        return {name: _tofu(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_tofu(member) for member in value]
    return value.replace("registry.terraform.io", "registry.opentofu.org") if isinstance(value, str) else value


def _without(names: tuple[str, ...], **more: object) -> Callable[[Any], Any]:
    return lambda plan: {name: value for name, value in plan.items() if name not in names} | more


def _with_actions(plan: Any) -> Any:
    """Return a plan of 1.14 that calls an action of a provider after something changed."""
    trigger = {"action_trigger_event": "AfterUpdate", "triggering_resource_address": "cloud_store.whole"}
    invocation = {"address": "action.cloud_purge.all", "type": "cloud_purge", "name": "all", "config_values": {}}
    return plan | {
        "terraform_version": "1.14.0",
        "action_invocations": [invocation | {"lifecycle_action_trigger": trigger}],
    }


def _with_everything_listed(plan: Any) -> Any:
    """Return a plan of 1.0.1 and before: what did not drift is among what did."""
    still = [one | {"change": one["change"] | {"after": one["change"]["before"]}} for one in plan["resource_changes"]]
    return _without(LATE, format_version="0.2", resource_drift=[*plan["resource_drift"], *still])(plan)


@pytest.mark.parametrize(
    "shape",
    [
        pytest.param(_without(LATE, format_version="0.1", terraform_version="0.15.5"), id="0.15.5"),
        pytest.param(_with_everything_listed, id="1.0.0, which lists all"),
        pytest.param(_without(LATE, format_version="0.2", terraform_version="1.0.11"), id="1.0"),
        pytest.param(_without(LATE, format_version="1.0", terraform_version="1.1.9"), id="1.1"),
        pytest.param(_without(LATE[1:], format_version="1.1", terraform_version="1.2.9"), id="1.2"),
        pytest.param(_without(LATE[2:], format_version="1.1", terraform_version="1.4.7"), id="1.4"),
        pytest.param(_without((), format_version="1.3", terraform_version="1.99.0"), id="one to come"),
        pytest.param(_with_actions, id="1.14 with an action"),
        pytest.param(lambda plan: _tofu(plan) | {"terraform_version": "1.10.6"}, id="OpenTofu"),
    ],
)
def test_a_plan_of_another_shape_tells_the_same(tmp_path: Path, shape: Callable[[Any], Any]) -> None:
    plan = shape(content_of("1.6.6", "plan.json"))
    found = planned(known_of(tmp_path, "1.6.6"), plan)

    assert not found.notifications
    assert told(found) == EXPECTED
    assert {"relevant" in one.details for one in found.drifts if one.kind == "terraform/changed"} == {
        "relevant_attributes" in plan
    }


def test_a_plan_whose_drift_has_no_addresses_is_not_clean(tmp_path: Path) -> None:
    plan = content_of("1.6.6", "plan.json") | {"format_version": "0.1", "terraform_version": "0.15.4"}
    for one in plan["resource_drift"]:
        del one["address"]
    found = planned(known_of(tmp_path, "1.6.6"), plan)

    assert found.inputs[0].state == "partly-read"
    assert len(found.notifications) == len(plan["resource_drift"])


def test_what_a_plan_leaves_for_later_is_not_checked(tmp_path: Path) -> None:
    plan = content_of("1.11.4", "plan.json")
    later = plan["resource_changes"].pop()
    plan |= {"complete": False, "deferred_changes": [{"reason": "provider_config_unknown", "resource_change": later}]}
    found = planned(known_of(tmp_path, "1.11.4"), plan)

    assert [note.id for note in found.notifications] == ["incomplete-plan"]
    assert [one for one in told(found) if one[0] == "unchecked"] == [
        ("unchecked", "", ""),
        ("unchecked", later["address"], ""),
    ]


@pytest.mark.parametrize(
    "shape",
    [
        pytest.param(_tofu, id="OpenTofu"),
        pytest.param(lambda state: state | {"terraform_version": "1.99.0", "more": {}}, id="one to come"),
    ],
)
def test_a_state_of_another_shape_is_what_was_applied(tmp_path: Path, shape: Callable[[Any], Any]) -> None:
    given = shape(content_of("1.11.4", "state.json"))
    found = state_comparer.compare(snapshot(given), known_of(tmp_path, "1.11.4"))

    assert not found.notifications
    assert not told(found)
