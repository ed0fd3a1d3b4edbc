from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from trueline.model.location import Location
from trueline.model.resource import Links, Place, Resource
from trueline.model.rule import Context
from trueline.policies.folders import InstalledFiles

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path as File

    from trueline.model.location import Path


class Everything:
    """Relations among a few resources: whoever is of the kind is meant; ``more`` says that there may be others."""

    def __init__(self, others: Sequence[Resource] = (), more: object = None) -> None:
        self.links = Links(others, more)  # type: ignore[arg-type]

    def linked(self, resource: Resource, kind: str, attribute: str) -> Links:
        return self.resources(kind)

    def refers(self, resource: Resource, kind: str, attribute: str) -> Links:
        return self.resources(kind)

    def resources(self, kind: str) -> Links:
        return Links([other for other in self.links.resources if other.kind == kind], self.links.open)


@pytest.fixture
def make_resource() -> Callable[..., Resource]:
    def make(value: object, kind: str = "test/thing", families: Mapping[str, Path] | None = None) -> Resource:
        place = Place(Location("thing.yaml"))
        return Resource(
            kind=kind,
            address="thing.one",
            name="one",
            value=value,
            locate=lambda _path: place,
            source="thing.yaml",
            families=families,
        )

    return make


@pytest.fixture
def make_context() -> Callable[..., Context]:
    def make(
        *others: Resource, more: object = None, parameters: Mapping[str, object] | None = None, environment: str = ""
    ) -> Context:
        now = datetime(2026, 11, 23, 12, tzinfo=UTC)
        return Context(Everything(others, more), now, environment, {}, parameters or {})

    return make


@pytest.fixture
def files(tmp_path: File) -> InstalledFiles:
    return InstalledFiles(str(tmp_path) + "/", "")
