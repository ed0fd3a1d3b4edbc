from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trueline.values.pattern import PatternTimeoutError, compile_pattern
from trueline.values.re2 import PatternError


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        pytest.param("^foo$", "foo\n", False, id="the end is the very end"),
        pytest.param("(?m)^foo$", "a\nfoo\nb", True, id="unless lines count"),
        pytest.param("a.c", "a\nc", False, id="a dot is no line end"),
        pytest.param("(?s)a.c", "a\nc", True, id="unless it is told to be"),
        pytest.param("(?i)WEB", "my-web", True, id="case"),
        pytest.param("a(?:(?i)b)c", "aBc", True, id="case in a group"),
        pytest.param(r"^\d+$", "٣", False, id="digits are ASCII"),
        pytest.param(r"^\w+$", "é", False, id="letters of words are ASCII"),
        pytest.param(r"\bfoo\b", "a foo.", True, id="word boundary"),
        pytest.param(r"[^\W]", "-", False, id="a complement in brackets"),
        pytest.param(r"^[\D\s]$", "7", False, id="another"),
        pytest.param("[[:alpha:]]{2}", "a1b2cd", True, id="POSIX class"),
        pytest.param(r"^\pL+$", "é", True, id="property"),
        pytest.param(r"^\P{L}$", "é", False, id="no property"),
        pytest.param(r"\x41\x{e9}\101", "AéA", True, id="characters by number"),
        pytest.param(r"\Qa.b\E", "axb", False, id="quoted"),
        pytest.param("a{,3}", "a{,3}", True, id="braces that count nothing"),
        pytest.param("[]a]", "]", True, id="a bracket first"),
        pytest.param("[a-]", "-", True, id="a dash last"),
        pytest.param("(?P<n>a)b", "ab", True, id="named group"),
        pytest.param("", "x", True, id="empty"),
        pytest.param("a|", "b", True, id="empty alternative"),
        pytest.param("x*?y", "xxy", True, id="lazy"),
        pytest.param(r"a\.b[.]c", "a.b.c", True, id="dots"),
        pytest.param("^(a|b)+c$", "ab" * 400 + "c", True, id="long"),
    ],
)
def test_matches(pattern: str, text: str, expected: bool) -> None:
    assert expected is compile_pattern(pattern).matches(text)


@pytest.mark.parametrize(
    "pattern",
    [
        "(?=a)",
        "(?!a)",
        "(?<=a)",
        "(?<!a)",
        r"(a)\1",
        r"(?P<n>a)(?P=n)",
        "a++",
        "a**",
        "(a",
        "a)",
        "[z-a]",
        "*a",
        "a{1001}",
        "a{3,2}",
        "(?>a)",
        r"a\Z",
        "[a",
        "(?#c)",
        "((a{100}){100})",
        "a|*",
        "\\",
        "[[:foo:]]",
        r"[\d-z]",
        "a(?i)b",
        r"\C",
        "(?U)a",
        r"\p{}",
        r"\x{110000}",
        "(" * 100 + ")" * 100,
        "a" * 5001,
        "(?P<1>a)",
        r"\k<n>",
    ],
)
def test_refuses(pattern: str) -> None:
    with pytest.raises(PatternError):
        compile_pattern(pattern)


def test_finds() -> None:
    assert list(compile_pattern("[a-z]+").find("ab 1 cd")) == ["ab", "cd"]


def test_time_limit() -> None:
    with pytest.raises(PatternTimeoutError):
        compile_pattern("(a|aa)+$").matches("a" * 3000 + "b")


@given(st.text(r"ab\[](){}*+?|^$.-:1,dwsbQEpLx<>P=!i", max_size=14), st.text("ab1-\n", max_size=10))
@settings(max_examples=500, deadline=None)
def test_any_pattern_is_compiled_or_refused(pattern: str, text: str) -> None:
    try:
        compiled = compile_pattern(pattern)
        found = compiled.matches(text)
    except (PatternError, PatternTimeoutError):
        return
    assert found is (next(compiled.find(text), None) is not None)
