from __future__ import annotations

import re

import hostile
import pytest
from forges import MENTIONS, READERS
from hypothesis import HealthCheck, Phase, given, settings

from trueline.model.location import Location
from trueline.model.report import Notification
from trueline.reporters import github_summary
from trueline.reporters.markdown import render
from trueline.reporters.markup import web_address

OURS = {
    "h2", "h3", "p", "code", "table", "thead", "tbody", "tr", "th", "td", "br", "strong", "details", "summary", "a",
    "blockquote",
}  # fmt: skip


def many(golden, number, **members):
    found = [
        golden.ACL._replace(location=Location(f"{at}.tf"), message="@team " * 50, **members) for at in range(number)
    ]
    return golden.EMPTY._replace(verdict="failed", findings=tuple(found))


def linkable(report):
    """Return the addresses that rules and findings of the report refer to."""
    named = [*report.rules, *report.findings]
    return {address for one in named for address in one.references if web_address((address,))}


def test_golden(golden, golden_file):
    assert golden_file("markdown.md") == render(golden.GOLDEN)
    assert golden_file("markdown.md").partition("\n")[2] == github_summary.render(golden.GOLDEN)


def test_nothing_still_has_verdict_and_proof(golden):
    assert render(golden.EMPTY).splitlines()[1:4] == ["## ✅ Trueline: passed", "", "nothing blocks"]
    assert "Proof: read 0 files · 0 of 0 rules applied" in render(golden.EMPTY)


def test_the_marker_is_the_same_for_the_same_config_and_profile(golden):
    marker, other, third = (
        render(report).splitlines()[0]
        for report in (
            golden.GOLDEN,
            golden.GOLDEN._replace(findings=(), verdict="passed"),
            golden.GOLDEN._replace(trust=golden.GOLDEN.trust._replace(profile="prototype")),
        )
    )

    assert marker == other
    assert marker != third
    assert re.fullmatch("<!-- trueline:report:[0-9a-f]{12} -->", marker)


@pytest.mark.parametrize("reader", READERS)
def test_only_our_own_links_are_there(golden, reader):
    links = reader(render(golden.GOLDEN)).links

    assert set(links) == linkable(golden.GOLDEN)
    assert len(links) == 4


@pytest.mark.parametrize(
    ("renderer", "largest"),
    [pytest.param(render, 65_536, id="comment"), pytest.param(github_summary.render, 900 * 1024, id="summary")],
)
def test_a_flood_is_cut_and_counted(golden, renderer, largest):
    text = renderer(many(golden, 20_000))
    rows = text.count("| critical |")

    assert largest * 0.9 < len(text.encode()) <= largest
    assert f"… and {20_000 - rows:,} more in the whole report (`--report json`)" in text
    assert "20,000 block (20,000 critical)" in text.replace("`", "")
    assert text.splitlines()[-1] == "Why, and how to mend it: `trueline explain TL-4f2c9a174f2c`"


def test_a_flood_that_blocks_leaves_the_counts_of_the_rest(golden):
    report = many(golden, 20_000)
    advice = golden.ACL._replace(blocks=False)
    text = render(report._replace(findings=(*report.findings, advice), unknowns=golden.GOLDEN.unknowns))

    assert "<summary>1 advises</summary>" in text
    assert "<summary>1 could not be told</summary>" in text


def test_an_error_of_the_run_is_among_what_blocks(golden):
    note = Notification("error", "no-base", "the base is not there")
    text = render(golden.EMPTY._replace(verdict="incomplete", complete=False, notifications=(note,)))

    assert "## ⚠️ Trueline: incomplete" in text
    assert "| high | `no-base` | the run | the base is not there |" in text


@pytest.mark.parametrize("reader", READERS)
@given(report=hostile.reports)
@settings(
    max_examples=20, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
def test_nothing_of_data_is_markup(reader, report):
    page = reader(render(report))

    assert set(page.tags) <= OURS
    assert set(page.links) <= linkable(report)
    assert MENTIONS.search("\n".join(page.outside)) is None
