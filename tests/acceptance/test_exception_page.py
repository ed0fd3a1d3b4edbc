"""What people see of exceptions: the line to copy, the page for those who decide, and evidence of any kind."""

from __future__ import annotations

import json
from typing import Any

import html5lib
import pytest
from tests.acceptance.conftest import git
from tests.acceptance.shop import FOLDER, IDENTIFIER, OPEN, RULE, Shop


def page(shop: Shop, *arguments: str) -> tuple[Any, str]:
    """Return what the command said, and what a reader sees of its page."""
    ran = shop.run("exception", "page", "--base", "main", *arguments, cwd=shop.top)
    root = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(ran.out) if ran.out else ()
    return ran, "".join("".join(root.itertext())) if ran.out else ""


def test_the_line_that_is_copied_is_a_request_with_its_evidence(shop: Shop) -> None:
    shop.base()
    git(shop.top, "config", "user.email", "dev@example.org")
    blocked = shop.run("check", "--base", "main", cwd=shop.top)
    (line,) = [one for one in blocked.out.splitlines() if "trueline exception request" in one]
    words = line.partition("trueline ")[2].replace('"…"', "it-is-public-on-purpose").split()
    asked = shop.run(*words, cwd=shop.top)
    shop.commit()
    waits = shop.run("check", "--base", "main", cwd=shop.top)
    (name,) = (one.name for one in (shop.top / ".trueline/exceptions").glob("EX-*"))

    assert (blocked.code, asked.code, waits.code) == (1, 0, 4)
    assert f"{name} waits for 1 of manager (rita, sam)" in waits.out
    assert f"trueline exception approve {name} --base main" in waits.out
    assert "exception request" not in waits.out


def test_without_a_list_of_approvers_the_report_says_what_is_missing(shop: Shop) -> None:
    shop.base()
    git(shop.top, "switch", "--quiet", "main")
    (shop.top / ".trueline/approvers.yaml").unlink()
    shop.commit()
    git(shop.top, "switch", "--quiet", "change")
    ran = shop.run("check", "--base", "main", "--verbose", cwd=shop.top)

    assert ran.code == 1
    assert "exception request" not in ran.out
    assert ".trueline/approvers.yaml" in ran.out


def test_what_waits_is_on_the_page_with_its_evidence(shop: Shop) -> None:
    shop.base()
    git(shop.top, "config", "user.email", "dev@example.org")
    print_ = shop.finding()["fingerprint"]
    said = ("--reason", "public on <b>purpose</b>", "--ticket", "WEB-112", "--mitigation", "logs are watched")
    shop.run("exception", "request", print_, "--base", "main", *said, cwd=shop.top)
    shop.commit()
    (name,) = (one.name for one in (shop.top / ".trueline/exceptions").glob("EX-*"))
    ran, text = page(shop)

    assert ran.code == 0
    assert "1 exception waits for a decision" in text
    for one in (name, "public on <b>purpose</b>", "WEB-112", "logs are watched", "1 of manager (rita, sam)", print_,
                "acl.tf:3:12", "found by this run", f"trueline exception approve {name} --base main"):  # fmt: skip
        assert one in text
    assert "<b>" not in ran.out
    assert 'acl    = "public-read"' not in text  # no line of a file is evidence


def test_what_is_in_force_is_on_the_page_with_what_it_lets_go(shop: Shop) -> None:
    shop.base()
    shop.decide(shop.request(shop.finding()), key="rita")
    shop.commit()
    ran = shop.run("exception", "page", "--base", "main", "--out", "out/page.html", cwd=shop.top)
    text = (shop.top / "out/page.html").read_text()

    assert (ran.code, ran.out) == (0, "")
    assert "1 exception in force lets 1 finding go" in text
    assert IDENTIFIER in text


def test_what_lets_nothing_go_is_seen_not_to(shop: Shop) -> None:
    shop.base()
    shop.decide(shop.request(shop.finding()), key="rita")
    shop.write({"acl.tf": OPEN.replace("public-read", "private")})
    shop.commit()
    _, text = page(shop)

    assert "1 exception in force lets 0 findings go" in text
    assert "nothing here" in text


@pytest.mark.parametrize(
    ("evidence", "problem"),
    [
        pytest.param(None, "there is none", id="none"),
        pytest.param(b'{"findings": [', "no JSON", id="broken"),
        pytest.param(b"x" * 300_000, "the limit is", id="huge"),
        pytest.param(json.dumps({"findings": [{"subject": "<script>alert(1)</script>"}]}).encode(), "", id="hostile"),
    ],
)
def test_evidence_of_any_kind_stops_no_page(shop: Shop, evidence: bytes | None, problem: str) -> None:
    shop.base()
    shop.request(shop.finding())
    if evidence is not None:
        shop.write({f"{FOLDER}/evidence.json": evidence})
    shop.commit()
    ran, text = page(shop)
    (found,) = shop.check().report["exceptions"]

    assert ran.code == 0
    assert "<script" not in ran.out
    assert problem in found["evidence"]["problem"]
    assert (f"What was found then cannot be shown: {found['evidence']['problem']}" in text) is bool(problem)


def test_a_page_without_exceptions_says_so(shop: Shop) -> None:
    shop.base()
    ran, text = page(shop)

    assert ran.code == 0
    assert "Nobody has asked for an exception." in text


def test_a_file_that_is_not_valid_is_said_and_the_page_is_there(shop: Shop) -> None:
    shop.base()
    shop.request(shop.finding(), approved=True)
    shop.commit()
    ran, text = page(shop)

    assert ran.code == 3
    assert "request.yaml" in ran.err
    assert "Something could not be judged" in text


def test_the_report_knows_whose_rule_it_is_and_who_may_decide(shop: Shop) -> None:
    shop.base()
    shop.request(shop.finding(), **{"requested-by": {"name": "Sam", "email": "sam@example.org"}})
    shop.commit()
    (found,) = shop.check().report["exceptions"]

    assert (found["rule_id"], found["policy"], found["needs"]) == (RULE, "aws-s3", "1 of manager")
    assert found["deciders"] == ["rita"]
