from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trueline.exceptions.evidence import LONGEST, MOST_FINDINGS, load, parse
from trueline.exceptions.files import LARGEST
from trueline.model.evidence import Evidence, Sighting
from trueline.repo.working import WorkingTree

FINDING = {
    "fingerprint": "TL-1",
    "subject": "thing.1",
    "message": "it is bad",
    "severity": "high",
    "environment": "production",
    "fix": "mend it",
    "location": {"path": "a/main.tf", "revision": "", "region": {"start_line": 3, "start_column": 7}},
}
BODY = {"trueline": "0.1.0", "base": "b", "head": "h", "complete": True, "findings": [FINDING], "changes": ["gone"]}


def test_what_the_command_writes_is_read():
    sighting = Sighting("TL-1", "thing.1", "it is bad", "high", "a/main.tf:3:7", "production", "mend it")

    assert parse(json.dumps(BODY).encode()) == Evidence((sighting,), 1, ("gone",), "0.1.0", "b", "h", is_complete=True)


def test_what_is_too_much_is_cut():
    body = {"findings": [{**FINDING, "message": "x" * 5_000}] * 200, "changes": ["y" * 5_000] * 200}
    found = parse(json.dumps(body).encode())

    assert (len(found.findings), found.total, len(found.changes)) == (MOST_FINDINGS, 200, 50)
    assert {len(found.findings[0].message), len(found.changes[0])} == {LONGEST}


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        pytest.param(b"", "no JSON", id="empty"),
        pytest.param(b"\xff\xfe", "not UTF-8", id="not UTF-8"),
        pytest.param(b'{"findings": [], "findings": []}', "twice", id="a member twice"),
        pytest.param(b'{"findings": [], "a": NaN}', "NaN", id="no number"),
        pytest.param(b"[" * 100_000, "nests too deeply", id="deep"),
        pytest.param(b'{"findings": [], "a": ' + b"[" * 40 + b"]" * 40 + b"}", "is not as", id="somewhat deep"),
        pytest.param(b'{"findings": [], "a": ' + b"9" * 9_000 + b"}", "no JSON", id="a number without end"),
        pytest.param(b"[]", "list of `findings`", id="no map"),
        pytest.param(b'{"findings": {}}', "list of `findings`", id="no list"),
        pytest.param(b'{"findings": ["x"]}', "list of `findings`", id="a text for a finding"),
        pytest.param(b'{"findings": [], "changes": [1]}', "`changes`", id="a number for a change"),
    ],
)
def test_what_cannot_be_trusted_is_a_problem(data, problem):
    found = parse(data)

    assert problem in found.problem
    assert found._replace(problem="") == Evidence()


@pytest.mark.parametrize(
    "location",
    [
        pytest.param(None, id="nothing"),
        pytest.param("a.tf", id="a text"),
        pytest.param({"path": 7, "region": 7}, id="numbers"),
        pytest.param({"path": "", "region": {"start_line": True, "start_column": 1}}, id="no number"),
        pytest.param({"path": "", "region": {"start_line": -1, "start_column": 10**30}}, id="no line"),
    ],
)
def test_a_place_that_is_none_is_left_out(location):
    found = parse(json.dumps({"findings": [{**FINDING, "location": location}]}).encode())

    assert found.problem == ""
    assert found.findings[0].place == ""


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([*BODY, "x"]),
        values | st.lists(st.dictionaries(st.sampled_from([*FINDING]), values), max_size=2),
    )
)
def test_whatever_stands_there_is_read_or_refused(body):
    found = parse(json.dumps(body).encode())

    assert all(isinstance(text, str) for one in found.findings for text in one)


def test_a_file_that_is_missing_a_link_or_too_large_is_a_problem(tmp_path):
    folders = {
        name: tmp_path / ".trueline/exceptions" / name for name in ("EX-2026-none", "EX-2026-link", "EX-2026-big0")
    }
    for folder in folders.values():
        folder.mkdir(parents=True)
    (tmp_path / "real.json").write_text(json.dumps(BODY))
    (folders["EX-2026-link"] / "evidence.json").symlink_to(tmp_path / "real.json")
    (folders["EX-2026-big0"] / "evidence.json").write_bytes(b" " * (LARGEST + 1))
    found = {name: load(WorkingTree(str(tmp_path)), name).problem for name in folders}

    assert found["EX-2026-none"] == "there is none"
    assert "limit" in found["EX-2026-big0"]
    assert found["EX-2026-link"]
