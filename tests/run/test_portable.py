"""What a unit gave survives being written down, with its marks and where its subjects begin."""

from __future__ import annotations

from trueline.engine import Count, Doubt, Fault, Hit, Judgement
from trueline.exceptions.mark import Mark, Spelled
from trueline.model.location import Location, Region
from trueline.model.report import Input, Notification
from trueline.run.portable import UnitResult, dump, load

HERE = Location("a\udce9.tf", "abc", Region(1, 2, 3, 4), "said")
RESULT = UnitResult(
    Judgement(
        (Hit("r", "k", "s", "m", HERE, (HERE,), "aa", "u", "prod", secret=True, context="bb", begins=(HERE, HERE)),),
        (Doubt("r", "s", HERE, ("why",), "prod"),),
        (Fault("r", "s", "m", HERE),),
        {"r": Count(1, 2, 3, 4, 5, 6)},
    ),
    (Input("a.tf", "terraform", "read"),),
    (Notification("error", "id", "m", HERE, "r"), Notification("note", "id", "m")),
    7,
    ({"kind": "x"},),
    {"a.tf": "blob"},
    (Mark(Spelled(("r", "q"), "2027-01-31", "why \u202e", "", "checkov"), HERE, 9),),
)


def test_a_result_comes_back_as_it_was() -> None:
    assert load(dump(RESULT), "abc") == RESULT


def test_a_result_of_another_revision_has_the_places_of_this_one() -> None:
    found = load(dump(RESULT), "def")

    assert {hit.begins[0].revision for hit in found.judgement.hits} == {"def"}
    assert {mark.location.revision for mark in found.marks} == {"def"}
