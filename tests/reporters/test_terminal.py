from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trueline.model.location import Location, Region
from trueline.model.report import Finding, Input, Notification, Report, Trust, UnknownAnswer
from trueline.reporters.layout import width
from trueline.reporters.page import Options
from trueline.reporters.terminal import render
from trueline.reporters.text import visible

ESCAPE = re.compile("\x1b\\[[0-9;]*m")
WIDE = Options(width=120)


def finding(number=1, **members):
    return Finding(
        **{
            "rule_id": "bad-thing",
            "severity": "high",
            "enforcement": "soft",
            "subject": f"thing.{number}",
            "message": f"thing.{number} is bad",
            "location": Location("main.tf", "", Region(number, 1, number, 4)),
            "fingerprint": f"TL-{number:08x}",
            "blocks": True,
            **members,
        }
    )


def report(*findings, **members):
    verdict = "failed" if any(one.blocks for one in findings) else "passed"
    return Report(verdict, 0, complete=True, trust=Trust("working-tree"), findings=findings)._replace(**members)


def test_golden(golden, golden_file):
    assert golden_file("terminal.txt") == render(golden.GOLDEN)


def test_nothing_still_has_verdict_and_proof(golden):
    *_, verdict, proof = render(golden.EMPTY, WIDE).splitlines()

    assert verdict == " passed   nothing blocks"
    assert proof == " read 0 files · 0 of 0 rules applied"


@pytest.mark.parametrize("columns", [20, 40, 80, 200])
def test_narrow_terminals_are_kept(golden, columns):
    text = render(golden.GOLDEN, Options(width=columns, verbose=True))
    unbroken = re.compile(r"^   (↳ )?\S+/| [a-z ]+  \S+$|^   [a-z]+ +trueline | BREAK GLASS  \S+$")

    assert [line for line in text.splitlines() if width(line) > columns and not unbroken.match(line)] == []


def test_colour_is_all_that_colour_adds(golden):
    plain = render(golden.GOLDEN, Options(width=100, verbose=True))
    coloured = render(golden.GOLDEN, Options(width=100, color=True, verbose=True))

    assert "\x1b" not in plain
    assert "\x1b[1;97;41mcritical\x1b[0m" in coloured
    assert plain == ESCAPE.sub("", coloured)


@pytest.mark.parametrize(
    ("line", "region", "shown", "mark"),
    [
        pytest.param('acl = "x"', Region(2, 7, 2, 10), 'acl = "x"', "      ━━━", id="plain"),
        pytest.param("\tacl: x", Region(2, 7, 2, 8), "    acl: x", "         ━", id="tab"),
        pytest.param("容器: x", Region(2, 5, 2, 6), "容器: x", "      ━", id="wide characters"),
        pytest.param("容器: x", Region(2, 1, 2, 3), "容器: x", "━━━━", id="wide characters marked"),
        pytest.param("e\u0301: x", Region(2, 5, 2, 6), "e\u0301: x", "   ━", id="combining"),
        pytest.param("a\u202e: x", Region(2, 5, 2, 6), "a\\u{202e}: x", "           ━", id="hidden"),
        pytest.param("##[a]: x", Region(2, 8, 2, 9), "##\\[a]: x", "        ━", id="log command"),
        pytest.param("kind", Region(2, 5, 2, 5), "kind", "    ━", id="empty region at the end"),
        pytest.param("kind", Region(2, 90, 2, 95), "kind", "    ━", id="beyond the line"),
        pytest.param("x" * 300 + "=" + "y" * 300, Region(2, 301, 2, 302), None, None, id="long line"),
    ],
)
def test_mark_stands_under_the_characters(line, region, shown, mark):
    one = finding(location=Location("main.tf", "", region))
    lines = render(report(one, excerpts={("main.tf", ""): {2: line}}), Options(width=60)).splitlines()
    code, marks = (next(text for text in lines if start in text).partition("│ ")[2] for start in ("2 │", "   │"))

    if shown is not None:
        assert [shown, mark] == [code, marks]
        return
    assert width(code) <= 50
    assert code.startswith("…x")
    assert code.endswith("y…")
    assert code[marks.index("━")] == "="


def test_region_of_many_lines_is_cut():
    one = finding(location=Location("main.tf", "", Region(1, 1, 9, 2)))
    text = render(report(one, excerpts={("main.tf", ""): {number: f"line {number}" for number in range(1, 12)}}), WIDE)

    assert "1 ┃ line 1" in text
    assert "━" not in text
    assert "5 ┃ line 5" in text
    assert "line 6" not in text
    assert "│ … 4 more lines" in text


def test_region_of_many_lines_marks_where_it_starts():
    one = finding(location=Location("main.tf", "", Region(1, 5, 2, 2)))
    text = render(report(one, excerpts={("main.tf", ""): {1: "a = [1,", 2: "]"}}), WIDE)

    assert [line[3:] for line in text.splitlines() if "┃" in line] == ["   1 ┃ a = [1,", "     ┃     ━━━", "   2 ┃ ]"]


def test_findings_at_one_place_share_a_frame():
    place = Location("main.tf", "", Region(1, 1, 1, 4))
    many = [finding(number, location=place) for number in range(1, 7)]
    text = render(report(*many, excerpts={("main.tf", ""): {1: "acl"}}), WIDE)

    assert text.count("1 │ acl") == 1
    assert "also  thing.2 (TL-00000002), thing.3 (TL-00000003), thing.4 (TL-00000004), +2 more (--report json)" in text


def test_a_cap_never_hides_what_blocks():
    many = [finding(number) for number in range(1, 301)]
    text = render(report(*many), WIDE)

    assert [number for number in range(1, 301) if f"main.tf:{number}:1" not in text] == []


def test_advice_is_kept_short():
    many = [finding(number, blocks=False, severity="low") for number in range(1, 81)]
    short, long = render(report(*many), WIDE), render(report(*many), WIDE._replace(verbose=True))

    assert "bad-thing   thing.1 is bad (80 times)" in short
    assert "… and 77 more (--verbose or --report json)" in short
    assert len(short.splitlines()) < 15
    assert "main.tf:80:1" in long


def test_advice_of_one_place_is_said_once_for_all_environments():
    place = Location("a.tf", "", Region(1, 1, 1, 4))
    advice = {"blocks": False, "enforcement": "advise", "message": "it is bad", "location": place}
    found = [finding(1, environment="staging", **advice), finding(1, environment="production", **advice),
             finding(2, environment="production", **{**advice, "message": "it is worse"}),
             finding(3, **{**advice, "message": "ugly"}), finding(4, **{**advice, "message": "ugly"})]  # fmt: skip

    text = render(report(*found), WIDE)

    assert "bad-thing   it is bad (5 times)\n" in text
    assert [line.strip() for line in text.splitlines() if line.startswith("   a.tf")] == [
        "a.tf:1:1  it is bad · staging, production",
        "a.tf:1:1  it is worse · production",
        "a.tf:1:1  ugly · 2 times",
    ]


def test_what_blocks_comes_first_and_the_worst_before_all():
    text = render(
        report(
            finding(1, blocks=False, severity="critical", rule_id="third"),
            finding(2, severity="low", rule_id="second"),
            finding(3, severity="critical", rule_id="first"),
        ),
        WIDE,
    )

    assert re.findall(r"first|second|third", text)[:3] == ["first", "second", "third"]


def test_incomplete_says_what_why_and_how_to_mend():
    text = render(
        report(
            verdict="incomplete",
            complete=False,
            inputs=(Input("a.yaml", "kubernetes", "unreadable", "no UTF-8"), Input("b.yaml", "kubernetes", "read")),
        ),
        WIDE,
    )

    assert " unreadable   1 file: mend the file, or leave it out with `paths.exclude`" in text
    assert "   a.yaml  no UTF-8" in text
    assert text.splitlines()[-1] == " read 1 file, 1 unreadable · 0 of 0 rules applied"


def test_a_blocking_unknown_is_shown_with_its_place():
    answer = UnknownAnswer("bad-thing", "high", "thing.1", Location("main.tf", "", Region(3, 1, 3, 2)), ("not set",))
    soft, hard = (render(report(unknowns=(answer._replace(blocks=blocks),)), WIDE) for blocks in (False, True))

    assert "1 could not be told: not set" in soft
    assert "main.tf:3:1" not in soft
    assert "main.tf:3:1  thing.1 · blocks" in hard
    assert "1 blocks (1 unknown)" in hard


def test_a_flood_of_text_is_cut():
    text = render(report(finding(message="x" * 50_000)), WIDE)

    assert "… (48,000 more characters)" in " ".join(text.split())
    assert len(text) < 5_000


@given(st.text(max_size=40), st.integers(20, 100), st.integers(1, 30), st.integers(0, 30))
@settings(max_examples=200, deadline=None)
def test_any_text_is_harmless(text, columns, start, length):
    place = Location(text, "", Region(1, start, 1, start + length))
    one = finding(message=text, subject=text, rule_id=text, fix=text, location=place, related=(place,))
    said = Notification("error", text, text, place)
    written = render(report(one, notifications=(said,), excerpts={(text, ""): {1: text}}), Options(width=columns))

    assert [line for line in written.split("\n") if line.lstrip().startswith("::") or "##[" in line] == []
    assert "\x1b" not in written
    assert [line for line in written.split("\n") if visible(line) != line] == []
    written.encode()


def test_a_caret_stays_under_what_it_points_at():
    message = 'rule r could not judge a.b: it.tags is missing\n  require: it.tags == "me"\n           ^^^^^^^'

    lines = render(report(notifications=(Notification("error", "rule-error", message),))).splitlines()

    drawn = next(index for index, line in enumerate(lines) if "require:" in line)
    assert lines[drawn].index("it.tags") == lines[drawn + 1].index("^")


@pytest.mark.parametrize(
    ("revision", "shown"),
    [pytest.param("origin/main", "origin/main", id="a name"), pytest.param("3f0c2b7aa" * 4, "3f0c2b7aa", id="an id")],
)
def test_a_revision_is_shown_by_its_name_or_the_start_of_its_id(revision, shown):
    text = render(report(trust=Trust("revision", revision), base=revision), WIDE)

    assert f"judged by revision {shown} · no config" in text
    assert f"compared with {shown}\n" in text


def test_a_block_says_once_why_a_mark_does_not_let_it_go():
    refusals = ("the mark at main.tf:1:1 ended on 2020-01-31 \u202e\x1b[2J",)
    text = render(report(finding(1, refusals=refusals), finding(1, subject="thing.9", refusals=refusals)), WIDE)

    assert text.count("the mark at main.tf:1:1 ended on 2020-01-31") == 1
    assert not {"\x1b", "\u202e"} & set(text)
