from __future__ import annotations

from itertools import pairwise

import pytest

from trueline.values.semver import parse_semver

# the order that semver.org prints in §11
ORDERED = [
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1",
    "1.0.0",
    "1.0.1",
    "1.10.0",
    "2.0.0",
]


def test_order() -> None:
    for lower, higher in pairwise(ORDERED):
        assert parse_semver(lower) < parse_semver(higher)


def test_build_has_no_part_in_it() -> None:
    assert parse_semver("1.0.0+a") == parse_semver("1.0.0+b")
    assert str(parse_semver("1.0.0-rc.1+b-2")) == "1.0.0-rc.1+b-2"


@pytest.mark.parametrize(
    "text", ["", "1", "1.2", "v1.2.3", "01.2.3", "1.2.3-", "1.2.3-01", "1.2.3+", "1.2.3-a..b", "1.2.x"]
)
def test_refuses(text: str) -> None:
    with pytest.raises(ValueError, match="no semantic version"):
        parse_semver(text)


def test_lenient() -> None:
    assert str(parse_semver("v1.2", lenient=True)) == "1.2.0"
    assert str(parse_semver("01.02.3-rc", lenient=True)) == "1.2.3-rc"
