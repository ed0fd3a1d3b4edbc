"""The line hash against a character by character port of the algorithm that upload-sarif runs."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trueline.reporters.line_hash import line_hash

WINDOW = 100


class Rolling:
    """A rolling hash that remembers which line stands at each of its slots."""

    def __init__(self):
        self.slots, self.lines = [0] * WINDOW, [-1] * WINDOW
        self.value = self.at = self.line = 0
        self.at_start, self.after_return = True, False
        self.counts, self.hashes = {}, {}

    def emit(self):
        text = f"{self.value:x}"
        self.counts[text] = self.counts.get(text, 0) + 1
        self.hashes[self.lines[self.at]] = f"{text}:{self.counts[text]}"
        self.lines[self.at] = -1

    def update(self, unit):
        oldest, self.slots[self.at] = self.slots[self.at], unit
        self.value = (37 * self.value + unit - 37**WINDOW * oldest) % 2**64
        self.at = (self.at + 1) % WINDOW

    def feed(self, unit):
        if unit in (0x20, 0x09) or (self.after_return and unit == 0x0A):
            self.after_return = False
            return
        self.after_return = unit == 0x0D
        unit = 0x0A if unit == 0x0D else unit
        if self.lines[self.at] != -1:
            self.emit()
        if self.at_start:
            self.at_start = False
            self.line += 1
            self.lines[self.at] = self.line
        self.at_start = unit == 0x0A
        self.update(unit)


def ported(text):
    """Return the hashes of all lines of a whole file, by number."""
    rolling = Rolling()
    data = text.encode("utf-16-le")
    for at in range(0, len(data), 2):
        rolling.feed(int.from_bytes(data[at : at + 2], "little"))
    rolling.feed(65535)
    for _ in range(WINDOW):
        if rolling.lines[rolling.at] != -1:
            rolling.emit()
        rolling.update(0)
    return rolling.hashes


def numbered(text):
    return dict(enumerate(text.split("\n"), start=1))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("resource {\n" + '  acl = "public-read"\n' * 40, id="repeated lines are counted"),
        pytest.param("ü容😀 x\ty\n" * 60, id="astral characters are two units"),
        pytest.param("a" * 300 + "\n" + "b" * 300, id="long lines"),
    ],
)
def test_as_upload_sarif_computes_it(text):
    lines = numbered(text)
    expected = ported(text)
    settled = {number: line_hash(lines, number) for number in lines if line_hash(lines, number)}

    assert settled
    assert {number: expected[number] for number in settled} == settled


@given(st.lists(st.text("ab \t", max_size=12), min_size=1, max_size=60), st.integers(1, 60))
@settings(max_examples=100, deadline=None)
def test_never_another_value(lines, wanted):
    text = "\n".join(lines)

    assert line_hash(numbered(text), wanted) in ("", ported(text).get(wanted))


def test_says_nothing_where_lines_are_missing():
    lines = numbered("x = 1\n" * 100)
    del lines[1]

    assert line_hash(lines, 2) == ""
    assert line_hash({}, 1) == ""
    assert line_hash(numbered("short"), 1) == ""
