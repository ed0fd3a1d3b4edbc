"""Words to days: which day a notice means, and who of several may rely on something longest."""

from __future__ import annotations

import pytest

from trueline.contracts.deprecation import notice, weakest, within


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("removed on 2026-12-01", {"sunset": "2026-12-01"}),
        ("sunset: 2026-12-01.", {"sunset": "2026-12-01"}),
        ("since 2020-01-01", {}),
        ("Deprecated as of 2020-01-01; removed 2026-12-01", {"sunset": "2026-12-01"}),
        ("removed on 2026-01-01, or until 2026-12-01", {"sunset": "2026-12-01"}),
        ("Deprecated on 2024-01-15, use a", {}),
        ("2024-03-01: use a instead", {}),
        ("Use a, see API v2024-01-01", {}),
        ("removed after Q3; see 2024-01-15 notes", {}),
        ("Written 2021-03-04 by joe.", {}),
        ("deprecated, ticket of 2021-01-01", {}),
        ("`note` will be removed. Removal on 2024-07-01 UTC.", {"sunset": "2024-07-01"}),
        ("**Upcoming Change on 2019-04-01 UTC** it goes", {"sunset": "2019-04-01"}),
        ("2026-1-5", {"sunset": "2026-01-05"}),
        ("remove_after = '2026-12-01'", {"sunset": "2026-12-01"}),
        ("sunset: soon", {"sunset_invalid": "soon"}),
        ("2026-02-29", {"sunset_invalid": "2026-02-29"}),
        ("order 12026-12-011", {}),
        ("", {}),
    ],
)
def test_the_day_in_a_reason(text, expected):
    found = notice(text)

    assert {name: one for name, one in found.items() if name.startswith("sunset")} == expected


def test_a_day_of_its_own_counts_more_than_one_in_the_reason():
    assert notice("until 2020-01-01", "2026-12-01")["sunset"] == "2026-12-01"
    assert notice("until 2020-01-01", "2026-13-01") == {
        "deprecated": True, "reason": "until 2020-01-01", "sunset_invalid": "2026-13-01",
    }  # fmt: skip


NONE, OPEN, SOON, LATE = {}, notice(), notice("", "2026-01-01"), notice("", "2027-01-01")


def test_the_one_who_may_rely_on_it_longest_decides():
    assert weakest([SOON, LATE]) == LATE
    assert weakest([SOON, OPEN, LATE]) == OPEN
    assert weakest([SOON, NONE]) == NONE
    assert weakest([]) == NONE


def test_what_is_in_something_has_its_own_day_or_that_of_the_whole():
    assert within(LATE, SOON) == SOON
    assert within(LATE, OPEN) == LATE
    assert within(NONE, OPEN) == OPEN
    assert within(SOON, notice("", "never")) == {"deprecated": True, "sunset_invalid": "never"}
