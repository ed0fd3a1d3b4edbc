"""The README is true: its transcript is what the run prints, and its commands are those that are run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).parents[2]
README = (TOP / "README.md").read_text()


def test_the_transcript_is_what_the_example_prints() -> None:
    transcript = re.search(r"```text\n\$ trueline (.*?)\n(.*?)```", README, re.DOTALL)
    assert transcript is not None
    not_ours = ("COLUMNS", "FORCE_", "GITHUB_", "NO_COLOR")
    clean = {key: value for key, value in os.environ.items() if not key.startswith(not_ours)}

    done = subprocess.run(
        [sys.executable, "-m", "trueline", *transcript[1].split(), "--no-cache"],
        cwd=TOP, env=clean, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 1
    printed = iter(_lines(done.stdout))
    missing = [line for line in _lines(transcript[2]) if line.strip() not in ("", "…") and line not in printed]
    assert missing == []


def test_every_exit_code_and_option_of_the_readme_exists() -> None:
    help_text = subprocess.run(
        [sys.executable, "-m", "trueline", "check", "--help"], capture_output=True, text=True, check=True
    ).stdout

    options = set(re.findall(r"trueline check.*?(--[a-z]+)", README))
    assert options
    assert [option for option in sorted(options) if option not in help_text] == []


def test_every_page_that_the_readme_links_exists() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)

    assert links
    assert [link for link in links if not (TOP / link).exists()] == []


def _lines(text: str) -> list[str]:
    return [re.sub(r"\d+\.\d+ s$", "", line).rstrip() for line in text.splitlines()]
