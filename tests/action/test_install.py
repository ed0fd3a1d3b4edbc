"""What the action installs: the locked wheels, all of them and nothing else, and its own source."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).parents[2]
LOCK = PROJECT / "action/requirements.lock"


def locked():
    """Return the names that are locked, and how many hashes each has."""
    found = {}
    for entry in re.split(r"\n(?=\S)", LOCK.read_text()):
        found[entry.partition("==")[0].lower()] = entry.count("--hash=sha256:")
    return found


def test_every_dependency_is_locked_with_its_hashes():
    wanted = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {re.split(r"[><=~ ;\[]", text)[0].lower() for text in wanted}

    assert names <= set(locked())
    assert [name for name, count in locked().items() if count == 0] == []


def test_the_lock_names_no_address():
    lines = [line for line in LOCK.read_text().splitlines() if not line.startswith("    --hash=sha256:")]

    assert [
        line for line in lines if re.fullmatch(r"[a-z0-9-]+==[0-9.]+( ; [a-z_]+ < '[0-9.]+')? \\", line) is None
    ] == []


@pytest.fixture(scope="session")
def wheels(tmp_path_factory):
    """Return a folder of the locked wheels; the one download of these tests, which needs a package index."""
    folder = tmp_path_factory.mktemp("wheels")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--require-hashes", "--no-deps", "--only-binary=:all:",
         "--dest", str(folder), "--requirement", str(LOCK)],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    if "Could not find a version" in done.stderr or "onnection" in done.stderr:
        pytest.skip("no package index can be reached")
    assert done.returncode == 0, done.stderr
    return folder


def test_the_action_installs_itself_and_judges(fake, forge, forges, wheels, tmp_path):
    start = forge.start({"infra/site.tf": forges.CLOSED % "site"})
    after = forge.commit("main", {"infra/site.tf": forges.OPEN % "site", "trueline.py": "raise SystemExit(0)\n"})
    github = forge.push("refs/heads/main", start, after)
    temp = tmp_path / "temp"
    temp.mkdir()
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels), "PIP_CONFIG_FILE": "/dev/null"}
    ran = fake.Runner(forge.checkout(tmp_path / "work", after), temp, github | offline).run(
        PROJECT, {"python": sys.executable}
    )

    assert ran.code == 1, ran.log
    assert ran.outputs["blocking"] == "1"
    (environment,) = temp.glob("trueline.*/environment")
    listed = subprocess.run(
        [environment / "bin/python", "-I", "-m", "pip", "list", "--format=freeze"],
        env={"PIP_CONFIG_FILE": "/dev/null", "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    names = {line.partition("==")[0].lower().replace("_", "-") for line in listed.splitlines()}
    assert names - {"pip", "setuptools", "wheel"} <= set(locked())


def test_a_wheel_that_is_not_the_locked_one_is_refused(fake, forge, forges, tmp_path):
    start = forge.start({"infra/site.tf": forges.CLOSED % "site"})
    github = forge.by_hand(start)
    temp, wheels = tmp_path / "temp", tmp_path / "wheels"
    temp.mkdir()
    wheels.mkdir()
    name = next(line for line in LOCK.read_text().splitlines() if line.startswith("attrs=="))
    version = name.partition("==")[2].split(" ")[0]
    (wheels / f"attrs-{version}-py3-none-any.whl").write_bytes(b"PK\x05\x06" + bytes(18))
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels), "PIP_CONFIG_FILE": "/dev/null"}
    ran = fake.Runner(forge.checkout(tmp_path / "work", start), temp, github | offline).run(
        PROJECT, {"python": sys.executable}
    )

    assert ran.code == 3, ran.log
    assert "HASHES" in ran.log
    assert [one.data for one in ran.annotations] == ["it could not be installed; the log of this step says why"]
    assert ran.outputs["verdict"] == ""


def test_every_input_is_passed_by_a_variable():
    described = yaml.safe_load((PROJECT / "action.yml").read_text())
    steps = described["runs"]["steps"]
    passed = " ".join(value for step in steps for value in step["env"].values())

    assert [step["run"] for step in steps if "${{" in step["run"]] == []
    assert [name for name in described["inputs"] if f"${{{{ inputs.{name} }}}}" not in passed] == []
    assert [step["name"] for step in steps if "set -euo pipefail" not in step["run"]] == []
