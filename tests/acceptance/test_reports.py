"""Reports as CI gets them: several of one run, on standard output and in files, over names that want to be obeyed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
import runners

from trueline.reporters.registry import REPORTERS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BUCKET = 'resource "aws_s3_bucket_acl" "a" {\n  bucket = "b"\n  acl = "public-read"\n}\n'
POD = """\
apiVersion: v1
kind: Pod
metadata: {name: "x ##[add-mask]y"}
spec:
  containers:
    - {name: "::error::@octocat", image: "a##vso[task.complete result=Failed;]:latest"}
"""
HOSTILE = {
    "main.tf": BUCKET,
    "a ##[stop-commands]x/##vso[task.complete]y.yaml": POD,
    "b\n::error::forged.yaml": POD,
    "c\u202e.yaml": "kind: : :\n::warning::x",
}


def test_one_run_writes_them_all(trueline: Callable, tree: Callable[..., Path]) -> None:
    top = tree({"main.tf": BUCKET})
    files = [name for name in REPORTERS if name != "github"]
    reports = [argument for name in files for argument in ("--report", f"{name}=out/{name}")]

    ran = trueline("check", "--no-cache", "--report", "github", *reports, cwd=top)

    assert ran.code == 1
    assert [
        (one.properties["file"], one.properties["line"]) for one in runners.github(ran.out) if one.name == "error"
    ] == [("main.tf", "3")]
    assert sorted(files) == sorted(path.name for path in (top / "out").iterdir())
    assert json.loads((top / "out/gitlab").read_text())[0]["location"]["positions"]["begin"] == {"line": 3, "column": 9}
    assert ElementTree.parse(top / "out/junit").getroot().get("failures") == "2"


def test_a_summary_is_added_to_what_the_step_has_said(trueline: Callable, tree: Callable[..., Path]) -> None:
    top = tree({"main.tf": BUCKET, "summary.md": "# Before\n"})
    arguments = ("check", "--no-cache", "--report", "terminal", "--report", "github-summary=summary.md")

    trueline(*arguments, cwd=top)
    once = (top / "summary.md").read_text()
    trueline(*arguments, cwd=top)

    assert once.startswith("# Before\n\n## ❌ Trueline: failed\n")
    assert (top / "summary.md").read_text().count("## ❌ Trueline: failed\n") == 2


def test_any_other_report_takes_the_place_of_the_former(trueline: Callable, tree: Callable[..., Path]) -> None:
    top = tree({"main.tf": BUCKET, "report.md": "# Before\n"})

    trueline("check", "--no-cache", "--report", "markdown=report.md", cwd=top)

    assert (top / "report.md").read_text().startswith("<!-- trueline:report:")


def test_a_summary_that_cannot_be_written_is_no_pass(trueline: Callable, tree: Callable[..., Path]) -> None:
    top = tree({"map.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m, namespace: n}\n"})

    ran = trueline("check", "--no-cache", "--report", "github-summary=/dev/full", cwd=top)

    assert ran.code == 3
    assert "the github-summary report was not written" in ran.err


@pytest.mark.parametrize("name", REPORTERS)
def test_a_step_over_hostile_names_obeys_only_what_is_meant(
    name: str, trueline: Callable, tree: Callable[..., Path]
) -> None:
    ran = trueline("check", "--no-cache", "--report", name, cwd=tree(HOSTILE))
    printed = ran.out + ran.err

    assert ran.code in (1, 3)
    assert {"error", "notice", "warning"} >= {one.name for one in runners.github(printed)}
    assert bool(runners.github(printed)) == (name == "github")
    assert {"task.logissue"} >= {one.name for one in runners.azure(printed)}
    assert bool(runners.azure(printed)) == (name == "azure")
    assert not [one for one in runners.github(printed) if "forged.yaml" in one.name or one.data.startswith("forged")]
