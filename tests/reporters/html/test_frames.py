from __future__ import annotations

import pytest

from trueline.model.location import Location, Region
from trueline.model.report import Report, Trust
from trueline.reporters.html.element import Element, write
from trueline.reporters.html.frames import MOST_LINES, frame


def framed(region, lines, **options):
    report = Report("passed", 0, complete=True, trust=Trust("working-tree"), excerpts={("a.tf", ""): lines})
    return frame(report, Location("a.tf", "", region), **options)


def marks(node):
    if not isinstance(node, Element):
        return []
    if node.name == "mark":
        return [(node.attributes["class"], *node.children)]
    return [mark for child in node.children for mark in marks(child)]


@pytest.mark.parametrize(
    ("line", "region", "marked"),
    [
        pytest.param('acl = "x"', Region(2, 7, 2, 10), (None, '"x"'), id="plain"),
        pytest.param("\tacl: x", Region(2, 7, 2, 8), (None, "x"), id="tab"),
        pytest.param("容器: x", Region(2, 1, 2, 3), (None, "容器"), id="wide characters"),
        pytest.param("a\u202e: x", Region(2, 5, 2, 6), (None, "x"), id="hidden"),
        pytest.param("kind", Region(2, 5, 2, 5), ("point", ""), id="empty region at the end"),
        pytest.param("kind", Region(2, 90, 2, 95), ("point", ""), id="beyond the line"),
        pytest.param("x" * 900 + "=" + "y" * 900, Region(2, 901, 2, 902), (None, "="), id="long line"),
    ],
)
def test_the_very_characters_are_marked(line, region, marked):
    found = framed(region, {2: line})

    assert [marked] == marks(found)
    assert len(write(found)) < 1_200


def test_lines_around_are_shown_without_blank_ones_at_the_ends():
    text = write(framed(Region(3, 1, 3, 2), {1: " ", 2: "b", 3: "c", 4: "d", 5: ""}))

    assert [part.partition("<")[0] for part in text.split('class="no">')[1:]] == ["2", "3", "4"]


def test_a_region_of_many_lines_is_cut():
    text = write(framed(Region(1, 1, 41, 1), {number: f"line {number}" for number in range(1, 42)}))

    assert f">line {MOST_LINES}<" in text
    assert f"line {MOST_LINES + 1}" not in text
    assert "… 28 more lines" in text


def test_a_place_whose_lines_are_not_known_has_no_frame():
    assert framed(None, {1: "a"}) is None
    assert framed(Region(9, 1, 9, 2), {1: "a"}) is None
