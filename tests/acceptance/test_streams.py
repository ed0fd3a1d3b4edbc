"""The command where the world around it is broken: streams that are closed, a folder that is gone."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILES = {"map.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\n"}


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        pytest.param("exec {python} -m trueline check --no-cache >&-", 3, id="a report that nobody gets"),
        pytest.param("exec {python} -m trueline check --report json=out.json >&-", 0, id="a report in a file"),
        pytest.param("exec {python} -m trueline check --no-cache 2>&-", 0, id="closed stderr"),
        pytest.param("mkdir x && cd x && rmdir ../x && exec {python} -m trueline check", 3, id="no folder"),
    ],
)
def test_a_broken_world_is_told_in_words(tree: Callable[..., Path], command: str, expected: int) -> None:
    done = subprocess.run(
        ["sh", "-c", command.format(python=sys.executable)],
        cwd=tree(FILES),
        env={**os.environ, "PYTHONSAFEPATH": "1"},
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert expected == done.returncode
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_folder_that_cannot_be_read_is_no_pass(trueline: Callable, tree: Callable[..., Path]) -> None:
    top = tree({**FILES, "closed/map.yaml": FILES["map.yaml"]})
    (top / "closed").chmod(0)

    ran = trueline("check", "--no-cache", cwd=top)
    (top / "closed").chmod(0o755)

    assert ran.code == 3
    assert "the folder cannot be read" in ran.out


def test_a_cache_folder_is_no_folder_of_the_repository(trueline: Callable, tree: Callable[..., Path]) -> None:
    top = tree(FILES)
    ran = trueline("check", cwd=top, env={"XDG_CACHE_HOME": "cache"})

    assert ran.code == 0
    assert sorted(path.name for path in top.iterdir()) == ["map.yaml"]
