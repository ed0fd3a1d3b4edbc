"""What differs because a change says otherwise: of each source, held against what base and head declare."""

from __future__ import annotations

import pytest

from trueline.drift.declared import Declared
from trueline.model.drift import Drift
from trueline.model.location import Location
from trueline.model.resource import Place, Resource
from trueline.model.settings import Settings
from trueline.model.unit import Extract, Unit
from trueline.run.drifts.changing import told_apart

HERE = Location("main.tf")


def declared(**values: object) -> Declared:
    """Return a tree that declares a value at each address; ``_`` stands for a dot."""
    resources = tuple(
        Resource(
            kind="kubernetes/X",
            address=name.replace("_", "."),
            name=name,
            value=value,
            locate=lambda _: Place(HERE),
            source="x.yaml",
        )
        for name, value in values.items()
    )
    unit = Unit("manifest", "")
    return Declared([unit], lambda _: Extract(resources, ()), None, Settings(), (), None)


def drift(kind: str = "kubernetes/changed", address: str = "web", path: str = "size", **details: object) -> Drift:
    return Drift(kind, address, HERE, path=path, details=details)


@pytest.mark.parametrize(
    ("one", "known", "was", "now", "expected"),
    [
        pytest.param(drift(), [], {"web": 1}, {"web": 2}, True, id="it is set otherwise"),
        pytest.param(drift(), [], {}, {"web": 2}, True, id="it is new"),
        pytest.param(drift("kubernetes/undeclared", path=""), [], {"web": 2}, {}, True, id="it is taken out"),
        pytest.param(drift(), [], {"web": 1}, {"web": 1}, False, id="it is as it was"),
        pytest.param(drift("kubernetes/undeclared", path=""), [], {}, {}, False, id="nobody ever declared it"),
        pytest.param(drift(), [drift()], {"web": 1}, {"web": 2}, False, id="it drifted before"),
        pytest.param(drift(), [drift(path="")], {"web": 1}, {"web": 2}, False, id="all of it drifted before"),
        pytest.param(drift(), [drift(path="size.x")], {"web": 1}, {"web": 2}, False, id="a part drifted before"),
        pytest.param(drift(), [drift(path="sizes")], {"web": 1}, {"web": 2}, True, id="another part drifted before"),
        pytest.param(drift(), [drift(address="db")], {"web": 1}, {"web": 2}, True, id="another thing drifted before"),
        pytest.param(drift(), [drift("aws/changed")], {"web": 1}, {"web": 2}, True, id="elsewhere it drifted before"),
        pytest.param(drift("aws/missing"), [], {}, {"web": 1}, True, id="AWS"),
        pytest.param(drift("access/widened"), [], {"web": 1}, {"web": 2}, True, id="access"),
        pytest.param(
            drift("access/widened"), [drift("access/narrowed")], {"web": 1}, {"web": 2}, True, id="other rights"
        ),
        pytest.param(
            drift("access/widened"), [drift("access/widened")], {"web": 1}, {"web": 2}, False, id="the same rights"
        ),
        pytest.param(drift("policies/weaker"), [], {"web": 1}, {"web": 2}, True, id="a policy of the cluster"),
        pytest.param(
            drift("policies/weaker", central=True), [], {"web": 1}, {"web": 2}, False, id="the organisation's policy"
        ),
        pytest.param(drift("policies/missing", side="ci"), [], {"web": 1}, {"web": 2}, False, id="what CI enforces"),
        pytest.param(drift("environment/changed"), [], {"web": 1}, {"web": 2}, False, id="two environments"),
        pytest.param(drift("terraform/missing"), [], {}, {"web": 2}, True, id="the state does not have it yet"),
        pytest.param(drift("terraform/differs"), [], {"web": 1}, {"web": 2}, True, id="the state has the former value"),
        pytest.param(
            drift("terraform/undeclared", "a.web[0]"), [], {"a_web": 1}, {}, True, id="the state has it still"
        ),
        pytest.param(drift("terraform/reverted"), [], {"web": 1}, {"web": 2}, False, id="a plan undoes it"),
        pytest.param(drift("terraform/destroyed"), [], {"web": 1}, {}, False, id="a plan destroys it"),
        pytest.param(drift("snapshot/unchecked"), [], {"web": 1}, {"web": 2}, False, id="it is not known"),
    ],
)
def test_what_a_change_makes_differ(one, known, was, now, expected) -> None:
    (found,) = told_apart([one], known, declared(**was), declared(**now))

    assert found._replace(details=one.details) == one
    assert found.details.get("by_change", False) is expected
