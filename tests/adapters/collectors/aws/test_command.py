"""`trueline snapshot aws`, as it is called."""

from __future__ import annotations

import argparse
import json

import pytest
from tests.drift.aws.estate import network
from tests.drift.aws.test_two_changes import _apply

from trueline.cli.snapshot import aws
from trueline.errors import TruelineError, UsageError


def _run(bench, monkeypatch, *words):
    monkeypatch.chdir(bench.folder)
    parser = argparse.ArgumentParser()
    aws.register(parser)
    return aws.run(parser.parse_args(["--endpoint-url", bench.endpoint, *words]))


def test_a_state_is_read_and_the_snapshot_written(bench, monkeypatch, capsys):
    network.security_groups(bench)

    code = _run(bench, monkeypatch, "--tfstate", "infra=infra.tfstate", "--to", "out/live.json")

    assert code == 0
    found = json.loads((bench.folder / "out/live.json").read_text())
    assert (found["trueline_snapshot"], found["kind"], found["origin"]) == (1, "aws", "account 123456789012")
    assert found["regions"] == ["eu-west-1"]
    assert {one["type"] for one in found["resources"]} == {"aws_vpc", "aws_subnet", "aws_security_group"}
    assert capsys.readouterr().err == "account 123456789012: 4 read, 0 not there, 0 not read\n"


def test_the_code_is_read_where_there_is_no_state(bench, monkeypatch, capsys):
    _apply(bench, keep=False)

    assert _run(bench, monkeypatch) == 0

    found = json.loads(capsys.readouterr().out)
    assert {one["type"] for one in found["resources"]} == {"aws_sqs_queue", "aws_security_group"}


def test_all_of_a_type_is_listed(bench, monkeypatch, capsys):
    _apply(bench)

    assert _run(bench, monkeypatch, "--tfstate", "infra=infra.tfstate", "--managed", "aws_iam_*") == 0

    listed = json.loads(capsys.readouterr().out)["listed"]
    assert {"type": "aws_iam_role", "regions": ["global"]} in listed


def test_what_could_not_be_read_makes_it_incomplete(bench, monkeypatch, capsys):
    _apply(bench)
    bench.kept("aws_fsx_lustre_file_system.a", id="fs-1")

    assert _run(bench, monkeypatch, "--tfstate", "infra=infra.tfstate", "--to", "live.json") == 3
    assert "aws_fsx_lustre_file_system fs-1: nothing reads this type yet" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [["--tfstate", "infra.tfstate"], ["--managed", "aws_nothing"], ["--deadline", "0"], ["--tfstate", "infra=none"],
     ["--profile", "nobody", "--managed", "aws_vpc"], []],
)  # fmt: skip
def test_wrong_use_is_said(bench, monkeypatch, words):
    with pytest.raises(TruelineError):
        _run(bench, monkeypatch, *words)


def test_without_boto3_it_says_what_to_install(bench, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "boto3", None)
    with pytest.raises(UsageError, match="boto3 is not installed"):
        _run(bench, monkeypatch, "--managed", "aws_vpc")
