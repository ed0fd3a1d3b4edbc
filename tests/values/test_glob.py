from __future__ import annotations

import pytest

from trueline.values.glob import GlobError, matches_glob


@pytest.mark.parametrize(
    ("text", "pattern", "expected"),
    [
        ("docker.io/library/nginx", "docker.io/**", True),
        ("docker.io/library/nginx", "docker.io/*", False),
        ("a.txt", "*.{txt,md}", True),
        ("a.rst", "*.{txt,md}", False),
        ("abc", "a[a-c]c", True),
        ("abc", "a[!a-c]c", False),
        ("a/c", "a?c", False),
        ("a/c", "a[!x]c", False),
        ("", "*", True),
        ("", "**", True),
        ("a", "", False),
        ("*", r"\*", True),
        ("a", r"\*", False),
        ("s3:GetObject", "s3:*", True),
        ("ab", "a{,b}", True),
        ("a", "a{,b}", True),
        ("acd", "{a{b,c}d,x}", True),
        ("]", "[]]", True),
        ("-", "[a-]", True),
    ],
)
def test_matches(text: str, pattern: str, expected: bool) -> None:
    assert expected is matches_glob(text, pattern)


def test_does_not_hang() -> None:
    assert not matches_glob("a" * 5000, "*a" * 100 + "b")


@pytest.mark.parametrize("pattern", ["[a", "{a", "{a,b}" * 10, "a" * 1001])
def test_refuses(pattern: str) -> None:
    with pytest.raises(GlobError):
        matches_glob("a", pattern)
