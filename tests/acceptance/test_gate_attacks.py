"""Pull requests that try to weaken the gate that judges them: each in a repository of its own, each ends blocked."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from tests.acceptance.conftest import git
from tests.acceptance.shop import APPROVERS, BUCKET, FOLDER, IDENTIFIER, OPEN, REPOSITORY, RULE, Shop, at

if TYPE_CHECKING:
    from collections.abc import Callable

CONFIG = ".trueline/config.yaml"


# -- config ----------------------------------------------------------------------------------------------------------


def config(text: str) -> Callable[[Shop], None]:
    def attack(shop: Shop) -> None:
        shop.base({CONFIG: "profile: recommended\n"})
        shop.write({CONFIG: text})

    return attack


def the_config_is_removed(shop: Shop) -> None:
    shop.base({CONFIG: f"profile: prototype\nrules: {{{RULE}: hard}}\n"})
    shop.write({CONFIG: "profile: strict\n"})
    # what trust says is only advice under `prototype`; so trust is mended first, and head takes it away again
    shop.at_trust(lambda one: one.write({CONFIG: "profile: strict\n"}))
    (shop.top / CONFIG).unlink()


def the_config_is_a_link(shop: Shop) -> None:
    shop.base({CONFIG: "profile: recommended\n"})
    shop.write({"soft.yaml": "profile: prototype\n"})
    (shop.top / CONFIG).unlink()
    (shop.top / CONFIG).symlink_to("../soft.yaml")


def the_config_has_a_twin(shop: Shop) -> None:
    shop.base({CONFIG: "profile: recommended\n"})
    shop.write({".trueline/config.yml": "profile: prototype\n", ".Trueline/config.yaml": "profile: prototype\n"})


def the_folder_of_the_gate_is_a_link(shop: Shop) -> None:
    shop.base({CONFIG: "profile: recommended\n"})
    shop.write({"other/config.yaml": "profile: prototype\n"})
    shutil.rmtree(shop.top / ".trueline")
    (shop.top / ".trueline").symlink_to("other")


def the_folder_of_the_gate_is_a_submodule(shop: Shop) -> None:
    shop.base({CONFIG: "profile: recommended\n"})
    shutil.rmtree(shop.top / ".trueline")
    commit = git(shop.top, "rev-parse", "HEAD").strip()
    git(shop.top, "rm", "-r", "--quiet", "--cached", ".trueline")
    git(shop.top, "update-index", "--add", "--cacheinfo", f"160000,{commit},.trueline")
    shop.write({".gitmodules": '[submodule "g"]\n\tpath = .trueline\n\turl = https://git.example.org/soft\n'})
    git(shop.top, "add", ".gitmodules")
    git(shop.top, "commit", "--quiet", "--message=x")


# -- policies --------------------------------------------------------------------------------------------------------

OWN = """policy: own
rules:
  - id: bucket-acl
    severity: high
    for: terraform/aws_s3_bucket_acl
    forbid: it.?acl.orValue("") == "public-read"
    message: it is public
"""
WITH_OWN = {CONFIG: f"policies: [policies]\nrules: {{{RULE}: off}}\n", "policies/own.yaml": OWN}


def the_policy_forbids_nothing(shop: Shop) -> None:
    shop.base(WITH_OWN)
    shop.write({"policies/own.yaml": OWN.replace("public-read", "nothing")})


def the_policy_is_removed(shop: Shop) -> None:
    shop.base(WITH_OWN)
    (shop.top / "policies/own.yaml").unlink()
    shop.write({"policies/other.yaml": OWN.replace("bucket-acl", "other-rule").replace("public-read", "nothing")})


def the_policy_is_renamed(shop: Shop) -> None:
    shop.base(WITH_OWN)
    (shop.top / "policies").rename(shop.top / "old-policies")
    shop.write({"policies/a.yaml": OWN.replace("bucket-acl", "other-rule")})


def the_policy_is_a_link(shop: Shop) -> None:
    shop.base(WITH_OWN)
    shop.write({"soft.yaml": OWN.replace("public-read", "nothing")})
    (shop.top / "policies/own.yaml").unlink()
    (shop.top / "policies/own.yaml").symlink_to("../soft.yaml")


def the_policy_only_advises(shop: Shop) -> None:
    shop.base(WITH_OWN)
    shop.write({"policies/own.yaml": OWN.replace("severity: high", "severity: low\n    enforcement: advise")})


def a_python_policy_ends_the_run(shop: Shop) -> None:
    shop.base(WITH_OWN)
    shop.write({"policies/end.py": '"""End."""\nimport os, sys\nopen("ran", "w").close()\nos._exit(0)\n'})


def modules_of_the_change_shadow_the_gates_own(shop: Shop) -> None:
    shop.base()
    ends = "import os\nopen('ran', 'w').close()\nos._exit(0)\n"
    names = ("yaml", "sitecustomize", "usercustomize", "json", "trueline", "regex", "tree_sitter", "git", "orjson")
    shop.write({f"{name}.py": ends for name in names})
    shop.write({"conftest.py": ends, "pyproject.toml": "[tool.trueline]\nprofile = 'prototype'\n"})


# -- baseline and marks ----------------------------------------------------------------------------------------------


def baseline(shop: Shop) -> str:
    finding = shop.finding()
    entry = f'{{"fingerprint": "{finding["fingerprint"]}", "rule_id": "{RULE}", "subject": "{finding["subject"]}", '
    return '{"version": 1, "findings": [\n' + entry + '"path": "acl.tf"}\n]}\n'


def the_baseline_grows(shop: Shop) -> None:
    shop.base()
    shop.write({".trueline/baseline.json": baseline(shop)})


def the_baseline_of_the_target_is_replaced(shop: Shop) -> None:
    shop.base({".trueline/baseline.json": '{"version": 1, "findings": []}\n'})
    shop.write({".trueline/baseline.json": baseline(shop)})


def the_baseline_is_a_link(shop: Shop) -> None:
    shop.base()
    shop.write({"known.json": baseline(shop)})
    (shop.top / ".trueline/baseline.json").symlink_to("../known.json")


def mark(text: str) -> Callable[[Shop], None]:
    def attack(shop: Shop) -> None:
        shop.base()
        shop.write({"acl.tf": f"{text}\n{OPEN}".replace('"public-read"', f'"public-read" {text}')})

    return attack


def a_mark_stands_there_before_what_it_is_for(shop: Shop) -> None:
    """The mark came with an earlier change, for nothing; now the finding comes below it."""
    shop.base()
    shop.at_trust(lambda one: one.write({"later.tf": f"# trueline: ignore[{RULE}]: later\n"}))
    shop.write({"later.tf": f"# trueline: ignore[{RULE}]: later\n{OPEN}"})
    (shop.top / "acl.tf").unlink()


# -- files -----------------------------------------------------------------------------------------------------------


def file(name: str, data: str | bytes = OPEN, **further: str) -> Callable[[Shop], None]:
    """Return an attack that has the opening in another file, or otherwise written."""

    def attack(shop: Shop) -> None:
        shop.base()
        if name != "acl.tf":
            (shop.top / "acl.tf").unlink()
        shop.write({name: data, **further})

    return attack


def the_file_is_a_link_to_another(shop: Shop) -> None:
    shop.base()
    (shop.top / "acl.tf").rename(shop.top / "acl.txt")
    (shop.top / "acl.tf").symlink_to("acl.txt")


def the_file_is_ignored_by_git(shop: Shop) -> None:
    shop.base()
    shop.write({".gitignore": "*.tf\n.trueline\n"})
    git(shop.top, "add", "--force", "acl.tf")


def attributes_hide_the_file(shop: Shop) -> None:
    shop.base()
    said = "*.tf -diff -text binary export-ignore linguist-generated ident\n* filter=lfs\n"
    shop.write({".gitattributes": said})


# -- history ---------------------------------------------------------------------------------------------------------


def a_tag_is_called_as_the_target_branch(shop: Shop) -> None:
    shop.base()
    shop.write({CONFIG: "profile: prototype\n"})
    shop.commit()
    git(shop.top, "tag", "main")


def the_commit_of_the_target_is_replaced(shop: Shop) -> None:
    shop.base()
    shop.write({CONFIG: "profile: prototype\n"})
    shop.commit()
    git(shop.top, "replace", "main", "change")


def the_clone_has_no_target(shop: Shop) -> None:
    shop.base()
    shop.commit()
    git(shop.top, "branch", "--quiet", "-D", "main")


def the_clone_is_shallow(shop: Shop) -> None:
    shop.base()
    shop.write({"more.tf": "# more\n"})
    shop.commit()
    clone = shop.top.parent / "clone"
    source = f"file://{shop.top}"
    subprocess.run(["git", "clone", "--quiet", "--depth=1", "--branch=change", source, str(clone)], check=True)
    git(clone, "fetch", "--quiet", "--depth=1", "origin", "main:main")
    shop.top = clone


def the_change_merges_the_target_and_drops_its_rules(shop: Shop) -> None:
    shop.base()
    shop.at_trust(lambda one: one.write({CONFIG: "profile: strict\n"}))
    git(shop.top, "rm", "--quiet", "-r", ".trueline")
    shop.write({CONFIG: "profile: prototype\n"})


def the_branch_is_older_than_the_rules(shop: Shop) -> None:
    shop.base({CONFIG: f"rules: {{{RULE}: off}}\n"})
    git(shop.top, "switch", "--quiet", "main")
    shop.write({CONFIG: "profile: strict\n"})
    shop.commit()
    git(shop.top, "switch", "--quiet", "change")


# -- approvers -------------------------------------------------------------------------------------------------------


def approved(shop: Shop, **said: str) -> None:
    shop.decide(shop.request(shop.finding()), key="rita", **said)


def approvers(change: Callable[[str, Shop], str]) -> Callable[[Shop], None]:
    """Return an attack that changes the list of approvers, and has its own key sign."""

    def attack(shop: Shop) -> None:
        shop.base()
        shop.write({APPROVERS: change(shop.approvers(), shop)})
        shop.decide(shop.request(shop.finding()), key="mallory")

    return attack


def public(shop: Shop, name: str) -> str:
    return shop.keys[name].with_suffix(".pub").read_text().strip()


def the_approvers_are_a_link(shop: Shop) -> None:
    shop.base()
    shop.write({"own.yaml": shop.approvers().replace(public(shop, "rita"), public(shop, "mallory"))})
    (shop.top / APPROVERS).unlink()
    (shop.top / APPROVERS).symlink_to("../own.yaml")
    shop.decide(shop.request(shop.finding()), key="mallory")


def who_approves_takes_their_address_off_the_list(shop: Shop) -> None:
    shop.base()
    shop.write({APPROVERS: shop.approvers().replace("rita@example.org", "r@example.org")})
    shop.commit("rita")
    approved(shop)


def the_key_is_of_somebody_whose_time_is_over(shop: Shop) -> None:
    text = shop.approvers().replace("emails: [rita@example.org]", "emails: [rita@example.org], until: '2026-01-31'")
    shop.base({APPROVERS: text})
    shop.decide(shop.request(shop.finding()), key="rita", at="2026-01-15T12:00:00Z")


def the_key_is_of_somebody_whose_time_has_not_come(shop: Shop) -> None:
    text = shop.approvers().replace("emails: [rita@example.org]", "emails: [rita@example.org], from: '2199-01-31'")
    shop.base({APPROVERS: text})
    approved(shop)


def two_people_have_one_key(shop: Shop) -> None:
    shop.need = 2
    shop.base({APPROVERS: shop.approvers().replace(public(shop, "sam"), public(shop, "rita"))})
    request = shop.request(shop.finding())
    shop.decide(request, key="rita")
    shop.decide(request, by="sam", key="rita")


def nobody_is_on_the_list(shop: Shop) -> None:
    shop.base({APPROVERS: "version: 1\n"})
    approved(shop)


# -- records ---------------------------------------------------------------------------------------------------------


def at_trust(verb: str, then: Callable[[Shop], object]) -> Callable[[Shop], None]:
    """Return an attack on a refusal that the target branch has, beside a good approval in the change."""

    def attack(shop: Shop) -> None:
        shop.base()
        shop.at_trust(lambda one: one.decide(one.request(one.finding()), by="sam", verb=verb), "sam")
        shop.decide((shop.top / FOLDER / "request.yaml").read_bytes(), key="rita")
        then(shop)

    return attack


def refusal(shop: Shop) -> str:
    return f"{FOLDER}/decisions/sam-1.json"


def rewrite_request(shop: Shop) -> None:
    shop.decide(shop.request(shop.finding(), reason="another reason for it"), key="rita")


def start_anew(shop: Shop) -> None:
    shutil.rmtree(shop.top / FOLDER)
    approved(shop)


def link_folder(shop: Shop) -> None:
    (shop.top / ".trueline/exceptions").rename(shop.top / "kept")
    (shop.top / "kept" / IDENTIFIER / "decisions/sam-1.json").unlink()
    (shop.top / ".trueline/exceptions").symlink_to("../kept")


def the_record_is_taken_away_with_its_denial(shop: Shop) -> None:
    """The denial goes first, by a change that looks innocent: it must not be merged."""
    shop.base()
    shop.at_trust(lambda one: one.decide(one.request(one.finding()), by="sam", verb="deny"), "sam")
    shutil.rmtree(shop.top / FOLDER)
    shop.write({"acl.tf": ""})


def an_approval_that_nobody_signed_is_to_be_merged(shop: Shop) -> None:
    """An innocent change brings the request and the decision; the opening comes later."""
    shop.base()
    shop.decide(shop.request(shop.finding()))
    shop.write({"acl.tf": ""})


def a_broken_denial_at_trust(shop: Shop) -> None:
    shop.base()

    def deny(one: Shop) -> None:
        path = one.decide(one.request(one.finding()), by="sam", verb="deny")
        one.write({path: "{"})

    shop.at_trust(deny, "sam")
    shutil.rmtree(shop.top / FOLDER)
    approved(shop)


def denied_is_asked_anew(shop: Shop) -> None:
    shop.base()
    shop.at_trust(lambda one: one.decide(one.request(one.finding()), by="sam", verb="deny"), "sam")
    data = (shop.top / FOLDER / "request.yaml").read_bytes().replace(b"abc234", b"abc235")
    shop.write({f"{FOLDER}/request.yaml".replace("abc234", "abc235"): data})


def nobody_is_left_to_decide(shop: Shop) -> None:
    shop.base()
    shop.request(shop.finding())
    shop.commit()
    for who in ("rita", "sam"):
        shop.write({f"{who}.txt": "x"})
        shop.commit(who)


# -- scope -----------------------------------------------------------------------------------------------------------


def scoped(finding: dict[str, str] | None = None, **said: object) -> Callable[[Shop], None]:
    def attack(shop: Shop) -> None:
        shop.base()
        shop.decide(shop.request({**shop.finding(), **(finding or {})}, **said), key="rita")

    return attack


def the_value_is_another_than_was_approved(shop: Shop) -> None:
    shop.base()
    approved(shop)
    shop.write({"acl.tf": OPEN.replace("public-read", "public-read-write")})


def the_finding_is_in_another_root(shop: Shop) -> None:
    """What was approved for one root is there in another one, and no more in the first."""
    shop.base()
    approved(shop)
    shop.write({"production/main.tf": 'terraform {\n  backend "s3" {}\n}\n' + BUCKET + OPEN})
    (shop.top / "acl.tf").unlink()


def the_rule_has_changed_since(shop: Shop) -> None:
    shop.base()
    shop.decide(shop.request(shop.finding(), policy="sha256:" + "1" * 64), key="rita")


def the_evidence_is_swapped(shop: Shop) -> None:
    shop.base()
    shop.decide(shop.request(shop.finding(), evidence="sha256:" + "1" * 64), key="rita")
    shop.write({f"{FOLDER}/evidence.json": "{}"})


def the_severity_is_claimed_to_be_worse(shop: Shop) -> None:
    """For critical findings one of `anybody` is enough here, for this one it takes two managers."""
    quorums = "[{need: 1, roles: [anybody], severities: [critical]}, {need: 2, roles: [manager]}]"
    text = shop.approvers().replace("[{need: 1, roles: [manager]}]", quorums)
    shop.base({APPROVERS: text.replace("roles: [manager], emails: [rita", "roles: [anybody], emails: [rita")})
    shop.decide(shop.request(shop.finding(), scope={"severity": "critical"}), key="rita")


def it_is_renewed_too_often(shop: Shop) -> None:
    shop.extra = "renewals: 0\n"
    shop.base()
    shop.decide(shop.request(shop.finding(), **{"requested-at": at(-5), "expires": at(-1)}), key="rita")
    (shop.top / FOLDER).rename(shop.top / FOLDER.replace("abc234", "abc233"))
    old = shop.top / FOLDER.replace("abc234", "abc233") / "request.yaml"
    old.write_bytes(old.read_bytes().replace(b"abc234", b"abc233"))
    approved(shop)


def an_emergency_takes_more_than_its_hours(shop: Shop) -> None:
    shop.extra = "break-glass: {roles: [manager], longest: 72h}\n"
    shop.base()
    shop.decide(shop.request(shop.finding(), **{"break-glass": True, "expires": at(10)}), key="rita")


def an_emergency_that_nobody_reviewed(shop: Shop) -> None:
    shop.extra = "break-glass: {roles: [manager], longest: 72h, review: 1d}\n"
    shop.base()

    def emergency(one: Shop) -> None:
        times = {"requested-at": at(-10), "expires": at(-8)}
        one.decide(one.request(one.finding(), **{"break-glass": True, **times}))

    shop.at_trust(emergency, "rita")
    shop.write({"acl.tf": ""})


# -- authors ---------------------------------------------------------------------------------------------------------


def authored(act: Callable[[Shop], object]) -> Callable[[Shop], None]:
    """Return an attack in which rita approves what she made, and hides that she did."""

    def attack(shop: Shop) -> None:
        shop.base()
        approved(shop)
        shop.commit()
        act(shop)

    return attack


def as_co_author(shop: Shop) -> None:
    shop.write({"more.tf": "# more\n"})
    git(shop.top, "add", "--all")
    message = "More\n\nCo-Authored-By: Rita <rita@example.org>\n\nand a last word that makes it no trailer"
    commit(shop, message)


def by_moving_a_file_into_the_folder(shop: Shop) -> None:
    shop.write({"more.tf": "# more and more and more\n"})
    shop.commit()
    (shop.top / "more.tf").rename(shop.top / FOLDER / "more.tf")
    shop.commit("rita")
    (shop.top / FOLDER / "more.tf").unlink()


def by_a_name_with_signs_in_it(shop: Shop) -> None:
    shop.write({"more.tf": "# more\n"})
    git(shop.top, "add", "--all")
    commit(shop, "More", "Dev\x02\x03 <dev@example.org", "rita@example.org")


def by_a_merge_that_takes_one_side(shop: Shop) -> None:
    git(shop.top, "switch", "--quiet", "--create=side")
    shop.write({"acl.tf": OPEN.replace("public-read", "private")})
    shop.commit()
    git(shop.top, "switch", "--quiet", "change")
    env = ["-c", "user.name=rita", "-c", "user.email=rita@example.org"]
    git(shop.top, *env, "merge", "--quiet", "--no-ff", "--strategy=ours", "--message=x", "side")


def commit(shop: Shop, message: str, name: str = "dev", email: str = "dev@example.org") -> None:
    git(shop.top, "-c", f"user.name={name}", "-c", f"user.email={email}", "commit", "--quiet", f"--message={message}")


# -- files of decisions ----------------------------------------------------------------------------------------------


def decision(change: Callable[[bytes], bytes]) -> Callable[[Shop], None]:
    def attack(shop: Shop) -> None:
        shop.base()
        path = shop.decide(shop.request(shop.finding()), key="rita")
        shop.write({path: change((shop.top / path).read_bytes())})

    return attack


def request(change: Callable[[bytes], bytes]) -> Callable[[Shop], None]:
    def attack(shop: Shop) -> None:
        shop.base()
        data = change(shop.request(shop.finding()))
        shop.write({f"{FOLDER}/request.yaml": data})
        shop.decide(data, key="rita")

    return attack


def the_folder_of_decisions_is_a_link(shop: Shop) -> None:
    shop.base()
    approved(shop)
    (shop.top / FOLDER / "decisions").rename(shop.top / "decisions")
    (shop.top / FOLDER / "decisions").symlink_to("../../../decisions")


def the_request_is_a_folder(shop: Shop) -> None:
    shop.base()
    approved(shop)
    (shop.top / FOLDER / "request.yaml").unlink()
    shop.write({f"{FOLDER}/request.yaml/a": "x"})


# -- where a branch begins -------------------------------------------------------------------------------------------

PADDING = "# padding " * 60 + "\n"


def mended(shop: Shop) -> None:
    """The target had the opening, and has mended it since; the branch begins before."""
    shop.write({"site.tf": BUCKET, "acl.tf": OPEN, APPROVERS: shop.approvers()})
    git(shop.top, "init", "--quiet", "--initial-branch=main")
    shop.commit()
    git(shop.top, "branch", "--quiet", "change")
    (shop.top / "acl.tf").unlink()
    shop.commit()
    git(shop.top, "switch", "--quiet", "change")


def it_begins_before_the_mending(shop: Shop) -> None:
    mended(shop)
    (shop.top / "acl.tf").unlink()
    shop.write({"other.tf": PADDING + OPEN})


def with_a_mark_that_was_there(shop: Shop) -> None:
    shop.write(
        {"site.tf": BUCKET, "acl.tf": f"# trueline: ignore[{RULE}]: for now\n{OPEN}", APPROVERS: shop.approvers()}
    )
    git(shop.top, "init", "--quiet", "--initial-branch=main")
    shop.commit()
    git(shop.top, "branch", "--quiet", "change")
    (shop.top / "acl.tf").unlink()
    shop.commit()
    git(shop.top, "switch", "--quiet", "change")
    (shop.top / "acl.tf").unlink()
    shop.write({"other.tf": f"{PADDING}# trueline: ignore[{RULE}]: for now\n{OPEN}"})


def a_shallow_clone_shows_an_older_beginning(shop: Shop) -> None:
    mended(shop)
    git(shop.top, "switch", "--quiet", "--create=evil", "main")
    for _ in range(12):
        shop.commit()
    tree = git(shop.top, "rev-parse", "HEAD^{tree}").strip()
    old = git(shop.top, "rev-parse", "change").strip()
    env = ("-c", "user.name=dev", "-c", "user.email=dev@example.org")
    both = git(shop.top, *env, "commit-tree", "-m", "x", "-p", "HEAD", "-p", old, tree).strip()
    git(shop.top, "reset", "--quiet", "--hard", both)
    shop.write({"acl.tf": PADDING + OPEN})
    shop.commit()
    clone = shop.top.parent / "clone"
    source = f"file://{shop.top}"
    subprocess.run(["git", "clone", "--quiet", "--depth=10", "--branch=evil", source, str(clone)], check=True)
    git(clone, "fetch", "--quiet", "--depth=10", "origin", "main:main")
    shop.top = clone


def a_revocation_goes_by_a_criss_cross(shop: Shop) -> None:
    shop.base()
    shop.at_trust(lambda one: one.decide(one.request(one.finding())), "rita")
    git(shop.top, "switch", "--quiet", "--create=first", "main")
    shop.write({"first.txt": "x"})
    shop.commit()
    git(shop.top, "switch", "--quiet", "main")
    shop.decide((shop.top / FOLDER / "request.yaml").read_bytes(), by="sam", key="sam", verb="revoke")
    shop.commit("sam")
    revoked = git(shop.top, "rev-parse", "HEAD").strip()
    env = ("-c", "user.name=dev", "-c", "user.email=dev@example.org")
    git(shop.top, *env, "merge", "--quiet", "--no-ff", "--message=x", "first")
    git(shop.top, "switch", "--quiet", "--force-create=change", "first")
    git(shop.top, *env, "merge", "--quiet", "--no-ff", "--message=x", revoked)
    for path in (shop.top / FOLDER / "decisions").glob("sam-*"):
        path.unlink()


# -- owners ----------------------------------------------------------------------------------------------------------


def everybody_owns_everything(shop: Shop) -> None:
    shop.base({"CODEOWNERS": "* @shop/devs\n"})
    shop.decide(shop.request(shop.finding()))
    shop.write({"acl.tf": ""})


def a_key_is_replaced_and_nobody_owns_the_list(shop: Shop) -> None:
    shop.base()
    shop.write({APPROVERS: shop.approvers().replace(public(shop, "rita"), public(shop, "mallory")), "acl.tf": ""})


# -- refusals and renewals -------------------------------------------------------------------------------------------


def again_under_another_name(verb: str) -> Callable[[Shop], None]:
    def attack(shop: Shop) -> None:
        shop.base()
        shop.at_trust(lambda one: one.decide(one.request(one.finding()), by="sam", verb=verb), "sam")
        other = FOLDER.replace("abc234", "abc235")
        data = (shop.top / FOLDER / "request.yaml").read_bytes().replace(b"abc234", b"abc235")
        shop.write({f"{other}/request.yaml": data})
        shop.decide(data, key="rita", exception="EX-2026-abc235", folder=other)

    return attack


def a_denial_is_over_and_its_record_goes(shop: Shop) -> None:
    shop.base()
    times = {"requested-at": at(-5), "expires": at(-1)}
    shop.at_trust(lambda one: one.decide(one.request(one.finding(), **times), by="sam", verb="deny"), "sam")
    shutil.rmtree(shop.top / FOLDER)
    shop.write({"acl.tf": ""})


def an_emergency_goes_before_its_review(shop: Shop) -> None:
    shop.extra = "break-glass: {roles: [manager], longest: 72h, review: 9d}\n"
    shop.base()
    times = {"requested-at": at(-4), "expires": at(-2)}
    shop.at_trust(lambda one: one.decide(one.request(one.finding(), **{"break-glass": True, **times})), "rita")
    shutil.rmtree(shop.top / FOLDER)
    shop.write({"acl.tf": ""})


def a_revocation_of_another_is_copied(shop: Shop) -> None:
    shop.base()
    shop.decide(shop.request(shop.finding()), by="sam", key="sam", verb="revoke", exception="EX-2026-abc999")
    shop.write({"acl.tf": ""})


def by_the_address_that_the_forge_makes_up(shop: Shop) -> None:
    shop.base({APPROVERS: shop.approvers(rita=", forge: rita-gh")})
    approved(shop)
    shop.commit()
    shop.write({"more.tf": "# more\n"})
    git(shop.top, "add", "--all")
    commit(shop, "More", "Rita Smith", "1234+Rita-GH@users.noreply.github.com")


def block_all_and_an_old_finding(shop: Shop) -> None:
    """The finding is known at base, and who approves it wrote it."""
    shop.write({"site.tf": BUCKET, "acl.tf": OPEN, APPROVERS: shop.approvers(), CONFIG: "block: all\n"})
    git(shop.top, "init", "--quiet", "--initial-branch=main")
    shop.commit()
    git(shop.top, "switch", "--quiet", "--create=change")
    shop.write({"more.tf": "# more\n"})
    shop.commit("rita")
    shop.decide(shop.request(shop.finding(again=True)), key="rita")


def a_quorum_by_another_name(shop: Shop) -> None:
    text = shop.approvers().replace("quorums: [", "quorums: [{need: 2, rules: [CKV_AWS_20], roles: [manager]}, ")
    shop.base({APPROVERS: text})
    approved(shop)


def nobody_has_a_key(shop: Shop) -> None:
    shop.extra = "sources: [signed]\n"
    lines = [
        line.partition(", keys:")[0] + "}" if ", keys:" in line else line for line in shop.approvers().splitlines()
    ]
    shop.base({APPROVERS: "\n".join(lines) + "\n"})
    shop.request(shop.finding())


FINDING = b'"findings": [{"fingerprint"'
ATTACKS = {
    "the rule is off": config(f"rules: {{{RULE}: off}}\n"),
    "the rule advises": config(f"rules: {{{RULE}: advise}}\n"),
    "all rules are off": config("rules: {'*': off}\n"),
    "the severity is low": config(f"rules: {{{RULE}: {{severity: low}}}}\n"),
    "the profile is prototype": config("profile: prototype\n"),
    "the path is let be": config(f"rules: {{{RULE}: {{where: [{{paths: ['*.tf'], enabled: false}}]}}}}\n"),
    "the file is excluded": config("paths: {exclude: ['*.tf']}\n"),
    "files are too large": config("limits: {file-bytes: 10}\n"),
    "unknown is ignored": config("unknown: ignore\n"),
    "marks are allowed": config("suppressions: {inline: allow}\n"),
    "the config is removed": the_config_is_removed,
    "the config is a link": the_config_is_a_link,
    "the config has a twin": the_config_has_a_twin,
    "the gate's folder is a link": the_folder_of_the_gate_is_a_link,
    "the gate's folder is a submodule": the_folder_of_the_gate_is_a_submodule,
    "the policy forbids nothing": the_policy_forbids_nothing,
    "the policy is removed": the_policy_is_removed,
    "the policy is renamed": the_policy_is_renamed,
    "the policy is a link": the_policy_is_a_link,
    "the policy only advises": the_policy_only_advises,
    "a python policy ends the run": a_python_policy_ends_the_run,
    "modules shadow the gate's": modules_of_the_change_shadow_the_gates_own,
    "the baseline grows": the_baseline_grows,
    "the baseline is replaced": the_baseline_of_the_target_is_replaced,
    "the baseline is a link": the_baseline_is_a_link,
    "a mark": mark(f"# trueline: ignore[{RULE}]: on purpose"),
    "a mark of a twin": mark(f"# trueline: ignore[{RULE.replace('s', chr(0x455))}]: on purpose"),
    "a mark of another tool": mark("#checkov:skip=CKV_AWS_20:on purpose"),
    "another tool's mark": mark("#trivy:ignore:AVD-AWS-0092"),
    "the mark was there before": a_mark_stands_there_before_what_it_is_for,
    "broken": file("acl.tf", OPEN[:-3]),
    "with a zero byte": file("acl.tf", OPEN.encode() + b"\0"),
    "in UTF-16": file("acl.tf", OPEN.encode("utf-16")),
    "with a mark of its order": file("acl.tf", b"\xef\xbb\xbf" + OPEN.encode()),
    "with no line ends of ours": file("acl.tf", OPEN.replace("\n", "\r\n")),
    "padded": file("acl.tf", OPEN + "# pad\n" * 1_000_000),
    "nested": file("acl.tf", OPEN + "locals {\n  a = " + "[" * 5_000 + "]" * 5_000 + "\n}\n"),
    "as JSON": file(
        "acl.tf.json", '{"resource": {"aws_s3_bucket_acl": {"site": {"bucket": "b", "acl": "public-read"}}}}'
    ),
    "with a twin by case": file("ACL.tf", OPEN.replace("site", "other"), **{"acl.tf": OPEN}),
    "with a twin by form": file("e\u0301.tf", OPEN, **{"\u00e9.tf": OPEN.replace('"site"', '"other"')}),
    "with a line end in its name": file("a\ncl.tf"),
    "hidden": file(".hidden/acl.tf"),
    "a pointer": file("acl.tf", "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 9\n"),
    "the file is a link": the_file_is_a_link_to_another,
    "the file is ignored": the_file_is_ignored_by_git,
    "attributes hide it": attributes_hide_the_file,
    "a tag is called as the target": a_tag_is_called_as_the_target_branch,
    "the target is replaced": the_commit_of_the_target_is_replaced,
    "the clone has no target": the_clone_has_no_target,
    "the clone is shallow": the_clone_is_shallow,
    "the merge drops the rules": the_change_merges_the_target_and_drops_its_rules,
    "the branch is older": the_branch_is_older_than_the_rules,
    "a key is swapped": approvers(lambda text, shop: text.replace(public(shop, "rita"), public(shop, "mallory"))),
    "anything matches": approvers(lambda text, _: text + "match: subject\nscope: {resources: true, wildcards: true}\n"),
    "the list is gone": approvers(lambda _text, _shop: "version: 1\n"),
    "the list is a link": the_approvers_are_a_link,
    "an address is off the list": who_approves_takes_their_address_off_the_list,
    "a retired key, backdated": the_key_is_of_somebody_whose_time_is_over,
    "a key whose time has not come": the_key_is_of_somebody_whose_time_has_not_come,
    "one key of two people": two_people_have_one_key,
    "nobody is on the list": nobody_is_on_the_list,
    "the denial is removed": at_trust("deny", lambda shop: (shop.top / refusal(shop)).unlink()),
    "the denial is rewritten": at_trust(
        "deny",
        lambda shop: shop.write({refusal(shop): (shop.top / refusal(shop)).read_bytes().replace(b"deny", b"approve")}),
    ),
    "the denial is broken": at_trust("deny", lambda shop: shop.write({refusal(shop): "{"})),
    "the denied request is rewritten": at_trust("deny", rewrite_request),
    "the denied record starts anew": at_trust("deny", start_anew),
    "the folder is a link": at_trust("deny", link_folder),
    "the revocation is removed": at_trust("revoke", lambda shop: (shop.top / refusal(shop)).unlink()),
    "the revoked record starts anew": at_trust("revoke", start_anew),
    "who denied is off the list": at_trust(
        "deny", lambda shop: shop.write({APPROVERS: shop.approvers().replace("sam:", "tom:")})
    ),
    "the record goes with its denial": the_record_is_taken_away_with_its_denial,
    "an unsigned approval is merged": an_approval_that_nobody_signed_is_to_be_merged,
    "a broken denial at trust": a_broken_denial_at_trust,
    "denied and asked anew": denied_is_asked_anew,
    "nobody is left to decide": nobody_is_left_to_decide,
    "short fingerprint": scoped({"fingerprint": "TL-f5242f32c30e"}),
    "another subject": scoped({"subject": "aws_s3_bucket_acl.other"}),
    "another context": scoped({"context": "0" * 32}),
    "another unit": scoped({"unit": "staging"}),
    "another environment": scoped({"environment": "staging"}),
    "an empty release": scoped(scope={"releases": [""]}),
    "a ceiling without end": scoped(scope={"ceiling": 1e400}),
    "a path that takes back": scoped(scope={"paths": ["other", "!other"]}),
    "a pattern that takes long": scoped(scope={"paths": ["**/" * 90 + "x"]}),
    "an end that never comes": scoped(expires="9999-12-31"),
    "another value": the_value_is_another_than_was_approved,
    "another root": the_finding_is_in_another_root,
    "another rule text": the_rule_has_changed_since,
    "other evidence": the_evidence_is_swapped,
    "a worse severity": the_severity_is_claimed_to_be_worse,
    "renewed too often": it_is_renewed_too_often,
    "a long emergency": an_emergency_takes_more_than_its_hours,
    "an emergency unreviewed": an_emergency_that_nobody_reviewed,
    "co-author": authored(as_co_author),
    "author by a move": authored(by_moving_a_file_into_the_folder),
    "author with signs": authored(by_a_name_with_signs_in_it),
    "author by a merge": authored(by_a_merge_that_takes_one_side),
    "other line ends in the decision": decision(lambda data: data.replace(b"\n", b"\r\n")),
    "a mark of order in the decision": decision(lambda data: b"\xef\xbb\xbf" + data),
    "blanks in the decision": decision(lambda data: data.replace(b'","', b'", "')),
    "deep decision": decision(lambda _data: b"[" * 100_000),
    "a long number": decision(lambda data: data.replace(b'"number":1', b'"number":' + b"1" * 5_000)),
    "half a character": decision(lambda data: data.replace(b"agreed", b"\\ud800")),
    "another number": decision(lambda data: data.replace(b'"number":1', b'"number":2')),
    "two documents": request(lambda data: data + b"\n---\n" + data),
    "a name twice": request(lambda data: data.replace(b'"version": 1', b'"version": 1, "version": 1')),
    "a finding twice": request(lambda data: data.replace(FINDING, FINDING[:13] + b'*a, {"fingerprint"')),
    "for another repository": lambda shop: (shop.base(), approved(shop, repository=REPOSITORY + "2")),
    "it begins before the mending": it_begins_before_the_mending,
    "a mark from before the mending": with_a_mark_that_was_there,
    "a shallow clone begins earlier": a_shallow_clone_shows_an_older_beginning,
    "a criss-cross takes a revocation": a_revocation_goes_by_a_criss_cross,
    "everybody owns everything": everybody_owns_everything,
    "a key is replaced": a_key_is_replaced_and_nobody_owns_the_list,
    "denied, under another name": again_under_another_name("deny"),
    "revoked, under another name": again_under_another_name("revoke"),
    "the record of a denial goes": a_denial_is_over_and_its_record_goes,
    "the record of an emergency goes": an_emergency_goes_before_its_review,
    "a revocation is copied": a_revocation_of_another_is_copied,
    "author by the forge's address": by_the_address_that_the_forge_makes_up,
    "an old finding of who approves it": block_all_and_an_old_finding,
    "a quorum by another name": a_quorum_by_another_name,
    "nobody has a key": nobody_has_a_key,
    "decisions are a link": the_folder_of_decisions_is_a_link,
    "the request is a folder": the_request_is_a_folder,
}


STILL_OPEN = [
    ATTACKS[name]
    for name in (
        "an address is off the list", "co-author", "author by a move", "author with signs", "author by a merge",
        "author by the forge's address",
        "an old finding of who approves it",
        "a quorum by another name",
    )
]  # fmt: skip
"""Nobody who may do so has decided: somebody else still could."""


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_a_change_that_weakens_the_gate_is_blocked(shop: Shop, attack: Callable[[Shop], object]) -> None:
    attack(shop)
    if shop.top.name != "clone":
        shop.commit()
    ran = shop.check("--head", "HEAD")

    assert ran.code in ((1, 2, 3, 4) if attack in STILL_OPEN else (1, 2, 3)), ran.out
    assert not (shop.top / "ran").exists()
