"""What others ask for, or refuse, ends nobody's approval; who was refused does not get past that by another name."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from tests.acceptance.conftest import git
from tests.acceptance.shop import APPROVERS, FOLDER, IDENTIFIER, RULE, Shop, at

if TYPE_CHECKING:
    from collections.abc import Callable

OTHER = "EX-2026-zzz999"
OTHER_FOLDER = f".trueline/exceptions/{OTHER}"
ANOTHER = {"fingerprint": "TL-" + "0" * 32, "subject": "x.y"}


def ask(shop: Shop, identifier: str = OTHER, finding: dict[str, str] | None = None, **said: object) -> bytes:
    """Write a request under another name, and return its bytes."""
    place = shop.top / FOLDER / "request.yaml"
    was = place.read_bytes() if place.exists() else None
    body = json.loads(shop.request(shop.finding()))
    if was is None:
        shutil.rmtree(shop.top / FOLDER)
    else:
        place.write_bytes(was)
    body |= {"id": identifier, **said}
    if finding is not None:
        body["scope"]["findings"] = [finding]
    data = json.dumps(body).encode()
    shop.write({f".trueline/exceptions/{identifier}/request.yaml": data})
    return data


def other(shop: Shop, data: bytes, **said: object) -> None:
    shop.decide(data, exception=OTHER, folder=OTHER_FOLDER, **said)


def wild(data: bytes) -> bytes:
    body = json.loads(data)
    body["scope"].pop("findings")
    body["scope"]["resources"] = ["*"]
    return json.dumps(body).encode()


def merge(shop: Shop, name: str, who: str = "mallory") -> None:
    shop.commit(who)
    git(shop.top, "switch", "--quiet", "main")
    git(shop.top, "merge", "--quiet", "--no-ff", "--message=x", name)
    git(shop.top, "switch", "--quiet", "change")
    git(shop.top, "rebase", "--quiet", "main")


def granted(shop: Shop) -> None:
    """An exception is approved and merged; then somebody begins another change."""
    shop.base()
    shop.at_trust(lambda one: one.decide(one.request(one.finding()), key="rita", at=at(-1)), "rita")
    git(shop.top, "switch", "--quiet", "--create=mallory", "main")


def states(ran) -> dict[str, str]:
    return {one["id"]: one["state"] for one in ran.report["exceptions"]}


def a_wildcard_that_trust_does_not_allow(shop: Shop) -> None:
    data = wild(ask(shop))
    shop.write({f"{OTHER_FOLDER}/request.yaml": data})
    other(shop, data, by="sam", key="sam", verb="deny")


def rewritten_once_it_is_denied(shop: Shop) -> None:
    data = ask(shop, finding=ANOTHER)
    other(shop, data, by="sam", key="sam", verb="deny")
    ask(shop)


def the_same(shop: Shop) -> None:
    other(shop, ask(shop), by="sam", key="sam", verb="deny")


def the_same_revoked(shop: Shop) -> None:
    data = ask(shop)
    other(shop, data, key="rita")
    other(shop, data, by="sam", key="sam", verb="revoke")


def its_renewal(shop: Shop) -> None:
    other(shop, ask(shop, renews=IDENTIFIER), by="sam", key="sam", verb="deny")


def for_another_repository(shop: Shop) -> None:
    other(shop, ask(shop), by="sam", key="sam", verb="deny", repository="git.example.org/other")


REFUSALS = {
    "a wildcard": a_wildcard_that_trust_does_not_allow,
    "rewritten": rewritten_once_it_is_denied,
    "the same": the_same,
    "the same, revoked": the_same_revoked,
    "its renewal": its_renewal,
    "for another repository": for_another_repository,
}


@pytest.mark.parametrize("refuse", REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_of_another_ends_no_approval(shop: Shop, refuse: Callable[[Shop], object]) -> None:
    granted(shop)
    refuse(shop)
    merge(shop, "mallory")
    ran = shop.check("--head", "HEAD")

    assert (ran.code, states(ran)[IDENTIFIER]) == (0, "approved")


def test_a_refused_renewal_ends_no_approval_of_the_same_change(shop: Shop) -> None:
    shop.base()
    shop.decide(shop.request(shop.finding()), key="rita", at=at(-1))
    other(shop, ask(shop, renews=IDENTIFIER), by="sam", key="sam", verb="deny")
    shop.commit()
    ran = shop.check("--head", "HEAD")

    assert (ran.code, states(ran)) == (0, {IDENTIFIER: "approved", OTHER: "denied"})


def test_what_was_refused_is_not_granted_by_what_it_renews(shop: Shop) -> None:
    shop.base()
    data = shop.request(shop.finding())
    other(shop, ask(shop, renews=IDENTIFIER), by="sam", key="sam", verb="deny", at=at(-1))
    shop.decide(data, key="rita")
    shop.commit()

    assert shop.check("--head", "HEAD").code == 1


@pytest.mark.parametrize("verb", ["deny", "revoke"])
def test_a_refusal_that_claims_to_be_older_and_is_merged_later_ends_none(shop: Shop, verb: str) -> None:
    granted(shop)
    other(shop, ask(shop), by="sam", key="sam", verb=verb, at=at(-3))
    merge(shop, "mallory", "sam")
    ran = shop.check("--head", "HEAD")

    assert (ran.code, states(ran)[IDENTIFIER]) == (0, "approved")


def test_who_agrees_later_takes_nothing_from_who_granted_it_before(shop: Shop) -> None:
    granted(shop)
    other(shop, ask(shop), by="sam", key="sam", verb="deny")
    merge(shop, "mallory", "sam")
    data = (shop.top / FOLDER / "request.yaml").read_bytes()
    shop.at_trust(lambda one: one.decide(data, key="rita", number=2), "rita")
    ran = shop.check("--head", "HEAD")

    assert (ran.code, states(ran)[IDENTIFIER]) == (0, "approved")


def test_an_approval_that_claims_to_be_older_and_is_merged_later_is_none(shop: Shop) -> None:
    shop.base()
    shop.policy()
    git(shop.top, "switch", "--quiet", "main")
    other(shop, ask(shop), by="sam", key="sam", verb="deny")
    shop.commit("sam")
    shop.decide(shop.request(shop.finding()), key="rita", at=at(-3))
    shop.commit("rita")
    git(shop.top, "switch", "--quiet", "change")
    git(shop.top, "rebase", "--quiet", "main")
    ran = shop.check("--head", "HEAD")

    assert (ran.code, states(ran)[IDENTIFIER]) == (1, "refused")


def test_a_list_that_becomes_a_link_is_no_list(shop: Shop) -> None:
    granted(shop)
    place = shop.top / APPROVERS
    shop.write({"docs/people.yaml": place.read_bytes()})
    place.unlink()
    place.symlink_to("../docs/people.yaml")
    shop.commit("mallory")

    assert shop.check("--head", "HEAD").code == 2


def test_its_own_revocation_does(shop: Shop) -> None:
    granted(shop)
    shop.decide((shop.top / FOLDER / "request.yaml").read_bytes(), by="sam", key="sam", verb="revoke")
    merge(shop, "mallory", "sam")
    ran = shop.check("--head", "HEAD")

    assert (ran.code, states(ran)[IDENTIFIER]) == (1, "revoked")


def test_what_was_refused_is_not_granted_later_by_another_name(shop: Shop) -> None:
    """Two ask for the same; one is denied, and the approval of the other is merged after that."""
    shop.base()
    shop.policy()
    git(shop.top, "switch", "--quiet", "main")
    data = shop.request(shop.finding())
    shop.decide(data, key="rita", at=at(-1))
    shutil.copytree(shop.top / FOLDER, shop.top.parent / "kept")
    shutil.rmtree(shop.top / FOLDER)
    other(shop, ask(shop), by="sam", key="sam", verb="deny")
    shop.commit("sam")
    git(shop.top, "switch", "--quiet", "--create=first", "main")
    shutil.copytree(shop.top.parent / "kept", shop.top / FOLDER)
    shop.commit()
    ran = shop.check("--head", "HEAD")

    (blocking,) = [one for one in ran.report["findings"] if one["blocks"]]
    assert (ran.code, blocking["rule_id"]) == (1, "exception-refusal-overlooked")
    assert f"--renews {OTHER}" in blocking["message"]


def test_who_speaks_of_the_refusal_may_ask_again(shop: Shop) -> None:
    shop.base()
    shop.at_trust(
        lambda one: one.decide(one.request(one.finding()), by="sam", key="sam", verb="deny", at=at(-1)), "sam"
    )
    data = ask(shop, renews=IDENTIFIER)
    shop.commit()
    assert shop.check("--head", "HEAD").code == 4

    other(shop, data, key="rita")
    shop.commit()
    ran = shop.check("--head", "HEAD")
    assert (ran.code, states(ran)[OTHER]) == (0, "approved")


def test_the_name_of_an_open_request_cannot_be_taken(shop: Shop) -> None:
    """Another text under its name is merged, with the genuine approval of the first."""
    shop.base()
    shop.policy()
    shop.decide(shop.request(shop.finding()), key="rita")
    shop.commit()
    path = f"{FOLDER}/decisions/rita-1.json"
    files = {name: (shop.top / name).read_bytes() for name in (path, f"{path}.sig")}
    git(shop.top, "switch", "--quiet", "--create=mallory", "main")
    shop.request(shop.finding(), reason="something else altogether")
    shop.write(files)
    shop.commit("mallory")
    git(shop.top, "switch", "--quiet", "main")
    git(shop.top, "merge", "--quiet", "--no-ff", "--message=x", "mallory")
    ran = shop.check("--head", "change")

    assert (ran.code, states(ran)) == (0, {IDENTIFIER: "approved"})


@pytest.mark.parametrize("sources", ["", "sources: [signed]\n", "sources: [signed, forge]\n"])
@pytest.mark.parametrize("verb", ["deny", "revoke"])
def test_a_no_that_nobody_signed_is_not_merged_without_owners(shop: Shop, sources: str, verb: str) -> None:
    shop.extra = sources
    granted(shop)
    shop.decide((shop.top / FOLDER / "request.yaml").read_bytes(), by="zed", verb=verb)
    shop.commit("mallory")
    ran = shop.check("--head", "HEAD")

    assert ran.code == 1
    assert "exception-decision-unproven" in {one["rule_id"] for one in ran.report["findings"] if one["blocks"]}


def test_where_trust_takes_signatures_only_a_merged_no_is_none_for_others(shop: Shop) -> None:
    shop.extra = "sources: [signed]\n"
    shop.base({"CODEOWNERS": "/.trueline/ @shop/managers\n"})
    shop.policy()
    git(shop.top, "switch", "--quiet", "main")
    other(shop, ask(shop), by="sam", verb="deny")
    shop.commit("sam")
    git(shop.top, "switch", "--quiet", "change")
    git(shop.top, "rebase", "--quiet", "main")
    shop.decide(shop.request(shop.finding()), key="rita")
    shop.commit()
    ran = shop.check("--head", "HEAD")

    assert (ran.code, states(ran)[IDENTIFIER]) == (0, "approved")
    assert RULE in {one["rule_id"] for one in ran.report["findings"] if one["suppression"]}
