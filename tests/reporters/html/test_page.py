from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from itertools import pairwise

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trueline.model.location import Location, Region
from trueline.model.report import Finding, Input, Notification, Report, Suppression, Tally, Trust, UnknownAnswer
from trueline.reporters.html.findings import MOST_CARDS, MOST_COUNTED, MOST_ROWS
from trueline.reporters.html.page import render
from trueline.reporters.text import harmless, visible

NAMES = {
    "a", "article", "aside", "body", "br", "caption", "code", "dd", "details", "div", "dl", "dt", "fieldset", "footer",
    "h1", "h2", "h3", "h4", "h5", "head", "header", "html", "input", "label", "legend", "li", "main", "mark", "meta",
    "nav", "ol", "option", "p", "pre", "q", "rect", "script", "section", "select", "small", "span", "strong", "style",
    "summary", "svg", "table", "tbody", "td", "th", "thead", "title", "tr", "ul",
}  # fmt: skip
# What a browser may fetch by, run or be moved by
FORBIDDEN_ATTRIBUTES = {
    "action",
    "data",
    "formaction",
    "poster",
    "src",
    "srcdoc",
    "srcset",
    "style",
    "target",
    "xlink:href",
}


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


def parsed(text):
    """The page as a browser's parser reads it; what the standard calls an error is one here."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)


def elements(root):
    return [node for node in root.iter() if isinstance(node.tag, str)]


def name(node):
    return node.tag.rpartition("}")[2]


def by_class(root, word):
    return [node for node in elements(root) if word in (node.get("class") or "").split()]


def text_of(node):
    return "".join(node.itertext())


def harms(root):
    """What in the page was not written by this package."""
    for node in elements(root):
        if name(node) not in NAMES:
            yield name(node)
        for attribute, value in node.attrib.items():
            if attribute.startswith("on") or attribute in FORBIDDEN_ATTRIBUTES:
                yield f"{name(node)} {attribute}"
            if attribute == "href" and not value.startswith(("https://", "http://", "#")):
                yield f"{name(node)} {value}"
    counts = Counter(name(node) for node in elements(root))
    yield from (one for one in ("script", "style", "title") if counts[one] != 1)
    ids = Counter(node.get("id") for node in elements(root) if node.get("id"))
    yield from (f"twice: {one}" for one, number in ids.items() if number > 1)
    yield from (f"to nowhere: {node.get('href')}" for node in elements(root)
                if (node.get("href") or "").startswith("#") and node.get("href")[1:] not in ids)  # fmt: skip


def without_constants(text):
    text = re.sub(r"(<(style|script)>).*?(</\2>)", r"\1\3", text, flags=re.DOTALL)
    return re.sub("sha256-[A-Za-z0-9+/]{43}=", "sha256-", text)


def test_golden(golden, golden_file):
    assert golden_file("report.html") == without_constants(render(golden.GOLDEN))


def test_empty_says_that_nothing_was_judged(golden):
    root = parsed(render(golden.EMPTY))

    assert list(harms(root)) == []
    assert "But no file was read that a policy could judge." in text_of(by_class(root, "lead")[0])
    assert [node for node in elements(root) if node.get("id") == "filters"] == []


def test_nothing_of_the_golden_report_is_markup(golden):
    root = parsed(render(golden.GOLDEN))
    links = [node.get("href") for node in elements(root) if (node.get("href") or "#")[0] != "#"]

    assert list(harms(root)) == []
    assert {"https://example.com/secrets", golden.ACL.references[0]} == set(links)
    assert 'image "nginx:latest" of 100% <b>容器</b>moves under you' in text_of(root)


def test_the_same_report_gives_the_same_bytes(golden, monkeypatch):
    first = render(golden.GOLDEN)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("LANG", "tr_TR.UTF-8")

    assert first == render(golden.GOLDEN)


def test_only_the_pages_own_style_and_script_may_run(golden):
    text = render(golden.GOLDEN)
    root = parsed(text)
    policy = next(node.get("content") for node in elements(root) if node.get("http-equiv"))
    allowed = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    hashes = {
        tag: base64.b64encode(hashlib.sha256(re.search(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)[1].encode()).digest())
        for tag in ("style", "script")
    }

    assert {
        "default-src": "'none'",
        "style-src": f"'sha256-{hashes['style'].decode()}'",
        "script-src": f"'sha256-{hashes['script'].decode()}'",
        "base-uri": "'none'",
        "form-action": "'none'",
    } == allowed
    # the policy stands before all that it governs
    assert text.index("Content-Security-Policy") < text.index("<title>") < text.index("<style>")


def test_every_part_has_a_heading_that_names_it(golden):
    root = parsed(render(golden.GOLDEN))
    levels = [int(name(node)[1]) for node in elements(root) if re.fullmatch("h[1-6]", name(node))]
    parts = by_class(root, "part")

    assert [node for node in parts if node.get("aria-labelledby") != node[0].get("id")] == []
    assert [level for level in levels if level == 1] == [1]
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []
    assert [node for node in elements(root) if name(node) == "th" and node.get("scope") not in ("col", "row")] == []
    assert {"header", "nav", "main", "footer"} <= {name(node) for node in elements(root)}


def test_every_count_is_the_summarys(golden):
    root = parsed(render(golden.GOLDEN))
    tiles = {text_of(node).split()[1]: text_of(node).split()[0] for node in by_class(root, "tile")}

    assert tiles == {"block": "3", "advise": "2", "unknown": "1", "suppressed": "1", "fixed": "1", "new": "5"}


def test_every_rule_and_input_is_in_the_proof(golden):
    text = text_of(parsed(render(golden.GOLDEN)))

    assert [tally.id for tally in golden.RULES if tally.id not in text] == []
    assert [entry.path for entry in golden.INPUTS if visible(entry.path) not in text] == []
    assert [reason for entry in golden.INPUTS if (reason := entry.reason) not in text] == []


def test_a_suppression_says_who_until_when_and_why(golden):
    root = parsed(render(golden.GOLDEN))

    assert [text_of(node) for node in by_class(root, "suppression")] == [
        'Exception EX-2026-0003, until 2026-12-05Moves to "glacier" <soon> in .trueline/exceptions/3.yaml'
    ]


@pytest.mark.parametrize(
    ("address", "is_link"),
    [
        pytest.param("https://example.com/a?b=c&d=%20#e", True, id="plain"),
        pytest.param("HTTP://example.com", True, id="upper case"),
        pytest.param("javascript:alert(1)", False, id="script"),
        pytest.param(" javascript:alert(1)//https://example.com", False, id="script behind a blank"),
        pytest.param("data:text/html,<script>", False, id="data"),
        pytest.param("//example.com/a", False, id="no scheme"),
        pytest.param("https://example.com/\u202egnp.exe", False, id="reversed"),
        pytest.param('https://example.com/" onclick="a()', False, id="quote"),
        pytest.param("https://example.com/\njavascript:a()", False, id="two lines"),
    ],
)
def test_only_an_address_of_the_web_is_a_link(address, is_link):
    root = parsed(render(report(finding(references=(address,)))))
    links = [node.get("href") for node in elements(root) if (node.get("href") or "#")[0] != "#"]

    assert [harm for harm in harms(root) if address not in harm] == []
    assert ([address] if is_link else []) == links


def test_findings_at_one_place_share_a_card():
    place = Location("main.tf", "", Region(1, 1, 1, 4))
    root = parsed(render(report(*(finding(number, location=place) for number in range(1, 7)))))
    cards = by_class(root, "item")

    assert [card.get("data-n") for card in cards] == ["6"]
    assert [number for number in range(1, 7) if f"thing.{number}" not in text_of(cards[0])] == []


def test_a_fingerprint_names_one_card_alone():
    same = [finding(number, fingerprint="TL-00c0ffee") for number in (1, 2)]
    root = parsed(render(report(*same, finding(3, fingerprint='TL-"><script>'), finding(4, fingerprint=""))))

    assert list(harms(root)) == []
    assert [node.get("id") for node in by_class(root, "item") if node.get("id")] == ["TL-00c0ffee"]


def test_what_blocks_comes_first_and_the_worst_before_all():
    root = parsed(
        render(
            report(
                finding(1, blocks=False, severity="critical", rule_id="third"),
                finding(2, severity="low", rule_id="second"),
                finding(3, severity="critical", rule_id="first"),
            )
        )
    )

    assert [node.get("data-rule") for node in by_class(root, "item")] == ["first", "second", "third"]


def test_a_flood_is_shortened_and_never_hidden():
    advice = [finding(number, blocks=False, rule_id=f"rule-{number % 150}") for number in range(1, 9_001)]
    blocking = [finding(number, severity="low") for number in range(9_001, 9_011)]
    root = parsed(render(report(*advice, *blocking)))
    items = by_class(root, "item")
    counted = [int(text_of(node).replace(",", "")) for node in by_class(by_class(root, "counts")[0], "number")]

    assert len(items) == MOST_CARDS + MOST_ROWS
    assert [node.get("data-rule") for node in items[:10]] == ["bad-thing"] * 10
    assert len(counted) == MOST_COUNTED + 1
    assert sum(counted) == 9_010 - MOST_CARDS - MOST_ROWS
    assert "3,510 more findings would make this page too large." in text_of(by_class(root, "notice")[0])
    assert "9,000" in text_of(by_class(root, "t-advises")[0])


def test_the_largest_page_is_one_that_a_browser_shows():
    many = [
        finding(number, message="x" * 5_000, location=Location(f"a/{number}.tf", "", Region(1, 1, 1, 4)))
        for number in range(20_000)
    ]
    answers = [UnknownAnswer("bad-thing", "high", "a", Location("a"), ("b",)) for _ in range(20_000)]
    notes = [Notification("error", "a", "b") for _ in range(20_000)]
    inputs = [Input(f"{number}.tf", "terraform", "read") for number in range(20_000)]
    text = render(report(*many, unknowns=tuple(answers), notifications=tuple(notes), inputs=tuple(inputs)))

    assert len(text) < 6_000_000
    assert text.count("… and 18,000 more (--report json)") + text.count("… and 19,500 more (--report json)") == 3


ANY = st.text(max_size=30) | st.sampled_from(
    ["</script><script>alert(1)</script>", "</style>", "<!--", "]]>", "' onmouseover='a()", '"><img src=x onerror=a()>',
     "&lt;b&gt;", "`<b>`", "::error::a", "##[error]a", "##VSO[task.complete]", "\ud800", "a\u0000b", "\r\n::warning::"]
)  # fmt: skip


@given(ANY, ANY, ANY, st.integers(1, 40), st.integers(0, 40))
@settings(max_examples=150, deadline=None)
def test_any_text_is_inert(one, two, three, start, length):
    place = Location(two, "", Region(1, start, 1, start + length), three)
    found = finding(
        message=one, subject=two, rule_id=three, fix=one, location=place, related=(place,), references=(two,),
        fingerprint=one, environment=three, kind=one, suppression=Suppression("inline", one, two, three, place),
    )  # fmt: skip
    text = render(
        report(
            found,
            finding(2),
            unknowns=(UnknownAnswer(one, "low", two, place, (three, one), blocks=True),),
            notifications=(Notification("error", one, two + "\n" + three, place, one),),
            rules=(Tally(one, two, policy=three, matched=1),),
            inputs=(Input(one, two, "unreadable", three),),
            trust=Trust("revision", one, two, three, (one, two)),
            base=three,
            excerpts={(two, ""): {1: one + two + three}},
        )
    )

    assert list(harms(parsed(text))) == []
    assert [line for line in without_constants(text).split("\n") if harmless(line) != line] == []
    assert [line for line in text.split("\n") if visible(line.replace("\t", " ")) != line.replace("\t", " ")] == []
    assert visible(one.replace("\r\n", "\n").strip("\n").split("\n")[0]).strip() in text_of(parsed(text))
    text.encode()


def test_many_notes_of_one_kind_are_folded_and_errors_are_not():
    notes = [Notification(level, f"a-{level}", f"of {n}") for level in ("error", "note") for n in range(9)]
    root = parsed(render(report(notifications=tuple(notes))))
    folds = [node for node in elements(root) if name(node) == "details" and by_class(node, "note")]

    assert [text_of(fold[0]) for fold in folds] == ["note a-note 9 times"]
    assert len(by_class(root, "note")) == 18


@pytest.mark.parametrize(
    ("members", "step"),
    [
        pytest.param({"findings": (finding(),)}, "Mend what blocks", id="blocks"),
        pytest.param({"inputs": (Input("a", "b", "unreadable"),)}, "Mend 1 input that could not be", id="unreadable"),
        pytest.param({"inputs": (Input("a", "b", "not-rendered"),)}, "1 input was not rendered", id="not rendered"),
        pytest.param({"rules": (Tally("a", matched=1, errors=1),)}, "Mend 1 rule that crashed", id="crashed"),
        pytest.param({"notifications": (Notification("error", "a", "b"),)}, "Mend 1 error", id="error"),
        pytest.param(
            {"notifications": (Notification("note", "terraform-module-not-installed", "b"),)},
            "Run terraform init where the gate runs: 1 module",
            id="module",
        ),
        pytest.param(
            {"unknowns": (UnknownAnswer("a", "low", "b", Location("c"), ("d",), blocks=True),)},
            "1 unknown answer blocks",
            id="unknown",
        ),
    ],
)  # fmt: skip
def test_what_to_do_next_is_said(members, step):
    root = parsed(render(report()._replace(**members)))

    assert list(harms(root)) == []
    assert text_of(by_class(root, "next")[0][1][0]).startswith(step)


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        pytest.param("passed", "Nothing that was judged blocks.", id="passed"),
        pytest.param("failed", "1 blocks (1 high).", id="failed"),
        pytest.param("incomplete", "what could not be judged has not passed", id="incomplete"),
        pytest.param("pending", "waits for an approval", id="pending"),
    ],
)
def test_every_verdict_says_what_it_means(verdict, said):
    root = parsed(render(report(finding(), verdict=verdict, exit_code=7)))

    assert said in text_of(by_class(root, "lead")[0])
    assert text_of(by_class(root, "lead")[0]).endswith("Exit code 7.")
    assert by_class(root, f"v-{verdict}")
