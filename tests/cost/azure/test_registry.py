"""Every type that is named is estimated by the module that is named for it, and none of them is called free."""

from __future__ import annotations

from importlib import import_module

import pytest

from trueline.cost.azure.registry import MODULES
from trueline.cost.book import Book


def test_the_registry_names_what_the_modules_offer() -> None:
    offered = {kind: name for name in set(MODULES.values()) for kind in import_module(name).ESTIMATORS}

    assert dict(MODULES) == offered
    assert list(MODULES) == sorted(MODULES)


@pytest.mark.parametrize("kind", MODULES)
def test_what_is_estimated_is_not_on_the_list_of_what_is_free(kind: str) -> None:
    assert not Book().is_free("azure", kind)
