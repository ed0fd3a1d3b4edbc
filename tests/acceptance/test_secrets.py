"""What a configuration marks as secret is in no report, also where the line that spells it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

SECRET = "tea-kettle-4711"
FILES = {
    ".trueline/config.yaml": "policies: [policies]\n",
    "policies/house.yaml": """policy: house
owner: platform
rules:
  - id: variable-with-default
    title: A variable has a default
    severity: high
    for: terraform/variable
    forbid: has(it.default)
    at: default
    message: "{name} is {it.default}, all of it is {it}"
  - id: output-of-something
    title: An output gives something
    severity: high
    for: terraform/output
    forbid: has(it.value)
    at: value
    message: it gives {it.value}
  - id: database-with-password
    title: A database has a password
    severity: high
    for: terraform/aws_db_instance
    forbid: has(it.password)
    at: password
    message: the password is {it.password}
""",
    "main.tf": f"""variable "password" {{
  default   = "{SECRET}"
  sensitive = true
}}

variable "others" {{
  sensitive = true
  default = {{
    first = ["{SECRET}"]
    text  = <<-EOT
      {SECRET}
    EOT
  }}
}}

output "password" {{
  value     = "-{SECRET}-${{data.aws_region.here.id}}"
  sensitive = true
}}

data "aws_region" "here" {{}}

resource "aws_db_instance" "one" {{
  password = "${{var.password}}-${{data.aws_region.here.id}}"
}}

resource "aws_db_instance" "two" {{
  password = var.password
}}
""",
}


@pytest.mark.parametrize("form", ["html", "json", "sarif", "terminal"])
@pytest.mark.parametrize("revision", ["fresh", "cached"])
def test_a_secret_is_in_no_report(trueline: Callable, repository: Callable, form: str, revision: str) -> None:
    top = repository(FILES)
    if revision == "cached":
        trueline("check", cwd=top)

    ran = trueline("check", "--verbose", "--report", form, cwd=top)

    assert ran.code == 1
    assert "(sensitive)" in ran.out
    assert SECRET not in ran.out + ran.err
    home = top.parent / "home"
    assert not [path for path in home.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]


def test_the_frame_shows_the_line_without_the_secret(trueline: Callable, repository: Callable) -> None:
    ran = trueline("check", "--no-cache", "--verbose", cwd=repository(FILES))

    assert "default   = (sensitive)" in ran.out
    assert "password = var.password" in ran.out
    assert "the password is (sensitive)(unknown)" in ran.out
