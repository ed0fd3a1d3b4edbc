from __future__ import annotations

import re

import hostile
import html5lib
import pytest
import runners
from hypothesis import HealthCheck, Phase, given, settings

from trueline.model.location import Location
from trueline.model.report import Notification
from trueline.reporters.html.exceptions.page import MOST_CARDS, render

FORBIDDEN = {"action", "data", "formaction", "poster", "src", "srcdoc", "srcset", "style", "target", "xlink:href"}
NAMES = {
    "a", "article", "aside", "body", "br", "code", "dd", "details", "div", "dl", "dt", "footer", "h1", "h2", "h3",
    "head", "header", "html", "li", "main", "meta", "nav", "p", "q", "rect", "section", "small", "span", "strong",
    "style", "summary", "svg", "table", "caption", "tbody", "td", "th", "thead", "title", "tr", "ul",
}  # fmt: skip


def elements(text):
    root = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    return [node for node in root.iter() if isinstance(node.tag, str)]


def name(node):
    return node.tag.rpartition("}")[2]


def said(nodes, word):
    return ["".join(node.itertext()) for node in nodes if word in (node.get("class") or "").split()]


def harms(text):
    nodes = elements(text)
    ids = [node.get("id") for node in nodes if node.get("id")]
    yield from (name(node) for node in nodes if name(node) not in NAMES)
    yield from (f"twice: {one}" for one in ids if ids.count(one) > 1)
    for node in nodes:
        yield from (key for key in node.attrib if key.startswith("on") or key in FORBIDDEN)
        if "href" in node.attrib and node.get("href")[1:] not in ids:
            yield f"to nowhere: {node.get('href')}"


def without_constants(text):
    text = re.sub(r"(<style>).*?(</style>)", r"\1\2", text, flags=re.DOTALL)
    return re.sub("sha256-[A-Za-z0-9+/]{43}=", "sha256-", text)


def part(nodes, word):
    return "".join(next(node for node in nodes if node.get("id") == word).itertext())


def test_golden(golden, golden_file):
    assert golden_file("exceptions.html") == without_constants(render(golden.GOLDEN))
    assert list(harms(render(golden.GOLDEN))) == []


def test_no_script_is_there_and_none_may_run(golden):
    text = render(golden.GOLDEN)

    assert "<script" not in text.lower()
    assert "script-src &#39;none&#39;" in text


def test_where_nobody_asked_it_says_so(golden):
    nodes = elements(render(golden.EMPTY))

    assert list(harms(render(golden.EMPTY))) == []
    assert said(nodes, "nothing")[0].startswith("Nobody has asked for an exception.")


def test_what_waits_has_its_evidence_and_the_lines_to_copy(golden):
    text = part(elements(render(golden.GOLDEN)), "waiting")

    assert "1 of release-manager (rita, s@m)" in text
    assert "found by this run" in text
    assert "not found by this run" in text
    assert "in a run that could not judge everything" in text
    for verb in ("show", "approve", "deny"):
        assert f"trueline exception {verb} EX-2026-0004 --base bbbbbbbbbbbb" in text


def test_evidence_pushes_nothing_aside_that_is_asked_for(golden):
    waiting = golden.EXCEPTIONS[1]
    others = tuple(
        waiting.evidence.findings[0]._replace(fingerprint=f"TL-{at:032x}", subject=f"harmless-{at}") for at in range(50)
    )
    evidence = waiting.evidence._replace(findings=others, total=50)
    text = part(elements(render(golden.GOLDEN._replace(exceptions=(waiting._replace(evidence=evidence),)))), "waiting")

    assert "found by this run, TL-44444444444444444444444444444444" in text
    assert "TL-99999999999999999999999999999999" in text
    assert "harmless" not in text
    assert "Its evidence also speaks of 50 findings that it does not ask for." in text


def test_evidence_that_cannot_be_read_is_said_to_be(golden):
    waiting = golden.EXCEPTIONS[1]
    broken = waiting._replace(evidence=waiting.evidence._replace(findings=(), problem="it is not <UTF-8>"))
    text = part(elements(render(golden.GOLDEN._replace(exceptions=(broken,)))), "waiting")

    assert "What was found then cannot be shown: it is not <UTF-8>" in text
    assert "found by this run" in text


def test_each_exception_stands_where_it_belongs(golden):
    nodes = elements(render(golden.GOLDEN))

    assert "EX-2026-0003" in part(nodes, "in-force")
    assert "for release v2.3" in part(nodes, "in-force")
    assert "--renews EX-2026-0003" in part(nodes, "soon")
    assert "another than it was: ask again" in part(nodes, "troubled")
    assert "use | a <tunnel>" in part(nodes, "ended")
    assert "overdue" in part(nodes, "emergencies")
    assert "platform" in part(nodes, "teams")


def test_what_begins_later_is_not_counted_as_in_force(golden):
    held = golden.EXCEPTIONS[0]._replace(state="approved", break_glass=False)
    later = held._replace(id="EX-2026-later", state="not-yet", covered=())
    nodes = elements(render(golden.GOLDEN._replace(exceptions=(held, later))))

    assert said(nodes, "lead")[0].startswith("1 exception in force lets")
    assert ", 1 begins later" in said(nodes, "lead")[0]
    assert any("2 in force or later" in one for one in said(nodes, "tile"))


def test_what_could_not_be_judged_is_named_and_nothing_is_said_to_be_done(golden):
    told = Notification("error", "exception-invalid", "it is <no> decision", Location("decisions/a<b>.json"))
    report = golden.GOLDEN._replace(complete=False, exceptions=(), notifications=(told,))
    nodes = elements(render(report))

    assert list(harms(render(report))) == []
    assert said(nodes, "sign") == ["?"]
    assert "Nothing waits" not in render(report)
    assert "decisions/a<b>.json it is <no> decision" in "".join(said(nodes, "notice"))


@given(report=hostile.reports)
@settings(
    max_examples=40, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
def test_nothing_of_data_is_markup(report):
    one = {record.id: record for record in report.exceptions}
    text = render(report._replace(exceptions=tuple(one.values())))

    assert list(harms(text)) == []
    assert runners.github(text) == []
    assert runners.azure(text) == []


@pytest.mark.parametrize("number", [500, 5_000])
def test_hundreds_fit_on_a_page(golden, number):
    waiting = golden.EXCEPTIONS[1]
    many = tuple(waiting._replace(id=f"EX-2026-{at:05}") for at in range(number))
    text = render(golden.GOLDEN._replace(exceptions=many))

    assert said(elements(text), "figure")[0] == f"{number:,}"
    assert f"… and {number - MOST_CARDS:,} more" in text
    assert len(text) < 3_000_000
