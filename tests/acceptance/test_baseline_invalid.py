"""A baseline that is not valid: whoever brings it is stopped, and the target's own one stops nobody."""

from __future__ import annotations

import pytest
from tests.acceptance.conftest import git

FILE = ".trueline/baseline.json"
OPEN = 'resource "aws_s3_bucket_acl" "%s" {\n  bucket = "b"\n  acl    = "public-read"\n}\n'
VALID = '{"version": 1, "entries": [%s]}'
ENTRY = '{"fingerprint": "TL-%s", "rule_id": "s3-public-acl", "subject": "%s", "path": "a.tf"}'
BROKEN = '{\n  "version": 1\n  ,\n  ,\n  "entries": [\n    %s\n  ]\n}\n'


@pytest.fixture
def broken(trueline, repository):
    """The target has a finding, and a baseline of it that two changes made invalid when both were merged."""
    top = repository({"a.tf": OPEN % "a"})
    trueline("baseline", "create", cwd=top)
    entry = (top / FILE).read_text().splitlines()[3].strip()
    repository({FILE: BROKEN % entry})
    git(top, "switch", "--quiet", "--create=change")
    return top, entry


def judged(trueline, top):
    return trueline("check", "--base=main", "--head=HEAD", "--report=json", cwd=top)


def said(ran) -> list[tuple[str, str]]:
    return [(one["level"], one["id"]) for one in ran.report["notifications"] if "baseline" in one["id"]]


def test_a_change_that_leaves_it_is_judged_without_it(trueline, broken, repository) -> None:
    top, _ = broken
    repository({"note.md": "x"})
    ran = judged(trueline, top)

    assert (ran.code, said(ran)) == (0, [("warning", "baseline-invalid")])
    assert [one["suppression"] for one in ran.report["findings"] if one["rule_id"] == "s3-public-acl"] == [None]


def test_it_lets_nothing_go(trueline, broken, repository) -> None:
    top, _ = broken
    git(top, "switch", "--quiet", "main")
    repository({".trueline/config.yaml": "block: all\n"})
    git(top, "switch", "--quiet", "--create=other")
    repository({"note.md": "x"})

    assert judged(trueline, top).code == 1


def test_a_change_that_mends_it_is_judged_and_adds_nothing(trueline, broken, repository) -> None:
    top, entry = broken
    repository({FILE: VALID % entry})
    ran = judged(trueline, top)

    assert (ran.code, said(ran)) == (0, [("warning", "baseline-invalid")])


def test_a_change_that_mends_it_and_adds_to_it_is_blocked(trueline, broken, repository) -> None:
    top, entry = broken
    added = ENTRY % ("a" * 32, "aws_s3_bucket_acl.b")
    repository({FILE: VALID % f"{entry}, {added}"})
    ran = judged(trueline, top)

    assert ran.code == 1
    assert [one["rule_id"] for one in ran.report["findings"] if one["blocks"]] == ["baseline-grown"]


def test_a_fingerprint_in_a_text_of_it_is_no_entry(trueline, repository) -> None:
    smuggled = ENTRY % ("a" * 32, '{\\"fingerprint\\": \\"TL-' + "b" * 32)
    top = repository({"a.tf": OPEN % "a", FILE: BROKEN % smuggled})
    git(top, "switch", "--quiet", "--create=change")
    repository({FILE: VALID % (ENTRY % ("b" * 32, "x"))})

    assert judged(trueline, top).code == 1


@pytest.mark.parametrize("text", ["{", "", '{"version": 2, "entries": []}'])
def test_a_change_that_breaks_it_otherwise_is_stopped(trueline, broken, repository, text) -> None:
    top, _ = broken
    repository({FILE: text})
    ran = judged(trueline, top)

    assert (ran.code, ran.out) == (2, "")
    assert FILE in ran.err


def test_alone_it_is_wrong_use(trueline, broken) -> None:
    top, _ = broken
    ran = trueline("check", cwd=top)

    assert ran.code == 2
    assert f"{FILE}:4:3" in ran.err
