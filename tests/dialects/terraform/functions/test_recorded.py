"""Each function against what Terraform 1.11's console printed for the same expression."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from trueline.dialects.terraform.functions.encodings import json_text
from trueline.dialects.terraform.functions.table import EVALUATED, FUNCTIONS
from trueline.dialects.terraform.functions.types import FunctionError

if TYPE_CHECKING:
    from collections.abc import Callable

LINES = Path(__file__).with_name("recorded.txt").read_text(encoding="utf-8").splitlines()
RECORDED = [line.rsplit(" => ", 1) for line in LINES]
BATCH = 400  # the console reads lines of at most 64 kB
NEVER_RECORDED = {"base64gzip", "bcrypt", "plantimestamp", "rsadecrypt", "sensitive", "timestamp", "uuid"}

needs_terraform = pytest.mark.skipif(shutil.which("terraform") is None, reason="terraform is not installed")


def _name(expression: str) -> str:
    return expression.partition("(")[0].removeprefix("core::")


@pytest.mark.parametrize("name", sorted(FUNCTIONS.keys() - NEVER_RECORDED))
def test_function_gives_what_terraform_gave(name: str, evaluate: Callable[[str], object]) -> None:
    mine = [(expression, result) for expression, result in RECORDED if _name(expression) == name]

    assert [f"{expression} => {result}" for expression, result in mine] == [
        f"{expression} => {_result(evaluate, expression)}" for expression, _ in mine
    ]
    assert len(mine) >= 3


def _result(evaluate: Callable[[str], object], expression: str) -> str:
    try:
        return json_text(evaluate(expression))
    except FunctionError:
        return "error"


def _run(*arguments: str, folder: Path, text: str = "") -> str:
    environment = {**os.environ, "TF_CLI_CONFIG_FILE": os.devnull, "CHECKPOINT_DISABLE": "1"}
    return subprocess.run(
        ["terraform", *arguments], cwd=folder, input=text, capture_output=True, text=True, env=environment, check=True
    ).stdout


@needs_terraform
@pytest.mark.parametrize("start", range(0, len(RECORDED), BATCH))
def test_terraform_still_gives_what_was_recorded(start: int, tmp_path: Path) -> None:
    batch = RECORDED[start : start + BATCH]
    tried = ",".join(f'try(jsonencode({expression}), "error")' for expression, _ in batch)

    printed = _run("console", folder=tmp_path, text=f"base64encode(jsonencode([{tried}]))\n")

    assert [result for _, result in batch] == json.loads(base64.b64decode(printed.strip().strip('"')))


@needs_terraform
def test_table_has_every_function_of_terraform(tmp_path: Path) -> None:
    listed = json.loads(_run("metadata", "functions", "-json", folder=tmp_path))["function_signatures"]

    assert {name for name in listed if "::" not in name} == {*FUNCTIONS, *EVALUATED}
