"""The commands about exceptions: renewal, audit, what is stale, digest, filters, commits, the base they go by."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.acceptance.clerk import REASON, approved, call, clone, in_an_emergency, merge, requests, rows, who
from tests.acceptance.conftest import git
from tests.acceptance.shop import BUCKET, FOLDER, IDENTIFIER, OPEN, RULE, Shop, at

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# -- the base that decisions go by ------------------------------------------------------------------------------------

DECIDING = [
    ("approve", IDENTIFIER, "--reason", "agreed", "--yes", "--unsigned"),
    ("deny", IDENTIFIER, "--reason", "not agreed", "--yes", "--unsigned"),
    ("revoke", IDENTIFIER, "--reason", "no more", "--yes", "--unsigned"),
    ("review", IDENTIFIER, "--reason", "learned", "--yes", "--unsigned"),
    ("renew", IDENTIFIER, "--reason", "it goes on for a while"),
]
LOOKING = [("list",), ("show", IDENTIFIER), ("verify",), ("stale",), ("digest",), ("audit",)]


@pytest.mark.parametrize("command", DECIDING, ids=lambda command: command[0])
def test_nobody_decides_by_the_list_of_the_working_tree(shop: Shop, command: Sequence[str]) -> None:
    approved(shop)
    who(shop, "rita")
    ran = call(shop, *command, base="")

    assert (ran.code, "--base HEAD" in ran.err) == (2, True)
    assert len(list((shop.top / FOLDER).rglob("*.json"))) == 1


@pytest.mark.parametrize("command", LOOKING, ids=lambda command: command[0])
def test_what_only_looks_says_that_it_goes_by_the_working_tree(shop: Shop, command: Sequence[str]) -> None:
    approved(shop)
    ran = call(shop, *command, base="")

    assert (ran.code, "the working tree says who may decide" in ran.err) == (0, True)


@pytest.mark.parametrize("command", [*DECIDING, *LOOKING], ids=lambda command: command[0])
@pytest.mark.parametrize("head", [True, False], ids=["the remote's head", "only main"])
def test_the_base_is_the_remote_s_default_branch(shop: Shop, command: Sequence[str], head: bool) -> None:
    (in_an_emergency if command[0] == "review" else approved)(shop)
    clone(shop, head=head)
    who(shop, {"renew": "dev", "review": "sam"}.get(command[0], "rita"))
    ran = call(shop, *command, base="")

    assert (ran.code, "base is origin/main" in ran.err) == (0, True)


def test_a_remote_head_that_leads_elsewhere_is_not_followed(shop: Shop) -> None:
    approved(shop)
    clone(shop, head=False)
    git(shop.top, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/heads/change")

    assert "base is origin/main" in call(shop, "list", base="").err


def test_of_two_possible_branches_none_is_taken(shop: Shop) -> None:
    approved(shop)
    git(shop.top, "branch", "master", "main")
    clone(shop, head=False)
    ran = call(shop, *DECIDING[0], base="")

    assert (ran.code, "which one that is is not known" in ran.err) == (2, True)


def test_a_local_branch_or_tag_of_the_same_name_is_not_taken_for_the_remote_s(shop: Shop) -> None:
    shop.base()
    shop.request(shop.finding())
    shop.write({".trueline/approvers.yaml": shop.approvers().replace("rita", "mallory")})
    shop.commit()
    clone(shop)
    git(shop.top, "branch", "origin/main", "change")
    git(shop.top, "tag", "origin/main", "change")
    who(shop, "mallory")
    ran = call(shop, *DECIDING[0], base="")

    assert (ran.code, "nobody with the address mallory@example.org" in ran.err) == (2, True)


def test_what_a_change_says_of_approvers_does_not_count(shop: Shop) -> None:
    shop.base()
    shop.request(shop.finding())
    shop.write({".trueline/approvers.yaml": shop.approvers().replace("rita", "mallory")})
    clone(shop)
    who(shop, "mallory")

    assert call(shop, *DECIDING[0], base="").code == 2
    assert "not from what is staged" in call(shop, *DECIDING[0], "--staged", base="").err


# -- approve shows what is signed -------------------------------------------------------------------------------------


def test_what_is_signed_is_shown_to_the_letter(shop: Shop) -> None:
    shop.base()
    shop.request(shop.finding())
    who(shop, "rita")
    ran = call(shop, "approve", IDENTIFIER, "--reason", "agreed", "--key", str(shop.keys["rita"]), "--yes")

    written = (shop.top / FOLDER / "decisions/rita-1.json").read_text().rstrip()
    assert (ran.code, written in ran.out) == (0, True)


def test_without_a_terminal_nobody_is_taken_to_agree(shop: Shop) -> None:
    shop.base()
    shop.request(shop.finding())
    who(shop, "rita")
    ran = call(shop, "approve", IDENTIFIER, "--reason", "agreed", "--unsigned")

    assert (ran.code, (shop.top / FOLDER / "decisions").exists()) == (2, False)


@pytest.mark.parametrize(("word", "code"), [("approve", 0), ("yes", 1), ("deny", 1), ("", 1)])
def test_who_decides_writes_the_word(shop: Shop, word: str, code: int) -> None:
    shop.base()
    shop.request(shop.finding())
    who(shop, "rita")
    terminal, side = pty.openpty()
    command = [sys.executable, "-m", "trueline", "exception", "approve", IDENTIFIER, "--reason", "agreed", "--unsigned"]
    os.write(terminal, f"{word}\n".encode())
    ran = subprocess.run([*command, "--base", "main"], cwd=shop.top, stdin=side, capture_output=True, check=False)
    os.close(terminal)
    os.close(side)

    assert (ran.returncode, (shop.top / FOLDER / "decisions/rita-1.json").exists()) == (code, code == 0)


# -- request ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "days"), [([], 30), (["--break-glass"], 1), (["--break-glass", "--expires", "6h"], 0)]
)
def test_how_long_it_lasts_where_nothing_is_said(shop: Shop, arguments: list[str], days: int) -> None:
    shop.extra = "break-glass: {roles: [manager], longest: 30h}"
    shop.base()
    assert request(shop, *arguments).code == 0

    (asked,) = requests(shop).values()
    begin, end = (datetime.fromisoformat(asked[key]) for key in ("requested-at", "expires"))
    assert (end - begin).days == days


# -- renew ------------------------------------------------------------------------------------------------------------


def test_a_renewal_is_a_request_that_goes_on_with_another(shop: Shop) -> None:
    more = {"environments": ["prod"], "paths": ["*.tf"], "releases": ["v2"], "ceiling": 12, "most": 3}
    approved(shop, ticket="WEB-1", mitigation="watched", category="mitigated", scope=more)
    who(shop)
    ran = call(shop, "renew", IDENTIFIER, "--reason", "it goes on for a while", "--expires", "9d")

    (new,) = [one for name, one in requests(shop).items() if name != IDENTIFIER]
    old = requests(shop)[IDENTIFIER]
    assert (ran.code, new["renews"], new["reason"]) == (0, IDENTIFIER, "it goes on for a while")
    assert new["scope"] == old["scope"]
    assert [new[key] for key in ("category", "ticket", "mitigation")] == ["mitigated", "WEB-1", "watched"]
    assert new["expires"][:10] == at(9)[:10]
    assert "it is renewal 1, 2 are allowed" in ran.out


def test_what_was_denied_is_asked_for_again(shop: Shop) -> None:
    shop.base()
    shop.decide(shop.request(shop.finding()), verb="deny", key="rita")
    shop.commit()
    who(shop)
    ran = call(shop, "renew", IDENTIFIER, "--reason", "there is something new", "--commit")

    assert (ran.code, "was never granted, so it counts as a first request" in ran.out) == (0, True)
    assert {one["state"] for one in rows(shop, "list")} == {"denied", "pending"}


def test_a_renewal_says_otherwise_what_it_is_told(shop: Shop) -> None:
    approved(shop, ticket="WEB-1", scope={"paths": ["*.tf"], "most": 3})
    who(shop)
    said = ("--ticket", "WEB-2", "--path", "acl.tf", "--most", "1", "--category", "emergency", "--break-glass")
    assert call(shop, "renew", IDENTIFIER, "--reason", "it goes on for a while", *said).code == 0

    (new,) = [one for name, one in requests(shop).items() if name != IDENTIFIER]
    assert (new["ticket"], new["scope"]["paths"], new["scope"]["most"]) == ("WEB-2", ["acl.tf"], 1)
    assert (new["category"], new["break-glass"]) == ("emergency", True)


def test_what_is_gone_is_left_out_of_a_renewal_and_said(shop: Shop) -> None:
    shop.base()
    gone = {"fingerprint": "TL-" + "0" * 32, "subject": "aws_s3_bucket_acl.\x1b[31mgone", "unit": "."}
    finding = shop.finding()
    shop.decide(shop.request(finding, scope={"findings": [finding, gone]}), key="rita")
    shop.commit()
    who(shop)
    ran = call(shop, "renew", IDENTIFIER, "--reason", "it goes on for a while")

    (new,) = [one for name, one in requests(shop).items() if name != IDENTIFIER]
    assert [one["fingerprint"] for one in new["scope"]["findings"]] == [finding["fingerprint"]]
    assert r"left out, it is found no more: aws_s3_bucket_acl.\u{1b}[31mgone" in ran.out


def test_where_nothing_is_left_nothing_is_renewed(shop: Shop) -> None:
    approved(shop)
    who(shop)
    shop.write({"acl.tf": OPEN.replace("public-read", "private")})
    ran = call(shop, "renew", IDENTIFIER, "--reason", "it goes on for a while")

    assert (ran.code, "nothing left to except" in ran.err, len(requests(shop))) == (2, True, 1)


def test_a_renewal_is_of_the_finding_as_it_is_now(shop: Shop) -> None:
    shop.base()
    finding = shop.finding()
    shop.decide(shop.request({**finding, "context": "0" * 32}, scope={"severity": "critical"}), key="rita")
    shop.commit()
    who(shop)
    assert call(shop, "renew", IDENTIFIER, "--reason", "it goes on for a while").code == 0

    (new,) = [one for name, one in requests(shop).items() if name != IDENTIFIER]
    assert (new["scope"]["severity"], new["scope"]["findings"]) == ("high", [finding])


def test_a_renewal_beyond_what_is_allowed_is_refused(shop: Shop) -> None:
    shop.extra = "renewals: 0"
    approved(shop)
    who(shop)
    ran = call(shop, "renew", IDENTIFIER, "--reason", "it goes on for a while")

    assert (ran.code, len(requests(shop))) == (2, 1)
    assert "it is renewal 1, 0 are allowed" in ran.err
    assert "nobody's approval makes another renewal count" in ran.err


# -- audit ------------------------------------------------------------------------------------------------------------


def history(shop: Shop) -> None:
    """Bring an exception to the target branch in several ways, and take a file of it away."""
    shop.base()
    request = shop.request(shop.finding())
    shop.commit()
    shop.decide(request, key="rita")
    shop.commit("rita")
    merge(shop)
    shop.decide(request, by="sam", verb="revoke", reason="no more")
    shop.commit("sam")
    data = request.replace(b"on purpose", b"by mistake")
    shop.write({f"{FOLDER}/request.yaml": data})
    shop.commit("mallory")
    (shop.top / FOLDER / "decisions/sam-1.json").unlink()
    shop.commit("mallory")


def test_all_that_reached_the_branch_is_listed(shop: Shop) -> None:
    history(shop)
    found = rows(shop, "audit")

    merged = git(shop.top, "rev-parse", "main~3").strip()
    assert [(one["event"], one["by"], one["proof"], one["there"]) for one in found] == [
        ("asked", "dev <dev@example.org>", "merged", "changed"),
        ("approved", "rita", "merged and signed", "yes"),
        ("revoked", "sam", "merged", "no"),
        ("request-changed", "mallory <mallory@example.org>", "merged", "yes"),
        ("file-removed", "mallory <mallory@example.org>", "", "no"),
    ]
    assert {one["commit"] for one in found[:2]} == {merged}
    assert [one["reason"] for one in found[:3]] == [REASON, "agreed", "no more"]
    assert {one["rule"] for one in found} == {RULE}


def test_what_is_not_merged_did_not_happen(shop: Shop) -> None:
    approved(shop)

    assert rows(shop, "audit") == []
    assert "nothing happened" in call(shop, "audit").out


def test_a_signature_that_does_not_hold_is_said(shop: Shop) -> None:
    shop.base()
    shop.decide(shop.request(shop.finding()), key="mallory")
    shop.commit()
    merge(shop)

    (found,) = [one for one in rows(shop, "audit") if one["event"] == "approved"]
    assert found["proof"].startswith("merged; its signature does not hold")


def test_an_audit_is_of_some_days(shop: Shop) -> None:
    history(shop)

    assert rows(shop, "audit", "--since", at(1)[:10]) == []
    assert rows(shop, "audit", "--until", at(-1)[:10]) == []
    assert len(rows(shop, "audit", "--since", at(0)[:10], "--until", at(0)[:10])) == 5
    assert call(shop, "audit", "--since", "yesterday").code == 2


def test_no_cell_of_a_spreadsheet_is_a_formula(shop: Shop) -> None:
    whose = {"requested-by": {"name": "@dev", "email": "a"}}
    approved(shop, reason='=HYPERLINK("http://evil")\n+1 and more', **whose)
    merge(shop)
    for command in (["audit"], ["list"]):
        out = call(shop, *command, "--format", "csv").out
        cells = [cell for line in csv.reader(io.StringIO(out)) for cell in line]

        assert any(cell.startswith("'=HYPERLINK") for cell in cells)
        assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]
        assert len(out.splitlines()) == len(list(csv.reader(io.StringIO(out))))


def test_hostile_names_and_files_stop_no_audit(shop: Shop) -> None:
    shop.base()
    odd = ".trueline/exceptions/EX-\x1b[31m\n=1"
    shop.write({
        f"{odd}/request.yaml": "a: [",
        f"{odd}/decisions/::error::x.json": "{}",
        f"{FOLDER}/request.yaml": b"\xff\xfe",
        f"{FOLDER}/decisions/big.json": b" " * 300_000,
        ".trueline/exceptions/loose": "x",
        ".trueline/exceptions/:000000 100644 a b A": "x",
    })  # fmt: skip
    (shop.top / FOLDER / "decisions/link-1.json").symlink_to("/etc/passwd")
    (shop.top / os.fsdecode(b".trueline/exceptions/\xff")).mkdir()
    (shop.top / os.fsdecode(b".trueline/exceptions/\xff/request.yaml")).write_text("x")
    shop.commit()
    merge(shop)
    for how in ("table", "csv", "json"):
        ran = call(shop, "audit", "--format", how)

        assert (ran.code, "Traceback" in ran.err) == (0, False)
        assert "\x1b" not in ran.out + ran.err
        assert not [line for line in ran.out.splitlines() if line.lstrip().startswith("::")]
    found = json.loads(ran.out)
    assert len(found) == 8
    assert {one["event"] for one in found} == {"unreadable", "file-added"}


def test_the_user_s_log_settings_change_no_audit(shop: Shop) -> None:
    history(shop)
    before = rows(shop, "audit")
    settings = {"log.showSignature": "true", "log.follow": "true", "diff.renames": "copies", "log.date": "relative"}
    for name, value in {**settings, "color.ui": "always", "diff.relative": "true", "core.quotePath": "true"}.items():
        git(shop.top, "config", name, value)

    assert rows(shop, "audit") == before


def test_a_shallow_clone_says_that_history_is_missing(shop: Shop, tmp_path: Path) -> None:
    history(shop)
    git(tmp_path, "clone", "--quiet", "--depth=2", f"file://{shop.top}", "shallow")
    ran = shop.run("exception", "audit", "--base", "HEAD", cwd=tmp_path / "shallow")

    assert (ran.code, "not all of the history" in ran.err) == (3, True)


def test_an_audit_inside_a_hook_looks_at_its_own_repository(shop: Shop, tmp_path: Path) -> None:
    history(shop)
    git(tmp_path, "init", "--quiet", "other")
    ran = call(shop, "audit", "--format", "json", env={"GIT_DIR": str(tmp_path / "other/.git")})

    assert len(json.loads(ran.out)) == 5


# -- stale ------------------------------------------------------------------------------------------------------------


def problems(shop: Shop, *arguments: str) -> list[str]:
    return [one["problem"] for one in rows(shop, "stale", *arguments)]


def test_what_is_as_it_was_is_not_stale(shop: Shop) -> None:
    approved(shop)
    ran = call(shop, "stale", "--strict")

    assert (ran.code, ran.out) == (0, "nothing is stale\n")


def it_lets_nothing_go(shop: Shop) -> None:
    approved(shop)
    shop.write({"acl.tf": OPEN.replace("public-read", "private")})


def some_of_it_is_gone(shop: Shop) -> None:
    shop.base()
    finding = shop.finding()
    gone = {**finding, "fingerprint": "TL-" + "0" * 32, "subject": "gone"}
    shop.decide(shop.request(finding, scope={"findings": [finding, gone]}), key="rita")


def it_has_ended(shop: Shop) -> None:
    approved(shop, **{"requested-at": at(-20), "expires": at(-2)})


def its_rule_says_something_else(shop: Shop) -> None:
    approved(shop, policy="sha256:" + "0" * 64)


def its_rule_is_gone(shop: Shop) -> None:
    approved(shop, scope={"rule": "bucket-without-owner"})


def it_got_better(shop: Shop) -> None:
    approved(shop, scope={"severity": "critical"})


def it_got_worse(shop: Shop) -> None:
    approved(shop, scope={"severity": "low"})


def it_points_at_something_else(shop: Shop) -> None:
    shop.base()
    shop.decide(shop.request({**shop.finding(), "context": "0" * 32}), key="rita")


def its_approver_has_left(shop: Shop) -> None:
    approved(shop)
    git(shop.top, "switch", "--quiet", "main")
    shop.write({".trueline/approvers.yaml": shop.approvers().replace("  rita:", "  robert:")})
    shop.commit()
    git(shop.top, "switch", "--quiet", "change")


def its_approver_s_time_is_over(shop: Shop) -> None:
    approved(shop)
    git(shop.top, "switch", "--quiet", "main")
    shop.write({".trueline/approvers.yaml": shop.approvers(rita=f", until: {at(-2)[:10]}")})
    shop.commit()
    git(shop.top, "switch", "--quiet", "change")


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (it_lets_nothing_go, "unused"),
        (some_of_it_is_gone, "partly-unused"),
        (it_has_ended, "expired"),
        (its_rule_says_something_else, "rule-changed"),
        (its_rule_is_gone, "rule-gone"),
        (it_got_better, "better"),
        (it_got_worse, "worse"),
        (it_points_at_something_else, "finding-changed"),
        (its_approver_has_left, "approver-gone"),
        (its_approver_s_time_is_over, "approver-gone"),
    ],
    ids=lambda value: value.__name__.replace("_", " ") if callable(value) else value,
)
def test_what_is_not_as_it_was_is_said(shop: Shop, make: Callable[[Shop], None], problem: str) -> None:
    make(shop)

    assert problem in problems(shop)
    assert call(shop, "stale").code == 0
    assert call(shop, "stale", "--strict").code == 1


def test_what_was_renewed_is_not_said_to_have_ended(shop: Shop) -> None:
    approved(shop, **{"requested-at": at(-20), "expires": at(-2)})
    who(shop)
    assert call(shop, "renew", IDENTIFIER, "--reason", "it goes on for a while").code == 0

    assert "expired" not in problems(shop)


def test_an_emergency_that_nobody_reviewed_in_time_is_stale(shop: Shop) -> None:
    shop.extra = "break-glass: {roles: [manager], longest: 72h, review: 2d}\n"
    shop.base()
    times = {"requested-at": at(-9), "expires": at(-7), "break-glass": True}
    shop.at_trust(lambda one: one.decide(one.request(one.finding(), **times), key="rita", at=at(-9)), "rita")

    assert "unreviewed" in problems(shop)


@pytest.mark.parametrize("is_merged", [False, True], ids=["in a change", "on the branch"])
def test_the_dry_run_says_what_would_block_then(shop: Shop, is_merged: bool) -> None:
    approved(shop)
    if is_merged:
        merge(shop)

    assert problems(shop, "--in", "10d") == []
    (found,) = [one for one in rows(shop, "stale", "--in", "30d") if one["rule"] == RULE and one["fingerprint"]]
    assert (found["problem"], found["exception"], found["path"]) == ("would-block", IDENTIFIER, "acl.tf")
    assert f"{IDENTIFIER} is expired then" in found["said"]
    assert call(shop, "stale", "--in", "30d", "--strict").code == 1


def test_the_dry_run_knows_marks_that_end(shop: Shop) -> None:
    shop.base()
    marked = OPEN.replace('"public-read"', f'"public-read" # trueline: ignore[{RULE}] until {at(5)[:10]}: a campaign')
    shop.write({"acl.tf": marked})

    (found,) = [one for one in rows(shop, "stale", "--in", "9d") if one["rule"] == RULE]
    assert found["said"] == f"the mark in its file ends on {at(5)[:10]}"


def test_what_is_not_judged_is_not_said_to_be_unused(shop: Shop) -> None:
    approved(shop)
    shop.write({"acl.tf": "resource {{{"})
    ran = call(shop, "stale", "--format", "json")

    assert (ran.code, [one for one in json.loads(ran.out) if one["problem"] == "unused"]) == (3, [])
    assert "which exceptions are unused is not told" in ran.err


def test_the_formats_of_stale_say_the_same(shop: Shop) -> None:
    it_got_worse(shop)
    found, _ = rows(shop, "stale")
    line, _ = csv.DictReader(io.StringIO(call(shop, "stale", "--format", "csv").out))
    table = call(shop, "stale").out.splitlines()

    assert line == {key: "" if value is None else str(value) for key, value in found.items()}
    assert table[0].split() == ["EXCEPTION", "PROBLEM", "SEVERITY", "RULE", "SUBJECT", "SAID"]
    assert found["said"] in table[1]


# -- digest -----------------------------------------------------------------------------------------------------------


def test_a_quiet_day_has_a_quiet_digest(shop: Shop) -> None:
    shop.base()
    ran = call(shop, "digest", "--exit-code")

    assert (ran.code, "Nothing waits" in ran.out) == (0, True)


def test_the_digest_says_what_waits_and_for_whom(shop: Shop) -> None:
    shop.base()
    reason = "@everyone <b>see</b> | #12 https://evil.example\n## Approved"
    shop.request(shop.finding(), reason=reason, **{"requested-at": at(-3)})
    shop.commit()
    ran = call(shop, "digest")

    assert (ran.code, call(shop, "digest", "--exit-code").code) == (0, 1)
    (line,) = [line for line in ran.out.splitlines() if IDENTIFIER in line]
    assert "asked 3 days ago" in line
    assert "may decide: `rita`, `sam`" in line
    assert not re.search(r"(?<!`)@everyone|(?<!`)<b>|(?<!`)https:|(?<!`)#12", line)
    assert "## Approved" not in ran.out.splitlines()


def test_who_asks_is_not_among_those_who_may_decide(shop: Shop) -> None:
    shop.base()
    shop.request(shop.finding(), **{"requested-by": {"name": "Rita", "email": "rita@example.org"}})
    shop.commit()

    (found,) = json.loads(call(shop, "digest", "--format", "json").out)["pending"]
    assert found["may_decide"] == ["sam"]


def parts(shop: Shop, *arguments: str) -> dict[str, list[str]]:
    body = json.loads(call(shop, "digest", "--format", "json", *arguments).out)
    return {key: [one["id"] for one in value] for key, value in body.items() if isinstance(value, list) and value}


def test_the_digest_says_what_ends(shop: Shop) -> None:
    approved(shop)

    assert parts(shop) == {}
    assert parts(shop, "--days", "21") == {"expiring": [IDENTIFIER]}


def test_the_digest_says_what_has_ended(shop: Shop) -> None:
    it_has_ended(shop)

    assert parts(shop) == {"expired": [IDENTIFIER]}
    assert parts(shop, "--days", "1") == {}
    assert call(shop, "digest", "--exit-code").code == 0


def test_the_digest_says_what_lets_nothing_go(shop: Shop) -> None:
    it_lets_nothing_go(shop)

    assert parts(shop) == {"unused": [IDENTIFIER]}
    assert "Letting nothing go any more (1)" in call(shop, "digest").out


@pytest.mark.parametrize("is_overdue", [False, True], ids=["due", "overdue"])
def test_the_digest_asks_for_the_review_of_an_emergency(shop: Shop, is_overdue: bool) -> None:
    shop.extra = "break-glass: {roles: [manager], longest: 72h}"
    began = -20 if is_overdue else -1
    approved(shop, **{"break-glass": True, "requested-at": at(began), "expires": at(began + 2)})
    ran = call(shop, "digest")

    assert IDENTIFIER in parts(shop)["reviews"]
    assert ("**overdue since" in ran.out) is is_overdue
    assert call(shop, "digest", "--exit-code").code == 1


# -- list -------------------------------------------------------------------------------------------------------------


def several(shop: Shop) -> None:
    """Ask for three exceptions: one waits since long, one is worse and waits since today, one is approved."""
    shop.base()
    finding = shop.finding()
    shop.policy()
    for name, days, severity in (("EX-2026-old222", -9, "low"), ("EX-2026-bad222", 0, "critical")):
        body = {"requested-at": at(days), "scope": {"severity": severity}, "expires": at(days + 15)}
        data = shop.request(finding, **body)
        (shop.top / FOLDER).rename(shop.top / FOLDER.replace(IDENTIFIER, name))
        shop.write(
            {f"{FOLDER.replace(IDENTIFIER, name)}/request.yaml": data.replace(IDENTIFIER.encode(), name.encode())}
        )
    who_asks = {"requested-by": {"name": "Zoë", "email": "zoe@example.org"}}
    shop.decide(shop.request(finding, **who_asks), key="rita")
    shop.commit()


def ids(shop: Shop, *arguments: str) -> list[str]:
    return [one["id"] for one in rows(shop, "list", *arguments)]


def test_what_waits_comes_first_by_severity_and_age(shop: Shop) -> None:
    several(shop)

    assert ids(shop) == ["EX-2026-old222", "EX-2026-bad222", IDENTIFIER]


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["--state", "approved"], [IDENTIFIER]),
        (["--state", "approved", "--state", "pending"], ["EX-2026-old222", "EX-2026-bad222", IDENTIFIER]),
        (["--rule", "s3-*"], ["EX-2026-old222", "EX-2026-bad222", IDENTIFIER]),
        (["--rule", "ec2-*"], []),
        (["--severity", "critical"], ["EX-2026-bad222"]),
        (["--requester", "ZOE@example.org"], [IDENTIFIER]),
        (["--requester", "zoë"], [IDENTIFIER]),
        (["--approver", "rita"], [IDENTIFIER]),
        (["--approver", "sam"], []),
        (["--expires-in", "30d"], [IDENTIFIER]),
        (["--expires-in", "3d"], []),
        (["--of-policy", "nothing"], []),
        (["--of-policy", "*s3*"], ["EX-2026-old222", "EX-2026-bad222", IDENTIFIER]),
    ],
    ids=lambda value: " ".join(value) if value and value[0].startswith("--") else None,
)
def test_a_filter_leaves_what_fits(shop: Shop, arguments: list[str], found: list[str]) -> None:
    several(shop)

    assert ids(shop, *arguments) == found


def test_what_is_mine_is_what_i_may_decide_on_or_asked_for(shop: Shop) -> None:
    several(shop)
    found = {}
    for name in ("rita", "dev", "zoe", "mallory"):
        who(shop, name)
        found[name] = ids(shop, "--mine")

    waiting = ["EX-2026-old222", "EX-2026-bad222"]
    assert found == {"rita": waiting, "dev": waiting, "zoe": [IDENTIFIER], "mallory": []}


def test_the_columns_are_as_documented(shop: Shop) -> None:
    history(shop)
    said = " ".join((Path(__file__).parents[2] / "docs/exceptions-deciding.md").read_text().split())
    for command in ("list", "audit", "stale"):
        head = call(shop, command, "--format", "csv").out.splitlines()[0]

        assert " ".join(f"`{name}`" for name in head.split(",")) in said.replace(",", "")


# -- commit and branch ------------------------------------------------------------------------------------------------


def request(shop: Shop, *arguments: str) -> Any:
    who(shop)
    return call(shop, "request", shop.finding()["fingerprint"], "--reason", REASON, *arguments)


def last(shop: Shop) -> list[str]:
    """Return what the last commit changed."""
    return git(shop.top, "show", "--name-only", "--format=", "HEAD").split()


def test_a_commit_has_what_was_written_and_nothing_else(shop: Shop) -> None:
    shop.base()
    shop.write({"staged.txt": "staged", "site.tf": BUCKET + "# dirty\n", "untracked.txt": "x"})
    git(shop.top, "add", "staged.txt")
    ran = request(shop, "--commit")

    (name,) = requests(shop)
    assert ran.code == 0
    files = (".gitattributes", f"{name}/evidence.json", f"{name}/request.yaml")
    assert last(shop) == [f".trueline/exceptions/{file}" for file in files]
    subject, _, body = git(shop.top, "log", "-1", "--format=%s%n%b").partition("\n")
    assert re.fullmatch(rf"Ask for {name}: {RULE} until \d{{4}}-\d\d-\d\d", subject)
    assert body.strip() == REASON
    assert git(shop.top, "status", "--porcelain").splitlines() == [" M site.tf", "A  staged.txt", "?? untracked.txt"]


@pytest.mark.parametrize("verb", ["approve", "deny", "revoke", "review"])
def test_a_decision_is_committed_on_a_branch(shop: Shop, verb: str) -> None:
    (in_an_emergency if verb == "review" else approved)(shop)
    who(shop, "sam")
    key = ("--key", str(shop.keys["sam"]))
    ran = call(shop, verb, IDENTIFIER, "--reason", "so be it", *key, "--yes", "--branch", f"decide/{verb}")

    assert (ran.code, git(shop.top, "branch", "--show-current").strip()) == (0, f"decide/{verb}")
    assert last(shop) == [f"{FOLDER}/decisions/sam-1.json", f"{FOLDER}/decisions/sam-1.json.sig"]
    assert git(shop.top, "log", "-1", "--format=%s").strip() == f"{verb.capitalize()} {IDENTIFIER}: {RULE}"
    assert git(shop.top, "rev-parse", "HEAD~1") == git(shop.top, "rev-parse", "change")


def test_a_renewal_is_committed(shop: Shop) -> None:
    approved(shop)
    who(shop)
    ran = call(shop, "renew", IDENTIFIER, "--reason", "it goes on for a while", "--commit")

    assert (ran.code, len(last(shop)), git(shop.top, "status", "--porcelain")) == (0, 3, "")


def hook(shop: Shop, name: str, text: str) -> None:
    place = shop.top / ".git/hooks" / name
    place.write_text(f"#!/bin/sh\n{text}\n")
    place.chmod(0o755)


def test_the_user_s_hooks_run(shop: Shop) -> None:
    shop.base()
    hook(shop, "commit-msg", 'echo "Signed-off-by: a hook" >> "$1"')

    assert request(shop, "--commit").code == 0
    assert "Signed-off-by: a hook" in git(shop.top, "log", "-1", "--format=%B")


def test_what_a_hook_refuses_stays_as_files(shop: Shop) -> None:
    shop.base()
    shop.write({"staged.txt": "staged"})
    git(shop.top, "add", "staged.txt")
    hook(shop, "pre-commit", 'printf "not on a friday\\033[31m\\n" >&2; exit 1')
    ran = request(shop, "--commit")

    (name,) = requests(shop)
    assert (ran.code, r"were not committed: not on a friday\u{1b}[31m" in ran.err) == (1, True)
    assert f" .trueline/exceptions/{name}/evidence.json" in ran.err
    assert git(shop.top, "status", "--porcelain").splitlines() == ["A  staged.txt", "?? .trueline/exceptions/"]


def test_a_commit_is_signed_where_the_user_s_config_says_so(shop: Shop) -> None:
    shop.base()
    for name, value in {
        "gpg.format": "ssh",
        "user.signingkey": str(shop.keys["rita"]),
        "commit.gpgsign": "true",
    }.items():
        git(shop.top, "config", name, value)

    assert request(shop, "--commit").code == 0
    assert "BEGIN SSH SIGNATURE" in git(shop.top, "cat-file", "commit", "HEAD")


def test_a_commit_goes_into_the_repository_that_this_is(shop: Shop, tmp_path: Path) -> None:
    shop.base()
    finding = shop.finding()["fingerprint"]
    who(shop)
    git(tmp_path, "init", "--quiet", "other")
    env = {"GIT_DIR": str(tmp_path / "other/.git"), "GIT_WORK_TREE": str(tmp_path / "other")}
    ran = call(shop, "request", finding, "--reason", REASON, "--commit", env=env)

    assert (ran.code, git(shop.top, "log", "-1", "--format=%s").startswith("Ask for EX-")) == (0, True)


def test_a_commit_in_a_linked_working_tree_is_made_there(shop: Shop, tmp_path: Path) -> None:
    shop.base()
    finding = shop.finding()["fingerprint"]
    who(shop)
    git(shop.top, "worktree", "add", "--quiet", "-b", "linked", str(tmp_path / "linked"), "change")
    ran = shop.run(
        "exception", "request", finding, "--reason", REASON, "--base", "main", "--commit", cwd=tmp_path / "linked"
    )

    assert (ran.code, git(shop.top, "log", "-1", "--format=%s", "linked").startswith("Ask for EX-")) == (0, True)
    assert git(shop.top, "log", "-1", "--format=%s", "change").strip() == "x"


def test_a_command_works_from_a_folder_below(shop: Shop) -> None:
    shop.base({"deep/er/a.txt": "a"})
    finding = shop.finding()["fingerprint"]
    who(shop)
    below = shop.top / "deep/er"
    said = ("--reason", REASON, "--base", "main", "--branch", "asked")
    ran = shop.run("exception", "request", finding, *said, cwd=below)

    assert (ran.code, len(last(shop)), len(requests(shop))) == (0, 3, 1)


def test_an_ignored_folder_is_not_forced_into_a_commit(shop: Shop) -> None:
    shop.base({".gitignore": ".trueline/exceptions/\n"})
    ran = request(shop, "--commit")

    assert (ran.code, "were not committed" in ran.err, len(requests(shop))) == (1, True, 1)


@pytest.mark.parametrize(
    ("branch", "said"),
    [
        ("main", "there is a branch of that name already"),
        ("-f", "expected one argument"),
        ("a..b", "no branch can be called that"),
        ("@{-1}", "no branch can be called that"),
    ],
)
def test_a_branch_that_cannot_be_made_is_said_before_anything_is_written(shop: Shop, branch: str, said: str) -> None:
    shop.base()
    ran = request(shop, "--branch", branch)

    assert (ran.code, said in ran.err, (shop.top / ".trueline/exceptions").exists()) == (2, True, False)


def test_nothing_is_committed_in_the_middle_of_a_merge(shop: Shop) -> None:
    shop.base()
    finding = shop.finding()["fingerprint"]
    git(shop.top, "switch", "--quiet", "--create=other", "main")
    shop.write({"acl.tf": OPEN + "# other\n"})
    shop.commit()
    git(shop.top, "switch", "--quiet", "change")
    git(shop.top, "merge", "--no-ff", "--no-commit", "-Xours", "other")
    who(shop)
    ran = call(shop, "request", finding, "--reason", REASON, "--branch", "asked")

    assert (ran.code, "MERGE_HEAD" in ran.err, (shop.top / ".trueline/exceptions").exists()) == (2, True, False)
    assert (shop.top / ".git/MERGE_HEAD").exists()


# -- what comes from files --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [["list"], ["show", IDENTIFIER], ["verify"], ["stale"], ["digest"], ["audit"], ["list", "--format", "csv"]],
    ids=" ".join,
)
def test_no_text_of_a_file_moves_a_cursor_or_commands_a_log(shop: Shop, command: list[str]) -> None:
    odd = "\x1b]0;x\x07\u202e##vso[task.setvariable x]y\r::error::z"
    whose = {"requested-by": {"name": odd, "email": "dev@example.org"}}
    shop.base()
    request = shop.request(shop.finding(), reason=odd, ticket=odd, mitigation=odd, **whose)
    shop.decide(request, verb="deny", reason=odd, key="rita")
    shop.commit()
    merge(shop)
    out = call(shop, *command).out

    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e]", out)
    assert not re.search(r"(?m)^\s*::|##vso\[", out)


def test_a_key_is_named_from_where_the_command_runs(shop: Shop) -> None:
    approved(shop)
    who(shop, "sam")
    key = os.path.relpath(shop.keys["sam"], shop.top)

    assert call(shop, "deny", IDENTIFIER, "--reason", "not now", "--key", key, "--yes").code == 0
