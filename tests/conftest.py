"""What holds for all tests: the same made-up examples in every run, unless others are asked for; compiled modules."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

settings.register_profile("same", derandomize=True, deadline=None)  # how long something takes is no matter of a test
settings.register_profile("search", deadline=None)
settings.load_profile("same")


@pytest.fixture(scope="session", autouse=True)
def bytecode(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the compiled modules of the processes that tests start, where Python is told to keep none beside sources.

    More than half of a short run of the command would go to compiling its modules anew.
    """
    folder = tmp_path_factory.getbasetemp()
    shared = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    with pytest.MonkeyPatch.context() as patch:
        if os.environ.get("PYTHONDONTWRITEBYTECODE"):
            patch.delenv("PYTHONDONTWRITEBYTECODE")
            patch.setenv("PYTHONPYCACHEPREFIX", str(shared / "bytecode"))
        yield
