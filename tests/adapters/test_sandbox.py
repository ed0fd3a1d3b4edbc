"""Tools that take too long, print too much or fail."""

from __future__ import annotations

import time

import pytest

from trueline.adapters.sandbox import run_tool


def run(workspace, tmp_path, script, **limits):
    search = workspace.tool("tool", script)
    return run_tool([("tool", "build")], ["here"], str(tmp_path), search, **limits)


def test_gives_what_a_tool_prints(workspace, tmp_path):
    assert run(workspace, tmp_path, "import sys; print(*sys.argv[1:])").text == "build here\n"


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        pytest.param("raise SystemExit(3)", "tool: it ended with 3", id="no words"),
        pytest.param("raise SystemExit('broken\\nfor good')", "tool: for good", id="the last line"),
        pytest.param(
            "raise SystemExit('E1 run.go:72] \"command failed\" err=\"no \\\\\"x\\\\\" here\"')",
            'tool: no "x" here', id="as kubectl logs",
        ),
        pytest.param("raise SystemExit('x' * 1000)", "tool: " + "x" * 400 + "…", id="many words"),
    ],
)  # fmt: skip
def test_says_why_a_tool_failed(workspace, tmp_path, script, reason):
    assert run(workspace, tmp_path, script).reason == reason


def test_ends_a_tool_that_takes_too_long_with_its_children(workspace, tmp_path):
    script = "import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'import time; time.sleep(600)'])"
    started = time.monotonic()
    result = run(workspace, tmp_path, script, deadline=0.5)

    assert result.reason == "tool took longer than 0.5 seconds"
    assert time.monotonic() - started < 300  # nothing waited for the children


def test_ends_a_tool_that_prints_for_ever(workspace, tmp_path):
    result = run(workspace, tmp_path, "while True: print('x' * 1000)", largest=100_000)

    assert result.reason == "tool printed more than 100,000 bytes"


def test_says_that_a_tool_cannot_be_started(workspace, tmp_path):
    search = workspace.tool("tool", "")
    (workspace.tools / "tool").write_text("#!/no/such/interpreter\n")

    assert "tool cannot be started" in run_tool([("tool",)], [], str(tmp_path), search).reason
