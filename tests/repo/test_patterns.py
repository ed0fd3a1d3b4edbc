"""Patterns mean what they mean to Git."""

from __future__ import annotations

import pytest
from effort import ends
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trueline.repo.patterns import matches

PATHS = [
    "a", "a.tf", "b/a.tf", "b/c/a.tf", "b/c/d/e.tf", "build/x", "src/build/x", "src/build.tf", "docs/a[1].md", "a b",
    "vendor/x/y", "x/vendor", ".hidden/f", "Zebra", "b/zz", "star*name", "b/^c", "caret^", "a-b", "q/a/b/a/q",
]  # fmt: skip


@pytest.mark.parametrize(
    "patterns",
    [
        ["*.tf"], ["/*.tf"], ["a.tf"], ["b/*.tf"], ["b/**/*.tf"], ["**/a.tf"], ["b/**"], ["build/"], ["build"],
        ["/build"], ["src/build/"], ["vendor/**/y"], ["a?tf"], ["[ab]/*"], ["[!b]/*"], ["docs/a\\[1\\].md"],
        ["*", "!*.tf"], ["*.tf", "!/a.tf"], [".*"], ["**"], ["**/vendor"], ["[a-z]ebra"], ["b/z*z"],
        ["star\\*name"], ["[^a]"], ["caret[^]"], ["b/[\\^]c"], ["a[+-]b"], ["q/**/**/q"], ["q/**/a/**/q"], ["\\!x"],
        ["[z-a]"], ["["], ["a**b"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_they_agree_with_git(checkout, patterns):
    for path in PATHS:
        checkout.write(path)
    checkout.write(".gitignore", "\n".join(patterns) + "\n")
    listed = checkout.run("ls-files", "-z", "--others", "--ignored", "--exclude-standard").split("\0")
    ignored = {path for path in listed if path and path != ".gitignore"}

    assert ignored == {path for path in PATHS if matches(path, patterns)}


def test_no_pattern_matches_nothing():
    assert not matches("a.tf", [])


@settings(max_examples=300, suppress_health_check=[HealthCheck.differing_executors])
@given(st.text("ab*?[]!/\\^-.", max_size=12), st.text("ab/.-", max_size=20))
def test_any_text_is_a_pattern(pattern, path):
    assert matches(path, [pattern]) in (True, False)


def test_a_row_of_stars_takes_no_time():
    with ends():
        matches("a/" * 30 + "b", ["**/" * 30 + "c"])
        matches("a" * 5000, ["*" * 30 + "c"])
