"""A local server with price lists, a repository, and the command that reads the ones into the other."""

from __future__ import annotations

import subprocess

import pytest
from price_lists import PriceLists, serving

from trueline.cli.main import main


@pytest.fixture
def lists():
    with serving(PriceLists()) as served:
        yield served


@pytest.fixture
def top(tmp_path, monkeypatch):
    folder = tmp_path / "shop"
    folder.mkdir()
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    monkeypatch.chdir(folder)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")  # a proxy that is not there: loopback needs none
    return folder


@pytest.fixture
def refresh(lists, top, capsys):
    """Return a function that refreshes from the local server, and gives the exit code, the output, what was said."""

    def run(*arguments):
        ends = [f"--endpoint-{cloud}={lists.address}" for cloud in ("aws", "azure", "google")]
        code = main(["prices", "refresh", *ends, *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run
