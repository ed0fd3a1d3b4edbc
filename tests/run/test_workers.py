"""Workers: one that dies takes no other unit with it, and none outlives the run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from trueline.engine import Judgement
from trueline.model.settings import Settings
from trueline.model.unit import Unit
from trueline.run import workers
from trueline.run.portable import UnitResult

POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_unit_that_ends_its_process_leaves_the_others_alone(monkeypatch):
    def judge_unit(unit: Unit, _: object) -> UnitResult:
        if unit.root == "437":
            os._exit(1)
        return UnitResult(Judgement())

    forks = []
    real = os.fork
    monkeypatch.setattr(os, "fork", lambda: forks.append(1) or real())
    monkeypatch.setattr(workers, "judge_unit", judge_unit)
    session = SimpleNamespace(settings=Settings(), tree=SimpleNamespace(revision=""))
    units = [Unit("manifest", str(number), members=(f"{number}.yaml",)) for number in range(600)]
    results = {unit.root: result for unit, result in workers.judge_all(units, session, workers=2)}

    assert len(results) == 600
    assert [root for root, result in results.items() if result.notifications] == ["437"]
    assert [note.id for note in results["437"].notifications] == ["worker-crashed"]
    assert len(forks) < 20  # one for each unit took minutes


def _children(pid: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that nobody waited for is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").exists(), reason="no /proc here")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_workers_end_with_the_run_however_it_ends(tmp_path, number):
    for name in range(3000):
        (tmp_path / f"{name}.yaml").write_text(POD)
    command = [sys.executable, "-m", "trueline", "check", "--no-cache", "--workers", "2"]
    run = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while len(found := _children(run.pid)) < 2 and run.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    run.send_signal(number)
    run.wait()
    while any(map(_is_alive, found)) and time.monotonic() < until:
        time.sleep(0.1)

    assert len(found) == 2
    assert not any(map(_is_alive, found))
