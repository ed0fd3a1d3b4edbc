"""The commands that look at exceptions say all that there is, and what they go by."""

from __future__ import annotations

import pytest
from tests.acceptance.clerk import REASON, approved, call, merge, requests, rows, who
from tests.acceptance.conftest import git
from tests.acceptance.shop import FOLDER, IDENTIFIER, OPEN, Shop, at


def says(text: str, *lines: str) -> bool:
    """Tell whether a text has all of these lines, whatever stands between their words."""
    known = {" ".join(line.split()) for line in text.splitlines()}
    return {*lines} <= known


def test_both_ends_are_shown(shop: Shop) -> None:
    shop.base()
    shop.decide(shop.request(shop.finding()), key="rita", expires=at(5))
    shop.commit()

    assert says(call(shop, "show", IDENTIFIER).out, f"asked until {at(20)}", f"granted until {at(5)}")


def test_what_an_approval_allows_is_shown_in_words(shop: Shop) -> None:
    shop.base()
    mark = shop.finding()["fingerprint"]
    limits = {"findings": [mark], "severity": "high", "paths": ["acl.tf"]}
    shop.decide(shop.request(shop.finding(), reason="on purpose,\nfor now"), key="rita", limits=limits)
    shop.commit()
    out = call(shop, "show", IDENTIFIER).out

    lines = ("only up to high", f"only aws_s3_bucket_acl.site {mark}", "only paths: acl.tf", "why on purpose, for now")
    assert says(out, *lines), out


def test_what_nobody_approved_has_one_end(shop: Shop) -> None:
    shop.base()
    shop.request(shop.finding())
    out = call(shop, "show", IDENTIFIER).out

    assert (says(out, f"asked until {at(20)}"), "granted until" in out) == (True, False)


def test_asking_again_reads_as_a_sentence(shop: Shop) -> None:
    shop.base()
    shop.decide(shop.request(shop.finding()), verb="deny", key="rita")
    shop.commit()
    who(shop)
    finding = shop.finding()["fingerprint"]
    assert call(shop, "request", finding, "--reason", REASON, "--renews", IDENTIFIER).code == 0
    (name,) = [one for one in requests(shop) if one != IDENTIFIER]

    said = f"✓ renews {IDENTIFIER} about the same was denied or revoked; this one says that it asks again"
    assert says(call(shop, "show", name).out, said)


# -- explain ----------------------------------------------------------------------------------------------------------


def test_an_exception_is_explained_as_it_is_shown(shop: Shop) -> None:
    approved(shop)
    ran = shop.run("explain", IDENTIFIER, "--base", "main", cwd=shop.top)

    assert (ran.code, ran.out) == (0, call(shop, "show", IDENTIFIER).out)


def test_an_explanation_says_that_it_is_of_the_working_tree(shop: Shop) -> None:
    approved(shop)
    finding = shop.finding()["fingerprint"]
    alone, with_base = (shop.run("explain", finding, *more, cwd=shop.top) for more in ((), ("--base", "main")))

    assert alone.err == "trueline: as of the working tree; with --base REV it is judged as a change\n"
    assert with_base.err == ""


def test_of_a_fixed_finding_nothing_is_let_go(shop: Shop) -> None:
    approved(shop)
    finding = shop.finding()["fingerprint"]
    merge(shop)
    git(shop.top, "switch", "--quiet", "--create=mend")
    shop.write({"acl.tf": OPEN.replace("public-read", "private")})
    out = shop.run("explain", finding, "--base", "main", cwd=shop.top).out

    assert f"{IDENTIFIER} is approved, until {at(20)}: it is needed no more for this finding, which is fixed" in out


# -- verify -----------------------------------------------------------------------------------------------------------


def test_one_exception_is_verified(shop: Shop) -> None:
    approved(shop)
    ran = call(shop, "verify", IDENTIFIER)

    assert (ran.code, ran.out) == (0, f"{IDENTIFIER}  approve by rita  signed\n")
    assert call(shop, "verify").out == ran.out
    assert call(shop, "verify", "EX-2026-none22").code == 2


def test_where_nobody_decided_there_is_nothing_to_verify(shop: Shop) -> None:
    shop.base()
    shop.request(shop.finding())

    assert call(shop, "verify", IDENTIFIER).out == "nobody has decided on it\n"


# -- list, stale, digest ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("within", "found"), [("20d", [IDENTIFIER]), ("19d", [])])
def test_the_last_day_is_one_of_them(shop: Shop, within: str, found: list[str]) -> None:
    approved(shop, expires=f"{at(20)[:10]}T23:59:59Z")

    assert [one["id"] for one in rows(shop, "list", "--expires-in", within)] == found


def test_what_is_filtered_away_is_there_all_the_same(shop: Shop) -> None:
    shop.base()
    assert call(shop, "list").out == "no exceptions\n"

    shop.request(shop.finding())
    assert call(shop, "list", "--state", "denied").out == "none matches, of 1 exception in all\n"


def test_what_is_not_judged_is_said_once(shop: Shop) -> None:
    approved(shop)
    shop.write({"acl.tf": "resource {{{"})
    text, data, stale = call(shop, "digest"), call(shop, "digest", "--format", "json"), call(shop, "stale")

    assert (text.code, (text.out + text.err).lower().count("not everything was judged")) == (3, 1)
    assert (data.code, data.err.count("not everything was judged")) == (3, 1)
    assert (stale.code, stale.out) == (3, "nothing is stale of what could be told\n")


@pytest.mark.parametrize("command", ["stale", "digest"])
def test_the_help_says_what_the_exit_codes_mean(shop: Shop, command: str) -> None:
    out = " ".join(shop.run("exception", command, "--help", cwd=shop.top.parent).out.split())

    assert "3 when not everything could be judged" in out


# -- audit ------------------------------------------------------------------------------------------------------------


def test_what_is_only_in_the_change_is_no_event_yet(shop: Shop) -> None:
    approved(shop)
    before = call(shop, "audit")
    merge(shop)
    after = call(shop, "audit")

    assert before.out == "nothing happened on main\n"
    assert f"what is only in this change ({IDENTIFIER}) has not happened on main yet" in before.err
    assert after.err == ""


# -- commits ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("more", [(), ("--branch", "asked")], ids=["here", "on a branch"])
def test_no_commit_leaves_the_attributes_behind(shop: Shop, more: tuple[str, ...]) -> None:
    """The first request wrote them, and was not committed."""
    shop.base()
    who(shop)
    finding = shop.finding()["fingerprint"]
    first = call(shop, "request", finding, "--reason", REASON)
    (name,) = requests(shop)
    second = call(shop, "request", finding, "--reason", REASON, "--commit", *more)

    changed = git(shop.top, "show", "--name-only", "--format=", "HEAD").split()
    assert (first.code, second.code) == (0, 0)
    assert ".trueline/exceptions/.gitattributes" in changed
    assert not [one for one in changed if name in one]


def test_attributes_of_the_user_s_own_are_left_alone(shop: Shop) -> None:
    shop.base()
    who(shop)
    shop.write({".trueline/exceptions/.gitattributes": "* -text\n*.json diff\n"})
    ran = call(shop, "request", shop.finding()["fingerprint"], "--reason", REASON, "--commit")

    assert ran.code == 0
    assert git(shop.top, "status", "--porcelain").split() == ["??", ".trueline/exceptions/.gitattributes"]
    assert FOLDER not in ran.out


# -- renewals and what does not hold ----------------------------------------------------------------------------------

OTHER = "EX-2026-zzz999"


@pytest.fixture
def renewed(shop: Shop) -> Shop:
    """An exception that ends soon, and its renewal, which is approved in time."""
    shop.base()
    shop.decide(shop.request(shop.finding(), expires=at(5)), key="rita")
    data = (shop.top / FOLDER / "request.yaml").read_bytes().replace(IDENTIFIER.encode(), OTHER.encode())
    data = data.replace(b'"version": 1', f'"version": 1, "renews": "{IDENTIFIER}"'.encode())
    data = data.replace(at(5).encode(), at(40).encode())
    folder = f".trueline/exceptions/{OTHER}"
    shop.write({f"{folder}/request.yaml": data})
    shop.decide(data, key="rita", exception=OTHER, folder=folder)
    shop.commit()
    return shop


def test_a_renewal_in_time_is_not_unused(renewed: Shop) -> None:
    ran = renewed.check("--head", "HEAD")
    digest = call(renewed, "digest").out

    assert (ran.code, {one["id"]: one["state"] for one in ran.report["exceptions"]}) == (
        0,
        {IDENTIFIER: "approved", OTHER: "approved"},
    )
    assert "exception-unused" not in {one["rule_id"] for one in ran.report["findings"]}
    assert "Nothing waits, ends or is left over." in digest
    assert ran.report["metrics"]["exceptions"]["expiring_soon"] == 0
    assert rows(renewed, "stale") == []


def test_the_digest_says_what_does_not_hold(shop: Shop) -> None:
    shop.base()
    shop.decide(shop.request(shop.finding()), key="mallory")
    shop.commit()
    ran = call(shop, "digest", "--exit-code")

    assert (ran.code, "### Not holding (1)" in ran.out) == (1, True)
    assert f"`{IDENTIFIER}` · high" in ran.out


def test_the_end_that_was_asked_for_is_kept(shop: Shop) -> None:
    shop.base()
    shop.decide(shop.request(shop.finding()), key="rita", expires=at(5))
    shop.commit()
    (one,) = shop.check("--head", "HEAD").report["exceptions"]

    assert (one["asked_until"], one["expires"]) == (at(20), at(5))


def test_the_printed_line_is_no_decision_yet(shop: Shop) -> None:
    shop.base()
    shop.request(shop.finding())
    ran = call(shop, "approve", IDENTIFIER, "--reason", "…", "--yes", "--key", str(shop.keys["rita"]), "--as", "rita")

    assert (ran.code, "put words in" in ran.err) == (2, True)
