"""A trace says what a result depends on, and whether that is still so."""

from __future__ import annotations

import pytest

from trueline.errors import ReadError
from trueline.repo.recording import RecordingReader, verify
from trueline.repo.working import WorkingTree, blob_id


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "a.tf").write_text("a")
    (tmp_path / "b.tf").write_text("b")
    (tmp_path / "big.tf").write_text("x" * 101)
    return tmp_path


def _tree(folder):
    return WorkingTree(str(folder), largest=100)


def _record(folder):
    reader = RecordingReader(_tree(folder))
    reader.read("m/a.tf")
    reader.exists("b.tf")
    reader.exists("c.tf")
    reader.list("m")
    reader.list("")
    reader.list("gone")
    return reader.trace


def test_everything_asked_is_recorded(folder):
    trace = _record(folder)

    assert {"m/a.tf": blob_id(b"a"), "b.tf": "exists", "c.tf": "absent"} == {
        key: value for key, value in trace.items() if not key.endswith("/")
    }
    assert {"m/", "/", "gone/"} == {key for key in trace if key.endswith("/")}
    assert verify(trace, _tree(folder))


@pytest.mark.parametrize(
    ("change", "same"),
    [
        pytest.param(lambda folder: (folder / "b.tf").write_text("other"), True, id="only looked for, now different"),
        pytest.param(lambda folder: (folder / "m" / "a.tf").write_text("A"), False, id="read, now different"),
        pytest.param(lambda folder: (folder / "m" / "a.tf").unlink(), False, id="read, now gone"),
        pytest.param(lambda folder: (folder / "m" / "x.tf").touch(), False, id="a listed folder has one more"),
        pytest.param(lambda folder: (folder / "b.tf").unlink(), False, id="looked for, now gone"),
        pytest.param(lambda folder: (folder / "c.tf").touch(), False, id="missed, now there"),
        pytest.param(lambda folder: (folder / "gone").mkdir(), False, id="the root lists a new folder"),
    ],
)
def test_a_trace_holds_as_long_as_the_answers_are_the_same(folder, change, same):
    trace = _record(folder)
    change(folder)

    assert verify(trace, _tree(folder)) is same


def test_a_read_after_a_look_records_the_content(folder):
    reader = RecordingReader(_tree(folder))
    reader.exists("b.tf")
    reader.read("b.tf")
    reader.exists("b.tf")

    assert {"b.tf": blob_id(b"b")} == reader.trace


def test_what_cannot_be_read_never_verifies(folder):
    reader = RecordingReader(_tree(folder))
    with pytest.raises(ReadError):
        reader.read("big.tf")

    assert reader.trace == {"big.tf": ""}
    assert not verify(reader.trace, _tree(folder))


def test_a_file_missed_by_reading_is_absent(folder):
    reader = RecordingReader(_tree(folder))
    with pytest.raises(ReadError):
        reader.read("none.tf")

    assert reader.trace == {"none.tf": "absent"}
    assert verify(reader.trace, _tree(folder))
