"""``exception approve``, ``deny``, ``revoke`` and ``review`` write nothing that would have no effect, and say why."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from tests.acceptance.clerk import approved, call, in_an_emergency, who
from tests.acceptance.shop import FOLDER, IDENTIFIER, Shop, at

if TYPE_CHECKING:
    from collections.abc import Callable


def asked(shop: Shop, **said: Any) -> bytes:
    """Make a change that asks for an exception."""
    shop.base()
    request = shop.request(shop.finding(), **said)
    shop.commit()
    return request


def decide(shop: Shop, verb: str, by: str = "rita", *arguments: str, key: str = "") -> Any:
    who(shop, by)
    said = ("--reason", "so be it", "--yes", "--key", str(shop.keys[key or by]))
    return call(shop, verb, IDENTIFIER, *said, *arguments)


def written(shop: Shop) -> list[str]:
    return sorted(one.name for one in (shop.top / FOLDER / "decisions").glob("*"))


# -- whose key it is --------------------------------------------------------------------------------------------------


def test_nobody_signs_for_another(shop: Shop) -> None:
    asked(shop)
    ran = decide(shop, "approve", "dev", "--as", "sam", key="rita")

    assert (ran.code, written(shop), ran.out) == (2, [], "")
    assert "none of the keys that the approvers' file has for sam: it is one of rita's" in ran.err


def test_a_key_of_nobody_is_refused(shop: Shop) -> None:
    asked(shop)
    ran = decide(shop, "approve", "rita", key="mallory")

    assert (ran.code, written(shop), "it is nobody's there" in ran.err) == (2, [], True)


def test_a_signature_is_verified_where_no_public_key_lies_beside(shop: Shop) -> None:
    asked(shop)
    alone = shop.top.parent / "alone"
    alone.write_bytes(shop.keys["sam"].read_bytes())
    alone.chmod(0o600)
    ran = decide(shop, "approve", "rita", "--key", str(alone))

    assert (ran.code, written(shop)) == (2, [])
    assert "its key is none of those that trust lists for this person" in ran.err


def test_a_key_that_is_not_there_is_missed_before_anybody_is_asked(shop: Shop) -> None:
    asked(shop)
    ran = decide(shop, "approve", "rita", "--key", "/nowhere/id_ed25519")

    assert (ran.code, ran.out, "there is no such key" in ran.err) == (2, "", True)


def test_who_has_no_key_signs_nothing(shop: Shop) -> None:
    shop.base({".trueline/approvers.yaml": shop.approvers().replace("keys:", "# keys:")})
    text = shop.approvers()
    lines = [line.partition(", keys:")[0] + "}" if "sam:" in line else line for line in text.splitlines()]
    shop.at_trust(lambda shop: shop.write({".trueline/approvers.yaml": "\n".join(lines)}))
    shop.request(shop.finding())
    shop.commit()
    ran = decide(shop, "approve", "sam")

    assert (ran.code, "has no key of sam" in ran.err, "--unsigned" in ran.err) == (2, True, True)


def test_what_it_is_then_is_said(shop: Shop) -> None:
    shop.need = 2
    asked(shop)
    first, second = decide(shop, "approve", "rita"), decide(shop, "approve", "sam", "--expires", at(3)[:10])

    assert f"with it {IDENTIFIER} is pending: it takes 2 of manager, approved by rita so far" in first.out
    assert f"with it {IDENTIFIER} is approved, until {at(3)[:10]}" in second.out


# -- until when -------------------------------------------------------------------------------------------------------


def test_no_approval_is_longer_than_what_was_asked_for(shop: Shop) -> None:
    asked(shop, expires=f"{at(9)[:10]}T23:59:59Z")
    ran = decide(shop, "approve", "rita", "--expires", "10d")

    assert (ran.code, written(shop)) == (2, [])
    assert f"the latest possible is {at(9)[:10]}T23:59:59Z" in ran.err
    assert decide(shop, "approve", "rita", "--expires", at(9)[:10]).code == 0


# -- what has no effect -----------------------------------------------------------------------------------------------


def it_is_revoked(shop: Shop) -> None:
    shop.decide(approved(shop), by="sam", key="sam", verb="revoke")


def somebody_says_that_it_is_revoked(shop: Shop) -> None:
    shop.decide(approved(shop), by="sam", verb="revoke")


def it_is_over(shop: Shop) -> None:
    asked(shop, **{"requested-at": at(-9), "expires": at(-1)})


def it_is_no_emergency(shop: Shop) -> None:
    approved(shop)


def its_rule_is_gone(shop: Shop) -> None:
    asked(shop, scope={"rule": "bucket-without-owner"})


def rita_asks(shop: Shop) -> None:
    asked(shop, **{"requested-by": {"name": "Rita", "email": "rita@example.org"}})


def rita_made_the_change(shop: Shop) -> None:
    asked(shop)
    shop.write({"more.tf": "# more\n"})
    shop.commit("rita")


def it_is_for_others(shop: Shop) -> None:
    shop.extra = "break-glass: {roles: [incident]}"
    asked(shop, **{"break-glass": True, "expires": at(2)})


def rita_has_left(shop: Shop) -> None:
    asked(shop)
    text = shop.approvers(rita=f", until: {at(-2)[:10]}")
    shop.at_trust(lambda shop: shop.write({".trueline/approvers.yaml": text}))


def reviews_alone_count(shop: Shop) -> None:
    shop.extra = "sources: [forge]"
    asked(shop)


def nobody_approved_it(shop: Shop) -> None:
    shop.extra = "break-glass: {roles: [manager]}"
    asked(shop, **{"break-glass": True, "expires": at(2)})


def sam_has_looked(shop: Shop) -> None:
    shop.decide(in_an_emergency(shop), by="sam", key="sam", verb="review")


@pytest.mark.parametrize(
    ("make", "verb", "said"),
    [
        (it_is_revoked, "approve", "it was revoked by sam, and that is final"),
        (it_is_revoked, "revoke", "it was revoked by sam, and that is final"),
        (it_is_revoked, "deny", "it was revoked by sam, and that is final"),
        (somebody_says_that_it_is_revoked, "approve", f"take {FOLDER}/decisions/sam-1.json away"),
        (it_is_over, "approve", "it has ended on"),
        (it_is_no_emergency, "review", "only an emergency is reviewed"),
        (its_rule_is_gone, "approve", "which is no rule here"),
        (rita_asks, "approve", "who asks for it, or made the change, does not decide on it"),
        (rita_made_the_change, "approve", "who asks for it, or made the change, does not decide on it"),
        (it_is_for_others, "approve", "rita has none of the roles that count: 1 of incident"),
        (rita_has_left, "approve", "the person may decide no more"),
        (reviews_alone_count, "approve", "which trust does not take"),
        (in_an_emergency, "review", "rita has approved it, and somebody else has to look"),
        (nobody_approved_it, "review", "nobody has approved it"),
        (sam_has_looked, "review", "it has been reviewed already"),
    ],
    ids=lambda value: value.__name__.replace("_", " ") if callable(value) else None,
)
def test_what_would_have_no_effect_is_refused(shop: Shop, make: Callable[[Shop], object], verb: str, said: str) -> None:
    make(shop)
    before = written(shop)
    ran = decide(shop, verb)

    assert (ran.code, written(shop), ran.out) == (2, before, "")
    assert " would have no effect: " in ran.err
    assert said in ran.err


def test_a_no_that_another_said_stays(shop: Shop) -> None:
    shop.decide(asked(shop), by="sam", key="sam", verb="deny")
    ran = decide(shop, "approve")

    assert (ran.code, f"{IDENTIFIER} stays denied until sam approves it, too" in ran.err) == (0, True)
    assert f"with it {IDENTIFIER} is denied" in ran.out


@pytest.mark.parametrize("verb", ["deny", "revoke"])
def test_a_no_to_what_is_over_is_for_the_record(shop: Shop, verb: str) -> None:
    it_is_over(shop)
    ran = decide(shop, verb)

    assert (ran.code, "is kept for whoever asks for the same again" in ran.err) == (0, True)


def test_what_rita_ended_she_may_prolong(shop: Shop) -> None:
    shop.decide(asked(shop), key="rita", expires=at(-1))
    ran = decide(shop, "approve")

    assert (ran.code, f"with it {IDENTIFIER} is approved" in ran.out) == (0, True)


def test_who_made_the_change_may_say_no(shop: Shop) -> None:
    rita_made_the_change(shop)

    assert decide(shop, "deny").code == 0


def test_what_lies_about_here_makes_nobody_an_author(shop: Shop) -> None:
    asked(shop)
    shop.write({"scratch.txt": "x"})

    assert decide(shop, "approve").code == 0


def test_nothing_is_asked_about_what_is_refused(shop: Shop) -> None:
    it_is_revoked(shop)
    who(shop, "rita")
    terminal, side = pty.openpty()
    command = [sys.executable, "-m", "trueline", "exception", "approve", IDENTIFIER, "--reason", "agreed", "--unsigned"]
    ran = subprocess.run([*command, "--base", "main"], cwd=shop.top, stdin=side, capture_output=True, check=False)
    os.close(terminal)
    os.close(side)

    assert (ran.returncode, ran.stdout) == (2, b"")


def test_a_file_that_somebody_made_up_is_in_nobody_s_way(shop: Shop) -> None:
    shop.decide(asked(shop), by="rita")
    ran = decide(shop, "approve")

    assert (ran.code, written(shop)) == (0, ["rita-1.json", "rita-2.json", "rita-2.json.sig"])


def test_a_decision_says_why(shop: Shop) -> None:
    asked(shop)
    ran = decide(shop, "approve", "rita", "--reason", " ")

    assert (ran.code, written(shop), "a decision says why" in ran.err) == (2, [], True)


def test_where_signatures_do_not_count_it_counts_once_it_is_merged(shop: Shop) -> None:
    shop.extra = "sources: [merged]"
    asked(shop)
    ran = decide(shop, "approve")

    assert (ran.code, "and its signature; it counts once it is merged" in ran.out) == (0, True)
    assert f"with it {IDENTIFIER}" not in ran.out


def test_a_review_says_that_it_is_done(shop: Shop) -> None:
    in_an_emergency(shop)

    assert f"with it the emergency {IDENTIFIER} has been reviewed" in decide(shop, "review", "sam").out
