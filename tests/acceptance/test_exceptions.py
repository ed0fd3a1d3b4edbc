"""Exceptions: what is approved is let go, and nothing that a change does by itself weakens the gate."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml
from jsonschema import Draft202012Validator
from tests.acceptance.conftest import git
from tests.acceptance.shop import FOLDER, IDENTIFIER, RULE, Shop, at

if TYPE_CHECKING:
    from collections.abc import Callable

OTHER = {"fingerprint": "TL-" + "0" * 32, "subject": "aws_s3_bucket_acl.other", "unit": ".", "context": "0" * 32}


def test_without_an_exception_it_blocks(shop: Shop) -> None:
    shop.base()

    assert shop.check().code == 1


def test_what_is_asked_for_is_pending(shop: Shop) -> None:
    shop.base()
    shop.request(shop.finding())
    shop.commit()
    ran = shop.check()

    assert (ran.code, ran.report["verdict"]) == (4, "pending")
    assert [one["state"] for one in ran.report["exceptions"]] == ["pending"]


def test_what_is_approved_is_let_go_and_said(shop: Shop) -> None:
    shop.base()
    shop.decide(shop.request(shop.finding()), key="rita")
    shop.commit()
    ran = shop.check()

    (found,) = [one for one in ran.report["findings"] if one["rule_id"] == RULE]
    assert (ran.code, found["blocks"], found["suppression"]["id"]) == (0, False, IDENTIFIER)
    assert "approved by rita" in found["suppression"]["reason"]


def figures(shop: Shop) -> dict[str, str]:
    """Return the samples of a run of the change, each as its line has it."""
    assert shop.check("--report", "openmetrics=trueline.prom").report
    lines = (shop.top / "trueline.prom").read_text().splitlines()
    return dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))


def test_what_an_exception_amounts_to_is_measured(shop: Shop) -> None:
    shop.base()
    finding = shop.finding()
    shop.request(finding, **{"requested-at": at(-2)})
    shop.commit()
    waiting = shop.check().report["metrics"]["exceptions"]
    shop.decide(shop.request(finding, **{"requested-at": at(-2)}), key="rita", at=at(-1))
    shop.commit()
    granted = shop.check().report["metrics"]["exceptions"]

    cell = {"open": 1, "open_by_policy": {"aws-s3": 1}, "open_by_team": {"": 1}}
    assert {name: waiting[name] for name in cell} == cell == {name: granted[name] for name in cell}
    assert (waiting["states"]["pending"], granted["states"]["approved"]) == (1, 1)
    assert waiting["median_pending_days"] == pytest.approx(2, abs=0.1)
    assert (waiting["approved_ratio"], waiting["passed_by_exception"]) == (None, False)
    assert (granted["median_pending_days"], granted["median_days_to_decision"]) == (None, 1)
    assert (granted["approved_ratio"], granted["blocking_findings_let_go"], granted["passed_by_exception"]) == (
        1,
        1,
        True,
    )


def test_figures_say_that_a_run_passed_by_an_exception(shop: Shop) -> None:
    shop.base()
    without = figures(shop)
    shop.decide(shop.request(shop.finding(), **{"requested-at": at(-2)}), key="rita", at=at(-1))
    shop.commit()
    found = figures(shop)

    assert [one["trueline_run_passed_by_exception"] for one in (without, found)] == ["0", "1"]
    assert found['trueline_run_verdict{verdict="passed"}'] == "1"
    assert found['trueline_exceptions_open{policy="aws-s3",team="",severity="high",state="approved"}'] == "1"
    assert found["trueline_exceptions_decision_time_median_seconds"] == "86400"
    assert found['trueline_run_suppressed_findings{kind="exception",severity="high"}'] == "1"


def test_an_approver_may_commit_the_decision(shop: Shop) -> None:
    shop.base()
    shop.decide(shop.request(shop.finding()), key="rita")
    shop.commit("rita")

    assert shop.check().code == 0


def test_what_is_merged_needs_no_signature(shop: Shop) -> None:
    shop.base()
    request = shop.request(shop.finding())
    git(shop.top, "stash", "--quiet", "--include-untracked")
    git(shop.top, "switch", "--quiet", "main")
    git(shop.top, "stash", "pop", "--quiet")
    shop.decide(request)
    shop.commit("rita")
    git(shop.top, "switch", "--quiet", "change")

    assert shop.check().code == 0


def test_two_are_needed_where_trust_says_so(shop: Shop) -> None:
    shop.need = 2
    shop.base()
    request = shop.request(shop.finding())
    shop.decide(request, key="rita")
    shop.commit()
    one = shop.check().code
    shop.decide(request, by="sam", key="sam")
    shop.commit()

    assert (one, shop.check().code) == (4, 0)


# -- what does not weaken the gate -----------------------------------------------------------------------------------


def nobody_signed(shop: Shop) -> None:
    shop.decide(shop.request(shop.finding()))


def the_signer_is_a_stranger(shop: Shop) -> None:
    shop.decide(shop.request(shop.finding()), key="mallory")


def the_signature_is_of_another_person(shop: Shop) -> None:
    shop.decide(shop.request(shop.finding()), by="sam", key="rita")


def somebody_who_is_on_no_list(shop: Shop) -> None:
    shop.decide(shop.request(shop.finding()), by="mallory", key="mallory")


def the_change_puts_itself_on_the_list(shop: Shop) -> None:
    key = shop.keys["mallory"].with_suffix(".pub").read_text().strip()
    text = shop.approvers().replace("people:", f"people:\n  mallory: {{roles: [manager], keys: ['{key}']}}")
    shop.write({".trueline/approvers.yaml": text})
    shop.decide(shop.request(shop.finding()), by="mallory", key="mallory")


def the_change_lowers_the_quorum(shop: Shop) -> None:
    shop.need = 0
    shop.write({".trueline/approvers.yaml": shop.approvers().replace("need: 0", "need: 1")})
    shop.request(shop.finding())


def the_scope_was_widened_after_approval(shop: Shop) -> None:
    finding = shop.finding()
    shop.decide(shop.request(OTHER), key="rita")
    shop.request(finding)


def the_end_was_moved_after_approval(shop: Shop) -> None:
    finding = shop.finding()
    shop.decide(shop.request(finding, expires=at(10)), key="rita")
    shop.request(finding, expires=at(60))


def the_decision_is_for_another_repository(shop: Shop) -> None:
    shop.decide(shop.request(shop.finding()), key="rita", repository="git.example.org/shop/other")


def the_decision_is_about_another_exception(shop: Shop) -> None:
    shop.decide(shop.request(shop.finding()), key="rita", exception="EX-2026-zzzzzz")


def it_has_expired(shop: Shop) -> None:
    data = {"requested-at": at(-20), "expires": at(-1)}
    shop.decide(shop.request(shop.finding(), **data), key="rita")


def it_was_approved_for_a_time_that_is_over(shop: Shop) -> None:
    shop.decide(shop.request(shop.finding(), **{"requested-at": at(-20)}), key="rita", expires=at(-1))


def it_has_not_begun(shop: Shop) -> None:
    shop.decide(shop.request(shop.finding(), **{"not-before": at(3)}), key="rita")


def it_lasts_longer_than_the_cap(shop: Shop) -> None:
    shop.decide(shop.request(shop.finding(), expires=at(200)), key="rita")


def it_was_asked_for_in_the_future(shop: Shop) -> None:
    shop.decide(shop.request(shop.finding(), **{"requested-at": at(150), "expires": at(200)}), key="rita")


def it_covers_another_rule(shop: Shop) -> None:
    shop.decide(shop.request(shop.finding(), scope={"rule": "bucket-without-owner"}), key="rita")


def the_finding_is_worse_than_approved(shop: Shop) -> None:
    shop.decide(shop.request(shop.finding(), scope={"severity": "medium"}), key="rita")


def it_is_for_another_environment(shop: Shop) -> None:
    shop.decide(shop.request(shop.finding(), scope={"environments": ["staging"]}), key="rita")


def it_is_for_another_path(shop: Shop) -> None:
    shop.decide(shop.request(shop.finding(), scope={"paths": ["other/**"]}), key="rita")


def it_is_for_another_release(shop: Shop) -> None:
    shop.decide(shop.request(shop.finding(), scope={"releases": ["v2.3"]}), key="rita")


def it_has_a_ceiling_and_the_finding_no_amount(shop: Shop) -> None:
    shop.decide(shop.request(shop.finding(), scope={"ceiling": 100}), key="rita")


def it_names_a_resource_which_trust_does_not_allow(shop: Shop) -> None:
    scope = {"findings": [], "resources": ["aws_s3_bucket_acl.site"]}
    shop.decide(shop.request(shop.finding(), scope=scope), key="rita")


def it_has_a_wildcard(shop: Shop) -> None:
    shop.decide(shop.request(shop.finding(), scope={"findings": [], "resources": ["*"]}), key="rita")


def somebody_denies_beside_an_approval(shop: Shop) -> None:
    request = shop.request(shop.finding())
    shop.decide(request, key="rita")
    shop.decide(request, by="sam", key="sam", verb="deny")


def it_was_revoked(shop: Shop) -> None:
    request = shop.request(shop.finding())
    shop.decide(request, key="rita")
    shop.decide(request, by="sam", key="sam", verb="revoke")


def who_approved_denies_later(shop: Shop) -> None:
    request = shop.request(shop.finding())
    shop.decide(request, key="rita")
    shop.decide(request, key="rita", verb="deny", number=2)


def a_review_is_no_approval(shop: Shop) -> None:
    shop.decide(shop.request(shop.finding()), key="rita", verb="review")


def the_payload_was_tampered_with(shop: Shop) -> None:
    path = shop.decide(shop.request(shop.finding()), key="rita")
    data = (shop.top / path).read_bytes().replace(b"agreed", b"Agreed")
    shop.write({path: data})


def the_signature_is_for_another_purpose(shop: Shop) -> None:
    request = shop.request(shop.finding())
    path = shop.decide(request)
    shop.sign(path, (shop.top / path).read_bytes().rstrip(b"\n"), "rita", "git")


def an_emergency_without_its_role(shop: Shop) -> None:
    shop.decide(shop.request(shop.finding(), **{"break-glass": True, "expires": at(2)}), key="rita")


def who_asks_approves(shop: Shop) -> None:
    who = {"requested-by": {"name": "Rita", "email": "RITA@example.org"}}
    shop.decide(shop.request(shop.finding(), **who), key="rita")


def an_author_of_the_change_approves(shop: Shop) -> None:
    shop.decide(shop.request(shop.finding()), key="rita")
    shop.write({"more.tf": "# more\n"})
    shop.commit("rita")


def one_person_votes_twice(shop: Shop) -> None:
    request = shop.request(shop.finding())
    shop.decide(request, key="rita")
    shop.decide(request, key="rita-2", number=2)


def the_decision_is_a_link(shop: Shop) -> None:
    path = shop.decide(shop.request(shop.finding()), key="rita")
    real = shop.top / "elsewhere.json"
    (shop.top / path).rename(real)
    (shop.top / path).symlink_to(real)


def it_lies_in_another_folder(shop: Shop) -> None:
    shop.decide(shop.request(shop.finding()), key="rita")
    (shop.top / FOLDER).rename(shop.top / ".trueline/exceptions/EX-2026-zzzzzz")


def its_name_is_that_of_a_twin(shop: Shop) -> None:
    shop.decide(shop.request(shop.finding()), key="rita")
    (shop.top / FOLDER).rename(shop.top / ".trueline/exceptions/ex-2026-abc234")


def the_request_has_an_unknown_field(shop: Shop) -> None:
    shop.decide(shop.request(shop.finding(), approved=True), key="rita")


def the_decision_says_a_member_twice(shop: Shop) -> None:
    path = shop.decide(shop.request(shop.finding()), verb="deny", key="rita")
    data = (shop.top / path).read_bytes().replace(b'{"at"', b'{"decision":"approve","at"')
    shop.write({path: data})


def the_decision_narrows_to_more(shop: Shop) -> None:
    request = shop.request(OTHER)
    shop.decide(request, key="rita", limits={"findings": [shop.finding()["fingerprint"]]})


def the_decision_raises_the_severity(shop: Shop) -> None:
    finding = shop.finding()
    shop.decide(shop.request(finding, scope={"severity": "low"}), key="rita", limits={"severity": "critical"})


def a_huge_file(shop: Shop) -> None:
    path = shop.decide(shop.request(shop.finding()), key="rita")
    shop.write({path: (shop.top / path).read_bytes() + b"\n" * 300_000})


def two_that_cover_it_together(shop: Shop) -> None:
    """One has the severity and another path, the other the path and a lower severity: neither covers it in full."""
    finding = shop.finding()
    shop.decide(shop.request(finding, scope={"paths": ["other/**"]}), key="rita")
    other = FOLDER.replace("abc234", "abc235")
    (shop.top / FOLDER).rename(shop.top / other)
    request = (shop.top / other / "request.yaml").read_bytes().replace(b"abc234", b"abc235")
    shop.write({f"{other}/request.yaml": request})
    shop.decide(shop.request(finding, scope={"severity": "low"}), key="rita")


ATTACKS = [
    nobody_signed, the_signer_is_a_stranger, the_signature_is_of_another_person, somebody_who_is_on_no_list,
    the_change_puts_itself_on_the_list, the_change_lowers_the_quorum, the_scope_was_widened_after_approval,
    the_end_was_moved_after_approval, the_decision_is_for_another_repository, the_decision_is_about_another_exception,
    it_has_expired, it_was_approved_for_a_time_that_is_over, it_has_not_begun, it_lasts_longer_than_the_cap,
    it_was_asked_for_in_the_future, it_covers_another_rule, the_finding_is_worse_than_approved,
    it_is_for_another_environment, it_is_for_another_path, it_is_for_another_release,
    it_has_a_ceiling_and_the_finding_no_amount, it_names_a_resource_which_trust_does_not_allow, it_has_a_wildcard,
    somebody_denies_beside_an_approval, it_was_revoked, who_approved_denies_later, a_review_is_no_approval,
    the_payload_was_tampered_with, the_signature_is_for_another_purpose, an_emergency_without_its_role,
    who_asks_approves, an_author_of_the_change_approves, the_decision_is_a_link, it_lies_in_another_folder,
    its_name_is_that_of_a_twin, the_request_has_an_unknown_field, the_decision_says_a_member_twice,
    the_decision_narrows_to_more, the_decision_raises_the_severity, a_huge_file, two_that_cover_it_together,
]  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__.replace("_", " "))
def test_what_does_not_let_the_finding_go(shop: Shop, attack: Callable[[Shop], None]) -> None:
    shop.base()
    attack(shop)
    shop.commit()
    ran = shop.check()

    (found,) = [one for one in ran.report["findings"] if one["rule_id"] == RULE]
    assert ran.code in (1, 3, 4)
    assert found["blocks"]
    assert found["suppression"] is None


def test_one_person_is_one_vote_whatever_the_keys(shop: Shop) -> None:
    shop.need = 2
    shop.base()
    one_person_votes_twice(shop)
    shop.commit()

    assert shop.check().code == 4


def test_a_hard_rule_takes_no_exception(shop: Shop) -> None:
    shop.base({".trueline/config.yaml": f"rules: {{{RULE}: hard}}\n"})
    shop.decide(shop.request(shop.finding(again=True), policy="sha256:" + "0" * 64), key="rita")
    shop.commit()
    ran = shop.check()

    (found,) = [one for one in ran.report["findings"] if one["rule_id"] == RULE]
    assert ran.code == 1
    assert any("the rule is hard" in one for one in found["refusals"])


def test_a_decision_that_trust_has_is_not_taken_back_by_a_change(shop: Shop) -> None:
    shop.base()
    finding = shop.finding()
    shop.policy()
    git(shop.top, "switch", "--quiet", "main")
    denied = shop.decide(shop.request(finding), by="sam", verb="deny")
    shop.commit("sam")
    git(shop.top, "switch", "--quiet", "change")
    shop.decide(shop.request(finding), key="rita")
    assert not (shop.top / denied).exists()
    shop.commit()

    assert shop.check().code == 1


def test_the_files_fit_their_schemas(shop: Shop) -> None:
    shop.base()
    shop.decide(shop.request(shop.finding()), key="rita")
    shop.commit()
    schemas = {name: json.loads(shop.run("schema", name).out) for name in ("request", "approvers", "report")}
    values = {
        "request": json.loads((shop.top / FOLDER / "request.yaml").read_text()),
        "approvers": yaml.safe_load((shop.top / ".trueline/approvers.yaml").read_text()),
        "report": shop.check().report,
    }

    for name, schema in schemas.items():
        assert [error.message for error in Draft202012Validator(schema).iter_errors(values[name])] == []


def test_from_request_to_approval_by_command(shop: Shop) -> None:
    shop.base()
    finding = shop.finding()["fingerprint"]
    git(shop.top, "config", "user.name", "dev")
    git(shop.top, "config", "user.email", "dev@example.org")
    asked = shop.run(
        "exception", "request", finding[:11], "--base", "main", "--reason", "public on purpose", cwd=shop.top
    )
    (name,) = (one.name for one in (shop.top / ".trueline/exceptions").glob("EX-*"))
    shop.commit()
    pending = shop.check().code
    listed = shop.run("exception", "list", "--base", "main", "--format", "csv", cwd=shop.top)
    key = str(shop.keys["rita"])
    said = ["--reason", "agreed", "--as", "rita", "--key", key, "--expires", "5d", "--base", "main", "--yes"]
    approved = shop.run("exception", "approve", name, *said, cwd=shop.top)
    shop.commit()
    verified = shop.run("exception", "verify", "--base", "main", cwd=shop.top)
    why = shop.run("explain", finding, "--base", "main", cwd=shop.top)

    assert (asked.code, pending, approved.code, verified.code, shop.check().code) == (0, 4, 0, 0, 0)
    assert f"{name},pending,{RULE},high" in listed.out
    assert "approve by rita  signed" in verified.out
    assert "let go by    an exception" in why.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["request", "TL-ffffff", "--reason", "x"], "no finding of this run", id="no finding"),
        pytest.param(
            ["approve", "EX-2026-none", "--reason", "agreed", "--yes"], "no such exception", id="no exception"
        ),
        pytest.param(["show", "EX-2026-none"], "no such exception", id="nothing to show"),
    ],
)
def test_what_cannot_be_done_is_said(shop: Shop, arguments: list[str], message: str) -> None:
    shop.base()
    ran = shop.run("exception", *arguments, "--base", "main", cwd=shop.top)

    assert (ran.code, message in ran.err) == (2, True)


def test_a_list_of_approvers_that_is_not_valid_lets_nobody_decide(shop: Shop) -> None:
    shop.base({".trueline/approvers.yaml": "version: 1\npeople: {Rita: {rolls: [manager]}}\n"})
    shop.decide(shop.request(shop.finding()), key="rita")
    shop.write({".trueline/approvers.yaml": shop.approvers()})
    shop.commit()
    ran = shop.check()

    said = [one["message"] for one in ran.report["notifications"] if one["id"] == "approvers-invalid"]
    assert ran.code == 1
    assert "did you mean `roles`?" in said[0]


def test_a_change_brings_no_list_of_approvers_that_is_not_valid(shop: Shop) -> None:
    shop.base()
    shop.write({".trueline/approvers.yaml": "version: 1\npeople: {Rita: {rolls: [manager]}}\n"})
    shop.commit()
    ran = shop.check()

    assert (ran.code, ".trueline/approvers.yaml:2:10" in ran.err) == (2, True)


def test_a_list_of_approvers_that_is_no_text_is_no_mistake_of_the_gate(shop: Shop) -> None:
    shop.base()
    shop.request(shop.finding())
    shop.write({".trueline/approvers.yaml": b"\0"})
    ran = shop.run("check", "--report", "json", cwd=shop.top)

    assert ran.err == ""
    assert "nobody may decide on exceptions until it is mended" in ran.out


def test_what_begins_later_says_when(shop: Shop) -> None:
    shop.base()
    begins = at(3)
    shop.decide(shop.request(shop.finding(), **{"not-before": begins}), key="rita")
    shop.commit()
    (found,) = [one for one in shop.check().report["findings"] if one["rule_id"] == RULE]

    assert found["refusals"] == [f"{IDENTIFIER} is not-yet: it begins at {begins}"]


@pytest.mark.parametrize("key", ["severities", "rules", "policies"])
def test_a_quorum_that_names_nothing_is_not_about_all(shop: Shop, key: str) -> None:
    shop.base()
    text = shop.approvers().replace("need: 1", f"{key}: [], need: 1")
    shop.at_trust(lambda it: it.write({".trueline/approvers.yaml": text}))
    shop.decide(shop.request(shop.finding()), key="rita")
    shop.commit()
    ran = shop.check()

    assert ran.code != 0
    assert f"{key} names something, or is left out" in ran.out


def test_a_key_that_is_cut_off_is_no_key(shop: Shop) -> None:
    shop.base()
    text = shop.approvers()
    key = shop.keys["sam"].with_suffix(".pub").read_text().strip()
    shop.request(shop.finding())
    shop.write({".trueline/approvers.yaml": text.replace(key, key[:-4])})
    shop.commit()

    assert "this key is not whole" in shop.check().err
