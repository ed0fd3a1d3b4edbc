"""Every type of the registry has an estimator, which takes whatever it meets, and says what it does not know."""

from __future__ import annotations

from importlib import import_module

import pytest
from priced import US

from trueline.cost.book import Book
from trueline.cost.estimate import estimate_unit
from trueline.cost.google.registry import MODULES
from trueline.engine import UnitRelations
from trueline.model.location import Location
from trueline.model.resource import Place, Resource
from trueline.values.unknown import Unknown

# What names neither a size nor a kind: a month of it costs the same whatever else is unknown.
CERTAIN = {
    "google_cloud_scheduler_job",
    "google_compute_vpn_tunnel",
    "google_secret_manager_regional_secret_version",
    "google_secret_manager_secret_version",
}


def test_the_registry_names_what_the_modules_offer() -> None:
    offered = {kind: name for name in set(MODULES.values()) for kind in import_module(name).ESTIMATORS}

    assert dict(MODULES) == offered
    assert list(MODULES) == sorted(MODULES)


@pytest.mark.parametrize("kind", MODULES)
def test_what_is_estimated_is_not_on_the_list_of_what_is_free(kind: str) -> None:
    assert not Book().is_free("google", kind)


@pytest.mark.parametrize("kind", MODULES)
def test_of_what_nothing_is_known_nothing_is_said(kind: str) -> None:
    place = Place(Location("main.tf"))
    resource = Resource(
        kind=f"terraform/{kind}",
        address=f"{kind}.x",
        name="x",
        value=Unknown(["all of it ← not known"]),
        locate=lambda _: place,
        source="main.tf",
    )

    [found] = estimate_unit([resource], UnitRelations([resource]), Book(), US)

    lines = found.components
    assert lines
    if kind not in CERTAIN:
        assert any(line.gaps for line in lines)
        assert any(line.amount.expected.high > line.amount.expected.low for line in lines)
