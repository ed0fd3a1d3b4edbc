"""Every change of every example stands inside the files of its sides, at the very characters that were read and kept.

``places.json`` is made by ``python -m tests.contracts.places``; what it changes is to be read beside the examples.
"""

from __future__ import annotations

import json

import pytest
from tests.contracts.examples import made
from tests.contracts.places import FILE, places

from trueline.contracts.registry import FORMATS

KEPT = json.loads(FILE.read_text("utf-8"))


@pytest.mark.parametrize("name", FORMATS)
def test_every_change_stands_where_it_stood(name):
    kept = {kind: found for kind, found in KEPT.items() if kind.startswith(f"{name}/")}

    assert kept == places(name)


@pytest.mark.parametrize("name", FORMATS)
def test_every_place_is_inside_a_file_of_its_side(name):
    outside = []
    for kind, one in made(name).items():
        for change in (change for change in one.changes if change.kind == kind):
            sides = ((change.base_location, one.example.base), (change.location, one.example.head))
            outside += [(kind, location) for location, files in sides if location and not _is_inside(location, files)]
            outside += [(kind, change)] * (change.location is None and change.base_location is None)

    assert outside == []


def _is_inside(location, files):
    lines = files[location.path].split("\n") if location.path in files else []
    region = location.region
    if region is None:
        return bool(lines)
    ends = ((region.start_line, region.start_column), (region.end_line, region.end_column))
    return ends[0] < ends[1] and all(
        1 <= line <= len(lines) and 1 <= column <= len(lines[line - 1]) + 1 for line, column in ends
    )
