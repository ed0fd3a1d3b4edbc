from __future__ import annotations

import pytest

from trueline.model.location import Location
from trueline.model.report import DecisionRecord, ExceptionRecord, Finding, Report, Trust
from trueline.reporters import exception_commands, sarif_full, terminal
from trueline.reporters import markdown as page
from trueline.reporters.closing import verdict_line
from trueline.reporters.exceptions import left, parts, share_left, waited
from trueline.reporters.page import Options
from trueline.reporters.registry import REPORTERS, load

NOW = "2026-11-25T12:00:00Z"
TRUST = Trust("revision", "origin/main", approvers=".trueline/approvers.yaml")
PRINT = "TL-" + "0a1b2c3d" * 4


def finding(number=1, **members):
    return Finding(
        **{
            "rule_id": "bad-thing",
            "severity": "high",
            "enforcement": "soft",
            "subject": f"thing.{number}",
            "message": f"thing.{number} is bad",
            "location": Location(f"{number}.tf"),
            "fingerprint": f"TL-{number:032x}",
            "blocks": True,
            **members,
        }
    )


def record(name="EX-2026-aaaa", **members):
    return ExceptionRecord(
        **{
            "id": name,
            "state": "pending",
            "rule_id": "bad-thing",
            "severity": "high",
            "category": "waiver",
            "reason": "it has to be",
            "requested_by": "Dev <dev@example.org>",
            "requested_at": "2026-11-20T12:00:00Z",
            "expires": "2026-12-20T23:59:59Z",
            "location": Location(f".trueline/exceptions/{name}/request.yaml"),
            "covered": (f"TL-{1:032x}",),
            "needs": "1 of release-manager",
            "deciders": ("rita",),
            **members,
        }
    )


def report(*findings, exceptions=(), **members):
    base = Report("failed", 1, complete=True, trust=TRUST, findings=findings, base="b" * 12, judged_at=NOW)
    return base._replace(exceptions=tuple(exceptions), **members)


def shown(what, **options):
    return terminal.render(what, Options(width=200, **options))


def test_a_finding_that_blocks_has_one_line_to_copy():
    line = 'trueline exception request TL-0a1b2c3d0a1b --base origin/main --reason "…"'
    found = report(finding(fingerprint=PRINT))

    assert shown(found).count(line) == 1
    assert f"   ask   {line}\n" in shown(found)
    assert page.render(found).count(line) == 1


def test_where_many_block_the_line_is_said_once():
    found = report(*map(finding, range(1, 30)))

    assert shown(found).count("trueline exception request") == 1
    assert ' to ask for an exception:  trueline exception request TL-' in shown(found)  # fmt: skip
    assert page.render(found).count("trueline exception request") == 1


def test_where_nobody_may_decide_there_is_no_line():
    found = report(finding(), trust=TRUST._replace(approvers=""))

    for text in (shown(found), page.render(found).replace("`", ""), load("html").render(found)):
        assert "exception request" not in text
    assert exception_commands.NOBODY_DECIDES not in shown(found)
    assert exception_commands.NOBODY_DECIDES in shown(found, verbose=True)


@pytest.mark.parametrize(
    "members",
    [
        pytest.param({"enforcement": "hard"}, id="hard"),
        pytest.param({"blocks": False}, id="advises"),
        pytest.param({"pending": "EX-2026-aaaa"}, id="waits already"),
        pytest.param({"fingerprint": ""}, id="nothing to name it by"),
    ],
)
def test_nothing_is_said_where_nothing_can_be_asked_for(members):
    found = report(finding(**members))

    assert "exception request" not in shown(found) + page.render(found)
    assert exception_commands.NOBODY_DECIDES not in shown(found._replace(trust=TRUST._replace(approvers="")))


@pytest.mark.parametrize(
    ("members", "arguments"),
    [
        pytest.param({}, " --base origin/main", id="a branch"),
        pytest.param({"trust": TRUST._replace(revision="a" * 40)}, " --base aaaaaaaaaaaa", id="a commit"),
        pytest.param({"trust": TRUST._replace(revision="a;b c")}, " --base 'a;b c'", id="a shell would break it"),
        pytest.param({"trust": TRUST._replace(source="index"), "base": "HEAD"}, " --staged", id="the index"),
        pytest.param({"trust": TRUST._replace(source="working-tree"), "base": ""}, "", id="no change"),
    ],
)
def test_the_line_judges_as_the_report_did(members, arguments):
    found = report(finding(fingerprint=PRINT), **members)

    assert f'trueline exception request TL-0a1b2c3d0a1b{arguments} --reason "…"' in shown(found)


def test_a_fingerprint_is_as_long_as_it_has_to_be():
    other = PRINT[:-1] + "e"
    found = report(finding(fingerprint=PRINT), finding(2, fingerprint=other))

    assert exception_commands.request(found, [PRINT]).split()[3] == PRINT


def test_who_asks_again_for_what_was_denied_says_so():
    scope = {"findings": [{"fingerprint": PRINT, "subject": "thing.1"}]}
    former = record(state="denied", scope=scope, covered=())
    denied = [former._replace(id=f"EX-2026-aaa{at}", requested_at=f"2026-11-0{at}T00:00:00Z") for at in (2, 1)]
    found = report(finding(fingerprint=PRINT), exceptions=denied)

    assert '--renews EX-2026-aaa2 --reason "…"' in shown(found)


def test_the_line_of_a_pending_verdict_says_what_it_waits_for_and_for_whom():
    waiting = [record(f"EX-2026-aaa{at}", covered=(f"TL-{at:032x}",)) for at in range(1, 6)]
    found = [finding(at, pending=f"EX-2026-aaa{at}") for at in range(1, 6)]
    line = verdict_line(report(*found, exceptions=waiting, verdict="pending"))

    assert "EX-2026-aaa1 waits for 1 of release-manager (rita)" in line
    assert line.endswith("2 more exceptions wait")
    assert "waits for" not in verdict_line(report(*found, exceptions=waiting))


def test_what_nobody_of_this_run_needs_is_only_counted():
    found = report(finding(2), exceptions=[record(covered=())])

    assert "1 more exception (`trueline exception list --base origin/main`)" in shown(found)
    assert "waits  EX-2026-aaaa" in shown(found, verbose=True)


@pytest.mark.parametrize("name", ["terminal", "markdown", "github-summary", "html", "github", "azure", "junit"])
def test_an_emergency_in_use_is_said_aloud(name):
    let_go = record(state="approved", break_glass=True, approved_by=("ivy",), expires="2026-11-26T12:00:00Z")
    text = load(name).render(report(exceptions=[let_go], verdict="passed")).replace("`", "").lower()

    assert "break glass" in text
    assert "ex-2026-aaaa" in text


def test_emergencies_without_end_leave_room_for_the_rest():
    many = [record(f"EX-2026-{at:04}", state="approved", break_glass=True, reason="x" * 600) for at in range(500)]
    text = page.render(report(exceptions=many, verdict="passed"))

    assert len(text.encode()) <= page.LARGEST
    assert text.count("[!CAUTION]") == 3
    assert "**BREAK GLASS** and 497 more emergencies" in text


def test_what_presses_most_comes_first():
    waiting = [
        record("EX-2026-old0", severity="low", requested_at="2026-11-05T12:00:00Z"),
        record("EX-2026-bad0", severity="critical", requested_at="2026-11-22T12:00:00Z"),
        record("EX-2026-new0", severity="critical", requested_at="2026-11-25T11:00:00Z"),
        record("EX-2026-now0", severity="info", break_glass=True),
    ]

    assert [one.id[8:] for one in parts(report(exceptions=waiting)).waiting] == ["now0", "bad0", "old0", "new0"]


@pytest.mark.parametrize(
    ("expires", "said"),
    [
        pytest.param("2026-12-05T12:00:00Z", "10 days left", id="days"),
        pytest.param("2026-11-26T11:00:00Z", "23 hours left", id="hours"),
        pytest.param("2026-11-25T12:30:00Z", "less than an hour left", id="minutes"),
        pytest.param("2026-11-20T12:00:00Z", "over for 5 days", id="over"),
        pytest.param("soon", "until soon", id="no instant"),
        pytest.param("2026-12-05T12:00:00", "until 2026-12-05T12:00:00", id="no zone"),
    ],
)
def test_the_time_left_is_in_words(expires, said):
    assert left(report(), record(expires=expires)) == said


def test_what_is_drawn_is_the_share_of_the_time():
    asked = record(requested_at="2026-11-05T12:00:00Z", expires="2026-12-05T12:00:00Z")

    assert share_left(report(), asked) == pytest.approx(1 / 3)
    assert share_left(report(), asked._replace(expires="2026-11-20T12:00:00Z")) == 0
    assert share_left(report(), asked._replace(expires="soon")) is None
    assert waited(report(), asked) == "20 days ago"


def test_sarif_says_what_is_asked_for_and_what_was_refused():
    import json

    scope = {"findings": [{"fingerprint": f"TL-{2:032x}", "subject": "thing.2"}]}
    no = DecisionRecord("sam", "deny", "use a tunnel", NOW)
    exceptions = [record(), record("EX-2026-bbbb", state="denied", scope=scope, covered=(), decisions=(no,))]
    found = report(finding(1, pending="EX-2026-aaaa"), finding(2), finding(3), exceptions=exceptions)
    results = json.loads(sarif_full.render(found))["runs"][0]["results"]

    assert [[(mark["status"], mark["justification"]) for mark in one["suppressions"]] for one in results] == [
        [("underReview", "it has to be")],
        [("rejected", "sam: use a tunnel")],
        [],
    ]


@pytest.mark.parametrize("name", REPORTERS)
def test_hundreds_of_exceptions_are_no_trouble(name):
    states = ("pending", "approved", "not-yet", "denied", "revoked", "expired", "refused", "unverifiable")
    many = [record(f"EX-2026-{at:04}", state=states[at % 8], reason="x" * 300) for at in range(600)]

    assert load(name).render(report(finding(), exceptions=many))
