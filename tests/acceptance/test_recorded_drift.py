"""What versions of Terraform wrote, given to the command: what it answers, and that no secret is in any report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

RECORDED = Path(__file__).parent.parent / "drift" / "terraform" / "recorded"
REPORTS = ("terminal", "json", "markdown", "html", "sarif", "github", "junit", "gitlab", "openmetrics")
THERE = ("canary-4", "canary-5", "canary-6")
"""Secrets that no code has: what somebody changed them to, by hand."""


@pytest.fixture
def top(repository):
    code = RECORDED / "code"
    files = {
        "infra/main.tf": code / "main.tf",
        "infra/m/main.tf": code / "m" / "main.tf",
        "infra/newer.tf": code / "newer" / "newer.tf",
    }
    return repository({name: path.read_text() for name, path in files.items()})


@pytest.fixture
def changed(tmp_path):
    """Return a state in which every secret is another one than in the code."""
    state = json.loads((RECORDED / "1.11.4" / "state.json").read_text())
    for one in state["resources"]:
        for instance in one["instances"]:
            if one["name"] == "whole":
                instance["attributes"]["secret"] = "canary-6"
                instance["attributes"]["limits"]["owner"] = "canary-6"
            if one["name"] == "told":
                instance["attributes"]["tags"] = {"token": "canary-6"}
    path = tmp_path / "state.json"
    path.write_text(json.dumps(state))
    return path


@pytest.mark.parametrize("command", ["check", "drift"])
def test_no_report_shows_a_secret_of_a_plan_or_state(trueline, top, changed, tmp_path, command) -> None:
    names = REPORTS if command == "check" else ("terminal", "json", "markdown")
    written = {name: tmp_path / f"report.{name}" for name in names}
    given = ("--plan", f"infra={RECORDED / '1.11.4' / 'plan.json'}", "--tfstate", f"infra={changed}")
    asked = (f"--report={name}={path}" for name, path in written.items())

    ran = trueline(command, *given, *asked, cwd=top)
    texts = {name: path.read_text() for name, path in written.items()} | {"out": ran.out, "err": ran.err}

    assert ran.code == (1 if command == "check" else 0), ran.err
    assert "tags.token" in texts["json"]
    assert [name for name, text in texts.items() if any(secret in text for secret in THERE)] == []


@pytest.mark.parametrize(
    ("version", "code", "said"),
    [
        pytest.param("1.15.5", 1, "20 differences in 5 resources", id="a plan with drift"),
        pytest.param("0.14.6", 0, "1 not checked", id="a plan that keeps silent"),
    ],
)
def test_the_command_says_what_a_recorded_plan_tells(trueline, top, version, code, said) -> None:
    ran = trueline("drift", f"--plan=infra={RECORDED / version / 'plan.json'}", "--exit-code", cwd=top)

    assert (ran.code, said in ran.out) == (code, True), ran.out


def test_a_state_that_opentofu_encrypted_is_no_pass(trueline, top, tmp_path) -> None:
    wrapped = {
        "serial": 7,
        "lineage": "0",
        "meta": {"key_provider.pbkdf2.p": "e30="},
        "encrypted_data": "AAAA",
        "encryption_version": "v0",
    }
    (tmp_path / "state.json").write_text(json.dumps(wrapped))

    ran = trueline("check", "--tfstate", f"infra={tmp_path / 'state.json'}", "--report", "json", cwd=top)

    assert ran.code == 3
    assert ["encrypted" in note["message"] for note in ran.report["notifications"] if note["level"] == "error"] == [
        True
    ]
