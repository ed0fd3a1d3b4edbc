"""No name of a peer gets lost: each is an alias of a kind, or has its reason on the page."""

from __future__ import annotations

import subprocess

import pytest
from tests.contracts import peer_names
from tests.contracts.aliases import MISSING, by_tool
from tests.contracts.sql.test_squawk import SQUAWK

NAMES = {
    "avro": {*peer_names.AVRO.split()},
    "buf": {*peer_names.BUF.split()},
    "confluent": {*peer_names.CONFLUENT.split(), *peer_names.CONFLUENT_PROTOBUF.split()},
    "squawk": {*peer_names.SQUAWK.split()},
}


@pytest.mark.parametrize("tool", NAMES)
def test_every_name_is_an_alias_or_has_a_reason(tool):
    assert NAMES[tool] - by_tool()[tool].keys() - MISSING.get(tool, {}).keys() == set()


@pytest.mark.parametrize("tool", sorted(NAMES.keys() & MISSING.keys()))
def test_every_reason_is_of_a_name_that_the_tool_has(tool):
    assert MISSING[tool].keys() <= NAMES[tool]


@pytest.mark.skipif(SQUAWK is None, reason="squawk is not installed")
def test_squawk_knows_the_names(tmp_path):
    file = tmp_path / "a.sql"
    file.write_text("SELECT 1;\n")
    names = sorted(NAMES["squawk"] - {"unused-ignore"})  # which cannot be excluded
    rules = [part for name in names for part in ("--exclude", name)]
    done = subprocess.run([str(SQUAWK), *rules, str(file)], capture_output=True, text=True, check=False, timeout=60)

    assert "invalid" not in done.stderr
