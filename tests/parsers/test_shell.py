"""Shell scripts: which commands are run, what they are given, and where what they print goes."""

from __future__ import annotations

import pytest
from effort import ends
from hypothesis import given, strategies

from trueline.parsers.shell import commands


def told(script: str):
    return [(one.program, [word.text for word in one.arguments]) for one in commands(script) if one.program]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        pytest.param("a; b&&c ||d & e", [("a", []), ("b", []), ("c", []), ("d", []), ("e", [])], id="separators"),
        pytest.param("a 'b c' \"d $e\" f\\ g", [("a", ["b c", "d $e", "f g"])], id="quotes"),
        pytest.param("a 2>&1 >/dev/null <x b", [("a", ["b"])], id="redirections"),
        pytest.param("a b # c; d\ne", [("a", ["b"]), ("e", [])], id="a comment ends with its line"),
        pytest.param("a#b", [("a#b", [])], id="no comment within a word"),
        pytest.param("if ! a; then b; else c; fi", [("a", []), ("b", []), ("c", [])], id="if"),
        pytest.param("for x in 1 2; do a $x; done", [("a", ["$x"])], id="for"),
        pytest.param("case $x in a|b) c;; *) d;; esac", [("c", []), ("d", [])], id="case"),
        pytest.param("f() { a; }; (b)", [("a", []), ("b", [])], id="function and subshell"),
        pytest.param("cat <<E >f\na | b\nE\nc", [("cat", []), ("c", [])], id="heredoc"),
        pytest.param("/usr/bin/curl x", [("curl", ["x"])], id="folders"),
        pytest.param("A=1 sudo -u b env C=2 d e", [("d", ["e"])], id="wrappers"),
        pytest.param("a $((1+2)) ${x:-y}", [("a", ["$((1+2))", "${x:-y}"])], id="arithmetic"),
        pytest.param("a \\\n b", [("a", ["b"])], id="continued"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_finds_the_commands(script, expected):
    assert told(script) == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        pytest.param("curl x | tar x | b", [("curl", ("tar", "b"), ""), ("tar", ("b",), ""), ("b", (), "")], id="pipe"),
        pytest.param("curl x | sudo -E bash -", [("curl", ("bash",), ""), ("bash", (), "")], id="behind sudo"),
        pytest.param('sh -c "$(curl x)"', [("sh", (), ""), ("curl", (), "sh")], id="script of a substitution"),
        pytest.param("bash <(curl x)", [("bash", (), ""), ("curl", (), "bash")], id="process substitution"),
        pytest.param("bash < <(curl x)", [("bash", (), ""), ("curl", (), "bash")], id="redirected"),
        pytest.param(
            "bash -ec 'curl x | sh'", [("bash", (), ""), ("curl", ("sh",), "bash"), ("sh", (), "bash")], id="-c"
        ),
        pytest.param("eval `curl x`", [("eval", (), ""), ("curl", (), "eval")], id="backquotes"),
        pytest.param("A=$(curl x) b", [("b", (), ""), ("curl", (), "")], id="into a variable"),
    ],
)
def test_says_where_output_goes(script, expected):
    found = [(one.program, one.feeds, one.into) for one in commands(script) if one.program]

    assert sorted(found) == sorted(expected)


def test_a_word_stands_where_it_is_written():
    script = "a && curl -k  'x y'"
    (_, curl) = commands(script)

    assert [script[word.start : word.end] for word in curl.arguments] == ["-k", "'x y'"]
    assert script[curl.start : curl.end] == "curl -k  'x y'"


@pytest.mark.parametrize(
    "script",
    [
        pytest.param("$(" * 20_000, id="substitutions"),
        pytest.param("`" * 50_001, id="backquotes"),
        pytest.param("'" * 100_001, id="quotes"),
        pytest.param("a|" * 50_000, id="one long pipe"),
        pytest.param("a= " * 100_000, id="assignments"),
        pytest.param("env -u a " * 50_000, id="wrappers"),
        pytest.param("eval" + " a" * 50_000, id="arguments that are scripts"),
        pytest.param("cat <<E " * 20_000 + "\n", id="heredocs"),
        pytest.param("sh -c '" * 20_000, id="scripts"),
    ],
)
def test_a_hostile_script_takes_no_time(script):
    with ends():
        commands(script)


@given(strategies.text(alphabet="ab \"'\\\n#<>|&;()$`{}=-c", max_size=60))
def test_any_script_is_read_without_an_error(script):
    for one in commands("sh -c " + script):
        assert 0 <= one.start <= one.end <= len(script) + 6
