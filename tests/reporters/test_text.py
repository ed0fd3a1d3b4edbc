"""The sanitiser against a port of what the runners do with a line of output."""

from __future__ import annotations

import json
import unicodedata
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from trueline.reporters.text import cut, harmless, harmless_text, json_text, one_line, visible, visible_lines, xml_text

# .NET compares texts by culture: what Unicode ignores may stand inside a token
IGNORED = {"Cc", "Cf", "Cs"}
TOKENS = ["::", "##[", "##vso[", "##VSO[", "#", "[", " ", "\u00a0", "\u2028", "\u200b", "\u00ad", "\ufe0f", "\x1b[31m"]
NAMES = ["error", "add-mask", "stop-commands", "task.complete", "]", "::", "warning file=a"]
hostile = st.lists(st.one_of(st.sampled_from(TOKENS + NAMES), st.text(max_size=3)), max_size=12).map("".join)


def commands(output):
    """Return the lines from which a runner would read a command."""
    lines = output.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [line for line in lines if _is_github(line) or _is_old(line)]


def _is_github(line):
    bare = _bare(line).lstrip()
    return bare.startswith("::")


def _is_old(line):
    bare = _bare(line).lower()
    return "##[" in bare or "##vso[" in bare


def _bare(line):
    return "".join(character for character in line if unicodedata.category(character) not in IGNORED)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("plain", "plain", id="plain"),
        pytest.param("a\u202eb", "a\\u{202e}b", id="bidi"),
        pytest.param("\x1b[2J", "\\u{1b}[2J", id="escape"),
        pytest.param("a\tb\nc\r", "a\\u{9}b\\u{a}c\\u{d}", id="white space that moves"),
        pytest.param("\x9b31m\x7f", "\\u{9b}31m\\u{7f}", id="C1 and delete"),
        pytest.param("a\u200bb\ufeff", "a\\u{200b}b\\u{feff}", id="zero width"),
        pytest.param("\U000e0041", "\\u{e0041}", id="tag"),
        pytest.param("caf\udce9", "caf\\u{dce9}", id="undecodable byte"),
        pytest.param("容器 é e\u0301 ünï", "容器 é e\u0301 ünï", id="other scripts stay"),
        pytest.param("⚠\ufe0f", "⚠\ufe0f", id="emoji stays"),
        pytest.param("#\ufe0f#[", "#\\u{fe0f}#[", id="selector elsewhere"),
    ],
)
def test_visible(text, shown):
    assert shown == visible(text)


def test_every_control_format_and_surrogate_of_the_basic_plane_is_visible():
    left = [
        f"{code:04x}"
        for code in range(0x10000)
        if unicodedata.category(chr(code)) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and visible(chr(code)) == chr(code)
    ]

    assert left == []


@pytest.mark.parametrize(
    ("line", "written"),
    [
        pytest.param("::error::x", "\\::error::x", id="at the start"),
        pytest.param("  \u00a0::error::x", "  \u00a0\\::error::x", id="after white space"),
        pytest.param("a::b::c", "a::b::c", id="inside is no command"),
        pytest.param("a ##[add-path]/evil", "a ##\\[add-path]/evil", id="old form anywhere"),
        pytest.param("##vso[task.x]", "##\\vso[task.x]", id="azure"),
        pytest.param("###[x]", "###\\[x]", id="three"),
        pytest.param("## title", "## title", id="a heading stays"),
    ],
)
def test_harmless(line, written):
    assert written == harmless(line)


@given(hostile)
@example("##\u00ad[error]x")
@example("\ufeff::error::x")
@settings(max_examples=500, deadline=None)
def test_no_runner_reads_a_command(text):
    assert commands("\n".join(harmless(line) for line in visible_lines(text))) == []


@given(hostile)
@settings(max_examples=300, deadline=None)
def test_json_keeps_the_value_and_commands_nothing(text):
    written = json_text({"text": text})

    assert commands(written) == []
    if text.isprintable():
        assert text == json.loads(written)["text"]


def test_the_oracle_finds_commands():
    assert commands("  ::error::x\na ##[b]\nfine\n##\u00ad[c]") == ["  ::error::x", "a ##[b]", "##\u00ad[c]"]


def test_json_replaces_what_no_encoder_takes():
    assert json.loads(json_text({"a\udc80": ["\udc81", 1, None]})) == {"a\\u{dc80}": ["\\u{dc81}", 1, None]}
    assert json.loads(json_text({"reasons": ("\udc81",)})) == {"reasons": ["\\u{dc81}"]}


def test_lines_of_a_text_are_its_own():
    assert visible_lines("one\r\ntwo\u2028three\n") == ["one", "two\\u{2028}three"]


def test_a_text_of_several_lines_is_harmless_in_each():
    assert harmless_text("a\r\n::error::b\n##[c]\x1b") == "a\n\\::error::b\n##\\[c]\\u{1b}"


def test_one_line():
    assert one_line(" a\n  b\u2028c\n") == "a b\\u{2028}c"


@pytest.mark.parametrize(("text", "most", "left"), [("abc", 3, "abc"), ("abcd", 3, "ab…"), ("abcd", 0, "…")])
def test_cut(text, most, left):
    assert left == cut(text, most)


@given(hostile, hostile)
@settings(max_examples=300, deadline=None)
def test_xml_keeps_the_value_and_commands_nothing(text, value):
    root = ElementTree.Element("a", b=value)
    root.text = text
    written = xml_text(root)
    read = ElementTree.fromstring(written.encode())

    assert commands(written) == []
    assert read.get("b") == "\n".join(visible_lines(value))
    if text.strip():
        assert (read.text or "") == "\n".join(visible_lines(text))
