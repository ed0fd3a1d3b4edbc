"""Programs are run with both outputs read, and answer while they run."""

from __future__ import annotations

import os
import sys

import pytest

from trueline.repo import process

RUNNERS = [
    pytest.param(process._run_spawned, id="posix_spawn"),
    pytest.param(process._run_elsewhere, id="subprocess"),
]
STARTERS = [
    pytest.param(process._start_spawned, id="posix_spawn"),
    pytest.param(process._start_elsewhere, id="subprocess"),
]
LOUD = "import sys; sys.stderr.write('e' * 300_000); sys.stdout.write('o' * 300_000); sys.exit(3)"
ECHO = "import sys\nfor line in sys.stdin:\n    print(line.upper(), end='', flush=True)"


@pytest.mark.parametrize("run", RUNNERS)
def test_outputs_larger_than_a_pipe_are_read_whole(run):
    ended = run([sys.executable, "-c", LOUD], dict(os.environ))

    assert (ended.code, len(ended.out), len(ended.err)) == (3, 300_000, 300_000)


@pytest.mark.parametrize("run", RUNNERS)
def test_there_is_nothing_to_read_on_standard_input(run):
    ended = run([sys.executable, "-c", "import sys; print(repr(sys.stdin.read()))"], dict(os.environ))

    assert ended.out.strip() == b"''"


@pytest.mark.parametrize("run", RUNNERS)
def test_a_missing_program_is_an_os_error(run):
    with pytest.raises(OSError, match="no-such-program"):
        run(["no-such-program-here"], {})


@pytest.mark.parametrize("start", STARTERS)
def test_a_child_answers_until_it_is_closed(start):
    child = start([sys.executable, "-c", ECHO], dict(os.environ))
    answers = []
    for word in (b"one\n", b"two\n"):
        child.input.write(word)
        child.input.flush()
        answers.append(child.output.readline())
    child.close()

    assert answers == [b"ONE\n", b"TWO\n"]


@pytest.mark.parametrize("start", STARTERS)
def test_a_child_that_still_talks_is_closed_without_waiting_for_it(start):
    child = start([sys.executable, "-c", "import sys\nwhile True: sys.stdout.write('x' * 65536)"], dict(os.environ))
    first = child.output.read(10)
    child.close()

    assert first == b"x" * 10


@pytest.mark.skipif(not hasattr(os, "posix_spawnp"), reason="no posix_spawn here")
def test_it_works_where_the_caller_has_closed_its_standard_streams():
    code = (
        "import os, sys\nfrom trueline.repo.process import run\nos.close(0); os.close(1)\n"
        "os.write(2, run([sys.executable, '-c', 'print(7)'], dict(os.environ)).out)"
    )
    ended = process.run([sys.executable, "-c", code], dict(os.environ))

    assert (ended.code, ended.err) == (0, b"7\n")
