"""Nothing that is estimated is forgotten: each type has its module, its tests and, for what it asks for, a section."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from trueline import cost
from trueline.cost.book import Book, shipped_sections
from trueline.cost.registry import REGISTRIES

TESTS = Path(__file__).parent
SOURCE = Path(cost.__file__).parent
CLOUDS = sorted(REGISTRIES)

# `azure/vm` in a place of its own: the name of a section.
SECTION = re.compile(r"(aws|azure|google|kubernetes)/[a-z0-9-]+")


def registered(cloud: str) -> dict[str, str]:
    return dict(import_module(REGISTRIES[cloud]).MODULES)


def sections_in(source: str) -> set[str]:
    """Return the names of sections that stand whole in a module: those made of parts are not known before it runs."""
    tree = ast.parse(source)
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts
        if SECTION.fullmatch(node.value)
    }


@pytest.mark.parametrize("cloud", CLOUDS)
def test_every_type_is_named_in_a_test_of_its_cloud(cloud: str) -> None:
    tests = "\n".join(file.read_text() for file in sorted((TESTS / cloud).glob("test_*.py")))

    assert tests
    assert [kind for kind in registered(cloud) if f'"{kind}"' not in tests] == []


@pytest.mark.parametrize("cloud", CLOUDS)
def test_the_registry_is_sorted(cloud: str) -> None:
    found = list(registered(cloud))

    assert found
    assert found == sorted(found)


@pytest.mark.parametrize("cloud", CLOUDS)
def test_each_module_offers_just_the_types_that_are_registered_for_it(cloud: str) -> None:
    package = f"trueline.cost.{cloud}"
    modules = [import_module(f"{package}.{one.name}") for one in iter_modules([str(SOURCE / cloud)])]
    offered = sorted((kind, module.__name__) for module in modules for kind in getattr(module, "ESTIMATORS", ()))

    assert offered == sorted(registered(cloud).items())


@pytest.mark.parametrize("cloud", CLOUDS)
def test_what_is_estimated_is_not_on_the_list_of_what_is_free(cloud: str) -> None:
    book = Book()

    assert book.section(f"{cloud}/free") is not None
    assert [kind for kind in registered(cloud) if book.is_free(cloud, kind)] == []


def test_every_section_that_the_source_names_is_in_the_book() -> None:
    named = {
        (name, file.relative_to(SOURCE).as_posix())
        for file in SOURCE.rglob("*.py")
        for name in sections_in(file.read_text())
    }

    assert {name.partition("/")[0] for name, _ in named} >= set(CLOUDS)
    assert sorted(one for one in named if one[0] not in shipped_sections()) == []
