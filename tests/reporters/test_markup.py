"""Text inside Markdown, read by renderers that are not ours."""

from __future__ import annotations

import hostile
import pytest
from forges import MENTIONS, READERS, others
from hypothesis import given, settings

from trueline.reporters.markup import code, linked, prose, row, web_address


@pytest.mark.parametrize(
    ("text", "written"),
    [
        pytest.param("ACL x.y lets (anyone) read it.", "ACL `x.y` lets (anyone) read it.", id="names are code"),
        pytest.param('Use `a b`, or "c.d".', 'Use `a b`, or "`c.d`".', id="ticks are kept"),
        pytest.param("1,382 of 12", "1,382 of 12", id="numbers"),
        pytest.param("@octocat fixes #12", "`@octocat` fixes `#12`", id="mention and reference"),
        pytest.param("see deadbeef or 1234567", "see `deadbeef` or `1234567`", id="commit ids"),
        pytest.param("a deadbeef-a, a-deadbeef", "a `deadbeef-a`, `a-deadbeef`", id="commit ids beside a hyphen"),
        pytest.param("<b>\n# x", "`<b>` `#` x", id="markup and lines"),
        pytest.param("`a``b`", "``` `a``b` ```", id="ticks inside"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_prose(text, written):
    assert written == prose(text)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        pytest.param("a|b", "| `a\\|b` |", id="a bar"),
        pytest.param("a\\|b", "| `a\\\\u{7c}b` |", id="a bar behind a backslash is spelled"),
        pytest.param("a\\", "| `a\\` |", id="a backslash"),
    ],
)
def test_bars_in_tables(text, written):
    assert written == row(code(text))


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        pytest.param("https://example.com/a?b=c&d#e", True, id="plain"),
        pytest.param("javascript:alert(1)", False, id="another scheme"),
        pytest.param("https://user@example.com", False, id="a user's name"),
        pytest.param("https://example.com/a>b", False, id="a bracket"),
        pytest.param("https://example.com/a b", False, id="a blank"),
        pytest.param("//example.com", False, id="no scheme"),
    ],
)
def test_addresses(address, kept):
    assert (address if kept else "") == web_address((address,))


def test_a_link_goes_where_it_says():
    page = others(linked("a]b", ("https://example.com/?a=b&copy=c",)))

    assert (page.links, page.tags, page.outside) == (["https://example.com/?a=b&copy=c"], ["p", "a", "code"], ["\n"])


@pytest.mark.parametrize("reader", READERS)
@given(text=hostile.lone)
@settings(max_examples=200, deadline=None)
def test_nothing_of_data_is_markup_or_can_be_referred_to(reader, text):
    page = reader(f"x {prose(text)}")

    assert {"p", "code"} >= set(page.tags)
    assert MENTIONS.search("\n".join(page.outside)) is None


@pytest.mark.parametrize("reader", READERS)
@given(one=hostile.lone, other=hostile.lone)
@settings(max_examples=200, deadline=None)
def test_a_table_keeps_its_cells(reader, one, other):
    page = reader(f"| a | b |\n|---|---|\n{row(code(one), prose(other))}\n")

    assert {"table", "thead", "tbody", "tr", "th", "td", "code"} >= set(page.tags)
    assert (page.tags.count("tr"), page.tags.count("td")) == (2, 2)
    assert MENTIONS.search("\n".join(page.outside)) is None


@pytest.mark.parametrize("reader", READERS)
@given(text=hostile.lone)
@settings(max_examples=200, deadline=None)
def test_code_is_one_span(reader, text):
    page = reader(f"x {code(text)} y")

    assert page.tags.count("code") == (1 if code(text) else 0)
    assert [part for part in page.outside if part.strip()] in (["x ", " y"], ["x  y"])
