from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def golden() -> ModuleType:
    """The module with ``GOLDEN``, the report with everything, and ``EMPTY``, the report with nothing."""
    spec = importlib.util.spec_from_file_location("golden_report", HERE / "golden.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def golden_file() -> Callable[[str], str]:
    """Return the text that a reporter is held to."""

    def read(name: str) -> str:
        return (HERE / "golden" / name).read_bytes().decode()

    return read
