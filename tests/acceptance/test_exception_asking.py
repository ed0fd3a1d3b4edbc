"""``exception request`` and ``renew`` write nothing that a run would not take, and say what to change."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.acceptance.clerk import REASON, approved, call, merge, requests, who
from tests.acceptance.shop import APPROVERS, IDENTIFIER, RULE, Shop, at

if TYPE_CHECKING:
    from collections.abc import Sequence


def ask(shop: Shop, *arguments: str, reason: str = REASON) -> Any:
    who(shop)
    return call(shop, "request", shop.finding()["fingerprint"], "--reason", reason, *arguments)


def new(shop: Shop) -> dict[str, Any]:
    (asked,) = [one for name, one in requests(shop).items() if name != IDENTIFIER]
    return asked


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--reason", "…"], "a reason has 10 characters at least"),
        (["--reason", "too short"], "--reason says why"),
        (["--expires", "31d"], "30 days are allowed: to"),
        (["--expires", "31d"], f"--expires {at(30)[:10]} or earlier"),
        (["--renews", "EX-2026-none22"], "there is no such exception"),
        (["--most", "0"], "`most` is one at least"),
    ],
)
def test_nothing_is_asked_for_that_a_run_would_not_take(shop: Shop, arguments: list[str], said: str) -> None:
    shop.extra = "longest: {high: 30d}"
    shop.base()
    ran = ask(shop, *arguments)

    assert (ran.code, said in ran.err, (shop.top / ".trueline/exceptions").exists()) == (2, True, False)
    assert ran.err.count("a run would not take this request") == ("--renews" not in arguments)


def test_the_line_that_a_report_shows_wants_a_reason(shop: Shop) -> None:
    shop.base()
    shown = shop.run("check", "--base", "main", cwd=shop.top).out.splitlines()
    (line,) = [line.strip() for line in shown if "trueline exception request" in line]
    words = [word.strip('"') for word in line.split()[2:]]
    who(shop)
    ran = shop.run(*words, cwd=shop.top)

    assert (ran.code, "a reason has 10 characters at least" in ran.err) == (2, True)


@pytest.mark.parametrize(("longest", "days"), [("7d", 7), ("90d", 30)])
def test_without_an_end_it_lasts_as_long_as_is_allowed(shop: Shop, longest: str, days: int) -> None:
    shop.extra = f"longest: {{high: {longest}}}"
    shop.base()
    assert ask(shop).code == 0

    assert new(shop)["expires"] == f"{datetime.now(UTC) + timedelta(days=days):%Y-%m-%d}T23:59:59Z"


def test_the_longest_that_is_allowed_may_be_asked_for(shop: Shop) -> None:
    shop.extra = "longest: {high: 30d}"
    shop.base()

    assert ask(shop, "--expires", "30d").code == 0
    assert ask(shop, "--expires", at(30)[:10]).code == 0


def test_an_emergency_lasts_no_longer_than_its_hours(shop: Shop) -> None:
    shop.extra = "break-glass: {roles: [manager], longest: 30h}"
    shop.base()
    ran = ask(shop, "--break-glass", "--expires", "31h")

    assert (ran.code, "it lasts 31 hours, 30 hours are allowed" in ran.err) == (2, True)
    assert re.search(r"hint: --expires \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ or earlier", ran.err)


@pytest.mark.parametrize("verb", ["deny", "revoke"])
def test_who_asks_again_for_what_was_denied_says_so(shop: Shop, verb: str) -> None:
    shop.base()
    shop.decide(shop.request(shop.finding()), verb=verb, key="rita")
    shop.commit()
    ran = ask(shop)

    assert (ran.code, list(requests(shop))) == (2, [IDENTIFIER])
    assert f"{IDENTIFIER} about the same was denied or revoked: ask anew with `--renews {IDENTIFIER}`" in ran.err
    assert f"hint: --renews {IDENTIFIER}\n" in ran.err
    ran = ask(shop, "--renews", IDENTIFIER)
    assert (ran.code, new(shop)["renews"]) == (0, IDENTIFIER)
    assert "it counts as a first request" in ran.out


@pytest.mark.parametrize(
    "arguments", [["--expires", "200d"], ["--reason", "go on"]], ids=["beyond the cap", "no reason"]
)
def test_a_renewal_is_judged_as_a_request_is(shop: Shop, arguments: Sequence[str]) -> None:
    approved(shop)
    who(shop)
    ran = call(shop, "renew", IDENTIFIER, "--reason", REASON, *arguments)

    assert (ran.code, list(requests(shop))) == (2, [IDENTIFIER])
    assert "a run would not take this request" in ran.err


def test_a_renewal_is_counted_as_the_run_counts_it(shop: Shop) -> None:
    """What too few have approved, or nobody can be shown to have, was not granted."""
    shop.base()
    shop.decide(shop.request(shop.finding()))  # unsigned, and not merged
    shop.commit()
    who(shop)
    ran = call(shop, "renew", IDENTIFIER, "--reason", REASON)

    assert (ran.code, "it counts as a first request" in ran.out) == (0, True)


def test_the_second_renewal_is_the_second(shop: Shop) -> None:
    approved(shop, **{"requested-at": at(-2)})
    merge(shop)
    who(shop)
    first = call(shop, "renew", IDENTIFIER, "--reason", REASON)
    (name,) = [one for one in requests(shop) if one != IDENTIFIER]
    who(shop, "sam")
    key = ("--key", str(shop.keys["sam"]), "--yes", "--reason", "agreed")
    assert call(shop, "approve", name, *key).code == 0
    who(shop)
    second = call(shop, "renew", name, "--reason", "it goes on once more")

    assert ("it is renewal 1, 2 are allowed" in first.out, "it is renewal 2, 2 are allowed" in second.out) == (
        True,
        True,
    )


def test_what_it_would_not_cover_is_said(shop: Shop) -> None:
    shop.base()
    ran = ask(shop, "--environment", "prod")

    assert (ran.code, "it will not cover TL-" in ran.err) == (0, True)
    assert "it holds in prod, the finding is in none" in ran.err


def test_for_a_later_release_is_nothing_wrong(shop: Shop) -> None:
    shop.base()
    ran = ask(shop, "--for-release", "v2")

    assert (ran.code, "will not cover" in ran.err) == (0, False)


def test_nobody_can_decide_without_a_list(shop: Shop) -> None:
    shop.base()
    shop.at_trust(lambda shop: (shop.top / APPROVERS).unlink())
    ran = ask(shop)

    assert (ran.code, f"nobody can decide: main has no {APPROVERS}" in ran.err) == (0, True)
    failed = shop.run("check", "--base", "main", cwd=shop.top)
    assert (failed.code, f"the target branch has no {APPROVERS}" in " ".join(failed.out.split())) == (1, True)


def test_nobody_can_decide_by_a_list_that_is_not_valid(shop: Shop) -> None:
    shop.base()
    shop.at_trust(lambda shop: shop.write({APPROVERS: "version: 1\npeople: [\n"}))
    ran = ask(shop)

    assert (ran.code, f"nobody can decide: {APPROVERS} of main is not valid" in ran.err) == (0, True)


def test_too_few_people_are_said(shop: Shop) -> None:
    shop.need = 3
    shop.base()
    ran = ask(shop)

    assert (ran.code, "too few people can decide" in ran.err) == (0, True)


@pytest.mark.parametrize(("base", "said"), [("main", " --base main"), ("HEAD~1", " --base 'HEAD~1'")])
def test_what_comes_next_goes_by_the_same_base(shop: Shop, base: str, said: str) -> None:
    shop.base()
    who(shop)
    ran = call(shop, "request", shop.finding()["fingerprint"], "--reason", REASON, base=base)
    (name,) = requests(shop)

    assert f"trueline exception show {name}{said}\n" in ran.out
    assert RULE in ran.out
