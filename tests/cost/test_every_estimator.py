"""The closed world of estimators: each is registered once, has a test, and asks for sections that the book has."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from trueline.cost.book import Book, shipped_sections
from trueline.cost.registry import REGISTRIES

HERE = Path(__file__).parent
SOURCES = HERE.parents[1] / "src" / "trueline" / "cost"


@pytest.fixture(params=REGISTRIES, scope="module")
def cloud(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def modules_of(cloud: str) -> dict[str, str]:
    found: dict[str, str] = import_module(REGISTRIES[cloud]).MODULES
    return found


def test_a_registry_is_sorted_and_says_what_each_module_has(cloud: str) -> None:
    modules = modules_of(cloud)
    offered = {kind: name for name in set(modules.values()) for kind in import_module(name).ESTIMATORS}

    assert list(modules) == sorted(modules)
    assert offered == modules


def test_what_has_an_estimator_is_not_called_free(cloud: str) -> None:
    assert [kind for kind in modules_of(cloud) if Book().is_free(cloud, kind)] == []


def test_every_estimator_has_a_test(cloud: str) -> None:
    text = "".join(path.read_text() for path in (HERE / cloud).glob("*.py"))

    assert [kind for kind in modules_of(cloud) if re.search(rf"\b{kind}\b", text) is None] == []


def test_the_book_has_every_section_that_is_asked_for(cloud: str) -> None:
    text = "".join(path.read_text() for path in (SOURCES / cloud).glob("*.py"))
    known = set(shipped_sections())
    asked = set(re.findall(rf'"({cloud}/[a-z0-9-]+)"', text))

    assert asked
    assert sorted(asked - known) == []
