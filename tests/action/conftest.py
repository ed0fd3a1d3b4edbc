"""The fake runner, the forge and what the action would have installed."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]


def _module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"action_{name}", HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def fake() -> ModuleType:
    """The module of the fake runner."""
    return _module("fake_runner")


@pytest.fixture(scope="session")
def forges() -> ModuleType:
    """The module of the forge."""
    return _module("forge")


@pytest.fixture
def forge(forges: ModuleType, tmp_path: Path) -> Any:
    """Return an empty forge."""
    return forges.Forge(tmp_path / "forge")


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an environment as action/install.sh leaves it, with this environment's packages instead of fresh ones."""
    folder = tmp_path_factory.mktemp("installed") / "environment"
    subprocess.run([sys.executable, "-I", "-m", "venv", "--without-pip", str(folder)], check=True)
    python = folder / "bin" / "python"
    subprocess.run([str(python), "-I", "-P", str(PROJECT / "action/link.py")], check=True)
    site = next((folder / "lib").glob("python3*/site-packages"))
    (site / "packages.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


@pytest.fixture
def act(fake: ModuleType, installed: Path, tmp_path: Path) -> Any:
    """Return a function that runs the action in a workspace, in which it need not be installed first."""

    def run(workspace: Path, github: dict[str, str], **inputs: str) -> Any:
        temp = tmp_path / "temp"
        (temp / "trueline").mkdir(parents=True)
        (temp / "trueline/environment").symlink_to(installed)
        stubs = {"install": {"environment": str(temp / "trueline/environment")}}
        asked = {name.replace("_", "-"): value for name, value in inputs.items()}
        return fake.Runner(workspace, temp, github, stubs).run(PROJECT, asked)

    return run
